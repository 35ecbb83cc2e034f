"""The family of errors that govnews raises: messy text never raises, wrong calls and unreadable things do."""

from __future__ import annotations

import os

from attrs import frozen


class GovnewsError(Exception):
    """Whatever govnews raises on purpose; catch it to catch them all."""


class WrongType(GovnewsError, TypeError):  # noqa: N818 - reads as what it says: raise WrongType
    """An argument has a type that the function cannot take."""

    def __init__(self, what: str, wanted: str, got: object) -> None:
        super().__init__(f"{what} must be {wanted}, not {type(got).__name__}")


class WrongOption(GovnewsError, ValueError):  # noqa: N818
    """An option has a value that nobody knows; the message lists those that are known."""


@frozen
class _FileError(GovnewsError, OSError):
    """A file with which something is wrong."""

    path: str
    """The file as it was named by the caller."""
    reason: str
    """What is wrong and what to do about it."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@frozen
class ReadError(_FileError):
    """A file or stream that could not be read: which one, and why in one line."""


@frozen
class WriteError(_FileError):
    """An output that could not be written: which one, and why in one line. Nothing stands under its name."""


class MissingExtra(GovnewsError, ImportError):  # noqa: N818
    """A library that only some calls need is not installed; the message has the command that installs it."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        # The library by its own name, which works however govnews itself was installed.
        super().__init__(f"{purpose} needs {library}: pip install {library.lower()} (the extra {extra} of govnews)")


@frozen
class BadRow:
    """One wrong cell of a table: where it stands and what was expected there."""

    file: str
    line: int
    column: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: expected {self.expected}, got {self.got!r}"


class TableError(GovnewsError, ValueError):
    """A data table with bad rows; `rows` holds all of them, not the first alone."""

    def __init__(self, rows: tuple[BadRow, ...]) -> None:
        super().__init__("\n".join(map(str, rows)))
        self.rows = rows


class RecordError(GovnewsError, ValueError):
    """A record that `from_dict` cannot read: which field, and what was expected there."""


class MissingDictionary(GovnewsError, RuntimeError):  # noqa: N818
    """The dictionary files of opencc-python-reimplemented are missing; the message says what to do."""


class WorkerLost(GovnewsError, RuntimeError):  # noqa: N818
    """A process of `read_all` ended before its work; the message says what to look for."""


def readable(path: str | os.PathLike[str]) -> str:
    """The path as it may be printed on any console."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")
