"""Sort the rows of the tables by their first cell, and name rows that stand twice.

    python scripts/sort_tables.py                     # sort all tables of the package
    python scripts/sort_tables.py mine/units.csv      # sort these files
    python scripts/sort_tables.py --check             # change nothing; exit 1 if a table is not sorted

Of two rows with the same first cell nobody but a person can say which one is right, so they are named and stay:
the program then ends with 1. The rows keep their text to the character.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/govnews/data"


def records(text: str) -> list[tuple[str, str, int]]:
    """First cell, text and line of each record, the header first; a cell in quotes may hold line ends."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines)
    found, at = [], 0
    for cells in reader:
        found.append((cells[0] if cells else "", "".join(lines[at : reader.line_num]), at + 1))
        at = reader.line_num
    return found


def sorted_text(text: str) -> str:
    """The table with its rows in the order of their first cells."""
    if text and not text.endswith("\n"):
        text += "\n"
    header, *rows = records(text) or [("", "", 1)]
    return "".join(record for _, record, _ in (header, *sorted(rows, key=lambda row: row[0])))


def duplicates(text: str, name: str) -> list[str]:
    """What is to be said of rows whose first cell stands in an earlier row too."""
    first: dict[str, int] = {}
    said = []
    for key, _, line in records(text)[1:]:
        if key in first:
            said.append(f"{name}:{line}: {key!r} stands in line {first[key]} too: delete one, or give one another id")
        first.setdefault(key, line)
    return said


def problems(path: Path) -> list[str]:
    """What is wrong with the order of a table, and how to put it right."""
    text = path.read_bytes().decode("utf-8")
    said = duplicates(text, path.name)
    if text != sorted_text(text):
        said.append(f"{path.name}: the rows are not sorted by their first cell; run: python scripts/sort_tables.py")
    return said


def main(arguments: Sequence[str]) -> int:
    """Sort or check."""
    check = "--check" in arguments
    paths = [Path(one) for one in arguments if one != "--check"] or sorted(FOLDER.glob("*.csv"))
    failed = False
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        for line in problems(path) if check else duplicates(text, path.name):
            print(line)
            failed = True
        if not check and (new := sorted_text(text)) != text:
            path.write_bytes(new.encode("utf-8"))
            print(f"{path.name}: sorted")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
