"""Documents as annotated texts, for the tools in which people correct labels and train models.

What is annotated is the repaired text (`document.text`), whole: a figure that a page break cuts in two is one
stretch of it. Positions are counted as the target counts them.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, chain
from typing import IO

from attrs import frozen

from govnews.errors import MissingExtra, ReadError, WriteError, WrongOption, WrongType, readable
from govnews.models import Article, Document
from govnews.output.rows import document_id
from govnews.output.tables import Distinct, Outcome, clean, name_and_code, outcomes
from govnews.output.writing.base import Output, Written
from govnews.output.writing.json import json_text
from govnews.output.writing.parts import explained
from govnews.spans import Span
from govnews.version import CODE


class Label(StrEnum):
    """What an annotated stretch is, in the order in which they win where only one of two equally long ones can stay."""

    STATISTIC = "STATISTIC"
    INITIATIVE = "INITIATIVE"
    ORGANIZATION = "ORGANIZATION"
    PLACE = "PLACE"
    BYLINE = "BYLINE"


class AnnotationFormat(StrEnum):
    """The formats that `export` knows."""

    LABEL_STUDIO = "label-studio"
    BRAT = "brat"
    DOCCANO = "doccano"
    CONLL = "conll"
    SPACY = "spacy"


class OffsetUnit(StrEnum):
    """What positions count: characters as Python does, as JavaScript and Java do, or as C and Rust do."""

    CODE_POINTS = "code_points"
    UTF16 = "utf16"
    UTF8 = "utf8"


_Said = dict[str, str | None]

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Where `str.splitlines` and the readers of these tools end a line."""


@frozen
class Annotation:
    """One labelled stretch of the repaired text."""

    label: Label
    span: Span
    attributes: dict[str, str]
    """What is known of it, as text."""


def annotations_of(document: Document) -> tuple[Annotation, ...]:
    """The labelled stretches of a document in the order of the text; they may overlap.

    >>> from govnews import parse
    >>> document = parse("今年以来，天津市河西区走访群众1.2万人次。")
    >>> [(found.label.value, found.span.of(document.text)) for found in annotations_of(document)]
    [('PLACE', '天津市河西区'), ('STATISTIC', '1.2万人次')]
    """
    found = [one for article in document.articles for one in _of_article(article) if len(one.span)]
    order = list(Label)
    return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end, order.index(one.label))))


def _of_article(article: Article) -> Iterator[Annotation]:
    for byline in chain(article.bylines, *(block.credits for block in article.body)):
        if byline.span is not None:
            said: _Said = {"role": byline.role, "names": "、".join(byline.names), "affiliation": byline.affiliation}
            yield _annotation(Label.BYLINE, byline.span, said)
    for one in article.statistics:
        period, place = one.period, one.place
        said = {
            "status": one.status, "qualifier": one.qualifier, "certainty": one.certainty, "change": one.change,
            "item": one.item, "value": _number(one.value), "low": _number(one.low), "high": _number(one.high),
            "unit": one.unit, "action": one.action, "basis": one.basis,
            "period": period.text if period else None, "place": place.name if place else None,
        }  # fmt: skip
        yield _annotation(Label.STATISTIC, one.span, said)
    for initiative in article.initiatives:
        said = {"kind": initiative.kind, "formula": initiative.formula, "owner": initiative.owner}
        yield _annotation(Label.INITIATIVE, initiative.span, said)
    for named in article.places:
        yield _annotation(Label.PLACE, named.span, {"level": named.level, "code": named.code})
    for organization in article.organizations:
        home, code = name_and_code(organization.place)
        said = {"kind": organization.kind.value, "full_name": organization.full_name, "place": home, "place_code": code}
        yield _annotation(Label.ORGANIZATION, organization.span, said)


def _annotation(label: Label, span: Span, said: _Said) -> Annotation:
    return Annotation(label, span, {name: clean(value) for name, value in said.items() if value})


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def without_overlap(found: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The annotations of which no two share a character: the longest stay, of equals the first in `Label`."""
    order = list(Label)
    kept: list[Annotation] = []
    starts: list[int] = []
    for one in sorted(found, key=lambda one: (-len(one.span), order.index(one.label), one.span.start)):
        at = bisect_left(starts, one.span.start)
        neighbours = kept[max(0, at - 1) : at + 1]
        if not any(one.span.overlaps(other.span) for other in neighbours):
            starts.insert(at, one.span.start)
            kept.insert(at, one)
    return tuple(kept)


class Positions:
    """Positions in a text, counted in units other than code points.

    >>> Positions("𠮷林12人", OffsetUnit.UTF16)(2), Positions("𠮷林12人", OffsetUnit.UTF8)(2)
    (3, 7)
    """

    def __init__(self, text: str, unit: OffsetUnit) -> None:
        self._at: list[int] | None = None
        if unit is OffsetUnit.CODE_POINTS or text.isascii():
            return
        if unit is OffsetUnit.UTF8:
            self._at = list(accumulate((len(character.encode()) for character in text), initial=0))
        elif max(text) > "\uffff":
            self._at = list(accumulate((1 + (character > "\uffff") for character in text), initial=0))

    def __call__(self, position: int) -> int:
        """The position that stands where the code point `position` does."""
        return position if self._at is None else self._at[position]


def export(
    documents: Iterable[Document | tuple[str | os.PathLike[str] | None, Outcome]],
    path: str | os.PathLike[str],
    *,
    format: AnnotationFormat | str,
    offsets: OffsetUnit | str = OffsetUnit.CODE_POINTS,
    force: bool = False,
) -> Written:
    r"""Write documents as annotated texts: statistics, initiatives, places, organisations and bylines.

    The text of an item is `document.text`. A text that comes twice is written once, and errors are only counted.

    - `label-studio`: tasks with predictions, a JSON array. The project's labels are called `label`, its text `text`.
      They may overlap; what is known of one stands in its `meta`.
    - `brat`: `path` is a folder; each document is a `.txt` and an `.ann`, beside an `annotation.conf`. A stretch over a
      line end becomes a discontinuous one; attributes are `AnnotatorNotes`, those with few values attributes as well.
    - `doccano`: one item a line, `text` and `label`; overlapping labels have to be allowed in the project.
    - `conll`: a character, its position and its tag (BIO) a line, with tabs between; blanks are left out, a blank line
      stands for a line end outside a stretch, `-DOCSTART-` in front of each document. Of overlapping stretches the
      longest stays; of equally long ones statistic, initiative, organisation, place, byline, in this order.
    - `spacy`: a `DocBin` with a character a token: all stretches in `doc.spans["govnews"]`, those of `conll` in
      `doc.ents`, what is known of them in `doc.user_data["govnews"]`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from govnews import parse
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "items.jsonl")
    ...     _ = export([parse("𠮷林：今年走访群众1.2万人次。")], path, format="doccano")
    ...     print(path.read_text(encoding="utf-8")[:61])
    {"text": "𠮷林：今年走访群众1.2万人次。", "label": [[9, 15, "STATISTIC"]],

    Args:
        documents: documents, or pairs of a path and a document or an error as `read_all` yields them.
        path: the file to write, for brat the folder.
        format: one of those above.
        offsets: what positions count: `code_points`, `utf16` or `utf8`. All these tools count code points today; Label
            Studio from before August 2024 may want `utf16` (its issue 1347, mended by 1559 and 6135).
        force: whether to replace what exists.

    Raises:
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that format or unit, or if the format has no positions that could be counted so.
        WriteError: if the output exists, or cannot be written, with the reason.
        MissingExtra: if spaCy is asked for and not installed.

    """
    with open_export(path, format=format, offsets=offsets, force=force) as output:
        for file, outcome in outcomes(documents):
            output.add(outcome, file)
        return output.close()


def open_export(
    path: str | os.PathLike[str],
    *,
    format: AnnotationFormat | str,
    offsets: OffsetUnit | str = OffsetUnit.CODE_POINTS,
    force: bool = False,
) -> AnnotationOutput:
    """The output that `export` writes to, open for documents one after the other: `add`, then `close`.

    Raises:
        WrongType: if `path` is no path.
        WrongOption: if nobody knows that format or unit, or if the format has no positions that could be counted so.
        WriteError: if the output exists and `force` is not given, or nothing can be written there.
        MissingExtra: if spaCy is asked for and not installed.

    """
    name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(name, str):
        raise WrongType("path", "a path", path)
    if format not in list(AnnotationFormat):
        raise WrongOption(f"format must be one of {', '.join(AnnotationFormat)}, not {format!r}")
    if offsets not in list(OffsetUnit):
        raise WrongOption(f"offsets must be one of {', '.join(OffsetUnit)}, not {offsets!r}")
    output, unit = _OUTPUTS[AnnotationFormat(format)], OffsetUnit(offsets)
    if output is SpacyOutput and unit is not OffsetUnit.CODE_POINTS:
        raise WrongOption("spaCy counts its own tokens; leave out offsets")
    return output(name, unit, force=force)


# --- the formats ----------------------------------------------------------------------------------------------------


class AnnotationOutput(Output):
    """An output of annotated texts."""

    def __init__(self, path: str, unit: OffsetUnit, paths: Sequence[str] | None = None, *, force: bool) -> None:
        self._unit = unit
        self._distinct = Distinct()
        super().__init__(path, paths, force=force)

    def add(self, outcome: Outcome, file: str | None = None) -> None:
        """Take one document; an error is only counted."""
        if isinstance(outcome, ReadError):
            self._count["read"] += 1
            return
        if not isinstance(outcome, Document):
            raise WrongType("outcome", "a Document or a ReadError", outcome)
        name = document_id(outcome)
        if not self._distinct.is_new(name):
            self._count["duplicate"] += 1
            return
        text = clean(outcome.text)
        source = {"document_id": name} if file is None else {"document_id": name, "file": file}
        try:
            with explained(self.path, *self.faults):
                self._item(text, annotations_of(outcome), source, Positions(text, self._unit))
        except BaseException:
            self.abandon()
            raise
        self._count["documents"] += 1

    @abstractmethod
    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        """Write one text with its annotations."""


class _TextOutput(AnnotationOutput):
    """An annotated text that goes into one text file."""

    _file: IO[str] | None = None

    def _begin(self, temporary: list[str]) -> None:
        self._file = open(temporary[0], "w", encoding="utf-8", newline="")  # noqa: PTH123, SIM115 - `_finish` closes it

    def _to(self, text: str) -> None:
        assert self._file is not None, "the output is closed"
        self._file.write(text)

    def _finish(self) -> None:
        assert self._file is not None
        self._file.close()

    def _let_go(self) -> None:
        with suppress(OSError):
            if self._file is not None:
                self._file.close()


class LabelStudioOutput(_TextOutput):
    """Tasks for Label Studio: https://labelstud.io/guide/predictions."""

    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        result = [
            {
                "id": f"{source['document_id'][:8]}-{number}",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "value": {
                    "start": at(one.span.start),
                    "end": at(one.span.end),
                    "text": one.span.of(text),
                    "labels": [one.label.value],
                },
                "meta": {"text": [f"{name}={value}" for name, value in one.attributes.items()]},
            }
            for number, one in enumerate(found)
        ]
        task = {
            "data": {"text": text, **source},
            "predictions": [{"model_version": f"govnews {CODE}", "result": result}],
        }
        self._to((",\n" if self._count["documents"] else "[\n") + json_text(task))

    def _finish(self) -> None:
        self._to("\n]\n" if self._count["documents"] else "[]\n")
        super()._finish()


class DoccanoOutput(_TextOutput):
    """Items for sequence labelling in doccano: https://doccano.github.io/doccano/tutorial/."""

    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        label = [[at(one.span.start), at(one.span.end), one.label.value] for one in found]
        self._to(json_text({"text": text, "label": label, **source}) + "\n")


class ConllOutput(_TextOutput):
    """A character a line, as in CoNLL-2003: the token first, the tag last, and its position between them."""

    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        tags = ["O"] * len(text)
        for one in without_overlap(found):
            first = True
            for position in range(one.span.start, one.span.end):
                if not text[position].isspace():
                    tags[position] = f"{'B' if first else 'I'}-{one.label.value}"
                    first = False
                else:
                    tags[position] = "I"  # a line end here ends no sentence
        lines = [f"-DOCSTART-\t{source['document_id']}\tO\n\n"]
        is_blank = True
        for position, character in enumerate(text):
            if not character.isspace():
                lines.append(f"{character}\t{at(position)}\t{tags[position]}\n")
                is_blank = False
            elif character in _LINE_ENDS and tags[position] == "O" and not is_blank:
                lines.append("\n")
                is_blank = True
        self._to("".join(lines) + ("" if is_blank else "\n"))


_BRAT_ATTRIBUTES = ("status", "qualifier", "certainty", "change", "role", "level")
"""Attributes with few values, none of which has a blank."""


class BratOutput(AnnotationOutput):
    """A folder for brat: https://brat.nlplab.org/standoff.html. Finished files come into it as they are finished."""

    def __init__(self, path: str, unit: OffsetUnit, *, force: bool) -> None:
        self._force = force
        self._values: dict[str, set[str]] = {}
        super().__init__(path, unit, (), force=force)  # no one file that is renamed at the end
        self._paths = (path,)

    def _begin(self, temporary: list[str]) -> None:
        os.makedirs(self.path, exist_ok=True)  # noqa: PTH103 - as the user named it
        if not self._force and os.listdir(self.path):  # noqa: PTH208
            reason = "exists already and is not empty; name another folder, or ask to overwrite it (force)"
            raise WriteError(readable(self.path), reason)

    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        lines = []
        attributes = 0
        for number, one in enumerate(found, 1):
            pieces = list(_pieces(text, one.span))
            places = ";".join(f"{at(piece.start)} {at(piece.end)}" for piece in pieces)
            quoted = " ".join(piece.of(text) for piece in pieces)
            lines.append(f"T{number}\t{one.label.value} {places}\t{quoted}\n")
            for name, value in one.attributes.items():
                if name in _BRAT_ATTRIBUTES:
                    attributes += 1
                    self._values.setdefault(name, set()).add(value)
                    lines.append(f"A{attributes}\t{name} T{number} {value}\n")
            if note := "; ".join(f"{name}={' '.join(value.split())}" for name, value in one.attributes.items()):
                lines.append(f"#{number}\tAnnotatorNotes T{number}\t{note}\n")
        self._put(f"{source['document_id']}.txt", text)
        self._put(f"{source['document_id']}.ann", "".join(lines))

    def _put(self, name: str, text: str) -> None:
        path = os.path.join(self.path, name)  # noqa: PTH118
        temporary = f"{path}.part"
        try:
            with open(temporary, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
                file.write(text)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise

    def _finish(self) -> None:
        lines = ["[entities]", *Label, "", "[relations]", "", "[events]", "", "[attributes]"]
        lines += [
            f"{name}\tArg:<ENTITY>, Value:{'|'.join(sorted(self._values[name]))}" for name in sorted(self._values)
        ]
        self._put("annotation.conf", "\n".join(lines) + "\n")

    def _let_go(self) -> None:
        """What is finished stays: each document is whole in itself."""


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The parts of a stretch on the lines that it stands on; brat knows no line end inside one."""
    start = span.start
    for position in range(span.start, span.end + 1):
        if position == span.end or text[position] in _LINE_ENDS:
            if position > start:
                yield Span(start, position)
            start = position + 1


class SpacyOutput(AnnotationOutput):
    """A spaCy DocBin: https://spacy.io/api/docbin. spaCy writes it in one go, so all of it is held in memory."""

    def _begin(self, temporary: list[str]) -> None:
        try:
            import spacy
            from spacy.tokens import DocBin
        except ImportError:
            raise MissingExtra("spaCy", "spacy", "a DocBin") from None
        self._temporary = temporary[0]
        self._vocab = spacy.blank("zh").vocab
        self._bin = DocBin(store_user_data=True)

    def _item(self, text: str, found: Sequence[Annotation], source: dict[str, str], at: Positions) -> None:
        from spacy.tokens import Doc
        from spacy.tokens import Span as Stretch

        doc = Doc(self._vocab, words=list(text), spaces=[False] * len(text))
        doc.spans["govnews"] = [Stretch(doc, one.span.start, one.span.end, label=one.label.value) for one in found]
        doc.set_ents(
            [Stretch(doc, one.span.start, one.span.end, label=one.label.value) for one in without_overlap(found)]
        )
        doc.user_data["govnews"] = {**source, "attributes": [one.attributes for one in found]}
        self._bin.add(doc)

    def _finish(self) -> None:
        self._bin.to_disk(self._temporary)

    def _let_go(self) -> None:
        """Nothing is open."""


_OUTPUTS: dict[AnnotationFormat, Callable[..., AnnotationOutput]] = {
    AnnotationFormat.LABEL_STUDIO: LabelStudioOutput,
    AnnotationFormat.BRAT: BratOutput,
    AnnotationFormat.DOCCANO: DoccanoOutput,
    AnnotationFormat.CONLL: ConllOutput,
    AnnotationFormat.SPACY: SpacyOutput,
}
