"""The names of the divisions of China, how they are looked up, and which division lies below which.

A division is its code: six digits of GB/T 2260 for a province, city or county, and three more for a town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from govnews import reference
from govnews.models import PlaceLevel
from govnews.reference import Division, FormerDivision, PlaceWordKind, short_name
from govnews.table_files import per_reference

_LEVELS = {2: PlaceLevel.PROVINCE, 4: PlaceLevel.CITY, 6: PlaceLevel.COUNTY, 9: PlaceLevel.TOWN}
_AUTONOMOUS = ("自治州", "自治县", "自治旗")
MUNICIPALITIES = ("11", "12", "31", "50")
_FEW = 16


@frozen
class Shorts:
    """Names without suffix, with what finds them in a text."""

    codes: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the names that begin with two characters, longest first."""
    pattern: re.Pattern[str] | None
    """What finds their first two characters; `None` for a few names, which are found faster one by one."""

    def starts(self, text: str) -> list[int]:
        """Where one of the names may begin."""
        if self.pattern is not None:
            return [match.start() for match in self.pattern.finditer(text)]
        return sorted(at for name in self.codes for at in _all(text, name))


@frozen
class Gazetteer:
    """The names of all divisions, as they are looked up in a text."""

    names: Mapping[str, str]
    """The codes of all divisions that carry a full name, parted by blanks: 41,000 tuples take four times as long."""
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the names that end with two characters (天塔街道: 塔街), longest first."""
    shorts: Shorts
    """Of provinces and of cities whose short name is no word."""
    behind: Shorts
    """Short names that are a place only behind what they belong to."""
    weak: frozenset[str]
    """Full names that are ordinary words too: 新城区."""
    holds: Mapping[str, tuple[tuple[int, str], ...]]
    """For a short name the words that hold it, with its place in them: 合肥 in 复合肥."""
    ordinary: Mapping[str, tuple[str, ...]]
    """Short names of counties that are words: a place only in a list that says so (上城、西湖等区)."""
    kinds: tuple[str, ...]
    """What makes a kind of community or village, and no name: 文明, 贫困."""
    divisions: Mapping[str, Division]
    """Provinces, cities and counties by their codes, former ones too, and what only the statistical office keeps."""
    former: frozenset[str]
    """Full names that only a former division carried."""
    successors: Mapping[str, str]
    """For the code of a former division the code of the one that it went into."""

    def full(self, name: str) -> tuple[str, ...]:
        """The codes of the divisions that carry a full name."""
        return tuple(self.names.get(name, "").split())


@per_reference
def gazetteer() -> Gazetteer:
    """The names of divisions.csv."""
    rows = {kind: frozenset(row.word for row in reference.place_words() if row.kind is kind) for kind in PlaceWordKind}
    ordinary, weak = rows[PlaceWordKind.ORDINARY], rows[PlaceWordKind.BEHIND]
    names: dict[str, str] = {}
    shorts: dict[str, tuple[str, ...]] = {}
    behind: dict[str, tuple[str, ...]] = {}
    ordinary_counties: dict[str, tuple[str, ...]] = {}
    divisions = {division.code: division for division in reference.divisions()}
    for code, division in divisions.items():
        if division.statistical:
            continue
        name, short, is_county = division.name, short_name(division.name), division.level is PlaceLevel.COUNTY
        for full in (name, short + name[-1]) if short and name.endswith(_AUTONOMOUS) else (name,):
            names[full] = f"{names[full]} {code}" if full in names else code
        if len(short) > 1 and not (is_county and short in ordinary):
            into = behind if is_county or short in weak else shorts
            into[short] = (*into.get(short, ()), code)
        elif len(short) > 1:
            ordinary_counties[short] = (*ordinary_counties.get(short, ()), code)
    current = frozenset(names)
    former, successors = _former(divisions)
    for one in former:
        if one.name in current and not one.towns:
            continue  # 恭城县, as 恭城瑶族自治县 is called too
        names[one.name] = f"{names[one.name]} {one.code}" if one.name in names else one.code
        divisions.setdefault(one.code, Division(one.code, one.name, one.level, False, one.towns))
    for prefix, division in divisions.items():
        for town in division.towns.split():
            name, code = town[3:], prefix + town[:3]
            names[name] = f"{names[name]} {code}" if name in names else code
    return Gazetteer(
        names,
        _lengths_by_end(names),
        finder_of_shorts(shorts),
        finder_of_shorts(behind),
        weak,
        _holders(rows[PlaceWordKind.HOLDS], shorts.keys() | behind.keys()),
        ordinary_counties,
        tuple(sorted(rows[PlaceWordKind.KIND])),
        divisions,
        frozenset(one.name for one in former) - current,
        successors,
    )


def _former(divisions: Mapping[str, Division]) -> tuple[list[FormerDivision], dict[str, str]]:
    """The former divisions that a text may name, each with its last code, and what each went into.

    Former prefectures are left: 临汾地区 today is the country around 临汾市.
    """
    table = reference.former_divisions()
    rows = {(row.code, row.name) for row in table}
    last = [
        row
        for row in table
        if (row.successor == row.code or (row.successor, row.name) not in rows) and not row.name.endswith("地区")
    ]
    following = {row.code: row.successor for row in table if row.successor and row.code not in divisions}
    successors = {}
    for code in following:
        heir = following[code]
        for _ in range(len(_LEVELS)):
            heir = following.get(heir, heir)
        if heir in divisions:
            successors[code] = heir
    return last, successors


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


def finder_of_shorts(codes: Mapping[str, tuple[str, ...]]) -> Shorts:
    """Names without suffix and their codes as what finds them."""
    pattern = None
    if len(codes) > _FEW:
        first = "".join(sorted({name[0] for name in codes}))
        second = "".join(sorted({name[1] for name in codes}))
        pattern = re.compile(f"[{first}](?=[{second}])")
    return Shorts(codes, _lengths_by_start(codes), pattern)


def _lengths_by_start(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of the names that begin with two characters, longest first."""
    lengths: dict[str, tuple[int, ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        lengths[name[:2]] = tuple(dict.fromkeys((*lengths.get(name[:2], ()), len(name))))
    return lengths


def _all(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


# ---------------------------------------------------------------------------------------------------------
# One division


def name_of(code: str) -> str | None:
    """The full name of the division that has a code."""
    division = gazetteer().divisions.get(code[:6])
    if division is None:
        return None
    if len(code) == 6:
        return None if division.statistical else division.name
    return next((town[3:] for town in division.towns.split() if town.startswith(code[6:])), None)


@per_reference
def line_of(code: str) -> tuple[tuple[str, str], ...]:
    """The codes and names of a division and of those above it, the highest first."""
    line = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code[:6], code))
    return tuple((one, name) for one in line if (name := name_of(one)) is not None)


@per_reference
def description(code: str) -> tuple[PlaceLevel, tuple[str, ...]]:
    """The level of a division, and the names from its province down to it."""
    return _LEVELS[len(_prefix(code))], tuple(name for _, name in line_of(code))


# ---------------------------------------------------------------------------------------------------------
# Divisions above and below each other


def _prefix(code: str) -> str:
    """The characters that the codes of all divisions below one begin with."""
    if len(code) > 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _with_heirs(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes, and for those of former divisions what they went into, where their towns are today."""
    heirs = gazetteer().successors
    return tuple(heir for code in codes for heir in ((code, heirs[code]) if code in heirs else (code,)))


def below(codes: Sequence[str], above: Sequence[str]) -> tuple[str, ...]:
    """Those of `codes` that lie below one of `above`."""
    prefixes = {_prefix(one) for one in _with_heirs(above) if len(one) == 6}
    return tuple(
        code for code in codes if not prefixes.isdisjoint((code[:2], code[:4], code[:6])) and code not in above
    )


def highest_alone(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The province of those that a short name may mean (吉林 is also a city), or the city."""
    if len(codes) == 1:
        return codes
    highest = min(len(_prefix(code)) for code in codes)
    return tuple(code for code in codes if len(_prefix(code)) == highest)


def prefixes_of(codes: Iterable[str]) -> frozenset[str]:
    """What the codes of divisions and of those above them begin with."""
    codes = _with_heirs(codes)
    return frozenset(code[:length] for code in codes for length in (2, 4, 6, 9) if length <= len(_prefix(code)))


def nearest(codes: Sequence[str], prefixes: frozenset[str], needs: int) -> tuple[str, ...]:
    """Those of `codes` that share most with a place of the page: its county, its city, or its province.

    A town needs its county or city: a province has too many of one name. `needs` asks for more (9: the place itself).
    """
    best: list[str] = []
    most = 0
    for code in codes:
        shared = max((length for length in (2, 4, 6) if code[:length] in prefixes), default=0)
        if shared == 2 and code.startswith(MUNICIPALITIES):
            shared = 4
        if code in prefixes:
            shared = 9
        if shared >= max(2 if len(code) == 6 else 4, needs, most):
            best = [*best, code] if shared == most else [code]
            most = shared
    return tuple(best)
