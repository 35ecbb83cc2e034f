"""Statistics of a plain string: how many or how much of what, by whom, when, and whether it happened."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, localcontext

from attrs import frozen

from govnews.errors import WrongOption, WrongType
from govnews.finding.behind import object_at_end, says_only_when, subject
from govnews.finding.clauses import CLAUSE_END, MEASURED, SHARES, Phrase, clause_start
from govnews.finding.dates import day_of
from govnews.finding.dealing import members_of
from govnews.finding.initiatives import initiative_spans
from govnews.finding.localities import Localities
from govnews.finding.periods import Governing, find_times
from govnews.finding.phrases import describe, same_series
from govnews.finding.places import find_places, place_code
from govnews.finding.plans import Part, find_parts, find_plans, years_of
from govnews.finding.quantities import Quantity
from govnews.finding.readings import ReadNumber, read_numbers
from govnews.finding.roles import roles
from govnews.finding.statuses import Sentences, Statuses
from govnews.models import Place, Reading, Statistic, Status
from govnews.reference import Reference, UnitKind, using
from govnews.spans import Span
from govnews.words import word_classes

_LEADS = re.compile("(?:全[国省市区县镇街]|各类?|首批)\\Z")
_BRACKETS = re.compile("[（(][^（）()]*[）)]")
_LIST_MARKS = ("、", "和", "及", "与", "以及")
_COMPARED_WITH = re.compile("((?:与|同|和|跟|较|比)[^，,。；;]{1,20}相比)[，,]")
_SERIES = re.compile("[、和及与][0-9０-９]")
_AGAIN = re.compile("[、，,]?(?:共计?|合计|总计|累计)?\\Z")
_EXTENTS = (UnitKind.AREA, UnitKind.LENGTH, UnitKind.VOLUME, UnitKind.MASS)
_NEAR = 30  # characters within which people are counted twice: 党员30人，其中女性10人
_COUNTED = (UnitKind.THING, UnitKind.ORGANISATION, UnitKind.EVENT)
_GROWS = 12  # characters between what was done and by how much more
_LEVEL = frozenset("至到为")  # 发案数同比下降5%，破案率升至46%: how high it is is not measured by anything
_PLACE_ENDS = "省市县区镇乡村"
# What says that something has been done: the plan ends there.
_IS_DONE = re.compile(
    "了(?!解)|已(?!经?知)|[去上前]年|过去|目前|眼下|现有|实际|截[至止]|至今|以来|累计|同比|环比|[昨今]天"
)
_DONE_NEAR = 12  # characters behind a verb or a noun
_BARE = 4  # characters in front of the verb that a part begins with: 新增, 再
_MOST_PLANNED = 40  # numbers of one sentence
_EVERY = 3  # characters of a time that is paid for: 每月, 每小时
_LONGEST_ROW = 6  # numbers that are dealt out
_PART = 8  # characters between two parts of a figure
_NEXT = 5  # characters between two figures of one change


@frozen
class NumbersRead:
    """One pass over a text: every number's reading, and the statistics among them."""

    text: str
    numbers: Sequence[ReadNumber]
    statistics: tuple[Statistic, ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of all the numbers, in order."""
        return tuple(number.reading(self.text) for number in self.numbers)


def find_statistics(
    text: str,
    *,
    names: Sequence[Span] | None = None,
    published: str | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> tuple[Statistic, ...]:
    """The statistics of any string, in order; spans index `text`, which is not repaired.

    >>> statistic, = find_statistics("2023年，走访群众39.6万人次。")
    >>> statistic.value, statistic.unit, statistic.item, statistic.action, statistic.period.text
    (Decimal('396000'), '人次', '群众', '走访', '2023年')
    >>> find_statistics("第三批“1+10”方案，请拨打12345热线。")
    ()

    Args:
        text: any string.
        names: places of names whose digits count nothing; by default the initiatives of `text`.
        published: the date of publication (ISO), from which 今年 and 截至目前 get their dates.
        place: the district or city of the page, as a name or a code: 全区 is that one.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` is no string.
        WrongOption: if `published` is no ISO date, or `place` names no single division.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    with using(reference):
        home = None if place is None else place_code(place)
        day = checked_day(published)
        return explain(text, names=names, published=lambda _: day, home=home).statistics


def explain_numbers(
    text: str, *, names: Sequence[Span] | None = None, reference: Reference | str | os.PathLike[str] | None = None
) -> tuple[Reading, ...]:
    """Every number of `text` with its one reading and the id of the rule that decided.

    >>> [(reading.text, reading.kind.value) for reading in explain_numbers("第三批12人")]
    [('第三', 'ordinal'), ('12人', 'statistic')]

    Args:
        text: any string.
        names: places of names whose digits count nothing; by default the initiatives of `text`.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` is no string.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    with using(reference):
        return explain(text, names=names).readings


def checked_day(published: str | None) -> date | None:
    """The day that an argument names.

    Raises:
        WrongType: if it is neither a string nor `None`.
        WrongOption: if it is no ISO date.

    """
    if published is None:
        return None
    if not isinstance(published, str):
        raise WrongType("published", "str or None", published)
    day = day_of(published)
    if day is None:
        raise WrongOption(f"published must be an ISO date such as 2024-03-08, not {published!r}")
    return day


def _no_day(position: int) -> None:
    """When a text came out of which nothing is known."""


def explain(
    text: str,
    *,
    names: Sequence[Span] | None = None,
    published: Callable[[int], date | None] = _no_day,
    places: Sequence[Place] | None = None,
    home: str | None = None,
) -> NumbersRead:
    """The readings and the statistics of `text`, from one pass.

    `published` says when the paper of a place in the text came out; `home` is the code of the page's district.
    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    if names is None:
        names = initiative_spans(text)
    times = find_times(text)
    numbers = read_numbers(text, names, times)
    if places is None:
        places = find_places(text, place=home) if any(number.quantity for number in numbers) else ()
    localities = Localities(text, places, home)
    parts = find_parts(text)
    governing = Governing(text, times, published, years_of(text, parts))
    return NumbersRead(text, numbers, tuple(_statistics(text, numbers, parts, governing, localities)))


def _statistics(
    text: str, numbers: Sequence[ReadNumber], parts: Sequence[Part], governing: Governing, localities: Localities
) -> list[Statistic]:
    statuses, sentences = Statuses(text), Sentences(text)
    time_ends = governing.adverbial_ends
    found: list[tuple[ReadNumber, Quantity, Phrase, int, Status, bool]] = []
    acted = -1  # where the sentence begins in which somebody did something
    plans = find_plans(text, parts)
    plan_ends = [span.end for span in plans]
    before: tuple[Quantity, Phrase] | None = None
    floor = 0
    counted = [(number, number.quantity) for number in numbers if number.quantity is not None]
    for n, (number, quantity) in enumerate(counted):
        whole, sentence = sentences.around(quantity.hull.start)
        k = bisect_right(time_ends, quantity.hull.start) - 1
        if k >= 0 and quantity.kind is UnitKind.MONEY and time_ends[k] == quantity.hull.start:
            k -= text.find("每", max(0, time_ends[k] - _EVERY), time_ends[k]) >= 0  # 补贴标准为每月150元: no time
        lowest = max(sentence, floor, time_ends[k] if k >= 0 else 0)
        ceiling = counted[n + 1][0].start if n + 1 < len(counted) else len(text)
        phrase = describe(text, quantity, lowest, ceiling)
        own = phrase.item is not None
        if before is not None and before[0].hull.end > sentence - 1:
            _inherit(text, before, quantity, phrase)
        elif phrase.bare or (
            not phrase.own and phrase.item is None and phrase.change is not None and quantity.kind in SHARES
        ):
            _take_subject(text, sentence, lowest, quantity, phrase)
            if phrase.dealing and phrase.item is not None:
                _deal(phrase, phrase.item, [one[1] for one in counted[n : n + _LONGEST_ROW]], text)
        elif phrase.item is None and phrase.action_span is not None and quantity.kind in _COUNTED:
            _take_object(text, sentence, quantity, phrase, phrase.action_span)
        if phrase.dealing and (not own or phrase.item in roles().total):
            _take_things(
                text,
                [one[:3] for one in found[-_LONGEST_ROW:]],
                [one[1] for one in counted[n : n + _LONGEST_ROW]],
                phrase,
                own=own,
            )
        if phrase.change is not None and phrase.basis is None:
            phrase.basis = _compared_with(text, sentence, quantity.hull.start)
        k = bisect_right(plan_ends, quantity.hull.start)
        planned = k < len(plans) and plans[k].start <= quantity.hull.start
        status = statuses.at(quantity.hull, whole, sentence)
        if planned and status is Status.REPORTED:
            status = Status.PLANNED
        if (
            status is Status.REPORTED
            and sentence > whole
            and found
            and _still_plans(text, whole, sentence, found, phrase)
        ):
            status = Status.PLANNED
        # 5月2日游客量达到3万人次: what is counted by turns happened, with or without a verb; and the parts of
        # what happened did: 7月3日新增病例30例，其中输入病例8例.
        acts = phrase.action is not None or phrase.change is not None or quantity.unit in roles().doing_unit
        if not acts and phrase.item is not None:
            acts = phrase.item.endswith(roles().doing_item)
        if not acts and before is not None and acted == whole and before[0].unit == quantity.unit:
            gap = text[before[0].hull.end : quantity.hull.start]
            acts = "其中" in gap or len(gap) <= _PART
        if acts:
            acted = whole
        found.append((number, quantity, phrase, sentence, status, acts))
        empty = phrase.item is None and phrase.action is None and phrase.change is None
        if before is None or quantity.kind is not UnitKind.TIME or not empty:
            before = (quantity, phrase)  # 收入增至1.9万元，6年翻两番: how long it took says nothing of what grows
        # what has been counted in front of a list is no part of its next member: 9个项目、金额8亿元
        floor = quantity.hull.end
        people = n + 1 < len(counted) and counted[n + 1][1].kind is UnitKind.PEOPLE
        if people and phrase.behind and phrase.item_span and text[phrase.item_span.end - 1] in _PLACE_ENDS:
            floor = min(ceiling, phrase.item_span.end)  # 6个乡镇1.2万人受灾: the towns are not counted in people
        if phrase.behind and phrase.item_span and text[phrase.item_span.end : phrase.item_span.end + 1] == "、":
            floor = phrase.item_span.end
    made = []
    found.reverse()
    while found:  # what was read around a number goes when its statistic is made: the peak of memory is here
        made.append(_statistic(text, *found.pop(), governing, localities))
    return made


def _still_plans(
    text: str,
    whole: int,
    part: int,
    found: Sequence[tuple[ReadNumber, Quantity, Phrase, int, Status, bool]],
    phrase: Phrase,
) -> bool:
    """Whether the plan of a sentence goes on behind a semicolon: 今年将新建公园5个；改造管网30公里.

    All numbers in front must be planned; the part begins with a verb, or says how high a share is to be.
    """
    position = (phrase.action_span or phrase.item_span or Span(part, part)).start
    last = found[-1]
    if (
        last[4] is not Status.PLANNED
        or last[1].hull.start < whole
        or _IS_DONE.search(text, part, position + _DONE_NEAR)
    ):
        return False
    for one in reversed(found[-_MOST_PLANNED:]):
        if one[1].hull.start < whole:
            break
        if one[4] is not Status.PLANNED:
            return False
    if last[1].hull.start >= part:
        return True  # the number in front, behind the same semicolon, goes on already
    action = phrase.action_span
    if action is not None:
        return part <= action.start <= part + _BARE
    # but 惠及居民9万人；在城南，水厂每小时供水300立方米
    return phrase.basis is None and not any(mark in text[part:position] for mark in "，,")


def _inherit(text: str, before: tuple[Quantity, Phrase], quantity: Quantity, phrase: Phrase) -> None:
    """Add to a phrase what its number takes from the one before it in the same sentence."""
    earlier, said = before
    if phrase.own:
        return
    row = same_series(text, earlier, quantity)
    if said.items and (row or phrase.item is None):
        # 城镇、农村居民收入分别增长4%、6%: each number has its own member of the list
        anew = not row and len(said.items) == 1 and said.dealt and _opens_series(text, quantity)
        phrase.items = said.dealt if anew else said.items[1:] or said.items
        phrase.dealt = said.dealt
        phrase.item, phrase.item_span = phrase.items[0], said.item_span
        phrase.change = phrase.change or said.change
        phrase.basis = phrase.basis or said.basis
        return
    if row and not phrase.behind and phrase.item is None:
        phrase.item, phrase.item_span = said.item, said.item_span
        if phrase.action is None:
            phrase.action, phrase.action_span = said.action, said.action_span
        phrase.change = phrase.change or said.change
        phrase.basis = phrase.basis or said.basis
        return
    if text[earlier.hull.end : quantity.hull.start] == "的" and phrase.behind and phrase.action is None:
        # 推进总额3亿元的12个项目: what was done, was done to the projects
        phrase.action, phrase.action_span = said.action, said.action_span
        said.action = said.action_span = None
        return
    if earlier.hull.end == quantity.hull.start and quantity.kind not in SHARES:
        # 服务事项12类45项, 派出9批60名专家: the same things, counted twice
        if phrase.item is None:
            phrase.item, phrase.item_span = said.item, said.item_span
        elif said.item is None and phrase.behind:
            said.item, said.item_span, said.behind = phrase.item, phrase.item_span, True
        if phrase.action is None:
            phrase.action, phrase.action_span = said.action, said.action_span
        return
    lasted = earlier.kind is UnitKind.TIME and said.item is not None and not said.behind
    if lasted and phrase.item is None and phrase.action is None and quantity.kind in MEASURED:
        gap = text[earlier.hull.end : quantity.hull.start]
        if gap in roles().reached or word_classes().get(gap) == "L":
            phrase.item, phrase.item_span = said.item, said.item_span  # 水果产量连续9年|保持在|40万吨以上
            return
    counts = quantity.kind not in SHARES and phrase.change is None
    if counts and said.action is not None and phrase.action is None and (said.behind or not phrase.behind):
        member = phrase.item_span.start if phrase.item_span else quantity.hull.start
        behind = said.item_span.end if said.behind and said.item_span else earlier.hull.end
        between = _LEADS.sub("", _BRACKETS.sub("", text[behind : min(member, quantity.hull.start)]))
        if between in _LIST_MARKS or (between in ("", "，", ",") and phrase.behind):
            # 发放补贴5亿元、救助金3亿元: what was done is said once
            phrase.action, phrase.action_span = said.action, said.action_span
            return
    if phrase.behind and said.behind and phrase.action is None and earlier.kind is quantity.kind is UnitKind.RATIO:
        between = text[said.item_span.end : quantity.hull.start] if said.item_span else ""
        if between in _LIST_MARKS:
            # 提供40%的菌种、20%的菇棚: what was done is said once
            phrase.action, phrase.action_span = said.action, said.action_span
            return
    gap = text[earlier.hull.end : quantity.hull.start]
    if (
        phrase.item is None
        and not said.behind
        and said.item is not None
        and quantity.kind in _EXTENTS
        and earlier.kind in _COUNTED
        and said.change is None
        and _AGAIN.match(gap)
    ):
        # 拆除违建36处、共4900平方米: the same things, measured
        phrase.item, phrase.item_span = said.item, said.item_span
        phrase.action, phrase.action_span = said.action, said.action_span
        return
    if phrase.change is not None and phrase.basis is None and len(gap) <= _NEXT:
        # 比前年增加6亿元，增长1.8%; 比前年的9亿元增长2%
        phrase.basis = said.basis if phrase.item is None or phrase.item == said.item else None
        phrase.basis = phrase.basis or said.compared
    shares = quantity.kind in SHARES and earlier.kind in SHARES
    level = text[quantity.hull.start - 1] in _LEVEL
    if phrase.change is not None and phrase.basis is None and shares and not level:
        phrase.basis = said.basis  # 同比增长8.3%，其中装备制造业增长14.6%
    grown = phrase.item is None and said.item is None and phrase.change is not None and len(gap) <= _GROWS
    if grown and _names(text, earlier, said):
        phrase.item, phrase.item_span = said.action, said.action_span  # 接单2305件，同比增长12%: what is done grows
    if phrase.item is not None or said.item is None:
        return
    # 完成工业总产值320亿元、增长4%: the quantity that grows stands in the clause before
    grows = phrase.change is not None or quantity.kind in SHARES or phrase.compared is not None
    same = (phrase.bare or counts) and quantity.unit == earlier.unit and quantity.kind is not UnitKind.MONEY
    people = quantity.kind is earlier.kind is UnitKind.PEOPLE and phrase.action is None
    if grows or same or (people and quantity.hull.start - earlier.hull.end < _NEAR):
        phrase.item, phrase.item_span = said.item, said.item_span


def _names(text: str, earlier: Quantity, said: Phrase) -> bool:
    """Whether what was done is a noun too, which can rise and fall: 接单2305件, 进口3亿元, but not 完成3亿元."""
    verb, place = said.action, said.action_span
    if verb is None or place is None or word_classes().get(verb) != "B" or verb in roles().light:
        return False
    before = text[max(0, place.start - 2) : place.start]
    opens = before[-1:] in ("", *CLAUSE_END) or word_classes().get(before) == "t"
    return opens or earlier.kind is UnitKind.MONEY


def _opens_series(text: str, quantity: Quantity) -> bool:
    """Whether another number of the same row follows: 4.9%和6.2%."""
    return bool(_SERIES.match(text, quantity.hull.end))


def _compared_with(text: str, sentence: int, position: int) -> str | None:
    """What a whole sentence compares with: 与2019年相比，浓度下降38%，优良天数增加61天."""
    at = text.rfind("相比", sentence, position)
    match = _COMPARED_WITH.search(text, max(sentence, at - _NEAR), at + 3) if at >= 0 else None
    return match[1] if match else None


def _take_subject(text: str, sentence: int, lowest: int, quantity: Quantity, phrase: Phrase) -> None:
    """Add the subject of the clause before to a phrase that says nothing but the number: 外贸稳步增长，突破9亿元.

    So does a rate alone: 粮食再获丰收，同比增长3%.
    """
    clause = clause_start(text, quantity.hull.start, sentence)
    if clause < lowest and (found := subject(text, clause, lowest)) is not None:
        phrase.item, phrase.item_span = found.of(text), found  # 通行效率较目前提升50%
    elif text[clause - 1 : clause] in ("，", ","):
        found = subject(text, clause_start(text, clause - 1, sentence), clause - 1)
        if found is not None:
            phrase.item, phrase.item_span = found.of(text), found


def _take_things(
    text: str,
    found: Sequence[tuple[ReadNumber, Quantity, Phrase]],
    following: Sequence[Quantity],
    phrase: Phrase,
    *,
    own: bool,
) -> None:
    """Deal numbers out to the things named last: 新增企业3家、学校2所，总数分别达到60家和40所; 分别增长4%和3%."""
    row = _row(text, following)
    total = phrase.item if own else ""
    named = [said.item or ("" if own else said.action) for _, _, said in found[-row:]]
    if row > 1 and len(set(named)) == row and all(named):
        phrase.items = phrase.dealt = tuple(f"{item}{total}" for item in named)
        phrase.item = phrase.items[0]


def _deal(phrase: Phrase, item: str, following: Sequence[Quantity], text: str) -> None:
    """Deal a row of numbers out to the list that the clause before speaks of: 滦河、海河水温较高，分别为…."""
    named = members_of(item)
    if 1 < len(named) == _row(text, following):
        phrase.items = phrase.dealt = named
        phrase.item = named[0]


def _row(text: str, following: Sequence[Quantity]) -> int:
    """How many numbers stand in one row, from the first of `following` on."""
    row = 1
    while row < min(len(following), _LONGEST_ROW) and same_series(text, following[row - 1], following[row]):
        row += 1
    return row


def _take_object(text: str, sentence: int, quantity: Quantity, phrase: Phrase, action: Span) -> None:
    """Add the object of the clause before where this one only says what was done: 购置垃圾箱，目前已布设5台."""
    clause = clause_start(text, action.start, sentence)
    if text[clause - 1 : clause] in ("，", ",") and action.end <= quantity.hull.start:
        found = object_at_end(text, clause_start(text, clause - 1, sentence), clause - 1)
        if found is not None and says_only_when(text, clause, action.start):
            phrase.item, phrase.item_span = found.of(text), found


def _statistic(
    text: str,
    number: ReadNumber,
    quantity: Quantity,
    phrase: Phrase,
    sentence: int,
    status: Status,
    acts: bool,
    governing: Governing,
    localities: Localities,
) -> Statistic:
    spans = [quantity.hull, *(span for span in (phrase.item_span, phrase.action_span) if span is not None)]
    near = [span for span in spans if span.start >= sentence]
    whole = Span(min(span.start for span in near), max(span.end for span in near))
    base_value, base_unit = base_of(quantity)
    period = governing.at(quantity.span.start, acts=acts, status=status)
    if status is Status.REPORTED and governing.is_to_come(period, quantity.span.start):
        status = Status.PLANNED
    return Statistic(
        text=whole.of(text),
        number=quantity.number,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        base_value=base_value,
        base_unit=base_unit,
        qualifier=quantity.qualifier,
        item=phrase.item,
        action=phrase.action,
        change=phrase.change,
        basis=phrase.basis,
        period=period,
        place=localities.at(quantity.hull.start, governing.paragraph(quantity.hull.start)),
        status=status,
        certainty=number.certainty,
        rule=number.rule,
        span=quantity.span,
    )


def base_of(quantity: Quantity) -> tuple[Decimal | None, str | None]:
    """The value of a measure in the unit of its kind, and that unit."""
    row, value = quantity.row, quantity.value
    if row is None or not row.base_unit or row.factor is None or value is None:
        return None, None
    with localcontext() as context:
        context.prec = 80
        exact = value * row.factor
    with localcontext() as context:
        context.prec = 28
        value = exact if len(exact.as_tuple().digits) <= 28 else +exact
    return (
        value.quantize(Decimal(1)) if value == value.to_integral_value() and value.adjusted() < 27 else value
    ), row.base_unit
