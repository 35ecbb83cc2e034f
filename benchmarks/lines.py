"""Measure how fast lines are classified and joined, and print a Markdown table.

    python benchmarks/lines.py                # 1 million characters of each kind, best of 5
    python benchmarks/lines.py --chars 200000 --rounds 3
    python benchmarks/lines.py -o docs/speed.md

The text is the bundled newspaper page again and again, its paragraphs set in four ways. Nobody else joins lines, so
there is no peer to measure.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from govnews import parse
from govnews.lines.join import join
from tables import publish, table


def paragraphs() -> list[str]:
    """The paragraphs of the bundled page."""
    page = files("govnews").joinpath("data/pages/district_page.txt").read_text(encoding="utf-8")
    return [block.text for article in parse(page).articles for block in article.body]


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The paragraph broken every `width` characters."""
    text = indent + text
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def rows(characters: int, rounds: int) -> Iterator[Sequence[str]]:
    """The rows of the table: the paragraphs set in each way."""
    whole = paragraphs()
    ways = {
        "a paragraph a line, indented": "\n".join("　　" + text for text in whole),
        "a paragraph a line, blank lines between": "\n\n".join(whole),
        "lines of 28 characters, indented": "\n".join(wrapped(text, 28, "　　") for text in whole),
        "lines of 28 characters": "\n".join(wrapped(text, 28) for text in whole),
    }
    for name, page in ways.items():
        texts = [page] * (characters // len(page) + 1)
        best = float("inf")
        for _ in range(rounds):
            start = time.process_time()
            for text in texts:
                join(text)
            best = min(best, time.process_time() - start)
        speed = len(page) * len(texts) / max(best, 1e-9) / 1e6
        yield name, f"{len(page) / len(page.split()):.0f}", f"{speed:.1f}"


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "-o", "--output", type=Path, nargs="+", default=[], metavar="PAGE", help="pages to write it into"
    )
    options = parser.parse_args()
    head = ("page", "characters a line", "million characters a second")
    publish("lines", table(head, 1, rows(options.chars, options.rounds)), options.output)


if __name__ == "__main__":
    main()
