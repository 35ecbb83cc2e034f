"""Paragraphs that plan, by their bare verbs, and paragraphs that report."""

from __future__ import annotations

import pytest

import govnews
from govnews import reference
from govnews.finding.plans import _pattern, find_plans
from govnews.models import Status
from govnews.reference import PlanRole

_PLAN = "完善养老服务体系。新建社区食堂30家，改造老旧小区12个。推动护理服务提质，培训护理员2000人。"
_REPORT = "完善养老服务体系。新建社区食堂30家，改造老旧小区12个。累计培训护理员2000人，同比增长5%。"


@pytest.mark.parametrize("row", reference.plan_cues(), ids=lambda row: row.id)
def test_each_cue_is_seen_in_its_example_and_not_in_the_other(row: reference.PlanCue) -> None:
    """An opening is matched at the start, a heading as a whole, and what was done is searched."""
    pattern = _pattern(row.role)
    whole = {PlanRole.OPENING: pattern.match, PlanRole.HEADING: pattern.fullmatch}
    find = whole.get(row.role, pattern.search)
    assert find(row.example)
    assert not find(row.counter_example)


def test_a_paragraph_of_bare_verbs_plans() -> None:
    """Its figures are planned; those of a paragraph that says what was done are reported."""
    assert {s.status for s in govnews.find_statistics(_PLAN)} == {Status.PLANNED}
    assert {s.status for s in govnews.find_statistics(_REPORT)} == {Status.REPORTED}


def test_a_paragraph_beside_a_plan_goes_with_it() -> None:
    """One sentence alone is too little, beside a plan it is enough; a form feed parts the two."""
    short = "推进水利设施建设，整治河道28公里，新增绿地面积5公顷。"
    assert len(find_plans(f"{_PLAN}\n{short}")) == 2
    assert len(find_plans(f"{short}\n{_PLAN}")) == 2
    assert len(find_plans(f"{_PLAN}\f{short}")) == 1
    assert find_plans(short) == []


def test_a_goal_inside_a_plan_stays_a_goal() -> None:
    """What the sentence itself says goes before the paragraph."""
    text = "全年主要预期目标是：工业增加值增长5%；城镇新增就业6万人以上；粮食产量保持在110万吨以上。"
    assert {s.status for s in govnews.find_statistics(text)} == {Status.TARGET}
