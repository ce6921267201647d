"""``comity joint``: joint checks of whole holdings, agreed by both sides; ``comity hits``."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.session import (
    AsOption,
    CaseOption,
    InstrumentOption,
    JsonOption,
    NodeOption,
    PurposeOption,
    acting,
    open_node,
    print_json,
)

if TYPE_CHECKING:
    from comity.node.matching.models import JointCheck

_Id = Annotated[str, typer.Argument(help="Id of the joint check.")]
_Reason = Annotated[str, typer.Option(help="In a few words.")]


def add_to(app: typer.Typer) -> None:
    """This function adds the groups to the command."""
    joint = typer.Typer(no_args_is_help=True, help="Joint checks of all holdings, agreed by both sides.")
    for command in (propose, accept, decline, pause, resume, stop, show, run):
        joint.command()(command)
    joint.command("list")(list_joint)
    app.add_typer(joint, name="joint")
    hits = typer.Typer(no_args_is_help=True, help="Hits: listing, confirming, dismissing.")
    hits.command("list")(list_hits)
    hits.command("confirm")(confirm)
    hits.command("dismiss")(dismiss)
    app.add_typer(hits, name="hits")


def propose(
    partner: Annotated[str, typer.Argument(help="Node id of the partner.")],
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    elements: Annotated[int | None, typer.Option(help="Budget; what the holdings will take by default.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; in a week by default.")
    ] = None,
    words: Annotated[str, typer.Option(help="Why, for the person there who decides.")] = "",
    purpose: PurposeOption = None,
    instrument: InstrumentOption = "",
    json: JsonOption = False,
) -> None:
    """Propose to a partner that all your holdings are asked against its index."""
    open_node(node)
    from comity.node.matching import joining

    actor = acting(by, case=case, purpose=purpose, instrument=instrument)
    _show(
        joining.propose(
            actor=actor, partner_id=partner, elements=elements, until=until.date() if until else None, words=words
        ),
        json=json,
    )


def accept(joint: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Accept what a partner proposes."""
    open_node(node)
    from comity.node.matching import joining

    _show(joining.decide(actor=acting(by), joint_id=joint, accept=True), json=json)


def decline(joint: _Id, node: NodeOption, by: AsOption, reason: _Reason, json: JsonOption = False) -> None:
    """Decline what a partner proposes."""
    open_node(node)
    from comity.node.matching import joining

    _show(joining.decide(actor=acting(by), joint_id=joint, accept=False, reason=reason), json=json)


def pause(joint: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Let a joint check of yours rest."""
    open_node(node)
    from comity.node.matching import joining

    _show(joining.pause(actor=acting(by), joint_id=joint), json=json)


def resume(joint: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Let a joint check of yours go on."""
    open_node(node)
    from comity.node.matching import joining

    _show(joining.resume(actor=acting(by), joint_id=joint), json=json)


def stop(joint: _Id, node: NodeOption, by: AsOption, reason: _Reason = "", json: JsonOption = False) -> None:
    """End a joint check for good, yours or a partner's; what was found stays."""
    open_node(node)
    from comity.node.matching import joining

    _show(joining.stop(actor=acting(by), joint_id=joint, reason=reason), json=json)


def show(joint: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Show where a joint check stands."""
    open_node(node)
    from comity.node.matching import joint_queries

    _show(joint_queries.standing(acting(by), joint).row, json=json)


def list_joint(node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """List joint checks, yours and partners', newest first."""
    open_node(node)
    from comity.node.matching import joint_queries

    rows = [_document(row) for row in joint_queries.joint_checks(acting(by))]
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(_line(row))


def run(joint: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Carry a joint check of yours out now instead of leaving it to the worker; it may be broken off at any time."""
    open_node(node)
    from comity.node.matching import joining, joint_queries, joint_run

    actor = acting(by)
    found = joint_queries.standing(actor, joint)
    with typer.progressbar(length=found.total, file=sys.stderr, label="Subjects") as bar:
        bar.update(found.row.done)
        while True:
            row = joint_queries.standing(actor, joint).row
            if row.state == "proposed":
                joining.tell(row)
            done = joint_run.advance(joint, seconds=2.0) if row.ours else 0
            bar.update(done)
            row.refresh_from_db()
            if not done:
                break
    _show(row, json=json)


def _document(row: JointCheck) -> dict[str, Any]:
    return {
        "joint": row.id, "partner": row.partner_id, "asks": "we" if row.ours else "they", "state": row.state,
        "case": row.reference, "purpose": row.purpose, "legal_basis": row.legal_basis, "subjects": row.subjects,
        "done": row.done, "elements": row.elements, "spent": row.spent, "until": row.until.isoformat(),
        "reason": row.reason, "fault": row.fault, "check": row.check_made_id,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    said = row["reason"] or row["fault"]
    return (
        f"{row['joint']}  {row['state']:9} {row['asks']:5} {row['partner']}  {row['done']:,} of {row['subjects']:,} "
        f"subjects  {row['spent']:,} of {row['elements']:,} elements  until {row['until']}{'  ' + said if said else ''}"
    )


def _show(row: JointCheck, *, json: bool) -> None:
    if json:
        print_json(_document(row))
    else:
        typer.echo(_line(_document(row)))


def list_hits(
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    state: Annotated[str, typer.Option(help="open, confirmed, dismissed or gone.")] = "open",
    json: JsonOption = False,
) -> None:
    """List hits in one state, the strongest first."""
    open_node(node)
    from comity.node.matching import queries

    rows = [
        {"hit": hit.id, "partner": hit.partner_id, "handle": hit.handle, "score": hit.score, "strength": hit.strength}
        for hit in queries.hits(acting(by, case=case), state=state, most=None)
    ]
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['hit']}  {row['strength']:9} {row['score']:.4f}  {row['partner']}  {row['handle']}")


_Hit = Annotated[str, typer.Argument(help="Id of the hit.")]


def confirm(hit: _Hit, node: NodeOption, by: AsOption, case: CaseOption, reason: _Reason = "") -> None:
    """Confirm that a hit is the same subject, so that the partner can be asked."""
    open_node(node)
    from comity.node.matching import operations

    row = operations.confirm_hit(actor=acting(by, case=case), hit_id=hit, reason=reason)
    typer.echo(f"Hit {row.id} is {row.state}.")


def dismiss(hit: _Hit, node: NodeOption, by: AsOption, case: CaseOption, reason: _Reason) -> None:
    """Dismiss a hit."""
    open_node(node)
    from comity.node.matching import operations

    row = operations.dismiss_hit(actor=acting(by, case=case), hit_id=hit, reason=reason)
    typer.echo(f"Hit {row.id} is {row.state}.")
