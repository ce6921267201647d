"""``comity check``: check a subject with partners from the command line."""

from __future__ import annotations

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
from comity.kernel import InvalidInput
from comity.subjects.model import Schema

if TYPE_CHECKING:
    from comity.node.permissions import Actor


def add_to(app: typer.Typer) -> None:
    """This function adds the command."""
    app.command()(check)


def check(
    node: NodeOption,
    by: AsOption,
    case: CaseOption,
    values: Annotated[
        list[str] | None, typer.Argument(help="property=value, such as name='Sok Dara' birthDate=1980-02-03.")
    ] = None,
    kind: Annotated[Schema, typer.Option(help="What the subject is.")] = Schema.PERSON,
    holding: Annotated[
        list[str] | None, typer.Option(help="Id of a holding to check instead; may be repeated.")
    ] = None,
    all_holdings: Annotated[bool, typer.Option("--all", help="Check every holding that you may read.")] = False,
    partner: Annotated[list[str] | None, typer.Option(help="Node id of a partner; all of them by default.")] = None,
    purpose: PurposeOption = None,
    instrument: InstrumentOption = "",
    json: JsonOption = False,
) -> None:
    """Ask partners whether they hold a subject; a partner that is away is asked again by the worker."""
    open_node(node)
    from comity.node.matching import operations

    actor = acting(by, case=case, purpose=purpose, instrument=instrument)
    chosen = _every(actor) if all_holdings else list(holding or ())
    if len(chosen) > 1:
        made = operations.check_holdings(actor=actor, holding_ids=chosen, partner_ids=partner)
        operations.carry_out(made.id)
    elif chosen:
        made = operations.check_subject(actor=actor, holding_id=chosen[0], partner_ids=partner)
    else:
        made = operations.check_subject(actor=actor, schema=kind, values=_pairs(values or []), partner_ids=partner)
    result = _result(actor, made.id)
    if json:
        print_json(result)
        return
    for each in result["inquiries"]:
        typer.echo(f"{each['partner']}  {each['state']:9} {each['reason']}")
    for each in result["hits"]:
        typer.echo(f"{each['strength']:9} {each['score']:.4f}  {each['partner']}  {each['handle']}  {each['evidence']}")
    if not result["hits"]:
        typer.echo("Nothing held.")


def _every(actor: Actor) -> list[str]:
    from comity.node.holdings.access import readable
    from comity.node.holdings.models import Holding

    return list(Holding.objects.filter(readable(actor)).order_by("id").values_list("id", flat=True))


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    pairs = [tuple(value.partition("=")[::2]) for value in values]
    wrong = [name for name, text in pairs if not text]
    if wrong or not pairs:
        raise InvalidInput(
            "the subject", f"not of the form property=value: {', '.join(wrong) or 'nothing is given'}",
            "Give for example: name='Sok Dara' birthDate=1980-02-03", code="cli.check.values",
        )  # fmt: skip
    return [(name, text) for name, text in pairs]


def _result(actor: Actor, check_id: str) -> dict[str, Any]:
    from comity.node.matching import queries
    from comity.node.matching.words import reasons

    found = queries.check(actor, check_id)
    return {
        "check": found.id,
        "subjects": found.subjects,
        "inquiries": [
            {"partner": i.partner_id, "state": i.state, "reason": i.reason, "elements": i.elements}
            for i in found.inquiries.all()
        ],
        "hits": [
            {
                "hit": hit.id, "partner": hit.partner_id, "handle": hit.handle, "score": hit.score,
                "strength": hit.strength, "holding": hit.subject.holding_id,
                "evidence": "; ".join(str(words) for words, _ in reasons(hit.reasons)),
            }
            for hit in queries.hits(actor, check_id=check_id, most=None)
        ],
    }  # fmt: skip
