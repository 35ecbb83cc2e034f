"""Words that have a part in how the words around a number are read."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from govnews import reference
from govnews.table_files import per_reference


@frozen
class Roles:
    """The words of each role of word_roles.csv."""

    acting: frozenset[str]
    ahead: tuple[str, ...]
    """Endings."""
    attribute: tuple[str, ...]
    """Endings."""
    described: tuple[str, ...]
    """Endings."""
    event: tuple[str, ...]
    """Endings."""
    away: tuple[str, ...]
    """Endings."""
    befalling: frozenset[str]
    before_action: frozenset[str]
    before_verb: frozenset[str]
    change_end: frozenset[str]
    compared: tuple[str, ...]
    """Endings."""
    complement: frozenset[str]
    determiner: frozenset[str]
    dimension: frozenset[str]
    direction: frozenset[str]
    done_change: frozenset[str]
    doing_away: frozenset[str]
    doing_list: frozenset[str]
    doing_item: tuple[str, ...]
    """Endings."""
    doing_unit: frozenset[str]
    extreme: frozenset[str]
    fall: frozenset[str]
    flow: frozenset[str]
    governing: frozenset[str]
    grow: frozenset[str]
    helping: frozenset[str]
    holding: frozenset[str]
    in_rate: frozenset[str]
    light: frozenset[str]
    made_into: tuple[str, ...]
    """Anywhere in what follows."""
    manner: frozenset[str]
    mean: frozenset[str]
    named_after: tuple[str, ...]
    """Beginnings."""
    noun_making: frozenset[str]
    object: tuple[str, ...]
    """Endings."""
    one_of: frozenset[str]
    own_object: frozenset[str]
    passed_over: frozenset[str]
    payer: tuple[str, ...]
    """Endings."""
    paying: frozenset[str]
    person: tuple[str, ...]
    """Endings."""
    place_end: frozenset[str]
    plan_noun: tuple[str, ...]
    """Endings."""
    power: frozenset[str]
    reached: frozenset[str]
    result: tuple[str, ...]
    """Beginnings."""
    second: frozenset[str]
    share_link: frozenset[str]
    shrink: frozenset[str]
    stating: frozenset[str]
    taking_part: frozenset[str]
    taking_part_noun: tuple[str, ...]
    """Endings."""
    telling: frozenset[str]
    total: frozenset[str]
    toward: frozenset[str]
    turn: frozenset[str]
    uncounted: tuple[str, ...]
    """Endings."""
    uncounted_many: frozenset[str]
    undergone: frozenset[str]
    whole: frozenset[str]


@per_reference
def roles() -> Roles:
    """The words by their roles."""
    words = {row.role.replace("-", "_"): row.words.split(" ") for row in reference.word_roles()}
    fields: dict[str, Any] = {
        name: tuple(found) if name in _PARTS else frozenset(found) for name, found in words.items()
    }
    return Roles(**fields)


_PARTS = (
    "ahead",
    "attribute",
    "away",
    "compared",
    "described",
    "doing_item",
    "event",
    "made_into",
    "named_after",
    "object",
    "payer",
    "person",
    "plan_noun",
    "result",
    "taking_part_noun",
    "uncounted",
)
