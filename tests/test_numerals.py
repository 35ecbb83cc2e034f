"""Numbers written in every style that newspapers print come back as the same number."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govnews import parse_number, parse_quantity

_DIGITS = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _under_ten_thousand(number: int) -> str:
    written, skipped = "", False
    for place, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            skipped = bool(written)
            continue
        written += ("零" if skipped else "") + _DIGITS[digit] + scale
        skipped = False
    return written


def chinese(number: int) -> str:
    """`number` as it is read aloud: 10005 is 一万零五, 1020 一千零二十."""
    if number == 0:
        return "零"
    written, gap = "", False
    for place, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // place % 10**4
        if group == 0:
            gap = bool(written)
            continue
        zero = written and (gap or group < 1000)
        written += ("零" if zero else "") + _under_ten_thousand(group) + scale
        gap = False
    return written


def test_the_writer_writes_as_newspapers_do() -> None:
    """The writer below the laws is right itself."""
    written = {0: "零", 10: "一十", 1020: "一千零二十", 10005: "一万零五", 30_0200_0000: "三十亿零二百万"}
    assert {number: chinese(number) for number in written} == written


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals(number: int) -> None:
    """一亿二千万, 十二万五千, 两千, 廿三 and 〇 are the numbers they name."""
    written = chinese(number)
    forms = {written, written.replace("零", "〇"), written.replace("二千", "两千").replace("二万", "两万")}
    if written.startswith("一十"):
        forms.add(written[1:])
    if 20 < number < 30:
        forms.add(written.replace("二十", "廿"))
    assert {form: parse_number(form) for form in forms} == dict.fromkeys(forms, Decimal(number))


@given(st.integers(0, 10**12 - 1), st.integers(0, 999))
def test_chinese_decimals(number: int, places: int) -> None:
    """一点五 is 1.5, digit by digit behind the point."""
    behind = f"{places:03}"
    written = chinese(number) + "点" + "".join(_DIGITS[int(digit)] for digit in behind)
    assert parse_number(written) == Decimal(f"{number}.{behind}")


@given(st.decimals(0, 10**12, places=2), st.sampled_from(("", "千", "万", "亿", "万亿")))
def test_arabic_numerals(number: Decimal, scale: str) -> None:
    """1234.50, 1,234.50, １２３４．５０ and 12.7万 are exact."""
    times = {"": 1, "千": 10**3, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    forms = {f"{number:f}{scale}", f"{number:,f}{scale}", f"{number:f}".translate(_FULL_WIDTH) + scale}
    assert {form: parse_number(form) for form in forms} == dict.fromkeys(forms, number * times)


@given(st.integers(1, 9), st.integers(0, 9))
def test_tenths_and_hundredths(whole: int, part: int) -> None:
    """百分之五点三 is 5.3 per cent; 三成五 is 35 per cent."""
    percent = parse_quantity(f"百分之{_DIGITS[whole]}点{_DIGITS[part]}")
    assert percent is not None
    assert (percent.value, percent.unit) == (Decimal(f"{whole}.{part}"), "%")
    if part:
        tenths = parse_quantity(f"{_DIGITS[whole]}成{_DIGITS[part]}")
        assert tenths is not None
        assert (tenths.value, tenths.unit) == (Decimal(10 * whole + part), "%")
