"""The command line: parse, view, stats, normalize, explain, data, demo."""

from __future__ import annotations

import argparse
import codecs
import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from importlib.resources import files
from io import StringIO
from itertools import chain
from typing import IO, TYPE_CHECKING, TypeVar

from govnews import data_commands
from govnews.corpus import Stopped, named_inputs, run
from govnews.errors import GovnewsError, ReadError, TableError, WorkerLost, WrongOption, readable
from govnews.meter import Meter
from govnews.models import Article, BlockKind, Document, DocumentKind, Reading, ReadingKind
from govnews.output.records import to_dict
from govnews.output.rows import STATISTIC_COLUMNS, statistic_rows
from govnews.output.view.pages import write_view
from govnews.output.writers import SUFFIXES
from govnews.output.writing.delimited import csv_cells
from govnews.output.writing.parts import Part, explained
from govnews.pipeline import normalize, options_of, parse, read_all
from govnews.reading.archives import Archives
from govnews.reading.source import Source
from govnews.reading.walking import source_of, walk
from govnews.schemas import TABLES
from govnews.terminal import complain, json_escape, open_console, show, write
from govnews.version import CODE, DATA

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

DONE, SOME_FAILED, BAD_CALL = 0, 1, 2

_EXAMPLES = """examples:
  govnews demo                          see what the library sees on a bundled page
  govnews parse page.txt                everything about one page, as JSON
  govnews parse --jsonl pages/*.txt     one document a line
  govnews parse pages -o news.sqlite    a folder into tables; .parquet, .xlsx, .csv, .jsonl, …
  govnews parse pages -o news.parquet --jobs 4 --resume
  govnews view page.txt -o page.html    a page to read it on, with everything marked
  govnews stats page.txt                its statistics as a table; in a pipe as CSV
  govnews stats *.txt -o stats.csv      a CSV file that Excel opens
  govnews explain page.txt              why a number is no statistic
  cat page.txt | govnews normalize -    the repaired text
  govnews data list                     the tables of rules and words
  govnews stats --reference mine *.txt  with rows of your own, in the folder mine

exit codes: 0 done; 1 some inputs failed or the run was stopped, what is finished is kept; 2 a bad call, or nothing
could be read
"""

_Read = TypeVar("_Read", Document, Source)

# Kinds and colours of what the demo marks.
_QUOTIENT = 28  # digits of the value of 三分之二
_STYLES = {"statistic": "bold green", "initiative": "magenta", "number": "dim"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    codecs.register_error("govnews-json", json_escape)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read us has enough; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("interrupted")
        return SOME_FAILED
    except TableError as error:
        more = f" (and {len(error.rows) - 1} more; govnews data check shows all)" if len(error.rows) > 1 else ""
        complain(f"{error.rows[0]}{more}")
        return BAD_CALL
    except (Stopped, WorkerLost) as error:
        complain(str(error))
        return SOME_FAILED
    except GovnewsError as error:
        complain(str(error))
        return BAD_CALL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govnews",
        description="Turns raw Chinese local-government news into articles, bylines and statistics.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"govnews {CODE}, data {DATA}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], summary: str, *, takes: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        sub.set_defaults(run=run)
        if takes:
            sub.add_argument(
                "files",
                nargs="+",
                metavar="FILE",
                help="a file, a folder, a zip, a pattern, or @LIST with a path a line; - is standard input",
            )
        return sub

    def known(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--kind", choices=[kind.value for kind in DocumentKind], help="what the texts are, if you know it"
        )
        sub.add_argument("--published", metavar="DATE", help="their date of publication (ISO), if you know it")
        sub.add_argument("--publication", metavar="NAME", help="the paper or site, if you know it")
        sub.add_argument("--place", metavar="NAME", help="its district or city (name or code), if you know it")
        sub.add_argument("--reference", metavar="DIR", help="a folder with tables of your own; see govnews data check")

    sub = command("parse", _parse, "print everything about each file as JSON, or write tables with -o")
    sub.add_argument("--jsonl", action="store_true", help="one document a line")
    sub.add_argument(
        "-o", "--output", metavar="FILE", help=f"write there, in the format of its suffix: {', '.join(SUFFIXES)}"
    )
    sub.add_argument("--table", choices=tuple(TABLES), help="which table a .csv or .parquet holds (statistics)")
    sub.add_argument("--jobs", type=_positive, default=1, metavar="N", help="how many processes share the work")
    sub.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    sub.add_argument("--force", action="store_true", help="replace an output that exists")
    sub.add_argument(
        "--errors", choices=("skip", "fail"), default="skip", help="whether a file that cannot be read ends the run"
    )
    sub.add_argument("--progress", action="store_true", help="show how far it is, even where no terminal is")
    known(sub)
    sub = command("view", _view, "write one HTML page to read the files on")
    sub.add_argument("-o", "--output", required=True, metavar="FILE", help="the page")
    sub.add_argument("--language", choices=("zh", "en"), help="what it opens in; else the reader's browser decides")
    known(sub)
    sub = command("stats", _stats, "print the statistics of each file: a table on a terminal, CSV in a pipe")
    sub.add_argument("--format", choices=("table", "csv"), help="instead of what fits where the output goes")
    sub.add_argument(
        "-o", "--output", metavar="FILE", help="write CSV there, in UTF-8 with a mark so that Excel reads it"
    )
    known(sub)
    sub = command("normalize", _normalize, "print the repaired text of each file")
    sub.add_argument("--edits", action="store_true", help="print the repairs instead: file, start, end, old, new, rule")
    sub.add_argument("--protect", action="append", default=[], metavar="WORD", help="a word that must stay as it is")
    sub = command("explain", _explain, "print what each number was read as, and by which rule")
    sub.add_argument("--all", action="store_true", help="the statistics too, not only the numbers that are none")
    known(sub)
    data_commands.add_to(commands)
    command("demo", _demo, "parse the bundled page and show it in colour", takes=False)
    return parser


# --- commands -------------------------------------------------------------------------------------------------------


class _Failures:
    """Counts what went wrong, so that one bad file does not stop the others."""

    def __init__(self) -> None:
        self.done = self.failed = 0

    def documents(self, options: argparse.Namespace) -> Iterator[tuple[str, Document]]:
        """What the files are, those that can be read."""
        results = read_all(
            named_inputs(options.files),
            kind=options.kind,
            published=options.published,
            publication=options.publication,
            place=options.place,
            reference=options.reference,
        )
        return self._good(results, options)

    def sources(self, options: argparse.Namespace) -> Iterator[tuple[str, Source]]:
        """The text of the files, of those that can be read."""
        names = list(named_inputs(options.files))  # a bad list is said before any work

        def results() -> Iterator[tuple[str, Source | ReadError]]:
            with Archives() as archives:
                for found in chain.from_iterable(map(walk, names)):
                    try:
                        yield found.path, source_of(found, archives)
                    except ReadError as error:
                        yield found.path, error

        return self._good(results(), options)

    def _good(
        self, results: Iterable[tuple[str, _Read | ReadError]], options: argparse.Namespace
    ) -> Iterator[tuple[str, _Read]]:
        for path, outcome in results:
            if isinstance(outcome, ReadError):
                self.failed += 1
                complain(str(outcome))
            else:
                yield path, outcome
                self.done += 1
        if not self.done and not self.failed:
            self.failed += 1
            complain(f"{readable(' '.join(options.files))}: is a folder without a file that could be read")

    @property
    def code(self) -> int:
        if not self.failed:
            return DONE
        return SOME_FAILED if self.done else BAD_CALL


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return number


def _parse(options: argparse.Namespace) -> int:
    if options.output is not None:
        return _corpus(options)
    for name in ("table", "resume", "force", "progress"):
        if getattr(options, name):
            raise WrongOption(f"--{name} goes with -o FILE only")
    if options.errors != "skip" or options.jobs != 1:
        raise WrongOption("--jobs and --errors go with -o FILE only")
    inputs = _Failures()
    many = len(options.files) > 1 and not options.jsonl
    indent = None if options.jsonl else 1
    wrote = False
    for path, document in inputs.documents(options):
        record = json.dumps({"file": path, **to_dict(document)}, ensure_ascii=False, indent=indent)
        write(("[\n" if many and not wrote else ",\n" if many else "") + record + ("" if many else "\n"))
        wrote = True
    if many and wrote:
        write("\n]\n")
    return inputs.code


def _corpus(options: argparse.Namespace) -> int:
    """Parse all files into one output."""
    if options.jsonl:
        raise WrongOption("--jsonl goes without -o FILE; name the file .jsonl")
    paths = list(named_inputs(options.files))
    known = options_of(options.kind, options.published, options.publication, options.place, options.reference)
    with Meter(paths, options.output, shown=options.progress or sys.stderr.isatty()) as meter:
        ended = run(
            paths,
            options.output,
            known,
            table=options.table,
            jobs=options.jobs,
            resume=options.resume,
            force=options.force,
            stop_at_errors=options.errors == "fail",
            progress=meter.show,
        )
    of_its_own = options.output.replace("{table}", "errors")
    where = ended.errors or (of_its_own if of_its_own != options.output else f"the table errors of {options.output}")
    if ended.failed:
        complain(f"{ended.failed} of {ended.done} inputs could not be read; {where} names them")
    if ended.written.duplicates:
        complain(f"{ended.written.duplicates} of {ended.done} inputs repeat the text of another; {where} names them")
    return SOME_FAILED if ended.failed else DONE


def _view(options: argparse.Namespace) -> int:
    inputs = _Failures()
    write_view(inputs.documents(options), options.output, language=options.language)
    return inputs.code


def _stats(options: argparse.Namespace) -> int:
    as_table = options.format == "table" or (options.format is None and sys.stdout.isatty() and options.output is None)
    inputs = _Failures()
    if as_table:
        console = open_console()
        for path, document in inputs.documents(options):
            _statistics_table(console, document, path)
        show(console)
        return inputs.code
    if options.output is None:
        text = StringIO()
        _write_statistics(inputs.documents(options), text)
        if inputs.code != BAD_CALL:
            write(text.getvalue())
        return inputs.code
    part = Part(options.output, force=True)
    try:
        with (
            explained(options.output),
            open(part.temporary, "w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file,  # noqa: PTH123 - as the user named it
        ):
            _write_statistics(inputs.documents(options), file)
        if inputs.code != BAD_CALL:
            part.finish()
    finally:
        part.discard()
    return inputs.code


def _write_statistics(documents: Iterable[tuple[str, Document]], file: IO[str]) -> None:
    """The same rows into a file and into a pipe: what comes out of a pipe is soon a file that somebody opens."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("file", *STATISTIC_COLUMNS))
    for path, document in documents:
        for row in statistic_rows(document):
            writer.writerow(csv_cells((path, *(row[column] for column in STATISTIC_COLUMNS))))


def _statistics_table(console: Console, document: Document, caption: str) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(caption), title_justify="left", header_style="bold")
    for name, justify in (
        ("item", "left"),
        ("value", "right"),
        ("unit", "left"),
        ("action", "left"),
        ("period", "left"),
        ("status", "left"),
        ("article", "left"),
    ):
        table.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    for row in statistic_rows(document):
        value = _short(row["value"]) if row["value"] is not None else f"{row['low']}–{row['high']}"
        change = {"increase": "↑", "decrease": "↓"}.get(str(row["change"]), "")
        mark = {"more_than": ">", "at_least": "≥", "less_than": "<", "at_most": "≤", "about": "≈", "nearly": "≲"}
        cells = (
            row["item"],
            f"{mark.get(str(row['qualifier']), '')}{value}",
            row["unit"],
            f"{row['action'] or ''}{change}",
            row["period"],
            row["status"],
            row["title"],
        )
        table.add_row(*(escape(str(cell)) if cell is not None else "" for cell in cells))
    console.print(table)


def _short(value: object) -> str:
    """A value for the screen: 0.6667 for 三分之二, whose quotient has 28 digits."""
    long = isinstance(value, Decimal) and len(value.as_tuple().digits) == _QUOTIENT
    return f"{value:.4f}" if long else str(value)


def _normalize(options: argparse.Namespace) -> int:
    inputs = _Failures()
    for path, source in inputs.sources(options):
        aligned = normalize(source.text, protect=options.protect)
        if options.edits:
            for edit in aligned.edits:
                old, new = (json.dumps(text, ensure_ascii=False) for text in (edit.span.of(aligned.raw), edit.new))
                write(f"{path}\t{edit.span.start}\t{edit.span.end}\t{old}\t{new}\t{edit.rule}\n")
        else:
            write(aligned.text if aligned.text.endswith("\n") else aligned.text + "\n")
    return inputs.code


def _explain(options: argparse.Namespace) -> int:
    from rich.markup import escape
    from rich.table import Table

    inputs = _Failures()
    for path, document in inputs.documents(options):
        console = open_console()
        table = Table(title=escape(path), title_justify="left", header_style="bold")
        for name in ("number", "read as", "rule", "in"):
            table.add_column(name, overflow="fold")
        for reading in document.numbers:
            if options.all or reading.kind is not ReadingKind.STATISTIC:
                cells = (reading.text, reading.kind.value, reading.rule, _context(document, reading))
                table.add_row(*map(escape, cells))
        console.print(table)
        show(console)
    return inputs.code


def _context(document: Document, reading: Reading, reach: int = 10) -> str:
    text, span = document.text, reading.span
    before = text[max(0, span.start - reach) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + reach].partition("\n")[0]
    return f"…{before}{reading.text}{after}…"


# --- demo -----------------------------------------------------------------------------------------------------------


def demo_text() -> str:
    """The bundled page: invented stories in the manner of a district newspaper."""
    return files("govnews").joinpath("data", "pages", "district_page.txt").read_text(encoding="utf-8")


def _demo(options: argparse.Namespace) -> int:
    from rich.text import Text

    document = parse(demo_text())
    console = open_console()
    console.print("A page of a district newspaper as it came in (the first lines):\n", style="bold")
    for line in [line for line in document.raw.splitlines() if line.strip()][:4]:
        console.print(Text("  " + line[:100], style="dim"))
    console.print("\nwhat govnews reads in it: ", style="bold", end="")
    console.print(
        Text.assemble(
            ("statistics", _STYLES["statistic"]),
            ", ",
            ("initiatives", _STYLES["initiative"]),
            ", ",
            ("numbers that count nothing", _STYLES["number"]),
        )
    )
    for article in document.articles:
        console.print()
        _print_article(console, document, article)
    console.print()
    _statistics_table(console, document, f"{len(document.statistics)} statistics in {len(document.articles)} articles")
    console.print("\nNext: govnews parse FILE, govnews stats FILE, govnews explain FILE; govnews --help shows all.")
    show(console)
    return DONE


def _print_article(console: Console, document: Document, article: Article) -> None:
    from rich.text import Text

    for printed, style in (
        (article.column, "reverse"),
        (article.kicker, "italic"),
        (article.title, "bold cyan"),
        (article.subtitle, "cyan"),
    ):
        if printed is not None:
            console.print(Text(printed.text, style=style))
    for byline in article.bylines:
        console.print(Text(f"{byline.role.value}: {'、'.join(byline.names)}", style="yellow"))
    if article.editor_note is not None:
        console.print(Text(article.editor_note.text, style="italic dim"))
    for block in article.body:
        marked = _marked(document, article, block.spans[0].start, block.text if len(block.spans) == 1 else None)
        style = "bold" if block.kind is BlockKind.HEADING else "italic" if block.kind is BlockKind.CAPTION else ""
        console.print(marked or Text(block.text), style=style)
        for credit in block.credits:
            console.print(Text(f"photo: {'、'.join(credit.names)}", style="yellow"))


def _marked(document: Document, article: Article, start: int, text: str | None) -> Text | None:
    """The text of a block with its statistics, initiatives and other numbers in colour."""
    from rich.text import Text

    if text is None:
        return None
    marked = Text(text)
    for reading in document.numbers:
        if start <= reading.span.start and reading.span.end <= start + len(text):
            style = _STYLES["statistic" if reading.kind is ReadingKind.STATISTIC else "number"]
            marked.stylize(style, reading.span.start - start, reading.span.end - start)
    for initiative in article.initiatives:
        if start <= initiative.span.start and initiative.span.end <= start + len(text):
            marked.stylize(_STYLES["initiative"], initiative.span.start - start, initiative.span.end - start)
    return marked
