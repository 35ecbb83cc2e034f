"""The articles of a document as HTML, block by block in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from govnews.models import FURNITURE_KINDS, Article, Block, BlockKind, Document
from govnews.output.view.escaping import escaped
from govnews.output.view.marks import LAYERS, SHOWN, Mark, Marked, cells
from govnews.output.view.words import Message, Sayings, counted

_TAGS = {
    BlockKind.COLUMN: "p", BlockKind.KICKER: "p", BlockKind.TITLE: "h2", BlockKind.SUBTITLE: "p",
    BlockKind.EDITOR_NOTE: "div", BlockKind.BYLINE: "p", BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h3",
    BlockKind.CAPTION: "p", BlockKind.LIST_ITEM: "p",
}  # fmt: skip
_HEAD = (
    BlockKind.COLUMN, BlockKind.KICKER, BlockKind.TITLE, BlockKind.SUBTITLE, BlockKind.EDITOR_NOTE, BlockKind.BYLINE,
)  # fmt: skip
"""The kinds of block that may stand in front of an article's body."""
_LONG = 900
"""Characters from which an article is set in one column: two would be longer than a screen."""


def paper(document: Document, marks: Sequence[Mark], sayings: Sayings, name: str = "") -> str:
    """The articles with what stands around them, as one element; `name` heads it where no publication is known."""
    marked = Marked(marks, sayings)
    blocks: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        blocks.setdefault(None if block.kind in FURNITURE_KINDS else block.article, []).append(block)
    shown = " ".join(f"show-{layer}" for layer in SHOWN)
    parts = [f'<div class="paper {shown}" id="paper" lang="zh-Hans">', _masthead(document, name, sayings)]
    for index, article in enumerate(document.articles):
        parts.append(_article(index, article, blocks.get(index, []), marked, sayings))
    if around := blocks.get(None):
        parts.append(f'<details class="around"><summary{sayings.text("around")}</summary>')
        parts += [
            f'<p data-kind="{block.kind.value}"{sayings.tip((f"block.{block.kind.value}",))}>'
            f"{marked.html(block.text, block.spans)}</p>"
            for block in around
        ]
        parts.append("</details>")
    parts.append("</div>")
    return "\n".join(parts)


def legend(sayings: Sayings, marks: Iterable[Mark] | None = None) -> str:
    """A switch for each kind of highlight; with `marks` for those that there are, with their numbers."""
    counts = None if marks is None else Counter(mark.layer for mark in marks)
    return "\n".join(
        f'<label><input type="checkbox" data-layer="{layer}"{" checked" if layer in SHOWN else ""}>'
        f'<span class="sample show-{layer}"><mark class="{layer}"{sayings.text(f"layer.{layer}")}</mark></span>'
        + (f' <span class="count">{counts[layer]}</span></label>' if counts is not None else "</label>")
        for layer in LAYERS
        if counts is None or counts[layer]
    )


def _masthead(document: Document, name: str, sayings: Sayings) -> str:
    known = document.publication.text if document.publication else None
    kind: Message = (f"document_kind.{document.kind.value}",)
    facts = [escaped(fact) for fact in (document.published, document.url) if fact]
    counts = {"article": len(document.articles), "statistic": len(document.statistics), "repair": len(document.edits)}
    messages = [kind] if known or name else []
    messages += [counted(count, what) for what, count in counts.items() if count]
    line = " · ".join((*facts, *(f"<span{sayings.text(*message)}</span>" for message in messages)))
    if known or name:
        head = f"<h1>{escaped(known)}</h1>" if known else f'<h1 class="file">{escaped(name)}</h1>'
    else:
        head = f'<h1 class="file"{sayings.text(*kind)}</h1>'
    return f'<header class="masthead">{head}<p>{line}</p></header>'


def _article(index: int, article: Article, blocks: list[Block], marked: Marked, sayings: Sayings) -> str:
    declared = [
        (name, printed)
        for name, printed in (("title", article.title), ("kicker", article.kicker), ("source", article.source))
        if printed is not None and printed.span is None
    ]
    long = sum(len(block.text) for block in blocks) > _LONG
    classes = f"article {article.kind.value}{'' if long else ' short'}"
    parts = [f'<article class="{classes}" id="a{index}">']
    if not any(block.kind is BlockKind.TITLE for block in blocks):
        if article.title:
            parts.append(f"<h2 data-made>{escaped(article.title.text)}</h2>")
        else:
            untitled = sayings.text("article.untitled", (f"article_kind.{article.kind.value}",))
            parts.append(f'<h2 class="unseen" data-made{untitled}</h2>')
    if declared:
        said = "; ".join(
            f"<span{sayings.text(f'titled.{name}')}</span> {escaped(printed.text)} "
            + (
                f"({escaped(printed.declared)})"
                if printed.declared
                else f"(<span{sayings.text('declared.given')}</span>)"
            )
            for name, printed in declared
        )
        parts.append(f'<p class="declared" data-made><span{sayings.text("declared")}</span> {said}</p>')
    body: list[str] = []
    for block in blocks:
        body.append(_block(block, marked, sayings))
    # What stands in front of the body spans its columns.
    head = 0
    while head < len(blocks) and blocks[head].kind in _HEAD:
        head += 1
    parts += (*body[:head], '<div class="body">', *body[head:], "</div></article>")
    return "\n".join(parts)


def _block(block: Block, marked: Marked, sayings: Sayings) -> str:
    if block.kind is BlockKind.TABLE and block.rows and (table := cells(block, marked)) is not None:
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
        return f'<div class="table" tabindex="0" role="group"{sayings.label("table")}><table>{rows}</table></div>'
    tag = _TAGS.get(block.kind, "pre")
    return f'<{tag} class="{block.kind.value}">{marked.html(block.text, block.spans)}</{tag}>'
