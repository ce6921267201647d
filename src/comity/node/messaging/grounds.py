"""On what a message stands: the purpose and legal basis of who sends it, or those of its conversation."""

from __future__ import annotations

from comity.cooperation import ExchangeKind
from comity.exchange.contents import Content, Request
from comity.node.cases.bases import basis_for
from comity.node.cases.models import Case
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.terms import Grounds
from comity.node.partners.models import Partner
from comity.node.permissions import Actor

KINDS = {
    "spontaneous": ExchangeKind.SPONTANEOUS,
    "alert": ExchangeKind.ALERT,
    "operation-proposal": ExchangeKind.JOINT_OPERATION,
}
"""What a type exchanges, as instruments name it; every other is a request."""


def stated(actor: Actor, partner: Partner, message_type: str, content: Content) -> Grounds:
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
    return Grounds(actor.purpose, basis.statement, offence, case.reference if case else "")


def of_conversation(conversation: Conversation, partner: Partner) -> Grounds | None:
    """This function returns the grounds of a conversation with a partner; None before its first message."""
    rows = Message.objects.filter(conversation=conversation, partner=partner).exclude(state="poisoned")
    first = rows.order_by("made", "id").first()
    return Grounds.of(first) if first else None


def kinds_of(message_type: str, content: Content) -> list[ExchangeKind]:
    """This function returns what a message exchanges, as instruments name it."""
    kinds = [KINDS.get(message_type, ExchangeKind.REQUEST)]
    if isinstance(content, Request) and content.evidence:
        kinds.append(ExchangeKind.EVIDENCE)
    return kinds
