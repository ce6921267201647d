"""What people do with messages: ask, approve, answer, mark as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from comity.exchange.contents import Item, Read, Reply, Request, Status, Urgency, deadline_of
from comity.exchange.conversations import Event, Incoming, State, after, after_incoming
from comity.exchange.faults import checked
from comity.exchange.texts import cleaned
from comity.kernel import Conflicting, InvalidInput, Missing, Refused, Restriction, strictest
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Instrument
from comity.node.cases.queries import instruments_between, is_member
from comity.node.messaging.composing import cleaned_values, queue, write
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message
from comity.node.messaging.seams import check_hit, check_items
from comity.node.partners.models import Partner
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config, make_id, node_id

KEPT_FOR = timedelta(days=365)
"""How long a partner may keep what it is sent, unless a person says otherwise."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What travels with a message about its use.

    Args:
        restriction: handling codes, TLP, PAP.
        retention_until: the last day on which the partner may keep it; None for a year from now.
        language: ISO 639 code of what is written.
    """

    restriction: Restriction = field(default_factory=Restriction)
    retention_until: date | None = None
    language: str = "en"


@transaction.atomic
def ask(
    *,
    actor: Actor,
    partner_id: str,
    subjects: Sequence[Mapping[str, Any]],
    facts: str,
    asked: str,
    link: str,
    foreseen_use: str,
    urgency: Urgency = Urgency.ROUTINE,
    urgency_reason: str = "",
    deadline: datetime | None = None,
    dual_criminality: str = "",
    consent: str = "",
    do_not_alert: str = "",
    evidence: bool = False,
    earlier: Sequence[str] = (),
    terms: Terms | None = None,
    hit_id: str = "",
) -> Message:
    """This function asks a partner about subjects; a supervisor approves first where the agency wants four eyes.

    Args:
        actor: on a case or duty, with a legal basis stated.
        partner_id: accepted.
        subjects: what is said of each; on a first request on a weak hit or a single key, the handle alone.
        facts: and suspicion.
        asked: exactly what is asked.
        link: why this country.
        foreseen_use: what the answer is for.
        urgency: how soon.
        urgency_reason: why, where it is urgent.
        deadline: until when; by default as the urgency says.
        dual_criminality: how the offence is named in both laws.
        consent: that is given already.
        do_not_alert: who must not learn of it.
        evidence: whether it shall serve as evidence, and not as intelligence only.
        earlier: ids of earlier requests.
        terms: what may be done with it.
        hit_id: the confirmed hit that it follows from.

    Raises:
        Refused: the actor may not, there is no legal basis, or more than the handle is said too early.
        Missing: no such partner.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.REQUEST_SEND, member=is_member(actor, actor.case_id))
    partner = _partner(partner_id)
    case = Case.objects.filter(id=actor.case_id).first() if actor.case_id else None
    basis = legal_basis(actor, partner, case.offence if case else None)
    terms = terms or Terms()
    restriction = terms.restriction
    if hit_id and (of_holding := check_hit(actor, hit_id, partner, subjects)):
        restriction = strictest(restriction, of_holding)
    now = clock().now()
    due = _due(deadline, urgency, now)
    values = {
        "facts": facts,
        "asked": asked,
        "link": link,
        "subjects": list(subjects),
        "foreseen_use": foreseen_use,
        "urgency": urgency.value,
        "urgency_reason": urgency_reason,
        "deadline": timestamp(due),
        "earlier": list(earlier),
        "dual_criminality": dual_criminality,
        "consent": consent,
        "do_not_alert": do_not_alert,
        "evidence": evidence,
    }
    content = checked(Request, cleaned_values(values), thing="Request")
    conversation = Conversation.objects.create(
        partner=partner, wire_id=make_id(), subject=content.asked.split("\n")[0][:200], begun_by=OURS, case=case,
        hit_id=hit_id, began=now, last=now, deadline=due,
    )  # fmt: skip
    message = write(
        conversation, content, "request", state=State.APPROVAL if config().four_eyes else State.QUEUED,
        author=actor.user_id, purpose=actor.purpose, legal_basis=basis.reference, restriction=restriction,
        retention_until=terms.retention_until or (now + KEPT_FOR).date(), language=terms.language,
        offence=case.offence if case else None, reference=case.reference if case else "",
        urgent=urgency is not Urgency.ROUTINE,
    )  # fmt: skip
    if not config().four_eyes:
        queue(message)
    objects = [message.id, conversation.id, partner.id, *([hit_id] if hit_id else [])]
    record(actor=actor, event="messaging.request.written", objects=objects, details={"content": content.document()})
    return message


@transaction.atomic
def approve(*, actor: Actor, message_id: str) -> Message:
    """This function lets a request leave; another person wrote it.

    Raises:
        Refused: the actor may not, or wrote it.
        Missing: no such message.
        Conflicting: it awaits no approval.
    """
    require(actor, Action.REQUEST_APPROVE)
    message = _approvable(actor, message_id)
    message.state, message.approved_by = after(State(message.state), Event.APPROVE), actor.user_id
    message.save(update_fields=["state", "approved_by"])
    queue(message)
    record(actor=actor, event="messaging.request.approved", objects=[message.id, message.partner_id])
    return message


@transaction.atomic
def disapprove(*, actor: Actor, message_id: str, reason: str) -> Message:
    """This function keeps a request from leaving, with a reason.

    Raises:
        Refused: the actor may not, or wrote it.
        Missing: no such message.
        Conflicting: it awaits no approval.
        InvalidInput: no reason.
    """
    require(actor, Action.REQUEST_APPROVE)
    message = _approvable(actor, message_id)
    reason = cleaned(reason)
    if not reason:
        raise InvalidInput("Reason", "none is given", "Say why it shall not leave", code="messaging.reason")
    message.state, message.reason = after(State(message.state), Event.DISAPPROVE), reason[:2000]
    message.save(update_fields=["state", "reason"])
    record(
        actor=actor,
        event="messaging.request.withdrawn",
        objects=[message.id, message.partner_id],
        details={"reason": message.reason},
    )
    return message


@transaction.atomic
def answer(
    *,
    actor: Actor,
    message_id: str,
    status: Status,
    text: str = "",
    ground: str | None = None,
    ground_words: str = "",
    items: Sequence[Mapping[str, Any]] = (),
    expected: date | None = None,
    onward_use: str = "",
    terms: Terms | None = None,
    holding_ids: Sequence[str] = (),
) -> Message:
    """This function answers a partner's request.

    Args:
        actor: with a purpose stated.
        message_id: of the request, as this node names it.
        status: what the reply is.
        text: in words.
        ground: of a refusal.
        ground_words: the ground in words.
        items: each with text, conditions, evaluation, permitted use and date of the data.
        expected: when the rest comes.
        onward_use: consent for it.
        terms: what may be done with the reply; the strictest of its items counts.
        holding_ids: the holdings that the items come from, one for each item or "" where none.

    Raises:
        Refused: the actor may not, or an item would be less restricted than the holding that it comes from.
        Missing: no such request.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.REPLY_SEND)
    request = _incoming(message_id)
    if request.type != "request":
        raise Conflicting("Message", "it asks nothing", code="messaging.answer.type")
    terms = terms or Terms()
    values = {
        "in_reply_to": request.message_id,
        "status": status.value,
        "text": text,
        "ground": ground or None,
        "ground_words": ground_words,
        "items": [_named(item, terms) for item in items],
        "expected": expected.isoformat() if expected else None,
        "onward_use": onward_use,
    }
    content = checked(Reply, cleaned_values(values), thing="Reply")
    check_items(actor, content.items, holding_ids)
    now = clock().now()
    message = write(
        request.conversation, content, "reply", state=State.QUEUED, author=actor.user_id, purpose=actor.purpose,
        legal_basis=str(request.document.get("legal_basis", "")), offence=request.document.get("offence"),
        restriction=strictest_of(terms.restriction, content.items), language=terms.language, in_reply_to=request,
        retention_until=terms.retention_until or (now + KEPT_FOR).date(),
        reference=str(request.document.get("reference", "")),
    )  # fmt: skip
    queue(message)
    if status is not Status.ACKNOWLEDGED:
        event = Event.REFUSE if status is Status.REFUSED else Event.REPLY
        request.state, request.answered = after_incoming(Incoming(request.state), event), now
        request.read = request.read or now
        request.save(update_fields=["state", "answered", "read"])
    record(
        actor=actor,
        event="messaging.reply.written",
        objects=[message.id, request.id, request.conversation_id, request.partner_id, *filter(None, holding_ids)],
        details={"content": content.document()},
    )
    return message


@transaction.atomic
def mark_read(*, actor: Actor, message_id: str) -> Message:
    """This function notes that a person read a partner's message, and tells the partner once.

    Raises:
        Refused: the actor may not.
        Missing: no such message.
    """
    require(actor, Action.CONVERSATION_READ)
    message = _incoming(message_id)
    if message.state != Incoming.RECEIVED or message.type not in {"request", "reply"}:
        return message
    now = clock().now()
    message.state, message.read = after_incoming(Incoming(message.state), Event.READ), now
    message.save(update_fields=["state", "read"])
    notice = write(
        message.conversation,
        Read(message=message.message_id, at=timestamp(now)),
        "read",
        state=State.QUEUED,
        author=actor.user_id,
        purpose=str(message.document["purpose"]),
        legal_basis=str(message.document["legal_basis"]),
        restriction=Restriction(),
        retention_until=(now + KEPT_FOR).date(),
        in_reply_to=message,
    )
    queue(notice)
    record(actor=actor, event="messaging.message.read", objects=[message.id, message.conversation_id])
    return message


def legal_basis(actor: Actor, partner: Partner, offence: str | None) -> Instrument:
    """This function returns the instrument that the actor stated, if it binds exactly these two countries now.

    Raises:
        Refused: none is stated, or it is not in force between them for this offence.
    """
    today = clock().now().date()
    found = instruments_between(config().country, partner.country, on=today, offence=offence)
    for instrument in found:
        if instrument.id == actor.instrument_id:
            return instrument
    choice = ", ".join(i.reference for i in found) or "none is recorded"
    raise Refused(
        "Legal basis",
        f"none is stated that binds {config().country} and {partner.country} for this offence today",
        f"State one in your working period: {choice}",
        code="messaging.legal-basis",
    )


def strictest_of(restriction: Restriction, items: Sequence[Item]) -> Restriction:
    """This function returns a restriction that covers every item."""
    return strictest(restriction, *(item.conditions.restriction() for item in items))


def _named(item: Mapping[str, Any], terms: Terms) -> Mapping[str, Any]:
    """This function names an item of ours, and says until when it may be kept where nobody did."""
    until = terms.retention_until or (clock().now() + KEPT_FOR).date()
    return {"id": make_id(), "owner": node_id(), "retention_until": until.isoformat(), **item}


def _due(deadline: datetime | None, urgency: Urgency, now: datetime) -> datetime:
    if deadline is None:
        return deadline_of(urgency, now)
    if deadline.tzinfo is None or not now < deadline < now + 10 * KEPT_FOR:
        raise InvalidInput(
            "Deadline",
            "it is no moment with a time zone in the years to come",
            "Leave it out",
            code="messaging.deadline",
        )
    return deadline


def _partner(partner_id: str) -> Partner:
    partner = Partner.objects.filter(id=partner_id).first()
    if partner is None:
        raise Missing("Partner", "there is none with this id", code="partners.partner.missing")
    if not partner.is_accepted:
        raise Conflicting(str(partner), f"it is {partner.state}", "Choose another", code="partners.partner.state")
    return partner


def _incoming(message_id: str) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("conversation__partner", "partner")
    message = rows.filter(id=message_id, direction=THEIRS).first()
    if message is None:
        raise Missing("Message", "there is none with this id", code="messaging.message.missing")
    return message


def _approvable(actor: Actor, message_id: str) -> Message:
    message = Message.objects.select_for_update(of=("self",)).filter(id=message_id, direction=OURS).first()
    if message is None:
        raise Missing("Message", "there is none with this id", code="messaging.message.missing")
    if message.author == actor.user_id:
        raise Refused(
            "Request", "you wrote it yourself", "Another supervisor approves it", code="messaging.approval.own"
        )
    return message
