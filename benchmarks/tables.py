"""Markdown tables, printed or written between two marks of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def table(head: Sequence[str], words: int, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    r"""The lines of a table; its first columns hold words, the others numbers.

    >>> print(*table(["text", "seconds"], 1, [["short", "0.1"]]), sep="\n")
    | text | seconds |
    | --- | ---: |
    | short | 0.1 |
    """
    for row in (head, ["---"] * words + ["---:"] * (len(head) - words), *rows):
        yield "| " + " | ".join(row) + " |"


def publish(name: str, lines: Iterable[str], pages: Sequence[Path]) -> None:
    """Write lines into pages, between `<!-- name -->` and `<!-- end of name -->`; without any page, print them.

    Raises:
        ValueError: if a page has no such marks.

    """
    measured = "\n".join(lines)
    if not pages:
        print(measured)
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    for path in pages:
        page = path.read_text(encoding="utf-8")
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"{path} must have {begin} and {end} once")
        head, tail = page[: page.index(begin)], page[page.index(end) :]
        path.write_text(f"{head}{begin}\n\n{measured}\n\n{tail}", encoding="utf-8", newline="\n")
