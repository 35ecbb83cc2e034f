"""Measure how time and memory grow with a text, from 1 kB to 10 MB, and print Markdown tables.

    python benchmarks/growth.py                                 # all sizes and the hostile texts: a quarter of an hour
    python benchmarks/growth.py --largest 100000 --rounds 1
    python benchmarks/growth.py --plot docs/images/growth.svg   # draws it too, with matplotlib in its own environment
    python benchmarks/growth.py -o docs/speed.md
    python benchmarks/growth.py --limits                        # exit 1 where it is not linear, or takes too much

Every document is parsed, with every finder, in a process of its own. Seconds are processor time, the best of some
rounds, more of them where a round is short. Memory is the peak of the process over what it had after its import and a
first small document, so it holds the file that is read, the text and the whole result. Sizes are bytes of UTF-8. Needs
a system that tells the peak of a process (not Windows).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

import invented
from environments import HERE, printed_by, python_with
from tables import publish, table

SIZES = (*(step * 10**power for power in range(3, 7) for step in (1, 2, 5)), 10**7)
MOST, SHORTEST = 2.3, 100_000
"""For twice the text, from so many bytes on; what is linear takes twice the time, and machines are not steady."""
MOST_BYTES = 100
"""Of memory, for a character of the largest document."""
ONE = """
import json, re, resource, sys, time
from pathlib import Path
from govnews import parse, parse_html

def peak():
    try:  # the system's own figure begins with the peak of the process that started this one
        return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

run = parse_html if sys.argv[1] == "web page" else parse
run(Path(sys.argv[2]).read_text(encoding="utf-8"))
before = peak()
text = Path(sys.argv[3]).read_text(encoding="utf-8")
times, rounds = [], int(sys.argv[4])
while len(times) < rounds or sum(times) < 0.5 * (rounds - 1):
    document = None
    start = time.process_time()
    document = run(text)
    times.append(time.process_time() - start)
print(json.dumps([len(text), min(times), max(0, peak() - before), len(document.statistics)]))
"""
HOSTILE = """
import json, sys, time
from govnews import parse
size, rounds = int(sys.argv[1]), int(sys.argv[2])
parse("今年以来，街道新增绿地3.2万平方米。")
for unit in sys.argv[3:]:
    text = (unit * (4 * size))[:4 * size]
    bests = []
    for length in (size, 2 * size, 4 * size):
        times = []
        while len(times) < rounds or sum(times) < 0.03 * (rounds - 1):
            start = time.process_time()
            parse(text[:length])
            times.append(time.process_time() - start)
        bests.append(min(times))
    print(json.dumps(bests))
"""
UNITS = (
    *"。，、；：“”「《》（）()【】[.-—/+",
    *"三0零万亿几多",
    *"年月日第个%街区镇村县省市局由将把和的等在对同比",
    *(" ", "\n", "　\n", "。\n", "区\n", "1\n", "\ufffd", "乾", "區", "é"),
    *("3个", "3个、", "3%", "3亿", "1年", "百分之", "“1+4+5”", "A1", "(cid:3)", "3月1日", "12345"),
    *("民政局", "区委区政府", "公司", "河西区", "天津市", "会议指出", "记者", "本报讯（记者", "由市", "今年", "增长"),
)
"""What a hostile text repeats: marks that open and never close, numbers without end, and what begins a search."""
SHOWN = 10
"""Hostile texts in the table, the slowest ones."""


class Kind(NamedTuple):
    """A kind of document."""

    name: str
    pieces: Callable[[int], Iterator[str]]


KINDS = (
    Kind("pages of news", invented.pages),
    Kind("one paragraph full of figures", lambda size: invented.paragraphs(size, 1 / 2, end="")),
    Kind("web page", invented.web_page),
)


class Measured(NamedTuple):
    """What a document of a size took."""

    size: int
    characters: int
    seconds: float
    memory: int
    statistics: int


class Hostile(NamedTuple):
    """A unit with the seconds that its texts took, each twice as long as the one before."""

    unit: str
    first: float
    second: float
    third: float

    @property
    def shown(self) -> str:
        """The unit as a reader sees it."""
        return f"`{repr(self.unit)[1:-1]}`"

    @property
    def factor(self) -> float:
        """For twice the text, from the first to the third."""
        return doubling((1, self.first), (4, self.third))


def measured(kind: Kind, size: int, rounds: int) -> Measured:
    """What a document of that kind and size takes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("first", "text")]
        for path, bytes_ in zip(paths, (10_000, size), strict=True):
            with path.open("w", encoding="utf-8", newline="") as file:
                # This process stays small: the ones that it starts would begin with its memory.
                file.writelines(kind.pieces(bytes_))
        return Measured(size, *json.loads(printed_by(ONE, kind.name, *paths, rounds)))


def doubling(small: tuple[float, float], large: tuple[float, float]) -> float:
    """The factor of time for twice the text, from two sizes with their times.

    >>> round(doubling((1, 1.0), (4, 9.0)), 3)
    3.0
    """
    return math.exp(math.log(large[1] / small[1]) * math.log(2) / math.log(large[0] / small[0]))


def named(size: int) -> str:
    """The size as a reader says it.

    >>> named(500), named(20_000), named(2_000_000)
    ('0.5 kB', '20 kB', '2 MB')
    """
    return f"{size / 1e6:g} MB" if size >= 1_000_000 else f"{size / 1000:g} kB"


def growth(found: Sequence[Measured]) -> list[float]:
    """The factor for twice the text, between each size and the next."""
    return [doubling((a.characters, a.seconds), (b.characters, b.seconds)) for a, b in pairwise(found)]


def hostile(size: int, rounds: int) -> list[Hostile]:
    """Each unit in a text of so many characters, in one of twice and of four times as many; the slowest first."""
    lines = printed_by(HOSTILE, size, rounds, *UNITS).splitlines()
    found = [Hostile(unit, *json.loads(line)) for unit, line in zip(UNITS, lines, strict=True)]
    return sorted(found, key=lambda one: -one.third)


def cells(found: Sequence[Measured]) -> Iterator[tuple[str, str, str]]:
    """Of each size seconds, factor and memory; what a document of some kilobytes needs is lost in the whole process."""
    factors = ["", *(f"{factor:.2f}" for factor in growth(found))]
    for one, factor in zip(found, factors, strict=True):
        yield f"{one.seconds:.3f}", factor, f"{one.memory / one.characters:.0f}" if one.size >= SHORTEST else ""


def report(found: Mapping[str, Sequence[Measured]], repeated: Sequence[Hostile], shortest: int) -> Iterator[str]:
    """The lines of both tables."""
    columns = ("seconds", "for twice the text", "bytes a character")
    head = ["size", *(f"{kind}, {columns[0]}" if n == 0 else columns[n] for kind in found for n in range(3))]
    sizes = (named(one.size) for one in next(iter(found.values())))
    each = zip(sizes, *map(cells, found.values()), strict=True)
    yield from table(head, 1, ([size, *chain.from_iterable(row)] for size, *row in each))
    for kind, documents in found.items():
        size, characters, seconds, memory, statistics = documents[-1]
        said = (
            f"\n{kind}: {named(size)} are {characters:,} characters with {statistics:,} statistics, "
            f"and {memory / 1e6:,.0f} MB of memory."
        )
        if size > SHORTEST:
            first = next(one for one in documents if one.size >= SHORTEST)
            whole = doubling((first.characters, first.seconds), (characters, seconds))
            said += f" From {named(first.size)} on, twice the text takes {whole:.2f} times as long."
        yield said
    yield ""
    head = ["seconds for", *(f"{shortest * times:,} characters" for times in (1, 2, 4)), "for twice the text"]
    slowest = ((one.shown, *(f"{seconds:.3f}" for seconds in one[1:]), f"{one.factor:.2f}") for one in repeated[:SHOWN])
    yield from table(head, 1, slowest)
    worst = max(repeated, key=lambda one: one.factor)
    yield f"\nOf {len(repeated)} hostile texts {worst.shown} grows most: {worst.factor:.2f} for twice the text."


def too_much(found: Mapping[str, Sequence[Measured]], repeated: Sequence[Hostile]) -> Iterator[str]:
    """What is beyond the limits, in words."""
    for kind, documents in found.items():
        for one, factor in zip(documents[1:], growth(documents), strict=True):
            if one.size > SHORTEST and factor > MOST:
                yield f"{kind}, {named(one.size)}: {factor:.2f} times the time for twice the text"
        each = documents[-1].memory / documents[-1].characters
        if documents[-1].size > SHORTEST and each > MOST_BYTES:
            yield f"{kind}: {each:.0f} bytes a character"
    for text in repeated:
        if text.factor > MOST:
            yield f"{text.unit!r} repeated: {text.factor:.2f} times the time for twice the text"


def main() -> int:
    """Measure all, print the tables and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="bytes of the largest document")
    parser.add_argument("--rounds", type=int, default=5, help="of a document of up to 1 MB; a larger one has two")
    parser.add_argument("--hostile", type=int, default=25_000, help="characters of the shortest hostile text")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw")
    parser.add_argument("--limits", action="store_true")
    parser.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[], metavar="PAGE", help="pages to write it into"
    )
    options = parser.parse_args()
    found: dict[str, list[Measured]] = {}
    sizes = [size for size in SIZES if size <= options.largest]
    for kind in KINDS:
        print(f"{kind.name} …", file=sys.stderr)
        found[kind.name] = [
            measured(kind, size, options.rounds if size <= 1_000_000 else min(2, options.rounds)) for size in sizes
        ]
    repeated = hostile(options.hostile, min(3, options.rounds))
    publish("growth", report(found, repeated, options.hostile), options.output)
    if options.plot:
        points = {name: [(one.size, one.seconds) for one in documents] for name, documents in found.items()}
        program = (HERE / "plot.py").read_text(encoding="utf-8")
        printed_by(program, json.dumps(points), options.plot, python=python_with("matplotlib==3.11.2"))
    faults = [*too_much(found, repeated)] if options.limits else []
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
