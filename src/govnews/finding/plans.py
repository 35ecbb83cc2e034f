"""Finds the paragraphs that say what is to be done: rows of bare verbs, as work reports print their plans."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from govnews import reference
from govnews.reference import PlanRole
from govnews.spans import Span
from govnews.table_files import per_reference

_PARAGRAPH = re.compile("[^\n\f]+")
_SENTENCE = re.compile("[^。；;]*[^。；; 　][^。；;]*")
_FEWEST = 3  # sentences of a paragraph that decides for itself
_SHARE = 0.7  # of its sentences, at least, begin with a bare verb
_SHORTEST = 24  # characters; a shorter line is a heading and neither a plan nor the end of one


@per_reference
def _pattern(role: PlanRole) -> re.Pattern[str]:
    return re.compile("|".join(row.pattern for row in reference.plan_cues() if row.role is role))


@per_reference
def _opened() -> re.Pattern[str]:
    """A sentence that begins with a bare verb."""
    return re.compile(f"[。；;\n\f][ 　]*(?:{_pattern(PlanRole.OPENING).pattern})")


def find_plans(text: str) -> list[Span]:
    r"""The paragraphs of `text` that plan, in order.

    A paragraph plans if its sentences begin with verbs and none says that something was done; one beside it, if its
    first sentence does so.

    >>> text = "完善服务体系。新建社区食堂30家。推动养老服务提质，培训护理员2000人。\n去年建成食堂20家。"
    >>> [span.of(text)[:6] for span in find_plans(text)]
    ['完善服务体系']
    """
    opened = [0] * (_pattern(PlanRole.OPENING).match(text.lstrip(" 　")) is not None)
    opened += [match.end() - 1 for match in _opened().finditer(text)]
    if not any(_on_one_line(text, first, third) for first, third in zip(opened, opened[_FEWEST - 1 :], strict=False)):
        return []
    paragraphs = [Span(*match.span()) for match in _PARAGRAPH.finditer(text) if len(match[0]) >= _SHORTEST]
    plans = [_plans(text, span, opened) for span in paragraphs]
    likely = [not known and _goes_with_plans(text, span) for span, known in zip(paragraphs, plans, strict=True)]
    order = range(len(paragraphs))
    for steps in (pairwise(order), pairwise(reversed(order))):
        for i, k in steps:
            between = text[min(paragraphs[i].end, paragraphs[k].end) : max(paragraphs[i].start, paragraphs[k].start)]
            plans[k] = plans[k] or (plans[i] and likely[k] and "\f" not in between)
    return [span for span, plan in zip(paragraphs, plans, strict=True) if plan]


def _on_one_line(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) < 0 and text.find("\f", start, end) < 0


def _plans(text: str, span: Span, opened: list[int]) -> bool:
    """Whether most sentences of a paragraph begin with bare verbs, and nothing says that something was done."""
    count = bisect_left(opened, span.end) - bisect_left(opened, span.start)
    return (
        count >= _FEWEST * _SHARE
        and _FEWEST <= len(_SENTENCE.findall(text, span.start, span.end)) <= count / _SHARE
        and not _pattern(PlanRole.DONE).search(text, span.start, span.end)
        and not _goes_on(text, span)
    )


def _goes_on(text: str, span: Span) -> bool:
    return _pattern(PlanRole.DONE_FOR_CERTAIN).search(text, span.start, span.end) is not None


def _goes_with_plans(text: str, span: Span) -> bool:
    first = text[span.start : span.end].strip(" 　")
    return _pattern(PlanRole.OPENING).match(first) is not None and not _goes_on(text, span)
