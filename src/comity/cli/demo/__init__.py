"""The demo: three agencies on one machine find what they share, ask, answer, and prove what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """This function adds the command."""
    app.command()(demo)


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the table; free ports are taken.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where the nodes live; made where missing.")] = Path("demo"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show three nodes at work: Cambodia, Viet Nam and Thailand, with a made-up region."""
    from comity.cli.demo.run import run

    run(folder, once=once, json=json)
