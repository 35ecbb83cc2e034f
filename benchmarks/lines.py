"""Measure how fast lines are classified and joined, and print a Markdown table.

    python benchmarks/lines.py                # 1 million characters of each kind, best of 5
    python benchmarks/lines.py --chars 200000 --rounds 3

The text is the bundled newspaper page again and again, its paragraphs set in four ways. Nobody else joins lines, so
there is no peer to measure.
"""

from __future__ import annotations

import argparse
import time
from importlib.resources import files

from govnews import parse
from govnews.lines.join import join


def paragraphs() -> list[str]:
    """The paragraphs of the bundled page."""
    page = files("govnews").joinpath("data/pages/district_page.txt").read_text(encoding="utf-8")
    return [block.text for article in parse(page).articles for block in article.body]


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The paragraph broken every `width` characters."""
    text = indent + text
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    whole = paragraphs()
    ways = {
        "a paragraph a line, indented": "\n".join("　　" + text for text in whole),
        "a paragraph a line, blank lines between": "\n\n".join(whole),
        "lines of 28 characters, indented": "\n".join(wrapped(text, 28, "　　") for text in whole),
        "lines of 28 characters": "\n".join(wrapped(text, 28) for text in whole),
    }
    print("| page | characters a line | million characters a second |")
    print("| --- | ---: | ---: |")
    for name, page in ways.items():
        texts = [page] * (options.chars // len(page) + 1)
        best = float("inf")
        for _ in range(options.rounds):
            start = time.process_time()
            for text in texts:
                join(text)
            best = min(best, time.process_time() - start)
        speed = len(page) * len(texts) / max(best, 1e-9) / 1e6
        print(f"| {name} | {len(page) / len(page.split()):.0f} | {speed:.1f} |")


if __name__ == "__main__":
    main()
