"""A Word document (.docx) to its text: paragraphs and tables in their order, marked by their styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from govnews.errors import ReadError
from govnews.reading.source import Mark, MarkKind, Source
from govnews.spans import Span

_DOCUMENT = "word/document.xml"
MOST_UNPACKED = 200_000_000
"""Bytes: what is larger when it is unpacked is no news and may be a trap."""
MOST_XML = 50_000_000
"""Bytes of the parts that are parsed, which take several times their size in memory."""
_INDENT = "　　"
_TITLE = re.compile(r"(?:sub)?title|标题|副标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*[1-9]", re.IGNORECASE)
_CAPTION = re.compile(r"caption|题注", re.IGNORECASE)
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANKS = " 　\t\xa0"


@frozen
class _Piece:
    """A line of the text and what it is."""

    text: str
    kind: MarkKind | None = None


def read_docx(data: bytes, name: str) -> Source:
    """The text of a Word document, which came from `name`: a paragraph a line, a row of a table a line.

    Two blanks stand in front of a paragraph whose first line is set in; the cells of a row are parted by tabs. Titles,
    headings, captions and rows are marked; headers, footers and text boxes are left out.

    Raises:
        ReadError: if python-docx is missing, or if the file is broken, locked, no Word document or too large unpacked.

    """
    _check(data, name)
    try:
        import docx
    except ImportError:
        raise ReadError(name, "is a Word file, and reading one takes python-docx: pip install python-docx") from None
    try:
        pieces = list(_pieces(docx.Document(io.BytesIO(data))))
    except Exception as error:  # python-docx and lxml raise many kinds for broken parts
        raise ReadError(name, f"is a broken Office file ({type(error).__name__}); open it and save it again") from None
    if not any(piece.text.strip() for piece in pieces):
        raise ReadError(name, "is a Word document without text; if it holds pictures of pages, OCR them first")
    lines: list[str] = []
    marks: list[Mark] = []
    at = 0
    for piece in pieces:
        lines.append(piece.text)
        if piece.kind is not None and piece.text:
            marks.append(Mark(Span(at, at + len(piece.text)), piece.kind))
        at += len(piece.text) + 1
    return Source("\n".join(lines), marks=tuple(marks))


def _check(data: bytes, name: str) -> None:
    """Refuse what is no Word document or would not fit into memory, by the zip's directory alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReadError(name, "is a broken zip or Office file; fetch it again, or open it and save it again") from None
    if _DOCUMENT not in {entry.filename for entry in entries}:
        raise ReadError(name, "is a zip or an Office file, but no Word document; save it as .docx or .txt")
    parsed = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or parsed > MOST_XML:
        most = f"{MOST_UNPACKED // 1_000_000} MB unpacked, or {MOST_XML // 1_000_000} MB of text and its setting"
        raise ReadError(name, f"is a Word file of more than {most}; save its text as .txt first")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError(name, "is locked with a password; save it without one first")


def _pieces(document: Any) -> Iterator[_Piece]:
    """The lines of the document's body, in their order."""
    from docx.table import Table

    for item in document.iter_inner_content():
        yield from _rows(item) if isinstance(item, Table) else _paragraph(item)


def _paragraph(paragraph: Any) -> Iterator[_Piece]:
    """The lines of a paragraph: one, or one for each of its line ends."""
    kind = _kind(paragraph)
    set_in = kind is None and _is_set_in(paragraph)
    for n, line in enumerate(_LINE_ENDS.split(paragraph.text)):
        indent = _INDENT if set_in and n == 0 and line.strip() and line[0] not in _BLANKS else ""
        yield _Piece(indent + line, kind)


def _kind(paragraph: Any) -> MarkKind | None:
    """What the style of a paragraph, or the one that it is based on, says that it is."""
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        style_name = style.name or ""
        if _HEADING.match(style_name):
            return MarkKind.HEADING
        if _TITLE.fullmatch(style_name):
            return MarkKind.HEADING if style_name.lower().startswith(("sub", "副")) else MarkKind.TITLE
        if _CAPTION.match(style_name):
            return MarkKind.CAPTION
        style = style.base_style
    return None


def _is_set_in(paragraph: Any) -> bool:
    """Whether the first line begins further in, by the paragraph's own setting or else by its style's."""
    from docx.oxml.ns import qn

    settings = [paragraph._p.pPr]
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        settings.append(style.element.pPr)
        style = style.base_style
    for setting in settings:
        indent = setting.find(qn("w:ind")) if setting is not None else None
        if indent is None:
            continue
        # Word writes a count of letters (in hundredths) where a Chinese user set one, else twentieths of a point.
        for key in ("w:firstLineChars", "w:firstLine"):
            value = indent.get(qn(key))
            if value is not None and value.lstrip("-").isdigit() and int(value):
                return int(value) >= (100 if key.endswith("Chars") else 120)
        if indent.get(qn("w:hanging")) or indent.get(qn("w:firstLine")) is not None:
            return False
    return False


def _rows(table: Any) -> Iterator[_Piece]:
    """The rows of a table; a cell that spans several columns stands once, tables inside a cell with its text."""
    for row in table.rows:
        cells: list[str] = []
        seen = None
        for cell in row.cells:
            if cell._tc is seen:
                continue
            seen = cell._tc
            cells.append(_LINE_ENDS.sub(" ", _cell(cell)).replace("\t", " ").strip())
        yield _Piece("\t".join(cells), MarkKind.TABLE)


def _cell(cell: Any, depth: int = 0) -> str:
    from docx.table import Table

    parts = []
    for item in cell.iter_inner_content():
        if not isinstance(item, Table):
            parts.append(item.text)
        elif depth < 5:
            parts += [_cell(inner, depth + 1) for row in item.rows for inner in row.cells]
    return "\n".join(part for part in parts if part)
