"""Joins the lines that a fixed width, a column's end or a page break cut in mid-sentence."""

from __future__ import annotations

import re

from attrs import frozen

from govnews import reference
from govnews.lines.evidence import weigh
from govnews.lines.layout import Layout, Line, comes_from_afar, pages, split
from govnews.models import BlockKind
from govnews.reference import Position, UnitKind
from govnews.spans import AlignedText, Edit, Span
from govnews.table_files import per_reference
from govnews.words import words

_UNBROKEN = re.compile(r"[0-9A-Za-z.,%]+")
_INNER = re.compile("[，。；：,;]")
_OPENS_NEW = re.compile(
    "[■□●◆▲※★①-⑳]|——?(?!—)|本报讯|[（(]?(?:本报|新华社|中新社)[^，。]{0,12}[电讯]|据[^，。]{2,10}[消息报道]|[（(](?:本报)?记者"
    "|[（(【]?(?:责任编辑|责编|编辑|来源|作者)[：:]"
)
_BYLINE = re.compile(
    "[■□●◆▲※★]|(?:本报|新华社|全媒体|见习|实习|特约)?(?:记者|通讯员|实习生)[ 　:：]|(?:本报|新华社)记者[一-龥]{2,4}$"
)
_BYLINE_FIRST = frozenset("■□●◆▲※★本新全见实特记通")
_HEAD_ENDS = ("摄", "摄影", "报道", "供图", "文/图")
# What no line begins with and what none ends with, if it is whole.
_NEVER_FIRST = frozenset("，。、；：？！,;:?!”’）)》】％%")
_NEVER_LAST = frozenset("，、（(“‘《【")
_ALONE = re.compile(r"[…—·\s]+")
_BULLETS = frozenset("■□●◆▲※★①②③④⑤⑥⑦⑧⑨⑩")
_NUMBER_AT_END = re.compile(
    "([0-9][0-9.,]*[多余十百千万亿]*|[一二三四五六七八九十百千两][零一二三四五六七八九十百千万亿多余]*)([^0-9，。；：、,;]{0,3})$"
)
_SCALED = re.compile("[百千万亿][零一二三四五六七八九十百千万亿]*[多余]?")
_FIRST_WORD = 4
_UNIT_LENGTHS = range(1, 5)
_LONGEST_QUANTITY = 24
_NUMERALS = frozenset("0123456789０１２３４５６７８９零〇一二三四五六七八九十百")
_PARTS_AT_END = re.compile("分之[零〇一二三四五六七八九十百]{0,8}$")
_BEHIND_DIGITS = frozenset("%％.年月日时分个多余万亿人名家户件项元小")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
_RUN_IN = ("note-run-in",)  # cues of lines that are prose
_LAST = ("lead-in", "notice-address")  # cues of lines that may be the last of a paragraph
_SHORTEST_TOKEN = 6  # columns that a number may leave free
_SLACK = 3  # columns that justification may leave at the end of a full line
_VERSE = 20  # of two lines this short neither is cut: they are verse, a list, a title over two lines
_RUNNING = 0.0  # how much evidence a join takes behind whole sentences
_NEAR = 1.0  # how much evidence a join takes; weak evidence means: leave it
_FAR = 2.5  # how much evidence it takes where no blank line parts the two


@frozen
class Joined:
    """How the lines of a text belong together."""

    edits: tuple[Edit, ...]
    """Each takes away a line end with the blanks around it."""
    bridges: tuple[int, ...]
    """Where lines begin that go on behind a running head."""


def join_edits(text: str) -> list[Edit]:
    r"""The edits that join the broken lines of `text`: each takes away a line end with the blanks around it.

    >>> text = "会议要求，要加强组织领导，健全工作机制，抓好任务分解，确保各项部署落地。要广\n\n泛发动居民群众参与。"
    >>> [edit.rule for edit in join_edits(text)]
    ['join-across-word']
    """
    return list(join(text).edits)


def join(text: str, widths: AlignedText | None = None) -> Joined:
    """What belongs together in `text`; `widths` leads back to the text as it was when its lines were broken."""
    edits: list[Edit] = []
    bridges: list[int] = []
    for lines, page in pages(split(text, widths)):
        above: Line | None = None
        first = top = True
        headed = False
        for line in lines:
            if line.cue is BlockKind.PAGE_HEAD:
                if comes_from_afar(line, headed=headed):
                    above = None
                headed = above is not None
                continue
            rule = None
            if above is not None:
                rule = continues(above, line, page, first=first, top=top)
                if rule is None and headed and page.width is not None and not above.closes and above.cue is line.cue:
                    # A column's last line in front of （下转第三版） is as short as need be.
                    rule = None if _is_apart(above, line) else _continues_cut(above, line, page, top)
                top = False
                if rule is not None and headed:
                    bridges.append(line.start)
                elif rule is not None:
                    edits.append(_joined(above, line, rule))
            above, headed, first = line, False, rule is None
    return Joined(tuple(edits), tuple(bridges))


def continues(line: Line, following: Line, page: Layout, *, first: bool = True, top: bool = False) -> str | None:
    """The rule by which `following` continues the paragraph of `line`, `None` if it does not.

    `first` says whether `line` begins its paragraph, `top` whether it is the first line of its page.
    """
    if following.cue is not None and following.cue_rule not in _LAST:
        return None
    if line.cue is not None and line.cue_rule not in _RUN_IN:
        return None
    if _is_cut_latin(line, following):
        return "join-latin"
    if _is_cut_mark(line, following):
        return "join-mark"
    if page.width is not None:
        return _continues_wrapped(line, following, page, page.width, first)
    if line.closes and following.text[0] not in _NEVER_FIRST:
        return _continues_closed(line, following, page)
    return None if _is_apart(line, following) else _continues_cut(line, following, page, top)


def _is_cut_quantity(left: str, right: str) -> bool:
    """Whether a quantity is cut in two: 2|5%, 300|余人, 1000平方|米, 200平方米|左右."""
    if right[0] in _NUMERALS and _PARTS_AT_END.search(left, max(0, len(left) - _LONGEST_QUANTITY)):
        return True  # 增长百分之|十五, 百分之十|五
    if left.endswith(_measured()) and (match := _quantity().match(right)):
        return _begins_unit(right, match.end())  # 建筑面积|1000平方米
    for k in range(1, 5):  # 新建充电桩近|2.1万台, 面积不|少于4平方米
        across = left[-k:] + right[:_LONGEST_QUANTITY]
        match = _qualified().match(across)
        if match and match.end() > k and _begins_unit(across, match.end()):
            return True
    number = _NUMBER_AT_END.search(left, max(0, len(left) - _LONGEST_QUANTITY))
    if number is None:
        return False
    if not number[2] and number[1][0].isascii() and (right[0].isdigit() or right[0] in _BEHIND_DIGITS):
        return True
    if not number[2] and right[0] in "百千万亿" and (len(number[1]) > 1 or _begins_scaled(right)):
        return True  # 一千九|百平方米, 二|百平方米, but not 一|百姓
    if not number[2] and right[0] in "多余" and _begins_unit(right, 1):
        return True  # 一千一百|余平方米
    if number[2] in _units() and right.startswith(_said_behind()):
        return True
    if number[2] in _counting() and words(right[:_FIRST_WORD], 0, min(len(right), _FIRST_WORD)).kinds[0] == "n":
        return True  # 组织120多万名|志愿者
    return any(number[2] + right[:k] in _units() for k in _UNIT_LENGTHS)


@per_reference
def _counting() -> frozenset[str]:
    """Measure words that want what they count behind them: 名, 家, 场."""
    wanting = (UnitKind.PEOPLE, UnitKind.ORGANISATION, UnitKind.EVENT, UnitKind.THING)
    return frozenset(row.unit for row in reference.units() if row.kind in wanting and len(row.unit) == 1)


def _begins_scaled(right: str) -> bool:
    """Whether a line begins with the rest of a number and its unit."""
    rest = _SCALED.match(right)
    return rest is not None and _begins_unit(right, rest.end())


def _begins_unit(text: str, at: int) -> bool:
    return any(text[at : at + k] in _units() for k in _UNIT_LENGTHS)


@per_reference
def _qualified() -> re.Pattern[str]:
    """A number with a word in front that says how exact it is: 不少于4, 近2.1万."""
    before = "|".join(re.escape(row.text) for row in reference.qualifiers() if row.position is Position.BEFORE)
    return re.compile(f"(?:{before})(?:[0-9][0-9.,]*|[一二两三四五六七八九十百]+)[千百万亿]*[多余]?")


@per_reference
def _quantity() -> re.Pattern[str]:
    """A number with the words that say how exact it is: 至少2, 近1.2万余."""
    before, after = (
        "|".join(re.escape(row.text) for row in reference.qualifiers() if row.position is position)
        for position in (Position.BEFORE, Position.AFTER)
    )
    return re.compile(f"(?:{before})?[0-9][0-9.,]*[千百万亿]*(?:{after})?")


@per_reference
def _measured() -> tuple[str, ...]:
    """Endings of nouns that have a measure: 面积, 总额."""
    rows = (row.words.split(" ") for row in reference.word_roles() if row.role == "attribute")
    return tuple(word for words in rows for word in words if len(word) > 1)


@per_reference
def _said_behind() -> tuple[str, ...]:
    """What says behind a unit how exact the number is: 左右, 以上."""
    return tuple(row.text for row in reference.qualifiers() if row.position is Position.END)


@per_reference
def _units() -> frozenset[str]:
    return frozenset(row.unit for row in reference.units())


def _is_bracketed(line: Line) -> bool:
    """Whether a line is one remark in brackets: （作者为…）, （本报柏林7月3日电）."""
    return line.text[0] in "（(" and line.text[-1] in "）)"


def _is_byline(line: Line) -> bool:
    """Whether a line looks like a byline; 记者：… opens the questions of an interview too."""
    match = _BYLINE.match(line.text) if line.text[0] in _BYLINE_FIRST else None
    if match is None or _INNER.search(line.text, match.end()):
        return False
    return len(line.text) <= _VERSE or match[0][-1] not in ":："


def _is_cut_latin(line: Line, following: Line) -> bool:
    """Whether a Latin word or a sentence in Latin letters goes on: informa-|tion, COVID-|19, the plan|for the city."""
    if following.gap or following.indent or not following.text[0].isascii() or not following.text[0].isalnum():
        return False
    if line.text[-1] == "-":
        return line.text[-2:-1].isascii() and line.text[-2:-1].isalpha()
    return following.text[0].islower() and line.text[-1].isascii() and (line.text[-1].isalpha() or line.text[-1] == ",")


def _is_cut_mark(line: Line, following: Line) -> bool:
    """Whether a mark of two characters was cut in two: 的时刻—|—全岛, 展开…|…"""
    left, right = line.text, following.text
    return (left[-1] == right[0] == "—" and left[-2:] != "——" and right[:2] != "——") or (
        left[-1] == right == "…" and left[-2:] != "……"
    )


def _is_apart(line: Line, following: Line) -> bool:
    """Whether what can be seen of one of the two lines alone keeps them apart: a byline, a dateline, a bullet, …"""
    return (
        _OPENS_NEW.match(following.text) is not None
        or _ALONE.fullmatch(following.text) is not None
        or _is_byline(line)
        or _is_bracketed(line)
        or "\t" in line.text
        or "\t" in following.text  # the cells of a table
        or line.text.endswith(_HEAD_ENDS)
    )


def _continues_closed(line: Line, following: Line, page: Layout) -> str | None:
    """Behind the end of a sentence a line goes on only where every paragraph of the page begins with blanks."""
    if not page.indent or following.indent or following.gap or not following.is_prose or not following.closes:
        return None
    return None if _is_apart(line, following) else "join-unindented"


def _continues_wrapped(line: Line, following: Line, page: Layout, width: int, first: bool) -> str | None:
    """Lines broken at a width: a full line goes on in the next one, a short one ends its paragraph."""
    if (page.indent and following.indent) or _is_byline(line) or _is_bracketed(line):
        return None
    head, tail = following.text[0], line.text[-1]
    token = _UNBROKEN.match(following.text) if head.isascii() else None
    wide = token.end() if token else 2
    short = page.lost_at_most if first else 0  # first lines whose blanks an extraction lost
    if head in _NEVER_FIRST and line.columns >= width // 2:
        return "join-mark"
    full = line.columns + wide > width - page.lost * first
    if not line.closes and (full or tail not in "：:；;）)"):
        # What cannot be broken leaves its line short: a number, a Latin word.
        if line.columns < width - short - _SLACK - (wide if token else 0):
            return None if _is_apart(line, following) else _continues_title(line, following)
        if not full and _is_apart(line, following):
            return None
        return None if head in _BULLETS else "join-width"
    # What ends a sentence may end the paragraph: the line must be full to the last column.
    if _is_apart(line, following) or following.gap or line.columns + wide <= width - page.lost * first:
        return None
    if not following.closes and following.columns < width - 2 * _SLACK - _SHORTEST_TOKEN:
        return None  # a paragraph's last line closes, its others are full: a heading
    if page.lost and not following.closes and following.columns <= width - page.lost + 1:
        # A line that lacks an indent and goes on is a first line, one as wide as the page is none.
        return None
    return "join-width"


def _continues_title(line: Line, following: Line) -> str | None:
    """A title over two lines is narrower than the text below it: only a word or a bracket cut in two shows it."""
    if line.is_prose or following.is_prose or following.gap or line.columns < 24:
        return None
    if any(line.text.count(a) > line.text.count(b) and b in following.text for a, b in _PAIRS):
        return "join-pair"
    weight = weigh(line.text, following.text)
    return weight.rule if weight.rule == "join-across-word" and following.columns <= line.columns else None


def _continues_cut(line: Line, following: Line, page: Layout, top: bool) -> str | None:
    """Lines that are paragraphs: one that stops in mid-sentence was cut at a column's or a page's end."""
    if page.indented:
        if following.indent:
            return None
        # A heading between two paragraphs has no blanks either, but it ends as no sentence ends.
        if following.gap == 0 and (line.indent or line.is_prose) and line.text[-1] not in "：:；;":
            return "join-unindented"  # every paragraph of the page begins with blanks, this line does not
    tail, head = line.text[-1], following.text[0]
    if following.is_item or (line.is_item and not line.is_prose):
        return None
    marked = _INNER.search(line.text) is not None
    runs_on = following.is_prose or _INNER.search(following.text) is not None
    if (marked or line.is_prose) and runs_on and _is_cut_quantity(line.text, following.text):
        return "join-number"
    if max(len(line.text), len(following.text)) < _VERSE:
        return None
    if head in _NEVER_FIRST or tail in _NEVER_LAST:
        return "join-mark"
    if line.closes:
        return None
    if any(line.text.count(a) > line.text.count(b) and b in following.text for a, b in _PAIRS):
        return "join-pair"
    if not runs_on and not line.is_prose:
        return None
    if not following.gap and tail in "：:；;":
        return None  # 基本要求：
    weight = weigh(line.text, following.text, first=top)
    # 健康服务|反内卷规则: lines without a mark may be headings, which stand close to each other on a page without gaps;
    # a line with a whole sentence in it is none.
    least = _NEAR if following.gap or _OPENS_NEW.match(line.text) else _FAR
    if "。" in line.text:
        least = _RUNNING
    return weight.rule if weight.total > least else None


def _joined(line: Line, following: Line, rule: str) -> Edit:
    left, right = line.text, following.text
    if not (left[-1].isascii() and right[0].isascii()):
        return Edit(Span(line.end, following.start), "", rule)
    if left[-1] == "-" and left[-2:-1].islower() and right[0].islower():
        return Edit(Span(line.end - 1, following.start), "", f"{rule}-hyphen")
    latin = (left[-1].isalpha() or left[-1] == ",") and right[0].isalpha()
    return Edit(Span(line.end, following.start), " " if latin else "", rule)
