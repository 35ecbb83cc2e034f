"""Time expressions: where they stand, and how far each of them governs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from govnews import reference
from govnews.charsets import Opener, openings
from govnews.finding.dates import resolve
from govnews.finding.roles import roles
from govnews.models import Period, ReadingKind
from govnews.reference import PeriodPattern, PeriodRole
from govnews.spans import Span
from govnews.table_files import per_reference
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
    ahead: bool = False
    """Whether something is announced for it (预计6月底开通), which says nothing of the sentences that follow."""

    @property
    def kind(self) -> ReadingKind:
        """What the numbers inside it are."""
        return self.row.kind


# A range of two dates is one expression: 2019年1月1日到2021年12月31日.
_BETWEEN = frozenset("至到—-–~～")
_DATED = (ReadingKind.DATE, ReadingKind.PERIOD)
_NUMERIC = "0123456789０１２３４５６７８９"
_DIGITS = frozenset(_NUMERIC)
_LONGEST_CLAUSE = 40  # characters in front of 以来 and 期间
_HEAD = re.compile("截[至止]到?$")
_HEAD_ENDS = ("至", "止", "到")
_CLAUSE_START = "，,。；;：:！？!?\n、（(“”… 　—\f"
_CLAUSE_MARK = re.compile("[，,。；;：:！？!?\n、“”\f]")
_PARAGRAPH_END = re.compile("[\n\f]")
_DASHES = re.compile("[ 　]*——")
_SENTENCE_END = re.compile("[\n\f。！？；]")
_LONGEST_SENTENCE = 400  # characters over which a day governs
_MOST_LOOKED_AT = 50  # a paragraph that names more days than that is a list
_IN_FRONT = ("在", "于", "至", "从", "自", "到", "截至", "截止", "以来", "了", "将", "已")


@per_reference
def _patterns() -> tuple[Opener, Mapping[str, re.Pattern[str]]]:
    """What opens a time expression, and for each character that does the expressions that it opens."""
    # Longer expressions are tried first, so that 2023年6月3日 is not read as 2023年 alone.
    anchored = [row for row in reference.periods() if not _is_open_ended(row)]
    anchored.sort(key=lambda row: (-row.pattern.count("{"), -len(row.pattern)))
    expanded = {row.id: reference.expand(row.pattern) for row in anchored}
    opener = Opener(expanded.values(), _NUMERIC)
    opened = {name: openings(pattern) or {} for name, pattern in expanded.items()}
    joined = {
        c: re.compile(reference.alternation({n: p for n, p in expanded.items() if c in opened[n]}))
        for c in opener.openings
    }
    return opener, joined


def _is_open_ended(row: PeriodPattern) -> bool:
    """Whether the row holds words that it does not name (…以来, …期间), so that only its end can be looked for."""
    found = openings(reference.expand(row.pattern))
    return found is None or None in found.values()


@per_reference
def _open_ended() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How an expression that holds any words ends, and the expressions."""
    inner = reference.alternation(
        {row.id: reference.expand(row.pattern) for row in reference.periods() if _is_open_ended(row)}
    )
    return re.compile("(?:以来|期间|起|后)(?=[，,])"), re.compile(inner)


def _find_open_ended(text: str) -> list[tuple[int, int, PeriodPattern]]:
    """The expressions that take up a clause, or the end of one from 自 on: 自系统上线以来, 防汛值守期间."""
    ending, pattern = _open_ended()
    found = []
    for end in ending.finditer(text):
        lowest = end.start() - _LONGEST_CLAUSE
        since = text.rfind("自", max(0, lowest), end.start())
        if since < 0 and text[end.start()] in "起后":
            continue
        marks = [mark.end() for mark in _CLAUSE_MARK.finditer(text, max(0, lowest), end.start())]
        match = pattern.match(text, marks[-1] if marks else 0) if marks or lowest <= 0 else None
        if match is None and since >= 0:
            match = pattern.match(text, since)
        if match is not None and match.end() == end.end():
            # no indent: 　　今年以来
            found.append((match.end() - len(match[0].lstrip()), match.end(), _by_group()[match.lastgroup or ""]))
    return found


@per_reference
def _by_group() -> dict[str, PeriodPattern]:
    return {reference.group_name(row.id): row for row in reference.periods()}


def find_times(text: str) -> list[TimeExpression]:
    """Every time expression of `text`, in order and without overlap."""
    opener, patterns = _patterns()
    rows = _by_group()
    found: list[tuple[int, int, PeriodPattern, PeriodRole]] = []
    at = last = 0
    for start in opener.places(text):
        if start < at:
            continue
        match = patterns[text[start]].match(text, start)
        if match is None:
            continue
        at = end = match.end()
        if text[start] in _DIGITS and text[start - 1 : start] in (".", ",") and text[start - 2 : start - 1] in _DIGITS:
            continue  # 1,234.5年: the tail of a longer number
        row = rows[match.lastgroup or ""]
        if row.kind in _DATED and found and start - last <= 1:
            previous = found[-1]
            both_dates = row.kind is previous[2].kind is ReadingKind.DATE
            if start > last and text[last] in _BETWEEN and both_dates:
                found[-1] = (previous[0], end, previous[2], PeriodRole.STRETCH)
                last = end
                continue
            if start == last and previous[2].kind in _DATED:
                # 今年 and 1至2月 are one expression, which reaches as far as its narrower part.
                found[-1] = (previous[0], end, row, row.role)
                last = end
                continue
        last = end
        head = _HEAD.search(text, max(0, start - 3), start) if text[start - 1 : start] in _HEAD_ENDS else None
        # 截至6月29日 tells how far a stretch reaches, a day alone when something was done.
        role = PeriodRole.STRETCH if head and row.role is PeriodRole.DAY else row.role
        found.append((head.start() if head else start, end, row, role))
    # An open-ended expression (自系统上线以来) takes the place of those inside it.
    wide = _find_open_ended(text)
    if wide:
        ends = [end for _, end, _ in wide]
        kept = []
        for item in found:
            i = bisect_right(ends, item[0])
            if i == len(wide) or wide[i][0] >= item[1]:
                kept.append(item)
        found = kept + [(start, end, row, row.role) for start, end, row in wide]
        found.sort(key=lambda item: item[0])
    ahead = roles().ahead
    return [
        TimeExpression(
            Span(start, end),
            row,
            role,
            text[start:end],
            _is_adverbial(text, start, end, row),
            text.endswith(ahead, max(0, start - 3), start),
        )
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
        self.adverbial_ends = [time.span.end for time in times if time.adverbial]
        """Where the expressions end that say when something was done."""
        self._times = [time for time in times if time.role is not PeriodRole.NONE]
        self._starts = [time.span.start for time in self._times]
        self._resolved: dict[int, Period] = {}
        self._paragraphs = [0, *(match.end() for match in _PARAGRAPH_END.finditer(text))]
        # A paragraph that introduces —— paragraphs carries its period into them.
        self._carried: dict[int, int] = {}
        if "——" in text:
            self._carry()

    def _carry(self) -> None:
        carried: int | None = None
        for start, end in pairwise((*self._paragraphs, len(self._text))):
            opening = _DASHES.match(self._text, start, end)
            if opening is None:
                if end - start > 1:
                    carried = self._last_stretch(start, end)
            elif carried is not None:
                self._carried[start] = carried

    def _last_stretch(self, start: int, end: int) -> int | None:
        i = bisect_right(self._starts, end) - 1
        while i >= 0 and self._starts[i] >= start:
            if self._times[i].adverbial and self._times[i].role is PeriodRole.STRETCH:
                return i
            i -= 1
        return None

    def paragraph(self, position: int) -> int:
        """Where the paragraph begins that holds `position`."""
        return self._paragraphs[bisect_right(self._paragraphs, position) - 1]

    def at(self, position: int, *, acts: bool) -> Period | None:
        """The period that governs a statistic at `position`; `acts` says whether somebody did something there."""
        text = self._text
        paragraph = self.paragraph(position)
        last = i = bisect_right(self._starts, position) - 1
        while i >= 0 and i > last - _MOST_LOOKED_AT and self._starts[i] >= paragraph:
            time = self._times[i]
            if time.role is PeriodRole.DAY:
                near = acts and time.adverbial and position - time.span.end <= _LONGEST_SENTENCE
                if near and not _SENTENCE_END.search(text, time.span.end, position):
                    return self._period(i)
            elif time.adverbial:
                if not time.ahead or not _SENTENCE_END.search(
                    text, time.span.end, min(position, time.span.end + _LONGEST_SENTENCE)
                ):
                    return self._period(i)
            elif time.span.end <= position and text.startswith("的", time.span.end) and position - time.span.end < 8:
                return self._period(i)  # 2025年的10.2年: it binds its own number
            i -= 1
        carried = self._carried.get(paragraph)
        return None if carried is None else self._period(carried)

    def _period(self, i: int) -> Period:
        """The period of time expression `i`, the same for all that it governs."""
        if i not in self._resolved:
            time = self._times[i]
            start, end = resolve(time.text, self._published)
            self._resolved[i] = Period(time.text, start, end, time.span)
        return self._resolved[i]
