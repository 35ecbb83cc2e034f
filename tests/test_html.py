"""Saved web pages: what tags declare, what the page shows, and pages that are none."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govnews
from govnews import reference
from govnews.models import BlockKind, Document, DocumentKind, Role
from govnews.reading.source import MarkKind
from govnews.reading.webpages import _named, read_html

PAGES = Path(__file__).parent / "html"


def _cases(name: str) -> list[Any]:
    return [json.loads(line) for line in (PAGES.parent / "cases" / name).read_text("utf-8").splitlines()]


def _page(name: str) -> Document:
    document: Document = govnews.parse_html((PAGES / name).read_bytes())
    return document


def _names(document: Document, *roles: Role) -> list[str]:
    (article,) = document.articles
    return [name for byline in article.bylines if byline.role in roles for name in byline.names]


def _bodies(document: Document) -> list[tuple[BlockKind, str]]:
    (article,) = document.articles
    return [(block.kind, block.text[:8]) for block in article.body]


def test_a_page_of_a_government_site() -> None:
    """Tags, metadata line, body with caption and table; menus, related links and scripts are none of it."""
    document = _page("government.html")
    (article,) = document.articles
    assert str(article.title) == "海曙区建成社区食堂36家"
    assert article.title is not None
    assert article.title.span is not None
    assert str(article.source) == "海曙新闻"
    assert article.published == "2024-06-12T10:20:00"
    assert document.publication is not None
    assert (document.publication.text, document.publication.declared) == ("海曙区人民政府", "meta:SiteName")
    assert [step.text for step in document.breadcrumb] == ["首页", "新闻中心", "镇街动态"]
    assert [organ.text for organ in document.organizers] == ["海曙区人民政府办公室"]
    assert _names(document, Role.REPORTER) == ["陆小禾"]
    assert _names(document, Role.CORRESPONDENT) == ["方知远"]
    assert _names(document, Role.EDITOR, Role.RESPONSIBLE_EDITOR) == ["邵一鸣"]
    kinds = [kind for kind, _ in _bodies(document)]
    assert kinds == [
        BlockKind.PARAGRAPH,
        BlockKind.CAPTION,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
        BlockKind.PARAGRAPH,
    ]
    table = next(block for block in article.body if block.kind is BlockKind.TABLE)
    assert table.rows == (("镇街", "食堂（家）"), ("望春街道", "5"), ("南门街道", "4"))
    assert "9999" not in document.text
    found = [(str(s.value), s.unit, s.item) for s in article.statistics]
    assert ("36", "家", "社区食堂") in found
    assert ("4200", "人次", "老人") in found


def test_a_page_of_a_digital_newspaper() -> None:
    """What Founder's comment declares: kicker, subtitle, author; gb2312 is read as gb18030."""
    html = (PAGES / "founder.html").read_text(encoding="utf-8").encode("gb18030")
    document = govnews.parse_html(html)
    (article,) = document.articles
    assert document.encoding == "gb18030"
    assert str(article.title) == "小巷里的读书会"
    assert str(article.kicker) == "每周三晚上，一盏灯亮到九点"
    assert str(article.subtitle).strip("—") == "走进奎文门社区"
    assert article.published == "2019-03-05T00:00:00"
    assert str(document.publication) == "滨江晚报"
    assert _names(document, Role.REPORTER, Role.AUTHOR) == ["江小舟"]
    assert [kind for kind, _ in _bodies(document)] == [BlockKind.PARAGRAPH] * 3


def test_a_page_of_an_account() -> None:
    """The account is the author, a tag's date that differs from the shown one an alternative, comments are out."""
    document = _page("account.html")
    (article,) = document.articles
    assert str(article.title) == "石板街夜市开市啦！"
    assert str(article.source) == "江城新闻·政务号"
    assert article.published == "2021-05-02T09:15"
    assert [(a.field, a.declared) for a in document.alternatives] == [("published", "json-ld:datePublished")]
    assert _names(document, Role.AUTHOR) == ["江岸发布"]
    assert set(_names(document, Role.EDITOR, Role.RESPONSIBLE_EDITOR)) == {"罗小麦", "杜若"}
    assert _names(document, Role.REPORTER, Role.CORRESPONDENT) == []
    assert "小吃" not in article.text
    assert len([kind for kind, _ in _bodies(document) if kind is BlockKind.PARAGRAPH]) == 3


def test_a_newspaper_page_saved_as_html_has_several_articles() -> None:
    """Headings with bylines below them open articles."""
    document = _page("newspaper.html")
    assert document.kind is DocumentKind.NEWSPAPER_PAGE
    assert str(document.publication) == "钱塘社区报"
    titles = [str(article.title) for article in document.articles]
    assert titles == ["白杨街道新建口袋公园7个", "下沙街道公益集市开张"]
    assert [article.bylines[0].names for article in document.articles] == [("柳一川",), ("蓝小暖",)]
    assert [article.published for article in document.articles] == ["2022-10-09"] * 2
    assert [len(article.body) for article in document.articles] == [2, 1]


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
def test_the_laws_hold_for_saved_pages(name: str) -> None:
    """Blocks tile the text that the reader took, and the record reads back."""
    document = _page(name)
    fragments = sorted(span for block in document.blocks for span in block.spans)
    shown = "".join(span.of(document.text) for span in fragments)
    assert "".join(shown.split()) == "".join(document.text.split())
    assert govnews.from_dict(govnews.to_dict(document)) == document


@pytest.mark.parametrize("case", _cases("html_people.jsonl"))
def test_who_made_an_article_is_read_with_the_role(case: dict[str, Any]) -> None:
    """Metadata names people of every role, a caption that a tag marks has its credit, a question names nobody."""
    (article,) = govnews.parse_html(case["html"]).articles
    assert (article.source and article.source.text) == case["source"]
    assert [[byline.role.value, name] for byline in article.bylines for name in byline.names] == case["bylines"]
    captions = [block for block in article.body if block.kind is BlockKind.CAPTION]
    assert [[block.text, [n for credit in block.credits for n in credit.names]] for block in captions] == case[
        "captions"
    ]


_HOSTILE = {
    "nothing": "",
    "cut off": "<html><body><div><p>今年以来，街道新增绿地3公顷，居民都说",
    "unclosed": "<div><p>今年以来，街道新增绿地3公顷。<p>居民都说好<b>！<table><tr><td>1<td>2",
    "deep": "<div>" * 10_000 + "今年以来，街道新增绿地3公顷，居民都说好。" + "</div>" * 10_000,
    "scripts": "<script>" + "var a = '<p>全区有300家。</p>';" * 20_000 + "</script>",
    "entities": '<!DOCTYPE x [<!ENTITY a "哈哈哈"><!ENTITY b "&a;&a;&a;">]><p>&b;&b;&amp;&#20170;&#xD800;</p>',
    "outside": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p><img src="http://example.invalid/a.png">',
    "attributes": "<p " + 'a="b" ' * 50_000 + ">今年以来，街道新增绿地3公顷。</p>",
    "cells": "<table>" + "<tr><td>1</td><td>2</td></tr>" * 20_000 + "</table>",
    "surrogate": "<p>街道\ud800新增绿地3公顷。</p>",
}


@pytest.mark.parametrize("html", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_any_html_gives_a_document_in_time(html: str) -> None:
    """No exception, nothing fetched, bounded time."""
    start = process_time()
    document = govnews.parse_html(html)
    assert process_time() - start < 10
    assert "root:" not in document.text


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<div class='nav'>", "</div>", "<h1>", "<td>", "全区走访群众3万人次。"]))
)
def test_tags_in_any_order_raise_nothing(pieces: list[str]) -> None:
    """Broken nesting is only a page without structure."""
    document = govnews.parse_html("".join(pieces))
    assert document.text.count("走访群众") == pieces.count("全区走访群众3万人次。")


def test_a_wrong_declaration_loses_against_the_bytes() -> None:
    """A page that says gb2312 and is UTF-8 is read as UTF-8."""
    html = '<meta charset="gb2312"><p>今年以来，街道新增绿地3公顷，居民都说好。</p>'.encode()
    document = govnews.parse_html(html)
    assert (document.encoding, document.replaced) == ("utf-8", 0)
    assert "新增绿地" in document.text


def test_a_table_of_layout_is_no_table_of_data() -> None:
    """Cells with sentences are paragraphs."""
    cell = "<td><p>今年以来，街道新增绿地3公顷，新建口袋公园7个，居民在家门口就能散步、健身、赏花，都说好。</p></td>"
    document = govnews.parse_html(f"<table><tr><td>左栏</td>{cell}</tr><tr><td>左栏</td>{cell}</tr></table>")
    assert all(block.kind is not BlockKind.TABLE for block in document.blocks)


def test_lines_of_html_are_marked() -> None:
    """Marks say how each line was set."""
    source = read_html("<nav>首页</nav><h1>小区添绿</h1><p>今年以来，街道新增绿地3公顷，居民都说好。</p>")
    kinds = {mark.kind for mark in source.marks}
    assert {MarkKind.CHROME, MarkKind.TITLE, MarkKind.BODY} <= kinds


@pytest.mark.parametrize("row", reference.html_names(), ids=lambda row: row.id)
def test_each_name_says_what_its_row_says(row: reference.HtmlName) -> None:
    """The example has the role, the counter-example has not."""
    assert _named(row.example) is row.role
    assert _named(row.counter_example) is not row.role


@pytest.mark.parametrize("argument", [None, 3, ["<p>"]])
def test_what_is_no_html_is_a_wrong_type(argument: Any) -> None:
    """One of the errors of the family, with what was expected."""
    with pytest.raises(govnews.WrongType, match="html"):
        govnews.parse_html(argument)


FURNITURE = _cases("html_furniture.jsonl")
_SAVED = """<title>我区召开清洁取暖工作推进会-津南网</title><div class="article">
<h1>我区召开清洁取暖工作推进会</h1>{above}<div class="TRS_Editor">
<p>　　11月4日，区政府召开清洁取暖工作推进会。会议通报，今年以来，全区完成改造14023户。</p>{inside}
<p>　　会议要求，要备足应急抢修队伍36支，做到接报后半小时内到场，确保居民温暖过冬。</p></div>{below}</div>
<div class="foot">主办：津南区人民政府办公室</div>"""


@pytest.mark.parametrize("place", ["above", "below", "inside"])
@pytest.mark.parametrize("case", FURNITURE, ids=lambda case: str(case["html"])[:40])
def test_controls_of_a_page_are_no_text(case: dict[str, str], place: str) -> None:
    """Buttons, counters and the like are furniture, wherever they stand; what they say of the text is kept."""
    places = {"above": "", "below": "", "inside": ""}
    plain = govnews.parse_html(_SAVED.format(**places)).articles[0]
    (article,) = govnews.parse_html(_SAVED.format(**{**places, place: case["html"]})).articles
    assert [(block.kind, block.text) for block in article.body] == [(block.kind, block.text) for block in plain.body]
    assert (article.title and article.title.text) == (plain.title and plain.title.text)
    assert (article.source and article.source.text) == case.get("source")
    assert [name for byline in article.bylines for name in byline.names] == [*filter(None, [case.get("editor")])]


def test_a_heading_below_the_title_is_its_subtitle() -> None:
    """It stands between the title and the metadata; its figures count."""
    above = "<h2>前十月完成改造1.4万户</h2><div>发布时间：2025-11-05 09:30</div>"
    (article,) = govnews.parse_html(_SAVED.format(above=above, inside="", below="")).articles
    assert str(article.subtitle) == "前十月完成改造1.4万户"
    assert str(article.statistics[0].value) == "14000"


@pytest.mark.parametrize(
    "path",
    [
        "<div>首页 &gt; 政务动态 &gt; 部门动态</div>",
        "<div>当前位置：首页 &gt; 政务动态 &gt; 部门动态</div>",
        "<div>当前位置：</div><div>首页</div><div>&gt;</div><div>政务动态</div><div>&gt;</div><div>部门动态</div>",
        "<div>当前位置：首页 &gt; 政务动态</div><div>&gt; 部门动态</div>",
    ],
)
def test_a_menu_below_a_breadcrumb_is_no_part_of_it(path: str) -> None:
    """A path that stands whole on its line ends there."""
    menu = "<ul><li>政务公开</li><li>办事服务</li></ul>" if path.count("<div>") == 1 else ""
    page = path + menu + _SAVED.format(above="", inside="", below="").split("</title>")[1]
    assert [step.text for step in govnews.parse_html(page).breadcrumb] == ["首页", "政务动态", "部门动态"]
