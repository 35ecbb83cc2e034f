"""Cuts a short stretch of Chinese into words by the longest match, with the class of each word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from attrs import define, field

from govnews import reference
from govnews.reference import VerbKind
from govnews.table_files import per_reference

LONGEST = 4
_OTHER_SCRIPT = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９][A-Za-zＡ-Ｚａ-ｚ0-9０-９.．%+\-]*")
_OTHER_SCRIPT_END = re.compile(_OTHER_SCRIPT.pattern + r"\Z")
_LONGEST_OTHER = 24
_HAN = re.compile("[\u3400-\u9fff]+")
_BRACKETS = {"“": "”", "‘": "’", "「": "」", "《": "》", "（": "）", "(": ")"}
_OPENING = {closing: opening for opening, closing in _BRACKETS.items()}


@define
class Words:
    """Words of a text: where each begins and ends, its class, and as printed.

    Classes are those of the lexicon, and: A (verb that a doer does), B (such a verb or a noun), I and D (verbs of
    rising and falling), L (word between a thing and its number), S (verb of what happens to the thing),
    q (something in quotation marks), b (brackets with what they hold), w (punctuation), ? (an unknown character,
    most often part of a noun).
    """

    starts: list[int] = field(factory=list)
    ends: list[int] = field(factory=list)
    kinds: list[str] = field(factory=list)
    printed: list[str] = field(factory=list)

    def __len__(self) -> int:
        return len(self.kinds)

    def add(self, start: int, end: int, kind: str, printed: str) -> None:
        """Set one more word behind the others."""
        self.starts.append(start)
        self.ends.append(end)
        self.kinds.append(kind)
        self.printed.append(printed)


_VERB_CLASSES = {
    VerbKind.ACTION: "A",
    VerbKind.INCREASE: "I",
    VerbKind.DECREASE: "D",
    VerbKind.LINK: "L",
    VerbKind.STATE: "S",
    VerbKind.BOTH: "B",
    VerbKind.NOUN: "n",
}
# 种 is a verb in 种了3亩, not in 税种: one character alone is one only in front of these.
_COMPLEMENTS = frozenset("了上出到过起成下来走回掉满进一")
_RESULTS = frozenset("了着过成为至到")
_ASPECTS = ("了", "着", "过", "出")


@per_reference
def word_classes() -> Mapping[str, str]:
    """Every known word with its class; what verbs.csv says of a verb goes before the lexicon."""
    classes = dict(reference.lexicon())
    for verb in reference.verbs():
        classes[verb.verb] = _VERB_CLASSES[verb.kind]
    return classes


def words(text: str, start: int, end: int) -> Words:
    """The words of `text[start:end]`; what stands in quotation marks or brackets is one word.

    >>> found = words("走访群众", 0, 4)
    >>> list(zip(found.kinds, found.printed))
    [('B', '走访'), ('n', '群众')]
    """
    found = Words()
    at = start
    while at < end:
        stretch = _HAN.match(text, at, end)
        if stretch:
            _add_han(found, text, at, stretch.end(), end)
            at = stretch.end()
            continue
        char = text[at]
        closing = _BRACKETS.get(char)
        if closing is not None and (close := text.find(closing, at + 1, end)) >= 0:
            found.add(at, close + 1, "b" if char in "（(" else "q", text[at : close + 1])
            at = close + 1
            continue
        other = _OTHER_SCRIPT.match(text, at, end)
        if other:
            found.add(at, other.end(), "?", other[0])
            at = other.end()
            continue
        found.add(at, at + 1, "w", char)
        at += 1
    return found


class _Outward:
    """Words from a place outwards; each is cut when it is asked for, so most never are."""

    __slots__ = ("_classes", "_lengths", "_limit", "_text", "at", "kinds", "printed", "starts")

    def __init__(self, text: str, at: int, limit: int, lengths: Mapping[str, tuple[int, ...]]) -> None:
        self._text, self._limit = text, limit
        self._classes, self._lengths = word_classes(), lengths
        self.at = at
        """From where on no word is cut yet."""
        self.starts: list[int] = []
        self.kinds: list[str] = []
        self.printed: list[str] = []

    def end(self, i: int) -> int:
        """Where word `i` ends."""
        return self.starts[i] + len(self.printed[i])

    def reaches(self, i: int) -> bool:
        """Whether there is a word `i`."""
        while i >= len(self.kinds):
            if self.at == self._limit:
                return False
            self._cut()
        return True

    def all(self) -> None:
        """Cut all the words that there are."""
        while self.at != self._limit:
            self._cut()

    def _cut(self) -> None:
        raise NotImplementedError


class WordsBefore(_Outward):
    """The words in front of a place, word 0 the nearest.

    >>> before = WordsBefore("安排当地群众", 0, 6)
    >>> before.reaches(1), before.printed
    (True, ['群众', '当地'])
    """

    __slots__ = ("place",)

    def __init__(self, text: str, first: int, place: int) -> None:
        super().__init__(text, place, first, _lengths()[1])
        self.place = place
        """The place that they stand in front of."""

    def restart(self, i: int, position: int) -> None:
        """Cut the words from `i` on anew, the first of them ending at `position`."""
        del self.starts[i:], self.kinds[i:], self.printed[i:]
        self.at = position

    def _cut(self) -> None:
        start, kind, printed = self._word(self.at)
        if kind == "s":
            # 调解 + 室, 网格 + 员, 落实 + 率
            kind = "?"
            if start > self._limit and "\u3400" <= self._text[start - 1] <= "\u9fff":
                before, known, more = self._word(start)
                if known in "nvABgSIDax?" and len(more) > 1:
                    start, kind, printed = before, "n", more + printed
        self.starts.append(start)
        self.kinds.append(kind)
        self.printed.append(printed)
        self.at = start

    def _word(self, end: int) -> tuple[int, str, str]:
        """Where the longest word begins that ends at `end`, its class, and as printed."""
        text, first, classes = self._text, self._limit, self._classes
        for length in self._lengths.get(text[end - 2 : end], ()):
            printed = text[end - length : end]
            if printed not in classes or end - length < first:
                continue
            if length == 2 and end - first > 2 and (across := classes.get(text[end - 3 : end - 1])):
                # 划分|成, 拥有|了, 提供|热餐: not 划|分成, 拥|有了, 提|供热; but 改造|成本, 专递|送达
                if across in "ABIDLv" and text[end - 1] in _RESULTS:
                    break
                if across in "ABID" and classes[printed] not in "ABID" and text[end - 4 : end - 2] not in classes:
                    break
            return end - length, classes[printed], printed
        char = text[end - 1]
        if "\u3400" <= char <= "\u9fff":
            kind = classes.get(char, "?")
            if kind == "A":
                if end < self.place and text[end] not in _COMPLEMENTS:
                    kind = "?"
            elif kind == "?" and text[end : end + 1] in _ASPECTS:
                kind = "v"  # 投了, 挂着: only a verb stands in front of these
            return end - 1, kind, char
        opening = _OPENING.get(char)
        if opening is not None and (start := text.rfind(opening, first, end - 1)) >= 0:
            return start, "b" if char in "）)" else "q", text[start:end]
        other = _OTHER_SCRIPT_END.search(text, max(first, end - _LONGEST_OTHER), end)
        if other:
            return other.start(), "?", other[0]
        return end - 1, "w", char


class WordsBehind(_Outward):
    """The words behind a place, word 0 the nearest.

    >>> behind = WordsBehind("名困难群众", 1, 5)
    >>> behind.reaches(1), behind.printed
    (True, ['困难', '群众'])
    """

    __slots__ = ()

    def __init__(self, text: str, at: int, limit: int) -> None:
        super().__init__(text, at, limit, _lengths()[0])

    def _cut(self) -> None:
        start = self.at
        kind, printed = self._word(start)
        end = start + len(printed)
        if (
            kind in "nvABgSIDax?"
            and len(printed) > 1
            and end < self._limit
            and self._classes.get(self._text[end]) == "s"
            and self._word(end)[0] == "s"
        ):
            kind, printed = "n", printed + self._text[end]  # 调解 + 室, 网格 + 员, 落实 + 率
        elif kind == "s":
            kind = "?"
        self.starts.append(start)
        self.kinds.append(kind)
        self.printed.append(printed)
        self.at = start + len(printed)

    def _word(self, start: int) -> tuple[str, str]:
        """The class of the longest word that begins at `start`, and the word."""
        text, limit, classes = self._text, self._limit, self._classes
        for length in self._lengths.get(text[start : start + 2], ()):
            printed = text[start : start + length]
            if printed in classes and start + length <= limit:
                return classes[printed], printed
        char = text[start]
        if "\u3400" <= char <= "\u9fff":
            kind = classes.get(char, "?")
            following = text[start + 1 : start + 2]
            if kind == "A":
                if start + 1 < limit and following not in _COMPLEMENTS:
                    kind = "?"
            elif kind == "?" and following in _ASPECTS:
                kind = "v"  # 投了, 挂着: only a verb stands in front of these
            return kind, char
        closing = _BRACKETS.get(char)
        if closing is not None and (close := text.find(closing, start + 1, limit)) >= 0:
            return "b" if char in "（(" else "q", text[start : close + 1]
        other = _OTHER_SCRIPT.match(text, start, limit)
        return ("?", other[0]) if other else ("w", char)


@per_reference
def _lengths() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    """How long the words are that begin with two characters, and those that end with them, longest first."""
    begin: dict[str, tuple[int, ...]] = {}
    end: dict[str, tuple[int, ...]] = {}
    for word in sorted(word_classes(), key=len):
        length = len(word)
        if 2 <= length <= LONGEST:
            for table, pair in ((begin, word[:2]), (end, word[-2:])):
                known = table.get(pair, ())
                if length not in known:
                    table[pair] = (length, *known)
    return begin, end


def _forward(stretch: str) -> list[int]:
    """Where words end if each is the longest that begins where the one before it ends."""
    classes, (begin, _) = word_classes(), _lengths()
    ends = []
    at, stop = 0, len(stretch)
    while at < stop:
        for length in begin.get(stretch[at : at + 2], ()):
            if length == 2 or (at + length <= stop and stretch[at : at + length] in classes):
                at += length
                break
        else:
            at += 1
        ends.append(at)
    return ends


def _backward(stretch: str) -> list[int]:
    """Where words end if each is the longest that ends where the one behind it begins."""
    classes, (_, end) = word_classes(), _lengths()
    ends = []
    at = len(stretch)
    while at > 0:
        ends.append(at)
        for length in end.get(stretch[at - 2 : at], ()) if at > 1 else ():
            if length == 2 or (at >= length and stretch[at - length : at] in classes):
                at -= length
                break
        else:
            at -= 1
    ends.reverse()
    return ends


def _add_han(found: Words, text: str, start: int, stop: int, limit: int) -> None:
    """Add the words of a stretch of Han characters: of the cuts from the front and from the back the better one.

    From the front 软件业务收入 gives 软件业, 务, 收入; from the back 软件, 业务, 收入.
    """
    classes = word_classes()
    stretch = text[start:stop]
    ends, others = _forward(stretch), _backward(stretch)
    if others != ends and _badness(stretch, others) <= _badness(stretch, ends):
        ends = others
    a = start
    for end in ends:
        b = start + end
        printed = text[a:b]
        kind = classes.get(printed, "?")
        if kind == "s":
            if a > start and found.kinds[-1] in "nvABgSIDax?" and len(found.printed[-1]) > 1:
                # 调解 + 室, 网格 + 员, 落实 + 率
                found.ends[-1], found.kinds[-1] = b, "n"
                found.printed[-1] += printed
                a = b
                continue
            kind = "?"
        if b - a == 1:
            if kind == "A" and b < limit and text[b] not in _COMPLEMENTS:
                kind = "?"
            elif kind == "?" and text[b : b + 1] in _ASPECTS:
                kind = "v"  # 投了, 挂着: only a verb stands in front of these
        found.add(a, b, kind, printed)
        a = b


def _badness(stretch: str, ends: list[int]) -> tuple[int, int, int]:
    """How bad a cut is: many pieces, characters that are no word, few of the verbs that the tables know."""
    classes = word_classes()
    kinds = [classes.get(stretch[a:b]) for a, b in pairwise((0, *ends))]
    return len(ends), -sum(kind in ("A", "B") for kind in kinds), kinds.count(None)
