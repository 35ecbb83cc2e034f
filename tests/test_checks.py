"""Figures that a researcher should look at, and dates of time expressions."""

from __future__ import annotations

from datetime import date

import pytest

import govnews
from govnews.finding.dates import resolve


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(check.kind, check.message) for check in govnews.parse(text).checks]


def test_a_sum_that_agrees_is_reported() -> None:
    """Parts in front of their sum, with the same unit; round small numbers agree by chance."""
    text = "全镇划分村级网格132个、商圈网格27个，网格员入户走访，159个网格实现全覆盖。"
    assert _kinds(text) == [("sum", "132个 + 27个 = 159个")]
    assert _kinds("全镇有农家书屋2家、社区书房3家，5家书店办起读书会。") == []


def test_a_figure_that_is_printed_again_is_reported() -> None:
    """The same item with the same figure."""
    text = "今年，街道建成口袋公园7个。\n居民说好。\n今年，街道建成口袋公园7个。"
    assert [kind for kind, _ in _kinds(text)] == ["repeated"]


def test_two_figures_for_one_thing_contradict_each_other() -> None:
    """The same verb, item, unit and period in two places; other periods are other figures."""
    filler = "居民们走进公园，有的散步，有的下棋，有的带着孩子放风筝，欢声笑语不断，大家都说这样的好地方越多越好。"
    text = f"2023年，街道建成口袋公园7个。\n{filler}\n2023年，街道建成口袋公园9个。"
    assert [kind for kind, _ in _kinds(text)] == ["contradiction"]
    assert _kinds(text.replace("\n2023年", "\n2022年")) == []


PUBLISHED = date(2024, 6, 12)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023年", "2023-01-01", "2023-12-31"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2019年1月1日到2021年12月31日", "2019-01-01", "2021-12-31"),
        ("“十四五”期间", "2021-01-01", "2025-12-31"),
        ("今年以来", "2024-01-01", "2024-06-12"),
        ("截至目前", None, "2024-06-12"),
        ("截至6月上旬", None, "2024-06-10"),
        ("1—9月", "2023-01-01", "2023-09-30"),
        ("1至5月", "2024-01-01", "2024-05-31"),
        ("前５月", "2024-01-01", "2024-05-31"),
        ("近三年", "2021-06-12", "2024-06-12"),
        ("去年11月9日", "2023-11-09", "2023-11-09"),
        ("昨天", "2024-06-11", "2024-06-11"),
        ("12月", "2023-12-01", "2023-12-31"),
        ("近年来", None, None),
        ("当日", None, None),
        ("2月30日", None, None),
    ],
)
def test_time_expressions_have_dates(text: str, start: str | None, end: str | None) -> None:
    """The first and last day, counted from the day of publication where need be."""
    assert resolve(text, PUBLISHED) == (start, end)


def test_what_needs_a_date_of_publication_has_none_without() -> None:
    """今年 is no year by itself."""
    assert resolve("今年以来") == (None, None)


def test_the_page_tells_when_it_came_out() -> None:
    """Metadata of a web page date its periods, and an argument does."""
    html = (
        "<h1>街道建成公园</h1><p>发布时间：2024-06-12</p><div><p>今年以来，街道建成口袋公园7个，居民都说好。</p></div>"
    )
    for document in (
        govnews.parse_html(html),
        govnews.parse("今年以来，街道建成口袋公园7个。", published="2024-06-12"),
    ):
        (statistic,) = document.statistics
        assert statistic.period is not None
        assert (statistic.period.start, statistic.period.end) == ("2024-01-01", "2024-06-12")


@pytest.mark.parametrize("published", ["12.6.2024", "gestern", ""])
def test_what_is_no_iso_date_is_a_wrong_option(published: str) -> None:
    """One line that says what was expected."""
    with pytest.raises(govnews.WrongOption, match="ISO date"):
        govnews.find_statistics("街道建成公园7个。", published=published)
