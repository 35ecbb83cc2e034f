"""LibreOffice opens the outputs as they were written: every cell, Chinese text, codes as text, and no formula."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from govnews import write
from outputs import results

openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice's `soffice` on the path"),
]
UTF_8_QUOTED_ALL = "44,34,76,1"
EVERY_SHEET = f"csv:Text - txt - csv (StarCalc):{UTF_8_QUOTED_ALL},,0,false,true,false,false,false,-1"


def converted(file: Path, to: str, folder: Path, *options: str) -> None:
    """What LibreOffice makes of a file, in a folder, with a profile of its own."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", *options, "--convert-to", to, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def same(shown: str, written: object) -> bool:
    """Whether a cell shows what was written."""
    if written is None:
        return shown == ""
    if isinstance(written, bool):
        return shown == str(written).upper()
    if isinstance(written, date):
        return shown[:10] == written.isoformat()[:10]
    try:
        # Spreadsheets keep fifteen digits.
        return not isinstance(written, str) and float(Decimal(shown)) == pytest.approx(float(str(written)), rel=1e-14)
    except InvalidOperation:
        return False


def test_a_workbook_opens_whole(tmp_path: Path) -> None:
    """Every sheet has the cells of the file."""
    file = tmp_path / "news.xlsx"
    write(results(), file)
    converted(file, EVERY_SHEET, tmp_path)
    from openpyxl.utils.escape import unescape

    for sheet in openpyxl.load_workbook(file):
        written = list(sheet.iter_rows(values_only=True))
        with (tmp_path / f"news-{sheet.title}.csv").open(encoding="utf-8", newline="") as opened:
            shown = list(csv.reader(opened))
        assert len(shown) == len(written)
        for shown_row, row in zip(shown, written, strict=True):
            for cell, value in zip(shown_row, row, strict=True):
                # A carriage return ends a line in a cell.
                text = "\n".join(re.split("\r\n?|\n", unescape(value))) if isinstance(value, str) else value
                assert cell == text or same(cell, value), (sheet.title, cell, value)


def test_a_csv_file_opens_without_formulas(tmp_path: Path) -> None:
    """Read as UTF-8, no cell of it is a formula, and each text is the one that was written."""
    file = tmp_path / "news.csv"
    write(results(), file, table="articles")
    converted(file, "xlsx", tmp_path, f"--infilter=CSV:{UTF_8_QUOTED_ALL}")
    sheet = openpyxl.load_workbook(tmp_path / "news.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        written = list(csv.reader(opened))
    title = written[0].index("title")
    assert [row[title].value or "" for row in sheet.iter_rows()] == [row[title] for row in written]
    assert any(row[title].startswith("'=") for row in written)
