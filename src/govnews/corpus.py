"""A corpus of files into one output: in order, in bounded memory, and able to go on after it was stopped.

What is finished goes into parts beside the output, `OUTPUT.parts/000001.jsonl` and so on, a line for each input. A part
is written whole under another name and then renamed, so what a stop leaves is whole. When all inputs are done, the
parts are read in their order into the output, and go. A run that resumes asks the parts which inputs are done and does
the others: nothing is lost, nothing is done twice.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from govnews.errors import GovnewsError, ReadError, WorkerLost, WriteError, WrongOption, readable
from govnews.output.records import to_dict
from govnews.output.tables import Row, Rows, rows_of
from govnews.output.writers import open_output
from govnews.output.writing.base import RowOutput, Written
from govnews.output.writing.json import JsonOutput, json_text
from govnews.pipeline import Options, chunks, in_processes, outcomes
from govnews.reading.walking import Found, walk
from govnews.schemas import TABLES, ColumnType
from govnews.version import CODE, DATA

PART_INPUTS, PART_BYTES, PART_SECONDS = 2000, 16_000_000, 10.0
"""After so many inputs, bytes or seconds what is finished becomes a part: a stop costs no more than that."""
_PLAN: Final = "plan.json"


@frozen
class Progress:
    """How far a run is."""

    done: int
    """Inputs that are finished, those of an earlier run too."""
    failed: int
    """Those among them that could not be read."""


@frozen
class Ended:
    """What a run made."""

    written: Written
    done: int
    failed: int
    errors: str | None
    """The file with the inputs that could not be read, where the output has no table for them and there are any."""


class Stopped(GovnewsError):  # noqa: N818 - it is no fault
    """A run was interrupted, or met an error that should stop it; what is finished is kept."""


# --- inputs ---------------------------------------------------------------------------------------------------------


def named_inputs(names: Iterable[str]) -> Iterator[str]:
    """The paths that a command line names: `@list` is a file with a path a line, a pattern the files that it matches.

    Raises:
        ReadError: if a list cannot be read, or a pattern matches nothing.

    """
    for name in names:
        if name.startswith("@") and not os.path.exists(name):  # noqa: PTH110 - as the user named it
            yield from _listed(name[1:])
        elif glob.has_magic(name) and not os.path.exists(name):  # noqa: PTH110
            matches = sorted(glob.iglob(name, recursive=True))  # noqa: PTH207 - as the user named it
            if not matches:
                raise ReadError(readable(name), "matches no file")
            yield from matches
        else:
            yield name


def _listed(path: str) -> list[str]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig", errors="surrogateescape")
    except OSError as error:
        raise ReadError(readable(path), f"the list cannot be read: {error.strerror}") from None
    return [line for line in text.splitlines() if line.strip()]


def count_inputs(paths: Sequence[str]) -> int | None:
    """How many files the paths stand for, `None` with standard input among them."""
    if "-" in paths:
        return None
    return sum(1 for _ in chain.from_iterable(map(walk, paths)))


# --- the run --------------------------------------------------------------------------------------------------------


def run(
    paths: Sequence[str],
    output: str,
    options: Options,
    *,
    table: str | None = None,
    jobs: int = 1,
    resume: bool = False,
    force: bool = False,
    stop_at_errors: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Ended:
    """Parse all files that `paths` stand for into `output`, in the format that its suffix names.

    Args:
        paths: files, folders and zip archives.
        output: as `write` takes it.
        options: what is known of the pages.
        table: as `write` takes it.
        jobs: how many processes share the work.
        resume: whether to go on with what an earlier run has left.
        force: whether to replace an output that exists, and what an earlier run has left.
        stop_at_errors: whether a file that cannot be read ends the run.
        progress: called now and then.

    Raises:
        WriteError: if the output exists, an earlier run was not finished, or nothing can be written there.
        WrongOption: if `output` or `table` is unknown, or the earlier run was another one.
        Stopped: if it was interrupted, or an input failed and `stop_at_errors` is given.
        WorkerLost: if a process ended before its work.

    """
    with open_output(output, table=table, force=True) as opened:  # this shows at once what cannot be
        whole = isinstance(opened, JsonOutput)
        opened.abandon()
    parts = _Parts(output, _plan(output, table, options), resume=resume, force=force)
    try:
        _fill(parts, paths, options, whole=whole, jobs=jobs, stop_at_errors=stop_at_errors, progress=progress)
    except KeyboardInterrupt:
        parts.flush()
        raise Stopped(f"interrupted; {parts.done} inputs are finished and kept, --resume goes on") from None
    except (Stopped, WorkerLost) as error:
        parts.flush()
        raise type(error)(f"{error}; {parts.done} inputs are finished and kept, --resume goes on") from None
    parts.flush()
    return _assembled(parts, output, table, force=force or resume)


def _plan(output: str, table: str | None, options: Options) -> Mapping[str, Any]:
    """What must be the same in a run that goes on."""
    known = {name: str(getattr(options, name)) for name in ("kind", "published", "publication", "home", "reference")}
    digest = hashlib.sha256(json.dumps(known, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
    return {"govnews": CODE, "data": DATA, "output": Path(output).name, "table": table, "options": digest}


def _fill(
    parts: _Parts,
    paths: Sequence[str],
    options: Options,
    *,
    whole: bool,
    jobs: int,
    stop_at_errors: bool,
    progress: Callable[[Progress], None],
) -> None:
    found = (one for one in chain.from_iterable(map(walk, paths)) if not parts.has(one.path))
    work = partial(_lines, options=options, whole=whole)
    made = map(work, chunks(found)) if jobs == 1 else in_processes(found, work, jobs)
    progress(Progress(parts.done, parts.failed))
    for lines in made:
        for path, failed, line in lines:
            if failed and stop_at_errors:
                raise Stopped(f"{readable(path)}: {json.loads(line)['error']}")
            parts.add(path, line, failed=failed)
        progress(Progress(parts.done, parts.failed))


def _lines(found: Sequence[Found], options: Options, *, whole: bool) -> list[tuple[str, bool, bytes]]:
    """What a part says of each input: its path, whether it failed, and the line; bytes are cheap to hand over."""
    lines = []
    for path, outcome in outcomes(found, options):
        said: dict[str, Any] = {"file": readable(path)}
        failed = isinstance(outcome, ReadError)
        if isinstance(outcome, ReadError):
            said["error"] = outcome.reason
        elif whole:
            said["record"] = to_dict(outcome)
        else:
            said["rows"] = {
                name: [[_plain(cell) for cell in row] for row in rows]
                for name, rows in rows_of(outcome, readable(path)).items()
                if rows
            }
        lines.append((path, failed, json_text(said).encode("utf-8")))
    return lines


def _plain(cell: object) -> object:
    return str(cell) if isinstance(cell, (Decimal, date)) else cell


def _typed(rows: Mapping[str, Sequence[Sequence[Any]]]) -> Rows:
    """Rows as they were before they became JSON, by the types of their columns."""
    return {name: [_row(name, row) for row in some] for name, some in rows.items()}


def _row(table: str, cells: Sequence[Any]) -> Row:
    return tuple(
        cell if cell is None or make is None else make(cell) for cell, make in zip(cells, _makers(table), strict=True)
    )


def _makers(table: str) -> tuple[Callable[[Any], Any] | None, ...]:
    makers: Mapping[ColumnType, Callable[[Any], Any]] = {
        ColumnType.DECIMAL: Decimal,
        ColumnType.DATE: date.fromisoformat,
        ColumnType.TEXT_LIST: tuple,
    }
    return tuple(makers.get(column.type) for column in TABLES[table].columns)


def _assembled(parts: _Parts, output: str, table: str | None, *, force: bool) -> Ended:
    """The output made of the parts; they go when it is whole."""
    with open_output(output, table=table, force=force) as opened:
        for said in parts.read():
            if "record" in said:
                assert isinstance(opened, JsonOutput)
                opened.add_record({"file": said["file"], **said["record"]})
            elif "rows" in said:
                assert isinstance(opened, RowOutput)
                opened.add_rows(_typed(said["rows"]))
            else:
                opened.add(ReadError(said["file"], said["error"]), said["file"])
        written = opened.close()
    holds_errors = isinstance(opened, RowOutput) and "errors" in opened.holds
    errors = None
    if parts.failed and not holds_errors:
        errors = f"{output}.errors.csv"
        with open_output(errors, table="errors", force=True) as listed:
            for said in parts.read():
                if "error" in said:
                    listed.add(ReadError(said["file"], said["error"]), said["file"])
    parts.remove()
    return Ended(written, parts.done, parts.failed, errors)


# --- parts ----------------------------------------------------------------------------------------------------------


class _Parts:
    """What is finished, in files that are whole or not there."""

    def __init__(self, output: str, plan: Mapping[str, Any], *, resume: bool, force: bool) -> None:
        self._output = output
        self._folder = Path(f"{output}.parts")
        self._waiting: list[bytes] = []
        self._size = 0
        self._since = time.monotonic()
        self._seen: set[bytes] = set()
        self.done = self.failed = 0
        left = self._folder.exists()
        if left and force and not resume:
            shutil.rmtree(self._folder, ignore_errors=True)
            left = False
        if left and not resume:
            raise WriteError(
                readable(output), "an earlier run is not finished: --resume goes on with it, --force throws it away"
            )
        # `{table}` names a file for each table, none of which has the name itself.
        if os.path.exists(output) and not force and not left:  # noqa: PTH110 - as the user named it
            raise WriteError(readable(output), "exists already; --force replaces it")
        try:
            self._folder.mkdir(parents=False, exist_ok=True)
            plan_file = self._folder / _PLAN
            if left and plan_file.exists():
                if json.loads(plan_file.read_text(encoding="utf-8")) != plan:
                    raise WrongOption(
                        f"{readable(output)}: the run that was not finished was another one (version, options, table); "
                        "finish it as it was begun, or throw it away with --force"
                    )
            else:
                plan_file.write_text(json.dumps(plan), encoding="utf-8")
            for said in self.read():
                self._count(said["file"], failed="error" in said)
        except OSError as error:
            raise WriteError(readable(output), f"cannot be written: {error.strerror or error}") from None

    def has(self, path: str) -> bool:
        """Whether an input is finished."""
        return bool(self._seen) and _digest(readable(path)) in self._seen

    def add(self, path: str, line: bytes, *, failed: bool) -> None:
        """Take what was made of one input."""
        self._waiting.append(line)
        self._size += len(line)
        self._count(readable(path), failed=failed)
        late = time.monotonic() - self._since > PART_SECONDS
        if late or len(self._waiting) >= PART_INPUTS or self._size >= PART_BYTES:
            self.flush()

    def _count(self, path: str, *, failed: bool) -> None:
        self._seen.add(_digest(path))
        self.done += 1
        self.failed += failed

    def flush(self) -> None:
        """Make a part of what is finished."""
        self._since = time.monotonic()
        if not self._waiting:
            return
        files = self._files()
        number = int(files[-1].stem) + 1 if files else 1
        part = self._folder / f"{number:06}.jsonl"
        temporary = part.with_suffix(".tmp")
        try:
            with temporary.open("wb") as file:
                file.write(b"\n".join(self._waiting) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(part)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise WriteError(readable(self._output), f"cannot be written: {error.strerror or error}") from None
        self._waiting = []
        self._size = 0

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.jsonl"))

    def read(self) -> Iterator[Mapping[str, Any]]:
        """What the parts say of each input, in order."""
        for part in self._files():
            with part.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)

    def remove(self) -> None:
        """Throw the parts away."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _digest(path: str) -> bytes:
    return hashlib.blake2b(path.encode("utf-8", "surrogatepass"), digest_size=16).digest()
