"""Whole pages: one document to read, many documents to look through; each a file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.resources import files
from itertools import islice
from pathlib import Path
from string import Template
from typing import Any

from govnews.errors import WriteError, WrongType, readable
from govnews.models import Document
from govnews.output.rows import STATISTIC_COLUMNS, statistic_rows
from govnews.output.view.escaping import HIDDEN, as_data, escaped
from govnews.output.view.marks import marks_of, none_statistics, reasons
from govnews.output.view.paper import legend, paper
from govnews.output.view.words import Sayings, counted, language_of
from govnews.version import CODE

_COLUMNS = tuple(column for column in STATISTIC_COLUMNS if column not in ("article", "title"))
"""The page knows the titles once, by article."""


def document_html(document: Document, *, name: str = "", language: str | None = None) -> str:
    """A page to read the document on: its articles with highlights, beside them the table of its statistics.

    The page is one file that asks nothing of any network, works without a mouse and can be printed.

    >>> from govnews import parse
    >>> page = document_html(parse("今年以来，街道走访群众1.2万人次。"), name="page.txt")
    >>> "<title>page.txt</title>" in page, "https://" in page
    (True, False)

    Args:
        document: what `parse` or `read` gave.
        name: what the page is called; without it its publication or first title.
        language: the language that the page opens in, `"zh"` or `"en"`; without it the reader's browser decides. The
            page has the words of both, and a switch.

    Raises:
        WrongType: if `document` is no Document or `name` no str.
        WrongOption: if the pages do not have the language.

    """
    if not isinstance(document, Document):
        raise WrongType("document", "a Document", document)
    if not isinstance(name, str):
        raise WrongType("name", "str", name)
    sayings = Sayings(language)
    collected = _Collected()
    collected.add(name, document)
    numbers = [
        [index, found.text, found.kind.value, found.rule, _around(document, found.span.start, found.span.end)]
        for index, found in none_statistics(document)
    ]
    places = {found.span: number for number, found in enumerate(document.statistics)}
    checks = [
        [check.kind, check.message, [places[span] for span in check.spans if span in places]]
        for check in document.checks
    ]
    known = reasons()
    data = {
        **collected.data(),
        "numbers": numbers,
        "reasons": {rule: known[rule] for rule in dict.fromkeys(number[3] for number in numbers) if rule in known},
        "checks": checks,
    }
    marks = marks_of(document)
    body = _part("reading.html", sayings).substitute(
        legend=legend(sayings, marks), paper=paper(document, marks, sayings, name)
    )
    head = f">{escaped(name or _name(document))}"
    return _page(head, body, data, sayings, scripts=("words.js", "table.js", "reading.js"))


def corpus_html(pairs: Iterable[tuple[str, Document]], *, title: str | None = None, language: str | None = None) -> str:
    """A page to look through many documents: counts over time, search, all statistics, and each document to read.

    >>> from govnews import parse
    >>> page = corpus_html([("a.txt", parse("今年，街道走访群众12人。")), ("b.txt", parse("新建公厕3座。"))])
    >>> page.count('<script type="text/html"')
    2

    Args:
        pairs: documents with their names, as `read_all` yields them; they are gone through once.
        title: what the page is called; without it by the number of its documents.
        language: the language that the page opens in, `"zh"` or `"en"`; without it the reader's browser decides.

    Raises:
        WrongType: if a pair holds no Document or `title` is no str.
        WrongOption: if the pages do not have the language.

    """
    if title is not None and not isinstance(title, str):
        raise WrongType("title", "str or None", title)
    # A script opens the documents and says what their highlights are.
    sayings = Sayings(language, tips=False)
    collected = _Collected()
    papers = []
    for number, (name, document) in enumerate(pairs):
        if not isinstance(document, Document):
            raise WrongType("each document of pairs", "a Document", document)
        collected.add(name, document)
        sheet = paper(document, marks_of(document), sayings, Path(name).name)
        # No text can end this element: every < in it is escaped.
        papers.append(f'<script type="text/html" id="paper-{number}">{sheet}</script>')
    head = sayings.text(*counted(len(papers), "document")) if title is None else f">{escaped(title)}"
    body = _part("corpus.html", sayings).substitute(title=head, legend=legend(sayings)) + "\n".join(papers)
    scripts = ("vendor/uPlot.iife.min.js", "words.js", "table.js", "corpus.js")
    return _page(head, body, collected.data(), sayings, scripts=scripts, styles=("vendor/uPlot.min.css", "page.css"))


def write_view(
    pairs: Iterable[tuple[str, Document]], path: str | os.PathLike[str], *, language: str | None = None
) -> int:
    """Write the page for the documents to `path` and say how many there were; nothing is written where there are none.

    One document becomes a reading view, several a view of the corpus; `language` as there.

    Raises:
        WrongOption: if the pages do not have the language.
        WriteError: if the file cannot be written.

    """
    language_of(language)
    waiting = iter(pairs)
    seen = list(islice(waiting, 2))
    if not seen:
        return 0
    count = len(seen)

    def one_by_one() -> Iterator[tuple[str, Document]]:
        # One after the other: two thousand documents need not be held at once.
        nonlocal count
        yield from seen
        for pair in waiting:
            count += 1
            yield pair

    if count == 1:
        name, document = seen[0]
        page = document_html(document, name=Path(name).name, language=language)
    else:
        page = corpus_html(one_by_one(), language=language)
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - as the user named it
            file.write(page)
    except OSError as error:
        raise WriteError(readable(path), f"cannot be written: {error.strerror or error}") from error
    return count


class _Collected:
    """Documents, statistics and initiatives as columns, each different value written once."""

    def __init__(self) -> None:
        self._documents: list[list[Any]] = []
        self._statistics = {column: _Column() for column in ("document", "article", *_COLUMNS)}
        self._initiatives = {column: _Column() for column in ("document", "name", "kind")}

    def add(self, name: str, document: Document) -> None:
        number = len(self._documents)
        titles = [article.title.text if article.title else None for article in document.articles]
        publication = document.publication.text if document.publication else None
        days = [document.published, *(article.published for article in document.articles)]
        published = next((day for day in days if day), None)
        self._documents.append([name, publication, published, titles, len(document.text)])
        for row in statistic_rows(document):
            self._statistics["document"].add(number)
            self._statistics["article"].add(row["article"])
            for column in _COLUMNS:
                self._statistics[column].add(row[column])
        for article in document.articles:
            for found in article.initiatives:
                for column, value in (("document", number), ("name", found.name), ("kind", found.kind.value)):
                    self._initiatives[column].add(value)

    def data(self) -> dict[str, Any]:
        return {
            "hidden": HIDDEN,
            "documents": self._documents,
            "statistics": {name: column.data() for name, column in self._statistics.items()},
            "initiatives": {name: column.data() for name, column in self._initiatives.items()},
            "csv": STATISTIC_COLUMNS,
        }


class _Column:
    def __init__(self) -> None:
        self._index: dict[str | int | None, int] = {}
        self._rows: list[int] = []

    def add(self, value: str | int | Decimal | None) -> None:
        value = f"{value:f}" if isinstance(value, Decimal) else value
        self._rows.append(self._index.setdefault(value, len(self._index)))

    def data(self) -> dict[str, Any]:
        return {"values": list(self._index), "rows": self._rows}


def _name(document: Document) -> str:
    if document.publication:
        return document.publication.text
    return next((article.title.text for article in document.articles if article.title), "govnews")


def _around(document: Document, start: int, end: int, reach: int = 8) -> tuple[str, str]:
    before = document.text[max(0, start - reach) : start].rpartition("\n")[2]
    return before, document.text[end : end + reach].partition("\n")[0]


def _part(name: str, sayings: Sayings) -> Template:
    return Template(sayings.fill(_text(name)))


def _text(name: str) -> str:
    return files("govnews.output.view").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _page(
    title: str,
    body: str,
    data: dict[str, Any],
    sayings: Sayings,
    *,
    scripts: tuple[str, ...],
    styles: tuple[str, ...] = ("page.css",),
) -> str:
    """The whole page; `title` is the end of a tag and its text."""
    script = "\n".join(map(_text, scripts))
    style = "\n".join(map(_text, styles))
    # Only this script and this style may do anything; nothing may be fetched, framed or sent.
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _part("page.html", sayings).substitute(
        lang=sayings.tag,
        policy=policy,
        version=CODE,
        title=title,
        style=style,
        body=body,
        data=as_data({**data, **sayings.data()}),
        script=script,
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
