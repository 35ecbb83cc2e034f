"""Reads the CSV tables of tests/cases."""

from __future__ import annotations

import csv
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table by its name without suffix."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
