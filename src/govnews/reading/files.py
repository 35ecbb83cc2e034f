"""One file to its text, or one clear reason why not."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from govnews.errors import ReadError, WrongType, readable
from govnews.reading.decoding import decode
from govnews.reading.docx import read_docx
from govnews.reading.pdf import read_pdf
from govnews.reading.source import Source
from govnews.reading.webpages import read_html

# What files begin with that hold no text for us, and what a user can do about them.
_OTHER_FORMATS = (
    (b"PK\x05\x06", "is an empty zip"),
    (b"\xd0\xcf\x11\xe0", "is an old or a locked Office file; save it as .docx without a password, or as .txt"),
)
MOST_BYTES = 200_000_000
MOST_CHARACTERS = 10_000_000
"""A year of a district paper has a third of it; parsing needs about 100 bytes of memory for each."""
_SAMPLE = 4096
_HTML = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|meta|title|div|table|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = 1024  # bytes in which a PDF's first line stands
_BEFORE_HEADER = b"\xef\xbb\xbf\x00 \t\r\n"


def read_source(path: str | os.PathLike[str]) -> Source:
    """The text of the file at `path`; `-` is standard input.

    Raises:
        WrongType: if `path` is no path.
        ReadError: if there is no such file, if it cannot be read, or if it holds no text.

    """
    if not isinstance(path, (str, os.PathLike)):
        raise WrongType("path", "a path", path)
    name = "standard input" if os.fspath(path) == "-" else readable(path)
    try:
        if os.fspath(path) == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ReadError(name, "no such file") from None
    except IsADirectoryError:
        raise ReadError(name, "is a folder; name the files in it") from None
    except PermissionError:
        raise ReadError(name, "may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        raise ReadError(name, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > MOST_BYTES:
        raise ReadError(name, f"is larger than {MOST_BYTES // 1_000_000} MB; split it")
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Source:
    """The text of `data`, which came from `name`: a PDF, a Word document, else plain text, by what it begins with.

    Raises:
        ReadError: if the bytes hold no text or too much, or if the extra that reads them is not installed.

    """
    source = _source(data, name)
    if len(source.text) > MOST_CHARACTERS:
        raise ReadError(
            name, f"holds {len(source.text):,} characters, more than the {MOST_CHARACTERS:,} of one text; split it"
        )
    return source


def _source(data: bytes, name: str) -> Source:
    if data[:_HEADER].lstrip(_BEFORE_HEADER).startswith(b"%PDF-"):
        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, name)
    for start, reason in _OTHER_FORMATS:
        if data.startswith(start):
            raise ReadError(name, reason)
    decoded = decode(data)
    sample = decoded.text[:_SAMPLE]
    controls = sum(c < " " and c not in "\t\n\r\f\v\x1a" for c in sample)
    if controls * 20 > len(sample) or decoded.replaced * 4 > len(decoded.text):
        raise ReadError(name, "holds no text that can be decoded; is it a picture or another binary file?")
    if _HTML.match(sample):
        return read_html(data)
    return Source(decoded.text, decoded.encoding, decoded.confidence, decoded.replaced)
