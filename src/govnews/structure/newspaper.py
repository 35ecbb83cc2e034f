"""Reads a newspaper page, article after article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from govnews.lines.layout import Layout, Line, comes_from_afar
from govnews.models import BlockKind, Byline
from govnews.structure.builder import Builder
from govnews.structure.bylines import (
    bare_names,
    parse_byline,
    parse_credit,
    parse_dateline,
    parse_sign_off,
    parse_speaker,
)
from govnews.structure.metadata import read_metadata
from govnews.structure.titles import Piece, column_tag, has_bulleted_column, names_unit, read_title_block

_APART = (BlockKind.PAGE_HEAD, BlockKind.METADATA, BlockKind.SHARE)
_MOST_TITLE_LINES = 4
# 江苏泰州市　张先生 below a reader's letter
_READER = re.compile("[一-龥]{2,8}[省市区县州盟旗镇乡][ 　\xa0]{1,3}[一-龥]{2,4}")
_ADDRESS = re.compile("邮箱[：:]|[\\w.]+@[\\w.]+$|电话[：:]|(?:相关报道|全文)见第")
_HALVES = re.compile("[一-龥”][ 　]{1,3}[一-龥“]")
_STANDING = frozenset(
    ("图片报道", "图片新闻", "新闻速递", "简讯", "短讯", "致读者", "征集", "来论", "公告", "启事", "声明")
)
_SHORT_LINE, _LONG_LINE = 7, 11  # characters of the two lines of a title, at least
_SIGNED = re.compile("—+[ 　]*(?:编[ 　]*者|本报编辑部|记[ 　]*者)")
_ANNOUNCES = re.compile("本报(?:今起|即日起|特|将)?|今起|即日起|推出|开设|栏目|专栏|敬请(?:关注|垂注)|系列报道")


def read_newspaper(builder: Builder, lines: Sequence[Line], page: Layout) -> None:
    """Fill `builder` with the articles of `lines`."""
    lines, footer = _without_footer(lines)
    texts = [line for line in lines if line.cue is not BlockKind.PAGE_HEAD]
    builder.halves = frozenset(a.start for a, b in pairwise(texts) if b.start in builder.bridges)
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.cue is BlockKind.PAGE_HEAD:
            i = _page_heads(builder, lines, i)
            continue
        if line.cue is BlockKind.SHARE:
            builder.furniture(line, BlockKind.SHARE, line.cue_rule)
            i += 1
            continue
        if line.cue is BlockKind.METADATA and builder.has_article:
            read_metadata(builder, line)  # 信息来源：… below the text
            i += 1
            continue
        if _is_body(builder, line):
            _body_line(builder, lines, i, page)
            i += 1
            continue
        stop = i
        while stop < len(lines) and not _is_body(builder, lines[stop]) and (stop == i or lines[stop].cue not in _APART):
            stop += 1
            if lines[stop - 1].cue is BlockKind.EDITOR_NOTE:
                stop = _note_end(builder, lines, stop)
        _head(builder, lines, i, stop, page)
        i = stop
    for line in footer:
        builder.furniture(line, BlockKind.FOOTER, line.cue_rule)


def _without_footer(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines, and those of a digital newspaper's footer; an address alone ends a notice."""
    stop = len(lines)
    while stop and lines[stop - 1].cue is BlockKind.FOOTER:
        stop -= 1
    if any(line.cue_rule == "web-copyright" for line in lines[stop:]):
        return lines[:stop], lines[stop:]
    return lines, ()


def _page_heads(builder: Builder, lines: Sequence[Line], i: int) -> int:
    """Running heads; a paragraph that goes on behind them stays one."""
    stop = i
    afar = False
    while stop < len(lines) and lines[stop].cue is BlockKind.PAGE_HEAD:
        afar = afar or comes_from_afar(lines[stop], headed=stop > i)
        builder.furniture(lines[stop], BlockKind.PAGE_HEAD, lines[stop].cue_rule)
        stop += 1
    if afar and builder.has_article and not builder.single and builder.drafts[-1].has_prose and stop < len(lines):
        builder.column = None
        if _is_body(builder, lines[stop]):
            builder.begin()
        return stop
    if not (i > 0 and stop < len(lines) and builder.has_article):
        return stop
    return stop + 1 if lines[stop].start in builder.bridges and builder.continued(lines[stop]) else stop


def _is_body(builder: Builder, line: Line) -> bool:
    if line.start in builder.halves:
        return True
    if line.cue in (BlockKind.EDITOR_NOTE, *_APART):
        return False
    if line.cue is BlockKind.PARAGRAPH:
        return True
    if line.cue is BlockKind.FOOTER and builder.has_article and builder.drafts[-1].has_prose:
        return True  # 地址：… at the end of a notice
    if line.is_prose:
        return parse_byline(line.text) is None
    if parse_dateline(line.text) is not None:
        return True
    return parse_credit(line.text) is not None


def _body_line(builder: Builder, lines: Sequence[Line], i: int, page: Layout) -> None:
    line = lines[i]
    credited = parse_credit(line.text, line.span.start)
    if credited is not None and credited.start == 0:
        if not builder.has_article:
            builder.begin()
        if builder.last_is_caption(credited.bylines):
            builder.add(BlockKind.CAPTION, line.span, "credit-line", article=builder.current)
        else:
            builder.drafts[-1].bylines += credited.bylines
            builder.add(BlockKind.BYLINE, line.span, "credit", article=builder.current)
        return
    if not builder.has_article or (not builder.single and _opens_photo(builder, lines, i, page)):
        builder.begin()
    builder.paragraph(line)


def _opens_photo(builder: Builder, lines: Sequence[Line], i: int, page: Layout) -> bool:
    """Whether a caption stands apart from the article above: a wider gap, its credit at its end or below."""
    line = lines[i]
    if i == 0 or line.gap <= page.gap or not _is_body(builder, lines[i - 1]):
        return False
    if parse_credit(line.text) is not None:
        return True
    following = lines[i + 1] if i + 1 < len(lines) else None
    if following is None:
        return False
    credited = parse_credit(following.text)
    return credited is not None and credited.start == 0


def _note_end(builder: Builder, lines: Sequence[Line], start: int) -> int:
    """Where the paragraphs of an editor's note end whose head stands before `start`."""
    stop = start
    while stop < len(lines) and _is_body(builder, lines[stop]):
        stop += 1
    if lines[start - 1].cue_rule == "note-summary":
        return min(stop, start + 1)  # what the story says, in one paragraph
    # A note in front of a column ends where the next title begins; one below a title runs into the story,
    # and ends with the paragraph that says what the paper is about to print.
    behind = lines[stop : stop + 3]
    titled = any(parse_byline(line.text) for line in behind) or any(line.indent == 0 for line in behind[:1])
    if stop - start <= 3 and titled:
        return stop
    for i in range(start, min(stop, start + 5)):
        if _ANNOUNCES.search(lines[i].text):
            return i + 1
    return min(stop, start + 1)


def _head(builder: Builder, lines: Sequence[Line], start: int, stop: int, page: Layout) -> None:
    """Lines that are no prose: the head of the next article, or headings and lists of this one."""
    run = lines[start:stop]
    bylines = {
        k: found for k, line in enumerate(run) if (found := parse_byline(line.text, line.span.start)) is not None
    }
    following = lines[stop] if stop < len(lines) else None
    bylines |= speakers(run, following)
    above = lines[start - 1] if start else None
    opens = _where_article_opens(builder, run, bylines, above, following, page)
    if opens is None and _titles_photo(builder, lines, start, stop, page) and not bylines:
        opens = 0
    inner = run if opens is None else run[:opens]
    goes_on = opens is None and following is not None
    _inside(builder, inner, {k: v for k, v in bylines.items() if k < len(inner)}, goes_on=goes_on)
    if opens is None:
        return
    builder.begin()
    rest = run[opens:]
    notes = [k for k, line in enumerate(rest) if line.cue is BlockKind.EDITOR_NOTE]
    if notes:
        _with_note(builder, rest, notes[0], {k - opens: v for k, v in bylines.items() if k >= opens}, page)
        return
    parted = following is not None and following.gap > 0
    _titles(builder, rest, {k - opens: v for k, v in bylines.items() if k >= opens}, page, parted=parted)


def speakers(run: Sequence[Line], following: Line | None) -> dict[int, tuple[Byline, ...]]:
    """Who speaks, on a line beside the one that says where and when, or above 各位代表："""
    found: dict[int, tuple[Byline, ...]] = {}
    for k, line in enumerate(run):
        around = [run[k - 1] if k else None, run[k + 1] if k + 1 < len(run) else following]
        beside = any(other is not None and other.cue_rule.startswith("speech-") for other in around)
        if k and beside and line.cue is None and (speaker := parse_speaker(line.text, line.span.start)) is not None:
            found[k] = (speaker,)
    return found


def _titles_photo(builder: Builder, lines: Sequence[Line], start: int, stop: int, page: Layout) -> bool:
    """Whether one or two lines are the title of a picture that stands alone: a caption with its credit, and no more."""
    if builder.single or not builder.has_article or not builder.drafts[-1].has_prose or stop - start > 2:
        return False
    if any(line.is_item or not _may_open(line, page) for line in lines[start:stop]):
        return False
    if lines[start].gap < max(1, page.gap) or stop >= len(lines):
        return False
    credited, behind = parse_credit(lines[stop].text), stop + 1
    if credited is None and behind < len(lines):
        credited, behind = parse_credit(lines[behind].text), behind + 1
        if credited is not None and credited.start:
            return False
    if credited is None:
        return False
    return behind == len(lines) or not _is_body(builder, lines[behind])


def _titles(
    builder: Builder,
    lines: Sequence[Line],
    bylines: dict[int, tuple[Byline, ...]],
    page: Layout,
    *,
    column_known: bool = False,
    parted: bool = False,
) -> None:
    first = min(bylines, default=len(lines))
    # Titles stand at the edge or in the middle; what begins as paragraphs do is a heading of the text.
    edge = next((k for k in range(1, first) if page.sets_as_body(lines[k])), first)
    if page.sets_as_body(lines[0]):
        edge, column_known = first, True
    builder.title_block(read_title_block(lines[:edge], column_known=column_known, parted=parted))
    for k in range(edge, len(lines)):
        if k in bylines:
            builder.byline(lines[k].span, bylines[k], "byline-line")
        elif lines[k].cue is BlockKind.SUBTITLE:
            builder.title_block([Piece(BlockKind.SUBTITLE, lines[k].span, lines[k].cue_rule)])
        elif lines[k].text.startswith("—") and k > first:
            builder.add(BlockKind.SUBTITLE, lines[k].span, "subtitle-dash", article=builder.current)
        else:
            builder.add(BlockKind.HEADING, lines[k].span, "heading-below-title", article=builder.current)


def _with_note(
    builder: Builder, lines: Sequence[Line], note: int, bylines: dict[int, tuple[Byline, ...]], page: Layout
) -> None:
    """A head with an editor's note: column, note, title; or title, note."""
    close = note + 1
    while close < len(lines) and _is_body(builder, lines[close]):
        close += 1
    above, below = lines[:note], lines[close:]
    if below:
        # What stands above the note of a column is its head.
        for line in above:
            builder.title_block([*_column(line)])
        builder.note(lines[note:close])
        _titles(builder, below, {k - close: v for k, v in bylines.items() if k >= close}, page, column_known=True)
    else:
        if above:
            _titles(builder, above, {k: v for k, v in bylines.items() if k < note}, page)
        builder.note(lines[note:close])


def _column(line: Line) -> list[Piece]:
    return [Piece(BlockKind.COLUMN, line.span, "column-above-note")]


def _where_article_opens(
    builder: Builder,
    run: Sequence[Line],
    bylines: dict[int, tuple[Byline, ...]],
    above: Line | None,
    following: Line | None,
    page: Layout,
) -> int | None:
    """Index in `run` of the first line of the next article's head, `None` if no article begins there."""
    if not builder.has_article:
        return 0
    if builder.single or not builder.drafts[-1].has_prose:
        return None
    heads = [k for k, line in enumerate(run) if line.cue is BlockKind.COLUMN]
    if heads:
        return heads[0]
    if page.indented:
        # A story in parts has titles and bylines of its own within: they are set as its paragraphs are.
        edges = [k for k in range(len(run)) if not page.sets_as_body(run[k])]
        if not edges:
            return None
    notes = [k for k, line in enumerate(run) if line.cue is BlockKind.EDITOR_NOTE]
    if notes:
        return _at_edge(run, max(0, notes[0] - _MOST_TITLE_LINES), page)
    titled = [k for k in bylines if k > 0]
    if titled:
        return _at_edge(run, _back_over_title(run, titled[0], bylines, page), page)
    candidates = [k for k, line in enumerate(run) if k not in bylines and _may_open(line, page)]
    if not candidates:
        return None
    if following is not None and parse_dateline(following.text) is not None:
        return _back_over_title(run, len(run), bylines, page)
    first = candidates[0]
    before = run[first - 1] if first else above
    if before is not None and _is_signed(before) and not page.sets_as_body(run[first]):
        return first
    # Where no blank lines part the articles only their heads can say it.
    unparted = page.gap == 0 and not (page.indented and page.parted)
    if unparted and ((before is not None and _ends_article(before)) or _says_title(run[first:])):
        return first
    for k in candidates:
        line = run[k]
        if page.indented and line.indent == 0 and (line.gap > page.gap or column_tag(line.text)):
            return k
        if not page.indented and line.gap > page.gap and (following is not None or len(run) - k > 1):
            return k
    return None


def _may_open(line: Line, page: Layout) -> bool:
    """Whether a line may be a title: no remark on the article above, and not alone what somebody says in it."""
    if _ends_article(line):
        return False
    # “夜间出行更安全” among paragraphs is a heading, at the edge of an indented page a title.
    return not _is_saying(line) or (page.indented and not page.sets_as_body(line))


def _ends_article(line: Line) -> bool:
    """Whether a line stands at the end of an article: （作者为…）, （本报柏林7月3日电）, 张三摄, an address."""
    if _is_remark(line) or _ADDRESS.search(line.text) or _READER.fullmatch(line.text):
        return True
    credited = parse_credit(line.text)
    return credited is not None and credited.start == 0


def _is_signed(line: Line) -> bool:
    """Whether an article's last line names in brackets who wrote it: …300人参加。（记者 张三）"""
    if line.is_prose:
        return parse_sign_off(line.text) is not None
    return _is_remark(line) and parse_byline(line.text) is not None


def _says_title(lines: Sequence[Line]) -> bool:
    """Whether short lines are a title and no heading: a column in brackets, two halves, ——, a second line."""
    lines = lines[:_MOST_TITLE_LINES]
    if any(column_tag(line.text) or _HALVES.search(line.text) or line.text in _STANDING for line in lines):
        return True
    if len(lines) < 2:
        return False
    first, second = lines[0].text, lines[1].text
    if second.startswith("——") or (first.endswith("——") and names_unit(first) and not second.startswith("“")):
        return True
    # Headings over two lines are shorter: 丰富课程体系 / 满足多元需求
    short, long = sorted((len(first), len(second)))
    return len(lines) == 2 and short >= _SHORT_LINE and long >= _LONG_LINE


def _at_edge(run: Sequence[Line], k: int, page: Layout) -> int:
    """The first line from `k` on that is not set as paragraphs are, `k` itself if there is none."""
    return next((i for i in range(k, len(run)) if not page.sets_as_body(run[i])), k)


def _is_remark(line: Line) -> bool:
    """Whether a line says something about the article above: （作者为…）, （本报记者…参与采写）, ——编者."""
    if _SIGNED.fullmatch(line.text):
        return True
    return line.text.startswith(("（", "(")) and line.text.endswith(("）", ")"))


def _is_saying(line: Line) -> bool:
    """Whether a line is one quotation and nothing else."""
    return line.text.startswith("“") and line.text.endswith("”") and line.text.count("“") == 1


def _back_over_title(run: Sequence[Line], end: int, bylines: dict[int, tuple[Byline, ...]], page: Layout) -> int:
    """Where the title block begins that ends before `end`."""
    k = end - 1
    while k > 0 and end - k < _MOST_TITLE_LINES and k - 1 not in bylines:
        if run[k].gap > max(page.gap, 1) or _is_listed(run, k - 1) or _ends_article(run[k - 1]):
            break
        k -= 1
    return k


def _is_listed(run: Sequence[Line], k: int) -> bool:
    """Whether a line is an item of a list, and not alone the name of a column behind a bullet."""
    return run[k].is_item and not (has_bulleted_column(run[k]) and not (k and run[k - 1].is_item))


def _inside(builder: Builder, lines: Sequence[Line], bylines: dict[int, tuple[Byline, ...]], *, goes_on: bool) -> None:
    """Short lines within an article: headings, items of a list, a byline at its end or above one of its parts."""
    if not lines:
        return
    if not builder.has_article:
        builder.begin()
    plain = [k for k in range(len(lines)) if k not in bylines and not _is_remark(lines[k])]
    listed = len(plain) >= 3 or (plain and all(lines[k].is_item for k in plain))
    if goes_on and len(plain) == 1 and lines[plain[0]].is_numbered:
        listed = False  # 二、2025年主要目标 above what it announces
    for k, line in enumerate(lines):
        if k in bylines and bare_names(line.text):
            # It stands where the text ends, and is printed as part of it.
            builder.drafts[-1].bylines += bylines[k]
            builder.add(BlockKind.PARAGRAPH, line.span, "remark-signed", article=builder.current)
        elif k in bylines and goes_on:
            # It names who wrote the part below, and where that part begins.
            builder.drafts[-1].bylines += bylines[k]
            builder.add(BlockKind.HEADING, line.span, "byline-of-part", article=builder.current)
        elif k in bylines:
            builder.byline(line.span, bylines[k], "byline-line")
        elif _is_remark(line):
            builder.add(BlockKind.PARAGRAPH, line.span, "remark-line", article=builder.current)
        elif listed:
            builder.add(BlockKind.LIST_ITEM, line.span, "list-lines", article=builder.current)
        else:
            builder.add(BlockKind.HEADING, line.span, "heading-short-line", article=builder.current)
