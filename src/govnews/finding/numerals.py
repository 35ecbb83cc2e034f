"""Arabic and Chinese numerals: where one stands in a text, and which number it writes."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from functools import lru_cache

from attrs import frozen

from govnews.errors import WrongType

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_POWERS = {
    first + big: _SCALES.get(first, 0) + power
    for first in ("", "十", "百", "千")
    for big, power in (("", 0), ("万", 4), ("亿", 8), ("万亿", 12))
}
_TENS = {"廿": 20, "卅": 30}
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

HAN_NUMERALS = "〇零一二两三四五六七八九十百千万亿廿卅半"
ARABIC = r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
SCALE = "[十百千万亿]"

# 3个亿, 两个多亿 are 亿; 3个亿元村 and 10个亿级产业 are villages and industries.
_UNITS_OF_YI = "个[多]?亿(?![元级吨千万家户])"

# A number is a maximal run of digits or Chinese numerals with its scale. 多, 余, 来 and 几 belong to it
# only in front of a scale (120多万, 十几万), not in 2万余人; 几 and 数 open one only there (几百, 数十亿).
# It begins with one class, by which `re` skips to the next number.
_DIGIT = "[0-9０-９]"
NUMBER = re.compile(
    rf"[0-9０-９{HAN_NUMERALS}几数](?:"
    rf"(?<={_DIGIT}){_DIGIT}*(?:[,，]{_DIGIT}{{3}}(?!{_DIGIT}))*(?:[.．]{_DIGIT}+)?"
    rf"(?:[ ]?[多余来几]?{SCALE}+(?:{_DIGIT}+(?:[.．]{_DIGIT}+)?{SCALE}+)?|{_UNITS_OF_YI})?"
    rf"|(?<=[{HAN_NUMERALS}])[{HAN_NUMERALS}]*"
    rf"(?:{_UNITS_OF_YI}|(?:点[〇零一二三四五六七八九]+[万亿]*)?(?:[多余来几]{SCALE}+)?)(?:(?<=十)几(?![何乎]))?"
    rf"|(?<=[几数]){SCALE}+)"
)

_NEIGHBOURS = re.compile("((?:.*[十百千万亿廿卅])?)([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)")
_TEN_AND_SOME = re.compile(f"([{HAN_NUMERALS}]*十)几([千万亿]*)")
_AND_MORE = re.compile(f"(.+?)([多余来])({SCALE}+)")
_ARABIC_WITH_SCALE = re.compile(
    rf"([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)([多余来几]?)({SCALE}*)(?:([0-9]+(?:\.[0-9]+)?)({SCALE}+))?"
)

MAX_DIGITS = 60
"""Longer numbers are codes or noise: nobody reports a figure of more digits."""
_MOST_CHARACTERS = 2 * MAX_DIGITS  # with its commas, points and scales


@frozen
class Numeral:
    """What a run of numerals writes: one value, or the bounds of a range."""

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False
    """Whether 多, 余 or 来 stands in front of its scale (120多万)."""
    scaled: bool = False
    """Whether it has a scale of 百 or more, or ten digits' weight that a plain small count has not."""
    han: bool = False
    """Whether it is written in Chinese numerals alone."""
    bare: bool = False
    """Whether it is a scale alone (万, 千万), which counts only behind 超, 近, 上 and their like."""


def _shifted(digits: str, places: int) -> Decimal | None:
    """The exact value of an Arabic numeral times a power of ten, written without an exponent."""
    whole, _, fraction = digits.partition(".")
    if len(whole) + len(fraction) + places > MAX_DIGITS:
        return None
    moved = fraction[:places].ljust(places, "0")
    rest = fraction[places:]
    return Decimal(f"{whole}{moved}" + (f".{rest}" if rest else ""))


def _power(scales: str) -> int | None:
    """The power of ten that scales one behind the other make: 千万 is 7, 万亿 is 12; `None` if nobody writes so."""
    return _POWERS.get(scales)


def _han_integer(run: str) -> int | None:
    """The integer that Chinese numerals write, `None` if they write none (万万万, 一二十三)."""
    total = section = 0  # `section` counts what stands in front of the next 万 or 亿
    digit: int | None = None
    last_scale = 99  # within a section the scales go down: 三千二百五十
    last_big = 99
    previous = ""
    for c in run:
        if c in _DIGITS:
            if digit is not None and not (digit == 0 and previous in "零〇"):
                return None
            digit = _DIGITS[c]
        elif c in _TENS:
            if digit is not None:
                return None
            section += _TENS[c]
            last_scale = 1
        elif c in "十百千":
            power = _SCALES[c]
            if power >= last_scale or (digit is None and c != "十" and section) or (digit == 0 and c != "十"):
                return None
            if digit is None and c != "十" and (total or section):
                return None
            section += (1 if digit is None or digit == 0 else digit) * 10**power
            digit, last_scale = None, power
        elif c not in _SCALES:
            return None  # the rest of a number that a colon cut: 0:00.0
        else:
            power = _SCALES[c]
            section += digit or 0
            digit = None
            if power == 8 and total and not section and last_big == 4:  # 万亿
                total *= 10**8
            elif power == 8:
                total = (total + section or 1) * 10**8
            else:
                if power >= last_big:
                    return None
                total += (section or (0 if total else 1)) * 10**4
                if total and not section and last_big == 8:
                    return None
            section, last_scale, last_big = 0, 99, power
        previous = c
    if digit is not None:
        if previous not in "零〇" and run[-2:-1] in _SCALES and last_scale != 1:
            # 三百五 is 350, 两万三 is 23000: the digit stands for the next scale below.
            below = (last_scale if last_scale != 99 else last_big) - 1
            return total + section + digit * 10**below if below > 0 else None
        section += digit
    return total + section


def _neighbours(run: str) -> tuple[int, int] | None:
    """The bounds of 三五, 七八十, 四十五六, 七百三四十, 一万六七: two digits side by side in one place of a number."""
    match = _NEIGHBOURS.fullmatch(run)
    if match is None or not 0 < _DIGITS[match[3]] - _DIGITS[match[2]] <= (1 if match[1] else 2):
        return None
    low, high = _han_integer(match[1] + match[2] + match[4]), _han_integer(match[1] + match[3] + match[4])
    return None if low is None or high is None else (low, high)


def read_numeral(run: str) -> Numeral | None:
    """What the numerals in `run` write, or `None` if they write no number.

    >>> read_numeral("39.6万").value, read_numeral("三千二百").value
    (Decimal('396000'), Decimal('3200'))
    >>> read_numeral("数十亿").low, read_numeral("数十亿").high
    (Decimal('1000000000'), Decimal('9900000000'))
    >>> read_numeral("万万万") is None
    True
    """
    return _read(run) if len(run) <= _MOST_CHARACTERS else None


@lru_cache(maxsize=4096)
def _read(run: str) -> Numeral | None:
    text = run.translate(_WIDE).replace(" ", "").replace("个", "")
    if len(text) > MAX_DIGITS:
        return None
    if text[0].isdigit():
        return _read_arabic(text)
    if text[0] in "几数":
        power = _power(text[1:])
        if power is None:
            return None
        first = _SCALES[text[1]]  # 几百 is 100 to 999, 数十亿 is 10亿 to 99亿
        rest = power - first
        top = 10 ** (first + 1) - 1 if first < 4 else 9 * 10**first
        return Numeral(low=Decimal(10**power), high=Decimal(top * 10**rest), scaled=power > 1, han=True)
    if text == "半":
        return Numeral(value=Decimal("0.5"), han=True)
    if "半" in text:
        return None
    if text in ("十几",):
        return Numeral(low=Decimal(11), high=Decimal(19), han=True)
    several = _TEN_AND_SOME.fullmatch(text)
    if several:
        base, power = _han_integer(several[1]), _power(several[2])
        if base is None or power is None:
            return None
        return Numeral(
            low=Decimal((base + 1) * 10**power), high=Decimal((base + 9) * 10**power), scaled=bool(several[2]), han=True
        )
    more = _AND_MORE.fullmatch(text)
    if more:
        base, power = _han_integer(more[1]), _power(more[3])
        if base is None or power is None:
            return None
        return Numeral(value=Decimal(base * 10**power), more=True, scaled=True, han=True)
    if "几" in text:
        return None
    if "点" in text:
        whole, _, fraction = text.partition("点")
        digits = fraction.rstrip("万亿")
        base, power = _han_integer(whole), _power(fraction[len(digits) :])
        if base is None or power is None:
            return None
        value = _shifted(f"{base}.{''.join(str(_DIGITS[c]) for c in digits)}", power)
        return None if value is None else Numeral(value=value, scaled=True, han=True)
    pair = _neighbours(text)
    if pair:
        return Numeral(low=Decimal(pair[0]), high=Decimal(pair[1]), scaled=text[-1] in "百千万亿", han=True)
    if text[0] in "百千万亿":
        power = _power(text)
        return None if power is None else Numeral(value=Decimal(10**power), scaled=True, han=True, bare=True)
    integer = _han_integer(text)
    if integer is None:
        return None
    return Numeral(value=Decimal(integer), scaled=any(c in text for c in "百千万亿"), han=True)


def _read_arabic(text: str) -> Numeral | None:
    if text.isdecimal():
        return Numeral(value=Decimal(text))
    match = _ARABIC_WITH_SCALE.fullmatch(text)
    if match is None:
        return None
    power = _power(match[3])
    if power is None:
        return None
    value = _shifted(match[1].replace(",", ""), power)
    if value is None:
        return None
    if match[4]:
        lower = _power(match[5])
        part = None if lower is None or lower >= power else _shifted(match[4], lower)
        if part is None:
            return None
        value += part
    if match[2] == "几":
        return Numeral(low=value, high=value + 9 * Decimal(10) ** power, scaled=True)
    return Numeral(value=value, more=bool(match[2]), scaled=bool(match[3]))


def quotient(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` of `whole` parts, to 28 digits: 三分之二 is 0.6666666666666666666666666667."""
    if not whole:
        return None
    with localcontext() as context:
        context.prec = 28
        return part / whole


def parse_number(text: str) -> Decimal | None:
    """The one plain value that `text` writes as a whole, `None` if it writes none or a range.

    >>> parse_number("三千二百"), parse_number("1,234.5"), parse_number("12.7万")
    (Decimal('3200'), Decimal('1234.5'), Decimal('127000'))
    >>> parse_number("几百") is None, parse_number("统一") is None
    (True, True)

    Raises:
        WrongType: if `text` is no string.

    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    text = text.strip()
    match = NUMBER.fullmatch(text)
    numeral = read_numeral(text) if match else None
    return numeral.value if numeral and not numeral.more and not (numeral.bare and len(text) == 1) else None
