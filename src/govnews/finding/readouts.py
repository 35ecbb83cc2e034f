"""The parts of a meeting's report: 会议指出, 区委书记张三强调, and what was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from govnews import reference
from govnews.models import Readout
from govnews.reference import ReadoutPlace
from govnews.spans import Span

_BEGINS = re.compile("[。！？；!?;\n\f]|(?<=[。！？；!?;\n\f])[　 \t]+")
_LONGEST = 48
"""How far in front of its verb a speaker can begin."""
_STOPS = "[，,：:]"
# 会上，区长李四…: what stands in front of a speaker in its sentence.
_AHEAD = "(?:[　 \t]*(?:[^，。；：“”\n\f]{0,12}(?:会上|会议上|随后|最后|同时|近日|日前|期间|[0-9]日|[上下]午|今天|昨天))[，,])?[　 \t]*"
# 区长李四在讲话中指出, 在全市推进会上强调
_WHERE = "(?:(?:[日近]日|今天|昨天)?在[^，。；：“”\n\f]{1,30}?[上中时后])?"
_PERSON = "[\u4e00-\u9fff]{2,3}?(?:·[\u4e00-\u9fff]{1,6})?"
_TIME = re.compile(
    "^(?:[　 \t]|今天|昨天|昨日|近日|日前|前天|[0-9]{1,4}[年月日]|[上下]午|晚上?|本报讯|在|[\u4e00-\u9fff]{1,8}[，,])*"
)


@frozen
class _Words:
    verbs: re.Pattern[str]
    """A verb with what must stand behind it."""
    leaders: frozenset[str]
    """Verbs of meetings and of leaders, with a comma behind them."""
    free: frozenset[str]
    """Verbs of meetings that an object can follow at once."""
    speaker: re.Pattern[str]
    """From the beginning of the sentence to the verb; `meeting`, or `who` with the name in `person`."""
    called: re.Pattern[str]
    """A meeting by its full name, where a text says that it was held."""
    roled: re.Pattern[str]
    """A leader by role and name: 区委书记张三."""


def _texts(place: ReadoutPlace) -> str:
    texts = [row.text for row in reference.readout_words() if row.place is place]
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


@cache
def _words() -> _Words:
    rows = reference.readout_words()
    adverbs, meetings, roles = map(_texts, (ReadoutPlace.ADVERB, ReadoutPlace.MEETING, ReadoutPlace.ROLE))
    verbs = frozenset(row.text for row in rows if row.place is ReadoutPlace.VERB)
    free = frozenset(row.text for row in rows if row.place is ReadoutPlace.OBJECT)
    either = "|".join(sorted(verbs | free, key=len, reverse=True))
    no_role = "".join(f"(?<!{row.text})" for row in rows if row.place is ReadoutPlace.NO_ROLE)
    role = f"(?:[^，。；：“”的\n\f]{{0,24}}?(?:{roles})){no_role}"
    person = f"(?!{adverbs}){_PERSON}"
    named = f"{role}(?P<person>{person})(?:同志)?|(?P<before>{person})(?:{roles}|同志)|(?P<alone>{person})|[他她]"
    manner = f"(?:{adverbs})*"
    return _Words(
        re.compile(f"({either})(?={_STOPS}|[了\u4e00-\u9fff《“])"),
        verbs,
        free,
        re.compile(
            f"{_AHEAD}(?:(?P<meeting>(?:(?!主持|召开|出席|参加)[^，。；：“”\n\f的]|“[^“”\n\f]{{1,16}}”){{0,24}}?(?:{meetings}))|"
            f"(?P<who>{named})){_WHERE}{manner}"
        ),
        re.compile(
            f"(?:(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,10}}?)(?<!主持))?(?:召开|举行|主持|出席|参加)了?"
            f"([^，。；：\n\f]{{2,30}}?(?:{meetings}))(?=[，。；：\n\f并]|$)|"
            f"(?<![\u4e00-\u9fff])([^，。；：\n\f]{{2,36}}?(?:{meetings}))(?:在[^，。；：\n\f]{{1,12}})?(?:召开|举行|开幕)"
        ),
        re.compile(f"(?:{roles})({_PERSON})(?=[，。、在主指强要提同出参到赴一率听检调表认说一等]|$)"),
    )


def find_readouts(text: str) -> tuple[Readout, ...]:
    """The parts of a meeting's report in `text`, each up to the next one or to the paragraph's end.

    A meeting that is only called 会议 has the name by which the text says that it was held; what a leader stressed has
    role and name. What residents, experts and papers say is none.

    >>> text = "区委召开常委会会议。会议指出，要抓紧。区委书记张三强调，要抓实。王大爷说，好。"
    >>> [(readout.speaker, readout.verb, readout.text) for readout in find_readouts(text)]
    [('区委常委会会议', '指出', '要抓紧。'), ('区委书记张三', '强调', '要抓实。王大爷说，好。')]
    """
    opened = list(_openings(text))
    found = []
    for i, (start, end, verb, speaker) in enumerate(opened):
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        page = text.find("\f", end, stop)
        stop = page if page >= 0 else stop
        if i + 1 < len(opened):
            stop = min(stop, opened[i + 1][0])
        said = text[end:stop].removeprefix("了").lstrip("，,：: ").rstrip()
        found.append(Readout(verb, speaker, said, Span(start, stop)))
    return tuple(found)


def _openings(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each part begins, where what was said begins, the verb and the speaker."""
    words = _words()
    meetings = _Meetings(text)
    leaders: dict[str, str] = {}
    page = 0
    leader: str | None = None
    seen = 0  # up to here the leaders are known
    last = 0
    for match in words.verbs.finditer(text):
        begin = _sentence_start(text, max(last, match.start() - _LONGEST), match.start())
        if begin is None:
            continue
        found = words.speaker.fullmatch(text, begin, match.start())
        if found is None:
            continue
        if (page_now := text.rfind("\f", page, begin)) >= 0:
            page, leaders, leader, seen = page_now + 1, {}, None, page_now + 1
        stopped = text[match.end()] in "，,：:"
        if found["meeting"]:
            if not stopped and match[1] not in words.free:
                continue
            if text[match.end()] == "的":
                continue
            speaker = meetings.name(found["meeting"].strip(), begin)
        else:
            if not stopped or match[1] not in words.leaders:
                continue
            for introduced in words.roled.finditer(text, seen, begin):
                leaders[introduced[1]] = introduced[0]
            seen = max(seen, begin)
            who, alone = found["who"].strip(), found["alone"]
            if alone is not None and alone not in leaders:
                continue
            if who in ("他", "她"):
                if leader is None:
                    continue
                who = leader
            leader = speaker = leaders.get(who, who)
            if found["person"]:
                leaders[found["person"]] = who
        last = match.end()
        yield begin + len(text[begin:last]) - len(text[begin:last].lstrip()), last, match[1], speaker


def _sentence_start(text: str, first: int, place: int) -> int | None:
    """Where the sentence begins in which `place` stands, if that is behind `first`."""
    begin = None
    for mark in _BEGINS.finditer(text, first, place):
        begin = mark.end()
    if begin is None and (first == 0 or text[first - 1] in "。！？；!?;\n\f　 "):
        begin = first
    return begin


class _Meetings:
    """The meetings that a text says were held, by their full names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[tuple[int, str]] | None = None

    def name(self, printed: str, place: int) -> str:
        """The name of the last meeting in front of `place` on its page, where `printed` is no name itself."""
        if len(printed) > 2:
            return _TIME.sub("", printed) or printed
        if self._found is None:
            self._found = [(m.start(), _called(m)) for m in _words().called.finditer(self._text)]
        i = bisect_right(self._found, (place, "")) - 1
        if i < 0 or self._text.find("\f", self._found[i][0], place) >= 0:
            return printed
        return self._found[i][1] or printed


def _called(match: re.Match[str]) -> str:
    """The name of a meeting with the organ that held it: 区委召开常委会会议 is 区委常委会会议."""
    if match[3]:
        return _TIME.sub("", match[3]).strip()
    held = match[0][len(match[1] or "") :].startswith(("召开", "举行"))
    organ = _TIME.sub("", match[1] or "") if held else ""
    return organ + match[2] if not match[2].startswith(organ) else match[2]
