"""``comity budget``: elements a day, raised by agreement of both sides and lowered by one; and what both counted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.session import AsOption, JsonOption, NodeOption, PurposeOption, acting, open_node, print_json

if TYPE_CHECKING:
    from comity.node.matching.budget_models import BudgetAgreement

_Partner = Annotated[str, typer.Argument(help="Node id of the partner.")]
_Elements = Annotated[int, typer.Argument(help="Elements a day, after padding.")]
_Id = Annotated[str, typer.Argument(help="Id of the proposal.")]
_Reason = Annotated[str, typer.Option(help="In a few words.")]


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    budget = typer.Typer(no_args_is_help=True, help="What a partner may have evaluated in a day.")
    for command in (propose, accept, decline, withdraw, lower, show):
        budget.command()(command)
    budget.command("list")(list_agreements)
    budget.command("holdings")(agree_holdings)
    app.add_typer(budget, name="budget")


def propose(
    partner: _Partner,
    elements: _Elements,
    node: NodeOption,
    by: AsOption,
    purpose: PurposeOption = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it holds.")] = None,
    words: Annotated[str, typer.Option(help="Why, for the person there who decides.")] = "",
    json: JsonOption = False,
) -> None:
    """Propose to a partner how many elements a day either side may ask of the other."""
    open_node(node)
    from comity.node.matching import agreeing

    made = agreeing.propose(
        actor=acting(by), partner_id=partner, elements=elements, purpose=purpose or "",
        until=until.date() if until else None, words=words,
    )  # fmt: skip
    agreeing.tell(made)
    _show(made, json=json)


def accept(proposal: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Accept a budget that a partner proposes."""
    _decide(node, by, proposal, accepts=True, reason="", json=json)


def decline(proposal: _Id, node: NodeOption, by: AsOption, reason: _Reason, json: JsonOption = False) -> None:
    """Decline a budget that a partner proposes."""
    _decide(node, by, proposal, accepts=False, reason=reason, json=json)


def withdraw(proposal: _Id, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Take a proposal of yours back; the partner is asked first, since it may have accepted."""
    open_node(node)
    from comity.node.matching import agreeing

    _show(agreeing.withdraw(actor=acting(by), agreement_id=proposal), json=json)


def lower(
    partner: _Partner,
    elements: _Elements,
    node: NodeOption,
    by: AsOption,
    purpose: PurposeOption = None,
    reason: _Reason = "",
) -> None:
    """Lower what a partner may ask of you in a day; it holds at once and the partner is told."""
    open_node(node)
    from comity.node.matching import accounts, agreeing

    row = agreeing.lower(
        actor=acting(by), partner_id=partner, elements=elements, purpose=purpose or "", reason=reason
    )  # fmt: skip
    told = accounts.tell(row.partner)
    typer.echo(f"{partner} may ask {row.elements:,} elements a day. " + ("It knows." if told else "It is told later."))


def list_agreements(node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """List budgets that were proposed, by you and by partners, newest first."""
    open_node(node)
    from comity.node.matching import budget_queries

    rows = [_document(row) for row in budget_queries.agreements(acting(by))]
    if json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(_line(row))


def show(partner: _Partner, node: NodeOption, by: AsOption, json: JsonOption = False) -> None:
    """Show what is allowed with a partner, what both sides counted, and signs of fishing."""
    open_node(node)
    from comity.node.matching import budget_queries

    found = budget_queries.standing(acting(by), partner)
    document = budget_queries.document(found)
    if json:
        print_json(document)
        return
    for direction in ("we_ask", "they_ask"):
        each = document[direction]
        theirs = "nothing told" if each["theirs"] is None else each["theirs"]
        typer.echo(f"{direction.replace('_', ' ')}: {each['allowed']:,} a day; ours {each['ours']}; theirs {theirs}")
        for difference in each["differences"]:
            typer.echo(f"  The two accounts differ by {difference['least']:,} elements or more.")
        for sign in each["signs"]:
            typer.echo(f"  {sign['words']}")


def agree_holdings(
    partner: Annotated[str, typer.Argument(help="Node id of the partner.")],
    holdings: Annotated[int, typer.Argument(help="The most that its index may declare.")],
    node: NodeOption,
    by: AsOption,
) -> None:
    """Keep how many holdings a partner's index may declare at most; a larger one is refused."""
    open_node(node)
    from comity.node.matching import operations

    row = operations.agree_holdings(actor=acting(by), partner_id=partner, holdings=holdings)
    typer.echo(f"An index of {row} may declare {row.agreed_holdings:,} holdings.")


def _decide(node: Any, by: str, proposal: str, *, accepts: bool, reason: str, json: bool) -> None:
    open_node(node)
    from comity.node.matching import agreeing

    row = agreeing.decide(actor=acting(by), agreement_id=proposal, accept=accepts, reason=reason)
    agreeing.tell(row)
    _show(row, json=json)


def _document(row: BudgetAgreement) -> dict[str, Any]:
    return {
        "proposal": row.id, "partner": row.partner_id, "proposed_by": "us" if row.ours else "them", "state": row.state,
        "purpose": row.purpose, "elements": row.elements, "until": row.until.isoformat() if row.until else None,
        "words": row.words, "reason": row.reason, "told": row.told, "fault": row.fault,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    said = row["reason"] or row["fault"]
    return (
        f"{row['proposal']}  {row['state']:9} by {row['proposed_by']:4} {row['partner']}  {row['elements']:,} a day "
        f"for {row['purpose'] or 'every purpose'}  until {row['until'] or 'another is agreed'}"
        f"{'  ' + said if said else ''}"
    )


def _show(row: BudgetAgreement, *, json: bool) -> None:
    if json:
        print_json(_document(row))
    else:
        typer.echo(_line(_document(row)))
