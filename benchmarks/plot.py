"""Draw lines of (bytes, seconds), both axes logarithmic, as an SVG file that is read on light and on dark pages.

`growth.py` runs it in an environment with matplotlib: the first argument is JSON, {name: [[bytes, seconds], …]}, the
second the file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter

PAPER, INK, GRID = "#ffffff", "#1f2328", "#d0d7de"
DARK = {
    PAPER: "#161b22",
    INK: "#e6edf3",
    GRID: "#3d444d",
    "#0550ae": "#79c0ff",
    "#bc4c00": "#ffa657",
    "#1a7f37": "#7ee787",
}
"""What each colour becomes for readers who have asked for dark pages; the paper is drawn, so it is never mixed."""
KINDS = ("fill", "stroke")
LINES = (("#0550ae", "o", "-"), ("#bc4c00", "s", "--"), ("#1a7f37", "^", "-."))


def draw(lines: dict[str, list[tuple[float, float]]], target: Path) -> None:
    """Write the file."""
    # Text stays text, and the same points make the same file.
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "govnews", "font.family": "sans-serif"})
    mpl.rcParams.update(
        dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), INK)
    )
    figure, axes = pyplot.subplots(figsize=(7.2, 4.6), layout="constrained", facecolor=PAPER)
    axes.set_facecolor(PAPER)
    for (name, points), (colour, marker, style) in zip(lines.items(), LINES, strict=True):
        sizes, seconds = zip(*points, strict=True)
        axes.loglog(sizes, seconds, color=colour, marker=marker, linestyle=style, markersize=5, label=name)
    (size, fastest), top = min(next(iter(lines.values()))), max(size for points in lines.values() for size, _ in points)
    axes.loglog(
        [size, top],
        [fastest / 2, fastest / 2 * top / size],
        color=INK,
        linestyle=":",
        label="twice the time for twice the text",
    )
    axes.set_xlabel("size of the document, bytes of UTF-8")
    axes.set_ylabel("seconds of processor time for parse")
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda size, _: f"{size / 1e6:g} MB" if size >= 1e6 else f"{size / 1e3:g} kB")
    )
    axes.yaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g} s"))
    axes.grid(color=GRID, linewidth=0.6)
    axes.legend(facecolor=PAPER, edgecolor=GRID)
    figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    rules = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark}!important}}' for light, dark in DARK.items() for kind in KINDS
    )
    svg = target.read_text(encoding="utf-8")
    svg = svg.replace("</style>", f"@media (prefers-color-scheme:dark){{{rules}}}</style>", 1)
    lines_of_file = (line.rstrip() for line in svg.splitlines())
    target.write_text("\n".join(lines_of_file) + "\n", encoding="utf-8", newline="\n")


draw(json.loads(sys.argv[1]), Path(sys.argv[2]))
