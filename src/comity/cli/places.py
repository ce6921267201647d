"""Places: finding them by name, and loading an agency's own list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.kernel import InvalidInput
from comity.kernel.countries import country

if TYPE_CHECKING:
    from comity.flows.gazetteer import Gazetteer, Match

SHOWN = 200
"""Faults of a list that are printed."""


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    group = typer.Typer(help="Places by code and name.", no_args_is_help=True)
    group.command("find")(find)
    group.command("load")(load)
    group.command("lists")(lists)
    group.command("undo")(undo)
    app.add_typer(group, name="places")


def find(
    words: Annotated[str, typer.Argument(help="A name in any script, or a code.")],
    inside: Annotated[str, typer.Option("--country", help="Only places of this country.")] = "",
    within: Annotated[str, typer.Option(help="Only places within the place of this code.")] = "",
    top: Annotated[int, typer.Option(min=1, max=50, help="Answers, at most.")] = 8,
    as_json: JsonOption = False,
) -> None:
    """Find a place among those that ship with Comity; no node is needed."""
    from comity.flows.gazetteer import standard  # only where places are found: a node starts without it

    places = standard()
    code = country(inside) if inside else None
    if inside and code is None:
        raise InvalidInput(inside, "it is no known country", "Give an ISO code such as KH", code="cli.country")
    found = places.match(words, code, None, within or None, top)
    if as_json:
        print_json([_told(places, match) for match in found])
        return
    for match in found:
        lies = ", ".join(place.called("en") for place in reversed(places.path(match.place.code)[:-1]))
        names = " · ".join(match.place.names.values())
        typer.echo(f"{match.score:.2f}  {match.place.code:12s} {names}{f' ({lies})' if lies else ''}")
    if not found:
        typer.echo("No place of this name is known.")


def _told(places: Gazetteer, match: Match) -> dict[str, Any]:
    place = match.place
    at = places.position(place.code)
    return {
        "code": place.code, "level": place.level, "names": dict(place.names), "parent": place.parent,
        "score": match.score, "why": list(match.why), "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None, "position_of": at.of if at else "",
    }  # fmt: skip


def load(
    file: Annotated[Path, typer.Argument(help="CSV: code, country, level, parent, name, latitude, longitude.")],
    node: NodeOption,
    by: AsOption,
) -> None:
    """Load a list of your own, whole or not at all; it lies over the places that ship."""
    open_node(node)
    from comity.node.places import operations

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidInput(str(file), error.strerror or "it cannot be read", code="cli.places.file") from error
    try:
        made = operations.load(actor=acting(by), name=file.name, content=content)
    except operations.FaultyList as error:
        for fault in error.faults[:SHOWN]:
            typer.echo(f"line {fault.line}, {fault.column or 'row'}: {fault.reason} {fault.value!r}", err=True)
        raise
    typer.echo(f"{made.id}: {made.rows} places")


def lists(node: NodeOption, by: AsOption, as_json: JsonOption = False) -> None:
    """List what was loaded, newest first."""
    open_node(node)
    from comity.node.places import queries

    rows = [
        {"id": row.id, "file": row.file_name, "places": row.rows, "at": row.at.isoformat(), "undone": bool(row.undone)}
        for row in queries.lists(acting(by))
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['places']:>7,}  {row['file']}{' (taken back)' if row['undone'] else ''}")


def undo(
    list_id: Annotated[str, typer.Argument(help="As `comity places lists` shows it.")], node: NodeOption, by: AsOption
) -> None:
    """Take a loaded list back; records that name its places keep the codes."""
    open_node(node)
    from comity.node.places import operations

    typer.echo(f"{operations.undo(actor=acting(by), list_id=list_id).file_name}: taken back")
