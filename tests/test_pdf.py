"""PDF files: paragraphs and titles of pages in columns, marks, and one clear reason for what cannot be read."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

import govnews
from govnews.errors import ReadError
from govnews.models import BlockKind, Document
from govnews.reading.files import read_bytes
from govnews.reading.pdf import read_pdf
from govnews.reading.source import MarkKind
from truth import flat

pytest.importorskip("pypdfium2", reason="reading a PDF takes pypdfium2")
pytest.importorskip("reportlab", reason="the pages are printed with reportlab")
pdf_pages: Any = pytest.importorskip("pdf_pages")

SEEDS = range(8)


def _f1(document: Document, printed: Any) -> float:
    """How well the paragraphs of the document are those that were printed, white space aside."""
    body = [block for article in document.articles for block in article.body]
    found = {flat(block.text) for block in body}
    right = sum(flat(text) in found for text in printed.paragraphs)
    return 2 * right / (len(printed.paragraphs) + sum(block.kind is BlockKind.PARAGRAPH for block in body))


def _titles(document: Document, printed: Any) -> float:
    """The share of the printed titles that are titles of articles."""
    found = {flat(article.title.text) for article in document.articles if article.title}
    return sum(flat(article.title) in found for article in printed.articles) / len(printed.articles)


@pytest.mark.parametrize(("columns", "paragraphs"), [(1, 0.97), (2, 0.97), (4, 0.95)])
def test_paragraphs_and_titles_of_pages_in_columns(columns: int, paragraphs: float) -> None:
    """Over pages of many styles paragraphs are whole and the titles are found."""
    pages = [pdf_pages.printed(seed, columns, count=6) for seed in SEEDS]
    documents = [govnews.parse(read_pdf(page.data, "page.pdf").text) for page in pages]
    scores = [_f1(*pair) for pair in zip(documents, pages, strict=True)]
    assert sum(scores) / len(scores) >= paragraphs, scores
    assert min(scores) >= 0.85
    titles = [_titles(*pair) for pair in zip(documents, pages, strict=True)]
    assert sum(titles) / len(titles) >= 0.97, titles


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_every_printed_character_is_in_the_text_once(columns: int) -> None:
    """Whatever the order, no character is lost and none is doubled."""
    page = pdf_pages.printed(3, columns)
    text = flat(read_pdf(page.data, "page.pdf").text)
    printed = "".join(a.title + flat(a.byline) + (a.heading or "") + "".join(a.paragraphs) for a in page.articles)
    for character in set(printed) - set("0123456789年月日星期第版五—"):  # running heads have these too
        assert text.count(character) == printed.count(character), character


def test_large_letters_are_marked_as_titles() -> None:
    """Each title has a mark at its place, larger lines within the text are marked as headings."""
    page = pdf_pages.printed(0, 4)
    source = read_pdf(page.data, "page.pdf")
    marked = {kind: [flat(m.span.of(source.text)) for m in source.marks if m.kind is kind] for kind in MarkKind}
    assert sorted(marked[MarkKind.TITLE]) == sorted(article.title for article in page.articles)
    assert sorted(marked[MarkKind.HEADING]) == sorted(a.heading for a in page.articles if a.heading)


def _drawn(*lines: tuple[float, float, float, str], **settings: Any) -> bytes:
    """A PDF of one page with lines at (left, height above the foot, size)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, 800), **settings)
    for left, base, size, text in lines:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(left, base, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_columns_are_read_one_after_the_other_below_their_title() -> None:
    """A title over two columns comes first, then the left column from top to foot, then the right one."""
    left = ["　　清晨，街道的早市人声鼎沸，摊", "主们忙着招呼客人。街道干部走访", "商户，了解经营情况，帮助解决"]
    right = ["困难。居民都说，日子越过越好。", "　　下一步，街道将继续优化服务流", "程，让居民少跑腿。"]
    lines = [(150.0, 740.0, 20.0, "早市添烟火　街巷换新颜")]
    for n in range(3):  # row by row, as many programs write them
        lines += [(50.0, 700.0 - 15 * n, 10.0, left[n]), (300.0, 700.0 - 15 * n, 10.0, right[n])]
    source = read_pdf(_drawn(*lines), "page.pdf")
    assert source.text.split("\n\n") == ["早市添烟火　街巷换新颜", "\n".join((*left, *right))]


def test_latin_words_keep_their_blanks_and_han_characters_get_none() -> None:
    """Blanks are kept where print has them, also in bylines; spaced letters stay a word."""
    lines = ["The plan for 2024 is ready.", "■ 通讯员 万彤", "会议提出 GDP 增长5%。"]
    source = read_pdf(_drawn(*((50.0, 700.0 - 40 * n, 10.0, line) for n, line in enumerate(lines))), "page.pdf")
    assert [line for line in source.text.split("\n") if line] == lines


def test_a_title_over_two_lines_is_one_line() -> None:
    """Lines of the same large letters are one title: halves with a blank, a cut sentence without one."""
    body = [(50.0, 600.0 - 15 * n, 10.0, "街道坚持把群众呼声作为第一信号推动服务资源下") for n in range(5)]
    halves = read_pdf(_drawn((50, 700, 20, "党建引领聚合力"), (50, 672, 20, "基层治理谱新篇"), *body), "a.pdf")
    assert halves.text.startswith("党建引领聚合力　基层治理谱新篇\n\n街道")
    cut = read_pdf(_drawn((50, 700, 20, "全区基层治理现场推进会"), (50, 672, 20, "在海棠街道召开"), *body), "a.pdf")
    assert cut.text.startswith("全区基层治理现场推进会在海棠街道召开\n\n街道")


def test_a_page_that_is_turned_reads_as_an_upright_one() -> None:
    """A page whose letters stand on their side is read from its own top."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    _drawn()
    canvas = Canvas(buffer, pagesize=(800, 600))
    canvas.rotate(90)
    canvas.setFont("STSong-Light", 10)
    for n, line in enumerate(("清晨，街道的早市人声鼎沸，", "摊主们忙着招呼客人。")):
        canvas.drawString(50, -100 - 15 * n, line)
    canvas.save()
    assert read_pdf(buffer.getvalue(), "page.pdf").text == "清晨，街道的早市人声鼎沸，\n摊主们忙着招呼客人。"


def _scan() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, 800))
    for _ in range(3):
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, 600, 800)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _no_pages() -> bytes:
    import pypdfium2

    buffer = io.BytesIO()
    pypdfium2.PdfDocument.new().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_scan, "OCR"),
        (lambda: _drawn((50, 700, 10, "清晨"), encrypt="secret"), "password"),
        (lambda: b"%PDF-1.7\n", "broken"),
        (lambda: _drawn((50, 700, 10, "清晨"))[:200], "broken"),
        (_no_pages, "empty"),
        (_drawn, "without text"),
    ],
    ids=["scan", "locked", "header", "cut", "no-pages", "blank"],
)
def test_what_cannot_be_read_is_one_clear_reason(data: Any, says: str) -> None:
    """What is wrong and what to do, in one line."""
    with pytest.raises(ReadError, match=says) as caught:
        read_bytes(data(), "paper.pdf")
    assert "\n" not in str(caught.value)
    assert "PDF" in str(caught.value)


def test_without_pypdfium2_the_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match="pip install pypdfium2"):
        read_bytes(_drawn((50, 700, 10, "清晨")), "paper.pdf")


def test_read_takes_a_pdf_whatever_its_name_is(tmp_path: Path) -> None:
    """`read` looks at the content, and the record is whole."""
    page = pdf_pages.printed(1, 2)
    path = tmp_path / "page.txt"
    path.write_bytes(page.data)
    document = govnews.read(path)
    assert {article.title for article in page.articles} == {str(a.title) for a in document.articles if a.title}
    assert govnews.from_dict(govnews.to_dict(document)).articles == document.articles
