"""Organisations that a text names: organs, offices, mass organisations, companies, schools, hospitals.

What a name ends in is found first: a suffix (教育局, 有限公司) or an abbreviation (科协). From there the words in front
are read leftwards to where the name begins: at a place (天津市河西区教育局), at a level (区科协), at another
organisation that it is a part of (区政府办公室), or at the first word that belongs to no name. What must stand in front
is said by the suffix's row: 教育局 needs nothing, 公司 a proper name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence, Set

from attrs import define, evolve, frozen

from govnews import reference
from govnews.errors import WrongType
from govnews.finding.gazetteer import line_of
from govnews.finding.places import find_places, place_code
from govnews.models import Organization, OrganizationKind, Place, PlaceName
from govnews.reference import OrganizationNeeds, OrganizationWordRole, Reference, using
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import WordsBefore

_FARTHEST = 32
_MOST_WORDS = 14
_LONGEST_QUOTED = 14
_LONGEST_BRACKET = 10
_JOINED = frozenset(("、", "和", "与", "及", "以及", "，", "/"))
_NUMBER = re.compile(r"[0-9０-９.．%％+\-]+")
_LETTERS = re.compile("[A-Za-zＡ-Ｚａ-ｚ]{2}")
_PART_BEHIND = 8
"""How far behind its organisation a department of it may end: 国家发展银行|资金|部."""
_MINISTRY = "部"
"""Behind a nation it is one: 墨西哥工业|部."""
_LONGEST = 40
_CONGRESS = OrganizationKind.LEGISLATURE
_TERM = re.compile("第?[一二三四五六七八九十]+届$")
_DIRECT = "委"
"""The party committee of the place or level right in front: 区|委, but not 常|委."""
_ORDINAL = re.compile("第?[零〇一二三四五六七八九十百]+$")
_BRANCH = "分"
"""分局 and 分公司 are what they are a branch of."""
_YOUTH, _YOUTH_COMMITTEE = "共青团", "团委"
_NUMERALS = frozenset("一二三四五六七八九十0123456789")
# A verb in a proper name: 天津|张合顺|食品有限公司 is read over where a place stands in front.
_MOST_STRANGE = 6


@frozen
class _Head:
    """What a name ends in."""

    text: str
    kind: OrganizationKind
    needs: OrganizationNeeds
    full: str
    """What it stands for; `{}` where the place goes."""

    @property
    def is_short(self) -> bool:
        return self.full != self.text


@frozen
class _Table:
    """The suffixes and abbreviations, as they are looked up, and the words with a part in front of them."""

    heads: Mapping[str, _Head]
    ends: Set[str]
    """The last two characters of the heads, and the heads of one."""
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the heads that end with three characters, longest first."""
    last: re.Pattern[str]
    inside: frozenset[str]
    outside: frozenset[str]
    describes: frozenset[str]
    nations: Mapping[str, tuple[str, ...]]
    """By their last two characters, the longest first."""
    before: tuple[str, ...]
    zones: tuple[str, ...]
    begins: tuple[str, ...]
    goes_on: frozenset[str]
    levels: frozenset[str]
    towns: frozenset[str]
    several: frozenset[str]
    """各区教育局, 两级法院: several, and none of them named."""
    measures: tuple[str, ...]
    counted: re.Pattern[str]
    """A number with its measure word."""
    particles: frozenset[str]
    parts: frozenset[str]
    topics: frozenset[str]
    of_community: frozenset[str]
    party: frozenset[str]
    national: tuple[str, ...]
    joining: frozenset[str]
    """Kinds of organisations, as `no_nation` and `proper`."""
    no_nation: frozenset[str]
    proper: frozenset[str]
    holds: Mapping[str, tuple[tuple[int, str], ...]]
    """For the end of a suffix and the character behind it the words that hold them, with the place between the two."""


@define
class _Found:
    """A name in the text; `base` is the full name of whose it is, as far as it is known."""

    start: int
    end: int
    head: _Head
    full: str | None
    place: PlaceName | None
    base: str | None
    """The place in front, 河西区, from which the next member of a list may take it; `None` where it has none."""
    has_owner: bool


@define
class _Front:
    """What was read in front of a head."""

    start: int
    owner: Place | _Found | str | None = None
    """A place, an organisation that it is a part of, or a level (区)."""
    between: int = 0
    """How many words stand between the owner and the head."""
    branch_of: OrganizationKind | None = None
    """What the organisation is whose branch in a place it is: 天津市公安局|河西|分局."""
    is_named: bool = False
    """Whether a proper name stands in front: quotation marks, unknown words, letters, a nation."""
    has_nation: bool = False
    has_unknown: bool = False
    is_told: bool = False
    """Whether a word says which one."""
    is_several: bool = False


def find_organizations(
    text: str,
    *,
    places: Sequence[Place] | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> tuple[Organization, ...]:
    """The organisations that `text` names, in order; spans index `text`.

    >>> for found in find_organizations("区科协、区卫健委走进桃源里小学。", place="天津市河西区"):
    ...     print(found.name, found.full_name, found.kind.value, found.place and found.place.code)
    区科协 河西区科学技术协会 mass_organization 120103
    区卫健委 河西区卫生健康委员会 government_organ 120103
    桃源里小学 桃源里小学 school None

    Args:
        text: Any text.
        places: The places of `text`, if they are found already.
        place: The district or city of the page, as a code or a name, where it is known: 区科协 is the one of it.
        reference: A folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` is no string.
        WrongOption: if `place` names no single division.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    if reference is not None:
        with using(reference):
            return find_organizations(text, places=places, place=place)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    home = None if place is None else place_code(place)
    if places is None:
        places = find_places(text, place=home)
    return tuple(
        Organization(text[f.start : f.end], f.full, f.head.kind, f.place, Span(f.start, f.end))
        for f in _Reader(text, places, home).found()
    )


@per_reference
def _table() -> _Table:
    heads = {row.suffix: _Head(row.suffix, row.kind, row.needs, row.suffix) for row in reference.organizations()}
    for short in reference.organization_abbreviations():
        heads[short.abbreviation] = _Head(short.abbreviation, short.kind, short.needs, short.full)
    lengths: dict[str, set[int]] = {}
    for text in heads:
        if len(text) > 2:
            lengths.setdefault(text[-3:], set()).add(len(text))
    words = {row.role: row.words.split() for row in reference.organization_words()}
    nations: dict[str, list[str]] = {}
    for word in sorted(words[OrganizationWordRole.NATION], key=len, reverse=True):
        nations.setdefault(word[-2:], []).append(word)
    ends = {text[-2:] for text in heads}
    holds: dict[str, list[tuple[int, str]]] = {}
    for word in words[OrganizationWordRole.HOLDS]:
        for end in range(1, len(word)):
            for length in (1, 2):
                if length <= end and word[end - length : end] in ends:
                    holds.setdefault(word[end - length : end + 1], []).append((end, word))
    return _Table(
        heads,
        ends,
        {tail: tuple(sorted(known, reverse=True)) for tail, known in lengths.items()},
        re.compile("[" + "".join(sorted({text[-1] for text in heads})) + "]"),
        frozenset(words[OrganizationWordRole.INSIDE]),
        frozenset(words[OrganizationWordRole.OUTSIDE]),
        frozenset(words[OrganizationWordRole.DESCRIBES]),
        {tail: tuple(known) for tail, known in nations.items()},
        tuple(words[OrganizationWordRole.BEFORE]),
        tuple(words[OrganizationWordRole.ZONE]),
        tuple(words[OrganizationWordRole.BEGINS]),
        frozenset(words[OrganizationWordRole.GOES_ON]),
        frozenset(words[OrganizationWordRole.LEVEL]),
        frozenset(words[OrganizationWordRole.TOWN]),
        frozenset(words[OrganizationWordRole.SEVERAL]),
        tuple(words[OrganizationWordRole.MEASURE]),
        re.compile(
            "(?:[0-9０-９一二两三四五六七八九十百千余多几数各每这那某该哪首][余多]?|有的)"
            f"(?:{'|'.join(map(re.escape, words[OrganizationWordRole.MEASURE]))})$"
        ),
        frozenset(words[OrganizationWordRole.PARTICLE]),
        frozenset(words[OrganizationWordRole.PART]),
        frozenset(words[OrganizationWordRole.TOPIC]),
        frozenset(words[OrganizationWordRole.COMMUNITY]),
        frozenset(words[OrganizationWordRole.PARTY]),
        tuple(words[OrganizationWordRole.NATIONAL]),
        frozenset(words[OrganizationWordRole.JOINS]),
        frozenset(words[OrganizationWordRole.NO_NATION]),
        frozenset(words[OrganizationWordRole.PROPER]),
        {tail: tuple(known) for tail, known in holds.items()},
    )


class _Reader:
    """Reads the organisations of one text."""

    def __init__(self, text: str, places: Sequence[Place], home: str | None) -> None:
        self._text = text
        self._ends = {place.span.end: place for place in places}
        self._home = home
        self._table = _table()
        self._found: list[_Found] = []
        self._local: dict[str, PlaceName | None] = {}

    def found(self) -> list[_Found]:
        """All of them in order, without overlap."""
        text, table, found = self._text, self._table, self._found
        ends, lengths, heads = table.ends, table.lengths, table.heads
        for match in table.last.finditer(text):
            end = match.end()
            if text[end - 2 : end] not in ends and text[end - 1] not in ends:
                continue
            head = None
            for length in lengths.get(text[end - 3 : end], ()):
                if length <= end and (head := heads.get(text[end - length : end])) is not None:
                    break
            if head is None:
                head = heads.get(text[end - 2 : end]) or heads.get(text[end - 1])
            if head is None or self._goes_on(head, end):
                continue
            one = self._read(head, end)
            if one is None:
                continue
            while found and found[-1].start >= one.start:
                found.pop()
            if not found or found[-1].end <= one.start:
                found.append(one)
        return found

    def _goes_on(self, head: _Head, end: int) -> bool:
        """Whether the head's last character begins another word: 教育部|门, 大学|生."""
        text = self._text
        if end == len(text) or text[end] == "里":
            return False
        words, pair, behind = reference.lexicon(), text[end - 1 : end + 1], text[end : end + 2]
        if text[end] not in self._table.particles and (len(head.text) < 3 or pair in self._table.goes_on):
            if pair == "部门" and behind != "门户":
                return True
            if (pair in words or pair in self._table.goes_on) and behind not in words:
                return True
        tail = min(len(head.text), 2)
        known = self._table.holds.get(text[end - tail : end + 1], ())
        return any(at <= end and text.startswith(word, end - at) for at, word in known)

    # -----------------------------------------------------------------------------------------------------
    # One name

    def _read(self, head: _Head, end: int) -> _Found | None:
        """The name that ends with `head` at `end`, if it is one."""
        at = end - len(head.text)
        if len(head.text) == 1 and head.text != _DIRECT and self._is_torn(at, end):
            return None
        if head.text in self._table.parts and head.text != _MINISTRY and not self._is_part(at):
            return None
        front = self._front(head, at)
        if front.is_several or not self._is_name(head, front, at) or self._is_quoted(front, end):
            return None
        if len(head.text) < 3 and front.start == at and self._text[at - 1 : at + 1] in reference.lexicon():
            return None  # 散|文联|展
        found = self._named(head, front, at, end)
        if front.owner is None:
            found.start = self._of_term(head, found.start)
        return found

    def _is_torn(self, at: int, end: int) -> bool:
        """Whether a head of one character ends another word: 大|局, but not 邮政|局."""
        words = reference.lexicon()
        return self._text[at - 1 : end] in words and self._text[at - 2 : at] not in words

    def _is_part(self, at: int) -> bool:
        """Whether an organisation stands so near in front that a department of it may be named."""
        return bool(self._found) and 0 <= at - self._found[-1].end <= _PART_BEHIND

    def _is_name(self, head: _Head, front: _Front, at: int) -> bool:
        """Whether what stands in front is what the head's row asks for."""
        needs, owner = head.needs, front.owner
        if head.text == _MINISTRY and front.has_nation:
            return front.between > 0
        if head.text in self._table.parts:
            return self._is_part(at) and isinstance(owner, _Found) and front.between <= 2
        if head.text == _DIRECT:
            return owner is not None and not isinstance(owner, _Found) and front.between == 0
        if head.text in self._table.topics:
            return front.between > 0 and not front.has_unknown and (owner is not None or front.has_nation)
        if needs is OrganizationNeeds.NOTHING:
            if (owner is None or (front.between and isinstance(owner, Place))) and not front.has_nation:
                front.start, front.between, front.owner = at, 0, None
            return True
        if needs is OrganizationNeeds.OWNER:
            return (owner is not None and front.between <= 3) or (front.is_named and front.between <= 1)
        if front.has_nation and not front.between and head.kind in self._table.no_nation:  # 中国|大学
            return False
        if owner is not None or front.is_named:
            return True
        return needs is OrganizationNeeds.WORD and front.is_told

    def _front(self, head: _Head, at: int) -> _Front:
        """What stands in front of a head, read leftwards."""
        text, table = self._text, self._table
        before = WordsBefore(text, max(0, at - _FARTHEST), at)
        front = _Front(at)
        kinds, printed = before.kinds, before.printed
        unknown = i = 0
        trimmed = 0  # words at the left end that are verbs
        joined: int | None = None  # the word 和, behind which the name begins unless it has an owner
        for inside in (1, 2):  # 天塔|街道|办事处
            place = self._ends.get(at + inside)
            if place is not None and place.span.start < at and inside < len(head.text):
                front.owner, front.start = place, place.span.start
                return front
        while True:
            here = before.starts[i - 1] if i else at
            if self._takes_place(front, head, here, i):
                return front
            if (not trimmed or head.text in table.parts) and self._takes_parent(front, head, here, i):
                return front
            nation = self._nation(here)
            if nation:
                front.start, front.between = here - nation, i
                while nation := self._nation(front.start):
                    front.start -= nation
                front.is_named = front.is_told = front.has_nation = True
                return front
            if i == _MOST_WORDS or not before.reaches(i):
                break
            kind, word = kinds[i], printed[i]
            if word == head.text:
                break
            if text.endswith(table.measures, 0, here):
                counted = table.counted.search(text, max(0, here - 5), here)
                if counted is not None and not text.endswith("第", 0, counted.start()):
                    front.is_several = not (front.is_named or front.is_told)
                    break
            inner = self._place_within(before.starts[i], here)
            if inner is not None:  # 天津市|区块链, where 市区 is a word
                front.owner, front.start, front.between = inner, inner.span.start, i + 1
                return front
            if len(word) == 2 and word[0] in "我本" and word[1] in table.levels:  # 我|市科协
                front.owner, front.start, front.between = word[1], here - 1, i
                return front
            if word in table.levels and self._is_level(here, at):
                ahead = text[here - len(word) - 1 : here - len(word)]
                if ahead in table.levels or (ahead in table.several and ahead not in "本该") or text[here] in "级属":
                    front.is_several = True
                    return front
                front.owner, front.start, front.between = word, here - len(word), i
                if word in table.towns:
                    self._town(front, before, i + 1)
                return front
            owner = self._ends.get(before.starts[i]) if kind == "n" and i < 3 and word in table.outside else None
            if owner is not None and head.needs in (OrganizationNeeds.WORD, OrganizationNeeds.NAME):
                front.owner, front.start, front.between = owner, owner.span.start, i + 1  # 天津市|志愿者|协会
                return front
            if word in table.outside:
                break
            if word in table.several or (
                word[0] in table.several and word[1:] in table.levels and word[0] not in "本该"
            ):
                front.is_several = not front.is_named
                break
            if kind == "q":
                if len(word) > _LONGEST_QUOTED:
                    break
                front.is_named, trimmed = True, 0
            elif kind == "b":
                if len(word) > _LONGEST_BRACKET:
                    break
            elif word in table.inside:
                if front.is_named and kind in "ABv" and word not in table.describes:
                    break
                if kind in "ABvIDLSg":
                    trimmed += 1
                else:
                    trimmed = 0
                    front.is_told = front.is_told or word not in table.describes
            elif word == "里" and before.reaches(i + 1) and (not i or printed[i - 1] in table.of_community):
                if kinds[i + 1] in "wqb" or (not i and len(printed[i + 1]) < 2):
                    break
                front.is_named, trimmed = True, 0  # 爱国|里|社区
                i += 2
                continue
            elif kind == "?":
                if _NUMBER.fullmatch(word):
                    if not text.endswith("第", 0, here - len(word)):
                        break
                elif _LETTERS.search(word):
                    front.is_named = True
                elif _ORDINAL.match(text, max(0, here - 2), here) is None:
                    unknown += len(word)
                    front.has_unknown = front.has_unknown or word not in _NUMERALS
                    front.is_named = front.is_named or unknown > 1
                front.is_told = front.is_told or front.is_named or word in _NUMERALS
                trimmed = 0
                i += 1
                continue
            elif kind == "g" and not i and head.kind in table.no_nation:  # 分析|大学
                break
            elif kind in "nga":
                front.is_told = front.is_told or word not in table.describes
                trimmed = 0
            elif i and self._may_join(head, front, word, before.starts[i]) and joined is None:
                joined = i  # 区|住房|和|环境促进|局
            elif (strange := self._strange(head, before, i)) is not None:
                front.owner, front.start, front.between = strange, strange.span.start, i
                return front
            elif head.kind in table.proper and len(word) == 2 and self._nation(before.starts[i]):
                pass  # 中国|辩证|法研究会
            else:
                break
            unknown = 0
            i += 1
        if joined is not None:
            i = joined
            trimmed = 0
        i -= trimmed
        front.between = i
        front.start = before.starts[i - 1] if i else at
        return front

    def _may_join(self, head: _Head, front: _Front, word: str, start: int) -> bool:
        """Whether 和 may stand inside a name; what is in front must show that it does."""
        if word not in ("和", "与") or front.is_named or head.kind not in self._table.joining:
            return False
        return not (self._found and self._found[-1].end == start)

    def _place_within(self, start: int, here: int) -> Place | None:
        """The place that ends inside the word from `start` to `here`."""
        for at in range(start + 1, here):
            place = self._ends.get(at)
            if place is not None and place.span.start < start:
                return place
        return None

    def _nation(self, here: int) -> int:
        """How long the name of a nation or the like is that ends at `here`."""
        text = self._text
        for word in self._table.nations.get(text[here - 2 : here], ()):
            if text.endswith(word, 0, here):
                return len(word)
        return 0

    def _strange(self, head: _Head, before: WordsBefore, i: int) -> Place | None:
        """The place a little in front of a word that names do not hold, where it may be a proper name after all."""
        if (
            head.kind not in self._table.proper
            or head.needs is OrganizationNeeds.NOTHING
            or len(before.printed[i]) > 2
            or before.kinds[i] == "w"
        ):
            return None
        text, here = self._text, before.starts[i]
        if not self._table.particles.isdisjoint(before.printed[i]):
            return None
        for at in range(here, max(-1, here - _MOST_STRANGE), -1):
            place = self._ends.get(at)
            if place is not None:
                return place
            if not ("\u4e00" <= text[at - 1 : at] <= "\u9fff") or text[at - 1] in self._table.particles:
                return None
        return None

    def _is_quoted(self, front: _Front, end: int) -> bool:
        """Whether the whole name stands in quotation marks and nothing says that it is one: “银发大学”."""
        text = self._text
        return (
            front.owner is None
            and not front.is_named
            and text[front.start - 1 : front.start] in ("“", "‘")
            and text[end : end + 1] in ("”", "’")
        )

    def _is_level(self, here: int, at: int) -> bool:
        """Whether the 区 or 市 in front of `here` is a level: not 高新区, not 区块."""
        text = self._text
        if text.endswith(self._table.zones, max(0, here - 4), here):
            return False
        if text[here - 2 : here - 1] in _NUMERALS:  # 十八|街
            return False
        return (
            here == at
            or text[here - 2 : here] == "街道"
            or (
                text[here - 1 : here + 1] not in reference.lexicon()
                and not text.startswith(self._table.begins, here - 1)
            )
        )

    def _takes_place(self, front: _Front, head: _Head, here: int, between: int) -> bool:
        """Whether a place ends at `here`; the name then begins with it or with what belongs in front of it."""
        place = self._ends.get(here)
        if place is None:
            return False
        text, last = self._text, self._found[-1] if self._found else None
        front.owner, front.start, front.between = place, place.span.start, between
        if (
            last is not None
            and last.end == front.start
            and here - last.start < _LONGEST
            and (head.needs is OrganizationNeeds.OWNER or text.startswith(self._table.national, last.start))
        ):  # 中国工商银行|唐山市|分行
            front.start, front.branch_of = last.start, last.head.kind
        for word in self._table.before:
            if text.endswith(word, 0, front.start):
                front.start -= len(word)
                break
        return True

    def _takes_parent(self, front: _Front, head: _Head, here: int, between: int) -> bool:
        """Whether an organisation ends at `here` that the name is a part of; it then begins there."""
        last = self._found[-1] if self._found else None
        if (
            last is None
            or last.end != here
            or (head.needs is OrganizationNeeds.NOTHING and (between or last.head.kind is not _CONGRESS))
            or head.text == _DIRECT
            or (head.text in self._table.topics and not between)
            or here - last.start >= _LONGEST
            or last.head.kind is OrganizationKind.MEDIA
        ):
            return False
        front.owner, front.start, front.between = last, last.start, between
        return True

    def _of_term(self, head: _Head, start: int) -> int:
        """Where the number of its term begins that stands in front of a congress: 十四届|全国人大."""
        match = _TERM.search(self._text, max(0, start - 6), start) if head.kind is _CONGRESS else None
        return match.start() if match else start

    def _town(self, front: _Front, before: WordsBefore, i: int) -> None:
        """Take the name of a town that the gazetteer lacks in front of its level: 桐柳|镇|政府."""
        start = i
        while i - start < 3 and before.reaches(i) and before.kinds[i] == "?" and len(before.printed[i]) == 1:
            i += 1
        if i - start > 1:
            front.start = before.starts[i - 1]
            front.owner, front.is_named = None, True

    # -----------------------------------------------------------------------------------------------------
    # What is said of it

    def _named(self, head: _Head, front: _Front, at: int, end: int) -> _Found:
        text, owner, start = self._text, front.owner, front.start
        base: str | None = None
        place: PlaceName | None = None
        if isinstance(owner, _Found):
            if head.text.startswith(_BRANCH):
                head = evolve(head, kind=owner.head.kind)
            full = None if owner.full is None else owner.full + text[owner.end : at] + head.full.replace("{}", "")
            return _Found(start, end, head, full, owner.place, owner.base, has_owner=True)
        if isinstance(owner, str):
            place = self._of_level(owner)
            base = place.name if place else None
            full = None if base is None else self._full(head, base, text[start + len(owner) : at])
            return _Found(start, end, head, full, place, base, has_owner=True)
        if owner is not None:
            place = PlaceName(owner.name, owner.code)
            base, named = owner.name, text[start : owner.span.start]
            between = text[owner.span.end : at]
            if front.branch_of is not None:
                head = evolve(head, kind=front.branch_of)
            if owner.span.end > at:  # 天塔|街道|办事处
                base = base[: at - owner.span.end]
            if head.text == _DIRECT and named == _YOUTH:
                head = self._table.heads[_YOUTH_COMMITTEE]
            if named in self._table.party and head.full.startswith("中"):
                full = self._full(head, base, between)
            elif named and "{}" in head.full:  # 民建|天津市|委
                full = named + base + between + head.full[head.full.index("{}") + 2 :]
            else:
                full = named + self._full(head, base, between)
            return _Found(start, end, head, full, place, owner.name, has_owner=True)
        if start == at and not front.is_named:
            return self._alone(head, at, end)
        return _Found(start, end, head, self._full(head, "", text[start:at]), None, None, has_owner=False)

    def _alone(self, head: _Head, at: int, end: int) -> _Found:
        """A head with nothing in front; in a list it is whose the one before it is: 区卫健委、|住建委."""
        last = self._found[-1] if self._found else None
        if head.kind in (OrganizationKind.BANK, OrganizationKind.MEDIA, OrganizationKind.INTERNATIONAL):
            return _Found(at, end, head, head.full, None, None, has_owner=False)
        if head.full.startswith(self._table.national) or head.text.endswith(("部", "国务院")):
            return _Found(at, end, head, head.full, None, None, has_owner=False)
        level = next((char for char in head.text[1:2] if head.text[0] == "团" and char in self._table.levels), None)
        if level is not None:
            place = self._of_level(level)
            base = place.name if place else None
            return _Found(at, end, head, self._full(head, base, "") if base else None, place, base, True)
        if last is not None and last.has_owner and self._text[last.end : at] in _JOINED:
            full = None if last.base is None else self._full(head, last.base, "")
            return _Found(at, end, head, full, last.place, last.base, has_owner=True)
        return _Found(at, end, head, None, None, None, has_owner=False)

    @staticmethod
    def _full(head: _Head, base: str, between: str) -> str:
        if "{}" in head.full:
            return head.full.replace("{}", base + between)
        return base + between + head.full

    def _of_level(self, level: str) -> PlaceName | None:
        """The division of the page that 区 or 市 in front of a name means."""
        if self._home is None:
            return None
        if level not in self._local:
            line = reversed(line_of(self._home))
            self._local[level] = next((PlaceName(name, code) for code, name in line if name.endswith(level)), None)
        return self._local[level]
