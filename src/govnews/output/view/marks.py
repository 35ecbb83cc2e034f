"""What a page highlights in a text, and the text cut where highlights begin and end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from attrs import evolve, frozen

from govnews import reference
from govnews.models import Article, Block, Document, Qualifier, Reading, ReadingKind, Statistic, Status
from govnews.output.view.escaping import escaped
from govnews.output.view.words import Message, Sayings, said
from govnews.spans import Span

LAYERS = "sipodnr"
"""The kinds of highlight, by their class in the page: statistics, initiatives, places, organisations, dates and
periods, other numbers, repairs."""
SHOWN = "sipodr"
"""The layers that are on when a page opens; the numbers that count nothing are shown on demand."""
_SIGNS = {
    Qualifier.ABOUT: "≈ ", Qualifier.MORE_THAN: "> ", Qualifier.NEARLY: "≲ ", Qualifier.AT_LEAST: "≥ ",
    Qualifier.AT_MOST: "≤ ", Qualifier.LESS_THAN: "< ",
}  # fmt: skip
_DATES = frozenset((ReadingKind.DATE, ReadingKind.TIME, ReadingKind.PERIOD))


@frozen
class Mark:
    """A highlight of the characters at `span` of a document's text; nothing stands there where something was cut."""

    span: Span
    layer: str
    note: Message
    """What is shown when the pointer rests on it."""
    key: str | None = None
    """What the page finds it by: `s12` is the thirteenth statistic."""


@frozen
class _Piece:
    start: int
    end: int
    marks: tuple[Mark, ...]


class Marked:
    """A text's highlights, cut into pieces that do not overlap; without `sayings` in English for good."""

    def __init__(self, marks: Iterable[Mark], sayings: Sayings | None = None) -> None:
        self._sayings = sayings
        self._pieces = list(_cut(marks))
        self._starts = [piece.start for piece in self._pieces]
        self._named: set[str] = set()

    def html(self, text: str, spans: Sequence[Span]) -> str:
        """The text that stands at `spans`, escaped and with its highlights as `<mark>`."""
        parts: list[str] = []
        offset = 0
        for span in spans:
            self._fragment(text[offset : offset + len(span)], span.start, parts)
            offset += len(span)
        return "".join(parts)

    def _fragment(self, text: str, origin: int, parts: list[str]) -> None:
        at, end = origin, origin + len(text)
        index = bisect_left(self._starts, origin)
        if index and self._pieces[index - 1].end > origin:
            index -= 1
        while index < len(self._pieces) and (piece := self._pieces[index]).start < end:
            index += 1
            start, stop = max(piece.start, at), min(piece.end, end)
            if stop < start or (piece.start == piece.end == origin):
                continue
            parts += (escaped(text[at - origin : start - origin]), self._opened(piece.marks))
            parts += (escaped(text[start - origin : stop - origin]), "</mark>")
            at = stop
        parts.append(escaped(text[at - origin :]))

    def _opened(self, marks: Sequence[Mark]) -> str:
        classes = " ".join(dict.fromkeys(mark.layer for mark in marks))
        keys = [mark.key for mark in marks if mark.key is not None]
        notes = [mark.note for mark in marks]
        if self._sayings is not None:
            tip = self._sayings.tip(*notes)
        else:
            tip = f' title="{escaped(chr(10).join(said(note, "en") for note in dict.fromkeys(notes)))}"'
        named = ""
        if keys:
            named = f' data-key="{" ".join(keys)}"'
            # A highlight that is cut in pieces is reached at its first one.
            fresh = [key for key in keys if key not in self._named]
            if fresh:
                self._named.update(fresh)
                named += f' id="{fresh[0]}"' + (' role="button" tabindex="0"' if fresh[0][0] == "s" else "")
        return f'<mark class="{classes}"{named}{tip}>'


def _cut(marks: Iterable[Mark]) -> Iterator[_Piece]:
    """The stretches that are covered by the same marks, and the places where something was cut, in order."""
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    points: dict[int, list[Mark]] = {}
    for mark in marks:
        if len(mark.span):
            begins.setdefault(mark.span.start, []).append(mark)
            ends.setdefault(mark.span.end, []).append(mark)
        else:
            points.setdefault(mark.span.start, []).append(mark)
    open_marks: dict[int, Mark] = {}
    before = 0
    for at in sorted({*begins, *ends, *points}):
        if open_marks:
            yield _Piece(before, at, tuple(open_marks.values()))
        for mark in ends.get(at, ()):
            open_marks.pop(id(mark), None)
        if at in points:
            yield _Piece(at, at, tuple(points[at]))
        for mark in begins.get(at, ()):
            open_marks[id(mark)] = mark
        before = at


def marks_of(document: Document) -> list[Mark]:
    """Everything that the reading view highlights in a document."""
    marks: list[Mark] = []
    number = 0
    for article in document.articles:
        marks += article_marks(article, number)
        number += len(article.statistics)
    marks += [_reading(index, found) for index, found in none_statistics(document)]
    for edit in document.edits:
        was, place = edit.span.of(document.raw), document.aligned.text_span(edit.span)
        if place.start < len(document.text):
            marks.append(Mark(place, "r", ("mark.repair", _printed(was), _printed(edit.new), edit.rule)))
    return list(_around_furniture(marks, document))


def _around_furniture(marks: Iterable[Mark], document: Document) -> Iterator[Mark]:
    """The marks, those of an article without the running head that they go on behind: 占地2, 第03版, 亩."""
    heads = sorted(span for block in document.furniture for span in block.spans if len(span))
    starts = [head.start for head in heads]
    for mark in marks:
        at, end = mark.span.start, mark.span.end
        index = bisect_left(starts, at)
        if (index and heads[index - 1].end > at) or (index < len(heads) and starts[index] == at):
            yield mark  # it stands in furniture itself
            continue
        while index < len(heads) and heads[index].start < end:
            if at < heads[index].start:
                yield evolve(mark, span=Span(at, heads[index].start))
            at = heads[index].end
            index += 1
        if at < end or not len(mark.span):
            yield evolve(mark, span=Span(at, end)) if at > mark.span.start else mark


def article_marks(article: Article, first: int | None = None) -> list[Mark]:
    """What an article itself knows of: its statistics, their periods, the names in it.

    The statistics can be found in a page, by numbers from `first`; without it they cannot, as in a notebook, where the
    same article may stand twice.
    """
    marks = [
        Mark(found.span, "s", _said(found), None if first is None else f"s{first + k}")
        for k, found in enumerate(article.statistics)
    ]
    marks += [
        Mark(found.span, "i", ("mark.initiative", found.name, (f"initiative.{found.kind.value}",)))
        for found in article.initiatives
    ]
    for place in article.places:
        among: Message = ("mark.place.one", ", ".join(place.candidates)) if place.candidates else ("mark.place.none",)
        name = "".join(place.chain) or place.name
        marks.append(Mark(place.span, "p", ("mark.place", name, (f"level.{place.level.value}",), place.code or among)))
    marks += [
        Mark(found.span, "o", ("mark.organization", found.full_name or found.name)) for found in article.organizations
    ]
    periods = {found.period.span: found.period for found in article.statistics if found.period and found.period.span}
    for span, period in periods.items():
        dated = period.start or period.end
        note = ("mark.period.dates", period.start or "?", period.end or "?") if dated else ("mark.period",)
        marks.append(Mark(span, "d", note))
    return marks


def none_statistics(document: Document) -> list[tuple[int, Reading]]:
    """The numbers that are no statistics, with their index in `document.numbers`."""
    return [(k, found) for k, found in enumerate(document.numbers) if found.kind is not ReadingKind.STATISTIC]


def _reading(index: int, found: Reading) -> Mark:
    layer, key = ("d", "mark.date") if found.kind in _DATES else ("n", "mark.number")
    return Mark(found.span, layer, (key, (f"reading.{found.kind.value}",), found.rule), f"n{index}")


def _printed(text: str) -> Message:
    if not text:
        return ("mark.cut",)
    return ("mark.quoted", text.replace("\n", "⏎").replace("\r", "␍").replace("\t", "⇥"))


def _said(found: Statistic) -> Message:
    """A statistic in one line: 群众: 396000 人次, 今年以来."""
    about = ", ".join(text for text in (quantity(found), found.basis, found.period and found.period.text) if text)
    if found.status is Status.REPORTED:
        return ("mark.statistic", found.item or "?", about, found.rule)
    return ("mark.statistic.status", found.item or "?", about, (f"status.{found.status.value}",), found.rule)


def quantity(found: Statistic) -> str:
    """Value and unit of a statistic: ≥ 20000 名."""
    if found.value is not None:
        number = _number(found.value)
    else:
        number = "–".join(_number(limit) for limit in (found.low, found.high) if limit is not None)
    change = {"increase": "↑ ", "decrease": "↓ "}.get(found.change.value, "") if found.change else ""
    return f"{change}{_SIGNS.get(found.qualifier, '')}{number} {found.unit or ''}".rstrip()


def _number(value: Decimal) -> str:
    """A value to read: a quotient (三分之二) is cut."""
    whole, _, part = f"{value:f}".partition(".")
    return f"{whole}.{part[:4]}…" if len(part) > 6 else f"{value:f}"


@cache
def reasons() -> dict[str, str]:
    """For each row that says that a number is no statistic, an example; what has no row, `words.csv` says."""
    periods = {row.id: row.example for row in reference.periods()}
    return periods | {row.id: row.example for row in reference.readings()}


def cells(block: Block, marked: Marked) -> list[list[str]] | None:
    """The cells of a table block as HTML, or `None` where its text is not made of them."""
    at = 0
    table = []
    for row in block.rows:
        line = []
        for cell in row:
            start = block.text.find(cell, at)
            if start < 0 or block.text[at:start].strip("\t\n |"):
                return None
            at = start + len(cell)
            line.append(marked.html(cell, _inside(block, start, at)))
        table.append(line)
    return table if not block.text[at:].strip("\t\n |") else None


def _inside(block: Block, start: int, end: int) -> list[Span]:
    """Where the characters of a block's text from `start` to `end` stand in the document's."""
    spans = []
    offset = 0
    for span in block.spans:
        first, last = max(start, offset), min(end, offset + len(span))
        if first < last:
            spans.append(Span(span.start + first - offset, span.start + last - offset))
        offset += len(span)
    return spans
