"""Finds out what kind of page a text is and has it read."""

from __future__ import annotations

from collections.abc import Sequence

from govnews.lines.layout import Line, layout, split
from govnews.models import Article, BlockKind, DocumentKind, Printed
from govnews.structure.builder import Builder, Page
from govnews.structure.metadata import read_date
from govnews.structure.newspaper import read_newspaper
from govnews.structure.webpage import looks_like_web_page, read_web_page


def read_page(
    text: str, *, kind: DocumentKind | None = None, publication: str | None = None, published: str | None = None
) -> Page:
    """The structure of a repaired text; what the caller knows of it goes before what the text shows."""
    lines = split(text)
    page = layout(lines)
    builder = Builder(text)
    shown: Printed | None = None
    breadcrumb: list[Printed] = []
    organizers: list[Printed] = []
    if kind is DocumentKind.WEB_PAGE or (kind is None and looks_like_web_page(lines)):
        kind = DocumentKind.WEB_PAGE
        if lines:
            shown, breadcrumb, organizers = read_web_page(builder, lines, page)
    else:
        read_newspaper(builder, lines, page)
    articles = builder.articles()
    if kind is None:
        headed = any(line.cue is BlockKind.PAGE_HEAD for line in lines)
        kind = DocumentKind.NEWSPAPER_PAGE if len(articles) > 1 or headed else DocumentKind.ARTICLE
    return Page(
        kind=kind,
        publication=Printed(publication, None, "argument") if publication else shown,
        breadcrumb=tuple(breadcrumb),
        organizers=tuple(organizers),
        published=published or _published(articles, lines),
        articles=articles,
        blocks=tuple(builder.blocks),
    )


def _published(articles: Sequence[Article], lines: Sequence[Line]) -> str | None:
    """The date that an article's metadata or the page's running head gives."""
    printed = [article.published for article in articles if article.published]
    heads = [read_date(line.text) for line in lines if line.cue is BlockKind.PAGE_HEAD]
    return next((date for date in (*printed, *heads) if date), None)
