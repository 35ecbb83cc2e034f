"""Finds the paragraphs that say what is to be done: rows of bare verbs, as work reports print their plans."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from govnews import reference
from govnews.reference import PlanRole
from govnews.spans import Span
from govnews.table_files import per_reference

# 二、2025年主要目标和重点工作: a line of its own, numbered or not
_LINE = re.compile("[\n\f]([^\n\f。！？；;：:，,]{2,48}+)(?=[\n\f]|\\Z)")
_HEADING = re.compile(
    "[ 　]*(?P<number>(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:部分|、)"
    "|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、])[ 　]*)?(?P<title>.*?)[ 　]*"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年度?(?![初底末]?[0-9至到—-]))")
_ONE_PAGE = re.compile("\f")
# What stands in front of the year in the first sentence: a title, the line of the reporter.
_FIRST_YEAR = re.compile("[^。！？\f]{0,120}?(?:(?<=[\n　（）()：:])|(?<![^\f]))(?P<year>(?:19|20)[0-9]{2}年)，")
# The heading stands in the line of its first paragraph: 一、2024年工作回顾 过去一年，…
_RUN_IN = re.compile(
    "(?:(?<=[\n\f])|\\A)[ 　]*(?:[一二三四五六七八九十]{1,3}、)?(?P<year>(?:19|20)[0-9]{2}年)度?"
    "[^，,。；;\n\f0-9]{0,8}?(?:回顾|总结)"
)
_UNNUMBERED = 4
_PARAGRAPH = re.compile("[^\n\f]+")
_SENTENCE = re.compile("[^。；;]*[^。；; 　][^。；;]*")
_ENUMERATOR = "(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]是)?"  # （一）聚力扩大投资
_WHOLE_SENTENCE = re.compile("[^。！？\n\f]+")
_COMPARES = re.compile("同比|环比")
_MOST = 200  # headings behind one that are looked at for the end of its part
_FEWEST = 3  # sentences of a paragraph that decides for itself
_SHARE = 0.7  # of its sentences, at least, begin with a bare verb
_SHORTEST = 24  # characters; a shorter line is a heading and neither a plan nor the end of one


@per_reference
def _pattern(role: PlanRole) -> re.Pattern[str]:
    return re.compile("|".join(row.pattern for row in reference.plan_cues() if row.role is role))


@per_reference
def _opened() -> re.Pattern[str]:
    """A sentence that begins with a bare verb."""
    return re.compile(f"[。；;\n\f][ 　]*{_ENUMERATOR}(?:{_pattern(PlanRole.OPENING).pattern})")


@frozen
class Part:
    """A part of a text under a heading that says what it holds."""

    span: Span
    """From the heading's end on."""
    plans: bool
    """Whether it says what is to be done; otherwise it looks back."""
    year: str | None
    """The one year that the heading names: 2024年."""


def find_parts(text: str) -> list[Part]:
    r"""The parts of `text` whose headings say that they plan or look back, in order.

    A part ends with the next heading that is numbered in the same way or higher up, one without a number with any
    other heading; a form feed ends them all.

    >>> text = "一、2024年工作回顾\n建成食堂20家。\n二、2025年重点任务\n（一）惠民生。新建食堂30家。"
    >>> [(part.span.of(text).strip()[:6], part.plans, part.year) for part in find_parts(text)]
    [('建成食堂20', False, '2024年'), ('（一）惠民生', True, '2025年')]
    """
    review, plan = _pattern(PlanRole.LOOKS_BACK), _pattern(PlanRole.HEADING)
    found: list[tuple[int, int, int, bool | None, str | None]] = []
    lines = list(_LINE.finditer("\n" + text))
    titles = "\n".join(match[1] for match in lines)
    if plan.search(titles) is None and review.search(titles) is None:
        return []
    for match in lines:
        heading = _HEADING.fullmatch(match[1])
        assert heading is not None  # any line is one, with or without a number
        title = heading["title"]
        plans = False if review.search(title) else True if plan.fullmatch(title) else None
        years = _YEAR.findall(title)
        year = years[0] + "年" if len(years) == 1 else None
        found.append((match.start(), match.end() - 1, _level(heading["number"]), plans, year))
    if all(plans is None for _, _, _, plans, _ in found):
        return []
    pages = [*(match.start() for match in _ONE_PAGE.finditer(text)), len(text)]
    parts = []
    for i, (_, end, level, plans, year) in enumerate(found):
        if plans is None:
            continue
        page = pages[bisect_left(pages, end)]
        closing = next((start for start, _, other, _, _ in found[i + 1 : i + _MOST] if other <= level), page)
        parts.append(Part(Span(end, min(closing, page)), plans, year))
    return parts


def _level(number: str | None) -> int:
    if number is None:
        return _UNNUMBERED
    return 1 if number[0] not in "（(0123456789" else 2 if number[0] in "（(" else 3


def years_of(text: str, parts: Sequence[Part]) -> list[tuple[int, str]]:
    """Where a year begins to be the one that 全年 means, and which; an empty one where none does.

    It is named by the heading of the part, or by the first sentence of the page (2024年，我们…).
    """
    if "全年" not in text:
        return []
    years = []
    for start in (0, *(match.end() for match in _ONE_PAGE.finditer(text))):
        years.append((start, ""))
        match = _FIRST_YEAR.match(text, start)
        if match is not None:
            years.append((match.end(), match["year"]))
    years += [(match.end(), match["year"]) for match in _RUN_IN.finditer(text)]
    for part in parts:
        if part.year is not None:
            years += [(part.span.start, part.year), (part.span.end, "")]
    return sorted(years)


def find_plans(text: str, parts: Sequence[Part] = ()) -> list[Span]:
    r"""The paragraphs of `text` that plan, in order, and the sentences of the `parts` that do.

    A paragraph plans if its sentences begin with verbs and none says that something was done; one beside it, if its
    first sentence does so.

    >>> text = "完善服务体系。新建社区食堂30家。推动养老服务提质，培训护理员2000人。\n去年建成食堂20家。"
    >>> [span.of(text)[:6] for span in find_plans(text)]
    ['完善服务体系']
    """
    under = [sentence for part in parts if part.plans for sentence in _to_do(text, part.span)]
    paragraphs = _bare_paragraphs(text)
    return under if not paragraphs else _united(under, paragraphs)


def _to_do(text: str, part: Span) -> Iterator[Span]:
    """The sentences of a part that plans, but those that say what was done so far."""
    done = _pattern(PlanRole.DONE_FOR_CERTAIN)
    for match in _WHOLE_SENTENCE.finditer(text, part.start, part.end):
        if not done.search(text, *match.span()) and not _COMPARES.search(text, *match.span()):
            yield Span(*match.span())


def _united(sentences: Sequence[Span], paragraphs: Sequence[Span]) -> list[Span]:
    """Both, in order and without overlap; a sentence in a paragraph that plans is in it."""
    ends = [span.end for span in paragraphs]
    own = []
    for span in sentences:
        k = bisect_left(ends, span.end)
        if k == len(ends) or paragraphs[k].start >= span.end:
            own.append(span)
    return sorted([*own, *paragraphs], key=lambda span: span.start)


def _bare_paragraphs(text: str) -> list[Span]:
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
