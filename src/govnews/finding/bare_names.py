"""Names of initiatives without quotation marks: 实施城乡供水提升行动, 健康湖州行动深入推进, 十项行动."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from govnews import reference
from govnews.models import InitiativeKind
from govnews.reference import InitiativeWordRole
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import WordsBefore

_LONGEST = 24
"""How far in front of its head a name can begin."""
_ENDS_NAME = re.compile("[^\u4e00-\u9fff0-9A-Za-z+＋·×]")
_NUMBERED = re.compile("[三四五六七八九十百千]+(?:[大项][\u4e00-\u9fff]{0,2}|[\u4e00-\u9fff]{1,2})$")
# A figure in front counts, and is no part of a name: 惠及200多万|老人助餐提升计划.
_FIGURE = re.compile("[0-9][0-9.,]*(?:[多余]?[万亿千百]+[多余]?|[多余%％])")
_WHEN = re.compile("[上下]半年|[一二三四]季度|[今去明]年|[0-9]{1,4}[年月日]")
_CLAUSE_MARK = re.compile("[^\u4e00-\u9fff0-9A-Za-z+＋·×、]")
_LIST_MARK = re.compile("、|以及|[和及与]")
_LONGEST_LIST, _LONGEST_MEMBER = 48, 8
_ENTERS = "进"
_SHORTEST, _SHORTEST_OPENING = 4, 4
_LONGEST_ENTERING = 5


@frozen
class _Bare:
    kinds: Mapping[str, InitiativeKind]
    heads: re.Pattern[str]
    launching: re.Pattern[str]
    """A verb that sets something going; what stands between it and the head is the name."""
    other: re.Pattern[str]
    """A head that is the beginning of another word: 工程|师."""
    general: re.Pattern[str]
    """What describes and does not name, alone or one behind the other: 重大, 重点, 民生."""
    works: re.Pattern[str]
    """What ends the name of a building site, which is no programme: 扩建, 二期."""
    no_name: re.Pattern[str]
    counted: re.Pattern[str]
    """What counts, alone or with its measure word, and begins no name."""
    ahead: re.Pattern[str]
    again: re.Pattern[str]
    opening: tuple[str, ...]
    programme: tuple[str, ...]
    """What a name of a programme ends in, in front of 工程."""
    time: re.Pattern[str]
    """上半年|西部陆海新通道: what says when is no part of a name."""
    links: tuple[str, ...]
    not_entering: frozenset[str]
    people: tuple[str, ...]


def _words(role: InitiativeWordRole) -> list[str]:
    """The words of a role, the longest first."""
    rows = reference.initiative_words()
    words = [word for row in rows if row.role is role for word in row.words.split(" ")]
    return sorted(words, key=len, reverse=True)


def _any_of(role: InitiativeWordRole) -> str:
    return "|".join(map(re.escape, _words(role)))


def _no_name() -> str:
    """A pattern for what no name holds, unless it stands in a word that may: 以, but not 以|旧; 向, but not 定|向."""
    holds = _words(InitiativeWordRole.HOLDS)
    patterns = []
    for word in _words(InitiativeWordRole.NO_NAME):
        pattern = re.escape(word)
        for holder in holds:
            if (at := holder.find(word)) >= 0:
                end = at + len(word)
                pattern += f"(?!(?<={re.escape(holder[:end])}){re.escape(holder[end:])})"
        patterns.append(pattern)
    return "|".join(patterns)


@per_reference
def _bare() -> _Bare:
    rows = reference.initiatives()
    kinds = {row.text: row.kind for row in rows if row.place == "bare"}
    launching = [row.text for row in rows if row.place == "launch"]
    return _Bare(
        kinds,
        re.compile("|".join(sorted(map(re.escape, kinds), key=len, reverse=True))),
        re.compile(f"(?:{'|'.join(sorted(map(re.escape, launching), key=len, reverse=True))})(?!性)"),
        re.compile(_any_of(InitiativeWordRole.GOES_ON)),
        re.compile(f"(?:{_any_of(InitiativeWordRole.GENERAL)})*"),
        re.compile(f"(?:{_any_of(InitiativeWordRole.WORKS)})$"),
        re.compile(_no_name()),
        re.compile(
            f"[0-9]|[一二三四五六七八九十两几数多]+[余大]?(?:{_any_of(InitiativeWordRole.COUNTER)})"
            f"|{_any_of(InitiativeWordRole.COUNTING)}"
        ),
        re.compile(
            "(?:[0-9]{4}年(?:度)?|[新又]一[轮批]|第[一二三四五六七八九十0-9]+[轮批期次届]"
            f"|{_any_of(InitiativeWordRole.AHEAD)})*"
        ),
        re.compile(f"(?:{_any_of(InitiativeWordRole.AGAIN)})了?"),
        tuple(_words(InitiativeWordRole.OPENING)),
        tuple(_words(InitiativeWordRole.PROGRAMME)),
        re.compile(
            f"(?:[上下]半年|[一二三四]季度|[今去明近]年来?|[0-9]{{1,4}}[年月日]|{_any_of(InitiativeWordRole.WHEN)})$"
        ),
        tuple(_words(InitiativeWordRole.LINK)),
        frozenset(_words(InitiativeWordRole.NOT_ENTERING)),
        tuple(_words(InitiativeWordRole.PEOPLE)),
    )


def bare_names(text: str) -> Iterator[tuple[Span, InitiativeKind]]:
    """The names of `text` that stand without quotation marks, in order, with their kinds.

    >>> text = "全市实施农房改善提升行动和村道畅通工程。"
    >>> [(span.of(text), kind.value) for span, kind in bare_names(text)]
    [('农房改善提升行动', 'programme'), ('村道畅通工程', 'programme')]
    """
    bare = _bare()
    last = 0  # where the head before ended, whether it headed a name or not
    named = False
    for match in bare.heads.finditer(text):
        head = match.start()
        if _is_other_word(bare, text, head, match.end()):
            continue
        first = max(last, head - _LONGEST)
        if first != last:
            named = False
        for mark in _ENDS_NAME.finditer(text, first, head):
            if mark.start() > last or mark[0] != "、":
                named = False
            first = mark.end()
        for figure in _FIGURE.finditer(text, first, head):
            first = figure.end()
        if text[head - 1 : head] == "等" and match[0].startswith(bare.opening):
            for member in _members(bare, text, max(0, head - _LONGEST_LIST), head - 1):
                yield member, bare.kinds[match[0]]
        start = _start(bare, text, first, match, after_name=named)
        last, named = match.end(), start is not None
        if start is not None:
            yield Span(start, last), bare.kinds[match[0]]


def _members(bare: _Bare, text: str, first: int, end: int) -> Iterator[Span]:
    """The members of a list in front of 等行动 and its like: 实施春季清河、百日治污|等行动."""
    for mark in _CLAUSE_MARK.finditer(text, first, end):
        first = mark.end()
    verbs = list(bare.launching.finditer(text, first, end))
    if not verbs:
        return
    at = verbs[-1].end()
    for between in (*_LIST_MARK.finditer(text, at, end), None):
        stop = between.start() if between else end
        start = _checked(bare, text, at, stop)
        if start is not None and stop - start <= _LONGEST_MEMBER and not _WHEN.match(text, start, stop):
            yield Span(start, stop)
        at = between.end() if between else stop


def _is_other_word(bare: _Bare, text: str, head: int, end: int) -> bool:
    """Whether the head goes on as another word: 工程|师, 战略|伙伴."""
    for begin in (end - 2, end - 1):
        if begin >= head and (found := bare.other.match(text, begin)) and found.end() > end:
            return True
    return False


def _start(bare: _Bare, text: str, first: int, match: re.Match[str], *, after_name: bool) -> int | None:
    """Where the name begins whose head is `match`; `None` if it is no name."""
    head = match.start()
    if match[0].startswith(_ENTERS):
        return _before_entering(bare, text, first, head)
    if after_name:  # in a series behind a name: …行动和…工程
        for printed in bare.links:
            if text.startswith(printed, first) or text.startswith(printed, first - 1):
                start = first + len(printed) - (not text.startswith(printed, first))
                return _checked(bare, text, start, head)
    numbered = _NUMBERED.search(text, max(first, head - 5), head)
    if numbered and (numbered[0][1:] in ("大", "项") or not bare.counted.match(numbered[0])):
        return numbered.start()
    for verb in bare.launching.finditer(text, first, head):
        begin = _checked(bare, text, verb.end(), head)
        if begin is not None:
            return begin
    opens = match[0].startswith(bare.opening) or text.endswith(bare.programme, first, head)
    return _opening(bare, text, first, head) if opens else None


def _before_entering(bare: _Bare, text: str, first: int, head: int) -> int | None:
    """Where 非遗进校园 begins: with the noun in front of 进; 走进校园 is none."""
    if text[max(first, head - 1)] in bare.not_entering:
        return None
    for verb in bare.launching.finditer(text, first, head):
        first = verb.end()
    words = WordsBefore(text, first, head)
    i = 0
    while words.reaches(i) and words.kinds[i] in "nga?B" and head - words.starts[i] <= _LONGEST_ENTERING:
        i += 1
        if head - words.starts[i - 1] > 1:
            # 经纪人|进企业: people go in themselves.
            return None if words.printed[0].endswith(bare.people) else words.starts[i - 1]
    return None


def _checked(bare: _Bare, text: str, start: int, head: int) -> int | None:
    """Where a name of more than general words begins in what stands between `start` and its head."""
    ahead = bare.ahead.match(text, start, head)
    start = ahead.end() if ahead else start
    for again in bare.again.finditer(text, start, head):
        start = again.end()
    if head - start < _SHORTEST or bare.counted.match(text, start, head) or bare.no_name.search(text, start, head):
        return None
    general = bare.general.match(text, start, head)
    if general and head - general.end() < 2:
        return None
    if text.startswith("工程", head) and bare.works.search(text, start, head):
        return None
    return start


def _opening(bare: _Bare, text: str, first: int, head: int) -> int | None:
    """Where a name of several nouns begins that opens its clause: 健康湖州行动|深入推进."""
    words = WordsBefore(text, first, head)
    i = 0
    while words.reaches(i) and words.kinds[i] in "ngax?B" and not bare.time.search(words.printed[i]):
        i += 1
    if i < 2 or (words.reaches(i) and not bare.time.search(text, first, words.starts[i] + len(words.printed[i]))):
        return None
    start = words.starts[i - 1]
    if when := _WHEN.match(text, start, head):
        start = when.end()
    if head - start < _SHORTEST_OPENING:
        return None
    return _checked(bare, text, start, head)
