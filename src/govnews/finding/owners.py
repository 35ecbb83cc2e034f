"""Whose an initiative is: the place or organ that stands in front of it in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from attrs import frozen

from govnews import reference
from govnews.models import Place
from govnews.reference import InitiativeWordRole
from govnews.spans import Span
from govnews.table_files import per_reference
from govnews.words import WordsBehind

_FAR = 120
_LONGEST = 12
"""How long an organ's name is in front of its ending."""
_SENTENCE_END = re.compile("[。！？；!?;\n\f]")
_FULL = re.compile("[省市区县旗州盟镇乡街道村社]$|社区$")


@frozen
class _Words:
    organ: re.Pattern[str]
    no_owner: re.Pattern[str]
    lying: re.Pattern[str]
    """位于…, 从…到…: in front of a place where something lies, or that somebody comes from or goes to."""
    levels: tuple[str, ...]


@per_reference
def _words() -> _Words:
    words: dict[InitiativeWordRole, list[str]] = {role: [] for role in InitiativeWordRole}
    for row in reference.initiative_words():
        words[row.role] += row.words.split(" ")

    def any_of(role: InitiativeWordRole) -> str:
        return "|".join(sorted(map(re.escape, words[role]), key=len, reverse=True))

    return _Words(
        re.compile(f"(?:{any_of(InitiativeWordRole.ORGAN)})(?!员)"),  # 区委|员会 is no 区委
        re.compile(f"[，,。、：:“”]|{any_of(InitiativeWordRole.NO_OWNER)}"),
        re.compile(f"(?:{any_of(InitiativeWordRole.LYING)})$"),
        tuple(words[InitiativeWordRole.LEVEL]),
    )


class Owners:
    """The owners of the initiatives of a text."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self._text = text
        self._places = places
        self._starts = [place.span.start for place in places]

    def of(self, span: Span) -> str | None:
        """Whose the initiative at `span` is, `None` where the sentence names nobody in front of it.

        >>> from govnews.finding.places import find_places
        >>> text = "河西区民政局推行“三访”制度。"
        >>> Owners(text, find_places(text)).of(Span(9, 11))
        '河西区民政局'
        """
        text, end = self._text, span.start
        first = max(0, end - _FAR)
        for mark in _SENTENCE_END.finditer(text, first, end):
            first = mark.end()
        i = bisect_right(self._starts, span.start) - 1
        place = self._places[i].span if i >= 0 and self._starts[i] >= first else None
        if place is not None and not self._does(place, span, first):
            place = None
        organ = self._organ(max(first, place.start if place else first), end, place)
        owner = organ or place
        return owner.of(text) if owner else None

    def _does(self, place: Span, name: Span, first: int) -> bool:
        """Whether the place can be whose the initiative is."""
        text = self._text
        if place.end > name.end or _words().lying.search(text, max(first, place.start - 2), place.start):
            return False
        if _FULL.search(text, place.start, place.end):
            return True
        if place.end > name.start:
            return False
        # 福建|大力推进, but 青海|拉面: a short name in front of a noun belongs to that noun.
        behind = WordsBehind(text, place.end, name.start)
        return not behind.reaches(0) or behind.kinds[0] not in "nga?q"

    def _organ(self, first: int, end: int, place: Span | None) -> Span | None:
        """The last organ between `first` and `end` that begins with the place or with its clause."""
        text = self._text
        found: Span | None = None
        for match in _words().organ.finditer(text, first, end):
            start = self._start(first, match.start(), place)
            if start is not None:
                found = Span(start, match.end())
        return found

    def _start(self, first: int, ending: int, place: Span | None) -> int | None:
        """Where the name of an organ begins whose ending stands at `ending`: with a place, or with its clause."""
        text = self._text
        if place is not None and place.end <= ending + 1 <= place.end + _LONGEST:
            return None if _words().no_owner.search(text, place.end, ending) else place.start
        start = max(first, ending - _LONGEST)
        for mark in _words().no_owner.finditer(text, start, ending):
            start = mark.end()
        begins = start == first or text[start - 1] in "，,。、：:\n　 "
        if not begins or ending == start:
            return None
        # 区|城管局, 税务|局, but 大力|发展|社区, 我们|成立|协会.
        if text.startswith(_words().levels, start):
            return start
        words = WordsBehind(text, start, ending + 1)
        return start if words.reaches(0) and words.kinds[0] == "n" else None
