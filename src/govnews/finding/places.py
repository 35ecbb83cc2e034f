"""Places that a text names: provinces, cities, counties, towns, and the communities and villages right behind them.

A full name is found by its last character (省 市 区 县 镇 街道 …) and the longest known name that ends there; the short
names of provinces and cities by their first two characters. Names that stand one behind the other are one place with
its chain. A name that several divisions carry is decided by its chain, by the place of the page, or by what the text
names in full elsewhere; where none of them decides, the place is not certain and says what it may be. Names of former
divisions (former_divisions.csv) are found as full names are. Communities are found by `communities.py`.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve

from govnews import reference
from govnews.errors import WrongOption, WrongType
from govnews.finding.communities import Community, communities, community_behind
from govnews.finding.gazetteer import (
    MUNICIPALITIES,
    Shorts,
    below,
    description,
    finder_of_shorts,
    gazetteer,
    highest_alone,
    line_of,
    name_of,
    nearest,
    prefixes_of,
)
from govnews.finding.place_cues import place_cues
from govnews.models import Place, PlaceLevel, PlaceName
from govnews.reference import Reference, short_name, using
from govnews.repair.script import simplify
from govnews.spans import Span
from govnews.table_files import per_reference

_ANCHOR = re.compile("[省市区县旗镇乡街州盟木]")
# 上城、西湖等区 behind a city: short names of its counties, whatever else they mean.
_LISTED = re.compile(
    "((?:[\u4e00-\u9fff]{2,5}、){0,19}[\u4e00-\u9fff]{2,5}?[、和与及][\u4e00-\u9fff]{2,5}?)"
    "(?:等[0-9]{0,2}[一二两三四五六七八九十多几]?个?(?:区县|县区|[区县市旗])|[0-9一二两三四五六七八九十]{1,2}个?(?:区县|县区|[区县]))"
    "(?![域位块间民级内政])"
)
_BETWEEN = re.compile("[、和与及]")
_TRADITIONAL = "區縣鎮鄉"
_MOST_SHOWN = 20
_FARTHEST = 8
"""How many places in front of a community are looked at for the county that it lies in."""
_HOLD_COMMUNITIES = (PlaceLevel.COUNTY, PlaceLevel.TOWN)
_COMMUNITIES = (PlaceLevel.COMMUNITY, PlaceLevel.VILLAGE)
_LOCAL = re.compile("(?:全|我|本)(省|市|区|县|州|盟|旗|镇|乡|街道|街)")


@define
class _Hit:
    """A name in the text and the divisions that it may mean."""

    start: int
    end: int
    codes: tuple[str, ...]
    full: bool
    needs: int = 0
    """How much of its code something else in the text must name: the city for 和县, the county for 天塔街 and 新市镇,
    and for what is an ordinary word too (新城区) or lies across two only that very place or what stands in front."""


@define
class _Chain:
    """Names one behind the other, each below the one before it."""

    hits: list[_Hit]
    codes: tuple[str, ...]
    """What the last of them may mean, given those before it."""

    is_decided: bool = False
    """Whether something else in the text named the one that it means."""

    @property
    def start(self) -> int:
        return self.hits[0].start

    @property
    def end(self) -> int:
        return self.hits[-1].end

    @property
    def needs(self) -> int:
        """What a name that stands alone needs; behind another one it needs nothing."""
        return self.hits[0].needs if len(self.hits) == 1 else 0

    @property
    def is_open(self) -> bool:
        """Whether something else in the text must say what it means."""
        return len(self.codes) > 1 or self.needs > 0


def find_places(
    text: str, *, place: str | None = None, reference: Reference | str | os.PathLike[str] | None = None
) -> tuple[Place, ...]:
    """The places that `text` names, in order; spans index `text`.

    Former divisions are found too (塘沽区), and communities that stand alone where a county is known.

    >>> [(found.name, found.code, found.chain) for found in find_places("天津市河西区友谊路街桐云里社区")]
    [('天津市河西区友谊路街桐云里社区', '120103007', ('天津市', '河西区', '友谊路街道', '桐云里社区'))]
    >>> [(found.name, found.code, found.candidates[:2]) for found in find_places("和平区召开会议。")]
    [('和平区', None, ('120101', '210102'))]
    >>> [(found.name, found.code) for found in find_places("和平区召开会议。", place="天津市")]
    [('和平区', '120101')]

    Args:
        text: Any text; traditional characters in it are read as simplified ones.
        place: The district or city of the page, as a code or a name, where it is known.
        reference: A folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if `text` or `place` is no string.
        WrongOption: if `place` names no single division.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    if reference is not None:
        with using(reference):
            return find_places(text, place=place)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    home = None if place is None else place_code(place)
    simplified = _simplified(text)
    found: list[Place] = []
    start = 0
    for page in simplified.split("\f"):
        found += _places(page, home, start)
        start += len(page) + 1
    if simplified != text:
        return tuple(evolve(place, name=place.span.of(text)) for place in found)
    return tuple(found)


def _simplified(text: str) -> str:
    """The text in simplified characters, character for character, where a division is written in traditional ones."""
    if not any(char in text for char in _TRADITIONAL):
        return text
    chars = list(text)
    for edit in simplify(text):
        if len(edit.new) == len(edit.span):
            chars[edit.span.start : edit.span.end] = edit.new
    return "".join(chars)


def _places(text: str, home: str | None, at: int) -> Iterator[Place]:
    """The places of one page that begins at `at`."""
    chains = _with_listed(text, _chains(text, _hits(text)))
    _decide(chains, home)
    chains = [chain for chain in _with_short_counties(text, chains, home) if chain.is_decided or not chain.needs]
    places = [_place(text, chain, at) for chain in chains]
    alone = _alone(text, places, home, at)
    return iter(sorted([*places, *alone], key=lambda place: place.span.start) if alone else places)


def place_code(place: str) -> str:
    """The code of the one division that `place`, a code or a name, means.

    >>> place_code("天津市河西区"), place_code("河西区"), place_code("1201")
    ('120103', '120103', '120000')

    Raises:
        WrongOption: where no division or more than one is meant.

    """
    if not isinstance(place, str):
        raise WrongType("place", "str", place)
    if place.isdecimal():
        code = place.ljust(6, "0")
        code = code[:2] + "0000" if code.endswith("00") and name_of(code) is None else code
        if len(code) in (6, 9) and name_of(code) is not None:
            return code
        raise WrongOption(f"place {place!r} is the code of no division that divisions.csv knows")
    name = _simplified(place.strip())
    whole = (chain.codes for chain in _chains(name, _hits(name)) if (chain.start, chain.end) == (0, len(name)))
    codes = next(whole, gazetteer().behind.codes.get(name, ()))
    if len(codes) == 1:
        return codes[0]
    if codes:
        known = ", ".join(f"{''.join(dict.fromkeys(description(code)[1]))} {code}" for code in codes[:_MOST_SHOWN])
        more = f" and {len(codes) - _MOST_SHOWN} more" if len(codes) > _MOST_SHOWN else ""
        raise WrongOption(f"place {place!r} names no single division; it may be {known}{more}: give the code")
    raise WrongOption(f"place {place!r} is not known: divisions.csv has no division of that name")


def local_place(word: str, place: str) -> PlaceName | None:
    """The division that 全区, 我市 or 本县 means on a page of `place`, or `None`.

    >>> local_place("全区", "120103"), local_place("我市", "天津市河西区"), local_place("全县", "120103")
    (PlaceName(name='河西区', code='120103'), PlaceName(name='天津市', code='120000'), None)
    """
    match = _LOCAL.fullmatch(word)
    if match is None:
        return None
    line = reversed(line_of(place_code(place)))
    return next((PlaceName(name, code) for code, name in line if name.endswith(match[1])), None)


# ---------------------------------------------------------------------------------------------------------
# Names


def _hits(text: str) -> list[_Hit]:
    """The names in the text in order, without overlap; a full name goes before a short one."""
    full = _full_names(text)
    return sorted([*full, *_free(_short_names(text, gazetteer().shorts), full)], key=lambda hit: hit.start)


def _free(hits: Iterable[_Hit], taken: Sequence[_Hit] | Sequence[_Chain]) -> Iterator[_Hit]:
    """Those of `hits` that overlap nothing of what is found already and stands in order."""
    starts = [found.start for found in taken]
    for hit in hits:
        i = bisect_right(starts, hit.start)
        if (i == 0 or taken[i - 1].end <= hit.start) and (i == len(taken) or hit.end <= starts[i]):
            yield hit


def _full_names(text: str) -> list[_Hit]:
    known, cues = gazetteer(), place_cues()
    names, lengths = known.names, known.lengths
    found: list[_Hit] = []
    for match in _ANCHOR.finditer(text):
        at = match.start()
        for length in lengths.get(text[at - 1 : at + 1], ()):
            start, end = at + 1 - length, at + 1
            if start < 0:
                continue
            name, is_bare = text[start:end], False
            if text[at] == "街":
                if text.startswith("道", end):
                    name, end = name + "道", end + 1
                elif name not in names:
                    name, is_bare = name + "道", True
            if name not in names:
                continue
            if cues.goes_on.match(text, end - 1):
                continue
            needs = 4 if len(name) == 2 else 0
            if is_bare or (length == 3 and cues.common.match(name)):
                needs = 6
            if name in known.weak or _is_torn(text, start, end):
                needs = 9
            codes = known.full(name)
            if len(codes) > 1 and name.endswith("街道"):
                codes += known.full(name[:-2] + "路街道")  # 友谊街道 may be 友谊路街道 too
            _add(text, found, _Hit(start, end, codes, full=True, needs=needs))
            break
        else:
            if text.startswith("街道", at) and (hit := _without_road(text, at)) is not None:
                _add(text, found, hit)
    return found


def _without_road(text: str, at: int) -> _Hit | None:
    """A street office that is called after a road, named without it: 虹梅街道 is 虹梅路街道."""
    for length in (3, 2):
        codes = gazetteer().full(text[at - length : at] + "路街道") if at >= length else ()
        if codes:
            return _Hit(at - length, at + 2, codes, full=True, needs=6)
    return None


def _add(text: str, found: list[_Hit], hit: _Hit) -> None:
    """Add a name behind those that end before it; of two that overlap the longer one stays.

    青岛市南区 is 青岛 and 市南区, not 青岛市 and 南区.
    """
    while found and hit.start <= found[-1].start:
        found.pop()
    if found and hit.start < found[-1].end:
        before = found.pop()
        rest = gazetteer().full(text[before.end : hit.end])
        if below(rest, before.codes):  # 汾阳市|西河街道, though another city has a 市西河街道
            found += (before, _Hit(before.end, hit.end, rest, full=True))
            return
        codes = gazetteer().shorts.codes.get(text[before.start : hit.start], ())
        if not below(hit.codes, codes):
            found.append(before)
            return
        found.append(_Hit(before.start, hit.start, codes, full=False))
    found.append(hit)


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether a full name is made of the ends of two words: 部分|乡镇, 珠海|城市."""
    if start == 0 or end - start != 3 or text[start + 1 : end] not in reference.lexicon():
        return False
    if text[start - 1] in "省市区县州盟" or text[max(0, start - 2) : start] in gazetteer().shorts.codes:
        return False
    return _ends_word(text, start, start + 1)


def _short_names(text: str, shorts: Shorts) -> Iterator[_Hit]:
    lengths, codes = shorts.lengths, shorts.codes
    holds, road, surnames, last = gazetteer().holds, place_cues().road, _surnames(), 0
    for start in shorts.starts(text):
        for length in lengths.get(text[start : start + 2], ()):
            end = start + length
            name = text[start:end]
            if name not in codes or start < last:
                continue
            if road.match(text, end):
                break
            if text[start - 1 : start] in surnames and _is_person(text, start, end):
                break
            if _is_crossed(text, start, end) or _is_held(text, start, holds.get(name)):
                break
            last = end
            yield _Hit(start, end, codes[name], full=False)
            break


def _is_held(text: str, start: int, holders: tuple[tuple[int, str], ...] | None) -> bool:
    """Whether a short name stands in a word that holds its characters: 合肥 in 复合肥."""
    return holders is not None and any(text.startswith(word, start - at) for at, word in holders if at <= start)


@per_reference
def _surnames() -> frozenset[str]:
    """Surnames of one character; 向 and 于 are mostly prepositions in front of a place."""
    words = reference.lexicon()
    return frozenset(
        row.surname for row in reference.surnames() if len(row.surname) == 1 and words.get(row.surname) != "p"
    )


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether a short name behind a surname is the given name of somebody who speaks: 校长李海南说."""
    if end - start != 2 or text[start - 2 : start] in reference.lexicon():
        return False
    return place_cues().says.match(text, end) is not None


def _is_crossed(text: str, start: int, end: int) -> bool:
    """Whether a short name is made of the ends of two words (扩大|连片) or ends a longer one (复合肥)."""
    if end - start > 2 or start == 0 or not "\u3400" <= text[start - 1] <= "\u9fff":
        return False
    if _ends_word(text, start, end):
        return True
    known = reference.lexicon()
    return _ends_word(text, start, start + 1) and (text[end - 1 : end + 1] in known or text[end - 1 : end + 2] in known)


def _ends_word(text: str, start: int, end: int) -> bool:
    """Whether a word that begins one or two characters in front of `start` ends at `end`."""
    known = reference.lexicon()
    return text[start - 1 : end] in known or (start > 1 and text[start - 2 : end] in known)


# ---------------------------------------------------------------------------------------------------------
# Chains


def _chains(text: str, hits: Sequence[_Hit]) -> list[_Chain]:
    """The names as chains; a county's short name right behind its city or province belongs to them."""
    chains: list[_Chain] = []
    behind = gazetteer().behind.lengths
    end = -2
    for i, hit in enumerate(hits):
        following = hits[i + 1].start if i + 1 < len(hits) else len(text)
        codes: tuple[str, ...] = ()
        if hit.start == end or (hit.start == end + 1 and text[end] in " 　"):
            codes = below(hit.codes, chains[-1].codes)
        if codes:
            chains[-1].hits.append(hit)
            chains[-1].codes = codes
        else:
            chains.append(_Chain([hit], hit.codes if hit.full else highest_alone(hit.codes)))
        end = hit.end
        if following > end and text[end : end + 2] in behind:
            end = _grow(text, chains[-1], end, following)
    return chains


def _grow(text: str, chain: _Chain, end: int, following: int) -> int:
    """Take the short name right behind a province or city into its chain, and say where it ends.

    江苏昆山, 天津河西, 山东日照; but a name that stands at `following` is found by itself (天津|河西区, 广西|防城港).
    """
    behind = gazetteer().behind
    for length in behind.lengths.get(text[end : end + 2], ()):
        name, stop = text[end : end + length], end + length
        codes = below(behind.codes.get(name, ()), chain.codes) if stop <= following else ()
        if not codes or place_cues().goes_on_short.match(text, stop):
            continue
        if stop < len(text) and text[end : stop + 1] in reference.lexicon():  # 广西|来宾馆
            continue
        chain.hits.append(_Hit(end, stop, codes, full=False))
        chain.codes = highest_alone(codes)
        return stop
    return end


def _with_listed(text: str, chains: list[_Chain]) -> list[_Chain]:
    """The chains, and the counties of a list behind their city: 杭州市|上城, 西湖 in 杭州市上城、西湖等区."""
    more: list[_Chain] = []
    for chain in chains:
        for i, hit in enumerate(chain.hits):
            code = hit.codes[0]
            if not code.endswith("00") or (code.endswith("0000") and not code.startswith(MUNICIPALITIES)):
                continue
            if not _BETWEEN.search(text, hit.end + 2, hit.end + 6):
                continue
            match = _LISTED.match(text, hit.end)
            listed = _listed(match, hit.codes) if match is not None else []
            if listed:
                chain.hits[i + 1 :] = listed[:1]
                chain.codes = listed[0].codes
                more += (_Chain([one], one.codes) for one in listed[1:])
                break
    if not more:
        return chains
    more.sort(key=lambda chain: chain.start)
    starts = [chain.start for chain in more]
    others = [chain for chain in chains if not _is_within(chain, more, starts)]
    return sorted([*others, *more], key=lambda chain: chain.start)


def _is_within(chain: _Chain, others: Sequence[_Chain], starts: Sequence[int]) -> bool:
    i = bisect_right(starts, chain.start)
    return i > 0 and others[i - 1].end >= chain.end


def _listed(match: re.Match[str], above: Sequence[str]) -> list[_Hit]:
    """The counties of a list; none if one of its members is no county below `above`."""
    known = gazetteer()
    found: list[_Hit] = []
    at = match.start(1)
    for name in _BETWEEN.split(match[1]):
        shorts = (*known.behind.codes.get(name, ()), *known.ordinary.get(name, ()))
        codes = below(known.full(name) or shorts, above)
        if len(codes) != 1:
            return []
        found.append(_Hit(at, at + len(name), codes, full=False))
        at += len(name) + 1
    return found


# ---------------------------------------------------------------------------------------------------------
# Evidence


def _decide(chains: Sequence[_Chain], home: str | None) -> None:
    """Choose among the divisions that a name may mean, by the page's place or by what the page names in full."""
    at_home = prefixes_of([home] if home else ())
    named = prefixes_of({chain.codes[0] for chain in chains if chain.hits[-1].full and not chain.is_open})
    known: dict[tuple[tuple[str, ...], int], tuple[str, ...]] = {}  # 城关镇 may be one of 187, on each line of a page
    for chain in chains:
        if not chain.is_open:
            continue
        codes, needs = chain.codes, chain.needs
        best = known.get((codes, needs))
        if best is None:
            best = nearest(codes, at_home, min(needs, 4))
            if len(best) != 1:
                best = nearest(codes, named, needs)
            known[codes, needs] = best
        if len(best) == 1:
            chain.codes, chain.is_decided = best, True


def _with_short_counties(text: str, chains: list[_Chain], home: str | None) -> list[_Chain]:
    """The chains, and the short names (河西) of the counties that the text names in full or that the page is of."""
    shorts, behind = gazetteer().shorts.codes, gazetteer().behind.codes
    counties = {chain.codes[0] for chain in chains if len(chain.codes) == 1 and chain.hits[-1].full}
    if home:
        counties.update(code for code, _ in line_of(home))
    wanted: dict[str, tuple[str, ...]] = {}
    for code in sorted(counties):
        name = short_name(name_of(code) or "")
        if code in behind.get(name, ()) and name not in shorts:
            wanted[name] = (*wanted.get(name, ()), code)
    if not wanted:
        return chains
    more = [
        _Chain([hit], hit.codes)
        for hit in _free(_short_names(text, finder_of_shorts(wanted)), chains)
        if not place_cues().goes_on_short.match(text, hit.end)
    ]
    return sorted([*chains, *more], key=lambda chain: chain.start)


# ---------------------------------------------------------------------------------------------------------
# Results


def _place(text: str, chain: _Chain, at: int) -> Place:
    last = chain.hits[-1]
    start, end = chain.hits[0].start, last.end
    certain = len(chain.codes) == 1
    code, candidates = (chain.codes[0], ()) if certain else (None, chain.codes)
    level, names = description(chain.codes[0])
    if not certain:
        names = tuple(text[hit.start : hit.end] for hit in chain.hits)
    elif last.full and (printed := text[last.start : end]) in gazetteer().former:
        names = (*names[:-1], printed)  # 襄樊市, though its code is 襄阳市's today
    if last.full and level in _HOLD_COMMUNITIES:
        community = community_behind(text, end, code, is_town=level is PlaceLevel.TOWN)
        if community is not None:
            names, level, end = (*names, community.name), community.level, community.end
            if len(community.codes) == 1:
                (code,) = community.codes
    return Place(text[start:end], level, code, names, certain, candidates, Span(at + start, at + end))


def _alone(text: str, places: Sequence[Place], home: str | None, at: int) -> list[Place]:
    """The communities that stand alone, below the county or town named last in front of them or the page's."""
    if home is not None and home.endswith("00"):
        home = None
    wide = (PlaceLevel.PROVINCE, PlaceLevel.CITY)
    counties = [place.code[:9] for place in places if place.code is not None and place.level not in wide]
    if home is None and not counties:
        return []
    begins = [place.span.start - at for place in places]

    def above(position: int) -> str | None:
        """The code of the county or town named last, if nothing is named behind it that lies elsewhere."""
        i = bisect_right(begins, position)
        if i == 0:
            return home or counties[0]
        named = ""
        for place in reversed(places[max(0, i - _FARTHEST) : i]):
            code = place.code[:9] if place.code is not None else ""
            if place.level in wide:
                named = named or code
            elif code:
                return code if not named or below((code,), (named,)) else at_home(named)
        return at_home(named)

    def at_home(named: str) -> str | None:
        return home if home is not None and (not named or below((home,), (named,))) else None

    named = {place.chain[-1]: place for place in places if place.level in _COMMUNITIES}
    found: list[Place] = []
    for one in communities(text, above, named.keys()):
        i = bisect_right(begins, one.start)
        if (i and places[i - 1].span.end > at + one.start) or (i < len(places) and begins[i] < one.end):
            continue
        known = named.get(one.name)
        if known is None:
            code = above(one.start)
            assert code is not None
            known = named[one.name] = _community_alone(text, one, code, at)
        # 富桐里社区, which the page calls 天塔街富桐里社区 too
        found.append(evolve(known, name=one.name, span=Span(at + one.start, at + one.end)))
    return found


def _community_alone(text: str, one: Community, above: str, at: int) -> Place:
    """A community below the county or town that most likely holds it; it is certain where a list has it once."""
    codes = one.codes
    certain = len(codes) == 1
    names = description(codes[0][:9] if certain else above)[1]
    return Place(
        text[one.start : one.end],
        one.level,
        codes[0] if certain else None,
        (*names, one.name),
        certain,
        () if certain else (codes or (above,)),
        Span(at + one.start, at + one.end),
    )
