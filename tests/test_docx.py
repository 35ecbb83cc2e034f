"""Word documents: paragraphs and tables in order, marks by style, and one clear reason for what cannot be read."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import govnews
from govnews.errors import ReadError
from govnews.reading import docx as reader
from govnews.reading.files import read_bytes
from govnews.reading.source import MarkKind

docx: Any = pytest.importorskip("docx", reason="reading a Word document takes python-docx")


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _written() -> Any:
    """An article with a title, a heading, paragraphs that are set in, and a table between them."""
    document = docx.Document()
    document.add_paragraph("老街焕新展新颜", style="Title")
    document.add_paragraph("■ 通讯员 万彤")
    first = document.add_paragraph("今年以来，海棠街道改造老旧小区12个。")
    first.paragraph_format.first_line_indent = docx.shared.Pt(24)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("小区", "户数"), ("桥东\n社区", "320")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("用心用情办实事", style="Heading 2")
    document.add_paragraph("下一步，街道将继续优化服务流程。")
    return document


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    """A paragraph a line, a row a line with its cells parted by tabs, two blanks where the first line is set in."""
    assert read_bytes(_saved(_written()), "a.docx").text.split("\n") == [
        "老街焕新展新颜",
        "■ 通讯员 万彤",
        "　　今年以来，海棠街道改造老旧小区12个。",
        "小区\t户数",
        "桥东 社区\t320",
        "用心用情办实事",
        "下一步，街道将继续优化服务流程。",
    ]


def test_styles_become_marks() -> None:
    """Title, heading and rows are marked at their places."""
    source = read_bytes(_saved(_written()), "a.docx")
    assert [(mark.kind, mark.span.of(source.text)) for mark in source.marks] == [
        (MarkKind.TITLE, "老街焕新展新颜"),
        (MarkKind.TABLE, "小区\t户数"),
        (MarkKind.TABLE, "桥东 社区\t320"),
        (MarkKind.HEADING, "用心用情办实事"),
    ]


def test_an_indent_counted_in_letters_or_set_by_a_style_is_one() -> None:
    """Chinese users set two letters; Word keeps them in hundredths, and a style may hold them for all paragraphs."""
    document = docx.Document()
    style = document.styles.add_style("正文缩进", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.paragraph_format.first_line_indent = docx.shared.Pt(21)
    document.add_paragraph("街道新增绿地300亩。", style=style)
    own = document.add_paragraph("社区走访群众20户。")
    own.paragraph_format.first_line_indent = docx.shared.Pt(0)
    own._p.pPr.find(docx.oxml.ns.qn("w:ind")).set(docx.oxml.ns.qn("w:firstLineChars"), "200")
    hanging = document.add_paragraph("一、总体要求。")
    hanging.paragraph_format.first_line_indent = docx.shared.Pt(-21)
    assert (
        read_bytes(_saved(document), "a.docx").text == "　　街道新增绿地300亩。\n　　社区走访群众20户。\n一、总体要求。"
    )


def test_a_merged_cell_stands_once() -> None:
    """A cell over two columns is one cell of its row."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).text = "36"
    assert read_bytes(_saved(document), "a.docx").text == "合计\t36"


def _zip(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04....", "broken"),
        (_saved(_written())[:2000], "broken"),
        (_zip(("pages/1.txt", b"1")), "no Word document"),
        (_zip(("word/document.xml", b"<w:document>")), "broken"),
        (_zip(), "empty zip"),
        (_saved(docx.Document()), "without text"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old or a locked Office file"),
    ],
    ids=["header", "cut", "zip", "parts", "empty", "blank", "doc"],
)
def test_what_cannot_be_read_is_one_clear_reason(data: bytes, says: str) -> None:
    """What is wrong and what to do, in one line."""
    with pytest.raises(ReadError, match=says) as caught:
        read_bytes(data, "a.docx")
    assert "\n" not in str(caught.value)


def test_a_zip_bomb_is_refused_by_its_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be too large unpacked is not unpacked."""
    monkeypatch.setattr(reader, "MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr(docx, "Document", None)
    bomb = _zip(("word/document.xml", b"<x/>"), ("word/media/image.png", bytes(2_000_000)))
    assert len(bomb) < 10_000
    with pytest.raises(ReadError, match="unpacked"):
        read_bytes(bomb, "a.docx")


def test_without_python_docx_the_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    data = _saved(_written())
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ReadError, match="pip install python-docx"):
        read_bytes(data, "a.docx")


def test_read_takes_a_word_document(tmp_path: Path) -> None:
    """`read` looks at the content and finds the article."""
    path = tmp_path / "a.bin"
    path.write_bytes(_saved(_written()))
    document = govnews.read(path)
    assert str(document.articles[0].title) == "老街焕新展新颜"
    assert document.articles[0].bylines[0].names == ("万彤",)
