"""The benchmarks run, here with texts so small that their figures say nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from govnews import parse, parse_html
from programs import script

ROOT = Path(__file__).resolve().parent.parent
invented = script("invented", "benchmarks")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a benchmark prints, its processes run in this one."""

    def inside(program: str, *arguments: object, python: str = sys.executable) -> str:
        assert python == sys.executable, "nothing is to be installed"
        with monkeypatch.context() as patched, redirect_stdout(StringIO()) as out:
            patched.setattr(sys, "argv", ["-c", *map(str, arguments)])
            exec(program, {})
        return out.getvalue()

    def printed(name: str, *options: str) -> str:
        benchmark = script(name, "benchmarks")
        monkeypatch.setattr(benchmark, "printed_by", inside, raising=False)
        monkeypatch.setattr(sys, "argv", [name, *options])
        assert not benchmark.main()
        return capsys.readouterr().out

    return printed


def run_outside(name: str, *options: str) -> str:
    """What a benchmark prints, run as a user does."""
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def first_cells(printed: str) -> Counter[str]:
    """How many rows begin with each cell."""
    return Counter(re.findall(r"^\| (.+?) \|", printed, re.MULTILINE))


def test_peers_measures_ours(run: Callable[..., str]) -> None:
    """Each task has a row for each of its texts; without the peers nothing is installed."""
    printed = run("peers", "--ours", "--size", "0.001", "--rounds", "1")
    cells = first_cells(printed)
    assert (cells["simplify"], cells["numbers"], cells["places"], cells["HTML"]) == (3, 2, 1, 2)
    assert "nan" not in printed


def test_growth_measures_each_size(run: Callable[..., str]) -> None:
    """Of 1 and 2 kB, and hostile texts."""
    printed = run("growth", "--largest", "2000", "--rounds", "1", "--hostile", "40")
    assert (first_cells(printed)["1 kB"], first_cells(printed)["2 kB"]) == (1, 1)
    assert re.search(r"^Of \d+ hostile texts .+ grows most: [\d.]+ for twice the text", printed, re.MULTILINE)


def test_lines_data_and_cluster_print_tables(run: Callable[..., str]) -> None:
    """The others, as `docs/speed.md` and `docs/cluster.md` name them."""
    assert first_cells(run("lines", "--chars", "1000", "--rounds", "1"))["lines of 28 characters"] == 1
    assert first_cells(run("data", "--no-wheel", "--rounds", "1"))["`units.csv`"] == 1
    pytest.importorskip("pyarrow")
    assert first_cells(run("cluster", "--pages", "2", "--characters", "300", "--rounds", "1"))["core hours"] == 1


def test_tables_go_between_marks(tmp_path: Path) -> None:
    """What else the page says stays; a page without the marks is refused. The pages of the docs have them."""
    tables = script("tables", "benchmarks")
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n<!-- peers -->\nold\n<!-- end of peers -->\n\nBehind.\n", encoding="utf-8")
    tables.publish("peers", ["| new |"], [page])
    expected = "Before.\n\n<!-- peers -->\n\n| new |\n\n<!-- end of peers -->\n\nBehind.\n"
    assert page.read_text(encoding="utf-8") == expected
    with pytest.raises(ValueError, match="must have <!-- growth -->"):
        tables.publish("growth", [], [page])
    for page_name, names in (("speed", ("peers", "growth", "lines", "data")), ("cluster", ("cluster",))):
        shown = (ROOT / "docs" / f"{page_name}.md").read_text(encoding="utf-8")
        for name in names:
            assert len(first_cells(shown.partition(f"<!-- {name} -->")[2].partition("<!-- end of")[0])) > 3


@pytest.mark.slow
def test_time_and_memory_grow_with_the_text() -> None:
    """Up to 1 MB; `--limits` fails where twice the text takes more than 2.3 times, or a character 100 bytes."""
    run_outside("growth", "--largest", "1000000", "--limits")


@pytest.mark.slow
def test_peers_are_installed_and_measured() -> None:
    """Each in an environment of its own, from the package index."""
    assert "nan" not in run_outside("peers", "--size", "0.01", "--rounds", "1")


@pytest.mark.parametrize("size", [1000, 30_000])
def test_texts_have_their_size(size: int) -> None:
    """Up to a sentence or a paragraph more, in pieces that are the same at every run."""
    for text in (invented.pages, invented.web_page, lambda size: invented.paragraphs(size, 1 / 2)):
        made = "".join(text(size))
        assert made == "".join(text(size))
        assert 0.9 * size <= len(made.encode()) <= max(1.15 * size, size + 600)


def test_texts_are_what_they_are_called() -> None:
    """A page of news has its title and byline, a web page what its tags declare, traditional text no 区."""
    article = parse("".join(invented.pages(4000))).articles[0]
    assert article.title is not None
    assert article.title.text in invented.TITLES
    assert article.bylines[0].names[0] in invented.NAMES
    assert article.statistics
    (saved,) = parse_html("".join(invented.web_page(8000))).articles
    assert saved.title is not None
    assert (saved.title.text, saved.published) == ("小区添绿", "2024-06-12T10:20:00")
    plain, traditional = ("".join(invented.mixed(8000, share)) for share in (0, 1))
    assert "区" in plain
    assert "區" not in plain
    assert "区" not in traditional
