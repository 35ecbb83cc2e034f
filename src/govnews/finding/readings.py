"""Gives every number of a text its one reading, by rules tried in order."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from operator import itemgetter

from attrs import define, evolve, frozen

from govnews import reference
from govnews.charsets import first_characters, last_characters
from govnews.finding.numerals import HAN_NUMERALS, NUMBER
from govnews.finding.periods import TimeExpression
from govnews.finding.quantities import Quantity, may_follow_digit, read_quantity, unit_at
from govnews.finding.roles import roles
from govnews.models import Certainty, Qualifier, Reading, ReadingKind
from govnews.reference import Unit, UnitKind
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import word_classes

# The order in which the kinds of rows are tried: what looks most like a name of something goes first.
ORDER = (
    ReadingKind.DATE,
    ReadingKind.TIME,
    ReadingKind.PERIOD,
    ReadingKind.FORMULA,
    ReadingKind.NAME,
    ReadingKind.CONTACT,
    ReadingKind.CODE,
    ReadingKind.RANK,
    ReadingKind.ORDINAL,
    ReadingKind.ADDRESS,
    ReadingKind.SCORE,
    ReadingKind.IDIOM,
    ReadingKind.WORD,
    ReadingKind.UNKNOWN,
)

_LOOK_BACK = 24
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_MORE_DIGITS = re.compile("[0-9０-９]+")
_LINE_END = re.compile("[\n\f]")
_MAKES_QUANTITY = frozenset("分成番半/至到-—－–~～、 　多余")  # behind 一, which counts nothing by itself
_LONGEST_SERIES = 8  # numbers that print their unit once
_SERIES = ("、", "和", "及", "与")
# A quotation without a mark inside is a name, behind a colon it is speech.
_QUOTED_NAME = re.compile("[“‘](?<![：:][“‘])[^“”‘’「」『』，,。！？!?；\n\f]{1,14}[”’]")
# Two halves of five or seven characters are a saying: “春种一粒粟，秋收万颗子”.
_COUPLET = re.compile(
    "[“‘](?:[\u3400-\u9fff]{5}[，,][\u3400-\u9fff]{5}|[\u3400-\u9fff]{7}[，,][\u3400-\u9fff]{7})[。！]?[”’]"
)
_TITLE = re.compile("《[^《》\n\f]{1,80}》")
_MEASURES = frozenset(
    (
        UnitKind.MONEY, UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS, UnitKind.VOLUME, UnitKind.ENERGY,
        UnitKind.POWER, UnitKind.RATIO, UnitKind.DATA, UnitKind.RATE, UnitKind.TEMPERATURE,
    )
)  # fmt: skip
# Units that seldom count by themselves: 6.4级地震, 12期, 28层, 65岁, 3路公交, 5号.
_ORDER_LIKE = frozenset("级号期届层楼岁路版代线页卷章折度周日月大")
# 参保人数增加350万: nobody writes 万 and 亿 but for an amount; 2023万达广场 is a year and a name.
_WEIGHTY = re.compile("(?!(?:19|20)[0-9]{2}万[\u4e00-\u9fff])[0-9０-９][^万亿，。；、]*[万亿]")


@frozen
class _Rule:
    kind: ReadingKind
    id: str
    before: re.Pattern[str] | None
    number: re.Pattern[str] | None
    after: re.Pattern[str] | None
    numbers: frozenset[str] | None
    """With what its number may begin, `None` if with anything."""
    lefts: frozenset[str] | None
    """With what the text in front of the number ends."""
    rights: frozenset[str] | None
    """With what the text behind the number begins."""


@per_reference
def _rules() -> tuple[_Rule, ...]:
    rows = sorted(reference.readings(), key=lambda row: ORDER.index(row.kind))
    return tuple(
        _Rule(
            row.kind,
            row.id,
            re.compile(rf"(?:{row.before})\Z") if row.before else None,
            re.compile(row.number) if row.number else None,
            re.compile(row.after) if row.after else None,
            first_characters(row.number) if row.number else None,
            last_characters(row.before) if row.before else None,
            first_characters(row.after) if row.after else None,
        )
        for row in rows
    )


def _masks(sets: Sequence[frozenset[str] | None]) -> tuple[Mapping[str, int], int]:
    """For each character the rules that it allows, as bits in their order; and those that any other one allows."""
    rest = sum(1 << i for i, characters in enumerate(sets) if characters is None)
    known: dict[str, int] = {}
    for i, characters in enumerate(sets):
        for character in characters or ():
            known[character] = known.get(character, rest) | 1 << i
    return known, rest


@per_reference
def _allowed() -> tuple[tuple[Mapping[str, int], int], ...]:
    """Which rules can hold for a number that begins so, behind this character, in front of that one."""
    rules = _rules()
    return _masks([r.numbers for r in rules]), _masks([r.lefts for r in rules]), _masks([r.rights for r in rules])


@per_reference
def _rules_of(mask: int) -> tuple[_Rule, ...]:
    return tuple(rule for i, rule in enumerate(_rules()) if mask >> i & 1)


@define
class ReadNumber:
    """A number with its reading, and with its quantity if it is a statistic."""

    start: int
    end: int
    kind: ReadingKind
    rule: str
    quantity: Quantity | None = None
    certainty: Certainty = Certainty.HIGH

    def reading(self, text: str) -> Reading:
        """The reading for those who ask for more than the statistics."""
        span = Span(self.start, self.end)
        return Reading(span.of(text), self.kind, self.rule, span)


def read_numbers(text: str, names: Sequence[Span], times: Sequence[TimeExpression]) -> list[ReadNumber]:
    """Every number of `text` with its one reading, in order; `names` and `times` are what others found there."""
    found: list[ReadNumber] = []
    known = (_named(text, names), _Stretches([(t.span.start, t.span.end, t.kind, t.row.id) for t in times]))
    frames = _Stretches(
        [
            *((*match.span(), ReadingKind.NAME, "quoted-name") for match in _QUOTED_NAME.finditer(text)),
            *((*match.span(), ReadingKind.NAME, "title-marks") for match in _TITLE.finditer(text)),
            *((*match.span(), ReadingKind.IDIOM, "couplet") for match in _COUPLET.finditer(text)),
        ]
    )
    covered = 0  # end of the last reading
    for match in NUMBER.finditer(text):
        start, end = match.span()
        if end <= covered:
            continue
        if start < covered:
            start = covered
        for stretches in known:
            # The reading of a number inside a name or a time expression is of the whole expression: 3月1日至.
            if start >= stretches.next and (stretch := stretches.around(start)):
                read = ReadNumber(max(covered, stretch[0]), max(end, stretch[1]), stretch[2], stretch[3])
                break
        else:
            by_rows = _by_rows(text, start, end, covered)
            if by_rows is not None:
                read = by_rows
            elif start >= frames.next and (stretch := frames.around(start)) and end <= stretch[1]:
                # A number inside a short quotation or a title is part of a name: “三农”, 《奇境…》等3部 aside.
                read = ReadNumber(start, end, stretch[2], stretch[3])
            else:
                read = _by_quantity(text, start, end)
                read.start = max(read.start, covered)
        found.append(read)
        covered = read.end
    return found


class _Stretches:
    """Stretches of a text in their order, of which one after the other is asked for."""

    def __init__(self, stretches: list[tuple[int, int, ReadingKind, str]]) -> None:
        self._stretches = sorted(stretches, key=itemgetter(0))
        self._at = 0
        self.next = stretches[0][0] if (stretches := self._stretches) else sys.maxsize
        """Where the first one begins that has not been passed."""

    def around(self, position: int) -> tuple[int, int, ReadingKind, str] | None:
        """The last stretch that begins at or before `position`, if it ends behind it; positions only grow."""
        stretches = self._stretches
        at = self._at
        while at + 1 < len(stretches) and stretches[at + 1][0] <= position:
            at += 1
        self._at = at
        if position < stretches[at][1]:
            self.next = stretches[at][0]
            return stretches[at]
        self.next = stretches[at + 1][0] if at + 1 < len(stretches) else sys.maxsize
        return None


def _named(text: str, names: Sequence[Span]) -> _Stretches:
    formulas = (ReadingKind.NAME, ReadingKind.FORMULA)
    return _Stretches([(a, b, formulas[_is_formula(text, a, b)], "initiative") for a, b in map(_ends, names)])


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_formula(text: str, start: int, end: int) -> bool:
    return text.find("+", start, end) >= 0 or text.find("＋", start, end) >= 0


def _by_rows(text: str, start: int, end: int, covered: int) -> ReadNumber | None:
    # What stands on another line says nothing about a number.
    before = text[start - 1 : start] if start > covered else ""
    behind = text[end : end + 1]
    (numbers, any_number), (lefts, any_left), (rights, any_right) = _allowed()
    mask = numbers.get(text[start], any_number) & lefts.get(before, any_left) & rights.get(behind, any_right)
    if not mask:
        return None
    run = text[start:end]
    line = max(text.rfind("\n", covered, start), text.rfind("\f", covered, start)) + 1
    lowest = max(covered, line, start - _LOOK_BACK)
    line_end = _LINE_END.search(text, end, end + _LOOK_BACK)
    right_end = line_end.start() if line_end else len(text)
    left = text[lowest:start]
    for rule in _rules_of(mask):
        if rule.number is not None and not rule.number.fullmatch(run):
            continue
        close = end
        if rule.after is not None:
            after = rule.after.match(text, end, right_end)
            if after is None:
                continue
            close = after.end()
            if text[close - 1 : close] in _DIGITS and (more := _MORE_DIGITS.match(text, close)):
                close = more.end()  # a run of digits is not cut
        open_ = start
        if rule.before is not None:
            found = rule.before.search(left)
            if found is None:
                continue
            open_ = lowest + found.start()
        return ReadNumber(open_, close, rule.kind, rule.id)
    return None


def _by_quantity(text: str, start: int, end: int) -> ReadNumber:
    first = text[start]
    if end - start == 1 and first in "一二三四五六七八九" and text[end : end + 1] not in may_follow_digit():
        # 统一, 之一, 三农: most of these characters stand in words, and only a unit could make one a count.
        return ReadNumber(start, end, ReadingKind.WORD, "no-unit")
    if first == "一" and end - start == 1 and text[end] not in _MAKES_QUANTITY:
        return ReadNumber(start, end, ReadingKind.WORD, "indefinite-one" if unit_at(text, end) else "no-unit")
    quantity = read_quantity(text, start, end)
    if quantity is None:
        han = first in HAN_NUMERALS or first in "几数"
        return ReadNumber(start, end, ReadingKind.WORD if han else ReadingKind.UNKNOWN, "no-number")
    if text[quantity.hull.end : quantity.hull.end + 1] in _SERIES:
        if quantity.row is None:
            quantity = _with_shared_unit(text, quantity)
        elif quantity.unit == "个" and (point := _point_of_series(text, quantity.hull.end)):
            quantity = evolve(quantity, row=point, unit=point.canonical or point.unit)
    counts, rule, certainty = _counts(text, quantity)
    if not counts:
        return ReadNumber(start, end, ReadingKind.WORD if quantity.numeral.han else ReadingKind.UNKNOWN, rule)
    span = quantity.span
    return ReadNumber(span.start, span.end, ReadingKind.STATISTIC, rule, quantity, certainty)


def _with_shared_unit(text: str, quantity: Quantity) -> Quantity:
    """The quantity with the unit that a series prints once: 分别下降2.9、3.2、5个百分点."""
    at = quantity.hull.end
    for _ in range(_LONGEST_SERIES):
        following = NUMBER.match(text, at + 1) if text[at : at + 1] in _SERIES else None
        if following is None:
            break
        at = following.end()
        unit = unit_at(text, at)
        if unit is not None:
            dealt = "分别" in text[max(0, quantity.hull.start - _LOOK_BACK) : quantity.hull.start]
            shared = unit[1].kind in (UnitKind.RATIO, UnitKind.POINT) and "." in quantity.number
            return evolve(quantity, row=unit[1], unit=unit[1].canonical or unit[0]) if dealt or shared else quantity
    return quantity


def _point_of_series(text: str, at: int) -> Unit | None:
    """The unit that a series prints whole at its end: 分别提高7.1个和23个百分点."""
    for _ in range(_LONGEST_SERIES):
        following = NUMBER.match(text, at + 1) if text[at : at + 1] in _SERIES else None
        unit = unit_at(text, following.end()) if following else None
        if following is None or unit is None or unit[0][0] != "个":
            return None
        if unit[1].kind is UnitKind.POINT:
            return unit[1]
        at = following.end() + len(unit[0])
    return None


def _counts(text: str, quantity: Quantity) -> tuple[bool, str, Certainty]:
    """Whether a quantity says how many or how much, by which rule, and how sure that is."""
    numeral, row = quantity.numeral, quantity.row
    qualified = quantity.qualifier is not Qualifier.EXACT
    one = numeral.han and quantity.value == 1
    small = numeral.han and not numeral.scaled and not qualified and quantity.low is None
    if numeral.bare and not qualified and not _opens_count(text, quantity):
        return False, "bare-scale", Certainty.HIGH
    if row is None:
        if "/" in quantity.number or "分之" in quantity.number:
            return True, "fraction", Certainty.HIGH
        if numeral.scaled and not numeral.han and _noun_behind(text, quantity.hull.end):
            return True, "scaled-noun", Certainty.MEDIUM
        if numeral.scaled and qualified and not numeral.han:
            return True, "scaled-qualified", Certainty.MEDIUM
        if (
            _WEIGHTY.match(text, quantity.span.start, quantity.span.end + 1)
            and text[quantity.span.end : quantity.span.end + 1] != "级"
        ):
            return True, "scaled-alone", Certainty.LOW
        return False, "no-unit", Certainty.HIGH
    if one:
        return False, "indefinite-one", Certainty.HIGH
    rule = f"unit:{row.id}"
    if row.unit in _ORDER_LIKE:
        return _order_like(text, quantity, rule)
    if row.kind in _MEASURES or row.safe:
        if small and row.kind not in (UnitKind.MONEY, UnitKind.RATIO, UnitKind.POINT) and not row.safe:
            return False, "small-count", Certainty.MEDIUM
        return True, rule, Certainty.HIGH
    if row.kind is UnitKind.POINT:
        # 9点 is a time, 122.3点 an index, 92.5分 a score.
        decimal = "." in quantity.number
        return (True, rule, Certainty.MEDIUM) if decimal or row.unit != "点" else (False, "point", Certainty.MEDIUM)
    if row.kind is UnitKind.TIME:
        if small and not row.unit.startswith("个"):
            return False, "small-duration", Certainty.MEDIUM
        return True, rule, Certainty.MEDIUM
    if small:
        if _done_to(text, quantity):
            return True, f"{rule}:done", Certainty.MEDIUM
        return False, "small-count", Certainty.MEDIUM
    return True, rule, Certainty.HIGH


def _opens_count(text: str, quantity: Quantity) -> bool:
    """Whether 万名, 百余户 without a digit counts: behind a verb it does (招募了万名志愿者), in a name it does not."""
    if quantity.row is None:
        return False
    return _done_to(text, quantity) and (
        quantity.row.kind in (UnitKind.PEOPLE, UnitKind.HOUSEHOLD) or quantity.row.safe
    )


def _done_to(text: str, quantity: Quantity) -> bool:
    """Whether a verb of doing stands right in front of the number: 新增三家, 建成了两座."""
    left = text[max(0, quantity.hull.start - 5) : quantity.hull.start].rstrip("了共出成过")
    classes = word_classes()
    if any(classes.get(left[-n:]) in ("A", "B", "S") for n in (2, 3, 4) if len(left) >= n):
        return True
    return classes.get(left[-1:]) == "A" and left[-2:-1] in roles().before_action


def _order_like(text: str, quantity: Quantity, rule: str) -> tuple[bool, str, Certainty]:
    """级, 期, 岁 and their like count only where the text shows it: 共举办12期, 平均年龄42岁."""
    left = text[max(0, quantity.hull.start - 8) : quantity.hull.start]
    unit = quantity.row.unit if quantity.row else ""
    if unit == "岁":
        return bool(re.search("(?:年龄|寿命|平均)[^，。\n\f]{0,4}\\Z", left)), rule, Certainty.MEDIUM
    if unit == "折":
        return True, rule, Certainty.MEDIUM
    if unit == "度":
        power = any(word in text[max(0, quantity.hull.start - 16) : quantity.hull.end + 1] for word in roles().power)
        return power, rule if power else "order-like", Certainty.MEDIUM
    if unit in "日周" and not quantity.numeral.han:
        return bool(re.search("(?:为期|历时|达|共|连续|用时|缩短|压缩)[^，。\n\f]{0,3}\\Z", left)), rule, Certainty.LOW
    if re.search("(?:共|累计|举办|开展|办|刊发|出版|推出|发放|培训|建|达)[^，。\n\f]{0,5}\\Z", left) and not (
        quantity.numeral.han and not quantity.numeral.scaled
    ):
        return True, rule, Certainty.LOW
    return False, "order-like", Certainty.MEDIUM


def _noun_behind(text: str, position: int) -> bool:
    """Whether a thing that can be counted follows: 17万婴幼儿, 3万多农民."""
    classes = word_classes()
    for length in (4, 3, 2):
        kind = classes.get(text[position : position + length])
        if kind is not None and len(text[position : position + length]) == length:
            return kind in "nga"
    return False
