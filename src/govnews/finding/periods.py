"""Time expressions: where they stand, and how far each of them governs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from attrs import frozen

from govnews import reference
from govnews.charsets import Opener, openings
from govnews.finding.dates import Tense, resolve
from govnews.finding.roles import roles
from govnews.models import Period, ReadingKind, Status
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
    part: bool = False
    """Whether it holds for its own clause only: 其中今年新增21家; 每年补贴120元，惠及老人300名."""

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
_CLAUSE_MARKS = re.compile("[，,。；;：:！？!?\n\f]")
_STOP = re.compile("[\n\f。！？]")
_PART_OF = "其中"
_THAT_YEAR = "全年"
_RATE = 3  # characters of 每人, 每学期
_RATE_END = re.compile("[\n\f。！？；]|累计|总计|共计")  # 每日往返43班次，累计运送20万人次
_PAID = re.compile("[^，,。；;：:\n\f0-9]{0,10}[0-9.]+[万千百]?多?余?元")
# What is planned for a time stands behind it in its clause or at the head of the next one.
_PLANS = re.compile(
    "[，,]?[^，,。；;：:\n\f]{0,14}?(?:将(?!近)|拟|计划|力争|争取|确保|预计|有望|目标|(?<![主需重])要(?![求素点害]))"
)
_DEADLINE = re.compile(".[底末月日号]前$|^年(?:内|底|末)$")
_BEFORE = re.compile(".[底末月日号]前$")
_IS_SO = re.compile("已(?!经?知)|目前(?!的)|现有")
_DESCRIBES = re.compile("[\u4e00-\u9fff]{2}的")
_OVER = re.compile("了(?!解)|已(?!经?知)|曾|同比|环比")
_REACHES_NOW = re.compile("以来|截[至止]|目前|至今|现阶段|年来|近日")
_HAS_NO_YEAR = re.compile("[^年]{0,12}?(?:月|季度|半年)")
_THAT_DAY = re.compile("(?:开业|开幕)?当天|当日|同日|当晚|同一天")
_WHOLE_YEAR = re.compile(r"(?:(?:19|20)\d{2}年度?|[今去前]年)")
_NEXT = 8  # characters between a time and the number that it describes
_DIGIT = re.compile("[0-9０-９]")
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
            elif item[0] <= wide[i][0] and item[1] >= wide[i][1]:
                kept.append(item)  # “十四五”规划实施以来, which no clause mark parts
                del wide[i], ends[i]
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
            (text[start] == "每" and _PAID.match(text, end) is not None)
            or text.endswith(_PART_OF, max(0, start - len(_PART_OF)), start),
        )
        for start, end, row, role in found
    ]


@per_reference
def _tells() -> re.Pattern[str]:
    """The rest of a clause that says who told what follows: …召开的会议上获悉，"""
    verbs = "|".join(map(re.escape, sorted(roles().telling)))
    return re.compile(f"[^，,。；;：:\\n\\f0-9]{{0,30}}?(?:{verbs})(?:(?:消息|数据|通报)[称说]?)?[，,：:]")


def _is_adverbial(text: str, start: int, end: int, row: PeriodPattern) -> bool:
    if row.role is PeriodRole.NONE or _is_basis(text, start, end):
        return False
    if text[start] == "每" and "每" in text[max(0, start - _RATE) : start]:
        return False  # 每人每月150元
    if row.role is PeriodRole.DAY and _tells().match(text, end):
        return False  # 记者从今天召开的会议上获悉，…
    behind = text[end : end + 1]
    if behind in ("的", "度", "》", "”", "版", "届", "电", "讯"):
        return False
    if behind in ("，", ","):
        return True
    in_front = text[start - 1 : start]
    if _DESCRIBES.match(text, end) and word_classes().get(text[max(0, start - 2) : start]) in ("v", "p"):
        return False  # 依托去年5月投用的灌溉工程
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

    def __init__(
        self,
        text: str,
        times: Sequence[TimeExpression],
        published: Callable[[int], date | None],
        years: Sequence[tuple[int, str]] = (),
    ) -> None:
        """`published` says when the paper of a place came out; `years` are where headings name one, and which."""
        self._text = text
        self._published = published
        self._years = years
        self.adverbial_ends = [time.span.end for time in times if time.adverbial]
        """Where the expressions end that say when something was done."""
        self._times = [time for time in times if time.role is not PeriodRole.NONE]
        self._starts = [time.span.start for time in self._times]
        self._resolved: dict[int, Period] = {}
        self._announced: dict[int, bool] = {}
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

    def at(self, position: int, *, acts: bool, status: Status = Status.REPORTED) -> Period | None:
        """The period that governs a statistic at `position`.

        `acts` says whether somebody did something there; what is planned is not of a time that ends today.
        """
        text = self._text
        paragraph = self.paragraph(position)
        last = i = bisect_right(self._starts, position) - 1
        while i >= 0 and i > last - _MOST_LOOKED_AT and self._starts[i] >= paragraph:
            time = self._times[i]
            if time.part and (
                position - time.span.end > _LONGEST_SENTENCE or _CLAUSE_MARKS.search(text, time.span.end, position)
            ):
                pass
            elif time.role is PeriodRole.DAY:
                near = acts and time.adverbial and position - time.span.end <= _LONGEST_SENTENCE
                ends = _RATE_END if time.text[0] == "每" else _SENTENCE_END
                if near and not ends.search(text, time.span.end, position):
                    return self._period(i, position, status)
            elif time.adverbial:
                if self._ends_today(i, position, status):
                    return None
                if self._reaches(i, position, status):
                    return self._period(i, position, status)
            elif time.span.end <= position and text.startswith("的", time.span.end) and self._is_next(time, position):
                return self._period(i, position, status)  # 2025年的10.2年: it binds its own number
            i -= 1
        carried = self._carried.get(paragraph)
        return None if carried is None else self._period(carried, position, status)

    def _is_next(self, time: TimeExpression, position: int) -> bool:
        """Whether a number stands right behind the noun that a time describes: 2025年的10.2年, 目前的9支|增至15支."""
        return position - time.span.end < _NEXT and _DIGIT.search(self._text, time.span.end, position) is None

    def _reaches(self, i: int, position: int, status: Status) -> bool:
        """Whether a stretch still holds at `position` of its paragraph."""
        text, time = self._text, self._times[i]
        near = min(position, time.span.end + _LONGEST_SENTENCE)
        if (time.ahead or self._is_that_year(i)) and _SENTENCE_END.search(text, time.span.end, near):
            return False
        if self._plans(i):
            # 到2025年底，力争全覆盖。已在25个镇街推开: what is so already is not of the time to come
            if self._is_deadline(i) and _STOP.search(text, time.span.end, near):
                return False
            lowest = max(time.span.end, position - _LONGEST_SENTENCE)
            if _IS_SO.search(text, max(lowest, text.rfind("。", lowest, position)), position):
                return False
        # “我们2023年9月进场。”负责人说，…: what somebody dates in his own words
        return time.row.kind is not ReadingKind.DATE or not self._is_quoted(i, near)

    def _is_that_year(self, i: int) -> bool:
        """Whether the time is 全年 inside a sentence, where it means the year that the sentence speaks of."""
        start = self._starts[i]
        return self._times[i].text == _THAT_YEAR and start > 0 and self._text[start - 1] in "，,、"

    def _ends_today(self, i: int, position: int, status: Status) -> bool:
        """Whether a number that is planned stands sentences behind a time that is over: 目前有42家。计划再设两家."""
        if status not in (Status.PLANNED, Status.TARGET) or not _REACHES_NOW.search(self._times[i].text):
            return False
        end = self._times[i].span.end
        return _STOP.search(self._text, end, min(position, end + _LONGEST_SENTENCE)) is not None

    def _plans(self, i: int) -> bool:
        return _BEFORE.search(self._times[i].text) is not None or self._announces(i)

    def _announces(self, i: int) -> bool:
        known = self._announced.get(i)
        if known is None:
            known = self._announced[i] = _PLANS.match(self._text, self._times[i].span.end) is not None
        return known

    def _is_deadline(self, i: int) -> bool:
        time = self._times[i]
        return self._text[time.span.start - 1 : time.span.start] == "到" or _DEADLINE.search(time.text) is not None

    def _is_quoted(self, i: int, position: int) -> bool:
        """Whether the quotation ends in front of `position` in which expression `i` stands."""
        end = self._times[i].span.end
        closing = self._text.find("”", end, position)
        return closing >= 0 and self._text.find("“", end, closing) < 0

    def is_to_come(self, period: Period | None, position: int) -> bool:
        """Whether a period begins, or a deadline ends, when the paper is out, so that nothing in it has happened."""
        if period is None or period.span is None or period.end is None:
            return False
        published = self._published(position)
        if published is None or period.end <= published.isoformat():
            return False
        text, start, end = self._text, period.span.start, period.span.end
        is_deadline = _BEFORE.search(period.text) is not None
        if not is_deadline and (period.start is None or period.start <= published.isoformat()):
            return False
        # but 联合国2030年议程 is a name
        opens = is_deadline or start == 0 or text[start - 1] in _CLAUSE_START or text[start - 1] in "到在于至"
        near = min(position, end + _LONGEST_SENTENCE)
        return opens and _STOP.search(text, end, near) is None and _OVER.search(text, end, near) is None

    def _period(self, i: int, position: int, status: Status) -> Period:
        """The period of time expression `i`, the same for all that it governs and that are as far along."""
        known = self._resolved.get(i)
        if known is not None:
            return known
        time = self._times[i]
        has_year = _HAS_NO_YEAR.match(time.text) is None
        start, end = self._dates(i, Tense.OPEN if has_year else self._tense(i, position, status))
        period = Period(time.text, start, end, time.span)
        if has_year:
            self._resolved[i] = period
        return period

    def _tense(self, i: int, position: int, status: Status) -> Tense:
        time = self._times[i]
        if status in (Status.PLANNED, Status.TARGET) or time.ahead or self._announces(i):
            return Tense.TO_COME
        if _BEFORE.search(time.text):
            # 12月底前建成12个 is to come in a paper of November; in one of February it may be last year's
            known = resolve(time.text, self._published(time.span.start))
            return Tense.TO_COME if known == (None, None) else Tense.UNSURE
        over = _OVER.search(self._text, time.span.end, min(position, time.span.end + _LONGEST_SENTENCE))
        return Tense.OPEN if over is None else Tense.DONE

    def _dates(self, i: int, tense: Tense) -> tuple[str | None, str | None]:
        time = self._times[i]
        published = self._published(time.span.start)
        if _THAT_DAY.match(time.text):
            return self._day_before(i, published)
        if time.text == _THAT_YEAR:
            year = self._year_of(i)
            return resolve(year, published) if year else (None, None)
        return resolve(time.text, published, tense)

    def _day_before(self, i: int, published: date | None) -> tuple[str | None, str | None]:
        """The day that was named last in the paragraph: 5月18日开幕。…开幕当天."""
        paragraph = self.paragraph(self._starts[i])
        for k in range(i - 1, max(-1, i - _MOST_LOOKED_AT), -1):
            time = self._times[k]
            if time.span.start < paragraph:
                break
            start, end = resolve(time.text, published, Tense.OPEN)
            if time.role is PeriodRole.DAY and start is not None and start == end:
                return start, end
        return None, None

    def _year_of(self, i: int) -> str | None:
        """The year that 全年 is: the one named in front of it in its paragraph, or by the heading of its part."""
        start = self._starts[i]
        paragraph = self.paragraph(start)
        for k in range(i - 1, max(-1, i - _MOST_LOOKED_AT), -1):
            time = self._times[k]
            if time.span.start < paragraph:
                break
            if time.adverbial and _WHOLE_YEAR.fullmatch(time.text):
                return time.text
        k = bisect_right(self._years, (start, "")) - 1
        return self._years[k][1] or None if k >= 0 else None
