"""Communities and villages: right behind the town that they belong to, or alone on a page of which a place is known.

Their names are found by their last characters (社区, 村, 嘎查, behind a street 里 and 小区) and by the words in front
of them: a name begins behind a verb, a preposition or a counter. Where the distribution `govnews-communities` is
installed, it says what is a name and which code it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import cast

from attrs import frozen

from govnews.finding.gazetteer import gazetteer
from govnews.finding.place_cues import place_cues
from govnews.models import PlaceLevel
from govnews.words import WordsBefore, word_classes, words

_LONGEST = 14
# 桐波里等5个社区, 云水西里、: a name in 里 that is no 手里, 家里.
_BEHIND_IN_LI = re.compile("([\u4e00-\u9fff]{1,5}里)(?=[^\u4e00-\u9fff]|等|$)")
_FEWEST, _MOST = 2, 6


@frozen
class Community:
    """A community or village in a text."""

    start: int
    end: int
    level: PlaceLevel
    name: str
    """As printed: 桐波里 in 桐波里等5个社区."""
    codes: tuple[str, ...]
    """Twelve digits; none where no list of communities is installed, or where it does not have the name."""


# ---------------------------------------------------------------------------------------------------------
# The list of communities, where it is installed


@cache
def _list() -> Callable[[str], Mapping[str, tuple[str, ...]]] | None:
    """What gives the communities of a county; `None` where `govnews-communities` is not installed."""
    try:
        module = import_module("govnews_communities")
    except ImportError:
        return None
    return cast("Callable[[str], Mapping[str, tuple[str, ...]]]", module.communities)


def _listed(above: str) -> Mapping[str, tuple[str, ...]]:
    """The names of the communities of a county (six digits) with their codes."""
    communities = _list()
    return {} if communities is None else communities(above[:6])


def _codes(name: str, above: str) -> tuple[str, ...]:
    """The codes of the communities of a name in a county or town."""
    return tuple(code for code in _listed(above).get(name, ()) if code.startswith(above[:9]))


# ---------------------------------------------------------------------------------------------------------
# Right behind a town or county


def community_behind(text: str, start: int, above: str | None, *, is_town: bool) -> Community | None:
    """The community or village whose name begins right behind a town or county, if one does.

    Args:
        text: the text.
        start: where the town's name ends.
        above: the code of the town, if it is certain.
        is_town: whether it is one, and no county: 里 and 小区 are names of communities behind a town only.

    """
    if above is not None and _list() is not None:
        for end in range(min(len(text), start + _LONGEST), start + 2, -1):
            name = text[start:end]
            if codes := _codes(name, above):
                return Community(start, end, _level(name), name, codes)
    cues = place_cues()
    match = (cues.behind_town if is_town else cues.behind_county).match(text, start)
    if match is not None and _is_name(text, start, match.end(1)):
        return Community(start, match.end(), _level(match[0]), match[0], ())
    match = _BEHIND_IN_LI.match(text, start) if is_town else None
    if match is not None and len(match[0]) > _FEWEST:
        kinds = words(text, start, match.end() - 1).kinds
        # 桐波里, 云水西里; but 孩子|心里
        is_word = match[0][-2:] in word_classes() and kinds.count("?") < len(kinds)
        if "?" in kinds and not is_word and all(kind in "n?a" for kind in kinds):
            codes = _codes(f"{match[0]}社区", above) if above is not None else ()
            return Community(start, match.end(), PlaceLevel.COMMUNITY, match[0], codes)
    return None


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether no word of `text[start:end]`, cut from either end, is a verb, a particle or the like."""
    if place_cues().no_name.search(text, start, end) or text[start:end].endswith(gazetteer().kinds):
        return False
    kinds = words(text, start, end).kinds
    if not all(kind in "n?a" or (kind == "x" and i) for i, kind in enumerate(kinds)):
        return False
    before = WordsBefore(text, start, end)  # 打造|书香, which is 打|造书|香 from the front
    before.all()
    return "A" not in before.kinds and "B" not in before.kinds


def _level(name: str) -> PlaceLevel:
    return PlaceLevel.VILLAGE if place_cues().village.search(name) else PlaceLevel.COMMUNITY


# ---------------------------------------------------------------------------------------------------------
# Alone


def communities(text: str, above: Callable[[int], str | None], known: Collection[str]) -> Iterator[Community]:
    """The communities and villages that stand alone, in order.

    Args:
        text: the text.
        above: what gives the code of the county or town that a place in the text lies in, if one is known.
        known: names of communities that the text names behind their town.

    """
    names: dict[str, list[tuple[int, int]]] = {}
    good: set[str] = set()
    found: list[Community] = []
    lengths = sorted({len(name) for name in known}, reverse=True)
    for match in place_cues().alone.finditer(text):
        at, end = match.span()
        if (county := above(at)) is None:
            continue
        start = next((end - length for length in lengths if text[max(0, end - length) : end] in known), None)
        has_evidence = start is not None
        if start is None:
            listed = _longest_listed(text, at, end, county)
            if listed is not None:
                found.append(listed)
                continue
            start, has_evidence = _name_start(text, at)
        if start is None:
            continue
        name = text[start:end]
        names.setdefault(name, []).append((start, end))
        if has_evidence:
            good.add(name)
    for name, places in names.items():
        if name in good or len(places) > 1:
            found += (Community(start, end, _level(name), name, ()) for start, end in places)
    return iter(sorted(found, key=lambda community: community.start))


def _longest_listed(text: str, at: int, end: int, above: str) -> Community | None:
    """The community of the county whose name ends at `end`, the longest if there are several.

    A short name may be the end of a longer one that the list does not have (李|家庄村), or a kind (文明社区): it must
    begin where a word does.
    """
    listed = _listed(above)
    if not listed:
        return None
    for start in range(max(0, end - _LONGEST), at - 1):
        name = text[start:end]
        codes = listed.get(name)
        if codes is None:
            continue
        stem = text[start:at]
        if (
            place_cues().kind.search(stem)
            or stem.endswith(gazetteer().kinds)
            or word_classes().get(stem, "n") not in "n?"
        ):
            return None
        begins = _name_start(text, at)[0]
        if at - start <= _FEWEST and begins is not None and begins < start:
            return None
        nearest = tuple(code for code in codes if code.startswith(above))
        return Community(start, end, _level(name), name, nearest or codes)
    return None


def _is_letter(word: str) -> bool:
    """Whether a single character may stand in a name."""
    return "\u4e00" <= word <= "\u9fff" and place_cues().stop.match(word) is None


def _name_start(text: str, at: int) -> tuple[int | None, bool]:
    """Where the name begins that ends at `at`, and whether its characters alone show that it is one."""
    if place_cues().no_end.match(text, max(0, at - 1), at):
        return None, False
    start = at - text.startswith("里", at - 1)  # 城里 is a word, 谊城里 is none
    before = WordsBefore(text, max(0, at - _MOST - 3), start)
    singles, i = 0, 0
    while before.reaches(i):
        word, kind = before.printed[i], before.kinds[i]
        if len(word) == 1:
            is_name = (kind in "?x" or (kind == "c" and i == 0 and start < at)) and _is_letter(word)
            singles += is_name and kind == "?"
        else:
            # 幸福|里, 东风|村; but what stands in front of a whole name is another word: 书记|王|家
            is_name = kind in "na" and singles < 2 and len(word) == 2
        if not is_name or at - before.starts[i] > _MOST:
            break
        start = before.starts[i]
        i += 1
        if len(word) > 1:
            break
    name = text[start:at]
    if len(name) < _FEWEST or name in word_classes() or name.endswith(gazetteer().kinds):
        return None, False
    return start, singles >= _FEWEST or place_cues().name_end.match(name[-1]) is not None
