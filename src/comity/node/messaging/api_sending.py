"""Sending any type of message, approving it, and giving a conversation to a person, in the officers' API."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja import Status as Answered

from comity.exchange.texts import NODE
from comity.node.messaging import operations, queries
from comity.node.messaging.api import MessageOut, TermsIn
from comity.node.requests import actor_of

router = Router(tags=["conversations"])
Ids = Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")]


class SendIn(TermsIn):
    """A message of any type that people write; what it must say is in the type's JSON Schema."""

    type: Literal[
        "spontaneous", "feedback", "alert", "alert-cancellation", "operation-proposal", "operation-answer",
        "operation-plan", "operation-result",
    ]  # fmt: skip
    content: dict[str, Any]
    partners: list[Annotated[str, Field(pattern=NODE.pattern, max_length=16)]] = Field([], max_length=50)
    conversation: Ids = ""
    in_reply_to: Ids = ""
    holdings: list[Ids] = Field([], max_length=50)
    urgent: bool = False


class ReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=2000)


class HandOverIn(Schema):
    """Who gets a conversation, and why."""

    person: str = Field(pattern=r"^[0-9a-f-]{36}$")
    words: str = Field("", max_length=2000)


@router.post("/messages", response={201: list[MessageOut]})
def send(request: HttpRequest, given: SendIn) -> Answered[list[dict[str, Any]]]:
    """Send a message to one partner or several, in a conversation or to begin one."""
    actor = actor_of(request)
    conversation = queries.conversation_row(actor, given.conversation) if given.conversation else None
    cited = queries.message(actor, given.in_reply_to) if given.in_reply_to else None
    made = operations.send(
        actor=actor,
        message_type=given.type,
        content=given.content,
        partner_ids=given.partners,
        conversation=conversation,
        in_reply_to=cited,
        terms=given.terms(),
        holding_ids=given.holdings,
        urgent=given.urgent,
    )
    return Answered(201, [queries.document(each) for each in made])


@router.post("/messages/{uuid:message_id}/disapprove", response=MessageOut)
def disapprove(request: HttpRequest, message_id: UUID, given: ReasonIn) -> dict[str, Any]:
    """Keep a message from leaving that another person wrote."""
    made = operations.disapprove(actor=actor_of(request), message_id=str(message_id), reason=given.reason)
    return queries.document(made)


@router.post("/conversations/{uuid:conversation_id}/hand-over", response={204: None})
def hand_over(request: HttpRequest, conversation_id: UUID, given: HandOverIn) -> Answered[None]:
    """Give a conversation to a person, or take it."""
    operations.hand_over(
        actor=actor_of(request), conversation_id=str(conversation_id), user_id=given.person, words=given.words
    )
    return Answered(204, None)
