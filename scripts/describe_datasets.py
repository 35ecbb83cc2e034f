"""Write src/govnews/datasets/datapackage.json from the tables, their row classes and what stands here about them.

    python scripts/describe_datasets.py           # write it
    python scripts/describe_datasets.py --check   # exit 1 if it is not up to date

The dataset is a package of its own beside that of the rules: no parser reads it, and its version is its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from describe_data import described_table, said_below
from govnews import datasets

FOLDER = Path(__file__).resolve().parent.parent / "src/govnews/datasets"
TITLE = "Named mechanisms and reported figures of two pages of district news of Tianjin"
DESCRIPTION = (
    "Facts read by hand out of a newspaper page of Hexi district and a web page of Jinnan district: names, numbers, "
    "units, periods, places, and which document they stand in. No sentence of a page is part of it. Facts as such are "
    "not protected by copyright (Berne Convention, Article 2(8); Copyright Law of the People's Republic of China, "
    "Article 5); their choice and arrangement are under the licence of the package."
)
TABLES: dict[str, tuple[str, type[Any]]] = {
    "documents": ("The pages that the facts were read from", datasets.SourceDocument),
    "mechanisms": ("Mechanisms that the pages name, a row for each article", datasets.Mechanism),
    "figures": ("Figures that the pages report", datasets.Figure),
}


def sources() -> list[dict[str, str]]:
    """The pages themselves, and who read them."""
    pages = [
        {
            "title": f"{page.publication or 'A newspaper'}: {page.kind.value} of {page.place} ({page.place_code}), "
            f"{page.published or 'no date printed'}, sha256 {page.sha256}"
        }
        for page in datasets.documents()
    ]
    return [*pages, {"title": "The govnews developers, who read the pages by hand"}]


def resource(name: str) -> dict[str, Any]:
    """The description of one table."""
    title, row_class = TABLES[name]
    said = {column: text.replace("`", "") for column, text in said_below(row_class).items()}
    described = described_table(FOLDER / f"{name}.csv", title, row_class, said, filled=True)
    if any(column["name"] == "document_id" for column in described["schema"]["fields"]):
        key = {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["id"]}}
        described["schema"]["foreignKeys"] = [key]
    return described


def package() -> str:
    """The whole description as JSON."""
    missing = sorted({path.stem for path in FOLDER.glob("*.csv")} ^ set(TABLES))
    if missing:
        sys.exit(f"tables and descriptions differ: {', '.join(missing)}")
    described = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "govnews-district-news",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": datasets.VERSION,
        "created": "2026-11-22T00:00:00Z",
        "licenses": [
            {"name": "Apache-2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0", "title": "Apache License 2.0"}
        ],
        "contributors": [{"title": "The govnews developers", "role": "author"}],
        "sources": sources(),
        "resources": [resource(name) for name in TABLES],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write the description, or check it."""
    target = FOLDER / "datapackage.json"
    text = package()
    if "--check" in sys.argv[1:]:
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            sys.exit(f"{target} is not up to date; run: python scripts/describe_datasets.py")
        return
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{target.name}: {len(TABLES)} tables")


if __name__ == "__main__":
    main()
