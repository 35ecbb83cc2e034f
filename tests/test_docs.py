"""What the README, the docs and the docstrings show was really run."""

from __future__ import annotations

import ast
import csv
import doctest
import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import govnews
from govnews import models
from programs import script

ROOT = Path(__file__).resolve().parent.parent


make_docs = script("make_docs")
MODULES = [
    "govnews",
    *(m.name for m in pkgutil.walk_packages(govnews.__path__, "govnews.") if m.name != "govnews.__main__"),
]


# The page of the engines starts all of them.
PAGES = [
    pytest.param(path, marks=[pytest.mark.cluster] if path.name == "cluster.md" else []) for path in make_docs.pages()
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_shows_what_was_run(path: Path) -> None:
    """Every block of the page runs, every command ends with 0, and what the page shows is what they printed."""
    page = path.read_text(encoding="utf-8")
    assert make_docs.made(page, path.name) == page, "run: python scripts/make_docs.py"


def test_every_table_has_its_page() -> None:
    """The pages of tables are those of datapackage.json, in both trees, and the site leads to each."""
    docs = ROOT / "docs"
    assert sorted(make_docs.table_pages()) == sorted([*docs.glob("data/*.md"), *docs.glob("zh/data/*.md")])
    site = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert make_docs.navigation(site) == site, "run: python scripts/make_docs.py"
    assert make_docs.navigation(re.sub(r'.*"(?:zh/)?data/.*\n', "", site)) == site


def test_trees_have_the_same_pages() -> None:
    """Each page has its twin in the other language, and the site leads to both."""
    docs = ROOT / "docs"
    english = {path.relative_to(docs).as_posix() for folder in ("", "data") for path in (docs / folder).glob("*.md")}
    chinese = {path.relative_to(docs / "zh").as_posix() for path in (docs / "zh").rglob("*.md")}
    assert chinese == english
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    assert sorted(_leaves(nav)) == sorted([*english, *(f"zh/{name}" for name in english)])


def test_every_column_has_its_chinese() -> None:
    """Each table, column and table of rules is described in Chinese, and nothing that is not there."""
    schemas = govnews.schemas.TABLES.values()
    described = {said for one in schemas for said in (one.description, *(column.description for column in one.columns))}
    described |= {f"{resource['title']}." for resource in make_docs._resources()}
    columns = (column for resource in make_docs._resources() for column in resource["schema"]["fields"])
    described |= {column["description"] for column in columns if "description" in column}
    with (ROOT / "scripts" / "docs_zh.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["english"] for row in rows] == sorted({row["english"] for row in rows})
    assert described <= {row["english"] for row in rows}
    names = ("record", "dataset", "accuracy", "cli", "cluster", "speed", "statistics", "values")
    paths = [*(ROOT / "docs" / f"{name}.md" for name in names), ROOT / "docs" / "images" / "growth.svg"]
    pages = " ".join("".join(path.read_text(encoding="utf-8") for path in paths).split())
    assert [said for row in rows if (said := row["english"]) not in described if not shown(said, pages)] == []


def shown(english: str, pages: str) -> bool:
    """Whether the pages have what a row of translations stands for."""
    return make_docs.holes(english).search(pages) is not None


def test_what_a_row_with_holes_says() -> None:
    """A hole takes words, a number or a list; what stands in it is put into Chinese too; what is unknown is refused."""
    said = make_docs._said_in_chinese
    assert said("6 broadcast, 1 broken lines") == "广播 6 段、断行文本 1 段"
    assert said("pages of news, seconds") == "多版新闻，秒"
    assert said("broadcast (6)") == "广播（6）"
    assert said("0.995 (0.981–0.999)") == "0.995 (0.981–0.999)"
    for unknown in ("telegrams", "6 telegrams", "telegrams (6)", "broadcast, telegrams"):
        with pytest.raises(RuntimeError, match="no Chinese for 'telegrams'"):
            said(unknown)


TWINS = ("accuracy", "cluster", "speed", "values")
"""Pages of which both languages show what was measured."""


def _rows_of_numbers(path: Path) -> list[list[str]]:
    """The numbers of each row of the page's tables, and of each line between the marks of what was measured."""
    rows = []
    measured = False
    for line in path.read_text(encoding="utf-8").splitlines():
        numbers = re.findall(r"\d[\d,.]*(?<=\d)", line)
        if line.startswith("<!-- "):
            measured = bool(re.match(r"<!-- (make: measured zh |(measured|peers|growth|lines|data|cluster) -->)", line))
        elif line.startswith("|"):
            rows.append(numbers)
        elif measured and line:  # a sentence, which may have another order in the other language
            rows.append(sorted(numbers))
    return rows


@pytest.mark.parametrize("name", TWINS)
def test_measured_figures_are_the_same_in_both_languages(name: str) -> None:
    """Table by table and row by row, and in the sentences that benchmarks print."""
    english, chinese = (_rows_of_numbers(ROOT / "docs" / folder / f"{name}.md") for folder in (".", "zh"))
    assert english == chinese
    assert sum(map(len, english)) > 20


@pytest.mark.parametrize("name", TWINS)
def test_measured_tables_are_chinese(name: str) -> None:
    """No head of a table is left in English on the Chinese page, but names."""
    page = (ROOT / "docs" / "zh" / f"{name}.md").read_text(encoding="utf-8")
    heads = re.findall(r"(?m)^(\|.+\|)\n\| ?---", page)
    assert heads
    left = {word for head in heads for word in re.findall("[a-z]{2,}", re.sub("`[^`]*`", "", head))}
    assert left <= {"govnews", "ours", "theirs", "wetext", "io"}  # JioNLP


def test_plots_are_those_of_the_english_pages() -> None:
    """With their words in Chinese: every other line of the file is the same."""
    for path, plot in make_docs.chinese_plots().items():
        assert path.read_text(encoding="utf-8") == plot, "run: python scripts/make_docs.py"
        english = path.with_name(path.name.replace("-zh", "")).read_text(encoding="utf-8").splitlines()
        changed = [new for old, new in zip(english, plot.splitlines(), strict=True) if old != new]
        assert len(changed) == 6
        assert all(re.search("[\u4e00-\u9fff]</text>$|）</text>$", line) for line in changed)


def _code(path: Path) -> list[str]:
    page = path.read_text(encoding="utf-8")
    return [re.sub("  #.*", "", code) for code in re.findall(r"(?ms)^```python\n(.*?)^```$", page)]


def test_recipes_are_the_same_in_both_languages() -> None:
    """Those for engines, but for their comments; `-m cluster` runs both pages."""
    english, chinese = (_code(ROOT / "docs" / folder / "cluster.md") for folder in (".", "zh"))
    assert len(english) == 8
    assert english == chinese


def _api_lines(page: str) -> list[str]:
    """The names of which a page has sections."""
    parts = re.findall(r"(?s)^<!-- make: api[^\n]*\n(.*?)-->", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.M)
    return [line for part in parts for line in part.splitlines() if line]


def test_api_is_described_in_chinese() -> None:
    """The Chinese page of the API has the names of the English one, and api_zh.csv a row for each piece of it alone."""
    lines = _api_lines("api.md")
    assert _api_lines("zh/api.md") == lines
    used = []

    def said(name: str, english: str) -> str:
        used.append(make_docs.api_row(name, english))
        return english

    make_docs._api([], [*lines, *_api_lines("zh/dataset.md")], said)
    for table in make_docs.table_pages():
        make_docs.make_chinese_table([table.stem], [], "")
    with (ROOT / "scripts" / "api_zh.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["name"], row["english"]) for row in rows]
    assert keys == sorted(set(keys))
    assert set(keys) == set(used) - {None}
    assert all(re.search("[一-鿿]", row["chinese"]) for row in rows)


def test_chinese_api_has_every_argument_and_field() -> None:
    """Each section has the signature and the examples of the English one, and words for all that it can be given."""
    lines = _api_lines("api.md")
    english = make_docs.make_api([], lines, "").split("\n### ")
    chinese = make_docs.make_chinese_api([], lines, "").split("\n### ")
    code = re.compile(r"(?ms)^```.*?^```|^`class .*?`$")
    assert [code.findall(section) for section in chinese] == [code.findall(section) for section in english]
    for section in chinese:
        assert not re.search(r"(?m)\| *\|$|：$(?!\n\n- )|^[A-Z][a-z]+:", code.sub("", section)), section
        if call := re.search(r"(?ms)^```py\n(.*?)^```", section):
            function = ast.parse(f"def {re.sub('<[^>]*>', '0', call[1]).strip()}: ...").body[0]
            assert isinstance(function, ast.FunctionDef)
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            assert re.findall(r"(?m)^- `(\w+)`：", section.partition("参数：")[2].partition("抛出：")[0]) == [
                argument.arg for argument in arguments
            ]
        for method, said in re.findall(r"(?m)^- `\w+\((.*?)\).*?`：(.*)", section):
            assert [name for name in re.findall(r"(\w+): ", method) if f"`{name}`" not in said] == []


@pytest.mark.parametrize(
    ("name", "english", "complaint"),
    [
        ("govnews.parse", "Something else.", "the English of govnews.parse is 'Something else.'"),
        ("govnews.parse(newest)", "", "has no Chinese for govnews.parse.newest."),
    ],
)
def test_english_without_its_chinese_is_named(name: str, english: str, complaint: str) -> None:
    """A docstring that changed, and a name that is new, fail with what they are."""
    with pytest.raises(RuntimeError, match=complaint):
        make_docs.api_row(name, english)


def _leaves(nav: list[dict[str, Any]]) -> Iterator[str]:
    for entry in nav:
        for below in entry.values():
            yield from [below] if isinstance(below, str) else _leaves(below)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    """The examples of a module's docstrings print what they show."""
    if name == "govnews.arrow":
        pytest.importorskip("pyarrow")
    module = importlib.import_module(name)
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner(verbose=False)
    # A cached function is no function for doctest: its examples are looked for by hand.
    cached = [value for value in vars(module).values() if hasattr(value, "cache_clear") and value.__module__ == name]
    tests = [*finder.find(module, name), *(t for value in cached for t in finder.find(value, value.__name__, module))]
    for test in {test.name: test for test in tests}.values():
        failed = runner.run(test).failed
        assert not failed, f"an example of {test.name} prints something else"


def test_public_names_are_documented() -> None:
    """The API page holds every public name, and each has a docstring."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name in govnews.__all__:
        value = getattr(govnews, name)
        if inspect.ismodule(value):
            assert re.search(f"^## {value.__name__}$", page, re.MULTILINE), name
        elif name != "__version__":
            assert re.search(f"^### {name}$", page, re.MULTILINE), name
            assert inspect.getdoc(value), name


def _fields_on_page() -> dict[str, list[str]]:
    """The names in the first column of the tables of the record page, by section."""
    fields: dict[str, list[str]] = {}
    section = ""
    for line in (ROOT / "docs" / "record.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif match := re.match(r"\| `(\w+)` \|", line):
            fields.setdefault(section, []).append(match[1])
    return fields


RECORDS: tuple[type[Any], ...] = (
    models.Article, models.Block, models.Byline, models.Dateline, models.Statistic, models.Period, models.Reading,
    models.Initiative, models.Place, models.PlaceName, models.Organization, models.Readout, models.Alternative,
    models.Check, models.Printed, models.Versions, govnews.Edit,
)  # fmt: skip


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_record_page_names_every_field(cls: type[Any]) -> None:
    """The record page has a row for each field, in the order of the record."""
    names = [field.name for field in attrs.fields(cls)]
    assert _fields_on_page()[cls.__name__] == names


def test_record_page_names_every_key_of_a_document() -> None:
    """The record page has a row for each key that `to_dict` writes for a document, in its order."""
    assert _fields_on_page()["Document"] == list(govnews.to_dict(govnews.parse("今年走访群众三百人次。")))
