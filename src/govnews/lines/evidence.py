"""Weighs the evidence that a sentence goes on over a line end, a row of join_evidence.csv each."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import frozen

from govnews import reference
from govnews.reference import EvidencePlace, JoinEvidence
from govnews.table_files import per_reference
from govnews.words import words

_WINDOW = 8  # characters to either side of a line end in which a word may have been cut
_WIDE = str.maketrans(",;:!?", "，；：！？")  # many pages have these marks in their narrow form
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))


@frozen
class _Cut:
    """What can be seen where one line ends and the next begins."""

    left: str
    right: str
    first: bool
    """Whether the left line is the first one of its page."""
    last_word: str
    first_word: str
    across: str


@frozen
class Weight:
    """How strong the evidence is that the sentence goes on, and the row that says most for it."""

    total: float
    rule: str


def weigh(left: str, right: str, *, first: bool = False) -> Weight:
    """The evidence at the end of the line `left`; above 0 the sentence goes on in `right`.

    >>> weigh("今年，街道组织志愿者开展宣传活", "动300场，送去慰问品。").rule
    'join-across-word'
    """
    cut = _cut(left, right, first)
    total, best, rule = 0.0, 0.0, "join-likely"
    for row, holds in _evidence():
        if holds(cut):
            weight = float(row.weight)
            total += weight
            if weight > best and row.place is not EvidencePlace.ALWAYS:
                best, rule = weight, f"join-{row.id}"
    return Weight(total, rule)


def holding(left: str, right: str, *, first: bool = False) -> list[str]:
    """The ids of the rows that hold at the end of the line `left`."""
    cut = _cut(left, right, first)
    return [row.id for row, holds in _evidence() if holds(cut)]


def _cut(left: str, right: str, first: bool) -> _Cut:
    left, right = left.translate(_WIDE), right.translate(_WIDE)
    tail, head = left[-_WINDOW:], right[:_WINDOW]
    whole, before, behind = (words(part, 0, len(part)) for part in (tail + head, tail, head))
    over = any(start < len(tail) < end for start, end in zip(whole.starts, whole.ends, strict=True))
    fewer = len(whole) < len(before) + len(behind)
    across = "word" if over and fewer else "unsure" if over or fewer else ""
    return _Cut(left, right, first, before.kinds[-1], behind.kinds[0], across)


@per_reference
def _evidence() -> tuple[tuple[JoinEvidence, Callable[[_Cut], bool]], ...]:
    return tuple((row, _test(row)) for row in reference.join_evidence())


def _test(row: JoinEvidence) -> Callable[[_Cut], bool]:
    """The test that a row stands for."""
    match row.place:
        case EvidencePlace.LEFT:
            search = re.compile(row.pattern).search
            return lambda cut: search(cut.left) is not None
        case EvidencePlace.RIGHT:
            match_start = re.compile(row.pattern).match
            return lambda cut: match_start(cut.right) is not None
        case EvidencePlace.LAST_WORD:
            return lambda cut: cut.last_word in row.pattern
        case EvidencePlace.FIRST_WORD:
            return lambda cut: cut.first_word in row.pattern
        case EvidencePlace.ACROSS:
            return lambda cut: cut.across == row.pattern
        case EvidencePlace.LENGTH:
            low, high = map(int, row.pattern.split("-"))
            return lambda cut: low <= len(cut.left) <= high
        case EvidencePlace.FIRST_LINE:
            low, high = map(int, row.pattern.split("-"))
            return lambda cut: cut.first and low <= len(cut.left) <= high
        case EvidencePlace.OPEN:
            return lambda cut: any(cut.left.count(a) > cut.left.count(b) for a, b in _PAIRS)
    return lambda cut: True
