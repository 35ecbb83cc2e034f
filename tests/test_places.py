"""What `find_places` finds, what it leaves, and what it says where it cannot know."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews import WrongOption, WrongType, find_places, reference
from govnews.finding.communities import _list
from govnews.finding.gazetteer import gazetteer
from govnews.finding.places import local_place, place_code
from govnews.models import PlaceLevel
from govnews.reference import Division, FormerDivision
from strategies import any_text

CASES = Path(__file__).parent / "cases"
COUNTIES = [d for d in reference.divisions() if d.level is PlaceLevel.COUNTY and not d.statistical]
FORMER = [
    row
    for row in reference.former_divisions()
    if row.name in gazetteer().former and row.code in gazetteer().full(row.name)
]
NAMES = {d.code: d.name for d in reference.divisions()}


def cases(name: str) -> list[Any]:
    with (CASES / name).open(encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    return [pytest.param(case, id=case["text"][:24]) for case in read]


@pytest.mark.usefixtures("_no_list")
@pytest.mark.parametrize("case", cases("places.jsonl"))
def test_places_are_found_as_expected(case: dict[str, Any]) -> None:
    """The places of the sentence in order, each with whatever the case names."""
    found = find_places(case["text"], place=case.get("place"))
    assert [place.name for place in found] == [expected["name"] for expected in case["expected"]]
    for place, expected in zip(found, case["expected"], strict=True):
        said = {"code": place.code, "level": place.level.value, "chain": list(place.chain), "certain": place.certain}
        assert {field: said[field] for field in expected if field in said} == {
            field: value for field, value in expected.items() if field in said
        }
        assert set(expected.get("candidates", ())) <= set(place.candidates)


@pytest.mark.parametrize("case", cases("no_places.jsonl"))
def test_what_names_no_place_is_left(case: dict[str, Any]) -> None:
    """Ordinary words, kinds of place and parts of other names are no places."""
    assert [place.name for place in find_places(case["text"], place=case.get("place"))] == []


def above(division: Division) -> list[str]:
    """Return the names of the province and of the city that a county lies in."""
    return [NAMES[code] for code in (division.code[:2] + "0000", division.code[:4] + "00") if code in NAMES]


@given(st.sampled_from(COUNTIES), st.sampled_from(["", "在", "，", "——"]), st.sampled_from(["", "召开", "、"]))
def test_a_written_chain_has_its_code(division: Division, before: str, behind: str) -> None:
    """A county behind its province and city is found with its code, and so is a town behind its county."""
    address = "".join((*above(division), division.name))
    (place,) = find_places(before + address + behind)
    assert (place.name, place.code, place.chain) == (address, division.code, (*above(division), division.name))
    for town in division.towns.split()[:8]:
        (place,) = find_places(before + address + town[3:] + behind)
        assert (place.name, place.code, place.level) == (address + town[3:], division.code + town[:3], PlaceLevel.TOWN)


@given(st.sampled_from(COUNTIES))
def test_the_place_of_the_page_decides(division: Division) -> None:
    """On a page of the county its full name means that county, however many others carry it."""
    (place,) = find_places(f"记者从{division.name}了解到", place=division.code)
    assert (place.code, place.certain, place.candidates) == (division.code, True, ())


@given(
    st.one_of(any_text(), st.text(st.sampled_from("天津市河西区县镇乡街道省旗州盟木村社区西安路 \n\f"), max_size=60))
)
def test_spans_quote_their_text(text: str) -> None:
    """Any str is accepted, and the places stand in order, apart from each other, where they say."""
    end = 0
    for place in find_places(text):
        assert place.span.of(text) == place.name
        assert end <= place.span.start < place.span.end
        assert place.certain == (not place.candidates)
        assert (place.code is None) == (not place.certain)
        end = place.span.end


@given(st.sampled_from(["和平区召开。", "天津市开会。", "南开区与和平区。", "河西的居民。", "沈阳市。"]), st.data())
def test_pages_do_not_decide_for_each_other(text: str, data: st.DataObject) -> None:
    """The places of two pages with a form feed between them are those of each."""
    other = data.draw(st.sampled_from(["天津市召开。", "鼓楼区和南京市。", "河西区。", ""]))
    both = find_places(f"{text}\f{other}")
    alone = [*find_places(text), *find_places(other)]
    assert [(p.name, p.code, p.candidates) for p in both] == [(p.name, p.code, p.candidates) for p in alone]


def test_a_place_is_given_by_code_or_name() -> None:
    """A code of any length and a name with or without suffix mean one division; others are said."""
    assert {place_code(place) for place in ("120103", "河西区", "天津市河西区", "河西")} == {"120103"}
    assert place_code("天津市河西区天塔街") == "120103008"
    for wrong in ("和平区", "999999", "火星区", ""):
        with pytest.raises(WrongOption, match="place"):
            place_code(wrong)
    with pytest.raises(WrongOption, match="120101"):
        find_places("和平区", place="和平区")
    with pytest.raises(WrongType, match="place must be str"):
        find_places("和平区", place=120101)  # type: ignore[arg-type]  # that is the point


def test_an_error_says_which_divisions_a_name_may_mean_or_that_none_has_it() -> None:
    """Those of one name stand with what is above them; traditional characters are read as simplified ones."""
    with pytest.raises(WrongOption, match="北京市朝阳区 110105, 吉林省长春市朝阳区 220104"):
        find_places("本区新建公园3个。", place="朝阳区")
    with pytest.raises(WrongOption, match="'某某区' is not known"):
        find_places("本区新建公园3个。", place="某某区")
    assert find_places("仁和镇召开会议。", place="顺义區") == find_places("仁和镇召开会议。", place="110113")


@pytest.mark.parametrize(
    ("word", "place", "code"),
    [
        ("全区", "120103", "120103"), ("我区", "120103008", "120103"), ("全市", "120103", "120000"),
        ("全省", "130102", "130000"), ("全市", "130102", "130100"), ("本县", "130123", "130123"),
        ("我县", "120103", None), ("全街道", "120103008", "120103008"), ("全州", "533300", "533300"),
        ("全区", "450000", "450000"), ("小区", "120103", None), ("全", "120103", None),
    ],
)  # fmt: skip
def test_whole_and_own_are_the_place_of_the_page(word: str, place: str, code: str | None) -> None:
    """全区, 我市 and 本县 mean the division of that level that the page's place is or lies in."""
    found = local_place(word, place)
    assert (found.code if found else None) == code


def test_the_table_is_whole() -> None:
    """Every code has the length and the level that GB/T 2260 gives it, and towns have three digits of their own."""
    rows = reference.divisions()
    assert len({row.code for row in rows}) == len(rows)
    for row in rows:
        end = {PlaceLevel.PROVINCE: "0000", PlaceLevel.CITY: "00", PlaceLevel.COUNTY: ""}[row.level]
        assert len(row.code) == 6
        assert row.code.endswith(end)
        towns = row.towns.split()
        assert all(town[:3].isdecimal() and len(town) > 4 for town in towns)
        assert towns == sorted(set(towns))


def test_parents_are_in_the_table() -> None:
    """Each city lies in a province of the table, and each county in a city or province of it."""
    codes = {row.code for row in reference.divisions()}
    assert [row.code for row in reference.divisions() if row.parent is not None and row.parent not in codes] == []
    assert {row.level for row in reference.divisions() if row.parent is None} == {PlaceLevel.PROVINCE}


def test_the_former_table_is_whole() -> None:
    """An id is code and name, the years are in order, and a successor is a division of today or a former one."""
    rows, names = reference.former_divisions(), {row.name for row in reference.divisions() if not row.statistical}
    codes = {row.code for row in rows} | set(NAMES)
    corrected = {row.id for row in reference.former_corrections()}
    assert [row.id for row in rows] == sorted({f"{row.code}-{row.name}" for row in rows})
    for row in rows:
        assert row.name not in names or row.id in corrected
        assert not (row.since and row.until) or row.since <= row.until
        assert not row.successor or row.successor in codes, row


def test_corrections_of_former_divisions_are_in_the_table() -> None:
    """What a correction says of years and successor is there."""
    rows = {row.id: row for row in reference.former_divisions()}
    for correction in reference.former_corrections():
        row = rows[correction.id]
        assert correction.until in ("", row.until)
        assert correction.successor in ("", row.successor) or (correction.successor, row.successor) == ("-", "")


@given(st.sampled_from(FORMER))
def test_a_former_division_is_found(row: FormerDivision) -> None:
    """Behind its province a division of former years is found by its name, with a code that it had."""
    codes = {one.code for one in reference.former_divisions() if one.name == row.name}
    (place,) = find_places(f"{NAMES[row.code[:2] + '0000']}{row.name}召开会议。")
    assert place.name.endswith(row.name)
    assert place.chain[-1] == row.name
    assert {place.code, *place.candidates} - {None} <= codes


def test_corrections_are_in_the_table() -> None:
    """What the corrections add is there, and what they take away is not."""
    names = {row.code: row.name for row in reference.divisions()}
    assert all(names.get(row.code, "") == row.name for row in reference.division_corrections())


# ---------------------------------------------------------------------------------------------------------
# The list of communities, where it is installed


@pytest.fixture
def _list_of_two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A list of communities as the distribution gives it, with two in one county."""
    names = {
        "桐云里社区": ("120103007901",),
        "外桐云里社区": ("120103007902",),
        "同名社区": ("120103007903", "120103008903"),
    }
    listed = ModuleType("govnews_communities")
    listed.communities = lambda county: names if county == "120103" else {}  # type: ignore[attr-defined]  # made here
    monkeypatch.setitem(sys.modules, "govnews_communities", listed)
    _list.cache_clear()
    yield
    _list.cache_clear()


@pytest.fixture
def _no_list(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No list of communities, whatever is installed."""
    monkeypatch.setitem(sys.modules, "govnews_communities", None)
    _list.cache_clear()
    yield
    _list.cache_clear()


@pytest.mark.usefixtures("_list_of_two")
def test_a_list_of_communities_gives_codes_and_edges() -> None:
    """A community has its own code, begins where the list says, and is certain alone if its county has one."""
    (nested,) = find_places("天津市河西区友谊路街桐云里社区举办邻里节。")
    assert (nested.code, nested.chain[-2:]) == ("120103007901", ("友谊路街道", "桐云里社区"))
    (alone,) = find_places("走进外桐云里社区看看。", place="120103")
    assert (alone.name, alone.code, alone.certain) == ("外桐云里社区", "120103007902", True)
    (one_of_two,) = find_places("走进同名社区看看。", place="120103")
    assert (one_of_two.code, one_of_two.candidates) == (None, ("120103007903", "120103008903"))
    (below_street,) = find_places("走进同名社区看看。", place="120103008")
    assert below_street.code == "120103008903"


@pytest.mark.usefixtures("_no_list")
def test_without_a_list_a_community_has_the_code_of_its_street() -> None:
    """The number of digits says how deep a code goes."""
    (nested,) = find_places("天津市河西区友谊路街桐云里社区举办邻里节。")
    assert (nested.code, nested.level) == ("120103007", PlaceLevel.COMMUNITY)
    (alone,) = find_places("走进桐云里社区看看。", place="120103")
    assert (alone.code, alone.candidates) == (None, ("120103",))


def test_the_distribution_of_communities() -> None:
    """Where it is installed it has the communities of each county, under the names that texts use."""
    listed = pytest.importorskip("govnews_communities")
    assert listed.communities("110101")["多福巷社区"] == ("110101001001",)
    assert listed.official_name("110101001001") == "多福巷社区居委会"
    assert listed.communities("000000") == {}
    (place,) = find_places("北京市东城区东华门街道多福巷社区开会。")
    assert place.code == "110101001001"
