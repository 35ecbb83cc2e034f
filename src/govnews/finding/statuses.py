"""Whether what a number says has happened, is planned, is a goal, or is what something can hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from govnews import reference
from govnews.charsets import Opener
from govnews.finding.clauses import CLAUSE_END
from govnews.finding.roles import roles
from govnews.models import Status
from govnews.reference import StatusReach
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import WordsBehind, word_classes

_REACH = 400  # what stands further away decides nothing about a number
_LOOK_AHEAD = 8  # characters behind 将
_SHORT = 8  # characters of a number with its unit
# What ends a plan within its sentence: 规划建设食堂86个，目前已完成27个.
_DONE = re.compile("已[^，,]{0,4}$|目前已|截至|至今|实际")
# What ends a goal: 目标是650公斤，去年平均为612公斤.
_IS_SO = re.compile("去年|上年|目前|眼下|现有|实际|已有")
# What grows from today's number: 计划由目前的9支增加至15支.
_SO_FAR = re.compile("[由从](?:目前|现在|现有|当前|如今|去年|上年)的?$")
_LOOK_BEHIND = 16  # characters behind a number
_ENDS_LOOK = re.compile("[，,。；;、：:！？!?\n\f0-9]")
_TO_COME = ("将", "拟", "计划")
_CLAUSE_END = re.compile(f"[{CLAUSE_END}、]")
_BREAK = re.compile("[。！？\n\f；;!?]")
_SENTENCE_ENDS = frozenset("。！？\n\f")


class Sentences:
    """Where the sentences of a text begin; places are asked for in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._read = self._sentence = self._part = 0

    def around(self, position: int) -> tuple[int, int]:
        """Where the sentence begins that holds `position`, and where its part behind the last semicolon does."""
        lowest = max(0, position - _REACH)
        for mark in _BREAK.finditer(self._text, max(self._read, lowest), position):
            self._part = mark.end()
            if mark[0] in _SENTENCE_ENDS:
                self._sentence = self._part
        self._read = position
        sentence = max(self._sentence, lowest)
        return sentence, max(self._part, sentence)


@per_reference
def _cues() -> tuple[tuple[re.Pattern[str], Status, StatusReach], ...]:
    return tuple(
        (re.compile(row.pattern), row.status, row.reach)
        for row in reference.statuses()
        if row.reach is not StatusReach.BEHIND
    )


@per_reference
def _any_cue() -> Mapping[StatusReach, re.Pattern[str]]:
    """All words of one reach in one pattern: most numbers have none of them."""
    patterns: dict[StatusReach, list[str]] = {}
    for pattern, _, reach in _cues():
        patterns.setdefault(reach, []).append(f"(?:{pattern.pattern})")
    return {reach: re.compile("|".join(found)) for reach, found in patterns.items()}


@per_reference
def _cues_behind() -> tuple[re.Pattern[str], Mapping[str, Status]]:
    rows = {row.id: row for row in reference.statuses() if row.reach is StatusReach.BEHIND}
    pattern = reference.alternation({row.id: row.pattern for row in rows.values()})
    return re.compile(pattern), {reference.group_name(row.id): row.status for row in rows.values()}


@per_reference
def _opener() -> Opener:
    return Opener([*(pattern.pattern for pattern, _, _ in _cues()), *_TO_COME])


class Statuses:
    """The statuses of the numbers of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._opens = _opener().places(text)

    def at(self, number: Span, sentence: int, part: int) -> Status:
        """Whether the clause around `number` plans, sets a goal or states a capacity; a plan holds for what follows.

        `sentence` and `part` are where its sentence begins, and the part of it behind the last semicolon.
        """
        text = self._text
        if _SO_FAR.search(text, max(part, number.start - _SHORT), number.start):
            return Status.REPORTED
        k = bisect_left(self._opens, sentence)
        if k == len(self._opens) or self._opens[k] >= number.end + _REACH:
            return _status_behind(text, number.end)
        closing = _CLAUSE_END.search(text, number.end, number.end + _REACH)
        close = closing.start() if closing else min(len(text), number.end + _REACH)
        if self._opens[k] >= close:
            return _status_behind(text, number.end)
        clause = number.start - (text[number.start - 1] == "、")  # 可容纳12个班、480名学生
        while clause > part and text[clause - 1] not in CLAUSE_END and text[clause - 1] != "、":
            clause -= 1
        places = {
            StatusReach.CLAUSE: (clause, close),
            StatusReach.PART: (part, number.start),
            StatusReach.SENTENCE: (sentence, number.start),
        }
        likely = [reach for reach, pattern in _any_cue().items() if pattern.search(text, *places[reach])]
        for pattern, status, reach in _cues() if likely else ():
            found = pattern.search(text, *places[reach]) if reach in likely else None
            ends = _DONE if status is Status.PLANNED else _IS_SO if status is Status.TARGET else None
            if found is not None and not (ends and ends.search(text, found.end(), number.start)):
                gone = status is Status.CAPACITY and any(
                    text.find(word, part, number.start) >= 0 for word in roles().doing_away
                )
                return Status.REPORTED if gone else status  # 淘汰落后产能5万吨
        if _is_to_come(text, part, number.start, close):
            return Status.PLANNED
        return _status_behind(text, number.end)


def _status_behind(text: str, end: int) -> Status:
    """What is said right behind the number: 3200套的年度任务, 剩余300户预计今晚复电."""
    pattern, statuses = _cues_behind()
    found = pattern.search(text, end, end + _LOOK_BEHIND)
    if found is None or _ENDS_LOOK.search(text, end, found.start()):
        return Status.REPORTED
    status = statuses[found.lastgroup or ""]
    # 3200套的任务 is a goal, 3200套任务 and what comes later are none
    return status if status is not Status.TARGET or text.startswith("的", end) else Status.REPORTED


def _is_to_come(text: str, start: int, end: int, close: int) -> bool:
    """Whether a word of plans stands in front of a verb: 将安装258台, 拟招聘20人, 计划开行40列."""
    for cue in _TO_COME:
        last = text.rfind(cue, start, end)
        if last >= 0:
            first = text.find(cue, start, end)
            if _is_plan(text, cue, last, end, close) or (first < last and _is_plan(text, cue, first, end, close)):
                return True
    return False


def _is_plan(text: str, cue: str, at: int, end: int, close: int) -> bool:
    """Whether the word of plans at `at` is one: 将 is not 把 (将195个点整合到86个), 计划 not in 人才计划."""
    behind_cue = at + len(cue)
    if len(cue) == 1:
        if text[at : at + 2] in word_classes() or text[at - 1 : at + 1] in word_classes():
            return False
    elif text.endswith(roles().plan_noun, 0, at):
        return False
    if _DONE.search(text, at, end):
        return False
    behind = WordsBehind(text, behind_cue, min(end, behind_cue + _LOOK_AHEAD))
    n = 0
    while behind.reaches(n) and behind.kinds[n] == "L" and behind.printed[n] not in roles().before_verb:
        n += 1  # 拟再追缴210万元
    if not behind.reaches(n):
        return False
    kind, after = behind.kinds[n], behind.end(n)
    if kind not in "ID" and cue == "将" and _is_made_into(text, behind_cue, close):
        return False  # 将办理时间缩短至3天, but not 比重将提高到22%
    if kind in "AvIDd" or behind.printed[n] in roles().before_verb:
        return True
    # 安装 is a noun too, but not right in front of a number, nor where the clause ends behind it.
    counts = text[after : after + 1].isdigit()  # 将安装20台风机和7台水泵
    return kind == "B" and (after == end or counts or close - end < _SHORT or cue != "将")


def _is_made_into(text: str, start: int, end: int) -> bool:
    """Whether something is made into another thing behind 将: 将办理时间缩短|至3天, but not 将|成立, 将|到村里."""
    for word in roles().made_into:
        at = text.find(word, start + (len(word) == 1), end)
        if at >= 0 and (len(word) > 1 or text[at : at + 2] not in word_classes()):
            return True
    return False
