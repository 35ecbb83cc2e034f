"""Cuts a short stretch of Chinese into words by the longest match, with the class of each word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from attrs import define

from govnews import reference
from govnews.reference import VerbKind

LONGEST = 4
_OTHER_SCRIPT = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９][A-Za-zＡ-Ｚａ-ｚ0-9０-９.．%+\-]*")
_HAN = re.compile("[\u3400-\u9fff]+")
_BRACKETS = {"“": "”", "‘": "’", "「": "」", "《": "》", "（": "）", "(": ")"}


@define
class Word:
    """A word with its place and class.

    Classes are those of the lexicon, and: A (verb that a doer does), B (such a verb or a noun), I and D (verbs of
    rising and falling), L (word between a thing and its number), S (verb of what happens to the thing),
    q (something in quotation marks), b (brackets with what they hold), w (punctuation), ? (an unknown character,
    most often part of a noun).
    """

    start: int
    end: int
    kind: str


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
_COMPLEMENTS = frozenset("了上出到过起成")
_ASPECTS = ("了", "着", "过")


@cache
def word_classes() -> Mapping[str, str]:
    """Every known word with its class; what verbs.csv says of a verb goes before the lexicon."""
    classes = dict(reference.lexicon())
    for verb in reference.verbs():
        classes[verb.verb] = _VERB_CLASSES[verb.kind]
    return classes


def words(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`; what stands in quotation marks or brackets is one word.

    >>> [(w.kind, "走访群众"[w.start : w.end]) for w in words("走访群众", 0, 4)]
    [('B', '走访'), ('n', '群众')]
    """
    found: list[Word] = []
    at = start
    while at < end:
        char = text[at]
        stretch = _HAN.match(text, at, end)
        if stretch:
            found += _best(text, at, stretch.end(), end)
            at = stretch.end()
            continue
        closing = _BRACKETS.get(char)
        if closing is not None:
            close = text.find(closing, at + 1, end)
            if close >= 0:
                found.append(Word(at, close + 1, "b" if char in "（(" else "q"))
                at = close + 1
                continue
        other = _OTHER_SCRIPT.match(text, at, end)
        if other:
            found.append(Word(at, other.end(), "?"))
            at = other.end()
            continue
        found.append(Word(at, at + 1, "w"))
        at += 1
    return found


@cache
def _longest() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The length of the longest known word that begins with a character, and of the longest that ends with one."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for word in word_classes():
        length = min(len(word), LONGEST)
        if length == len(word):
            starts[word[0]] = max(starts.get(word[0], 1), length)
            ends[word[-1]] = max(ends.get(word[-1], 1), length)
    return starts, ends


def _forward(text: str, start: int, end: int) -> list[int]:
    """Where words end if each is the longest that begins where the one before it ends."""
    classes, longest = word_classes(), _longest()[0]
    ends = []
    while start < end:
        length = longest.get(text[start], 1)
        if length > 1:
            length = length if start + length <= end else end - start
            while length > 1 and text[start : start + length] not in classes:
                length -= 1
        start += length
        ends.append(start)
    return ends


def _backward(text: str, start: int, end: int) -> list[int]:
    """Where words end if each is the longest that ends where the one behind it begins."""
    classes, longest = word_classes(), _longest()[1]
    ends = []
    while end > start:
        ends.append(end)
        length = longest.get(text[end - 1], 1)
        if length > 1:
            length = length if end - length >= start else end - start
            while length > 1 and text[end - length : end] not in classes:
                length -= 1
        end -= length
    ends.reverse()
    return ends


def _best(text: str, start: int, end: int, limit: int) -> list[Word]:
    """The words of a stretch of Han characters: of the cuts from the front and from the back the one in fewer pieces.

    From the front 软件业务收入 gives 软件业, 务, 收入; from the back 软件, 业务, 收入.
    """
    classes = word_classes()
    ends, others = _forward(text, start, end), _backward(text, start, end)
    cut = list(pairwise((start, *ends)))
    if others != ends:
        backward = list(pairwise((start, *others)))
        if _badness(text, backward) <= _badness(text, cut):
            cut = backward
    found: list[Word] = []
    for a, b in cut:
        kind = classes.get(text[a:b], "?")
        if kind == "s":
            if found and found[-1].end == a and found[-1].kind in "nvABgSIDax?" and a - found[-1].start > 1:
                found[-1] = Word(found[-1].start, b, "n")  # 调解 + 室, 网格 + 员, 落实 + 率
                continue
            kind = "?"
        if kind == "A" and b - a == 1 and b < limit and text[b] not in _COMPLEMENTS:
            kind = "?"
        elif kind == "?" and b - a == 1 and text[b : b + 1] in _ASPECTS:
            kind = "v"  # 投了, 挂着: only a verb stands in front of these
        found.append(Word(a, b, kind))
    return found


def _badness(text: str, cut: list[tuple[int, int]]) -> tuple[int, int, int]:
    """How bad a cut is: many pieces, characters that are no word, few of the verbs that the tables know."""
    classes = word_classes()
    kinds = [classes.get(text[a:b]) for a, b in cut]
    return len(cut), -sum(kind in ("A", "B") for kind in kinds), kinds.count(None)
