"""recordlinkage in the form of ``comity link``: its FEBRL example, unsupervised; it sees both files.

Candidates share a first name, a last name or a birth date; an expectation-conditional-maximisation classifier learns
from yes-or-no comparisons alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path

import pandas as pd
import recordlinkage
from recordlinkage.index import Block

STRONG, POSSIBLE = 0.99, 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    started = time.monotonic()
    left, right = (pd.read_csv(path, dtype=str, index_col="id") for path in (given.left, given.right))
    scores = linked(left, right)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id", "score", "strength", "evidence"])
        for (a, b), score in scores.items():
            strength = "strong" if score >= STRONG else "possible" if score >= POSSIBLE else "weak"
            writer.writerow([a, b, f"{score:.9f}", strength, ""])
    print(json.dumps({"keys_per_subject": None, "seconds": round(time.monotonic() - started, 2)}))


def linked(left: pd.DataFrame, right: pd.DataFrame) -> pd.Series:
    indexer = recordlinkage.Index()
    indexer.add([Block("firstName"), Block("lastName"), Block("birthDate")])
    candidates = indexer.index(left, right)
    compare = recordlinkage.Compare()
    for name in ("firstName", "lastName"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    compare.string("birthDate", "birthDate", method="damerau_levenshtein", threshold=0.85, label="birthDate")
    if "idNumber" in left:
        compare.string("idNumber", "idNumber", method="damerau_levenshtein", threshold=0.8, label="idNumber")
        compare.exact("postalCode", "postalCode", label="postalCode")
        compare.string("address", "address", method="jarowinkler", threshold=0.85, label="address")
    features = compare.compute(candidates, left, right)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    return classifier.prob(features)


if __name__ == "__main__":
    main()
