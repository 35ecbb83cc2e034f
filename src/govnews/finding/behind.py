"""The words behind a number: the noun that it counts, and a verb that ends the clause."""

from __future__ import annotations

import re

from govnews.finding.clauses import CLAUSE_END, JOINS, LIST_MARKS, MEASURED, OF, REACH, SHARES, trimmed
from govnews.finding.quantities import SPACES, Quantity
from govnews.finding.roles import roles
from govnews.reference import UnitKind
from govnews.spans import Span
from govnews.words import WordsBefore, WordsBehind, word_classes

_VERB_ENDS = ("", *CLAUSE_END, "、", "以", "和")
_OTHERS = ("其他", "其它", "各类", "各种")
_CLOSES = re.compile("[，,。；;：！？!?\\n\\f…]")
# Behind these a verb says what is done with them: 投资150万元实施…, 70%用于维修.
_TAKE_NO_VERB = (UnitKind.MONEY, UnitKind.TIME, *SHARES)
_DOERS = (UnitKind.PEOPLE, UnitKind.HOUSEHOLD, UnitKind.ORGANISATION, UnitKind.MONEY, *SHARES)
_COUNTED = (UnitKind.THING, UnitKind.ORGANISATION, UnitKind.EVENT)
_ASPECT = "方面"  # no name goes on behind it: 16个方面|总结
_PERSON = "人"
_MOST_INSIDE = 5  # words between a verb inside a name and its end
_ENDS = ("", *CLAUSE_END)
_NAME_ENDS = frozenset((*CLAUSE_END, "、"))
_ONE = "一"  # 一大批, 一名: it begins what is counted anew
_ASPECTS = ("了", "过")  # 学会了: only a verb stands in front of these
_AGE_DIGITS = frozenset("0123456789一二三四五六七八九十")
_AGE = re.compile("[0-9一二三四五六七八九十]{1,3}周?岁及?以[上下]的?")  # 2万名60周岁以上老人
_MODIFIER_ENDS = "性年月日"  # 经营性|收入: what such a word ends goes with the next one
_LINE_END = re.compile("[\n\f]")
_OPENS = re.compile("[“‘「《（(]")


def _head_ahead(found: WordsBehind, n: int, stop: int, quantity: Quantity) -> int:
    """Which word ends a name with verb `n` in it, if the clause ends there: 资金|运营|中心, 重点|帮扶|县; or 0."""
    if quantity.kind not in _COUNTED or found.kinds[n] not in "BI" or found.printed[n - 1].endswith(roles().payer):
        return 0  # 5家企业投资项目: they do it
    k = n
    while found.reaches(k + 1) and k < n + _MOST_INSIDE and found.kinds[k + 1] in "vSBgna?":
        k += 1
    ends = found.end(k) == stop or (found.reaches(k + 1) and found.printed[k + 1][0] in _NAME_ENDS)
    named = found.printed[k].endswith((*roles().described, *roles().payer)) or found.printed[k][-1] in roles().place_end
    return k if k > n and ends and named else 0


def _begins_list(text: str, at: int, ceiling: int) -> bool:
    """Whether what stands behind a mark are the members that the next number counts: 5项工程和果苗补植等12项任务."""
    return text.startswith("等", ceiling - 1) and not _CLOSES.search(text, at, ceiling)


def noun_behind(text: str, quantity: Quantity, ceiling: int, *, has_noun: bool) -> tuple[Span, Span | None] | None:
    """The noun phrase behind a number, and a verb that ends the clause behind it (2部电梯加装)."""
    at = quantity.hull.end
    stop = min(len(text), at + REACH, ceiling)
    while at < stop and text[at] in SPACES:
        at += 1
    if at < stop and text[at] in _AGE_DIGITS and (age := _AGE.match(text, at, stop)):
        at = age.end()  # 2万名60周岁以上老人
    if at >= stop or text[at] in CLAUSE_END:
        return None
    line = _LINE_END.search(text, at, stop)
    if line is not None:
        stop = line.start()  # a bracket that is not closed reaches over no line
    close = _CLOSES.search(text, at, stop)
    if close is not None and not _OPENS.search(text, at, close.start()):
        stop = close.start() + 1  # the mark shows that the clause ends there
    of = text[at] == "的"
    found = WordsBehind(text, at + of, stop)
    starts, kinds, prints, reaches = found.starts, found.kinds, found.printed, found.reaches
    start = last = inside = None
    verb: Span | None = None
    n = -1
    while reaches(n := n + 1):
        kind, printed = kinds[n], prints[n]
        if (kind in "ng?q" or (kind == "a" and last is None)) or (kind == "b" and last is not None):
            if kind == "?" and printed[0].isdigit():
                break
            if kind == "q" and last is not None and word_classes().get(printed[1:-1], "") in ("A", "B", "v"):
                break  # 与1596个网格“绑定”
            start = starts[n] if start is None else start
            last = n
            if printed == _ASPECT:
                break  # 16个方面|总结
            continue
        follower = kinds[n + 1] if reaches(n + 1) else None
        if kind in "ABvS" and last is not None and text[found.end(n) : found.end(n) + 1] in roles().noun_making:
            last = n  # 租赁|管理型公司
            continue
        if kind in "BI" and last is not None and (head := _head_ahead(found, n, stop, quantity)):
            n = last = head
            continue
        if printed in LIST_MARKS:
            if last is None or follower is None or _begins_list(text, starts[n], ceiling):
                break
            after = kinds[n + 2] if reaches(n + 2) else None
            if follower in "vSB" and after is not None and after in "ng":
                if prints[n + 2].endswith(roles().person) or prints[last].endswith(roles().person):
                    continue  # 党员、离休教师: a member that begins with a verb
                break  # 应对6次寒潮、抢修大棚
            if prints[n + 1] in roles().uncounted_many or text[starts[n + 1]] in _ONE:
                break  # 9家展馆、一大批书店
            if prints[n + 1] in _OTHERS:
                n += 1  # 文化及其他领域项目
                continue
            if follower not in "na?qg" or (follower == "?" and text[starts[n + 1]].isdigit()):
                break
            if follower == "g" and (after is None or after not in "ng"):
                break
            continue
        if printed == "等" and last is not None:
            if follower is not None and follower in "nga?":
                continue
            break
        if kind in "vSB" and last is not None and n and prints[n - 1] in LIST_MARKS:
            continue
        if kind == "a" and last is not None:
            if follower is None or follower not in "ng?":
                break
            continue
        if kind in "ABvS" and last is None and n == 0 and len(printed) > 1:
            if (
                follower is not None
                and follower in "nga?AB"
                and (not of or quantity.kind in (UnitKind.MONEY, UnitKind.TIME))
                and (kind == "B" or quantity.kind not in _TAKE_NO_VERB)
            ):
                start = starts[n]  # 执业律师, 帮办代办事项: a verb in front of its noun
                continue
            break
        if kind in "AB" and last is None and n == 1 and start is not None:
            last = n if of and kind == "B" and quantity.kind is UnitKind.MONEY else None  # 6亿元的改造投资
            continue
        if kind == "v" and n and kinds[n - 1] == "a" and follower is not None and follower in "ng":
            continue  # 自动搬运小车
        if (
            kind == "B"
            and last is not None
            and follower is not None
            and follower in "ng"
            and printed not in roles().light
        ):
            inside = last if inside is None else inside
            continue  # 老人助餐服务点: a noun made of a verb inside the name
        pair = kind == "B" and last is not None and printed not in roles().light and reaches(n + 3)
        if pair and prints[n + 1] in LIST_MARKS and kinds[n + 2] == "B" and kinds[n + 3] in "ng":
            n += 2  # 系统保护和修复工程
            continue
        if of and quantity.kind is UnitKind.TIME and kind == "B" and last is not None and follower == "B":
            continue  # 6年的管网运营维护|服务
        if kind in "ABv" and last is not None and text[found.end(n) : found.end(n) + 1] in _VERB_ENDS:
            if of and quantity.kind is UnitKind.TIME:
                last = n if kind == "B" else last
                break  # 为期10天的医疗服务, 为期10天的展览|开幕
            verb = Span(starts[n], found.end(n))
        break
    relative = start is not None and not of and kinds[0] in "ABv" and quantity.kind in _COUNTED
    if relative and (described := _described(text, starts[0], stop)) and described.start > found.end(last or 0):
        return described, None  # 26项|扶持乡村养老的补贴政策
    if (
        last == 0
        and kinds[0] == "a"
        and reaches(1)
        and kinds[1] == "B"
        and text[found.end(1) : found.end(1) + 1] in _ENDS
    ):
        last = 1  # 45项基本|服务
    elif last == 0 and kinds[0] == "a" and not of and reaches(1) and kinds[1] in "ABvS":
        start = None  # 260台本县制造的收割机
    if start is None or last is None:
        bare = quantity.kind in (*SHARES, *MEASURED, UnitKind.PEOPLE)
        described = None if bare or has_noun else _described(text, at, stop)
        return (described, None) if described else None
    if last > 0 and kinds[last] in "ng" and starts[last] > start and kinds[last - 1] in "nga?q":
        closed = text[found.end(last) : found.end(last) + 1]
        if (closed and closed in _ASPECTS) or (prints[last] in roles().acting):
            last -= 1  # 320位老人|学会了, 300辆电动车|充电
    if last > 0 and _has_next_number(text, found, last, ceiling) and kinds[last - 1] in "ng?":
        last -= 1  # 32个项目|总投资186亿元: the last word belongs to the next number
        while last > 0 and starts[last] > start and (kinds[last] == "a" or prints[last][-1] in _MODIFIER_ENDS):
            last -= 1  # 40个村集体|年经营性收入80万元
    elif inside is not None and found.end(last) == ceiling < len(text):
        last = inside  # 40名队员|值守卡点12处: what was done to the next ones
    last = _countable(found, last, start, quantity)
    if quantity.unit == _PERSON and kinds[0] in "ABvS" and not prints[last].endswith(roles().person):
        return None  # 300人参加活动
    end = found.end(last)
    if end == ceiling and "、" in text[start:end]:
        end = text.rfind("、", start, end)  # 9个项目、金额8亿元: the last member belongs to the next number
    return Span(start, end), verb


def _countable(found: WordsBehind, last: int, start: int, quantity: Quantity) -> int:
    """Which word ends the name of what is counted, and not what is said of it: 300名残疾人|就业, 9个产业|产值."""
    measure = last > 0 and found.starts[last] > start and found.printed[last].endswith(roles().uncounted)
    if measure and quantity.kind in _COUNTED:
        last -= 1
        while last > 0 and found.starts[last] > start and found.kinds[last] in "gB":
            last -= 1  # 23个事项|办理时限
    if quantity.kind not in (UnitKind.PEOPLE, None):
        return last
    k = last
    while k > 0 and found.starts[k] > start and not found.printed[k].endswith(roles().person):
        k -= 1
    return k if found.printed[k].endswith(roles().person) and found.starts[k] >= start else last


def _has_next_number(text: str, found: WordsBehind, last: int, ceiling: int) -> bool:
    """Whether the last word is what the next number measures."""
    between = text[found.end(last) : ceiling].lstrip("均都已")  # 520家民宿|入住率均在九成以上
    has_measure = found.kinds[last] == "g" or found.printed[last].endswith(roles().attribute)
    return has_measure and (not between or between == "在" or between in roles().reached or between in roles().stating)


def _described(text: str, start: int, stop: int) -> Span | None:
    """The noun phrase behind the 的 that ends the description of what is counted: 206家率先签约的参展企业."""
    of = text.find(OF, start, stop)
    if of < 0 or _CLOSES.search(text, start, of):
        return None
    found = WordsBehind(text, of + 1, stop)
    n = 1 if found.reaches(1) and found.kinds[0] in "vSB" and found.kinds[1] in "nga?" else 0  # 参展企业
    while found.reaches(n) and (found.kinds[n] in "nga?q" or (found.printed[n] in LIST_MARKS and n)):
        n += 1
    return Span(of + 1, found.end(n - 1)) if n else None


def first_verb(text: str, name: Span) -> Span | None:
    """The verb that a phrase begins with, if a noun follows: 救助|灰鹤."""
    found = WordsBehind(text, name.start, name.end)
    if not found.reaches(1) or found.kinds[0] not in "AB" or found.kinds[1] not in "nga?":
        return None
    return Span(found.starts[0], found.end(0))


def last_verb(text: str, position: int) -> Span | None:
    """The verb that ends a 将- or 把-clause: 将30个岗亭与90个楼栋绑定, 将12个部门纳入平台."""
    stop = position
    limit = min(len(text), position + REACH)
    while stop < limit and text[stop] not in CLAUSE_END:
        stop += 1
    found = WordsBehind(text, position, stop)
    i = -1
    while found.reaches(i := i + 1):
        start, end, kind, printed = found.starts[i], found.end(i), found.kinds[i], found.printed[i]
        if kind == "q" and word_classes().get(printed[1:-1]) in ("A", "B"):
            return Span(start + 1, end - 1)
        if kind in "AB":
            return Span(start, end)
    return None


def done_to(text: str, position: int, quantity: Quantity) -> Span | None:
    """What the clause says behind the counted things was done to them: 92个排污口均已由施工方封堵.

    People do things themselves (3200名志愿者全程守候), unless the clause says by whom it was done to them.
    """
    stop = position
    limit = min(len(text), position + REACH)
    while stop < limit and text[stop] not in CLAUSE_END:
        stop += 1
    found = WordsBehind(text, position, stop)
    said = by = False
    i = -1
    while found.reaches(i := i + 1):
        kind, printed = found.kinds[i], found.printed[i]
        if printed in roles().undergone:
            said = by = True
        elif printed in roles().whole:
            said = True
        elif kind in ("ABv" if by else "AB") and len(printed) > 1:
            ends = text.startswith(roles().result, found.end(i))
            if printed not in roles().light and (
                (ends or kind == "A" or found.end(i) == stop) if by else (ends and said and quantity.kind not in _DOERS)
            ):
                return Span(found.starts[i], found.end(i))
            if not by:
                return None
        elif kind not in "dLtp" and not (by and kind in "nga?qwb"):
            return None
    return None


def subject(text: str, start: int, end: int) -> Span | None:
    """What the clause `text[start:end]` speaks of: the noun phrase in front of its first verb."""
    found = WordsBehind(text, start, end)
    first = last = None
    i = -1
    while found.reaches(i := i + 1):
        kind = found.kinds[i]
        if kind in "nga?q" or (kind == "B" and found.reaches(i + 1) and found.kinds[i + 1] in "ng"):
            first, last = (i if first is None else first), i
        elif first is not None and found.printed[i] not in JOINS:
            if found.printed[i] != OF:
                break
            first = None  # 由此形成的资金缺口: what stands in front only describes it
    if first is None or last is None or found.end(last) - found.starts[first] < 2:
        return None
    while last > first and found.kinds[last] == "a" and found.end(last) == end:
        last -= 1  # 水温|较高
    return Span(found.starts[first], found.end(last))


def object_at_end(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that ends the clause `text[start:end]`, if a verb of doing stands in front of it."""
    found = WordsBefore(text, start, end)
    i = 0
    while found.reaches(i) and found.kinds[i] in "nga?":
        i += 1
    if not i or found.kinds[0] not in "ng" or not found.reaches(i) or found.kinds[i] not in "AB":
        return None
    return trimmed(text, Span(found.starts[i - 1], end))


def says_only_when(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` holds nothing but adverbs and words of time: 目前已."""
    found = WordsBehind(text, start, end)
    i = -1
    while found.reaches(i := i + 1):
        if found.kinds[i] not in "dLt":
            return False
    return True
