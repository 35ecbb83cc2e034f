"""A folder into one output on the command line: every format, stopped and resumed, with errors and without."""

from __future__ import annotations

import csv
import errno
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govnews import corpus, meter, pipeline, read_all, write
from govnews.cli import main
from govnews.corpus import Stopped
from govnews.errors import ReadError, WorkerLost, WriteError, WrongOption
from govnews.output.writers import SUFFIXES
from govnews.pipeline import options_of

STORY = "街道新增绿地\n\n■ 通讯员 李小明\n\n今年以来，第{n}街道新增绿地{n}.5万平方米，走访群众{n}人次，同比增长5.8%。"
NOTHING = options_of(None, None, None, None, None)
DOCUMENTS = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages of which one cannot be read."""
    place = tmp_path / "pages"
    place.mkdir()
    for n in range(1, DOCUMENTS + 1):
        (place / f"{n:04}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    (place / "0030.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return place


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "govnews", "parse", *map(str, arguments)]


def called(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False)


def statistics_of(output: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(output) as database:
        rows = database.execute("select statistic_id, text, value_text, unit, item from statistics")
        return list(rows.fetchall())


def test_a_folder_becomes_tables(folder: Path, tmp_path: Path) -> None:
    """All tables hold what `write` makes of the same files, in one process or two."""
    plain, one, two = (tmp_path / f"{name}.sqlite" for name in ("plain", "one", "two"))
    write(read_all(folder), plain)
    for output, jobs in ((one, "1"), (two, "2")):
        result = called(folder, "-o", output, "--jobs", jobs)
        assert result.returncode == 1
        assert result.stderr.count("\n") == 1
        assert "1 of 61 inputs could not be read" in result.stderr
        assert statistics_of(output) == statistics_of(plain)
        assert not Path(f"{output}.parts").exists()
    with sqlite3.connect(two) as database:
        assert database.execute("select stage, count(*) from errors group by stage").fetchall() == [("read", 1)]


def test_records_and_single_tables(folder: Path, tmp_path: Path) -> None:
    """`.jsonl` holds documents in the order of the files, `.csv` one table with its errors beside it."""
    records = tmp_path / "news.jsonl"
    assert called(folder, "-o", records).returncode == 1
    files = [json.loads(line)["file"] for line in records.read_text(encoding="utf-8").splitlines()]
    assert files == sorted(files)
    assert len(files) == DOCUMENTS
    table = tmp_path / "articles.csv"
    assert called(folder, "-o", table, "--table", "articles").returncode == 1
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == DOCUMENTS
    with Path(f"{table}.errors.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
        assert row["file"].endswith("0030.png")


def test_a_killed_run_goes_on(folder: Path, tmp_path: Path) -> None:
    """However often it is killed, nothing is lost and nothing comes twice."""
    whole, output = tmp_path / "whole.sqlite", tmp_path / "killed.sqlite"
    assert called(folder, "-o", whole).returncode == 1
    chance = random.Random(7)
    small = (
        "import sys, govnews.corpus as c, govnews.pipeline as p; c.PART_INPUTS, p.CHUNK = 5, 4; "
        "from govnews.cli import main; sys.exit(main())"
    )
    for _ in range(6):
        running = subprocess.Popen(
            [sys.executable, "-c", small, "parse", str(folder), "-o", str(output), "--resume"],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.2))
        running.kill()
        running.wait()
        assert not output.exists() or not Path(f"{output}.parts").exists()
    if not output.exists():
        assert called(folder, "-o", output, "--resume").returncode == 1
    assert statistics_of(output) == statistics_of(whole)


def test_an_error_can_stop_the_run(folder: Path, tmp_path: Path) -> None:
    """With `--errors fail` the first bad file ends the run; what is finished stays, and a resumed run skips it."""
    output = tmp_path / "news.sqlite"
    result = called(folder, "-o", output, "--errors", "fail")
    assert result.returncode == 1
    assert "0030.png" in result.stderr
    assert "--resume goes on" in result.stderr
    assert not output.exists()
    (folder / "0030.png").unlink()
    assert called(folder, "-o", output, "--resume").returncode == 0
    assert len(statistics_of(output)) == 3 * DOCUMENTS


@pytest.fixture
def keyboard() -> Iterator[None]:
    """Ctrl-C as at a terminal: a shell starts what runs in its background with the signal ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard")
def test_ctrl_c_keeps_what_is_finished(folder: Path, tmp_path: Path) -> None:
    """An interrupted run says how far it is, keeps its work, and goes on from there."""
    output = tmp_path / "news.jsonl"
    seen: list[int] = []

    def interrupt(progress: corpus.Progress) -> None:
        seen.append(progress.done)
        if progress.done >= 32:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Stopped, match="inputs are finished and kept"):
        corpus.run([str(folder)], str(output), NOTHING, progress=interrupt)
    assert not output.exists()
    again: list[int] = []
    ended = corpus.run(
        [str(folder)], str(output), NOTHING, resume=True, progress=lambda progress: again.append(progress.done)
    )
    assert again[0] >= 32
    assert (ended.done, ended.failed, ended.written.documents) == (DOCUMENTS + 1, 1, DOCUMENTS)


def test_what_stands_there_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    """An output that exists and a run that was not finished are refused; another run does not go on with it."""
    output = tmp_path / "news.csv"
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match="--force replaces it"):
        corpus.run([str(folder)], str(output), NOTHING)
    assert output.read_text(encoding="utf-8") == "mine"
    corpus.run([str(folder)], str(output), NOTHING, force=True)
    assert output.stat().st_size > 1000
    other = tmp_path / "other.csv"
    with pytest.raises(Stopped):
        corpus.run([str(folder)], str(other), NOTHING, stop_at_errors=True)
    with pytest.raises(WriteError, match="--resume goes on with it"):
        corpus.run([str(folder)], str(other), NOTHING)
    with pytest.raises(WrongOption, match="another one"):
        corpus.run([str(folder)], str(other), NOTHING, table="articles", resume=True)
    assert corpus.run([str(folder)], str(other), NOTHING, resume=True).done == DOCUMENTS + 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "news.txt"), ".parquet"),
        (("-o", "nowhere/news.csv"), "nowhere"),
        (("-o", "news.csv", "--table", "sentences"), "invalid choice"),
        (("-o", "news.csv", "--jobs", "0"), "above 0"),
        (("--resume",), "-o FILE"),
    ],
)
def test_bad_calls_are_one_line(folder: Path, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    """A bad call says in its last line what is wrong, exits with 2 and leaves nothing."""
    result = subprocess.run(command(folder, *arguments), capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 2
    assert says in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_inputs_are_named_by_lists_and_patterns(folder: Path, tmp_path: Path) -> None:
    """`@list` and patterns stand for files; what matches nothing is an error."""
    (tmp_path / "list").write_text(f"{folder / '0002.txt'}\n\n{folder / '0001.txt'}\n", encoding="utf-8")
    named = list(corpus.named_inputs([f"@{tmp_path / 'list'}", str(folder / "000[3-5].txt"), str(folder)]))
    assert [Path(one).name for one in named] == ["0002.txt", "0001.txt", "0003.txt", "0004.txt", "0005.txt", "pages"]
    for missing in (f"@{tmp_path / 'none'}", str(tmp_path / "*.htm")):
        with pytest.raises(ReadError):
            list(corpus.named_inputs([missing]))


def test_progress_is_shown(folder: Path, tmp_path: Path) -> None:
    """`--progress` shows the count of all files on standard error, and nothing on standard output."""
    result = called(folder, "-o", tmp_path / "news.csv", "--progress")
    assert f"{DOCUMENTS + 1}/{DOCUMENTS + 1}" in result.stderr
    assert result.stdout == ""


# --- bad machines ---------------------------------------------------------------------------------------------------


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dozen pages, of which every two are a chunk and every five a part."""
    place = tmp_path / "few"
    place.mkdir()
    for n in range(12):
        (place / f"{n:02}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    monkeypatch.setattr(pipeline, "CHUNK", 2)
    monkeypatch.setattr(corpus, "PART_INPUTS", 4)
    return place


def parsed(place: Path, output: Path, **options: Any) -> corpus.Ended:
    return corpus.run([str(place)], str(output), NOTHING, **options)


def left(folder: Path) -> list[str]:
    """What stands in a folder and below, hidden files too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def full_after(monkeypatch: pytest.MonkeyPatch, files: int) -> Callable[[], None]:
    """A disk that takes only so many files, until it is called: then it has room again."""
    whole = os.fsync
    count = 0

    def fsync(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count > files:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return lambda: monkeypatch.setattr(os, "fsync", whole)


def test_a_full_disk_keeps_whole_parts(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was finished before stays, nothing half is left, and the resumed run gives the same bytes."""
    parsed(few, tmp_path / "whole.jsonl")
    place = tmp_path / "disk"
    place.mkdir()
    make_room = full_after(monkeypatch, files=3)  # the plan and two parts
    for resume in (False, True):
        with pytest.raises(Stopped, match=r"the disk is full; .*; 8 inputs are finished and kept, --resume goes on"):
            parsed(few, place / "n.jsonl", resume=resume)
        assert left(place) == [f"n.jsonl.parts/{name}" for name in ("000001.jsonl", "000002.jsonl", "plan.json")]
    make_room()
    assert parsed(few, place / "n.jsonl", resume=True).done == 12
    assert left(place) == ["n.jsonl"]
    assert (place / "n.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_disk_that_is_full_at_once_is_said(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even the plan can be written, it is a bad call, and the next run is not in its own way."""
    make_room = full_after(monkeypatch, files=0)
    with pytest.raises(WriteError, match="the disk is full"):
        parsed(few, tmp_path / "n.jsonl")
    make_room()
    assert parsed(few, tmp_path / "n.jsonl", resume=True).done == 12


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_disk_that_is_full_at_the_end(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Where the parts fit and the output does not, nothing stands under its name; --resume makes it of the parts."""
    for library in {".parquet": ("pyarrow",), ".duckdb": ("duckdb", "pyarrow"), ".xlsx": ("xlsxwriter",)}.get(
        suffix, ()
    ):
        pytest.importorskip(library)
    parsed(few, tmp_path / f"whole{suffix}")
    place = tmp_path / "disk"
    place.mkdir()
    output = place / f"n{suffix}"
    make_room = full_after(monkeypatch, files=4)  # the plan and three parts
    with pytest.raises(Stopped, match=r"the disk is full; .*; 12 inputs are finished and kept, --resume goes on"):
        parsed(few, output)
    assert left(place) == [
        f"{output.name}.parts/{name}" for name in (*(f"00000{n}.jsonl" for n in (1, 2, 3)), "plan.json")
    ]
    make_room()
    assert parsed(few, output, resume=True).written.documents == 12
    assert left(place) == [output.name]
    if suffix != ".duckdb":  # no two of its files are the same
        assert output.read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()


def test_each_input_comes_once(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However a file is named and in whatever chunk; two files with the same text are one document of two."""
    monkeypatch.chdir(tmp_path)
    (few / "copy.txt").write_bytes((few / "00.txt").read_bytes())
    named = ["few", "few/00.txt", "./few", str(few / "03.txt"), "few/00.txt"]
    ended = corpus.run(named, "n.jsonl", NOTHING)
    files = [json.loads(line)["file"] for line in Path("n.jsonl").read_text(encoding="utf-8").splitlines()]
    assert files == [*(f"few/{n:02}.txt" for n in range(12)), "few/copy.txt"]
    assert (ended.done, ended.written.documents) == (13, 13)
    assert corpus.count_inputs(named, "n.jsonl") == 13
    written = corpus.run(named, "n.sqlite", NOTHING).written
    assert (written.documents, written.duplicates) == (12, 1)
    with sqlite3.connect("n.sqlite") as database:
        assert database.execute("pragma foreign_key_check").fetchall() == []
        assert database.execute("select stage, file from errors").fetchall() == [("duplicate", "few/copy.txt")]
    assert main(["parse", "few", "-o", "n.csv"]) == 0
    assert (
        capsys.readouterr().err == "govnews: 1 of 13 inputs repeat the text of another; n.csv.errors.csv names them\n"
    )
    with Path("n.csv.errors.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["stage"], row["file"]) for row in csv.DictReader(file)] == [("duplicate", "few/copy.txt")]


@pytest.mark.parametrize("name", ["n.jsonl", "{table}.csv"])
def test_a_run_reads_nothing_of_its_own(few: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An output in the folder that is read is no input, nor are parts and errors; again, and by another name."""
    (few / "bad.png").write_bytes(b"\x89PNG" + bytes(range(256)) * 9)
    monkeypatch.chdir(few)
    for folder, output in ((".", name), (str(few), f"../few/{name}")):
        assert corpus.run([folder], output, NOTHING, force=True).done == 13
        with pytest.raises(Stopped):
            corpus.run([folder], output, NOTHING, force=True, stop_at_errors=True)
        assert corpus.run([folder], output, NOTHING, resume=True).done == 13


def test_a_file_that_vanishes_is_an_error_of_its_own(few: Path, tmp_path: Path) -> None:
    """What is gone when its turn comes is said, and the others are done."""

    def take_away(progress: corpus.Progress) -> None:
        if progress.done == 2:
            (few / "11.txt").unlink()

    ended = parsed(few, tmp_path / "n.sqlite", progress=take_away)
    assert (ended.done, ended.failed, ended.written.documents) == (12, 1, 11)
    with sqlite3.connect(tmp_path / "n.sqlite") as database:
        assert database.execute("select message from errors").fetchall() == [("no such file",)]


def test_a_killed_process_is_said(few: Path, tmp_path: Path) -> None:
    """Where the system takes a process away, what is finished stays, and the rest is done later."""
    parsed(few, tmp_path / "whole.jsonl")
    output = tmp_path / "n.jsonl"

    def kill(progress: corpus.Progress) -> None:
        if progress.done >= 2:
            for child in multiprocessing.active_children():
                child.kill()

    for n in range(12, 40):  # more than wait at a time
        (few / f"{n}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    with pytest.raises(WorkerLost, match=r"fewer --jobs .*; \d+ inputs are finished and kept, --resume goes on"):
        parsed(few, output, jobs=2, progress=kill)
    assert not output.exists()
    for n in range(12, 40):
        (few / f"{n}.txt").unlink()
    parsed(few, output, resume=True)
    assert output.read_bytes().startswith((tmp_path / "whole.jsonl").read_bytes())


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
@pytest.mark.usefixtures("keyboard")
def test_ctrl_c_is_one_line(folder: Path, tmp_path: Path, jobs: str) -> None:
    """The whole group of processes gets the signal, as from a keyboard; those that just begin say nothing of it."""
    output = tmp_path / "n.jsonl"
    slow = (
        "import sys, time, govnews.corpus as c, govnews.cli as m; done = c._Parts.count\n"
        "def count(self, *, failed):\n    done(self, failed=failed); time.sleep(60)\n"
        "if __name__ == '__main__':\n    c._Parts.count = count; sys.exit(m.main())"
    )
    program = tmp_path / "slow.py"
    program.write_text(slow, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, str(program), "parse", str(folder), "-o", str(output), "--jobs", jobs],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not Path(f"{output}.parts", "plan.json").exists():
        assert running.poll() is None
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said.startswith("govnews: interrupted; ")
    assert said.endswith(" finished and kept, --resume goes on\n")
    assert said.count("\n") == 1
    assert not output.exists()


@pytest.mark.parametrize(
    "damage",
    [
        b'{"file": "x.txt", "rows": {"stat',
        b"\x00\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"file": ["x"], "error": ""}',
        b'{"file": "x.txt", "record": {}}',
        b'{"file": "x.txt", "rows": {"statistics": [["x"]]}}',
        b'{"file": "x.txt", "rows": {"figures": []}}',
    ],
    ids=["torn", "binary", "list", "deep", "no name", "another format", "few cells", "no table"],
)
def test_a_damaged_part_is_named(few: Path, tmp_path: Path, damage: bytes) -> None:
    """A part that is torn or somebody else's is named with its line; without it the run goes on."""
    (few / "99.png").write_bytes(b"\x89PNG" + bytes(range(256)) * 9)
    output = tmp_path / "n.csv"
    with pytest.raises(Stopped):
        parsed(few, output, stop_at_errors=True)
    torn = Path(f"{output}.parts", "000003.jsonl")
    torn.write_bytes(torn.read_bytes() + damage)
    with pytest.raises(ReadError, match=r"n\.csv\.parts/000003\.jsonl: line 5 is damaged; delete this file"):
        parsed(few, output, resume=True)
    assert not output.exists()
    torn.unlink()
    assert parsed(few, output, resume=True).done == 13


def test_a_part_that_was_copied_counts_once(few: Path, tmp_path: Path) -> None:
    """The same input in two parts is one."""
    (few / "99.png").write_bytes(b"\x89PNG" + bytes(range(256)) * 9)
    output = tmp_path / "n.jsonl"
    with pytest.raises(Stopped):
        parsed(few, output, stop_at_errors=True)
    parts = Path(f"{output}.parts")
    (parts / "000009.jsonl").write_bytes((parts / "000001.jsonl").read_bytes())
    ended = parsed(few, output, resume=True)
    assert (ended.done, ended.written.documents) == (13, 12)


def test_only_parts_are_thrown_away(few: Path, tmp_path: Path) -> None:
    """A folder that happens to have that name is no folder of a run; a damaged plan is thrown away by --force only."""
    output = tmp_path / "n.csv"
    parts = Path(f"{output}.parts")
    parts.mkdir()
    (parts / "000001.jsonl").write_text("mine", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(WriteError, match=r"n\.csv\.parts: is no folder of a run"):
            parsed(few, output, force=True)
    assert left(parts) == ["000001.jsonl"]
    (parts / "000001.jsonl").unlink()
    (parts / "notes.txt").write_text("mine", encoding="utf-8")
    (parts / "plan.json").write_text('{"govnews"', encoding="utf-8")
    with pytest.raises(ReadError, match=r"plan\.json: is damaged; --force"):
        parsed(few, output, resume=True)
    assert parsed(few, output, force=True).done == 12
    assert left(parts) == ["notes.txt"]


def test_an_output_of_many_files_that_exists_is_said_before_the_work(few: Path, tmp_path: Path) -> None:
    """Where one table's file exists, nothing is read, and nothing is left."""
    (tmp_path / "places.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(WriteError, match=r"places\.csv: exists already"):
        parsed(few, tmp_path / "{table}.csv", progress=lambda _: pytest.fail("it went to work"))
    assert [name for name in left(tmp_path) if not name.startswith("few")] == ["places.csv"]


def test_nothing_is_written_where_nothing_can_be_read(tmp_path: Path) -> None:
    """A wrong name and an empty folder are one line each, and the next call finds no output in its way."""
    (tmp_path / "empty").mkdir()
    output = tmp_path / "n.csv"
    for names, says in (
        (["none"], "none: no such file"),
        (["none", "nowhere"], "no such file (and 1 more that cannot be read)"),
        (["empty"], "is a folder without a file"),
    ):
        result = called(*(tmp_path / name for name in names), "-o", output)
        assert result.returncode == 2
        assert result.stderr.count("\n") == 1
        assert says in result.stderr
        assert left(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no such files")
def test_a_folder_of_everything(few: Path, tmp_path: Path) -> None:
    """Each thing that may lie in a folder is a document or a line with a reason, and nothing is waited for."""
    with zipfile.ZipFile(few / "pages.zip", "w") as archive:
        archive.writestr("页/a.txt", STORY.format(n=77))
    (few / "page.html").write_text("<h1>小区添绿</h1><p>今年以来，街道新增绿地3.2万平方米。</p>", encoding="utf-8")
    (few / "empty.txt").touch()
    (few / "noise.dat").write_bytes(random.Random(3).randbytes(4000))
    (few / "torn.pdf").write_bytes(b"%PDF-1.7\n")
    (few / "torn.docx").write_bytes(b"PK\x03\x04....")
    (few / "loop").symlink_to(".")
    (few / "gone").symlink_to("nothing")
    os.mkfifo(few / "pipe")
    (Path(os.fsdecode(bytes(few) + b"/\xc4\xe3.txt"))).write_text("走访群众9人。", encoding="gb18030")
    ended = parsed(few, tmp_path / "n.sqlite")
    assert ended.written.documents == 12 + 4
    with sqlite3.connect(tmp_path / "n.sqlite") as database:
        files = {Path(file).name for (file,) in database.execute("select file from documents")}
        errors = {Path(file).name: message for file, message in database.execute("select file, message from errors")}
    assert files >= {"a.txt", "page.html", "empty.txt", r"\udcc4\udce3.txt"}
    assert set(errors) == {"noise.dat", "torn.pdf", "torn.docx", "loop", "gone", "pipe"}
    assert all("report it" not in message and "\n" not in message for message in errors.values())


# --- how far it is --------------------------------------------------------------------------------------------------


def test_the_rate_leaves_out_what_an_earlier_run_did(
    few: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no terminal is, there is a line now and then; rate and time left are those of this run."""
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    with meter.Meter([str(few)], "n.csv", shown=True) as shown:
        for seconds, done in ((0, 6), (4, 8), (16, 9), (4, 12)):
            clock[0] += seconds
            shown.show(corpus.Progress(done, 1))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "govnews: 9/12 files, 1 failed, 0.1/s, 0:00:20 left",
        "govnews: 12/12 files, 1 failed, 0.2/s",
    ]


def test_nothing_is_shown_unasked(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--progress` and a terminal nothing is counted or printed."""
    with meter.Meter([str(few)], "n.csv", shown=False) as shown:
        shown.show(corpus.Progress(1, 0))
    assert capsys.readouterr() == ("", "")
