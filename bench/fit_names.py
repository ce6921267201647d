"""Fits what names are compared by on labelled pairs, and writes it into ``src/comity/names/tables``.

    python -m bench.fit_names sounds [--shared ../shared]
    python -m bench.fit_names calibration [--shared ../shared]

``sounds`` fits the log-odds of phones that stand for one another (``sounds.tsv``), ``calibration`` the weights of the
traits of an alignment (``calibration.tsv``); the second needs the first. Nothing of the pairs themselves is written.
With ``--check`` nothing is written at all: the fit on four fifths of the persons is measured on the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.fitting import calibration, pairs, sounds

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "src" / "comity" / "names" / "tables"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sounds", "calibration"])
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared")
    parser.add_argument("--check", action="store_true", help="measure on persons left out, and write nothing")
    given = parser.parse_args(arguments)
    folder = given.shared / "data" / "names"
    if not folder.is_dir():
        sys.exit(f"{folder}: the labelled pairs are not there; name their folder with --shared")
    known = pairs.read(folder)
    if given.what == "sounds":
        text = sounds.fitted(known)
    elif given.check:
        print(calibration.checked(known))
        return
    else:
        text = calibration.fitted(known)
    if not given.check:
        (TABLES / f"{given.what}.tsv").write_text(text, encoding="utf-8")
    print(f"{given.what}.tsv: {len(text.splitlines())} lines, from {len(known.rows)} pairs")


if __name__ == "__main__":
    main()
