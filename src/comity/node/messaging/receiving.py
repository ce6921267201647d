"""What a partner's message does here: one effect, one receipt, whatever arrives how often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from comity.exchange import Chain, Decision, Frame, Outcome, Verdict, chains, messages, packets, receipts
from comity.exchange.contents import Tombstone
from comity.exchange.conversations import Incoming, Kind, kind_of
from comity.exchange.messages import Message as Received
from comity.exchange.messages import read_frame
from comity.kernel import Conflicting, InvalidInput, new_id
from comity.node.audit.models import AlarmKind
from comity.node.audit.operations import carried_head, keep_head, raise_alarm, record
from comity.node.messaging import effects, places, standing, threads
from comity.node.messaging.citations import cited_by
from comity.node.messaging.effects.notices import answer_unknown
from comity.node.messaging.keeping import freezing
from comity.node.messaging.models import OURS, THEIRS, ChainState, Conversation, Message, Participant, Receipt
from comity.node.partners.peer import Answer, Call
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, keyring, limits, node_id

log = structlog.get_logger()


def take(call: Call) -> Answer:
    """This function takes a message that was admitted and opened, and returns its receipt.

    Raises:
        InvalidInput: its place cannot be read.
        Conflicting: ``exchange.chain.gap``, ``exchange.chain.incarnation`` or ``exchange.chain.alarm``.
    """
    frame = read_frame(call.document)
    carried = call.document.get("head")
    with freezing(call.partner.id, carried if isinstance(carried, dict) else None):
        decision, receipt = _decide_and_keep(call, frame)
    if decision.verdict in {Verdict.ACCEPT, Verdict.DUPLICATE}:
        log.info("exchange.message.taken", partner=call.partner.id, verdict=decision.verdict.value)
        return Answer({"receipt": receipt})
    if decision.verdict is Verdict.ALARM:
        _alarm(call, frame, decision)
    code = {Verdict.GAP: "gap", Verdict.UNKNOWN_INCARNATION: "incarnation"}.get(decision.verdict, "alarm")
    raise Conflicting("Message", decision.reason, "Compare where the chains stand", code=f"exchange.chain.{code}")


@transaction.atomic
def _decide_and_keep(call: Call, frame: Frame) -> tuple[Decision, str]:
    partner = call.partner
    state = places.locked(partner)
    incoming = state.incoming(node_id())
    link = _link(call)
    decision = chains.decide(
        incoming,
        frame,
        link,
        kept=lambda incarnation, sequence: places.kept(partner, incarnation, sequence),
        same_id=lambda message_id: places.place_of(partner, message_id),
    )
    if decision.verdict is Verdict.DUPLICATE:
        there = Message.objects.get(
            partner=partner, direction=THEIRS, incarnation=frame.incarnation, sequence=frame.sequence
        )
        return decision, there.receipt.token
    if decision.verdict is not Verdict.ACCEPT:
        return decision, ""
    row, outcome, reasons = _keep(call, frame, link)
    state.set_incoming((incoming or Chain.begin(partner.id, node_id(), frame.incarnation)).after(link))
    state.save()
    return decision, _receipt(call, frame, row, outcome, reasons)


def _link(call: Call) -> str:
    """This function returns the hash that the message counts with: a sound tombstone counts as what it stands for."""
    if call.document.get("type") == "tombstone":
        try:
            content = messages.read(call.document).content
        except InvalidInput:
            content = None
        if isinstance(content, Tombstone):
            return content.stands_for
    return packets.token_hash(call.token)


def _keep(call: Call, frame: Frame, link: str) -> tuple[Message, Outcome, tuple[str, ...]]:
    now = clock().now()
    try:
        with transaction.atomic():
            received = messages.read(call.document, now=now, limits=limits())
            if received.header.head is not None:
                keep_head(partner_id=call.partner.id, carried=received.header.head)
            row = _take_effect(call, received, frame, link, now)
    except InvalidInput as fault:
        log.info("exchange.message.poisoned", partner=call.partner.id, code=fault.code)
        conversation = threads.begun_by(call.partner, new_id(now), kind=Kind.OTHER, subject="")
        row = _row(call, frame, link, conversation, Incoming.POISONED, reason=fault.reason)
        return row, Outcome.POISONED, (fault.reason,)
    if isinstance(received.content, Tombstone):
        return row, Outcome.ENTOMBED, (received.content.reason,)
    return row, Outcome.TAKEN if received.content else Outcome.KEPT, ()


def _take_effect(call: Call, received: Received, frame: Frame, link: str, now: datetime) -> Message:
    participant = _participant(call, received)
    conversation = participant.conversation
    state = Incoming.ENTOMBED if isinstance(received.content, Tombstone) else Incoming.RECEIVED
    row = _row(call, frame, link, conversation, state, doubtful=received.doubtful_time)
    conversation.last = now
    conversation.save(update_fields=["last"])
    if received.content is not None:
        effects.take(
            effects.Arrival(
                call.partner, row, conversation, participant, received.header, received.content, call.token, now
            )
        )
    standing.refresh(conversation, by=call.partner.id)
    if received.content is None:
        answer_unknown(row)
    return row


def _participant(call: Call, received: Received) -> Participant:
    """This function returns where a message belongs: with what it cites, or in the conversation that it names.

    A conversation in which the partner takes no part is not the one that it names; it gets one of its own.
    """
    cited = cited_by(received.type, received.content)
    about = Message.objects.filter(partner=call.partner, direction=OURS, message_id=cited).first() if cited else None
    wire_id = about.conversation.wire_id if about else received.header.conversation
    found = threads.of_partner(call.partner, wire_id)
    if found is None:
        begun = threads.begun_by(
            call.partner, wire_id, kind=kind_of(received.type), subject=threads.title_of(received.content)
        )
        found = begun.participants.select_related("conversation", "partner").get()
    threads.lock(found.conversation)
    threads.join_named(found.conversation, call.partner, received.header.recipients)
    return found


def _row(
    call: Call,
    frame: Frame,
    link: str,
    conversation: Conversation,
    state: Incoming,
    *,
    doubtful: bool = False,
    reason: str = "",
) -> Message:
    kind = call.document.get("type")
    return Message.objects.create(
        conversation=conversation,
        partner=call.partner,
        direction=THEIRS,
        message_id=frame.id,
        type=kind[:40] if isinstance(kind, str) else "",
        state=state,
        incarnation=frame.incarnation,
        sequence=frame.sequence,
        link=link,
        token=call.token,
        document=_storable(call.document),
        doubtful_time=doubtful,
        reason=reason,
        made=threads.moment_in(conversation),
    )


def _storable(document: Mapping[str, Any]) -> dict[str, Any]:
    """This function leaves out of a poisoned document what a database cannot hold; the token keeps it all."""
    return {str(k): _clean(v) for k, v in document.items() if k != "head"}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {_clean(k): _clean(v) for k, v in value.items()}
    return [_clean(v) for v in value] if isinstance(value, list) else value


def _receipt(call: Call, frame: Frame, row: Message, outcome: Outcome, reasons: tuple[str, ...]) -> str:
    now = clock().now()
    details = {"hash": packets.token_hash(call.token), "outcome": outcome.value, "sequence": frame.sequence}
    record(
        actor=SYSTEM,
        event="messaging.message.received",
        objects=[row.id, row.conversation_id, call.partner.id],
        details=details,
    )
    token = receipts.sign(
        keyring().signing,
        frame,
        token_hash=packets.token_hash(call.token),
        outcome=outcome,
        received_at=now,
        head=carried_head(call.partner.id),
        reasons=reasons,
    )
    Receipt.objects.create(message=row, token=token, outcome=outcome, at=now)
    return token


def _alarm(call: Call, frame: Frame, decision: Decision) -> None:
    log.warning("exchange.message.alarm", partner=call.partner.id, sequence=frame.sequence)
    evidence = {
        "reason": decision.reason,
        "incarnation": frame.incarnation,
        "sequence": frame.sequence,
        "token": call.token,
    }
    with transaction.atomic():
        raise_alarm(actor=SYSTEM, kind=AlarmKind.CHAIN_FORKED, partner_id=call.partner.id, evidence=evidence)
        ChainState.objects.filter(partner=call.partner).update(compare=True)
