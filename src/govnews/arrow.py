"""Batches of texts into batches of rows, by Arrow, for engines that share out work: PySpark, Dask, Ray Data, Polars."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from attrs import frozen

from govnews.errors import GovnewsError, WrongOption, WrongType
from govnews.output.tables import Row, Rows, clean, rows_of
from govnews.pipeline import parse
from govnews.reading.files import MOST_CHARACTERS
from govnews.reference import Reference, loaded
from govnews.schemas import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow

ALL = "all"
"""Stands for all tables, as lists in one row for each text."""

_TABLES = tuple(name for name in TABLES if name != "errors")  # a batch says its errors in a column
_TEXTS = frozenset(("string", "large_string", "string_view", "null"))


def process(
    batch: pyarrow.RecordBatch | pyarrow.Table,
    *,
    table: str = "statistics",
    text: str = "text",
    id: str | None = None,
    published: str | None = None,
    publication: str | None = None,
    place: str | None = None,
    kind: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> pyarrow.RecordBatch | pyarrow.Table:
    """The rows of one table for a batch of texts: a RecordBatch for a RecordBatch, a Table for a Table.

    The columns are always those of `schema(table)`: `id` (the caller's, as text), `error`, and the table's own.
    A text that cannot be parsed gives one row with its `id` and the reason in `error`; the others go on.
    Rows stand in the order of the texts. Needs pyarrow (`pip install pyarrow`).

    >>> import pyarrow
    >>> batch = pyarrow.record_batch({"path": ["a", "b"], "text": ["今年以来，街道走访群众1.2万人次。", None]})
    >>> for row in process(batch, id="path").select(["id", "error", "item", "value_text"]).to_pylist():
    ...     print(*row.values())
    a None 群众 12000
    b the text is null None None

    Args:
        batch: one row a text; an empty one gives an empty one.
        table: which table, or `all` for all of them as lists, in one row for each text.
        text: the column of the texts.
        id: the column of what the caller knows them by, text or whole numbers.
        published: the column of their dates of publication, ISO or dates; this one and the next may have nulls.
        publication: the column of their papers or sites.
        place: the column of their districts or cities, names or codes.
        kind: the column of what they are (`newspaper_page`, `web_page`, `article`).
        reference: a folder of tables of your own, read for each batch, or what `reference.load` made of one.

    Raises:
        WrongType: if `batch` is no batch, or the name of a column no string.
        WrongOption: if nobody knows that table, or the batch has no such column, or another type in it.
        MissingExtra: if pyarrow is not installed.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    wanted = schema(table)
    import pyarrow

    if not isinstance(batch, (pyarrow.RecordBatch, pyarrow.Table)):
        raise WrongType("batch", "a pyarrow RecordBatch or Table", batch)
    columns = {"text": _column(batch, "text", text)}
    options = {"id": id, "published": published, "publication": publication, "place": place, "kind": kind}
    columns |= {what: _column(batch, what, name) for what, name in options.items() if name is not None}
    results = _results(columns, loaded(reference))
    arrays = _one_a_text(results, wanted) if table == ALL else _one_table(results, table, wanted)
    return type(batch).from_arrays(arrays, schema=wanted)


def schema(table: str = "statistics") -> pyarrow.Schema:
    """The columns that `process` gives, for an engine that must know them before; all may be null.

    >>> schema("places").names[:4]
    ['id', 'error', 'place_id', 'article_id']

    Args:
        table: which table, or `all` for all of them as lists, in one row for each text.

    Raises:
        WrongOption: if nobody knows that table, or if it is `errors`, which a batch has as a column.
        MissingExtra: if pyarrow is not installed.

    """
    if table not in (*_TABLES, ALL):
        raise WrongOption(f"table must be one of {', '.join((*_TABLES, ALL))}, not {table!r}")
    schemas = {name: arrow_schema(name) for name in (_TABLES if table == ALL else (table,))}
    import pyarrow

    fields = [
        pyarrow.field("id", pyarrow.string(), metadata={"description": "what the caller knows the text by"}),
        pyarrow.field("error", pyarrow.string(), metadata={"description": "why the text gave no rows; else null"}),
    ]
    if table == ALL:
        fields += [
            pyarrow.field(name, pyarrow.list_(pyarrow.struct(list(one))), metadata={"description": f"rows of {name}"})
            for name, one in schemas.items()
        ]
    else:
        fields += [field.with_nullable(True) for field in schemas[table]]
    metadata = {**next(iter(schemas.values())).metadata, b"govnews.table": table.encode()}
    return pyarrow.schema(fields, metadata)


@frozen
class _Result:
    """What became of a text: its rows, or the reason why it has none."""

    id: str | None
    rows: Rows
    error: str | None = None


def _column(batch: Any, what: str, name: str) -> Any:
    """The column of that name, if the batch has it and `process` can read it."""
    if not isinstance(name, str):
        raise WrongType(what, "the name of a column", name)
    if batch.schema.names.count(name) != 1:
        raise WrongOption(f"{what}: the batch must have one column {name!r}; it has {', '.join(batch.schema.names)}")
    import pyarrow

    column = batch.column(name)
    stored = column.type
    if pyarrow.types.is_dictionary(stored):
        stored = stored.value_type
    known = str(stored) in _TEXTS
    known = known or (what == "id" and pyarrow.types.is_integer(stored))
    known = known or (what == "published" and (pyarrow.types.is_date(stored) or pyarrow.types.is_timestamp(stored)))
    if not known:
        wanted = {"id": "text or whole numbers", "published": "text or dates"}.get(what, "text")
        # Not `WrongType`, which would name the Python type, the same for all columns.
        raise WrongOption(f"{what}: the column {name!r} must hold {wanted}, not {stored}")
    return column


def _results(columns: dict[str, Any], reference: Reference | None) -> Iterator[_Result]:
    for cells in zip(*columns.values(), strict=True):
        yield _result(dict(zip(columns, cells, strict=True)), reference)


def _result(cells: dict[str, Any], reference: Reference | None) -> _Result:
    """What becomes of one text, whose cells are Arrow scalars."""
    name: str | None = None
    try:
        if "id" in cells:
            name = _plain(cells.pop("id"))
        options = {what: _plain(cell) for what, cell in cells.items()}
        text = options.pop("text")
        if text is None:
            return _Result(name, {}, "the text is null")
        if len(text) > MOST_CHARACTERS:
            return _Result(name, {}, f"the text has more than {MOST_CHARACTERS:,} characters: split it")
        return _Result(name, rows_of(parse(text, **options, reference=reference)))
    except UnicodeDecodeError as error:
        return _Result(name, {}, f"a cell is no UTF-8: {error}")
    except (WrongOption, WrongType) as error:
        return _Result(name, {}, clean(str(error)))
    except GovnewsError:
        raise  # a broken installation, which no other text will survive
    except Exception as error:  # a fault of ours must not cost a night's work
        return _Result(name, {}, clean(f"cannot be parsed, please report it: {error!r}"))


def _plain(cell: Any) -> str | None:
    value = cell.as_py()  # raises where a foreign engine put bytes into a column of text that are none
    if value is None:
        return None
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def _one_table(results: Iterator[_Result], table: str, wanted: Any) -> list[Any]:
    """The columns of one table, with a row of nulls for each text that failed."""
    nothing: Row = (None,) * len(TABLES[table].columns)
    rows: list[Row] = []
    for result in results:
        own = [nothing] if result.error is not None else result.rows[table]
        rows += ((result.id, result.error, *row) for row in own)
    return _arrays(rows, wanted)


def _one_a_text(results: Iterator[_Result], wanted: Any) -> list[Any]:
    """`id`, `error` and a list of rows for each table."""
    import pyarrow

    all_results = list(results)
    arrays = _arrays([(result.id, result.error) for result in all_results], list(wanted)[:2])
    for field in list(wanted)[2:]:
        found = [result.rows.get(field.name, []) for result in all_results]
        fields = list(field.type.value_type)
        members = _arrays([row for rows in found for row in rows], fields)
        structs = pyarrow.StructArray.from_arrays(members, fields=fields)
        ends = pyarrow.array([0, *accumulate(map(len, found))], pyarrow.int32())
        arrays.append(pyarrow.ListArray.from_arrays(ends, structs, type=field.type))
    return arrays


def _arrays(rows: list[Row], fields: Any) -> list[Any]:
    import pyarrow

    cells = zip(*rows, strict=True) if rows else ((),) * len(fields)
    return [pyarrow.array(column, field.type) for column, field in zip(cells, fields, strict=True)]
