"""nomenklatura's logic-v2 on persons with nothing but a name, on all cores, in the form of ``comity names rank``.

It takes seconds to load, and the scorer starts a ranker once a group: so ``--serve SOCKET`` loads it once and answers
until it is ended, and ``--via SOCKET`` hands it the work.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import multiprocessing
import sys
from multiprocessing.connection import Client, Listener
from pathlib import Path

pool: list = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", type=Path, nargs="?")
    parser.add_argument("pool", type=Path, nargs="?")
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--via")
    parser.add_argument("--serve")
    given = parser.parse_args()
    if given.serve:
        serve(given.serve)
    elif given.via:
        with Client(given.via, "AF_UNIX") as line:
            line.send((given.queries, given.pool, given.top, given.out))
            told = line.recv()
        if told != "done":
            sys.exit(told)
    else:
        rank(given.queries, given.pool, given.top, given.out)


def serve(address: str) -> None:
    warm()
    with Listener(address, "AF_UNIX") as listener:
        print("ready", flush=True)
        while True:
            with listener.accept() as line:
                try:
                    rank(*line.recv())
                except (OSError, ValueError) as error:
                    line.send(str(error))
                else:
                    line.send("done")


def warm() -> None:
    """The first comparison loads the tables; after it, processes that are forked have them."""
    list(_scores(_person("a", "Warm Up"), [_person("b", "Up Warm")]))


def rank(queries: Path, others: Path, top: int, out: Path) -> None:
    pool[:] = read(others)
    work = [(query, top) for query in read(queries)]
    with out.open("w", encoding="utf-8", newline="") as file, multiprocessing.get_context("fork").Pool() as cores:
        writer = csv.writer(file)
        writer.writerow(["query_id", "pool_id", "score"])
        for query, rows in cores.imap(ranked, work, chunksize=2):
            writer.writerows((query, candidate, f"{score:.6f}") for score, candidate in rows)


def ranked(work: tuple) -> tuple:
    query, top = work
    return query.id, heapq.nlargest(top, _scores(query, pool), key=lambda row: row[0])


def _scores(query, others: list):  # noqa: ANN001, ANN202 -- the peer's own classes
    from nomenklatura.matching import LogicV2

    config = LogicV2.default_config()
    return ((LogicV2.compare(query, other, config).score, other.id) for other in others)


def read(path: Path) -> list:
    with path.open(encoding="utf-8", newline="") as file:
        return [_person(row["id"], row["name"]) for row in csv.DictReader(file)]


def _person(key: str, name: str):  # noqa: ANN202
    from followthemoney import model

    entity = model.make_entity("Person")
    entity.id = key
    entity.add("name", name)
    return entity


if __name__ == "__main__":
    main()
