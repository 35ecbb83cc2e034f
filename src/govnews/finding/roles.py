"""Words that have a part in how the words around a number are read."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import frozen

from govnews import reference


@frozen
class Roles:
    """The words of each role of word_roles.csv."""

    attribute: tuple[str, ...]
    """Endings."""
    described: tuple[str, ...]
    """Endings."""
    event: tuple[str, ...]
    """Endings."""
    complement: frozenset[str]
    determiner: frozenset[str]
    dimension: frozenset[str]
    done_change: frozenset[str]
    extreme: frozenset[str]
    governing: frozenset[str]
    helping: frozenset[str]
    light: frozenset[str]
    manner: frozenset[str]
    passed_over: frozenset[str]
    reached: frozenset[str]
    share_link: frozenset[str]
    shrink: frozenset[str]
    turn: frozenset[str]


@cache
def roles() -> Roles:
    """The words by their roles."""
    words = {row.role.replace("-", "_"): row.words.split(" ") for row in reference.word_roles()}
    fields: dict[str, Any] = {
        name: tuple(found) if name in _ENDINGS else frozenset(found) for name, found in words.items()
    }
    return Roles(**fields)


_ENDINGS = ("attribute", "described", "event")
