"""Joins the lines that a fixed width, a column's end or a page break cut in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from govnews.lines.layout import Layout, Line, pages, split
from govnews.models import BlockKind
from govnews.spans import Edit, Span
from govnews.words import words

_LATIN_END = re.compile("[A-Za-z]$")
_LATIN_START = re.compile("[A-Za-z]")
_HYPHENATED = re.compile("[a-z]-$")
_UNBROKEN = re.compile(r"[0-9A-Za-z.,%]+")
_INNER = re.compile("[，。；：,;]")
_OPENS_NEW = re.compile(
    "[■□●◆▲※★①-⑳—]|本报讯|[（(]?(?:本报|新华社|中新社)[^，。]{0,12}[电讯]|据[^，。]{2,10}[消息报道]"
)
_BYLINE = re.compile("[■□●◆▲※★]|(?:本报|新华社|全媒体|见习|实习|特约)?(?:记者|通讯员|实习生)[ 　:：]")
_HEAD_ENDS = ("摄", "摄影", "报道", "供图", "文/图")
# What no line begins with and what none ends with, if it is whole.
_NEVER_FIRST = frozenset("，。、；：？！,;:?!”’）)》】％%…")
_NEVER_LAST = frozenset("，、（(“‘《【")
_BEHIND_DIGITS = frozenset("%％.年月日时分个多余万亿人名家户件项元小")
_WANTS_MORE = ("是", "有", "来自", "为", "使", "让", "将", "把", "被", "和", "与")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
_VERSE = 20  # of two lines this short neither is cut: they are verse, a list, a title over two lines
_LONG = 24  # a line in mid-sentence that is longer is no title
_WINDOW = 8  # characters to either side of a line end in which a word may have been cut


def join_edits(text: str) -> list[Edit]:
    r"""The edits that join the broken lines of `text`: each takes away a line end with the blanks around it.

    >>> text = "会议要求，要加强组织领导，健全工作机制，抓好任务分解，确保各项部署落地。要广\n\n泛发动居民群众参与。"
    >>> [edit.rule for edit in join_edits(text)]
    ['join-mid-sentence']
    """
    edits = []
    for lines, page in pages(split(text)):
        first = True
        for line, following in pairwise(lines):
            rule = continues(line, following, page, first=first)
            if rule:
                edits.append(_joined(text, line, following, rule))
            first = rule is None
    return edits


def continues(line: Line, following: Line, page: Layout, *, first: bool = True) -> str | None:
    """The rule by which `following` continues the paragraph of `line`, `None` if it does not.

    `first` says whether `line` begins its paragraph.
    """
    if line.cue is not None or following.cue is not None:
        return None
    if _OPENS_NEW.match(following.text) or _BYLINE.match(line.text) or line.text.endswith(_HEAD_ENDS):
        return None
    if page.width is not None:
        return _continues_wrapped(line, following, page, page.width, first)
    return _continues_cut(line, following, page, first)


def _continues_wrapped(line: Line, following: Line, page: Layout, width: int, first: bool) -> str | None:
    """Lines broken at a width: a full line goes on in the next one, a short one ends its paragraph."""
    if page.indented and following.indent:
        return None
    # What cannot be broken leaves its line short: a number, a Latin word.
    token = _UNBROKEN.match(following.text)
    room = 3 + (token.end() if token else 0)
    # The first line of a paragraph whose blanks an extraction lost is short by an indent.
    lost = 4 if first and not page.indented and not line.closes else 0
    if line.text.endswith(("：", ":")) and line.columns < width - 2:
        return None
    if line.columns + 2 * line.indent < width - lost - room:
        return None
    if following.gap and line.closes:
        return None
    if line.closes and not page.indented and not (page.lost and following.columns >= width - 2):
        # Nothing tells whether a full line that ends a sentence ends its paragraph; most often it does. Where the
        # first lines of paragraphs lack an indent, a line as wide as the page is none of them.
        return None
    return "join-width"


def _continues_cut(line: Line, following: Line, page: Layout, first: bool) -> str | None:
    """Lines that are paragraphs: one that stops in mid-sentence was cut at a column's or a page's end."""
    if page.indented:
        if following.indent:
            return None
        # A heading between two paragraphs has no blanks either, but it ends as no sentence ends.
        if following.gap == 0 and (line.indent or line.is_prose) and (following.closes or not line.closes):
            return "join-unindented"  # every paragraph of the page begins with blanks, this line does not
    if line.closes or line.is_item or following.is_item:
        return None
    tail, head = line.text[-1], following.text[0]
    marked = _INNER.search(line.text) is not None
    runs_on = following.is_prose or _INNER.search(following.text) is not None
    if tail.isdigit() and (head.isdigit() or head in _BEHIND_DIGITS) and (marked or line.is_prose) and runs_on:
        return "join-number"
    if max(len(line.text), len(following.text)) < _VERSE:
        return None
    if head in _NEVER_FIRST or tail in _NEVER_LAST:
        return "join-mark"
    if line.text.endswith(("：", ":", "——", "；", ";")):
        return None
    if any(line.text.count(a) > line.text.count(b) and b in following.text for a, b in _PAIRS):
        return "join-pair"
    if not first:
        return "join-open-paragraph"  # what was joined to it did not end the sentence either
    if not runs_on:
        return None
    if len(line.text) >= _LONG and len(_INNER.findall(line.text)) > (0 if line.is_prose else 1):
        return "join-mid-sentence"
    return _cut_within(line.text, following.text) if marked or following.is_prose else None


def _cut_within(line: str, following: str) -> str | None:
    """What shows that a sentence goes on over the line end: a word in two, a word that wants another behind it."""
    left, right = line[-_WINDOW:], following[:_WINDOW]
    whole, first, second = (words(part, 0, len(part)) for part in (left + right, left, right))
    if first[-1].kind in "puc" or left.endswith(_WANTS_MORE):
        return "join-open-word"  # 来自|非洲的农产品, 是辽宁|深化改革
    if second[0].kind == "u":
        return "join-open-word"  # 开发区|的企业
    if len(whole) < len(first) + len(second) and _INNER.search(line):
        return "join-word"  # 运营管|理系统
    return None


def _joined(text: str, line: Line, following: Line, rule: str) -> Edit:
    span = Span(line.span.end, following.span.start)
    if _HYPHENATED.search(line.text) and following.text[:1].islower():
        return Edit(Span(span.start - 1, span.end), "", f"{rule}-hyphen")
    latin = _LATIN_END.search(line.text) and _LATIN_START.match(following.text)
    return Edit(span, " " if latin else "", rule)


def is_split_around(line: Line, between: Sequence[Line], following: Line, page: Layout) -> bool:
    """Whether `following` goes on with `line` behind the running heads that stand `between` them."""
    return all(head.cue is BlockKind.PAGE_HEAD for head in between) and continues(line, following, page) is not None
