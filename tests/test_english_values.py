"""The values of national work reports beside those of their official English: what stands on one side only, and why.

The sentences stand beside the repository, where they are present; here are only the differing values, in
`cases/english_values.csv`, each with a cause of `cases/english_causes.csv`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from case_tables import table
from govnews import find_statistics

PLACE = Path(os.environ.get("GOVNEWS_LABELLED", Path(__file__).resolve().parents[2] / "shared"))
SENTENCES = PLACE / "corpus" / "values_zh_en.jsonl"
CASES = Path(__file__).parent / "cases"
CONVERTED = frozenset("亩斤里")
"""Units with these characters are mostly converted by the English: our values of them are not compared."""


def plain(value: Decimal) -> str:
    """The value without an exponent."""
    return f"{value:f}"


def compared() -> list[tuple[str, str, str, str, bool]]:
    """Case, side, value, unit of each value, and whether it stands on the other side too, in the order of the cases.

    Ours are the values of all statistics; theirs those of the English above 12, years aside.
    """
    found: list[tuple[str, str, str, str, bool]] = []
    with SENTENCES.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            official = {Decimal(value.rstrip("%")).normalize() for value in record["expected"]["en_values"]}
            ours = [s for s in find_statistics(record["text"]) if s.value is not None]
            values = {s.value.normalize() for s in ours if s.value is not None}
            for s in ours:
                unit = s.unit or ""
                if s.value is not None and not CONVERTED & set(unit):
                    found.append((record["id"], "ours", plain(s.value), unit, s.value.normalize() in official))
            asked = {value for value in official if value > 12 and not 1900 <= value <= 2100}
            found.extend((record["id"], "theirs", plain(value), "", value in values) for value in sorted(asked))
    return found


def test_every_cause_is_explained() -> None:
    """A cause is explained once, and is the cause of something."""
    explained = [row["cause"] for row in table("english_causes")]
    assert len(set(explained)) == len(explained)
    assert {row["cause"] for row in table("english_values")} == set(explained)


@pytest.mark.skipif(not SENTENCES.exists(), reason="no sentences with official English here")
def test_the_differing_values_are_those_of_the_table() -> None:
    """Every value that differs has a cause that somebody judged; a new one fails, and one that is gone."""
    known = [(row["case"], row["side"], row["value"], row["unit"]) for row in table("english_values")]
    found = compared()
    assert [value[:4] for value in found if not value[4]] == known
    counts = {row["side"]: int(row["compared"]) for row in table("english_totals")}
    assert Counter(side for _, side, *_ in found) == counts
