"""Tables: their rows are what the schemas say, their ids join, and other libraries read them."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import govnews
from govnews import MissingExtra, ReadError, Span, WrongOption, WrongType, models, schemas, tables
from govnews.output.rows import STATISTIC_COLUMNS
from govnews.output.tables import Row, Rows, Tables, clean, rows_of
from govnews.schemas import Column, ColumnType
from outputs import PAGE, PLAIN, results, rich
from strategies import any_page, pages
from test_package import loaded

TYPES: dict[ColumnType, type] = {
    ColumnType.TEXT: str,
    ColumnType.INT: int,
    ColumnType.BOOL: bool,
    ColumnType.DATE: date,
    ColumnType.DECIMAL: Decimal,
    ColumnType.TEXT_LIST: tuple,
}


def fits(column: Column, cell: object) -> bool:
    """Whether the cell is what the schema says."""
    if cell is None:
        return column.nullable
    if type(cell) is not TYPES[column.type]:
        return False
    if isinstance(cell, Decimal):
        return cell.adjusted() < 28 and int(cell.as_tuple().exponent) >= -10
    texts = cell if isinstance(cell, tuple) else (cell,) if isinstance(cell, str) else ()
    return all(type(text) is str and text.encode("utf-8") is not None for text in texts)


def check(rows: Rows) -> None:
    assert list(rows) == list(schemas.TABLES)
    for name, some in rows.items():
        columns = schemas.TABLES[name].columns
        for row in some:
            assert len(row) == len(columns)
            wrong = [(column.name, cell) for column, cell in zip(columns, row, strict=True) if not fits(column, cell)]
            assert not wrong, (name, wrong)


@given(any_page(), st.one_of(st.none(), st.just("年报/\ud800.txt")))
def test_rows_are_what_the_schemas_say(text: str, file: str | None) -> None:
    """Whatever the text, every cell has its column's type, and no cell is null that must not be."""
    check(rows_of(govnews.parse(text), file))


def test_rows_of_every_table_are_what_the_schemas_say() -> None:
    """The page of the tests has rows in every table but that of errors."""
    rows = rows_of(rich(), "a.txt")
    check(rows)
    assert [name for name in rows if not rows[name]] == ["errors"]


def column(table: Any, name: str) -> list[Any]:
    return [row[name] for row in table]


def joined(found: Tables) -> None:
    """Keys are unique, what a row refers to is there, and counts are those of the documents."""
    keys = {name: column(getattr(found, name), schema.key) for name, schema in schemas.TABLES.items() if schema.key}
    for name, values in keys.items():
        assert len(set(values)) == len(values), name
    for name, schema in schemas.TABLES.items():
        for one in schema.columns:
            if one.refers_to and one.refers_to != name:
                assert set(column(getattr(found, name), one.name)) - {None} <= set(keys[one.refers_to]), (name, one)
    for row in found.documents:
        assert row["articles"] == column(found.articles, "document_id").count(row["document_id"])
        assert row["statistics"] == column(found.statistics, "document_id").count(row["document_id"])


@given(st.lists(any_page(), max_size=4))
def test_ids_join(texts: list[str]) -> None:
    """Among any pages, every reference leads to one row."""
    documents = [govnews.parse(text) for text in texts]
    found = tables(documents)
    joined(found)
    assert len(found.documents) == len(set(texts))
    assert len(found.documents) + len(found.errors) == len(texts)


@given(pages())
def test_places_in_the_raw_text_quote_it(page: Any) -> None:
    """`start` and `end` of each row lead to the characters that the record's span leads to."""
    document = govnews.parse(page.text)
    found = tables(document for document in [document])
    for row, statistic in zip(found.statistics, document.statistics, strict=True):
        assert isinstance(row["start"], int)
        assert isinstance(row["end"], int)
        assert Span(row["start"], row["end"]) == document.raw_span(statistic.span)
        assert row["article_id"] == f"{row['document_id']}-{row['article']}"
    for table in (found.articles, found.places, found.initiatives):
        for row in table:
            assert 0 <= row["start"] < row["end"] <= len(page.text)  # type: ignore[operator] # ints


@given(any_page())
def test_statistic_rows_are_the_rows_of_the_table(text: str) -> None:
    """`statistic_rows` has the columns of the table `statistics`, all but `file`, and says the same in them."""
    document = govnews.parse(text, published="2024-07-05")
    table = tables([("page.txt", document)]).statistics
    assert set(STATISTIC_COLUMNS) == {one.name for one in table.columns} - {"file"}
    for row, cells in zip(govnews.statistic_rows(document), table, strict=True):
        assert tuple(row) == STATISTIC_COLUMNS
        for name, value in row.items():
            cell = cells[name]
            if isinstance(value, Decimal):  # a column of decimals holds no more than ten digits behind the point
                assert cell is None or abs(value - cell) < Decimal("1e-10"), name  # type: ignore[operator] # a Decimal
            else:
                assert (None if value is None else clean(str(value))) == (None if cell is None else str(cell)), name


def test_ids_hang_on_the_text_alone() -> None:
    """Another file, date or place changes no id; another text changes all."""
    first = tables([("a.txt", govnews.parse(PLAIN))])
    second = tables([("b.txt", govnews.parse(PLAIN, published="2024-07-05", place="天津市河西区"))])
    other = tables([govnews.parse(PLAIN + "。")])
    for name, key in (("documents", "document_id"), ("articles", "article_id"), ("statistics", "statistic_id")):
        assert column(getattr(first, name), key) == column(getattr(second, name), key)
        assert not set(column(getattr(first, name), key)) & set(column(getattr(other, name), key))


def test_a_text_that_comes_twice_counts_once() -> None:
    """The second file with a text is an error of the stage `duplicate` that leads to the document."""
    found = tables(results())
    assert column(found.documents, "file") == ["a.txt", "+b.txt", None]
    assert [(row["file"], row["stage"]) for row in found.errors] == [("copy/of/b.txt", "duplicate"), ("c.txt", "read")]
    assert column(found.errors, "document_id") == [column(found.documents, "document_id")[1], None]
    assert Counter(column(found.statistics, "file"))["+b.txt"] == 2


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        ("396000", "396000", "396000"),
        ("0.0000000001", "0.0000000001", "0.0000000001"),
        ("9999999999999999999999999999", "9999999999999999999999999999", "9999999999999999999999999999"),
        ("1.2300000000000000", "1.23", "1.2300000000000000"),
        ("0.00000000001", None, "0.00000000001"),
        ("1e28", None, "10000000000000000000000000000"),
        ("0.6666666666666666666666666667", None, "0.6666666666666666666666666667"),
    ],
)
def test_values_are_exact_or_null(number: str, value: str | None, text: str) -> None:
    """A value that decimal128(38, 10) does not hold as it is, is null; its text has all digits."""
    document = govnews.parse(PLAIN)
    article = document.articles[0]
    statistic = evolve(article.statistics[0], value=Decimal(number), low=Decimal(number), high=None)
    document = evolve(document, articles=(evolve(article, statistics=(statistic,)),))
    row = next(iter(tables([document]).statistics))
    assert row["value"] == row["low"] == (None if value is None else Decimal(value))
    assert row["value_text"] == row["low_text"] == text
    assert row["high"] is row["high_text"] is None


@pytest.mark.parametrize(
    ("number", "base"),
    [("199999.99999999999999", "200000"), ("0.66666666666", "0.6666666667"), ("9" * 28 + "." + "9" * 12, None)],
)
def test_converted_values_are_rounded(number: str, base: str | None) -> None:
    """A value in another unit is rounded to ten places, and null where that is a digit too many."""
    document = govnews.parse(PLAIN)
    article = document.articles[0]
    statistic = evolve(article.statistics[0], base_value=Decimal(number), base_unit="平方米")
    document = evolve(document, articles=(evolve(article, statistics=(statistic,)),))
    row = next(iter(tables([document]).statistics))
    assert row["base_value"] == (None if base is None else Decimal(base))


def test_every_kind_of_row() -> None:
    """One row of each table, cell by cell where it is not plain from the record."""
    found = tables([("a.txt", rich())])
    assert [(row["name"], row["is_credit"], row["role"]) for row in found.bylines] == [
        ("方一舟", False, "reporter"),
        ("周知远", False, "correspondent"),
        ("李明", True, "photographer"),
        ("王琪", True, "photographer"),
    ]
    document = next(iter(found.documents))
    assert (document["published"], document["publication"], document["raw"]) == (date(2024, 7, 5), "滨河日报", PAGE)
    initiative = next(iter(found.initiatives))
    assert (initiative["components"], initiative["owner"]) == (("一网", "四级"), "街道")
    assert [(row["full_name"], row["place"]) for row in found.organizations] == [
        ("天塔街道办事处", None),
        (None, "河西区"),
    ]
    place = next(iter(found.places))
    assert (place["code"], place["chain"]) == ("120103008", ("天津市", "河西区", "天塔街道"))
    area = next(row for row in found.statistics if row["unit"] == "亩")
    assert (area["base_value"], area["base_unit"], area["title"]) == (Decimal(200000), "平方米", "=老街换新颜")


def test_who_made_a_page_stands_in_no_article() -> None:
    """The page's number is a cell of its document; its makers come behind the articles' bylines, without an article."""
    text = f"第2版 要闻 2024年3月18日 星期一 责编：郑可欣 版式：吕一鸣\n\n小区添绿\n\n■ 通讯员 李　明\n\n{PLAIN}"
    found = tables([govnews.parse(text)])
    joined(found)
    assert column(found.documents, "page") == ["第2版"]
    article_id = column(found.articles, "article_id")[0]
    made = [(row["name"], row["label"], row["role"], row["article_id"]) for row in found.bylines]
    assert made == [
        ("李明", "通讯员", "correspondent", article_id),
        ("郑可欣", "责编", "responsible_editor", None),
        ("吕一鸣", "版式", "editor", None),
    ]
    spans = zip(column(found.bylines, "start"), column(found.bylines, "end"), strict=True)
    assert [text[start:end] for start, end in spans][1:] == ["责编：郑可欣", "版式：吕一鸣"]


def test_a_place_with_a_code_has_two_cells() -> None:
    """An organisation whose place is a name with a code gives both."""
    document = rich()
    article = document.articles[0]
    home = models.PlaceName("河西区", "120103")
    organization = models.Organization("区医院", None, models.OrganizationKind.HOSPITAL, home, Span(0, 1))
    document = evolve(document, articles=(evolve(article, organizations=(organization,)),))
    row = next(iter(tables([document]).organizations))
    assert (row["place"], row["place_code"]) == ("河西区", "120103")


def test_times_and_partial_dates() -> None:
    """A date with its time is a date and its text; what is no whole date is null."""
    document = evolve(govnews.parse(PLAIN), published="2024-07-05T09:28:00")
    assert [(row["published"], row["published_text"]) for row in tables([document]).articles] == [
        (date(2024, 7, 5), "2024-07-05T09:28:00")
    ]
    for partial in ("2024-07", "--01-01", "明天"):
        assert column(tables([evolve(document, published=partial)]).documents, "published") == [None]


def test_reprs_are_short() -> None:
    """A table shows its name and size and no row."""
    found = tables(results())
    assert repr(found.errors) == "<Table errors: 2 rows, 4 columns>"
    assert repr(found).startswith("<Tables: 3 documents, ")


@pytest.mark.parametrize("bad", [None, 7, "page.txt", [None], [("a.txt", None)], [(7, ReadError("a", "b"))]], ids=repr)
def test_wrong_types_are_said(bad: Any) -> None:
    """What is no document raises one error that says what was wanted."""
    with pytest.raises(WrongType, match="document"):
        tables(bad)


def test_unknown_tables_are_said() -> None:
    """A table that is not there is answered with those that are."""
    with pytest.raises(WrongOption, match="statistics, initiatives"):
        schemas.table_schema("figures")


def test_tables_need_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are made without pyarrow; without it the Arrow stream names what to install."""
    code = "import govnews; govnews.tables([govnews.parse('走访群众12人。')])"
    assert loaded(code, ("pyarrow", "pandas", "polars", "duckdb", "xlsxwriter")) == []
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match="needs pyarrow: pip install pyarrow "):
        tables([]).documents.__arrow_c_stream__()


def test_schemas_say_everything() -> None:
    """Every column has a description, names are unique, keys are no nulls, references lead upwards."""
    seen: list[str] = []
    for name, schema in schemas.TABLES.items():
        assert all(one.description for one in schema.columns)
        assert len(set(schema.names)) == len(schema.columns)
        assert set(schema.indexed) <= set(schema.names)
        assert schema.key is None or not schema.columns[schema.names.index(schema.key)].nullable
        assert {one.refers_to for one in schema.columns} - {None} <= {*seen, name}
        seen.append(name)
    assert seen == [field.name for field in Tables.__attrs_attrs__]


# --- Arrow ----------------------------------------------------------------------------------------------------------


def plain(rows: Any) -> list[Row]:
    """Rows as others give them, lists as tuples."""
    return [tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row) for row in rows]


@pytest.mark.parametrize("name", schemas.TABLES)
def test_arrow_readers_read_the_same(name: str) -> None:
    """pyarrow, polars and DuckDB read every cell, and pyarrow finds the schema with its metadata."""
    pyarrow = pytest.importorskip("pyarrow")
    table = getattr(tables(results()), name)
    assert len(table)
    read = pyarrow.table(table)
    assert read.schema.equals(schemas.arrow_schema(name), check_metadata=True)
    assert read.schema.metadata[b"govnews.schema"] == str(schemas.SCHEMA_VERSION).encode()
    assert read.schema.metadata[b"govnews.data"] == govnews.to_dict(govnews.parse(""))["govnews"]["data"].encode()
    assert plain(row.values() for row in read.to_pylist()) == list(table.rows)
    polars = pytest.importorskip("polars")
    assert plain(polars.DataFrame(table).rows()) == list(table.rows)
    duckdb = pytest.importorskip("duckdb")
    assert plain(duckdb.from_arrow(table).fetchall()) == list(table.rows)


def test_pandas_reads_them() -> None:
    """A frame of pandas is made of the stream, its values exact."""
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    if not hasattr(pandas.DataFrame, "from_arrow"):
        pytest.skip("pandas before 3.0 reads no streams")
    table = tables(results()).statistics
    frame = pandas.DataFrame.from_arrow(table)
    assert list(frame.columns) == list(schemas.TABLES["statistics"].names)
    assert [value for value in frame["value"] if not pandas.isna(value)] == [
        row["value"] for row in table if row["value"] is not None
    ]


def test_empty_tables_have_their_schema() -> None:
    """No document is no row, and the columns are there all the same."""
    pyarrow = pytest.importorskip("pyarrow")
    assert pyarrow.table(tables([]).statistics).schema.names == list(schemas.TABLES["statistics"].names)


@given(any_page())
def test_any_page_becomes_arrow(text: str) -> None:
    """Whatever the text, Arrow takes the rows and gives them back."""
    pyarrow = pytest.importorskip("pyarrow")
    for table in tables([govnews.parse(text)]):
        assert plain(row.values() for row in pyarrow.table(table).to_pylist()) == list(table.rows)


def test_tables_show_themselves_in_notebooks() -> None:
    """A table shows its columns and its first rows, escaped; all tables show how many rows they have."""
    found = tables([govnews.parse("<b>一条</b>街新增车位12个。")])
    html = found.statistics._repr_html_()
    assert "<td>车位</td>" in html
    assert "<b>" not in found.documents._repr_html_()
    assert "<td>statistics</td>" in found._repr_html_()
