"""Statistics of a plain string: how many or how much of what, by whom, when, and whether it happened."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext

from attrs import frozen

from govnews.errors import WrongOption, WrongType
from govnews.finding.behind import subject
from govnews.finding.clauses import SHARES, Phrase, clause_start
from govnews.finding.dates import day_of
from govnews.finding.initiatives import initiative_spans
from govnews.finding.localities import Localities
from govnews.finding.periods import Governing, find_times
from govnews.finding.phrases import describe, same_series
from govnews.finding.places import find_places, place_code
from govnews.finding.plans import find_plans
from govnews.finding.quantities import Quantity
from govnews.finding.readings import ReadNumber, read_numbers
from govnews.finding.roles import roles
from govnews.finding.statuses import Sentences, Statuses
from govnews.models import Place, Reading, Statistic, Status
from govnews.reference import Reference, UnitKind, using
from govnews.spans import Span

_LEADS = re.compile("(?:全[国省市区县镇街]|各类?|首批)\\Z")
_BRACKETS = re.compile("[（(][^（）()]*[）)]")
_LIST_MARKS = ("、", "和", "及", "与", "以及")
_COMPARED_WITH = re.compile("((?:与|同|和|跟|较|比)[^，,。；;]{1,20}相比)[，,]")
_NEAR = 30  # characters within which people are counted twice: 党员30人，其中女性10人
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
        return explain(text, names=names, published=checked_day(published), home=home).statistics


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


def explain(
    text: str,
    *,
    names: Sequence[Span] | None = None,
    published: date | None = None,
    places: Sequence[Place] | None = None,
    home: str | None = None,
) -> NumbersRead:
    """The readings and the statistics of `text`, from one pass; `home` is the code of the page's district."""
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    if names is None:
        names = initiative_spans(text)
    times = find_times(text)
    numbers = read_numbers(text, names, times)
    if places is None:
        places = find_places(text, place=home) if any(number.quantity for number in numbers) else ()
    localities = Localities(text, places, home)
    return NumbersRead(text, numbers, tuple(_statistics(text, numbers, Governing(text, times, published), localities)))


def _statistics(
    text: str, numbers: Sequence[ReadNumber], governing: Governing, localities: Localities
) -> list[Statistic]:
    statuses, sentences = Statuses(text), Sentences(text)
    time_ends = governing.adverbial_ends
    found: list[tuple[ReadNumber, Quantity, Phrase, int, Status, bool]] = []
    acted = -1  # where the sentence begins in which somebody did something
    plans = find_plans(text)
    plan_ends = [span.end for span in plans]
    before: tuple[Quantity, Phrase] | None = None
    floor = 0
    counted = [(number, number.quantity) for number in numbers if number.quantity is not None]
    for n, (number, quantity) in enumerate(counted):
        whole, sentence = sentences.around(quantity.hull.start)
        k = bisect_right(time_ends, quantity.hull.start) - 1
        lowest = max(sentence, floor, time_ends[k] if k >= 0 else 0)
        ceiling = counted[n + 1][0].start if n + 1 < len(counted) else len(text)
        phrase = describe(text, quantity, lowest, ceiling)
        if before is not None and before[0].hull.end > sentence - 1:
            _inherit(text, before, quantity, phrase)
        elif phrase.bare:
            _take_subject(text, sentence, quantity, phrase)
        if phrase.change is not None and phrase.basis is None:
            phrase.basis = _compared_with(text, sentence, quantity.hull.start)
        k = bisect_right(plan_ends, quantity.hull.start)
        planned = k < len(plans) and plans[k].start <= quantity.hull.start
        status = statuses.at(quantity.hull, whole, sentence)
        if planned and status is Status.REPORTED:
            status = Status.PLANNED
        # 5月2日游客量达到3万人次: what is counted by turns happened, with or without a verb; and the parts of
        # what happened did: 7月3日新增病例30例，其中输入病例8例.
        acts = phrase.action is not None or phrase.change is not None or quantity.unit in roles().doing_unit
        if not acts and before is not None and acted == whole and before[0].unit == quantity.unit:
            gap = text[before[0].hull.end : quantity.hull.start]
            acts = "其中" in gap or len(gap) <= _PART
        if acts:
            acted = whole
        found.append((number, quantity, phrase, sentence, status, acts))
        before = (quantity, phrase)
        # what has been counted in front of a list is no part of its next member: 9个项目、金额8亿元
        floor = quantity.hull.end
        if phrase.behind and phrase.item_span and text[phrase.item_span.end : phrase.item_span.end + 1] == "、":
            floor = phrase.item_span.end
    return [_statistic(text, *one, governing, localities) for one in found]


def _inherit(text: str, before: tuple[Quantity, Phrase], quantity: Quantity, phrase: Phrase) -> None:
    """Add to a phrase what its number takes from the one before it in the same sentence."""
    earlier, said = before
    row = same_series(text, earlier, quantity)
    if said.items and (row or phrase.item is None):
        # 城镇、农村居民收入分别增长4%、6%: each number has its own member of the list
        phrase.items = said.items[1:] or said.items
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
    counts = quantity.kind not in SHARES and phrase.change is None
    if counts and said.action is not None and phrase.action is None and (said.behind or not phrase.behind):
        member = phrase.item_span.start if phrase.item_span else quantity.hull.start
        behind = said.item_span.end if said.behind and said.item_span else earlier.hull.end
        between = _LEADS.sub("", _BRACKETS.sub("", text[behind : min(member, quantity.hull.start)]))
        if between in _LIST_MARKS or (between in ("", "，", ",") and phrase.behind):
            # 发放补贴5亿元、救助金3亿元: what was done is said once
            phrase.action, phrase.action_span = said.action, said.action_span
            return
    gap = text[earlier.hull.end : quantity.hull.start]
    if phrase.change is not None and phrase.basis is None and len(gap) <= _NEXT:
        # 比前年增加6亿元，增长1.8%; 比前年的9亿元增长2%
        phrase.basis = said.basis if phrase.item is None or phrase.item == said.item else None
        phrase.basis = phrase.basis or said.compared
    shares = quantity.kind in SHARES and earlier.kind in SHARES
    if phrase.change is not None and phrase.basis is None and shares:
        phrase.basis = said.basis  # 同比增长8.3%，其中装备制造业增长14.6%
    if phrase.item is not None or said.item is None:
        return
    # 完成工业总产值320亿元、增长4%: the quantity that grows stands in the clause before
    grows = phrase.change is not None or quantity.kind in SHARES or phrase.compared is not None
    same = (phrase.bare or counts) and quantity.unit == earlier.unit and quantity.kind is not UnitKind.MONEY
    people = quantity.kind is earlier.kind is UnitKind.PEOPLE and phrase.action is None
    if grows or same or (people and quantity.hull.start - earlier.hull.end < _NEAR):
        phrase.item, phrase.item_span = said.item, said.item_span


def _compared_with(text: str, sentence: int, position: int) -> str | None:
    """What a whole sentence compares with: 与2019年相比，浓度下降38%，优良天数增加61天."""
    at = text.rfind("相比", sentence, position)
    match = _COMPARED_WITH.search(text, max(sentence, at - _NEAR), at + 3) if at >= 0 else None
    return match[1] if match else None


def _take_subject(text: str, sentence: int, quantity: Quantity, phrase: Phrase) -> None:
    """Add the subject of the clause before to a phrase that says nothing but the number: 外贸稳步增长，突破9亿元."""
    clause = clause_start(text, quantity.hull.start, sentence)
    if text[clause - 1 : clause] in ("，", ","):
        found = subject(text, clause_start(text, clause - 1, sentence), clause - 1)
        if found is not None:
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
        period=governing.at(quantity.span.start, acts=acts),
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
