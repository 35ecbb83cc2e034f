"""Annotated texts: read back by each format's own rules, every stretch quotes what was found."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import govnews
from govnews import MissingExtra, Span, WriteError, WrongOption, WrongType, export
from govnews.models import Document
from govnews.output.annotations import (
    Annotation,
    AnnotationFormat,
    Label,
    OffsetUnit,
    Positions,
    annotations_of,
    without_overlap,
)
from govnews.output.rows import document_id
from govnews.output.tables import clean
from outputs import PAGE, results, rich
from strategies import any_page

Found = list[tuple[str, str]]
"""Label and text of each stretch."""

UNITS = {OffsetUnit.CODE_POINTS: "utf-32-le", OffsetUnit.UTF16: "utf-16-le", OffsetUnit.UTF8: "utf-8"}
SIZES = {OffsetUnit.CODE_POINTS: 4, OffsetUnit.UTF16: 2, OffsetUnit.UTF8: 1}


def at(text: str, start: int, end: int, unit: OffsetUnit) -> str:
    """The characters that a program sees there that counts in `unit`."""
    size = SIZES[unit]
    return text.encode(UNITS[unit])[start * size : end * size].decode(UNITS[unit])


def whole(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def true(document: Document) -> Found:
    text = clean(document.text)
    return [(one.label.value, one.span.of(text)) for one in annotations_of(document)]


def unlapped(document: Document) -> Found:
    text = clean(document.text)
    return [(one.label.value, one.span.of(text)) for one in without_overlap(annotations_of(document))]


def read_label_studio(path: Path, unit: OffsetUnit) -> list[tuple[str, Found]]:
    items = []
    for task in json.loads(whole(path)):
        text, (prediction,) = task["data"]["text"], task["predictions"]
        found = []
        for region in prediction["result"]:
            value = region["value"]
            assert at(text, value["start"], value["end"], unit) == value["text"]
            found.append((value["labels"][0], value["text"]))
        items.append((text, found))
    return items


def read_doccano(path: Path, unit: OffsetUnit) -> list[tuple[str, Found]]:
    items = [json.loads(line) for line in whole(path).split("\n")[:-1]]
    return [
        (item["text"], [(label, at(item["text"], start, end, unit)) for start, end, label in item["label"]])
        for item in items
    ]


def read_brat(path: Path, unit: OffsetUnit) -> list[tuple[str, Found]]:
    items = []
    for file in sorted(path.glob("*.txt")):
        text = whole(file)
        found = []
        for line in whole(file.with_suffix(".ann")).splitlines():
            kind, said, *rest = line.split("\t", 2)
            if kind.startswith("T"):
                label, places = said.split(" ", 1)
                pieces = [tuple(map(int, piece.split())) for piece in places.split(";")]
                assert " ".join(at(text, start, end, unit) for start, end in pieces) == rest[0]
                found.append((label, at(text, pieces[0][0], pieces[-1][1], unit)))
        items.append((text, found))
    return items


def read_conll(path: Path, unit: OffsetUnit) -> list[tuple[str, Found]]:
    """Each document's characters without blanks, and its stretches without blanks."""
    items: list[tuple[str, Found]] = []
    before = "O"
    for line in whole(path).split("\n"):
        if not line:
            before = "O"
            continue
        token, place, tag = line.split("\t")
        if token == "-DOCSTART-":
            items.append(("", []))
            continue
        text, found = items[-1]
        items[-1] = (text + token, found)
        label = tag[2:]
        if tag.startswith("B-"):
            found.append((label, token))
        elif tag != "O":
            assert before[2:] == label, "I- follows its like"
            found[-1] = (label, found[-1][1] + token)
        before = tag
        assert int(place) >= 0
    return items


def no_blanks(text: str) -> str:
    return "".join(text.split())


READERS: dict[str, Callable[[Path, OffsetUnit], list[tuple[str, Found]]]] = {
    "label-studio": read_label_studio,
    "doccano": read_doccano,
    "brat": read_brat,
    "conll": read_conll,
}


def expected(documents: list[Document], format: str) -> list[tuple[str, Found]]:
    distinct = {document_id(document): document for document in reversed(documents)}
    if format == "brat":
        ordered = [distinct[key] for key in sorted(distinct)]
    else:
        ordered = [document for document in documents if distinct.pop(document_id(document), None)]
    if format == "conll":
        return [
            (no_blanks(clean(one.text)), [(label, no_blanks(text)) for label, text in unlapped(one) if text.strip()])
            for one in ordered
        ]
    return [(clean(one.text), true(one)) for one in ordered]


@pytest.mark.parametrize("unit", OffsetUnit)
@pytest.mark.parametrize("format", READERS)
def test_each_stretch_quotes_what_was_found(tmp_path: Path, format: str, unit: OffsetUnit) -> None:
    """Behind a character beyond U+FFFF too, positions lead to the text, whatever unit they count."""
    path = tmp_path / "out"
    written = export(results(), path, format=format, offsets=unit)
    assert (written.documents, written.duplicates, written.errors) == (3, 1, 1)
    documents = [outcome for _, outcome in results() if isinstance(outcome, Document)]
    # A document with each label, and an astral character in front of the last of them.
    assert {label for label, _ in true(documents[0])} == set(Label)
    assert "𠮷" in documents[0].text[: annotations_of(documents[0])[-1].span.start]
    assert READERS[format](path, unit) == expected(documents, format)


@pytest.mark.parametrize("format", READERS)
@given(text=any_page())
def test_any_page_is_read_back(tmp_path_factory: pytest.TempPathFactory, format: str, text: str) -> None:
    """Whatever the text, what was written quotes what was found."""
    path = tmp_path_factory.mktemp("any") / "out"
    document = govnews.parse(text)
    export([document], path, format=format)
    assert READERS[format](path, OffsetUnit.CODE_POINTS) == expected([document], format)


def test_conll_positions_lead_to_the_characters(tmp_path: Path) -> None:
    """The middle column is the position of the character in its document's text."""
    document = rich()
    for unit in OffsetUnit:
        path = tmp_path / unit.value
        export(document, path, format="conll", offsets=unit)  # type: ignore[arg-type] # one document will do
        lines = [line.split("\t") for line in whole(path).split("\n") if line and not line.startswith("-DOCSTART-")]
        for token, place, _ in lines:
            size = len(token.encode(UNITS[unit])) // SIZES[unit]
            assert at(clean(document.text), int(place), int(place) + size, unit) == token


def test_spacy_reads_them(tmp_path: Path) -> None:
    """A DocBin has the texts, all stretches in a group, those without overlap as entities, and what is known."""
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    path = tmp_path / "out.spacy"
    assert export(results(), path, format="spacy").documents == 3
    documents = [outcome for _, outcome in results() if isinstance(outcome, Document)]
    read = list(DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab))
    for doc, document in zip(read, [documents[0], documents[1], documents[3]], strict=True):
        assert doc.text == clean(document.text)
        assert [(one.label_, one.text) for one in doc.spans["govnews"]] == true(document)
        assert [(one.label_, one.text) for one in doc.ents] == unlapped(document)
        assert doc.user_data["govnews"]["document_id"] == document_id(document)
        assert list(doc.user_data["govnews"]["attributes"]) == [one.attributes for one in annotations_of(document)]


def test_brat_knows_its_labels_and_attributes(tmp_path: Path) -> None:
    """The configuration lists every label and value, and each attribute belongs to a stretch."""
    export([rich()], tmp_path / "out", format="brat")
    said = whole(tmp_path / "out" / "annotation.conf")
    assert set(Label) <= set(said.splitlines())
    (annotated,) = (tmp_path / "out").glob("*.ann")
    lines = [line.split("\t") for line in whole(annotated).splitlines()]
    stretches = {kind for kind, *_ in lines if kind.startswith("T")}
    for kind, what, *_ in lines:
        if kind.startswith("A"):
            name, stretch, value = what.split(" ")
            assert stretch in stretches
            assert re.search(rf"^{name}\t.*\b{value}\b", said, re.MULTILINE)
    assert len({kind for kind, *_ in lines}) == len(lines)


def test_brat_cuts_a_stretch_at_a_line_end(tmp_path: Path) -> None:
    """A stretch over a line end is written in two pieces, as brat wants it."""
    path = tmp_path / "out"
    from govnews.output.annotations import _pieces

    assert list(_pieces("12\r\n人次", Span(0, 6))) == [Span(0, 2), Span(4, 6)]
    export([govnews.parse(PAGE)], path, format="brat")
    assert len(read_brat(path, OffsetUnit.CODE_POINTS)) == 1


def test_attributes_come_along(tmp_path: Path) -> None:
    """What is known of a stretch stands in Label Studio's notes."""
    export([govnews.parse("今年走访群众1.2万人次。")], tmp_path / "a.json", format="label-studio")
    (task,) = json.loads(whole(tmp_path / "a.json"))
    notes = task["predictions"][0]["result"][0]["meta"]["text"]
    assert {"value=12000", "unit=人次", "item=群众", "status=reported"} <= set(notes)


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([("PLACE", 0, 4), ("STATISTIC", 2, 8)], [("STATISTIC", 2, 8)]),
        ([("PLACE", 0, 4), ("STATISTIC", 0, 4)], [("STATISTIC", 0, 4)]),
        ([("PLACE", 0, 4), ("STATISTIC", 4, 6)], [("PLACE", 0, 4), ("STATISTIC", 4, 6)]),
        ([("BYLINE", 0, 9), ("PLACE", 1, 3), ("PLACE", 5, 7)], [("BYLINE", 0, 9)]),
        ([("PLACE", 0, 3), ("PLACE", 2, 7), ("PLACE", 6, 9)], [("PLACE", 2, 7)]),
    ],
)
def test_the_longest_stays(spans: list[tuple[str, int, int]], kept: list[tuple[str, int, int]]) -> None:
    """Of overlapping stretches the longest stays, of equals the first label."""
    found = [Annotation(Label(label), Span(start, end), {}) for label, start, end in spans]
    assert [(one.label, one.span.start, one.span.end) for one in without_overlap(found)] == kept


@pytest.mark.parametrize("unit", OffsetUnit)
def test_positions_count_as_encoders_do(unit: OffsetUnit) -> None:
    """Each position is the length of what stands in front of it, in that encoding."""
    text = "a\u00e9林𠮷12人🎉。"
    positions = Positions(text, unit)
    assert [positions(n) for n in range(len(text) + 1)] == [
        len(text[:n].encode(UNITS[unit])) // SIZES[unit] for n in range(len(text) + 1)
    ]


# --- calls ----------------------------------------------------------------------------------------------------------


def test_wrong_options_are_said(tmp_path: Path) -> None:
    """An unknown format or unit is answered with those that are known."""
    with pytest.raises(WrongOption, match="label-studio, brat, doccano, conll, spacy"):
        export([], tmp_path / "a", format="inception")
    with pytest.raises(WrongOption, match="code_points, utf16, utf8"):
        export([], tmp_path / "a", format="conll", offsets="bytes")
    with pytest.raises(WrongOption, match="tokens"):
        export([], tmp_path / "a", format="spacy", offsets="utf8")
    bad: Any = 7
    with pytest.raises(WrongType):
        export([], bad, format="conll")
    with pytest.raises(WrongType):
        export([bad], tmp_path / "a", format="conll")
    assert [one.name for one in tmp_path.iterdir()] == []


@pytest.mark.parametrize("format", ["label-studio", "doccano", "conll"])
def test_what_exists_is_kept(tmp_path: Path, format: str) -> None:
    """A file that exists is refused, and replaced with `force`."""
    path = tmp_path / "a"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="exists already"):
        export(results(), path, format=format)
    assert whole(path) == "mine"
    export(results(), path, format=format, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["a"]
    assert whole(path) != "mine"


def test_brat_keeps_a_folder_that_is_in_use(tmp_path: Path) -> None:
    """A folder with something in it is refused; with `force` what is there stays beside what is written."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="not empty"):
        export(results(), tmp_path, format="brat")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
    export(results(), tmp_path, format="brat", force=True)
    assert whole(tmp_path / "mine.txt") == "mine"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("format", ["label-studio", "doccano", "conll"])
def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path, format: str) -> None:
    """What raises while documents come leaves no file."""

    def broken() -> Any:
        yield from results()
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        export(broken(), tmp_path / "a", format=format)
    assert [one.name for one in tmp_path.iterdir()] == []


def test_missing_spacy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without spaCy the message names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtra, match="pip install spacy "):
        export([], tmp_path / "a", format="spacy")
    assert [one.name for one in tmp_path.iterdir()] == []


def test_formats_are_those_of_the_readers() -> None:
    """No format goes without a test that reads it back."""
    assert set(AnnotationFormat) == {*READERS, "spacy"}
