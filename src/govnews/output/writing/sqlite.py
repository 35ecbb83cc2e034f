"""All tables as an SQLite database, with the standard library alone."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from decimal import Decimal

from govnews.output.tables import Cell, Rows
from govnews.output.writing.base import RowOutput
from govnews.output.writing.delimited import plain
from govnews.schemas import SCHEMA_VERSION, TABLES, ColumnType, TableSchema
from govnews.version import CODE, DATA

_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.INT: "INTEGER",
    ColumnType.BOOL: "INTEGER",
    ColumnType.DATE: "TEXT",
    # SQLite has no decimals: `value` is a double that sums, `value_text` has all the digits.
    ColumnType.DECIMAL: "REAL",
    ColumnType.TEXT_LIST: "TEXT",
}


def quoted(name: str) -> str:
    """A name in SQL; some columns are named as keywords are (`end`)."""
    return f'"{name}"'


def _table(schema: TableSchema) -> str:
    lines = []
    for column in schema.columns:
        line = f"{quoted(column.name)} {_TYPES[column.type]}"
        if column.name == schema.key:
            line += " PRIMARY KEY"
        if not column.nullable:
            line += " NOT NULL"
        if column.refers_to:
            line += f" REFERENCES {quoted(column.refers_to)}"
        lines.append(line)
    return f"CREATE TABLE {quoted(schema.name)} ({', '.join(lines)})"


class SqliteOutput(RowOutput):
    """One table for each, with keys, foreign keys and indexes; the table `govnews` says what made it.

    Dates are ISO text, booleans 0 and 1, lists JSON.
    """

    faults = (sqlite3.Error,)

    _connection: sqlite3.Connection

    def _begin(self, temporary: list[str]) -> None:
        self._insert = {
            name: f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * len(schema.columns))})"
            for name, schema in TABLES.items()
        }
        self._connection = sqlite3.connect(temporary[0], isolation_level=None)
        # What fails is thrown away whole, so that nothing needs a journal.
        for line in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {line}")
        self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._connection.execute("BEGIN")
        for schema in TABLES.values():
            self._connection.execute(_table(schema))
        self._connection.execute('CREATE TABLE "govnews" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)')
        made_by = (("schema", str(SCHEMA_VERSION)), ("code", CODE), ("data", DATA))
        self._connection.executemany('INSERT INTO "govnews" VALUES (?, ?)', made_by)

    def _write(self, rows: Rows) -> None:
        for name in TABLES:
            cells = (tuple(map(_bound, row)) for row in rows.get(name, ()))
            self._connection.executemany(self._insert[name], cells)

    def _finish(self) -> None:
        for schema in TABLES.values():
            for column in schema.indexed:
                index = quoted(f"{schema.name}_{column}")
                self._connection.execute(f"CREATE INDEX {index} ON {quoted(schema.name)} ({quoted(column)})")
        self._connection.execute("COMMIT")
        self._connection.close()

    def _let_go(self) -> None:
        with suppress(sqlite3.Error, AttributeError):  # it may not have come to a connection
            self._connection.close()


def _bound(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Decimal):
        return float(cell)
    return int(cell) if isinstance(cell, bool) else plain(cell)
