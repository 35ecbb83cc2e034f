"""Measure how fast statistics are found and pages are parsed, and print a Markdown table.

    python benchmarks/figures.py               # half a million characters of each kind, best of 5
    python benchmarks/figures.py --chars 200000 --rounds 3

The texts are the bundled newspaper page again and again, and paragraphs of made-up sentences of work reports, in
which one sentence in ten has figures, or every second one. A peer that reads Chinese numbers, Recognizers-Text, is
measured in an environment of its own, made at the first run in `benchmarks/.environments`; it gives values without
measure word, item or time.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from govnews import find_statistics, parse
from govnews.finding.numerals import NUMBER

PEER = "recognizers-text-suite==1.0.2a2"
ENVIRONMENT = Path(__file__).parent / ".environments" / "recognizers-text"
RUN_PEER = """
import sys, time
from recognizers_number import recognize_number, Culture
text = sys.stdin.read()
recognize_number("3", Culture.Chinese)
start = time.process_time()
for line in text.splitlines():
    recognize_number(line, Culture.Chinese)
print(time.process_time() - start)
"""
SENTENCES = (
    "全年完成工业投资{}亿元，同比增长{}.{}%。",
    "新建社区食堂{}家、老年人日间照料中心{}处，惠及老人{}.6万人次。",
    "新增就业{}.2万人，失业率为5.{}%，村民人均收入增长{}%。",
    "改造老旧小区{}个，加装电梯{}部，新增停车位{}个。",
    "培育专精特新企业{}家，高新技术企业达到{}家，研发经费占比升至{}.3%。",
)
PLAIN = (
    "民有所呼，我有所应，把老百姓的烦心事一件一件办好。",
    "政务大厅少跑腿、快办事，企业和居民办事越来越方便。",
    "楼门长、志愿者常上门，邻里的矛盾早发现、早化解。",
    "大力发展特色农业，延长产业链条，带动周边村民在家门口就业增收。",
    "推进生态环境治理，加强河湖管护，绿色发展的底色更加鲜明。",
    "完善公共文化服务，组织文艺队伍进社区、进校园，丰富居民精神文化生活。",
)


def paragraphs_of(chars: int, figures: int, plain: int) -> str:
    """Paragraphs of so many sentences with figures and without, drawn with a fixed seed."""
    draw = random.Random(5)
    paragraphs: list[str] = []
    length = 0
    while length < chars:
        sentences = [draw.choice(SENTENCES).format(*(draw.randint(2, 90) for _ in range(3))) for _ in range(figures)]
        sentences += [draw.choice(PLAIN) for _ in range(plain)]
        draw.shuffle(sentences)
        paragraphs.append("　　" + "".join(sentences))
        length += len(paragraphs[-1]) + 1
    return "\n".join(paragraphs)


def best(work: Callable[[], object], rounds: int) -> float:
    """The processor time of the fastest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def peer(text: str) -> float | None:
    """The processor time that the peer takes to find the numbers, `None` if it cannot be installed."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        # It needs a method of `emoji` that version 2 dropped.
        install = [str(python), "-m", "pip", "install", "--quiet", PEER, "emoji<2"]
        if subprocess.run(install, check=False).returncode:
            return None
    run = subprocess.run([str(python), "-c", RUN_PEER], input=text, capture_output=True, text=True, check=False)
    return float(run.stdout) if run.returncode == 0 else None


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    page = files("govnews").joinpath("data/pages/district_page.txt").read_text(encoding="utf-8")
    texts = {
        "bundled page": "\f".join([page] * (options.chars // len(page) + 1)),
        "few figures": paragraphs_of(options.chars, 1, 9),
        "many figures": paragraphs_of(options.chars, 5, 5),
    }
    find_statistics(page)
    print("| million characters a second |", " | ".join(texts), "|")
    print("| --- |", " | ".join("---:" for _ in texts), "|")
    rows: dict[str, Callable[[str], float | None]] = {
        "where numbers stand (one pattern)": lambda text: best(lambda: list(NUMBER.finditer(text)), options.rounds),
        "govnews.find_statistics": lambda text: best(lambda: find_statistics(text), options.rounds),
        "govnews.parse": lambda text: best(lambda: parse(text), options.rounds),
        "Recognizers-Text, Chinese numbers": lambda text: peer(text[: options.chars // 5]),
    }
    for name, measure in rows.items():
        cells = []
        for text in texts.values():
            seconds = measure(text)
            chars = (
                len(text[: options.chars // 5]) if measure is rows["Recognizers-Text, Chinese numbers"] else len(text)
            )
            cells.append("not installed" if not seconds else f"{chars / seconds / 1e6:.2f}")
        print(f"| {name} |", " | ".join(cells), "|")
    found = {name: len(find_statistics(text)) for name, text in texts.items()}
    print(
        "| statistics in 1,000 characters |",
        " | ".join(f"{found[n] / len(t) * 1000:.0f}" for n, t in texts.items()),
        "|",
    )
    double = texts["many figures"]
    ratio = best(lambda: find_statistics(double), options.rounds) / best(
        lambda: find_statistics(double[: len(double) // 2]), options.rounds
    )
    print(f"\nTwice the text takes {ratio:.1f} times as long.")


if __name__ == "__main__":
    main()
