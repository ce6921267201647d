"""The gate of recovery: before anything is sent after a start, both sides tell where their chains stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from django.db import transaction

from comity.exchange import Chain, Course, Place, Plan, recovery
from comity.kernel import InvalidInput
from comity.node.audit.heartbeat import forget as ledger_forget
from comity.node.audit.models import AlarmKind
from comity.node.audit.operations import carried_head, keep_head, raise_alarm, record
from comity.node.audit.operations import ensure_compared as ledger_compared
from comity.node.messaging import places
from comity.node.messaging.keeping import freezing
from comity.node.messaging.models import OURS, ChainState, Message, Outbox
from comity.node.partners import events, peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer, Call
from comity.node.permissions import SYSTEM
from comity.node.runtime import node_id

log = structlog.get_logger()
SYNC = "sync"
_compared: set[str] = set()
"""Partners with whom this process compared since its start."""


def forget() -> None:
    """This function makes the gate compare anew with everyone, as after a start."""
    _compared.clear()
    ledger_forget()


def ensure_compared(partner: Partner) -> None:
    """This function compares with a partner where that was not done since the start, or is wanted again.

    Raises:
        Unreachable: the partner does not answer; then nothing is sent to it.
        ComityError: the partner refuses, or what it says cannot be.
    """
    state, _made = ChainState.objects.get_or_create(partner=partner)
    if partner.id in _compared and not state.compare:
        return
    for _ in range(3):
        plan, announcement = _compare_once(partner)
        if announcement is not None:
            plan, _none = _compare_once(partner, announcement)
        if plan.course in {Course.GO_ON, Course.SEND_AGAIN}:
            with transaction.atomic():
                ChainState.objects.filter(partner=partner).update(compare=False)
                record(actor=SYSTEM, event="messaging.chain.compared", objects=[partner.id])
            _compared.add(partner.id)
            return
    raise InvalidInput("Sync", "the chains do not come together", code="messaging.sync.failed")


def answer_sync(call: Call) -> Answer:
    """This function answers a partner that tells where its chains stand, and perhaps announces a new incarnation."""
    content = call.document
    head = content.get("head")
    with freezing(call.partner.id, head if isinstance(head, dict) else None):
        return Answer(_take_places(call.partner, content))


@transaction.atomic
def _take_places(partner: Partner, content: dict[str, Any]) -> dict[str, Any]:
    received = Place.read(content.get("received"))
    Place.read(content.get("sending"))
    head, announcement = content.get("head"), content.get("announcement")
    if isinstance(head, dict):
        keep_head(partner_id=partner.id, carried=head)
    state = places.locked(partner)
    if announcement is not None:
        _take_announcement(partner, state, announcement)
    ours = state.outgoing(node_id())
    plan = recovery.compare(ours, received, lambda i, s: places.cited_at(partner, i, s))
    if plan.course is not Course.GO_ON and not state.compare:
        state.compare = True
        state.save(update_fields=["compare"])
    record(actor=SYSTEM, event="messaging.chain.compared", objects=[partner.id])
    return _places(partner, state)


def _take_announcement(partner: Partner, state: ChainState, announcement: Any) -> None:
    if not isinstance(announcement, dict):
        raise InvalidInput("Announcement", "it cannot be read", code="exchange.announcement.form")
    before = state.incoming(node_id())
    chain = recovery.announced(before, partner.id, node_id(), announcement)
    if chain == before:
        return
    state.set_incoming(chain)
    state.save()
    lost = announcement.get("lost")
    known = {k: lost[k] for k in ("incarnation", "first", "last") if k in lost} if isinstance(lost, dict) else {}
    record(actor=SYSTEM, event="messaging.chain.announced", objects=[partner.id], details={"lost": str(known)[:500]})


def _places(partner: Partner, state: ChainState) -> dict[str, Any]:
    sending, received = Place.of(state.outgoing(node_id())), Place.of(state.incoming(node_id()))
    return {
        "sending": sending.document() if sending else None,
        "received": received.document() if received else None,
        "head": carried_head(partner.id),
    }


def _compare_once(partner: Partner, announcement: dict[str, Any] | None = None) -> tuple[Plan, dict[str, Any] | None]:
    ledger_compared(partner.id)
    with transaction.atomic():
        content = _places(partner, places.locked(partner))
    if announcement is not None:
        content["announcement"] = announcement
    answer = peer.send(partner, SYNC, content, timeout=15).document
    head = answer.get("head")
    theirs = Place.read(answer.get("received"))
    with freezing(partner.id, head if isinstance(head, dict) else None), transaction.atomic():
        if isinstance(head, dict):
            keep_head(partner_id=partner.id, carried=head)
        state = places.locked(partner)
        plan = recovery.compare(state.outgoing(node_id()), theirs, lambda i, s: places.cited_at(partner, i, s))
        return plan, _follow(partner, state, plan, theirs)


def _follow(partner: Partner, state: ChainState, plan: Plan, theirs: Place | None) -> dict[str, Any] | None:
    if plan.course is Course.SEND_AGAIN:
        _send_again(partner, state, plan.again_from)
    if plan.course is Course.RECOVER and plan.lost is not None:
        _recover(partner, state, plan, theirs)
    if plan.course in {Course.RECOVER, Course.ANNOUNCE}:
        return {
            "incarnation": state.out_incarnation,
            "closed": state.out_closed,
            "lost": state.lost[-1] if state.lost else None,
        }
    return None


def _send_again(partner: Partner, state: ChainState, first: int) -> None:
    rows = Message.objects.filter(
        partner=partner, direction=OURS, incarnation=state.out_incarnation, sequence__gte=first, outbox=None
    )
    again = [Outbox(message=row) for row in rows.order_by("sequence")]
    if again:
        Outbox.objects.bulk_create(again)
        details = {"first": first, "messages": len(again)}
        record(actor=SYSTEM, event="messaging.chain.sent-again", objects=[partner.id], details=details)


def _recover(partner: Partner, state: ChainState, plan: Plan, theirs: Place | None) -> None:
    lost = plan.lost.document() if plan.lost else {}
    known = theirs.next if theirs and theirs.incarnation == state.out_incarnation else 0
    chain = state.outgoing(node_id()) or Chain.begin(node_id(), partner.id, lost["incarnation"])
    waiting = Message.objects.filter(partner=partner, direction=OURS, outbox__isnull=False, sequence__isnull=False)
    for row in waiting.filter(incarnation=state.out_incarnation):
        if plan.forked or (row.sequence or 0) >= known:
            places.take_back(row)
    if theirs is not None and theirs.incarnation != chain.incarnation:
        chain = replace(chain, closed=chain.closed | {theirs.incarnation})
    state.set_outgoing(chain.reborn(places.incarnation()))
    state.lost = [*state.lost, lost]
    state.save()
    log.warning("messaging.chain.recovered", partner=partner.id, forked=plan.forked)
    raise_alarm(
        actor=SYSTEM, kind=AlarmKind.CHAIN_LOST, partner_id=partner.id, evidence={"lost": lost, "forked": plan.forked}
    )
    record(actor=SYSTEM, event="messaging.chain.recovered", objects=[partner.id], details={"lost": lost})
    events.tell(events.RECOVERED, partner)
