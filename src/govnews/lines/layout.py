"""The lines of a text with what can be seen of each, and the way the page is set as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from attrs import frozen

from govnews import reference
from govnews.models import BlockKind
from govnews.spans import Span

_LINE = re.compile(r"[^\n\f]+")
_BLANKS = " 　\t\x0b\xa0"
_CLOSERS = "”’」』）)】》\"' 　"
SENTENCE_END = "。！？!?…"
_INNER = re.compile("[，。；！？：,;!?]")
_INNER_STOP = re.compile("[，。；！？]")
_CUE_LENGTH = 60  # a cue names a short line; a longer one is prose whatever it begins with

# Only lines that begin with one of these are marked as list items.
_ITEM = re.compile(r"(?:[①-⑳●•·▪◆◇■□▲★☆]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．](?![0-9]))\s*")


@frozen
class Line:
    """A line that is not blank, without the blanks at its ends."""

    span: Span
    text: str
    indent: int
    """How many blanks stand in front of it."""
    gap: int
    """How many blank lines stand above it; a page break counts for three."""
    cue: BlockKind | None
    """What a row of line_cues.csv says that it is."""
    cue_rule: str
    columns: int
    """Its width where Han characters take two columns."""
    page: int
    """How many form feeds stand before it."""

    @property
    def closes(self) -> bool:
        """Whether it ends as a sentence ends."""
        bare = self.text.rstrip(_CLOSERS)
        return bare[-1:] in tuple(SENTENCE_END) if bare else False

    @property
    def is_prose(self) -> bool:
        """Whether it is running text: whole sentences, or a long line with marks inside."""
        if self.closes and (len(self.text) > 12 or _INNER.search(self.text)):
            return True
        if len(self.text) > 20 and "。" in self.text:
            return True  # a whole sentence inside proves running text
        return len(self.text) > 42 and _INNER.search(self.text) is not None

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number of a list."""
        return _ITEM.match(self.text) is not None


@frozen
class Layout:
    """How a page is set."""

    width: int | None
    """The columns at which lines were broken, `None` where lines are paragraphs."""
    indented: bool
    """Whether paragraphs begin with blanks."""
    lost: int
    """The columns that first lines lack because an extraction lost their blanks."""
    gap: int
    """The blank lines that usually stand between two lines of prose."""


@cache
def _cues() -> tuple[tuple[re.Pattern[str], BlockKind, str], ...]:
    return tuple((re.compile(row.pattern), row.kind, row.id) for row in reference.line_cues())


def _cue(text: str) -> tuple[BlockKind | None, str]:
    if len(text) <= _CUE_LENGTH or (len(text) <= 4 * _CUE_LENGTH and not _INNER_STOP.search(text)):
        for pattern, kind, rule in _cues():
            if pattern.search(text):
                return kind, rule
    return None, ""


def split(text: str) -> list[Line]:
    """The lines of `text` that are not blank, in order."""
    lines: list[Line] = []
    breaks = page = 0
    last = 0
    for match in _LINE.finditer(text):
        raw = match[0]
        stripped = raw.strip(_BLANKS)
        between = text[last : match.start()]
        breaks += between.count("\n")
        feeds = between.count("\f")
        page += feeds
        breaks += 4 * feeds
        last = match.end()
        if not stripped or stripped.isspace():
            continue
        left = len(raw) - len(raw.lstrip(_BLANKS))
        start = match.start() + left
        kind, rule = _cue(stripped)
        lines.append(
            Line(
                Span(start, start + len(stripped)),
                stripped,
                left,
                max(0, breaks - 1) if lines else breaks,
                kind,
                rule,
                # Three bytes of UTF-8 for a character of two columns, one for a character of one.
                (len(stripped) + len(stripped.encode("utf-8", "surrogatepass"))) // 2,
                page,
            )
        )
        breaks = 0
    return lines


def pages(lines: Sequence[Line]) -> Iterator[tuple[list[Line], Layout]]:
    """The lines of each page, parted by form feeds, with the way that it is set: no page decides for another."""
    for _, page in groupby(lines, key=lambda line: line.page):
        own = list(page)
        yield own, layout(own)


def layout(lines: Sequence[Line]) -> Layout:
    """How the page is set, from all of its lines."""
    prose = [line for line in lines if line.is_prose]
    indented = sum(line.indent > 0 for line in prose) * 2 > len(prose) if prose else False
    gaps = Counter(line.gap for line in prose[1:])
    usual = gaps.most_common(1)[0][0] if gaps else 0
    width = _wrap_width(lines)
    return Layout(width, indented, _lost_indent(lines, width) if width and not indented else 0, usual)


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a printer broke the lines: many are as wide as the widest and end in mid-sentence."""
    long = [line for line in lines if line.columns >= 24]
    if len(long) < 4:
        return None
    widths = Counter(line.columns for line in long if not line.closes)
    if not widths:
        return None
    width, _ = max(widths.items(), key=lambda item: (sum(widths[item[0] + d] for d in (-2, -1, 0, 1, 2)), item[0]))
    width = max(w for w in range(width - 2, width + 3) if widths[w])
    full = sum(width - 3 <= line.columns <= width + 2 for line in long)
    wider = sum(line.columns > width + 2 for line in long)
    return width if full >= 4 and full * 10 >= len(long) * 4 and wider * 8 <= len(long) else None


def _lost_indent(lines: Sequence[Line], width: int) -> int:
    """The columns by which lines behind a paragraph's short last line fall short of the width: 0 or an indent's 4."""
    first = [b for a, b in pairwise(lines) if a.closes and a.columns < width - 6 and b.columns >= width - 8]
    short = sum(b.columns < width - 2 for b in first if not b.closes)
    return 4 if short * 3 > len(first) * 2 and short > 1 else 0
