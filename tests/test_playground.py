"""The playground of the docs: what it shows is what the library says, and the library runs there.

The tests marked `browser` build the site, put the playground into it and drive a browser; run them with -m browser.
They need npm, chromium and playwright (dependency group `browser`).
"""

from __future__ import annotations

import csv
import functools
import http.server
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import regex

from govnews import parse, statistic_rows, to_dict
from govnews.output.rows import STATISTIC_COLUMNS
from govnews.structure.patterns import HAN

ROOT = Path(__file__).resolve().parent.parent
SHOW = ROOT / "docs" / "playground" / "show.py"
EXAMPLE = files("govnews").joinpath("data", "pages", "district_page.txt").read_text(encoding="utf-8")
COMPILED = ("regex", "selectolax", "rich")
"""What the playground does not have: none of it is pure Python or needed for text."""


def shown(text: str, published: str = "", place: str = "") -> Any:
    """What the playground would show of the text."""
    spec = importlib.util.spec_from_file_location("show", SHOW)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return json.loads(module.show(text, published, place))


def without_compiled(code: str, given: str) -> Any:
    """What `code` prints as JSON in a fresh interpreter that has none of the compiled libraries."""
    program = f"import sys\nfor name in {COMPILED!r}: sys.modules[name] = None\nimport json\n{code}"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return json.loads(run.stdout)


# --- the library in the playground ----------------------------------------------------------------------------------


def test_text_is_parsed_the_same_without_compiled_libraries() -> None:
    """Neither regex nor an HTML parser nor rich is needed for text, and the record does not show that they are gone."""
    found = without_compiled(
        "from govnews import parse, to_dict; print(json.dumps(to_dict(parse(sys.stdin.read()))))", EXAMPLE
    )
    assert found == to_dict(parse(EXAMPLE))


def _byline_lines() -> list[str]:
    """Lines with labels and names in any order, and lines on which a careless pattern doubles its work."""
    parts = (
        "记者 李明 ",
        "本报记者",
        "通讯员：李　明",
        "光明日报记者 王小二",
        "、",
        "（",
        "）",
        "摄",
        "文/图 ",
        "■ ",
        "买买提·艾力",
    )
    pairs = [one + other for one in parts for other in parts]
    lines = [one + other for one in pairs for other in pairs]
    return [line[:79] for line in (*lines, *((part * 80)[:78] + end for part in pairs for end in ("展", "x")))]


def test_bylines_are_the_same_by_both_engines() -> None:
    """`re` reads the lines as `regex` does, and hostile ones in their time: its patterns have no guard of their own."""
    from govnews.structure.bylines import parse_byline, parse_credit, parse_dateline

    lines = _byline_lines()
    names = "parse_byline, parse_credit, parse_dateline"
    found = without_compiled(
        f"from govnews.structure.bylines import {names}\nlines = json.load(sys.stdin)\n"
        f"print(json.dumps([repr(find(line)) for find in ({names}) for line in lines]))",
        json.dumps(lines),
    )
    expected = [repr(find(line)) for find in (parse_byline, parse_credit, parse_dateline) for line in lines]
    assert found == expected
    assert len(set(expected)) > 1000


def test_han_is_the_script_of_that_name() -> None:
    """The class for `re` holds what `regex` calls Han; beyond the basic plane it may hold what is not assigned yet."""
    han, other = re.compile(f"[{HAN}]"), regex.compile(r"\p{Han}")
    differ = [
        code
        for code in range(0x32000)
        if bool(han.match(chr(code))) != bool(other.match(chr(code))) and unicodedata.category(chr(code)) != "Cn"
    ]
    assert differ == []


# --- what it shows --------------------------------------------------------------------------------------------------


def test_shown_is_what_the_library_says() -> None:
    """All articles, statistics and other numbers are shown, and the CSV file is the table of `govnews stats`."""
    document, found = parse(EXAMPLE), shown(EXAMPLE)
    assert [article["title"] for article in found["articles"]] == [
        article.title.text if article.title else None for article in document.articles
    ]
    assert len(found["statistics"]) + len(found["numbers"]) == len(document.numbers)
    rows = list(csv.DictReader(io.StringIO(found["csv"])))
    assert tuple(rows[0]) == STATISTIC_COLUMNS
    assert [row["text"] for row in rows] == [row["text"] for row in statistic_rows(document)]
    assert all(row["around"][0] + row["text"] + row["around"][1] in document.text for row in found["numbers"])


def test_shown_errors_are_one_line() -> None:
    """What the library refuses is an error of one line."""
    assert list(found := shown("今年", published="no date")) == ["error"]
    assert "\n" not in found["error"]


def test_lone_surrogates_are_shown() -> None:
    """A text with half a character can be shown and saved."""
    assert shown("走访群众12人\ud842。")["statistics"][0]["value"] == "12"


# --- in a browser ---------------------------------------------------------------------------------------------------

POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""The policy that the page promises to need for its worker."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        if self.path.partition("?")[0].endswith("/worker.js"):
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class _Visit:
    """A page in the browser, with what it asked for and what it complained of."""

    def __init__(self, browser: Any, address: str) -> None:
        self.page = browser.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)

    def status(self) -> str:
        return str(self.page.inner_text("#playground-status"))

    def press(self, name: str) -> None:
        self.page.click(f"#playground-{name}")

    def wait(self) -> None:
        """Until the page is ready for the next press."""
        self.page.wait_for_selector("#playground-parse:not([disabled])", timeout=180_000)

    def table(self, name: str) -> list[list[str]]:
        script = "rows => rows.map(row => Array.from(row.cells, cell => cell.textContent))"
        return list(self.page.eval_on_selector_all(f"#playground-{name} tr", script))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built without the playground's files in a folder of its own."""
    pytest.importorskip("zensical", reason="zensical builds the site")
    folder = tmp_path_factory.mktemp("docs")
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("zensical.toml", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    subprocess.run([sys.executable, "-m", "zensical", "build", "--clean"], cwd=folder, check=True, timeout=120)
    return folder / "site"


@pytest.fixture(scope="module")
def playground(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the playground."""
    if shutil.which("npm") is None:
        pytest.skip("npm fetches Pyodide")
    with_it = tmp_path_factory.mktemp("playground") / "site"
    shutil.copytree(site, with_it)
    script = ROOT / "scripts" / "make_playground.py"
    subprocess.run([sys.executable, str(script), "--site", str(with_it)], check=True, timeout=300)
    return with_it


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, with no way to any other machine."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no chromium")
    with playwright.sync_playwright() as started:
        only_here = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        # Chromium's own sandbox does not start for root, as which many a CI machine works; the pages are ours.
        launched = started.chromium.launch(executable_path=program, args=["--no-sandbox", only_here])
        yield launched
        launched.close()


def serve(site: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """The site below a path, as a server of several sites has it, and its address."""
    handler = functools.partial(_Handler, directory=str(site.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/{site.name}/"


@pytest.fixture
def address(playground: Path) -> Iterator[str]:
    server, address = serve(playground)
    yield address
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["playground.html", "zh/playground.html"])
def test_page_shows_what_cpython_finds(browser: Any, address: str, name: str) -> None:
    """The example parsed in the browser: every cell is the library's, and nothing is asked elsewhere."""
    visit = _Visit(browser, address + name)
    visit.wait()
    assert visit.page.input_value("#playground-text") == EXAMPLE
    visit.press("parse")
    visit.wait()
    expected = shown(EXAMPLE)
    assert visit.page.locator("#playground-articles > li").count() == len(expected["articles"])
    head, *rows = visit.table("statistics")
    columns = ("item", "number", "unit", "qualifier", "action", "change", "period", "status", "certainty")
    assert [[row[1], row[2], *row[4:]] for row in rows] == [
        [row[column] or "" for column in columns] for row in expected["statistics"]
    ]
    assert [row[3] for row in rows] == [
        f"{row['low']}–{row['high']}" if row["value"] is None else row["value"] for row in expected["statistics"]
    ]
    assert len(head) == len(rows[0])
    assert [row[:3] for row in visit.table("others")[1:]] == [
        [row["text"], row["kind"], row["rule"]] for row in expected["numbers"]
    ]
    with visit.page.expect_download() as saved:
        visit.press("csv")
    assert Path(saved.value.path()).read_text(encoding="utf-8-sig") == expected["csv"]
    with visit.page.expect_download() as saved:
        visit.press("json")
    assert json.loads(Path(saved.value.path()).read_text(encoding="utf-8")) == to_dict(parse(EXAMPLE))
    assert visit.complaints == []
    assert [url for url in visit.asked if not url.startswith((address, f"blob:{address.partition('/site')[0]}"))] == []
    assert [url for url in visit.asked if url.endswith(".wasm")] != []


@pytest.mark.browser
def test_page_refuses_cancels_and_goes_on(browser: Any, address: str) -> None:
    """A text that is too long, no text and a wrong place are answered in a line; after a cancel it parses again."""
    visit = _Visit(browser, address + "playground.html")
    visit.wait()
    visit.page.fill("#playground-text", "人" * 200_001)
    visit.press("parse")
    assert "200001" in visit.status()
    visit.page.fill("#playground-text", " \n")
    visit.press("parse")
    assert visit.status() == "There is no text to parse."
    visit.page.fill("#playground-text", "今年以来，全区走访群众1.2万人次。<b>不是标记</b>")
    visit.press("parse")
    visit.press("cancel")
    assert visit.status() == "Cancelled."
    visit.page.fill("#playground-place", "不是地方")
    visit.press("parse")
    visit.wait()
    assert visit.status().startswith("Failed: place")
    visit.page.fill("#playground-place", "天津市河西区")
    visit.press("parse")
    visit.wait()
    assert visit.table("statistics")[1][1:5] == ["群众", "1.2万", "12000", "人次"]
    assert visit.complaints == []


@pytest.mark.browser
def test_a_file_that_is_missing_is_named(browser: Any, playground: Path, tmp_path: Path) -> None:
    """A site that was copied in part says in a line what is missing, and can be asked again."""
    part = tmp_path / "site"
    shutil.copytree(playground, part)
    next(part.rglob("*.wasm")).unlink()
    server, address = serve(part)
    visit = _Visit(browser, address + "playground.html")
    visit.wait()
    visit.press("parse")
    visit.wait()
    assert visit.status().startswith("Failed: ")
    assert "pyodide.asm.wasm: 404" in visit.status()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_site_without_the_files_says_so(browser: Any, site: Path) -> None:
    """A site that was built without the playground's files says how to make them, and complains of nothing."""
    server, address = serve(site)
    visit = _Visit(browser, address + "playground.html")
    visit.page.wait_for_selector("#playground-status:not(:empty)")
    assert "make_playground.py" in visit.page.inner_text("article")
    assert visit.page.is_disabled("#playground-parse")
    assert visit.complaints == []
    server.shutdown()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("index.html", {"走访": "statistics.html", "通讯员": "glossary.html"}),
        (
            "zh/index.html",
            {"走访": "zh/statistics.html", "通讯员": "zh/glossary.html", "怎么安装？": "zh/getting-started.html"},
        ),
    ],
)
def test_search_finds_pages_of_its_own_language(browser: Any, site: Path, first: str, words: dict[str, str]) -> None:
    """A word inside a sentence is found, in the pages of the page's language alone, and no other machine is asked."""
    server, address = serve(site)
    for word, page in words.items():
        visit = _Visit(browser, address + first)
        visit.page.click(".md-search__button")
        visit.page.keyboard.insert_text(word)
        visit.page.locator(f'a[href^="{address}{page}?h="]').first.wait_for(timeout=10_000)
        found = [str(link.get_attribute("href")) for link in visit.page.locator('a[href*="?h="]').all()]
        assert {href.startswith(address + "zh/") for href in found} == {page.startswith("zh/")}
        assert visit.complaints == []
        assert [url for url in visit.asked if not url.startswith(address)] == []
        visit.page.close()
    # A name of the API and a table are found in the page's own language.
    for word, page in (("find_places", "api.html"), ("former_corrections", "data/former_corrections.html")):
        visit = _Visit(browser, address + first)
        visit.page.click(".md-search__button")
        visit.page.keyboard.insert_text(word)
        own = address + first.replace("index.html", page)
        visit.page.locator(f'a[href^="{own}?h="]').first.wait_for(timeout=10_000)
        found = [str(link.get_attribute("href")) for link in visit.page.locator('a[href*="?h="]').all()]
        assert {href.startswith(address + "zh/") for href in found} == {first.startswith("zh/")}
        visit.page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_header_leads_to_the_same_page_in_the_other_language(browser: Any, site: Path) -> None:
    """There and back again; the page says its language."""
    server, address = serve(site)
    visit = _Visit(browser, address + "statistics.html")
    for page in ("statistics.html", "api.html", "data/units.html"):
        visit.page.goto(address + page)
        for language, name in (("zh", f"zh/{page}"), ("en", page)):
            visit.page.click(".other-language")
            visit.page.wait_for_url(address + name)
            assert visit.page.get_attribute("html", "lang") == language
    assert visit.complaints == []
    server.shutdown()
    server.server_close()
