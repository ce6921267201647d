"""The ledger: prove it, show it, begin a new one after a loss."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, acting, open_node, print_json
from comity.kernel import Refused

if TYPE_CHECKING:
    from comity.node.audit.proof import Comparison, Proof

FolderArgument = Annotated[Path, typer.Argument(help="The node's folder.", show_default=False)]
SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    group = typer.Typer(help="The ledger: prove it, show it, recover after a loss.", no_args_is_help=True)
    group.command("verify")(verify)
    group.command("show")(show)
    group.command("recover")(recover)
    app.add_typer(group, name="ledger")


def verify(
    folder: FolderArgument,
    ask: Annotated[bool, typer.Option(help="Ask partners which heads they keep.")] = True,
    json: JsonOption = False,
) -> None:
    """Prove a node's ledger from its rows, and its heads against partners' copies. Exit code 4: the proof fails."""
    open_node(folder)
    from comity.node.audit.proof import prove
    from comity.node.runtime import config

    begun = time.perf_counter()
    proof = prove(ask=ask)
    seconds = round(time.perf_counter() - begun, 3)
    if json:
        print_json(_document(proof, config().node, seconds))
    else:
        _tell(proof, config().agency)
    if not proof.holds:
        raise Refused(
            "the ledger",
            f"the proof fails: {len(proof.findings)} finding{'s' * (len(proof.findings) != 1)}, each named above",
            "Keep the database as it is, and let the auditor and a supervisor look at it",
            code="ledger.proof.failed",
        )


def show(
    node: NodeOption,
    by: AsOption,
    count: Annotated[int, typer.Option(help="How many of the newest entries.", min=1)] = SHOWN,
    event: Annotated[str, typer.Option(help="Only this event, or what begins with it.")] = "",
    about: Annotated[str, typer.Option("--object", help="Only about the object with this id.")] = "",
    json: JsonOption = False,
) -> None:
    """Show the newest entries of the ledger, as an auditor."""
    open_node(node)
    from comity.node.audit.queries import Filter, read_entries

    entries, _ = read_entries(actor=acting(by), wanted=Filter(event=event, object=about), first=0, count=count)
    if json:
        print_json([entry.document() for entry in entries])
        return
    for entry in entries:
        objects = " ".join(entry.objects)
        typer.echo(f"{entry.index:>8}  {entry.time:%Y-%m-%d %H:%M:%S}  {entry.event:36}  {entry.actor}  {objects}")


def recover(
    node: NodeOption,
    reason: Annotated[str, typer.Option(help="What happened; partners read it.")],
    first: Annotated[str, typer.Option(help="User name of the first supervisor or administrator.")],
    second: Annotated[str, typer.Option(help="User name of the second one.")],
    first_password: Annotated[str, typer.Option(envvar="COMITY_PASSWORD", prompt=True, hide_input=True)],
    second_password: Annotated[str, typer.Option(envvar="COMITY_SECOND_PASSWORD", prompt=True, hide_input=True)],
    json: JsonOption = False,
) -> None:
    """End recovery: begin a new log that names the lost range, signed by two people."""
    open_node(node)
    from comity.node.accounts.operations import verify_person
    from comity.node.audit.operations import start_new_log
    from comity.node.permissions import Action

    people = [
        verify_person(username=name, password=password, action=Action.LEDGER_RECOVER)
        for name, password in ((first, first_password), (second, second_password))
    ]
    start = start_new_log(actor=people[0], second=people[1], reason=reason)
    if json:
        print_json(start.document())
        return
    typer.echo(f"Log {start.log} begins. Of log {start.previous} the range {start.kept} to {start.known - 1} is lost")
    typer.echo("or cannot be proven; partners are told with the next message, and raise an alarm.")


def _document(proof: Proof, node: str, seconds: float) -> dict[str, Any]:
    return {
        "node": node,
        "verified": proof.holds,
        "logs": [
            {"log": r.id, "entries": r.entries, "sealed_leaves": r.sealed, "heads": r.heads} for r in proof.reports
        ],
        "findings": [
            {"kind": f.kind.value, "log": f.log, "first": f.first, "last": f.last, "text": f.text}
            for f in proof.findings
        ],
        "heads_by_unknown_keys": proof.unknown_keys,
        "partners": [
            {
                "partner": c.partner,
                "name": c.name,
                "compared": c.compared,
                "agrees": c.agrees,
                "size": c.size,
                "reason": c.reason,
                "last_compared": c.last_compared,
            }
            for c in proof.comparisons
        ],
        "seconds": seconds,
    }


def _tell(proof: Proof, agency: str) -> None:
    for report in proof.reports:
        typer.echo(
            f"{agency}, log {report.id}: {report.entries} entries, {report.sealed} leaves in closed blocks, "
            f"compared with {report.heads} signed heads."
        )
    if proof.unknown_keys:
        typer.echo(f"{proof.unknown_keys} heads are signed with a key that is not known here any more.")
    for each in proof.comparisons:
        typer.echo(_comparison(each))
    if not proof.comparisons:
        typer.echo("There is no partner whose copy could be compared: a restored older database would not be noticed.")
    for finding in proof.findings:
        typer.echo(f"{finding.kind.value.upper()}: {finding.text}")
    if proof.holds:
        typer.echo("The ledger is proven.")


def _comparison(each: Comparison) -> str:
    if not each.compared:
        last = f"last compared {each.last_compared:%Y-%m-%d %H:%M} UTC" if each.last_compared else "never compared"
        return f"{each.name}: NOT compared ({each.reason}); {last}."
    if each.agrees is None:
        return f"{each.name}: {each.reason}."
    return f"{each.name}: keeps the head over {each.size} leaves; {'it agrees' if each.agrees else 'IT DIFFERS'}."
