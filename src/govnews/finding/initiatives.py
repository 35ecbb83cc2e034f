"""Named programmes, mechanisms, platforms and formulas of government work."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from attrs import frozen

from govnews import reference
from govnews.errors import WrongType
from govnews.models import Initiative, InitiativeKind
from govnews.reference import Reference, using
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import WordsBefore

_QUOTED = re.compile("“([^“”\n，。！？；：,!?;:…《》]{2,18})”")
_FORMULA = re.compile(r"[0-9一二三四五六七八九十NnXxMm]+(?:[+＋][0-9一二三四五六七八九十NnXxMm]+)+")
_NUMBERED = re.compile(
    "[一二三四五六七八九十两双百千][\u4e00-\u9fff]{1,3}[一二三四五六七八九十两双百千]?[\u4e00-\u9fff]{0,3}"
)
_SPEECH = re.compile("(?:[：:]|[说道称讲答问喊][，,]?)\\Z")
_SERIES = re.compile("^(?:、|和|及|以及|与|\\+|＋|或)?$")
# What a sentence says, a name does not: 还要, 我们, 不是.
_SPOKEN = re.compile("[的了吗呢吧啊呀你我他她们这那么]|不是|没有")
_UNQUOTED_HEADS = frozenset(
    ("行动", "计划", "工程", "工作法", "模式", "机制", "新通道", "联盟", "一体化", "专项行动", "平台", "制度", "战略")
)
# These make a name even where no verb stands in front.
_NAMING_HEADS = ("行动", "计划", "新通道", "战略", "工作法", "专项行动")
_LONGEST_UNQUOTED = 14
_ENDS_NAME = re.compile("[，。；：！？、“”‘’（）()《》\\n\\f ,.;:]")


@frozen
class _Heads:
    kinds: Mapping[str, InitiativeKind]
    pattern: re.Pattern[str]
    """One of the heads at the start of what follows a quotation, after at most four characters."""


def _rows(place: str) -> dict[str, InitiativeKind]:
    return {row.text: row.kind for row in reference.initiatives() if row.place == place}


def _longest_first(texts: Mapping[str, InitiativeKind]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


@per_reference
def _heads() -> _Heads:
    kinds = _rows("head")
    return _Heads(kinds, re.compile(f"(?:[\u4e00-\u9fffA-Za-z]{{0,5}}?)({_longest_first(kinds)})"))


@per_reference
def _ending() -> re.Pattern[str]:
    return re.compile(f"(?:{_longest_first(_rows('head'))})$")


@per_reference
def _verbs() -> re.Pattern[str]:
    return re.compile(f"(?:{_longest_first(_rows('verb'))})(?:了|起|出|好|实|“[^“”]*”|[\u4e00-\u9fff、]){{0,9}}$")


@per_reference
def _whole() -> tuple[re.Pattern[str], Mapping[str, InitiativeKind]]:
    kinds = _rows("whole")
    return re.compile(_longest_first(kinds)), kinds


@per_reference
def _unquoted() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_UNQUOTED_HEADS, key=len, reverse=True)))


def find_initiatives(
    text: str, *, reference: Reference | str | os.PathLike[str] | None = None
) -> tuple[Initiative, ...]:
    """The initiatives that `text` names, in order; spans index `text`, without quotation marks.

    >>> [(found.name, found.kind.value) for found in find_initiatives("深入实施“四绿”工程，推行“1+3”模式。")]
    [('四绿', 'programme'), ('1+3', 'mechanism')]

    Args:
        text: any string.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` is no string.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    if reference is not None:
        with using(reference):
            return find_initiatives(text)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    found: list[Initiative] = []
    for find in (_quoted, _whole_names, _unquoted_names):
        found = _merged(found, find(text))
    return tuple(found)


def _merged(found: list[Initiative], more: Iterator[Initiative]) -> list[Initiative]:
    """Both in order, without those of `more` that overlap one of `found` or the one before them."""
    starts = [initiative.span.start for initiative in found]
    kept = list(found)
    last = 0
    for initiative in more:
        i = bisect_left(starts, initiative.span.end) - 1
        if initiative.span.start >= last and (i < 0 or found[i].span.end <= initiative.span.start):
            kept.append(initiative)
            last = initiative.span.end
    return sorted(kept, key=lambda initiative: initiative.span.start)


def _initiative(text: str, span: Span, kind: InitiativeKind, *, quoted: bool) -> Initiative:
    formula = _FORMULA.search(text, span.start, span.end)
    return Initiative(span.of(text), kind, formula[0] if formula else None, (), None, quoted, span)


def _quoted(text: str) -> Iterator[Initiative]:
    heads, verbs, ending = _heads(), _verbs(), _ending()
    whole, whole_kinds = _whole()
    matches = list(_QUOTED.finditer(text))
    kinds: list[InitiativeKind | None] = []
    for match in matches:
        name, start, end = match[1], match.start(), match.end()
        kind: InitiativeKind | None = None
        if whole.fullmatch(name):
            kind = whole_kinds[name]
        elif not _SPEECH.search(text, max(0, start - 3), start) and not _SPOKEN.search(name) and len(name.split()) < 2:
            behind = heads.pattern.match(text, end, end + 10)
            if behind and not re.search("[的是了在]", text[end : behind.start(1)]):
                kind = heads.kinds[behind[1]]
            elif inside := ending.search(name):
                kind = heads.kinds[inside[0]]
            elif _FORMULA.search(name):
                kind = InitiativeKind.MECHANISM
            elif _NUMBERED.fullmatch(name) and len(name) > 1:
                kind = InitiativeKind.PROGRAMME
            elif verbs.search(text, max(0, start - 16), start):
                kind = InitiativeKind.BRAND
        kinds.append(kind)
    # Members of a series share what one of them is: “跑跑”“搭把手”等团队.
    for order in (range(len(matches) - 2, -1, -1), range(1, len(matches))):
        for i in order:
            j = i + 1 if order.step < 0 else i - 1
            if kinds[i] is not None or kinds[j] is None or _SPOKEN.search(matches[i][1]):
                continue
            first, second = matches[min(i, j)], matches[max(i, j)]
            if _SERIES.match(text[first.end() : second.start()]):
                kinds[i] = kinds[j]
    for match, kind in zip(matches, kinds, strict=True):
        if kind is not None:
            yield _initiative(text, Span(*match.span(1)), kind, quoted=True)


def _whole_names(text: str) -> Iterator[Initiative]:
    pattern, kinds = _whole()
    for match in pattern.finditer(text):
        yield _initiative(text, Span(*match.span()), kinds[match[0]], quoted=False)


def _unquoted_names(text: str) -> Iterator[Initiative]:
    kinds = _heads().kinds
    for match in _unquoted().finditer(text):
        start = max(0, match.start() - _LONGEST_UNQUOTED)
        for mark in _ENDS_NAME.finditer(text, start, match.start()):
            start = mark.end()
        name_start = _name_start(text, WordsBefore(text, start, match.start()), match.start())
        if name_start is not None:
            kind = kinds.get(match[0], InitiativeKind.PROGRAMME)
            yield _initiative(text, Span(name_start, match.end()), kind, quoted=False)


def _name_start(text: str, in_front: WordsBefore, head: int) -> int | None:
    """Where the name begins whose head stands at `head`: 十项|行动, 健康青海|行动; `None` if it is no name."""
    i = 0
    kinds, printed = in_front.kinds, in_front.printed
    while (
        in_front.reaches(i)
        and kinds[i] in "nga?ABq"
        and printed[i] not in _VAGUE
        and (kinds[i] != "A" or (in_front.reaches(i + 1) and kinds[i + 1] in "ng?"))
    ):
        i += 1
    # A name of one ordinary word is none (工作机制), a numbered one is (十项行动).
    if i == 0:
        return None
    start = in_front.starts[i - 1]
    name = text[start:head]
    numbered = _NUMBERED.match(name) is not None and len(name) <= 4
    if numbered and not name.startswith(("一", "百", "千")):
        return start
    if i < 2 or len(name) < 4:
        return None
    behind_verb = in_front.reaches(i) and printed[i] in _rows_of_verbs()
    opens = not in_front.reaches(i) and text.startswith(_NAMING_HEADS, head)  # 绿美乡村行动深入推进
    return start if behind_verb or opens else None


_VAGUE = frozenset(
    ("重大", "重点", "相关", "具体", "工作", "各项", "有关", "主要", "长效", "年度", "一系列", "多项", "统一")
)


@per_reference
def _rows_of_verbs() -> frozenset[str]:
    return frozenset(_rows("verb"))
