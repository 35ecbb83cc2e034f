"""The articles of a document as HTML, block by block in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govnews.models import FURNITURE_KINDS, Article, Block, BlockKind, Document
from govnews.output.view.escaping import escaped
from govnews.output.view.marks import LAYERS, SHOWN, Mark, Marked, cells

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


def paper(document: Document, marks: Sequence[Mark], name: str = "") -> str:
    """The articles with what stands around them, as one element; `name` heads it where no publication is known."""
    marked = Marked(marks)
    blocks: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        blocks.setdefault(None if block.kind in FURNITURE_KINDS else block.article, []).append(block)
    shown = " ".join(f"show-{layer}" for layer in SHOWN)
    parts = [f'<div class="paper {shown}" id="paper" lang="zh-Hans">', _masthead(document, name)]
    for index, article in enumerate(document.articles):
        parts.append(_article(index, article, blocks.get(index, []), marked))
    if around := blocks.get(None):
        parts.append('<details class="around" lang="en"><summary>Around the articles</summary>')
        parts += [
            f'<p lang="zh-Hans" data-kind="{block.kind.value}" title="{block.kind.value}">'
            f"{marked.html(block.text, block.spans)}</p>"
            for block in around
        ]
        parts.append("</details>")
    parts.append("</div>")
    return "\n".join(parts)


def legend(marks: Iterable[Mark]) -> str:
    """A switch for each kind of highlight that the document has, with how many there are."""
    counts = dict.fromkeys(LAYERS, 0)
    for mark in marks:
        counts[mark.layer] += 1
    return "\n".join(
        f'<label><input type="checkbox" data-layer="{layer}"{" checked" if layer in SHOWN else ""}>'
        f'<span class="sample show-{layer}"><mark class="{layer}">{name}</mark></span> '
        f'<span class="count">{counts[layer]}</span></label>'
        for layer, name in LAYERS.items()
        if counts[layer]
    )


def _masthead(document: Document, name: str) -> str:
    known = document.publication.text if document.publication else None
    kind = document.kind.value.replace("_", " ")
    facts = [document.published, document.url, kind if known or name else None]
    counts = {"article": len(document.articles), "statistic": len(document.statistics), "repair": len(document.edits)}
    facts += [f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items() if count]
    line = " · ".join(escaped(fact) for fact in facts if fact)
    head = f"<h1>{escaped(known)}</h1>" if known else f'<h1 class="file">{escaped(name or kind)}</h1>'
    return f'<header class="masthead">{head}<p lang="en">{line}</p></header>'


def _article(index: int, article: Article, blocks: list[Block], marked: Marked) -> str:
    declared = [
        (name, printed)
        for name, printed in (("title", article.title), ("kicker", article.kicker), ("source", article.source))
        if printed is not None and printed.span is None
    ]
    long = sum(len(block.text) for block in blocks) > _LONG
    classes = f"article {article.kind.value}{'' if long else ' short'}"
    parts = [f'<article class="{classes}" id="a{index}">']
    if not any(block.kind is BlockKind.TITLE for block in blocks):
        title = escaped(article.title.text) if article.title else f"{article.kind.value} without a title"
        hidden = "" if article.title else ' class="unseen" lang="en"'
        parts.append(f"<h2{hidden} data-made>{title}</h2>")
    if declared:
        said = "; ".join(f"{name} {printed.text} ({printed.declared or 'given'})" for name, printed in declared)
        parts.append(f'<p class="declared" data-made>Declared by the page: {escaped(said)}</p>')
    body: list[str] = []
    for block in blocks:
        body.append(_block(block, marked))
    # What stands in front of the body spans its columns.
    head = 0
    while head < len(blocks) and blocks[head].kind in _HEAD:
        head += 1
    parts += (*body[:head], '<div class="body">', *body[head:], "</div></article>")
    return "\n".join(parts)


def _block(block: Block, marked: Marked) -> str:
    if block.kind is BlockKind.TABLE and block.rows and (table := cells(block, marked)) is not None:
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
        return f'<div class="table" tabindex="0" role="group" aria-label="table"><table>{rows}</table></div>'
    tag = _TAGS.get(block.kind, "pre")
    return f'<{tag} class="{block.kind.value}">{marked.html(block.text, block.spans)}</{tag}>'
