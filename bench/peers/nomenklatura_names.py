"""nomenklatura's logic-v2 on persons with nothing but a name, on all cores, in the form of ``comity names rank``."""

from __future__ import annotations

import argparse
import csv
import heapq
import multiprocessing
from pathlib import Path

from followthemoney import model
from nomenklatura.matching import LogicV2

CONFIG = LogicV2.default_config()
pool: list = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", type=Path)
    parser.add_argument("pool", type=Path)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    pool.extend(read(given.pool))
    work = [(query, given.top) for query in read(given.queries)]
    with given.out.open("w", encoding="utf-8", newline="") as file, multiprocessing.get_context("fork").Pool() as cores:
        writer = csv.writer(file)
        writer.writerow(["query_id", "pool_id", "score"])
        for query, rows in cores.imap(ranked, work, chunksize=4):
            writer.writerows((query, candidate, f"{score:.6f}") for score, candidate in rows)


def ranked(work: tuple) -> tuple:
    query, top = work
    scored = ((LogicV2.compare(query, other, CONFIG).score, other.id) for other in pool)
    return query.id, heapq.nlargest(top, scored, key=lambda row: row[0])


def read(path: Path) -> list:
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entity = model.make_entity("Person")
            entity.id = row["id"]
            entity.add("name", row["name"])
            found.append(entity)
    return found


if __name__ == "__main__":
    main()
