"""Make src/govnews/data/lexicon.csv from the word list of jieba 0.42.1 (MIT), fetched from the package index.

    python scripts/make_lexicon.py

Kept are common words of two to four Han characters that are no names of people, with one letter for what they can
be in a noun phrase. What the list says wrongly of a verb is mended by verbs.csv, which the finders read first.
"""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "jieba==0.42.1"
SHA256 = "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2"
COMMON = 40  # occurrences in the list's own corpus; rarer words seldom decide where a phrase ends
TARGET = Path(__file__).resolve().parent.parent / "src/govnews/data/lexicon.csv"
# what the list's tags mean for a phrase: n(oun), g (verb used as a noun), v(erb), a(djective), d (adverb),
# p(reposition), c(onjunction), t(ime), x (any other word that ends a noun phrase)
CLASSES = {
    "n": "n", "ns": "n", "nt": "n", "s": "n", "f": "x", "b": "a", "j": "n", "l": "n", "i": "x", "an": "n", "vn": "g",
    "v": "v", "a": "a", "ad": "d", "z": "a", "d": "d", "p": "p", "c": "c", "t": "t", "r": "x",
}  # fmt: skip


def main() -> None:
    """Fetch, check, choose and write."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder]
        subprocess.run([*command, PACKAGE], check=True)
        archive = next(Path(folder).glob("jieba-*.tar.gz"))
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != SHA256:
            sys.exit(f"{archive.name}: sha256 is {digest}, expected {SHA256}")
        with tarfile.open(archive) as tar:
            member = tar.extractfile(next(m for m in tar.getmembers() if m.name.endswith("/jieba/dict.txt")))
            assert member is not None
            lines = member.read().decode("utf-8").splitlines()
    rows = []
    for line in lines:
        word, _, rest = line.partition(" ")
        count, _, tag = rest.partition(" ")
        han = all("\u4e00" <= c <= "\u9fff" for c in word)
        if han and 2 <= len(word) <= 4 and int(count) >= COMMON and tag in CLASSES:
            rows.append((word, CLASSES[tag]))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "class"))
        writer.writerows(sorted(rows))
    print(f"{TARGET.name}: {len(rows)} words")


if __name__ == "__main__":
    main()
