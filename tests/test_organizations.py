"""What `find_organizations` finds, what it leaves, and what a page's record holds of it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews import WrongOption, WrongType, find_organizations, find_places, from_dict, parse, to_dict
from govnews.models import OrganizationKind
from strategies import any_text

CASES = Path(__file__).parent / "cases"
PIECES = (
    "天津市", "河西区", "区", "市", "教育局", "科协", "、", "和", "委", "办公室", "“", "”", "（", "）", "公司", "禾川",
    "里社区", "\n", "\f",
)  # fmt: skip


def cases(name: str) -> list[Any]:
    with (CASES / name).open(encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    return [pytest.param(case, id=case["text"][:24]) for case in read]


@pytest.mark.parametrize("case", cases("organizations.jsonl"))
def test_organizations_are_found_as_expected(case: dict[str, Any]) -> None:
    """The organisations of the sentence in order, each with whatever the case names."""
    found = find_organizations(case["text"], place=case.get("place"))
    assert [organ.name for organ in found] == [expected["name"] for expected in case["expected"]]
    for organ, expected in zip(found, case["expected"], strict=True):
        said = {
            "name": organ.name,
            "full_name": organ.full_name,
            "kind": organ.kind.value,
            "place": organ.place.name if organ.place else None,
        }
        assert {field: said[field] for field in expected} == expected


@pytest.mark.parametrize("case", cases("no_organizations.jsonl"))
def test_what_names_no_organization_is_left(case: dict[str, Any]) -> None:
    """Kinds of organisation, several of them, and parts of other words name none."""
    assert [organ.name for organ in find_organizations(case["text"], place=case.get("place"))] == []


@given(st.one_of(any_text(), st.lists(st.sampled_from(PIECES), max_size=24).map("".join)))
def test_spans_quote_their_text(text: str) -> None:
    """Any str is accepted, and the organisations stand in order, apart from each other, where they say."""
    end = 0
    for organ in find_organizations(text, place="120103"):
        assert organ.span.of(text) == organ.name
        assert end <= organ.span.start < organ.span.end
        assert organ.full_name != ""
        end = organ.span.end


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["区科协、妇联。", "禾川公司", ""]))
def test_pages_do_not_decide_for_each_other(text: str, other: str) -> None:
    """The organisations of two pages with a form feed between them are those of each."""
    both = find_organizations(f"{text}\f{other}", places=find_places(f"{text}\f{other}"))
    alone = [*find_organizations(text), *find_organizations(other)]
    assert [(o.name, o.full_name, o.kind) for o in both] == [(o.name, o.full_name, o.kind) for o in alone]


def test_a_page_holds_its_organizations() -> None:
    """They lie in their article's text, with the page's district, and the record brings them back."""
    document = parse("义诊进社区\n\n今年，河西區科协、区卫健委走访群众200人次。", place="120103")
    (article,) = document.articles
    assert [organ.name for organ in article.organizations] == ["河西区科协", "区卫健委"]
    assert [organ.full_name for organ in article.organizations] == ["河西区科学技术协会", "河西区卫生健康委员会"]
    assert all(organ.span.of(document.text) == organ.name for organ in article.organizations)
    record = to_dict(document)
    first = record["articles"][0]["organizations"][0]
    assert document.raw[slice(*first["span"])] == "河西區科协"
    assert (first["kind"], first["place"]) == ("mass_organization", {"name": "河西区", "code": "120103"})
    assert from_dict(record) == document
    assert [(s.number, s.item) for s in document.statistics] == [("200", "群众")]


def test_arguments_are_checked() -> None:
    """A text that is none and a place that nobody knows are said."""
    with pytest.raises(WrongType, match="text must be str"):
        find_organizations(1)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(WrongOption, match="120101"):
        find_organizations("区科协", place="和平区")


def test_a_branch_is_what_its_organization_is() -> None:
    """The branch of a bank is a bank, also where its head would say something else."""
    (branch,) = find_organizations("天津市公安局河西分局通报。")
    assert branch.kind is OrganizationKind.POLICE


@pytest.mark.parametrize("unit", ["局", "公司", "区委", "区教育局", "桃源里小学、", "（集", "“桂", "中国", "社区党委"])
def test_time_grows_with_the_text(unit: str) -> None:
    """Four times the text takes no more than about four times as long, however it repeats itself."""

    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        begin = time.process_time()
        find_organizations(text, places=())
        return time.process_time() - begin

    seconds(1000)
    short = min(seconds(10_000) for _ in range(2))
    assert seconds(40_000) < 12 * short + 0.1
