"""The command ``comity``: collects the groups, and turns errors into exit codes.

Exit codes: 2 wrong use, 3 a file that cannot be read, 4 refused, 5 partner unreachable.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from comity import __version__
from comity.kernel import ComityError

EXIT_CODES = {
    "invalid": 2,
    "unreadable": 3,
    "refused": 4,
    "missing": 4,
    "conflict": 4,
    "exhausted": 4,
    "unreachable": 5,
}
GROUPS = (
    "node",
    "instruments",
    "partners",
    "messages",
    "matching",
    "joint",
    "budgets",
    "holdings",
    "interfaces",
    "ledger",
    "audit",
    "names",
    "link",
    "places",
    "seizures",
    "bench",
    "demo",
)

app = typer.Typer(
    name="comity",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The node that an agency runs to work with partners without handing over its files.",
)


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """Agencies of neighbouring countries work together without handing over their files."""
    if show:
        typer.echo(__version__)
        raise typer.Exit


for group in GROUPS:
    import_module(f"comity.cli.{group}").add_to(app)


def run() -> None:
    """This function runs the command and ends the process with its exit code."""
    try:
        app()
    except ComityError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(EXIT_CODES.get(error.kind, 1))
