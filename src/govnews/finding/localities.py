"""Which place a number speaks of: the nearest one named in front of it that is no source, goal or partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

from govnews.finding.gazetteer import line_of
from govnews.finding.place_cues import place_cues
from govnews.finding.places import local_place
from govnews.finding.roles import roles
from govnews.models import Place, PlaceLevel, PlaceName
from govnews.words import word_classes

_LAST_NAMED = "该"
_PAGE = re.compile("\f")
_FARTHEST = 50
"""How many places in front of 该区 are looked at for the one that it is."""
_COMMUNITIES = (PlaceLevel.COMMUNITY, PlaceLevel.VILLAGE)
_NATION = "国"


class Localities:
    """The places that govern the numbers of a text.

    Args:
        text: the text.
        places: the places that it names, in order.
        home: the code of the district or city of the page, if it is known; 全区 is that one then.

    """

    def __init__(self, text: str, places: Sequence[Place], home: str | None) -> None:
        away, compared, named_after = roles().away, roles().compared, roles().named_after
        not_governing = (*away, *compared)
        cues = place_cues()
        mentions = _mentions(text, places)
        pages = [match.end() for match in _PAGE.finditer(text)]
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._names: list[PlaceName | None] = []
        governing: list[int] = []  # which of the mentions do
        for i, (start, end, place) in enumerate(mentions):
            in_front = not_governing if place is not None else compared
            # How one stands in a larger place says nothing of that place: 全省第2位, 全市首个, 居全省.
            if text.endswith(in_front, max(0, start - 4), start) or cues.rank.match(text, end):
                continue
            if place is None and cues.ranked.search(text, max(0, start - 4), start):
                continue
            if place is not None:
                if _names_another(text, end, named_after):
                    continue
                name: PlaceName | None = PlaceName(place.name, place.code)
            else:
                k = bisect_right(pages, start) - 1
                lowest = pages[k] if k >= 0 else 0
                word = text[start:end]
                if word[0] == _LAST_NAMED:
                    # 该区 is the one named last, even if it is one to which somebody went
                    name = _last_named(word, mentions, range(i - 1, max(-1, i - _FARTHEST), -1), lowest)
                    name = name or (None if home is None else local_place("全" + word[1:], home))
                else:
                    name = _local(word, home)
                    if name.code is None and word[1] != _NATION:
                        # 全街 is the street named last, if the page's district is not given or has no such part.
                        before = _last_named(word, mentions, reversed(governing[-_FARTHEST:]), lowest)
                        name = before or name
            governing.append(i)
            self._starts.append(start)
            self._ends.append(end)
            self._names.append(name)

    def at(self, position: int, paragraph: int) -> PlaceName | None:
        """The place of a number at `position`; one named in front of `paragraph` governs nothing in it."""
        i = bisect_right(self._ends, position) - 1
        return self._names[i] if i >= 0 and self._starts[i] >= paragraph else None


def _mentions(text: str, places: Sequence[Place]) -> list[tuple[int, int, Place | None]]:
    """The places that a text names and the words for one (全区, 该镇), in order."""
    named: list[tuple[int, int, Place | None]] = [(place.span.start, place.span.end, place) for place in places]
    return sorted([*named, *((*match.span(), None) for match in place_cues().local.finditer(text))], key=itemgetter(0))


def _kind(name: str) -> str:
    """What a division's name ends with; a street's may end in two ways."""
    return "街" if name.endswith("街道") else name[-1]


def _last_named(
    word: str, mentions: Sequence[tuple[int, int, Place | None]], order: Iterable[int], lowest: int
) -> PlaceName | None:
    """The division of the kind of `word` (该区, 全街) that is the first one in this order, by itself or above one."""
    kind = _kind(word)
    for k in order:
        start, _, place = mentions[k]
        if start < lowest:
            break
        if place is None:
            continue
        if _kind(place.name) == kind and place.level not in _COMMUNITIES:
            return PlaceName(place.name, place.code)
        for code, name in reversed(line_of(place.code[:9])) if place.code is not None else ():
            if _kind(name) == kind:
                return PlaceName(name, code)
    return None


def _local(word: str, home: str | None) -> PlaceName:
    """The division that 全区 or 我市 means on the page of `home`; otherwise the word itself."""
    known = local_place(word, home) if home is not None and word[1] != _NATION else None
    return known or PlaceName(word)


def _names_another(text: str, end: int, after: tuple[str, ...]) -> bool:
    """Whether a place's name goes on to name something else: 天津大学, 南京路, but not 天津人口, 南京道路."""
    return text.startswith(after, end) and not (text[end] in after and text[end : end + 2] in word_classes())
