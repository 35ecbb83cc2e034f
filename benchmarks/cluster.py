"""Measure what pages cost in batches of Arrow, and print the plan for ten million of them as Markdown tables.

    python benchmarks/cluster.py               # 1,000 pages of 3,000 characters, best of 3
    python benchmarks/cluster.py --pages 200 --rounds 1 --price 0.04 --cores 128

The pages are invented, all different, and the same at every run: a title, a byline, and paragraphs in which one
sentence in four has figures and one in eight names a place. Needs pyarrow. Price (of a core for an hour, in any
currency) and number of cores are what you say; everything else is measured or computed from it.
"""

from __future__ import annotations

import argparse
import io
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow
from pyarrow import parquet

from govnews.arrow import process

FIGURES = (
    "今年以来，街道走访群众{}.{}万人次，解决问题{}件。",
    "全年完成工业投资{}亿元，同比增长{}.{}%。",
    "新建社区食堂{}家、老年人日间照料中心{}处，惠及老人{}00余人次。",
    "改造老旧小区{}个，加装电梯{}部，新增停车位{}个。",
    "铺设管网{}.{}公里，新增绿地{}万平方米。",
)
PLACES = (
    "天津市河西区天塔街的居民说，家门口的变化看得见、摸得着。",
    "河西区挂甲寺街道把服务送到楼门口，邻里有事好商量。",
    "杭州市西湖区的同行前来学习，双方交流了社区工作的做法。",
)
PLAIN = (
    "民有所呼，我有所应，把老百姓的烦心事一件一件办好。",
    "政务大厅少跑腿、快办事，企业和居民办事越来越方便。",
    "楼门长、志愿者常上门，邻里的矛盾早发现、早化解。",
    "大力发展特色农业，延长产业链条，带动周边村民在家门口就业增收。",
    "推进生态环境治理，加强河湖管护，绿色发展的底色更加鲜明。",
    "完善公共文化服务，组织文艺队伍进社区、进校园，丰富居民精神文化生活。",
)
TITLES = ("老街换新颜", "小区添绿", "服务送到家门口", "河畔又添新公园")
NAMES = ("方一舟", "周知远", "李小明", "王静")

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


def page(number: int, characters: int) -> str:
    """The page of that number, of so many characters or up to a sentence more."""
    draw = random.Random(number)
    lines = [draw.choice(TITLES), "", f"本报讯（记者 {draw.choice(NAMES)}）{draw.choice(PLAIN)}"]
    length = sum(map(len, lines)) + len(lines)
    while length < characters:
        paragraph = "　　"
        for _ in range(min(5, (characters - length) // 30 + 1)):
            share = draw.random()
            kind = FIGURES if share < 1 / 4 else PLACES if share < 3 / 8 else PLAIN
            paragraph += draw.choice(kind).format(*(draw.randint(2, 90) for _ in range(3)))
        lines.append(paragraph)
        length += len(paragraph) + 1
    return "\n".join(lines)


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


def fresh(code: str, *arguments: object) -> float:
    """The number that a fresh interpreter prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


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
    memory = fresh(PEAK, folder, pages, characters) / 1e6
    yield f"\nA page has {sum(map(len, texts)) / pages:,.0f} characters, {raw:,.0f} bytes of UTF-8."
    yield f"A fresh process has its first rows after {fresh(FIRST_PAGE):.1f} seconds,"
    yield f"and its memory peaks at {memory:,.0f} MB for a batch of {pages:,} pages and all tables.\n"
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
    yield f"| {title} | " + " | ".join(f"`{table}`" for table in MEASURED) + " |"
    yield "| --- |" + " ---: |" * len(MEASURED)
    for label, cell in rows.items():
        yield f"| {label} | " + " | ".join(map(cell, MEASURED)) + " |"


def main() -> None:
    """Measure all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--characters", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--price", type=float, default=0.05, help="of a core for an hour")
    parser.add_argument("--cores", type=int, default=64)
    options = parser.parse_args()
    for line in tables(options.pages, options.characters, options.rounds, options.price, options.cores):
        print(line)


if __name__ == "__main__":
    main()
