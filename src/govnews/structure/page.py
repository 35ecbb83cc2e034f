"""Finds out what kind of page a text is and has it read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from attrs import define, field

from govnews.lines.layout import Line, pages, split
from govnews.lines.page_heads import Part, read_page_head
from govnews.models import Alternative, Article, BlockKind, Byline, DocumentKind, Printed
from govnews.reading.source import Declared, MarkKind
from govnews.reference import HeadPart
from govnews.spans import Span
from govnews.structure.builder import Builder, Page
from govnews.structure.bylines import split_names
from govnews.structure.metadata import read_date
from govnews.structure.newspaper import read_newspaper
from govnews.structure.savedpage import read_saved_page
from govnews.structure.webpage import looks_like_web_page, read_web_page


def read_page(
    text: str,
    *,
    kind: DocumentKind | None = None,
    publication: str | None = None,
    published: str | None = None,
    bridges: frozenset[int] = frozenset(),
    marks: Sequence[tuple[Span, MarkKind]] = (),
    declared: Sequence[Declared] = (),
    saved: bool = False,
) -> Page:
    """The structure of a repaired text; what the caller knows of it goes before what the text shows.

    `bridges` are the starts of lines that go on with a paragraph behind a running head; `marks` say how places of
    the text were set, `declared` what the page's tags say, `saved` that it is a web page and not its text alone.
    """
    builder = Builder(text, bridges=bridges)
    shown: Printed | None = None
    breadcrumb: list[Printed] = []
    organizers: list[Printed] = []
    lines = split(text)
    looks = _looks(lines, marks)
    alternatives: list[Alternative] = []
    web: list[str] = []
    for own, page in pages(lines):
        builder.turn_page()
        if saved:
            beside = read_saved_page(builder, own, page, looks, declared)
            web += ["web-html"] * builder.single
            shown = shown or beside.publication
            breadcrumb += beside.breadcrumb
            organizers += beside.organizers
            alternatives += beside.alternatives
        elif rule := ("argument" if kind is DocumentKind.WEB_PAGE else kind is None and looks_like_web_page(own)):
            site, path, organs = read_web_page(builder, own, page)
            web.append(rule)
            shown = shown or site
            breadcrumb += path
            organizers += organs
        else:
            read_newspaper(builder, own, page)
    articles = builder.articles()
    heads = _heads(lines)
    kind_rule = "argument"
    if kind is None:
        kind, kind_rule = _kind(articles, lines, web)
    return Page(
        kind=kind,
        publication=Printed(publication, None, "argument") if publication else shown or heads.publication,
        breadcrumb=tuple(breadcrumb),
        organizers=tuple(organizers),
        published=published or _published(articles, lines),
        articles=articles,
        blocks=tuple(builder.blocks),
        alternatives=(*alternatives, *_said_on(lines)),
        kind_rule=kind_rule,
        page=heads.page,
        bylines=tuple(heads.bylines),
    )


def _said_on(lines: Sequence[Line]) -> list[Alternative]:
    """The days on which reports and speeches were given: no page was published on them for that."""
    days = [(line, read_date(line.text)) for line in lines if line.cue_rule in ("speech-meeting", "speech-date")]
    return [Alternative("published", day, line.cue_rule, line.span, None) for line, day in days if day]


@define
class _Heads:
    """What the running heads of a page say."""

    page: Printed | None = None
    publication: Printed | None = None
    bylines: list[Byline] = field(factory=list)


def _heads(lines: Sequence[Line]) -> _Heads:
    """The first page's number, the paper, and whom any of the heads names."""
    found = _Heads()
    for line in lines:
        head = read_page_head(line.text) if line.cue is BlockKind.PAGE_HEAD else None
        if head is None or line.cue_rule == "head-turn":
            continue  # （下转第3版） names another page
        for made in head.makers:
            span = Span(line.start + made.start, line.start + made.end)
            found.bylines.append(Byline(made.role, made.label, split_names(made.names), None, span))
        if head.is_page:
            found.page = found.page or _printed(line, head.page)
            found.publication = found.publication or _printed(line, head.first(HeadPart.PAPER))
    return found


def _printed(line: Line, part: Part | None) -> Printed | None:
    if part is None:
        return None
    name = part.text.strip("《》")
    start = line.start + part.start + part.text.index(name)
    return Printed(name, Span(start, start + len(name)))


def _looks(lines: Sequence[Line], marks: Sequence[tuple[Span, MarkKind]]) -> dict[int, frozenset[MarkKind]]:
    """For the start of each line how it was set."""
    ends = [line.end for line in lines]
    kinds: list[set[MarkKind]] = [set() for _ in lines]
    for span, kind in marks:
        at = bisect_right(ends, span.start)
        if at < len(lines) and lines[at].start < span.end:
            kinds[at].add(kind)
    return {line.start: frozenset(kind) for line, kind in zip(lines, kinds, strict=True)}


def _kind(articles: Sequence[Article], lines: Sequence[Line], web: Sequence[str]) -> tuple[DocumentKind, str]:
    """What kind of page it is, and the rule that says so."""
    if web and len(articles) == len(web):
        return DocumentKind.WEB_PAGE, web[0]
    if len(articles) > 1:
        return DocumentKind.NEWSPAPER_PAGE, "several-articles"
    if any(line.cue is BlockKind.PAGE_HEAD for line in lines):
        return DocumentKind.NEWSPAPER_PAGE, "page-head"
    return (DocumentKind.WEB_PAGE, web[0]) if web else (DocumentKind.ARTICLE, "one-article")


def _published(articles: Sequence[Article], lines: Sequence[Line]) -> str | None:
    """The date that an article's metadata or the page's running head gives, or else the one below a notice."""
    printed = [article.published for article in articles if article.published]
    heads = [read_date(line.text) for line in lines if line.cue is BlockKind.PAGE_HEAD]
    signed = [read_date(line.text) for line in lines if line.cue_rule == "signature"]
    return next((date for date in (*printed, *heads, *signed) if date), None)
