"""A number with its unit and qualifier: where it ends, what it is worth, how exact it is said to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from attrs import evolve, frozen

from govnews import reference
from govnews.charsets import first_characters, last_characters
from govnews.errors import WrongType
from govnews.finding.numerals import HAN_NUMERALS, NUMBER, Numeral, quotient, read_numeral
from govnews.models import Qualifier
from govnews.reference import Position, Unit, UnitKind
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import word_classes

_CONNECTOR = re.compile(r" ?(?:[-–—~～－]{1,2}|至|到) ?(?:[百千]分之)?")
_CONNECTS = frozenset(" -–—~～－至到")
_OF_WHOLE = re.compile(r"/([0-9]{1,3})(?![0-9/.])")
_ARABIC_DIGITS = "0123456789０１２３４５６７８９"
SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u202f\u3000")
"""What may set a number off from its unit and its thing, in web pages and PDF files most of all."""
_COMPOUNDS = ("/", "（", "(")
_INSIDE_UNIT = re.compile("个[多余]")
_SOURCE_OF_RANGE = re.compile(r"(?:由|从|自)(?:[^，,。；;、]{0,8})\Z")
_SIGN_ENDS = ("-", "－", "−", "下")
_BELOW = re.compile("[-－−]|零下")
# Behind these a hyphen joins or stands for 至: A-3, 2-3%, 2%-3%, 三-五成.
_JOINED = re.compile("[0-9０-９A-Za-zＡ-Ｚａ-ｚ一二三四五六七八九十百千万亿两几%％‰℃°±)）\\]】》”—–－−-]")
_SIGNED = (UnitKind.TEMPERATURE, UnitKind.RATIO, UnitKind.POINT)
_MINUS = re.compile("(?:同比|环比|增长|增速|增幅|涨幅|升幅|达|为|是|至|到|由|从|[，,：:（(]|[%％][、和及])[-－−]$")
_ENDS = (*"，,。；;、！？!?：:）)”\n\f", "")
_DOUBLED = re.compile("翻(?:了|上)?(?:近|将近|接近|约|超过?|逾|不止)?\\Z")
_TENTHS_OF_YUAN = re.compile("([1-9一二三四五六七八九])(?:毛|(?=[，,。；;、！？!?的）)\n\f]|\\Z))")
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


@per_reference
def _units() -> tuple[Mapping[str, Unit], Mapping[str, tuple[int, ...]]]:
    """The units as printed, and for each first character how long they are, longest first."""
    units = {unit.unit: unit for unit in reversed(reference.units())}
    lengths: dict[str, set[int]] = {}
    for unit in units:
        lengths.setdefault(unit[0], set()).add(len(unit))
    return units, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


@per_reference
def _divided_units() -> tuple[tuple[str, Unit], ...]:
    """The units of time and points that begin with 个, longest first: 个小时, 个百分点."""
    found = [
        (unit.unit, unit)
        for unit in reference.units()
        if unit.kind in (UnitKind.TIME, UnitKind.POINT) and unit.unit[0] == "个" and len(unit.unit) > 1
    ]
    return tuple(sorted(found, key=lambda named: -len(named[0])))


@frozen
class _Qualifiers:
    """The words that qualify a number in one position."""

    pattern: re.Pattern[str]
    meanings: Mapping[str, Qualifier]
    edges: frozenset[str]
    """The characters next to the number with which a match can begin or end."""


@per_reference
def _qualifiers(position: Position) -> _Qualifiers:
    rows = sorted((row for row in reference.qualifiers() if row.position is position), key=lambda row: -len(row.text))
    words = "|".join(re.escape(row.text) for row in rows)
    ending = r"(?:了|到|出)?\Z" if position is Position.BEFORE else ""
    pattern = f"({words}){ending}"
    edges = last_characters(pattern) if position is Position.BEFORE else first_characters(pattern)
    return _Qualifiers(re.compile(pattern), {row.text: row.qualifier for row in rows}, edges or frozenset())


@per_reference
def may_follow_digit() -> frozenset[str]:
    """The characters that may stand behind a number of one character which counts something."""
    words = [row.unit for row in reference.units()] + [row.text for row in reference.qualifiers()]
    return frozenset(word[0] for word in words) | frozenset("分成番半至到-—－–~～/、 　")


def unit_at(text: str, position: int) -> tuple[str, Unit] | None:
    """The longest unit that begins at `position`."""
    units, lengths = _units()
    for length in lengths.get(text[position : position + 1], ()):
        printed = text[position : position + length]
        unit = units.get(printed)
        if unit is not None and not _is_part_of_word(text, position, printed, unit):
            end = position + length
            if text[end : end + 1] in _COMPOUNDS and (match := _compound().match(text, end)):
                printed += match[0]
                return printed, _compound_unit(printed, unit)
            return printed, unit
    return None


@per_reference
def _compound() -> re.Pattern[str]:
    """What makes a unit of two: 元/晚, 元/平方米·月, 台（件）."""
    known = "|".join(sorted(map(re.escape, _units()[0]), key=len, reverse=True))
    return re.compile(f"/(?:{known}|[晚夜])(?:·(?:{known}))?|（(?:{known})）|\\((?:{known})\\)")


@per_reference
def _compound_unit(printed: str, first: Unit) -> Unit:
    kind = UnitKind.RATE if "/" in printed else first.kind
    return evolve(first, unit=printed, canonical="", kind=kind, base_unit="", factor=None)


def _is_part_of_word(text: str, position: int, printed: str, unit: Unit) -> bool:
    """Whether what looks like a unit only begins a word (12家庭, 5级联动, 30kGB)."""
    end = position + len(printed)
    if printed[-1] <= "z":
        return printed[-1].isalpha() and text[end : end + 1].isascii() and text[end : end + 1].isalpha()
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
    part = NUMBER.match(text, end + 2) if text.startswith("分之", end) else None
    if part is None or whole.value is None:
        return None
    numeral = read_numeral(part[0])
    if numeral is None:
        return None
    close = part.end()
    if text[start:end] in ("百", "千"):
        ranged = _range(
            text, part.start(), close, numeral, unit_at(text, close)
        )  # 百分之十到二十; not 百分之十到二十人
        if ranged is not None and unit_at(text, ranged[2]) is None:
            low, high, close = ranged
            numeral = evolve(numeral, value=None, low=low, high=high)
        row = _units()[0]["%" if text[start:end] == "百" else "‰"]
        return _quantity(text, start, close, close, _scaled(numeral), row, numeral.value, numeral.low, numeral.high)
    value = quotient(numeral.value, whole.value) if numeral.value is not None else None
    return None if value is None else _quantity(text, start, close, close, _scaled(numeral), None, value)


def _scaled(numeral: Numeral) -> Numeral:
    """The numeral as one that is more than a small count: 三分之二, 三成."""
    return evolve(numeral, scaled=True, bare=False)


def _fraction(text: str, start: int, end: int, part: Numeral) -> Quantity | None:
    """3/4 of something; not a date (2023/1/16) and not a path."""
    match = _OF_WHOLE.match(text, end)
    if match is None or part.value is None or (start and text[start - 1] in "/0123456789") or "." in text[start:end]:
        return None
    whole = Decimal(match[1])
    value = quotient(part.value, whole) if part.value < whole else None
    return None if value is None else _quantity(text, start, match.end(), match.end(), _scaled(part), None, value)


def _tenths(text: str, start: int, end: int, tenths: Numeral) -> Quantity | None:
    """三成, 三成五, 五成以上; not 三成立."""
    if tenths.value is None or tenths.value > 10:
        return None
    words = word_classes()
    if text[end : end + 2] in words and not any(text[end + 1 : end + 1 + n] in words for n in (2, 3, 4)):
        return None  # 三成立: but 六成就餐老人 is 六成 + 就餐
    close = end + 1
    half = "半一二三四五六七八九".find(text[close]) if close < len(text) else -1
    value = tenths.value * 10
    if half >= 0:
        value, close = value + (half or 5), close + 1
    return _quantity(text, start, close, close, _scaled(tenths), _units()[0]["%"], value)


def _doublings(text: str, start: int, end: int, times: Numeral) -> Quantity | None:
    """翻一番 adds 100 %, 翻两番 300 %."""
    count = times.value
    if count is None or count > 9 or count != int(count) or not _DOUBLED.search(text, max(0, start - 6), start):
        return None
    value = Decimal(2 ** int(count) - 1) * _HUNDRED
    return _quantity(text, start, end + 1, end + 1, _scaled(times), _units()[0]["%"], value)


def _money(text: str, start: int, end: int, whole: Numeral) -> Quantity | None:
    """2块5, 十二块八: the last figure is tenths of a yuan; 3块5平方米的牌子 are three."""
    tenths = _TENTHS_OF_YUAN.match(text, end + 1)
    if tenths is None or whole.value is None or (tenths[1] in HAN_NUMERALS) != whole.han:
        return None
    part = read_numeral(tenths[1])
    close = tenths.end(1)
    if part is None or part.value is None or unit_at(text, close) is not None:
        return None
    value = whole.value + part.value / 10
    return _quantity(text, start, close, close, _scaled(whole), _units()[0]["元"], value)


_SPECIAL: Mapping[str, tuple[Callable[[str, int, int, Numeral], Quantity | None], bool]] = {
    "分": (_of_parts, False), "/": (_fraction, False), "成": (_tenths, True), "番": (_doublings, True),
    "块": (_money, False),
}  # fmt: skip
"""What is read where this character follows a number, and whether it can be nothing else."""


def _divided_unit(text: str, position: int) -> tuple[tuple[str, Unit], int] | None:
    """The unit that 多 or 余 stands inside of, and its end: 2个多小时, 3个多百分点; not 3个多功能厅."""
    inside = _INSIDE_UNIT.match(text, position)
    if inside is None:
        return None
    for printed, unit in _divided_units():
        if text.startswith(printed[1:], inside.end()):
            return (printed, unit), inside.end() + len(printed) - 1
    return None


def _before_unit(text: str, start: int, end: int) -> int:
    """The end of the numerals: 3000千瓦时 is in 千瓦时, 0.6百分点 in 百分点; the unit goes before the scale."""
    divides = text[end - 1] in "千百" and text[end - 2] not in "几数" and end - 1 > start
    return end - 1 if divides and unit_at(text, end - 1) else end


def _scale_of(run: str) -> str:
    match = re.search("[万亿千百]+$", run)
    return match[0] if match else ""


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """The quantity whose numerals stand at `text[start:end]`, `None` if they write no number."""
    end = _before_unit(text, start, end)
    run = text[start:end]
    numeral = read_numeral(run)
    if numeral is None:
        return None
    special = _SPECIAL.get(text[end : end + 1])
    if special is not None:
        read, only = special
        found = read(text, start, end, numeral)
        if found is not None or only:
            return found
    if run == "半" and text[start - 1 : start] == "一":
        return None
    value, low, high = numeral.value, numeral.low, numeral.high
    unit = unit_at(text, end)
    ranged = _range(text, start, end, numeral, unit)
    number_end = end
    if ranged is not None:
        low, high, number_end = ranged
        value = None
        unit = unit_at(text, number_end)
        if unit is not None and unit[0] == "成":
            low, high = low * 10, high * 10  # 两到三成
    inner: Qualifier | None = Qualifier.MORE_THAN if numeral.more else None
    at = number_end
    behind = text[at : at + 1]
    after = _qualifiers(Position.AFTER)
    if behind in after.edges and (match := after.pattern.match(text, at)):
        stop = match.end()
        follower = unit_at(text, stop + (text[stop : stop + 1] in SPACES))
        if follower or (numeral.scaled and match[1] in "多余"):
            inner = after.meanings[match[1]]
            at = stop
            unit = follower
    if behind == "个" and (divided := _divided_unit(text, at)) and at == number_end:
        unit, at = divided
        inner = Qualifier.MORE_THAN
    else:
        if unit is None and text[at : at + 1] in SPACES:
            unit = unit_at(text, at + 1)
            if unit is not None and len(unit[0]) == 1 and text[at + 1 : at + 3] in word_classes():
                unit = None  # 浏览次数：1286 字号：大
        if unit is not None:
            at += len(unit[0]) + (text[at : at + 1] in SPACES)
    row = unit[1] if unit else None
    if text[start - 1 : start] in _SIGN_ENDS and row is not None and (sign := _sign(text, start, row)):
        start -= sign
        value = None if value is None else -value
        if ranged is None and low is not None and high is not None:
            low, high = -high, -low
    return _quantity(text, start, at, number_end, numeral, row, value, low, high, inner)


def _sign(text: str, start: int, row: Unit) -> int:
    """How long the sign is that makes the number at `start` negative: 增长-5.2%, 零下12℃; not 2-5%, A-3."""
    if start == 0:
        return 0
    if row.kind is UnitKind.TEMPERATURE and text.startswith("零下", start - 2):
        return 2
    if text[start - 1] not in _SIGN_ENDS[:-1]:
        return 0
    if row.kind in _SIGNED and row.unit != "倍":
        return 0 if start > 1 and _JOINED.match(text, start - 2) else 1  # 最低气温-12℃, 民间投资-5.2%
    return 1 if _MINUS.search(text, max(0, start - 3), start) else 0


def _quantity(
    text: str,
    start: int,
    end: int,
    number_end: int,
    numeral: Numeral,
    row: Unit | None,
    value: Decimal | None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    inner: Qualifier | None = None,
) -> Quantity:
    """The quantity at `text[start:end]` with the words before and behind it that say how exact it is."""
    unit = (row.canonical or row.unit) if row else None
    hull_start, hull_end = start, end
    in_front: Qualifier | None = None
    before = _qualifiers(Position.BEFORE)
    if text[start - 1 : start] in before.edges and (match := before.pattern.search(text, max(0, start - 6), start)):
        word_start, word = match.start(), match[1]
        # 会上3人发言: 上 qualifies a bare scale alone (上万, 上百); 附近200人, 节约200吨: part of another word
        part = (word == "上" and not numeral.bare) or (len(word) == 1 and _closes_word(text, word_start))
        if not part:
            in_front = before.meanings[word]
            hull_start = word_start
    at_end: Qualifier | None = None
    behind = _qualifiers(Position.END)
    if text[end : end + 1] in behind.edges and (match := behind.pattern.match(text, end)):
        kind = row.kind if row else None
        if not _begins_other_word(text, match, unit, kind):
            at_end = behind.meanings[match[1]]
            hull_end = match.end()
    span = Span(start, end)
    return Quantity(
        span=span,
        hull=span if (hull_start, hull_end) == (start, end) else Span(hull_start, hull_end),
        number=text[start:number_end],
        value=value,
        low=low,
        high=high,
        unit=unit,
        row=row,
        qualifier=in_front or at_end or inner or Qualifier.EXACT,
        numeral=numeral,
    )


def _range(
    text: str, start: int, end: int, first: Numeral, unit: tuple[str, Unit] | None
) -> tuple[Decimal, Decimal, int] | None:
    """The bounds and the end of 3至5个, 10—20万元, 5%—20%; 由10%到30% is two numbers."""
    at = end if unit is None else end + len(unit[0])
    if text[at : at + 1] not in _CONNECTS or first.value is None:
        return None
    connector = _CONNECTOR.match(text, at)
    if connector is None or ("分之" in connector[0] and text[start - 2 : start] != "分之"):
        return None
    below = _BELOW.match(text, connector.end())
    second = NUMBER.match(text, connector.end() if below is None else below.end())
    if second is None or (second[0][0] in _ARABIC_DIGITS) != (text[start] in _ARABIC_DIGITS):
        return None
    close = _before_unit(text, second.start(), second.end())
    numeral = read_numeral(text[second.start() : close])
    if numeral is None or numeral.value is None:
        return None
    if unit is not None:
        other = unit_at(text, close)
        if other is None or other[0] != unit[0]:
            return None
    if connector[0].strip()[0] in "至到" and _SOURCE_OF_RANGE.search(text, max(0, start - 12), start):
        return None  # 由5人到8人 is two numbers, 从15—16次增加到20次 has a range
    low, high = first.value, numeral.value
    if below is not None or text[start - 1 : start] in _SIGN_ENDS:
        last = unit_at(text, close)
        sign = _sign(text, start, last[1]) if last is not None else 0
        if sign:
            # -8～-3℃, -2～6℃, 零下2℃至6℃; but 零下8—10℃ are both below
            mark = connector[0].strip()
            both = mark[-1] in "-－" and len(mark) > 1 if sign == 1 else unit is None or mark not in ("至", "到")
            low, high = sorted((-low, -high if below is not None or both else high))
            return (low, high, close) if low < high else None
        if below is not None:
            return None
    own = _scale_of(text[start:end])
    # 300至500万 is 300万, 七千到九千亿 is 七千亿; 500至2万 is 500.
    scale = _scale_of(text[second.start() : close]).lstrip("百千" if own else "")
    if scale and not own.strip("百千"):
        scaled = read_numeral(text[start:end] + scale)
        if scaled is not None and scaled.value is not None and scaled.value < high:
            low = scaled.value
    if low >= high:
        return None
    return low, high, close


def _closes_word(text: str, position: int) -> bool:
    """Whether the character at `position` ends a word (附近), and no word ends before it (发放补贴近4000元)."""
    lexicon = word_classes()
    return text[position - 1 : position + 1] in lexicon and text[max(0, position - 2) : position] not in lexicon


def _begins_other_word(text: str, match: re.Match[str], unit: str | None, kind: UnitKind | None) -> bool:
    """Whether a word behind the unit says something else: 3个内设机构, 50多岁, 起诉, 许可."""
    word = match[1]
    if unit is None:
        return word not in ("以上", "以下", "左右")
    if word in ("多", "余"):
        # 3亩多葡萄, 1年多; not 3个多功能厅
        return text[match.start() : match.end() + 1] in reference.lexicon() or kind not in (
            UnitKind.TIME, UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS, UnitKind.MONEY, UnitKind.RATIO,
        )  # fmt: skip
    if word in ("上下", "左右"):
        return text[match.start() : match.end() + 1] in word_classes()  # 26家上下游企业
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
