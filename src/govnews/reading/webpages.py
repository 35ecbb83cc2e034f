"""Takes from a saved web page its lines of text, how each was set, and what the page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import define, field

from govnews import reference
from govnews.reading.decoding import decode
from govnews.reading.source import Declared, Mark, MarkKind, Source
from govnews.reference import NameRole
from govnews.spans import Span
from govnews.table_files import per_reference

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    ("audio", "canvas", "datalist", "embed", "head", "iframe", "map", "noscript", "object", "script", "select", "style")
) | {"svg", "template", "textarea", "video"}
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt")
) | frozenset(
    ("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html")
)
_BLOCKS |= {"li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"}
_BLOCKS |= {"th", "thead", "tr", "ul"}
_TITLES = frozenset(("h1",))
_HEADINGS = frozenset(("h2", "h3", "h4"))
_CHROME = frozenset(("nav", "footer", "aside"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\x0b]+")
# A line end of the HTML file between two Han characters is no blank: nobody writes one there.
_HAN_BREAK = re.compile(
    "(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])[ \t\r]*\n\\s*(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_MARKS = re.compile("[，。；：？！、,;?!]")
_LONGEST_CONTROL = 60  # characters of a line of buttons
_LONGEST_CELL = 200
_SENTENCE = 24  # characters from which a cell with a full stop is running text
_PROSE = 16  # characters outside links from which a line with marks counts as running text
_ENOUGH = 0.9  # of the heaviest element's weight, for one within to stand for it
_MOST_CHROME = 0.4  # of a page's running text, at most, stands in a menu, a head or a foot
_NAMED = 1.3  # how much more an element counts that is named as one that holds an article
_WITHIN = frozenset(("p", "span", "font", "b", "strong", "h1", "h2", "h3", "h4", "li", "a", "em", "td"))
_FOUNDER = re.compile(r"<!--\s*enpproperty(.*?)-->", re.DOTALL | re.IGNORECASE)
_FOUNDER_FIELD = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = 4096
_MOST_DEPTH = 3000


def read_html(html: str | bytes, name: str = "HTML") -> Source:
    """The lines of a page with marks, and what its tags declare; whatever the HTML, something comes back.

    Nothing is fetched: neither pictures nor style sheets nor entities of other files.
    """
    encoding, confidence, replaced = None, 1.0, 0
    if isinstance(html, bytes):
        charset = _CHARSET.search(html[:_DECLARATION])
        decoded = decode(html, declared=charset[1].decode("ascii", "replace") if charset else None)
        html, encoding = decoded.text, decoded.encoding
        confidence, replaced = decoded.confidence, decoded.replaced
    # The parser is not loaded by `import govnews`.
    from selectolax.lexbor import LexborHTMLParser

    # A lone surrogate and U+0000 are no characters for the parser.
    tree = LexborHTMLParser(html.encode("utf-8", "replace").decode("utf-8").replace("\x00", ""))
    walk = _Walk()
    root = tree.body or tree.root
    if root is not None:
        walk.over(root)
    text, marks = walk.written()
    declared = (*_founder(html), *_meta(tree), *_json_ld(tree))
    return Source(text, encoding, confidence, replaced, marks, declared, is_web_page=True)


# --- what stands on the page ----------------------------------------------------------------------------------------


@define
class _Element:
    """An element of the tree, with the running text that stands in it."""

    parent: int
    tag: str
    role: NameRole | None
    prose: int = 0
    size: int = 0
    """All its characters."""
    chrome: bool = False
    """Whether it belongs to a menu, a head, a foot or a side column."""


@define
class _Row:
    """A line of the page."""

    text: str
    element: int
    linked: int
    """How many of its characters are links."""
    kinds: tuple[MarkKind, ...]


@define
class _Walk:
    """Goes over the tree once and collects lines."""

    elements: list[_Element] = field(factory=list)
    rows: list[_Row] = field(factory=list)
    _pieces: list[str] = field(factory=list)
    _linked: int = 0
    _links: int = 0
    _title: int = 0
    _heading: int = 0
    _caption: int = 0
    _table: int = 0
    _control: int = 0
    _here: int = -1

    def over(self, root: LexborNode) -> None:
        """Every node below `root`, without recursion: pages nest as deep as they like."""
        node: Any = root
        depth = 0
        while node is not None:
            goes_in = self._enter(node)
            if goes_in and depth < _MOST_DEPTH and node.child is not None:
                node, depth = node.child, depth + 1
                continue
            if goes_in:
                self._leave(node)
            while node is not None and node.next is None:
                node, depth = node.parent, depth - 1
                if node is None or depth < 0:
                    self._flush()
                    return
                self._leave(node)
            if node is None or depth <= 0:
                break
            node = node.next
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            self._pieces.append(text)
            if self._links:
                self._linked += len(text.strip())
            return False
        if tag is None or tag.startswith("-") or tag in _SKIPPED:
            return False
        if tag == "br":
            if self._title:
                self._pieces.append(" ")
            else:
                self._flush()
            return False
        if tag in ("img", "input", "button"):
            return False
        attributes = node.attributes
        style = attributes.get("style")
        if "hidden" in attributes or (style and _HIDDEN.search(style)):
            return False
        role = _role(attributes.get("class"), attributes.get("id"))
        if tag in _BLOCKS:
            if tag in ("td", "th") and self._table:
                self._pieces.append("\t")
            else:
                self._flush()
        if tag == "table" and not self._table and _is_data(node):
            self._table += 1
        self.elements.append(_Element(self._here, tag, role))
        self._here = len(self.elements) - 1
        self._count(tag, role, 1)
        return True

    def _leave(self, node: LexborNode) -> None:
        element = self.elements[self._here]
        if element.tag in _BLOCKS and not (self._table and element.tag in ("td", "th")):
            self._flush()
        if element.tag == "table" and self._table and not any(e.tag == "table" for e in self._above(element.parent)):
            self._table = 0
        self._count(element.tag, element.role, -1)
        self._here = element.parent

    def _above(self, index: int) -> Iterator[_Element]:
        while index >= 0:
            yield self.elements[index]
            index = self.elements[index].parent

    def _count(self, tag: str, role: NameRole | None, by: int) -> None:
        self._links += by * (tag == "a")
        self._title += by * (tag in _TITLES or role is NameRole.TITLE)
        self._heading += by * (tag in _HEADINGS)
        self._caption += by * (tag == "figcaption" or role is NameRole.CAPTION)
        self._control += by * (role is NameRole.CONTROL)

    def _flush(self) -> None:
        pieces = self._pieces
        if not pieces:
            return
        text = "".join(pieces)
        linked, self._linked = self._linked, 0
        pieces.clear()
        if not text or text.isspace():
            return
        text = _HAN_BREAK.sub("", text)
        cells = [_BLANKS.sub(" ", cell).strip(" ") for cell in text.split("\t")] if self._table else None
        text = "\t".join(cells).strip("\t") if cells else _BLANKS.sub(" ", text).strip(" ")
        if not text.strip():
            return
        kinds = [
            kind
            for kind, on in (
                (MarkKind.TITLE, self._title),
                (MarkKind.HEADING, self._heading),
                (MarkKind.CAPTION, self._caption),
                (MarkKind.TABLE, self._table),
                (MarkKind.CONTROL, self._control and len(text) < _LONGEST_CONTROL),
                (MarkKind.LINKS, linked * 2 > len(text)),
            )
            if on
        ]
        self.rows.append(_Row(text, self._here, linked, tuple(kinds)))

    def written(self) -> tuple[str, tuple[Mark, ...]]:
        """The text, a line each, and the marks; lines of the article's part are marked as its body."""
        self._weigh()
        within = self._within(self._part())
        pieces: list[str] = []
        marks: list[Mark] = []
        at = 0
        for row in self.rows:
            span = Span(at, at + len(row.text))
            marks += [Mark(span, kind) for kind in row.kinds]
            if row.element >= 0 and self.elements[row.element].chrome:
                marks.append(Mark(span, MarkKind.CHROME))
            elif row.element >= 0 and within[row.element]:
                marks.append(Mark(span, MarkKind.BODY))
            pieces.append(row.text)
            at = span.end + 1
        return "\n".join(pieces), tuple(marks)

    def _weigh(self) -> None:
        """Count the running text of each element, at first everywhere, then outside menus, heads and feet."""
        elements = self.elements
        for row in self.rows:
            prose = _prose(row)
            for element in self._above(row.element):
                element.prose += prose
                element.size += len(row.text)
        total = max((element.prose for element in elements), default=0)
        for element in elements:
            named = element.tag in _CHROME or element.role is NameRole.CHROME
            above = element.parent >= 0 and elements[element.parent].chrome
            # A page whose whole text stands in an element named "top" has no menu of that name.
            element.chrome = above or (named and element.prose < _MOST_CHROME * total)
        for row in self.rows:
            if row.element >= 0 and elements[row.element].chrome:
                prose = _prose(row)
                for element in self._above(row.element):
                    if not element.chrome:
                        element.prose -= prose

    def _within(self, part: int) -> list[bool]:
        """For each element, whether it stands in that part."""
        within: list[bool] = []
        for k, element in enumerate(self.elements):
            within.append(k == part or (element.parent >= 0 and within[element.parent]))
        return within

    def _part(self) -> int:
        """The element that holds the article: much running text and little beside it, and the smallest of such."""
        weights = {
            k: element.prose**2 / element.size * (_NAMED if element.role is NameRole.BODY else 1)
            for k, element in enumerate(self.elements)
            if element.prose and element.tag not in _WITHIN and not element.chrome
        }
        if not weights:
            return -1
        here = max(weights, key=weights.__getitem__)
        least = _ENOUGH * weights[here]
        # An element stands behind its parent in the list: the last one is the innermost.
        return max(k for k, weight in weights.items() if weight >= least and here in self._chain(k))

    def _chain(self, index: int) -> Iterator[int]:
        while index >= 0:
            yield index
            index = self.elements[index].parent


def _prose(row: _Row) -> int:
    """How many characters of running text a line has."""
    plain = len(row.text) - row.linked
    if plain < _PROSE or row.linked * 2 > len(row.text) or not _MARKS.search(row.text):
        return 0
    return plain


@per_reference
def _names() -> tuple[tuple[re.Pattern[str], NameRole], ...]:
    return tuple((re.compile(row.pattern, re.IGNORECASE), row.role) for row in reference.html_names())


@per_reference
def _named(name: str) -> NameRole | None:
    return next((role for pattern, role in _names() if pattern.search(name)), None)


def _role(classes: str | None, identity: str | None) -> NameRole | None:
    """What the names of an element say of it."""
    if not classes and not identity:
        return None
    return _named(f"{classes or ''} #{identity}" if identity else classes or "")


def _is_data(table: LexborNode) -> bool:
    """Whether a table holds data: rows of equal length with short cells, and no table within."""
    rows = table.css("tr")
    if len(rows) < 2 or len(rows) > 5000 or len(table.css("table")) > 1:
        return False
    counts: dict[int, int] = {}
    for row in rows[:40]:
        cells = row.css("td,th")
        counts[len(cells)] = counts.get(len(cells), 0) + 1
        for cell in cells:
            text = cell.text() or ""
            if len(text) > _LONGEST_CELL or (len(text) > _SENTENCE and "。" in text):
                return False
    width, most = max(counts.items(), key=lambda item: item[1])
    return width >= 2 and most * 3 >= 2 * min(len(rows), 40)


# --- what the page declares -----------------------------------------------------------------------------------------


@per_reference
def _tags() -> dict[str, str]:
    return {row.tag.lower(): row.field for row in reference.html_tags()}


def _meta(tree: Any) -> Iterator[Declared]:
    for node in tree.css("meta"):
        attributes = node.attributes
        key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        value = _clean(attributes.get("content"))
        wanted = _tags().get(key.strip().lower()) if key else None
        if wanted and value:
            yield Declared(wanted, value, f"meta:{key}")
    title = tree.css_first("title")
    value = _clean(title.text() if title is not None else None)
    if value:
        yield Declared("page_title", value, "title")


def _founder(html: str) -> Iterator[Declared]:
    """What Founder's system writes into a comment of each page of a digital newspaper."""
    for comment in _FOUNDER.finditer(html):
        for tag, value in _FOUNDER_FIELD.findall(comment[1]):
            wanted = _tags().get(f"founder:{tag.lower()}")
            clean = _clean(re.sub("<[^>]*>", "", value))
            if wanted and clean:
                yield Declared(wanted, clean, f"founder:{tag.lower()}")


def _json_ld(tree: Any) -> Iterator[Declared]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "")
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                yield from _json_ld_item(item)


def _json_ld_item(item: dict[str, Any]) -> Iterator[Declared]:
    for key in ("headline", "datePublished", "author", "publisher"):
        value = item.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name")
        wanted = _tags().get(f"json-ld:{key.lower()}")
        if wanted and isinstance(value, str) and _clean(value):
            yield Declared(wanted, _clean(value), f"json-ld:{key}")


def _clean(value: str | None) -> str:
    return _BLANKS.sub(" ", value).strip(" \u3000\xa0") if value else ""
