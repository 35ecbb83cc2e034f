"""Many files at once: each comes back with its document or its error, in order, and none stops the others."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from govnews import ReadError, WrongOption, WrongType, read, read_all
from govnews.errors import TableError, WorkerLost
from govnews.models import Document
from govnews.reading import archives, files

TEXT = "小区添绿\n\n■ 通讯员 李小明\n\n今年以来，街道新增绿地3.2万平方米。\n"


def page(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def outcomes(paths: Any, **options: Any) -> list[tuple[str, str]]:
    """Each path with its text, or the reason of its error behind an exclamation mark."""
    found: list[tuple[str, str]] = []
    for path, result in read_all(paths, **options):
        assert isinstance(path, str)
        found.append((path, result.raw if isinstance(result, Document) else f"!{result.reason}"))
    return found


def below(folder: Path, paths: Iterable[str]) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_a_file_comes_back_as_read_reads_it(tmp_path: Path) -> None:
    """One path needs no list, and what is known goes to every document."""
    file = page(tmp_path / "页.txt")
    assert list(read_all(file)) == [(str(file), read(file))]
    ((_, document),) = read_all([file], kind="article", published="2025-03-08", publication="河岸日报")
    assert document == read(file, kind="article", published="2025-03-08", publication="河岸日报")


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    """Names decide the order, a folder stands where its name does, and what begins with a dot is left out."""
    for name in ("b.txt", "a/2.txt", "a/1/x.txt", "c.txt", ".hidden", ".git/x.txt", "a/.DS_Store"):
        page(tmp_path / name)
    (tmp_path / "empty").mkdir()
    assert below(tmp_path, (path for path, _ in read_all(tmp_path))) == ["a/1/x.txt", "a/2.txt", "b.txt", "c.txt"]
    assert outcomes(tmp_path / ".hidden") == [(str(tmp_path / ".hidden"), TEXT)]


def test_an_error_is_a_value_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Whatever cannot be read is said in its place."""
    good = page(tmp_path / "good.txt")
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    paths: list[str | Path] = [str(tmp_path / "missing.txt"), picture, "", "nul\0byte", good]
    found = outcomes(paths)
    assert [path for path, _ in found] == [os.fspath(path) for path in paths]
    assert [text[:14] for _, text in found] == [
        "!no such file",
        "!holds no text",
        "!no such file",
        "!cannot be rea",
        TEXT[:14],
    ]


def test_an_error_keeps_nothing_of_what_was_read(tmp_path: Path) -> None:
    """The errors of a million files can be collected: they hold no frames."""
    ((_, error),) = read_all(zipped(tmp_path / "a.zip", {"x.bin": bytes(range(256)) * 9}))
    assert isinstance(error, ReadError)
    assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


def test_wrong_arguments_are_said_at_the_call() -> None:
    """Not when the first document is asked for, and before any file is read."""
    wrong: list[Any] = [None, 7, b"page.txt", [b"page.txt"], [None], ["page.txt", 7]]
    for paths in wrong:
        with pytest.raises(WrongType, match="path"):
            read_all(paths)
    for jobs in ("2", 2.0, True, None):
        with pytest.raises(WrongType, match="jobs must be int"):
            read_all([], jobs=jobs)  # type: ignore[arg-type]  # that is the point
    for few in (0, -1):
        with pytest.raises(WrongOption, match="at least 1"):
            read_all([], jobs=few)
    with pytest.raises(WrongOption, match="newspaper_page"):
        read_all([], kind="poem")
    with pytest.raises(WrongType, match="published"):
        read_all([], published=2025)  # type: ignore[arg-type]  # that is the point


def test_it_is_lazy(tmp_path: Path) -> None:
    """The next file is looked for when it is asked for."""
    files = [page(tmp_path / "a.txt"), tmp_path / "b.txt"]
    results = read_all(files)
    assert next(results)[0] == str(files[0])
    page(files[1])
    assert isinstance(next(results)[1], Document)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input here as it is for `read`."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert outcomes("-") == [("-", TEXT)]


# --- what a disk may hold -------------------------------------------------------------------------------------------


def link(path: Path, target: str, *, folder: bool = False) -> Path:
    try:
        path.symlink_to(target, target_is_directory=folder)
    except OSError:
        pytest.skip("links are not allowed here")
    return path


def test_links(tmp_path: Path) -> None:
    """A link to a file is that file; a link to a folder, to nothing or to itself is an error value, never a loop."""
    page(tmp_path / "pages" / "a.txt")
    link(tmp_path / "pages" / "b.txt", "a.txt")
    link(tmp_path / "pages" / "dangling", "nowhere")
    link(tmp_path / "pages" / "loop", "..", folder=True)
    link(tmp_path / "pages" / "self", "self")
    found = outcomes(tmp_path / "pages")
    assert below(tmp_path / "pages", (path for path, _ in found)) == ["a.txt", "b.txt", "dangling", "loop", "self"]
    reasons = [text for _, text in found]
    assert reasons[:3] == [TEXT, TEXT, "!is a link to nothing"]
    assert reasons[3] == "!is a link to a folder, which is not followed; name that folder itself"
    assert (reasons[4] or "").startswith("!cannot be read")
    link(tmp_path / "named", "pages", folder=True)
    assert len(outcomes(tmp_path / "named")) == 5


def test_a_folder_that_may_not_be_read_is_an_error_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page(tmp_path / "a" / "x.txt")
    page(tmp_path / "b.txt")
    really = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied")
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [text for _, text in outcomes(tmp_path)] == ["!may not be read; check its permissions", TEXT]


def test_folders_deeper_than_calls_go(tmp_path: Path) -> None:
    """Folders may lie deeper in each other than Python's calls."""
    if not hasattr(os, "pathconf") or os.pathconf(tmp_path, "PC_PATH_MAX") < 4096:
        pytest.skip("paths are short here")
    folders = [Path(tmp_path, *"d" * i) for i in range(1, sys.getrecursionlimit() + 200)]
    try:
        for folder in folders:
            folder.mkdir()
        page(folders[-1] / "x.txt")
        assert [text for _, text in outcomes(tmp_path)] == [TEXT]
    finally:  # pytest cannot remove what lies so deep
        (folders[-1] / "x.txt").unlink(missing_ok=True)
        for folder in reversed(folders):
            if folder.exists():
                folder.rmdir()


def test_pipes_are_read_when_named_and_never_waited_for_in_a_folder(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has none")
    os.mkfifo(tmp_path / "pipe")
    assert outcomes(tmp_path) == [(str(tmp_path / "pipe"), "!is no file but a pipe, a socket or a device")]
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=(TEXT.encode(),))
    writer.start()
    assert outcomes(tmp_path / "pipe") == [(str(tmp_path / "pipe"), TEXT)]
    writer.join()


def test_names_that_no_encoding_has(tmp_path: Path) -> None:
    """A name that is no UTF-8 on the disk comes back as Python names it, and its error can be printed."""
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.bin")
    try:
        Path(name).write_bytes(bytes(range(256)) * 9)
    except OSError:
        pytest.skip("the file system allows no such name")
    ((path, error),) = read_all(tmp_path)
    assert path == name
    str(error).encode("utf-8")


def test_a_text_that_is_too_long_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More text than memory allows to parse is refused before it is parsed, by its size or by its characters."""
    file = page(tmp_path / "long.txt", "街" * 2000)
    monkeypatch.setattr(files, "MOST_CHARACTERS", 1999)
    assert outcomes(file) == [(str(file), "!holds 2,000 characters, more than the 1,999 of one text; split it")]
    monkeypatch.setattr(files, "MOST_BYTES", 5999)
    assert (outcomes(file)[0][1] or "").startswith("!is larger than")


def test_a_fault_of_ours_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that should not be becomes an error value; a broken installation is raised."""
    page(tmp_path / "a.txt")
    from govnews import pipeline

    def broken(*_: object) -> Document:
        raise RecursionError("too deep")

    monkeypatch.setattr(pipeline, "_document", broken)
    ((_, error),) = read_all(tmp_path)
    assert "please report it: RecursionError('too deep')" in str(error)

    def broken_table(*_: object) -> Document:
        raise TableError(())

    monkeypatch.setattr(pipeline, "_document", broken_table)
    with pytest.raises(TableError):
        list(read_all(tmp_path))


# --- archives -------------------------------------------------------------------------------------------------------


def test_members_are_files_below_the_archive(tmp_path: Path) -> None:
    """An archive is read as the folder that it would be, wherever it lies and whatever it is called."""
    names = ["b.txt", "a/2.txt", "a/1/x.txt", ".hidden", "__MACOSX/._b.txt", "a/"]
    zipped(tmp_path / "z.data", {name: TEXT.encode("gb18030") for name in names})
    assert below(tmp_path, (path for path, _ in outcomes(tmp_path))) == [
        "z.data/a/1/x.txt",
        "z.data/a/2.txt",
        "z.data/b.txt",
    ]
    assert {text for _, text in outcomes(tmp_path)} == {TEXT}


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_packing_that_python_knows(tmp_path: Path, packing: int) -> None:
    assert outcomes(zipped(tmp_path / "z.zip", {"a.txt": TEXT.encode()}, packing))[0][1] == TEXT


def test_names_with_dots_are_only_names(tmp_path: Path) -> None:
    """Nothing is extracted, so a name may be whatever it is."""
    names = ["../up.txt", "/etc/absolute.txt", "C:\\windows.txt", "a/../../b.txt", "换\n行.txt"]
    archive = zipped(tmp_path / "z.zip", dict.fromkeys(names, TEXT.encode()))
    before = sorted(tmp_path.rglob("*"))
    found = outcomes(archive)
    assert {path.removeprefix(f"{archive}/") for path, _ in found} == set(names)
    assert {text for _, text in found} == {TEXT}
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    assert outcomes(zipped(tmp_path / "z.zip", {})) == []


def named_in(encoding: str, path: Path, names: list[str]) -> Path:
    """An archive whose names stand in an old encoding without saying so."""
    stand_ins = {
        letter * len(name.encode(encoding)): name.encode(encoding) for letter, name in zip("XYZ", names, strict=False)
    }
    data = zipped(path, dict.fromkeys(stand_ins, TEXT.encode())).read_bytes()
    for stand_in, name in stand_ins.items():
        data = data.replace(stand_in.encode(), name)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gbk", ["第一版.txt", "要闻/街道.txt", "页.txt"]),
        ("gbk", ["版.txt"]),
        ("gbk", ["淺樺.txt", "俓.txt"]),  # second bytes that are a backslash
        ("big5", ["第一版要聞.txt", "區議會新聞.txt"]),
        ("utf-8", ["第一版.txt"]),
        ("ascii", ["page.txt"]),
    ],
    ids=["gbk", "gbk-one", "gbk-backslash", "big5", "utf-8", "ascii"],
)
def test_names_in_old_encodings_are_mended(tmp_path: Path, encoding: str, names: list[str]) -> None:
    """A zip made on a Chinese Windows names its members in GBK, which zipfile reads as the letters of DOS."""
    archive = named_in(encoding, tmp_path / "z.zip", names)
    assert {path.removeprefix(f"{archive}/") for path, _ in outcomes(archive)} == set(names)
    assert {text for _, text in outcomes(archive)} == {TEXT}


def test_encrypted_members_are_error_values(tmp_path: Path) -> None:
    """The bit that says so is enough; the others are read."""
    archive = zipped(tmp_path / "z.zip", {"a.txt": TEXT.encode(), "b.txt": TEXT.encode()})
    data = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    archive.write_bytes(data)
    assert [text for _, text in outcomes(archive)] == [
        "!is encrypted; unpack the archive with its password first",
        TEXT,
    ]


def test_archives_in_archives_are_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.txt": TEXT.encode()}).read_bytes()
    found = outcomes(zipped(tmp_path / "outer.zip", {"a.txt": TEXT.encode(), "inner.ZIP": inner}))
    assert [text for _, text in found] == [TEXT, "!is an archive in an archive, which is not opened; unpack it first"]


def test_an_office_file_is_no_archive(tmp_path: Path) -> None:
    """A .docx is a zip too; it is one file."""
    file = zipped(tmp_path / "a.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert [path for path, _ in outcomes(file)] == [str(file)]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_bombs_are_bounded(tmp_path: Path, packing: int) -> None:
    """What unpacks to a thousand times its size is not read to its end; a small file of blanks is."""
    archive = zipped(tmp_path / "z.zip", {"bomb.txt": bytes(20_000_000), "small.txt": b" " * 1_000_000}, packing)
    found = [text for _, text in outcomes(archive)]
    assert found == ["!unpacks to more than 200 times its size, as a zip bomb does", " " * 1_000_000]


def test_large_members_are_counted_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds whatever the header says of the size."""
    monkeypatch.setattr(archives, "MOST_UNPACKED", 10_000)
    archive = zipped(tmp_path / "z.zip", {"large.txt": b"a" * 20_000, "page.txt": TEXT.encode()})
    assert [text[:21] for _, text in outcomes(archive)] == ["!unpacks to more than", TEXT[:21]]


def test_a_size_that_lies_is_an_error_value(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "z.zip", {"large.txt": b"a" * 20_000, "page.txt": TEXT.encode()})
    data = archive.read_bytes().replace(struct.pack("<L", 20_000), struct.pack("<L", 20))
    archive.write_bytes(data)
    assert [text[:11] for _, text in outcomes(archive)] == ["!is damaged", TEXT[:11]]


def test_damaged_archives_are_error_values(tmp_path: Path) -> None:
    """Cut anywhere, or with any one byte changed, an archive gives errors and documents and never raises."""
    whole = zipped(tmp_path / "z.zip", {"a.txt": TEXT.encode(), "页.txt": TEXT.encode()}).read_bytes()
    broken = tmp_path / "broken.zip"
    for at in range(4, len(whole), 7):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            broken.write_bytes(data)
            for _, result in read_all(broken):
                assert isinstance(result, (Document, ReadError))
    broken.write_bytes(whole[:-30])
    assert [text[:11] for _, text in outcomes(broken)] == ["!is damaged"]


# --- processes ------------------------------------------------------------------------------------------------------


def test_processes_give_the_same(tmp_path: Path) -> None:
    """Two processes give what one gives, in the same order: documents, errors, members, and what only one can read."""
    for i in range(40):
        page(tmp_path / f"{i:02}.txt", f"{TEXT}全年走访群众{i}户。\n")
    zipped(tmp_path / "10.zip", {f"{i}.txt": TEXT.encode("gb18030") for i in range(20)})
    (tmp_path / "20.bin").write_bytes(bytes(range(256)) * 8)
    paths = [str(tmp_path), str(tmp_path / "missing"), str(tmp_path / "01.txt")]
    one, two = list(read_all(paths)), list(read_all(paths, jobs=2, kind=None))

    def plain(results: list[tuple[str, Document | ReadError]]) -> list[tuple[str, object]]:
        return [(path, str(result) if isinstance(result, ReadError) else result) for path, result in results]

    assert plain(one) == plain(two)
    assert len(one) == 63
    few = read_all(paths, jobs=2)
    next(few)
    few.close()  # type: ignore[attr-defined]  # whoever has enough leaves no process behind


PROGRAM = """
from govnews import read_all
from govnews.errors import WorkerLost
try:
    print(len(list(read_all({path!r}, jobs=2))))
except WorkerLost as error:
    print(error)
"""


def test_a_program_without_its_guard_is_told(tmp_path: Path) -> None:
    """Processes import the program that starts them; without the guard they end, and the error says why."""
    program = page(tmp_path / "program.py", PROGRAM.format(path=str(page(tmp_path / "a.txt"))))
    run = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False, timeout=120)
    assert 'behind `if __name__ == "__main__":`' in run.stdout
    assert issubclass(WorkerLost, RuntimeError)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the children of a process are read from /proc")
def test_no_process_outlives_a_killed_run(tmp_path: Path) -> None:
    """Who shares the work ends with the process that asked for it, even where that is killed."""
    for number in range(400):
        page(tmp_path / f"{number:03}.txt", TEXT * 40)
    code = (
        "import sys, govnews\n"
        "if __name__ == '__main__':\n"
        "    for made in govnews.read_all(sys.argv[1], jobs=2): print(1, flush=True)\n"
    )
    script = page(tmp_path / "run.py", code)
    running = subprocess.Popen([sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="ascii").split()
    assert children
    running.kill()
    running.wait()
    until = time.monotonic() + 20
    while alive := [child for child in children if is_running(child)]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)


def is_running(process: str) -> bool:
    """Whether a process is there and is no zombie that nobody has asked after."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
