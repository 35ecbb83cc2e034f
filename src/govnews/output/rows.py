"""Statistics as rows of a table, one dict each, for pandas, CSV and terminals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from govnews.models import Article, Document, Statistic

STATISTIC_COLUMNS = (
    "article", "title", "item", "value", "low", "high", "unit", "qualifier", "action", "change", "basis", "period",
    "period_start", "period_end", "place", "place_code",
    "status", "certainty", "text", "start", "end", "rule",
    # The ids come last: they join tables, and nobody reads them.
    "number", "value_text", "low_text", "high_text", "base_value", "base_unit", "published",
    "statistic_id", "article_id", "document_id",
)  # fmt: skip
"""The columns of `statistic_rows`, in order: those of the table `statistics`, all but `file`.

`start` and `end` count code points of the raw text.
"""


def statistic_rows(document: Document) -> Iterator[dict[str, str | int | Decimal | None]]:
    """One dict for each statistic of the document, ready for `pandas.DataFrame`.

    The columns are those of the table `statistics` without `file`, which a document does not know. Numbers are whole
    here however many digits they have, and dates are ISO text.

    >>> from govnews import parse
    >>> row, = statistic_rows(parse("今年以来，街道走访群众1.2万人次。"))
    >>> row["item"], row["value"], row["unit"], row["period"]
    ('群众', Decimal('12000'), '人次', '今年以来')
    >>> row["article_id"]
    'e48786104ddd8e3354610b29932c227b-0'
    """
    identity = document_id(document)
    number = 0
    for index, article in enumerate(document.articles):
        published = published_day(document, article)
        ids: dict[str, str | int | Decimal | None] = {
            "published": published.isoformat() if published else None,
            "statistic_id": None,  # here for its place among the columns
            "article_id": f"{identity}-{index}",
            "document_id": identity,
        }
        title = article.title.text if article.title else None
        for statistic in article.statistics:
            ids["statistic_id"] = f"{identity}-s{number}"
            yield {"article": index, "title": title, **_cells(document, statistic), **ids}
            number += 1


def _cells(document: Document, found: Statistic) -> dict[str, str | int | Decimal | None]:
    """What the statistic itself says, in the order of the columns."""
    raw = document.raw_span(found.span)
    period, place = found.period, found.place
    return {
        "item": found.item,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "qualifier": found.qualifier.value,
        "action": found.action,
        "change": found.change.value if found.change else None,
        "basis": found.basis,
        "period": period.text if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "place": place.name if place else None,
        "place_code": place.code if place else None,
        "status": found.status.value,
        "certainty": found.certainty.value,
        "text": found.text,
        "start": raw.start,
        "end": raw.end,
        "rule": found.rule,
        "number": found.number,
        "value_text": _digits(found.value),
        "low_text": _digits(found.low),
        "high_text": _digits(found.high),
        "base_value": found.base_value,
        "base_unit": found.base_unit,
    }


def _digits(number: Decimal | None) -> str | None:
    """The number with all its digits and without an exponent."""
    return None if number is None else format(number, "f")


def document_id(document: Document) -> str:
    """The id of a document: the first 32 hex digits of the SHA-256 of its raw text in UTF-8.

    It depends neither on the file nor on the versions of code and data.

    >>> from govnews import parse
    >>> document_id(parse("今年以来，街道走访群众1.2万人次。"))
    'e48786104ddd8e3354610b29932c227b'
    """
    return hashlib.sha256(document.raw.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def published_day(document: Document, article: Article) -> date | None:
    """The day on which an article was published: its own, or else its page's."""
    return day(article.published or document.published)


def day(text: str | None) -> date | None:
    """The date of an ISO date or time, if it is a whole one."""
    try:
        return date.fromisoformat(text[:10]) if text is not None else None
    except ValueError:
        return None
