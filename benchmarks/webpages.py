"""Measure how fast saved web pages are read, beside trafilatura, gne and readability, and print a Markdown table.

    python benchmarks/webpages.py            # a page of about 50 kB, best of 20
    python benchmarks/webpages.py --rounds 5

The page is the tests' page of a government site, its paragraphs repeated and menus added until it has that size. Peers
run in environments of their own in benchmarks/.environments, made at the first run from the package index.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / ".environments"
PAGE = HERE.parent / "tests/html/government.html"
SIZE = 50_000
PEERS = {
    "trafilatura": ("trafilatura==2.0.0", "from trafilatura import bare_extraction as run"),
    "gne": ("gne==0.3.1", "from gne import GeneralNewsExtractor\nrun = GeneralNewsExtractor().extract"),
    "readability": (
        "readability-lxml==0.8.4.1",
        "from readability import Document\nrun = lambda html: Document(html).summary()",
    ),
}
PROGRAM = """
import json, sys, time
html = open(sys.argv[1], encoding="utf-8").read()
{setup}
best = float("inf")
for _ in range(int(sys.argv[2])):
    start = time.process_time()
    run(html)
    best = min(best, time.process_time() - start)
print(json.dumps(best))
"""


def page() -> str:
    """The page at its size."""
    html = PAGE.read_text(encoding="utf-8")
    paragraph = html[html.index("<p>　　下一步") : html.index("<p>【编辑")]
    menu = '<li><a href="/list">政务公开 通知公告 政策解读</a></li>'
    more = (SIZE - len(html.encode())) // 2
    html = html.replace(paragraph, paragraph * (more // len(paragraph.encode()) + 1))
    return html.replace('<li><a href="/b"', menu * (more // len(menu.encode())) + '<li><a href="/b"')


def best(run: Callable[[str], object], html: str, rounds: int) -> float:
    """The shortest processor time of some rounds, in seconds."""
    shortest = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        run(html)
        shortest = min(shortest, time.process_time() - start)
    return shortest


def peer(requirement: str, setup: str, source: Path, rounds: int) -> float:
    """The time of a peer in its own environment."""
    folder = ENVIRONMENTS / requirement.replace("==", "-")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", requirement, "lxml_html_clean"], check=True)
    command = [str(python), "-c", PROGRAM.format(setup=setup), str(source), str(rounds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    from selectolax.lexbor import LexborHTMLParser

    from govnews import parse_html
    from govnews.reading.webpages import read_html

    html = page()
    rows = {
        "the HTML parser alone": best(LexborHTMLParser, html, options.rounds),
        "govnews: lines, marks, what tags declare": best(read_html, html, options.rounds),
        "govnews: the whole document with statistics": best(parse_html, html, options.rounds),
    }
    ENVIRONMENTS.mkdir(exist_ok=True)
    source = ENVIRONMENTS / "page.html"
    source.write_text(html, encoding="utf-8")
    for name, (requirement, setup) in PEERS.items():
        rows[name] = peer(requirement, setup, source, options.rounds)
    print(f"| page of {len(html.encode()) / 1000:.0f} kB | milliseconds |")
    print("| --- | ---: |")
    for name, seconds in rows.items():
        print(f"| {name} | {seconds * 1000:.1f} |")


if __name__ == "__main__":
    main()
