"""Figures of a data table whose unit stands elsewhere: in the head of the column, in the row, or above the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from attrs import frozen

from govnews import reference
from govnews.finding.dates import resolve
from govnews.finding.quantities import parse_quantity
from govnews.finding.statistics import base_of
from govnews.models import Certainty, Change, Period, Place, PlaceName, Qualifier, Statistic, Status
from govnews.reference import TableWordRole
from govnews.spans import Span
from govnews.table_files import per_reference

RULE = "table-cell"
_LONGEST_HEAD = 40
_LONGEST_UNIT = 12
_FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,15}(?:\.[0-9]{1,10})?")
# 2024年完成, 上半年完成, 1—6月累计: a column may begin with its period.
_PERIOD = re.compile(
    "(?:(?:19|20)[0-9]{2}年度?|今年|去年|上年|前年|本年|当年)?(?:(?:1[0-2]|[1-9])(?:[-—–~至到](?:1[0-2]|[1-9]))?月份?末?"
    "|[上下]半年|全年|第?[一二三四]季度|前[0-9一二三四五六七八九十]{1,2}个?月|本[月季]|以来|[底末])?"
)
_BLANKS = re.compile("[　 ]")
_CHINESE = re.compile("[\u4e00-\u9fff]+")


@frozen
class _Words:
    """The words of table_words.csv, as they are looked for."""

    with_unit: re.Pattern[str]
    """A head with its unit: 完成户数（户）, 投资(单位：万元), 产量/吨."""
    above: re.Pattern[str]
    """A unit that is said above the table."""
    unit: frozenset[str]
    row_number: frozenset[str]
    no_figure: frozenset[str]
    no_figure_begins: tuple[str, ...]
    no_figure_ends: tuple[str, ...]
    whole: frozenset[str]
    done: re.Pattern[str]
    rate: re.Pattern[str]
    target: re.Pattern[str]
    planned: re.Pattern[str]
    grows: re.Pattern[str]
    falls: re.Pattern[str]
    basis: re.Pattern[str]

    def counts_nothing(self, head: str) -> bool:
        """Whether the figures under a head are none: the row's number, a date, a telephone."""
        if head in self.row_number or head in self.no_figure:
            return True
        # 联系社区（个） counts
        return (head.startswith(self.no_figure_begins) or head.endswith(self.no_figure_ends)) and _CHINESE.fullmatch(
            head
        ) is not None


@per_reference
def _words() -> _Words:
    words: dict[TableWordRole, list[str]] = {role: [] for role in TableWordRole}
    for row in reference.table_words():
        words[row.role] += row.words.split()

    def any_of(role: TableWordRole) -> str:
        return "|".join(map(re.escape, sorted(words[role], key=len, reverse=True)))

    unit = any_of(TableWordRole.UNIT)
    return _Words(
        with_unit=re.compile(
            f"(.*?)[　 ]*(?:[（(](?:(?:{unit})[：:])?([^（）()]+(?:[（(][^（）()]+[）)])?)[）)]"
            "|[/／]([^/／（）()]{1,6}))"
        ),
        above=re.compile(rf"(?:{unit})[：: 　]+([^\s，。；：:）)]{{1,12}})"),
        unit=frozenset(words[TableWordRole.UNIT]),
        row_number=frozenset(words[TableWordRole.ROW_NUMBER]),
        no_figure=frozenset(words[TableWordRole.NO_FIGURE]),
        no_figure_begins=tuple(words[TableWordRole.NO_FIGURE_BEGINS]),
        no_figure_ends=tuple(words[TableWordRole.NO_FIGURE_ENDS]),
        whole=frozenset(words[TableWordRole.WHOLE]),
        done=re.compile(any_of(TableWordRole.DONE)),
        rate=re.compile(any_of(TableWordRole.RATE)),
        target=re.compile(any_of(TableWordRole.TARGET)),
        planned=re.compile(any_of(TableWordRole.PLANNED)),
        grows=re.compile(
            f"{any_of(TableWordRole.GROWS)}|(?:{any_of(TableWordRole.BASIS_ALONE)})[　 ]*(?:[±＋+%（(]|$)"
        ),
        falls=re.compile(any_of(TableWordRole.FALLS)),
        basis=re.compile(any_of(TableWordRole.BASIS)),
    )


def _bare(head: str) -> str:
    """A head without the blanks that only make it wider: 序　号."""
    return _BLANKS.sub("", head)


@frozen
class _Cell:
    text: str
    start: int


@frozen
class _Head:
    """What a head says: what is counted, in which unit, for which time."""

    name: str
    unit: str | None
    """With its scale: 万元."""
    period: Period | None
    text: str


def find_table_statistics(
    text: str, *, above: str = "", published: date | None = None, places: Sequence[Place] = ()
) -> tuple[Statistic, ...]:
    r"""The figures of a table whose cells hold no units, in order: rows are lines, their cells parted by tabs.

    What is counted is the row's head, with the column's where each column counts something else. A cell whose unit
    nobody says is left alone.

    >>> table = "镇街\t完成（户）\t投资（万元）\n望春街道\t3,120\t468\n南门街道\t2845\t426.7"
    >>> [(found.item, found.value, found.unit) for found in find_table_statistics(table)][:2]
    [('望春街道完成', Decimal('3120'), '户'), ('望春街道投资', Decimal('4680000'), '元')]
    >>> table = "项目\t单位\t2024年\n新改建公路\t公里\t27.5"
    >>> [(found.item, found.unit, found.period.start) for found in find_table_statistics(table)]
    [('新改建公路', '公里', '2024-01-01')]

    Args:
        text: the table, as a block's `text`.
        above: the line above it, which may say the unit of the whole: 单位：万元.
        published: the date of publication, from which 上半年 gets its dates.
        places: the places that the table names.

    """
    rows, words = _rows(text), _words()
    first = next((k for k, row in enumerate(rows) if len(row) > 1), len(rows))
    if first + 1 >= len(rows):
        return ()
    head, body = rows[first], rows[first + 1 :]
    width = max(len(row) for row in body)
    if any(_FIGURE.fullmatch(cell.text) for cell in head[1:]) or not width - 1 <= len(head) <= width:
        return ()
    # An empty corner is lost with the blanks at the line's beginning.
    columns = [_head(cell, published) for cell in head]
    if len(head) < width:
        columns.insert(0, _Head("", None, None, ""))
    captions = [cell.text for row in rows[:first] for cell in row]
    whole = next((unit for line in (*captions, above) if (unit := _said_above(line)) is not None), None)
    in_row = next((k for k, column in enumerate(columns) if k and column.text in words.unit), None)
    named = {place.span.start: PlaceName(place.name, place.code) for place in places if place.certain}
    found: list[Statistic] = []
    for row in body:
        if len(row) == width:
            found += _of_row(row, columns, in_row, whole, named, published)
    return tuple(found)


def _rows(text: str) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    at = 0
    for line in text.split("\n"):
        row: list[_Cell] = []
        for cell in line.split("\t"):
            bare = cell.strip()
            row.append(_Cell(bare, at + (cell.index(bare) if bare else 0)))
            at += len(cell) + 1
        rows.append(row)
    return rows


def _head(cell: _Cell, published: date | None) -> _Head:
    name, unit = cell.text, None
    if len(name) > _LONGEST_HEAD:
        return _Head(name, None, None, name)
    match = _words().with_unit.fullmatch(name)
    if match is not None and (unit := _unit(match[2] or match[3])) is not None:
        name = match[1]
    time = _PERIOD.match(name)
    period = None
    if time is not None and time[0]:
        start, end = resolve(time[0], published)
        period = Period(time[0], start, end, Span(cell.start, cell.start + len(time[0])))
        name = name[time.end() :].strip(" 　")
    return _Head(name, unit, period, cell.text)


def _unit(printed: str) -> str | None:
    """What is printed, if it is a unit, with its scale or without: 万元."""
    printed = printed.strip()
    if not printed or len(printed) > _LONGEST_UNIT or printed[0].isdecimal():
        return None
    one = parse_quantity(f"1{printed}")
    plain = one is not None and one.unit is not None and one.value is not None and one.qualifier is Qualifier.EXACT
    return printed if plain else None


def _said_above(line: str) -> str | None:
    match = _words().above.search(line[:200])
    return _unit(match[1]) if match is not None else None


def _of_row(
    row: Sequence[_Cell],
    columns: Sequence[_Head],
    in_row: int | None,
    whole: str | None,
    named: dict[int, PlaceName],
    published: date | None,
) -> list[Statistic]:
    words = _words()
    # 1 | 望春街道 | 3120: the row's head stands behind its number
    key = next((k for k, cell in enumerate(row) if cell.text and _bare(columns[k].text) not in words.row_number), 0)
    thing = _head(row[key], published)
    if _FIGURE.fullmatch(row[key].text):
        return []
    own = thing.unit or (_unit(row[in_row].text) if in_row is not None else None)
    found: list[Statistic] = []
    for k in range(key + 1, len(row)):
        column, cell = columns[k], row[k]
        sign = cell.text[:1] in "-－−" and cell.text[:1] != ""
        figure = _FIGURE.fullmatch(cell.text, 1 if sign else 0)
        unit = column.unit or own or whole
        if k == in_row or figure is None or unit is None or words.counts_nothing(_bare(column.text)):
            continue
        change = _change(column.name or thing.name, unit, falls=sign)
        if sign and change is None:
            continue  # a loss, a balance: no count
        quantity = parse_quantity(f"{figure[0]}{unit}")
        if quantity is None:
            continue
        start = cell.start + figure.start()
        span = Span(start, start + len(figure[0]))
        base_value, base_unit = base_of(quantity)
        basis = words.basis.search(column.text)
        found.append(
            Statistic(
                text=figure[0],
                number=figure[0],
                value=quantity.value,
                low=None,
                high=None,
                unit=quantity.unit,
                base_value=base_value,
                base_unit=base_unit,
                qualifier=Qualifier.EXACT,
                item=_item(thing, column, is_indicator=column.unit is None and own is not None) or None,
                action=None,
                change=change,
                basis=basis[0] if basis and change is not None else None,
                period=column.period or thing.period,
                place=named.get(row[key].start),
                status=_status(column.text),
                certainty=Certainty.MEDIUM,
                rule=RULE,
                span=span,
            )
        )
    return found


def _item(thing: _Head, column: _Head, *, is_indicator: bool) -> str:
    """What is counted: the row's head where the row has a unit of its own, else with the column's head behind it."""
    measure = "" if _change(column.name, None, falls=False) is not None else column.name
    if is_indicator or not measure:
        return thing.name
    if not thing.name or _bare(thing.name) in _words().whole:
        return measure
    return f"{thing.name}{measure}"


def _change(name: str, unit: str | None, *, falls: bool) -> Change | None:
    if unit is not None and unit not in ("%", "％", "‰", "个百分点"):
        return None
    if _words().falls.search(name):
        return Change.DECREASE
    if _words().grows.search(name):
        return Change.DECREASE if falls else Change.INCREASE
    return None


def _status(column: str) -> Status:
    words = _words()
    if words.done.search(column) and not words.rate.search(column):
        return Status.REPORTED
    if words.target.search(column):
        return Status.TARGET
    return Status.PLANNED if words.planned.search(column) else Status.REPORTED
