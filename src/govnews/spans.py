"""Places in a text, and texts that remember where each of their characters came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from attrs import define, frozen


@frozen(order=True)
class Span:
    """A stretch of a text, `start` included and `end` not, counted in code points.

    >>> Span(2, 4).of("津南区")
    '区'
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of `text` that stand there."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """The same stretch, `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@frozen(order=True)
class Edit:
    """A repair: the characters at `span` become `new`, because of `rule`.

    An edit consumes at least one character, so that every character of the
    result has an origin or stands where something stood.
    """

    span: Span
    new: str
    rule: str
    """Id of the rule that made it, as `script-certain` or `join-width`."""


@define(eq=False, slots=False)
class AlignedText:
    """A repaired text that knows where each of its characters stood in the raw one.

    >>> aligned = AlignedText("河西區").edited([Edit(Span(2, 3), "区", "script-certain")])
    >>> aligned.text, aligned.raw_span(Span(2, 3)), aligned.origin(2)
    ('河西区', Span(start=2, end=3), 2)
    """

    raw: str
    """The text as it was given."""
    edits: tuple[Edit, ...] = ()
    """What was changed, in order and without overlap; spans index `raw`."""

    @cached_property
    def text(self) -> str:
        """The repaired text; the very same object as `raw` where nothing was repaired."""
        if not self.edits:
            return self.raw
        pieces: list[str] = []
        at = 0
        for edit in self.edits:
            pieces += (self.raw[at : edit.span.start], edit.new)
            at = edit.span.end
        return "".join((*pieces, self.raw[at:]))

    @cached_property
    def _moved(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Starts and ends, in the raw text and in this one, of the edits that change the length."""
        raw_starts, raw_ends, starts, ends = [], [], [], []
        shift = 0
        for edit in self.edits:
            if len(edit.new) != len(edit.span):
                raw_starts.append(edit.span.start)
                raw_ends.append(edit.span.end)
                starts.append(edit.span.start + shift)
                shift += len(edit.new) - len(edit.span)
                ends.append(edit.span.end + shift)
        return raw_starts, raw_ends, starts, ends

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AlignedText) and self.raw == other.raw and self.edits == other.edits

    def __hash__(self) -> int:
        return hash((self.raw, self.edits))

    def __str__(self) -> str:
        return self.text

    def origin(self, position: int) -> int:
        """Where the character at `position` of `text` stood in `raw` (its first character, if several became one)."""
        return self.raw_span(Span(position, position + 1)).start

    def raw_span(self, span: Span) -> Span:
        """The stretch of `raw` from which the characters at `span` of `text` came."""
        raw_starts, raw_ends, starts, ends = self._moved
        if not starts:
            return span
        # The last edit that begins at or before the span's first character …
        i = bisect_right(starts, span.start) - 1
        if i < 0:
            start = span.start
        elif span.start < ends[i]:
            start = raw_starts[i]
        else:
            start = raw_ends[i] + span.start - ends[i]
        if not len(span):
            return Span(start, start)
        # … and the last one that begins before its end.
        j = bisect_left(starts, span.end) - 1
        if j < 0:
            end = span.end
        elif span.end <= ends[j] and starts[j] < ends[j]:
            end = raw_ends[j]
        else:
            end = raw_ends[j] + span.end - ends[j]
        return Span(start, max(start, end))

    def text_span(self, raw_span: Span) -> Span:
        """The stretch of `text` that came from the characters at `raw_span` of `raw`."""
        raw_starts, raw_ends, starts, ends = self._moved
        if not starts:
            return raw_span

        def at(position: int, edge: int) -> int:
            i = bisect_right(raw_starts, position - edge) - 1
            if i < 0:
                return position
            if position - edge < raw_ends[i]:
                return ends[i] if edge else starts[i]
            return ends[i] + position - raw_ends[i]

        start = at(raw_span.start, 0)
        return Span(start, max(start, at(raw_span.end, 1)) if len(raw_span) else start)

    def edited(self, edits: Iterable[Edit]) -> AlignedText:
        """The text with more repairs, whose spans index the present `text`; they must not overlap.

        A repair of a place that was repaired before becomes one edit with it,
        its rules joined by `+`.
        """
        fresh = sorted(edits, key=_start)
        if not fresh:
            return self
        if not self.edits:
            return AlignedText(self.raw, tuple(fresh))
        return AlignedText(self.raw, tuple(_compose(self, fresh)))


def _start(edit: Edit) -> int:
    return edit.span.start


def _compose(old: AlignedText, fresh: Sequence[Edit]) -> list[Edit]:
    """The older edits and the fresh ones (in coordinates of `old.text`) as edits of `old.raw`."""
    places = []  # each older edit with its place in old.text
    shift = 0
    for edit in old.edits:
        start = edit.span.start + shift
        shift += len(edit.new) - len(edit.span)
        places.append((start, start + len(edit.new), edit))
    fresh = _apart(fresh, [place[:2] for place in places])
    merged: list[Edit] = []
    i = 0
    k = 0
    while k < len(fresh):
        lo, hi = fresh[k].span.start, fresh[k].span.end
        group = [fresh[k]]
        k += 1
        while i < len(places) and places[i][1] <= lo:
            merged.append(places[i][2])
            i += 1
        touched: list[tuple[int, int, Edit]] = []
        grown = True
        while grown:
            grown = False
            while i < len(places) and places[i][0] < hi:
                touched.append(places[i])
                lo, hi, grown = min(lo, places[i][0]), max(hi, places[i][1]), True
                i += 1
            while k < len(fresh) and fresh[k].span.start < hi:
                group.append(fresh[k])
                hi, grown = max(hi, fresh[k].span.end), True
                k += 1
        if not touched:
            merged.append(Edit(old.raw_span(group[0].span), group[0].new, group[0].rule))
            continue
        new: list[str] = []
        at = lo
        for edit in group:
            new += (old.text[at : edit.span.start], edit.new)
            at = edit.span.end
        new.append(old.text[at:hi])
        rules = dict.fromkeys([t[2].rule for t in touched] + [e.rule for e in group])
        merged.append(Edit(old.raw_span(Span(lo, hi)), "".join(new), "+".join(rules)))
    merged.extend(place[2] for place in places[i:])
    return merged


def _apart(fresh: Sequence[Edit], places: Sequence[tuple[int, int]]) -> list[Edit]:
    """The fresh edits, those that keep the length cut where an older edit begins or ends within.

    Such an edit changes character by character; merged whole with an older one it would forget which is which.
    """
    cuts = sorted({edge for place in places for edge in place})
    apart: list[Edit] = []
    for edit in fresh:
        start, end = edit.span.start, edit.span.end
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)] if len(edit.new) == end - start else ()
        for cut in inner:
            apart.append(Edit(Span(start, cut), edit.new[start - edit.span.start : cut - edit.span.start], edit.rule))
            start = cut
        apart.append(Edit(Span(start, end), edit.new[start - edit.span.start :], edit.rule) if inner else edit)
    return apart
