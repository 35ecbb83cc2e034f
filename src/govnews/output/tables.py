"""Documents as tables that are joined by ids, for whatever reads Arrow, and row by row for the writers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import chain
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from govnews.errors import ReadError, WrongType, readable
from govnews.models import Article, Byline, Document, PlaceName, Printed
from govnews.output.rows import day, document_id, published_day, statistic_rows
from govnews.schemas import DECIMAL_DIGITS, DECIMAL_PLACES, TABLES, Column, arrow_schema
from govnews.spans import Span

if TYPE_CHECKING:
    import pyarrow

Cell = str | int | bool | date | Decimal | tuple[str, ...] | None
"""What a cell of a table holds."""

Row = tuple[Cell, ...]
"""The cells of one row, in the order of the table's columns."""

Rows = dict[str, list[Row]]
"""Rows by the name of their table."""

Outcome = Document | ReadError
"""What became of a file: its document, or the error that kept it from becoming one."""

_BATCH = 10_000


@frozen
class Table:
    """One table: rows in memory, and an Arrow stream for pandas, polars, DuckDB and pyarrow."""

    name: str
    columns: tuple[Column, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    """The cells of each row, in the order of `columns`."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Each row as a dict."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows, {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        """The first rows, for notebooks."""
        from govnews.output.view.notebook import rows_html

        return rows_html(self, [column.name for column in self.columns])

    def reader(self) -> pyarrow.RecordBatchReader:
        """The rows as pyarrow reads them, batch by batch.

        Raises:
            MissingExtra: if pyarrow is not installed.

        """
        schema = arrow_schema(self.name)
        import pyarrow

        def batches() -> Iterator[pyarrow.RecordBatch]:
            for start in range(0, len(self.rows), _BATCH):
                cells = zip(*self.rows[start : start + _BATCH], strict=True)
                arrays = [pyarrow.array(column, one.type) for column, one in zip(cells, schema, strict=True)]
                yield pyarrow.record_batch(arrays, schema=schema)

        return pyarrow.RecordBatchReader.from_batches(schema, batches())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow PyCapsule interface: https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html."""
        return self.reader().__arrow_c_stream__(requested_schema)


@frozen
class Tables:
    """The tables of some documents; `documents.document_id` and `articles.article_id` join them."""

    documents: Table
    articles: Table
    bylines: Table
    statistics: Table
    initiatives: Table
    places: Table
    organizations: Table
    errors: Table
    """Files that could not be read, and files that repeat the text of another one."""

    def __iter__(self) -> Iterator[Table]:
        return (getattr(self, name) for name in TABLES)

    def _repr_html_(self) -> str:
        """What each table holds, for notebooks."""
        from govnews.output.view.notebook import rows_html

        return rows_html({"table": one.name, "rows": len(one), "columns": len(one.columns)} for one in self)

    def __repr__(self) -> str:
        return f"<Tables: {', '.join(f'{len(table)} {table.name}' for table in self)}>"


def tables(documents: Iterable[Document | tuple[str | os.PathLike[str] | None, Outcome]]) -> Tables:
    """The tables of documents, or of the pairs that `read_all` yields.

    All of them are held in memory; `write` needs no more than a part of them at a time.
    A text that comes twice is one document: the second file is a row of `errors`, so that no figure counts twice.

    >>> from govnews import parse
    >>> found = tables([parse("今年以来，街道走访群众1.2万人次。")])
    >>> found
    <Tables: 1 documents, 1 articles, 0 bylines, 1 statistics, 0 initiatives, 0 places, 0 organizations, 0 errors>
    >>> row, = found.statistics
    >>> row["item"], row["value"], row["statistic_id"]
    ('群众', Decimal('12000'), 'e48786104ddd8e3354610b29932c227b-s0')

    Raises:
        WrongType: if `documents` yields something else.

    """
    collected: Rows = {name: [] for name in TABLES}
    distinct = Distinct()
    for file, outcome in outcomes(documents):
        for name, rows in distinct(rows_of(outcome, file)).items():
            collected[name] += rows
    return Tables(**{name: Table(name, TABLES[name].columns, tuple(rows)) for name, rows in collected.items()})


def outcomes(documents: object) -> Iterator[tuple[str | None, Outcome]]:
    """Each document or error with its file, however the caller named them.

    Raises:
        WrongType: if that is something else, when it comes to it.

    """
    if isinstance(documents, Document):
        documents = (documents,)
    if isinstance(documents, (str, bytes)) or not isinstance(documents, Iterable):
        raise WrongType("documents", "documents, or pairs of a path and a document", documents)
    for one in documents:
        file, outcome = one if isinstance(one, tuple) and len(one) == 2 else (None, one)
        if not isinstance(outcome, (Document, ReadError)):
            raise WrongType("each of documents", "a Document or a pair of a path and a Document or ReadError", outcome)
        if file is not None and not isinstance(file, (str, os.PathLike)):
            raise WrongType("the path of a document", "a path", file)
        yield (None if file is None else readable(file)), outcome


class Distinct:
    """Lets each text through once: the rows of a file that repeats one become a row of `errors`.

    It remembers 16 bytes for each text, some 100 MB for a million of them.
    """

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def __call__(self, rows: Rows) -> Rows:
        """The rows of one document, if its text is new."""
        if not rows.get("documents"):
            return rows
        document_id, file = rows["documents"][0][:2]
        assert isinstance(document_id, str)
        if self.is_new(document_id):
            return rows
        message = "has the same text as a file before it, whose rows stand for both"
        return {"errors": [(file, "duplicate", message, document_id)]}

    def is_new(self, document_id: str) -> bool:
        """Whether this is the first time that this text comes."""
        digest = bytes.fromhex(document_id)
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True


# --- rows -----------------------------------------------------------------------------------------------------------


def rows_of(outcome: Outcome, file: str | None = None) -> Rows:
    """The rows of one document, or of the error that came in its place, by table; plain values that can be pickled.

    A lone surrogate becomes U+FFFD, since no table can hold it; offsets stay what they are.

    >>> from govnews import parse
    >>> rows = rows_of(parse("今年以来，街道走访群众1.2万人次。"), "page.txt")
    >>> [name for name in rows if rows[name]]
    ['documents', 'articles', 'statistics']
    """
    if isinstance(outcome, ReadError):
        return {"errors": [(clean(file or outcome.path), "read", clean(outcome.reason), None)]}
    return _Builder(outcome, None if file is None else clean(file)).rows()


class _Builder:
    """The rows of one document."""

    def __init__(self, document: Document, file: str | None) -> None:
        self.document = document
        self.file = file
        self.id = document_id(document)
        self._rows: Rows = {name: [] for name in TABLES}

    def rows(self) -> Rows:
        self._document()
        for index, article in enumerate(self.document.articles):
            self._article(index, article)
            self._bylines(index, article)
            self._names(index, article)
        for byline in self.document.bylines:
            self._byline(None, byline, is_credit=False)
        self._statistics()
        return self._rows

    def _add(self, table: str, cells: dict[str, Any]) -> None:
        """A row of `cells`, which hold everything that the record holds and perhaps more."""
        self._rows[table].append(tuple(_cell(cells[column.name]) for column in TABLES[table].columns))

    def _article_id(self, index: int) -> str:
        return f"{self.id}-{index}"

    def _within(self, index: int | None, span: Span | None) -> dict[str, Any]:
        """What each row that stands in an article has; who made the page stands in none."""
        raw = None if span is None else self.document.raw_span(span)
        return {
            "article_id": None if index is None else self._article_id(index),
            "document_id": self.id,
            "start": None if raw is None else raw.start,
            "end": None if raw is None else raw.end,
        }

    def _next(self, table: str, letter: str) -> str:
        return f"{self.id}-{letter}{len(self._rows[table])}"

    def _document(self) -> None:
        document = self.document
        cells = {
            "document_id": self.id,
            "file": self.file,
            "kind": document.kind.value,
            "publication": document.publication,
            "published": day(document.published),
            "published_text": document.published,
            "url": document.url,
            "organizers": document.organizers,
            "breadcrumb": document.breadcrumb,
            "encoding": document.encoding,
            "replaced": document.replaced,
            "characters": len(document.raw),
            "articles": len(document.articles),
            "statistics": len(document.statistics),
            "kind_rule": document.kind_rule,
            "raw": document.raw,
            "page": document.page,
        }
        self._add("documents", cells)

    def _article(self, index: int, article: Article) -> None:
        text = article.text
        dateline = article.dateline
        cells = {
            "article": index,
            "kind": article.kind.value,
            "column_head": article.column,
            "kicker": article.kicker,
            "title": article.title,
            "subtitle": article.subtitle,
            "editor_note": article.editor_note,
            "agency": dateline.agency if dateline else None,
            "dateline_place": dateline.place if dateline else None,
            "dateline_date": dateline.date if dateline else None,
            "source": article.source,
            "published": published_day(self.document, article),
            "published_text": article.published or self.document.published,
            "text": text,
            "characters": len(text),
        }
        self._add("articles", cells | self._within(index, article.span))

    def _bylines(self, index: int, article: Article) -> None:
        credits = [credit for block in article.body for credit in block.credits]
        for byline, is_credit in chain(((one, False) for one in article.bylines), ((one, True) for one in credits)):
            self._byline(index, byline, is_credit=is_credit)

    def _byline(self, index: int | None, byline: Byline, *, is_credit: bool) -> None:
        for name in byline.names or (None,):
            cells = {
                "byline_id": self._next("bylines", "b"),
                "role": byline.role.value,
                "label": byline.label,
                "name": name,
                "affiliation": byline.affiliation,
                "is_credit": is_credit,
                "declared": byline.declared,
            }
            self._add("bylines", cells | self._within(index, byline.span))

    def _statistics(self) -> None:
        for row in statistic_rows(self.document):
            cells: dict[str, Any] = dict(row) | {"file": self.file}
            for name in ("value", "low", "high"):
                cells[name] = _exact(cells[name])
            for name in ("published", "period_start", "period_end"):
                cells[name] = day(cells[name])
            cells["base_value"] = _rounded(cells["base_value"])
            self._add("statistics", cells)

    def _names(self, index: int, article: Article) -> None:
        """Initiatives, places and organisations."""
        for initiative in article.initiatives:
            cells: dict[str, Any] = {
                "initiative_id": self._next("initiatives", "i"),
                "name": initiative.name,
                "kind": initiative.kind.value,
                "formula": initiative.formula,
                "components": initiative.components,
                "owner": initiative.owner,
                "quoted": initiative.quoted,
            }
            self._add("initiatives", cells | self._within(index, initiative.span))
        for place in article.places:
            cells = {
                "place_id": self._next("places", "p"),
                "name": place.name,
                "level": place.level.value,
                "code": place.code,
                "chain": place.chain,
                "certain": place.certain,
                "candidates": place.candidates,
            }
            self._add("places", cells | self._within(index, place.span))
        for organization in article.organizations:
            name, code = name_and_code(organization.place)
            cells = {
                "organization_id": self._next("organizations", "o"),
                "name": organization.name,
                "full_name": organization.full_name,
                "kind": organization.kind.value,
                "place": name,
                "place_code": code,
            }
            self._add("organizations", cells | self._within(index, organization.span))


def name_and_code(place: PlaceName | str | None) -> tuple[str | None, str | None]:
    """A place as its name and its code."""
    return (place.name, place.code) if isinstance(place, PlaceName) else (place, None)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (bool, int, date, Decimal)):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(clean(str(member)) for member in value)
    assert isinstance(value, Printed), value
    return clean(value.text)


def clean(text: str) -> str:
    """The text without lone surrogates, which neither Arrow nor a database takes; not longer and not shorter."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return str(text)  # an enum is a str too


def _exact(number: Decimal | None) -> Decimal | None:
    """The number, if a decimal with 38 digits, 10 of them behind the point, holds it as it is."""
    return number if number is not None and _rounded(number) == number else None


def _rounded(number: Decimal | None) -> Decimal | None:
    """The number with at most 10 digits behind the point; `None` if it has too many in front of it."""
    if number is None or not number.is_finite() or number.adjusted() >= DECIMAL_DIGITS - DECIMAL_PLACES:
        return None
    if number.as_tuple().exponent >= -DECIMAL_PLACES:  # type: ignore[operator]  # a finite number's is an int
        return number
    with localcontext() as context:
        context.prec = DECIMAL_DIGITS + 1
        rounded = number.quantize(Decimal(1).scaleb(-DECIMAL_PLACES), ROUND_HALF_EVEN)
    # Twenty-eight nines and more behind the point round to one digit too many.
    return rounded if rounded.adjusted() < DECIMAL_DIGITS - DECIMAL_PLACES else None
