"""Asking an item's owner for consent, and answering as the owner; the rows are kept by `node.items`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from comity.kernel import Missing, Restriction
from comity.node.items import operations as items
from comity.node.items.models import Consent
from comity.node.messaging.models import THEIRS, Message
from comity.node.messaging.sending import send
from comity.node.permissions import Actor


@transaction.atomic
def ask_consent(
    *,
    actor: Actor,
    item_id: str,
    use: str,
    reason: str,
    recipient_id: str = "",
    recipient_words: str = "",
    restriction: Restriction | None = None,
    retention_until: date | None = None,
    until: date | None = None,
    answer_by: datetime | None = None,
) -> Consent:
    """This function asks the owner of an item for consent to one use (`items.ask` says what each argument is).

    Raises:
        Refused: the actor may not, or no legal basis is stated for the owner's country.
        Missing: no such item.
        Conflicting: it is ours, it stands no more, its owner is no partner, or the same was asked and waits.
        InvalidInput: with every fault, field by field.
    """
    row, content = items.ask(
        actor=actor, item_id=item_id, use=use, reason=reason, recipient_id=recipient_id,
        recipient_words=recipient_words, restriction=restriction, retention_until=retention_until, until=until,
        answer_by=answer_by,
    )  # fmt: skip
    sent = send(
        actor=actor, message_type="consent-request", content=content, partner_ids=[row.partner_id],
        objects=[row.id, row.item_id, row.item.wire_id],
    )[0]  # fmt: skip
    row.question = sent.message_id
    row.save(update_fields=["question"])
    return row


@transaction.atomic
def answer_consent(
    *,
    actor: Actor,
    consent_id: str,
    grant: bool,
    words: str = "",
    purposes: Sequence[str] | None = None,
    until: date | None = None,
    restriction: Restriction | None = None,
    retention_until: date | None = None,
) -> Consent:
    """This function answers a partner that asked about an item of ours, or takes a consent back (`items.answer`).

    Raises:
        Refused: the actor may not.
        Missing: no such question.
        Conflicting: it was answered, or the consent is not this agency's alone to give.
        InvalidInput: with every fault, field by field.
    """
    row, content = items.answer(
        actor=actor, consent_id=consent_id, grant=grant, words=words, purposes=purposes, until=until,
        restriction=restriction, retention_until=retention_until,
    )  # fmt: skip
    asked = Message.objects.filter(
        partner_id=row.partner_id, direction=THEIRS, message_id=row.question, type="consent-request"
    ).first()
    if asked is None:
        raise Missing("Message", "the question is not here any more", code="messaging.message.missing")
    sent = send(
        actor=actor, message_type="consent-answer", content=content, partner_ids=[row.partner_id],
        conversation=asked.conversation, in_reply_to=asked, objects=[row.id, row.item_id, row.item.wire_id],
    )[0]  # fmt: skip
    row.answer = sent.message_id
    row.save(update_fields=["answer"])
    return row
