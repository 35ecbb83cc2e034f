"""The dictionaries of the simplifier: which characters are traditional, and in which words."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen

from govnews import reference
from govnews.errors import MissingDictionary

DISTRIBUTION = "opencc-python-reimplemented"
"""The distribution whose dictionary files are read; `opencc` is never imported, for two packages share that name."""
VERSION = "0.1.7"
FILES = {
    "TSCharacters": 0x52FDD1D2,
    "TSPhrases": 0x5C406E93,
    "STCharacters": 0x9737B166,
}
"""The files with their CRC-32 (hashlib is slow to import): with others the results would be others."""

LAST = "\uffff"
"""Nothing becomes a character beyond it: few fonts show those, and few programs count them right."""


@frozen
class Row:
    """A row of script_exceptions.csv."""

    id: str
    simplified: str
    """`""` where the row says that the character stays."""
    before: str
    after: str
    always: bool

    def holds(self, before: str, after: str) -> bool:
        """Whether the characters on both sides are those of the row."""
        # Patterns are compiled when a text first asks for them, and kept by `re`.
        return (not self.before or re.search(f"(?:{self.before})$", before) is not None) and (
            not self.after or re.match(self.after, after) is not None
        )


@frozen
class Word:
    """A listed word that holds an anchor: a character that it converts otherwise than character by character."""

    word: str
    simplified: str
    offset: int
    """Where the two characters by which the word was found begin in it."""


Words = Mapping[str, Sequence[Word]]
"""Words by two characters side by side, one of them an anchor."""


@frozen
class Dictionaries:
    """What the simplifier knows, from OpenCC's dictionaries and the project's tables."""

    full: Sequence[str]
    """For `str.translate`: every traditional character of the basic plane to its simplified one."""
    certain: Mapping[str, str]
    """Characters outside the standard table whose counterpart is in it."""
    normal: Sequence[str]
    """For `str.translate`: only the certain ones that stand in no listed word; text is compared with words after it."""
    listed: frozenset[str]
    """Characters for which words and rows are asked."""
    unsure: Mapping[str, str]
    """Characters that change on evidence alone, with what they become in traditional company."""
    far: Mapping[str, str]
    """Traditional characters beyond U+FFFF with a simplified one that is not."""
    hit: re.Pattern[str]
    anchor: re.Pattern[str]
    simple: re.Pattern[str]
    """Characters that only simplified text holds."""
    traditional_words: Words
    mixed_words: Words
    """Words in their simplified form, the anchor alone traditional: 瞭解, 饼乾, 计畫."""
    raw_words: Words
    """Words that need their traditional characters as evidence."""
    rows: Mapping[str, Sequence[Row]]
    """Of each character the rows, those first by which it stays."""


_ADVICE = f"run: pip install --force-reinstall {DISTRIBUTION}=={VERSION}"


def _folder() -> Path:
    """Where the distribution's metadata says that its dictionaries lie."""
    from importlib.metadata import PackageNotFoundError, distribution  # slow to import, needed once

    try:
        return Path(str(distribution(DISTRIBUTION).locate_file("opencc/dictionary")))
    except PackageNotFoundError as error:
        raise MissingDictionary(f"{DISTRIBUTION} is not installed; {_ADVICE}") from error


def _dictionary(folder: Path, name: str) -> Mapping[str, str]:
    path = folder / f"{name}.txt"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MissingDictionary(f"the dictionary files of {DISTRIBUTION} are missing; {_ADVICE}") from error
    # A checkout on Windows may have other line ends; the dictionary is the same.
    data = data.replace(b"\r\n", b"\n")
    if zlib.crc32(data) != FILES[name]:
        raise MissingDictionary(f"{path} is not the dictionary of {DISTRIBUTION} {VERSION}; {_ADVICE}")
    rows = (line.split("\t") for line in data.decode("utf-8").split("\n") if "\t" in line)
    return {row[0]: row[1] for row in rows}


def _first(values: str) -> str:
    return values.split(" ")[0]


def _class(characters: Iterable[str]) -> re.Pattern[str]:
    # One character beyond U+FFFF in a class makes the search a hundred times slower.
    return re.compile("[" + "".join(sorted(c for c in characters if c <= LAST)) + "]")


def _index(words: Mapping[str, str], anchors: frozenset[str]) -> Words:
    index: dict[str, list[Word]] = defaultdict(list)
    for word, simplified in sorted(words.items(), key=lambda item: (-len(item[0]), item[0])):
        for at, char in enumerate(word):
            if char in anchors:
                start = at if at + 1 < len(word) else at - 1
                found = Word(word, simplified, start)
                if found not in index[word[start : start + 2]]:
                    index[word[start : start + 2]].append(found)
    return dict(index)


def _rows() -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in reference.script_exceptions():
        rows[row.character].append(
            Row(
                row.id,
                row.simplified,
                row.before,
                row.after,
                row.always,
            )
        )
    return {char: sorted(found, key=lambda row: row.simplified != "") for char, found in rows.items()}


@cache
def dictionaries() -> Dictionaries:
    """The dictionaries, read once.

    Raises:
        MissingDictionary: if the files of the distribution are missing or others, with what to do.

    """
    folder = _folder()
    standard = reference.standard_characters()
    characters = {key: _first(values) for key, values in _dictionary(folder, "TSCharacters").items()}
    phrases = {key: _first(values) for key, values in _dictionary(folder, "TSPhrases").items()}
    phrases = {key: new for key, new in phrases.items() if len(key) == len(new) and max(new) <= LAST}
    known = {key: new for key, new in characters.items() if key != new and len(new) == 1 and new <= LAST}
    full = list(map(chr, range(0x10000)))
    for key, new in known.items():
        if key <= LAST:
            full[ord(key)] = new
    certain = {key: new for key, new in known.items() if key <= LAST and key not in standard and new in standard}
    rows = _rows()
    unsure = {key: new for key, new in known.items() if key <= LAST and key not in certain}
    unsure |= {char: "" for char in rows if char not in unsure}
    # Where a listed word says otherwise than the single characters do, it is looked for.
    anchors = {
        char
        for key, new in phrases.items()
        for char, one, other in zip(key, key.translate(full), new, strict=True)
        if one != other
    }
    listed = frozenset(anchors | set(unsure))
    normal = list(map(chr, range(0x10000)))
    for key, new in certain.items():
        if key not in listed:
            normal[ord(key)] = new
    mixed = {row.word: row.simplified for row in reference.script_words()}
    raw = {}
    for key, new in phrases.items():
        word = key.translate(normal)
        if any(char in listed for char in word):
            # 覆盘, 沈默 and 家俱 are written in simplified text too: there the rest of the word must be traditional.
            if "覆" not in word and any(char in rows or char in certain for char in word if char in listed):
                mixed[word] = new
            elif word != key:
                raw[key] = new
    simple = {key for key, values in _dictionary(folder, "STCharacters").items() if key not in values.split(" ")}
    return Dictionaries(
        full=full,
        certain=certain,
        normal=normal,
        listed=listed,
        unsure=unsure,
        far={key: new for key, new in known.items() if key > LAST},
        # 么 stands in every 什么; the word for which it is an anchor, 么麼, is found by its other character.
        hit=_class({*certain, *unsure, *anchors} - {"么"}),
        anchor=_class({*anchors, *rows}),
        simple=_class(simple),
        traditional_words=_index({k: v for k, v in phrases.items() if k.translate(full) != v}, frozenset(anchors)),
        mixed_words=_index(mixed, listed),
        raw_words=_index(raw, listed),
        rows=rows,
    )
