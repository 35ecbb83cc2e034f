"""The script that scores labelled passages, and the page of its tables."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

import govnews
from govnews import Document, Span, Statistic
from govnews.models import Certainty, Change, Period, Qualifier, Status

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "cases" / "labelled"
PAGE = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy"] = module
    spec.loader.exec_module(module)
    return module


accuracy = _script()
Count = accuracy.Count
NAMES = [path.stem for path in sorted((LABELLED / "gold").glob("*.json"))]


def label_of(name: str) -> Any:
    return json.loads((LABELLED / "gold" / f"{name}.json").read_text(encoding="utf-8"))


def parsed(name: str) -> Document:
    return govnews.read(LABELLED / "samples" / f"{name}.txt")


def statistic(text: str, said: dict[str, Any]) -> Statistic:
    """A statistic that says what a label says, at its number, whatever the library would find there."""
    at = text.index(said["number"], text.index(said["quote"]))
    (base,) = govnews.find_statistics("走访群众12人。")
    value, low, high = (Decimal(said[name]) if said.get(name) else None for name in ("value", "low", "high"))
    return evolve(
        base,
        value=value,
        low=low,
        high=high,
        unit=said["unit"],
        qualifier=Qualifier(said["qualifier"]),
        item=said["item"],
        action=said.get("action"),
        period=Period(said["period"], None, None) if said.get("period") else None,
        status=Status(said["status"]),
        change=Change(said["change"]) if said["change"] else None,
        basis=said["basis"],
        span=Span(at, at + len(said["number"])),
    )


def answered(name: str, *, without: int = 0, more: Sequence[Statistic] = ()) -> Document:
    """The passage with the statistics of its label, all but the first `without`, and some more."""
    document = parsed(name)
    (article,) = label_of(name)["articles"]
    right = [statistic(document.text, said) for said in article["statistics"]]
    first = evolve(document.articles[0], statistics=(*right[without:], *more))
    return evolve(document, articles=(first,))


def scored(name: str, document: Document) -> dict[str, Any]:
    return dict(accuracy.score(label_of(name), document))


@pytest.mark.parametrize("name", NAMES)
def test_a_perfect_answer_has_nothing_missed_and_nothing_false(name: str) -> None:
    """What says all that the label says is right in every field."""
    counts = scored(name, answered(name))
    labelled = label_of(name)["articles"][0]["statistics"]
    assert counts["statistics"] == Count(hits=len(labelled))
    assert counts["status"] == Count(hits=len(labelled))
    assert counts["period"].hits == sum(bool(said.get("period")) for said in labelled)
    assert {field: (c.missed, c.false) for field, c in counts.items() if c.missed or c.false} == {}


def test_one_missed() -> None:
    """A labelled statistic that nothing stands on is missed, and its fields are not compared."""
    counts = scored("report-county", answered("report-county", without=1))
    assert counts["statistics"] == Count(hits=5, missed=1)
    assert counts["item"] == Count(hits=5)


@pytest.mark.parametrize(
    ("number", "false"),
    [("第三批", 1), ("72岁", 0), ("两菜", 0)],
    ids=["no statistic", "optional", "within optional words"],
)
def test_one_too_many(number: str, false: int) -> None:
    """A statistic that no label asks for is false, and counts nothing where the label calls it optional."""
    name = "paper-canteen"
    at = parsed(name).text.index(number)
    (base,) = govnews.find_statistics("共3批。")
    more = evolve(base, certainty=Certainty.LOW, span=Span(at, at + len(number)))
    counts = scored(name, answered(name, more=[more]))
    assert counts["statistics"] == Count(hits=7, false=false)
    assert counts.get("low", Count()) == Count(false=false)
    assert counts["no statistic"].false == false


def changed(**fields: Any) -> dict[str, Any]:
    """The counts for 服务老人2.3万余人次, answered with other fields."""
    name = "paper-canteen"
    document = answered(name)
    said = label_of(name)["articles"][0]["statistics"][2]
    wrong = evolve(statistic(document.text, said), **fields)
    label = label_of(name)
    label["articles"][0]["statistics"] = [said]
    first = evolve(document.articles[0], statistics=(wrong,))
    return dict(accuracy.score(label, evolve(document, articles=(first,))))


@pytest.mark.parametrize(
    "fields",
    [
        {"value": Decimal(3)},
        {"unit": "人"},
        {"qualifier": Qualifier.EXACT},
        {"value": None, "low": Decimal(23000), "high": Decimal(24000)},
    ],
    ids=str,
)
def test_another_value_unit_or_qualifier_is_missed_and_false(fields: dict[str, Any]) -> None:
    """What stands on the number and says something else is false, and the label is missed."""
    counts = changed(**fields)
    assert counts["statistics"] == Count(missed=1, false=1)
    assert counts["high"] == Count(false=1)


@pytest.mark.parametrize(
    ("fields", "name", "count"),
    [
        ({"item": "八旬老人"}, "item", Count(1, 0, 0)),
        ({"item": "八旬老人"}, "item, every character", Count(0, 1, 1)),
        ({"item": "人"}, "item", Count(0, 1, 1)),
        ({"item": None}, "item", Count(0, 1, 0)),
        ({"action": "送餐"}, "action", Count(0, 1, 1)),
        ({"period": Period("今年", None, None)}, "period", Count(1, 0, 0)),
        ({"period": Period("去年", None, None)}, "period", Count(0, 1, 1)),
        ({"period": None}, "period", Count(0, 1, 0)),
        ({"basis": "同比"}, "basis", Count(0, 0, 1)),
        ({"basis": None}, "basis", Count()),
        ({"status": Status.PLANNED}, "status", Count(0, 1, 1)),
        ({"status": Status.PLANNED}, "status, not `reported`", Count(0, 0, 1)),
        ({}, "status, not `reported`", Count()),
    ],
)  # fmt: skip
def test_fields_are_compared(fields: dict[str, Any], name: str, count: Any) -> None:
    """An item may end in the other, a period hold the other; a value that the label denies is false."""
    assert changed(**fields)[name] == count


def test_a_field_that_the_label_leaves_out_is_not_compared() -> None:
    """只花了8元 has no period in its label, neither one nor null."""
    name = "paper-canteen"
    document = answered(name)
    first = document.articles[0]
    given = evolve(first.statistics[0], period=Period("上午", None, None))
    counts = scored(name, evolve(document, articles=(evolve(first, statistics=(given, *first.statistics[1:])),)))
    assert counts["period"].false == 0


def test_initiatives_are_looked_for_by_name() -> None:
    """A named mechanism that the library gives is a hit, one that it does not give is missed."""
    document = answered("paper-canteen")
    first = document.articles[0]
    assert scored("paper-canteen", document)["initiatives"] == Count(hits=1)
    bare = evolve(document, articles=(evolve(first, initiatives=()),))
    assert scored("paper-canteen", bare)["initiatives"] == Count(missed=1)


def test_labels_are_looked_for_in_their_article() -> None:
    """The same words in two articles are two places; traditional characters and full width do not matter."""
    text = "甲鎮修路\n\n　　今年修路８公里。\n\n乙镇修路\n\n　　今年修路8公里。"
    said = {"quote": "修路8公里", "number": "8", "value": "8", "unit": "公里", "qualifier": "exact"}
    label = {"articles": [{"title": title, "statistics": [said]} for title in ("甲镇修路", "乙镇修路")]}
    assert accuracy.score(label, govnews.parse(text))["statistics"] == Count(hits=2)


@pytest.mark.parametrize(
    ("title", "quote", "number"),
    [(None, "修路9公里", "9"), (None, "修路8公里", "9"), ("乙镇修桥", "修路8公里", "8")],
)
def test_a_label_that_is_not_in_the_text_is_said(title: str | None, quote: str, number: str) -> None:
    """A quotation, number or title that does not stand in the passage is an error and no miss."""
    said = {"quote": quote, "number": number, "value": number, "unit": "公里"}
    label = {"articles": [{"title": title, "statistics": [said]}]}
    with pytest.raises(accuracy.LabelError):
        accuracy.score(label, govnews.parse("今年修路8公里。"))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    """The last four are those of Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert accuracy.wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_the_bootstrap() -> None:
    """It gives the same at every call, holds the figure, is a point where all is right, and needs some passages."""
    counts = [Count(9, 1, 0), Count(5, 0, 2), Count(7, 3, 1), Count(4, 0, 0), Count(8, 1, 1)]
    low, high = accuracy.bootstrap(counts)
    assert accuracy.bootstrap(counts) == (low, high)
    assert 0 < low < sum(counts, Count()).f1 < high < 1
    assert accuracy.bootstrap([Count(5)] * 5) == (1, 1)
    assert accuracy.bootstrap(counts[:-1]) is None


def test_the_command_scores_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Folders of one name are one set, `--kind` goes before the label's own kind, and a page keeps its prose."""
    accuracy.main([str(LABELLED), "--kind", "paper=local paper"])
    out = capsys.readouterr().out
    assert "## labelled" in out
    assert "3 passages (1 broadcast, 1 local paper, 1 work report)" in out
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n" + "\nold\n".join(accuracy.MARKS) + "\n\nBehind.\n", encoding="utf-8")
    accuracy.main([f"Mine={LABELLED}", f"Mine={LABELLED}", "-o", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n\n<!-- measured -->\n\nMeasured with")
    assert text.endswith("<!-- end of measured -->\n\nBehind.\n")
    assert "old" not in text
    assert "## Mine\n\n6 passages (2 broadcast, 2 other, 2 work report)" in text


def test_a_page_without_marks_and_a_folder_without_labels_are_said(tmp_path: Path) -> None:
    """Neither is passed over."""
    with pytest.raises(ValueError, match="measured"):
        accuracy.written("No marks.", "")
    with pytest.raises(accuracy.LabelError, match="no labels"):
        list(accuracy.passages(tmp_path, {}))


# --- the page -------------------------------------------------------------------------------------------------------


def measured() -> dict[str, list[list[str]]]:
    """The rows of the page's measured tables, by section, each as its cells."""
    between = PAGE.partition(accuracy.MARKS[0])[2].partition(accuracy.MARKS[1])[0]
    sections = re.split(r"^## (.+)$", between, flags=re.MULTILINE)[1:]
    return {
        name: [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
        for name, text in zip(sections[::2], sections[1::2], strict=True)
    }


def rows(width: int) -> list[list[str]]:
    """The rows of so many cells, without heads and the rules below them."""
    return [row for of in measured().values() for row in of if len(row) == width and not {"F1", "---:"} & set(row)]


def test_the_page_has_marks_and_sets() -> None:
    """The page can be written anew, and shows passages of both sorts."""
    assert [PAGE.count(mark) for mark in accuracy.MARKS] == [1, 1]
    assert len(measured()) == 4
    assert rows(7)
    assert rows(8)


@pytest.mark.parametrize("row", [row[-7:] for row in rows(7) + rows(8)], ids=" ".join)
def test_the_figures_of_the_page_are_those_of_its_counts(row: list[str]) -> None:
    """Precision, recall, F1 and the intervals follow from hits, missed and false, so none was typed."""
    field, *shown = row
    hits, missed, false = (int(cell or 0) for cell in shown[:3])
    made = accuracy.cells(field, [{field: Count(hits, missed, false)}])
    assert shown[:5] == made[:5]
    assert shown[5].split(" ")[0] == made[5]


def test_the_kinds_of_the_page_add_up() -> None:
    """What all passages have is what those of each kind have."""
    for found in measured().values():
        for field, *counts in [row[:4] for row in found if len(row) == 7]:
            of_kinds = [row[2:5] for row in found if len(row) == 8 and row[1] == field and field != "field"]
            if field in accuracy.ROWS:
                sums = [sum(int(kind[i] or 0) for kind in of_kinds) for i in range(3)]
                assert sums == [int(count or 0) for count in counts], field


@pytest.mark.parametrize(
    ("half", "least"),
    [
        ("read", {"statistics": 0.98, "item": 0.84, "action": 0.66, "period": 0.95, "status": 0.97, "change": 0.95}),
        ("unread", {"statistics": 0.97, "item": 0.86, "action": 0.65, "period": 0.84, "status": 0.92, "change": 0.92}),
    ],
)
def test_our_sentences_are_read_no_worse(half: str, least: dict[str, float]) -> None:
    """Three hundred sentences written for kinds of errors, and as many that no rule was written with."""
    found = list(accuracy.passages(LABELLED.parent / "sentences" / half, {}))
    assert set(Counter(passage.kind for passage in found).values()) == {50}
    sums = accuracy.total([passage.counts for passage in found])
    assert {name: sums[name].f1 for name in least if sums[name].f1 < least[name]} == {}
