"""The one way in which text gets into a page: escaped, and with what nobody would see made visible."""

from __future__ import annotations

import json
import re
from html import escape

HIDDEN = (
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xD800, 0xDFFF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF), (0xE0000, 0xE007F),
)  # fmt: skip
"""Code points that are shown as `‹U+202E›`: controls, marks that turn the direction of text (UAX #9), marks without
width, lone surrogates and tags. Left alone they could show a reader another text than the one that was parsed."""
_HIDDEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in HIDDEN) + "]")
_NOT_IN_SCRIPT = re.compile("[<>&]|" + _HIDDEN.pattern)


def visible(text: str) -> str:
    """The text with a symbol for each character that has none.

    >>> visible("a\u202eb")
    'a‹U+202E›b'
    """
    return _HIDDEN.sub(_symbol, text)


def _symbol(match: re.Match[str]) -> str:
    return f"‹U+{ord(match[0]):04X}›"


def escaped(text: str) -> str:
    """The text as it may stand between tags and in quoted attributes.

    >>> escaped('<b title="1">')
    '&lt;b title=&quot;1&quot;&gt;'
    """
    return escape(visible(text))


def as_data(value: object) -> str:
    r"""JSON that may stand in a `<script type="application/json">`: no text can end that element.

    >>> as_data(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    return _NOT_IN_SCRIPT.sub(_escape, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
