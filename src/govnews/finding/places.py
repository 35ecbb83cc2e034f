"""Places that a text names: provinces, cities, counties, towns, and the communities and villages right behind them.

A full name is found by its last character (省 市 区 县 镇 街道 …) and the longest known name that ends there; the short
names of provinces and cities by their first two characters. Names that stand one behind the other are one place with
its chain. A name that several divisions carry is decided by its chain, by the place of the page, or by what the text
names in full elsewhere; where none of them decides, the place is not certain and says what it may be.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from attrs import define, frozen

from govnews import reference
from govnews.errors import WrongOption, WrongType
from govnews.models import Place, PlaceLevel, PlaceName
from govnews.reference import Division, PlaceWordKind
from govnews.spans import Span
from govnews.words import words

_ANCHOR = re.compile("[省市区县旗镇乡街州盟木]")
# The last character begins another word: 合作市|场, 西安区|域, 临县|域.
_GOES_ON = frozenset(
    ("市场", "区域", "区间", "区块", "区位", "县域", "乡村", "乡镇", "乡土", "乡愁", "乡贤", "街区", "街头", "街边",
     "街坊", "街舞", "街巷", "镇江", "旗帜", "旗袍", "旗舰", "木材", "木业", "木本")
)  # fmt: skip
# A kind of place as well as a name: 古城镇, 新市镇.
_COMMON = re.compile("[古新老大小中](?:城|集|市|村|乡)镇")
_PEOPLE = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|各"
)
_SUFFIX = re.compile(
    f"(?:(?:{_PEOPLE})族?)*自治[州县旗]$|(?:壮族|回族|维吾尔)?自治区$|特别行政区$|地区$|林区$|[省市区县盟旗]$"
)
# A short name in a street's name (天津的南京路, 北京道) or in that of a zone (北戴河新区) names no division.
_ROAD = re.compile("[东西南北中一二三]?大?(?:[路街巷]|道(?![德路理具教])|胡同)")
_ZONE = "新区|高新|经济|经开|开发区|工业园|产业园|园区|示范区|自贸"
# 四川|嘉陵|江, 秦皇岛|北戴河|新区
_GOES_ON_SHORT = re.compile(f"{_ROAD.pattern}|{_ZONE}|[江河湖山岛]")
_COMMUNITY = re.compile("([\u4e00-\u9fff]{2,7}?)(社区|村)(?!民(?!委)|镇|庄|落|寨|域|居民|工作者)")
_NO_COMMUNITY = re.compile(
    "[各全该本每某的了和与及在把将向对从是有为以等]|行政|自然|贫困|重点|示范|中心|试点|农|老旧|智慧|城中|辖区|多个|所属|美丽|先进|"
    "文明|党|干部|街道|小区|片区|[镇乡]"
)
_LEVELS = {2: PlaceLevel.PROVINCE, 4: PlaceLevel.CITY, 6: PlaceLevel.COUNTY, 9: PlaceLevel.TOWN}
_LOCAL = re.compile("(?:全|我|本)(省|市|区|县|州|盟|旗|镇|乡|街道|街)")
_FEW = 16
_MUNICIPALITIES = ("11", "12", "31", "50")


@frozen
class _Shorts:
    """Names without suffix, with what finds them in a text."""

    codes: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the names that begin with two characters, longest first."""
    pattern: re.Pattern[str] | None
    """What finds their first two characters; `None` for a few names, which are found faster one by one."""

    def starts(self, text: str) -> Iterable[int]:
        """Where one of the names may begin."""
        if self.pattern is not None:
            return (match.start() for match in self.pattern.finditer(text))
        return sorted(at for name in self.codes for at in _all(text, name))


def _all(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


@frozen
class _Gazetteer:
    names: Mapping[str, str]
    """The codes of all divisions that carry a full name, parted by blanks: 41,000 tuples take four times as long."""
    divisions: Mapping[str, Division]
    """Provinces, cities and counties by their codes."""
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the names that end with two characters (天塔街道: 塔街), longest first."""
    shorts: _Shorts
    """Of provinces and of cities whose short name is no word."""
    behind: Mapping[str, tuple[str, ...]]
    """Short names that are a place only behind what they belong to."""
    behind_lengths: Mapping[str, tuple[int, ...]]
    weak: frozenset[str]
    """Full names that are ordinary words too: 新城区."""
    holds: Mapping[str, tuple[tuple[int, str], ...]]
    """For a short name the words that hold it, with its place in them: 合肥 in 复合肥."""


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

    @property
    def needs_evidence(self) -> bool:
        return len(self.codes) > 1 or (self.is_doubtful and not self.is_decided)

    @property
    def is_doubtful(self) -> bool:
        return self.hits[-1].needs > 0 and len(self.hits) == 1


def _prefix(code: str) -> str:
    """The characters that the codes of all divisions below one begin with."""
    if len(code) > 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _level(code: str) -> PlaceLevel:
    return _LEVELS[len(_prefix(code))]


def _short(name: str) -> str:
    """内蒙古 for 内蒙古自治区, 恩施 for 恩施土家族苗族自治州, 河西 for 河西区."""
    return _SUFFIX.sub("", name)


def _finder_of_shorts(codes: Mapping[str, tuple[str, ...]]) -> _Shorts:
    pattern = None
    if len(codes) > _FEW:
        first = "".join(sorted({name[0] for name in codes}))
        second = "".join(sorted({name[1] for name in codes}))
        pattern = re.compile(f"[{first}](?=[{second}])")
    return _Shorts(codes, _lengths_by_start(codes), pattern)


def _lengths_by_start(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with two characters, longest first."""
    lengths: dict[str, tuple[int, ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        lengths[name[:2]] = tuple(dict.fromkeys((*lengths.get(name[:2], ()), len(name))))
    return lengths


@cache
def _gazetteer() -> _Gazetteer:
    rows = {kind: frozenset(row.word for row in reference.place_words() if row.kind is kind) for kind in PlaceWordKind}
    ordinary, weak = rows[PlaceWordKind.ORDINARY], rows[PlaceWordKind.BEHIND]
    names: dict[str, str] = {}
    shorts: dict[str, tuple[str, ...]] = {}
    behind: dict[str, tuple[str, ...]] = {}
    divisions = {division.code: division for division in reference.divisions() if not division.statistical}
    for division in divisions.values():
        code, name, is_county = division.code, division.name, division.level is PlaceLevel.COUNTY
        short = _short(name)
        for full in (name, short + name[-1]) if short and re.search("自治[州县旗]$", name) else (name,):
            names[full] = f"{names[full]} {code}" if full in names else code
        if len(short) > 1 and not (is_county and short in ordinary):
            into = behind if is_county or short in weak else shorts
            into[short] = (*into.get(short, ()), code)
    for division in reference.divisions():
        prefix = division.code[:6]
        for town in division.towns.split(" ") if division.towns else ():
            name = town[3:]
            code = prefix + town[:3]
            names[name] = f"{names[name]} {code}" if name in names else code
    return _Gazetteer(
        names,
        divisions,
        _lengths_by_end(names),
        _finder_of_shorts(shorts),
        behind,
        _lengths_by_start(behind),
        weak,
        _holders(rows[PlaceWordKind.HOLDS], shorts.keys() | behind.keys()),
    )


def _lengths_by_end(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sets: dict[str, int] = {}  # as bits: a set for each of 7,000 ends takes three times as long
    for name in names:
        key, length = (name[-3:-1], len(name) - 1) if name.endswith("街道") else (name[-2:], len(name))
        sets[key] = sets.get(key, 0) | 1 << length
    known = {bits: tuple(at for at in range(bits.bit_length(), 1, -1) if bits >> at & 1) for bits in set(sets.values())}
    return {key: known[bits] for key, bits in sets.items()}


def _holders(longer: Iterable[str], shorts: Iterable[str]) -> dict[str, tuple[tuple[int, str], ...]]:
    holds: dict[str, list[tuple[int, str]]] = {}
    known = frozenset(shorts)
    for word in longer:
        for start in range(len(word) - 1):
            for end in range(start + 2, len(word) + 1):
                if word[start:end] in known:
                    holds.setdefault(word[start:end], []).append((start, word))
    return {name: tuple(found) for name, found in holds.items()}


def _title(code: str) -> str | None:
    """The full name of the division that has a code."""
    gazetteer = _gazetteer()
    if len(code) == 6:
        division = gazetteer.divisions.get(code)
        return division.name if division else None
    for division in reference.divisions() if code[:6] not in gazetteer.divisions else (gazetteer.divisions[code[:6]],):
        if division.code == code[:6]:
            return next((town[3:] for town in division.towns.split(" ") if town.startswith(code[6:])), None)
    return None


def find_places(text: str, *, place: str | None = None) -> tuple[Place, ...]:
    """The places that `text` names, in order; spans index `text`.

    >>> [(found.name, found.code, found.chain) for found in find_places("天津市河西区天塔街富源里社区")]
    [('天津市河西区天塔街富源里社区', None, ('天津市', '河西区', '天塔街道', '富源里社区'))]
    >>> [(found.name, found.code, found.candidates[:2]) for found in find_places("和平区召开会议。")]
    [('和平区', None, ('120101', '210102'))]
    >>> [(found.name, found.code) for found in find_places("和平区召开会议。", place="天津市")]
    [('和平区', '120101')]

    Args:
        text: Any text.
        place: The district or city of the page, as a code or a name, where it is known.

    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    home = None if place is None else place_code(place)
    found: list[Place] = []
    start = 0
    for page in text.split("\f"):
        found += _places(page, home, start)
        start += len(page) + 1
    return tuple(found)


def _places(text: str, home: str | None, at: int) -> Iterator[Place]:
    """The places of one page that begins at `at`."""
    chains = _chains(text, _hits(text))
    _decide(chains, home)
    for chain in _with_short_counties(text, chains, home):
        if not (chain.needs_evidence and chain.is_doubtful):
            yield _place(text, chain, at)


def place_code(place: str) -> str:
    """The code of the one division that `place`, a code or a name, means.

    >>> place_code("天津市河西区"), place_code("河西区"), place_code("1201")
    ('120103', '120103', '120000')

    Raises:
        WrongOption: where no division or more than one is meant.

    """
    if not isinstance(place, str):
        raise WrongType("place", "str", place)
    gazetteer = _gazetteer()
    if place.isdecimal():
        code = place.ljust(6, "0")
        code = code[:2] + "0000" if code.endswith("00") and _title(code) is None else code
        if len(code) in (6, 9) and _title(code) is not None:
            return code
        raise WrongOption(f"place {place!r} is the code of no division that divisions.csv knows")
    name = place.strip()
    for chain in _chains(name, _hits(name)):
        if chain.hits[0].start == 0 and chain.hits[-1].end == len(name):
            codes = chain.codes
            break
    else:
        codes = gazetteer.behind.get(name, ())
    if len(codes) == 1:
        return codes[0]
    known = f"; it may be {', '.join(codes)}: give the code" if codes else ""
    raise WrongOption(f"place {place!r} names no single division{known}")


def local_place(word: str, place: str) -> PlaceName | None:
    """The division that 全区, 我市 or 本县 means on a page of `place`, or `None`.

    >>> local_place("全区", "120103"), local_place("我市", "天津市河西区"), local_place("全县", "120103")
    (PlaceName(name='河西区', code='120103'), PlaceName(name='天津市', code='120000'), None)
    """
    match = _LOCAL.fullmatch(word)
    if match is None:
        return None
    for code, title in reversed(_line(place_code(place))):
        if title.endswith(match[1]):
            return PlaceName(title, code)
    return None


def _line(code: str) -> tuple[tuple[str, str], ...]:
    """The codes and names of a division and of those above it, the highest first."""
    line = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code[:6], code))
    return tuple((one, title) for one in line if (title := _title(one)) is not None)


# ---------------------------------------------------------------------------------------------------------
# Names


def _hits(text: str) -> list[_Hit]:
    """The names in the text in order, without overlap; a full name goes before a short one."""
    full = list(_full_names(text))
    starts = [hit.start for hit in full]
    found = list(full)
    for hit in _short_names(text, _gazetteer().shorts):
        i = bisect_right(starts, hit.start)
        if (i == 0 or full[i - 1].end <= hit.start) and (i == len(full) or hit.end <= full[i].start):
            found.append(hit)
    found.sort(key=lambda hit: hit.start)
    return found


def _full_names(text: str) -> list[_Hit]:
    gazetteer = _gazetteer()
    names, lengths = gazetteer.names, gazetteer.lengths
    found: list[_Hit] = []
    for match in _ANCHOR.finditer(text):
        at = match.start()
        for length in lengths.get(text[at - 1 : at + 1], ()) if at else ():
            start, end = at + 1 - length, at + 1
            if start < 0:
                continue
            name, bare = text[start:end], False
            if name.endswith("街"):
                bare = name not in names and not text.startswith("道", end)
                end += text.startswith("道", end)
                name = name + "道" if bare else text[start:end]
            if name not in names:
                continue
            if text[end - 1 : end + 1] in _GOES_ON and not text.startswith("域城镇", end):
                continue
            needs = 4 if len(name) == 2 else 0
            if bare or (length == 3 and _COMMON.match(name)):
                needs = 6
            if name in gazetteer.weak or _is_torn(text, start, end):
                needs = 9
            _add(text, found, _Hit(start, end, tuple(names[name].split(" ")), full=True, needs=needs))
            break
    return found


def _add(text: str, found: list[_Hit], hit: _Hit) -> None:
    """Add a name behind those that end before it; of two that overlap the longer one stays.

    青岛市南区 is 青岛 and 市南区, not 青岛市 and 南区.
    """
    while found and hit.start <= found[-1].start:
        found.pop()
    if found and hit.start < found[-1].end:
        before = found.pop()
        rest = tuple(_gazetteer().names.get(text[before.end : hit.end], "").split())
        if _below(rest, before.codes):  # 汾阳市|西河街道, though another city has a 市西河街道
            found += (before, _Hit(before.end, hit.end, rest, full=True))
            return
        codes = _gazetteer().shorts.codes.get(text[before.start : hit.start], ())
        if not _below(hit.codes, codes):
            found.append(before)
            return
        found.append(_Hit(before.start, hit.start, codes, full=False))
    found.append(hit)


def _is_torn(text: str, start: int, end: int) -> bool:
    """Whether a full name is made of the ends of two words: 部分|乡镇, 珠海|城市."""
    if start == 0 or end - start != 3 or text[start + 1 : end] not in reference.lexicon():
        return False
    if text[start - 1] in "省市区县州盟" or text[max(0, start - 2) : start] in _gazetteer().shorts.codes:
        return False
    known = reference.lexicon()
    return text[start - 1 : start + 1] in known or text[max(0, start - 2) : start + 1] in known


def _short_names(text: str, shorts: _Shorts) -> Iterator[_Hit]:
    lengths, codes = shorts.lengths, shorts.codes
    holds, last = _gazetteer().holds, 0
    for start in shorts.starts(text):
        for length in lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            if name not in codes or start < last:
                continue
            end = start + length
            if _ROAD.match(text, end) or _is_crossed(text, start, end):
                break
            if any(text.startswith(word, start - at) for at, word in holds.get(name, ()) if at <= start):
                break
            last = end
            yield _Hit(start, end, codes[name], full=False)
            break


def _highest_alone(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The province of those that a short name may mean (吉林 is also a city), or the city."""
    if len(codes) == 1:
        return codes
    highest = min(len(_prefix(code)) for code in codes)
    return tuple(code for code in codes if len(_prefix(code)) == highest)


def _is_crossed(text: str, start: int, end: int) -> bool:
    """Whether a short name is made of the ends of two words (扩大|连片) or ends a longer one (复合肥)."""
    if end - start > 2 or start == 0:
        return False
    known = reference.lexicon()
    if text[start - 1 : end] in known or (start > 1 and text[start - 2 : end] in known):
        return True
    if text[start - 1 : start + 1] not in known and (start < 2 or text[start - 2 : start + 1] not in known):
        return False
    return text[end - 1 : end + 1] in known or text[end - 1 : end + 2] in known


# ---------------------------------------------------------------------------------------------------------
# Chains


def _chains(text: str, hits: Sequence[_Hit]) -> list[_Chain]:
    """The names as chains; a county's short name right behind its city or province belongs to them."""
    chains: list[_Chain] = []
    end = -2
    for i, hit in enumerate(hits):
        following = hits[i + 1].start if i + 1 < len(hits) else len(text) + 1
        below: tuple[str, ...] = ()
        if hit.start == end or (hit.start == end + 1 and text[end] in " 　"):
            below = _below(hit.codes, chains[-1].codes)
        if below:
            chains[-1].hits.append(hit)
            chains[-1].codes = below
        else:
            chains.append(_Chain([hit], hit.codes if hit.full else _highest_alone(hit.codes)))
        end = hit.end
        if following > end:
            end = _grow(text, chains[-1], end, following)
    return chains


def _below(codes: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Those of `codes` that lie below one of `above`."""
    prefixes = {_prefix(one) for one in above if len(one) == 6}
    return (
        tuple(code for code in codes if not prefixes.isdisjoint((code[:2], code[:4], code[:6])) and code not in above)
        if prefixes
        else ()
    )


def _grow(text: str, chain: _Chain, end: int, following: int) -> int:
    """Take the short name right behind a province or city into its chain, and say where it ends.

    江苏昆山, 天津河西, 山东日照; but a name that stands at `following` is found by itself (天津|河西区, 广西|防城港).
    """
    gazetteer = _gazetteer()
    for length in gazetteer.behind_lengths.get(text[end : end + 2], ()):
        name, stop = text[end : end + length], end + length
        below = _below(gazetteer.behind.get(name, ()), chain.codes) if stop <= following else ()
        if below and not _GOES_ON_SHORT.match(text, stop) and not _begins_word(text, end, stop):
            chain.hits.append(_Hit(end, stop, below, full=False))
            chain.codes = _highest_alone(below)
            return stop
    return end


def _begins_word(text: str, start: int, end: int) -> bool:
    """Whether a longer word begins there: 广西|来宾馆."""
    return end < len(text) and text[start : end + 1] in reference.lexicon()


# ---------------------------------------------------------------------------------------------------------
# Evidence


def _decide(chains: Sequence[_Chain], home: str | None) -> None:
    """Choose among the divisions that a name may mean, by the page's place or by what the page names in full."""
    named = {chain.codes[0] for chain in chains if chain.hits[-1].full and not chain.needs_evidence}
    prefixes = _prefixes(named)
    at_home = _prefixes([home] if home else ())
    known: dict[tuple[tuple[str, ...], int], tuple[str, ...]] = {}  # 城关镇 may be one of 187, on each line of a page
    for chain in chains:
        if chain.needs_evidence:
            needs = chain.hits[-1].needs if chain.is_doubtful else 0
            best = known.get((chain.codes, needs))
            if best is None:
                best = _nearest(chain.codes, at_home, min(needs, 4))
                if len(best) != 1:
                    best = _nearest(chain.codes, prefixes, needs)
                known[chain.codes, needs] = best
            if len(best) == 1:
                chain.codes = best
                chain.is_decided = True


def _prefixes(codes: Iterable[str]) -> frozenset[str]:
    """What the codes of divisions and of those above them begin with."""
    return frozenset(code[:length] for code in codes for length in (2, 4, 6, 9) if length <= len(_prefix(code)))


def _nearest(codes: Sequence[str], prefixes: frozenset[str], needs: int) -> tuple[str, ...]:
    """Those of `codes` that share most with a place of the page: its county, its city, or its province.

    A town needs its county or city: a province has too many of one name. `needs` asks for more (9: the place itself).
    """
    best: list[str] = []
    most = 0
    for code in codes:
        shared = max((length for length in (2, 4, 6) if code[:length] in prefixes), default=0)
        if shared == 2 and code.startswith(_MUNICIPALITIES):
            shared = 4
        if code in prefixes:
            shared = 9
        if shared >= max(2 if len(code) == 6 else 4, needs, most):
            best = [*best, code] if shared == most else [code]
            most = shared
    return tuple(best)


def _with_short_counties(text: str, chains: list[_Chain], home: str | None) -> list[_Chain]:
    """The chains, and the short names (河西) of the counties that the text names in full or that the page is of."""
    gazetteer = _gazetteer()
    counties = {chain.codes[0] for chain in chains if len(chain.codes) == 1 and chain.hits[-1].full}
    if home:
        counties.update(code for code, _ in _line(home))
    wanted: dict[str, tuple[str, ...]] = {}
    for code in sorted(counties):
        name = _short(_title(code) or "")
        if code in gazetteer.behind.get(name, ()) and name not in gazetteer.shorts.codes:
            wanted[name] = (*wanted.get(name, ()), code)
    if not wanted:
        return chains
    starts = [chain.hits[0].start for chain in chains]
    more = []
    for hit in _short_names(text, _finder_of_shorts(wanted)):
        i = bisect_right(starts, hit.start)
        is_free = i == 0 or chains[i - 1].hits[-1].end <= hit.start
        if (
            is_free
            and (i == len(chains) or hit.end <= chains[i].hits[0].start)
            and not _GOES_ON_SHORT.match(text, hit.end)
        ):
            more.append(_Chain([hit], hit.codes))
    return sorted([*chains, *more], key=lambda chain: chain.hits[0].start) if more else chains


# ---------------------------------------------------------------------------------------------------------
# Results


def _place(text: str, chain: _Chain, at: int) -> Place:
    start, end = chain.hits[0].start, chain.hits[-1].end
    certain = len(chain.codes) == 1
    code, candidates = (chain.codes[0], ()) if certain else (None, chain.codes)
    level, names = _description(chain.codes[0])
    if not certain:
        names = tuple(text[hit.start : hit.end] for hit in chain.hits)
    if level in (PlaceLevel.COUNTY, PlaceLevel.TOWN) and chain.hits[-1].full:
        community = _community(text, end)
        if community is not None:
            names = (*names, text[end:community])
            level = PlaceLevel.VILLAGE if names[-1].endswith("村") else PlaceLevel.COMMUNITY
            code, end = None, community
    return Place(text[start:end], level, code, names, certain, candidates, Span(at + start, at + end))


@lru_cache(maxsize=4096)
def _description(code: str) -> tuple[PlaceLevel, tuple[str, ...]]:
    """The level of a division, and the names from its province down to it."""
    return _level(code), tuple(title for _, title in _line(code))


def _community(text: str, start: int) -> int | None:
    """Where the name of a community or village ends that begins right behind a town or county, if one does."""
    match = _COMMUNITY.match(text, start)
    if match is None or _NO_COMMUNITY.search(match[1]):
        return None
    parts = words(text, start, match.end(1))
    return match.end() if all(kind in "n?a" or (kind == "x" and i) for i, kind in enumerate(parts.kinds)) else None
