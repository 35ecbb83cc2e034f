"""The dataset: its rows are typed and agree with the tables and with each other, and no parser reads them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from attrs import fields, frozen

from govnews import datasets, parse_number, reference
from govnews.datasets import Figure, Mechanism, SourceDocument
from govnews.errors import TableError
from govnews.table_files import read_table

ROOT = Path(__file__).resolve().parents[1]
FOLDER = files("govnews.datasets")
TABLES: dict[str, Callable[[], Sequence[SourceDocument | Mechanism | Figure]]] = {
    "documents": datasets.documents,
    "mechanisms": datasets.mechanisms,
    "figures": datasets.figures,
}
PLACE = Path(os.environ.get("GOVNEWS_LABELLED", Path(__file__).resolve().parents[2] / "shared"))
labelled = pytest.mark.skipif(not (PLACE / "gold").exists(), reason="no labelled pages here")
DOCUMENTS = {document.id: document for document in datasets.documents()}


def cells(name: str) -> list[dict[str, str]]:
    with FOLDER.joinpath(f"{name}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", TABLES)
def test_files_are_plain(name: str) -> None:
    """A table is UTF-8 without a mark in front, its lines end in LF, and its ids stand in order, none twice."""
    raw = FOLDER.joinpath(f"{name}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")
    ids = [row["id"] for row in cells(name)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", TABLES)
def test_rows_say_what_the_cells_say(name: str) -> None:
    """Every cell comes out typed and, printed again, is the cell: a date is ISO, a number is plain, absent is None."""
    typed: list[dict[str, str]] = []
    for row in TABLES[name]():
        printed = {}
        for field in fields(type(row)):
            value = getattr(row, field.name)
            printed[field.name] = " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
            assert value != "", (row.id, field.name)
        typed.append(printed)
    assert typed == cells(name)
    assert typed


@pytest.mark.parametrize("row", [*datasets.mechanisms(), *datasets.figures()], ids=lambda row: row.id)
def test_rows_stand_in_a_document(row: Mechanism | Figure) -> None:
    """A row names a document and one of its articles."""
    assert row.article in range(DOCUMENTS[row.document_id].articles)


def test_no_mechanism_stands_twice_in_an_article() -> None:
    """An article names a mechanism once."""
    names = Counter((row.document_id, row.article, row.name) for row in datasets.mechanisms())
    assert max(names.values()) == 1


def test_units_are_known() -> None:
    """Every unit is one of units.csv, and its kind is one kind."""
    kinds: dict[str, set[str]] = {}
    for unit in reference.units():
        kinds.setdefault(unit.unit, set()).add(unit.kind)
    assert {row.unit for row in datasets.figures() if len(kinds.get(row.unit, ())) != 1} == set()


def division_names() -> dict[str, str]:
    names = {}
    for division in reference.divisions():
        names[division.code] = division.name
        for town in division.towns.split():
            names[division.code + town[:3]] = town[3:]
    return names


def test_places_are_known() -> None:
    """A code is one of divisions.csv and the place is named as there, or it is a community with its street's code."""
    names = division_names()
    rows: list[SourceDocument | Mechanism | Figure] = [
        *datasets.documents(),
        *datasets.mechanisms(),
        *datasets.figures(),
    ]
    wrong = []
    for row in rows:
        if row.place is None or row.place_code is None:
            good = row.place is row.place_code is None
        elif row.place.endswith("社区"):
            good = len(row.place_code) == 9 and row.place_code in names
        else:
            good = names.get(row.place_code) == row.place
        if not good:
            wrong.append(row)
    assert wrong == []


@pytest.mark.parametrize("row", datasets.figures(), ids=lambda row: row.id)
def test_values_and_periods_are_whole(row: Figure) -> None:
    """A figure has a value, that of its printed number, or low and high; a period has both ends or none."""
    if row.value is None:
        assert row.low is not None
        assert row.high is not None
        assert row.low < row.high
    else:
        assert row.low is row.high is None
        assert row.value == (Decimal(10000) if row.number == "万" else parse_number(row.number))
    assert (row.period_start is None) == (row.period_end is None)
    if row.period_start and row.period_end:
        assert row.period
        assert row.period_start <= row.period_end


def test_there_are_no_sentences() -> None:
    """No cell goes on beyond a name or a noun: no stop, and no more than seven characters in a row but in names."""
    long = [
        (row["id"], column)
        for name in TABLES
        for row in cells(name)
        for column, cell in row.items()
        if re.search("[。，；：！？]", cell)
        or re.search("[一-鿿]{11}" if (name, column) == ("mechanisms", "name") else "[一-鿿]{8}", cell)
    ]
    assert long == []


def test_the_package_is_valid() -> None:
    """The frictionless tool finds nothing wrong with fields, constraints, keys and hashes."""
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(Path(datasets.__file__).parent / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])[:5]
    assert package.version == datasets.VERSION


def test_the_package_is_up_to_date() -> None:
    """The description is what the script makes of the tables."""
    script = ROOT / "scripts" / "describe_datasets.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, env=environment)
    assert run.returncode == 0, run.stderr


WATCHED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import govnews
page = "小区添绿\\n\\n■ 通讯员 李小明\\n\\n今年以来，街道推行“五微”工作法，新增绿地3.2万平方米。"
document = govnews.parse(page, place="河西区", published="2024-01-16")
assert document.statistics and document.articles[0].initiatives
govnews.to_dict(document)
govnews.parse_html("<h1>小区添绿</h1><p>" + page + "</p>")
assert any("units.csv" in name for name in opened)
print(*(name for name in sys.modules if name.startswith("govnews.datasets")))
print(*(name for name in opened if "datasets" in name))
"""


def test_no_parser_reads_the_dataset() -> None:
    """What parses, finds and writes neither imports the dataset nor opens one of its files by another way."""
    run = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_import_reads_no_table() -> None:
    """`import govnews.datasets` reads nothing; the first call does."""
    code = "from govnews import datasets as d; a = d._rows.cache_info().misses; d.figures(); d.figures()"
    code += "; print(a, d._rows.cache_info().misses)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "1"]


@frozen
class Kept:
    """A row with the kinds of cell that only datasets have."""

    id: str
    count: int
    day: date | None
    parts: tuple[str, ...]
    note: str | None


def test_whole_numbers_dates_and_lists_are_typed() -> None:
    """Cells become numbers, dates and tuples, empty ones None; bad ones are named with what was expected."""
    header = "id,count,day,parts,note\n"
    good = read_table(header + "a,3,2024-02-29,甲 乙,\nb,0,,,说\n", Kept, "kept.csv")
    assert good == (Kept("a", 3, date(2024, 2, 29), ("甲", "乙"), None), Kept("b", 0, None, (), "说"))
    with pytest.raises(TableError) as caught:
        read_table(header + "a,3.5,2023-02-29,,\n", Kept, "kept.csv")
    assert [(row.column, row.got, row.expected) for row in caught.value.rows] == [
        ("count", "3.5", "a whole number"),
        ("day", "2023-02-29", "a date (ISO) or nothing"),
    ]


# --- against the labels, where they lie beside the repository ---------------------------------------------------------


def labels(document_id: str) -> Any:
    return json.loads((PLACE / "gold" / f"{document_id}.json").read_text(encoding="utf-8"))


def page_text(document_id: str) -> str:
    path: Path = PLACE / "samples" / labels(document_id)["source"]
    return path.read_bytes().decode("utf-8")


@labelled
@pytest.mark.parametrize("document", datasets.documents(), ids=lambda document: document.id)
def test_documents_are_those_that_were_labelled(document: SourceDocument) -> None:
    """Kind, date, checksum, length and number of articles are those of the labelled page."""
    gold = labels(document.id)
    assert (document.kind, document.sha256) == (gold["kind"], gold["sha256"])
    assert (document.published and document.published.isoformat()) == (gold["published"] and gold["published"][:10])
    assert (document.articles, document.publication) == (len(gold["articles"]), gold["site"])
    text = page_text(document.id)
    assert (document.characters, document.sha256) == (len(text), sha256(text.encode()).hexdigest())


@labelled
@pytest.mark.parametrize("document", datasets.documents(), ids=lambda document: document.id)
def test_figures_are_those_that_were_labelled(document: SourceDocument) -> None:
    """Each labelled figure is a row, in its order, and no row is more; items and periods may be cut."""
    gold = [
        (index, figure)
        for index, article in enumerate(labels(document.id)["articles"])
        for figure in article["statistics"]
    ]
    rows = [row for row in datasets.figures() if row.document_id == document.id]
    assert [
        (row.article, row.number, str(row.value), row.unit, row.qualifier.value, row.status.value) for row in rows
    ] == [
        (index, *(figure[key] for key in ("number", "value", "unit", "qualifier", "status"))) for index, figure in gold
    ]
    for row, (_, figure) in zip(rows, gold, strict=True):
        assert all(part in figure["item"] for part in row.item.split()), row
        assert row.action == figure.get("action"), row
        assert (figure["period"] or "").startswith(row.period or ""), row
        assert (row.period is None) == (figure["period"] is None), row


@labelled
@pytest.mark.parametrize("document", datasets.documents(), ids=lambda document: document.id)
def test_mechanisms_stand_in_the_page(document: SourceDocument) -> None:
    """Each labelled mechanism is a row or a part of one, and each name stands in the page."""
    text = re.sub("[“”]", "", page_text(document.id))
    rows = [row for row in datasets.mechanisms() if row.document_id == document.id]
    assert [row.name for row in rows if row.name not in text] == []
    for index, article in enumerate(labels(document.id)["articles"]):
        there = {word for row in rows if row.article == index for word in (row.name, *row.components)}
        assert set(article.get("initiatives", ())) <= there


@labelled
def test_no_passage_of_a_page_is_kept() -> None:
    """Beside names of mechanisms and the date no cell has eight characters in a row that stand in a page."""
    pages = [page_text(document_id) for document_id in DOCUMENTS]
    kept = [
        (row["id"], column, cell)
        for name in TABLES
        for row in cells(name)
        for column, cell in row.items()
        if (name, column) not in (("mechanisms", "name"), ("documents", "published"))
        if any(cell[at : at + 8] in page for at in range(len(cell) - 7) for page in pages)
    ]
    assert kept == []
