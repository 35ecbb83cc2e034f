"""The lines of a text with what can be seen of each, and the way the page is set as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from attrs import define

from govnews import reference
from govnews.lines.page_heads import PageHead, is_section, may_be_page_head, read_page_head
from govnews.models import BlockKind
from govnews.reference import HeadPart
from govnews.spans import AlignedText, Span
from govnews.table_files import per_reference

_BLANKS = " 　\t\x0b\xa0"
_CLOSERS = "”’」』）)】》\"' 　"
SENTENCE_END = "。！？!?…"
_ENDS = tuple(SENTENCE_END)
_INNER = re.compile("[，。；！？：,;!?]")
_INNER_STOP = re.compile("[，。；！？]")
_CUE_LENGTH = 60  # a cue names a short line; a longer one is prose whatever it begins with
_TURN = r"([（(【\[](?:下转|上接)[^（）()【】]{1,10}[版页面][^（）()【】]{0,6}[）)】\]])"
_TURN_AT_START, _TURN_AT_END = re.compile("^" + _TURN), re.compile(_TURN + "$")
# …到位。（记者 张三 通讯员 李四）
_AFTERWORD = 50
_AFTER_END = re.compile("[。！？!?…][”’」』]?[ 　]*[（(][^（）()]*[）)]$")
_WIDE_FORMS = re.compile("[０-９Ａ-Ｚａ-ｚ]")
# A mark at the end of a line may hang over the edge of the column.
_HANGING = frozenset("，。、；：！？”’）》】」』,.;:!?)")
_SHARE = 0.2  # of the lines in mid-sentence that have the page's width, at least
_SHORT = 6  # columns by which a line falls short that ends its paragraph for certain
_LONGEST_SECTION = 10
_SECTIONS = (HeadPart.SECTION, HeadPart.USUAL)
# 区教育局 above 2024年5月15日: who issued a notice, and when
_SIGNED_ON = re.compile(
    "(?:(.{2,30}?)[　 ]+)?(?:(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日"
    "|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_ISSUER = re.compile(
    "[^，。；：]{2,30}(?:政府|办公室|委员会|居委会|村委会|局|委|办|部|厅|处|院|会|中心|公司|集团|支队|大队|学校|中学|小学|街道|社区|馆|站|所)"
    "(?:[（(][^（）()]{1,8}[）)])?"
)
_MOST_ISSUERS = 4
INDENT = 4  # columns of the two blanks in front of a paragraph

# Only lines that begin with one of these are marked as list items.
_ITEM = re.compile(
    r"(?:[①-⑳●•·▪◆◇■□▲★☆]|[（(]?[0-9]{1,3}[)）、.．](?![0-9])|[（(]?[一二三四五六七八九十]{1,3}(?:[)）、]|[.．](?![0-9])))\s*"
)
_NUMBERED = re.compile("[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[)）、.．]")


@define
class Line:
    """A line that is not blank, without the blanks at its ends."""

    start: int
    end: int
    text: str
    indent: int
    """How many blanks stand in front of it."""
    gap: int
    """How many blank lines stand above it."""
    columns: int
    """The columns from the edge to its end, with the blanks in front of it; Han characters take two."""
    page: int
    """How many form feeds stand before it."""
    cue: BlockKind | None
    """What a row of line_cues.csv says that it is."""
    cue_rule: str
    closes: bool
    """Whether it ends as a sentence ends."""
    is_prose: bool
    """Whether it is running text: whole sentences, or a long line with marks inside."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number of a list."""
        return _ITEM.match(self.text) is not None

    @property
    def is_numbered(self) -> bool:
        """Whether it begins with a number as headings and items of a list do: 一、 （二） 3．"""
        return self.is_item and _NUMBERED.match(self.text) is not None

    @property
    def hangs(self) -> bool:
        """Whether it ends with a mark that may stand outside the column."""
        return self.text[-1] in _HANGING


@define
class Layout:
    """How a page is set."""

    width: int | None
    """The columns at which lines were broken, `None` where lines are paragraphs."""
    indent: int
    """The blanks with which paragraphs begin."""
    lost: int
    """The columns that first lines lack because an extraction lost their blanks."""
    lost_at_most: int
    """The columns that they may lack, where too few lines show it."""
    gap: int
    """The blank lines that usually stand between two lines of prose."""
    parted: bool = True
    """Whether there is a blank line anywhere."""

    @property
    def indented(self) -> bool:
        """Whether paragraphs begin with blanks."""
        return self.indent > 0

    def sets_as_body(self, line: Line) -> bool:
        """Whether a line begins as paragraphs do, and not at the edge or in the middle as titles do."""
        return 0 < line.indent <= self.indent


@per_reference
def _cues() -> tuple[re.Pattern[str], dict[str, tuple[BlockKind, str]]]:
    """One pattern for all rows, and what its groups stand for."""
    rows = reference.line_cues()
    pattern = "|".join(f"(?P<r{i}>{row.pattern})" for i, row in enumerate(rows))
    return re.compile(pattern), {f"r{i}": (row.kind, row.id) for i, row in enumerate(rows)}


def split(text: str, widths: AlignedText | None = None) -> list[Line]:
    """The lines of `text` that are not blank, in order.

    Characters that were narrowed (２０２３) had their full width when the lines were broken: `widths` leads
    back to the text in which they still have it.
    """
    raw = widths if widths is not None and _WIDE_FORMS.search(widths.raw) else None
    lines: list[Line] = []
    at = 0
    for page, piece in enumerate(text.split("\f")):
        gap = 0
        for line in piece.split("\n"):
            start = at
            at += len(line) + 1
            bare = line.strip(_BLANKS)
            if not bare or bare.isspace():
                gap += 1
                continue
            indent = len(line) - len(line.lstrip(_BLANKS)) if line[0] in _BLANKS else 0
            edge = sum(2 if blank == "　" else 1 for blank in line[:indent]) if indent else 0
            start += indent
            if "下转" in bare or "上接" in bare:
                for offset, part in _parts(bare):
                    lines.append(_line(part, start + offset, indent, edge, gap, page, raw))
                    gap = 0
            else:
                lines.append(_line(bare, start, indent, edge, gap, page, raw))
            gap = 0
    _name_page_heads(lines)
    _name_signatures(lines)
    return lines


def _name_signatures(lines: Sequence[Line]) -> None:
    """Lines below a text that say who issued it, above the day or in front of it: no page's head has such a name."""
    for k, line in enumerate(lines):
        if line.cue not in (None, BlockKind.PAGE_HEAD, BlockKind.METADATA) or line.text[-1] != "日":
            continue
        dated = _SIGNED_ON.fullmatch(line.text)
        if dated is None or line.cue_rule == "head-section":
            continue
        issued = k
        while issued and k - issued < _MOST_ISSUERS and lines[issued].gap <= 1 and _names_issuer(lines[issued - 1]):
            issued -= 1
        if (issued == k and not (dated[1] and _ISSUER.fullmatch(dated[1]))) or not _ends_text(lines, issued):
            continue
        for signed in lines[issued : k + 1]:
            signed.cue, signed.cue_rule = BlockKind.PARAGRAPH, "signature"


def _names_issuer(line: Line) -> bool:
    return line.cue is None and not line.is_prose and _ISSUER.fullmatch(line.text) is not None


def _ends_text(lines: Sequence[Line], k: int) -> bool:
    """Whether a text with whole sentences stands above the line."""
    return k > 0 and lines[k - 1].page == lines[k].page and (lines[k - 1].is_prose or lines[k - 1].closes)


def _name_page_heads(lines: Sequence[Line]) -> None:
    """Lines that are a page's head because of the head that they stand at: an editor's name, a section's."""
    heads = [read_page_head(line.text) if line.cue is BlockKind.PAGE_HEAD else None for line in lines]
    if not any(heads):
        return
    for k, line in enumerate(lines):
        if line.cue is BlockKind.PAGE_HEAD or not (_is_at(lines, heads, k, k - 1) or _is_at(lines, heads, k, k + 1)):
            continue
        own = read_page_head(line.text) if line.cue in (None, BlockKind.METADATA) else None
        if own is None:
            continue
        dated = line.cue is BlockKind.METADATA and own.first(HeadPart.WEEKDAY)
        if own.makers or dated or own.first(HeadPart.CONTACT, HeadPart.PAPER, HeadPart.ISSUE):
            heads[k] = own
            line.cue, line.cue_rule, line.is_prose = BlockKind.PAGE_HEAD, "head-beside", False
        elif _is_section(lines, heads, k):
            line.cue, line.cue_rule = BlockKind.PAGE_HEAD, "head-section"


def _is_at(lines: Sequence[Line], heads: Sequence[PageHead | None], k: int, other: int) -> bool:
    """Whether a page's head stands next to a line, and says of itself that it is one."""
    if not 0 <= other < len(lines) or lines[other].page != lines[k].page:
        return False
    head = heads[other]
    return lines[max(k, other)].gap <= 1 and head is not None and head.is_page


def _is_section(lines: Sequence[Line], heads: Sequence[PageHead | None], k: int) -> bool:
    """Whether a few characters are the section's name: at the top of a page, above a head that names none."""
    line = lines[k]
    below = heads[k + 1] if k + 1 < len(lines) else None
    if below is None or not _is_at(lines, heads, k, k + 1) or below.first(*_SECTIONS):
        return False
    top = k == 0 or lines[k - 1].page != line.page
    if (lines[k + 1].gap or not top) and not is_section(line.text):
        return False
    top = top or _is_at(lines, heads, k, k - 1)
    own = read_page_head(line.text)
    return (
        top
        and own is not None
        and len(line.text) <= _LONGEST_SECTION
        and all(part.kind in _SECTIONS for part in own.parts)
    )


def comes_from_afar(line: Line, *, headed: bool) -> bool:
    """Whether what follows is no part of the article above: it goes on from another page.

    Where the running head stands between two pages of one article, （下转第3版） and （上接第1版） follow each other.
    """
    return line.cue_rule == "head-turn" and "上接" in line.text and not headed


def _parts(line: str) -> list[tuple[int, str]]:
    """The line in front of （下转第三版）, or behind （上接第一版）, and that mark, each as a line of its own."""
    cuts = {0, len(line)}
    for pattern in (_TURN_AT_START, _TURN_AT_END):
        mark = pattern.search(line)
        if mark is not None:
            cuts.update(mark.span(1))
    parts = []
    for a, b in pairwise(sorted(cuts)):
        bare = line[a:b].strip(_BLANKS)
        if bare:
            parts.append((line.index(bare, a), bare))
    return parts


def _line(text: str, start: int, indent: int, edge: int, gap: int, page: int, raw: AlignedText | None) -> Line:
    """What can be seen of a line."""
    size = len(text)
    pattern, cues = _cues()
    cue = None
    if size <= _CUE_LENGTH or (size <= 4 * _CUE_LENGTH and not _INNER_STOP.search(text)):
        cue = pattern.match(text)
    kind, rule = (None, "") if cue is None or cue.lastgroup is None else cues[cue.lastgroup]
    if kind in (None, BlockKind.METADATA) and may_be_page_head(text):
        head = read_page_head(text)
        # 2024-03-08 新区日报 is metadata, 2024-03-08 新区日报 A03 is none.
        if head is not None and head.is_certain and (kind is None or head.says_page):
            kind, rule = BlockKind.PAGE_HEAD, "head-parts"
    closes = text[-1] in SENTENCE_END or text.rstrip(_CLOSERS).endswith(_ENDS)
    if not closes and text[-1] in "）)":
        closes = _AFTER_END.search(text, max(0, size - _AFTERWORD)) is not None
    if size > 42 or (closes and size <= 12):
        prose = _INNER.search(text) is not None
    else:
        prose = closes or (size > 20 and "。" in text)
    prose = prose and rule != "head-parts"
    shown = raw.raw_span(Span(start, start + size)).of(raw.raw) if raw is not None else text
    # Three bytes of UTF-8 for a character of two columns, one for a character of one.
    columns = edge + (len(shown) + len(shown.encode("utf-8", "surrogatepass"))) // 2
    return Line(start, start + size, text, indent, gap, columns, page, kind, rule, closes, prose)


def pages(lines: Sequence[Line]) -> Iterator[tuple[list[Line], Layout]]:
    """The lines of each page, parted by form feeds, with the way that it is set: no page decides for another."""
    for _, page in groupby(lines, key=lambda line: line.page):
        own = list(page)
        yield own, layout(own)


def layout(lines: Sequence[Line]) -> Layout:
    """How the page is set, from all of its lines."""
    prose = [line for line in lines if line.is_prose]
    gaps = Counter([line.gap for line in prose[1:]])
    usual = gaps.most_common(1)[0][0] if gaps else 0
    width = _wrap_width(lines)
    opening = prose
    if width is not None:
        # Only the first line of a paragraph has blanks, and behind a short line that ends a sentence one begins.
        opening = [b for a, b in pairwise(lines) if a.closes and a.columns < width - _SHORT] or list(lines[:1])
    indents = Counter([line.indent for line in opening])
    indent = indents.most_common(1)[0][0] if indents and indents[0] * 2 < len(opening) else 0
    if width is not None and not indent:
        # Where no paragraph ends in a short line: two full lines or more begin with the same blanks, most with none.
        full = Counter([line.indent for line in lines if line.columns >= width - 2])
        (blanks, times) = max(((b, n) for b, n in full.items() if b), key=itemgetter(1), default=(0, 0))
        indent = blanks if times >= 2 and times * 2 < full[0] else 0
    lost, at_most = _lost_indent(lines, width) if width and not indent else (0, 0)
    return Layout(width, indent, lost, at_most, usual, any(line.gap for line in lines[1:]))


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a printer broke the lines: many are as wide as the widest and end in mid-sentence."""
    long = [line for line in lines if line.columns >= 24]
    if len(long) < 4:
        return None
    # A line that ends with a mark may be wider than the column.
    widths = Counter([line.columns for line in long if not line.closes and not line.hangs])
    if sum(widths.values()) < 3:
        widths = Counter([line.columns for line in long if not line.closes])
    enough = max(2, sum(widths.values()) * _SHARE)
    # The widest that is common: where first lines lack their indent, these are more than the others.
    common = [w for w in widths if sum(widths[w + d] for d in (-2, -1, 0, 1, 2)) >= enough]
    if not common:
        return None
    width = max(common)
    width = max((widths[w], w) for w in range(width - 1, width + 1))[1]
    full = sum(width - INDENT - 2 <= line.columns <= width + 2 for line in long)
    wider = sum(line.columns > width + (4 if line.hangs else 2) for line in long)
    return width if full >= 4 and full * 10 >= len(long) * 4 and wider * 8 <= len(long) else None


def _lost_indent(lines: Sequence[Line], width: int) -> tuple[int, int]:
    """The columns by which lines behind a paragraph's short last line fall short of the width, and may fall short."""
    short = full = 0
    for above, line in pairwise(lines):
        # Lines of one paragraph are full but for the last: the first line of the next one is full too, if it goes on.
        if above.columns < width - _SHORT and not line.closes and line.cue is None and above.cue is None:
            if width - INDENT - 3 <= line.columns < width - 2:
                short += 1
            elif width - 2 <= line.columns <= width + 2:
                full += 1
    return INDENT if short > 2 * full else 0, 0 if full > 2 * short else INDENT
