"""Outputs: what is written can be read back the same, and there is a whole file or none."""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import govnews
from govnews import MissingExtra, WriteError, WrongOption, WrongType, from_dict, schemas, tables, to_dict, write
from govnews.output.tables import Cell, Row, Tables, rows_of
from govnews.output.writers import SUFFIXES, open_output
from govnews.output.writing import excel
from govnews.output.writing.base import RowOutput
from govnews.output.writing.delimited import defused
from govnews.schemas import ColumnType
from outputs import PLAIN, results
from strategies import any_page

NEEDS = {".parquet": "pyarrow", ".duckdb": "duckdb", ".xlsx": "xlsxwriter"}
EACH = pytest.mark.parametrize("suffix", SUFFIXES)


def needed(suffix: str) -> None:
    if suffix in NEEDS:
        pytest.importorskip(NEEDS[suffix])
    if suffix == ".duckdb":
        pytest.importorskip("pyarrow")


def names(folder: Path) -> list[str]:
    """What stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


# --- reading back ---------------------------------------------------------------------------------------------------


@given(texts=st.lists(any_page(), max_size=3))
def test_json_lines_lead_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Each line is the record of one document, and `from_dict` makes the document of it."""
    for text in texts:
        # JSON has no way to say two surrogates that are not a pair and stand like one.
        assume(text == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))
    folder = tmp_path_factory.mktemp("json")
    documents = [govnews.parse(text) for text in texts]
    pairs = [(f"{n}.txt", document) for n, document in enumerate(documents)]
    assert write(pairs, folder / "all.jsonl").documents == len(texts)
    lines = (folder / "all.jsonl").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    records = [json.loads(line) for line in lines]
    assert [from_dict(record) for record in records] == documents
    assert [record["file"] for record in records] == [file for file, _ in pairs]
    write(pairs, folder / "all.json")
    assert json.loads((folder / "all.json").read_bytes().decode("utf-8")) == records


def test_json_holds_each_file_and_no_error(tmp_path: Path) -> None:
    """A text that comes twice is two records; a document without a file has no such key; an error is counted."""
    written = write(results(), tmp_path / "all.jsonl")
    assert (written.documents, written.errors, written.duplicates) == (4, 1, 0)
    records = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert [record.get("file") for record in records] == ["a.txt", "+b.txt", "copy/of/b.txt", None]
    assert records[1] == {"file": "+b.txt", **to_dict(govnews.parse(PLAIN))}


def as_text(cell: Cell) -> str:
    """A cell as the CSV file is said to hold it, the apostrophe aside."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, tuple):
        return json.dumps(cell, ensure_ascii=False)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def csv_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def armed(text: str) -> str:
    """The cell before it was defused."""
    return text[1:] if text.lstrip("'")[:1] in tuple("=+-@\t\r\n＝＋－＠") and text.startswith("'") else text


def test_csv_holds_the_rows(tmp_path: Path) -> None:
    """The csv module reads every cell of every table back, and Excel finds its mark."""
    found = tables(results())
    write(found, tmp_path / "news-{table}.csv")
    assert names(tmp_path) == sorted(f"news-{name}.csv" for name in schemas.TABLES)
    for table in found:
        path = tmp_path / f"news-{table.name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        head, *rows = csv_rows(path)
        assert tuple(head) == schemas.TABLES[table.name].names
        assert [[armed(cell) for cell in row] for row in rows] == [
            [as_text(cell) for cell in row] for row in table.rows
        ]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    """A file, a headline and a name that begin like formulas are text with an apostrophe; numbers stay."""
    write(results(), tmp_path / "{table}.csv")
    assert csv_rows(tmp_path / "articles.csv")[1][6] == "'=老街换新颜"
    assert csv_rows(tmp_path / "documents.csv")[2][1] == "'+b.txt"
    for name in schemas.TABLES:
        for row in csv_rows(tmp_path / f"{name}.csv"):
            assert not [cell for cell in row if cell and cell[0] in "=+-@\t\r\n＝＋－＠"]
    assert [defused(text) for text in ("-3.5", "+86", "-3.5%", "-1+1", "=1", "a=1", "''@x", "＝1", "\t=")] == [
        *("-3.5", "+86", "'-3.5%", "'-1+1", "'=1", "a=1", "'''@x", "'＝1", "'\t="),
    ]


@given(st.text(st.characters(categories=["L", "Nd", "Po", "Sm", "Pd", "Cc"]) | st.sampled_from("='+-@ 1.")))
def test_defusing_can_be_undone(text: str) -> None:
    """A defused text begins with no formula, and one apostrophe less is the text."""
    safe = defused(text)
    assert armed(safe) == text
    assert safe[:1] not in tuple("=@\t\r\n＝＋－＠")


def test_one_table_a_file(tmp_path: Path) -> None:
    """`.csv` holds the statistics, or the table that is asked for."""
    written = write(results(), tmp_path / "s.csv")
    assert written.rows == {"statistics": len(csv_rows(tmp_path / "s.csv")) - 1}
    assert (written.documents, written.duplicates, written.errors) == (3, 1, 1)
    write(results(), tmp_path / "p.csv", table="places")
    assert tuple(csv_rows(tmp_path / "p.csv")[0]) == schemas.TABLES["places"].names


def sqlite_cell(cell: Cell) -> object:
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, tuple):
        return json.dumps(cell, ensure_ascii=False)
    return cell.isoformat() if isinstance(cell, date) else cell


def check_sqlite(path: Path, found: Tables) -> None:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        for table in found:
            rows = connection.execute(f'select * from "{table.name}" order by rowid').fetchall()
            assert rows == [tuple(map(sqlite_cell, row)) for row in table.rows]
        joins = (
            "select count(*) from statistics s join articles a using (article_id) "
            "join documents d on d.document_id = a.document_id and d.document_id = s.document_id"
        )
        assert connection.execute(joins).fetchone() == (len(found.statistics),)
        quoted = (
            'select s.number, substr(d.raw, s.start + 1, s."end" - s.start) from statistics s '
            "join documents d using (document_id) where instr(d.raw, char(0)) = 0"
        )
        for number, printed in connection.execute(quoted):
            assert printed.replace("\n", "").startswith(number), (number, printed)
    finally:
        connection.close()


def test_sqlite_holds_the_rows(tmp_path: Path) -> None:
    """Every table has its rows, keys refer, joins keep counts, and the raw text quotes the figures."""
    written = write(results(), tmp_path / "news.sqlite")
    found = tables(results())
    assert written.rows == {table.name: len(table) for table in found}
    check_sqlite(tmp_path / "news.sqlite", found)
    connection = sqlite3.connect(tmp_path / "news.sqlite")
    indexes = {name for (name,) in connection.execute("select name from sqlite_master where type = 'index'")}
    assert {f"statistics_{name}" for name in ("article_id", "item", "unit", "place_code", "period")} <= indexes
    plan = connection.execute("explain query plan select * from statistics where item = '群众'").fetchall()
    assert "statistics_item" in plan[0][3]
    assert connection.execute("pragma user_version").fetchone() == (schemas.SCHEMA_VERSION,)
    assert dict(connection.execute("select * from govnews").fetchall())["code"] == govnews.__version__
    connection.execute("pragma foreign_keys = on")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("delete from documents")
    connection.close()


@given(texts=st.lists(any_page(), max_size=3))
def test_sqlite_takes_any_page(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Whatever the texts, the database has the rows of `tables`."""
    path = tmp_path_factory.mktemp("sqlite") / "news.sqlite"
    documents = [govnews.parse(text) for text in texts]
    write(documents, path)
    connection = sqlite3.connect(path)
    for table in tables(documents):
        rows = connection.execute(f'select * from "{table.name}" order by rowid').fetchall()
        assert rows == [tuple(map(sqlite_cell, row)) for row in table.rows]
    connection.close()


def plain(rows: Any) -> list[Row]:
    return [tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row) for row in rows]


def test_parquet_holds_the_rows(tmp_path: Path) -> None:
    """Every table comes back with its schema, whether batch by batch or at once."""
    pytest.importorskip("pyarrow")
    from pyarrow.parquet import read_table

    write(results(), tmp_path / "{table}.parquet")
    for table in tables(results()):
        read = read_table(tmp_path / f"{table.name}.parquet")
        # Parquet gives ids to the fields and calls the members of a list otherwise.
        assert read.schema.names == schemas.arrow_schema(table.name).names
        assert read.schema.metadata.items() >= schemas.arrow_schema(table.name).metadata.items()
        assert [one.nullable for one in read.schema] == [column.nullable for column in table.columns]
        assert plain(row.values() for row in read.to_pylist()) == list(table.rows)


def test_batches_make_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are written in many batches are those that were given, in their order."""
    pytest.importorskip("pyarrow")
    from pyarrow.parquet import ParquetFile

    from govnews.output.writing.base import BufferedOutput

    monkeypatch.setattr(BufferedOutput, "_MOST_ROWS", 3)
    documents = [govnews.parse(PLAIN + str(n)) for n in range(20)]
    write(documents, tmp_path / "s.parquet")
    file = ParquetFile(tmp_path / "s.parquet")
    assert file.num_row_groups > 5
    assert plain(row.values() for row in file.read().to_pylist()) == list(tables(documents).statistics.rows)


def test_duckdb_holds_the_rows(tmp_path: Path) -> None:
    """Every table has its rows, decimals and lists as such, and its columns say what they are."""
    needed(".duckdb")
    import duckdb

    write(results(), tmp_path / "news.duckdb")
    assert names(tmp_path) == ["news.duckdb"]
    connection = duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True)
    for table in tables(results()):
        rows = connection.execute(f'select * from "{table.name}" order by rowid').fetchall()
        assert plain(rows) == list(table.rows)
    said = connection.execute("select comment from duckdb_columns() where column_name = 'value_text'").fetchone()
    assert said == ("the same, with all its digits; null for a range",)
    connection.close()


def test_xlsx_holds_the_rows(tmp_path: Path) -> None:
    """A sheet a table; text stays text, numbers are numbers, dates are dates."""
    needed(".xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.utils.escape import unescape

    write(results(), tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    found = tables(results())
    assert book.sheetnames == [table.name for table in found]
    for table in found:
        head, *rows = book[table.name].iter_rows()
        assert tuple(cell.value for cell in head) == schemas.TABLES[table.name].names
        for (
            cells,
            row,
        ) in zip(rows, table.rows, strict=True):
            for cell, true, column in zip(cells, row, table.columns, strict=True):
                assert cell.data_type != "f"
                if column.type is ColumnType.DATE and true is not None:
                    assert cell.value.date() == true
                elif isinstance(true, (bool, int, Decimal)):
                    assert cell.value == pytest.approx(float(true))
                else:
                    # openpyxl leaves _x000B_ as it stands, where Excel shows the character.
                    value = None if cell.value is None else unescape(cell.value)
                    assert value == (None if true is None else as_text(true))
    assert book["articles"].cell(2, 7).value == "=老街换新颜"


def test_xlsx_cells_and_years_at_the_limit(tmp_path: Path) -> None:
    """A text longer than a cell holds is cut and says so; a day before Excel's calendar is text."""
    needed(".xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    text = "1840年，全镇走访群众12人。" + "𠮷" * 40_000
    write([govnews.parse(text, published="1860-01-01")], tmp_path / "news.xlsx")
    book = openpyxl.load_workbook(tmp_path / "news.xlsx")
    raw = book["documents"].cell(2, 16).value
    assert raw.endswith("𠮷… (cut)")
    assert len(raw.encode("utf-16-le")) // 2 <= excel.MOST_UNITS
    assert book["documents"].cell(2, 5).value == "1860-01-01"


def test_a_full_sheet_is_said_and_what_came_before_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a sheet is full, the workbook with the documents before is kept, and the error says how many they are."""
    needed(".xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(excel, "MOST_ROWS", 6)
    documents = [govnews.parse(PLAIN + str(n)) for n in range(5)]
    path = tmp_path / "news.xlsx"
    with pytest.raises(
        WriteError, match=r"sheet statistics is full at 6 rows: .* the first 2 documents; write \.sqlite"
    ):
        write(documents, path)
    assert names(tmp_path) == ["news.xlsx"]
    book = openpyxl.load_workbook(path)
    assert (book["documents"].max_row, book["statistics"].max_row) == (3, 5)


# --- calls ----------------------------------------------------------------------------------------------------------


def test_unknown_suffixes_are_said(tmp_path: Path) -> None:
    """A suffix that nobody knows is answered with those that are known."""
    for name in ("news.doc", "news", ".csv"):
        with pytest.raises(WrongOption, match=r"\.jsonl, \.json, \.csv, \.parquet, \.sqlite, \.duckdb, \.xlsx"):
            write([], tmp_path / name)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "table"),
    [("a.csv", "figures"), ("a.sqlite", "places"), ("a.json", "places"), ("{table}.csv", "places")],
)
def test_tables_that_make_no_sense_are_said(tmp_path: Path, name: str, table: str) -> None:
    """An unknown table, or one for a format that has no use for it, is a wrong option."""
    with pytest.raises(WrongOption, match="table"):
        write([], tmp_path / name, table=table)
    assert names(tmp_path) == []


def test_wrong_types_are_said(tmp_path: Path) -> None:
    """What is no path, no document, or tables for a file of documents, raises and leaves nothing."""
    bad: Any = 7
    for documents, path in ((bad, tmp_path / "a.csv"), ([bad], tmp_path / "a.sqlite"), ([], bad)):
        with pytest.raises(WrongType):
            write(documents, path)
    with pytest.raises(WrongType, match="whole"):
        write(tables([]), tmp_path / "a.jsonl")
    assert names(tmp_path) == []


@EACH
def test_no_documents_are_an_empty_file(tmp_path: Path, suffix: str) -> None:
    """Nothing to write is a file with nothing in it but its form; suffixes may be large."""
    needed(suffix)
    path = tmp_path / f"none{suffix.upper()}"
    assert write([], path).documents == 0
    assert names(tmp_path) == [path.name]
    if suffix == ".json":
        assert json.loads(path.read_text(encoding="utf-8")) == []


@EACH
def test_tables_and_documents_write_the_same(tmp_path: Path, suffix: str) -> None:
    """`tables` of documents, and rows that came one by one, make the same file as the documents."""
    needed(suffix)
    if suffix in (".json", ".jsonl"):
        return
    one = write(results(), tmp_path / f"a{suffix}")
    two = write(tables(results()), tmp_path / f"b{suffix}")
    with open_output(tmp_path / f"c{suffix}") as output:
        assert isinstance(output, RowOutput)
        for file, outcome in results():
            output.add_rows(rows_of(outcome, file))
    three = output.written
    assert one.rows == two.rows == three.rows
    assert (one.documents, one.duplicates, one.errors) == (3, 1, 1)
    assert (two.documents, two.duplicates, two.errors) == (3, 1, 1)
    if suffix == ".csv":
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
        assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "c.csv").read_bytes()


@pytest.mark.parametrize("suffix", NEEDS)
def test_missing_libraries_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    """Without its library a format names what to install, and leaves nothing."""
    monkeypatch.setitem(sys.modules, NEEDS[suffix], None)
    with pytest.raises(MissingExtra, match=f"pip install {NEEDS[suffix]} "):
        write(results(), tmp_path / f"a{suffix}")
    assert names(tmp_path) == []


# --- what goes wrong ------------------------------------------------------------------------------------------------


@EACH
def test_what_exists_is_kept(tmp_path: Path, suffix: str) -> None:
    """A file that exists is refused and left alone; with `force` it is replaced."""
    needed(suffix)
    path = tmp_path / f"a{suffix}"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="exists already"):
        write(results(), path)
    assert path.read_text(encoding="utf-8") == "mine"
    write(results(), path, force=True)
    assert path.read_bytes()[:4] != b"mine"
    assert names(tmp_path) == [path.name]


def test_one_of_many_that_exists_is_kept(tmp_path: Path) -> None:
    """Where one table's file exists, none is written."""
    (tmp_path / "places.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match=r"places\.csv: exists already"):
        write(results(), tmp_path / "{table}.csv")
    assert names(tmp_path) == ["places.csv"]


@EACH
def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    """What raises while documents come leaves no file, not even a hidden one."""
    needed(suffix)

    def broken() -> Any:
        yield from results()
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        write(broken(), tmp_path / f"a{suffix}")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("place", "reason"),
    [("missing/a.csv", "no such folder"), ("file/a.csv", "no such folder"), ("folder.csv", "folder")],
)
def test_wrong_places_are_said(tmp_path: Path, place: str, reason: str) -> None:
    """A folder that is not there, a file in its place, and a folder by that name are said in one line."""
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(WriteError, match=reason) as caught:
        write(results(), tmp_path / place, force=True)
    assert "\n" not in str(caught.value)


@EACH
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_said(tmp_path: Path, suffix: str) -> None:
    """A folder that cannot be written to is said before any document is read."""
    needed(suffix)
    tmp_path.chmod(0o500)

    def documents() -> Any:
        raise AssertionError("it should not have come to this")
        yield

    try:
        with pytest.raises(WriteError, match="no permission to write there"):
            write(documents(), tmp_path / f"a{suffix}")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "no permission"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full"), (errno.EIO, "error")],
)
def test_what_the_system_says_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """An error of the system names the file and what to do, for root too."""

    def refuse(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(WriteError, match=rf"a\.csv: cannot be written: .*{said}") as caught:
        write(results(), tmp_path / "a.csv")
    assert "\n" not in str(caught.value)


_FULL = """
import random, resource, sys
import govnews
from govnews import WriteError
most = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
letters = random.Random(7)
texts = ("".join(map(chr, letters.choices(range(0x4e00, 0x9fa5), k=3000))) for _ in range(40))
documents = (govnews.parse(f"今年走访群众12人次。{text}") for text in texts)
try:
    govnews.write(documents, sys.argv[1])
except WriteError as error:
    print(error)
"""


# DuckDB writes a log first, which fits into the second limit, and then the file, which does not.
@pytest.mark.parametrize(("suffix", "most"), [*((suffix, 100_000) for suffix in SUFFIXES), (".duckdb", 1_000_000)])
@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_a_disk_that_takes_no_more_is_said(tmp_path: Path, suffix: str, most: int) -> None:
    """Where the system takes no more, one line says so, and nothing is left."""
    needed(suffix)
    path = tmp_path / (f"{{table}}{suffix}" if suffix in (".csv", ".parquet") else f"a{suffix}")
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(path), str(most)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "TMPDIR": str(tmp_path)},
    )
    assert run.stdout.startswith(str(path)), run.stderr[-2000:]
    assert "cannot be written: " in run.stdout
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""
    assert names(tmp_path) == []


_KILLED = """
import os, signal, sys
import govnews
def documents():
    for n in range(50):
        yield govnews.parse(f"第{n}天，走访群众{n}人次。")
    os.kill(os.getpid(), signal.SIGKILL)
govnews.write(documents(), sys.argv[1])
"""


@EACH
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="has no such signal")
def test_a_killed_writer_leaves_no_file_of_that_name(tmp_path: Path, suffix: str) -> None:
    """Whoever looks for the file finds none, and the next run is not in its way."""
    needed(suffix)
    path = tmp_path / f"a{suffix}"
    run = subprocess.run([sys.executable, "-c", _KILLED, str(path)], capture_output=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert path.name not in names(tmp_path)
    assert write(results(), path).documents


def test_a_file_that_comes_up_meanwhile_is_kept(tmp_path: Path) -> None:
    """What another program wrote under that name in the meantime is not overwritten."""
    path = tmp_path / "a.csv"
    output = open_output(path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="exists already"):
        output.close()
    assert path.read_text(encoding="utf-8") == "mine"
    assert names(tmp_path) == ["a.csv"]


def test_closing_twice_is_once(tmp_path: Path) -> None:
    """A closed output stays closed, and abandoning it takes nothing away."""
    output = open_output(tmp_path / "a.csv")
    output.add(govnews.parse(PLAIN))
    assert output.close() == output.close()
    output.abandon()
    assert names(tmp_path) == ["a.csv"]
