"""Measure govnews beside other libraries, each on the same text, and print one Markdown table.

    python benchmarks/peers.py                     # all, best of 5: some minutes
    python benchmarks/peers.py --only HTML --rounds 3 --size 0.1
    python benchmarks/peers.py -o docs/speed.md

Every contender runs in a process of its own, peers in environments of their own (made at the first run in
benchmarks/.environments), and is timed by the same program: processor time, the best of some rounds, after a short text
to warm up. The texts are invented. Libraries differ in what they give; the table says it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import CalledProcessError
from typing import NamedTuple

import invented
from environments import printed_by, python_with
from tables import publish, table

TIMED = """
import json, sys, time
from pathlib import Path
{setup}
times = []
for path in sys.argv[2:]:
    text = Path(path).read_text(encoding="utf-8")
    run(text[:1000])
    best = float("inf")
    for _ in range(int(sys.argv[1])):
        start = time.process_time()
        run(text)
        best = min(best, time.process_time() - start)
    times.append(best)
print()  # some print at import
print(json.dumps(times))
"""
BY_LINE = """
def run(text):
    for line in text.splitlines():
        one(line)
"""


HEAD = ("task", "text", "library", "gives", "million characters a second", "govnews is so many times as fast")


class Contender(NamedTuple):
    """A library, what it gives, and how it is called: a program that defines `run`."""

    name: str
    gives: str
    setup: str
    requirements: tuple[str, ...] = ()


class Task(NamedTuple):
    """What is to be done with texts, by their names; the first contender is ours."""

    name: str
    texts: Mapping[str, Iterator[str]]
    contenders: Sequence[Contender]


SIMPLIFIERS = (
    Contender(
        "govnews, its simplifier alone",
        "the text, and each change with its place",
        "from govnews.repair.script import simplify\nfrom govnews.spans import AlignedText\n"
        "run = lambda text: AlignedText(text).edited(simplify(text)).text",
    ),
    Contender(
        "opencc-python-reimplemented",
        "the text",
        "import opencc\nrun = opencc.OpenCC('t2s').convert",
        ("opencc-python-reimplemented==0.1.7",),
    ),
    # It has the same import name as the one above.
    Contender("OpenCC (C++)", "the text", "import opencc\nrun = opencc.OpenCC('t2s').convert", ("opencc==1.4.2",)),
)
NUMBERS = (
    Contender(
        "govnews.find_statistics",
        "each figure: value, unit, item, action, period, place, status",
        "from govnews import find_statistics as run",
    ),
    Contender(
        "Recognizers-Text",
        "the value and place of each number",
        "from recognizers_number import Culture, recognize_number\n"
        "one = lambda line: recognize_number(line, Culture.Chinese)\n" + BY_LINE,
        # It needs a method of `emoji` that version 2 dropped.
        ("recognizers-text-suite==1.0.2a2", "emoji<2"),
    ),
    Contender(
        "cn2an.transform",
        "the text with Chinese numerals as digits",
        "import warnings\nfrom cn2an import transform as one\nwarnings.simplefilter('ignore')\n" + BY_LINE,
        ("cn2an==0.5.24",),
    ),
    Contender(
        "jionlp, money",
        "sums of money alone: value, currency, place",
        "import jionlp\none = lambda line: jionlp.ner.extract_money(line, with_parsing=True)\n" + BY_LINE,
        ("jionlp==1.5.31",),
    ),
)
PLACES = (
    Contender(
        "govnews.find_places",
        "each place: level, code, chain, candidates, place in the text",
        "from govnews import find_places as run",
    ),
    Contender(
        "cpca",
        "each province, city and county: code, place in the text",
        # It fails on a line that names no division.
        "from cpca import transform_text_with_addrs\ndef one(line):\n    try:\n"
        "        transform_text_with_addrs(line, pos_sensitive=True)\n    except KeyError:\n        pass\n" + BY_LINE,
        ("cpca==0.5.5",),
    ),
    Contender(
        "jionlp, locations",
        "provinces, cities and counties, and how often",
        "import jionlp\none = jionlp.recognize_location\n" + BY_LINE,
        ("jionlp==1.5.31",),
    ),
)
PAGES = (
    Contender(
        "govnews.parse_html",
        "title, source, date, authors, text; each figure, place, organisation",
        "from govnews import parse_html as run",
    ),
    Contender(
        "govnews, its reader alone",
        "the lines, what the tags around them say",
        "from govnews.reading.webpages import read_html as run",
    ),
    Contender(
        "trafilatura",
        "title, date, author, text",
        "from trafilatura import bare_extraction as run",
        ("trafilatura==2.0.0", "lxml_html_clean"),
    ),
    Contender(
        "gne",
        "title, date, author, text",
        "from gne import GeneralNewsExtractor\nrun = GeneralNewsExtractor().extract",
        ("gne==0.3.1",),
    ),
    Contender(
        "readability",
        "title and text as HTML",
        "from readability import Document\nrun = lambda html: Document(html).summary()",
        ("readability-lxml==0.8.4.1", "lxml_html_clean"),
    ),
    Contender(
        "newspaper4k",
        "title, date, authors, text",
        "from newspaper import Article\ndef run(html):\n"
        "    article = Article('https://example.org/', language='zh')\n"
        "    article.download(input_html=html)\n    article.parse()",
        ("newspaper4k[zh]==0.9.6",),
    ),
)
PARSERS = (
    Contender(
        "govnews.parse",
        "articles with title, bylines, dates; each figure, place, organisation, initiative",
        "from govnews import parse as run",
    ),
    Contender("govnews.to_dict", "the same, parsed and as plain data", "from govnews import parse, to_dict\n"
        "run = lambda text: to_dict(parse(text))"),
)  # fmt: skip


def tasks(size: float) -> Iterator[Task]:
    """All of them; sizes are multiplied by `size`."""

    def bytes_of(number: int) -> int:
        return max(1000, int(number * size))

    long, short = bytes_of(6_000_000), bytes_of(600_000)
    yield Task(
        "simplify",
        {
            "simplified": invented.mixed(long, 0),
            "1 % traditional": invented.mixed(long, 0.03),
            "traditional": invented.mixed(long, 1),
        },
        SIMPLIFIERS,
    )
    figures = {"one sentence in ten has figures": 1 / 10, "one in two": 1 / 2}
    yield Task("numbers", {name: invented.paragraphs(short, share) for name, share in figures.items()}, NUMBERS)
    yield Task("places", {"one sentence in eight names one": invented.paragraphs(short, 1 / 4, 1 / 8)}, PLACES)
    yield Task("HTML", {"page of 50 kB": invented.web_page(bytes_of(50_000))}, PAGES)
    yield Task("whole parse (nobody else does it)", {"pages of news": invented.pages(short)}, PARSERS)


def rows(task: Task, rounds: int) -> Iterator[Sequence[str]]:
    """The rows of the table for a task: each text with each contender."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(task.texts))]
        lengths = []
        for path, pieces in zip(paths, task.texts.values(), strict=True):
            text = "".join(pieces)
            path.write_text(text, encoding="utf-8", newline="")
            lengths.append(len(text))
        times = {contender: _times(contender, paths, rounds) for contender in task.contenders}
    for number, (name, length) in enumerate(zip(task.texts, lengths, strict=True)):
        ours = times[task.contenders[0]][number]
        for contender in task.contenders:
            seconds = times[contender][number]
            factor = "" if contender.name.startswith("govnews") else f"{seconds / ours:.1f}×"
            yield task.name, name, contender.name, contender.gives, f"{length / seconds / 1e6:.2f}", factor


def _times(contender: Contender, paths: Sequence[Path], rounds: int) -> list[float]:
    """The processor time of the contender for each text."""
    print(f"{contender.name} …", file=sys.stderr)
    program = TIMED.format(setup=contender.setup)
    try:
        out = printed_by(program, rounds, *paths, python=python_with(*contender.requirements))
    except CalledProcessError:
        print(f"{contender.name} cannot be installed or fails", file=sys.stderr)
        return [float("nan")] * len(paths)
    times: list[float] = json.loads(out.splitlines()[-1])
    return [max(seconds, 1e-9) for seconds in times]


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="TASK", help="only tasks whose name begins so")
    parser.add_argument("--ours", action="store_true", help="leave the peers out")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=float, default=1, help="of the texts; 0.1 is a tenth")
    parser.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[], metavar="PAGE", help="pages to write it into"
    )
    options = parser.parse_args()
    found: list[Sequence[str]] = []
    for task in tasks(options.size):
        if not task.name.startswith(options.only):
            continue
        if options.ours:
            task = task._replace(contenders=[one for one in task.contenders if not one.requirements])
        found += rows(task, options.rounds)
    publish("peers", table(HEAD, 4, found), options.output)


if __name__ == "__main__":
    main()
