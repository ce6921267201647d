"""Conversations with partners: list, ask, answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli import conversing
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
from comity.exchange.contents import Ground, Status, Urgency
from comity.kernel import InvalidInput
from comity.subjects.model import Role, Schema

if TYPE_CHECKING:
    from comity.node.messaging.models import Message


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of conversations."""
    for command in (ask, answer, approve):
        app.command()(command)
    app.command("conversations")(list_conversations)
    conversing.add_to(app)


def ask(
    node: NodeOption,
    user: AsOption,
    partner: Annotated[str, typer.Option(help="Node id of the partner.")],
    asked: Annotated[str, typer.Option(help="What exactly is asked.")],
    facts: Annotated[str, typer.Option(help="Facts and suspicion.")],
    link: Annotated[str, typer.Option(help="Why this country.")],
    use: Annotated[str, typer.Option(help="What the answer is for.")],
    say: Annotated[
        list[str] | None, typer.Option(help="What is said of the subject, such as name='Chan Dara'; may be repeated.")
    ] = None,
    handle: Annotated[str, typer.Option(help="Handle of the partner's holding.")] = "",
    hit: Annotated[str, typer.Option(help="Id of the confirmed hit that it follows from.")] = "",
    role: Annotated[Role, typer.Option(help="Role of the subject in our case.")] = Role.SUSPECT,
    schema: Annotated[Schema, typer.Option(help="What the subject is.")] = Schema.PERSON,
    urgency: Annotated[Urgency, typer.Option(help="How soon.")] = Urgency.ROUTINE,
    reason: Annotated[str, typer.Option(help="Why it is urgent.")] = "",
    other: Annotated[list[str] | None, typer.Option(help="Another partner that is asked the same; repeatable.")] = None,
    case: CaseOption = "",
    purpose: PurposeOption = None,
    instrument: InstrumentOption = "",
    json: JsonOption = False,
) -> None:
    """Ask a partner about a subject; the worker delivers it."""
    open_node(node)
    from comity.node.messaging import operations, seams

    actor = acting(user, case=case, purpose=purpose, instrument=instrument)
    properties = _properties(say or [])
    if hit:
        begun = seams.from_hit(actor, hit)
        handle = begun["handle"]
        for name, value in begun["subject"] if not say else ():
            properties.setdefault(name, []).append(value)
    subject = {"schema_name": schema.value, "role": role.value, "properties": properties}
    made = operations.ask(
        actor=actor,
        partner_id=partner,
        subjects=[subject | ({"handle": handle} if handle else {})],
        facts=facts,
        asked=asked,
        link=link,
        foreseen_use=use,
        urgency=urgency,
        urgency_reason=reason,
        hit_id=hit,
        others=other or (),
    )
    _tell(made, json)


def answer(
    message: Annotated[str, typer.Argument(help="Id of the request, as this node names it.")],
    node: NodeOption,
    user: AsOption,
    status: Annotated[Status, typer.Option(help="What the answer is.")],
    text: Annotated[str, typer.Option(help="In words.")] = "",
    item: Annotated[str, typer.Option(help="Information, for a full answer or one in part.")] = "",
    evaluation: Annotated[str, typer.Option(help="4x4 evaluation of the information.")] = "X4",
    use: Annotated[str, typer.Option(help="Permitted use.")] = "intelligence",
    date_of_data: Annotated[str, typer.Option(help="Date of the data; today by default.")] = "",
    holding: Annotated[str, typer.Option(help="Id of the holding that the information comes from.")] = "",
    ground: Annotated[Ground | None, typer.Option(help="Ground of a refusal.")] = None,
    ground_words: Annotated[str, typer.Option(help="The ground in words.")] = "",
    case: CaseOption = "",
    purpose: PurposeOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a partner's request; the worker delivers it."""
    open_node(node)
    from comity.exchange.contents import Conditions
    from comity.kernel import Restriction
    from comity.node.holdings.access import holding_for
    from comity.node.messaging import operations
    from comity.node.permissions import Action
    from comity.node.runtime import clock

    actor = acting(user, case=case, purpose=purpose)
    restriction = holding_for(actor, holding, Action.HOLDING_READ).restriction if holding else Restriction()
    told = {
        "text": item,
        "conditions": Conditions.of(restriction).document(),
        "evaluation": evaluation,
        "permitted_use": use,
        "date_of_data": date_of_data or clock().now().date().isoformat(),
    }
    made = operations.answer(
        actor=actor,
        message_id=message,
        status=status,
        text=text,
        items=[told] if item else [],
        ground=ground.value if ground else None,
        ground_words=ground_words,
        holding_ids=[holding],
    )
    _tell(made, json)


def approve(
    message: Annotated[str, typer.Argument(help="Id of the message.")], node: NodeOption, user: AsOption
) -> None:
    """Let a message leave that another person wrote."""
    open_node(node)
    from comity.node.messaging import operations

    _tell(operations.approve(actor=acting(user), message_id=message), json=False)


def list_conversations(
    node: NodeOption,
    user: AsOption,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only what waits for a person here.")] = False,
    case: CaseOption = "",
    json: JsonOption = False,
) -> None:
    """List conversations with the state of their messages."""
    open_node(node)
    from comity.node.messaging import queries
    from comity.node.messaging.views.items import documents

    actor = acting(user, case=case)
    seen = [queries.conversation(actor, row.id) for row in queries.overview(actor, waiting=waiting)[:50]]
    if json:
        print_json([
            {"id": s.conversation.id, "partner": s.conversation.partner_id, "kind": s.conversation.kind,
             "state": s.conversation.state, "subject": s.conversation.subject,
             "messages": documents(actor, s.messages)}
            for s in seen
        ])  # fmt: skip
        return
    for each in seen:
        typer.echo(f"{each.conversation.partner}: {each.conversation.subject}")
        for message in each.messages:
            typer.echo(f"  {message.id}  {message.direction:<6} {message.type:<8} {message.state}")


def _properties(said: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in said:
        name, sign, value = each.partition("=")
        if not sign or not value.strip():
            raise InvalidInput(f"--say {each!r}", "it is not PROPERTY=VALUE", "Write name='Chan Dara'", code="cli.say")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def _tell(made: Message, json: bool) -> None:
    from comity.node.messaging.queries import document

    if json:
        values: dict[str, Any] = document(made)
        print_json(values)
        return
    typer.echo(f"{made.id}  {made.type}  {made.state}")
