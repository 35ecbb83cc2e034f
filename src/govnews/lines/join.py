"""Joins the lines that a fixed width, a column's end or a page break cut in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from govnews.lines.layout import Layout, Line, layout, split
from govnews.models import BlockKind
from govnews.spans import Edit, Span

_LATIN_END = re.compile("[A-Za-z]$")
_LATIN_START = re.compile("[A-Za-z]")
_HYPHENATED = re.compile("[a-z]-$")
_LONG = 24  # a line in mid-sentence that is shorter is a title, a verse or an item of a list
_CUT = 30  # with two marks inside, a line of that length is running text and no title
_INNER = re.compile("[，。；：,;]")
_OPENS_NEW = re.compile(
    "[■□●◆▲※★①-⑳—]|本报讯|[（(]?(?:本报|新华社|中新社)[^，。]{0,12}[电讯]|据[^，。]{2,10}[消息报道]"
)
_HEAD_ENDS = ("摄", "摄影", "报道", "供图", "文/图")


def join_edits(text: str) -> list[Edit]:
    r"""The edits that join the broken lines of `text`: each takes away a line end with the blanks around it.

    >>> text = "会议要求，要加强组织领导，健全工作机制，压紧压实责任，切实提升工作质效。要大\\n\\n力宣传工作中的举措。"
    >>> [edit.rule for edit in join_edits(text)]
    ['join-mid-sentence']
    """
    lines = split(text)
    page = layout(lines)
    edits = []
    for line, following in pairwise(lines):
        rule = continues(line, following, page)
        if rule and "\f" not in text[line.span.end : following.span.start]:
            edits.append(_joined(text, line, following, rule))
    return edits


def continues(line: Line, following: Line, page: Layout) -> str | None:
    """The rule by which `following` continues the sentence or paragraph of `line`, `None` if it does not."""
    if line.cue is not None or following.cue is not None:
        return None
    if _OPENS_NEW.match(following.text) or line.text.endswith(_HEAD_ENDS):
        return None
    if page.width is not None:
        return _continues_wrapped(line, following, page)
    return _continues_cut(line, following, page)


def _continues_wrapped(line: Line, following: Line, page: Layout) -> str | None:
    """Lines broken at a width: a full line goes on in the next one, a short one ends its paragraph."""
    assert page.width is not None
    if following.indent > line.indent and following.indent and (page.indented or line.indent == 0):
        return None
    if line.columns + line.indent * 2 < page.width - 3:
        return None
    if following.gap > page.gap and line.closes:
        return None
    if line.closes and not page.indented:
        # Nothing tells whether a full line that ends a sentence ends its paragraph; most often it does.
        return None
    return "join-width"


def _continues_cut(line: Line, following: Line, page: Layout) -> str | None:
    """Lines that are paragraphs: one that stops in mid-sentence was cut at a column's or a page's end."""
    if line.closes or len(line.text) < _LONG or line.text.endswith(("：", ":", "——", "；", ";")):
        return None
    if page.indented and following.indent:
        return None
    if line.is_item or not (line.is_prose or (len(line.text) >= _CUT and len(_INNER.findall(line.text)) > 1)):
        return None
    tail, head = line.text[-1], following.text[0]
    if tail.isdigit() and (head.isdigit() or head in "%％.个"):
        return "join-number"
    return "join-mid-sentence" if following.is_prose else None


def _joined(text: str, line: Line, following: Line, rule: str) -> Edit:
    span = Span(line.span.end, following.span.start)
    if _HYPHENATED.search(line.text) and following.text[:1].islower():
        return Edit(Span(span.start - 1, span.end), "", f"{rule}-hyphen")
    latin = _LATIN_END.search(line.text) and _LATIN_START.match(following.text)
    return Edit(span, " " if latin else "", rule)


def is_split_around(line: Line, between: Sequence[Line], following: Line, page: Layout) -> bool:
    """Whether `following` goes on with `line` behind the running heads that stand `between` them."""
    return all(head.cue is BlockKind.PAGE_HEAD for head in between) and continues(line, following, page) is not None
