"""Traditional characters in simplified text, converted on evidence alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen

from govnews import reference
from govnews.errors import MissingDictionary
from govnews.spans import Edit, Span

DICTIONARY = "opencc-python-reimplemented"
"""The distribution whose dictionary files are read; `opencc` is never imported, for two packages share that name."""

_RUN_END = "，。；：！？、“”‘’（）()《》\n 　,.;:!?"


@frozen
class _Tables:
    certain: Mapping[str, str]
    """Traditional characters that no simplified text holds, with what they become."""
    unsure: Mapping[str, str]
    """Characters that simplified text holds too, in names and fixed words."""
    phrases: Mapping[str, tuple[str, ...]]
    """For an unsure character, the words in which it is traditional."""
    kept: Mapping[str, tuple[str, ...]]
    """For an unsure character, the words in which it stays even in traditional text (乾坤)."""
    hit: re.Pattern[str]


def _dictionary(name: str) -> Mapping[str, str]:
    from importlib.metadata import PackageNotFoundError, distribution  # slow to import, needed once

    try:
        path = distribution(DICTIONARY).locate_file(f"opencc/dictionary/{name}.txt")
        lines = Path(str(path)).read_text(encoding="utf-8").splitlines()
    except (PackageNotFoundError, OSError) as error:
        message = f"the dictionary files of {DICTIONARY} are missing; run: pip install --force-reinstall {DICTIONARY}"
        raise MissingDictionary(message) from error
    rows = (line.split("\t") for line in lines if "\t" in line)
    return {key: values.split(" ")[0] for key, values in rows}


@cache
def _tables() -> _Tables:
    unsure = {row.character: row.simplified for row in reference.script_exceptions() if row.simplified}
    listed = {row.character for row in reference.script_exceptions()}
    certain = {
        key: value
        for key, value in _dictionary("TSCharacters").items()
        # Nothing becomes a character beyond U+FFFF, which few fonts show.
        if len(key) == 1
        and key not in listed
        and key != value
        and "\u3400" <= key <= "\u9fff"
        and len(value) == 1
        and value <= "\uffff"
    }
    phrases = {row.character: set(row.phrases.split()) for row in reference.script_exceptions()}
    kept: dict[str, set[str]] = {character: set() for character in phrases}
    for key, value in _dictionary("TSPhrases").items():
        for old, new in zip(key, value, strict=False):
            if old in phrases and len(key) == len(value):
                (kept if old == new else phrases)[old].add(key)
    return _Tables(
        certain,
        unsure,
        {character: tuple(sorted(words)) for character, words in phrases.items()},
        {character: tuple(sorted(words)) for character, words in kept.items()},
        re.compile("[" + "".join({**certain, **unsure}) + "]"),
    )


def simplify(text: str, protect: Sequence[str] = ()) -> list[Edit]:
    """The edits that simplify the traditional characters of `text`, its length unchanged.

    A character that only traditional text holds always changes; one that is ordinary in names too (乾, 於)
    changes in a listed word or beside a certain one.

    >>> [(edit.span.start, edit.new) for edit in simplify("河西區，王乾吃饼乾")]
    [(2, '区'), (8, '干')]
    """
    if text.isascii():
        return []
    tables = _tables()
    kept = _protected(text, protect)
    edits: list[Edit] = []
    for match in tables.hit.finditer(text):
        at, char = match.start(), match[0]
        if any(start <= at < end for start, end in kept):
            continue
        new = tables.certain.get(char)
        rule = "script-certain"
        if new is None:
            rule = _evidence(text, at, char, tables)
            if not rule:
                continue
            new = tables.unsure[char]
        if edits and edits[-1].span.end == at and edits[-1].rule == rule:
            last = edits.pop()
            edits.append(Edit(Span(last.span.start, at + 1), last.new + new, rule))
        else:
            edits.append(Edit(Span(at, at + 1), new, rule))
    return edits


def _protected(text: str, protect: Sequence[str]) -> list[tuple[int, int]]:
    if not protect:
        return []
    pattern = re.compile("|".join(re.escape(word) for word in sorted(protect, key=len, reverse=True) if word))
    return [match.span() for match in pattern.finditer(text) if match[0]]


def _evidence(text: str, at: int, char: str, tables: _Tables) -> str:
    """The rule by which an unsure character is traditional at `at`, `""` if it is not."""
    if _stands_in(text, at, char, tables.kept[char]):
        return ""
    if _stands_in(text, at, char, tables.phrases[char]):
        return "script-phrase"
    start, end = at, at + 1
    while start > 0 and at - start < 6 and text[start - 1] not in _RUN_END:
        start -= 1
    while end < len(text) and end - at < 7 and text[end] not in _RUN_END:
        end += 1
    certain = sum(c in tables.certain for c in text[start:end])
    # In a run that is traditional throughout, so is this one; 王乾 beside one 區 is still a name.
    return "script-company" if certain >= 2 and char not in "著藉瞭" else ""


def _stands_in(text: str, at: int, char: str, words: Sequence[str]) -> bool:
    """Whether the character at `at` is part of one of `words` there."""
    return any(
        text.startswith(word, at - i) for word in words for i, other in enumerate(word) if other == char and i <= at
    )
