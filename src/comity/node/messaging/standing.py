"""Where conversations stand and what is owed in them: read from their messages by the tables of the room `exchange`.

A participant's row says where the conversation stands between that partner and who began it: of ours, between the
partner and this node; of a partner's, on the row of the partner that began it, between that and this node; on the rows
of the others, what was seen of them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from comity.exchange.contents import Content
from comity.exchange.conversations import (
    FINAL,
    Incoming,
    Kind,
    Obligation,
    Said,
    Side,
    Stage,
    State,
    Step,
    after_step,
    arrive,
    move,
    owed,
    stage_with,
)
from comity.kernel import Conflicting
from comity.node.messaging.citations import cited_by
from comity.node.messaging.composing import content_of
from comity.node.messaging.deadline_models import Reminder
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message, Participant
from comity.node.messaging.threads import lock
from comity.node.runtime import clock, node_id

LOOKED_AT = 200
"""The newest messages of a pair from which it is read where they stand; a partner that writes more gains nothing."""
_UNSEEN = Q(state__in=[State.APPROVAL, State.WITHDRAWN, State.EXPIRED, Incoming.POISONED, Incoming.ENTOMBED]) | Q(
    state=State.REFUSED, answered=None
)
"""Messages that the other side never had, or that had no effect here."""


def check(conversation: Conversation, recipients: Collection[str], message_type: str, content: Content) -> None:
    """This function checks that this node may send a message now.

    Raises:
        Conflicting: the conversation stands so that it may not, and why.
    """
    ours = conversation.begun_by == OURS
    wanted = recipients if ours else {conversation.partner_id} & set(recipients)
    for row in conversation.participants.filter(partner_id__in=wanted):
        move(Kind(conversation.kind), stage_of(row), Side.BEGINNER if ours else Side.OTHER, message_type, content)


def admit(participant: Participant, message_type: str, content: Content | None) -> None:
    """This function checks that a partner could have written a message in a conversation.

    Raises:
        Conflicting: it has no place in it, or is not the partner's to write.
    """
    conversation = participant.conversation
    side = Side.BEGINNER if _beginner(conversation) == participant.partner_id else Side.OTHER
    arrive(Kind(conversation.kind), stage_of(participant), side, message_type, content)


def stage_of(participant: Participant) -> Stage:
    """This function returns where a conversation stands with a participant."""
    return Stage(participant.state or Stage.NEW)


def refresh(conversation: Conversation, *, by: str = "") -> None:
    """This function notes where a conversation stands with each participant, and who owes what, after it was moved.

    Args:
        conversation: that was moved.
        by: id of the partner whose message moved it; unless it began the conversation, it stands as before with others.
    """
    lock(conversation)
    kind, beginner = Kind(conversation.kind), _beginner(conversation)
    rows = list(conversation.participants.order_by("id"))
    is_over = _is_over(conversation)
    for row in rows:
        if by not in {"", beginner, row.partner_id} and row.state:
            continue
        said = _said(conversation, row.partner_id, beginner)
        other = row.partner_id if row.partner_id != beginner else node_id()
        stage = stage_with(kind, beginner, other, said)
        row.state = _lapsed(stage) if is_over else stage
        _note(row, next((o for o in owed(kind, beginner, said) if node_id() in {o.debtor, o.creditor}), None))
        row.save(update_fields=["state", "owed_by", "duty", "since", "deadline", "cause"])
        over = Reminder.objects.filter(done=None, message__conversation=conversation, message__partner=row.partner_id)
        over.exclude(message=row.cause_id).update(done=clock().now())
    final = FINAL.get(kind, frozenset())
    pending = [row for row in rows if stage_of(row) not in final] or rows
    conversation.state = pending[0].state
    conversation.deadline = min((row.deadline for row in pending if row.deadline), default=None)
    conversation.save(update_fields=["state", "deadline"])


def _beginner(conversation: Conversation) -> str:
    return node_id() if conversation.begun_by == OURS else conversation.partner_id


def _said(conversation: Conversation, partner_id: str, beginner: str) -> list[Said]:
    """This function returns what who began a conversation and one participant said, as far as it is here."""
    rows = Message.objects.filter(conversation=conversation).exclude(_UNSEEN).exclude(type__in=["read", "tombstone"])
    if beginner in {node_id(), partner_id}:
        rows = rows.filter(partner_id=partner_id)
        other = partner_id if beginner == node_id() else node_id()
    else:
        rows = rows.filter(direction=THEIRS, partner_id__in=[beginner, partner_id])
        other = partner_id
    newest = [(row, content_of(row)) for row in rows.order_by("-made", "-id")[:LOOKED_AT]]
    found = (_as_said(row, content, beginner, other) for row, content in _in_order(newest))
    return [each for each in found if each is not None]


Kept = tuple[Message, Content | None]


def _in_order(messages: Iterable[Kept]) -> list[Kept]:
    """This function returns messages as they were said: an answer that overtook what it answers comes after it."""
    rows = list(messages)
    made = {row.message_id: row.made for row, _content in rows}

    def place(kept: Kept) -> tuple[datetime, bool, datetime]:
        row, content = kept
        cited = made.get(cited_by(row.type, content), row.made)
        return max(row.made, cited), cited > row.made, row.made

    return sorted(rows, key=place)


def _as_said(row: Message, content: Content | None, beginner: str, other: str) -> Said | None:
    by = node_id() if row.is_ours else row.partner_id
    if by == beginner and other != node_id() and not row.is_ours and other not in row.document.get("recipients", []):
        return None
    return Said(row.message_id, by, other if by == beginner else beginner, row.type, content, row.made)


def _note(row: Participant, found: Obligation | None) -> None:
    if found is None:
        row.owed_by, row.duty, row.since, row.deadline, row.cause = "", "", None, None, None
        return
    row.owed_by = OURS if found.debtor == node_id() else THEIRS
    row.duty, row.since, row.deadline = found.duty, found.since, found.until
    row.cause = Message.objects.filter(partner_id=row.partner_id, message_id=found.message).first()


def _is_over(conversation: Conversation) -> bool:
    """This function tells whether the time of a conversation's alerts is over."""
    if conversation.kind != Kind.ALERT:
        return False
    ends = conversation.messages.filter(alert__isnull=False).values_list("alert__valid_to", flat=True)
    return bool(ends) and max(ends) <= clock().now()


def _lapsed(stage: Stage) -> Stage:
    """This function ends an alert whose time is over."""
    try:
        return after_step(Kind.ALERT, stage, None, Step.LAPSE)
    except Conflicting:
        return stage
