"""What a reader takes from a file: its text, what the page showed at each place, and what it says of itself."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from govnews.spans import Span


class MarkKind(StrEnum):
    """What a reader saw of a stretch of text beside its characters."""

    TITLE = "title"
    """Set as a title: `<h1>`, or letters much larger than the text's."""
    HEADING = "heading"
    """Set as a heading: `<h2>`, or letters a little larger than the text's."""
    BODY = "body"
    """Inside the part of the page that holds the article."""
    CHROME = "chrome"
    """Inside a menu, a head, a foot or a side column."""
    LINKS = "links"
    """A line that is mostly links."""
    CAPTION = "caption"
    """Below a picture."""
    TABLE = "table"
    """A row of a table of data, its cells parted by tabs."""
    CONTROL = "control"
    """Share buttons, sizes of letters, print, close."""


@frozen
class Mark:
    """A stretch of the source's text, and how it was set."""

    span: Span
    kind: MarkKind


@frozen
class Declared:
    """What a page says of itself in a tag that no reader of the page sees."""

    field: str
    """title, kicker, subtitle, published, source, author, editor, publication, column, url, description."""
    value: str
    tag: str
    """Where it stands: `meta:ArticleTitle`, `founder:author`, `json-ld:headline`."""


@frozen
class Source:
    """The text of a file and what the reader saw of it."""

    text: str
    encoding: str | None = None
    confidence: float = 1.0
    replaced: int = 0
    marks: tuple[Mark, ...] = ()
    """In the order of the text; several may share a stretch."""
    declared: tuple[Declared, ...] = ()
    is_web_page: bool = False
