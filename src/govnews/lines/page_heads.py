"""Tells the running head of a newspaper page by its parts: page, section, date, weekday, who made the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from govnews import reference
from govnews.models import Role
from govnews.reference import HeadPart
from govnews.table_files import per_reference

_LONGEST = 140
_LONGEST_SECTION = 4  # characters of a section beside nothing but the page's number
_LONGEST_USUAL = 10
_MOST_SECTIONS = 2
_ROLES = (Role.EDITOR, Role.RESPONSIBLE_EDITOR, Role.PROOFREADER, Role.REVIEWER)
_BETWEEN = re.compile(r"[　 \t\xa0|｜/／·•，,、；;：:—\-■□◆◇●○▲★※（）()【】]*")
_HAN = "[\u4e00-\u9fff]"
_MARK = r"[　 \xa0]*[:：/／|｜·]?[　 \xa0]*"
_HAN_PAGE = "[一二三四五六七八九十]{1,2}版"  # 一版编辑：张三 二版编辑：李四
_NO_NAMES = (HeadPart.USUAL, HeadPart.WEEKDAY, HeadPart.CONTACT, HeadPart.PAGE, HeadPart.PAPER)
_CLOSES = tuple("。！？!?…”")


@frozen
class Made:
    """Who made a page, as its head says: places count from the line's beginning."""

    label: str
    role: Role
    names: str
    """As printed."""
    start: int
    end: int
    of_page: bool
    """Whether only the head of a page carries the label."""


@frozen
class Part:
    """A part of a head that names nobody."""

    kind: HeadPart
    text: str
    start: int


@frozen
class PageHead:
    """The parts of a running head."""

    parts: tuple[Part, ...]
    makers: tuple[Made, ...]

    def first(self, *kinds: HeadPart) -> Part | None:
        """The first part of one of these kinds."""
        return next((part for part in self.parts if part.kind in kinds), None)

    @property
    def page(self) -> Part | None:
        """The page, by its number."""
        return self.first(HeadPart.PAGE) or self._number

    @property
    def _number(self) -> Part | None:
        """A bare number at one of the ends, or beside a section; elsewhere it may be anything."""
        numbers = [part for part in self.parts if part.kind is HeadPart.NUMBER]
        return numbers[0] if len(numbers) == 1 else None

    @property
    def is_certain(self) -> bool:
        """Whether a line with these parts and nothing else is the head of a page, wherever it stands."""
        if any(made.of_page for made in self.makers):
            return True
        kinds = {part.kind for part in self.parts}
        if HeadPart.PAGE in kinds:
            return self._has_more(kinds) or self._names_section
        if HeadPart.NUMBER in kinds:
            return self._number is not None and (self._has_more(kinds) or kinds == {HeadPart.NUMBER, HeadPart.USUAL})
        if HeadPart.DATE in kinds and kinds & {HeadPart.WEEKDAY, HeadPart.ISSUE, HeadPart.PAPER}:
            return True
        return HeadPart.DAY in kinds and bool(kinds & {HeadPart.ISSUE, HeadPart.PAPER})

    @property
    def says_page(self) -> bool:
        """Whether it names the page, the issue, or who makes up pages."""
        numbered = self.page is not None or self.first(HeadPart.ISSUE) is not None
        return numbered or any(made.of_page for made in self.makers)

    @property
    def is_page(self) -> bool:
        """Whether it says more of a page than its date, which stands below many a title."""
        return self.says_page or self.first(HeadPart.WEEKDAY, HeadPart.PAPER) is not None

    def _has_more(self, kinds: set[HeadPart]) -> bool:
        more = {HeadPart.DATE, HeadPart.WEEKDAY, HeadPart.ISSUE, HeadPart.PAPER, HeadPart.LUNAR}
        return bool(self.makers) or bool(kinds & more)

    @property
    def _names_section(self) -> bool:
        sections = [part for part in self.parts if part.kind in (HeadPart.SECTION, HeadPart.USUAL)]
        if len(sections) != 1 or self.page is None:
            return False
        # A3 纸张 and 第三版方案 are no pages, 第3版 晚晴 and A03 晚晴 are.
        apart = self.page.start + len(self.page.text) != sections[0].start
        named = apart and ("版" in self.page.text or "0" in self.page.text)
        usual = sections[0].kind is HeadPart.USUAL
        return usual or (named and len(sections[0].text) <= _LONGEST_SECTION)


@frozen
class _Patterns:
    hint: re.Pattern[str]
    """A character that every head has somewhere."""
    makers: re.Pattern[str]
    parts: re.Pattern[str]
    kinds: dict[str, HeadPart]
    roles: dict[str, Role]
    of_page: frozenset[str]


@per_reference
def _patterns() -> _Patterns:
    rows = sorted(reference.page_head_parts(), key=lambda row: list(HeadPart).index(row.part))
    labels = [row for row in reference.labels() if row.role in _ROLES and row.place != "behind"]
    ordinary = [f"(?:{row.pattern})" for row in rows if row.part is HeadPart.MAKER]
    words = sorted((row.label for row in labels), key=len, reverse=True)
    label = "|".join([*map(re.escape, words), *ordinary])
    known = "|".join(row.pattern for row in rows if row.part in _NO_NAMES)
    # 责编郑可欣版式吕一鸣: a name ends where the next label begins.
    name = rf"(?!{known})(?:{_HAN}[　 \xa0]{{1,3}}{_HAN}(?!{_HAN})|(?:(?!{label}){_HAN}){{2,4}}(?={label}|(?!{_HAN})))"
    makers = re.compile(
        rf"(?P<page>{_HAN_PAGE})?(?P<label>{label})(?:[、/／和　 ]{{1,3}}(?:{label}))*{_MARK}"
        rf"(?P<names>{name}(?:(?:[　 \xa0]+|[、，,/／][　 ]*)(?!(?:{_HAN_PAGE})?(?:{label})){name})*)"
    )
    parts = [row for row in rows if row.part is not HeadPart.MAKER]
    return _Patterns(
        re.compile(f"[0-9版期周{''.join(sorted({re.escape(row.label[-1]) for row in labels}))}]"),
        makers,
        re.compile("|".join(f"(?P<p{i}>{row.pattern})" for i, row in enumerate(parts))),
        {f"p{i}": row.part for i, row in enumerate(parts)},
        {row.label: row.role for row in labels},
        frozenset(row.label for row in labels if row.place == "page"),
    )


def may_be_page_head(text: str) -> bool:
    """Whether a line is worth a closer look: it holds what every head has somewhere."""
    if len(text) > _LONGEST or "，" in text or "。" in text or text.endswith(_CLOSES):
        return False
    return _patterns().hint.search(text) is not None


def read_page_head(text: str) -> PageHead | None:
    """The parts of a line that is made of nothing but parts of a page's head, `None` if there is more in it.

    >>> head = read_page_head("第2版 要闻 2024年3月18日 星期一 责编：王小明")
    >>> [part.text for part in head.parts], head.makers[0].names, head.is_certain
    (['第2版', '要闻', '2024年3月18日', '星期一'], '王小明', True)
    """
    if len(text) > _LONGEST or text.endswith(_CLOSES):
        return None
    patterns = _patterns()
    parts: list[Part] = []
    makers: list[Made] = []
    at = _past(text, 0)
    while at < len(text):
        made = patterns.makers.match(text, at)
        if made is not None:
            label = made["label"]
            role = patterns.roles.get(label, Role.EDITOR)
            makers.append(
                Made(
                    label,
                    role,
                    made["names"],
                    made.start(),
                    made.end(),
                    bool(made["page"]) or label in patterns.of_page,
                )
            )
            at = _past(text, made.end())
            continue
        part = patterns.parts.match(text, at)
        if part is None or part.lastgroup is None or part.end() == at:
            return None
        parts.append(Part(patterns.kinds[part.lastgroup], part[0], part.start()))
        at = _past(text, part.end())
    return PageHead(tuple(parts), tuple(makers)) if _is_plain(parts) else None


def is_section(text: str) -> bool:
    """Whether a line is the name of a section that many papers have: 民生·社区."""
    if len(text) > _LONGEST_USUAL:
        return False
    head = read_page_head(text)
    return head is not None and not head.makers and [part.kind for part in head.parts] == [HeadPart.USUAL]


def _past(text: str, at: int) -> int:
    """Where the next part begins."""
    between = _BETWEEN.match(text, at)
    assert between is not None
    return between.end()


def _is_plain(parts: Sequence[Part]) -> bool:
    """Whether no part comes oftener than on a head."""
    kinds = [part.kind for part in parts]
    sections = sum(kind in (HeadPart.SECTION, HeadPart.USUAL) for kind in kinds)
    once = (HeadPart.DATE, HeadPart.DAY, HeadPart.WEEKDAY, HeadPart.PAGE, HeadPart.NUMBER)
    return sections <= _MOST_SECTIONS and all(kinds.count(kind) <= 1 for kind in once)
