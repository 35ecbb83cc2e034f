"""Which place a number speaks of: the nearest one named in front of it that is no source, goal or partner."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from govnews.finding.places import local_place
from govnews.finding.roles import roles
from govnews.models import Place, PlaceName
from govnews.words import word_classes

# 全区 is the district of the page; not 全市场, 本市场, 全省份.
_LOCAL = re.compile("(?:全|我|本)(?:国|省|自治区|市|区|县|州|盟|旗|镇|乡|街道|街)(?![场份域间块位委府长级属镇村])")
_NATION = ("全国", "我国", "本国")


class Localities:
    """The places that govern the numbers of a text.

    Args:
        text: the text.
        places: the places that it names, in order.
        home: the code of the district or city of the page, if it is known; 全区 is that one then.

    """

    def __init__(self, text: str, places: Sequence[Place], home: str | None) -> None:
        named = [
            (place.span.start, place.span.end, PlaceName(place.name, place.code))
            for place in places
            if not _names_another(text, place.span.end)
            and not text.endswith(roles().away, max(0, place.span.start - 4), place.span.start)
        ]
        local = [(match.start(), match.end(), _local(match[0], home)) for match in _LOCAL.finditer(text)]
        named = sorted(named + local, key=lambda one: one[0])
        known: dict[str, PlaceName] = {}
        for n, (start, end, name) in enumerate(named):
            # 全街 is the street that was named last, where the page's district is not given or has no such part.
            if name.code is not None:
                known[name.name[-1]] = name
            elif name.name not in _NATION:
                named[n] = (start, end, known.get(name.name[-1], name))
        self._ends = [end for _, end, _ in named]
        self._starts = [start for start, _, _ in named]
        self._names = [name for _, _, name in named]

    def at(self, position: int, paragraph: int) -> PlaceName | None:
        """The place of a number at `position`; one named in front of `paragraph` governs nothing in it."""
        i = bisect_right(self._ends, position) - 1
        return self._names[i] if i >= 0 and self._starts[i] >= paragraph else None


def _local(word: str, home: str | None) -> PlaceName:
    """The division that 全区 or 我市 means on the page of `home`; otherwise the word itself."""
    known = local_place(word, home) if home is not None and word not in _NATION else None
    return known or PlaceName(word)


def _names_another(text: str, end: int) -> bool:
    """Whether a place's name goes on to name something else: 天津大学, 南京路, but not 天津人口, 南京道路."""
    return text.startswith(roles().named_after, end) and not (
        text[end] in roles().named_after and text[end : end + 2] in word_classes()
    )
