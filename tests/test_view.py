"""The pages that `to_html` and `corpus_html` write, and what a notebook shows, without a browser."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from govnews import GovnewsError, WrongOption, WrongType, parse, parse_html, statistic_rows
from govnews.models import (
    FURNITURE_KINDS,
    Article,
    ArticleKind,
    Certainty,
    Change,
    Document,
    DocumentKind,
    InitiativeKind,
    PlaceLevel,
    Qualifier,
    ReadingKind,
    Statistic,
    Status,
)
from govnews.output.view.escaping import as_data, visible
from govnews.output.view.marks import LAYERS
from govnews.output.view.notebook import rows_html
from govnews.output.view.pages import corpus_html, document_html, write_view
from govnews.output.view.words import catalogue
from strategies import any_page

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = (
    "<script>document.title='pwned'</script>", '"><img src=x onerror=alert(1)>', "</script><!--", "</title></style>",
    "' onmouseover='alert(1)", "&lt;b&gt;&#60;", "javascript:alert(1)", "\u202e倒\u2066置\u2069", "\x00\x0b\x1b[31m",
    "\ud800", "{{7*7}} ${7*7} $data", "]]>", "\u2028\u2029\ufeff", "<svg/onload=alert(1)>",
)  # fmt: skip
OURS = frozenset(
    (
        "html", "head", "meta", "link", "title", "style", "body", "a", "div", "main", "form", "label", "input", "span",
        "mark", "header", "h1", "h2", "h3", "p", "pre", "article", "details", "summary", "aside", "section", "output",
        "nav", "select", "option", "button", "ol", "ul", "table", "tbody", "thead", "tr", "td", "th", "dialog",
        "script", "b",
    )
)  # fmt: skip


@st.composite
def hostile_pages(draw: st.DrawFn) -> str:
    """A page with text in it that would do harm in a page that does not escape."""
    text = draw(any_page())
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(HOSTILE)) + text[at:]
    return text


def bare(text: str) -> str:
    """The characters that are no white space, as a page shows them."""
    return "".join(visible(text).split())


def text_of(nodes: list[LexborNode]) -> str:
    return bare("".join(node.text() for node in nodes))


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    """The first element of a page that `selector` names."""
    node = tree.css_first(selector)
    assert node is not None, selector
    return node


def without(node: LexborNode, selector: str) -> LexborNode:
    for made in node.css(selector):
        made.decompose()
    return node


def is_harmless(page: str) -> None:
    """The page has no element, no handler and no address that we did not write, and its policy fits its script."""
    tree = LexborHTMLParser(page)
    script = first(tree, "script:not([type])")
    for node in tree.css("*"):
        assert node.tag in OURS, node.html
        for name, value in node.attributes.items():
            assert not name.startswith("on"), node.html
            assert name != "style", node.html
            if name in ("src", "href", "action", "data", "srcset", "xlink:href"):
                assert value is not None
                assert value == "data:," or value.startswith("#"), node.html
    policy = (first(tree, "meta[http-equiv]").attributes["content"] or "").split("; ")
    assert policy[0] == "default-src 'none'"
    for directive, node in (("script-src", script), ("style-src", first(tree, "style"))):
        digest = base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert not re.search(r"@import|url\(", first(tree, "style").text())
    assert len(tree.css("script:not([type])")) == 1
    page.encode("utf-8")


def shows_the_document(page: str, document: Document) -> None:
    """Every article stands there with its text and no other, in order; what stands around them too."""
    tree = LexborHTMLParser(page)
    paper = first(tree, "#paper")
    for index in range(len(document.articles)):
        blocks = [b.text for b in document.blocks if b.article == index and b.kind not in FURNITURE_KINDS]
        shown = without(first(paper, f"#a{index}"), "[data-made]")
        assert text_of([shown]) == bare("".join(blocks))
    around = [block.text for block in document.blocks if block.kind in FURNITURE_KINDS]
    assert text_of(paper.css(".around > p")) == bare("".join(around))


def highlights_are_right(page: str, document: Document) -> None:
    """Every highlight of a number holds the characters of its span, and every statistic can be reached."""
    tree = LexborHTMLParser(page)
    # A number that goes on behind a running head has no part in it.
    shown = {
        at: block in document.furniture
        for block in document.blocks
        for span in block.spans
        for at in range(span.start, span.end)
    }
    marked: dict[str, list[str]] = {}
    for mark in tree.css("mark[data-key]"):
        for key in (mark.attributes["data-key"] or "").split():
            marked.setdefault(key, []).append(mark.text())
    spans = {f"s{k}": found.span for k, found in enumerate(document.statistics)}
    spans |= {f"n{k}": found.span for k, found in enumerate(document.numbers) if found.kind.value != "statistic"}
    assert marked.keys() == spans.keys()
    for key, span in spans.items():
        side = shown[span.start]
        expected = "".join(document.text[at] for at in range(span.start, span.end) if shown.get(at) == side)
        assert bare("".join(marked[key])) == bare(expected)
    reached = {mark.attributes["id"] for mark in tree.css("mark[tabindex]")}
    assert reached >= {key for key in spans if key[0] == "s"}


@given(hostile_pages())
def test_the_reading_view_of_any_page(text: str) -> None:
    document = parse(text)
    page = document_html(document, name=text[:40])
    is_harmless(page)
    shows_the_document(page, document)
    highlights_are_right(page, document)


@given(hostile_pages(), hostile_pages())
def test_the_view_of_any_pages(one: str, other: str) -> None:
    documents = [parse(one), parse(other)]
    page = corpus_html(zip((one[:30], other[:30]), documents, strict=True), title=other[:30])
    is_harmless(page)
    tree = LexborHTMLParser(page)
    for index, document in enumerate(documents):
        paper = first(tree, f"#paper-{index}").text()
        shows_the_document(paper, document)
        highlights_are_right(paper, document)


@given(hostile_pages())
def test_what_a_notebook_shows_of_any_page(text: str) -> None:
    document = parse(text)
    shown: list[Document | Article | Statistic] = [document, *document.articles, *document.statistics]
    for value in shown:
        tree = LexborHTMLParser(f"<body>{value._repr_html_()}")
        assert {node.tag for node in tree.css("*")} <= OURS - {"script"}
        assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on") or name == "id"]
        assert len(repr(value)) < 160
    for article in document.articles:
        if len(article.body) <= 40 and article.body:
            tree = LexborHTMLParser(f"<body>{article._repr_html_()}")
            assert bare(article.text) in text_of([first(tree, ".govnews")])


def test_the_data_of_the_page_are_the_rows_of_the_table() -> None:
    """What the page sorts, filters and copies is what `statistic_rows` gives."""
    document = parse(demo())
    data = json.loads(first(LexborHTMLParser(document_html(document)), "#data").text())
    columns = data["statistics"]
    for index, row in enumerate(statistic_rows(document)):
        for name in columns.keys() - {"document"}:
            value = columns[name]["values"][columns[name]["rows"][index]]
            assert str(value) == str(row[name]), name
    assert {"item", "value", "unit", "period", "article", "start", "end"} <= columns.keys()


def demo() -> str:
    return (ROOT / "src/govnews/data/pages/district_page.txt").read_text(encoding="utf-8")


def test_repairs_say_what_was_there_and_by_which_rule() -> None:
    tree = LexborHTMLParser(parse("今年，全區走访群众1.2万人次。").to_html())
    (mark,) = tree.css("#paper mark.r")
    assert mark.text() == "区"
    assert mark.attributes["title"] == "repaired: “區” → “区” (script-certain)"


def test_a_cut_is_shown_where_it_was() -> None:
    """Where a broken line was joined nothing stands, and the mark says what did."""
    text = "今年以来，街道走访群众，解决居民反映的停车难、出行难、如厕难等问题，收到了很好的效\n\n果，得到大家称赞。"
    document = parse(text)
    assert "效果" in document.text
    cut = [mark for mark in LexborHTMLParser(document.to_html()).css("#paper mark.r") if not mark.text()]
    assert [mark.attributes["title"] for mark in cut] == [
        f"repaired: “⏎⏎” → nothing ({document.edits[0].rule})",
    ]


def test_a_title_that_only_a_tag_declares_is_shown_as_such() -> None:
    html = (
        '<meta name="ArticleTitle" content="小区&lt;b&gt;添绿"><p>今年以来，街道新增绿地3.2万平方米，居民都说好。</p>'
    )
    document = parse_html(html)
    tree = LexborHTMLParser(document.to_html())
    assert document.articles[0].title is not None
    assert document.articles[0].title.span is None
    assert first(tree, "h2[data-made]").text() == "小区<b>添绿"
    assert "meta:ArticleTitle" in first(tree, ".declared").text()


def test_a_highlight_leaves_out_the_running_head_in_it() -> None:
    text = "绿色通道添活力\n■ 通讯员 万彤\n项目位于高铁新城，占地2\n第 03 版\n亩。第三批入选名单已经在官方网站公布。"
    document = parse(text)
    assert document.furniture
    tree = LexborHTMLParser(document.to_html())
    assert [mark.text() for mark in tree.css('article mark[data-key="s0"]')] == ["2", "亩"]
    assert not tree.css(".around mark.s")


def test_a_quotient_is_cut_where_it_is_shown() -> None:
    """三分之二 has 28 digits, which nobody reads."""
    (found,) = parse("今年，街道三分之二以上的业主表示赞成。").statistics
    assert "≥ 0.6666…" in found._repr_html_()


def test_a_table_keeps_its_cells() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{count}</td></tr>" for name, count in (("公厕", "12座"), ("路灯", "30盏")))
    html = "<h1>建设情况统计表公布</h1><div><p>今年以来，街道新增绿地3.2万平方米，居民都说好。</p>"
    html += f"<table><tr><th>项目</th><th>数量</th></tr>{rows}</table></div>"
    tree = LexborHTMLParser(parse_html(html).to_html())
    assert [cell.text() for cell in tree.css("#paper td")] == ["项目", "数量", "公厕", "12座", "路灯", "30盏"]


def test_the_page_grows_with_the_text_and_not_faster() -> None:
    page = demo()
    sizes = [len(document_html(parse("\f".join([page] * times)))) for times in (0, 4, 8)]
    assert (sizes[2] - sizes[0]) / (sizes[1] - sizes[0]) == pytest.approx(2, rel=0.05)


def test_data_cannot_end_their_element() -> None:
    value = {"a": list(HOSTILE)}
    assert json.loads(as_data(value)) == value
    assert not re.search("[<>&\u2028\u2029\u202e]", as_data(value))


def title_of(path: Path) -> str:
    return first(LexborHTMLParser(path.read_text(encoding="utf-8")), "title").text()


def test_write_view(tmp_path: Path) -> None:
    """One document becomes a page to read, several a page to look through, none nothing."""
    path = tmp_path / "page.html"
    document = parse("今年以来，街道走访群众1.2万人次。")
    assert write_view([], path) == 0
    assert not path.exists()
    assert write_view([("in/a.txt", document)], path) == 1
    assert title_of(path) == "a.txt"
    assert write_view(iter([("a.txt", document), ("b.txt", document)]), path) == 2
    assert title_of(path) == "2 documents"
    assert write_view(iter([("a.txt", document), ("b.txt", document)]), path, language="zh") == 2
    assert title_of(path) == "2 个文档"
    with pytest.raises(GovnewsError, match="cannot be written"):
        write_view([("a.txt", document)], tmp_path / "missing" / "page.html")


# --- the words of the pages -------------------------------------------------------------------------------------------

VIEW = ROOT / "src/govnews/output/view"
FAMILIES = {
    "article_kind": ArticleKind, "certainty": Certainty, "change": Change, "document_kind": DocumentKind,
    "initiative": InitiativeKind, "level": PlaceLevel, "qualifier": Qualifier, "reading": ReadingKind, "status": Status,
}  # fmt: skip
"""The keys that are made of a family and a value of the record."""
SOURCES = {
    path.name: path.read_text(encoding="utf-8") for path in VIEW.iterdir() if path.suffix in (".html", ".js", ".py")
}


def keys_of_values() -> set[str]:
    """The keys that are put together from what a record may hold."""
    keys = {f"{family}.{value}" for family, values in FAMILIES.items() for value in values}
    keys |= {f"block.{kind}" for kind in FURNITURE_KINDS} | {f"layer.{layer}" for layer in LAYERS}
    keys |= {f"{what}.{one}" for what in ("article", "document", "repair", "statistic") for one in ("one", "many")}
    kinds = re.findall(r'Check\("(\w+)"', (ROOT / "src/govnews/finding/checks.py").read_text(encoding="utf-8"))
    source = (ROOT / "src/govnews/finding/readings.py").read_text(encoding="utf-8")
    rules = {*re.findall(r'(?:False|ReadingKind\.\w+|else), "([a-z-]+)"|else "([a-z-]+)"', source)}
    keys |= {f"why.{one or other}" for one, other in rules} | {"why.initiative", "why.furniture"}
    details = re.search(r"const SAID = \[(.*?)\]", SOURCES["table.js"], re.DOTALL)
    assert details
    return keys | {f"check.{kind}" for kind in kinds} | {f"field.{name}" for name in re.findall(r"\w+", details[1])}


def test_the_words_are_a_sorted_table_without_gaps() -> None:
    with (VIEW / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["key", "en", "zh"]
    assert [row["key"] for row in rows] == sorted({row["key"] for row in rows})
    for row in rows:
        assert row["en"], row
        assert row["zh"], row
        gaps = [sorted(re.findall(r"\{.*?\}", row[language])) for language in ("en", "zh")]
        assert gaps[0] == gaps[1], row


def test_no_word_is_missing_and_none_unused() -> None:
    named = keys_of_values()
    named |= {f"measure.{what}" for what in ("documents", "initiatives", "statistics")}
    named |= {f"titled.{what}" for what in ("kicker", "source", "title")}
    for name, code in SOURCES.items():
        named |= set(re.findall(r'data-(?:say|label)="([\w.]+)"', code))
        named |= set(re.findall(r'(?:\bsay|\btext|\blabel)\(\s*"([\w.]+)"', code))
        named |= set(re.findall(r'\["(reason|rule|example)", ', code))
        named |= set(re.findall(r'head: "([\w.]+)"', code))
        if name.endswith(".py"):
            named |= set(re.findall(r'"((?:mark|declared)\.[\w.]+)"', code) + re.findall(r"'(declared\.\w+)'", code))
        named |= {key for pair in re.findall(r'\? say\("([\w.]+)".*? : say\("([\w.]+)"', code) for key in pair}
    assert named == catalogue().keys()


def test_a_page_in_chinese() -> None:
    """Only what no language has, and what a script puts there, is left in English."""
    tree = LexborHTMLParser(parse(demo()).to_html(name="page.txt", language="zh"))
    assert first(tree, "html").attributes["lang"] == "zh-Hans"
    assert first(tree, "#statistics-head").text().strip() == "统计数字"
    assert first(tree, "aside").attributes["aria-label"] == "找到的内容"
    assert "8 篇文章" in first(tree, ".masthead").text()
    titles = [mark.attributes["title"] or "" for mark in tree.css("mark[title]")]
    assert not [title for title in titles if re.search(r"(statistics?|place|repaired|period|no code): |county,", title)]
    assert not [node.html for node in tree.css("[data-say]") if not node.text() or node.attributes.get("lang") == "en"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: document_html("text"),  # type: ignore[arg-type]  # that is the point
        lambda: corpus_html([("a", "text")]),  # type: ignore[list-item]  # here too
        lambda: document_html(parse(""), name=7),  # type: ignore[arg-type]  # here too
        lambda: corpus_html([], title=7),  # type: ignore[arg-type]  # here too
    ],
    ids=["document", "documents", "name", "title"],
)
def test_wrong_types_are_said(call: Callable[[], str]) -> None:
    with pytest.raises(WrongType):
        call()


@pytest.mark.parametrize("language", ["fr", "", "ZH", "zh-CN"])
def test_languages_that_the_pages_do_not_have(language: str, tmp_path: Path) -> None:
    with pytest.raises(WrongOption, match="language must be None or one of en, zh"):
        parse("").to_html(language=language)
    with pytest.raises(WrongOption):
        corpus_html([], language=language)
    with pytest.raises(WrongOption):
        write_view([], tmp_path / "page.html", language=language)


def test_rows_of_a_notebook_are_escaped_and_counted() -> None:
    shown = rows_html([{"a": f"<i>{k}", "b": None} for k in range(100)], columns=["b", "a"])
    tree = LexborHTMLParser(f"<body>{shown}")
    assert [node.text() for node in tree.css("th")] == ["b", "a"]
    assert len(tree.css("tbody tr")) == 60
    assert "… and 40 more" in first(tree, ".govnews").text()
    assert "&lt;i&gt;0" in shown


def test_a_program_that_shows_nothing_loads_no_view() -> None:
    code = "import sys; from govnews import parse; repr(parse('今年，走访群众12人。'))"
    code += "; print('govnews.output.view' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_was_fetched_is_what_is_packed() -> None:
    """The charting library in the package is the file that the pinned version has."""
    command = [sys.executable, str(ROOT / "scripts/fetch_web_parts.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
