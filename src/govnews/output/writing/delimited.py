"""Tables as CSV files that a spreadsheet opens and the csv module reads back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from datetime import date
from decimal import Decimal
from typing import Any

from govnews.output.tables import Cell, Rows
from govnews.output.writing.base import RowOutput
from govnews.schemas import TABLES

# What a spreadsheet may take for a formula, in its full-width form too: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def plain(cell: Cell) -> str | int | None:
    """A cell as it stands in formats without types: dates in ISO, lists as JSON, numbers with all their digits."""
    if isinstance(cell, tuple):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell


def defused(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula.

    Where it begins with apostrophes and then such a character it gets one more, so that it can be undone:
    one is taken away wherever apostrophes stand in front of such a character.

    >>> defused("=SUM(A1)"), defused("-3.5"), defused("'=1"), defused("群众")
    ("'=SUM(A1)", '-3.5', "''=1", '群众')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def csv_cells(row: Iterable[Cell]) -> list[str | int | None]:
    """A row as it stands in a CSV file: plain cells, and no text among them that is a formula."""
    return [defused(cell) if isinstance(cell, str) else plain(cell) for cell in row]


class CsvOutput(RowOutput):
    """One table a file: UTF-8 with a mark, so that Excel knows it, and without live formulas."""

    def __init__(self, path: str, paths: Mapping[str, str], *, force: bool) -> None:
        self._open_files = ExitStack()
        self._writers: dict[str, Any] = {}
        super().__init__(path, paths, force=force)

    def _begin(self, temporary: list[str]) -> None:
        for name, one in zip(self.holds, temporary, strict=True):
            file = open(one, "w", encoding="utf-8-sig", newline="")  # noqa: PTH123, SIM115 - the stack closes it
            self._open_files.enter_context(file)
            # Where \r ends no line, csv writes it without quotes and cannot read it back.
            self._writers[name] = csv.writer(file, lineterminator="\r\n")
            self._writers[name].writerow(TABLES[name].names)

    def _write(self, rows: Rows) -> None:
        for name, writer in self._writers.items():
            for row in rows.get(name, ()):
                writer.writerow(csv_cells(row))

    def _finish(self) -> None:
        self._open_files.close()

    def _let_go(self) -> None:
        with suppress(OSError):
            self._open_files.close()
