"""Documents into files: what a suffix means, and one call that writes them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module

from govnews.errors import WrongOption, WrongType
from govnews.models import Document
from govnews.output.tables import Outcome, Tables, outcomes
from govnews.output.writing.base import Output, RowOutput, Written
from govnews.schemas import TABLES, table_schema

_TABLE = "{table}"

_RECORDS: dict[str, bool] = {".jsonl": True, ".json": False}
_ONE_TABLE = {".csv": ("delimited", "CsvOutput"), ".parquet": ("parquet", "ParquetOutput")}
_ALL_TABLES = {
    ".sqlite": ("sqlite", "SqliteOutput"),
    ".duckdb": ("duckdb", "DuckdbOutput"),
    ".xlsx": ("excel", "ExcelOutput"),
}

SUFFIXES = (*_RECORDS, *_ONE_TABLE, *_ALL_TABLES)
"""The suffixes that `write` knows."""


def write(
    documents: Tables | Iterable[Document | tuple[str | os.PathLike[str] | None, Outcome]],
    path: str | os.PathLike[str],
    *,
    table: str | None = None,
    force: bool = False,
) -> Written:
    """Write documents, the pairs that `read_all` yields, or tables to `path`, in the format that its suffix names.

    `.jsonl` and `.json` hold whole documents, as `to_dict` makes them. `.csv` and `.parquet` hold one table, or with
    `{table}` in the name all of them, a file each. `.sqlite`, `.duckdb` and `.xlsx` hold all tables.
    Documents are taken one after the other, in bounded memory. The file is written under another name beside `path`
    and gets its own when it is whole.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from govnews import parse
    >>> with TemporaryDirectory() as folder:
    ...     written = write([parse("今年以来，街道走访群众1.2万人次。")], Path(folder, "news.sqlite"))
    >>> written.documents, written.rows["statistics"]
    (1, 1)

    Args:
        documents: documents, pairs of a path and a document or an error, or what `tables` gave.
        path: where to; `.parquet` needs pyarrow, `.duckdb` duckdb and pyarrow, `.xlsx` xlsxwriter (`pip install` them).
        table: which table a `.csv` or `.parquet` holds; `statistics` where nothing is said.
        force: whether to replace a file that exists.

    Raises:
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that suffix or that table, or if the format has no use for `table`.
        WriteError: if the file exists, or cannot be written, with the reason; nothing is left under its name.
        MissingExtra: if the format needs a library that is not installed.

    """
    with open_output(path, table=table, force=force) as output:
        if isinstance(documents, Tables):
            if not isinstance(output, RowOutput):
                raise WrongType("documents", "documents: a .json or .jsonl file holds whole ones", documents)
            for one in documents:
                output.add_distinct({one.name: list(one.rows)})
        else:
            for file, outcome in outcomes(documents):
                output.add(outcome, file)
        return output.close()


def open_output(path: str | os.PathLike[str], *, table: str | None = None, force: bool = False) -> Output:
    """The output that `path` names, open for results one after the other: `add`, then `close`.

    Raises:
        WrongType: if `path` is no path.
        WrongOption: if nobody knows that suffix or that table, or if the format has no use for `table`.
        WriteError: if the file exists and `force` is not given, or nothing can be written there.
        MissingExtra: if the format needs a library that is not installed.

    """
    name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(name, str):
        raise WrongType("path", "a path", path)
    folder, base = os.path.split(name)
    suffix = os.path.splitext(base)[1].lower()  # noqa: PTH122 - as the user named it
    if suffix not in SUFFIXES:
        said = f"not {suffix!r}" if suffix else "and this name has none"
        raise WrongOption(f"{name}: the suffix must be one of {', '.join(SUFFIXES)}, {said}")
    if suffix in _ONE_TABLE:
        if _TABLE in base and table is not None:
            raise WrongOption(f"{name}: {_TABLE} stands for all tables; leave out table={table!r} or {_TABLE}")
        names = tuple(TABLES) if _TABLE in base else (table_schema(table or "statistics").name,)
        paths = {one: os.path.join(folder, base.replace(_TABLE, one)) for one in names}  # noqa: PTH118
        return _class(*_ONE_TABLE[suffix])(name, paths, force=force)
    if table is not None:
        holds = "whole documents" if suffix in _RECORDS else "all tables"
        raise WrongOption(f"{name}: a {suffix} file holds {holds}; leave out table={table!r}")
    if suffix in _RECORDS:
        return _class("json", "JsonOutput")(name, force=force, lines=_RECORDS[suffix])
    return _class(*_ALL_TABLES[suffix])(name, force=force)


def _class(module: str, name: str) -> Callable[..., Output]:
    """An output; what it needs is imported when it is asked for."""
    found: Callable[..., Output] = getattr(import_module(f"govnews.output.writing.{module}"), name)
    return found
