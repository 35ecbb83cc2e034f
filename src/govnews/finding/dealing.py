"""The lists that 分别 deals a row of numbers out to: 城镇、农村居民收入分别增长4%、6%."""

from __future__ import annotations

import re

from govnews.finding.clauses import JOINS, trimmed
from govnews.finding.roles import roles
from govnews.spans import Span
from govnews.words import words

_MARKS = re.compile("、|以及|[和及与](?![谐平])")
# 分别增长9%、6%和4%
_NEXT_OF_ROW = re.compile("(?:、|以及|[和及与])[约近超]?[0-9][0-9.,]*[^，,。；;、\n\f0-9和及与]{0,8}")
_LONGEST_ROW = 8  # numbers that are dealt out
_LONGEST_MEMBER = 16  # characters


def dealt_to(text: str, start: int, end: int, position: int) -> tuple[str, ...]:
    """The members of the list `text[start:end]`, if it has one for each number of the row that goes on at `position`.

    What its members are made of does not matter then: 渔船停靠、新增商户、营业额分别增长9%、6%、4%.
    """
    row = 1
    while row < _LONGEST_ROW and (more := _NEXT_OF_ROW.match(text, position)):
        row, position = row + 1, more.end()
    bare = trimmed(text, Span(start, end))
    parts = [part for part in _MARKS.split(bare.of(text)) if part] if bare else []
    if row < 3 or len(parts) != row or any(len(part) > _LONGEST_MEMBER for part in parts):
        return ()
    parts[-1], _, head = parts[-1].partition("等")
    return tuple(_without_light(part) + head for part in parts)  # 内容创作、信息服务等行业收入


def _without_light(member: str) -> str:
    """A member without the verb that only says that there is such a thing: 实现|税收."""
    first = words(member, 0, len(member)).printed[0]
    return member[len(first) :] if first in roles().light and len(member) > len(first) else member


def members_of(name: str) -> tuple[str, ...]:
    """The members of a list that 分别 deals its numbers to, each with the head that they share."""
    parts, head = [""], ""
    found = words(name, 0, len(name))
    for end, printed in zip(found.ends, found.printed, strict=True):
        if printed == "等" and len(parts) > 1:
            head = name[end:]
            break
        if printed in JOINS:
            parts.append("")
        else:
            parts[-1] += printed
    parts = [part for part in parts if part]
    if head:
        return tuple(part + head for part in parts)  # 新闻服务、内容创作等行业收入
    if len(parts) < 2:
        return (name,)
    last = parts[-1]
    whole = []
    for part in parts:
        if len(part) < len(last) and not part.endswith(roles().attribute):
            # 城镇、农村居民收入: what follows the part's counterpart in the last member is common to all
            ends = words(last, 0, len(last)).ends
            own = [end for end in ends if len(part) > 2 and last[max(0, end - 2) : end] == part[-2:]]
            own = own or [end for end in reversed(ends) if last[end - 1] == part[-1]]  # 滦河、疏勒|河水文站水温
            part += last[own[-1] if own else min(ends, key=lambda end: (abs(end - len(part)), -end)) :]
        whole.append(part)
    return tuple(whole)
