"""Which characters a pattern can begin or end with, so that most patterns need not be tried at most places."""

from __future__ import annotations

import re
import sys
from typing import Any

_WIDEST = 400  # a class with more members is as good as any character


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` can begin, `None` if it may be any, or none at all.

    >>> sorted(first_characters("(?:今|去)年"))
    ['今', '去']
    """
    return _edge(pattern, last=False)


def last_characters(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` can end, `None` if it may be any, or none at all.

    >>> sorted(last_characters("第?[ab]"))
    ['a', 'b']
    """
    return _edge(pattern, last=True)


def _edge(pattern: str, *, last: bool) -> frozenset[str] | None:
    # The tree of a pattern has no public name; without it every pattern is tried everywhere, which is only slower.
    parser: Any = getattr(re, "_parser", None) or sys.modules.get("sre_parse")
    if parser is None:
        return None
    found, empty = _of(list(parser.parse(pattern)), last=last)
    return None if found is None or empty else frozenset(found)


def _of(items: list[Any], *, last: bool) -> tuple[set[str] | None, bool]:
    """The characters at the edge of a sequence, and whether it can match nothing at all."""
    found: set[str] = set()
    for operation, argument in reversed(items) if last else items:
        characters, empty = _one(str(operation), argument, last=last)
        if characters is None:
            return None, empty
        found |= characters
        if not empty:
            return found, False
    return found, True


def _one(operation: str, argument: Any, *, last: bool) -> tuple[set[str] | None, bool]:
    if operation == "LITERAL":
        return {chr(argument)}, False
    if operation == "IN":
        return _class(argument), False
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, _, inner = argument
        characters, empty = _of(list(inner), last=last)
        return characters, empty or low == 0
    if operation in ("SUBPATTERN", "ATOMIC_GROUP"):
        inner = argument[-1] if operation == "SUBPATTERN" else argument
        return _of(list(inner), last=last)
    if operation == "BRANCH":
        found: set[str] = set()
        nothing = False
        for branch in argument[1]:
            characters, empty = _of(list(branch), last=last)
            if characters is None:
                return None, empty
            found |= characters
            nothing = nothing or empty
        return found, nothing
    if operation in ("ASSERT", "ASSERT_NOT", "AT"):
        return set(), True
    return None, False


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
