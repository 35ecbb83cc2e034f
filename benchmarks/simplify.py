"""Measure how fast govnews simplifies, beside opencc-python-reimplemented and OpenCC, and print a Markdown table.

    python benchmarks/simplify.py             # 2 million characters, best of 5
    python benchmarks/simplify.py --chars 500000 --rounds 3

Both peers have the import name `opencc` and overwrite each other, so each gets an environment of its own in
benchmarks/.environments (made at the first run from the package index). All are given the same text: invented district
news, simplified, with one 區 in it, with one character in a hundred traditional, and wholly traditional.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / ".environments"
PEERS = {"opencc-python-reimplemented": "opencc-python-reimplemented==0.1.7", "OpenCC (C++)": "opencc==1.4.2"}
SENTENCES = (
    "今年以来，街道围绕民生实事推进老旧小区改造，走访群众1.2万人次，解决问题300余件。",
    "区委书记在调研时强调，要加强组织领导，压实各方责任，切实提升服务质效。",
    "社区党员志愿者利用周末时间，为独居老人打扫卫生、检修线路、讲解防骗知识。",
    "全年完成固定资产投资86.5亿元，同比增长5.8%，新开工项目42个。",
    "乡村振兴示范点建成后，带动周边农户就业，村集体经济收入突破50万元。",
    "公交线路覆盖所有行政村，居民出门十分钟就能坐上车。",
    "著名作家走进校园，与师生们分享写作经验，现场气氛热烈。",
)
WEIGHTS = (20, 20, 20, 20, 20, 1, 1)
"""著 and 覆 need a look at what stands around them; in news they are half a character in a thousand."""
TEXTS = ("simplified", "one 區", "1 % traditional", "traditional")


def texts(chars: int) -> dict[str, str]:
    """The four texts, of about `chars` characters each."""
    from govnews.repair.dictionaries import dictionaries

    back = {new: old for old, new in sorted(dictionaries().certain.items(), reverse=True)}
    back |= dict(zip("区业经实现乡党员时问题务导", "區業經實現鄉黨員時問題務導", strict=True))
    chance = random.Random(7)
    lines: list[str] = []
    size = 0
    while size < chars:
        lines.append("".join(chance.choices(SENTENCES, WEIGHTS, k=4)))
        size += len(lines[-1]) + 1
    simplified = "\n".join(lines)
    scattered = "".join(back.get(c, c) if chance.random() < 0.03 else c for c in simplified)
    traditional = "".join(back.get(c, c) for c in simplified)
    return dict(zip(TEXTS, (simplified, simplified.replace("区", "區", 1), scattered, traditional), strict=True))


def speed(convert: Callable[[str], object], text: str, rounds: int) -> float:
    """Million characters in a second of processor time, the best of some rounds."""
    convert(text[:1000])
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        convert(text)
        best = min(best, time.process_time() - start)
    return len(text) / max(best, 1e-9) / 1e6


PEER_PROGRAM = """
import json, sys, time
import opencc
source, rounds = sys.argv[1], int(sys.argv[2])
converter = opencc.OpenCC("t2s")
out = {}
for name, text in json.load(open(source, encoding="utf-8")).items():
    converter.convert(text[:1000])
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        converter.convert(text)
        best = min(best, time.process_time() - start)
    out[name] = len(text) / max(best, 1e-9) / 1e6
print(json.dumps(out))
"""


def peer(name: str, requirement: str, source: Path, rounds: int) -> dict[str, float]:
    """The speeds of a peer in its own environment."""
    folder = ENVIRONMENTS / requirement.replace("==", "-")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", requirement], check=True)
    command = [str(python), "-c", PEER_PROGRAM, str(source), str(rounds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    speeds: dict[str, float] = json.loads(done.stdout)
    print(f"measured {name}", file=sys.stderr)
    return speeds


def main() -> None:
    """Measure all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chars", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    from govnews.repair.script import simplify
    from govnews.spans import AlignedText

    given = texts(options.chars)
    ours = {
        name: speed(lambda text: AlignedText(text).edited(simplify(text)).text, text, options.rounds)
        for name, text in given.items()
    }
    ENVIRONMENTS.mkdir(exist_ok=True)
    source = ENVIRONMENTS / "texts.json"
    source.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    rows = {"govnews (text and edits)": ours}
    rows |= {name: peer(name, requirement, source, options.rounds) for name, requirement in PEERS.items()}
    print("| million characters a second | " + " | ".join(TEXTS) + " |")
    print("| --- |" + " ---: |" * len(TEXTS))
    for name, speeds in rows.items():
        print(f"| {name} | " + " | ".join(f"{speeds[text]:.1f}" for text in TEXTS) + " |")
    for name in PEERS:
        times = (f"{ours[text] / rows[name][text]:.1f}×" for text in TEXTS)
        print(f"| govnews / {name} | " + " | ".join(times) + " |")


if __name__ == "__main__":
    main()
