"""Characters that a copy or an extraction brought in: line ends, widths, blanks that are none, invisible marks."""

from __future__ import annotations

import re

from govnews.spans import Edit, Span

# Full-width digits and letters; Chinese punctuation stays as it is.
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# A byte order mark, zero-width characters, soft hyphens: nothing that anybody printed.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]+")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85|\x0b")
_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f]+")


def repair_characters(text: str) -> list[Edit]:
    r"""The edits that bring line ends, widths and blanks into one form.

    >>> [(edit.new, edit.rule) for edit in repair_characters("２０２３年\r\n")]
    [('2023', 'width'), ('\n', 'line-end')]
    """
    edits = []
    if not text.isascii():
        edits += [Edit(Span(*m.span()), m[0].translate(_NARROW), "width") for m in _WIDE.finditer(text)]
        edits += [Edit(Span(*m.span()), "", "invisible") for m in _INVISIBLE.finditer(text)]
        edits += [Edit(Span(*m.span()), " " * len(m[0]), "blank") for m in _BLANK.finditer(text)]
    edits += [Edit(Span(*m.span()), "\n", "line-end") for m in _LINE_END.finditer(text)]
    return sorted(edits)
