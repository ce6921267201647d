"""Runs a ranker as the shared scorer asks, and keeps what it was given and what it answered.

python bench/kept_ranks.py FOLDER COMMAND... QUERIES.csv POOL.csv --top K --out RANKS.csv
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def main() -> None:
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    subprocess.run(command, check=True)
    place = len(list(folder.glob("*-ranks.csv")))
    queries, pool = command[-6:-4]
    for name, path in (("queries", queries), ("pool", pool), ("ranks", command[-1])):
        shutil.copy(path, folder / f"{place:02d}-{name}.csv")


if __name__ == "__main__":
    main()
