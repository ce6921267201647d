"""Opening a node for a command, and who acts in it.

Who can run a command on the node's machine can read its folder; the ledger names the account that the command acts for.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.kernel import Missing, Refused
from comity.kernel.purposes import Purpose

if TYPE_CHECKING:
    from comity.node.permissions import Actor

NodeOption = Annotated[
    Path, typer.Option("--node", "-n", envvar="COMITY_NODE", help="The node's folder.", show_default=False)
]
AsOption = Annotated[str, typer.Option("--as", help="User name of the account that acts.", show_default=False)]
CaseOption = Annotated[str, typer.Option("--case", help="Reference of the case, or of the standing duty.")]
PurposeOption = Annotated[Purpose | None, typer.Option("--purpose", help="Why; the case's own purpose by default.")]
InstrumentOption = Annotated[str, typer.Option("--instrument", help="Reference of the legal basis.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def open_node(folder: Path, *, current: bool = True) -> None:
    """This function prepares this process for one node.

    Args:
        folder: the node's folder.
        current: whether the database must be of this version.

    Raises:
        UnreadableFile: there is no node in the folder.
        Refused: the database is of another version.
    """
    from comity.node.config import load

    load(folder)
    os.environ["COMITY_NODE"] = str(folder.resolve())
    from comity.node.upgrades import is_current, set_up

    set_up()
    if current and not is_current():
        raise Refused(
            str(folder), "its database is of another version", "Run: comity upgrade", code="node.upgrade.needed"
        )


def acting(username: str, *, case: str = "", purpose: Purpose | None = None, instrument: str = "") -> Actor:
    """This function returns who acts; a case or duty given here starts a working period.

    Raises:
        Missing: no such account, case, duty or instrument.
        Refused: the person does not work on it.
    """
    from comity.node.accounts.models import User
    from comity.node.cases.models import Case, Duty, Instrument
    from comity.node.cases.operations import start_period
    from comity.node.cases.queries import actor_for

    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Missing(
            f"account {username!r}", "there is none that may sign in", "See: comity users", code="cli.account"
        )
    if not case:
        return actor_for(user)
    found = Case.objects.filter(reference=case).first() or Duty.objects.filter(reference=case).first()
    if found is None:
        raise Missing(
            f"case or duty {case!r}", "there is none with this reference", "See: comity cases", code="cli.case"
        )
    basis = Instrument.objects.filter(reference=instrument).first() if instrument else None
    if instrument and basis is None:
        raise Missing(
            f"legal basis {instrument!r}",
            "there is none with this reference",
            "See: comity instruments",
            code="cli.basis",
        )
    wanted = purpose or Purpose(found.purpose)
    actor = actor_for(user)
    same = found.id in {actor.case_id, actor.duty_id} and actor.purpose == wanted
    if not same or actor.instrument_id != (basis.id if basis else None):
        start_period(
            actor=actor,
            purpose=wanted,
            case_id=found.id if isinstance(found, Case) else None,
            duty_id=found.id if isinstance(found, Duty) else None,
            instrument_id=basis.id if basis else None,
        )
    return actor_for(user)


def print_json(document: Any) -> None:
    """This function prints one JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n")
