"""The test cases of other projects for money, times and numerals: where we differ from them, and why.

Their cases stand beside the repository, where they are present; here are only the differences, in
`cases/other_projects.csv`, by the number of the case, each with a reason of `cases/other_projects_reasons.csv`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from case_tables import table
from govnews import find_statistics, parse_number, parse_quantity, reference
from govnews.finding.periods import find_times
from govnews.models import Qualifier
from govnews.reference import UnitKind

CORPUS = Path(os.environ.get("GOVNEWS_LABELLED", Path(__file__).resolve().parents[2] / "shared")) / "corpus"
CASES = Path(__file__).parent / "cases"

# The files of wetext: those whose cases are numbers and quantities, and those whose cases count nothing.
# The rest (spoken sums, filler words, the same sentences under other settings) does not apply.
VALUES = ("cardinal.txt", "fraction.txt", "measure.txt", "money.txt", "normalizer.txt", "number.txt")
NOTHING = ("date.txt", "license_plate.txt", "time.txt", "train_number.txt")

SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "blur",
    Qualifier.MORE_THAN: "blur+",
    Qualifier.AT_LEAST: "blur+",
    Qualifier.NEARLY: "blur-",
    Qualifier.LESS_THAN: "blur-",
    Qualifier.AT_MOST: "blur-",
}
"""Our qualifiers in the words of JioNLP."""


def plain(number: Decimal | str) -> str:
    """The number without an exponent and without zeros at its end."""
    number = Decimal(number)
    return f"{number.to_integral() if number == number.to_integral() else number.normalize():f}"


def shown(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    """A value or the bounds of a range."""
    if value is not None:
        return plain(value)
    return f"{plain(low)}–{plain(high)}" if low is not None and high is not None else ""


def spans(found: list[tuple[int, int]]) -> str:
    """Places in a text."""
    return " ".join(f"{start}:{end}" for start, end in sorted(found))


# --- JioNLP ---------------------------------------------------------------------------------------------------------


def amount(text: str, args: list[Any]) -> tuple[str, str]:
    """One sum of money: number, currency, how exact."""
    quantity = parse_quantity(text)
    ours = ""
    if quantity is not None:
        number = shown(quantity.value, quantity.low, quantity.high)
        sign = "blur" if quantity.value is None else SIGNS[quantity.qualifier]
        ours = " ".join(part for part in (number, quantity.unit, sign) if part)
    said = args[0]
    bounds = said["num"] if isinstance(said["num"], list) else [said["num"]]
    sign = "" if said["definition"] == "accurate" else said["definition"]
    return ours, " ".join(part for part in ("–".join(map(plain, bounds)), said["case"], sign) if part)


def sums(text: str, args: list[Any]) -> tuple[str, str]:
    """Where the sums of money stand in a sentence."""
    money = {row.canonical or row.unit for row in reference.units() if row.kind is UnitKind.MONEY}
    ours = [(s.span.start, s.span.end) for s in find_statistics(text) if s.unit in money]
    return spans(ours), spans([tuple(said["offset"]) for said in args[0]])


def times(text: str, args: list[Any]) -> tuple[str, str]:
    """Where the expressions of time stand in a sentence."""
    ours = [(time.span.start, time.span.end) for time in find_times(text)]
    return spans(ours), spans([tuple(said["offset"]) for said in args[0]])


# --- wetext ---------------------------------------------------------------------------------------------------------

_WRITTEN = re.compile(
    r"(?P<minus>(?<![0-9])-)?(?P<first>[0-9]+(?:\.[0-9]+)?)(?:/(?P<below>[0-9]+)|[~-](?P<second>[0-9]+(?:\.[0-9]+)?))?"
    r"(?P<scale>[万亿兆W]*)(?:(?<=[亿兆])(?P<rest>[0-9]+万?[0-9]*)|(?<=万)(?P<low>[0-9]+))?"
)
_SCALES = {"万": 10**4, "W": 10**4, "亿": 10**8, "兆": 10**12}


def _scaled(number: str, scale: str) -> Decimal:
    value = Decimal(number)
    for character in scale:
        value *= _SCALES[character]
    return value


def written(output: str) -> Iterator[str]:
    """The values that wetext writes: 3/16, 16000-7000, 1亿2300."""
    for match in _WRITTEN.finditer(output):
        first, second, scale = match["first"], match["second"], match["scale"]
        if match["below"]:
            value = Decimal(first) / Decimal(match["below"])
        elif second:
            if len(second) < len(first) and Decimal(second) < Decimal(first):
                second = first[: len(first) - len(second)] + second  # 45-6 is 45 to 46
            yield f"{plain(_scaled(first, scale))}–{plain(_scaled(second, scale))}"
            continue
        else:
            value = _scaled(first, scale)
            for rest in (match["rest"], match["low"]):
                big, _, small = rest.rpartition("万") if rest else ("", "", "")
                value += Decimal(big or 0) * 10**4 + Decimal(small or 0)
        yield plain(-value if match["minus"] else value)


def listed(found: list[str]) -> str:
    """Values in a row; of many only the first, the last and how many."""
    return " ".join(found) if len(found) <= 12 else f"{found[0]} … {found[-1]} ({len(found)} values)"


def values(text: str, output: str) -> tuple[str, str]:
    """The values of a text: of a number, of a quantity, of all statistics."""
    number, quantity = parse_number(text), parse_quantity(text)
    if number is not None:
        ours = [plain(number)]
    elif quantity is not None:
        ours = [shown(quantity.value, quantity.low, quantity.high)]
    else:
        ours = [shown(s.value, s.low, s.high) for s in find_statistics(text)]
    return listed(ours), listed(list(written(output)))


def nothing(text: str) -> tuple[str, str]:
    """The statistics in what counts nothing."""
    return " ".join(shown(s.value, s.low, s.high) for s in find_statistics(text)), ""


# --- the comparison -------------------------------------------------------------------------------------------------


def compared() -> Iterator[tuple[str, str, str, str]]:
    """Project, case, what we give and what they give, of every case that applies."""
    for name, compare in (
        ("jionlp_money_extractor", sums),
        ("jionlp_money_parser", amount),
        ("jionlp_time_extractor", times),
    ):
        for record in records(name):
            yield "JioNLP", record["id"], *compare(record["text"], record["expected"]["args"])
    for record in records("wetext_itn"):
        file = record["expected"]["file"]
        if file in VALUES:
            yield "wetext", record["id"], *values(record["text"], record["expected"]["output"])
        elif file in NOTHING:
            yield "wetext", record["id"], *nothing(record["text"])


def records(name: str) -> Iterator[dict[str, Any]]:
    """The cases of one file."""
    with (CORPUS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# --- the tests ------------------------------------------------------------------------------------------------------


def test_every_reason_is_explained() -> None:
    """A reason is explained once, and is the reason of something."""
    explained = [row["reason"] for row in table("other_projects_reasons")]
    assert len(set(explained)) == len(explained)
    assert {row["reason"] for row in table("other_projects")} == set(explained)


@pytest.mark.skipif(not (CORPUS / "wetext_itn.jsonl").exists(), reason="no cases of other projects here")
def test_the_differences_are_those_of_the_table() -> None:
    """Each case agrees, or differs as the table says: a new difference fails, and one that is gone."""
    cases = list(compared())
    differing = {(project, case): (ours, theirs) for project, case, ours, theirs in cases if ours != theirs}
    known = {(row["project"], row["case"]): (row["ours"], row["theirs"]) for row in table("other_projects")}
    sys.stdout.write(f"\n{len(cases) - len(differing)} of {len(cases)} cases of other projects agree\n")
    assert differing == known
    counts = {row["project"]: int(row["compared"]) for row in table("other_projects_totals")}
    assert Counter(project for project, *_ in cases) == counts
