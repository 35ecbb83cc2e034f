"""A PDF to its text: printed lines in reading order, with marks at what is set as a title or a heading."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from attrs import define, field, frozen

from govnews.errors import ReadError
from govnews.reading.columns import Run, in_reading_order, usual_setting
from govnews.reading.printed import Printed, printed_lines
from govnews.reading.source import Mark, Source
from govnews.spans import Span

_ENOUGH = 200  # letters of a page that show its usual size; a page with fewer is measured by those before it
_BREAK = 0.7  # letters of white that end a run: a gutter, the gap between a title's halves
_BACK = 0.7  # letters by which a mark may stand over the one before it
_WORD = 0.2  # letters of white that a blank has in print; a narrower one was put in by a program
_LONGEST_BLANK = 1.6  # letters that a blank has at most which the file writes; what is wider is a gutter
_SCAN = 20  # letters a page below which a document with pictures is taken for a scan
_HYPHENS = "\x02\ufffe"  # how PDFium gives the hyphen at the end of a line
_UNREADABLE = "\ufffd"
_BLANKS = frozenset(" \xa0\u3000\u2002\u2003\u2009\t")
_BOLD = re.compile("bold|black|heavy|simhei|fzh[t4]k|heiti|黑体", re.IGNORECASE)
_WORDS = re.compile(r"[!-~\xa0-\u024f]")


def read_pdf(data: bytes, name: str) -> Source:
    """The text of a PDF, which came from `name`: page after page, on each its blocks in the order of reading.

    A printed line is a line, with two blanks in front where a paragraph begins, and an empty line where blocks stand
    apart; the lines of one title are one line. Letters that are much larger than the page's usual ones are marked as
    a title, somewhat larger or bold ones as a heading. What is set aslant (a watermark) is left out.

    Raises:
        ReadError: if pypdfium2 is missing, or if the file is broken, encrypted, without pages or a scan without text.

    """
    try:
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw
    except ImportError:
        raise ReadError(name, "is a PDF, and reading one takes pypdfium2: pip install pypdfium2") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ReadError(name, "is a PDF locked with a password; save it without one first") from None
        raise ReadError(name, "is a broken, cut or empty PDF; fetch it again, or print it to a new PDF") from None
    try:
        if not len(document):
            raise ReadError(name, "is a PDF without pages")
        return _Reader(raw).read(document, name)
    finally:
        document.close()


@define
class _Reader:
    """Reads a document page by page; nothing of a page is kept but its lines and the sizes of its letters."""

    raw: ModuleType
    sizes: Counter[float] = field(factory=Counter)
    pieces: list[str] = field(factory=list)
    marks: list[Mark] = field(factory=list)
    length: int = 0

    def read(self, document: Any, name: str) -> Source:
        letters = unreadable = broken = pictures = 0
        for index in range(len(document)):
            try:
                page = document[index]
            except RuntimeError:  # PdfiumError: one page that cannot be loaded
                broken += 1
                continue
            try:
                runs = self._runs(page)
                pictures += len("".join(run.text for run in runs)) < _SCAN and self._has_picture(page)
            finally:
                page.close()
            letters += sum(len(run.text) for run in runs)
            unreadable += sum(run.text.count(_UNREADABLE) for run in runs)
            self._add(self._lines(runs))
        if broken == len(document):
            raise ReadError(name, "is a broken PDF, none of its pages can be read; fetch it again")
        if not letters or (pictures * 2 > len(document) and letters < _SCAN * len(document)):
            kind = "a scanned PDF: pictures of pages" if pictures else "a PDF"
            raise ReadError(name, f"is {kind} without text; recognise its characters (OCR) first")
        if unreadable * 2 > letters:
            raise ReadError(name, "is a PDF whose fonts do not say which characters they show; OCR it first")
        return Source("".join(self.pieces), replaced=unreadable, marks=tuple(self.marks))

    def _lines(self, runs: list[Run]) -> list[Printed]:
        sizes = Counter[float]()
        for run in runs:
            sizes[round(2 * run.size) / 2 or run.size] += len(run.text)
        self.sizes += sizes
        if not runs:
            return []
        usual = usual_setting(runs, sizes if sizes.total() >= _ENOUGH else self.sizes)
        return printed_lines(in_reading_order(runs, usual), usual)

    def _add(self, lines: list[Printed]) -> None:
        for line in lines:
            blanks = "\n" * (line.gap + 1) if self.pieces else ""
            start = self.length + len(blanks)
            self.pieces += (blanks, line.text)
            self.length = start + len(line.text)
            if line.kind is not None:
                self.marks.append(Mark(Span(start, self.length), line.kind))

    def _has_picture(self, page: Any) -> bool:
        """Whether one of the first objects of a page is a picture."""
        objects = page.get_objects(filter=(self.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
        return next(iter(objects), None) is not None

    def _runs(self, page: Any) -> list[Run]:
        text_page = page.get_textpage()
        try:
            glyphs = list(_upright(_glyphs(self.raw, text_page.raw)))
        finally:
            text_page.close()
        return list(_runs_of(glyphs))


@frozen
class _Glyph:
    """A letter: where it stands (ordinates grow to the foot), its size, and the direction in which it is set."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    turn: int | None
    """Quarter turns against the clock, `None` if it stands aslant."""


def _glyphs(raw: ModuleType, text_page: Any) -> Iterator[_Glyph]:
    """The letters of a page in the order of the file; blanks that PDFium only supposes are left out."""
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts = _Fonts(raw, text_page)
    pending = 0  # the first half of a character beyond U+FFFF
    for i in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if raw.FPDFText_IsGenerated(text_page, i) == 1 and chr(code) not in _HYPHENS:
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00)
        pending = 0
        text = _character(code)
        if not (
            text
            and raw.FPDFText_GetMatrix(text_page, i, matrix)
            and raw.FPDFText_GetLooseCharBox(text_page, i, box)
            and raw.FPDFText_GetCharOrigin(text_page, i, x, y)
        ):
            continue
        turn = _turn(matrix.a, matrix.b)
        left, right, base = _placed(turn, box, x.value, y.value)
        size = raw.FPDFText_GetFontSize(text_page, i) * math.hypot(matrix.c, matrix.d)
        if 0.5 < size < 2000 and all(map(math.isfinite, (left, right, base))):
            yield _Glyph(text, left, right, base, size, fonts.is_bold(i), turn)


@define
class _Fonts:
    """Whether a letter's font is a bold one, by its name."""

    raw: ModuleType
    text_page: Any
    known: dict[bytes, bool] = field(factory=dict)
    buffer: Any = field(factory=lambda: ctypes.create_string_buffer(128))
    flags: Any = field(factory=ctypes.c_int)

    def is_bold(self, index: int) -> bool:
        size = self.raw.FPDFText_GetFontInfo(self.text_page, index, self.buffer, 128, self.flags)
        name = self.buffer.value if 0 < size <= 128 else b""
        if name not in self.known:
            self.known[name] = _BOLD.search(name.decode("utf-8", "replace")) is not None
        return self.known[name]


def _character(code: int) -> str:
    """The character as it goes into the text: `""` for a control, U+FFFD for a glyph that has none."""
    if code in (0, 0xFFFF) or 0xD800 <= code < 0xE000:
        return _UNREADABLE
    character = chr(code)
    if character in _HYPHENS:
        return "-"
    if character in _BLANKS:
        return "　" if character == "　" else " "
    return character if character >= " " and code != 0x7F else ""


def _turn(a: float, b: float) -> int | None:
    """Quarter turns of a letter whose writing direction is (a, b)."""
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b > 0 else 3
    return None


def _placed(turn: int | None, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """Left, right and base of a letter on the page turned so that it stands upright, ordinates to the foot."""
    match turn:
        case 1:
            return box.bottom, box.top, x
        case 2:
            return -box.right, -box.left, y
        case 3:
            return -box.top, -box.bottom, -x
        case _:
            return box.left, box.right, -y


def _upright(glyphs: Iterator[_Glyph]) -> Iterator[_Glyph]:
    """The letters of the direction that most of the page has, which stands upright when it is read."""
    found = list(glyphs)
    turns = Counter(glyph.turn for glyph in found if glyph.turn is not None)
    main = turns.most_common(1)[0][0] if turns else 0
    return (glyph for glyph in found if glyph.turn == main)


def _runs_of(glyphs: list[_Glyph]) -> Iterator[Run]:
    """Letters that follow each other side by side on one line, without the blanks at their ends."""
    run: Run | None = None
    blanks = ""
    for glyph in glyphs:
        if glyph.text in _BLANKS:
            blanks += glyph.text
            continue
        if run is not None and _follows(run, glyph, _LONGEST_BLANK if blanks else _BREAK):
            white = (glyph.left - run.right) / glyph.size
            run.text += _between(run.text, blanks, white, glyph.text) + glyph.text
            run.right = max(run.right, glyph.right)
            run.bold = run.bold and glyph.bold
        else:
            if run is not None:
                yield run
            run = Run(glyph.left, glyph.right, glyph.base, glyph.size, glyph.text, glyph.bold)
        blanks = ""
    if run is not None:
        yield run


def _follows(run: Run, glyph: _Glyph, widest: float) -> bool:
    """Whether a letter stands beside a run, at most `widest` letters apart."""
    size = min(run.size, glyph.size)
    white = glyph.left - run.right
    return (
        abs(glyph.base - run.base) <= 0.25 * size
        and max(run.size, glyph.size) <= 1.2 * size
        and -_BACK * size <= white <= widest * size
        and glyph.right > run.right - 0.1 * size
    )


def _between(left: str, blanks: str, white: float, right: str) -> str:
    """The blank between two letters of a run: Latin words have one at each gap, Han characters where it is wide."""
    if _WORDS.match(left[-1]) and _WORDS.match(right):
        return " " if blanks or white >= _WORD else ""
    if blanks and white >= _WORD:
        return "　" if "　" in blanks or white >= _BREAK else " "
    return ""
