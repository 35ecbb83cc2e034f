"""The parts of a meeting's report: 会议指出, 区委书记张三强调, and what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve, frozen

from govnews import reference
from govnews.models import Readout
from govnews.reference import ReadoutPlace
from govnews.spans import Span
from govnews.table_files import per_reference

_BEGINS = re.compile("[。！？；!?;\n\f]|(?<=[。！？；!?;\n\f])[　 \t]+")
_LONGEST = 48
"""How far in front of its verb a speaker can begin."""
_STOPS = "[，,：:]"
# 会上，区长李四…: what stands in front of a speaker in its sentence.
_AHEAD = (
    "(?:[　 \t]*(?:[^，,。；;：:“”\n\f]{0,12}"
    "(?:会上|会议上|随后|最后|同时|近日|日前|期间|[0-9]日|[上下]午|今天|昨天))[，,])?[　 \t]*"
)
# 区长李四在讲话中指出, 在全市推进会上强调
_WHERE = "(?:(?:[日近]日|今天|昨天)?在[^，,。；;：:“”\n\f]{1,30}?[上中时后])?"
_PERSON = "[\u4e00-\u9fff]{2,3}?(?:·[\u4e00-\u9fff]{1,6})?"
_TIME = re.compile(
    "^(?:[　 \t]|今天|昨天|昨日|近日|日前|前天|[0-9]{1,4}[年月日]|[上下]午|晚上?|本报讯|在|[\u4e00-\u9fff]{1,8}[，,])*"
)


_HELD = re.compile("召开|举行|开幕|主持|出席|参加")
_CLAUSE_END = re.compile("[，,。；;：:！!？?\n]")
_LONGEST_ORGAN = 10


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
    held: re.Pattern[str]
    """A meeting by its full name behind 召开."""
    opened: re.Pattern[str]
    """A meeting by its full name in front of 召开."""
    roled: re.Pattern[str]
    """A leader by role and name: 区委书记张三."""


def _texts(place: ReadoutPlace) -> str:
    texts = [row.text for row in reference.readout_words() if row.place is place]
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


@per_reference
def _words() -> _Words:
    rows = reference.readout_words()
    adverbs, meetings, roles = map(_texts, (ReadoutPlace.ADVERB, ReadoutPlace.MEETING, ReadoutPlace.ROLE))
    verbs = frozenset(row.text for row in rows if row.place is ReadoutPlace.VERB)
    free = frozenset(row.text for row in rows if row.place is ReadoutPlace.OBJECT)
    either = "|".join(sorted(verbs | free, key=len, reverse=True))
    no_role = "".join(f"(?<!{row.text})" for row in rows if row.place is ReadoutPlace.NO_ROLE)
    role = f"(?:[^，,。；;：:“”的\n\f]{{0,24}}?(?:{roles})){no_role}"
    person = f"(?!{adverbs}){_PERSON}"
    named = f"{role}(?P<person>{person})(?:同志)?|(?P<before>{person})(?:{roles}|同志)|(?P<alone>{person})|[他她]"
    manner = f"(?:{adverbs})*"
    return _Words(
        re.compile(f"({either})(?={_STOPS}|[了\u4e00-\u9fff《“])"),
        verbs,
        free,
        re.compile(
            f"{_AHEAD}(?:(?P<meeting>(?:(?!主持|召开|出席|参加)[^，,。；;：:“”\n\f的]|“[^“”\n\f]{{1,16}}”){{0,24}}?(?:{meetings}))|"
            f"(?P<who>{named})){_WHERE}{manner}"
        ),
        re.compile(f"了?([^，,。；;：:\n]{{2,30}}?(?:{meetings}))(?=[，,。；;：:\n并]|$)"),
        re.compile(f"([^，,。；;：:\n]{{2,36}}?(?:{meetings}))(?:在[^，,。；;：:\n]{{1,12}})?"),
        re.compile(f"(?:{roles})({_PERSON})(?=[，,。、在主指强要提同出参到赴一率听检调表认说一等]|$)"),
    )


def find_readouts(text: str) -> tuple[Readout, ...]:
    """The parts of a meeting's report in `text`, each up to the next one or to the paragraph's end.

    A meeting that is only called 会议 has the name by which the text says that it was held; what a leader stressed has
    role and name. What residents, experts and papers say is none.

    >>> text = "区委召开常委会会议。会议指出，要抓紧。区委书记张三强调，要抓实。王大爷说，好。"
    >>> [(readout.speaker, readout.verb, readout.text) for readout in find_readouts(text)]
    [('区委常委会会议', '指出', '要抓紧。'), ('区委书记张三', '强调', '要抓实。王大爷说，好。')]
    """
    found = []
    start = 0
    while start <= len(text):
        end = text.find("\f", start)
        end = len(text) if end < 0 else end
        found += [evolve(part, span=part.span.shifted(start)) for part in _on_page(text[start:end])]
        start = end + 1
    return tuple(found)


def _on_page(text: str) -> Iterator[Readout]:
    opened = list(_openings(text))
    for i, (start, end, verb, speaker) in enumerate(opened):
        limit = opened[i + 1][0] if i + 1 < len(opened) else len(text)
        stop = text.find("\n", end, limit)
        stop = limit if stop < 0 else stop
        said = text[end:stop].removeprefix("了").lstrip("，,：: ").rstrip()
        yield Readout(verb, speaker, said, Span(start, stop))


def _openings(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where each part begins, where what was said begins, the verb and the speaker."""
    words = _words()
    meetings, leaders = _Meetings(text), _Leaders(text)
    last = 0
    for match in words.verbs.finditer(text):
        begin = _sentence_start(text, max(last, match.start() - _LONGEST), match.start())
        found = None if begin is None else words.speaker.fullmatch(text, begin, match.start())
        if begin is None or found is None:
            continue
        behind = text[match.end()]
        if found["meeting"]:
            if behind == "的" or (behind not in "，,：:" and match[1] not in words.free):
                continue
            speaker: str | None = meetings.name(found["meeting"].strip(), begin)
        else:
            if behind not in "，,：:" or match[1] not in words.leaders:
                continue
            speaker = leaders.name(found, begin)
        if speaker is not None:
            last = match.end()
            ahead = text[begin:last]
            yield last - len(ahead.lstrip()), last, match[1], speaker


def _sentence_start(text: str, first: int, place: int) -> int | None:
    """Where the sentence begins in which `place` stands, if that is behind `first`."""
    begin = None
    for mark in _BEGINS.finditer(text, first, place):
        begin = mark.end()
    if begin is None and (first == 0 or text[first - 1] in "。！？；!?;\n　 "):
        begin = first
    return begin


class _Leaders:
    """The leaders that a page names with their roles, and the one who spoke last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._roles: dict[str, str] = {}
        self._last: str | None = None

    def name(self, found: re.Match[str], place: int) -> str | None:
        """The speaker of an opening with role and name, `None` if the page names no leader of that name."""
        for introduced in _words().roled.finditer(self._text, self._seen, place):
            start = max(0, introduced.start() - _LONGEST_ORGAN)
            for mark in _CLAUSE_END.finditer(self._text, start, introduced.start()):
                start = mark.end()
            begins = start == 0 or _CLAUSE_END.match(self._text, start - 1)
            who = self._text[start : introduced.end()].strip() if begins else introduced[0]
            self._roles[introduced[1]] = who
            if self._text.startswith("主持", introduced.end()):
                self._last = who
        self._seen = max(self._seen, place)
        who, alone = found["who"].strip(), found["alone"]
        if who in ("他", "她"):
            return self._last
        if alone is not None and alone not in self._roles:
            return None
        self._last = self._roles.get(who, who)
        if found["person"]:
            self._roles[found["person"]] = who
        return self._last


class _Meetings:
    """The meetings that a page says were held, by their full names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen = 0
        self._last: str | None = None

    def name(self, printed: str, place: int) -> str:
        """The name of the last meeting in front of `place`, where `printed` is no name itself."""
        if len(printed) > 2:
            return _TIME.sub("", printed) or printed
        for verb in _HELD.finditer(self._text, self._seen, place):
            self._last = self._called(verb) or self._last
        self._seen = max(self._seen, place)
        return self._last or printed

    def _called(self, verb: re.Match[str]) -> str | None:
        """The name of the meeting of which `verb` tells: 区委召开常委会会议 is 区委常委会会议."""
        text, words = self._text, _words()
        start = max(0, verb.start() - _LONGEST)
        for mark in _CLAUSE_END.finditer(text, start, verb.start()):
            start = mark.end()
        if held := words.held.match(text, verb.end()):
            organ = _TIME.sub("", text[start : verb.start()]) if verb[0] in ("召开", "举行") else ""
            named = held[1].startswith(organ) or len(organ) > _LONGEST_ORGAN or organ.endswith("主持")
            return held[1] if named else organ + held[1]
        opened = words.opened.fullmatch(text, start, verb.start())
        return _TIME.sub("", opened[1]).strip() if opened else None
