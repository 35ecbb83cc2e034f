"""Statistics and readings as rows of a table, one dict each, for pandas, CSV and terminals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govnews.models import Document, Statistic

STATISTIC_COLUMNS = (
    "article", "title", "item", "value", "low", "high", "unit", "qualifier", "action", "change", "basis", "period",
    "period_start", "period_end", "place", "place_code",
    "status", "certainty", "text", "start", "end", "rule",
)  # fmt: skip
"""The columns of `statistic_rows`, in order; `start` and `end` count code points of the raw text."""


def statistic_rows(document: Document) -> Iterator[dict[str, str | int | Decimal | None]]:
    """One dict for each statistic of the document, ready for `pandas.DataFrame`.

    >>> from govnews import parse
    >>> row, = statistic_rows(parse("今年以来，街道走访群众1.2万人次。"))
    >>> row["item"], row["value"], row["unit"], row["period"]
    ('群众', Decimal('12000'), '人次', '今年以来')
    """
    for number, article in enumerate(document.articles):
        title = article.title.text if article.title else None
        for statistic in article.statistics:
            yield _row(document, number, title, statistic)


def _row(document: Document, number: int, title: str | None, found: Statistic) -> dict[str, str | int | Decimal | None]:
    raw = document.raw_span(found.span)
    return {
        "article": number,
        "title": title,
        "item": found.item,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "qualifier": found.qualifier.value,
        "action": found.action,
        "change": found.change.value if found.change else None,
        "basis": found.basis,
        "period": found.period.text if found.period else None,
        "period_start": found.period.start if found.period else None,
        "period_end": found.period.end if found.period else None,
        "place": found.place.name if found.place else None,
        "place_code": found.place.code if found.place else None,
        "status": found.status.value,
        "certainty": found.certainty.value,
        "text": found.text,
        "start": raw.start,
        "end": raw.end,
        "rule": found.rule,
    }
