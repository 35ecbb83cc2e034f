"""Writes the blocks of a printed page as text: a printed line a line, indents and gaps kept, titles marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from attrs import define, frozen

from govnews.reading.columns import TITLE_SIZE, Block, Run, Usual
from govnews.reading.source import MarkKind

HEADING_SIZE = 1.1
"""From how many times the usual size letters are a heading's."""
INDENT = "　　"
_INDENT = (1.2, 3.4)  # letters by which the first line of a paragraph stands in
_CENTRED = 0.8  # letters by which the two sides of a line in the middle may differ
_BLANK = 0.7  # letters of white that are a blank and no spacing
_FAR = 4.0  # letters of white between the parts of a running head
_FULL = 1.5  # letters that may be missing at the end of a full line
_MOST_TITLE_LINES = 4
_ENDS = re.compile("[。！？!?…][”’」』）)]*$")
_LATIN = re.compile("[!-~]")


@frozen
class Printed:
    """A line of the text as it goes out, and how it was set."""

    text: str
    kind: MarkKind | None
    gap: int
    """How many empty lines stand above it."""


@define
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    block: Block
    kind: MarkKind | None = None

    @property
    def closes(self) -> bool:
        return _ENDS.search(self.text) is not None

    def room(self) -> float:
        """The white between its end and the edge of its column."""
        return self.block.right - self.right


def printed_lines(blocks: Sequence[Block], usual: Usual) -> list[Printed]:
    """The lines of a page in the order of `blocks`; the lines of one title are one line.

    The lines of a title are joined here because their letters' size shows that they are one, which the text alone
    does not: without a blank where the upper one fills its column, else with one, for they are its halves.
    """
    lines = [_line(row, block) for block in blocks for row in _rows(block, usual)]
    for line in lines:
        line.kind = _kind(line, usual)
    groups = list(_titles(lines, usual))
    indented = any(_stands_in(line, usual) for line in lines)
    found: list[Printed] = []
    for n, group in enumerate(groups):
        first, below = group[0], groups[n + 1][0] if n + 1 < len(groups) else None
        gap = _gap(groups[n - 1][-1], first, group[-1], below, usual) if n else 0
        # A heading of the text goes in as its paragraphs do, for what stands at the edge may be another title.
        opens = _stands_in(first, usual) or (indented and first.kind is MarkKind.HEADING and gap == 0)
        found.append(Printed((INDENT if opens else "") + _joined(group), first.kind, gap))
    return found


def _rows(block: Block, usual: Usual) -> Iterator[Sequence[Run]]:
    """The rows of a block; what stands far apart on a row of its own, as in a running head, is no one line."""
    if len(block.rows) > 1 or block.rows[0][0].size > HEADING_SIZE * usual.size:
        yield from block.rows
        return
    row = block.rows[0]
    start = 0
    for i, (a, b) in enumerate(pairwise(row), 1):
        if b.left - a.right > _FAR * usual.size:
            yield row[start:i]
            start = i
    yield row[start:]


def _line(row: Sequence[Run], block: Block) -> _Line:
    letters = max(row, key=lambda run: len(run.text))
    return _Line(
        text=_text(row),
        left=row[0].left,
        right=max(run.right for run in row),
        top=min(run.top for run in row),
        bottom=max(run.bottom for run in row),
        size=letters.size,
        bold=all(run.bold for run in row),
        block=block,
    )


def _text(row: Sequence[Run]) -> str:
    """The runs of a row, a blank where the print has one; letters that are spaced evenly have none between them."""
    whites = [(b.left - a.right) / min(a.size, b.size) for a, b in pairwise(row)]
    even = median(whites) if len(whites) > 2 else 0.0
    text = row[0].text
    for white, run in zip(whites, row[1:], strict=True):
        if white - even >= _BLANK:
            text += " " if _LATIN.match(text[-1]) and _LATIN.match(run.text) else "　"
        text += run.text
    return text


def _kind(line: _Line, usual: Usual) -> MarkKind | None:
    """What its letters say that a line is."""
    times = line.size / usual.size
    if times >= TITLE_SIZE:
        return MarkKind.TITLE
    if line.closes:
        return None
    if times >= HEADING_SIZE:
        return MarkKind.HEADING
    alone = line.bold and not usual.bold and times > 0.9 and line.room() > _FULL * usual.size
    return MarkKind.HEADING if alone else None


def _titles(lines: Sequence[_Line], usual: Usual) -> Iterator[list[_Line]]:
    """Each line by itself, but the lines of one title together; larger letters over many lines are no title."""
    group: list[_Line] = []
    for line in lines:
        if group and _same_title(group[-1], line):
            group.append(line)
            continue
        if group:
            yield from _whole_or_single(group)
        group = [line]
    if group:
        yield from _whole_or_single(group)


def _whole_or_single(group: list[_Line]) -> Iterator[list[_Line]]:
    if len(group) <= _MOST_TITLE_LINES:
        yield group
        return
    for line in group:
        line.kind = None
        yield [line]


def _same_title(above: _Line, line: _Line) -> bool:
    return (
        above.kind is not None
        and line.kind is above.kind
        and line.block.column == above.block.column
        and abs(line.size - above.size) <= 0.05 * line.size
        and line.top - above.bottom <= 0.9 * line.size
        and not (above.kind is MarkKind.HEADING and above.room() > _FULL * above.size)
    )


def _joined(group: Sequence[_Line]) -> str:
    text = group[0].text
    for above, line in pairwise(group):
        text += ("　" if above.room() > _FULL * above.size else "") + line.text
    return text


def _stands_in(line: _Line, usual: Usual) -> bool:
    """Whether a line begins a paragraph: further in than its column's edge, and not in the middle."""
    left, right = (line.left - line.block.left) / usual.size, line.room() / usual.size
    centred = abs(left - right) <= _CENTRED and not line.closes
    return line.kind is None and _INDENT[0] <= left <= _INDENT[1] and not centred


def _gap(above: _Line, line: _Line, end: _Line, below: _Line | None, usual: Usual) -> int:
    """How many empty lines part two lines; `end` is the last line of what `line` begins, `below` stands under that.

    None within a paragraph, even around a picture or over a column's foot, and none above a heading, which belongs
    to its article; two above the title of an article or the kicker above it.
    """
    title = line.kind is MarkKind.TITLE or (below is not None and _is_kicker(end, below))
    if title:
        return 0 if _is_kicker(above, line) else 2
    if above.kind is MarkKind.TITLE:
        return 1
    if line.kind is not None or above.kind is not None or line.block.column != above.block.column:
        return 0
    return int(line.top - above.bottom > usual.apart and not _goes_on(above, line, usual))


def _is_kicker(line: _Line, title: _Line) -> bool:
    """Whether a line in smaller letters stands close above a title."""
    return (
        line.kind is not None
        and title.kind is MarkKind.TITLE
        and line.size < title.size
        and 0 <= title.top - line.bottom <= title.size
    )


def _goes_on(above: _Line, line: _Line, usual: Usual) -> bool:
    """Whether a line is full, ends in mid-sentence, and the next begins at its column's edge."""
    return (
        above.kind is line.kind is None
        and not above.closes
        and above.room() <= _FULL * usual.size
        and line.left - line.block.left < _INDENT[0] * usual.size
    )
