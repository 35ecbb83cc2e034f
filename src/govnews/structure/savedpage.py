"""Reads a saved web page: its lines with how they were set, and what its tags declare."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import define, field

from govnews.lines.layout import Layout, Line
from govnews.models import Alternative, BlockKind, Byline, Printed, Role
from govnews.reading.source import Declared, MarkKind
from govnews.structure.builder import Builder
from govnews.structure.bylines import parse_byline, parse_dateline
from govnews.structure.metadata import (
    AUTHORS,
    METADATA_KINDS,
    has_fields,
    names_editor,
    people,
    read_date,
    read_metadata,
)
from govnews.structure.newspaper import read_newspaper, speakers
from govnews.structure.titles import Piece
from govnews.structure.webpage import after_body, breadcrumb_path, continues_path, is_path_mark, is_whole_path

_PARTS = re.compile(r"\s*(?:--+|[-_|｜—–»>·]|\s)\s*")
_BARS = re.compile(r"\s*(?:--+|[_|｜»>]|\s[-—–]\s)\s*")
_LONGEST_METADATA = 120
_FOLLOW = "关注"
_LONGEST_ACCOUNT = 20
_CLOSE = 8  # lines above the title among which metadata may stand
_FEW = 30  # lines below the text among which its editor is named
_ENOUGH = 6.0
_ABOVE_FIELDS = 6.5
_NO_TITLE = frozenset((MarkKind.CHROME, MarkKind.CONTROL, MarkKind.LINKS))
_SITE = re.compile("(?:网|网站|政府|在线|门户|频道|客户端|平台|报|社)$")

Looks = Mapping[int, frozenset[MarkKind]]


@define
class SavedPage:
    """What a page says beside its articles."""

    publication: Printed | None = None
    breadcrumb: list[Printed] = field(factory=list)
    organizers: list[Printed] = field(factory=list)
    alternatives: list[Alternative] = field(factory=list)


def read_saved_page(
    builder: Builder, lines: Sequence[Line], page: Layout, looks: Looks, declared: Sequence[Declared]
) -> SavedPage:
    """Fill `builder` with the page's article; what is said beside it is returned."""
    found = SavedPage()
    says = _first_of_each(declared)
    body = [k for k, line in enumerate(lines) if MarkKind.BODY in looks[line.start]]
    heads = _heads(lines, body, looks)
    if len(heads) > 1:
        _newspaper(builder, lines, page, looks, (heads[0], body[-1] + 1), says, found)
        return found
    opening = next((k for k in body if _is_text(lines[k], looks)), body[0] if body else len(lines))
    title = _title(lines, opening, looks, declared)
    if title is not None and opening <= title:
        opening = next((k for k in body if k > title), title + 1)
    close = max(body[-1] + 1 if body else opening, opening)
    head = title if title is not None else min(_first_metadata(lines, opening), opening)
    draft = builder.begin()
    builder.single = True
    found.breadcrumb += _above(builder, lines[:head], looks)
    if title is not None:
        draft.parts[BlockKind.TITLE] = Printed(lines[title].text, lines[title].span)
        builder.add(BlockKind.TITLE, lines[title].span, "title-saved", article=builder.current)
        head += 1
    spoken = speakers(lines[head:opening], lines[opening] if opening < len(lines) else None)
    for k in range(head, opening):
        if k + 1 < len(lines) and lines[k + 1].text == "关注" and len(lines[k].text) <= _LONGEST_ACCOUNT:
            # The account under whose name the text was put up, above the button to follow it.
            builder.byline(
                lines[k].span, (Byline(Role.AUTHOR, None, (lines[k].text,), None, lines[k].span),), "account"
            )
            continue
        if k - head in spoken:
            builder.byline(lines[k].span, spoken[k - head], "byline-speaker")
            continue
        look = looks[lines[k].start]
        if k == head and title is not None and _is_subtitle(lines[k : opening + 1], look):
            builder.title_block([Piece(BlockKind.SUBTITLE, lines[k].span, "subtitle-heading")])
            continue
        _between(builder, lines[k], look, says)
    _body(builder, lines[opening:close], page, looks)
    below = close
    while below < len(lines) and below - close < _FEW and lines[below].cue is not BlockKind.FOOTER:
        line = lines[below]
        if names_editor(line) or (MarkKind.CHROME not in looks[line.start] and _is_metadata(line)):
            read_metadata(builder, line)
        else:
            builder.furniture(line, BlockKind.LINKS, "saved-below-body")
        below += 1
    found.organizers += after_body(builder, lines[below:])
    _declare(builder, says, found)
    return found


def _heads(lines: Sequence[Line], body: Sequence[int], looks: Looks) -> list[int]:
    """Where articles begin on a page that holds several: headings with a byline or a dateline below them."""
    heads = []
    for k in body:
        if looks[lines[k].start] & {MarkKind.TITLE, MarkKind.HEADING} and k + 1 < len(lines):
            below = lines[k + 1].text
            if parse_byline(below) is not None or parse_dateline(below) is not None:
                heads.append(k)
    return heads


def _newspaper(
    builder: Builder,
    lines: Sequence[Line],
    page: Layout,
    looks: Looks,
    span: tuple[int, int],
    says: Mapping[str, Declared],
    found: SavedPage,
) -> None:
    """A newspaper's page with several articles, saved as one web page."""
    found.breadcrumb += _above(builder, lines[: span[0]], looks)
    builder.single = False
    run = []
    for line in lines[span[0] : span[1]]:
        if MarkKind.BODY in looks[line.start] and not _is_furniture(line, looks[line.start]):
            run.append(line)
            continue
        if run:
            read_newspaper(builder, run, page)
            run = []
        builder.furniture(line, BlockKind.OTHER, "saved-in-body")
    if run:
        read_newspaper(builder, run, page)
    found.organizers += after_body(builder, lines[span[1] :])
    if "publication" in says:
        found.publication = _printed(says["publication"])
    date = read_date(says["published"].value) if "published" in says else None
    for draft in builder.drafts[builder.first :]:
        draft.published = draft.published or date


def _is_text(line: Line, looks: Looks) -> bool:
    return line.is_prose and MarkKind.TITLE not in looks[line.start]


def _first_of_each(declared: Sequence[Declared]) -> dict[str, Declared]:
    """The first value for each field: tags that stand first say it best."""
    says: dict[str, Declared] = {}
    for value in declared:
        says.setdefault(value.field, value)
    return says


# --- title ----------------------------------------------------------------------------------------------------------


def _title(lines: Sequence[Line], opening: int, looks: Looks, declared: Sequence[Declared]) -> int | None:
    """Index of the line that is the title: set as one, and like what the tags say."""
    wanted = [_flat(value.value) for value in declared if value.field == "title"]
    pages = [value.value for value in declared if value.field == "page_title"]
    wanted += [_flat(part) for value in pages for part in (value, *_BARS.split(value), *_PARTS.split(value))]
    wanted = [text for text in wanted if len(text) > 3]
    best, most = None, _ENOUGH
    for k in range(min(opening + 1, len(lines))):
        line, look = lines[k], looks[lines[k].start]
        if len(line.text) < 4 or len(line.text) > _LONGEST_METADATA or (line.is_prose and MarkKind.TITLE not in look):
            continue
        text = _flat(line.text)
        score = 10 * max((_likeness(text, other) for other in wanted), default=0.0)
        score += 7 * (MarkKind.TITLE in look) + 3 * (MarkKind.HEADING in look)
        score -= 6 * (MarkKind.CHROME in look) + 4 * (MarkKind.LINKS in look)
        score -= 12 * (line.cue is not None or _is_metadata(line))
        if k + 1 < len(lines) and has_fields(lines[k + 1]) and not look & _NO_TITLE:
            score += _ABOVE_FIELDS  # where the tags only name the site
        score += k / (opening + 1)  # of two that are alike the one next to the text
        if score > most:
            best, most = k, score
    return best


def _likeness(text: str, other: str) -> float:
    """1 for the same text, less where one holds the other."""
    if text == other:
        return 1.0
    short, long = sorted((text, other), key=len)
    short = short.rstrip(".…")
    return len(short) / len(long) if len(short) > 5 and short in long else 0.0


def _flat(text: str) -> str:
    return "".join(text.split())


# --- around the text ------------------------------------------------------------------------------------------------


def _is_metadata(line: Line) -> bool:
    """Whether a line says where the text is from, who edited it, or when."""
    if line.cue is BlockKind.METADATA:
        return True
    if len(line.text) > _LONGEST_METADATA or line.closes:
        return False
    return has_fields(line) or (read_date(line.text) is not None and len(line.text) < 50)


def _is_subtitle(lines: Sequence[Line], look: frozenset[MarkKind]) -> bool:
    """Whether the line below the title, a heading, belongs to it: metadata or the body's own part stand below."""
    line = lines[0]
    if MarkKind.HEADING not in look or look & {MarkKind.CHROME, MarkKind.CONTROL, MarkKind.LINKS}:
        return False
    if line.cue is not None or _is_metadata(line):
        return False
    return MarkKind.BODY not in look or any(_is_metadata(below) for below in lines[1:])


def _first_metadata(lines: Sequence[Line], stop: int) -> int:
    return next((k for k in range(stop) if _is_metadata(lines[k])), stop)


def _above(builder: Builder, lines: Sequence[Line], looks: Looks) -> list[Printed]:
    """Menus and the breadcrumb; lines of metadata that stand above the title are kept for the article."""
    breadcrumb: list[Printed] = []
    inside = whole = False
    for k, line in enumerate(lines):
        look = looks[line.start]
        if line.cue is BlockKind.BREADCRUMB:
            inside, whole = True, is_whole_path(line)
            breadcrumb += breadcrumb_path(line)
            builder.furniture(line, BlockKind.BREADCRUMB, line.cue_rule)
        elif k >= len(lines) - _CLOSE and MarkKind.CHROME not in look and has_fields(line) and not line.closes:
            read_metadata(builder, line)
        elif inside and continues_path(line, whole=whole):
            if not is_path_mark(line.text):
                breadcrumb += breadcrumb_path(line)
            builder.furniture(line, BlockKind.BREADCRUMB, "web-breadcrumb-part")
        else:
            inside = False
            kind = BlockKind.SHARE if MarkKind.CONTROL in look else BlockKind.NAVIGATION
            builder.furniture(line, kind, "saved-above-title")
    return breadcrumb


def _between(builder: Builder, line: Line, look: frozenset[MarkKind], says: Mapping[str, Declared]) -> None:
    """A line between title and text."""
    bylines = parse_byline(line.text, line.start)
    draft = builder.drafts[-1]
    if bylines is not None:
        builder.byline(line.span, bylines, "byline-line")
    elif _is_metadata(line):
        read_metadata(builder, line)
    elif line.cue is BlockKind.SHARE or MarkKind.CONTROL in look:
        builder.furniture(line, BlockKind.SHARE, line.cue_rule or "saved-control")
    elif line.cue is BlockKind.PARAGRAPH and MarkKind.BODY in look:
        builder.paragraph(line)
    elif (
        (line.cue is BlockKind.SUBTITLE and BlockKind.SUBTITLE not in draft.parts)
        or ("subtitle" in says and _flat(says["subtitle"].value) == _flat(line.text))
        or line.text.startswith("——")
    ):
        draft.parts.setdefault(BlockKind.SUBTITLE, Printed(line.text, line.span))
        builder.add(BlockKind.SUBTITLE, line.span, "subtitle-saved", article=builder.current)
    elif MarkKind.LINKS in look or MarkKind.CHROME in look:
        builder.furniture(line, BlockKind.LINKS, "saved-links")
    elif MarkKind.BODY in look:
        builder.add(BlockKind.HEADING, line.span, "heading-short-line", article=builder.current)
    else:
        builder.furniture(line, BlockKind.OTHER, "saved-above-body")


# --- the text -------------------------------------------------------------------------------------------------------


def _body(builder: Builder, lines: Sequence[Line], page: Layout, looks: Looks) -> None:
    """The text in its order: runs of plain lines go through the same reading as plain text."""
    stop = len(lines)
    while stop and _trails(lines[stop - 1], looks[lines[stop - 1].start]):
        stop -= 1
    run: list[Line] = []
    table: list[Line] = []
    for line in lines[:stop]:
        look = looks[line.start]
        plain = (
            MarkKind.BODY in look
            and not names_editor(line)
            and not look & {MarkKind.TABLE, MarkKind.CONTROL, MarkKind.CAPTION}
        )
        if MarkKind.TABLE not in look and table:
            builder.table(table)
            table = []
        if plain and not _is_furniture(line, look):
            run.append(line)
            continue
        if run:
            read_newspaper(builder, run, page)
            run = []
        if MarkKind.TABLE in look and MarkKind.BODY in look:
            table.append(line)
        elif MarkKind.CAPTION in look and MarkKind.BODY in look:
            builder.picture(line)
        elif _is_metadata(line) and MarkKind.CHROME not in look:
            read_metadata(builder, line)
        else:
            kind = BlockKind.SHARE if MarkKind.CONTROL in look or line.cue is BlockKind.SHARE else BlockKind.LINKS
            builder.furniture(line, kind, "saved-in-body")
    if run:
        read_newspaper(builder, run, page)
    if table:
        builder.table(table)
    for line in lines[stop:]:
        if _is_metadata(line):
            read_metadata(builder, line)
        else:
            builder.furniture(line, BlockKind.LINKS, "saved-behind-text")


def _is_furniture(line: Line, look: frozenset[MarkKind]) -> bool:
    if line.cue in (BlockKind.SHARE, BlockKind.LINKS, BlockKind.FOOTER, BlockKind.BREADCRUMB):
        return True
    return (line.cue in METADATA_KINDS or has_fields(line)) and not line.is_prose and _is_metadata(line)


def _trails(line: Line, look: frozenset[MarkKind]) -> bool:
    """Whether a line at the end of the body says nothing: links, buttons, the editor, the date."""
    if MarkKind.TABLE in look or (line.is_prose and line.closes and MarkKind.BODY in look):
        return False
    if parse_byline(line.text) is not None and not names_editor(line):
        return False
    if MarkKind.LINKS in look or MarkKind.CONTROL in look or MarkKind.CHROME in look:
        return True
    return _is_furniture(line, look) or (len(line.text) < 3 and not line.closes)


# --- what the page declares -----------------------------------------------------------------------------------------


def _declare(builder: Builder, says: Mapping[str, Declared], found: SavedPage) -> None:
    """Give the article what only tags say; where tag and page disagree, the loser becomes an alternative."""
    draft = builder.drafts[-1]
    for kind, name in ((BlockKind.TITLE, "title"), (BlockKind.KICKER, "kicker"), (BlockKind.SUBTITLE, "subtitle")):
        value = says.get(name)
        if value is None:
            continue
        if kind not in draft.parts:
            draft.parts[kind] = _printed(value)
        elif not _likeness(_flat(draft.parts[kind].text), _flat(value.value)):
            found.alternatives.append(_lost(value, "visible-title"))
    if BlockKind.TITLE not in draft.parts and "page_title" in says:
        value = says["page_title"]
        draft.parts[BlockKind.TITLE] = Printed(max(_BARS.split(value.value), key=len), None, value.tag)
    if "published" in says:
        date = read_date(says["published"].value)
        if date and draft.published and draft.published[:10] != date[:10]:
            # The page shows when it was put up, a tag often when it was made or changed last.
            found.alternatives.append(_lost(says["published"], "visible-date"))
        elif date and (not draft.published or len(date) > len(draft.published)):
            draft.published = date
    if "source" in says:
        value = says["source"]
        name = re.sub("^.{0,4}来源[：:]", "", value.value).strip()
        if draft.source is None and name:
            draft.source = Printed(name, None, value.tag)
        elif draft.source is not None and name and _flat(draft.source.text) not in _flat(name):
            found.alternatives.append(_lost(value, "visible-source"))
    if "publication" in says:
        found.publication = _printed(says["publication"])
    if "column" in says and draft.column is None:
        draft.column = _printed(says["column"])
    _declare_people(builder, says, found)


def _declare_people(builder: Builder, says: Mapping[str, Declared], found: SavedPage) -> None:
    draft = builder.drafts[-1]
    for name, role in (("author", Role.AUTHOR), ("editor", Role.EDITOR)):
        value = says.get(name)
        names = people(value.value) if value is not None else ()
        if value is None or not names or any(_SITE.search(person) or not _is_person(person) for person in names):
            continue
        roles = {byline.role for byline in draft.bylines}
        known = roles & {role, Role.RESPONSIBLE_EDITOR} if role is Role.EDITOR else roles & AUTHORS
        if known:
            found.alternatives.append(_lost(value, f"visible-{name}"))
        else:
            draft.bylines.append(Byline(role, None, names, None, None, value.tag))


def _is_person(name: str) -> bool:
    return re.fullmatch("[一-龥]{2,4}(?:·[一-龥]+)*", name) is not None


def _printed(value: Declared) -> Printed:
    return Printed(value.value, None, value.tag)


def _lost(value: Declared, rule: str) -> Alternative:
    return Alternative(value.field, value.value, rule, None, value.tag)
