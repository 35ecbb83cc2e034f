"""Traditional characters in simplified text, converted on evidence alone."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from govnews.repair.dictionaries import Dictionaries, Words, dictionaries
from govnews.spans import Edit, Span

CERTAIN = "script-certain"
"""The character stands outside 通用规范汉字表 and its simplified counterpart within."""
WORD = "script-phrase"
"""A listed word says so: 瞭解, 饼乾."""
COMPANY = "script-company"
"""What stands around it is traditional for certain and nothing simplified."""
TRADITIONAL = "script-traditional"
"""The line is traditional throughout and is converted as OpenCC's t2s does it."""

FEWEST = 2
"""Traditional characters that make a line or a run traditional: one may be a slip in simplified text."""
SHARE = 7
"""One in so many characters of a traditional line is traditional for certain; in real text it is one in three."""
LONG = 40
"""So long no simplified line is without a character that only simplified text holds."""
STRAY = 8
"""So many traditional characters outweigh a simplified one, for some are simplified by habit (群, 台)."""
REACH = 12
"""Characters on either side that can be company."""
LOOK = 6
"""Characters in front that a row of script_exceptions.csv can ask for."""

_HAN_RUN = re.compile("[\u3400-\u9fff]*")
_FAR = re.compile("[\U00010000-\U0010ffff]")


def simplify(text: str, protect: Sequence[str] = ()) -> list[Edit]:
    """The edits that simplify the traditional characters of `text`, its length unchanged.

    A character that only traditional text holds always changes; one that is ordinary in names too (乾, 於)
    changes in a listed word, by a row of script_exceptions.csv, or in traditional company.

    >>> [(edit.span.start, edit.new, edit.rule) for edit in simplify("河西區，王乾吃饼乾")]
    [(2, '区', 'script-certain'), (8, '干', 'script-phrase')]

    Args:
        text: any string.
        protect: words that stay as they are.

    """
    if text.isascii():
        return []
    known = dictionaries()
    hit = known.hit.search(text)
    if hit is None:
        return []
    kept = _protected(text, protect)
    if known.simple.search(text) is None and _is_traditional(text[hit.start() : hit.start() + 1000], known):
        return _traditional(text, 0, len(text), known, kept)
    edits: list[Edit] = []
    while hit is not None:
        start = text.rfind("\n", 0, hit.start()) + 1
        end = text.find("\n", hit.start())
        end = len(text) if end < 0 else end
        hits = list(known.hit.finditer(text, hit.start(), end))
        certain = sum(match[0] in known.certain for match in hits)
        if certain >= FEWEST and _is_traditional(text[start:end], known):
            edits += _traditional(text, start, end, known, kept)
        else:
            edits += _mixed(text, start, end, hits, known, kept)
        hit = known.hit.search(text, end)
    return edits


def _protected(text: str, protect: Sequence[str]) -> list[tuple[int, int]]:
    words = sorted(filter(None, protect), key=len, reverse=True)
    if not words:
        return []
    return [match.span() for match in re.finditer("|".join(map(re.escape, words)), text)]


def _is_kept(at: int, kept: Sequence[tuple[int, int]]) -> bool:
    if not kept:
        return False
    i = bisect_right(kept, (at, sys.maxsize)) - 1
    return i >= 0 and kept[i][0] <= at < kept[i][1]


_STRETCH = re.compile(r"[^\s）)】]+")


def _is_traditional(text: str, known: Dictionaries) -> bool:
    """Whether so much is traditional for certain that the rest is too.

    A line that names a single 區 is simplified text with a slip; 王乾 in it is a name.
    """
    certain = sum(char in known.certain for char in known.hit.findall(text))
    if certain < FEWEST:
        return False
    if certain * SHARE < len(text):
        return len(text) >= LONG and known.simple.search(text) is None
    return len(known.simple.findall(text)) * STRAY <= certain


def _traditional(text: str, start: int, end: int, known: Dictionaries, kept: Sequence[tuple[int, int]]) -> list[Edit]:
    """One edit for each stretch of `text[start:end]` that changes, all of it traditional."""
    old = text[start:end]
    new = old.translate(known.full)
    changes = _words(old, known)
    if _FAR.search(old):
        changes += [(m.start(), known.far[m[0]]) for m in _FAR.finditer(old) if m[0] in known.far]
        changes.sort()
    for begin, stop in kept:
        begin, stop = max(begin, start) - start, min(stop, end) - start
        if begin < stop:
            changes = [change for change in changes if not begin <= change[0] < stop]
            changes.append((begin, old[begin:stop]))
    if changes:
        pieces: list[str] = []
        at = 0
        for place, word in sorted(changes):
            if place < at:
                continue
            pieces += (new[at:place], word)
            at = place + len(word)
        new = "".join((*pieces, new[at:]))
    # By stretches and not by lines: a paragraph begins behind an indent or behind 本報訊（記者 張三）, and no edit
    # may reach over its beginning.
    return [
        Edit(Span(start + run.start(), start + run.end()), after, TRADITIONAL)
        for run in _STRETCH.finditer(old)
        if (after := new[run.start() : run.end()]) != run[0]
    ]


def _words(text: str, known: Dictionaries) -> list[tuple[int, str]]:
    """Places in traditional text where a word or a row says otherwise than the single characters do."""
    found: list[tuple[int, str]] = []
    words = known.traditional_words
    done = 0
    for match in known.anchor.finditer(text):
        at = match.start()
        if at < done:
            continue
        best = _longest(text, at, words)
        if best is not None:
            found.append(best)
            done = best[0] + len(best[1])
            continue
        for row in known.rows.get(match[0], ()):
            if row.always and row.holds(text[max(0, at - LOOK) : at], text[at + 1 : at + 1 + REACH]):
                found.append((at, row.simplified or match[0]))
                break
    return found


def _longest(text: str, at: int, words: Words) -> tuple[int, str] | None:
    """Start and simplified form of the longest listed word of `text` around `at`."""
    best: tuple[int, str] | None = None
    for pair in (at, at - 1) if at else (at,):
        listed = words.get(text[pair : pair + 2])
        for word in listed or ():
            start = pair - word.offset
            if (best is None or len(word.word) > len(best[1])) and start >= 0 and text.startswith(word.word, start):
                best = (start, word.simplified)
    return best


def _mixed(
    text: str,
    start: int,
    end: int,
    hits: Sequence[re.Match[str]],
    known: Dictionaries,
    kept: Sequence[tuple[int, int]],
) -> list[Edit]:
    """The edits of a line of simplified text that holds something traditional."""
    edits: list[Edit] = []
    for match in hits:
        at, char = match.start(), match[0]
        if kept and _is_kept(at, kept):
            continue
        new, rule = known.certain.get(char, ""), CERTAIN
        if char in known.listed:
            # Only what stands near can be evidence, so that a long line takes no longer than a short one.
            near = max(start, at - REACH)
            new, rule = _evidence(text[near : min(end, at + 1 + REACH)], at - near, char, known)
        if not new or new == char:
            continue
        if edits and edits[-1].rule == rule and edits[-1].span.end == at:
            last = edits.pop()
            edits.append(Edit(Span(last.span.start, at + 1), last.new + new, rule))
        else:
            edits.append(Edit(Span(at, at + 1), new, rule))
    return edits


def _evidence(near: str, at: int, char: str, known: Dictionaries) -> tuple[str, str]:
    """What the character at `at` of `near` becomes and by which rule; `""` if it stays."""
    normal = near.translate(known.normal)
    word = _longest(normal, at, known.mixed_words) or _longest(near, at, known.raw_words)
    for row in known.rows.get(char, ()):
        if row.simplified and word is not None:
            break
        if row.holds(normal[max(0, at - LOOK) : at], normal[at + 1 :]):
            if row.simplified:
                return row.simplified, f"script:{row.id}"
            # A row by which the character stays weighs more than a word of two, which a name can hold by chance.
            if word is None or len(word[1]) < 3:
                return "", ""
    if word is not None:
        return word[1][at - word[0]], WORD
    if char in known.certain:
        return known.certain[char], CERTAIN
    if known.unsure.get(char) and _in_company(near, at, known):
        return known.unsure[char], COMPANY
    return "", ""


def _in_company(line: str, at: int, known: Dictionaries) -> bool:
    """Whether the run of Han characters around `at` is traditional and nothing else."""
    behind = _HAN_RUN.match(line, at)
    ahead = _HAN_RUN.match(line[:at][::-1])
    run = (ahead[0][::-1] if ahead else "") + (behind[0] if behind else "")
    return _is_traditional(run, known)
