"""All tables as an Excel workbook, a sheet each."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BufferedRandom, FileIO, RawIOBase
from tempfile import TemporaryDirectory
from typing import Any

from govnews.errors import MissingExtra, WriteError, readable
from govnews.output.tables import Cell, Rows
from govnews.output.writing.base import RowOutput
from govnews.output.writing.delimited import plain
from govnews.schemas import TABLES, ColumnType

# https://support.microsoft.com/en-us/office/excel-specifications-and-limits
MOST_ROWS = 1_048_576
"""The rows of a sheet, its head among them."""
MOST_UNITS = 32_767
"""The characters of a cell, counted in UTF-16 units."""

_FIRST_DAY = date(1900, 3, 1)
"""Before that day Excel counts a 29 February 1900 that never was."""
_CUT = "… (cut)"


class _Target(RawIOBase):
    """The file of a workbook, which takes all and keeps nothing once it is let go.

    A zip archive that came to nothing writes once more when it is collected, and complains where it cannot.
    """

    def __init__(self, path: str) -> None:
        self._file = FileIO(path, "w+b")

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return 0 if self._file.closed else self._file.readinto(buffer)

    def write(self, data: Any) -> int:
        return len(data) if self._file.closed else self._file.write(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return 0 if self._file.closed else self._file.seek(offset, whence)

    def let_go(self) -> None:
        self._file.close()


class ExcelOutput(RowOutput):
    """One sheet for each table; text is text and never a formula, numbers are doubles, long cells are cut."""

    _book: Any = None
    _target: _Target | None = None
    _scratch: TemporaryDirectory[str] | None = None

    def _begin(self, temporary: list[str]) -> None:
        try:
            import xlsxwriter
            from xlsxwriter.exceptions import XlsxWriterException
        except ImportError:
            raise MissingExtra("xlsxwriter", "xlsx", "an .xlsx file") from None
        self.faults = (XlsxWriterException,)
        self._used: Counter[str] = Counter()
        # xlsxwriter puts rows into files of its own, one a sheet; beside the output, where there must be room anyway.
        folder = os.path.dirname(temporary[0]) or "."  # noqa: PTH120 - as the user named it
        self._scratch = TemporaryDirectory(prefix=".govnews-", suffix=".part", dir=folder, ignore_cleanup_errors=True)
        self._target = _Target(temporary[0])
        self._file = BufferedRandom(self._target)
        self._book = xlsxwriter.Workbook(self._file, {"constant_memory": True, "tmpdir": self._scratch.name})
        # The same documents make the same file, whenever it is written; its members have that date anyway.
        self._book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        bold = self._book.add_format({"bold": True})
        self._sheets: dict[str, Any] = {}
        for name, schema in TABLES.items():
            sheet = self._sheets[name] = self._book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(schema.columns):
                sheet.set_column(at, at, 18 if column.type is ColumnType.TEXT else 12)
                sheet.write_string(0, at, column.name, bold)
            self._used[name] = 1

    def _write(self, rows: Rows) -> None:
        for name, some in rows.items():
            if self._used[name] + len(some) > MOST_ROWS:
                # What came before is whole and worth keeping.
                held = self.close().documents
                raise WriteError(
                    readable(self.path),
                    f"the sheet {name} is full at {MOST_ROWS:,} rows: the workbook holds the first {held:,} documents; "
                    "write .sqlite, .parquet or .csv for all of them",
                )
        for name, some in rows.items():
            sheet = self._sheets[name]
            for row in some:
                for at, cell in enumerate(row):
                    self._put(sheet, self._used[name], at, cell)
                self._used[name] += 1

    def _put(self, sheet: Any, row: int, at: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, (int, Decimal)):
            sheet.write_number(row, at, cell if isinstance(cell, int) else float(cell))
        elif isinstance(cell, date) and cell >= _FIRST_DAY:
            sheet.write_datetime(row, at, cell, self._day)
        else:
            sheet.write_string(row, at, _short(str(plain(cell))))

    def _finish(self) -> None:
        self._book.close()
        self._book = None
        self._file.flush()
        if self._target is not None:
            self._target.let_go()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _let_go(self) -> None:
        if self._target is not None:
            self._target.let_go()
        # The files of its sheets are open; closing the book is the one way to let go of them.
        with suppress(OSError, *self.faults):
            if self._book is not None:
                self._book.close()
        if self._scratch is not None:
            self._scratch.cleanup()


def _short(text: str) -> str:
    """The text as far as a cell holds it; a cut one says so at its end."""
    units = len(text) + sum(character > "\uffff" for character in text)
    if units <= MOST_UNITS:
        return text
    room = (MOST_UNITS - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
