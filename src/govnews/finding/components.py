"""What the parts of a named initiative are, where the text lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govnews.finding.numerals import parse_number
from govnews.spans import Span
from govnews.words import WordsBefore, word_classes

_NUMBER = re.compile("(?:[一二三四五六七八九十两双]+|[0-9]{1,2}(?![0-9]))(?![+＋])")
_INTRODUCED = re.compile("即|包括|包含|分别|[是指]")
_TOLD = re.compile(
    "[”’]?[^，,。；;：:！？“”\n\f]{0,14}[，,]?"
    "(?:即|具体包括|包括|包含|分别是|分别为|是指|指的是|就是)[是为]?[：:]?|"
    "[”’]?[^，,。；;：:！？“”\n\f]{0,14}[：:]|"
    "[”’]?[^，,。；;：:！？“”\n\f（(]{0,8}[（(](?:即|包括)?[：:]?"
)
_STOP = re.compile("[。；;！？\n\f）)]")
_ITEMS_QUOTED = re.compile("[“]([^“”\n\f]{1,20})[”]")
_FIRST = re.compile("一[是要曰]")
_ENUMERATED = re.compile("([一二三四五六七八九十])(?:[是要曰]|、)")
_CLAUSE_END = re.compile("[，,。；;：:！？\n\f]")
_LAST_LINK = re.compile("以及|[和及与]")
_ETC = re.compile("等(?:[0-9一二三四五六七八九十两]{0,3}[个项大类种方]|$).*$")
_LONGEST_ITEM = 20
_REACH = 240
"""How far behind a name its parts are looked for."""
_IN_FRONT = 90
_BREAK = re.compile("[，,。；;：:！？“”‘’（）()\n\f]")
_FORMULA = re.compile("[0-9一二三四五六七八九十]+(?:[+＋][0-9一二三四五六七八九十]+)+")
_MEASURES = "个项支大类套条名张级种道步块位本处座"
_DIGITS = "一二三四五六七八九十"
_MEANING = "(?:是指|指的是|指|即|就是|代表|为|是)"


def components(text: str, span: Span) -> tuple[str, ...]:
    """The parts of the initiative whose name stands at `span`; none where the text does not list them.

    >>> text = "推行“三步法”，即听诉求、讲道理、促和解。"
    >>> components(text, Span(3, 6))
    ('听诉求', '讲道理', '促和解')
    >>> text = "乡贤馆、议事亭、讲堂“三大阵地”"
    >>> components(text, Span(11, 15))
    ('乡贤馆', '议事亭', '讲堂')

    A number at the beginning of the name says how many there must be; a name without one needs a word that
    introduces them (即, 包括). “1+4+5” has what the text says of each of its numbers: 1个平台, 4项机制.
    """
    name = span.of(text)
    formula = _FORMULA.search(name)
    if formula:
        return _of_formula(text, span, re.split("[+＋]", formula[0]))
    number = _NUMBER.match(name)
    count = _count(number[0]) if number else None
    for found in _lists(text, span, count):
        if 1 < len(found) <= 12 and (count is None or len(found) == count):
            return tuple(found)
    return ()


def _count(numeral: str) -> int | None:
    if numeral == "双":
        return 2
    value = parse_number(numeral)
    return int(value) if value is not None and 2 <= value <= 12 else None


def _lists(text: str, span: Span, count: int | None) -> Iterator[list[str]]:
    """The lists that may be the parts, the most likely first."""
    told = _TOLD.match(text, span.end, span.end + 30)
    if told:
        stop = _STOP.search(text, told.end(), told.end() + _REACH)
        if count is None and not _INTRODUCED.search(told[0]):
            return
        yield _items(text[told.end() : stop.start() if stop else told.end()])
    if count is None:
        if told:
            yield _enumerated(text, told.end() - 2)
        return
    yield _items_before(text, span.start - (text[span.start - 1 : span.start] in ("“", "‘")), count)
    yield _enumerated(text, span.end)


def _items(listed: str) -> list[str]:
    """The members of a list that 、 parts, or of one in quotation marks."""
    quoted = _ITEMS_QUOTED.findall(listed)
    if len(quoted) > 1 and len("".join(quoted)) * 2 > len(listed):
        return quoted
    if len(quoted) == 1 and "、" in quoted[0]:  # “听、问、查、访”四步
        return [item for item in quoted[0].split("、") if item]
    listed = _ETC.sub("", _CLAUSE_END.split(listed)[0])
    items = [item.strip(" “”　") for item in listed.split("、")]
    if len(items) > 1 and (link := _LAST_LINK.search(items[-1], 2)) and link.end() < len(items[-1]) - 1:
        items[-1:] = [items[-1][: link.start()], items[-1][link.end() :]]
    return items if all(1 < len(item) <= _LONGEST_ITEM for item in items) else []


def _items_before(text: str, end: int, count: int) -> list[str]:
    """The last `count` members of the list that ends where the name begins: 党建、物业、居民“三方联动”."""
    first = max(0, end - _IN_FRONT)
    for mark in _BREAK.finditer(text, first, end):
        first = mark.end()
    if text[end - 1 : end] == "”":  # “敲门”“问需”“解忧”三部曲
        quoted = re.search("(?:“[^“”\n\f]{1,16}”[、和]?)+$", text[max(0, end - _IN_FRONT) : end])
        members = _ITEMS_QUOTED.findall(quoted[0])[-count:] if quoted else []
        # “两个基地”“两个枢纽”“两个网络” stand side by side.
        return [] if any(member[0] == text[end + 1 : end + 2] for member in members) else members
    items = text[first:end].removesuffix("等").split("、")
    if (link := _LAST_LINK.search(items[-1], 2)) and len(items) == count - 1 and link.end() < len(items[-1]) - 1:
        items[-1:] = [items[-1][: link.start()], items[-1][link.end() :]]
    if len(items) < count:
        return []
    items = items[-count:]
    if not all(items):
        return []  # a line that was cut off and begins with 、
    items[0] = _without_verb(items[0], items[1])
    return items if all(1 < len(item) <= _LONGEST_ITEM for item in items) else []


def _without_verb(first: str, second: str) -> str:
    """The first member of a list without the verb of which all are the object: 打造|乡贤馆."""
    words = WordsBefore(first, 0, len(first))
    words.all()
    if len(first) > len(second) + 2:
        for i, kind in enumerate(words.kinds):
            if i and kind in "ABIDLvS":
                return first[words.starts[i - 1] :]
    alike = word_classes().get(second[:2], "?") in "ABIDv"
    return first[words.starts[-2] :] if words.kinds[-1] in "ABIDv" and len(words.kinds) > 1 and not alike else first


def _enumerated(text: str, start: int) -> list[str]:
    """The first clauses behind 一是, 二是, … that follow."""
    end = start + _REACH * 3
    first = _FIRST.search(text, start, min(len(text), start + 60))
    if first is None or "\f" in text[start : first.start()]:
        return []
    items: list[str] = []
    for match in _ENUMERATED.finditer(text, first.start(), end):
        if match[1] != _DIGITS[len(items)]:
            continue
        stop = _CLAUSE_END.search(text, match.end(), match.end() + _LONGEST_ITEM + 10)
        item = text[match.end() : stop.start() if stop else match.end()].strip()
        if len(item) < 2:
            return []
        items.append(item)
        if len(items) == len(_DIGITS):
            break
    return items


def _of_formula(text: str, span: Span, numbers: list[str]) -> tuple[str, ...]:
    """What the text behind the formula says of each of its numbers, in their order."""
    end = text.find("\n", span.end, span.end + _REACH)
    at, end = span.end, end if end >= 0 else span.end + _REACH
    found = []
    for number in numbers:
        digit = parse_number(number)
        numeral = _DIGITS[int(digit) - 1] if digit is not None and 1 <= digit <= 10 else number
        either = f"(?:{re.escape(number)}|{numeral}{'|两' if number == '2' else ''})"
        part = re.compile(
            f"“?(?<![0-9一二三四五六七八九十]){either}(?:”{_MEANING}([^，,。；;：:“”\n\f]{{2,30}})|"
            f"([{_MEASURES}][\u4e00-\u9fff]{{2,12}}))"
        ).search(text, at, end)
        if part is None:
            return ()
        found.append(part[1] or part[0].lstrip("“"))
        at = part.end()
    return tuple(found)
