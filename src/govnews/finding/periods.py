"""Time expressions: where they stand, and how far each of them governs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from attrs import frozen

from govnews import reference
from govnews.finding.charsets import first_characters
from govnews.finding.dates import resolve
from govnews.models import Period, ReadingKind
from govnews.reference import PeriodPattern, PeriodRole
from govnews.spans import Span
from govnews.words import word_classes


@frozen
class TimeExpression:
    """A time expression as printed, with the row that found it."""

    span: Span
    row: PeriodPattern
    role: PeriodRole
    """The row's, but a range of days is a stretch."""
    text: str
    adverbial: bool
    """Whether it says when something was done (今年, 全区…), and does not only describe a noun (2025年的10.2年)."""

    @property
    def kind(self) -> ReadingKind:
        """What the numbers inside it are."""
        return self.row.kind


# A range of two dates is one expression: 2019年1月1日到2021年12月31日.
_BETWEEN = re.compile(r"(?:至|到|—|-|–|~|～)$")
_NUMERIC = "0123456789０１２３４５６７８９"
_DIGITS = frozenset(_NUMERIC)
_HEAD = re.compile(r"(?:截至|截止|截至到|截止到)$")
_CLAUSE_START = "，,。；;：:！？!?\n、（(“”… 　—\f"
_PARAGRAPH_END = re.compile("[\n\f]")
_SENTENCE_END = re.compile("[\n\f。！？；]")
_MOST_LOOKED_AT = 50  # a paragraph that names more days than that is a list
_IN_FRONT = ("在", "于", "至", "从", "自", "到", "截至", "截止", "以来", "了", "将", "已")


@cache
def _patterns() -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """A pattern for the characters that open a time expression, and for each of them the expressions it opens."""
    rows = reference.periods()
    # Longer expressions are tried first, so that 2023年6月3日 is not read as 2023年 alone; the open-ended
    # patterns (…以来, …期间), which begin anywhere, are searched apart.
    anchored = [row for row in rows if not row.pattern.startswith(("[^", "(?:今年|去年|今冬|今春)?[^"))]
    anchored.sort(key=lambda row: (-row.pattern.count("{"), -len(row.pattern)))
    expanded = {row.id: reference.expand(row.pattern) for row in anchored}
    firsts = {name: first_characters(pattern) for name, pattern in expanded.items()}
    characters = sorted(set().union(*(first for first in firsts.values() if first is not None)))
    joined = {
        c: re.compile(reference.alternation({n: p for n, p in expanded.items() if (f := firsts[n]) is None or c in f}))
        for c in characters
    }
    others = "".join(c for c in characters if c not in _NUMERIC)
    return re.compile(f"(?<![{_NUMERIC}])[{_NUMERIC}]|[{re.escape(others)}]"), joined


@cache
def _open_ended() -> re.Pattern[str]:
    rows = [row for row in reference.periods() if row.pattern.startswith(("[^", "(?:今年|去年|今冬|今春)?[^"))]
    inner = reference.alternation({row.id: reference.expand(row.pattern) for row in rows})
    return re.compile(rf"(?<![^，,。；;：:！？!?\n、“”\f])(?:{inner})")


@cache
def _by_group() -> dict[str, PeriodPattern]:
    return {reference.group_name(row.id): row for row in reference.periods()}


def find_times(text: str) -> list[TimeExpression]:
    """Every time expression of `text`, in order and without overlap."""
    opens, patterns = _patterns()
    rows = _by_group()
    found: list[tuple[int, int, PeriodPattern, PeriodRole]] = []
    at = 0
    while opening := opens.search(text, at):
        start = opening.start()
        at = start + 1
        match = patterns[opening[0]].match(text, start)
        if match is None:
            continue
        at = end = match.end()
        if text[start] in _NUMERIC and text[start - 1 : start] in (".", ",") and text[start - 2 : start - 1] in _DIGITS:
            continue  # 1,234.5年: the tail of a longer number
        row = rows[match.lastgroup or ""]
        if (
            found
            and _BETWEEN.fullmatch(text[found[-1][1] : start])
            and row.kind is found[-1][2].kind is ReadingKind.DATE
        ):
            found[-1] = (found[-1][0], end, found[-1][2], PeriodRole.STRETCH)
            continue
        dated = (ReadingKind.DATE, ReadingKind.PERIOD)
        if found and found[-1][1] == start and row.kind in dated and found[-1][2].kind in dated:
            # 今年 and 1至2月 are one expression, which reaches as far as its narrower part.
            found[-1] = (found[-1][0], end, row, row.role)
            continue
        head = _HEAD.search(text, max(0, start - 3), start)
        # 截至6月29日 tells how far a stretch reaches, a day alone when something was done.
        role = PeriodRole.STRETCH if head and row.role is PeriodRole.DAY else row.role
        found.append((head.start() if head else start, end, row, role))
    # An open-ended expression (自系统上线以来) takes the place of those inside it.
    wide = [
        (match.end() - len(match[0].lstrip()), match.end(), rows[match.lastgroup or ""])  # no indent: 　　今年以来
        for match in _open_ended().finditer(text)
    ]
    ends = [end for _, end, _ in wide]
    kept = []
    for item in found:
        i = bisect_right(ends, item[0])
        if i == len(wide) or wide[i][0] >= item[1]:
            kept.append(item)
    found = kept + [(start, end, row, row.role) for start, end, row in wide]
    found.sort(key=lambda item: item[0])
    return [
        TimeExpression(Span(start, end), row, role, text[start:end], _is_adverbial(text, start, end, row))
        for start, end, row, role in found
    ]


def _is_adverbial(text: str, start: int, end: int, row: PeriodPattern) -> bool:
    if row.role is PeriodRole.NONE or _is_basis(text, start, end):
        return False
    behind = text[end : end + 1]
    if behind in ("的", "度", "》", "”", "版", "届"):
        return False
    if behind in ("，", ","):
        return True
    in_front = text[start - 1 : start]
    if not in_front or in_front in _CLAUSE_START:
        return True
    return text[max(0, start - 2) : start].endswith(_IN_FRONT) or _follows_subject(text, start)


def _is_basis(text: str, start: int, end: int) -> bool:
    """Whether the time is what a change is measured against: 比上年, 较去年同期, 前年同期的2.2倍."""
    return text[start - 1 : start] in ("比", "较", "与") or text.startswith(("同期", "相比"), end)


def _follows_subject(text: str, start: int) -> bool:
    """Whether the expression stands between subject and verb (街道今年建成…), not behind a verb (延续去年底到期的…)."""
    if text[start - 1] in "把将了的个第" or not "\u4e00" <= text[start - 1] <= "\u9fff":
        return False
    return word_classes().get(text[max(0, start - 2) : start]) not in ("A", "B")


class Governing:
    """Which time expression governs a place of a text."""

    def __init__(self, text: str, times: Sequence[TimeExpression], published: date | None = None) -> None:
        self._text = text
        self._published = published
        self._times = [time for time in times if time.role is not PeriodRole.NONE]
        self._starts = [time.span.start for time in self._times]
        self._paragraphs = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text))]
        self._sentences = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
        # A paragraph that introduces —— paragraphs carries its period into them.
        self._carried: dict[int, TimeExpression] = {}
        carried: TimeExpression | None = None
        paragraph = 0
        while paragraph < len(text):
            stop = text.find("\n", paragraph)
            stop = len(text) if stop < 0 else stop
            if text.startswith("——", paragraph + len(text[paragraph:stop]) - len(text[paragraph:stop].lstrip())):
                if carried is not None:
                    self._carried[paragraph] = carried
            elif text[paragraph:stop].strip():
                carried = self._last_stretch(paragraph, stop)
            paragraph = stop + 1

    def _last_stretch(self, start: int, end: int) -> TimeExpression | None:
        i = bisect_right(self._starts, end) - 1
        while i >= 0 and self._times[i].span.start >= start:
            if self._times[i].adverbial and self._times[i].role is PeriodRole.STRETCH:
                return self._times[i]
            i -= 1
        return None

    def at(self, position: int, *, acts: bool) -> Period | None:
        """The period that governs a statistic at `position`; `acts` says whether somebody did something there."""
        text = self._text
        paragraph = self._paragraphs[bisect_right(self._paragraphs, position) - 1]
        sentence = self._sentences[bisect_right(self._sentences, position) - 1]
        i = bisect_right(self._starts, position) - 1
        lowest = i - _MOST_LOOKED_AT
        while i > lowest and i >= 0 and self._times[i].span.start >= paragraph:
            time = self._times[i]
            i -= 1
            if time.role is PeriodRole.DAY:
                if acts and time.adverbial and time.span.start >= sentence:
                    return self._period(time)
            elif time.adverbial:
                return self._period(time)
            elif time.span.end <= position and text.startswith("的", time.span.end) and position - time.span.end < 8:
                return self._period(time)  # 2025年的10.2年: it binds its own number
        carried = self._carried.get(paragraph)
        return self._period(carried) if carried else None

    def _period(self, time: TimeExpression) -> Period:
        start, end = resolve(time.text, self._published)
        return Period(time.text, start, end, time.span)
