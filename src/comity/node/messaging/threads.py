"""Conversations and who takes part in them: begun, joined, found."""

from __future__ import annotations

from collections.abc import Sequence

from comity.exchange.contents import Content
from comity.node.cases.models import Case
from comity.node.messaging.models import OURS, THEIRS, Conversation, Participant
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.runtime import clock, make_id

_TITLES = ("title", "asked", "text", "reason", "words", "wrong")
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
    rows = Participant.objects.select_for_update(of=("self",)).select_related("conversation", "partner")
    return rows.filter(partner=partner, wire_id=wire_id).first()


def join_named(conversation: Conversation, by: Partner, recipients: Sequence[str]) -> None:
    """This function lets those take part whom the partner that began a conversation names as its recipients.

    Who did not begin it names nobody into it; who has a conversation of that id already stays in that.
    """
    if conversation.begun_by == OURS or conversation.partner_id != by.id:
        return
    for partner in accepted().filter(id__in=recipients).exclude(id=by.id):
        if not Participant.objects.filter(partner=partner, wire_id=conversation.wire_id).exists():
            join(conversation, partner)
