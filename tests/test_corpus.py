"""A folder into one output on the command line: every format, stopped and resumed, with errors and without."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govnews import corpus, read_all, write
from govnews.errors import ReadError, WriteError, WrongOption
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


def test_ctrl_c_keeps_what_is_finished(folder: Path, tmp_path: Path) -> None:
    """An interrupted run says how far it is, keeps its work, and goes on from there."""
    output = tmp_path / "news.jsonl"
    seen: list[int] = []

    def interrupt(progress: corpus.Progress) -> None:
        seen.append(progress.done)
        if progress.done >= 32:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(corpus.Stopped, match="inputs are finished and kept"):
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
    with pytest.raises(corpus.Stopped):
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
