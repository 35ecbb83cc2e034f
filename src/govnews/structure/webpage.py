"""Reads a web page saved as text: navigation, breadcrumb, title, metadata, body, links, footer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govnews.lines.layout import Layout, Line
from govnews.models import BlockKind, Byline, Printed
from govnews.spans import Span
from govnews.structure.builder import Builder
from govnews.structure.bylines import parse_byline
from govnews.structure.metadata import METADATA_KINDS, read_fields, read_metadata
from govnews.structure.newspaper import read_newspaper, speakers
from govnews.structure.titles import read_title_block

_PATH_MARK = re.compile(r"\s*(?:>>|>|＞|»|›|→|/)\s*")
_POSITION = re.compile(r"^\s*(?:您?(?:当前|现在|目前|所在)?的?(?:所在)?位置|首页\s*(?=[：:]))\s*[：:]?\s*")
_SITE = re.compile("(?:网|网站|政府|在线|门户|频道|客户端|平台)$")
_ORGANIZER = re.compile(r"(?:主办单位|主办)\s*[：:]\s*(.+)")
_ORGAN_END = re.compile(r"(?:承办|协办|技术支持|版权|地址|联系|网站标识|ICP|备案|政府网站|维护|电话|邮编)")
_NO_ORGAN = frozenset(("主办", "承办", "协办", "主办单位", "承办单位"))
_LONGEST_STEP = 12  # characters of a breadcrumb's part that has a line of its own
_MOST_TITLE_LINES = 3
_LONGEST_MENU = 4  # characters of a menu's item that may stand above a title
_HEAD_LINES = 60  # a page's metadata stands in its first lines, however long its menus are


def looks_like_web_page(lines: Sequence[Line]) -> str | None:
    """The rule by which lines are those of a web page, `None` if they are not."""
    for line in lines[:_HEAD_LINES]:
        if line.is_prose:
            return None
        if line.cue is BlockKind.BREADCRUMB:
            return "web-breadcrumb"
        if line.cue is BlockKind.METADATA and read_fields(line):
            return "web-metadata"
    return None


def read_web_page(
    builder: Builder, lines: Sequence[Line], page: Layout
) -> tuple[Printed | None, list[Printed], list[Printed]]:
    """Fill `builder` with the page's article; publication, breadcrumb and organizers are returned."""
    head = _title_index(lines)
    breadcrumb = _before_title(builder, lines[:head])
    draft = builder.begin()
    stop = head
    above = _title_lines(lines, head)
    if above > 1:
        builder.title_block(read_title_block(lines[head : head + above]))
        stop += above
    while stop < len(lines) and stop <= head and lines[stop].cue is None:
        builder.add(BlockKind.TITLE, lines[stop].span, "title-above-metadata", article=builder.current)
        draft.parts[BlockKind.TITLE] = Printed(lines[stop].text, lines[stop].span)
        stop += 1
    while stop < len(lines) and (lines[stop].cue in METADATA_KINDS or _continues_metadata(lines, stop, head)):
        read_metadata(builder, lines[stop])
        stop += 1
    close = _body_end(lines, stop)
    body = lines[stop:close]
    first_prose = next((k for k, line in enumerate(body) if line.is_prose), len(body))
    spoken = speakers(body[:first_prose], body[first_prose] if first_prose < len(body) else None)
    for k, line in enumerate(body[:first_prose]):
        _below_title(builder, line, spoken.get(k))
    builder.single = True
    read_newspaper(builder, body[first_prose:], page)
    organizers = after_body(builder, lines[close:])
    publication = next(
        (part for part in breadcrumb if _SITE.search(part.text) and part.text not in ("网站首页", "本网站")), None
    )
    return publication, breadcrumb, organizers


def _title_index(lines: Sequence[Line]) -> int:
    """Index of the title: the line above the metadata, or the one below the breadcrumb."""
    for k, line in enumerate(lines[:_HEAD_LINES]):
        if line.cue is BlockKind.METADATA and read_fields(line):
            above = k - 1
            while above >= 0 and lines[above].cue in METADATA_KINDS:
                above -= 1
            titled = above >= 0 and lines[above].cue is None
            return _first_of_title(lines, above) if titled else k
    for k, line in enumerate(lines[:_HEAD_LINES]):
        if line.cue is BlockKind.BREADCRUMB:
            below = k + 1
            while below < len(lines) and lines[below].cue is not None:
                below += 1
            return min(below, len(lines))
    return 0


def _first_of_title(lines: Sequence[Line], last: int) -> int:
    """The first line of kicker, title and subtitle, where something that is no menu stands above them."""
    first = last
    while first and last - first < _MOST_TITLE_LINES and lines[first - 1].cue is None and len(lines[first].text) > 4:
        first -= 1
    border = lines[first - 1] if first else None
    if border is None or min(len(line.text) for line in lines[first : last + 1]) <= _LONGEST_MENU:
        return last
    parts = border.cue in (BlockKind.SHARE, BlockKind.PAGE_HEAD)
    return first if parts or (border.cue is BlockKind.BREADCRUMB and is_whole_path(border)) else last


def _title_lines(lines: Sequence[Line], head: int) -> int:
    """How many lines from the title on stand above the metadata."""
    stop = head
    while stop < len(lines) and lines[stop].cue is None and stop - head <= _MOST_TITLE_LINES:
        stop += 1
    return stop - head if stop < len(lines) and lines[stop].cue is BlockKind.METADATA else 1


def _before_title(builder: Builder, lines: Sequence[Line]) -> list[Printed]:
    breadcrumb: list[Printed] = []
    inside = whole = False
    for line in lines:
        if line.cue is BlockKind.BREADCRUMB:
            inside, whole = True, is_whole_path(line)
            breadcrumb += breadcrumb_path(line)
            builder.furniture(line, BlockKind.BREADCRUMB, line.cue_rule)
        elif inside and continues_path(line, whole=whole):
            # A path with each of its parts on a line of its own.
            if not _PATH_MARK.fullmatch(line.text):
                breadcrumb += breadcrumb_path(line)
            builder.furniture(line, BlockKind.BREADCRUMB, "web-breadcrumb-part")
        else:
            inside = False
            builder.furniture(line, line.cue if line.cue in METADATA_KINDS else BlockKind.NAVIGATION, "web-above-title")
    return breadcrumb


def is_whole_path(line: Line) -> bool:
    """Whether a breadcrumb stands on one line with all its parts: what is below it is a menu."""
    marks = list(_PATH_MARK.finditer(line.text))
    return len(breadcrumb_path(line)) > 1 and bool(marks) and marks[-1].end() < len(line.text)


def continues_path(line: Line, *, whole: bool) -> bool:
    """Whether a line below a breadcrumb is a part of it: a mark, or a short line where the path has begun alone."""
    if line.cue is not None:
        return False
    if whole:
        mark = _PATH_MARK.match(line.text)
        return mark is not None and len(line.text) <= _LONGEST_STEP
    return len(line.text) <= _LONGEST_STEP or is_path_mark(line.text)


def is_path_mark(text: str) -> bool:
    """Whether a line is only what parts the steps of a breadcrumb."""
    return _PATH_MARK.fullmatch(text) is not None


def breadcrumb_path(line: Line) -> list[Printed]:
    """The parts of a breadcrumb, each with its place."""
    label = _POSITION.match(line.text)
    at = label.end() if label else 0
    parts = []
    while at < len(line.text):
        mark = _PATH_MARK.search(line.text, at)
        end = mark.start() if mark else len(line.text)
        name = line.text[at:end].strip(" 　:：")
        if name:
            start = line.span.start + line.text.index(name, at)
            parts.append(Printed(name, Span(start, start + len(name))))
        at = mark.end() if mark else len(line.text)
    return parts


def _continues_metadata(lines: Sequence[Line], k: int, head: int) -> bool:
    """Whether a short line stands among the metadata: 大, 中, 小, 】 of a control for the size of letters."""
    line = lines[k]
    return k > head and len(line.text) <= 2 and any(later.cue in METADATA_KINDS for later in lines[max(0, k - 4) : k])


def _below_title(builder: Builder, line: Line, spoken: tuple[Byline, ...] | None) -> None:
    """A line between metadata and body: a subtitle, a byline or a heading; or who speaks, where and to whom."""
    bylines = spoken or parse_byline(line.text, line.span.start)
    if bylines is not None:
        builder.byline(line.span, bylines, "byline-line")
    elif line.cue is BlockKind.PARAGRAPH:
        builder.paragraph(line)
    elif line.text.startswith("—") or line.cue is BlockKind.SUBTITLE:
        builder.drafts[-1].parts.setdefault(BlockKind.SUBTITLE, Printed(line.text, line.span))
        builder.add(BlockKind.SUBTITLE, line.span, "subtitle-dash", article=builder.current)
    else:
        builder.add(BlockKind.HEADING, line.span, "heading-short-line", article=builder.current)


def _body_end(lines: Sequence[Line], start: int) -> int:
    """Where the body ends: behind its last line of prose, before links and footer."""
    stop = len(lines)
    for k in range(start, len(lines)):
        if lines[k].cue in (BlockKind.FOOTER, BlockKind.LINKS, BlockKind.SHARE) and any(
            line.is_prose for line in lines[start:k]
        ):
            stop = k
            break
    while stop > start and not _is_content(lines[stop - 1]):
        stop -= 1
    return stop


def _is_content(line: Line) -> bool:
    if line.is_prose and line.text.count("|") + line.text.count("｜") < 3:
        return True
    return line.cue_rule == "signature" or (line.cue is None and parse_byline(line.text) is not None)


def after_body(builder: Builder, lines: Sequence[Line]) -> list[Printed]:
    """Links and footer; the organs that keep the site are returned."""
    organizers: list[Printed] = []
    footer = False
    for line in lines:
        match = _ORGANIZER.search(line.text)
        if match:
            organizers += _organs(line, match)
        footer = footer or line.cue is BlockKind.FOOTER
        if line.cue is BlockKind.METADATA and not footer:
            read_metadata(builder, line)
        elif footer:
            builder.furniture(line, BlockKind.FOOTER, line.cue_rule or "web-below-footer")
        else:
            kind = line.cue if line.cue in (BlockKind.SHARE, BlockKind.LINKS) else BlockKind.LINKS
            builder.furniture(line, kind, line.cue_rule or "web-below-body")
    return organizers


def _organs(line: Line, match: re.Match[str]) -> list[Printed]:
    text = match[1]
    end = _ORGAN_END.search(text)
    text = text[: end.start()] if end else text
    found = []
    for piece in re.finditer(r"[^\s　、，,;；|]+", text):
        if piece[0] not in _NO_ORGAN:
            start = line.span.start + match.start(1) + piece.start()
            found.append(Printed(piece[0], Span(start, start + len(piece[0]))))
    return found
