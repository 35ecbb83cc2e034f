"""Whose an initiative is: the place or organ that stands in front of it in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from govnews import reference
from govnews.models import Place
from govnews.reference import InitiativeWordRole
from govnews.spans import Span

_FAR = 120
_SENTENCE_END = re.compile("[。！？；!?;\n\f]")
_NO_OWNER = re.compile("[的了在把将被对向从由以，。、：“”和与及]")
# 据…介绍, 从…到…: a place that somebody comes from or goes to, or learns from, does nothing here.
_TOLD = re.compile("(?:来自|[从到往赴据向对与])$")


@cache
def _organ() -> re.Pattern[str]:
    rows = reference.initiative_words()
    endings = [word for row in rows if row.role is InitiativeWordRole.ORGAN for word in row.words.split(" ")]
    return re.compile("|".join(sorted(map(re.escape, endings), key=len, reverse=True)))


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
        if place is not None and (place.end > span.end or _TOLD.search(text, max(first, place.start - 2), place.start)):
            place = None
        organ = self._organ(max(first, place.start if place else first), end, place)
        owner = organ or place
        return owner.of(text) if owner else None

    def _organ(self, first: int, end: int, place: Span | None) -> Span | None:
        """The last organ between `first` and `end` that begins with the place or with its clause."""
        text = self._text
        found = None
        for match in _organ().finditer(text, first, end):
            if place is not None and place.end <= match.end() <= place.end + 14:
                start = place.start
            else:
                start = max(first, match.start() - 8)
                for mark in _NO_OWNER.finditer(text, start, match.start()):
                    start = mark.end()
                if start > first and text[start - 1] not in "，。、：\n　 ":
                    continue
                if start == match.start() - 8 and start > first:
                    continue
            if _NO_OWNER.search(text, place.end if place is not None and start == place.start else start, match.start()):
                continue
            found = Span(start, match.end())
        return found
