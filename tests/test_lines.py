"""Which lines belong together: the evidence, each row by its example, and texts that are no news at all."""

from __future__ import annotations

from time import process_time

import pytest

import govnews
from govnews import reference
from govnews.lines.evidence import holding, weigh
from govnews.lines.join import join


@pytest.mark.parametrize("row", reference.join_evidence(), ids=lambda row: row.id)
def test_each_row_holds_for_its_example_and_not_for_the_other(row: reference.JoinEvidence) -> None:
    """A bar stands for the line end; a row about the first line of a page is tried on one."""
    left, right = row.example.split("|")
    assert row.id in holding(left, right, first=True)
    if row.counter_example:
        left, right = row.counter_example.split("|")
        assert row.id not in holding(left, right, first=True)


def test_the_rule_is_the_strongest_evidence() -> None:
    """The edit is named by the row that says most for the join."""
    weight = weigh("街道为独居老人和", "残疾人上门服务。")
    assert weight.rule.removeprefix("join-") in holding("街道为独居老人和", "残疾人上门服务。")


_HOSTILE = {
    "one line of ten million characters": "街道走访群众3万人次，解决问题300个。" * 500_000,
    "a million newlines": "\n" * 1_000_000,
    "combining marks": "\u0301" * 500_000,
    "lone surrogates": "\ud800街\udfff" * 100_000,
    "mixed line ends": "街道走访\r\n群众\r3万\n人次\u2028\x85\x0b" * 10_000,
    "numbers cut at every line end": "走访，12\n34，\n" * 20_000,
    "sentences cut at every line end": "街道走访群众，解决问题，改善\n\n" * 20_000,
    "turn marks": "街道走访群众（下转第三版）\n" * 20_000,
    "running heads": "街道走访群众，改\n第 3 版\n" * 20_000,
    "brackets": "（" * 200_000,
}


@pytest.mark.parametrize("text", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_text_is_repaired_in_time_and_whole(text: str) -> None:
    """No exception, every Han character kept, and a time that no quadratic step could hold."""
    start = process_time()
    repaired = govnews.normalize(text)
    assert process_time() - start < 10
    assert repaired.text.count("街") == text.count("街")
    assert repaired.text.count("群") == text.count("群")


def test_a_line_of_many_gaps_is_split_in_time() -> None:
    """Each gap of a title line is looked at with what stands right in front of it, not with all of the line."""
    start = process_time()
    document = govnews.parse("记者 李明 " * 30_000)
    assert process_time() - start < 10
    assert len(document.blocks) == 1


@pytest.mark.parametrize("unit", ["走访，12\n34，\n", "街道走访群众，解决问题，改善\n\n", "街道（下转第三版）\n"])
def test_twice_the_lines_take_no_more_than_twice_the_work(unit: str) -> None:
    """The edits of a text twice as long are twice as many, or as few: what is decided is decided nearby."""
    once, twice = (len(join(unit * count).edits) for count in (2000, 4000))
    assert abs(twice - 2 * once) <= 2


def test_a_paragraph_goes_on_behind_turn_marks() -> None:
    """Marks at the halves' ends are furniture, the paragraph has two fragments and no character of them."""
    document = govnews.parse(
        "安居\n\n■ 记者 万彤\n\n桥东社区推进老旧小区改造，加装电梯、修整道路，让居民住得安心、舒（下转第三版）\n\n"
        "（上接第一版）心。今年还将改造两个小区。"
    )
    (paragraph,) = document.articles[0].body
    assert paragraph.text.endswith("安心、舒心。今年还将改造两个小区。")
    assert len(paragraph.spans) == 2
    assert [block.text for block in document.blocks if block.article is None] == ["（下转第三版）", "（上接第一版）"]


def test_half_a_sentence_in_front_of_a_running_head_is_no_title() -> None:
    """What goes on behind the head is a paragraph, though it is the first line and ends without a mark."""
    document = govnews.parse(
        "桥东社区推进老旧小区改造，加装电梯、修整道路，让居民住得安心、舒\n\n第 02 版\n\n心，居民都说好。"
    )
    assert document.articles[0].title is None
    assert document.articles[0].body[0].text.endswith("安心、舒心，居民都说好。")
