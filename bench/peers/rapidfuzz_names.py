"""rapidfuzz's ratio on names that anyascii turned into Latin letters, in the form of ``comity names rank``."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", type=Path)
    parser.add_argument("pool", type=Path)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    queries, pool = read(given.queries), read(given.pool)
    scores = process.cdist(
        [n for _, n in queries], [n for _, n in pool], scorer=fuzz.ratio, dtype=np.float32, workers=-1
    )
    top = min(given.top, len(pool))
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query_id", "pool_id", "score"])
        for (query, _), row in zip(queries, scores, strict=True):
            for place in np.argsort(-row, kind="stable")[:top]:
                writer.writerow([query, pool[place][0], f"{row[place] / 100:.6f}"])


def read(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["id"], anyascii(row["name"]).lower()) for row in csv.DictReader(file)]


if __name__ == "__main__":
    main()
