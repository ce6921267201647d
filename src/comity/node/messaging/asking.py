"""Asking partners about subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.exchange.contents import Urgency
from comity.kernel import InvalidInput, strictest
from comity.kernel.clock import timestamp
from comity.node.messaging.deadlines import due_with
from comity.node.messaging.models import Message
from comity.node.messaging.seams import check_hit
from comity.node.messaging.sending import send
from comity.node.messaging.terms import KEPT_FOR, Terms
from comity.node.messaging.visibility import conversation_row
from comity.node.partners.models import Partner
from comity.node.permissions import Actor
from comity.node.runtime import clock, config


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
    others: Sequence[str] = (),
    conversation_id: str = "",
) -> Message:
    """This function asks partners about subjects; a supervisor approves first where the agency wants four eyes.

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
        deadline: until when; by default as the urgency says and the countries agreed.
        dual_criminality: how the offence is named in both laws.
        consent: that is given already.
        do_not_alert: who must not learn of it.
        evidence: whether it shall serve as evidence, and not as intelligence only.
        earlier: ids of earlier requests.
        terms: what may be done with it.
        hit_id: the confirmed hit that it follows from; then there is one partner.
        conversation_id: of an earlier request, where this one says what was meant or asks anew.
        others: partners that are asked the same in one conversation; each gets a message of its own.

    Returns:
        the message to the first partner.

    Raises:
        Refused: the actor may not, there is no legal basis, or more than the handle is said too early.
        Missing: no such partner.
        InvalidInput: with every fault, field by field.
    """
    terms = terms or Terms()
    partner_ids = [partner_id, *others]
    if hit_id and (of_holding := check_hit(actor, hit_id, partner_ids, subjects)):
        terms = Terms(strictest(terms.restriction, of_holding), terms.retention_until, terms.language)
    countries = Partner.objects.filter(id__in=partner_ids).values_list("country", flat=True)
    due = _checked(deadline) if deadline else due_with(countries or [config().country], urgency)
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
    return send(
        actor=actor,
        message_type="request",
        content=values,
        partner_ids=partner_ids,
        terms=terms,
        urgent=urgency is not Urgency.ROUTINE,
        conversation=conversation_row(actor, conversation_id) if conversation_id else None,
        hit_id=hit_id,
    )[0]


def _checked(deadline: datetime) -> datetime:
    now = clock().now()
    if deadline.tzinfo is None or not now < deadline < now + 10 * KEPT_FOR:
        raise InvalidInput(
            "Deadline",
            "it is no moment with a time zone in the years to come",
            "Leave it out",
            code="messaging.deadline",
        )
    return deadline
