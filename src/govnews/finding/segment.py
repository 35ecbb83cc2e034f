"""Cuts a short stretch of Chinese into words by the longest match, with the class of each word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from govnews import reference
from govnews.reference import VerbKind

LONGEST = 4
_OTHER_SCRIPT = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９][A-Za-zＡ-Ｚａ-ｚ0-9０-９.．%+\-]*")
_BRACKETS = {"“": "”", "‘": "’", "「": "」", "《": "》", "（": "）", "(": ")"}
_OPENING = {closing: opening for opening, closing in _BRACKETS.items()}


@frozen
class Word:
    """A word with its place and class.

    Classes are those of the lexicon, and: A (verb that a doer does), I and D (verbs of rising and falling),
    L (word between a thing and its number), S (verb of what happens to the thing), q (something in quotation marks),
    b (brackets with what they hold), w (punctuation), ? (an unknown character, most often part of a noun).
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
}


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
    [('A', '走访'), ('n', '群众')]
    """
    classes = word_classes()
    found = []
    at = start
    while at < end:
        char = text[at]
        closing = _BRACKETS.get(char)
        if closing is not None:
            close = text.find(closing, at + 1, end)
            if close >= 0:
                found.append(Word(at, close + 1, "b" if char in "（(" else "q"))
                at = close + 1
                continue
        for length in range(min(LONGEST, end - at), 1, -1):
            kind = classes.get(text[at : at + length])
            if kind is not None:
                found.append(Word(at, at + length, kind))
                at += length
                break
        else:
            other = _OTHER_SCRIPT.match(text, at, end)
            if other:
                found.append(Word(at, other.end(), "?"))
                at = other.end()
                continue
            kind = classes.get(char)
            if kind is None:
                kind = "?" if char.isalnum() else "w"
            found.append(Word(at, at + 1, kind))
            at += 1
    return found
