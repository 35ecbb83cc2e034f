"""Finds the columns of a printed page and the order in which its parts are read, from where its letters stand."""

from __future__ import annotations

import math
import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import median

from attrs import define, field, frozen

# All lengths are multiples of the usual letter's size (em) unless they say otherwise.
APART = 0.35
"""What the white between two lines has more than usual where they stand clearly apart."""
_GUTTER = 0.8  # the narrowest white between two columns
_COLUMN = 5.0  # the narrowest column; what is narrower is a cell of a table or the number of an item
_TALL = 2  # rows that a column has at least; in larger letters two rows with a gap are the halves of a title
_FINE = 4  # steps in an em when columns are looked for below lines that run across them
_ACROSS = 0.15  # of the rows, at most, may run across the columns
TITLE_SIZE = 1.3
"""From how many times the usual size letters are a title's."""
_LARGE = 1.15  # times the usual size: set as a title or a heading
_INDENT = 1.2
_DEEPEST = 40
_MOST_RUNS = 20_000  # a page of more is no page of text: its rows are read as they stand
_MOST_TRIED = 2_000_000  # runs looked at to try bands of white
_LEADING_SEEN = 60  # lines looked at to find the one below
_CLOSED = re.compile("[。！？!?…：；][”’」』）)]*$")


@define
class Run:
    """Letters that stand side by side on a line; ordinates grow from the top of the page to its foot."""

    left: float
    right: float
    base: float
    size: float
    text: str
    bold: bool = False

    @property
    def top(self) -> float:
        """Where a Han character of that size begins."""
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """Where a Han character of that size ends."""
        return self.base + 0.12 * self.size

    @property
    def closes(self) -> bool:
        """Whether it ends as a sentence ends."""
        return _CLOSED.search(self.text) is not None


@frozen
class Usual:
    """How most of a page is set."""

    size: float
    white: float
    """Between two lines of a paragraph."""
    bold: bool = False

    @property
    def apart(self) -> float:
        """The white that shows that two lines do not belong together."""
        return self.white + APART * self.size


@frozen
class Block:
    """Rows that stand together in one column, and where that column's edges are."""

    rows: tuple[tuple[Run, ...], ...]
    left: float
    right: float
    column: int
    """Counts the columns in the order of reading."""


def usual_setting(runs: Sequence[Run], sizes: Counter[float]) -> Usual:
    """How the page is set: the size of most letters in `sizes`, the white that most lines have below them."""
    size = max(sizes, key=lambda size: (sizes[size], -size))
    bold = Counter[bool]()
    for run in runs:
        if abs(run.size - size) <= 0.1 * size:
            bold[run.bold] += len(run.text)
    whites = [white for white in _whites(runs, size) if white <= 1.5 * size]
    return Usual(size, median(whites) if whites else 0.5 * size, bold[True] > bold[False])


def _whites(runs: Sequence[Run], size: float) -> list[float]:
    """The white between each line of the usual size and the nearest one below it."""
    lines = sorted((run for run in runs if abs(run.size - size) <= 0.1 * size), key=lambda run: run.base)
    found = []
    for i, line in enumerate(lines):
        for below in lines[i + 1 : i + _LEADING_SEEN]:
            if below.base - line.base > 0.6 * size and below.left < line.right and line.left < below.right:
                found.append(max(0.0, below.top - line.bottom))
                break
    return found


def in_reading_order(runs: Sequence[Run], usual: Usual) -> list[Block]:
    """The blocks of the page as they are read: what runs across columns above them, columns from left to right."""
    return _Page(usual).read(runs) if runs else []


@define
class _Page:
    """Cuts a page along its white: across it, down it, and again what came of that."""

    usual: Usual
    blocks: list[Block] = field(factory=list)
    columns: int = 0

    def read(self, runs: Sequence[Run]) -> list[Block]:
        self._cut(runs, *self._edges(runs), 0)
        return self.blocks

    def _cut(self, runs: Sequence[Run], left: float, right: float, depth: int) -> None:
        if depth < _DEEPEST and 1 < len(runs) <= _MOST_RUNS:
            bands = self._bands(runs)
            gutters = self._gutters(runs)
            if gutters:
                heads = self._heads(runs, gutters)
                if len(bands) * len(runs) > _MOST_TRIED:
                    bands = []
                bands = heads or [band for band in bands if self._parts_columns(runs, band, gutters)]
            parts = _between_rows(runs, bands) if bands else []
            if bands and not gutters:
                parts = self._with_common_gutters(parts)
            if len(parts) < 2 and not gutters:
                parts = self._around_lines_across(runs)
            if len(parts) > 1:
                for part in parts:
                    self._cut(part, left, right, depth + 1)
                return
            if gutters:
                for part in _between_columns(runs, gutters):
                    self.columns += 1
                    self._cut(part, *self._edges(part), depth + 1)
                self.columns += 1
                return
        self.blocks.append(Block(rows_of(runs), left, right, self.columns))

    def _edges(self, runs: Sequence[Run]) -> tuple[float, float]:
        """Where the lines of a column begin and end: the leftmost place at which some do, and the rightmost."""
        own = [run for run in runs if run.size <= _LARGE * self.usual.size] or list(runs)
        # What is left of a column's edge by accident, a hanging mark, stands alone.
        lefts = Counter(round(2 * run.left / self.usual.size) for run in own)
        enough = max(2.0, 0.08 * len(own))
        near = [place for place in lefts if lefts[place - 1] + lefts[place] + lefts[place + 1] >= enough]
        first = min(near, default=min(lefts))
        left = min(run.left for run in own if round(2 * run.left / self.usual.size) >= first)
        return left, max(run.right for run in own)

    def _bands(self, runs: Sequence[Run]) -> list[float]:
        """The middles of the white bands across a region that are wider than the white between its lines."""
        bands = []
        ordered = sorted(runs, key=lambda run: run.top)
        foot = ordered[0].bottom
        for run in ordered[1:]:
            if run.top - foot > self.usual.apart:
                bands.append((foot + run.top) / 2)
            foot = max(foot, run.bottom)
        return bands

    def _strips(self, runs: Sequence[Run]) -> list[tuple[float, float]]:
        """The white strips down a region, what is left and right of it among them."""
        ordered = sorted(runs, key=lambda run: run.left)
        strips = [(-math.inf, ordered[0].left)]
        end = ordered[0].right
        for run in ordered[1:]:
            if run.left - end > _GUTTER * self.usual.size:
                strips.append((end, run.left))
            end = max(end, run.right)
        return [*strips, (end, math.inf)]

    def _gutters(self, runs: Sequence[Run]) -> list[float]:
        """The middles of the white strips down a region that part columns."""
        (_, left), *strips, (right, _) = self._strips(runs)
        return self._wide_enough(runs, strips, left, right)

    def _wide_enough(
        self, runs: Sequence[Run], strips: list[tuple[float, float]], left: float, right: float
    ) -> list[float]:
        """The strips that leave a column's width to either side."""
        strips = list(strips)
        while strips:
            edges = [left, *(edge for strip in strips for edge in strip), right]
            narrow = [i for i in range(len(strips) + 1) if edges[2 * i + 1] - edges[2 * i] < _COLUMN * self.usual.size]
            if not narrow:
                break
            beside = [k for k in (narrow[0] - 1, narrow[0]) if 0 <= k < len(strips)]
            strips.pop(min(beside, key=lambda k: strips[k][1] - strips[k][0]))
        middles = [(a + b) / 2 for a, b in strips]
        tallest = max((len(rows_of(part)) for part in _between_columns(runs, middles)), default=0)
        return middles if tallest > _TALL or (tallest == _TALL and not any(map(self._is_large, runs))) else []

    def _with_common_gutters(self, parts: Sequence[list[Run]]) -> list[list[Run]]:
        """The parts between white bands; those together that stand in the same columns, for such gaps are accidents."""
        groups = [[parts[0]]]
        strips = self._strips(parts[0])
        for part in parts[1:]:
            common = _shared(strips, self._strips(part), _GUTTER * self.usual.size)
            if common:
                groups[-1].append(part)
                strips = common
            else:
                groups.append([part])
                strips = self._strips(part)
        joined: list[list[Run]] = []
        for group in groups:
            whole = [run for part in group for run in part]
            joined += [whole] if self._gutters(whole) else group
        return joined

    def _heads(self, runs: Sequence[Run], gutters: Sequence[float]) -> list[float]:
        """Where heads of articles begin and end that stand in one column while the others are left white beside them.

        Such a head belongs to all the columns below it, though it is too short to run across a gutter.
        """
        rows = rows_of(runs)
        strips = [{bisect(gutters, (run.left + run.right) / 2) for run in row} for row in rows]
        behind: list[set[int]] = [set()]
        for strip in reversed(strips):
            behind.append(behind[-1] | strip)
        behind.reverse()
        edges: list[float] = []
        n = 0
        while n < len(rows):
            start, n = n, n + 1
            if len(strips[start]) > 1 or not all(run.size >= TITLE_SIZE * self.usual.size for run in rows[start]):
                continue
            while n < len(rows) and strips[n] == strips[start]:
                n += 1
            if n < len(rows) and any(run.size >= TITLE_SIZE * self.usual.size for run in rows[n]):
                continue  # the white beside it is that above another title
            if len(behind[n]) >= 2 and 2 * len(behind[n] - strips[start]) >= len(gutters):
                edges += self._white_beside(rows, start, n)
        return edges

    def _white_beside(self, rows: Sequence[Sequence[Run]], start: int, end: int) -> list[float]:
        """Where a head of the rows from `start` to `end` begins and ends; `[]` if other columns go on beside it."""
        top, bottom = min(run.top for run in rows[start]), rows[end - 1][0].bottom
        near = 0.1 * self.usual.size
        foot = max((run.bottom for row in rows[max(0, start - 6) : start] for run in row), default=-math.inf)
        below = min(run.top for row in rows[end : end + 6] for run in row)
        if foot > top + near or below < bottom - near:
            return []
        return [*([(foot + top) / 2] if start else []), (bottom + below) / 2]

    def _parts_columns(self, runs: Sequence[Run], band: float, gutters: Sequence[float]) -> bool:
        """Whether white that crosses all columns parts what is above from what is below, column by column.

        Columns whose gaps stand side by side by accident have the end of a paragraph above each of them; an article
        set in columns has its sentences cut at their feet, and a running head has no sentence at all.
        """
        above = [run for run in runs if run.base < band]
        below = [run for run in runs if run.base >= band]
        for few in (above, below):
            if len(rows_of(few)) <= 2 and not any(run.closes or self._is_large(run) for run in few):
                widest = [max(run.right - run.left for run in part) for part in _between_columns(runs, gutters)]
                if all(run.right - run.left < 0.9 * min(widest) for run in few):
                    return True
        tops = _between_columns(above, gutters, empty=True)
        feet = _between_columns(below, gutters, empty=True)
        if not feet[0] or not tops[0]:
            return False
        first = rows_of(feet[0])[0][0]
        starts = self._is_large(first) or first.left - self._edges([*tops[0], *feet[0]])[0] > _INDENT * self.usual.size
        return starts and any(
            self._is_cut_at_foot(column, self._edges([*column, *below])[1])
            for column, below in zip(tops[:-1], feet[:-1], strict=True)
        )

    def _is_cut_at_foot(self, column: Sequence[Run], edge: float) -> bool:
        """Whether the last line of a column that ends at `edge` is full and goes on elsewhere."""
        if not column:
            return False
        last = rows_of(column)[-1][-1]
        full = edge - last.right < 1.5 * self.usual.size
        return full and not last.closes and not self._is_large(last)

    def _is_large(self, run: Run) -> bool:
        return run.size > _LARGE * self.usual.size

    def _around_lines_across(self, runs: Sequence[Run]) -> list[list[Run]]:
        """The parts above, at and below the lines that run across columns without white around them."""
        step = self.usual.size / _FINE
        left, right = min(run.left for run in runs), max(run.right for run in runs)
        bins = int((right - left) / step) + 1
        if bins < 2 * _COLUMN * _FINE or bins > 100_000:
            return []
        rises = [0] * (bins + 1)
        for run in runs:
            rises[int((run.left - left) / step)] += 1
            rises[int((run.right - left) / step)] -= 1
        rows = len(rows_of(runs))
        most = int(_ACROSS * rows)
        strips = [
            (left + a * step, left + b * step)
            for a, b in _low_stretches(rises[:-1], most)
            if b - a >= _GUTTER * _FINE and a > 0 and b < bins - 1
        ]
        gutters = self._wide_enough(runs, strips, left, right) if most else []
        across: list[Run] = []
        others: list[Run] = []
        for run in runs:
            (across if any(run.left < gutter < run.right for gutter in gutters) else others).append(run)
        if not across or len(across) > most:
            return []
        for part in _between_columns(others, gutters, empty=True):
            if len(rows_of(part)) < 0.4 * rows:
                return []
        edges = sorted(edge for run in across for edge in (run.top - 0.01 * run.size, run.bottom + 0.01 * run.size))
        return _between_rows(runs, edges)


def _shared(
    strips: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]], least: float
) -> list[tuple[float, float]]:
    """The white strips that two regions have in common, with what is left and right of both; `[]` if nothing parts."""
    found = []
    i = k = 0
    while i < len(strips) and k < len(others):
        start, end = max(strips[i][0], others[k][0]), min(strips[i][1], others[k][1])
        if end - start >= least:
            found.append((start, end))
        if strips[i][1] < others[k][1]:
            i += 1
        else:
            k += 1
    return found if len(found) > 2 else []


def _low_stretches(rises: Sequence[int], most: int) -> Iterable[tuple[int, int]]:
    """The stretches in which at most `most` lines stand above each other."""
    height, start = 0, None
    for at, rise in enumerate(rises):
        height += rise
        if height <= most and start is None:
            start = at
        elif height > most and start is not None:
            yield start, at
            start = None


def _between_rows(runs: Sequence[Run], edges: Sequence[float]) -> list[list[Run]]:
    """The runs above the first edge, between it and the next, and so on, without empty parts."""
    return _dealt(runs, edges, lambda run: (run.top + run.bottom) / 2, empty=False)


def _between_columns(runs: Sequence[Run], edges: Sequence[float], *, empty: bool = False) -> list[list[Run]]:
    """The runs left of the first edge, between it and the next, and so on."""
    return _dealt(runs, edges, lambda run: (run.left + run.right) / 2, empty=empty)


def _dealt(
    runs: Sequence[Run], edges: Sequence[float], place: Callable[[Run], float], *, empty: bool
) -> list[list[Run]]:
    parts: list[list[Run]] = [[] for _ in range(len(edges) + 1)]
    for run in runs:
        parts[bisect(edges, place(run))].append(run)
    return [part for part in parts if part or empty]


def rows_of(runs: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    """The runs row by row, from the top to the foot, from left to right in each."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.base):
        last = rows[-1][-1] if rows else None
        if last is not None and run.base - last.base <= 0.4 * min(run.size, last.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return tuple(tuple(sorted(row, key=lambda run: run.left)) for row in rows)
