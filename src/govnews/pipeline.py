"""The order of the steps, written once: repair, lines, structure, finding."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from attrs import evolve, frozen

from govnews.errors import WrongOption, WrongType
from govnews.finding.initiatives import find_initiatives
from govnews.finding.readouts import find_readouts
from govnews.finding.statistics import explain
from govnews.lines.join import join
from govnews.models import (
    FURNITURE_KINDS,
    Block,
    Document,
    DocumentKind,
    Initiative,
    Period,
    Reading,
    ReadingKind,
    Readout,
    Statistic,
)
from govnews.reading.files import read_source
from govnews.reading.source import Source
from govnews.reading.webpages import read_html
from govnews.repair.characters import repair_characters
from govnews.repair.script import simplify
from govnews.spans import AlignedText, Span
from govnews.structure.builder import Page
from govnews.structure.page import read_page

MOST_JOINING_PASSES = 6
"""A join can show that another is due; text that still changes after so many passes is noise and is left as it is."""

_InArticle = TypeVar("_InArticle", Statistic, Initiative, Readout)


def normalize(text: str, *, protect: Sequence[str] = ()) -> AlignedText:
    """The repaired text with the way back to the raw one: characters, script, broken lines.

    >>> aligned = normalize("河西區")
    >>> aligned.text, aligned.edits[0].rule
    ('河西区', 'script-certain')

    Args:
        text: any string; messy text never raises.
        protect: words that must stay as they are.

    Raises:
        WrongType: if `text` is no string.

    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    return _repaired(text, protect)[0]


def _repaired(text: str, protect: Sequence[str] = ()) -> tuple[AlignedText, frozenset[int]]:
    """The repaired text, and where lines begin in it that go on behind a running head."""
    aligned = AlignedText(text)
    for step in (repair_characters, lambda repaired: simplify(repaired, protect)):
        aligned = aligned.edited(step(aligned.text))
    bridges: set[int] = set()
    for _ in range(MOST_JOINING_PASSES):
        joined = join(aligned.text, aligned)
        bridges.update(map(aligned.origin, joined.bridges))
        if not joined.edits:
            break
        aligned = aligned.edited(joined.edits)
    return aligned, frozenset(aligned.text_span(Span(at, at + 1)).start for at in bridges)


def read(
    path: str | os.PathLike[str],
    *,
    kind: DocumentKind | str | None = None,
    published: str | None = None,
    publication: str | None = None,
) -> Document:
    """The document in the text file at `path`, whatever its encoding; `-` reads standard input.

    Args:
        path: a file of plain text.
        kind: what the text is, if it is known.
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.

    Raises:
        ReadError: if there is no such file or it holds no text, with the reason.
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that kind.

    """
    options = _options(kind, published, publication)
    return _document(read_source(path), options)


def parse(
    text: str,
    *,
    kind: DocumentKind | str | None = None,
    published: str | None = None,
    publication: str | None = None,
) -> Document:
    r"""The document that `text` is: a newspaper page, a web page saved as text, or one article.

    >>> document = parse("小区添绿\n\n■ 通讯员 李小明\n\n今年以来，街道新增绿地3.2万平方米。")
    >>> article = document.articles[0]
    >>> article.title.text, article.bylines[0].names, article.statistics[0].value
    ('小区添绿', ('李小明',), Decimal('32000'))

    Args:
        text: any string; messy text never raises.
        kind: what the text is, if it is known (`newspaper_page`, `web_page`, `article`).
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.

    Raises:
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that kind.

    """
    options = _options(kind, published, publication)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    return _document(Source(text), options)


def parse_html(
    html: str | bytes,
    *,
    url: str | None = None,
    published: str | None = None,
    publication: str | None = None,
) -> Document:
    r"""The document that a saved web page is: what its tags declare, and what its text shows.

    >>> page = "<title>小区添绿-滨河网</title><h1>小区添绿</h1><p>来源：滨河网 编辑：王小明</p>"
    >>> page += "<div><p>今年以来，街道新增绿地3.2万平方米，居民都说好。</p></div>"
    >>> article = parse_html(page).articles[0]
    >>> article.title.text, article.source.text, article.bylines[0].names, article.statistics[0].value
    ('小区添绿', '滨河网', ('王小明',), Decimal('32000'))

    Args:
        html: the page as it was saved; bytes in any encoding, declared rightly, wrongly or not at all. Nothing is
            fetched.
        url: where the page was, if it is known.
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.

    Raises:
        WrongType: if an argument has a wrong type.

    """
    if not isinstance(html, (str, bytes)):
        raise WrongType("html", "str or bytes", html)
    if url is not None and not isinstance(url, str):
        raise WrongType("url", "str or None", url)
    document = _document(read_html(html), _options(None, published, publication))
    return evolve(document, url=url)


@frozen
class _Options:
    """What the caller knows of a page."""

    kind: DocumentKind | None
    published: str | None
    publication: str | None


def _options(kind: DocumentKind | str | None, published: str | None, publication: str | None) -> _Options:
    if kind is not None:
        try:
            kind = DocumentKind(kind)
        except ValueError:
            known = ", ".join(DocumentKind)
            raise WrongOption(f"kind must be one of {known}, not {kind!r}") from None
    for name, value in (("published", published), ("publication", publication)):
        if value is not None and not isinstance(value, str):
            raise WrongType(name, "str or None", value)
    return _Options(kind, published, publication)


def _document(source: Source, options: _Options) -> Document:
    """The document of what a reader took from a file."""
    aligned, bridges = _repaired(source.text)
    page = read_page(
        aligned.text,
        kind=options.kind,
        publication=options.publication,
        published=options.published,
        bridges=bridges,
        marks=[(aligned.text_span(mark.span), mark.kind) for mark in source.marks],
        declared=source.declared,
        saved=source.is_web_page,
    )
    document = _found(aligned, page)
    return evolve(document, encoding=source.encoding, replaced=source.replaced or document.replaced)


def _found(aligned: AlignedText, page: Page) -> Document:
    """The document of a page, with what the finders see in its articles."""
    running = _Running([block for block in page.blocks if block.kind not in FURNITURE_KINDS])
    initiatives = find_initiatives(running.text)
    numbers = explain(running.text, names=[found.span for found in initiatives])
    readouts = find_readouts(running.text)
    around = _Running([block for block in page.blocks if block.kind in FURNITURE_KINDS])
    furniture = [_in_furniture(reading) for reading in explain(around.text).readings]
    statistics = running.by_article(numbers.statistics, running.statistic)
    named = running.by_article(initiatives, running.initiative)
    said = running.by_article(readouts, running.readout)
    articles = [
        evolve(
            article,
            statistics=statistics.get(index, ()),
            initiatives=named.get(index, ()),
            readouts=said.get(index, ()),
        )
        for index, article in enumerate(page.articles)
    ]
    readings = [running.reading(reading) for reading in numbers.readings]
    readings += [around.reading(reading) for reading in furniture]
    return Document(
        kind=page.kind,
        aligned=aligned,
        url=None,
        encoding=None,
        replaced=aligned.raw.count("\ufffd"),
        publication=page.publication,
        breadcrumb=page.breadcrumb,
        organizers=page.organizers,
        published=page.published,
        articles=tuple(articles),
        blocks=page.blocks,
        numbers=tuple(sorted(readings, key=lambda reading: reading.span)),
        alternatives=page.alternatives,
    )


def _in_furniture(reading: Reading) -> Reading:
    """A number around the articles counts nothing that was reported: 浏览次数 300次."""
    if reading.kind is ReadingKind.STATISTIC:
        return evolve(reading, kind=ReadingKind.CODE, rule="furniture")
    return reading


class _Running:
    """The text of some blocks as one string for the finders, with the way back to the document's text.

    A finder runs once over all of it, which is much faster than once a paragraph; a paragraph around a
    running head is whole in it.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._articles: list[int | None] = []
        at = 0
        previous: Block | None = None
        for block in blocks:
            if previous is not None:
                # Nothing said in one article holds in the next one.
                mark = "\n" if previous.article == block.article else "\f"
                pieces.append(mark)
                at += 1
            offset = 0
            for span in block.spans:
                self._starts.append(at)
                self._origins.append(span.start)
                self._articles.append(block.article)
                part = block.text[offset : offset + len(span)]
                offset += len(span)
                pieces.append(part)
                at += len(part)
            previous = block
        self.text = "".join(pieces)

    def article(self, span: Span) -> int | None:
        """Index of the article in which `span` stands."""
        return self._articles[max(0, bisect_right(self._starts, span.start) - 1)]

    def by_article(
        self, found: Iterable[_InArticle], placed: Callable[[_InArticle], _InArticle]
    ) -> dict[int | None, tuple[_InArticle, ...]]:
        """What was found, with its places in the document's text, under the index of its article."""
        groups: dict[int | None, list[_InArticle]] = {}
        for one in found:
            groups.setdefault(self.article(one.span), []).append(placed(one))
        return {index: tuple(group) for index, group in groups.items()}

    def _at(self, position: int, edge: int) -> int:
        i = max(0, bisect_right(self._starts, position - edge) - 1)
        return self._origins[i] + position - self._starts[i]

    def span(self, span: Span) -> Span:
        """The place in the document's text of a place in this one."""
        start = self._at(span.start, 0)
        return Span(start, max(start, self._at(span.end, 1)) if len(span) else start)

    def statistic(self, found: Statistic) -> Statistic:
        """The statistic with its places in the document's text."""
        period = found.period
        if period is not None and period.span is not None:
            period = Period(period.text, period.start, period.end, self.span(period.span))
        return evolve(found, span=self.span(found.span), period=period)

    def initiative(self, found: Initiative) -> Initiative:
        """The initiative with its place in the document's text."""
        return evolve(found, span=self.span(found.span))

    def readout(self, found: Readout) -> Readout:
        """The readout with its place in the document's text."""
        return evolve(found, span=self.span(found.span))

    def reading(self, found: Reading) -> Reading:
        """The reading with its place in the document's text."""
        return evolve(found, span=self.span(found.span))
