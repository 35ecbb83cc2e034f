"""Clauses: where one begins, and what is said in it of a number."""

from __future__ import annotations

import re

from attrs import define

from govnews.models import Change
from govnews.reference import UnitKind
from govnews.spans import Span
from govnews.words import word_classes

REACH = 48
"""How many characters to either side of a number are read at most."""

CLAUSE_END = "，,。；;：:！？!?\n\f…"
LIST_MARKS = frozenset(("、", "和", "及", "及其他"))
"""Marks and words between the members of a list."""
JOINS = ("、", "和", "及", "与", "以及", "及其他")
"""What joins nouns to one phrase."""
OF = "的"
"""What stands between a description and its noun."""
MEASURED = frozenset(
    (
        UnitKind.MONEY, UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS, UnitKind.VOLUME, UnitKind.TIME, UnitKind.POWER,
        UnitKind.ENERGY, UnitKind.RATE,
    )
)  # fmt: skip
"""Kinds of units whose number is often that of the noun in front: 建筑面积500平方米."""
SHARES = (UnitKind.RATIO, UnitKind.POINT)
"""Kinds of units that compare."""
_QUOTES = {"”": "“", "’": "‘"}
_LEAD = re.compile(
    "^(?:全[市区省县镇街村国校院]|我[市区省县国院校]|本[市区省县]|各|该|其余|其中|其|等|这些|这|所有|剩余|的|共有|共|了)+"
)
_POINTING = ("这", "那", "该", "每")
_MEASURE_WORDS = frozenset("座条栋幢块台辆艘所处间支项个家位名")
_TAIL = frozenset("等共的内中上均总各约已又也则再还")
_BRACKET_AT_END = re.compile(r"[（(][^（）()]*[）)]\Z")


@define
class Phrase:
    """What stands around a number; the spans are of what was found."""

    item: str | None = None
    item_span: Span | None = None
    items: tuple[str, ...] = ()
    """The members that 分别 deals its numbers to, from this number's on."""
    dealt: tuple[str, ...] = ()
    """All the members of that list, for another row of numbers: 分别为8亿元和6亿元，增长4%和3%."""
    action: str | None = None
    action_span: Span | None = None
    change: Change | None = None
    basis: str | None = None
    dealing: bool = False
    """Whether 分别 deals out the numbers."""
    behind: bool = False
    """Whether the item stands behind the number."""
    compared: str | None = None
    """比去年, where the number is what another one is measured against: 比去年的30人多5人."""
    own: bool = False
    """Whether the verb says itself what rises or falls: 户均增收3000元."""
    bare: bool = False
    """Whether its clause says nothing but the number: 收入稳步增长，达到300亿元."""


def clause_start(text: str, position: int, floor: int) -> int:
    """Where the clause that holds `position` begins; brackets and quotations are not broken open."""
    start = max(floor, position - REACH)
    at = position - 1
    while at >= start:
        char = text[at]
        if char in CLAUSE_END and not (
            char in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        ):
            return at + 1
        if char in "）)":
            opening = max(text.rfind("（", start, at), text.rfind("(", start, at))
            if opening < 0:
                return at + 1
            at = opening
        elif char in _QUOTES:
            opening = text.rfind(_QUOTES[char], start, at)
            at = opening if opening >= 0 else at
        elif char in "（(" or (char == "—" and text[at - 1 : at] == "—"):
            return at + 1
        at -= 1
    return start


def plain(name: str) -> str:
    """The item without quotation marks around the whole and without a bracket at its end."""
    if name[-1] in "）)":
        name = _BRACKET_AT_END.sub("", name)
    if len(name) > 2 and name[0] in "“‘" and name[-1] in "”’" and not re.search("[“”‘’]", name[1:-1]):
        name = name[1:-1]
    return name


def _begins_name(characters: str) -> bool:
    """Whether 和, 及 or 与 is the first character of a word or of a name."""
    return characters[:2] in word_classes() or characters[2:] in ("区", "县", "市", "镇", "乡", "村", "街")


def trimmed(text: str, span: Span) -> Span | None:
    """The span without the words that only lead to a noun phrase or follow it (全区, 等, 内)."""
    name = span.of(text)
    lead = _LEAD.match(name)
    start = span.start + (lead.end() if lead else 0)
    if text[start - 1 : start + 1] == "其中":
        start += 1  # 其中|立查立改问题
    end = span.end
    if text[start - 1 : start] in _POINTING and text[start : start + 1] in _MEASURE_WORDS and end - start > 1:
        start += text[start : start + 2] not in word_classes()  # 这座|占地1.8亩的老祠堂
    while end > start and text[end - 1] in _TAIL and text[end - 2 : end] not in word_classes():
        end -= 1  # 活动共, but not 合约
    known = word_classes()
    while end > start and text[end - 1] in "、和及与，" and text[end - 2 : end] not in known:
        end -= 1  # 群众和, but not 普及
    while start < end and text[start] in "、和及与" and not _begins_name(text[start : start + 3]):
        start += 1  # 和群众, but not 和谐社区, 和平区
    return Span(start, end) if end > start else None
