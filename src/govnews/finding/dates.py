"""Resolves time expressions to dates, as far as they and the date of publication tell."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto
from functools import lru_cache

from govnews.finding.numerals import parse_number

_YEAR = r"(?P<year>(?:19|20)\d{2}|今年|去年|前年|上年|明年|后年|当年|本年度?|同年)?年?"
_DAY = re.compile(_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_MONTHS = re.compile(_YEAR + r"前?(?P<first>\d{1,2})月?(?:至|到|—|-|–|~|～)(?P<last>\d{1,2})月")
_FIRST_MONTHS = re.compile(_YEAR + r"前(?P<last>\d{1,2}|[一二三四五六七八九十]{1,2})个?月")
_MONTH = re.compile(
    _YEAR + r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?P<part>上旬|中旬|下旬|底|末|初|中)?"
)
_HALF = re.compile(_YEAR + "(?P<half>上|下)半年")
_QUARTER = re.compile(_YEAR + "第?(?P<quarter>[一二三四1-4])季度(?P<part>末)?")
_FIRST_QUARTERS = re.compile(_YEAR + "前(?P<last>[一二两三四1-4])个?季度")
_QUARTERS = re.compile(
    _YEAR + "第?(?P<first>[一二三四1-4])(?:季度?)?(?:至|到|—|-|–|~|～)第?(?P<last>[一二三四1-4])季度"
)
_WHOLE_YEAR = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年|(?P<relative>今年|去年|前年|上年|明年|后年|本年度?))年?(?P<part>[初底末])?"
)
_YEARS = re.compile(r"(?P<first>(?:19|20)\d{2})年?(?:至|到|—|-|–|~|～)(?P<last>(?:19|20)\d{2})年")
_PLAN = re.compile("十(?P<number>[一二三四五])五")
_LAST_YEARS = re.compile(r"(?:近|过去|最近|这)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:多|余)?年(?:来|间)?$")
_RELATIVE = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_DAYS = {"昨天": -1, "昨日": -1, "前天": -2, "今天": 0, "今日": 0, "明天": 1}
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "初": (1, 10), "中": (11, 20)}
_FIVE_YEAR_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026}
_SINCE = re.compile("以来|至今|起")
_UNTIL = re.compile("^截[至止]|[底末日]前$")
_BEFORE = re.compile("月份?前$")
_NOW = re.compile("目前|当前|眼下|现在|发稿时|如今")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


_TURN_OF_YEAR = 3  # months on each side of it in which a plan for 1月 is one for the next year


class Tense(Enum):
    """What the words around a month without a year tell of it."""

    DONE = auto()
    """It is over: 12月举办了12场."""
    TO_COME = auto()
    """It is not yet over: 12月将举办12场."""
    OPEN = auto()
    """Nothing."""
    UNSURE = auto()
    """Nothing, and it may be either: 12月底前建成12处 in a paper of February."""


def day_of(published: str | None) -> date | None:
    """The day of an ISO date, with or without a time; `None` if it is none."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def resolve(text: str, published: date | None = None, tense: Tense = Tense.OPEN) -> tuple[str | None, str | None]:
    """The first and the last day of a time expression as ISO dates, `None` where nothing tells.

    A month without a year that has not come yet when the paper comes out is the next one where something is planned
    for it, and last year's where it is over; otherwise it has dates only if last year's is nearer than the next one.

    >>> resolve("2023年上半年")
    ('2023-01-01', '2023-06-30')
    >>> resolve("今年以来", date(2024, 6, 12))
    ('2024-01-01', '2024-06-12')
    >>> resolve("截至6月上旬", date(2024, 6, 12)), resolve("去年")
    ((None, '2024-06-10'), (None, None))
    >>> resolve("四季度", date(2024, 9, 12), Tense.TO_COME), resolve("四季度", date(2024, 9, 12))
    (('2024-10-01', '2024-12-31'), (None, None))
    """
    text = text.translate(_WIDE)
    try:
        start, end = _stretch(text, published, tense)
    except (ValueError, OverflowError):
        return None, None  # 2月30日, a year that no calendar has
    if _BEFORE.search(text):
        return None, None  # 9月前: with or without September
    if _UNTIL.search(text) or (start is None and end is None and _NOW.search(text)):
        return None, _iso(end or (published if _NOW.search(text) else None))
    if _SINCE.search(text) and start is not None:
        end = published if published is not None and published >= start else None
    return _iso(start), _iso(end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _stretch(text: str, published: date | None, tense: Tense) -> tuple[date | None, date | None]:
    days = list(_DAY.finditer(text))
    if days:
        first = _day(days[0], published, tense, None)
        return first, _day(days[-1], published, tense, first) if len(days) > 1 else first
    if match := _YEARS.search(text):
        return date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
    for pattern, months, is_counted in _MONTHS_OF:
        if match := pattern.search(text):
            first_month, last_month = months(match)
            # 1至12月 and 前三季度 are counted up when they are over, 下半年 is spoken of from its first day on.
            if is_counted:
                tense = Tense.DONE if tense is Tense.OPEN else tense
            year = _year(match["year"], published, last_month if is_counted else first_month, last_month, tense)
            return (_begins(year, first_month), _ends(year, last_month)) if year else (None, None)
    if match := _MONTH.search(text):
        return _month(match, published, tense)
    if match := _PLAN.search(text):
        start = _FIVE_YEAR_PLANS[match["number"]]
        return date(start, 1, 1), date(start + 4, 12, 31)
    if match := _WHOLE_YEAR.search(text):
        year = _year(match["year"] or match["relative"], published, 0, 0, tense)
        first_month, last_month = _PARTS_OF_YEAR.get(match["part"], (1, 12))
        return (_begins(year, first_month), _ends(year, last_month)) if year else (None, None)
    return _counted(text, published)


def _counted(text: str, published: date | None) -> tuple[date | None, date | None]:
    """昨天, 近三年, 五年来: counted back from the day of publication."""
    if published is None:
        return None, None
    for word, shift in _DAYS.items():
        if word in text:
            return published + timedelta(shift), published + timedelta(shift)
    if match := _LAST_YEARS.search(text):
        return _years_before(published, _number(match["count"])), published
    return None, None


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, calendar.monthrange(day.year - years, day.month)[1]))


def _year(printed: str | None, published: date | None, first_month: int, last_month: int, tense: Tense) -> int | None:
    """The year that is printed, or the one in which those months lie for a reader of the paper."""
    if printed and printed.isdigit():
        return int(printed)
    if published is None:
        return None
    if printed is not None:
        return published.year + _RELATIVE.get(printed, 0)
    if last_month <= published.month:
        is_next = tense is Tense.TO_COME and last_month <= _TURN_OF_YEAR and published.month > 12 - _TURN_OF_YEAR
        return published.year + is_next
    if tense is Tense.TO_COME or first_month <= published.month:
        return published.year
    is_nearer = published.month + 12 - last_month <= first_month - published.month
    return published.year - 1 if tense is Tense.DONE or (is_nearer and tense is Tense.OPEN) else None


def _day(match: re.Match[str], published: date | None, tense: Tense, after: date | None) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if match["year"] is None and after is not None:
        year: int | None = after.year
    else:
        year = _year(match["year"], published, month, month, tense)
    return date(year, month, day) if year else None


def _month(match: re.Match[str], published: date | None, tense: Tense) -> tuple[date | None, date | None]:
    month = _number(match["month"])
    year = _year(match["year"], published, month, month, tense)
    if year is None or not 1 <= month <= 12:
        return None, None
    part = match["part"]
    if part in _THIRDS:
        first, last = _THIRDS[part]
        return date(year, month, first), date(year, month, last)
    return (date(year, month, 21) if part == "下旬" else _begins(year, month)), _ends(year, month)


def _months(match: re.Match[str]) -> tuple[int, int]:
    return int(match["first"]), int(match["last"])


def _first_months(match: re.Match[str]) -> tuple[int, int]:
    return 1, _number(match["last"])


def _half(match: re.Match[str]) -> tuple[int, int]:
    return (1, 6) if match["half"] == "上" else (7, 12)


def _quarter(match: re.Match[str]) -> tuple[int, int]:
    quarter = _number(match["quarter"])
    return 3 * quarter - (0 if match["part"] else 2), 3 * quarter


def _quarters(match: re.Match[str]) -> tuple[int, int]:
    return 3 * _number(match["first"]) - 2, 3 * _number(match["last"])


def _first_quarters(match: re.Match[str]) -> tuple[int, int]:
    return 1, 3 * _number(match["last"])


def _number(printed: str) -> int:
    value = parse_number(printed)
    if value is None:
        raise ValueError(printed)
    return int(value)


def _begins(year: int, month: int) -> date:
    return date(year, month, 1)


def _ends(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_PARTS_OF_YEAR = {"初": (1, 1), "底": (12, 12), "末": (12, 12)}
_MONTHS_OF: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]], bool], ...] = (
    (_MONTHS, _months, True),
    (_FIRST_MONTHS, _first_months, True),
    (_FIRST_QUARTERS, _first_quarters, True),
    (_QUARTERS, _quarters, True),
    (_HALF, _half, False),
    (_QUARTER, _quarter, False),
)
"""What names months, the first and the last of them, and whether it counts them up."""
