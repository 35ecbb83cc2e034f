"""Figures of data tables: by cases, by what they are traced to, and that no text breaks the reading."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnews
from govnews.finding.table_cells import RULE, find_table_statistics
from govnews.models import ReadingKind

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "tables.jsonl").read_text("utf-8").splitlines()
]
PAGE = """<h1>民生实事进展</h1><div><p>　　近日，区政府办公室通报了民生实事的进展情况，各镇街都在抓紧推进。</p>{table}
<p>　　下一步，各镇街将继续加快进度，确保按时完成全年任务。</p></div>"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"]))
def test_cells_are_read_with_their_heads(case: dict[str, Any]) -> None:
    """Item, value, unit, period, status and change of each cell are those of the case."""
    found = find_table_statistics(case["text"])
    said = [
        [
            s.item,
            format(s.value or 0, "f"),
            s.unit,
            s.period and s.period.text,
            s.status.value,
            s.change and s.change.value,
        ]
        for s in found
    ]
    assert said == case["expected"]
    assert [statistic.span.of(case["text"]) for statistic in found] == [statistic.number for statistic in found]


def _html(text: str) -> str:
    lines = [line.split("\t") for line in text.split("\n")]
    wide = max(map(len, lines))
    lines = [["", *line] if len(line) == wide - 1 > 1 else line for line in lines]  # the empty corner
    rows = ["".join(f"<td>{cell}</td>" for cell in line) for line in lines]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize("case", [case for case in CASES if case["expected"]], ids=lambda case: str(case["why"]))
def test_cells_of_a_saved_page_are_statistics(case: dict[str, Any]) -> None:
    """Each is traced to the characters of its cell, and its number has that one reading."""
    document = govnews.parse_html(PAGE.format(table=_html(case["text"])))
    found = [statistic for statistic in document.statistics if statistic.rule == RULE]
    assert [statistic.item for statistic in found] == [item for item, *_ in case["expected"]]
    for statistic in found:
        assert document.raw_span(statistic.span).of(document.raw) == statistic.number
        (reading,) = [number for number in document.numbers if number.span.overlaps(statistic.span)]
        assert (reading.kind, reading.rule) == (ReadingKind.STATISTIC, RULE)
    assert list(document.statistics) == sorted(document.statistics, key=lambda statistic: statistic.span)


def test_the_line_above_a_table_says_its_unit() -> None:
    table = _html("项目\t预算数\n教育支出\t31200\n卫生支出\t5400")
    document = govnews.parse_html(PAGE.format(table="<p>单位：万元</p>" + table))
    assert [str(s.value) for s in document.statistics if s.rule == RULE] == ["312000000", "54000000"]


def test_a_table_of_layout_has_no_cells_to_read() -> None:
    prose = "今年以来，街道走访群众300户，居民都说好，街面环境也越来越干净整洁。"
    document = govnews.parse_html(f"<table><tr><td>导航（户）</td></tr><tr><td><p>{prose}</p></td></tr></table>")
    assert [statistic.rule == RULE for statistic in document.statistics] == [False]


@given(st.text("\t\n\t\n镇街（户）万元0123.,-2024年单位：%增长", max_size=120), st.text("单位：万元户", max_size=12))
def test_any_text_is_read(text: str, above: str) -> None:
    """Nothing raises, and every figure stands where it says."""
    for found in find_table_statistics(text, above=above):
        assert found.span.of(text) == found.number


def test_large_tables_take_linear_time() -> None:
    head, row = "镇街\t" + "\t".join(["投资（万元）"] * 9), "望春街道\t" + "\t".join(["312"] * 9)
    times = []
    for rows in (200, 800):
        text = "\n".join([head, *[row] * rows])
        start = process_time()
        assert len(find_table_statistics(text)) == 9 * rows
        times.append(process_time() - start)
    assert times[1] < 12 * times[0]
