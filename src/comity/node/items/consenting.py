"""Consent: this node asks the owner of an item for one use, or answers about an item of its own.

A consent that this node was given is kept with the owner's signed message, which proves it wherever the item goes. The
messages themselves are `node.messaging`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from comity.exchange.contents import ConsentAnswer, Consented, ConsentRequest
from comity.exchange.contents.items import Conditions, ItemName
from comity.exchange.faults import checked
from comity.kernel import Conflicting, InvalidInput, Missing, Restriction
from comity.kernel.clock import parse_timestamp, timestamp
from comity.node.items.binding import terms_of
from comity.node.items.loosening import apply, revert
from comity.node.items.models import Consent, ConsentState, Item
from comity.node.items.naming import title
from comity.node.partners.models import Partner
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock

ANSWER_WITHIN = timedelta(days=7)


@transaction.atomic
def ask(
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
) -> tuple[Consent, ConsentRequest]:
    """This function prepares a question to the owner of an item, for the purpose that the actor stated.

    Args:
        actor: who wants to use it.
        item_id: which item, as this node names it; another agency's.
        use: one of `WantedUse`.
        reason: why.
        recipient_id: the partner that shall get it, for a use that goes to one.
        recipient_words: who else shall get it, such as a court.
        restriction: the lighter handling that is wanted, for ``loosen``.
        retention_until: the later day that is wanted, for ``keep-longer``.
        until: how long the consent is needed; None for as long as the item is kept.
        answer_by: until when an answer is wanted; a week where None.

    Returns:
        the row and the content to send to the row's partner.

    Raises:
        Refused: the actor may not.
        Missing: no such item.
        Conflicting: it is ours, it stands no more, its owner is no partner, or the same was asked and waits.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.ITEM_GIVE)
    item = Item.objects.select_for_update().filter(id=item_id).first()
    if item is None:
        raise Missing("Item", "there is none with this id", code="items.missing")
    owner = _owner_to_ask(item)
    values = {
        "item": ItemName(owner=item.owner, id=item.wire_id).document(), "use": use, "recipient": recipient_id or None,
        "recipient_words": recipient_words, "purpose": actor.purpose or None, "reason": reason,
        "conditions": Conditions.of(restriction).document() if restriction else None,
        "retention_until": retention_until.isoformat() if retention_until else None,
        "until": until.isoformat() if until else None,
        "answer_by": timestamp(answer_by or clock().now() + ANSWER_WITHIN),
    }  # fmt: skip
    content = checked(ConsentRequest, {k: v for k, v in values.items() if v is not None}, thing="Question")
    same = Consent.objects.filter(
        item=item, ours=True, state=ConsentState.ASKED, use=use, recipient=recipient_id, purpose=actor.purpose
    )
    if same.exists():
        raise Conflicting(
            title(item), "the same was asked before, and its owner has not answered", "Wait for the answer",
            code="items.consent.asked",
        )  # fmt: skip
    row = Consent.objects.create(
        item=item, partner=owner, ours=True, by=actor.user_id, asked=clock().now(), **_asked(content)
    )  # fmt: skip
    return row, content


def asked_of_us(*, partner: Partner, message_id: str, content: ConsentRequest) -> Consent:
    """This function keeps a partner's question about an item of ours; call it in the transaction that receives it.

    Raises:
        InvalidInput: there is no item of ours under this name.
    """
    item = Item.objects.filter(owner=content.item.owner, wire_id=content.item.id).first()
    if item is None or not item.is_ours:
        raise InvalidInput(
            "Consent", "no item of ours is named so", "Ask the owner of the item", code="items.consent.foreign"
        )
    row, _made = Consent.objects.get_or_create(
        partner=partner, ours=False, question=message_id,
        defaults={"item": item, "asked": clock().now(), **_asked(content)},
    )  # fmt: skip
    return row


@transaction.atomic
def answer(
    *,
    actor: Actor,
    consent_id: str,
    grant: bool,
    words: str = "",
    purposes: Sequence[str] | None = None,
    until: date | None = None,
    restriction: Restriction | None = None,
    retention_until: date | None = None,
) -> tuple[Consent, ConsentAnswer]:
    """This function grants what a partner asked, with conditions, or refuses it; a grant can be taken back so too.

    Args:
        actor: who answers for the owner.
        consent_id: the question, as this node names it.
        grant: or refuse, or take back.
        words: the conditions, or why not.
        purposes: for which; None for the purpose that was asked for.
        until: the last day; None for the day that was asked for.
        restriction: the handling that is given, where lighter handling was asked for; None for what was asked.
        retention_until: the day that is given, where a later one was asked for; None for what was asked.

    Returns:
        the row and the content to send to the row's partner.

    Raises:
        Refused: the actor may not, or it quotes what another owner would have to consent to.
        Missing: no such question.
        Conflicting: it was answered, and this changes nothing.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.ITEM_GIVE)
    rows = Consent.objects.select_for_update().select_related("item", "partner")
    row = rows.filter(id=consent_id, ours=False).first()
    if row is None:
        raise Missing("Consent", "nobody asked for one with this id", code="items.consent.missing")
    granted = row.state == ConsentState.GRANTED
    if row.state not in {ConsentState.ASKED, ConsentState.GRANTED} or (granted and grant):
        raise Conflicting("Consent", f"it is {row.state}", "Wait until it is asked again", code="items.consent.state")
    if grant:
        _check_grant(row)
    until, retention_until = until or row.until, retention_until or row.retention_until
    conditions = Conditions.of(restriction).document() if restriction else row.conditions
    values = {
        "in_reply_to": row.question, "item": {"owner": row.item.owner, "id": row.item.wire_id}, "use": row.use,
        "answer": (Consented.GRANTED if grant else Consented.REFUSED).value, "recipient": row.recipient or None,
        "recipient_words": row.recipient_words,
        "purposes": list(purposes) if purposes is not None else [row.purpose] if row.purpose else [], "words": words,
        "conditions": conditions, "retention_until": retention_until.isoformat() if retention_until else None,
        "until": until.isoformat() if until else None,
    }  # fmt: skip
    content = checked(ConsentAnswer, {k: v for k, v in values.items() if v is not None}, thing="Answer")
    state = ConsentState.GRANTED if grant else ConsentState.WITHDRAWN if granted else ConsentState.REFUSED
    _keep_answer(row, content, state)
    row.by = actor.user_id
    row.save()
    return row, content


def answered_to_us(*, partner: Partner, message_id: str, content: ConsentAnswer, token: str) -> Consent:
    """This function keeps an owner's answer as proof; call it in the transaction that receives it.

    What it changes is what it says: exactly that use is open, or that handling or day holds, until it is taken back.

    Raises:
        InvalidInput: this node did not ask that, or the answer is about something else.
    """
    rows = Consent.objects.select_for_update().select_related("item").filter(
        partner=partner, ours=True, question=content.in_reply_to
    )  # fmt: skip
    row = rows.first()
    name = (row.item.owner, row.item.wire_id) if row else None
    if row is None or name != content.item.pair or partner.id != content.item.owner or not _same_use(row, content):
        raise InvalidInput(
            "Consent", "it answers no question of ours about this item and use", "Cite the question",
            code="items.consent.unasked",
        )  # fmt: skip
    if content.answer == Consented.GRANTED:
        _keep_answer(row, content, ConsentState.GRANTED)
        row.proof, row.answer = token, message_id
        apply(row)
    else:
        was = row.state == ConsentState.GRANTED
        if was:
            revert(row)
        row.state = ConsentState.WITHDRAWN if was else ConsentState.REFUSED
        row.words, row.answered, row.answer = content.words, clock().now(), message_id
    row.save()
    return row


def _owner_to_ask(item: Item) -> Partner:
    if item.is_ours:
        raise Conflicting(title(item), "it is this agency's own", "Decide yourselves", code="items.consent.ours")
    if not item.stands:
        raise Conflicting(title(item), f"it is {item.state}", "Nothing can be done with it", code="items.state")
    owner = Partner.objects.filter(id=item.owner, state="accepted").first()
    if owner is None:
        giver = item.came_from or item.owner
        raise Conflicting(
            title(item), "its owner is no partner of this agency", f"Exchange cards with it, or have {giver} ask",
            code="items.consent.owner",
        )  # fmt: skip
    return owner


def _check_grant(row: Consent) -> None:
    """This function refuses a consent to something that is no longer given, or is not this agency's alone to give."""
    if not row.item.stands:
        raise Conflicting(title(row.item), f"it is {row.item.state}", "Refuse, and say so", code="items.state")
    others = terms_of(row.item).owners - {row.item.owner}
    if others:
        names = ", ".join(str(p) for p in Partner.objects.filter(id__in=others)) or ", ".join(sorted(others))
        raise Conflicting(
            title(row.item), f"it repeats what {names} gave, and is not this agency's alone",
            "Refuse, and name the owner", code="items.consent.source",
        )  # fmt: skip


def _asked(content: ConsentRequest) -> dict[str, object]:
    return {
        "use": content.use, "recipient": content.recipient or "", "recipient_words": content.recipient_words,
        "purpose": content.purpose or "", "reason": content.reason,
        "conditions": content.conditions.document() if content.conditions else None,
        "retention_until": _day(content.retention_until), "until": _day(content.until),
        "answer_by": parse_timestamp(content.answer_by),
    }  # fmt: skip


def _keep_answer(row: Consent, content: ConsentAnswer, state: ConsentState) -> None:
    row.state, row.words, row.answered = state, content.words, clock().now()
    if content.answer == Consented.GRANTED:
        row.purposes, row.until = list(content.purposes), _day(content.until)
        row.conditions = content.conditions.document() if content.conditions else None
        row.retention_until = _day(content.retention_until)


def _same_use(row: Consent, content: ConsentAnswer) -> bool:
    return (row.use, row.recipient, row.recipient_words) == (
        content.use, content.recipient or "", content.recipient_words,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
