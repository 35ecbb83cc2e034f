"""What all outputs have in common: they count, keep each text once, and leave a whole file or none."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from attrs import frozen

from govnews.errors import ReadError, WrongType
from govnews.models import Document
from govnews.output.tables import Distinct, Outcome, Row, Rows, rows_of
from govnews.output.writing.parts import Part, explained
from govnews.schemas import TABLES


@frozen
class Written:
    """What an output holds."""

    paths: tuple[str, ...]
    """Its files."""
    documents: int
    """How many documents."""
    duplicates: int
    """How many files had the same text as another one and were left out."""
    errors: int
    """How many files could not be read."""
    rows: dict[str, int]
    """How many rows of each table; empty for an output that holds no tables."""


class Output(ABC):
    """Takes results one after the other, in bounded memory; `close` makes the file, `abandon` leaves nothing.

    As a context manager it closes after a whole block, and abandons when the block raises.
    """

    faults: tuple[type[Exception], ...] = ()
    """What the library below raises when it cannot write."""

    def __init__(self, path: str, paths: Iterable[str] | None = None, *, force: bool) -> None:
        self.path = path
        self._paths = (path,) if paths is None else tuple(paths)
        self._parts: list[Part] = []
        self._is_open = True
        self._count: Counter[str] = Counter()
        self._row_count: Counter[str] = Counter()
        try:
            for one in self._paths:
                self._parts.append(Part(one, force=force))
            with explained(path, *self.faults):
                self._begin([part.temporary for part in self._parts])
        except BaseException:
            self.abandon()
            raise

    @abstractmethod
    def _begin(self, temporary: list[str]) -> None:
        """Open the files, under the names that they have until they are finished."""

    @abstractmethod
    def add(self, outcome: Outcome, file: str | None = None) -> None:
        """Take one document, or the error that came in its place.

        Raises:
            WriteError: if it cannot be written; the output is abandoned.

        """

    @abstractmethod
    def _finish(self) -> None:
        """Write what is left and let go of the temporary files."""

    @abstractmethod
    def _let_go(self) -> None:
        """Let go of the temporary files, whatever they hold, even where `_begin` failed; it must not fail itself."""

    @property
    def written(self) -> Written:
        """What it holds by now."""
        count = self._count
        return Written(self._paths, count["documents"], count["duplicate"], count["read"], dict(self._row_count))

    def close(self) -> Written:
        """Finish the file under its own name, and say what it holds. A second call does nothing.

        Raises:
            WriteError: if that fails; the output is abandoned.

        """
        if self._is_open:
            try:
                with explained(self.path, *self.faults):
                    self._finish()
                    for part in self._parts:
                        part.finish()
            except BaseException:
                self.abandon()
                raise
            self._is_open = False
        return self.written

    def abandon(self) -> None:
        """Leave nothing behind; after `close` this does nothing."""
        if self._is_open:
            self._is_open = False
            self._let_go()
            for part in self._parts:
                part.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


class RowOutput(Output):
    """An output of tables."""

    def __init__(self, path: str, paths: Mapping[str, str] | None = None, *, force: bool) -> None:
        """`paths` has the file of each table, where each has one of its own."""
        self.holds = tuple(TABLES) if paths is None else tuple(paths)
        self._distinct = Distinct()
        super().__init__(path, None if paths is None else paths.values(), force=force)

    def add(self, outcome: Outcome, file: str | None = None) -> None:
        """Take one document, or the error that came in its place."""
        if not isinstance(outcome, (Document, ReadError)):
            raise WrongType("outcome", "a Document or a ReadError", outcome)
        self.add_rows(rows_of(outcome, file))

    def add_rows(self, rows: Rows) -> None:
        """Take the rows of one document, as `rows_of` makes them; another process may have made them."""
        self.add_distinct(self._distinct(rows))

    def add_distinct(self, rows: Rows) -> None:
        """Take rows of any number of documents, which are known not to repeat each other."""
        try:
            with explained(self.path, *self.faults):
                self._write(rows)
        except BaseException:
            self.abandon()
            raise
        self._count["documents"] += len(rows.get("documents", ()))
        self._count.update(str(stage) for _, stage, *_ in rows.get("errors", ()))
        self._row_count.update({name: len(some) for name, some in rows.items() if name in self.holds})

    @abstractmethod
    def _write(self, rows: Rows) -> None:
        """Write the rows, those of `documents` first."""


class BufferedOutput(RowOutput):
    """An output that is written in batches, large enough to be worth it and small enough for any memory."""

    _MOST_ROWS, _MOST_CHARACTERS = 20_000, 16_000_000

    def __init__(self, path: str, paths: Mapping[str, str] | None = None, *, force: bool) -> None:
        super().__init__(path, paths, force=force)
        self._waiting: Rows = {name: [] for name in self.holds}
        self._size = self._characters = 0

    def _write(self, rows: Rows) -> None:
        for name in self.holds:
            some = rows.get(name, ())
            self._waiting[name] += some
            self._size += len(some)
            self._characters += sum(len(cell) for row in some for cell in row if isinstance(cell, str))
        if self._size >= self._MOST_ROWS or self._characters >= self._MOST_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        for name, some in self._waiting.items():
            if some:
                self._batch(name, some)
        self._waiting = {name: [] for name in self.holds}
        self._size = self._characters = 0

    @abstractmethod
    def _batch(self, table: str, rows: list[Row]) -> None:
        """Write one batch of one table."""
