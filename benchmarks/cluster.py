"""Measure what pages cost in batches of Arrow, and print the plan for ten million of them as Markdown tables.

    python benchmarks/cluster.py               # 1,000 pages of 3,000 characters, best of 3
    python benchmarks/cluster.py --pages 200 --rounds 1 --price 0.04 --cores 128
    python benchmarks/cluster.py -o docs/cluster.md

The pages are invented, all different, and the same at every run: a title, a byline, and paragraphs in which one
sentence in four has figures and one in eight names a place. Needs pyarrow. Price (of a core for an hour, in any
currency) and number of cores are what you say; everything else is measured or computed from it.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow
from pyarrow import parquet

from environments import printed_by
from govnews.arrow import process
from invented import page
from tables import publish, table

Cell = Callable[[str], str]
"""What stands in the column of a table."""
MEASURED = ("statistics", "all")
PLANNED = 10_000_000
TASK_SECONDS = 120
"""A task of this length loses little when it must be done again, and its start costs little beside it."""
FIRST_PAGE = """
import time
start = time.perf_counter()
import pyarrow
from govnews.arrow import process
process(pyarrow.record_batch({"text": ["今年以来，街道走访群众1.2万人次。"]}))
print(time.perf_counter() - start)
"""
PEAK = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from cluster import batch_of
from govnews.arrow import process
process(batch_of(int(sys.argv[2]), int(sys.argv[3])), table="all", id="path")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


def batch_of(pages: int, characters: int) -> pyarrow.RecordBatch:
    """So many pages with their paths."""
    numbers = range(pages)
    return pyarrow.record_batch(
        {"path": [f"{number:08}.txt" for number in numbers], "text": [page(number, characters) for number in numbers]}
    )


def stored(batch: pyarrow.RecordBatch) -> int:
    """Its bytes as a Parquet file with zstd."""
    file = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_batches([batch]), file, compression="zstd")
    return len(file.getvalue())


def seconds_of(batch: pyarrow.RecordBatch, table: str, rounds: int) -> float:
    """The processor time of the fastest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        process(batch, table=table, id="path")
        times.append(time.process_time() - start)
    return min(times)


def tables(pages: int, characters: int, rounds: int, price: float, cores: int) -> Iterator[str]:
    """The lines of both tables."""
    batch = batch_of(pages, characters)
    process(batch.slice(0, 1))
    seconds = {table: seconds_of(batch, table, rounds) for table in MEASURED}
    found = {table: process(batch, table=table, id="path") for table in seconds}
    texts = batch.column("text").to_pylist()
    raw = sum(len(text.encode("utf-8")) for text in texts) / pages
    measured: dict[str, Cell] = {
        "pages a second on one core": lambda table: f"{pages / seconds[table]:.0f}",
        "milliseconds a page": lambda table: f"{seconds[table] / pages * 1000:.1f}",
        "rows a page": lambda table: f"{found[table].num_rows / pages:.1f}",
        "bytes a page in Parquet": lambda table: f"{stored(found[table]) / pages:,.0f}",
    }
    yield from _markdown("measured", measured)
    folder = Path(__file__).resolve().parent
    memory = float(printed_by(PEAK, folder, pages, characters)) / 1e6
    yield (
        f"\nA page has {sum(map(len, texts)) / pages:,.0f} characters, {raw:,.0f} bytes of UTF-8. "
        f"A fresh process has its first rows after {float(printed_by(FIRST_PAGE)):.1f} seconds, "
        f"and its memory peaks at {memory:,.0f} MB for a batch of {pages:,} pages and all tables.\n"
    )
    hours = {table: seconds[table] / pages * PLANNED / 3600 for table in seconds}
    shares = {table: max(100, round(pages / seconds[table] * TASK_SECONDS / 100) * 100) for table in seconds}
    cost = {table: hours[table] / PLANNED * 1e6 * price for table in seconds}
    planned: dict[str, Cell] = {
        "texts, GB of UTF-8": lambda _: f"{raw * PLANNED / 1e9:.0f}",
        "rows in Parquet, GB": lambda table: f"{stored(found[table]) / pages * PLANNED / 1e9:.0f}",
        "core hours": lambda table: f"{hours[table]:.0f}",
        f"hours on {cores} cores": lambda table: f"{hours[table] / cores:.1f}",
        f"cost of a million pages at {price:g} a core hour": lambda table: f"{cost[table]:.2f}",
        f"pages a partition, for {TASK_SECONDS} seconds": lambda table: f"{shares[table]:,}",
        "partitions": lambda table: f"{-(-PLANNED // shares[table]):,}",
    }
    yield from _markdown(f"{PLANNED:,} pages", planned)


def _markdown(title: str, rows: dict[str, Cell]) -> Iterator[str]:
    head = [title, *(f"`{name}`" for name in MEASURED)]
    yield from table(head, 1, ([label, *map(cell, MEASURED)] for label, cell in rows.items()))


def main() -> None:
    """Measure all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--price", type=float, default=0.05, help="of a core for an hour")
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[], metavar="PAGE", help="pages to write it into"
    )
    options = parser.parse_args()
    lines = tables(options.pages, options.characters, options.rounds, options.price, options.cores)
    publish("cluster", lines, options.output)


if __name__ == "__main__":
    main()
