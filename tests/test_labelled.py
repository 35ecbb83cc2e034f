"""Pages and passages that people labelled, where they lie beside the repository; skipped where they are absent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(os.environ.get("GOVNEWS_LABELLED", Path(__file__).resolve().parents[2] / "shared"))
SCORER = PLACE / "eval" / "score.py"
pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="no labelled pages here")
WHOLE = (
    "kind", "articles", "title", "bylines", "source", "editors", "published", "organizers", "breadcrumb", "headings",
    "captions", "caption text", "joins", "editor_note", "fragments apart", "characters accounted for",
)  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> Any:
    result = subprocess.run([sys.executable, str(SCORER), "--json"], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


@pytest.mark.parametrize("field", WHOLE)
def test_the_structure_is_whole(figures: Any, field: str) -> None:
    """What the two pages show of their structure is read without a fault."""
    assert figures[field]["f1"] == 1.0


@pytest.mark.parametrize(
    ("field", "measure", "least"),
    [
        ("kicker", "f1", 0.95),
        ("subtitle", "f1", 0.95),
        ("column", "f1", 0.95),
        ("paragraphs", "f1", 0.95),
        ("statistics", "precision", 0.95),
        ("statistics", "recall", 0.95),
        ("item", "f1", 0.85),
        ("period", "f1", 0.82),
        ("initiatives (recall)", "recall", 0.92),
    ],
)
def test_the_figures_do_not_fall(figures: Any, field: str, measure: str, least: float) -> None:
    """What was reached stays reached."""
    assert figures[field][measure] >= least


def test_hardly_anything_that_is_none_is_called_a_statistic(figures: Any) -> None:
    """At most one number that people call none is a statistic."""
    assert figures.get("never a statistic", {"false": 0})["false"] <= 1
