"""A number with its unit and qualifier: where it ends, what it is worth, how exact it is said to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from attrs import evolve, frozen

from govnews import reference
from govnews.errors import WrongType
from govnews.finding.numerals import NUMBER, Numeral, quotient, read_numeral
from govnews.models import Qualifier
from govnews.reference import Position, Unit, UnitKind
from govnews.spans import Span
from govnews.words import word_classes

_CONNECTOR = re.compile(r" ?(?:[-–—~～－]{1,2}|至|到) ?")
_OF_PARTS = re.compile("分之")
_ARABIC_DIGITS = "0123456789０１２３４５６７８９"
_SPACE = re.compile(r"[ 　]?")
_INSIDE_UNIT = re.compile("个[多余]")
_SOURCE_OF_RANGE = re.compile(r"(?:由|从|自)(?:[^，,。；;、]{0,8})\Z")
_ENDS = (*"，,。；;、！？!?：:）)”\n\f", "")
_HUNDRED = Decimal(100)


@frozen
class Quantity:
    """A number as it is printed with its unit, and what it is worth."""

    span: Span
    """Of number and unit."""
    hull: Span
    """With the words that qualify it: 超万人, 6200万亩以上."""
    number: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    row: Unit | None
    """The unit's row in units.csv."""
    qualifier: Qualifier
    numeral: Numeral

    @property
    def kind(self) -> UnitKind | None:
        """What the unit measures; `None` without a unit."""
        return self.row.kind if self.row else None


@cache
def _units_by_first() -> Mapping[str, tuple[tuple[str, Unit], ...]]:
    """The units by their first character, longest first."""
    table: dict[str, list[tuple[str, Unit]]] = {}
    for unit in reference.units():
        table.setdefault(unit.unit[0], []).append((unit.unit, unit))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


@cache
def _unit_named(unit: str) -> Unit | None:
    return next((row for row in reference.units() if row.unit == unit), None)


@cache
def _qualifiers(position: Position) -> tuple[re.Pattern[str], Mapping[str, Qualifier]]:
    rows = sorted((row for row in reference.qualifiers() if row.position is position), key=lambda row: -len(row.text))
    words = "|".join(re.escape(row.text) for row in rows)
    ending = r"(?:了|到|出)?\Z" if position is Position.BEFORE else ""
    return re.compile(f"({words}){ending}"), {row.text: row.qualifier for row in rows}


@cache
def may_follow_digit() -> frozenset[str]:
    """The characters that may stand behind a number of one character which counts something."""
    words = [row.unit for row in reference.units()] + [row.text for row in reference.qualifiers()]
    return frozenset(word[0] for word in words) | frozenset("分成番半至到-—－–~～/、 　")


def unit_at(text: str, position: int) -> tuple[str, Unit] | None:
    """The longest unit that begins at `position`."""
    for printed, unit in _units_by_first().get(text[position : position + 1], ()):
        if text.startswith(printed, position) and not _is_part_of_word(text, position, printed, unit):
            return printed, unit
    return None


def _is_part_of_word(text: str, position: int, printed: str, unit: Unit) -> bool:
    """Whether what looks like a unit only begins a word (12家庭, 5级联动, 30kGB)."""
    end = position + len(printed)
    if printed[-1].isascii() and printed[-1].isalpha():
        return text[end : end + 1].isascii() and text[end : end + 1].isalpha()
    if printed == "人" and text[end : end + 1] in ("口", "才"):
        return True  # 4.1亿人口
    if unit.safe or len(printed) > 1 or printed in "个人名":
        return False
    words = word_classes()
    if text[position : end + 1] not in words or text[position : end + 1] in ("人民", "人均", "家中", "家里"):
        return False
    if text[end + 1 : end + 2] in _ENDS:
        return False  # 十几本书, 3间房: a noun of one character behind the measure word
    # 6种植物 is 种 + 植物: the unit stands where the rest is a word too.
    return not any(text[end : end + n] in words for n in (2, 3, 4))


def _of_parts(text: str, start: int, end: int, whole: Numeral) -> Quantity | None:
    """百分之五点三, 千分之三, 三分之二: the number that begins at `start` is the denominator."""
    part = NUMBER.match(text, end + 2)
    if part is None or whole.value is None:
        return None
    numeral = read_numeral(part[0])
    if numeral is None:
        return None
    span = Span(start, part.end())
    number = text[start : part.end()]
    if text[start:end] in ("百", "千"):
        row = _unit_named("%" if text[start:end] == "百" else "‰")
        scale = Decimal(1)
    else:
        row, scale = None, whole.value
    if numeral.value is None:
        if row is None:
            return None
        return Quantity(span, span, number, None, numeral.low, numeral.high, row.unit, row, Qualifier.EXACT, numeral)
    value = numeral.value if row else quotient(numeral.value, scale)
    if value is None:
        return None
    return Quantity(
        span,
        span,
        number,
        value,
        None,
        None,
        row.unit if row else None,
        row,
        Qualifier.EXACT,
        evolve(numeral, scaled=True),
    )


def _fraction(text: str, start: int, end: int, part: Numeral) -> Quantity | None:
    """3/4 of something; not a date (2023/1/16) and not a path."""
    match = re.compile(r"/([0-9]{1,3})(?![0-9/.])").match(text, end)
    if match is None or part.value is None or (start and text[start - 1] in "/0123456789") or "." in text[start:end]:
        return None
    whole = Decimal(match[1])
    if part.value >= whole:
        return None
    value = quotient(part.value, whole)
    span = Span(start, match.end())
    return Quantity(
        span, span, text[start : match.end()], value, None, None, None, None, Qualifier.EXACT, evolve(part, scaled=True)
    )


def _tenths(text: str, start: int, end: int, tenths: Numeral) -> Quantity | None:
    """三成, 三成五, 五成以上; not 三成立."""
    if tenths.value is None or tenths.value > 10:
        return None
    close = end + 1
    extra = re.compile("[一二三四五六七八九]").match(text, close)
    half = text[close : close + 1] == "半"
    words = word_classes()
    if text[end : end + 2] in words and not any(text[end + 1 : end + 1 + n] in words for n in (2, 3, 4)):
        return None  # 三成立: but 六成就餐老人 is 六成 + 就餐
    value = tenths.value * 10
    if half:
        value, close = value + 5, close + 1
    elif extra:
        value, close = value + Decimal("一二三四五六七八九".index(extra[0]) + 1), close + 1
    row = _unit_named("%")
    span = Span(start, close)
    return Quantity(
        span, span, text[start:close], value, None, None, "%", row, Qualifier.EXACT, evolve(tenths, scaled=True)
    )


def _doublings(text: str, start: int, end: int, times: Numeral) -> Quantity | None:
    """翻一番 adds 100 %, 翻两番 300 %."""
    if (
        times.value is None
        or times.value > 9
        or times.value != int(times.value)
        or "翻" not in text[max(0, start - 2) : start]
    ):
        return None
    span = Span(start, end + 1)
    value = Decimal(2 ** int(times.value) - 1) * _HUNDRED
    return Quantity(
        span,
        span,
        text[start : end + 1],
        value,
        None,
        None,
        "%",
        _unit_named("%"),
        Qualifier.EXACT,
        evolve(times, scaled=True),
    )


def _divided_unit(text: str, position: int) -> tuple[tuple[str, Unit], int] | None:
    """The unit of time that 多 or 余 stands inside of, and its end: 2个多小时, 3个余月; not 3个多功能厅."""
    inside = _INSIDE_UNIT.match(text, position)
    if inside is None:
        return None
    for printed, unit in _units_by_first()["个"]:
        rest = printed[1:]
        if unit.kind is UnitKind.TIME and rest and text.startswith(rest, inside.end()):
            return (printed, unit), inside.end() + len(rest)
    return None


def _scale_of(run: str) -> str:
    match = re.search("[万亿千百]+$", run)
    return match[0] if match else ""


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """The quantity whose numerals stand at `text[start:end]`, `None` if they write no number."""
    if text[end - 1] in "千百" and text[end - 2] not in "几数" and end - 1 > start and unit_at(text, end - 1):
        end -= 1  # 3000千瓦时 is in 千瓦时, 0.6百分点 in 百分点: the unit goes before the scale
    run = text[start:end]
    numeral = read_numeral(run)
    if numeral is None:
        return None
    behind = text[end : end + 1]
    special: Quantity | None = None
    if behind == "分" and _OF_PARTS.match(text, end):
        special = _of_parts(text, start, end, numeral)
    elif behind == "/":
        special = _fraction(text, start, end, numeral)
    elif behind == "成":
        special = _tenths(text, start, end, numeral)
        if special is None:
            return None
    elif behind == "番":
        special = _doublings(text, start, end, numeral)
        if special is None:
            return None
    if special is not None:
        return _qualified(text, special, None)
    if run.endswith("半") and len(run) == 1 and text[start - 1 : start] == "一":
        return None
    value, low, high = numeral.value, numeral.low, numeral.high
    ranged = _range(text, start, end, numeral)
    number_end = end
    if ranged is not None:
        low, high, number_end = ranged
        value = None
    inner: Qualifier | None = Qualifier.MORE_THAN if numeral.more else None
    at = number_end
    pattern, table = _qualifiers(Position.AFTER)
    match = pattern.match(text, at)
    unit: tuple[str, Unit] | None = None
    if match:
        space = _SPACE.match(text, match.end())
        unit = unit_at(text, space.end() if space else match.end())
        if unit or (numeral.scaled and match[1] in "多余"):
            inner = table[match[1]]
            at = match.end()
    if unit is None and (divided := _divided_unit(text, at)):
        unit, at = divided
        inner = Qualifier.MORE_THAN
    else:
        if unit is None:
            unit = unit_at(text, at)
            if unit is None and text[at : at + 1] in " 　":
                unit = unit_at(text, at + 1)
        if unit is not None:
            at = text.index(unit[0], at) + len(unit[0])
    row = unit[1] if unit else None
    printed = (row.canonical or row.unit) if row else None
    quantity = Quantity(
        span=Span(start, at),
        hull=Span(start, at),
        number=text[start:number_end],
        value=value,
        low=low,
        high=high,
        unit=printed,
        row=row,
        qualifier=Qualifier.EXACT,
        numeral=numeral,
    )
    return _qualified(text, quantity, inner)


def _range(text: str, start: int, end: int, first: Numeral) -> tuple[Decimal, Decimal, int] | None:
    """The bounds and the end of 3至5个, 10—20万元, 5%—20%; 由10%到30% is two numbers."""
    if first.value is None:
        return None
    at = end
    unit = unit_at(text, at)
    if unit is not None:
        at += len(unit[0])
    connector = _CONNECTOR.match(text, at)
    if connector is None:
        return None
    second = NUMBER.match(text, connector.end())
    if second is None or (text[connector.end()] in _ARABIC_DIGITS) != (text[start] in _ARABIC_DIGITS):
        return None
    numeral = read_numeral(second[0])
    if numeral is None or numeral.value is None:
        return None
    if unit is not None:
        other = unit_at(text, second.end())
        if other is None or other[0] != unit[0]:
            return None
    if connector[0].strip() in ("至", "到") and _SOURCE_OF_RANGE.search(text, max(0, start - 12), start):
        return None  # 由5人到8人 is two numbers, 从15—16次增加到20次 has a range
    low, high = first.value, numeral.value
    scale = _scale_of(second[0])
    if scale and not _scale_of(text[start:end]):
        scaled = read_numeral(text[start:end] + scale)
        if scaled is not None and scaled.value is not None and scaled.value < high:
            low = scaled.value
    if low >= high:
        return None
    return low, high, second.end()


def _qualified(text: str, quantity: Quantity, inner: Qualifier | None) -> Quantity:
    """The quantity with the words before and behind it that say how exact it is."""
    start, end = quantity.span.start, quantity.span.end
    hull_start, hull_end = start, end
    before_pattern, before = _qualifiers(Position.BEFORE)
    window = text[max(0, start - 6) : start]
    match = before_pattern.search(window)
    in_front: Qualifier | None = None
    if match:
        word_start = start - len(window) + match.start()
        if match[1] == "上" and not quantity.numeral.bare:
            match = None  # 会上3人发言: 上 qualifies a bare scale alone (上万, 上百)
        elif len(match[1]) == 1 and _closes_word(text, word_start):
            match = None  # 附近200人, 节约200吨: part of another word
    if match:
        in_front = before[match[1]]
        hull_start = start - len(window) + match.start()
    end_pattern, behind = _qualifiers(Position.END)
    match = end_pattern.match(text, end)
    at_end: Qualifier | None = None
    if match and not _begins_other_word(text, match, quantity):
        at_end = behind[match[1]]
        hull_end = match.end()
    qualifier = in_front or at_end or inner or Qualifier.EXACT
    if qualifier is quantity.qualifier and (hull_start, hull_end) == (start, end):
        return quantity
    return evolve(quantity, hull=Span(hull_start, hull_end), qualifier=qualifier)


def _closes_word(text: str, position: int) -> bool:
    """Whether the character at `position` ends a word (附近), and no word ends before it (发放补贴近4000元)."""
    lexicon = word_classes()
    return text[position - 1 : position + 1] in lexicon and text[max(0, position - 2) : position] not in lexicon


def _begins_other_word(text: str, match: re.Match[str], quantity: Quantity) -> bool:
    """Whether a word behind the unit says something else: 3个内设机构, 50多岁, 起诉, 许可."""
    word = match[1]
    if quantity.unit is None:
        return word not in ("以上", "以下", "左右")
    if word in ("多", "余"):
        # 3亩多葡萄, 1年多; not 3个多功能厅
        return text[match.start() : match.end() + 1] in reference.lexicon() or quantity.kind not in (
            UnitKind.TIME, UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS, UnitKind.MONEY, UnitKind.RATIO,
        )  # fmt: skip
    if len(word) == 1:
        return (
            text[match.start() : match.end() + 1] in reference.lexicon()
            or text[match.end() : match.end() + 1] not in "，,。；;、）)”的"
        )
    return False


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that `text` writes as a whole, `None` if it writes none.

    >>> quantity = parse_quantity("近五成")
    >>> quantity.value, quantity.unit, quantity.qualifier.value
    (Decimal('50'), '%', 'nearly')
    >>> parse_quantity("3至5个").low, parse_quantity("39.6万人次").unit
    (Decimal('3'), '人次')

    Raises:
        WrongType: if `text` is no string.

    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    text = text.strip()
    for match in NUMBER.finditer(text):
        quantity = read_quantity(text, *match.span())
        if quantity is not None and (quantity.hull.start, quantity.hull.end) == (0, len(text)):
            return quantity
        break
    return None
