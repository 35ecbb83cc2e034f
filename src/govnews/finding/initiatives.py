"""Named programmes, mechanisms, platforms and formulas of government work."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from govnews import reference
from govnews.errors import WrongType
from govnews.finding.bare_names import bare_names
from govnews.finding.components import components
from govnews.finding.owners import Owners
from govnews.finding.places import find_places
from govnews.models import Initiative, InitiativeKind, Place
from govnews.reference import InitiativeWordRole, Reference, using
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import word_classes

_QUOTED = re.compile("[“‘]([^“”‘’\n\f，。！？；：,!?;:…《》]{2,18})[”’]")
_NUMERALS = "0-9一二三四五六七八九十"
_FORMULA = re.compile(f"[{_NUMERALS}NnXxMm]+(?:[+＋][{_NUMERALS}NnXxMm]+)+")
_FIGURES = re.compile("[0-9]{3,5}(?![0-9年月日元万亿%％米])")
_NUMBERED = re.compile("[一二三四五六七八九十两双百千0-9][\u4e00-\u9fff]{1,6}|[0-9]{3,5}")
# 三议五事, 一规划两纲要, 一委一办一平台: two numbers that are not both one, or three, which no word has by chance.
_NUMBERS = re.compile("[一二三四五六七八九十两双多](?=[\u4e00-\u9fff])")
_SEVERAL = re.compile(
    "[一二三四五六七八九十两](?:[\u4e00-\u9fff、]{1,4}?[一二三四五六七八九十两双多])+[\u4e00-\u9fff]{1,3}"
)
# 即购即提, 随到随办: how a service is given, twice with the same word.
_AT_ONCE = re.compile("([即随边免])[\u4e00-\u9fff]\\1[\u4e00-\u9fff]")
_SPEECH = re.compile("(?:[：:]|[说道称讲答问喊][，,]?|所谓)\\Z")
# What stands between two members of a series, and between two that are alike: “大工委”、社区“大党委”.
_SERIES = re.compile("[、和及或与+＋]?|以及")
_LOOSE_SERIES = re.compile("[\u4e00-\u9fff]{0,6}[、和及与][\u4e00-\u9fff]{0,6}")
_LONGEST_GAP = 13
# What a sentence says, a name does not: 还要, 我们, 不是.
_SPOKEN = re.compile("[了吗呢吧啊呀你我他她们这那么]|不是|就是|没有")
_CLAUSES = re.compile("[^、]{3,}、[^、]{3,}|[^、]+(?:、[^、]+){2,}")
_LONGEST_WITHOUT_HEAD = 12
_SHORTEST_CLAUSE = 7
_NO_MODIFIER = re.compile("[的是了在把将被这那]|所谓|没有")
_FIRM = ("公司", "集团", "合作社", "委员会")
_FAR = 16
"""How far in front of a quotation its verb can begin."""
_BEHIND = 14
_TITLE = re.compile("《[^《》\n\f]{1,80}》")


@frozen
class _Heads:
    kinds: Mapping[str, InitiativeKind]
    behind: re.Pattern[str]
    """A head at the start of what follows a quotation, after at most six characters."""
    weak: re.Pattern[str]
    """What only a numbered name stands in front of: “四不”原则."""
    ending: re.Pattern[str]
    """The head that a name ends in."""
    beside: re.Pattern[str]
    """A head at the end of what stands in front of a quotation: 调解品牌“…”, 平台——“…”."""


@frozen
class _Verbs:
    kinds: Mapping[str, InitiativeKind]
    naming: re.Pattern[str]
    """At the end of what stands in front of a quotation: a verb whose object in quotation marks is a name."""
    weak: re.Pattern[str]
    """A verb whose object is one if it is numbered: 落实“四早”."""
    behind: re.Pattern[str]
    """At the start of what follows: what happens to a name, “…”上线."""
    behind_kinds: Mapping[str, InitiativeKind]


def _rows(place: str) -> dict[str, InitiativeKind]:
    return {row.text: row.kind for row in reference.initiatives() if row.place == place}


def _longest_first(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


@per_reference
def _heads() -> _Heads:
    kinds, follow, weak = _rows("head"), _rows("follow"), _rows("weak_head")
    ending, beside = _rows("ending"), _rows("beside")
    # One character heads a name only where nothing stands between: “无车”日, not “二八”自行车.
    one = "".join(head for head in kinds if len(head) == 1)
    more = [head for head in kinds if len(head) > 1]
    modifiers = "[\u4e00-\u9fffA-Za-z]{0,6}?"
    return _Heads(
        weak | ending | beside | follow | kinds,
        re.compile(f"{modifiers}({_longest_first([*more, *follow])})|([{one}])(?![\u4e00-\u9fff])"),
        re.compile(f"{modifiers}({_longest_first(weak)})"),
        re.compile(f"(?:{_longest_first([*more, *ending])}|[{one}])$"),
        re.compile(f"({_longest_first(beside)})(?:——)?$"),
    )


@per_reference
def _verbs() -> _Verbs:
    naming, weak, behind = _rows("verb"), _rows("weak"), _rows("behind")
    # 创新|型, 推行|者 are no verbs.
    between = "(?![型性者力])(?:[了起出好实强]?(?:[0-9]{1,4}|[\u4e00-\u9fff、]|“[^“”]{1,18}”){0,7})$"
    when = (
        "(?:近日|日前|今天|昨天|正式|成功|全面|顺利|同步|也|已|将|于|自|明年|今年|下月|[0-9]{1,4}[年月日]|起|"
        "在[\u4e00-\u9fff]{1,6}?)*"
    )
    return _Verbs(
        naming | weak,
        re.compile(f"({_longest_first(naming)}){between}"),
        re.compile(f"({_longest_first(naming | weak)}){between}"),
        re.compile(f"{when}({_longest_first(behind)})"),
        behind,
    )


@per_reference
def _ordinary() -> frozenset[str]:
    return frozenset(
        word
        for row in reference.initiative_words()
        if row.role is InitiativeWordRole.ORDINARY
        for word in row.words.split(" ")
    )


@frozen
class _Whole:
    kinds: Mapping[str, InitiativeKind]
    pattern: re.Pattern[str]
    """A name that is one wherever it stands."""


@per_reference
def _whole() -> _Whole:
    kinds = _rows("whole")
    patterns = {name: re.escape(name) for name in kinds}
    for row in reference.political_formulas():
        kinds[row.text] = InitiativeKind.POLITICAL_FORMULA
        # Behind the name, so that every alternative begins with a character that `re` can skip to.
        before = "|".join(f"(?<={word}{row.text})" for word in row.before.split("|") if word)
        after = f"(?={row.after})" if row.after else ""
        patterns[row.text] = re.escape(row.text) + (f"(?:{before})" if before else "") + after
    return _Whole(kinds, re.compile("|".join(patterns[name] for name in sorted(kinds, key=len, reverse=True))))


def find_initiatives(
    text: str,
    *,
    places: Sequence[Place] | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> tuple[Initiative, ...]:
    """The initiatives that `text` names, in order; spans index `text`, without quotation marks.

    >>> [(found.name, found.kind.value) for found in find_initiatives("深入实施“四绿”工程，推行“1+3”模式。")]
    [('四绿', 'programme'), ('1+3', 'mechanism')]
    >>> (found,) = find_initiatives("河西区探索“三步调解法”，即听诉求、讲道理、促和解。")
    >>> found.kind.value, found.owner, found.components
    ('work_method', '河西区', ('听诉求', '讲道理', '促和解'))

    Args:
        text: any string.
        places: the places of `text` where they are known, for `owner`; by default they are looked for.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` is no string.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    if reference is not None:
        with using(reference):
            return find_initiatives(text, places=places)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    found = _named(text)
    if not found:
        return ()
    owners = Owners(text, find_places(text) if places is None else places)
    return tuple(
        Initiative(
            name=span.of(text),
            kind=kind,
            formula=_formula(text, span),
            components=() if kind is InitiativeKind.POLITICAL_FORMULA else components(text, span),
            owner=owners.of(span),
            quoted=quoted,
            span=span,
        )
        for span, kind, quoted in found
    )


def initiative_spans(text: str) -> tuple[Span, ...]:
    """Where `find_initiatives` finds a name, without what else it says of it."""
    return tuple(span for span, _, _ in _named(text))


_Named = tuple[Span, InitiativeKind, bool]


def _named(text: str) -> list[_Named]:
    """Each name with its kind, and whether it stands in quotation marks."""
    titles = [Span(*match.span()) for match in _TITLE.finditer(text)]
    found: list[_Named] = []
    for find in (_quoted, _whole_names, _bare):
        found = _merged(found, _outside(titles, find(text)))
    return found


def _outside(titles: Sequence[Span], named: Iterator[_Named]) -> Iterator[_Named]:
    """Those that are not part of a title, unless they are quoted in it."""
    ends = [title.end for title in titles]
    for one in named:
        i = bisect_left(ends, one[0].end)
        if one[2] or i == len(titles) or one[0].start < titles[i].start:
            yield one


def _merged(found: list[_Named], more: Iterator[_Named]) -> list[_Named]:
    """Both in order, without those of `more` that overlap one of `found` or the one before them."""
    starts = [one[0].start for one in found]
    kept = list(found)
    last = 0
    for one in more:
        span = one[0]
        i = bisect_left(starts, span.end) - 1
        if span.start >= last and (i < 0 or found[i][0].end <= span.start):
            kept.append(one)
            last = span.end
    return sorted(kept, key=lambda one: one[0].start)


def _formula(text: str, span: Span) -> str | None:
    formula = _FORMULA.search(text, span.start, span.end) or _FIGURES.match(text, span.start, span.end)
    # The figures of a hotline are its number.
    hotline = formula is not None and text.startswith("12", span.start) and span.end - formula.end() > 1
    return formula[0] if formula and not hotline else None


def _quoted(text: str) -> Iterator[_Named]:
    matches = list(_QUOTED.finditer(text))
    kinds = [_kind(text, match) for match in matches]
    # “…”+“…” is one way of working, whatever stands around it.
    for i in range(1, len(matches)):
        if text[matches[i - 1].end() : matches[i].start()] in ("+", "＋"):
            kinds[i - 1] = kinds[i - 1] or InitiativeKind.MECHANISM
            kinds[i] = kinds[i] or InitiativeKind.MECHANISM
    # Members of a series share what one of them is: “跑跑”“搭把手”等团队.
    for order in (range(len(matches) - 2, -1, -1), range(1, len(matches))):
        for i in order:
            j = i + 1 if order.step < 0 else i - 1
            known = kinds[j]
            if kinds[i] is None and known is not None and _in_series(text, matches[i], matches[j]):
                kinds[i] = known
    for match, kind in zip(matches, kinds, strict=True):
        if kind is not None:
            yield Span(*match.span(1)), kind, True


def _in_series(text: str, match: re.Match[str], other: re.Match[str]) -> bool:
    """Whether `match` is a member of a series with `other`, which is a name."""
    first, second = sorted((match, other), key=lambda m: m.start())
    start, end = first.end(), second.start()
    name = match[1]
    if end - start > _LONGEST_GAP or _SPOKEN.search(name) or name in _ordinary() or other[1] in _whole().kinds:
        return False
    if _SERIES.fullmatch(text, start, end):
        return not _is_clause(name)
    alike = len(name) == len(other[1]) or name.isdecimal() is other[1].isdecimal() is True
    return alike and _LOOSE_SERIES.fullmatch(text, start, end) is not None


def _is_clause(name: str) -> bool:
    """Whether a quotation says what to do, as slogans and parts of documents do: 深化全民阅读, 优化环境、提升质量."""
    if _CLAUSES.fullmatch(name):
        return True
    return len(name) >= _SHORTEST_CLAUSE and word_classes().get(name[:2], "?") in "ABIDSv"


def _kind(text: str, match: re.Match[str]) -> InitiativeKind | None:
    """What the quotation names, `None` if it names no initiative."""
    name, start, end = match[1], match.start(), match.end()
    if name in _ordinary():
        return None
    if name in _whole().kinds:
        return _whole().kinds[name]
    if _SPEECH.search(text, max(0, start - 3), start) or _SPOKEN.search(name) or len(name.split()) > 1:
        return None
    if name.endswith(_FIRM):
        return None
    heads, verbs = _heads(), _verbs()
    numbered = _NUMBERED.fullmatch(name) is not None or "+" in name or "＋" in name
    for pattern in (heads.behind, heads.weak) if numbered else (heads.behind,):
        behind = pattern.match(text, end, end + 12)
        if behind and not _NO_MODIFIER.search(text, end, behind.start(behind.lastindex or 0)):
            return heads.kinds[behind[behind.lastindex or 0]]
    if _is_clause(name):
        return None
    if "的" not in name and (inside := heads.ending.search(name)) and len(name) > len(inside[0]) + 1:
        return heads.kinds[inside[0]]
    if _FORMULA.search(name):
        return InitiativeKind.MECHANISM
    if beside := heads.beside.search(text, max(0, start - 8), start):
        return heads.kinds[beside[1]]
    if _is_numbered_twice(name):
        return InitiativeKind.PROGRAMME
    if _AT_ONCE.fullmatch(name):
        return InitiativeKind.MECHANISM
    if len(name) > _LONGEST_WITHOUT_HEAD:
        return None
    verb = (verbs.weak if numbered else verbs.naming).search(text, max(0, start - _FAR), start)
    if verb and not _NO_MODIFIER.search(text, verb.end(1) + (text[verb.end(1)] == "了"), start):
        kind = verbs.kinds[verb[1]]
        return InitiativeKind.PROGRAMME if numbered and kind is InitiativeKind.BRAND else kind
    if after := verbs.behind.match(text, end, end + _BEHIND):
        return verbs.behind_kinds[after[1]]
    return None


def _is_numbered_twice(name: str) -> bool:
    numbers = _NUMBERS.findall(name)
    return (len(numbers) > 2 or len(set(numbers)) > 1) and _SEVERAL.fullmatch(name) is not None


def _whole_names(text: str) -> Iterator[_Named]:
    whole = _whole()
    for match in whole.pattern.finditer(text):
        yield Span(*match.span()), whole.kinds[match[0]], False


def _bare(text: str) -> Iterator[_Named]:
    for span, kind in bare_names(text):
        yield span, kind, False
