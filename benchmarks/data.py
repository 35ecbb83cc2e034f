"""Measure how fast the tables are read and how large the wheel is, and print Markdown tables.

    python benchmarks/data.py                # best of 20, and a wheel built in a folder of its own
    python benchmarks/data.py --no-wheel     # the tables alone
    python benchmarks/data.py -o docs/speed.md
    python benchmarks/data.py --limits       # exit 1 where a table takes 20 ms or more, or the wheel has 2 MB or more

Each table is read from its file to typed rows, as at its first use, in processor time; nothing is kept from one round
to the next.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from govnews import reference
from govnews.table_files import Memory, Using
from tables import publish, table

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS, MOST_BYTES = 0.020, 2_000_000


def readers() -> dict[str, Callable[[], object]]:
    """What reads each table, by its name."""
    return {Path(table.file).stem: getattr(reference, Path(table.file).stem) for table in reference.tables()}


def load_times(rounds: int = 20) -> dict[str, float]:
    """The shortest time in seconds that each table takes."""
    return {name: min(_seconds(read) for _ in range(rounds)) for name, read in readers().items()}


def _seconds(read: Callable[[], object]) -> float:
    with Using(Memory({}, apart=True)):
        start = time.process_time()
        read()
        return time.process_time() - start


def wheel_bytes() -> int:
    """The size of the wheel, built anew."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, str(ROOT)]
        subprocess.run(command, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size


def rows(times: Mapping[str, float]) -> Iterator[Sequence[str]]:
    """The rows of the table, the slowest first."""
    data = files("govnews").joinpath("data")
    for one in sorted(reference.tables(), key=lambda one: -times[Path(one.file).stem]):
        size = len(data.joinpath(one.file).read_bytes()) / 1000
        yield f"`{one.file}`", f"{one.rows:,}", f"{size:,.1f}", f"{times[Path(one.file).stem] * 1000:.2f}"


def main() -> int:
    """Measure all and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--no-wheel", action="store_true")
    parser.add_argument("--limits", action="store_true")
    parser.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[], metavar="PAGE", help="pages to write it into"
    )
    options = parser.parse_args()
    times = load_times(options.rounds)
    wheel = None if options.no_wheel else wheel_bytes()
    said = [] if wheel is None else ["", f"The wheel has {wheel / 1000:,.0f} kB."]
    publish("data", [*table(("table", "rows", "kB", "milliseconds"), 1, rows(times)), *said], options.output)
    late = [name for name, seconds in times.items() if seconds >= MOST_SECONDS]
    large = wheel is not None and wheel >= MOST_BYTES
    if options.limits and (late or large):
        print(f"too slow: {', '.join(late) or 'none'}; wheel too large: {large}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
