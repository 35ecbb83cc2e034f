"""Every case of tests/cases through the library."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govnews import explain_numbers, find_statistics, normalize, parse, parse_number, parse_quantity
from govnews.models import BlockKind, Document, PlaceName, Role, Statistic

CASES = Path(__file__).parent / "cases"
EDITORS = (Role.EDITOR, Role.RESPONSIBLE_EDITOR, Role.PROOFREADER)


def cases(name: str) -> list[Any]:
    with (CASES / name).open(encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    return [pytest.param(case, id=case["text"][:24] or "(empty)") for case in read]


def said(statistic: Statistic, field: str) -> object:
    if field == "dates":
        period = statistic.period
        return None if period is None else f"{period.start or ''}/{period.end or ''}"
    value = getattr(statistic, field)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, PlaceName):
        return " ".join(filter(None, (value.name, value.code)))
    return str(value.text if field == "period" and value else value) if value is not None else None


def check(case: dict[str, Any]) -> None:
    found = find_statistics(case["text"], published=case.get("published"), place=case.get("place"))
    assert len(found) == len(case["expected"]), [statistic.text for statistic in found]
    for statistic, expected in zip(found, case["expected"], strict=True):
        assert {field: said(statistic, field) for field in expected} == expected


@pytest.mark.parametrize("case", cases("statistics.jsonl"))
def test_statistics_are_read_as_expected(case: dict[str, Any]) -> None:
    """Each statistic has the value, unit, item and whatever else the case names."""
    check(case)


@pytest.mark.parametrize("case", cases("negative.jsonl"))
def test_what_counts_nothing_is_no_statistic(case: dict[str, Any]) -> None:
    """The sentence has no statistic, and its numbers have the readings that the case names."""
    assert [statistic.text for statistic in find_statistics(case["text"])] == []
    readings = {reading.text: reading.kind.value for reading in explain_numbers(case["text"])}
    assert {text: readings.get(text) for text in case["readings"]} == case["readings"]


@pytest.mark.parametrize("case", cases("numbers.jsonl"))
def test_numbers_and_quantities(case: dict[str, Any]) -> None:
    """`parse_number` gives the plain value, `parse_quantity` value or bounds, unit and qualifier."""
    if "number" in case:
        value = parse_number(case["text"])
        assert (None if value is None else format(value, "f")) == case["number"]
        return
    quantity = parse_quantity(case["text"])
    assert quantity is not None
    for field in ("value", "low", "high"):
        value = getattr(quantity, field)
        assert (None if value is None else format(value, "f")) == case.get(field)
    assert (quantity.unit, quantity.qualifier.value) == (case["unit"], case.get("qualifier", "exact"))


@pytest.mark.parametrize("case", cases("numbers.jsonl"))
def test_numbers_agree_with_statistics(case: dict[str, Any]) -> None:
    """A quantity read alone has the value that it has in a sentence."""
    quantity = parse_quantity(case["text"])
    if quantity is None or quantity.unit is None:
        pytest.skip("no quantity with a unit")
    (found,) = find_statistics(f"全区共有{case['text']}。")
    assert (found.value, found.low, found.high, found.unit) == (
        quantity.value,
        quantity.low,
        quantity.high,
        quantity.unit,
    )


@pytest.mark.parametrize("case", cases("normalize.jsonl"))
def test_texts_are_repaired_without_harm(case: dict[str, Any]) -> None:
    """The text is repaired as the case says, once and for all."""
    repaired = normalize(case["text"]).text
    assert repaired == case["normalized"]
    assert normalize(repaired).text == repaired


@pytest.mark.parametrize("case", cases("pages.jsonl"))
def test_pages_are_read_as_articles(case: dict[str, Any]) -> None:
    """Kind, titles, kickers, subtitles, bylines and the number of body blocks are those of the case."""
    document = parse(case["text"])
    assert document.kind.value == case["kind"]
    assert [article.title and article.title.text for article in document.articles] == case["titles"]
    assert [[name for b in a.bylines for name in b.names] for a in document.articles] == case["bylines"]
    assert [len(article.body) for article in document.articles] == case["bodies"]
    for field in ("column", "kicker", "subtitle"):
        if f"{field}s" in case:
            printed = [getattr(article, field) for article in document.articles]
            assert [value and value.text for value in printed] == case[f"{field}s"]
    said = {
        "kinds": [[block.kind.value for block in article.body] for article in document.articles],
        "articles": [article.kind.value for article in document.articles],
        "credits": [name for a in document.articles for b in a.body for c in b.credits for name in c.names],
        "heads": [block.text for block in document.furniture],
        "page": document.page and document.page.text,
        "published": document.published,
    }
    assert {field: said[field] for field in said if field in case} == {f: case[f] for f in said if f in case}


PAGE = (
    "小区添绿\n\n■ 通讯员 李　明\n\n今年以来，街道新增绿地3.2万平方米，居民推窗就能见到绿色。",
    "消防演练进校园\n\n■ 通讯员 吴双\n\n昨天，区消防救援大队走进学校，开展了一次演练，师生300人参加。",
)
"""Two articles, as a page prints them."""


def told(document: Document) -> list[object]:
    """What the articles of a document say, wherever they stand in it."""
    return [
        [
            [part and part.text for part in (article.column, article.kicker, article.title, article.subtitle)],
            [(byline.role, byline.names) for byline in article.bylines],
            [(block.kind, block.text) for block in article.body],
            [(found.value, found.item) for found in article.statistics],
        ]
        for article in document.articles
    ]


@pytest.mark.parametrize("place", ["above", "on the line above", "below", "between"])
@pytest.mark.parametrize("case", cases("page_heads.jsonl"))
def test_a_page_head_is_told_from_the_articles(case: dict[str, Any], place: str) -> None:
    """Wherever it stands, the head gives date, page and editors, and the articles are those of the page without it."""
    head, articles = case["text"], "\n\n".join(PAGE)
    text = {
        "above": f"{head}\n\n{articles}",
        "on the line above": f"{head}\n{articles}",
        "below": f"{articles}\n\n{head}",
        "between": f"{PAGE[0]}\n\n{head}\n\n{PAGE[1]}",
    }[place]
    document = parse(text)
    assert told(document) == told(parse(articles))
    assert document.kind.value == "newspaper_page"
    assert document.published == case["published"]
    assert (document.page and document.page.text) == case["page"]
    assert [[byline.label, name] for byline in document.bylines for name in byline.names] == case["editors"]
    assert all(byline.role in EDITORS for byline in document.bylines)
    assert [block.kind for block in document.furniture] == [BlockKind.PAGE_HEAD]


@pytest.mark.parametrize("case", cases("no_page_heads.jsonl"))
def test_what_looks_like_a_page_head_is_none(case: dict[str, Any]) -> None:
    """A title or a heading in the manner of a head stays with the articles."""
    document = parse(f"{PAGE[0]}\n\n{case['text']}\n\n{PAGE[1]}")
    assert BlockKind.PAGE_HEAD not in {block.kind for block in document.furniture}
    assert (document.page, document.bylines) == (None, ())


@pytest.mark.parametrize("case", cases("known_failures.jsonl"))
@pytest.mark.xfail(strict=True, reason="a known failure; when it passes, move the line to its file")
def test_known_failures_still_fail(case: dict[str, Any]) -> None:
    """What is not right yet is known."""
    check(case)
