"""Conversations with partners beyond asking: messages of any type, what is owed, who has it, alerts, deadlines."""

from __future__ import annotations

import json as json_format
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
from comity.kernel import Missing, UnreadableFile


class Type(StrEnum):
    """Types that this command sends; requests and replies have commands of their own."""

    SPONTANEOUS = "spontaneous"
    FEEDBACK = "feedback"
    ALERT = "alert"
    CANCELLATION = "alert-cancellation"
    PROPOSAL = "operation-proposal"
    ANSWER = "operation-answer"
    PLAN = "operation-plan"
    RESULT = "operation-result"


def add_to(app: typer.Typer) -> None:
    """This function adds the commands of this file."""
    for command in (send, owed, alerts, hand_over, deadlines):
        app.command()(command)


def send(
    message_type: Annotated[Type, typer.Argument(metavar="TYPE", help="Type of the message.")],
    content: Annotated[Path, typer.Argument(help="File with the content as JSON (spec/schemas).")],
    node: NodeOption,
    user: AsOption,
    to: Annotated[list[str] | None, typer.Option(help="Node id of a partner; may be repeated.")] = None,
    conversation: Annotated[str, typer.Option(help="Id of the conversation that it belongs to.")] = "",
    answers: Annotated[str, typer.Option(help="Id of the message that it answers, as this node names it.")] = "",
    case: CaseOption = "",
    purpose: PurposeOption = None,
    instrument: InstrumentOption = "",
    json: JsonOption = False,
) -> None:
    """Send a message of any type to one partner or several; the worker delivers it."""
    values = _content(content)
    open_node(node)
    from comity.node.messaging import operations, queries

    actor = acting(user, case=case, purpose=purpose, instrument=instrument)
    cited = queries.message(actor, answers) if answers else None
    row = queries.conversation_row(actor, conversation) if conversation else cited.conversation if cited else None
    made = operations.send(
        actor=actor,
        message_type=message_type.value,
        content=values,
        partner_ids=to or (),
        conversation=row,
        in_reply_to=cited,
    )
    if json:
        print_json([queries.document(each) for each in made])
        return
    for each in made:
        typer.echo(f"{each.id}  {each.type}  {each.partner}  {each.state}")


def owed(node: NodeOption, user: AsOption, json: JsonOption = False) -> None:
    """List who owes whom what, overdue first."""
    open_node(node)
    from comity.node.messaging.queries import owed as everything

    rows = everything(acting(user))
    if json:
        print_json([
            {"conversation": o.conversation.id, "partner": o.partner.id, "by_us": o.by_us, "duty": o.duty.value,
             "since": o.since, "until": o.until, "late": o.late, "message": o.message_id}
            for o in rows
        ])  # fmt: skip
        return
    for each in rows:
        who = f"we owe {each.partner}" if each.by_us else f"{each.partner} owes us"
        when = f"{each.until:%Y-%m-%d %H:%M}" if each.until else "no day"
        typer.echo(f"{when}{' LATE' if each.late else ''}  {who}: {each.duty}  ({each.conversation.subject})")


def alerts(
    node: NodeOption,
    user: AsOption,
    every: Annotated[bool, typer.Option("--every", help="Those that ended, too.")] = False,
    case: CaseOption = "",
    json: JsonOption = False,
) -> None:
    """List alerts in force, ours and partners'."""
    open_node(node)
    from comity.node.messaging import queries, reading

    actor = acting(user, case=case)
    rows = list(queries.alerts(actor, in_force=not every))
    reading.note(actor, reading.ALERTS, [row.message_id for row in rows])
    if json:
        print_json([
            {"message": row.message_id, "partner": row.message.partner_id, "direction": row.message.direction,
             "category": row.category, "valid_from": row.valid_from, "valid_to": row.valid_to,
             "cancelled": row.cancelled, "content": row.message.content}
            for row in rows
        ])  # fmt: skip
        return
    for row in rows:
        said = str(row.message.content.get("text", "")).split("\n")[0]
        typer.echo(f"{row.message_id}  until {row.valid_to:%Y-%m-%d}  {row.category}  {row.message.partner}: {said}")


def hand_over(
    conversation: Annotated[str, typer.Argument(help="Id of the conversation.")],
    to: Annotated[str, typer.Option(help="User name of who gets it.")],
    node: NodeOption,
    user: AsOption,
    words: Annotated[str, typer.Option(help="Why, and what is to be done.")] = "",
) -> None:
    """Give a conversation to a person, or take it."""
    open_node(node)
    from comity.node.accounts.models import User
    from comity.node.messaging import operations

    person = User.objects.filter(username=to, is_active=True).first()
    if person is None:
        raise Missing(f"account {to!r}", "there is none that may sign in", "See: comity users", code="cli.account")
    operations.hand_over(actor=acting(user), conversation_id=conversation, user_id=person.id, words=words)
    typer.echo(f"{person} has it")


def deadlines(
    node: NodeOption,
    user: AsOption,
    country: Annotated[str, typer.Option(help="Agree with this country (ISO code).")] = "",
    hours: Annotated[tuple[int, int, int], typer.Option(help="Hours: urgent and directly held, urgent, all else.")] = (
        8,
        72,
        168,
    ),
    source: Annotated[str, typer.Option(help="Where it is agreed.")] = "",
    json: JsonOption = False,
) -> None:
    """List the deadlines that countries agreed, or keep what this country agreed with another."""
    open_node(node)
    from comity.node.messaging import operations
    from comity.node.messaging.deadlines import agreed

    actor = acting(user)
    if country:
        held, urgent, routine = hours
        operations.agree_deadlines(
            actor=actor, country=country, urgent_held=held, urgent=urgent, routine=routine, source=source
        )
    rows = agreed(actor)
    if json:
        print_json([
            {"countries": [row.first, row.second], "urgent_held": row.urgent_held, "urgent": row.urgent,
             "routine": row.routine, "source": row.source}
            for row in rows
        ])  # fmt: skip
        return
    for row in rows:
        typer.echo(f"{row.first} {row.second}  {row.urgent_held} {row.urgent} {row.routine} hours  ({row.source})")


def _content(path: Path) -> dict[str, Any]:
    try:
        read = json_format.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(str(path), "it is no JSON that can be read", code="cli.content") from error
    if not isinstance(read, dict):
        raise UnreadableFile(str(path), "it is no JSON object", code="cli.content")
    return read
