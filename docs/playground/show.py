"""What the playground shows of a page, as JSON; its worker runs it in Pyodide, the tests in CPython."""

from __future__ import annotations

import csv
import io
import json
from enum import Enum
from typing import Any

import govnews
from govnews import Document, GovnewsError
from govnews.models import ReadingKind
from govnews.output.rows import STATISTIC_COLUMNS

REACH = 10
"""Characters of the line shown on either side of a number that is no statistic."""


def show(text: str, published: str = "", place: str = "") -> str:
    """The articles, the statistics and the other numbers of the page, or `{"error": …}` with one line."""
    try:
        document = _document(text, published, place)
    except GovnewsError as error:
        return _json({"error": " ".join(str(error).split())})
    rows = list(govnews.statistic_rows(document))
    return _json(
        {
            "kind": document.kind,
            "articles": [_article(document, number) for number in range(len(document.articles))],
            "statistics": rows,
            "numbers": [
                {"text": reading.text, "kind": reading.kind, "rule": reading.rule, "around": _around(document, reading)}
                for reading in document.numbers
                if reading.kind is not ReadingKind.STATISTIC
            ],
            "csv": _csv(rows),
        }
    )


def record(text: str, published: str = "", place: str = "") -> str:
    """The whole record of the page, as `govnews parse` prints it; with a lone surrogate all of it in ASCII."""
    plain = govnews.to_dict(_document(text, published, place))
    found = json.dumps(plain, ensure_ascii=False, indent=1)
    lone = any("\ud800" <= char <= "\udfff" for char in found)
    return json.dumps(plain, indent=1) if lone else found


def _document(text: str, published: str, place: str) -> Document:
    return govnews.parse(text, published=published or None, place=place or None)


def _json(value: object) -> str:
    # Lone surrogates leave as \udXXX, as everywhere in govnews: the page reads them back.
    return json.dumps(value, default=lambda one: one.value if isinstance(one, Enum) else str(one))


def _article(document: Document, number: int) -> dict[str, Any]:
    article = document.articles[number]
    printed = {"column": article.column, "kicker": article.kicker, "title": article.title, "subtitle": article.subtitle}
    return {
        "kind": article.kind,
        **{name: part.text if part else None for name, part in printed.items()},
        "bylines": [{"role": byline.role, "label": byline.label, "names": byline.names} for byline in article.bylines],
        "statistics": len(article.statistics),
    }


def _around(document: Document, reading: Any) -> tuple[str, str]:
    """What stands on the line in front of the number and behind it."""
    start, end = reading.span.start, reading.span.end
    before = document.text[max(0, start - REACH) : start].rpartition("\n")[2]
    return before, document.text[end : end + REACH].partition("\n")[0]


def _csv(rows: list[dict[str, Any]]) -> str:
    """The table that `govnews stats` writes, without the name of a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(STATISTIC_COLUMNS)
    writer.writerows([row[column] for column in STATISTIC_COLUMNS] for row in rows)
    return text.getvalue()
