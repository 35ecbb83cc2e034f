"""The commands that show, copy and check tables: govnews data list, show, export, check."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from govnews import reference
from govnews.errors import ReadError, WrongOption, readable
from govnews.terminal import is_terminal, open_console, show, write

if TYPE_CHECKING:
    from argparse import _SubParsersAction

DONE, BAD_ROWS = 0, 1

_EXAMPLES = """examples:
  govnews data list                      the tables, with rows, version and licences; in a pipe as CSV
  govnews data show units --limit 5      the first rows of a table
  govnews data show verbs | grep 走访    a row
  govnews data export tables             all tables as CSV files, with datapackage.json
  govnews data check mine                every bad row of your own tables
  govnews stats --reference mine *.txt   use them

exit codes: 0 done; 1 check found bad rows; 2 a bad call, or nothing could be read or written
"""
_SHOWN = 40
"""Rows that a terminal gets where nobody asks for more or fewer."""


def add_to(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `data` with its own commands."""
    data = commands.add_parser(
        "data",
        help="show, copy and check the tables: list, show, export, check",
        description="The tables of rules and words that govnews works with, and your own.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own = data.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        return own.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"examples:\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def formats(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--format", choices=("table", "csv"), help="instead of what fits where the output goes")

    sub = command(
        "list",
        "list the tables: a table on a terminal, CSV in a pipe",
        "  govnews data list\n  govnews data list --format csv > tables.csv",
    )
    formats(sub)
    sub.set_defaults(run=_list)
    sub = command(
        "show",
        "print the rows of a table: a table on a terminal, CSV in a pipe",
        "  govnews data show units\n  govnews data show place_words --limit 5 --format csv",
    )
    sub.add_argument("table", metavar="TABLE", help="its name; govnews data list shows all")
    sub.add_argument("--limit", type=_count, metavar="N", help=f"only so many rows (terminal: {_SHOWN}, pipe: all)")
    formats(sub)
    sub.set_defaults(run=_show)
    sub = command(
        "export",
        "write all tables as CSV files with their description, datapackage.json, into a folder",
        "  govnews data export tables\n  govnews data export --force tables",
    )
    sub.add_argument("folder", metavar="DIR", help="a folder that is new or empty")
    sub.add_argument(
        "--force", action="store_true", help="into a folder that holds files, over those of the same names"
    )
    sub.set_defaults(run=_export)
    sub = command(
        "check",
        "check tables of your own: prints every bad row with its line, its column and what was expected there",
        "  govnews data check mine",
    )
    sub.add_argument("folder", metavar="DIR", help="the folder with your tables: units.csv, verbs.csv, …")
    sub.set_defaults(run=_check)


def _count(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit():
        raise argparse.ArgumentTypeError(f"must be a whole number, not {argument!r}")
    return int(argument)


def _as_table(options: argparse.Namespace) -> bool:
    return options.format == "table" or (options.format is None and is_terminal())


def _print(header: Sequence[str], rows: Sequence[Sequence[object]], *, as_table: bool, title: str = "") -> None:
    if as_table:
        from rich.markup import escape
        from rich.table import Table

        console = open_console()
        table = Table(title=escape(title) or None, title_justify="left", header_style="bold")
        for name in header:
            table.add_column(name, overflow="fold")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        console.print(table)
        show(console)
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write(text.getvalue())


def _list(options: argparse.Namespace) -> int:
    rows = [
        (Path(table.file).stem, table.title, table.rows, table.version, "; ".join(table.licences))
        for table in reference.tables()
    ]
    _print(("name", "title", "rows", "version", "licences"), rows, as_table=_as_table(options))
    return DONE


def _show(options: argparse.Namespace) -> int:
    wanted = options.table.removesuffix(".csv").replace("-", "_")
    known = {Path(table.file).stem: table for table in reference.tables()}
    if wanted not in known:
        raise WrongOption(f"no table is named {options.table!r}; there are {', '.join(known)}")
    table = known[wanted]
    data = files("govnews").joinpath("data", table.file).read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(data))
    as_table = _as_table(options)
    limit = options.limit if options.limit is not None else _SHOWN if as_table else len(rows)
    _print(header, rows[:limit], as_table=as_table, title=table.title)
    if as_table and limit < len(rows):
        write(f"{limit} of {len(rows)} rows; --limit {len(rows)} shows all\n")
    return DONE


def _export(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    named = readable(folder)
    try:
        if folder.is_dir() and any(folder.iterdir()) and not options.force:
            raise ReadError(named, "holds files already; --force writes over those of the same names")
        folder.mkdir(parents=True, exist_ok=True)
        source = files("govnews").joinpath("data")
        names = sorted(entry.name for entry in source.iterdir() if entry.name.endswith((".csv", "datapackage.json")))
        for name in names:
            (folder / name).write_bytes(source.joinpath(name).read_bytes())
    except FileExistsError:
        raise ReadError(named, "is a file, not a folder") from None
    except OSError as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(named, f"cannot be written: {error.strerror}") from None
    write(f"{named}: {len(names) - 1} tables and datapackage.json\n")
    return DONE


def _check(options: argparse.Namespace) -> int:
    checked = reference.check(options.folder)
    for bad in checked.bad:
        write(f"{bad}\n")
    for table, rows in checked.tables:
        replaced = checked.replaced(table)
        added = f"{len(rows) - len(replaced)} added"
        said = f"{added}, {len(replaced)} in place of the package's: {', '.join(replaced)}" if replaced else added
        write(f"{table}: {_rows(len(rows))} good ({said})\n")
    if checked.bad:
        write(f"{_rows(len(checked.bad), 'bad cell or row', 'bad cells or rows')}\n")
        return BAD_ROWS
    return DONE


def _rows(count: int, one: str = "row", more: str = "rows") -> str:
    return f"{count} {one if count == 1 else more}"
