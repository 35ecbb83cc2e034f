"""What stands around a number: the thing counted, the verb of the doer, the direction of a change and its basis."""

from __future__ import annotations

from govnews.finding.behind import done_to, first_verb, last_verb, noun_behind
from govnews.finding.clauses import MEASURED, OF, SHARES, Phrase, clause_start, plain, trimmed
from govnews.finding.in_front import InFront
from govnews.finding.quantities import Quantity
from govnews.finding.roles import roles
from govnews.reference import UnitKind
from govnews.spans import Span


def describe(text: str, quantity: Quantity, floor: int, ceiling: int) -> Phrase:
    """The phrase around `quantity`, looking no further than `floor` and `ceiling`."""
    start = clause_start(text, quantity.hull.start, floor)
    left = InFront(text, start, quantity)
    right = None
    shares = quantity.kind in SHARES
    looked = not (shares and left.has_noun and not left.includes) and (left.change is None or left.may_act)
    if looked:
        right = noun_behind(text, quantity, ceiling, has_noun=left.has_noun and not left.includes)
        if right is not None and left.change is not None and right[0].start != quantity.hull.end:
            right = None
        if right is not None and _takes_noun_behind(text, quantity, left, right[0]):
            item, verb = right
            name = trimmed(text, item)
            if name is not None:
                action = left.verb_next()
                if action is None and left.turns and (done := first_verb(text, name)) is not None:
                    action, name = done, Span(done.end, name.end)  # 先后4次|救助|灰鹤
                if verb is not None and (action is None or action.of(text) in roles().light):
                    action = verb
                if action is None and left.takes:
                    action = last_verb(text, item.end)
                action = action or left.other_verb() or done_to(text, item.end, quantity)
                return Phrase(
                    item=plain(name.of(text)),
                    item_span=name,
                    action=action.of(text) if action else None,
                    action_span=action,
                    behind=True,
                )
    phrase = left.phrase()
    if phrase.item is None and phrase.change is None:
        if not looked:
            right = noun_behind(text, quantity, ceiling, has_noun=left.has_noun and not left.includes)
        name = trimmed(text, right[0]) if right else None
        if name is not None:
            phrase.item, phrase.item_span, phrase.behind = plain(name.of(text)), name, True
    return phrase


def _takes_noun_behind(text: str, quantity: Quantity, left: InFront, right: Span) -> bool:
    """Whether the noun behind the number is what it counts, and not the one in front.

    A measure word takes the noun behind it; of a measure it depends: 2000平方米荒地, but 建筑面积500平方米.
    """
    if quantity.kind in SHARES:
        # 全市仍有10%的农户, but 优良率90%的地区
        return not left.has_noun or (left.includes and text[quantity.hull.end : right.start] == OF)
    if quantity.kind in MEASURED:
        adjacent = right.start == quantity.hull.end
        ends = range(right.start + 2, right.end + 1)
        aged = quantity.kind is UnitKind.TIME and not any(text.endswith(roles().person, 0, end) for end in ends)
        if not adjacent and (aged or left.has_weight):
            return True  # 茶园有300多年的种植历史, 重达9吨的石碑
        if not adjacent and left.has_measure:
            return False
        return not left.has_noun or left.has_place or (adjacent and not left.has_attribute)
    return True


def same_series(text: str, previous: Quantity, quantity: Quantity) -> bool:
    """Whether two numbers stand in one row: 3.1%、5.1%; 4%和6%."""
    between = text[previous.hull.end : quantity.hull.start]
    if between in ("，", ","):
        return previous.kind == quantity.kind  # 金额700万元，4人获救
    return between in ("、", "和", "及", "与")
