"""Characters that a copy or an extraction brought in: radicals, widths, blanks, invisible marks, line ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from govnews import reference
from govnews.spans import Edit, Span

LINE_END = "line-end"
WIDTH = "width"
PRIVATE = "private-use"
GLYPH = "unreadable-glyph"

_PRIVATE = "\ue000-\uf8ff"
_WIDE_POINT = "\uff0e"
_SOFT_HYPHEN = "\xad"
_HARD_BLANK = "\xa0"
_DATE_BEHIND = re.compile(r"\d{4}[-/.年]|\d{1,2}[:：]")
_DATE_BEFORE = re.compile(r"[-/:：]\d{1,2}$|\d{4}\.\d{1,2}\.\d{1,2}$")
_LONGEST_DATE = 12
# A glyph whose character the PDF does not tell, as extractors print it.
_CID = re.compile(r"\(cid:[0-9]{1,5}\)(?:\(cid:[0-9]{1,5}\))*")


@frozen
class _Forms:
    rules: Mapping[str, str]
    becomes: Mapping[str, str]
    hit: re.Pattern[str]


@cache
def _forms() -> _Forms:
    rows = reference.character_forms()
    characters = "".join(re.escape(row.character) for row in rows)
    return _Forms(
        {row.character: row.rule for row in rows},
        {row.character: row.text for row in rows},
        # A class first: `[x]+` alone would be tried at every character.
        re.compile(f"[{characters}{_PRIVATE}{_WIDE_POINT}][{characters}{_PRIVATE}{_WIDE_POINT}]*"),
    )


def repair_characters(text: str) -> list[Edit]:
    r"""The edits that bring characters of other forms into one, by the rows of character_forms.csv.

    Symbols (㎡, ℃, ①, …), Chinese punctuation and quotation marks, ideographic spaces and U+FFFD stay.

    >>> [(edit.new, edit.rule) for edit in repair_characters("２０２３年\r\n")]
    [('2023', 'width'), ('\n', 'line-end')]
    >>> [(edit.new, edit.rule) for edit in repair_characters("⻄安⽇报\u200b")]
    [('西', 'radical'), ('日', 'radical'), ('', 'invisible')]
    """
    edits: list[Edit] = []
    if not text.isascii() or "\r" in text or "\v" in text:
        forms = _forms()
        for match in forms.hit.finditer(text):
            edits += _run(text, *match.span(), forms)
    if "(cid:" in text:
        edits = _with_glyphs(text, edits)
    return edits


def _run(text: str, start: int, end: int, forms: _Forms) -> list[Edit]:
    """The edits of a run of characters that all have another form, one for each rule in it."""
    edits: list[Edit] = []
    at = start
    while at < end:
        char = text[at]
        stop = at + 1
        if char == "\r":
            # The line feed behind it belongs to it.
            stop += text.startswith("\n", stop)
            edits.append(Edit(Span(at, stop), "\n", LINE_END))
            at = stop
            continue
        rule = forms.rules.get(char) or (WIDTH if char == _WIDE_POINT else PRIVATE)
        while (
            char != _WIDE_POINT
            and stop < end
            and text[stop] != "\r"
            and rule == forms.rules.get(text[stop], PRIVATE)
            and rule != LINE_END
        ):
            stop += 1
        new = _new(text, at, stop, rule, forms)
        if new is not None:
            edits.append(Edit(Span(at, stop), new, rule))
        at = stop
    return edits


def _new(text: str, start: int, end: int, rule: str, forms: _Forms) -> str | None:
    """What should stand at `start`, `None` for what is there."""
    if rule == PRIVATE:
        # Between Han characters it can be a rare one of somebody's name (陈\ue863): what nobody can read stays.
        return None if _is_han(text[start - 1 : start]) and _is_han(text[end : end + 1]) else ""
    if text[start] == _WIDE_POINT:
        # The point of ３．５ is one of a number; elsewhere it is punctuation.
        return "." if text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal() else None
    if text[start] == _SOFT_HYPHEN and text[end : end + 1] in ("\n", "\r") and text[start - 1 : start].isalpha():
        # At a line's end it was printed: the halves of the word are joined with the lines.
        return "-"
    if text[start] == _HARD_BLANK and end - start == 1 and _pads(text, start):
        return ""
    return "".join(forms.becomes[char] for char in text[start:end])


def _pads(text: str, at: int) -> bool:
    """Whether one hard blank pads a number in a sentence (换热站&nbsp;213&nbsp;座); beside dates it parts fields."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if _is_han(before) and behind.isdecimal():
        return _DATE_BEHIND.match(text, at + 1) is None
    if before.isdecimal() and _is_han(behind):
        return _DATE_BEFORE.search(text, max(0, at - _LONGEST_DATE), at) is None
    return False


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _with_glyphs(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits with those of `(cid:12)`: it goes, but beside a digit it might have been one and becomes U+FFFD."""
    for match in _CID.finditer(text):
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        lost = any(char.isdecimal() for char in beside)
        edits.append(Edit(Span(*match.span()), "\ufffd" if lost else "", GLYPH))
    return sorted(edits)
