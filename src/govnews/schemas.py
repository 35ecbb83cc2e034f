"""What the tables hold: their columns, with type, meaning and keys; as Arrow schemas where pyarrow is installed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from govnews.errors import MissingExtra, WrongOption
from govnews.version import CODE, DATA

if TYPE_CHECKING:
    import pyarrow

SCHEMA_VERSION = 1
"""Version of the tables: it changes when a column is renamed, removed or gets another meaning; new ones come last."""

DECIMAL_DIGITS, DECIMAL_PLACES = 38, 10
"""Digits of a decimal in all, and behind the point: Arrow's `decimal128(38, 10)`."""


class ColumnType(StrEnum):
    """What the cells of a column are; `text_list` is a list in Arrow and DuckDB and a JSON array elsewhere."""

    TEXT = "text"
    INT = "int"
    BOOL = "bool"
    DATE = "date"
    DECIMAL = "decimal"
    TEXT_LIST = "text_list"


@frozen
class Column:
    """One column of a table."""

    name: str
    type: ColumnType
    description: str
    nullable: bool = True
    refers_to: str | None = None
    """The table whose key it holds."""


@frozen
class TableSchema:
    """One table: its columns in order, and which of them is its key."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: str | None
    """The column whose value no other row has; `None` for a table without one."""
    indexed: tuple[str, ...] = ()
    """Columns that many look things up by; a database has indexes on them."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, description: str, *, nullable: bool = True, refers_to: str | None = None) -> Column:
    return Column(name, ColumnType.TEXT, description, nullable, refers_to)


def _int(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, ColumnType.INT, description, nullable)


def _date(name: str, description: str) -> Column:
    return Column(name, ColumnType.DATE, description)


def _decimal(name: str, description: str) -> Column:
    return Column(name, ColumnType.DECIMAL, description)


def _bool(name: str, description: str) -> Column:
    return Column(name, ColumnType.BOOL, description, nullable=False)


def _list(name: str, description: str) -> Column:
    return Column(name, ColumnType.TEXT_LIST, description, nullable=False)


_DOCUMENT_ID = _text(
    "document_id", "the document, by its raw text: the same text has the same id", nullable=False, refers_to="documents"
)
_ARTICLE_ID = _text("article_id", "the article that it stands in", nullable=False, refers_to="articles")
_START = _int("start", "its first character, in code points of the raw text")
_END = _int("end", "behind its last character, in code points of the raw text")

TABLES: dict[str, TableSchema] = {
    schema.name: schema
    for schema in (
        TableSchema(
            "documents",
            "One row for each text that was read; a text that several files hold has one row, of the first file.",
            (
                _text("document_id", "the first 32 hex digits of the SHA-256 of the raw text in UTF-8", nullable=False),
                _text("file", "the file as it was named; null for a string that was parsed"),
                _text("kind", "`newspaper_page`, `web_page` or `article`", nullable=False),
                _text("publication", "the paper or site"),
                _date("published", "date of publication"),
                _text("published_text", "the same as in the record, with the time where it is known"),
                _text("url", "where the page was, if that was given"),
                _list("organizers", "主办单位 of a web page"),
                _list("breadcrumb", "where a web page stands in its site"),
                _text("encoding", "the encoding of the file; null for a string"),
                _int("replaced", "how many characters could not be decoded and stand as U+FFFD"),
                _int("characters", "length of the raw text in code points"),
                _int("articles", "how many articles it has"),
                _int("statistics", "how many statistics its articles have"),
                _text("kind_rule", "the rule that decided the kind", nullable=False),
                _text("raw", "the raw text, which all `start` and `end` count in", nullable=False),
                _text("page", "the newspaper page, as its head prints it: 第2版, A03"),
            ),
            "document_id",
            ("file", "published"),
        ),
        TableSchema(
            "articles",
            "One row for each article.",
            (
                _text("article_id", "`document_id`, a hyphen, and the article's index on its page", nullable=False),
                _DOCUMENT_ID,
                _int("article", "its index on its page, from 0"),
                _text("kind", "`story`, `photo` or `notice`", nullable=False),
                _text("column_head", "栏目, `column` in the record"),
                _text("kicker", "引题, the line above the title"),
                _text("title", "the headline"),
                _text("subtitle", "副题, the line below the title"),
                _text("editor_note", "编者按, 开栏语"),
                _text("agency", "of the dateline (电头): 本报, 新华社"),
                _text("dateline_place", "of the dateline: 北京"),
                _text("dateline_date", "of the dateline, ISO as far as known: without a year `--01-01`"),
                _text("source", "来源"),
                _date("published", "its date of publication, or else its document's"),
                _text("published_text", "the same as in the record, with the time where it is known"),
                _text("text", "the body, repaired, one paragraph a line", nullable=False),
                _int("characters", "length of `text` in code points"),
                _START,
                _END,
            ),
            "article_id",
            ("document_id", "published"),
        ),
        TableSchema(
            "bylines",
            "One row for each name in a byline, in the credit of a picture or in the head of a newspaper page, and one "
            "for each byline without a name.",
            (
                _text("byline_id", "`document_id`, `-b` and a number", nullable=False),
                _text("article_id", "the article; null for those who made the page", refers_to="articles"),
                _DOCUMENT_ID,
                _text("role", "what they did: `reporter`, `photographer` …", nullable=False),
                _text("label", "the word as printed: 记者, 摄"),
                _text("name", "one name, without blanks inside"),
                _text("affiliation", "本报, 新华社 and the like"),
                _bool("is_credit", "whether it credits a picture and not the article"),
                _text("declared", "the tag that says so, where only a tag says so"),
                _int("start", "first character of the whole byline in the raw text; null if declared", nullable=True),
                _int("end", "behind its last character in the raw text; null if declared", nullable=True),
            ),
            "byline_id",
            ("article_id", "document_id", "name"),
        ),
        TableSchema(
            "statistics",
            "One row for each statistic.",
            (
                _text("statistic_id", "`document_id`, `-s` and a number", nullable=False),
                _ARTICLE_ID,
                _DOCUMENT_ID,
                _text("file", "the file of its document"),
                _int("article", "index of its article on the page, from 0"),
                _text("title", "headline of its article"),
                _date("published", "date of its article"),
                _text("item", "what is counted"),
                _decimal(
                    "value",
                    "with 万, 亿 … multiplied out; null for a range, and where it has more than 28 digits in front of "
                    "the point or more than 10 behind it",
                ),
                _text("value_text", "the same, with all its digits; null for a range"),
                _decimal("low", "the lower end of a range"),
                _text("low_text", "the same, with all its digits"),
                _decimal("high", "the upper end of a range"),
                _text("high_text", "the same, with all its digits"),
                _text("unit", "as printed, without the scale"),
                _decimal("base_value", "the value in `base_unit`, rounded to 10 digits behind the point"),
                _text("base_unit", "平方米 for areas, 元 for money …"),
                _text("qualifier", "how exact it is said to be: `exact`, `about`, `more_than` …", nullable=False),
                _text("action", "the verb that the doer did: 走访"),
                _text("change", "`increase` or `decrease`"),
                _text("basis", "what the change is measured against, as printed: 同比"),
                _text("period", "the time that it speaks of, as printed"),
                _date("period_start", "its first day"),
                _date("period_end", "its last day"),
                _text("place", "the place that it speaks of, as printed"),
                _text("place_code", "its code, where one division can be meant"),
                _text("status", "`reported`, `planned`, `target` or `capacity`", nullable=False),
                _text("certainty", "`high`, `medium` or `low`", nullable=False),
                _text("number", "the number as printed: 39.6万", nullable=False),
                _text("text", "from action or item to number and unit, as printed", nullable=False),
                _int("start", "first character of number and unit in the raw text"),
                _int("end", "behind the last character of number and unit in the raw text"),
                _text("rule", "the rule that made it a statistic", nullable=False),
            ),
            "statistic_id",
            ("article_id", "document_id", "item", "unit", "place_code", "period", "period_start"),
        ),
        TableSchema(
            "initiatives",
            "One row for each mention of a named programme, method or platform.",
            (
                _text("initiative_id", "`document_id`, `-i` and a number", nullable=False),
                _ARTICLE_ID,
                _DOCUMENT_ID,
                _text("name", "its name, without quotation marks", nullable=False),
                _text("kind", "`programme`, `mechanism`, `platform` …", nullable=False),
                _text("formula", "the digits of a name that has some: 1+4+5"),
                _list("components", "what the text says that it is made of"),
                _text("owner", "whose it is, where the text says so"),
                _bool("quoted", "whether it stands in quotation marks"),
                _START,
                _END,
            ),
            "initiative_id",
            ("article_id", "document_id", "name"),
        ),
        TableSchema(
            "places",
            "One row for each mention of a place.",
            (
                _text("place_id", "`document_id`, `-p` and a number", nullable=False),
                _ARTICLE_ID,
                _DOCUMENT_ID,
                _text("name", "as printed", nullable=False),
                _text("level", "`province`, `city`, `county`, `town`, `community` or `village`", nullable=False),
                _text("code", "GB/T 2260, for towns the statistical code; null where it is not certain"),
                _list("chain", "full names from the province down to the place itself"),
                _bool("certain", "whether only one division can be meant"),
                _list("candidates", "codes of the divisions that may be meant, where it is not certain"),
                _START,
                _END,
            ),
            "place_id",
            ("article_id", "document_id", "code", "name"),
        ),
        TableSchema(
            "organizations",
            "One row for each mention of an organisation.",
            (
                _text("organization_id", "`document_id`, `-o` and a number", nullable=False),
                _ARTICLE_ID,
                _DOCUMENT_ID,
                _text("name", "as printed", nullable=False),
                _text("full_name", "its full name, where the text tells"),
                _text("kind", "what it is", nullable=False),
                _text("place", "the place that it belongs to"),
                _text("place_code", "the code of that place, where one division can be meant"),
                _START,
                _END,
            ),
            "organization_id",
            ("article_id", "document_id", "name", "place_code"),
        ),
        TableSchema(
            "errors",
            "One row for each file that gave no row of `documents`: not readable, or the same text as another.",
            (
                _text("file", "the file as it was named"),
                _text("stage", "`read`, or `duplicate` where another file holds the same text", nullable=False),
                _text("message", "what is wrong and what to do about it", nullable=False),
                _text("document_id", "the document whose text it repeats", refers_to="documents"),
            ),
            None,
            ("file", "document_id"),
        ),
    )
}
"""The tables by name; a table that refers to another one stands behind it."""


def table_schema(table: str) -> TableSchema:
    """The schema of the table of that name.

    >>> table_schema("places").names[3:6]
    ('name', 'level', 'code')

    Raises:
        WrongOption: if there is no such table.

    """
    if table not in TABLES:
        raise WrongOption(f"table must be one of {', '.join(TABLES)}, not {table!r}")
    return TABLES[table]


def arrow_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema of the table of that name; needs pyarrow (`pip install pyarrow`).

    Its metadata say what made it: `govnews.table`, `govnews.schema`, `govnews.code`, `govnews.data`;
    those of a field have its `description`.

    Raises:
        WrongOption: if there is no such table.
        MissingExtra: if pyarrow is not installed.

    """
    schema = table_schema(table)
    try:
        import pyarrow
    except ImportError:
        raise MissingExtra("pyarrow", "arrow", "an Arrow table") from None
    types = {
        ColumnType.TEXT: pyarrow.string(),
        ColumnType.INT: pyarrow.int64(),
        ColumnType.BOOL: pyarrow.bool_(),
        ColumnType.DATE: pyarrow.date32(),
        ColumnType.DECIMAL: pyarrow.decimal128(DECIMAL_DIGITS, DECIMAL_PLACES),
        ColumnType.TEXT_LIST: pyarrow.list_(pyarrow.string()),
    }
    fields = [
        pyarrow.field(column.name, types[column.type], column.nullable, {"description": column.description})
        for column in schema.columns
    ]
    made_by = {
        "govnews.table": table,
        "govnews.schema": str(SCHEMA_VERSION),
        "govnews.code": CODE,
        "govnews.data": DATA,
    }
    return pyarrow.schema(fields, made_by)
