"""On what a message stands: the purpose and legal basis of who sends it, or those of its conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.cooperation import ExchangeKind, exchanges
from comity.cooperation.exchanges import KIND_OF as KINDS
from comity.exchange.contents import Content, Request
from comity.node.cases.bases import basis_for
from comity.node.cases.emergencies import note_use
from comity.node.cases.models import Case
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.terms import Grounds
from comity.node.messaging.types import LEAVING
from comity.node.partners.models import Partner
from comity.node.permissions import Actor
from comity.subjects.model import Schema

__all__ = ["KINDS", "kinds_of", "note_emergencies", "of_conversation", "stated"]


def between(
    actor: Actor,
    conversation: Conversation | None,
    partner: Partner,
    message_type: str = "request",
    content: Content | None = None,
) -> Grounds:
    """This function returns the grounds of a message to a partner.

    What begins something states its grounds anew; what follows stands on those of its conversation with the partner.

    Raises:
        Refused: they are to be stated, and nothing that is stated allows it.
    """
    leaving = LEAVING[message_type]
    begins = leaving.begins and leaving.of_case
    before = of_conversation(conversation, partner) if conversation and not begins else None
    return before or stated(actor, partner, message_type, content)


def stated(actor: Actor, partner: Partner, message_type: str, content: Content | None = None) -> Grounds:
    """This function returns the grounds on which an actor may send a message to a partner now.

    Raises:
        Refused: neither the instrument of the working period nor a stated emergency allows it, and what to do.
    """
    case = Case.objects.filter(id=actor.case_id).first() if actor.case_id else None
    offence = case.offence if case else None
    basis = basis_for(
        actor,
        partner.country,
        offence,
        actor.purpose,
        kinds_of(message_type, content),
        dual_stated=bool(getattr(content, "dual_criminality", "").strip()),
    )
    emergency = basis.emergency.id if basis.emergency else ""
    return Grounds(actor.purpose, basis.statement, offence, case.reference if case else "", emergency)


def of_conversation(conversation: Conversation, partner: Partner) -> Grounds | None:
    """This function returns the grounds of a conversation with a partner; None before its first message."""
    rows = Message.objects.filter(conversation=conversation, partner=partner).exclude(state="poisoned")
    first = rows.order_by("made", "id").first()
    return Grounds.of(first) if first else None


def kinds_of(message_type: str, content: Content | None) -> frozenset[ExchangeKind]:
    """This function returns what a message exchanges, as instruments name it."""
    persons = any(each.schema_name == Schema.PERSON for each in getattr(content, "subjects", ()))
    evidence = isinstance(content, Request) and content.evidence
    return exchanges.kinds_of(message_type, persons=persons, evidence=evidence)


def note_emergencies(stood: Mapping[str, Grounds], messages: Iterable[Message], content: Content) -> list[str]:
    """This function notes which messages go under an emergency, and returns the ids of those emergencies.

    Args:
        stood: grounds by partner.
        messages: one for each partner.
        content: what they say.
    """
    found = []
    for message in messages:
        emergency = stood[message.partner_id].emergency
        if emergency:
            note_use(emergency, object_id=message.id, kinds=kinds_of(message.type, content))
            found.append(emergency)
    return found
