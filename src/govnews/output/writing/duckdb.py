"""All tables as a DuckDB database."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from govnews.errors import MissingExtra
from govnews.output.tables import Row, Table
from govnews.output.writing.base import BufferedOutput
from govnews.output.writing.parts import explained
from govnews.output.writing.sqlite import quoted
from govnews.schemas import (
    DECIMAL_DIGITS,
    DECIMAL_PLACES,
    SCHEMA_VERSION,
    TABLES,
    ColumnType,
    TableSchema,
    arrow_schema,
)
from govnews.version import CODE, DATA

_TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INT: "BIGINT",
    ColumnType.BOOL: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DECIMAL: f"DECIMAL({DECIMAL_DIGITS}, {DECIMAL_PLACES})",
    ColumnType.TEXT_LIST: "VARCHAR[]",
}


def _table(schema: TableSchema) -> str:
    lines = [
        f"{quoted(column.name)} {_TYPES[column.type]}{'' if column.nullable else ' NOT NULL'}"
        for column in schema.columns
    ]
    return f"CREATE TABLE {quoted(schema.name)} ({', '.join(lines)})"


class DuckdbOutput(BufferedOutput):
    """One table for each, decimals and lists as such; the table `govnews` says what made it.

    The keys join as in SQLite and are not declared: DuckDB would keep an index of each in memory.
    """

    _connection: Any = None

    def _begin(self, temporary: list[str]) -> None:
        try:
            import duckdb
        except ImportError:
            raise MissingExtra("duckdb", "duckdb", "a .duckdb file") from None
        arrow_schema("documents")  # the rows go over as Arrow
        self.faults = (duckdb.Error,)
        os.unlink(temporary[0])  # noqa: PTH108 - DuckDB wants to make the file itself
        with explained(self.path, *self.faults):
            self._connection = duckdb.connect(temporary[0])
            for schema in TABLES.values():
                self._connection.execute(_table(schema))
                for column in schema.columns:
                    said = column.description.replace("'", "''")
                    place = f"{quoted(schema.name)}.{quoted(column.name)}"
                    self._connection.execute(f"COMMENT ON COLUMN {place} IS '{said}'")
            self._connection.execute('CREATE TABLE "govnews" ("name" VARCHAR NOT NULL, "value" VARCHAR NOT NULL)')
            made_by = (("schema", str(SCHEMA_VERSION)), ("code", CODE), ("data", DATA))
            self._connection.executemany('INSERT INTO "govnews" VALUES (?, ?)', made_by)

    def _batch(self, table: str, rows: list[Row]) -> None:
        self._connection.register("batch", Table(table, TABLES[table].columns, tuple(rows)).reader())
        self._connection.execute(f"INSERT INTO {quoted(table)} SELECT * FROM batch")
        self._connection.unregister("batch")

    def _finish(self) -> None:
        self._flush()
        # To close does it too, and is silent where the disk is full: what is in the log would be lost.
        self._connection.execute("CHECKPOINT")
        self._connection.close()

    def _let_go(self) -> None:
        with suppress(*self.faults):
            if self._connection is not None:
                self._connection.close()
        with suppress(OSError, IndexError):
            os.unlink(f"{self._parts[-1].temporary}.wal")  # noqa: PTH108 - as the user named it
