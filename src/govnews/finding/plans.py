"""Finds the paragraphs that say what is to be done: rows of bare verbs, as work reports print their plans."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from govnews import reference
from govnews.reference import PlanRole
from govnews.spans import Span

_PARAGRAPH = re.compile("[^\n\f]+")
_SENTENCE_START = re.compile("(?:^|[。；;])[ 　]*(?=[^ 　。；;])")
_FEWEST = 3  # sentences of a paragraph that decides for itself
_SHARE = 0.7  # of its sentences, at least, begin with a bare verb
_SHORTEST = 24  # characters; a shorter line is a heading and neither a plan nor the end of one


@cache
def _pattern(role: PlanRole) -> re.Pattern[str]:
    return re.compile("|".join(row.pattern for row in reference.plan_cues() if row.role is role))


def find_plans(text: str) -> list[Span]:
    r"""The paragraphs of `text` that plan, in order.

    A paragraph plans if its sentences begin with verbs and none says that something was done; one beside it, if its
    first sentence does so.

    >>> text = "完善服务体系。新建社区食堂30家。推动养老服务提质，培训护理员2000人。\n去年建成食堂20家。"
    >>> [span.of(text)[:6] for span in find_plans(text)]
    ['完善服务体系']
    """
    opening = _pattern(PlanRole.OPENING)
    paragraphs: list[Span] = []
    plans: list[bool] = []
    likely: list[bool] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        if end - start < _SHORTEST:
            continue
        first = _SENTENCE_START.match(match[0])
        opens = first is not None and opening.match(text, start + first.end()) is not None
        goes = opens and not _pattern(PlanRole.DONE_FOR_CERTAIN).search(text, start, end)
        paragraphs.append(Span(start, end))
        plans.append(_plans(match[0], opens=opens))
        likely.append(goes and not plans[-1])
    if not any(plans):
        return []
    order = range(len(paragraphs))
    for steps in (pairwise(order), pairwise(reversed(order))):
        for i, k in steps:
            between = text[min(paragraphs[i].end, paragraphs[k].end) : max(paragraphs[i].start, paragraphs[k].start)]
            plans[k] = plans[k] or (plans[i] and likely[k] and "\f" not in between)
    return [span for span, plan in zip(paragraphs, plans, strict=True) if plan]


def _plans(paragraph: str, *, opens: bool) -> bool:
    """Whether most sentences of a paragraph begin with bare verbs, and nothing says that something was done."""
    starts = [match.end() for match in _SENTENCE_START.finditer(paragraph)]
    if len(starts) < _FEWEST:
        return False
    opening = _pattern(PlanRole.OPENING)
    count = opens + sum(opening.match(paragraph, start) is not None for start in starts[1:])
    return (
        count >= _SHARE * len(starts)
        and not _pattern(PlanRole.DONE).search(paragraph)
        and not _pattern(PlanRole.DONE_FOR_CERTAIN).search(paragraph)
    )
