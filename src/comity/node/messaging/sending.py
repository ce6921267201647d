"""The one way out for every type of message: permission, legal basis, four eyes, handling, queue, ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction

from comity.exchange import versions
from comity.exchange.contents import CONTENTS, Content
from comity.exchange.conversations import Event, State, after, kind_of
from comity.exchange.faults import checked
from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.operations import record
from comity.node.cases.models import Case
from comity.node.cases.queries import is_member
from comity.node.messaging import departing, handing, standing, threads
from comity.node.messaging import grounds as basis
from comity.node.messaging.composing import Draft, cleaned_values, queue, understood_by, write
from comity.node.messaging.models import OURS, Conversation, Message
from comity.node.messaging.terms import Grounds, Terms, strictest_of
from comity.node.messaging.types import LEAVING, needs_approval
from comity.node.partners.models import Partner
from comity.node.permissions import Actor, require
from comity.node.runtime import clock, make_id

MOST_RECIPIENTS = 50
Found = TypeVar("Found")


@transaction.atomic
def send(
    *,
    actor: Actor,
    message_type: str,
    content: Content | Mapping[str, Any],
    partner_ids: Sequence[str] = (),
    conversation: Conversation | None = None,
    terms: Terms | None = None,
    grounds: Grounds | None = None,
    in_reply_to: Message | None = None,
    subject: str = "",
    urgent: bool = False,
    hit_id: str = "",
    holding_ids: Sequence[str] = (),
    event: str = "",
    objects: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
) -> list[Message]:
    """This function sends a message of any type: one to each partner, under one id, in one conversation.

    Args:
        actor: who sends it, with purpose and legal basis stated; or the node itself for what it may say alone.
        message_type: its name on the wire.
        content: what it says, or the values that a person gave.
        partner_ids: to whom; empty for everybody who takes part in the conversation.
        conversation: that it belongs to; None begins one, where the type begins any.
        terms: what may be done with it; the strictest of its items counts.
        grounds: purpose and legal basis; by default those of the conversation, or the actor's for what is begun.
        in_reply_to: the message that it answers.
        subject: of a conversation that begins; by default what its first message says.
        urgent: its priority.
        hit_id: the confirmed hit that a conversation follows from.
        holding_ids: the holdings that its items come from, one for each or "" where none.
        event: what the ledger calls it; by default ``messaging.TYPE.written``.
        objects: ids of what else it concerns, for the ledger.
        details: what else the ledger keeps of it.

    Returns:
        one message for each partner, in the order that was given.

    Raises:
        Refused: the actor may not, no legal basis is stated for a partner, or its node does not know the type.
        Missing: no such partner.
        Conflicting: a partner is not accepted, or does not take part in the conversation.
        InvalidInput: with every fault, field by field.
    """
    leaving = LEAVING[message_type]
    require(actor, leaving.action, member=not leaving.of_case or is_member(actor, actor.case_id))
    partners = _partners(partner_ids, conversation)
    said = content if isinstance(content, Content) else read_values(message_type, content)
    departing.check(conversation, message_type, said)
    stood = _each(partners, lambda p: grounds or basis.between(actor, conversation, p, message_type, said))
    spoken = _each(partners, lambda p: versions.choose(message_type, understood_by(p), partner=str(p)))
    purposes = {partner_id: each.purpose for partner_id, each in stood.items()}
    said = handing.prepared(actor, said, partners, purposes, holding_ids)
    if conversation is not None:
        conversation = threads.lock(conversation)
    else:
        conversation = _begin(actor, message_type, partners, subject or threads.title_of(said), hit_id)
    for partner in partners:
        threads.join(conversation, partner)
    terms = terms or Terms()
    draft = Draft(
        conversation=conversation,
        message_type=message_type,
        content=said,
        terms=Terms(strictest_of(terms.restriction, handing.items_of(said)), terms.retention_until, terms.language),
        state=State.APPROVAL if needs_approval(message_type) else State.QUEUED,
        author=actor.user_id,
        recipients=tuple(p.id for p in partners),
        message_id=make_id(),
        urgent=urgent,
    )
    standing.check(conversation, draft.recipients, message_type, said)
    made = [write(draft, p, stood[p.id], version=spoken[p.id], in_reply_to=in_reply_to) for p in partners]
    if draft.state == State.QUEUED:
        leave(made, said)
    Conversation.objects.filter(id=conversation.id).update(last=clock().now())
    cited = [i for i in (in_reply_to.id if in_reply_to else "", hit_id) if i]
    cited += basis.note_emergencies(stood, made, said)
    record(
        actor=actor,
        event=event or f"messaging.{message_type}.written",
        objects=[*objects_of(made), *cited, *filter(None, holding_ids), *objects],
        details={"content": said.document()} | dict(details or {}),
    )
    return made


def leave(messages: Sequence[Message], content: Content) -> None:
    """This function lets the copies of a message of ours go, as written or once they are approved.

    Raises:
        Conflicting: the conversation stands so that it may not any more.
    """
    first = messages[0]
    standing.check(first.conversation, [m.partner_id for m in messages], first.type, content)
    for message in messages:
        if message.state != State.QUEUED:
            message.state = after(State(message.state), Event.APPROVE)
            message.save(update_fields=["state"])
        queue(message)
    handing.left(messages, content)
    departing.leave(messages, content)
    standing.refresh(first.conversation)


def read_values(message_type: str, values: Mapping[str, Any]) -> Content:
    """This function makes a content from what a person gave, cleaned of what a partner would refuse.

    Raises:
        InvalidInput: with every fault, field by field.
    """
    return checked(CONTENTS[message_type], cleaned_values(values), thing=message_type.replace("-", " ").capitalize())


def objects_of(messages: Iterable[Message]) -> list[str]:
    """This function returns the ids by which the ledger finds messages, here and at the partner."""
    found: list[str] = []
    for each in messages:
        conversation = each.conversation
        found += [each.id, each.message_id, conversation.id, conversation.wire_id, each.partner_id]
    return list(dict.fromkeys(found))


def _partners(partner_ids: Sequence[str], conversation: Conversation | None) -> list[Partner]:
    taking_part = conversation.participants.values_list("partner_id", flat=True) if conversation else ()
    wanted = list(dict.fromkeys(partner_ids or taking_part))
    if not 0 < len(wanted) <= MOST_RECIPIENTS:
        raise InvalidInput(
            "Recipients", f"there are {len(wanted)}", f"Choose 1 to {MOST_RECIPIENTS}", code="messaging.recipients"
        )
    known = Partner.objects.in_bulk(wanted)
    if missing := [each for each in wanted if each not in known]:
        raise Missing("Partner", f"there is none with the id {', '.join(missing)}", code="partners.partner.missing")
    partners = [known[each] for each in wanted]
    if closed := [p for p in partners if not p.is_accepted]:
        which = ", ".join(f"{p} is {p.state}" for p in closed)
        raise Conflicting("Recipients", which, "Choose others", code="partners.partner.state")
    strangers = [str(p) for p in partners if p.id not in set(taking_part)]
    if conversation and strangers and conversation.begun_by != OURS:
        raise Conflicting(
            "Recipients",
            f"{', '.join(strangers)} takes no part in this conversation",
            "Begin a conversation with them",
            code="messaging.participant",
        )
    return partners


def _each(partners: Iterable[Partner], find: Callable[[Partner], Found]) -> dict[str, Found]:
    """This function finds something for each partner, and names every partner for which it is refused."""
    found: dict[str, Found] = {}
    refused: list[Refused] = []
    for partner in partners:
        try:
            found[partner.id] = find(partner)
        except Refused as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        first = refused[0]
        reasons = "; ".join(dict.fromkeys(error.reason for error in refused))
        ways = "; ".join(dict.fromkeys(error.way_out for error in refused if error.way_out))
        raise Refused(first.thing, reasons, ways, code=first.code)
    return found


def _begin(actor: Actor, message_type: str, partners: Sequence[Partner], subject: str, hit_id: str) -> Conversation:
    if not LEAVING[message_type].begins:
        raise Conflicting("Message", "it belongs to a conversation", "Name it", code="messaging.conversation.none")
    case = Case.objects.filter(id=actor.case_id).first() if actor.case_id else None
    return threads.begin(partners, kind=kind_of(message_type), subject=subject, case=case, hit_id=hit_id)
