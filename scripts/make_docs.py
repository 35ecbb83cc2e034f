"""Writes the parts of README.md and docs/ that the library itself says: outputs, tables of examples, the API, the data.

    python scripts/make_docs.py            write them
    python scripts/make_docs.py --check    change nothing, fail where a page is out of date

A page is Markdown. Three things in it are run, in order, in one namespace and one empty folder a page:

- A block with a title (```text title="page.txt") becomes a file of that name.
- A `python` block is executed, the `govnews` lines of an `sh` block are called. Where a `text` block without a
  title follows at once, it holds what was printed. A block that needs a library of `_OPTIONAL` is left alone where
  that is missing, and one of PySpark where there is no Java.
- `<!-- make: KIND ARGUMENTS` opens a comment whose lines are examples or names; what KIND makes of them stands
  between `-->` and `<!-- made -->`. `MAKERS` lists the kinds. Behind `zh`, what was made is put into Chinese.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import functools
import importlib
import importlib.util
import inspect
import io
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any

import govnews
from govnews import cli
from govnews.output.rows import statistic_rows
from govnews.version import DATA

ROOT = Path(__file__).resolve().parent.parent


def pages() -> tuple[Path, ...]:
    """All pages that there are."""
    return (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


_FENCE = r"^```(?P<language>\w+)(?P<options>[^\n`]*)\n(?P<code>.*?)^```$"
_MAKE = r"^<!-- make: (?P<kind>\w+)(?P<arguments>[^\n]*?)(?P<lines>\n.*?)?-->\n(?P<old>.*?)^<!-- made -->$"
_PART = re.compile(f"{_FENCE}|{_MAKE}", re.MULTILINE | re.DOTALL)
_LIBRARIES = ("pandas", "polars", "duckdb", "pyarrow", "xlsxwriter", "spacy", "dask", "pyspark", "ray")
_OPTIONAL = {**{name: name for name in _LIBRARIES}, "govnews.arrow": "pyarrow"}
"""Words in a block that need a library which the project does without."""
_TITLE = re.compile('title="([^"]+)"')


# --- running a page -------------------------------------------------------------------------------------------------


def made(page: str, name: str) -> str:
    """The page with its made parts written anew; a block that fails raises a RuntimeError that shows it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        try:
            return _made(page, name)
        finally:
            _stop_engines()


def _stop_engines() -> None:
    """End the engines that a page started: each keeps to the folder in which it was started."""
    spark = getattr(sys.modules.get("pyspark"), "SparkContext", None)
    if spark is not None and spark._gateway is not None:
        if spark._active_spark_context is not None:
            spark._active_spark_context.stop()
        spark._gateway.shutdown()
        spark._gateway = spark._jvm = None  # or the next session asks the one that has ended
    if "ray" in sys.modules:
        sys.modules["ray"].shutdown()


def _made(page: str, name: str) -> str:
    namespace: dict[str, Any] = {"__name__": name}
    absent: set[str] = set()  # what blocks would have made that were left out
    pieces: list[str] = []
    at = 0
    printed: str | None = None  # by the block that ends at `at`
    titled = ""
    for part in _PART.finditer(page):
        between = page[at : part.start()]
        pieces.append(between)
        at = part.end()
        block = part[0]
        if part["kind"]:
            lines = [line for line in (part["lines"] or "").split("\n") if line.strip()]
            table = _made_part(part["kind"], part["arguments"].split(), lines, titled)
            block = f"{page[part.start() : part.start('old')]}\n{table}\n\n<!-- made -->"
            printed = None
        elif title := _TITLE.search(part["options"]):
            titled = part["code"]
            Path(title[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(title[1]).write_text(titled, encoding="utf-8")
            printed = None
        elif part["language"] == "python":
            printed = _run_python(part["code"], namespace, absent, name)
        elif part["language"] == "sh":
            printed = _run_shell(part["code"], name)
        else:
            if part["language"] == "text" and printed is not None and not between.strip():
                block = f"```text{part['options']}\n{printed}```"
            printed = None
        pieces.append(block)
    return "".join((*pieces, page[at:]))


def _made_part(kind: str, arguments: list[str], lines: Sequence[str], titled: str) -> str:
    if arguments[:1] == ["zh"] and kind in _ALL_PROSE:
        return _all_in_chinese(MAKERS[kind](arguments[1:], lines, titled))
    if arguments[:1] == ["zh"]:
        if kind in _CHINESE_MAKERS:
            return _CHINESE_MAKERS[kind](arguments[1:], lines, titled)
        return _in_chinese(MAKERS[kind](arguments[1:], lines, titled), _PROSE.get(kind))
    return MAKERS[kind](arguments, lines, titled)


_PROSE = {"schemas": -1, "record": -1, "tables": 1, "open_tables": 1}
"""Which column of a made table is English prose, each cell of which must have its Chinese."""


_ALL_PROSE = {"commands", "compared", "differences", "known_failures", "measured", "qualifiers"}
"""Kinds of parts in which everything that has English words must have its Chinese."""


def _in_chinese(made: str, prose: int | None) -> str:
    """What was made in Chinese: heads of tables, types, and what `docs_zh.csv` holds; names of fields stay."""
    lines = made.split("\n")
    chinese = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("## "):
            chinese.append(f"## {_SECTIONS[line[3:]]} {line[3:]} {{ #{line[3:].lower()} }}")
        elif not line.startswith("| ") or line.startswith("| ---"):
            chinese.append(_translated(line) if prose is not None and re.match("[^|#`]", line) else line)
        else:
            cells = [cell.replace("*none*", "*无*") for cell in _cells(line)]
            if below.startswith("| ---"):
                cells = [_CHINESE.get(cell, cell) for cell in cells]
            elif prose is not None:
                cells[prose] = _translated(cells[prose])
                cells[1:prose] = map(_type_in_chinese, cells[1:prose])
            chinese.append("| " + " | ".join(cells) + " |")
    return "\n".join(chinese)


def _cells(line: str) -> list[str]:
    return re.split(r" (?<!\\)\| ", line[2:].removesuffix(" |"))


def _all_in_chinese(made: str) -> str:
    """What was made in Chinese: headings, all cells, the sentences between; code, numbers and what is Chinese stay."""
    whole = re.sub(r"(?m)^(exit codes: .*)\n(?=[a-z])", r"\1 ", made)  # the one sentence that goes over a line end
    lines = []
    for line in whole.split("\n"):
        if line.startswith("| "):
            lines.append("| " + " | ".join(map(_said_in_chinese, _cells(line))) + " |")
        elif re.match("```|## govnews|  ", line):  # a fence, the name of a command, an example with what it does
            example = re.fullmatch("(  .+?  +)(.+)", line)
            lines.append(example[1] + _said_in_chinese(example[2]) if example else line)
        else:
            said = line.lstrip("# ")
            lines.append(line.removesuffix(said) + _said_in_chinese(said))
    return "\n".join(lines)


def _said_in_chinese(english: str) -> str:
    """The Chinese of the whole, or by a row with holes, or of the members of a list."""
    rows = {**_chinese(), **_CHINESE}
    if english in rows:
        return rows[english]
    if not re.search("[a-z]{2}", re.sub("`[^`]*`", "", english)):
        return english
    for row in sorted((row for row in rows if "{0" in row), key=len, reverse=True):
        if said := holes(row).fullmatch(english):
            return rows[row].format(*map(_said_in_chinese, said.groups()))
    if ", " in english:
        return "、".join(map(_said_in_chinese, english.split(", ")))
    raise RuntimeError(f"scripts/docs_zh.csv has no Chinese for {english!r}")


def holes(english: str) -> re.Pattern[str]:
    """What a row of `docs_zh.csv` stands for: `{0}` is any words, `{1:n}` a number, `{2:l}` a list of words."""
    pattern = re.escape(english)
    for hole, said in (("", "((?:(?!, ).)+?)"), (":n", r"([\d.,]+)"), (":l", "(.+?)")):
        pattern = re.sub(rf"\\{{\d{hole}\\}}", said.replace("\\", r"\\"), pattern)
    return re.compile(pattern)


def _translated(english: str) -> str:
    """The Chinese of a sentence, without what is put around it: that it is a key, or which table it refers to."""
    parts = re.fullmatch(r"(?P<key>\*\*key\*\*: )?(?P<said>.*?)(?P<table> \(→ `\w+`\))?", english)
    assert parts is not None
    chinese = {**_chinese(), "": ""}
    if parts["said"] not in chinese:
        raise RuntimeError(f"scripts/docs_zh.csv has no Chinese for {parts['said']!r}")
    table = re.sub(r" \((.*)\)", r"（\1）", parts["table"] or "")
    return f"{'**主键**：' if parts['key'] else ''}{chinese[parts['said']]}{table}"


@functools.cache
def _chinese() -> dict[str, str]:
    with (ROOT / "scripts" / "docs_zh.csv").open(encoding="utf-8", newline="") as lines:
        return {row["english"]: row["chinese"] for row in csv.DictReader(lines)}


def _type_in_chinese(cell: str) -> str:
    """The type of a field or column: `list of strings` is 字符串的列表."""
    if cell.startswith("list of "):
        return f"{_type_in_chinese(cell.removeprefix('list of '))}的列表"
    words = [_TYPES.get(word, word) for word in cell.split(" or ")]
    return "或".join(words)


_TYPES = {
    "string": "字符串",
    "strings": "字符串",
    "lists of strings": "字符串列表",
    "integer": "整数",
    "number": "数值",
    "boolean": "真假",
    "null": "空",
    "place": "位置",
    "places": "位置",
    "place in `raw`": "`raw` 中的位置",
    "printed": "印文",
    "yes": "是",
}

_SECTIONS = {
    "Document": "文档",
    "Article": "文章",
    "Statistic": "统计数字",
    "Period": "时间",
    "PlaceName": "所说的地方",
    "Reading": "读法",
    "Byline": "署名",
    "Dateline": "电头",
    "Block": "块",
    "Initiative": "有名称的做法",
    "Readout": "会议要求",
    "Place": "地名",
    "Organization": "机构",
    "Printed": "印文",
    "Edit": "修复",
    "Check": "核对",
    "Alternative": "未采用的证据",
    "Versions": "版本",
}


_CHINESE = {
    "in the text": "原文",
    "read as": "读作",
    "words": "词",
    "values": "取值",
    "table": "表",
    "what it holds": "内容",
    "rows": "行数",
    "sources": "来源",
    "source": "来源",
    "licence": "许可证",
    "date": "日期",
    "side": "一方",
    "project": "项目",
    "compared": "比较",
    "agree": "相符",
    "differ": "不符",
    "share that agrees": "相符的比例",
    "argument": "参数",
    "column": "列",
    "field": "字段",
    "type": "类型",
    "may be null": "可为空",
    "what it is": "说明",
}
"""Words in the heads of made tables that are no names of fields."""


def _run_python(code: str, namespace: dict[str, Any], absent: set[str], name: str) -> str | None:
    """What a block prints, `None` where it, or one that made what it reads, needs a library that is not there."""
    needed = {library for word, library in _OPTIONAL.items() if re.search(rf"\b{word}\b", code)}
    lacks = any(importlib.util.find_spec(library) is None for library in needed)
    no_java = "pyspark" in needed and shutil.which("java") is None and "JAVA_HOME" not in os.environ
    names = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    if lacks or no_java or any(node.id in absent - made for node in names):
        absent |= made
        return None
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            exec(compile(code, name, "exec"), namespace)
    except Exception as error:
        raise RuntimeError(f"{name}: this block fails with {error!r}:\n{code}") from error
    return output.getvalue()


def _run_shell(lines: str, name: str) -> str | None:
    """What the `govnews` commands among the lines print; all other lines are for the reader."""
    commands = [line for line in lines.replace("\\\n", " ").splitlines() if line.startswith("govnews ")]
    if not commands:
        return None
    printed = io.BytesIO()
    for command in commands:
        # Not in a process of its own, which would read the tables anew; tests/test_cli.py runs the program itself.
        output = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
        code = 0
        with contextlib.redirect_stdout(output):
            try:
                code = cli.main(shlex.split(command, comments=True)[1:])
            except SystemExit as ended:  # --version, and calls that argparse refuses
                code = int(ended.code or 0)
        output.detach()
        if code:
            raise RuntimeError(f"{name}: `{command}` ends with {code}")
    return printed.getvalue().decode()


# --- tables of examples ---------------------------------------------------------------------------------------------


def _cell(value: object) -> str:
    if value is None or value == "":
        return ""
    text = value.value if isinstance(value, Enum) else format(value, "f") if isinstance(value, Decimal) else str(value)
    return str(text).replace("|", "\\|").replace("\n", "⏎")


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def _value(found: Any) -> object:
    if found.value is None:
        return f"{_cell(found.low)}–{_cell(found.high)}"
    return found.value


def make_rows(columns: Sequence[str], _lines: Sequence[str], titled: str) -> str:
    """The statistics of the last titled block, parsed as a page."""
    rows = []
    for row in statistic_rows(govnews.parse(titled)):
        values: dict[str, object] = dict(row)
        if values["value"] is None:
            values["value"] = f"{_cell(values['low'])}–{_cell(values['high'])}"
        rows.append([values[column] for column in columns])
    return _table(columns, rows)


def make_statistics(columns: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """The statistics of each line; a line without one says so."""
    rows: list[list[object]] = []
    for line in lines:
        found = govnews.find_statistics(line)
        if not found:
            rows.append([line, "*none*", *[""] * (len(columns) - 1)])
        for n, statistic in enumerate(found):
            cells: list[object] = [line if n == 0 else ""]
            for column in columns:
                cell: Any = _value(statistic) if column == "value" else getattr(statistic, column)
                if isinstance(cell, govnews.models.Period):
                    cell = cell.text
                elif isinstance(cell, govnews.models.PlaceName):
                    cell = f"{cell.name} ({cell.code})" if cell.code else cell.name
                cells.append(cell)
            rows.append(cells)
    return _table(["in the text", *columns], rows)


def make_readings(_columns: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """The readings of each line's numbers."""
    rows: list[list[object]] = []
    for line in lines:
        for n, reading in enumerate(govnews.explain_numbers(line)):
            rows.append([line if n == 0 else "", reading.text, f"`{reading.kind.value}`", f"`{reading.rule}`"])
    return _table(["in the text", "number", "read as", "rule"], rows)


def make_initiatives(_columns: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """The initiatives of each line; a line without one says so."""
    rows: list[list[object]] = []
    for line in lines:
        found = govnews.find_initiatives(line)
        if not found:
            rows.append([line, "*none*", "", "", "", ""])
        for n, initiative in enumerate(found):
            parts = "、".join(initiative.components)
            kind = f"`{initiative.kind.value}`"
            printed = line if n == 0 else ""
            rows.append([printed, initiative.name, kind, initiative.formula, parts, initiative.owner])
    return _table(["in the text", "name", "kind", "formula", "components", "owner"], rows)


def make_readouts(_columns: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """The parts of the meeting's report in each line; a line without one says so."""
    rows: list[list[object]] = []
    for line in lines:
        found = govnews.parse(line, kind="article").articles[0].readouts
        if not found:
            rows.append([line, "*none*", "", ""])
        for n, readout in enumerate(found):
            rows.append([line if n == 0 else "", readout.speaker, readout.verb, readout.text])
    return _table(["in the text", "speaker", "verb", "text"], rows)


def make_qualifiers(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The words of qualifiers.csv under what they say."""
    words: dict[str, list[str]] = {}
    for row in govnews.reference.qualifiers():
        said = words.setdefault(row.qualifier.value, [])
        if row.text not in said:
            said.append(row.text)
    order = [qualifier.value for qualifier in govnews.models.Qualifier]
    return _table(["qualifier", "words"], ([f"`{key}`", " ".join(words.get(key, ["(no word)"]))] for key in order))


def make_values(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The values of some enums of the models."""
    rows = []
    for name in names:
        values = getattr(govnews.models, name)
        rows.append([f"`{name}`", ", ".join(f"`{value.value}`" for value in values)])
    return _table(["kind", "values"], rows)


# --- what was compared with other people's work ----------------------------------------------------------------------


def _cases(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def make_compared(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """How much of what was compared agrees: the name of a table of differences and of its column."""
    name, column = names
    differing = Counter(row[column] for row in _cases(name))
    rows = []
    for row in _cases(f"{name.removesuffix('_values')}_totals"):
        compared, differs = int(row["compared"]), differing[row[column]]
        rows.append([row[column], compared, compared - differs, differs, f"{(compared - differs) / compared:.1%}"])
    return _table([column, "compared", "agree", "differ", "share that agrees"], rows)


def make_differences(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """How often each reason for a difference was found: two tables, their common column, and what to count apart."""
    name, reasons, column, apart = names
    found = Counter((row[column], row[apart]) for row in _cases(name))
    columns = list(dict.fromkeys(row[apart] for row in _cases(name)))
    rows = []
    for row in _cases(reasons):
        counts = [found[row[column], value] for value in columns]
        rows.append([f"`{row[column]}`", *(count or "" for count in counts), *list(row.values())[1:]])
    rows.sort(key=lambda row: -sum(int(count or 0) for count in row[1 : 1 + len(columns)]))
    return _table([column, *columns, *(key.replace("_", " ") for key in list(_cases(reasons)[0])[1:])], rows)


# --- what benchmarks measured -----------------------------------------------------------------------------------------


def make_measured(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """What a benchmark wrote between two marks of an English page, for its page in the other language."""
    page, name = names
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return text[text.index(begin) + len(begin) : text.index(end)].strip()


def chinese_plots() -> dict[Path, str]:
    """The plots of the Chinese pages: those of benchmarks with their words in Chinese."""
    images = ROOT / "docs" / "images"
    plot = (images / "growth.svg").read_text(encoding="utf-8")
    return {images / "growth-zh.svg": re.sub("[^<>]+(?=</text>)", lambda said: _said_in_chinese(said[0]), plot)}


# --- the data -------------------------------------------------------------------------------------------------------


def _resources() -> list[dict[str, Any]]:
    package = json.loads(files("govnews").joinpath("data", "datapackage.json").read_text(encoding="utf-8"))
    resources: list[dict[str, Any]] = package["resources"]
    return resources


def make_schemas(_names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The columns of every table that the library writes."""
    parts = []
    for schema in govnews.schemas.TABLES.values():
        rows = [
            [f"`{column.name}`", column.type, "yes" if column.nullable else "", _described(column, schema.key)]
            for column in schema.columns
        ]
        table = _table(["column", "type", "may be null", "what it is"], rows)
        parts.append(f"### {schema.name}\n\n{schema.description}\n\n{table}")
    return "\n\n".join(parts)


def make_record(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The sections of the page of the record from the first name to the last, for the page in the other language."""
    page = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    start, end = page.index(f"## {names[0]}\n"), page.index(f"## {names[1]}\n")
    section = re.compile(r"(?ms)^## .*?(?=^## )").match(page, end)
    assert section is not None
    # Examples are run on the pages that hold them.
    return re.sub(_FENCE + r"\n*", "", page[start : section.end()], flags=re.MULTILINE | re.DOTALL).strip()


def _described(column: govnews.schemas.Column, key: str | None) -> str:
    if column.name == key:
        return f"**key**: {column.description}"
    return column.description + (f" (→ `{column.refers_to}`)" if column.refers_to else "")


def make_tables(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """What the data package says of its tables."""
    rows = []
    for resource in _resources():
        sources = "; ".join(dict.fromkeys(_source(source) for source in resource["sources"]))
        page = f"data/{Path(resource['path']).stem}.md"
        rows.append([f"[`{resource['path']}`]({page})", f"{resource['title']}.", resource["rows"], sources])
    return _table(["table", "what it holds", "rows", "sources"], rows)


def make_open_tables(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The tables to which rows can be added."""
    titles = {Path(resource["path"]).stem: resource["title"] for resource in _resources()}
    rows = [[f"[`{name}.csv`](data/{name}.md)", f"{titles[name]}."] for name in govnews.reference.OPEN_TABLES]
    return _table(["table", "what it holds"], rows)


_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


def make_table(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The page of a table: what the data package says of it, and some of its rows."""
    resource = next(one for one in _resources() if Path(one["path"]).stem == names[0])
    fields = resource["schema"]["fields"]
    read = f"[`govnews.reference.{names[0]}()`](../api.md#{names[0]}) reads it."
    if names[0] in govnews.reference.OPEN_TABLES:
        read += " [Rows of your own](../own-tables.md) can be added."
    read += f" The file is `src/govnews/data/{resource['path']}`."
    facts = [
        ["rows", f"{resource['rows']:,}"],
        ["size", f"{resource['bytes']:,} bytes"],
        ["version", f"{resource['version']} (of the data in which it was last changed)"],
        ["sha256", f"`{resource['hash'].removeprefix('sha256:')}`"],
    ]
    columns = [[f"`{one['name']}`", one["type"], _demanded(one), one.get("description", "")] for one in fields]
    parts = [
        f"{resource['title']}.",
        read,
        _table(["", ""], facts),
        "## Columns",
        _table(["column", "type", "must be", "what it is"], columns),
        "## Sources",
        _table(["source", "licence", "date"], _sources(resource)),
        "## Some of its rows",
        _some_rows(resource),
    ]
    return "\n\n".join(parts)


def make_chinese_table(names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The page of a table in Chinese; sources and rows stand as they are in the data."""
    resource = next(one for one in _resources() if Path(one["path"]).stem == names[0])
    read = f"用 [`govnews.reference.{names[0]}()`](../api.md#{names[0]}) 读取。"
    if names[0] in govnews.reference.OPEN_TABLES:
        read += "可以[加自己的行](../own-tables.md)。"
    read += f"文件是 `src/govnews/data/{resource['path']}`。"
    facts = [
        ["行数", f"{resource['rows']:,}"],
        ["大小", f"{resource['bytes']:,} 字节"],
        ["版本", f"{resource['version']}（最后一次改动它的数据版本）"],
        ["sha256", f"`{resource['hash'].removeprefix('sha256:')}`"],
    ]
    columns = [
        [
            f"`{one['name']}`",
            _type_in_chinese(one["type"]),
            _demanded_in_chinese(one),
            _column_in_chinese(names[0], one),
        ]
        for one in resource["schema"]["fields"]
    ]
    parts = [
        _translated(f"{resource['title']}."),
        read,
        _table(["", ""], facts),
        "## 各列 { #columns }",
        _table(["列", "类型", "要求", "说明"], columns),
        "## 来源 { #sources }",
        _table(["来源", "许可证", "日期"], _sources(resource)),
        # The English page has the same rows, and their sentences are no answers to what a reader searches.
        "## 其中几行 { #some-of-its-rows data-search-exclude }",
        _some_rows(resource),
    ]
    return "\n\n".join(parts)


def _column_in_chinese(table: str, described: dict[str, Any]) -> str:
    if english := described.get("description"):
        return _translated(english)
    # Such a column is described with the field of the row class, on the page of the API.
    function = getattr(govnews.reference, table)
    row_class = str(inspect.signature(function).return_annotation).removeprefix("tuple[").removesuffix(", ...]")
    return _api_in_chinese(f"govnews.reference.{row_class}.{described['name']}", "")


def _demanded_in_chinese(described: dict[str, Any]) -> str:
    rules = described.get("constraints", {})
    said = [word for word, rule in (("不为空", "required"), ("不重复", "unique")) if rule in rules]
    if "pattern" in rules:
        said.append(f"形如 `{rules['pattern']}`")
    if "enum" in rules:
        said.append("取值为 " + "、".join(f"`{value}`" for value in rules["enum"]))
    return "；".join(said)


def _sources(resource: dict[str, Any]) -> list[list[str]]:
    return [[_linked(one), one["license"], one["date"]] for one in resource["sources"]]


def _some_rows(resource: dict[str, Any]) -> str:
    text = files("govnews").joinpath("data", resource["path"]).read_text(encoding="utf-8")
    _, *rows = csv.reader(io.StringIO(text))
    # One from the beginning, one from the middle and one from the end, each at the same place in every run.
    some = [rows[len(rows) * (2 * n + 1) // (2 * _EXAMPLES)] for n in range(_EXAMPLES)]
    header = [f"`{one['name']}`" for one in resource["schema"]["fields"]]
    return _table(header, [[_shortened(cell) for cell in row] for row in some])


def _demanded(described: dict[str, Any]) -> str:
    rules = described.get("constraints", {})
    said = [word for word, rule in (("not empty", "required"), ("unique", "unique")) if rule in rules]
    if "pattern" in rules:
        said.append(f"like `{rules['pattern']}`")
    if "enum" in rules:
        said.append("one of " + ", ".join(f"`{value}`" for value in rules["enum"]))
    return "; ".join(said)


def _linked(source: dict[str, str]) -> str:
    return f"[{source['title']}]({source['path']})" if source.get("path") else source["title"]


def _shortened(cell: str) -> str:
    if not cell:
        return ""
    short = cell if len(cell) <= _LONGEST_EXAMPLE else cell[:_LONGEST_EXAMPLE] + "…"
    # Patterns hold marks that Markdown would take for its own.
    return f"`{short}`" if re.search(r"[\\*_\[\]<>`{}]", short) and "`" not in short else short


_LANGUAGES = {"": "", "zh/": "zh "}
"""Folders of the docs, and the argument by which what is made there is made in their language."""


def table_pages() -> dict[Path, str]:
    """The pages of each table, as they begin; `make_table` and `make_chinese_table` make the rest."""
    stems = [Path(resource["path"]).stem for resource in _resources()]
    return {
        ROOT
        / "docs"
        / folder
        / "data"
        / f"{stem}.md": f"# {stem}.csv\n\n<!-- make: table {language}{stem} -->\n<!-- made -->\n"
        for folder, language in _LANGUAGES.items()
        for stem in stems
    }


_NAV = re.compile(r"(?s)(# The tables, written by scripts/make_docs.py\n).*?(?= *# End of the tables)")


def navigation(site: str) -> str:
    """The site's configuration with a line for each table's page, in the trees of both languages."""
    wanted = [page.relative_to(ROOT / "docs").as_posix() for page in table_pages()]
    trees = iter(_LANGUAGES)

    def lines(old: re.Match[str]) -> str:
        below = f"{next(trees)}data/"
        named = (f'      {{ "{Path(page).stem}" = "{page}" }},\n' for page in wanted if page.startswith(below))
        return "".join((old[1], *named))

    return _NAV.sub(lines, site)


def _source(source: dict[str, str]) -> str:
    licence = source.get("license")
    return f"{source['title']} ({licence})" if licence else source["title"]


def make_provenance(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """Where the rows of every table come from, by the data packages of the rules and of the first dataset."""
    rows: list[Sequence[object]] = []
    for resource in _resources():
        page = f"data/{Path(resource['path']).stem}.md"
        for n, source in enumerate(resource["sources"]):
            name = f"[`{resource['path']}`]({page})" if n == 0 else ""
            # As code, so that it is not broken at a hyphen.
            rows.append([name, _linked(source), source["license"], f"`{source['date']}`"])
    return _table(["table", "source", "licence", "date"], rows)


# --- what is kept in tests ------------------------------------------------------------------------------------------


def make_file(paths: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """The files, whole."""
    return "\n\n".join(
        f"```{path.suffix[1:]}\n{path.read_text(encoding='utf-8')}```" for path in (ROOT / name for name in paths)
    )


def make_bibtex(_names: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """What CITATION.cff says, and the version of the data, as an entry of BibTeX."""
    cff = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r'(?m)^(?:  - )?([\w-]+): "?(.+?)"?$', cff))
    fields = {
        "author": f"{{{said['name']}}}",
        "title": said["title"].replace("Chinese", "{Chinese}"),
        "version": said["version"],
        "year": said["date-released"][:4],
        "note": f"{said['license']}; version of the data: {DATA}",
    }
    entry = "".join(f"  {name:7} = {{{value}}},\n" for name, value in fields.items())
    return f"```bibtex\n@software{{govnews,\n{entry}}}\n```"


def make_known_failures(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """What the tests know to be wrong: how many cases of each kind and reason, and one of them."""
    found: dict[tuple[str, str], list[str]] = {}
    tables = _test_module("test_tables")
    for place, reason in tables.KNOWN.items():
        table, cell, key = place.split("/", 2)
        row = next(row for row in tables.TABLES[table]() if tables.key(row) == key)
        found.setdefault((f"`{table}.csv`", reason), []).append(getattr(row, cell))
    for kind, name in (("a sentence", "known_failures"), ("traditional characters", "script_known_failures")):
        for line in (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found.setdefault((kind, case["why"]), []).append(case["text"])
    pages = json.loads((ROOT / "tests" / "pages" / "known_failures.json").read_text(encoding="utf-8"))
    for place, reason in pages.items():
        found.setdefault(("a bundled page", reason), []).append(place.rpartition("/")[2])
    rows: list[Sequence[object]] = [[*head, len(texts), texts[0]] for head, texts in found.items()]
    return _table(
        ["where", "what goes wrong", "cases", "one of them"], [*rows, ["all", "", sum(map(len, found.values())), ""]]
    )


def _test_module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"_{name}", ROOT / "tests" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the API --------------------------------------------------------------------------------------------------------


Said = Callable[[str, str], str]
"""What stands on the page for a piece of a docstring: its name, and its English, which may be nothing."""

_HEADINGS = {"Args:": "Arguments:", "Raises:": "Raises:", "Returns:": "Returns:"}
_MEMBER_HEAD = ("field", "type", "what it is")


def make_api(levels: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """A section for each name, from its signature and docstring; `module.*` is every class the module defines."""
    return _api(levels, lines, None)


def make_chinese_api(levels: Sequence[str], lines: Sequence[str], _titled: str) -> str:
    """The same sections with what `api_zh.csv` says in Chinese; signatures and examples stay."""
    made = _api(levels, lines, _api_in_chinese)
    heads = {f"{english}\n": f"{chinese}\n" for english, chinese in _CHINESE_HEADINGS.items()}
    head = "| " + " | ".join(_MEMBER_HEAD) + " |\n"
    heads[head] = "| " + " | ".join(_CHINESE[cell] for cell in _MEMBER_HEAD) + " |\n"
    return re.sub("(?m)^(" + "|".join(map(re.escape, heads)) + ")", lambda found: heads[found[0]], made)


_CHINESE_HEADINGS = {"Arguments:": "参数：", "Raises:": "抛出：", "Returns:": "返回："}


def _api(levels: Sequence[str], lines: Sequence[str], said: Said | None) -> str:
    level = int(levels[0]) if levels else 3
    sections = []
    for line in lines:
        module, _, name = line.strip().rpartition(".")
        owner = importlib.import_module(module)
        names = _defined(owner) if name == "*" else [name]
        sections += [_section(owner, one, level, said) for one in names]
    return "\n\n".join(sections)


@functools.cache
def _api_rows() -> dict[tuple[str, str], str]:
    """The Chinese of the API by name and English, in the file's order."""
    with (ROOT / "scripts" / "api_zh.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["name"], row["english"]): row["chinese"] for row in csv.DictReader(lines)}


def api_row(name: str, english: str) -> tuple[str, str] | None:
    """The row of `api_zh.csv` that has the Chinese of a piece of the API, `None` where `docs_zh.csv` has it.

    A row is of one name, or, with a `*` instead, of all that say the same; where nothing is said in English, of all
    fields (`*.id`) or arguments (`*(text)`) of that name.
    """
    last = re.search(r"\.\w+$|\(\w+\)$", name)
    for key in ((name, english), (f"*{last[0]}" if last and not english else "*", english)):
        if key in _api_rows():
            return key
    if english in _chinese():
        return None
    if others := [f"{one!r}" for key, one in _api_rows() if key == name]:
        raise RuntimeError(
            f"scripts/api_zh.csv: the English of {name} is {english!r}, its Chinese is of {', '.join(others)}"
        )
    raise RuntimeError(f"scripts/api_zh.csv has no Chinese for {name}: {english!r}")


def _api_in_chinese(name: str, english: str) -> str:
    key = api_row(name, english)
    return _chinese()[english] if key is None else _api_rows()[key]


def _defined(module: Any) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if (inspect.isclass(value) or inspect.isfunction(value) or hasattr(value, "cache_clear"))
        and value.__module__ == module.__name__
        and not name.startswith("_")
    ]


def _section(owner: Any, name: str, level: int, said: Said | None) -> str:
    value = getattr(owner, name)
    path = f"{owner.__name__}.{name}"
    parts = [f"{'#' * level} {name}"]
    if inspect.isclass(value):
        bases = [base.__name__ for one in _with_private_bases(value) for base in one.__bases__ if _is_public(base)]
        doc = inspect.cleandoc(value.__doc__ or "") if "__doc__" in vars(value) else ""
        parts += [
            f"`class {name}({', '.join(bases)})`" if bases else f"`class {name}`",
            _markdown(doc, path, (), said),
            *_members(value, path, said),
        ]
    else:
        arguments = list(inspect.signature(value).parameters)
        parts += [
            f"```py\n{_signature(name, value)}\n```",
            _markdown(inspect.getdoc(value) or "", path, arguments, said),
        ]
    return "\n\n".join(part for part in parts if part)


def _signature(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    line = name + str(signature).replace("'", "")
    if len(line) < 100:
        return line
    arguments: list[str] = []
    keyword_only = False
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not keyword_only:
            arguments.append("*")
            keyword_only = True
        arguments.append(str(parameter).replace("'", ""))
    joined = "".join(f"    {argument},\n" for argument in arguments)
    return f"{name}(\n{joined}) -> {str(signature.return_annotation).strip(chr(39))}"


def _is_public(cls: type[Any]) -> bool:
    return cls is not object and not cls.__name__.startswith("_")


def _with_private_bases(cls: type[Any]) -> list[type[Any]]:
    """The class behind the private ones that it is made of, of which a reader need not know."""
    private = [base for base in cls.__bases__ if base.__name__.startswith("_")]
    return [*(one for base in private for one in _with_private_bases(base)), cls]


def _members(cls: type[Any], path: str, said: Said | None) -> list[str]:
    """The values of an enum, the fields of a class with what is written under them, its methods."""
    say = said or _as_it_is
    if issubclass(cls, Enum):
        return [say(path, "Values: " + ", ".join(f"`{member.value}`" for member in cls) + ".")]
    body: list[ast.stmt] = []
    for one in _with_private_bases(cls):
        tree = ast.parse(textwrap.dedent(inspect.getsource(one))).body[0]
        assert isinstance(tree, ast.ClassDef)
        body += tree.body
    fields: list[list[str]] = []
    methods: list[str] = []
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.target.id.startswith("_"):
                continue
            below = ""
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                below = " ".join(str(following.value.value).split())
            name = statement.target.id
            fields.append([f"`{name}`", f"`{ast.unparse(statement.annotation)}`", say(f"{path}.{name}", below)])
        elif isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_"):
            doc = " ".join((ast.get_docstring(statement) or "").split("\n\n")[0].split())
            doc = say(f"{path}.{statement.name}", doc)
            kinds = [ast.unparse(decorator) for decorator in statement.decorator_list]
            if any(kind.endswith("property") for kind in kinds):
                returns = ast.unparse(statement.returns) if statement.returns else ""
                fields.append([f"`{statement.name}`", f"`{returns}`", doc])
            else:
                arguments = ast.unparse(statement.args).removeprefix("self").lstrip(", ")
                returns = f" -> {ast.unparse(statement.returns)}" if statement.returns else ""
                methods.append(f"- `{statement.name}({arguments}){returns}`{'：' if said else ': '}{doc}")
    parts = [_table(_MEMBER_HEAD, fields)] if fields else []
    return [*parts, "\n".join(methods)] if methods else parts


def _as_it_is(_name: str, english: str) -> str:
    return english


def _markdown(doc: str, path: str, arguments: Sequence[str], said: Said | None) -> str:
    """A docstring as Markdown: its examples fenced, its Args and Raises as lists.

    In another language every argument is listed: also those of functions so plain that the English has no list.
    """
    parts: list[str] = []
    listed = False
    for paragraph in re.split(r"\n\s*\n", doc):
        lines = paragraph.splitlines()
        if not lines:
            continue
        if lines[0].startswith(">>>"):
            parts.append("```pycon\n" + "\n".join(lines) + "\n```")
        elif lines[0] in _HEADINGS:
            items = textwrap.dedent("\n".join(lines[1:]))
            items = re.sub(r"\n\s+", " ", items)
            if said:
                name = "{}({})" if lines[0] == "Args:" else "{} raises {}"
                pairs = [item.split(": ", 1) for item in items.split("\n")]
                if lines[0] == "Args:":
                    listed = True
                    assert [key for key, _ in pairs] == list(arguments), path
                elif arguments and not listed:
                    listed = True
                    parts.append(_arguments(path, arguments, said))
                chinese = [f"- `{key}`：{said(name.format(path, key), english)}" for key, english in pairs]
                parts.append(f"{_HEADINGS[lines[0]]}\n\n" + "\n".join(chinese))
            else:
                parts.append(f"{_HEADINGS[lines[0]]}\n\n" + re.sub(r"(?m)^(\w+): ", r"- `\1`: ", items))
        elif said:
            pieces = re.split(r"(?m)^- ", paragraph)
            bullet = "- " if len(pieces) > 1 else ""
            parts.append("\n".join(bullet + said(path, " ".join(piece.split())) for piece in pieces if piece))
        else:
            parts.append(paragraph)
    if said and arguments and not listed:
        parts.append(_arguments(path, arguments, said))
    return "\n\n".join(parts)


def _arguments(path: str, arguments: Sequence[str], said: Said) -> str:
    return "Arguments:\n\n" + "\n".join(f"- `{one}`：{said(f'{path}({one})', '')}" for one in arguments)


# --- the command line ----------------------------------------------------------------------------------------------


def make_commands(_columns: Sequence[str], _lines: Sequence[str], _titled: str) -> str:
    """A section for each command: what its `--help` says, from the parser itself.

    Not the text that argparse prints, which differs from one version of Python to the next.
    """
    return "\n\n".join(_commands(cli._parser()))


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    rows = [[f"`{_spelled(action)}`", _helped(action)] for action in parser._actions if _is_shown(action)]
    parts = [f"## {parser.prog}", parser.description or ""]
    if below:
        names = ", ".join(f"`{one.dest}`" for one in below[0]._choices_actions)
        parts.append(f"Commands: {names}.")
    if rows:
        parts.append(_table(["argument", "what it is"], rows))
    if parser.epilog:
        parts.append(f"```text\n{parser.epilog.strip()}\n```")
    yield "\n\n".join(part for part in parts if part)
    for action in below:
        for sub in action.choices.values():
            yield from _commands(sub)


def _is_shown(action: argparse.Action) -> bool:
    # --help is a matter of course, commands have sections of their own.
    return not isinstance(action, (argparse._HelpAction, argparse._SubParsersAction))


def _spelled(action: argparse.Action) -> str:
    value = action.metavar or (None if action.nargs == 0 else action.dest.upper())
    if not action.option_strings:
        return f"{value} …" if action.nargs in ("+", "*") else str(value)
    names = ", ".join(action.option_strings)
    if action.choices:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    return names if action.nargs == 0 else f"{names} {value}"


def _helped(action: argparse.Action) -> str:
    return (action.help or "") % {**vars(action), "prog": "govnews"}


MAKERS: dict[str, Callable[[Sequence[str], Sequence[str], str], str]] = {
    "api": make_api,
    "bibtex": make_bibtex,
    "commands": make_commands,
    "file": make_file,
    "initiatives": make_initiatives,
    "known_failures": make_known_failures,
    "measured": make_measured,
    "compared": make_compared,
    "differences": make_differences,
    "open_tables": make_open_tables,
    "provenance": make_provenance,
    "qualifiers": make_qualifiers,
    "readings": make_readings,
    "readouts": make_readouts,
    "record": make_record,
    "rows": make_rows,
    "schemas": make_schemas,
    "statistics": make_statistics,
    "table": make_table,
    "tables": make_tables,
    "values": make_values,
}
"""What each kind of made part is made by: its arguments, its lines, the last titled block."""

_CHINESE_MAKERS = {"api": make_chinese_api, "table": make_chinese_table}
"""What is not made in English first and then translated."""


def main(arguments: Sequence[str]) -> int:
    """Write or check every page."""
    check = "--check" in arguments
    failed = False
    wanted = table_pages()
    there = (path for folder in _LANGUAGES for path in (ROOT / "docs" / folder / "data").glob("*.md"))
    for path in sorted({*wanted, *there}):
        if path.exists() and path in wanted:
            continue
        print(f"{path.relative_to(ROOT).as_posix()}: {'is missing' if path in wanted else 'has no table'}")
        if check:
            failed = True
        elif path in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    for path, plot in chinese_plots().items():
        if path.exists() and path.read_text(encoding="utf-8") == plot:
            continue
        print(f"{path.name}: {'out of date, run python scripts/make_docs.py' if check else 'written'}")
        failed = failed or check
        if not check:
            path.write_text(plot, encoding="utf-8", newline="\n")
    site = ROOT / "zensical.toml"
    old_site = site.read_text(encoding="utf-8")
    if (new_site := navigation(old_site)) != old_site:
        print(f"{site.name}: {'out of date, run python scripts/make_docs.py' if check else 'written'}")
        failed = failed or check
        if not check:
            site.write_text(new_site, encoding="utf-8", newline="\n")
    for path in pages():
        name = path.relative_to(ROOT).as_posix()
        old = path.read_text(encoding="utf-8")
        try:
            new = made(old, name)
        except RuntimeError as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        if new == old:
            continue
        print(f"{name}: {'out of date, run python scripts/make_docs.py' if check else 'written'}")
        if check:
            failed = True
        else:
            path.write_text(new, encoding="utf-8", newline="\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
