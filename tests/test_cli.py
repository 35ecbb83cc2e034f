"""The command line as a user meets it: output, exit codes, one clear line for each thing that goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import govnews
from govnews import __version__, from_dict, parse, reference

DATA = Path(govnews.__file__).parent / "data"
PAGE = "小区添绿\n\n■ 通讯员 李小明\n\n今年以来，海曙區新增绿地3.2万平方米，发放“1+3”手册第三批。\n"


def run(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "govnews", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        check=False,
        timeout=60,
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def one_line(stderr: bytes) -> str:
    text = stderr.decode()
    assert text.count("\n") == 1, text
    assert text.startswith("govnews: ")
    assert "Traceback" not in text
    return text


def test_parse_prints_the_record(page: Path) -> None:
    """`parse` prints JSON that `from_dict` reads back as the document."""
    result = run("parse", str(page))
    assert (result.returncode, result.stderr) == (0, b"")
    record = json.loads(result.stdout)
    assert record.pop("file") == str(page)
    assert from_dict(record).articles == parse(PAGE).articles


def test_jsonl_has_one_document_a_line(page: Path) -> None:
    """`parse --jsonl` prints a line for each file, and Chinese as Chinese."""
    result = run("parse", "--jsonl", str(page), str(page))
    lines = result.stdout.decode("utf-8").splitlines()
    assert len(lines) == 2
    assert "小区添绿" in lines[0]
    assert json.loads(lines[0]) == json.loads(lines[1])


def test_several_files_are_one_json_array(page: Path) -> None:
    """`parse` of several files is valid JSON as a whole."""
    assert len(json.loads(run("parse", str(page), str(page)).stdout)) == 2


def test_stats_in_a_pipe_are_csv(page: Path) -> None:
    """`stats` into a pipe prints CSV with a header."""
    rows = list(csv.DictReader(io.StringIO(run("stats", str(page)).stdout.decode("utf-8"))))
    assert [(row["item"], row["value"], row["unit"], row["period"]) for row in rows] == [
        ("绿地", "32000", "平方米", "今年以来")
    ]


def test_stats_go_to_a_file_that_excel_reads(page: Path, tmp_path: Path) -> None:
    """`stats -o` writes UTF-8 with a mark."""
    target = tmp_path / "stats.csv"
    assert run("stats", str(page), "-o", str(target)).returncode == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "绿地" in target.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("into_a_file", [True, False])
def test_no_cell_of_stats_is_a_formula(page: Path, tmp_path: Path, into_a_file: bool) -> None:
    """In a file and in a pipe a headline that looks like a formula has an apostrophe; numbers have none."""
    page.write_text("=街换新颜\n\n今年以来，街道新增绿地3.2万平方米。\n", encoding="utf-8")
    target = tmp_path / "stats.csv"
    text = run("stats", str(page), *(("-o", str(target)) if into_a_file else ())).stdout.decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig") if into_a_file else text))
    assert (row["title"], row["value"]) == ("'=街换新颜", "32000")


def test_stats_leave_a_whole_file_or_none(page: Path, tmp_path: Path) -> None:
    """Where nothing can be read, what stood there before stays, and nothing else comes."""
    target = tmp_path / "stats.csv"
    target.write_text("mine", encoding="utf-8")
    for missing in ("none.txt", "none*.txt"):
        assert run("stats", missing, "-o", str(target)).returncode == 2
    assert target.read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.txt", "stats.csv"]
    assert "is no file" in one_line(run("stats", str(page), "-o", os.devnull).stderr)


def test_stats_as_a_table(page: Path) -> None:
    """`stats --format table` shows item, value and unit."""
    shown = run("stats", "--format", "table", str(page)).stdout.decode("utf-8")
    assert "绿地" in shown
    assert "32000" in shown


def test_normalize_prints_the_repaired_text(page: Path) -> None:
    """`normalize` prints the text with its repairs, `--edits` the repairs."""
    assert "海曙区" in run("normalize", str(page)).stdout.decode("utf-8")
    assert '"區"\t"区"\tscript-certain' in run("normalize", "--edits", str(page)).stdout.decode("utf-8")
    assert "海曙區" in run("normalize", "--protect", "海曙區", str(page)).stdout.decode("utf-8")


def test_normalize_takes_what_the_other_commands_take(page: Path, tmp_path: Path) -> None:
    """Folders, patterns and lists stand for their files, a bad file for a line; a bad list is said before any work."""
    folder = tmp_path / "pages"
    folder.mkdir()
    page.rename(folder / "a.txt")
    (folder / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    listed = tmp_path / "list"
    listed.write_text(f"{folder / 'a.txt'}\n", encoding="utf-8")
    for name, code in ((str(folder), 1), (str(folder / "*.txt"), 0), (f"@{listed}", 0)):
        result = run("normalize", "--edits", name)
        assert result.returncode == code
        assert result.stdout.decode("utf-8").startswith(f"{folder / 'a.txt'}\t")
    result = run("normalize", str(folder), "@none")
    assert (result.returncode, result.stdout) == (2, b"")
    assert "cannot be read" in one_line(result.stderr)


def test_explain_says_why_a_number_is_no_statistic(page: Path) -> None:
    """`explain` names the reading and the rule of each number that counts nothing."""
    shown = run("explain", str(page)).stdout.decode("utf-8")
    assert "ordinal-di" in shown
    assert "32000" not in shown
    assert "area-pingfangmi" in run("explain", "--all", str(page)).stdout.decode("utf-8")


def test_demo_shows_the_bundled_page() -> None:
    """`demo` parses the bundled page and says what can be done next."""
    result = run("demo")
    assert result.returncode == 0
    assert "statistics" in result.stdout.decode("utf-8")


def test_standard_input_is_a_file_too() -> None:
    """`-` reads standard input, in whatever encoding."""
    result = run("stats", "-", stdin=PAGE.encode("gb18030"))
    assert "绿地" in result.stdout.decode("utf-8")


def test_version_and_help() -> None:
    """`--version` names code and data, `--help` shows examples."""
    assert run("--version").stdout.decode().startswith(f"govnews {__version__}, data ")
    assert b"govnews stats page.txt" in run("--help").stdout


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("missing.txt", None, "no such file"),
        ("folder", b"", "is a folder"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "holds no text"),
        ("paper.pdf", b"%PDF-1.7\n", "PDF"),
        ("book.docx", b"PK\x03\x04....", "Office"),
    ],
    ids=["missing", "folder", "picture", "pdf", "office"],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str, data: bytes | None, says: str) -> None:
    """Whatever is wrong with the only input is said in one line, with exit code 2."""
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif data is not None:
        path.write_bytes(data)
    for command in ("parse", "stats", "normalize", "explain"):
        result = run(command, str(path))
        assert result.returncode == 2
        assert says in one_line(result.stderr)


def test_the_other_inputs_are_finished(page: Path) -> None:
    """One bad input among good ones gives exit code 1 and the results of the others."""
    result = run("parse", "--jsonl", "missing.txt", str(page))
    assert result.returncode == 1
    assert "missing.txt" in one_line(result.stderr)
    assert json.loads(result.stdout)["articles"]


@pytest.mark.parametrize("arguments", [(), ("parse",), ("fly", "x"), ("parse", "--kind", "poem", "x")])
def test_a_bad_call_exits_with_two(arguments: tuple[str, ...]) -> None:
    """A call that nobody understands exits with 2 and without a traceback."""
    result = run(*arguments)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("text", ["", "一", " \n\t\n", "\ufffd"], ids=["empty", "one", "blank", "undecodable"])
def test_hardly_any_text_gives_a_document(tmp_path: Path, text: str) -> None:
    """Empty text, one character and white space are documents too."""
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    result = run("parse", str(path))
    assert result.returncode == 0
    assert json.loads(result.stdout)["raw"] == text


def test_a_closed_pipe_is_silent(page: Path) -> None:
    """A reader that has enough causes no error."""
    command = f"{sys.executable} -m govnews parse --jsonl {' '.join([str(page)] * 40)} | head -c 10"
    result = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)
    assert result.stderr == b""


@pytest.mark.parametrize("command", ["parse", "stats", "normalize", "explain"])
def test_a_console_that_is_not_utf8_gets_all_it_can_show(tmp_path: Path, command: str) -> None:
    """On a cp936 console what it cannot show is escaped, and JSON stays JSON."""
    path = tmp_path / "page.txt"
    path.write_text("庆典😀鿻\n\n共有120人到场。\n", encoding="utf-8")
    result = run(command, str(path), env={"PYTHONIOENCODING": "cp936"})
    assert (result.returncode, result.stderr) == (0, b"")
    shown = result.stdout.decode("cp936")
    if command == "parse":
        assert json.loads(shown)["raw"].startswith("庆典😀鿻")


def test_an_output_that_cannot_be_written_is_one_clear_line(page: Path, tmp_path: Path) -> None:
    """`stats -o` into a folder that is not there says so."""
    result = run("stats", str(page), "-o", str(tmp_path / "none" / "stats.csv"))
    assert result.returncode == 2
    assert "cannot be written" in one_line(result.stderr)


# --- data -----------------------------------------------------------------------------------------------------------

UNITS = "id,unit,canonical,kind,safe,base_unit,factor,example,counter_example,source\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a table of one's own."""
    folder = tmp_path / "mine"
    folder.mkdir()
    rows = "my-qi,畦,,thing,yes,,,培育菜苗30畦。,,own\narea-mu,亩,,area,yes,,,种植优质稻8亩。,,own\n"
    (folder / "units.csv").write_text(UNITS + rows, encoding="utf-8")
    return folder


def test_data_list_in_a_pipe_is_csv() -> None:
    """`data list` names each table with title, rows, version and licences."""
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(run("data", "list").stdout.decode("utf-8")))}
    assert set(rows) == {path.stem for path in DATA.glob("*.csv")}
    assert (rows["lexicon"]["title"], rows["lexicon"]["licences"]) == (
        "Common words with what they can be in a noun phrase",
        "MIT",
    )
    assert int(rows["units"]["rows"]) == len(reference.units())
    assert rows["units"]["version"].startswith("20")


def test_data_list_as_a_table() -> None:
    """`data list --format table` is what a terminal gets."""
    shown = run("data", "list", "--format", "table").stdout.decode("utf-8")
    assert "place_words" in shown
    assert "Apache-2.0" in shown


def test_data_show_prints_the_rows() -> None:
    """`data show` prints the table as it is, or its first rows."""
    whole = run("data", "show", "units").stdout.decode("utf-8")
    assert list(csv.reader(io.StringIO(whole))) == list(
        csv.reader(io.StringIO((DATA / "units.csv").read_text(encoding="utf-8")))
    )
    assert run("data", "show", "place-words", "--limit", "2").stdout.decode("utf-8").count("\n") == 3
    shown = run("data", "show", "units.csv", "--limit", "2", "--format", "table").stdout.decode("utf-8")
    assert f"2 of {len(reference.units())} rows" in shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "unit"), "no table is named 'unit'; there are character_forms"),
        (("check", "none"), "none: no such folder"),
        (("check", "."), "holds no table"),
        (("export", "page.txt"), "is a file, not a folder"),
        (("export", "."), "holds files already; --force"),
    ],
    ids=["table", "no folder", "no table", "a file", "files"],
)
def test_bad_data_calls_are_one_clear_line(page: Path, arguments: tuple[str, ...], says: str) -> None:
    """Whatever cannot be done is said in one line, with exit code 2."""
    result = subprocess.run(
        [sys.executable, "-m", "govnews", "data", *arguments], capture_output=True, check=False, cwd=page.parent
    )
    assert result.returncode == 2
    assert says in one_line(result.stderr)


def test_data_export_writes_the_package(tmp_path: Path) -> None:
    """`data export` writes every table and the description; what else is in the folder stays."""
    folder = tmp_path / "new" / "tables"
    assert run("data", "export", str(folder)).returncode == 0
    names = {path.name for path in DATA.iterdir() if path.suffix == ".csv"} | {"datapackage.json"}
    assert {path.name for path in folder.iterdir()} == names
    assert all((folder / name).read_bytes() == (DATA / name).read_bytes() for name in names)
    (folder / "units.csv").write_text("mine", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("data", "export", str(folder)).returncode == 2
    assert (folder / "units.csv").read_text(encoding="utf-8") == "mine"
    assert run("data", "export", "--force", str(folder)).returncode == 0
    assert (folder / "units.csv").read_bytes() == (DATA / "units.csv").read_bytes()
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_data_check_counts_the_good_rows(mine: Path) -> None:
    """`data check` of good tables says what each row does, with exit code 0."""
    result = run("data", "check", str(mine))
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == "units: 2 rows good (1 added, 1 in place of the package's: area-mu)\n"


def test_data_check_prints_every_bad_row(mine: Path) -> None:
    """`data check` prints a line for each bad cell, and exits with 1."""
    path = mine / "units.csv"
    path.write_text(path.read_text(encoding="utf-8") + "my-b,垛,,heap,maybe,,,,,own\nmy-qi,坨\n", encoding="utf-8")
    (mine / "unit.csv").write_text(UNITS, encoding="utf-8")
    result = run("data", "check", str(mine))
    lines = result.stdout.decode("utf-8").splitlines()
    assert (result.returncode, result.stderr) == (1, b"")
    assert [line.split(": expected ")[0] for line in lines[:4]] == [
        f"{mine / 'unit.csv'}:1: file",
        f"{path}:4: kind",
        f"{path}:4: safe",
        f"{path}:5: row",
    ]
    assert "expected yes or no, got 'maybe'" in lines[2]
    assert lines[4:] == [
        "units: 2 rows good (1 added, 1 in place of the package's: area-mu)",
        "4 bad cells or rows",
    ]


def test_rows_of_ones_own_are_used(page: Path, mine: Path) -> None:
    """`--reference` goes to parse, stats and explain."""
    page.write_text("村里培育菜苗30畦。\n", encoding="utf-8")
    for command in ("stats", "explain", "parse"):
        arguments = [command, "--all", str(page)] if command == "explain" else [command, str(page)]
        assert "unit:my-qi" not in run(*arguments).stdout.decode("utf-8")
        result = run(*arguments, "--reference", str(mine))
        assert (result.returncode, result.stderr) == (0, b"")
        assert "unit:my-qi" in result.stdout.decode("utf-8")


def test_bad_rows_of_ones_own_are_one_clear_line(page: Path, mine: Path) -> None:
    """`--reference` with bad rows reads nothing, names the first one and says how to see the others."""
    (mine / "units.csv").write_text(UNITS + "my-b,垛,,heap,maybe,,,,,own\n", encoding="utf-8")
    result = run("stats", str(page), "--reference", str(mine))
    assert (result.returncode, result.stdout) == (2, b"")
    assert "units.csv:2: kind: expected one of" in one_line(result.stderr)
    assert "(and 1 more; govnews data check shows all)" in one_line(result.stderr)


@pytest.mark.parametrize("command", ["list", "show", "export", "check"])
def test_data_help_shows_examples(command: str) -> None:
    """Each command of `data` explains itself by an example."""
    assert f"  govnews data {command}".encode() in run("data", command, "--help").stdout
    assert f"  govnews data {command}".encode() in run("data", "--help").stdout
