"""Reads tables of typed rows and checks them; keeps what is made of them, apart for each user's own rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import wraps
from io import StringIO
from types import NoneType
from typing import Any, ParamSpec, TypeVar, cast, get_args, get_origin, get_type_hints

from attrs import Attribute, fields

from govnews.errors import BadRow, TableError

_Row = TypeVar("_Row")
_P = ParamSpec("_P")
_T = TypeVar("_T")

# --- columns --------------------------------------------------------------------------------------------------------

Check = Callable[[str], str | None]
"""What a cell should have been, or `None` if it is right."""


def cells(
    *,
    required: bool = False,
    pattern: str | None = None,
    said: str | None = None,
    among: tuple[str, ...] = (),
    check: Check | None = None,
) -> Mapping[str, Any]:
    """What the cells of a column must be, as metadata of its field; without it any text will do, and none.

    Args:
        required: whether the cell must hold something.
        pattern: what the whole of a cell that holds something must match.
        said: the pattern in words.
        among: all that a cell may hold.
        check: what cannot be said otherwise; it is asked about cells that hold something.

    """
    given = {"required": required, "pattern": pattern, "said": said, "among": among, "check": check}
    return {key: value for key, value in given.items() if value}


def column_name(of: Attribute[Any]) -> str:
    """The name of a column in the file: `class_` is `class` there, which Python keeps for itself."""
    return of.name.removesuffix("_")


_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")


def _decimal(cell: str) -> Decimal:
    # Not everything that Decimal takes is a number to reckon with: NaN, Infinity, 1e999999.
    if not _NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return Decimal(cell)


def _converter(hint: Any) -> tuple[Callable[[str], Any], str]:
    """How a cell becomes a value of that type, and how an error says what was expected."""
    if hint is bool:
        return {"yes": True, "no": False}.__getitem__, "yes or no"
    if get_origin(hint) is tuple:
        part, expected = _converter(get_args(hint)[0])
        return (lambda cell: tuple(part(word) for word in cell.split())), f"{expected}, any number of times with blanks"
    if NoneType in get_args(hint):
        some, expected = _converter(get_args(hint)[0])
        return (lambda cell: some(cell) if cell else None), f"{expected} or nothing"
    if hint is Decimal:
        return _decimal, "a decimal number"
    if hint is int:
        return int, "a whole number"
    if hint is date:
        return date.fromisoformat, "a date (ISO)"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        members = {member.value: member for member in hint}
        return members.__getitem__, "one of " + ", ".join(members)
    return str, "text"


def _fault(cell: str, rules: Mapping[str, Any]) -> str | None:
    """What the rules of a column expect of a cell that breaks them."""
    if not cell:
        return "something" if "required" in rules else None
    if "among" in rules and cell not in rules["among"]:
        return "one of " + ", ".join(rules["among"])
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        return str(rules["said"])
    check: Check | None = rules.get("check")
    return check(cell) if check else None


def read_rows(
    text: str, row_class: type[_Row], file: str, *, trusted: bool = False
) -> tuple[list[tuple[int, _Row]], list[BadRow]]:
    """The good rows of a CSV table, each with its line, and the bad ones.

    The package's own rows are trusted to keep the rules of their columns, which the tests check: it saves time.
    """
    hints = get_type_hints(row_class)
    columns = fields(row_class)  # type: ignore[arg-type]  # every row class is an attrs class
    names = [column_name(one) for one in columns]
    readers = [(n, names[n], *_converter(hints[one.name]), one.metadata) for n, one in enumerate(columns)]
    if trusted:
        readers = [one for one in readers if one[2] is not str]
    reader = csv.reader(StringIO(text))
    rows: list[tuple[int, _Row]] = []
    bad: list[BadRow] = []
    lines: dict[str, int] = {}
    try:
        header = next(reader, [])
        if header != names:
            return [], [BadRow(file, 1, "header", ",".join(names), ",".join(header))]
        for row in reader:
            if len(row) != len(names):
                bad.append(BadRow(file, reader.line_num, "row", f"{len(names)} cells", f"{len(row)} cells"))
                continue
            faults: list[BadRow] = []
            if not trusted and (other := lines.setdefault(row[0], reader.line_num)) != reader.line_num:
                wanted = f"what no other row has (line {other} has it)"
                faults.append(BadRow(file, reader.line_num, names[0], wanted, row[0]))
            values: list[Any] = row if trusted else row.copy()
            for n, name, convert, expected, rules in readers:
                fault = None if trusted else _fault(row[n], rules)
                try:
                    if fault is None and convert is not str:
                        values[n] = convert(row[n])
                except (ValueError, KeyError, InvalidOperation):
                    fault = expected
                if fault is not None:
                    faults.append(BadRow(file, reader.line_num, name, fault, row[n]))
            if faults:
                bad += faults
            else:
                rows.append((reader.line_num, row_class(*values)))
    except csv.Error as error:
        bad.append(BadRow(file, reader.line_num, "row", "a row of CSV", str(error)))
    return rows, bad


def read_table(text: str, row_class: type[_Row], file: str, *, trusted: bool = False) -> tuple[_Row, ...]:
    """The typed rows of a CSV table.

    Raises:
        TableError: with file, line, column and what was expected for every bad cell, all at once.

    """
    rows, bad = read_rows(text, row_class, file, trusted=trusted)
    if bad:
        raise TableError(tuple(bad))
    return tuple(row for _, row in rows)


# --- what is made of tables -----------------------------------------------------------------------------------------


class Memory(dict[Any, Any]):
    """What was made of the tables, under what made it: of the package's alone, or with a user's own rows.

    What a reference does not touch (the gazetteer, where only a unit was added) is taken from the package's memory,
    unless this one is kept apart.
    """

    def __init__(self, added: Mapping[str, tuple[Any, ...]], *, apart: bool = False) -> None:
        super().__init__()
        self._added = added
        self._apart = apart

    def added(self, table: str) -> tuple[Any, ...]:
        """The user's own rows of a table."""
        return self._added.get(table, ())

    def __missing__(self, key: Any) -> Any:
        read = _READ.get(key)
        if not self._apart and read is not None and read.isdisjoint(self._added):
            value = _PACKAGE[key]
        else:
            make, arguments = key if isinstance(key, tuple) else (key, ())
            watch = _Watch(self)
            token = _MEMORY.set(watch)
            try:
                value = make(*arguments)
            finally:
                _MEMORY.reset(token)
            _READ[key] = frozenset(watch.read)
        self[key] = value
        return value


class _Watch(Memory):
    """Stands for a memory while something is made, and sees which tables it is made of."""

    def __init__(self, memory: Memory) -> None:
        super().__init__({})
        self._memory = memory
        self.read: set[str] = set()

    def added(self, table: str) -> tuple[Any, ...]:
        self.read.add(table)
        return self._memory.added(table)

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._memory[key]
        self.read |= _READ[key]
        return value


# A reference is known to the finders through this variable alone. It is set within one call of a public function, by
# `reference.using`, and only in the thread (or task) of that call, so nothing is left behind and no other call sees it.
# To hand a reference down through every function would cost an argument in two hundred places; a variable costs a
# look-up where the cache that stood here cost one too (some 30 ns more a call, about 1 % of find_statistics).
_PACKAGE = Memory({}, apart=True)
_MEMORY: ContextVar[Memory] = ContextVar("govnews-tables", default=_PACKAGE)
_READ: dict[Any, frozenset[str]] = {}
"""Which tables each thing was made of."""


def memory() -> Memory:
    """The memory of the call that runs."""
    return _MEMORY.get()


class Using:
    """Lets what runs within it see the rows of another memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def __enter__(self) -> None:
        self._token = _MEMORY.set(self._memory)

    def __exit__(self, *_: object) -> None:
        _MEMORY.reset(self._token)


def per_reference(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keep what a function makes of the tables, once for the package's and once for each reference that touches it.

    It stands where `functools.cache` would; arguments are given by position.
    """
    get = _MEMORY.get

    @wraps(make)
    def made() -> _T:
        found: _T = get()[make]
        return found

    @wraps(make)
    def made_with(*arguments: Any) -> _T:
        found: _T = get()[make, arguments]
        return found

    return cast("Callable[_P, _T]", made_with if make.__code__.co_argcount else made)
