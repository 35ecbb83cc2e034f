"""Write the records of the bundled pages anew; look at the difference before you commit it.

python scripts/update_golden.py
"""

from __future__ import annotations

import json
from pathlib import Path

from govnews import parse, to_dict

PAGES = Path(__file__).resolve().parent.parent / "src/govnews/data/pages"


def main() -> None:
    """Parse each bundled page and write its record beside it."""
    for page in sorted(PAGES.glob("*.txt")):
        record = to_dict(parse(page.read_text(encoding="utf-8")))
        record["govnews"] = {"code": "", "data": ""}  # a new version alone changes no result
        page.with_suffix(".json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{page.stem}: {len(record['articles'])} articles")


if __name__ == "__main__":
    main()
