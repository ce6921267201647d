"""What the legal basis of the working period is worth towards each partner, for the page where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.kernel import Refused
from comity.node.cases.bases import basis_for
from comity.node.cases.models import Case
from comity.node.cases.words import in_words
from comity.node.errors import said
from comity.node.messaging import grounds
from comity.node.messaging.models import Conversation
from comity.node.partners.models import Partner
from comity.node.permissions import Actor


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a message to a partner would stand.

    Args:
        partner: to whom.
        reference: the instrument or emergency; empty where there is none.
        title: of the instrument.
        article: that provides for it; may be empty.
        minding: what to mind although it allows this.
        reason: why there is none, and what to do.
    """

    partner: Partner
    reference: str = ""
    title: str = ""
    article: str = ""
    minding: tuple[str, ...] = ()
    reason: str = ""


def towards(
    actor: Actor, partners: Iterable[Partner], message_type: str, conversation: Conversation | None = None
) -> list[Basis]:
    """This function returns on what a message to each partner would stand, or why it could not be sent."""
    case = Case.objects.filter(id=actor.case_id).first() if actor.case_id else None
    return [_one(actor, partner, message_type, case, conversation) for partner in partners]


def _one(
    actor: Actor, partner: Partner, message_type: str, case: Case | None, conversation: Conversation | None
) -> Basis:
    before = grounds.of_conversation(conversation, partner) if conversation else None
    if before is not None:
        return Basis(partner, before.legal_basis)
    kinds = grounds.kinds_of(message_type, None)
    try:
        found = basis_for(
            actor, partner.country, case.offence if case else None, actor.purpose, kinds, dual_stated=True
        )
    except Refused as error:
        return Basis(partner, reason=said(error))
    answer = found.answers[0] if found.answers else None
    return Basis(
        partner,
        found.reference,
        found.instrument.title if found.instrument else "",
        answer.article if answer else "",
        tuple(in_words(each) for each in answer.cautions) if answer else (),
    )
