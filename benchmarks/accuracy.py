"""Measure how well govnews finds statistics in labelled passages, and print Markdown tables.

    python benchmarks/accuracy.py FOLDER
    python benchmarks/accuracy.py "Never read=FOLDER" "Developed on=FOLDER" "Developed on=FOLDER" -o docs/accuracy.md

A folder holds labels in gold/*.json and the passages that they name in samples/; or *.jsonl with a labelled sentence a
line, of the kind that the file's name says. What a label says, and how it is matched, is written in docs/accuracy.md.
Folders of one name are one set. `--kind PREFIX=KIND` says of what kind the passages are whose labels have a file name
that begins so; else the label's own `kind` does. `-o` writes what is printed between the marks of a page and leaves the
rest of it alone.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, groupby
from operator import eq
from pathlib import Path
from typing import Any, NamedTuple

from attrs import frozen

import govnews
from govnews import Document, Span, Statistic
from govnews.models import Certainty
from govnews.repair.dictionaries import dictionaries
from govnews.version import DATA

NEAR = 6
"""So many characters a statistic may reach beyond the quotation in which its number stands."""
Z = statistics.NormalDist().inv_cdf(0.975)
ROUNDS, SEED, FEWEST = 2000, 1, 5
"""Of the bootstrap: rounds, seed, and the fewest passages for which it says something."""
MARKS = ("<!-- measured -->", "<!-- end of measured -->")
_SAME = {ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’"}
_SAME |= {c: unicodedata.normalize("NFKC", chr(c)) for c in range(ord("！"), ord("～") + 1)}


class LabelError(ValueError):
    """A label names what does not stand in its passage."""


# --- counting -------------------------------------------------------------------------------------------------------


@frozen
class Count:
    """How often something labelled was found, was missed, and how often something else was given."""

    hits: int = 0
    missed: int = 0
    false: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.missed + other.missed, self.false + other.false)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, `None` where there is nothing to find and nothing found."""
        wrong = self.missed + self.false
        return 2 * self.hits / (2 * self.hits + wrong) if self.hits + wrong else None


Counts = Mapping[str, Count]
"""By what was counted: a field, a certainty."""


def total(counts: Iterable[Counts]) -> Counts:
    """The sums of all."""
    sums: dict[str, Count] = defaultdict(Count)
    for each in counts:
        for name, count in each.items():
            sums[name] += count
    return sums


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    middle = (hits + Z * Z / 2) / (of + Z * Z)
    reach = Z / (of + Z * Z) * (hits * (of - hits) / of + Z * Z / 4) ** 0.5
    return max(0.0, middle - reach), min(1.0, middle + reach)


def bootstrap(counts: Sequence[Count]) -> tuple[float, float] | None:
    """The 95 % interval of F1 when passages are drawn anew, `None` for too few of them."""
    if len(counts) < FEWEST:
        return None
    chance = random.Random(SEED)
    drawn = (sum(chance.choices(counts, k=len(counts)), Count()).f1 for _ in range(ROUNDS))
    bounds = statistics.quantiles([f1 for f1 in drawn if f1 is not None], n=40)
    return bounds[0], bounds[-1]


# --- matching -------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """The text without white space, in simplified characters, half-width marks and one kind of quotation marks."""
    return "".join(text.split()).translate(dictionaries().full).translate(_SAME)


def _one_ends_in_the_other(want: str, have: str) -> bool:
    return want == have or (min(len(want), len(have)) > 1 and (want.endswith(have) or have.endswith(want)))


def _one_holds_the_other(want: str, have: str) -> bool:
    return want in have or have in want


class Field(NamedTuple):
    """A row of the tables: the field, when two values of it match, and the value that says nothing."""

    title: str
    name: str
    match: Callable[[str, str], bool] = eq
    nothing: str = ""

    def compare(self, said: Mapping[str, Any], found: Statistic) -> Count:
        """Whether the statistic has what its label says; a label without the field asks for nothing."""
        if self.name not in said:
            return Count()
        value = getattr(found, self.name)
        want, have = (plain(str(x or "")) for x in (said[self.name], getattr(value, "text", value)))
        want, have = ("" if x == self.nothing else x for x in (want, have))
        right = bool(want and have) and self.match(want, have)
        return Count(right, bool(want) and not right, bool(have) and not right)


FIELDS = (
    Field("item", "item", _one_ends_in_the_other),
    Field("item, every character", "item"),
    Field("action", "action"),
    Field("period", "period", _one_holds_the_other),
    Field("status", "status"),
    Field("status, not `reported`", "status", nothing="reported"),
    Field("change", "change"),
    Field("basis", "basis"),
)
STATISTICS, INITIATIVES, NONE = "statistics", "initiatives", "no statistic"
ROWS = (STATISTICS, *(field.title for field in FIELDS), INITIATIVES)


@frozen
class Wanted:
    """A labelled statistic: where its number stands, how far a found one may reach, what is said of it."""

    number: Span
    reach: Span
    said: Mapping[str, Any]

    def is_at(self, place: Span) -> bool:
        """Whether a statistic that stands there stands on the number and within reach."""
        return place.overlaps(self.number) and self.reach.start <= place.start and place.end <= self.reach.end

    def is_same(self, found: Statistic) -> bool:
        """Whether value or bounds, unit and qualifier are the same."""
        numbers = [self.said.get(name) for name in ("value", "low", "high")]
        return (
            [None if number is None else Decimal(str(number)) for number in numbers]
            == [found.value, found.low, found.high]
            and self.said.get("unit") == found.unit
            and self.said.get("qualifier", "exact") == found.qualifier
        )


def _wanted(said: Mapping[str, Any], text: str, article: Span) -> Wanted:
    quote, number = plain(said["quote"]), plain(said["number"])
    start = text.find(quote, article.start, article.end)
    with_unit = quote.find(number + plain(said.get("unit") or ""))
    at = with_unit if with_unit >= 0 else quote.find(number)
    if start < 0 or at < 0:
        raise LabelError(f"no {said['number']!r} in {said['quote']!r}, or no such quotation in the article")
    reach = Span(start - NEAR, start + len(quote) + NEAR)
    return Wanted(Span(start + at, start + at + len(number)), reach, said)


def _articles(label: Mapping[str, Any], text: str) -> Iterator[tuple[Mapping[str, Any], Span]]:
    """Each article with its place: from its kicker or title to the next title; one without a title has no beginning."""
    starts = [0]
    for article in label["articles"]:
        kicker, title = (plain(article.get(part) or "") for part in ("kicker", "title"))
        at = text.find(title, starts[-1])
        if at < 0:
            raise LabelError(f"no title {article['title']!r}")
        above = text.rfind(kicker, starts[-1], at) if kicker else -1
        starts.append(above if above >= 0 else at)
    for i, article in enumerate(label["articles"], 1):
        yield article, Span(starts[i], next((start for start in starts[i:] if start > starts[i]), len(text)))


def _occurrences(phrases: Iterable[str], text: str, within: Span) -> Iterator[Span]:
    for phrase in map(plain, phrases):
        at = text.find(phrase, within.start, within.end)
        while at >= 0:
            yield Span(at, at + len(phrase))
            at = text.find(phrase, at + 1, within.end)


def score(label: Mapping[str, Any], document: Document) -> Counts:
    """How often each field of the document is what the label says."""
    text = plain(document.raw)
    offsets = [0, *accumulate(not char.isspace() for char in document.raw)]  # from the raw text to the plain one
    left: list[tuple[Span, Statistic]] = []
    for found in document.statistics:
        raw = document.raw_span(found.span)
        left.append((Span(offsets[raw.start], offsets[raw.end]), found))
    names = {plain(name) for a in document.articles for i in a.initiatives for name in (i.name, i.formula) if name}

    counts: dict[str, Count] = defaultdict(Count)
    wanted: list[Wanted] = []
    optional: list[Span] = []
    none: list[Span] = []
    for article, place in _articles(label, text):
        wanted += [_wanted(said, text, place) for said in article.get("statistics", ())]
        optional += _occurrences(article.get("optional", ()), text, place)
        none += _occurrences(article.get("not_statistics", ()), text, place)
        for name in article.get("initiatives") or ():
            counts[INITIATIVES] += Count(plain(name) in names, plain(name) not in names)

    for one in wanted:
        here = [pair for pair in left if one.is_at(pair[0])]
        hit = next((pair for pair in here if one.is_same(pair[1])), None)
        left = [pair for pair in left if (pair is not hit if hit else pair not in here)]
        if hit:
            counts[STATISTICS] += Count(hits=1)
            counts[hit[1].certainty] += Count(hits=1)
            for field in FIELDS:
                counts[field.title] += field.compare(one.said, hit[1])
        else:
            counts[STATISTICS] += Count(missed=1, false=len(here))
            for _, found in here:
                counts[found.certainty] += Count(false=1)
    left = [pair for pair in left if not any(pair[0].overlaps(place) for place in optional)]
    for _, found in left:
        counts[STATISTICS] += Count(false=1)
        counts[found.certainty] += Count(false=1)
    for place in none:
        taken = any(place.overlaps(other) for other, _ in left)
        counts[NONE] += Count(hits=not taken, false=taken)
    return counts


@frozen
class Passage:
    """A labelled passage, scored."""

    kind: str
    characters: int
    counts: Counts


def passages(folder: Path, kinds: Mapping[str, str]) -> Iterator[Passage]:
    """The labelled passages or sentences of a folder."""
    sentences, paths = sorted(folder.glob("*.jsonl")), sorted((folder / "gold").glob("*.json"))
    if not paths and not sentences:
        raise LabelError(f"no labels in {folder / 'gold'}")
    for path in paths:
        label = json.loads(path.read_text(encoding="utf-8"))
        document = govnews.read(folder / "samples" / label["source"])
        begins = max((prefix for prefix in kinds if path.name.startswith(prefix)), key=len, default=None)
        kind = label.get("kind", "other").replace("_", " ") if begins is None else kinds[begins]
        yield _passage(str(path), kind, label, document)
    for path in sentences:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            sentence = json.loads(line)
            label = {"articles": [{"title": None, **sentence}]}
            yield _passage(f"{path}:{number}", path.stem, label, govnews.parse(sentence["text"]))


def _passage(where: str, kind: str, label: Mapping[str, Any], document: Document) -> Passage:
    try:
        return Passage(kind, len(plain(document.raw)), score(label, document))
    except LabelError as error:
        raise LabelError(f"{where}: {error}") from None


# --- printing -------------------------------------------------------------------------------------------------------


def share(hits: int, of: int) -> str:
    """The share with its interval, nothing of nothing.

    >>> share(8, 10)
    '0.800 (0.490–0.943)'
    """
    return _figure(hits / of, wilson(hits, of)) if of else ""


def _figure(value: float, interval: tuple[float, float] | None) -> str:
    return f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})" if interval else f"{value:.3f}"


def cells(name: str, counts: Sequence[Counts]) -> list[str]:
    """The cells of a row: hits, missed, false, precision, recall, F1; of initiatives only recall is known."""
    each = [count.get(name, Count()) for count in counts]
    count = sum(each, Count())
    found = share(count.hits, count.hits + count.missed)
    if name == INITIATIVES:
        return [str(count.hits), str(count.missed), "", "", found, ""]
    f1 = "" if count.f1 is None else _figure(count.f1, bootstrap(each))
    numbers = map(str, (count.hits, count.missed, count.false))
    return [*numbers, share(count.hits, count.hits + count.false), found, f1]


HEAD = ("hits", "missed", "false", "precision", "recall", "F1")


def _table(header: Sequence[str], names: int, rows: Iterable[Sequence[str]]) -> str:
    marks = ["---"] * names + ["---:"] * (len(header) - names)
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, marks, *rows))


def section(name: str, found: Sequence[Passage]) -> str:
    """The tables of a set."""
    counts = [passage.counts for passage in found]
    sums = total(counts)
    kinds = Counter(passage.kind for passage in found)
    labelled, none = sums[STATISTICS], sums[NONE]
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    by_kind = []
    for kind, group in groupby(sorted(found, key=lambda passage: passage.kind), lambda passage: passage.kind):
        of_kind = [passage.counts for passage in group]
        heads = [f"{kind} ({len(of_kind)})", *[""] * (len(ROWS) - 1)]
        sums_of_kind = total(of_kind)
        by_kind += [
            [head, row, *cells(row, of_kind)]
            for head, row in zip(heads, ROWS, strict=True)
            if sums_of_kind.get(row, Count()) != Count()
        ]
    by_certainty = []
    for certainty in Certainty:
        count = sums[certainty]
        numbers = [str(count.hits), str(count.false), share(count.hits, count.hits + count.false)]
        by_certainty.append([f"`{certainty}`", *numbers])
    return "\n\n".join(
        (
            f"## {name}",
            f"{len(found)} passages ({said}) of {sum(p.characters for p in found):,} characters, with "
            f"{labelled.hits + labelled.missed} labelled statistics. Of {none.hits + none.false} numbers and phrases "
            f"that the labels call no statistic, {none.false} are taken for one.",
            _table(("field", *HEAD), 1, [[row, *cells(row, counts)] for row in ROWS]),
            "How often a statistic is right, by its `certainty`:",
            _table(("certainty", "right", "false", "precision"), 1, by_certainty),
            "By kind of text, with the number of passages:",
            _table(("kind", "field", *HEAD), 2, by_kind),
        )
    )


def report(sets: Mapping[str, Sequence[Passage]]) -> str:
    """All sets, and what the figures in brackets are."""
    note = (
        f"Measured with govnews {govnews.__version__}, data {DATA}. In brackets stand 95 % intervals: Wilson's for "
        f"precision and recall; for F1 a bootstrap that draws whole passages anew ({ROUNDS} rounds, seed {SEED}), "
        f"where there are at least {FEWEST} of them."
    )
    return "\n\n".join((note, *(section(name, found) for name, found in sets.items())))


def written(page: str, measured: str) -> str:
    """The page with the new tables between its marks."""
    head, begin, rest = page.partition(MARKS[0])
    _, end, tail = rest.partition(MARKS[1])
    if not begin or not end:
        raise ValueError(f"the page has no {MARKS[0]} with {MARKS[1]} behind it")
    return f"{head}{begin}\n\n{measured}\n\n{end}{tail}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Score all folders, print or write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", metavar="[NAME=]FOLDER")
    parser.add_argument("--kind", action="append", default=[], metavar="PREFIX=KIND")
    parser.add_argument("-o", "--output", type=Path, metavar="PAGE")
    options = parser.parse_args(arguments)
    kinds = dict(kind.split("=", 1) for kind in options.kind)
    sets: dict[str, list[Passage]] = defaultdict(list)
    for argument in options.folders:
        name, _, folder = argument.rpartition("=")
        sets[name or Path(folder).name] += passages(Path(folder), kinds)
    measured = report(sets)
    if options.output is None:
        print(measured)
    else:
        page = options.output.read_text(encoding="utf-8")
        options.output.write_text(written(page, measured), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
