"""Whether what a number says has happened, is planned, is a goal, or is what something can hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from govnews import reference
from govnews.finding.charsets import Opener
from govnews.finding.clauses import CLAUSE_END
from govnews.models import Status
from govnews.spans import Span
from govnews.words import WordsBehind, word_classes

_REACH = 400  # what stands further away decides nothing about a number
_LOOK_AHEAD = 8  # characters behind 将
_SHORT = 8  # characters of a number with its unit
# What is done to something with 将: 将改善民生作为首要任务, 将办理时间缩短至3天.
_DISPOSES = re.compile("作为|纳入|列[入为]|[摆放]在|转[化变]|划分|整合|[分改变]为|[至到成]")
# What ends a plan within its sentence: 规划建设食堂86个，目前已完成27个.
_DONE = re.compile("已[^，,]{0,4}$|目前已|截至|至今")
_BEFORE_VERBS = ("在", "向", "对", "从", "被", "于", "与", "同", "为", "由", "会")
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


@cache
def _cues() -> tuple[tuple[re.Pattern[str], Status], ...]:
    return tuple((re.compile(row.pattern), row.status) for row in reference.statuses())


@cache
def _opener() -> Opener:
    return Opener([*(row.pattern for row in reference.statuses()), "将"])


class Statuses:
    """The statuses of the numbers of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._opens = _opener().places(text)

    def at(self, number: Span, sentence: int, part: int) -> Status:
        """Whether the clause around `number` plans, sets a goal or states a capacity; a plan holds for what follows.

        `sentence` and `part` are where its sentence begins, and the part of it behind the last semicolon.
        """
        k = bisect_left(self._opens, sentence)
        if k == len(self._opens) or self._opens[k] >= number.end + _REACH:
            return Status.REPORTED
        text = self._text
        closing = _CLAUSE_END.search(text, number.end, number.end + _REACH)
        close = closing.start() if closing else min(len(text), number.end + _REACH)
        if self._opens[k] >= close:
            return Status.REPORTED
        clause = number.start
        while clause > part and text[clause - 1] not in CLAUSE_END and text[clause - 1] != "、":
            clause -= 1
        for pattern, status in _cues():
            if status is Status.CAPACITY:
                found = pattern.search(text, clause, close)
            else:
                # 预期目标是：增长5%；新增就业6万人: a goal holds for all that its sentence enumerates
                found = pattern.search(text, sentence if status is Status.TARGET else part, number.start)
            if found is not None and not (status is Status.PLANNED and _DONE.search(text, found.end(), number.start)):
                return status
        return Status.PLANNED if _is_to_come(text, part, number.start, close) else Status.REPORTED


def _is_to_come(text: str, start: int, end: int, close: int) -> bool:
    """Whether 将 stands in front of a verb: 将安装258台; in front of a noun it is 把, 将195个点整合到86个."""
    for at in (text.rfind("将", start, end), text.find("将", start, end)):
        if at < 0:
            return False
        alone = text[at : at + 2] not in word_classes() and text[at - 1 : at + 1] not in word_classes()
        if alone and not _DISPOSES.search(text, at, close) and not _DONE.search(text, at, end):
            behind = WordsBehind(text, at + 1, min(end, at + _LOOK_AHEAD))
            if behind.reaches(0) and (behind.kinds[0] in "AvIDd" or behind.printed[0] in _BEFORE_VERBS):
                return True
            # 安装 is a noun too, but not right in front of a number, nor where the clause ends behind it.
            if behind.reaches(0) and behind.kinds[0] == "B" and (behind.end(0) == end or close - end < _SHORT):
                return True
    return False
