"""Conversations and who takes part in them: begun, joined, found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from comity.exchange.contents import Content
from comity.exchange.conversations import Kind
from comity.node.cases.models import Case
from comity.node.messaging.models import OURS, THEIRS, Conversation, Participant
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.runtime import clock, make_id

_INSTANT = timedelta(microseconds=1)
_TITLES = ("title", "asked", "text", "reason", "reference", "words", "wrong", "dataset")
"""Fields of contents that say in words what a conversation is about, the best first."""


def title_of(content: Content | None) -> str:
    """This function returns what a conversation that begins with a message is about, in a line."""
    said = next((t for n in _TITLES if isinstance(t := getattr(content, n, None), str) and t.strip()), "")
    return said.strip().split("\n")[0][:200]


def begin(
    partners: Sequence[Partner],
    *,
    kind: str,
    subject: str,
    case: Case | None = None,
    hit_id: str = "",
) -> Conversation:
    """This function begins a conversation of ours; call it inside a transaction."""
    now = clock().now()
    row = Conversation.objects.create(
        partner=partners[0], wire_id=make_id(), kind=kind, subject=subject[:200], begun_by=OURS, case=case,
        hit_id=hit_id, began=now, last=now,
    )  # fmt: skip
    for partner in partners:
        join(row, partner)
    return row


def begun_by(partner: Partner, wire_id: str, *, kind: str, subject: str) -> Conversation:
    """This function keeps a conversation that a partner began."""
    now = clock().now()
    row = Conversation.objects.create(
        partner=partner, wire_id=wire_id, kind=kind, subject=subject[:200], begun_by=THEIRS, began=now, last=now
    )
    join(row, partner)
    return row


def join(conversation: Conversation, partner: Partner) -> Participant:
    """This function lets a partner take part in a conversation."""
    row, _made = Participant.objects.get_or_create(
        conversation=conversation,
        partner=partner,
        defaults={"wire_id": conversation.wire_id, "joined": clock().now()},
    )
    return row


def of_partner(partner: Partner, wire_id: str) -> Participant | None:
    """This function returns the conversation with this id in which a partner takes part; what others have is not it."""
    rows = Participant.objects.select_related("conversation", "partner")
    return rows.filter(partner=partner, wire_id=wire_id).first()


def lock(conversation: Conversation) -> Conversation:
    """This function locks a conversation until the transaction ends; do it before its messages and participants."""
    return Conversation.objects.select_for_update(of=("self",)).get(id=conversation.id)


def join_named(conversation: Conversation, by: Partner, recipients: Sequence[str]) -> None:
    """This function lets those take part whom the partner that began a conversation names as its recipients.

    Who did not begin it names nobody into it. What a recipient wrote in it before the beginning came in is joined to
    it, but only where the recipient itself named the one who began it: nobody else's conversation is drawn into this.
    """
    if conversation.begun_by == OURS or conversation.partner_id != by.id or conversation.kind == Kind.OTHER:
        return
    for partner in accepted().filter(id__in=recipients).exclude(id=by.id):
        found = Participant.objects.select_related("conversation").filter(partner=partner, wire_id=conversation.wire_id)
        row = found.first()
        if row is None:
            join(conversation, partner)
        elif row.conversation_id != conversation.id and _waits_for(row, by):
            _draw_in(row, conversation)


def _waits_for(row: Participant, beginner: Partner) -> bool:
    early = row.conversation
    alone = early.begun_by == THEIRS and early.partner_id == row.partner_id and early.participants.count() == 1
    said = early.messages.filter(direction=THEIRS)
    return alone and any(beginner.id in message.document.get("recipients", []) for message in said)


def _draw_in(row: Participant, conversation: Conversation) -> None:
    early = row.conversation
    early.messages.update(conversation=conversation)
    early.handovers.update(conversation=conversation)
    row.conversation = conversation
    row.save(update_fields=["conversation"])
    if early.assigned_to and not conversation.assigned_to:
        conversation.assigned_to = early.assigned_to
        conversation.save(update_fields=["assigned_to"])
    early.delete()


def moment_in(conversation: Conversation) -> datetime:
    """This function returns the moment of a message that is written or taken now: after all others of its conversation.

    A clock that stands still for an instant does not put an answer before what it answers; one that was set back does
    not hold up time.
    """
    now = clock().now()
    last = conversation.messages.aggregate(last=Max("made"))["last"]
    return last + _INSTANT if last is not None and now <= last < now + timedelta(seconds=1) else now
