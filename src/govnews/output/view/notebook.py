"""What a notebook shows of documents, articles, statistics and rows: small pieces of HTML without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govnews.models import Article, BlockKind, Document, Statistic
from govnews.output.view.escaping import escaped
from govnews.output.view.marks import Marked, article_marks, quantity

MOST_ROWS, MOST_BLOCKS = 60, 40
"""What is shown of long tables and articles: a notebook keeps everything that it ever showed."""
# In both of a notebook's themes: lines and see-through tints, no colour of text.
_STYLE = """<style>
.govnews table { border-collapse: collapse; margin: .4em 0; }
.govnews td, .govnews th { padding: 2px 8px; text-align: left; border-bottom: 1px solid #8886; }
.govnews mark { color: inherit; background: none; text-underline-offset: .2em; }
.govnews mark.d { background: #e0a80033; text-decoration: underline dashed 1px; }
.govnews mark.o { text-decoration: underline wavy 1px; }
.govnews mark.p { background: #2a7fd033; text-decoration: underline dotted 2px; }
.govnews mark.i { background: #b030a033; text-decoration: underline double 1px; }
.govnews mark.s { background: #30a04033; text-decoration: underline solid 2px; }
.govnews p { margin: .3em 0; max-width: 46em; white-space: pre-line; }
.govnews .title { font-weight: bold; font-size: 1.2em; }
.govnews .soft { opacity: .75; }
</style>"""
_FIELDS = ("item", "quantity", "action", "basis", "period", "place", "status", "certainty", "rule")


def page_html(document: Document) -> str:
    """A document: what it is, its articles to open, the table of its statistics."""
    name = document.publication.text if document.publication else document.kind.value.replace("_", " ")
    facts = [document.published, f"{len(document.articles)} articles", f"{len(document.statistics)} statistics"]
    parts = [f'<p><span class="title">{escaped(name)}</span> {escaped(" · ".join(filter(None, facts)))}</p>']
    for article in document.articles[:MOST_ROWS]:
        title = article.title.text if article.title else f"{article.kind.value} without a title"
        count = f'<span class="soft">{len(article.statistics)} statistics</span>'
        parts.append(f"<details><summary>{escaped(title)} {count}</summary>{_article(article)}</details>")
    parts += (_more(len(document.articles), MOST_ROWS), _table(document.statistics))
    return _wrapped(parts)


def article_html(article: Article) -> str:
    """An article as it reads, with highlights, and the table of its statistics."""
    return _wrapped((_article(article), _table(article.statistics)))


def statistic_html(found: Statistic) -> str:
    """What was read in one statistic, a field a line."""
    rows = "".join(
        f"<tr><th>{name}</th><td>{escaped(value)}</td></tr>"
        for name, value in zip(_FIELDS, _values(found), strict=True)
        if value
    )
    return _wrapped((f'<p class="title">{escaped(found.text)}</p>', f"<table>{rows}</table>"))


def rows_html(rows: Iterable[Mapping[str, object]], columns: Sequence[str] | None = None) -> str:
    """Rows as dicts, such as `statistic_rows` gives, as a table; without `columns` those of the first row.

    >>> "<td>a &lt; b</td>" in rows_html([{"item": "a < b"}])
    True
    """
    listed = list(rows)
    names = list(columns if columns is not None else listed[0] if listed else ())
    body = ([_cell(row.get(name)) for name in names] for row in listed[:MOST_ROWS])
    return _wrapped((_grid(names, body), _more(len(listed), MOST_ROWS)))


def _article(article: Article) -> str:
    marked = Marked(article_marks(article))
    parts = [
        f'<p class="{style}">{escaped(printed.text)}</p>'
        for printed, style in (
            (article.column, "soft"),
            (article.kicker, "soft"),
            (article.title, "title"),
            (article.subtitle, ""),
            (article.editor_note, "soft"),
        )
        if printed is not None
    ]
    if article.bylines:
        names = (f"{one.label or one.role.value} {'、'.join(one.names)}" for one in article.bylines)
        parts.append(f'<p class="soft">{escaped("　".join(names))}</p>')
    for block in article.body[:MOST_BLOCKS]:
        text = marked.html(block.text, block.spans)
        parts.append(f"<p>{f'<b>{text}</b>' if block.kind is BlockKind.HEADING else text}</p>")
    return "".join((*parts, _more(len(article.body), MOST_BLOCKS)))


def _values(found: Statistic) -> tuple[str | None, ...]:
    period, place = found.period, found.place
    dates = f" ({period.start or '?'} to {period.end or '?'})" if period and (period.start or period.end) else ""
    return (
        found.item,
        quantity(found),
        found.action,
        found.basis,
        f"{period.text}{dates}" if period else None,
        f"{place.name}{f' ({place.code})' if place.code else ''}" if place else None,
        found.status.value,
        found.certainty.value,
        found.rule,
    )


def _table(statistics: Sequence[Statistic]) -> str:
    if not statistics:
        return ""
    rows = ([_cell(value) for value in _values(found)] for found in statistics[:MOST_ROWS])
    return _grid(_FIELDS, rows) + _more(len(statistics), MOST_ROWS)


def _grid(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escaped(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    return f"<td>{'' if value is None else escaped(str(value))}</td>"


def _more(count: int, shown: int) -> str:
    return f'<p class="soft">… and {count - shown} more</p>' if count > shown else ""


def _wrapped(parts: Iterable[str]) -> str:
    return f'{_STYLE}<div class="govnews">{"".join(parts)}</div>'
