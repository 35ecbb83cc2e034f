"""Finds the paragraphs that say what is to be done: rows of bare verbs, as work reports print their plans."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from govnews import reference
from govnews.reference import PlanRole
from govnews.spans import Span

_SENTENCE = re.compile("[^。；;\n]+")
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
    if not _pattern(PlanRole.OPENING).search(text):
        return []
    paragraphs = [span for span in _paragraphs(text) if len(span) >= _SHORTEST]
    plans = [_plans(text, span) for span in paragraphs]
    likely = [not known and _goes_with_plans(text, span) for span, known in zip(paragraphs, plans, strict=True)]
    order = range(len(paragraphs))
    for steps in (pairwise(order), pairwise(reversed(order))):
        for i, k in steps:
            between = text[min(paragraphs[i].end, paragraphs[k].end) : max(paragraphs[i].start, paragraphs[k].start)]
            plans[k] = plans[k] or (plans[i] and likely[k] and "\f" not in between)
    return [span for span, plan in zip(paragraphs, plans, strict=True) if plan]


def _paragraphs(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer("[^\n\f]+", text)]


def _plans(text: str, span: Span) -> bool:
    if _pattern(PlanRole.DONE).search(text, span.start, span.end) or _goes_on(text, span):
        return False
    count = opening = 0
    for sentence in _SENTENCE.finditer(text, span.start, span.end):
        bare = sentence[0].strip(" 　")
        if bare:
            count += 1
            opening += _pattern(PlanRole.OPENING).match(bare) is not None
    return count >= _FEWEST and opening >= _SHARE * count


def _goes_on(text: str, span: Span) -> bool:
    return _pattern(PlanRole.DONE_FOR_CERTAIN).search(text, span.start, span.end) is not None


def _goes_with_plans(text: str, span: Span) -> bool:
    first = text[span.start : span.end].strip(" 　")
    return _pattern(PlanRole.OPENING).match(first) is not None and not _goes_on(text, span)
