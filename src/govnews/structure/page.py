"""Finds out what kind of page a text is and has it read."""

from __future__ import annotations

from collections.abc import Sequence

from govnews.lines.layout import Line, pages, split
from govnews.models import Article, BlockKind, DocumentKind, Printed
from govnews.structure.builder import Builder, Page
from govnews.structure.metadata import read_date
from govnews.structure.newspaper import read_newspaper
from govnews.structure.webpage import looks_like_web_page, read_web_page


def read_page(
    text: str,
    *,
    kind: DocumentKind | None = None,
    publication: str | None = None,
    published: str | None = None,
    bridges: frozenset[int] = frozenset(),
) -> Page:
    """The structure of a repaired text; what the caller knows of it goes before what the text shows.

    `bridges` are the starts of lines that go on with a paragraph behind a running head.
    """
    builder = Builder(text, bridges=bridges)
    shown: Printed | None = None
    breadcrumb: list[Printed] = []
    organizers: list[Printed] = []
    lines = split(text)
    web = 0
    for own, page in pages(lines):
        builder.turn_page()
        if kind is DocumentKind.WEB_PAGE or (kind is None and looks_like_web_page(own)):
            site, path, organs = read_web_page(builder, own, page)
            web += 1
            shown = shown or site
            breadcrumb += path
            organizers += organs
        else:
            read_newspaper(builder, own, page)
    articles = builder.articles()
    if kind is None:
        kind = _kind(articles, lines, web)
    return Page(
        kind=kind,
        publication=Printed(publication, None, "argument") if publication else shown,
        breadcrumb=tuple(breadcrumb),
        organizers=tuple(organizers),
        published=published or _published(articles, lines),
        articles=articles,
        blocks=tuple(builder.blocks),
    )


def _kind(articles: Sequence[Article], lines: Sequence[Line], web: int) -> DocumentKind:
    if web:
        return DocumentKind.WEB_PAGE if len(articles) == web else DocumentKind.NEWSPAPER_PAGE
    headed = any(line.cue is BlockKind.PAGE_HEAD for line in lines)
    return DocumentKind.NEWSPAPER_PAGE if len(articles) > 1 or headed else DocumentKind.ARTICLE


def _published(articles: Sequence[Article], lines: Sequence[Line]) -> str | None:
    """The date that an article's metadata or the page's running head gives."""
    printed = [article.published for article in articles if article.published]
    heads = [read_date(line.text) for line in lines if line.cue is BlockKind.PAGE_HEAD]
    return next((date for date in (*printed, *heads) if date), None)
