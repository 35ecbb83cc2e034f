"""The order of the steps, written once: repair, lines, structure, finding."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import chain
from typing import TypeVar

from attrs import evolve, frozen

from govnews.errors import GovnewsError, ReadError, WorkerLost, WrongOption, WrongType, readable
from govnews.finding.checks import check_figures
from govnews.finding.dates import day_of
from govnews.finding.initiatives import find_initiatives
from govnews.finding.organizations import find_organizations
from govnews.finding.places import find_places, place_code
from govnews.finding.readouts import find_readouts
from govnews.finding.statistics import checked_day, explain
from govnews.finding.table_cells import find_table_statistics
from govnews.lines.join import join
from govnews.models import (
    FURNITURE_KINDS,
    Block,
    BlockKind,
    Document,
    DocumentKind,
    Initiative,
    Organization,
    Place,
    Reading,
    ReadingKind,
    Readout,
    Statistic,
)
from govnews.reading.archives import Archives
from govnews.reading.files import read_source
from govnews.reading.source import Source
from govnews.reading.walking import Found, source_of, walk
from govnews.reading.webpages import read_html
from govnews.reference import Reference, loaded, using
from govnews.repair.characters import repair_characters
from govnews.repair.script import simplify
from govnews.spans import AlignedText, Span
from govnews.structure.builder import Page
from govnews.structure.page import read_page

MOST_JOINING_PASSES = 6
"""A join can show that another is due; text that still changes after so many passes is noise and is left as it is."""
CHUNK, CHUNK_BYTES = 16, 1_000_000
"""How many files a process takes at a time, and the bytes after which it takes no more."""
MOST_PROCESSES = 61
"""Windows cannot wait for more."""

_Made = TypeVar("_Made")
_InArticle = TypeVar("_InArticle", Statistic, Initiative, Place, Organization, Readout)


def normalize(text: str, *, protect: Sequence[str] = ()) -> AlignedText:
    """The repaired text with the way back to the raw one: characters, script, broken lines.

    >>> aligned = normalize("河西區")
    >>> aligned.text, aligned.edits[0].rule
    ('河西区', 'script-certain')

    Args:
        text: any string; messy text never raises.
        protect: words that must stay as they are.

    Raises:
        WrongType: if `text` is no string.

    """
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    return _repaired(text, protect)[0]


def _repaired(text: str, protect: Sequence[str] = ()) -> tuple[AlignedText, frozenset[int]]:
    """The repaired text, and where lines begin in it that go on behind a running head."""
    aligned = AlignedText(text)
    for step in (repair_characters, lambda repaired: simplify(repaired, protect)):
        aligned = aligned.edited(step(aligned.text))
    bridges: set[int] = set()
    for _ in range(MOST_JOINING_PASSES):
        joined = join(aligned.text, aligned)
        bridges.update(map(aligned.origin, joined.bridges))
        if not joined.edits:
            break
        aligned = aligned.edited(joined.edits)
    return aligned, frozenset(aligned.text_span(Span(at, at + 1)).start for at in bridges)


def read(
    path: str | os.PathLike[str],
    *,
    kind: DocumentKind | str | None = None,
    published: str | None = None,
    publication: str | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> Document:
    """The document in the file at `path`, by its content: text in any encoding, HTML, PDF, DOCX; `-` is standard input.

    Args:
        path: a file of plain text, a saved web page, a PDF (`pip install pypdfium2`) or a Word document
            (`pip install python-docx`).
        kind: what the text is, if it is known.
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.
        place: its district or city, as a name or a code, if it is known: 全区 is that one.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        ReadError: if there is no such file or it holds no text, with the reason.
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that kind.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    options = options_of(kind, published, publication, place, reference)
    return _document(lambda: read_source(path), options)


def read_all(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    kind: DocumentKind | str | None = None,
    published: str | None = None,
    publication: str | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> Iterator[tuple[str, Document | ReadError]]:
    """Each file with its document, or with the error that kept it from becoming one; the others go on.

    A folder stands for all files below it in the order of their names, a zip archive for its members (the path is then
    `archive.zip/member`). Hidden files are left out, links to folders and archives in archives are not opened. Texts of
    more than ten million characters and files of more than 200 MB become errors.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "page.txt").write_text("今年以来，街道走访群众12人。", encoding="utf-8")
    ...     for path, result in read_all([folder, "missing.txt"]):
    ...         print(Path(path).name, result.reason if isinstance(result, ReadError) else len(result.statistics))
    page.txt 1
    missing.txt no such file

    Args:
        paths: files, folders and zip archives, one or several; `-` is standard input.
        jobs: how many processes share the work; results and their order are the same. A program that asks for more than
            one must run behind `if __name__ == "__main__":`.
        kind: what the texts are, if it is known.
        published: their date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.
        place: its district or city, as a name or a code, if it is known: 全区 is that one.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: at once, if an argument has a wrong type.
        WrongOption: at once, if nobody knows that kind, or if `jobs` is less than 1.
        ReadError: at once, if `reference` names no folder with tables.
        TableError: at once, if rows of its tables are bad, with all of them.
        WorkerLost: if a process ends before its work, for want of memory or of that line.

    """
    options = options_of(kind, published, publication, place, reference)
    if not isinstance(jobs, int) or isinstance(jobs, bool):
        raise WrongType("jobs", "int", jobs)
    if jobs < 1:
        raise WrongOption(f"jobs must be at least 1, not {jobs}")
    found = chain.from_iterable(map(walk, named(paths)))
    if jobs == 1:
        return outcomes(found, options)
    return _flat(in_processes(found, partial(_chunk_outcomes, options=options), jobs))


def named(paths: object) -> tuple[str, ...]:
    """The paths as they were named, one or several."""
    several = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    if isinstance(several, (bytes, bytearray)) or not isinstance(several, Iterable):
        raise WrongType("paths", "a path or several", paths)
    named = []
    for path in several:
        name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
        if not isinstance(name, str):
            raise WrongType("each of paths", "a path", path)
        named.append(name)
    return tuple(named)


def outcomes(found: Iterable[Found], options: Options) -> Iterator[tuple[str, Document | ReadError]]:
    """Each file with its document, or with the error that came in its place."""
    with Archives() as archives:
        for one in found:
            yield one.path, _outcome(one, options, archives)


def _outcome(found: Found, options: Options, archives: Archives) -> Document | ReadError:
    try:
        return _document(lambda: source_of(found, archives), options)
    except ReadError as error:
        # A new one: this one holds the frames that it went through, and with them all that was read.
        return ReadError(error.path, error.reason)
    except GovnewsError:
        raise  # a broken installation, which no other file will survive
    except Exception as error:  # a fault of ours must not cost a night's work
        return ReadError(readable(found.path), f"cannot be parsed, please report it: {error!r}")


def _chunk_outcomes(chunk: Sequence[Found], options: Options) -> list[tuple[str, Document | ReadError]]:
    return list(outcomes(chunk, options))


def _flat(made: Iterator[list[_Made]]) -> Iterator[_Made]:
    """The members of the chunks; who closes it ends the processes."""
    for chunk in made:
        yield from chunk


def map_chunks(
    found: Iterable[Found], work: Callable[[Sequence[Found]], _Made], jobs: int
) -> Generator[_Made, None, None]:
    """What `work` makes of chunks of files, in order; to close it ends the processes.

    Raises:
        WorkerLost: if a process ends before its work.

    """
    if jobs > 1:
        yield from in_processes(found, work, jobs)
    else:
        for chunk in chunks(found):
            yield work(chunk)


def in_processes(found: Iterable[Found], work: Callable[[Sequence[Found]], _Made], jobs: int) -> Iterator[_Made]:
    """What `work` makes of chunks of files in several processes, in order.

    Only so many chunks wait that the memory stays bounded.

    Raises:
        WorkerLost: if a process ends before its work.

    """
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    waiting: deque[Future[_Made]] = deque()
    pool = ProcessPoolExecutor(min(jobs, MOST_PROCESSES), mp_context=get_context("spawn"), initializer=_begin)
    try:
        for chunk in chunks(found):
            if chunk[0].here:
                done: Future[_Made] = Future()
                done.set_result(work(chunk))
                waiting.append(done)
            else:
                with _signals_waiting():
                    waiting.append(pool.submit(work, chunk))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise WorkerLost(
            'a process ended before its work: call read_all(jobs=...) behind `if __name__ == "__main__":`, '
            "or, if the memory was full, with fewer jobs"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the process that asked for the work, and end with that process even where it is killed."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None

    def end_with_parent() -> None:
        parent.join()
        os._exit(1)

    # Alone it would wait forever for the next chunk.
    Thread(target=end_with_parent, daemon=True).start()


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Let Ctrl-C wait: a process that begins within takes that over, and is not hit before it is `_uninterrupted`."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Enough files to be worth the way to another process; what only this process can read is a chunk of its own."""
    chunk: list[Found] = []
    for one in found:
        if chunk and (one.here or chunk[0].here or len(chunk) >= CHUNK or sum(f.size for f in chunk) >= CHUNK_BYTES):
            yield chunk
            chunk = []
        chunk.append(one)
    if chunk:
        yield chunk


def parse(
    text: str,
    *,
    kind: DocumentKind | str | None = None,
    published: str | None = None,
    publication: str | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> Document:
    r"""The document that `text` is: a newspaper page, a web page saved as text, or one article.

    >>> document = parse("小区添绿\n\n■ 通讯员 李小明\n\n今年以来，街道新增绿地3.2万平方米。")
    >>> article = document.articles[0]
    >>> article.title.text, article.bylines[0].names, article.statistics[0].value
    ('小区添绿', ('李小明',), Decimal('32000'))

    Args:
        text: any string; messy text never raises.
        kind: what the text is, if it is known (`newspaper_page`, `web_page`, `article`).
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.
        place: its district or city, as a name or a code, if it is known: 全区 is that one.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if an argument has a wrong type.
        WrongOption: if nobody knows that kind.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    options = options_of(kind, published, publication, place, reference)
    if not isinstance(text, str):
        raise WrongType("text", "str", text)
    return _document(lambda: Source(text), options)


def parse_html(
    html: str | bytes,
    *,
    url: str | None = None,
    published: str | None = None,
    publication: str | None = None,
    place: str | None = None,
    reference: Reference | str | os.PathLike[str] | None = None,
) -> Document:
    r"""The document that a saved web page is: what its tags declare, and what its text shows.

    >>> page = "<title>小区添绿-滨河网</title><h1>小区添绿</h1><p>来源：滨河网 编辑：王小明</p>"
    >>> page += "<div><p>今年以来，街道新增绿地3.2万平方米，居民都说好。</p></div>"
    >>> article = parse_html(page).articles[0]
    >>> article.title.text, article.source.text, article.bylines[0].names, article.statistics[0].value
    ('小区添绿', '滨河网', ('王小明',), Decimal('32000'))

    Args:
        html: the page as it was saved; bytes in any encoding, declared rightly, wrongly or not at all. Nothing is
            fetched.
        url: where the page was, if it is known.
        published: the date of publication (ISO), if it is known.
        publication: the paper or site, if it is known.
        place: its district or city, as a name or a code, if it is known: 全区 is that one.
        reference: a folder of tables of your own, or what `reference.load` made of one.

    Raises:
        WrongType: if an argument has a wrong type.
        ReadError: if `reference` names no folder with tables.
        TableError: if rows of its tables are bad, with all of them.

    """
    if not isinstance(html, (str, bytes)):
        raise WrongType("html", "str or bytes", html)
    if url is not None and not isinstance(url, str):
        raise WrongType("url", "str or None", url)
    options = options_of(None, published, publication, place, reference)
    document = _document(lambda: read_html(html), options)
    return evolve(document, url=url)


@frozen
class Options:
    """What the caller knows of a page."""

    kind: DocumentKind | None
    published: str | None
    publication: str | None
    home: str | None
    """The code of its district or city."""
    reference: Reference | None
    """Rows of the caller's own."""


def options_of(
    kind: DocumentKind | str | None,
    published: str | None,
    publication: str | None,
    place: str | None,
    reference: Reference | str | os.PathLike[str] | None,
) -> Options:
    """What the caller says of the pages, checked."""
    if kind is not None:
        try:
            kind = DocumentKind(kind)
        except ValueError:
            known = ", ".join(DocumentKind)
            raise WrongOption(f"kind must be one of {known}, not {kind!r}") from None
    checked_day(published)
    if publication is not None and not isinstance(publication, str):
        raise WrongType("publication", "str or None", publication)
    given = loaded(reference)
    with using(given):
        home = None if place is None else place_code(place)
    return Options(kind, published, publication, home, given)


def _document(read: Callable[[], Source], options: Options) -> Document:
    """The document of what a reader takes from a file, with the caller's own rows from here to its end."""
    with using(options.reference):
        return _document_of(read(), options)


def _document_of(source: Source, options: Options) -> Document:
    aligned, bridges = _repaired(source.text)
    page = read_page(
        aligned.text,
        kind=options.kind,
        publication=options.publication,
        published=options.published,
        bridges=bridges,
        marks=[(aligned.text_span(mark.span), mark.kind) for mark in source.marks],
        declared=source.declared,
        saved=source.is_web_page,
    )
    document = _found(aligned, page, options.home)
    return evolve(document, encoding=source.encoding, replaced=source.replaced or document.replaced)


def _found(aligned: AlignedText, page: Page, home: str | None) -> Document:
    """The document of a page, with what the finders see in its articles."""
    days = [day_of(article.published or page.published) for article in page.articles]
    running = _Running([block for block in page.blocks if block.kind not in FURNITURE_KINDS], days)
    places = find_places(running.text, place=home)
    initiatives = find_initiatives(running.text, places=places)
    names = [found.span for found in initiatives]
    numbers = explain(running.text, names=names, published=running.day, places=places, home=home)
    organizations = find_organizations(running.text, places=places, place=home)
    readouts = find_readouts(running.text)
    around = _Running([block for block in page.blocks if block.kind in FURNITURE_KINDS], days)
    furniture = [_in_furniture(reading) for reading in explain(around.text, places=()).readings] if around.text else []
    readings = [running.reading(number.reading(running.text)) for number in numbers.numbers]
    counted = list(numbers.statistics)
    del numbers  # it holds every number with what was read around it, and the peak of memory is here
    statistics = running.by_article(_drained(counted), running.statistic)
    named = running.by_article(initiatives, running.initiative)
    said = running.by_article(readouts, running.readout)
    located = running.by_article(places, running.place)
    organs = running.by_article(organizations, running.organization)
    _add_tables(page.blocks, days, located, statistics, readings)
    articles = [
        evolve(
            article,
            statistics=statistics.get(index, ()),
            initiatives=named.get(index, ()),
            places=located.get(index, ()),
            organizations=organs.get(index, ()),
            readouts=said.get(index, ()),
        )
        for index, article in enumerate(page.articles)
    ]
    readings += [around.reading(reading) for reading in furniture]
    readings.sort(key=lambda reading: reading.span.start)
    return Document(
        kind=page.kind,
        aligned=aligned,
        url=None,
        encoding=None,
        replaced=aligned.raw.count("\ufffd"),
        publication=page.publication,
        breadcrumb=page.breadcrumb,
        organizers=page.organizers,
        published=page.published,
        articles=tuple(articles),
        blocks=page.blocks,
        numbers=tuple(readings),
        checks=tuple(check for article in articles for check in check_figures(article.statistics)),
        alternatives=page.alternatives,
        kind_rule=page.kind_rule,
        page=page.page,
        bylines=page.bylines,
    )


def _drained(found: list[_Made]) -> Iterator[_Made]:
    """The members in order, each let go when the next one is asked for."""
    found.reverse()
    while found:
        yield found.pop()


def _add_tables(
    blocks: Sequence[Block],
    days: Sequence[date | None],
    places: Mapping[int | None, tuple[Place, ...]],
    statistics: dict[int | None, tuple[Statistic, ...]],
    readings: list[Reading],
) -> None:
    """Add to the statistics what cells of tables say, and give their numbers that reading."""
    at = {reading.span: k for k, reading in enumerate(readings) if reading.kind is not ReadingKind.STATISTIC}
    for k, block in enumerate(blocks):
        if block.kind is not BlockKind.TABLE or block.article is None:
            continue
        start = block.span.start
        above = blocks[k - 1].text if k and blocks[k - 1].article == block.article else ""
        own = [
            evolve(place, span=place.span.shifted(-start))
            for place in places.get(block.article, ())
            if start <= place.span.start < block.span.end
        ]
        added = []
        for found in find_table_statistics(block.text, above=above, published=days[block.article], places=own):
            span = found.span.shifted(start)
            period = found.period
            if period is not None and period.span is not None:
                period = evolve(period, span=period.span.shifted(start))
            if span in at:
                readings[at[span]] = Reading(found.text, ReadingKind.STATISTIC, found.rule, span)
                added.append(evolve(found, span=span, period=period))
        if added:
            both = (*statistics.get(block.article, ()), *added)
            statistics[block.article] = tuple(sorted(both, key=lambda found: found.span))


def _in_furniture(reading: Reading) -> Reading:
    """A number around the articles counts nothing that was reported: 浏览次数 300次."""
    if reading.kind is ReadingKind.STATISTIC:
        return evolve(reading, kind=ReadingKind.CODE, rule="furniture")
    return reading


class _Running:
    """The text of some blocks as one string for the finders, with the way back to the document's text.

    A finder runs once over all of it, which is much faster than once a paragraph; a paragraph around a
    running head is whole in it.
    """

    def __init__(self, blocks: Sequence[Block], days: Sequence[date | None]) -> None:
        self._days = days
        pieces: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._articles: list[int | None] = []
        at = 0
        previous: Block | None = None
        for block in blocks:
            if previous is not None:
                # Nothing said in one article holds in the next one.
                mark = "\n" if previous.article == block.article else "\f"
                pieces.append(mark)
                at += 1
            offset = 0
            for span in block.spans:
                self._starts.append(at)
                self._origins.append(span.start)
                self._articles.append(block.article)
                part = block.text[offset : offset + len(span)]
                offset += len(span)
                pieces.append(part)
                at += len(part)
            previous = block
        self.text = "".join(pieces)

    def article(self, span: Span) -> int | None:
        """Index of the article in which `span` stands."""
        return self._articles[max(0, bisect_right(self._starts, span.start) - 1)]

    def day(self, position: int) -> date | None:
        """The day on which the article came out that stands there, so that 今年 has dates."""
        index = self._articles[max(0, bisect_right(self._starts, position) - 1)] if self._articles else None
        return self._days[index] if index is not None else None

    def by_article(
        self, found: Iterable[_InArticle], placed: Callable[[_InArticle], _InArticle]
    ) -> dict[int | None, tuple[_InArticle, ...]]:
        """What was found, with its places in the document's text, under the index of its article."""
        groups: dict[int | None, list[_InArticle]] = {}
        for one in found:
            groups.setdefault(self.article(one.span), []).append(placed(one))
        return {index: tuple(group) for index, group in groups.items()}

    def _at(self, position: int, edge: int) -> int:
        i = max(0, bisect_right(self._starts, position - edge) - 1)
        return self._origins[i] + position - self._starts[i]

    def span(self, span: Span) -> Span:
        """The place in the document's text of a place in this one."""
        i = bisect_right(self._starts, span.start) - 1
        if i >= 0 and (i + 1 == len(self._starts) or span.end <= self._starts[i + 1]):
            by = self._origins[i] - self._starts[i]
            return Span(span.start + by, span.end + by)
        start = self._at(span.start, 0)
        return Span(start, max(start, self._at(span.end, 1)) if len(span) else start)

    def statistic(self, found: Statistic) -> Statistic:
        """The statistic with its places in the document's text."""
        period = found.period
        if period is not None and period.span is not None:
            period = evolve(period, span=self.span(period.span))
        return evolve(found, span=self.span(found.span), period=period)

    def initiative(self, found: Initiative) -> Initiative:
        """The initiative with its place in the document's text."""
        return evolve(found, span=self.span(found.span))

    def place(self, found: Place) -> Place:
        """The place with where it stands in the document's text."""
        return evolve(found, span=self.span(found.span))

    def organization(self, found: Organization) -> Organization:
        """The organisation with where it stands in the document's text."""
        return evolve(found, span=self.span(found.span))

    def readout(self, found: Readout) -> Readout:
        """The readout with its place in the document's text."""
        return evolve(found, span=self.span(found.span))

    def reading(self, found: Reading) -> Reading:
        """The reading with its place in the document's text."""
        return Reading(found.text, found.kind, found.rule, self.span(found.span))
