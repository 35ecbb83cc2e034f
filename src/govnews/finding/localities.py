"""Which place a number speaks of: the nearest one named in front of it that is no source, goal or partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from govnews.finding.gazetteer import line_of
from govnews.finding.places import local_place
from govnews.finding.roles import roles
from govnews.models import Place, PlaceLevel, PlaceName
from govnews.words import word_classes

# 全区 is the district of the page; not 全市场, 本市场, 全省份.
_LOCAL = re.compile("[全我本该](?:(?<!该)国|省|自治区|市|区|县|州|盟|旗|镇|乡|街道|街)(?![场份域间块位委府长级属镇村])")
_LAST_NAMED = "该"
# How one stands in a larger place says nothing of that place: 全省第2位, 全市首个, 全省平均水平.
_RANKED = re.compile(
    "第[0-9一二三四五六七八九十]{1,3}(?:[位名]|[，,。；;、）)]|$)|排[名在]|前[0-9一二三四五六七八九十列茅]"
    "|首[个家例位]|率先|唯一|领先|平均(?:水平|值|线|数)"
)
_RANK_BEGINS = frozenset("第排前首率唯领平")
_RANKS = ("居", "列", "占")
_NATION = ("全国", "我国", "本国")


class Localities:
    """The places that govern the numbers of a text.

    Args:
        text: the text.
        places: the places that it names, in order.
        home: the code of the district or city of the page, if it is known; 全区 is that one then.

    """

    def __init__(self, text: str, places: Sequence[Place], home: str | None) -> None:
        # 该区 is the district that was named last, even as one to which somebody went; 全区 only one that governs.
        last: dict[str, PlaceName] = {}
        known: dict[str, PlaceName] = {}
        governing: list[tuple[int, int, PlaceName | None]] = []
        at = 0
        mentions = _mentions(text, places)
        refers = len(mentions) > len(places)
        for start, end, place in mentions:
            if text.find("\f", at, start) >= 0:
                last, known = {}, {}
            at = start
            governs = not _is_compared(text, start, end) and not (place is None and text[start - 1 : start] in _RANKS)
            if place is None:
                word = text[start:end]
                if word[0] == _LAST_NAMED:
                    at_home = None if home is None else local_place("全" + word[1:], home)
                    found = last.get(_kind(word), at_home)
                else:
                    name = _local(word, home)
                    # 全街 is the street named last, if the page's district is not given or has no such part.
                    found = name if name.code is not None or word in _NATION else known.get(_kind(word), name)
            else:
                found = PlaceName(place.name, place.code)
                if place.code is None and place.level is not PlaceLevel.COMMUNITY:
                    last[_kind(place.name)] = found
                governs = (
                    governs
                    and not _names_another(text, end)
                    and not text.endswith(roles().away, max(0, start - 4), start)
                )
                for code, above in line_of(place.code[:9]) if place.code is not None and refers else ():
                    is_whole = code == place.code and _kind(above) == _kind(found.name)
                    named = found if is_whole else PlaceName(above, code)
                    last[_kind(above)] = named
                    if governs:
                        known[_kind(above)] = named
            if governs:
                governing.append((start, end, found))
        self._ends = [end for _, end, _ in governing]
        self._starts = [start for start, _, _ in governing]
        self._names = [name for _, _, name in governing]

    def at(self, position: int, paragraph: int) -> PlaceName | None:
        """The place of a number at `position`; one named in front of `paragraph` governs nothing in it."""
        i = bisect_right(self._ends, position) - 1
        return self._names[i] if i >= 0 and self._starts[i] >= paragraph else None


def _mentions(text: str, places: Sequence[Place]) -> list[tuple[int, int, Place | None]]:
    """The places that a text names and the words for one (全区, 该镇), in order."""
    named: list[tuple[int, int, Place | None]] = [(place.span.start, place.span.end, place) for place in places]
    return sorted([*named, *((*match.span(), None) for match in _LOCAL.finditer(text))], key=lambda one: one[:2])


def _kind(name: str) -> str:
    """What a division's name ends with; a street's may end in two ways."""
    return "街" if name.endswith("街道") else name[-1]


def _is_compared(text: str, start: int, end: int) -> bool:
    """Whether a place is what another is measured against or ranked in: 高于全省0.8个百分点, 居全市第2位."""
    if text.endswith(roles().compared, max(0, start - 4), start):
        return True
    return text[end : end + 1] in _RANK_BEGINS and _RANKED.match(text, end) is not None


def _local(word: str, home: str | None) -> PlaceName:
    """The division that 全区 or 我市 means on the page of `home`; otherwise the word itself."""
    known = local_place(word, home) if home is not None and word not in _NATION else None
    return known or PlaceName(word)


def _names_another(text: str, end: int) -> bool:
    """Whether a place's name goes on to name something else: 天津大学, 南京路, but not 天津人口, 南京道路."""
    return text.startswith(roles().named_after, end) and not (
        text[end] in roles().named_after and text[end : end + 2] in word_classes()
    )
