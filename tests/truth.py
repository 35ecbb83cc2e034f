"""Compares a parsed page with its truth, which a person wrote before the library read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from govnews.models import Article, Document, Statistic


def flat(text: object) -> str:
    """The text without white space."""
    return "".join(str(text or "").split())


def article_of(document: Document, truth: dict[str, Any]) -> Article:
    """The parsed article that a truth speaks of: by its title, else by how its caption begins."""
    for article in document.articles:
        if truth["title"] and article.title and flat(article.title.text) == flat(truth["title"]):
            return article
        if not truth["title"] and article.title is None:
            return article
    raise AssertionError(f"no article {truth['title']!r} in {[str(a.title) for a in document.articles]}")


def statistic_of(document: Document, truth: dict[str, Any], said: dict[str, Any]) -> Statistic | None:
    """The statistic that stands where the truth's quotation has its number."""
    text = document.text
    article = article_of(document, truth)
    quote = next(
        (
            at
            for at in range(article.span.start, article.span.end)
            if flat(text[at : at + 2 * len(said["quote"]) + 8]).startswith(flat(said["quote"]))
        ),
        None,
    )
    if quote is None:
        raise AssertionError(f"{said['quote']!r} does not stand in the article")
    number = text.index(said["number"][0], quote)
    number = text.find(said["number"], quote)
    for statistic in article.statistics:
        if statistic.span.start <= number < statistic.span.end:
            return statistic
    return None


def value_of(said: dict[str, Any]) -> tuple[Decimal | None, ...]:
    """The value, or low and high, that the truth gives."""
    if said.get("value") is not None:
        return (Decimal(said["value"]), None, None)
    return (None, Decimal(said["low"]), Decimal(said["high"]))
