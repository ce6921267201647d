"""``comity link``: two parties in two processes find what both know, over loopback, with the real protocol."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli.pair import Pair, Side
from comity.cli.session import JsonOption, print_json
from comity.kernel import Refused, UnreadableFile
from comity.subjects.cells import neutralised

FIELDS = ("left_id", "right_id", "score", "strength", "evidence")


def add_to(app: typer.Typer) -> None:
    """This function adds the command."""
    app.command()(link)


def link(
    left: Annotated[Path, typer.Argument(help="The asking party's file.")],
    right: Annotated[Path, typer.Argument(help="The other party's file.")],
    out: Annotated[Path, typer.Option(help="Where the matches are written, as CSV.")],
    json: JsonOption = False,
) -> None:
    """Link two files of subjects as two agencies would, without either seeing the other's file."""
    for file in (left, right):
        if not file.is_file():
            raise UnreadableFile(str(file), "there is no such file", code="link.file")
    started = time.monotonic()
    with Pair() as pair:
        pair.left.begin("load", file=str(left.resolve()))
        pair.right.begin("load", file=str(right.resolve()))
        told = [_told(side) for side in (pair.left, pair.right)]
        pair.right.begin("publish")
        pair.right.end()
        pair.serve()
        found = pair.left.do("check")
        if "failed" in found:
            raise Refused("the check", found["failed"], code="link.check")
        rows = found["hits"]
        ids = pair.right.do("resolve", handles=sorted({row[1] for row in rows}))["ids"]
        counts = [pair.left.do("keys", asking=True), pair.right.do("keys", asking=False)]
    with out.open("w", encoding="utf-8", newline="") as written:
        table = csv.writer(written)
        table.writerow(FIELDS)
        for own, handle, score, strength, evidence in rows:
            table.writerow([neutralised(own), neutralised(ids[handle]), f"{score:.4f}", strength, evidence])
    subjects = sum(c["subjects"] for c in counts)
    result = {
        "left": told[0]["read"],
        "right": told[1]["read"],
        "matched": sum(row[3] != "weak" for row in rows),
        "keys_per_subject": round(sum(c["keys"] for c in counts) / subjects, 2) if subjects else 0.0,
        "seconds": round(time.monotonic() - started, 2),
        "bytes": found["bytes"],
    }
    if json:
        print_json(result)
    else:
        typer.echo(
            f"{result['left']} against {result['right']} subjects: {result['matched']} matches (strong or possible) "
            f"of {len(rows)} hits, in {out}; {result['keys_per_subject']} keys a subject, {result['seconds']} s, "
            f"{result['bytes']:,} bytes"
        )


def _told(side: Side) -> dict[str, Any]:
    told = side.end()
    if told["left_out"] or told["warnings"]:
        sys.stderr.write(
            f"{side.name}: {told['left_out']} rows and {told['warnings']} values were left out or doubted\n"
        )
    return told
