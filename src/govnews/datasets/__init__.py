"""Facts read by hand out of pages of district news, as typed rows. No parser reads them: they are held against it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar

from attrs import frozen

from govnews.models import DocumentKind, InitiativeKind, Qualifier, Status
from govnews.table_files import read_table

VERSION = "1.0.0"
"""Version of the dataset: a fact that changes makes a major one, rows that come a minor one."""


@frozen
class SourceDocument:
    """A page that facts were read from: documents.csv."""

    id: str
    kind: DocumentKind
    publication: str | None
    """The paper or site; `None` where the page does not say."""
    source: str | None
    """Whom the page names as its source."""
    place: str
    """The district whose news it brings, as in divisions.csv."""
    place_code: str
    """Its code in divisions.csv (GB/T 2260)."""
    published: date | None
    """`None` where no date is printed."""
    articles: int
    """How many articles it has."""
    characters: int
    """Length of its text in code points."""
    sha256: str
    """Of its text in UTF-8, so that who has the page can tell that it is this one."""
    note: str
    """What a user should know of it."""


@frozen
class Mechanism:
    """A programme, mechanism, way of working, platform, brand, team or campaign that an article names: mechanisms.csv.

    A row for each article that names it.
    """

    id: str
    """Document, article, and m or f with a number; never used again."""
    document_id: str
    """Id of its page in documents.csv."""
    article: int
    """Index of its article in the document; the first is 0, as in `statistic_rows`."""
    name: str
    """As printed, without the quotation marks."""
    kind: InitiativeKind
    formula: str | None
    """The digits of a name that has some: 1+4+5."""
    components: tuple[str, ...]
    """What the article says that it is made of; in the file parted by blanks."""
    place: str | None
    """The smallest place that the article connects it with: where it is run, or whose it is."""
    place_code: str | None
    """Its code in divisions.csv; for a community that of its street."""


@frozen
class Figure:
    """A number that an article reports, with what it counts: figures.csv.

    The fields that `Statistic` has too mean the same.
    """

    id: str
    """Document, article, and m or f with a number; never used again."""
    document_id: str
    """Id of its page in documents.csv."""
    article: int
    """Index of its article in the document; the first is 0, as in `statistic_rows`."""
    item: str
    """What is counted: the noun, without most of what describes it; several are parted by blanks."""
    action: str | None
    """The verb that the doer did."""
    number: str
    """As printed, without the unit: 39.6万."""
    value: Decimal | None
    """With 万, 亿 … multiplied out; `None` for a range, which has `low` and `high`."""
    low: Decimal | None
    high: Decimal | None
    unit: str
    """As in units.csv, where its kind stands."""
    qualifier: Qualifier
    period: str | None
    """The time expression that governs it, cut to its first words where it is long."""
    period_start: date | None
    """`None` where the words and the date of the page do not tell."""
    period_end: date | None
    place: str
    """The smallest place that the article gives for it; a street or district by its name in divisions.csv."""
    place_code: str
    """Its code in divisions.csv; for a community that of its street."""
    status: Status


_Row = TypeVar("_Row")


@cache
def _rows(name: str, row_class: type[_Row]) -> tuple[_Row, ...]:
    return read_table(files(__name__).joinpath(name).read_text(encoding="utf-8"), row_class, name)


def documents() -> tuple[SourceDocument, ...]:
    """The pages that the facts were read from.

    >>> [(document.id, document.place, str(document.published)) for document in documents()]
    [('hexi-newspaper-page', '河西区', 'None'), ('jinnan-web-page', '津南区', '2024-01-16')]
    """
    return _rows("documents.csv", SourceDocument)


def mechanisms() -> tuple[Mechanism, ...]:
    """The mechanisms that the pages name.

    >>> next(mechanism.components for mechanism in mechanisms() if mechanism.name == "微网实格")
    ('党员', '楼栋长', '志愿者')
    """
    return _rows("mechanisms.csv", Mechanism)


def figures() -> tuple[Figure, ...]:
    """The figures that the pages report.

    >>> figure = next(figure for figure in figures() if figure.unit == "人次")
    >>> figure.item, figure.number, figure.value, figure.period_start.isoformat(), figure.place_code
    ('群众', '39.6万', Decimal('396000'), '2023-01-01', '120112')
    """
    return _rows("figures.csv", Figure)
