"""Conversations in the officers' API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja import Status as Answered

from comity.exchange.contents import Conditions, Status, Urgency
from comity.exchange.texts import NODE
from comity.kernel import InvalidInput, Restriction
from comity.node.messaging import operations, queries, reading
from comity.node.messaging.operations import Terms
from comity.node.messaging.views.items import documents
from comity.node.requests import actor_of

router = Router(tags=["conversations"])
MOST = 200


class MessageOut(Schema):
    """A message."""

    id: str
    conversation: str
    partner: str
    direction: str
    type: str
    state: str
    made: datetime
    delivered: datetime | None
    read: datetime | None
    answered: datetime | None
    reason: str
    content: dict[str, Any]


class ParticipantOut(Schema):
    """A partner that takes part in a conversation, and what stands between it and who began it."""

    partner: str
    state: str
    owed_by: str
    duty: str
    deadline: datetime | None


class ConversationOut(Schema):
    """A conversation."""

    id: str
    partner: str
    participants: list[ParticipantOut]
    kind: str
    state: str
    assigned_to: str
    subject: str
    begun_by: str
    began: datetime
    last: datetime
    deadline: datetime | None
    messages: list[MessageOut] = []


class TermsIn(Schema):
    """What may be done with what is written."""

    conditions: dict[str, Any] | None = None
    retention_until: date | None = None
    language: str = Field("en", pattern=r"^[a-z]{2,3}$")

    def terms(self) -> Terms:
        """This function returns the terms.

        Raises:
            InvalidInput: the conditions are none.
        """
        try:
            given = Conditions.model_validate(self.conditions).restriction() if self.conditions else Restriction()
        except ValueError as error:
            raise InvalidInput("Conditions", "they cannot be read", code="messaging.conditions") from error
        return Terms(given, self.retention_until, self.language)


class AskIn(TermsIn):
    """A request."""

    partner: str = Field(pattern=NODE.pattern, max_length=16)
    others: list[Annotated[str, Field(pattern=NODE.pattern, max_length=16)]] = Field([], max_length=49)
    subjects: list[dict[str, Any]] = Field(max_length=50)
    facts: str
    asked: str
    link: str
    foreseen_use: str
    urgency: Urgency = Urgency.ROUTINE
    urgency_reason: str = ""
    deadline: datetime | None = None
    dual_criminality: str = ""
    consent: str = ""
    do_not_alert: str = ""
    evidence: bool = False
    earlier: list[str] = Field([], max_length=50)
    hit: str = Field("", pattern=r"^([0-9a-f-]{36})?$")
    conversation: str = Field("", pattern=r"^([0-9a-f-]{36})?$")


class AnswerIn(TermsIn):
    """A reply."""

    status: Status
    text: str = ""
    ground: str | None = None
    ground_words: str = ""
    items: list[dict[str, Any]] = Field([], max_length=50)
    expected: date | None = None
    onward_use: str = ""
    holdings: list[Annotated[str, Field(pattern=r"^([0-9a-f-]{36})?$")]] = Field([], max_length=50)


@router.get("/conversations", response=list[ConversationOut])
def list_conversations(request: HttpRequest, *, waiting: bool = False) -> list[dict[str, Any]]:
    """List conversations, newest first; at most 200."""
    actor = actor_of(request)
    rows = queries.overview(actor, waiting=waiting).prefetch_related("participants")[:MOST]
    return [_conversation(row) for row in reading.listed(actor, rows)]


@router.get("/conversations/{uuid:conversation_id}", response=ConversationOut)
def read_conversation(request: HttpRequest, conversation_id: UUID) -> dict[str, Any]:
    """Read a conversation with its messages."""
    actor = actor_of(request)
    seen = queries.conversation(actor, str(conversation_id))
    return _conversation(seen.conversation) | {"messages": documents(actor, seen.messages)}


@router.post("/conversations", response={201: MessageOut})
def ask(request: HttpRequest, given: AskIn) -> Answered[dict[str, Any]]:
    """Ask a partner about subjects."""
    values = given.dict(exclude={"conditions", "retention_until", "language", "partner", "hit", "conversation"})
    made = operations.ask(
        actor=actor_of(request),
        partner_id=given.partner,
        hit_id=given.hit,
        conversation_id=given.conversation,
        terms=given.terms(),
        **values,
    )
    return Answered(201, queries.document(made))


@router.post("/messages/{uuid:message_id}/answer", response={201: MessageOut})
def answer(request: HttpRequest, message_id: UUID, given: AnswerIn) -> Answered[dict[str, Any]]:
    """Answer a partner's request."""
    values = given.dict(exclude={"conditions", "retention_until", "language", "holdings"})
    queries.message(actor_of(request), str(message_id))
    made = operations.answer(
        actor=actor_of(request), message_id=str(message_id), terms=given.terms(), holding_ids=given.holdings, **values
    )
    return Answered(201, queries.document(made))


@router.post("/messages/{uuid:message_id}/read", response=MessageOut)
def mark_read(request: HttpRequest, message_id: UUID) -> dict[str, Any]:
    """Note that a message was read, and tell the partner."""
    queries.message(actor_of(request), str(message_id))
    return queries.document(operations.mark_read(actor=actor_of(request), message_id=str(message_id)))


@router.post("/messages/{uuid:message_id}/approve", response=MessageOut)
def approve(request: HttpRequest, message_id: UUID) -> dict[str, Any]:
    """Let a request leave that another person wrote."""
    return queries.document(operations.approve(actor=actor_of(request), message_id=str(message_id)))


def _conversation(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "partner": row.partner_id,
        "participants": [
            {
                "partner": p.partner_id, "state": p.state, "owed_by": p.owed_by, "duty": p.duty, "deadline": p.deadline,
            }
            for p in row.participants.all()
        ],
        "kind": row.kind,
        "state": row.state,
        "assigned_to": row.assigned_to,
        "subject": row.subject,
        "begun_by": row.begun_by,
        "began": row.began,
        "last": row.last,
        "deadline": row.deadline,
    }  # fmt: skip
