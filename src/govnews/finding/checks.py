"""Compares the figures of a text: sums that should agree, and figures of one thing that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from govnews.models import Check, Qualifier, Statistic, Status

_REACH = 400  # characters within which parts and their sum stand together
_ONE_SENTENCE = 40  # characters; figures of one sentence are those of its parts
_MOST_PARTS = 4
_MOST_COMPARED = 4  # figures of one item in front of another that are compared with it; a list repeats them for ever
_MOST_NEAR = 12  # figures around one that are tried as its parts
_SHORTEST_ITEM = 3  # characters; 群众 and 活动 are counted many times for many things


def check_figures(statistics: Sequence[Statistic]) -> tuple[Check, ...]:
    """What a researcher should look at, in the order of the text; nothing is repaired.

    `sum`: a figure is the sum of figures of the same unit in front of it (1428个 and 168个, then 1596个). `repeated`:
    the same item has the same figure again. `contradiction`: the same item, by the same verb in the same period, has
    two figures in two places.
    """
    found = [*_sums(statistics), *_same_items(statistics)]
    return tuple(sorted(found, key=lambda check: (check.spans[0].start, check.spans[0].end)))


def _exact(statistic: Statistic) -> bool:
    return statistic.value is not None and statistic.qualifier is Qualifier.EXACT


def _sums(statistics: Sequence[Statistic]) -> Iterator[Check]:
    for k, total in enumerate(statistics):
        if not _exact(total) or total.change is not None or total.unit in ("%", "‰", None):
            continue
        near = [
            part
            for part in statistics[max(0, k - _MOST_NEAR) : k]
            if _exact(part)
            and part.unit == total.unit
            and part.change is None
            and part.status is total.status
            and total.span.start - part.span.end <= _REACH
        ]
        parts = _parts(total.value or Decimal(0), near)
        if parts:
            sizes = " + ".join(f"{part.number}{part.unit}" for part in parts)
            message = f"{sizes} = {total.number}{total.unit}"
            yield Check("sum", message, (*(part.span for part in parts), total.span))


def _parts(total: Decimal, near: Sequence[Statistic]) -> tuple[Statistic, ...]:
    """Figures that stand one after the other and make up the total; round ones agree by chance."""
    if total < 100:
        return ()
    for count in range(2, _MOST_PARTS + 1):
        for start in range(len(near) - count + 1):
            parts = tuple(near[start : start + count])
            if sum((part.value for part in parts if part.value is not None), Decimal(0)) == total:
                return parts
    return ()


def _contradict(first: Statistic, second: Statistic) -> bool:
    """Whether two figures of one item cannot both be right: the same doing in the same time, said in two places."""
    return (
        _exact(first)
        and _exact(second)
        and first.status is second.status is Status.REPORTED
        and first.action is not None
        and first.period is not None
        and second.span.start - first.span.end > _ONE_SENTENCE
    )


def _same_items(statistics: Sequence[Statistic]) -> Iterator[Check]:
    groups: dict[tuple[str, ...], list[Statistic]] = defaultdict(list)
    for statistic in statistics:
        if statistic.item and len(statistic.item) >= _SHORTEST_ITEM and statistic.value is not None:
            period = statistic.period.text if statistic.period else ""
            place = (statistic.item, statistic.unit or "", str(statistic.change), period, str(statistic.action))
            groups[place].append(statistic)
    for group in groups.values():
        near = [(first, second) for k, second in enumerate(group) for first in group[max(0, k - _MOST_COMPARED) : k]]
        for first, second in near:
            same = first.value == second.value
            if same and first.qualifier is second.qualifier:
                yield Check("repeated", f"{first.text} / {second.text}", (first.span, second.span))
            elif not same and _contradict(first, second):
                yield Check("contradiction", f"{first.text} / {second.text}", (first.span, second.span))
