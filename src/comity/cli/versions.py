"""``comity holdings compare|update``: what changed between two versions of a list; a held list follows a newer one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.session import (
    AsOption,
    CaseOption,
    JsonOption,
    NodeOption,
    PurposeOption,
    acting,
    open_node,
    print_json,
)
from comity.kernel import Limits
from comity.subjects.readers import Reading, read
from comity.subjects.versions import Delta, Fate, compare

SHOWN = 20
_WORDS = {
    "added": "added", "returned": "of them had been on the list before", "amended": "amended", "removed": "removed",
    "unchanged": "unchanged",
}  # fmt: skip


def add_to(holdings: typer.Typer) -> None:
    """This function adds the commands of this file to the group of holdings."""
    holdings.command("compare")(compare_versions)
    holdings.command("update")(update_list)


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


def update_list(
    file: Annotated[Path, typer.Argument(help="The newer version of the list, a file or folder.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    replaces: Annotated[
        str, typer.Option(help="Id of the import that it replaces; not needed where one list of the format is held.")
    ] = "",
    shrunk: Annotated[bool, typer.Option("--shrunk", help="Take it though half of the list is gone.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only, change nothing.")] = False,
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Bring a list that is held up to date: one import that adds, amends and removes, and is undone as a whole."""
    open_node(node)
    from comity.node.holdings import versions
    from comity.node.runtime import limits

    actor = acting(by, case=case, purpose=purpose)
    if not replaces:
        found = read(file, limits=limits()).format.name
        held = versions.newest(actor=actor, format=found, case_id=actor.case_id, duty_id=actor.duty_id)
        replaces = held.id
    outcome = versions.import_version(actor=actor, file=file, import_id=replaces, shrunk=shrunk, dry_run=dry_run)
    counts = asdict(outcome.counts)
    if json:
        made = {"import": None if dry_run else outcome.made.id, "replaces": outcome.replaces.id}
        print_json({**made, "file": outcome.made.file_name, "left_out": outcome.made.left_out, **counts})
        return
    state = "would become" if dry_run else "is now"
    typer.echo(f"{outcome.replaces.file_name} {state} {outcome.made.file_name}:")
    for name, count in counts.items():
        typer.echo(f"{count:8}  {_WORDS[name]}")
    if not dry_run:
        typer.echo(f"Report {outcome.made.id}; to take it back: comity holdings undo {outcome.made.id}")
