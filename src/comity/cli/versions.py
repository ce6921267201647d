"""``comity holdings compare``: what changed between two versions of a list, without a node."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.session import JsonOption, print_json
from comity.kernel import Limits
from comity.subjects.readers import Reading, read
from comity.subjects.versions import Delta, Fate, compare

SHOWN = 20


def compare_versions(
    old: Annotated[Path, typer.Argument(help="The earlier version, a file or folder.")],
    new: Annotated[Path, typer.Argument(help="The later version.")],
    format: Annotated[str | None, typer.Option(help="Name of a format; found from the content by default.")] = None,  # noqa: A002 -- the word of the command line
    json: JsonOption = False,
) -> None:
    """Compare two versions of a list: entries added, amended, reworded, removed, unchanged."""
    readings = [read(file, format=format, limits=Limits()) for file in (old, new)]
    delta = compare(*readings)
    if json:
        print_json(
            {
                "old": _said(readings[0]), "new": _said(readings[1]), "numbered": delta.numbered,
                "counts": delta.counts, **{fate.value: delta.of(fate) for fate in Fate if fate is not Fate.UNCHANGED},
            }
        )  # fmt: skip
        return
    _tell(readings, delta)


def _said(reading: Reading) -> dict[str, object]:
    return {
        "file": reading.source.name, "sha256": reading.source.sha256, "format": reading.format.name,
        "entries": reading.read, "left_out": reading.left_out,
    }  # fmt: skip


def _tell(readings: list[Reading], delta: Delta) -> None:
    for each in readings:
        typer.echo(f"{each.source.name} ({each.format.name}): {each.read} entries, {each.left_out} left out.")
    how = "the publisher's version numbers" if delta.numbered else "what the entries say"
    typer.echo(f"Amended by {how}.")
    for fate in Fate:
        ids = delta.of(fate)
        shown = "" if fate is Fate.UNCHANGED else " ".join(ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")
        typer.echo(f"{fate.value:10} {len(ids):7}  {shown}".rstrip())
    if delta.reworded:
        typer.echo("Reworded entries say something else under the same version number.")
