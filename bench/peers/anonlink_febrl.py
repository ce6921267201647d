"""clkhash and anonlink in the form of ``comity link``: Bloom filters under a common secret, compared by Dice's measure.

Whoever compares the filters sees which are alike, so a third party that both sides trust is needed. Fields and weights
follow clkhash's tutorial: bigrams, more bits for names and dates than for the rest.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path

from anonlink.candidate_generation import find_candidate_pairs
from anonlink.similarities import dice_coefficient
from clkhash import clk
from clkhash.comparators import NgramComparison
from clkhash.field_formats import BitsPerFeatureStrategy, FieldHashingProperties, StringSpec
from clkhash.schema import Schema

BITS = {"firstName": 200, "lastName": 200, "birthDate": 300, "address": 200, "postalCode": 100, "idNumber": 300}
LENGTH = 1024
LEAST, POSSIBLE, STRONG = 0.6, 0.8, 0.9
ALIKE = 20
SECRET = "both sides agree on it"  # noqa: S105 -- of a measurement


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    started = time.monotonic()
    sides = [hashed(path) for path in (given.left, given.right)]
    ids = [side[0] for side in sides]
    scores, _, (left, right) = find_candidate_pairs([side[1] for side in sides], dice_coefficient, LEAST, k=ALIKE)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id", "score", "strength", "evidence"])
        for score, a, b in zip(scores, left, right, strict=True):
            strength = "strong" if score >= STRONG else "possible" if score >= POSSIBLE else "weak"
            writer.writerow([ids[0][a], ids[1][b], f"{score:.6f}", strength, ""])
    print(json.dumps({"keys_per_subject": None, "seconds": round(time.monotonic() - started, 2)}))


def hashed(path: Path) -> tuple:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = [name for name in rows[0] if name in BITS]
    schema = Schema([_field(name) for name in fields], LENGTH)
    data = [tuple(row[name] for name in fields) for row in rows]
    return [row["id"] for row in rows], clk.generate_clks(data, schema, SECRET, validate=False)


def _field(name: str) -> StringSpec:
    properties = FieldHashingProperties(
        comparator=NgramComparison(2, positional=name in {"birthDate", "postalCode", "idNumber"}),
        strategy=BitsPerFeatureStrategy(BITS[name]),
    )
    return StringSpec(name, properties, regex=".*")


if __name__ == "__main__":
    main()
