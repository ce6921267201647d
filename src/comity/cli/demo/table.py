"""Prints what happened as a calm table, and how to look around."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from comity.cli.demo.folder import DemoFolder
from comity.cli.demo.founding import ACCOUNTS, DEMO
from comity.cli.demo.result import STRENGTHS, Result

_WIDTH = 110
"""Columns where the output is no terminal."""


def show(result: Result, demo: DemoFolder) -> None:
    """This function prints the result."""
    console = _console()
    console.print()
    console.print(_nodes(result, demo))
    console.print(_checks(result))
    console.print(
        f"Of the pairs of records that are of the same subject, {result.recall:.1%} were found; of the strong and "
        f"possible hits, {result.precision:.1%} are right.\n[dim]Measured against the truth that only the simulation "
        "knows. Victims, witnesses and persons of unknown role are in no index.[/]\n"
    )
    if result.conversation:
        console.print(_conversation(result))
    console.print(_ledgers(result, demo))
    console.print(f"Done in {result.seconds:.1f} seconds.\n")


def show_desks(demo: DemoFolder, *, errors: bool = False) -> None:
    """This function prints where the desks are and with which accounts to sign in.

    Args:
        demo: the demo.
        errors: whether it goes to standard error.
    """
    console = _console(errors=errors)
    table = _table("The desks are open", "Desk", "Agency", "Administrator's password")
    for place in demo.places:
        table.add_row(place.desk, place.agency, demo.state["administrators"][place.country])
    console.print(table)
    names = ", ".join(ACCOUNTS)
    console.print(f"Accounts at each desk: [bold]{names}[/], password [bold]{demo.state['password']}[/]")
    console.print(f"The administrator is [bold]{DEMO}[/]. Nothing here is real. Ctrl-C ends the demo.\n")


def _console(*, errors: bool = False) -> Console:
    console = Console(highlight=False, stderr=errors)
    return console if console.is_terminal else Console(highlight=False, stderr=errors, width=_WIDTH)


def _table(title: str, *columns: str, numbers: tuple[str, ...] = ()) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for column in columns:
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            header_style="dim",
            overflow="fold",
            no_wrap=column in numbers,
        )
    return table


def _nodes(result: Result, demo: DemoFolder) -> Table:
    counts = ("Holdings", "Seizures")
    table = _table("Three nodes, each with its own records", "Node", "Agency", *counts, numbers=counts)
    for place in demo.places:
        node = demo.state["nodes"][place.country]
        held, seized = result.holdings[place.country], result.seizures.get(place.country, 0)
        table.add_row(node, place.agency, f"{held:,}", f"{seized:,}")
    table.add_row()
    return table


def _checks(result: Result) -> Table:
    numbers = ("Checked", "Strong", "Possible", "Weak", "Shared", "Recall", "Precision")
    table = _table("What each two know both, without showing the rest", "Asker", "Partner", *numbers, numbers=numbers)
    for each in result.directions:
        counts = [f"{each.hits.get(strength, 0):,}" for strength in STRENGTHS]
        table.add_row(
            each.asker, each.partner, f"{each.checked:,}", *counts, f"{len(each.true):,}", f"{each.recall:.1%}",
            f"{each.precision:.1%}",
        )  # fmt: skip
    table.add_row()
    return table


def _conversation(result: Result) -> Table:
    table = _table("A hit becomes a request and a reply", "Agency", "What happened")
    for step in result.conversation:
        table.add_row(step.agency, step.what)
    table.add_row()
    return table


def _ledgers(result: Result, demo: DemoFolder) -> Table:
    columns = ("Agency", "Entries", "Proof", "Partners' copies")
    table = _table("Every ledger is proven, and partners keep its heads", *columns, numbers=("Entries",))
    names = {node: country for country, node in demo.state["nodes"].items()}
    for place in demo.places:
        proof = result.ledgers[place.country]
        entries = sum(log["entries"] for log in proof["logs"])
        copies = [_copy(names.get(p["partner"], p["name"]), p) for p in proof["partners"]]
        table.add_row(
            place.country, f"{entries:,}", "proven" if proof["verified"] else "FAILS", "; ".join(copies) or "none"
        )
    table.add_row()
    return table


def _copy(name: str, compared: dict[str, Any]) -> str:
    if not compared["compared"]:
        return f"{name} not compared: {compared['reason']}"
    return f"{name} {'DIFFERS' if compared['agrees'] is False else 'agrees'}"
