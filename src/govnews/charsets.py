"""How a pattern can begin and end, so that most patterns need not be tried at most places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

_WIDEST = 400  # a class with more members is as good as any character


def openings(pattern: str) -> Mapping[str, frozenset[str] | None] | None:
    """The characters with which a match of `pattern` can begin, each with those that can follow it.

    Behind a character anything can follow where it says `None`. The whole is `None` if a match can begin with
    anything, or be empty.

    >>> {first: sorted(second) for first, second in sorted(openings("[今去]年|本周").items())}
    {'今': ['年'], '去': ['年'], '本': ['周']}
    """
    edge = _edge(pattern, last=False)
    if edge is None:
        return None
    return {c: None if c in edge.ones or s is None else frozenset(s) for c, s in edge.all().items()}


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` can begin, `None` if it may be any, or none at all.

    >>> sorted(first_characters("(?:今|去)年"))
    ['今', '去']
    """
    edge = _edge(pattern, last=False)
    return None if edge is None else frozenset(edge.all())


def last_characters(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` can end, `None` if it may be any, or none at all.

    >>> sorted(last_characters("第?[ab]"))
    ['a', 'b']
    """
    edge = _edge(pattern, last=True)
    return None if edge is None else frozenset(edge.all())


class Opener:
    """Finds where one of several patterns may begin, by the first two characters.

    >>> Opener(["[今去]年", "本周"], "").places("本年去年本周")
    [2, 4]

    Args:
        patterns: patterns of which `openings` knows the first characters.
        digits: characters of which only the first one of a run opens.

    """

    def __init__(self, patterns: Iterable[str], digits: str = "") -> None:
        self.openings: dict[str, frozenset[str] | None] = {}
        for pattern in patterns:
            for first, second in (openings(pattern) or {}).items():
                known = self.openings.get(first, frozenset())
                self.openings[first] = None if known is None or second is None else known | second
        # Each pattern begins with a class, so that `re` skips to it; which pairs there are is looked up afterwards.
        pairs = {first: second for first, second in self.openings.items() if second is not None}
        alone = f"(?<![{digits}][{digits}])" if digits else ""
        self._known = frozenset(a + b for a, second in pairs.items() for b in second)
        self._pairs = re.compile(f"{_either(pairs)}(?={_either(frozenset().union(*pairs.values()))}){alone}")
        others = self.openings.keys() - pairs.keys()
        self._others = re.compile(_either(others)) if others else None

    def places(self, text: str) -> list[int]:
        """Where one of the patterns may begin, in order; nowhere else one does."""
        known = self._known
        found = [place for match in self._pairs.finditer(text) if text[(place := match.start()) : place + 2] in known]
        if self._others is not None:
            found = sorted(found + [match.start() for match in self._others.finditer(text)])
        return found


def _either(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


@define
class _Edge:
    """The outer one or two characters of what a part of a pattern matches."""

    pairs: dict[str, set[str] | None] = field(factory=dict)
    """For what is two characters and longer: the outermost, and what can stand next to it (`None`: anything)."""
    ones: set[str] = field(factory=set)
    """What it can match that is one character."""
    empty: bool = False

    def all(self) -> dict[str, set[str] | None]:
        return self.pairs | {c: self.pairs.get(c, set()) for c in self.ones}

    def add(self, first: str, second: set[str] | None) -> None:
        known = self.pairs.setdefault(first, set())
        self.pairs[first] = None if known is None or second is None else known | second

    def merge(self, other: _Edge) -> None:
        for first, second in other.pairs.items():
            self.add(first, second)
        self.ones |= other.ones
        self.empty = self.empty or other.empty


def _edge(pattern: str, *, last: bool) -> _Edge | None:
    # The tree of a pattern has no public name; CPython keeps its parser here from 3.11 on.
    parser: Any = vars(re)["_parser"]
    edge = _sequence(list(parser.parse(pattern)), last=last)
    return None if edge is None or edge.empty else edge


def _sequence(items: list[Any], *, last: bool) -> _Edge | None:
    """The edge of a sequence, `None` if it can be any character."""
    found = _Edge(empty=True)
    for operation, argument in reversed(items) if last else items:
        part = _part(str(operation), argument, last=last)
        if part is None and found.empty:
            return None
        outer = None if part is None else set(part.all())
        joined = _Edge(dict(found.pairs))
        for c in found.ones:
            joined.add(c, outer)
            if part is not None and part.empty:
                joined.ones.add(c)
        if found.empty and part is not None:
            joined.merge(part)
        found = joined
        if not found.empty and not found.ones:
            break
    return found


def _part(operation: str, argument: Any, *, last: bool) -> _Edge | None:
    if operation == "LITERAL":
        return _Edge(ones={chr(argument)})
    if operation == "IN":
        members = _class(argument)
        return None if members is None else _Edge(ones=members)
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, high, inner = argument
        once = _sequence(list(inner), last=last)
        if once is None:
            return None
        if high > 1:
            for c in once.ones:
                once.add(c, set(once.all()))
        once.empty = once.empty or low == 0
        if low > 1 and not once.empty:
            once.ones = set()
        return once
    if operation in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _sequence(list(argument[-1] if operation == "SUBPATTERN" else argument), last=last)
    if operation == "BRANCH":
        found = _Edge()
        for branch in argument[1]:
            edge = _sequence(list(branch), last=last)
            if edge is None:
                return None
            found.merge(edge)
        return found
    if operation == "ASSERT" and argument[0] == (-1 if last else 1):
        return _looked_at(argument[1], last=last)
    if operation in ("ASSERT", "ASSERT_NOT", "AT"):
        return _Edge(empty=True)
    return None


def _looked_at(items: list[Any], *, last: bool) -> _Edge:
    """The edge of what stands there without being part of the match, with anything behind it."""
    edge = _sequence(list(items), last=last)
    if edge is None or edge.empty:
        return _Edge(empty=True)
    return _Edge({c: None if c in edge.ones else second for c, second in edge.all().items()})


def _class(members: list[Any]) -> set[str] | None:
    found: set[str] = set()
    for operation, argument in members:
        if str(operation) == "LITERAL":
            found.add(chr(argument))
        elif str(operation) == "RANGE" and argument[1] - argument[0] < _WIDEST:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return None
    return found
