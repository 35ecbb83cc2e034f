"""What the command line prints, on consoles and into pipes of any encoding."""

from __future__ import annotations

import io
import os
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def json_escape(error: UnicodeError) -> tuple[str, int]:
    r"""Characters that the output cannot hold, as \uXXXX: lone surrogates anywhere, all others on a cp936 console."""
    assert isinstance(error, UnicodeEncodeError)
    bad = error.object[error.start : error.end]
    units = bad.encode("utf-16-be", "surrogatepass")
    escaped = "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    return escaped, error.end


def _encoding() -> str:
    """UTF-8 into pipes and files; on a terminal whatever it takes."""
    if not sys.stdout.isatty() and "PYTHONIOENCODING" not in os.environ:
        return "utf-8"
    return sys.stdout.encoding or "utf-8"


def is_terminal() -> bool:
    """Whether somebody looks at standard output, and no program reads it."""
    return sys.stdout.isatty()


def write(text: str) -> None:
    """Print to standard output, whatever its encoding."""
    data = text.encode(_encoding(), "govnews-json")
    buffer: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode(_encoding()))
    else:
        sys.stdout.flush()
        buffer.write(data)


def complain(message: str) -> None:
    """Print one line to standard error."""
    line = " ".join(message.split())
    print(f"govnews: {line}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr)  # noqa: T201 - this is the command line


def open_console() -> Console:
    """A console whose text `show` sends out, so that no console's encoding can break it."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    width = None if terminal else 120
    return Console(
        file=io.StringIO(), force_terminal=terminal or None, width=width, highlight=False, legacy_windows=False
    )


def show(console: Console) -> None:
    """Print what was set on a console."""
    assert isinstance(console.file, io.StringIO)
    write(console.file.getvalue())
