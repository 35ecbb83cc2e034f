"""Every example and counter-example of the reference tables, run through the library's public functions."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from attrs import evolve, fields

from govnews import (
    explain_numbers,
    find_initiatives,
    find_organizations,
    find_places,
    find_statistics,
    normalize,
    parse,
    reference,
)
from govnews.errors import TableError
from govnews.finding.periods import find_times
from govnews.finding.readouts import find_readouts
from govnews.finding.table_cells import find_table_statistics
from govnews.lines import layout
from govnews.lines.page_heads import read_page_head
from govnews.models import (
    BlockKind,
    Byline,
    Change,
    InitiativeKind,
    Organization,
    OrganizationKind,
    Period,
    PlaceName,
    Reading,
    Statistic,
    Status,
)
from govnews.reference import (
    HeadPart,
    InitiativePattern,
    InitiativeWordRole,
    InitiativeWords,
    LineCue,
    MetadataLabel,
    OrganizationAbbreviation,
    OrganizationSuffix,
    OrganizationWords,
    PageHeadPart,
    PeriodPattern,
    PlaceCue,
    PlaceCueRole,
    PlaceWord,
    PlaceWordKind,
    PoliticalFormula,
    PressLabel,
    QualifierWord,
    ReadingRule,
    ReadoutPlace,
    ReadoutWord,
    Reference,
    ScriptException,
    StatusCue,
    Surname,
    TableWords,
    Unit,
    UnitKind,
    Verb,
    VerbKind,
    WordRole,
)
from govnews.structure.bylines import parse_byline, parse_credit
from govnews.structure.metadata import read_fields
from govnews.table_files import read_table

DATA = files("govnews").joinpath("data")

# Examples that are right while the library is wrong: by the reason, then by table and cell, the ids of the rows.
_KNOWN = {
    "a year without 年 in front of a name (2024车展) is counted by the name's first character": {
        "units/counter_example": """
            data-zhao data-zi document-feng-letter document-shou event-piao
            event-qi-case length-nami mass-dan-mass mass-ke mass-liang-mass
            organisation-cun people-ren power-wa thing-che
            thing-fu-pair thing-ge thing-gen thing-gu thing-ju-body thing-kong
              thing-yan thing-zhuo time-gongzuori
            time-miao time-tian
        """,
    },
    "a number that names a part (停车场3区, 5幢, 2类医疗器械) is counted": {
        "units/counter_example": """
            group-ban group-dui group-zu organisation-qu organisation-suo other-qianfu
            thing-ceng thing-chu-place thing-chuang thing-dao thing-dong thing-duan
            thing-kuai thing-lei thing-men thing-tai thing-tong thing-zhuang time-fenzhong
        """,
    },
    "卷 度 路 代 号 月 count only behind a few verbs, even with 万 or in hundreds": {
        "units/example": """
            document-juan group-lu people-dai people-hao time-yue
        """,
    },
    "成 and 番 are counted by the row of %": {
        "units/example": """
            ratio-cheng ratio-fan
        """,
    },
    "a word of two meanings (破案, 2人出头, 3年余款) qualifies whatever stands beside it": {
        "qualifiers/counter_example": """
            about-before-yue at-most-end-fengding less-than-before-budao
            less-than-before-buzu more-than-before-po more-than-before-tupo
            more-than-end-chutou more-than-end-yu-surplus
        """,
    },
    "the affiliation is cut off the label (本报 + 记者)": {
        "labels/example": """
            reporter-全媒体记者 reporter-本报记者 reporter-融媒体记者
        """,
    },
    "a verb, time word or adverb that describes the noun (盗窃案件, 青年党员) hides the verb in front": {
        "verbs/example": """
                action-发展
              action-招募 action-接入 action-提请
            action-确诊 action-组织
             action-解救
             both-使用 both-修缮 both-处置 both-复垦 both-招聘 both-改造 both-救助 both-救治
            both-清运
        """,
    },
    "a verb that describes the noun (审批权限, 护理床位) is taken for the action": {
        "verbs/example": """
            action-回访 action-扩建 action-提出 action-核实 both-创新 both-审批 both-指导

        """,
    },
    "the lexicon calls the object a verb (来稿, 留言, 保费, 知识)": {
        "verbs/example": """
            action-减免 action-刊发 action-回复 action-回应 action-播放
            action-消除 both-宣传 both-讲解 noun-快递
        """,
    },
    "a verb with two rows (增加, 扩大, 缩短) is only a change, never an action": {
        "verbs/example": """
            action-增加 action-扩大 action-缩短 both-提升
        """,
    },
    "a verb grows together with a suffix behind it (召开院|坝会, 完善村|规民约)": {
        "verbs/example": """
             action-完善 action-审结 action-规范
        """,
    },
    "the words are cut in the wrong place or unknown (节约|用水 as 年节|约)": {
        "verbs/example": """
               both-普查 noun-共享 noun-共建
        """,
    },
    "the item or the action is not found": {
        "verbs/example": """
            noun-去向
        """,
    },
}
KNOWN = {
    f"{place}/{row}": reason
    for reason, places in _KNOWN.items()
    for place, ids in places.items()
    for row in ids.split()
}
"""The reason for each of them, by table, cell and id."""

WITHOUT = frozenset[str]()
"""Cells that may be empty."""

TABLES: dict[str, Callable[[], tuple[Any, ...]]] = {
    "initiative_words": reference.initiative_words,
    "initiatives": reference.initiatives,
    "labels": reference.labels,
    "line_cues": reference.line_cues,
    "metadata_labels": reference.metadata_labels,
    "organization_abbreviations": reference.organization_abbreviations,
    "organization_words": reference.organization_words,
    "organizations": reference.organizations,
    "page_head_parts": reference.page_head_parts,
    "periods": reference.periods,
    "place_cues": reference.place_cues,
    "place_words": reference.place_words,
    "political_formulas": reference.political_formulas,
    "qualifiers": reference.qualifiers,
    "readings": reference.readings,
    "readout_words": reference.readout_words,
    "script_exceptions": reference.script_exceptions,
    "statuses": reference.statuses,
    "surnames": reference.surnames,
    "table_words": reference.table_words,
    "units": reference.units,
    "verbs": reference.verbs,
}
WITHOUT_EXAMPLES = (
    "lexicon",
    "function_words",
    "divisions",
    "division_corrections",
    "former_divisions",
    "former_corrections",
)


def key(row: Any) -> str:
    """Return the first cell of a row, by which it is known."""
    return str(getattr(row, fields(type(row))[0].name))


def rows(table: str, cell: str) -> pytest.MarkDecorator:
    """Run a test once for each row of `table` that has something in `cell`."""
    params = []
    for row in TABLES[table]():
        if getattr(row, cell):
            reason = KNOWN.get(f"{table}/{cell}/{key(row)}")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            params.append(pytest.param(row, id=key(row), marks=marks))
    return pytest.mark.parametrize("row", params)


def shown(found: Iterable[Statistic]) -> str:
    """Write what was found in place of what should be, for the message of a failing test."""
    return "; ".join(
        f"{s.text!r} item={s.item!r} action={s.action!r} change={s.change} {s.qualifier} {s.status} {s.rule}"
        for s in found
    )


def unit_rules(text: str) -> set[str]:
    return {statistic.rule.removesuffix(":done") for statistic in find_statistics(text)}


@rows("units", "example")
def test_unit_counts(row: Unit) -> None:
    """A number with the unit is a statistic, and the unit's row is the rule that decided."""
    assert f"unit:{row.id}" in unit_rules(row.example)


@rows("units", "counter_example")
def test_unit_does_not_count(row: Unit) -> None:
    """What only looks like the unit makes no statistic by the unit's row."""
    assert f"unit:{row.id}" not in unit_rules(row.counter_example)


@rows("qualifiers", "example")
def test_qualifier_qualifies(row: QualifierWord) -> None:
    """The word says how exact the number beside it is, and belongs to the statistic's text."""
    found = find_statistics(row.example)
    assert any(s.qualifier is row.qualifier and row.text in s.text for s in found), shown(found)


@rows("qualifiers", "counter_example")
def test_qualifier_does_not_qualify(row: QualifierWord) -> None:
    """The same characters as another word, or for another number, do not qualify."""
    others = [
        other.text
        for other in reference.qualifiers()
        if other.qualifier is row.qualifier and other.text != row.text and other.text not in row.text
    ]
    found = find_statistics(row.counter_example)
    qualified = [s for s in found if s.qualifier is row.qualifier and not any(other in s.text for other in others)]
    assert not qualified, shown(qualified)


@rows("periods", "example")
def test_period_is_found(row: PeriodPattern) -> None:
    """The pattern finds its time expression, and no other pattern takes it away."""
    found = find_times(row.example)
    assert row.id in [time.row.id for time in found], found


@rows("periods", "counter_example")
def test_period_is_not_found(row: PeriodPattern) -> None:
    """The pattern leaves alone what is no time expression of its kind."""
    found = find_times(row.counter_example)
    assert row.id not in [time.row.id for time in found], found


def read_by(row: ReadingRule, readings: Iterable[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.rule == row.id]


@rows("readings", "example")
def test_reading_is_given(row: ReadingRule) -> None:
    """A number that counts nothing gets the reading of its row."""
    readings = explain_numbers(row.example)
    assert any(reading.kind is row.kind for reading in read_by(row, readings)), readings


@rows("readings", "counter_example")
def test_reading_is_not_given(row: ReadingRule) -> None:
    """A number that counts, or is something else, does not get the reading of the row."""
    assert not read_by(row, explain_numbers(row.counter_example))


def holds_verb(row: Verb, found: tuple[Statistic, ...]) -> bool:
    """Whether the statistics show what the kind of the verb promises."""
    changes = {VerbKind.INCREASE: Change.INCREASE, VerbKind.DECREASE: Change.DECREASE}
    if row.kind is VerbKind.ACTION:
        # without its complement: 建起 is 建
        bare = row.verb[:-1] if row.verb[-1] in "上到起下" else row.verb
        return any(s.action in (row.verb, bare) for s in found)
    if row.kind is VerbKind.BOTH:
        return any(s.action == row.verb or row.verb in (s.item or "") for s in found)
    if row.kind in changes:
        return any(s.change is changes[row.kind] for s in found)
    if row.kind is VerbKind.NOUN:
        return any(row.verb in (s.item or "") or s.basis == row.verb for s in found)
    if row.kind is VerbKind.LINK:
        return bool(found) and not any(row.verb in (s.item or "") or s.action == row.verb for s in found)
    return bool(found) and all(s.action is None for s in found)


@rows("verbs", "example")
def test_verb_says_its_part(row: Verb) -> None:
    """The verb is the action, gives the direction, belongs to the thing counted, or is stepped over."""
    found = find_statistics(row.example)
    assert row.verb in row.example
    assert holds_verb(row, found), shown(found)


@rows("verbs", "counter_example")
def test_verb_is_no_action(row: Verb) -> None:
    """Where the verb does not govern the number, it is not its action, and gives no direction."""
    found = find_statistics(row.counter_example)
    assert all(s.action != row.verb for s in found), shown(found)
    if row.kind in (VerbKind.INCREASE, VerbKind.DECREASE):
        assert all(s.change is None or s.change != row.kind.value for s in found), shown(found)


@rows("statuses", "example")
def test_status_is_given(row: StatusCue) -> None:
    """The cue makes the number a plan, a target or a capacity."""
    found = find_statistics(row.example)
    assert row.status in [s.status for s in found], shown(found)


@rows("statuses", "counter_example")
def test_status_is_not_given(row: StatusCue) -> None:
    """What only looks like the cue leaves the number as reported."""
    found = find_statistics(row.counter_example)
    assert found
    assert row.status not in [s.status for s in found], shown(found)
    assert row.status is not Status.REPORTED


@rows("initiatives", "example")
def test_initiative_is_found(row: InitiativePattern) -> None:
    """The sentence names one initiative, of the kind of the row: a name as it is, or one by what stands around it."""
    (found,) = find_initiatives(row.example)
    if row.place not in ("launch", "weak"):
        assert found.kind is row.kind
    if row.place == "whole":
        assert found.name == row.text
    assert found.quoted == (row.place not in ("bare", "launch", "whole"))


@rows("initiatives", "counter_example")
def test_initiative_is_not_found(row: InitiativePattern) -> None:
    """Ordinary words and what somebody said name no initiative."""
    assert not find_initiatives(row.counter_example)


@rows("political_formulas", "example")
def test_political_formula_is_found(row: PoliticalFormula) -> None:
    """The formula is found without quotation marks and with them."""
    for text in (row.example, row.example.replace(row.text, f"“{row.text}”")):
        (found,) = find_initiatives(text)
        assert (found.name, found.kind) == (row.text, InitiativeKind.POLITICAL_FORMULA)


@rows("political_formulas", "counter_example")
def test_political_formula_is_not_found(row: PoliticalFormula) -> None:
    """The same characters as a count of people or things are no formula."""
    assert row.text in row.counter_example
    assert not find_initiatives(row.counter_example)


HIDING = (
    InitiativeWordRole.ORDINARY,
    InitiativeWordRole.GENERAL,
    InitiativeWordRole.GOES_ON,
    InitiativeWordRole.WORKS,
)
"""The roles of words that keep a phrase from being a name, each by itself."""


def without(table: str, row: Any, **instead: str) -> Reference:
    """Rows of a user's own that put something that matches nothing in the place of a row."""
    return Reference(((table, (evolve(row, **instead),)),))


NOTHING = "\U00020000"
"""A character that stands in no example."""


@rows("initiative_words", "example")
def test_words_decide_about_an_initiative(row: InitiativeWords) -> None:
    """The example holds the first of the row's words, and what it names is otherwise without the row."""
    assert row.words.split(" ")[0] in row.example
    named = find_initiatives(row.example, reference=without("initiative_words", row, words=NOTHING))
    assert named != find_initiatives(row.example)


@pytest.mark.parametrize(
    "row", [row for row in reference.initiative_words() if row.role in HIDING], ids=lambda row: row.id
)
def test_each_word_hides_an_initiative(row: InitiativeWords) -> None:
    """Each of the row's words keeps its sentence from naming an initiative."""
    first, *_ = words = row.words.split(" ")
    # Another word in its place, or the head without what it goes on with, names one.
    other = first[:2] if row.role is InitiativeWordRole.GOES_ON else "河畔春风"
    assert find_initiatives(row.example.replace(first, other))
    assert not [word for word in words if find_initiatives(row.example.replace(first, word))]


@pytest.mark.parametrize(
    "row",
    [row for row in reference.initiative_words() if row.role is InitiativeWordRole.ORGAN],
    ids=lambda row: row.id,
)
def test_each_word_ends_the_name_of_an_owner(row: InitiativeWords) -> None:
    """Each of the row's words is the end of the owner's name."""
    first, *_ = words = row.words.split(" ")
    for word in words:
        (found,) = find_initiatives(row.example.replace(first, word))
        assert (found.owner or "").endswith(word)


@rows("initiative_words", "counter_example")
def test_words_do_not_decide_about_an_initiative(row: InitiativeWords) -> None:
    """What only holds the words' characters is the same without the row: a name that is found, no owner of one."""
    found = find_initiatives(row.counter_example)
    assert find_initiatives(row.counter_example, reference=without("initiative_words", row, words=NOTHING)) == found
    if row.role in HIDING or row.role is InitiativeWordRole.ORGAN:
        (one,) = found
        assert row.role is not InitiativeWordRole.ORGAN or one.owner is None


@rows("readout_words", "example")
def test_readout_is_found(row: ReadoutWord) -> None:
    """The word opens a part of a meeting's report, as its verb, in its speaker or between the two."""
    found = find_readouts(row.example)
    if row.place is ReadoutPlace.NO_ROLE:
        assert not found
        return
    (readout,) = found
    if row.place in (ReadoutPlace.VERB, ReadoutPlace.OBJECT):
        assert readout.verb == row.text
    elif row.place is ReadoutPlace.ADVERB:
        assert row.text not in (readout.speaker or "")
    else:
        assert row.text in (readout.speaker or "")


@rows("readout_words", "counter_example")
def test_readout_is_not_found(row: ReadoutWord) -> None:
    """What people say and do elsewhere is no part of a meeting's report; a leader is one in spite of a like word."""
    assert bool(find_readouts(row.counter_example)) == (row.place is ReadoutPlace.NO_ROLE)


def bylines(text: str) -> tuple[Byline, ...]:
    """Return the bylines of a line by either of the two readers."""
    found = parse_byline(text)
    if found is None:
        credited = parse_credit(text)
        return credited.bylines if credited else ()
    return found


@rows("labels", "example")
def test_label_is_read(row: PressLabel) -> None:
    """A line with the label is a byline of that role."""
    assert (row.role, row.label) in [(byline.role, byline.label) for byline in bylines(row.example)]


@rows("labels", "counter_example")
def test_label_is_not_read(row: PressLabel) -> None:
    """A line of prose that only holds the label's characters is no byline."""
    assert not bylines(row.counter_example)


@rows("surnames", "example")
def test_surname_makes_a_name(row: Surname) -> None:
    """The name in brackets at the end of a text that has it is the author's."""
    (article,) = parse(row.example).articles
    assert [byline.names for byline in article.bylines] == [(row.surname + "小舟",)]


@rows("surnames", "counter_example")
def test_surname_makes_no_name(row: Surname) -> None:
    """A word or a place that begins with the same character names nobody."""
    (article,) = parse(row.counter_example).articles
    assert article.bylines == ()


@rows("line_cues", "example")
def test_line_cue_is_seen(row: LineCue) -> None:
    """The pattern says what the line is, before any other pattern does."""
    line = layout.split(row.example)[0]
    assert (line.cue, line.cue_rule) == (row.kind, row.id)


@rows("line_cues", "counter_example")
def test_line_cue_is_not_seen(row: LineCue) -> None:
    """A line of prose is not taken for what the pattern looks for."""
    assert layout.split(row.counter_example)[0].cue_rule != row.id


@rows("page_head_parts", "example")
def test_page_head_part_is_read(row: PageHeadPart) -> None:
    """The line is a page's head, and the characters that match are that part of it."""
    line = layout.split(row.example)[0]
    head = read_page_head(line.text)
    assert line.cue is BlockKind.PAGE_HEAD
    assert head is not None
    if row.part is HeadPart.MAKER:
        assert re.fullmatch(row.pattern, head.makers[0].label)
    else:
        assert [part.text for part in head.parts if part.kind is row.part and re.fullmatch(row.pattern, part.text)]


@rows("page_head_parts", "counter_example")
def test_page_head_part_is_not_read(row: PageHeadPart) -> None:
    """A line that says more than a page's head is none."""
    assert layout.split(row.counter_example)[0].cue is not BlockKind.PAGE_HEAD


@rows("metadata_labels", "example")
def test_metadata_label_is_read(row: MetadataLabel) -> None:
    """The label introduces a value of its field."""
    found = [(label, field) for label, field, value, _ in read_fields(layout.split(row.example)[0]) if value]
    assert (row.label, row.field) in found


@rows("metadata_labels", "counter_example")
def test_metadata_label_is_not_read(row: MetadataLabel) -> None:
    """A line of prose that begins with the label's characters has no field."""
    assert row.label not in [label for label, *_ in read_fields(layout.split(row.counter_example)[0])]


@rows("organizations", "example")
def test_organization_is_found(row: OrganizationSuffix) -> None:
    """A name that ends with the suffix is an organisation of its kind."""
    found = find_organizations(row.example)
    assert [organ.kind for organ in found if organ.name.endswith(row.suffix)] == [row.kind], found


@rows("organizations", "counter_example")
def test_organization_is_not_found(row: OrganizationSuffix) -> None:
    """The suffix alone, as a kind of organisation or as part of another word, names none."""
    assert row.suffix in row.counter_example
    found = find_organizations(row.counter_example)
    assert not [organ for organ in found if organ.name.endswith(row.suffix)], found


@rows("organization_abbreviations", "example")
def test_abbreviation_is_written_out(row: OrganizationAbbreviation) -> None:
    """On a page of a district, county or prefecture it is found, and the full name holds what it stands for."""
    pages = ("天津市河西区", "河北省正定县", "恩施土家族苗族自治州恩施市")
    found = [find_organizations(row.example, place=place) for place in pages]
    named = [organ for organs in found for organ in organs if organ.name.endswith(row.abbreviation)]
    assert {organ.kind for organ in named} == {row.kind}
    full = [organ.full_name for organ in named if organ.full_name]
    assert full
    assert all(part in name for name in full for part in row.full.split("{}")), full


@rows("organization_abbreviations", "counter_example")
def test_abbreviation_is_not_found(row: OrganizationAbbreviation) -> None:
    """The same characters in other words, or of several organisations, name none."""
    assert row.abbreviation in row.counter_example
    found = find_organizations(row.counter_example)
    assert not [organ for organ in found if organ.name.endswith(row.abbreviation)], found


def organs_without(row: OrganizationWords, text: str) -> tuple[Organization, ...]:
    return find_organizations(text, reference=without("organization_words", row, words=NOTHING))


@rows("organization_words", "example")
def test_words_of_organisations_have_their_part(row: OrganizationWords) -> None:
    """The words begin a name, belong to it, or end it, as their row says; without them it is otherwise."""
    words, found = row.words.split(), find_organizations(row.example)
    assert any(word in row.example for word in words) or set(words) <= {kind.value for kind in OrganizationKind}
    assert [organ.name for organ in found] == row.expected.split()
    assert organs_without(row, row.example) != found


@rows("organization_words", "counter_example")
def test_words_of_organisations_have_no_part(row: OrganizationWords) -> None:
    """What only looks like it is the same without the row."""
    assert organs_without(row, row.counter_example) == find_organizations(row.counter_example)


@rows("place_words", "example")
def test_word_is_no_place(row: PlaceWord) -> None:
    """The word is no place where nothing in front of it says so, nor is what stands in it."""
    assert row.word in row.example
    assert not [place for place in find_places(row.example) if place.name in row.word or row.word in place.name]


@rows("place_words", "counter_example")
def test_word_is_a_place(row: PlaceWord) -> None:
    """The same characters are a place with their suffix, or behind what they belong to."""
    (place,) = find_places(row.counter_example)
    assert row.word in place.name if row.kind is not PlaceWordKind.HOLDS else place.certain


@rows("script_exceptions", "example")
def test_character_is_decided(row: ScriptException) -> None:
    """The row converts its character, or the character stays and all around it."""
    assert row.character in row.example
    aligned = normalize(row.example)
    if row.simplified:
        assert row.character not in aligned.text
        assert row.simplified in aligned.text
    else:
        assert aligned.text == row.example


@rows("script_exceptions", "counter_example")
def test_character_is_decided_otherwise(row: ScriptException) -> None:
    """A row that converts leaves its counter-example alone; one that keeps does not keep there."""
    repaired = normalize(row.counter_example).text
    assert (repaired == row.counter_example) == bool(row.simplified)


@pytest.mark.parametrize("table", TABLES)
def test_table_is_sorted(table: str) -> None:
    """The rows stand in the order of their first cell, and no id stands twice."""
    ids = [key(row) for row in TABLES[table]()]
    assert ids == sorted(set(ids))


def test_tables_have_examples() -> None:
    """Every row shows by an example what it does, and says where it comes from."""
    missing = [
        f"{table}/{key(row)}/{cell}"
        for table, read in TABLES.items()
        for row in read()
        for cell in ("example", "source")
        if not getattr(row, cell) and f"{table}/{key(row)}/{cell}" not in WITHOUT
    ]
    assert not missing


@pytest.mark.parametrize("name", [*TABLES, *WITHOUT_EXAMPLES])
def test_table_file_is_plain(name: str) -> None:
    """A table is UTF-8 without a mark in front, its lines end in LF, and every row has the cells of the header."""
    raw = DATA.joinpath(f"{name}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert b"\r" not in raw
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    header, *cells = csv.reader(text.splitlines())
    assert {len(row) for row in cells} == {len(header)}


def test_every_table_is_described() -> None:
    """The data package names each CSV table, and no table that is not there."""
    package = json.loads(DATA.joinpath("datapackage.json").read_text(encoding="utf-8"))
    if not package["resources"]:
        pytest.skip("the data package describes no table yet")
    described = sorted(path for resource in package["resources"] if (path := resource["path"]).endswith(".csv"))
    assert described == sorted(entry.name for entry in DATA.iterdir() if entry.name.endswith(".csv"))


HEADER = "id,unit,canonical,kind,safe,base_unit,factor,example,counter_example,source\n"


def test_bad_cells_are_named_all_at_once() -> None:
    """A bad table tells file, line, column, what was expected and what stands there, for every bad cell."""
    text = HEADER + (
        "x-a,甲,,thing,yes,,,例,,说\nx-b,乙,,nothing,maybe,,,例,,说\nx-c,丙,,money,no,元,1O,例,,说\nx-d,丁,,thing\n"
    )
    with pytest.raises(TableError) as caught:
        read_table(text, Unit, "units.csv")
    bad = [(row.file, row.line, row.column, row.got) for row in caught.value.rows]
    assert bad == [
        ("units.csv", 3, "kind", "nothing"),
        ("units.csv", 3, "safe", "maybe"),
        ("units.csv", 4, "factor", "1O"),
        ("units.csv", 5, "row", "4 cells"),
    ]
    assert "units.csv:3: safe: expected yes or no, got 'maybe'" in str(caught.value)
    assert "people" in caught.value.rows[0].expected


def test_line_of_a_bad_cell_behind_a_quoted_one() -> None:
    """Lines are counted as an editor counts them, also behind a cell that holds a line break."""
    text = HEADER + 'x-a,甲,,thing,yes,,,"两\n行",,说\nx-b,乙,,thing,perhaps,,,例,,说\n'
    with pytest.raises(TableError) as caught:
        read_table(text, Unit, "mine.csv")
    assert [(row.file, row.line, row.column) for row in caught.value.rows] == [("mine.csv", 4, "safe")]


def test_wrong_header_is_one_error() -> None:
    """A table with other columns is refused by its header, before any row is read."""
    with pytest.raises(TableError) as caught:
        read_table("id,unit\nx,y\n", Unit, "units.csv")
    (row,) = caught.value.rows
    assert (row.line, row.column, row.got) == (1, "header", "id,unit")


def test_good_table_is_typed() -> None:
    """The cells of a good table become members, numbers and truth values."""
    (row,) = read_table(HEADER + "x-a,甲,,money,no,元,0.10,例,,说\n", Unit, "units.csv")
    assert (row.kind, row.safe, row.factor) == (UnitKind.MONEY, False, Decimal("0.10"))


def table_statistics(text: str, row: TableWords | None = None) -> tuple[Statistic, ...]:
    """The statistics of a table that an example writes in one line, without the words of a row."""
    with reference.using(without("table_words", row, words=NOTHING) if row else None):
        return find_table_statistics(text.replace("||", "\n").replace("|", "\t"))


@rows("table_words", "example")
def test_word_in_a_head_says_its_part(row: TableWords) -> None:
    """The last statistic is what the row expects, which it is not without the row's words."""
    assert any(word in row.example for word in row.words.split())
    found = table_statistics(row.example)
    last = found[-1] if found else None
    shows = {name: getattr(last, name) for name, _, _ in (part.partition("=") for part in row.expected.split())}
    assert " ".join(f"{name}={value}" for name, value in shows.items()) == row.expected
    assert bool(found) == bool(row.expected)
    assert table_statistics(row.example, row) != found


@rows("table_words", "counter_example")
def test_word_in_a_head_says_nothing(row: TableWords) -> None:
    """A head that only looks like it is read the same without the row's words."""
    assert table_statistics(row.counter_example, row) == table_statistics(row.counter_example)


def places(text: str, row: PlaceCue | None = None) -> tuple[object, ...]:
    """The places of a text and those of its numbers, without the pattern of a row."""
    with reference.using(without("place_cues", row, pattern=NOTHING) if row else None):
        return find_places(text), tuple(statistic.place for statistic in find_statistics(text))


@rows("place_cues", "example")
def test_place_cue_tells(row: PlaceCue) -> None:
    """The places, or the place of the number, are those of the row, and it would be otherwise without it."""
    if row.role in (PlaceCueRole.LEVEL_GOES_ON, PlaceCueRole.RANK, PlaceCueRole.RANKED):
        place = find_statistics(row.example)[-1].place
        assert place is not None
        assert place.name == row.expected
    else:
        assert [place.name for place in find_places(row.example)] == row.expected.split()
    assert places(row.example, row) != places(row.example)


@rows("place_cues", "counter_example")
def test_place_cue_does_not_tell(row: PlaceCue) -> None:
    """The places of what only looks like it are the same without the row."""
    assert places(row.counter_example, row) == places(row.counter_example)


def check_last_statistic(text: str, expected: str) -> None:
    """The text's last statistic has the item, the action, the change, … that a row of word_roles.csv names."""
    statistic = find_statistics(text)[-1]
    for part in expected.split(" "):
        field, value = part.split("=")
        found = getattr(statistic, field) or ""
        if isinstance(found, Period | PlaceName):
            found = found.text if isinstance(found, Period) else found.name
        assert (field, found) == (field, value)


@pytest.mark.parametrize("row", reference.word_roles(), ids=lambda row: row.role)
def test_words_play_their_role(row: WordRole) -> None:
    """The statistics of both examples are what the row says of them, and the first are others without its words."""
    for text, expected in ((row.example, row.expected), (row.counter_example, row.counter_expected)):
        assert any(word in text for word in row.words.split(" "))
        check_last_statistic(text, expected)
    found = find_statistics(row.example)
    assert find_statistics(row.example, reference=without("word_roles", row, words=NOTHING)) != found


@pytest.mark.parametrize("row", reference.word_roles(), ids=lambda row: row.role)
def test_words_without_their_role_say_nothing(row: WordRole) -> None:
    """A counter-example has one statistic, which is the same without the row's words."""
    found = find_statistics(row.counter_example)
    assert len(found) == 1
    assert find_statistics(row.counter_example, reference=without("word_roles", row, words=NOTHING)) == found
