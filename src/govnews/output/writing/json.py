"""Whole documents as JSON: one a line, or all as one array."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import IO, Any

from govnews.errors import ReadError, WrongType
from govnews.models import Document
from govnews.output.records import to_dict
from govnews.output.tables import Outcome
from govnews.output.writing.base import Output
from govnews.output.writing.parts import explained

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(value: Any, indent: int | None = None) -> str:
    """The value as JSON in UTF-8: only lone surrogates are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class JsonOutput(Output):
    """Records as `to_dict` makes them, with the key `file` in front; files that cannot be read are only counted.

    A text that comes twice is written twice: a record belongs to its file.
    """

    def __init__(self, path: str, *, force: bool, lines: bool) -> None:
        self._lines = lines
        self._file: IO[str] | None = None
        super().__init__(path, force=force)

    def _begin(self, temporary: list[str]) -> None:
        self._file = open(temporary[0], "w", encoding="utf-8", newline="")  # noqa: PTH123, SIM115 - `_finish` closes it

    def add(self, outcome: Outcome, file: str | None = None) -> None:
        """Take one document; an error is only counted."""
        if isinstance(outcome, ReadError):
            self._count["read"] += 1
            return
        if not isinstance(outcome, Document):
            raise WrongType("outcome", "a Document or a ReadError", outcome)
        self.add_record(to_dict(outcome) if file is None else {"file": file, **to_dict(outcome)})

    def add_record(self, record: dict[str, Any]) -> None:
        """Take one record; another process may have made it."""
        text = json_text(record) + "\n" if self._lines else self._between() + json_text(record)
        try:
            with explained(self.path):
                self._to(text)
        except BaseException:
            self.abandon()
            raise
        self._count["documents"] += 1

    def _between(self) -> str:
        return ",\n" if self._count["documents"] else "[\n"

    def _finish(self) -> None:
        if not self._lines:
            self._to("\n]\n" if self._count["documents"] else "[]\n")
        assert self._file is not None
        self._file.close()

    def _to(self, text: str) -> None:
        assert self._file is not None, "the output is closed"
        self._file.write(text)

    def _let_go(self) -> None:
        with suppress(OSError):  # what could not be written may fail once more
            if self._file is not None:
                self._file.close()
