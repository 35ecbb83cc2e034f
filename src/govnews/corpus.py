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
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen

from govnews.errors import GovnewsError, ReadError, WorkerLost, WriteError, WrongOption, readable
from govnews.output.records import to_dict
from govnews.output.tables import Rows, rows_of
from govnews.output.writers import open_output
from govnews.output.writing.base import RowOutput, Written
from govnews.output.writing.json import JsonOutput, json_text
from govnews.output.writing.parts import explained
from govnews.pipeline import Options, map_chunks, outcomes
from govnews.reading.walking import Found, walk
from govnews.schemas import TABLES, ColumnType
from govnews.version import CODE, DATA

PART_INPUTS, PART_BYTES, PART_SECONDS = 2000, 16_000_000, 10.0
"""After so many inputs, bytes or seconds what is finished becomes a part: a stop costs no more than that."""
_PLAN: Final = "plan.json"
_PLANNED: Final = {
    "govnews": "version of the code",
    "data": "version of the data",
    "output": "output",
    "table": "--table",
    "options": "--kind, --published, --publication, --place or --reference",
}
"""What must be the same in a run that goes on."""

_Said = TypeVar("_Said")


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
    """The file with the inputs that could not be read or repeat another, where the output has no table for them."""


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


def count_inputs(paths: Sequence[str], output: str) -> int | None:
    """How many files a run takes, `None` with standard input among them."""
    if "-" in paths:
        return None
    return sum(1 for _ in _Inputs(paths, output))


class _Inputs:
    """The files that paths stand for, each once, however often and by whatever way it is named.

    What the run itself writes is none of them, though it may lie in a folder that is read.
    """

    def __init__(self, paths: Iterable[str], output: str) -> None:
        self._paths = paths
        self._own = {os.path.basename(path): os.path.realpath(path) for path in _own_files(output)}  # noqa: PTH119
        self._seen: set[bytes] = set()

    def take(self, path: str) -> bool:
        """Whether this is the first time that the file comes."""
        named = path if path == "-" else os.path.abspath(path)  # noqa: PTH100 - Path would be slow
        digest = hashlib.blake2b(named.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True

    def __iter__(self) -> Iterator[Found]:
        for found in chain.from_iterable(map(walk, self._paths)):
            if not self._is_own(found.file or found.path) and self.take(readable(found.path)):
                yield found

    def _is_own(self, path: str) -> bool:
        return any(
            name in self._own and os.path.realpath(at) == self._own[name]
            for at in (path, os.path.dirname(path))  # noqa: PTH120
            for name in (os.path.basename(at),)  # noqa: PTH119
        )


def _own_files(output: str) -> list[str]:
    """What a run writes: its outputs, the folder of its parts, and the errors."""
    tables = [output.replace("{table}", name) for name in TABLES] if "{table}" in output else [output]
    return [*tables, _parts_folder(output), _errors_file(output)]


def _parts_folder(output: str) -> str:
    return f"{output}.parts"


def _errors_file(output: str) -> str:
    return f"{output}.errors.csv"


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
        ReadError: if nothing could be read, or what an earlier run has left is damaged.
        Stopped: if it was interrupted, if the disk is full, or an input failed and `stop_at_errors` is given.
        WorkerLost: if a process ended before its work.

    """
    with open_output(output, table=table, force=True) as opened:  # this shows at once what cannot be
        whole, outputs = isinstance(opened, JsonOutput), opened.written.paths
        opened.abandon()
    parts = _Parts(output, outputs, _plan(output, table, options), resume=resume, force=force)
    inputs = _Inputs(paths, output)
    try:
        for file, failed in parts.read(lambda said: (said["file"], "error" in said)):
            inputs.take(file)
            parts.count(failed=failed)
        _fill(parts, inputs, options, whole=whole, jobs=jobs, stop_at_errors=stop_at_errors, progress=progress)
        parts.flush()
        if parts.done > parts.failed:
            return _assembled(parts, output, table, whole=whole, force=force or resume)
        nothing = _nothing(parts, paths)
    except KeyboardInterrupt:
        raise Stopped(parts.kept("interrupted")) from None
    except Stopped as error:
        raise Stopped(parts.kept(str(error))) from None
    except WorkerLost:
        # What the library says of it is for those who write programs.
        why = "a process ended before its work; if the memory was full, fewer --jobs need less"
        raise WorkerLost(parts.kept(why)) from None
    except WriteError as error:
        if error.__cause__ is None:
            raise  # not the system's doing: to go on would end here again
        raise Stopped(parts.kept(str(error))) from None
    parts.remove()
    raise nothing


def _nothing(parts: _Parts, paths: Sequence[str]) -> ReadError:
    """Why there is nothing to write."""
    for file, error in parts.read(partial(_result, whole=True)):
        more = f" (and {parts.failed - 1} more that cannot be read)" if parts.failed > 1 else ""
        return ReadError(file, f"{error.reason}{more}")
    return ReadError(readable(" ".join(paths)), "is a folder without a file that could be read")


def _plan(output: str, table: str | None, options: Options) -> Mapping[str, Any]:
    """What a run says of itself: all of `_PLANNED`."""
    known = {name: str(getattr(options, name)) for name in ("kind", "published", "publication", "home", "reference")}
    digest = hashlib.sha256(json.dumps(known, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()
    return {"govnews": CODE, "data": DATA, "output": Path(output).name, "table": table, "options": digest}


def _fill(
    parts: _Parts,
    inputs: Iterable[Found],
    options: Options,
    *,
    whole: bool,
    jobs: int,
    stop_at_errors: bool,
    progress: Callable[[Progress], None],
) -> None:
    work = partial(_lines, options=options, whole=whole)
    progress(Progress(parts.done, parts.failed))
    # Whatever stops the run, its processes end before it says so.
    with closing(map_chunks(inputs, work, jobs)) as made:
        for lines in made:
            for path, failed, line in lines:
                if failed and stop_at_errors:
                    raise Stopped(f"{readable(path)}: {json.loads(line)['error']}")
                parts.add(line, failed=failed)
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
    typed: Rows = {}
    for name, some in rows.items():
        makers = _makers(name)
        typed[name] = [
            tuple(cell if cell is None or make is None else make(cell) for cell, make in zip(row, makers, strict=True))
            for row in some
        ]
    return typed


def _makers(table: str) -> tuple[Callable[[Any], Any] | None, ...]:
    makers: Mapping[ColumnType, Callable[[Any], Any]] = {
        ColumnType.DECIMAL: Decimal,
        ColumnType.DATE: date.fromisoformat,
        ColumnType.TEXT_LIST: tuple,
    }
    return tuple(makers.get(column.type) for column in TABLES[table].columns)


def _assembled(parts: _Parts, output: str, table: str | None, *, whole: bool, force: bool) -> Ended:
    """The output made of the parts; they go when it is whole."""
    with open_output(output, table=table, force=force) as opened:
        for file, result in parts.read(partial(_result, whole=whole)):
            if isinstance(result, ReadError):
                opened.add(result, file)
            elif isinstance(opened, RowOutput):
                opened.add_rows(result)
            else:
                assert isinstance(opened, JsonOutput)
                opened.add_record(result)
        written = opened.close()
    holds_errors = isinstance(opened, RowOutput) and "errors" in opened.holds
    errors = None if holds_errors or not (parts.failed or written.duplicates) else _errors_file(output)
    if errors is not None:
        with open_output(errors, table="errors", force=True) as listed:
            assert isinstance(listed, RowOutput)
            for file, result in parts.read(partial(_result, whole=whole)):
                if isinstance(result, ReadError):
                    listed.add(result, file)
                elif not whole:
                    listed.add_rows(result)  # of a text that came before, it keeps that it came again
    elif force:
        with suppress(OSError):
            os.unlink(_errors_file(output))  # noqa: PTH108 - what an earlier run could not read
    parts.remove()
    return Ended(written, parts.done, parts.failed, errors)


def _result(said: Mapping[str, Any], *, whole: bool) -> tuple[str, Any]:
    """What a part says of an input: its file, and the error, the record or the rows."""
    file = said["file"]
    if "error" in said:
        return file, ReadError(file, said["error"])
    return file, {"file": file, **said["record"]} if whole else _typed(said["rows"])


# --- parts ----------------------------------------------------------------------------------------------------------


class _Parts:
    """What is finished, in files that are whole or not there."""

    def __init__(
        self, output: str, outputs: Iterable[str], plan: Mapping[str, Any], *, resume: bool, force: bool
    ) -> None:
        self._output = output
        self._folder = Path(_parts_folder(output))
        self._waiting: list[bytes] = []
        self._size = 0
        self._since = time.monotonic()
        self.done = self.failed = 0
        with explained(output):
            left = os.path.lexists(self._folder)
        if left and not self._is_ours():
            raise WriteError(readable(self._folder), "is no folder of a run and in the way; rename it")
        if left and force and not resume:
            self.remove()
            left = False
        if left and not resume:
            raise WriteError(
                readable(output), "an earlier run is not finished: --resume goes on with it, --force throws it away"
            )
        if not force and not left:
            for one in outputs:
                if os.path.exists(one):  # noqa: PTH110 - as the user named it
                    raise WriteError(readable(one), "exists already; --force replaces it")
        with explained(output):
            self._folder.mkdir(exist_ok=True)
        if left and (self._folder / _PLAN).exists():
            self._compare(plan)
        else:
            self._write(self._folder / _PLAN, json.dumps(plan).encode())

    def _is_ours(self) -> bool:
        """Whether a run has made the folder: it has a plan, or came to nothing."""
        return self._folder.is_dir() and ((self._folder / _PLAN).exists() or not self._files())

    def _compare(self, plan: Mapping[str, Any]) -> None:
        """See to it that the run goes on as it was begun."""
        file = self._folder / _PLAN
        try:
            begun = json.loads(file.read_bytes())
            other = [_PLANNED[name] for name in plan if begun[name] != plan[name]]
        except (OSError, ValueError, LookupError, TypeError):
            raise ReadError(readable(file), "is damaged; --force throws the earlier run away") from None
        if other:
            raise WrongOption(
                f"{readable(self._output)}: the run that was not finished was another one, with another "
                f"{' and another '.join(other)}; finish it as it was begun, or throw it away with --force"
            )

    def add(self, line: bytes, *, failed: bool) -> None:
        """Take what was made of one input."""
        self._waiting.append(line)
        self._size += len(line)
        self.count(failed=failed)
        late = time.monotonic() - self._since > PART_SECONDS
        if late or len(self._waiting) >= PART_INPUTS or self._size >= PART_BYTES:
            self.flush()

    def count(self, *, failed: bool) -> None:
        """Count an input that is finished."""
        self.done += 1
        self.failed += failed

    def flush(self) -> None:
        """Make a part of what is finished.

        Raises:
            WriteError: if it cannot be written; the parts before it are whole.

        """
        self._since = time.monotonic()
        if not self._waiting:
            return
        files = self._files()
        number = int(files[-1].stem) + 1 if files else 1
        self._write(self._folder / f"{number:06}.jsonl", b"\n".join(self._waiting) + b"\n")
        self._waiting = []
        self._size = 0

    def _write(self, path: Path, data: bytes) -> None:
        temporary = path.with_suffix(".tmp")
        try:
            with explained(self._output):
                with temporary.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    def kept(self, why: str) -> str:
        """Keep what can be kept, and say why the run ends and how it goes on."""
        with suppress(WriteError):
            self.flush()
        return f"{why}; {self.done - len(self._waiting)} inputs are finished and kept, --resume goes on"

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]" * 6 + ".jsonl"))

    def read(self, made: Callable[[Mapping[str, Any]], _Said]) -> Iterator[_Said]:
        """What is made of what the parts say of each input, in order.

        Raises:
            ReadError: if a part is not as it was written.

        """
        seen: set[str] = set()
        for part in self._files():
            with part.open("rb") as file:
                for number, line in enumerate(file, 1):
                    try:
                        said = json.loads(line)
                        again = said["file"] in seen  # a part was copied, or written again when a signal came
                        seen.add(said["file"])
                        result = made(said)
                    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
                        raise ReadError(
                            readable(part), f"line {number} is damaged; delete this file, and --resume does it again"
                        ) from None
                    if not again:
                        yield result

    def remove(self) -> None:
        """Throw the parts away, and nothing else that lies there; the plan last, which says whose they are."""
        with suppress(OSError):
            for file in (*self._files(), *self._folder.glob("*.tmp"), self._folder / _PLAN):
                file.unlink(missing_ok=True)
            self._folder.rmdir()
