"""Fit the weights of src/govnews/data/join_evidence.csv to whole paragraphs, by logistic regression.

    python scripts/fit_joins.py FILE…          # print how well they do on files left out, and write the weights
    python scripts/fit_joins.py --check FILE…  # print only

Each FILE holds one article, a paragraph or heading a line. The paragraphs are cut at random places; every line end
of the result is a case: it was within a paragraph, or between two. Needs scikit-learn.
"""

from __future__ import annotations

import csv
import random
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np  # run by hand, in an environment with scikit-learn
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from govnews.lines.evidence import holding

TABLE = Path(__file__).resolve().parent.parent / "src/govnews/data/join_evidence.csv"
SENTENCE_END = ("。", "！", "？", "!", "?", "…")
CLOSERS = "”’」』）)】》\"' 　"
ROUNDS = 4
MOST = Decimal(9)


def cases(paragraphs: list[str], rnd: random.Random) -> list[tuple[str, str, bool, bool]]:
    """Line ends of the article cut anew: the line, the next one, whether it is the first, whether it goes on."""
    lines: list[tuple[str, bool]] = []
    for paragraph in paragraphs:
        most = min(rnd.choice([0, 0, 0, 1, 1, 2, 3]), max(0, (len(paragraph) - 16) // 40))
        at = sorted(rnd.sample(range(8, len(paragraph) - 8), most)) if most else []
        pieces = [paragraph[a:b] for a, b in pairwise([0, *at, len(paragraph)])]
        lines += [(piece, k < len(pieces) - 1) for k, piece in enumerate(pieces)]
    return [
        (left, right, k == 0, goes_on)
        for k, ((left, goes_on), (right, _)) in enumerate(pairwise(lines))
        if not left.rstrip(CLOSERS).endswith(SENTENCE_END)
    ]


def main(files: list[str], *, write: bool) -> None:
    """Fit the weights and print how well they do; write them into the table if asked to."""
    features, labels, groups = [], [], []
    rnd = random.Random(20261122)
    for group, file in enumerate(files):
        paragraphs = ["".join(line.split()) for line in Path(file).read_text(encoding="utf-8").splitlines()]
        for _ in range(ROUNDS):
            for left, right, first, goes_on in cases([p for p in paragraphs if p], rnd):
                features.append(dict.fromkeys(holding(left, right, first=first), 1.0))
                labels.append(goes_on)
                groups.append(group)
    vectorizer = DictVectorizer()
    matrix, wanted = vectorizer.fit_transform(features), np.array(labels)
    model = LogisticRegression(C=0.5, max_iter=5000, fit_intercept=False)
    got = cross_val_predict(model, matrix, wanted, groups=groups, cv=GroupKFold(8))
    joined, kept = int((got & ~wanted).sum()), int((~got & wanted).sum())
    print(f"{len(labels)} line ends, {int((~wanted).sum())} of them between paragraphs")
    print(f"on files left out: {joined} joined wrongly, {kept} left apart wrongly")
    weights = dict(zip(vectorizer.get_feature_names_out(), model.fit(matrix, wanted).coef_[0], strict=True))
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for row in rows:
        if "fit_joins" not in row["source"]:
            continue  # weighed by hand, for what articles show too seldom
        value = Decimal(str(round(weights.get(row["id"], 0.0), 1)))
        print(f"{row['id']:24}{value:6}")
        row["weight"] = str(max(-MOST, min(MOST, value)))
    if write:
        with TABLE.open("w", encoding="utf-8", newline="") as table:
            writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main([argument for argument in sys.argv[1:] if argument != "--check"], write="--check" not in sys.argv)
