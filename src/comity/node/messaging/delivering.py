"""Carrying the outbox: per partner in the order of its chain, tried again with growing waits, never twice in effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When

from comity.crypto import parse_canonical
from comity.crypto.encoding import decode
from comity.exchange import Outcome, Receipt, Trying, messages, packets, receipts
from comity.exchange.contents import TombstoneReason
from comity.exchange.conversations import Event, State, after, allows
from comity.kernel import ComityError, InvalidInput, Refused, Unreachable
from comity.node.audit.operations import keep_head, record
from comity.node.chores import chore
from comity.node.messaging import models, places, standing
from comity.node.messaging.comparing import ensure_compared
from comity.node.messaging.entombing import tombstone_of
from comity.node.messaging.keeping import freezing
from comity.node.messaging.models import ChainState, Message, Outbox
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted, signers
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, limits

log = structlog.get_logger()
MOST_AT_ONCE = 200
"""Messages to one partner in one round, so that a flood does not keep the others waiting."""
MOST_REJECTIONS = 8
"""Answers without a receipt after which a message counts as poisoned."""
_COMPARE_AGAIN = frozenset({"exchange.chain.gap", "exchange.chain.incarnation", "exchange.chain.alarm"})
_POISON = frozenset({"exchange.message.frame"})
_NOT_THE_MESSAGE = frozenset({"partners.channel.frozen", "ledger.recovery", "node.disk.full"})


@chore("messaging.deliver", every=timedelta(seconds=1))
def deliver() -> int:
    """This function tries every partner that has mail and is due, and returns how many messages got through."""
    waiting = Outbox.objects.values_list("message__partner_id", flat=True).distinct()
    return sum(_deliver_to(partner) for partner in accepted().filter(id__in=list(waiting)))


@chore("messaging.compare", every=timedelta(seconds=30))
def compare() -> int:
    """This function compares with partners that have no mail but whose chains must be looked at."""
    done = 0
    now = clock().now()
    for state in ChainState.objects.filter(compare=True, partner__in=accepted()).select_related("partner"):
        if state.trying.is_due(now):
            try:
                ensure_compared(state.partner)
                done += 1
            except ComityError as error:
                _failed(state.partner, error)
    return done


def _deliver_to(partner: Partner) -> int:
    state, _made = ChainState.objects.get_or_create(partner=partner)
    if not state.trying.is_due(clock().now()):
        return 0
    done = 0
    try:
        ensure_compared(partner)
        while done < MOST_AT_ONCE and (row := _next(partner)) is not None:
            _hand_over(partner, row)
            done += 1
    except ComityError as error:
        _failed(partner, error)
    except OSError as error:
        _failed(partner, Unreachable("This node", type(error).__name__, code="messaging.delivery.failed"))
    else:
        ChainState.objects.filter(partner=partner).update(attempts=0, last_attempt=None, fault="")
    return done


def _next(partner: Partner) -> Outbox | None:
    """This function returns what goes next: former incarnations first, then by place, then what has none yet."""
    current = ChainState.objects.get(partner=partner).out_incarnation
    former = Case(
        When(message__incarnation__in=["", current], then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    rows = Outbox.objects.filter(message__partner=partner).select_related("message", "message__conversation")
    return rows.order_by(former, F("message__sequence").asc(nulls_last=True), "message__made", "id").first()


def _hand_over(partner: Partner, row: Outbox) -> None:
    with transaction.atomic():
        state = places.locked(partner)
        message = places.relocked(row.message)
        if message.sequence is None:
            places.give(state, message)
        if allows(State(message.state), Event.TRY):
            message.state, message.sent = after(State(message.state), Event.TRY), message.sent or clock().now()
            message.save(update_fields=["state", "sent"])
    token = message.tombstone or message.token
    try:
        answer = peer.send_message(partner, _packet_id(token, message), token)
        receipt = _proved(partner, message, answer.document)
    except Unreachable:
        raise
    except ComityError as error:
        _rejected(row, error)
        raise
    row.message = message
    with freezing(partner.id, receipt.head), transaction.atomic():
        keep_head(partner_id=partner.id, carried=receipt.head)
        _acknowledged(row, receipt)


def _packet_id(token: str, message: Message) -> str:
    return str(_claims(token)["id"]) if token == message.tombstone else message.message_id


def _claims(token: str) -> dict[str, Any]:
    document = parse_canonical(decode(token.split(".")[1]), depth=limits().document_depth)
    return dict(document)


def _proved(partner: Partner, message: Message, document: Mapping[str, Any]) -> Receipt:
    token = document.get("receipt")
    if not isinstance(token, str):
        raise InvalidInput("Receipt", "there is none in the answer", code="exchange.receipt.form")
    hashes = [message.link] + ([packets.token_hash(message.tombstone)] if message.tombstone else [])
    last: ComityError | None = None
    # A duplicate gets the receipt that was made before; the partner may have replaced its signing key since.
    for public in signers(partner).values():
        try:
            frame = messages.read_frame(message.document)
            return receipts.read(token, public, frame, hashes=hashes, depth=limits().document_depth)
        except InvalidInput as error:
            last = error if last is None or error.code != "crypto.jws.header" else last
    raise last or InvalidInput("Receipt", "no key of the partner is known", code="exchange.receipt.form")


def _acknowledged(row: Outbox, receipt: Receipt) -> None:
    message = places.relocked(row.message)
    before, now = message.state, clock().now()
    event = Event.POISON if receipt.outcome is Outcome.POISONED else Event.RECEIPT
    if receipt.outcome is not Outcome.ENTOMBED and allows(State(message.state), event):
        message.state = after(State(message.state), event)
        message.delivered = message.delivered or now
        message.reason = receipt.reason
        message.save(update_fields=["state", "delivered", "reason"])
    models.Receipt.objects.update_or_create(
        message=message, defaults={"token": receipt.token, "outcome": receipt.outcome, "at": now}
    )
    row.delete()
    if {before, message.state} & {State.EXPIRED, State.REFUSED}:
        standing.refresh(message.conversation)
    record(
        actor=SYSTEM,
        event="messaging.message.delivered",
        objects=[message.id, message.partner_id],
        details={"outcome": receipt.outcome.value, "hash": receipt.hash},
    )


def _rejected(row: Outbox, error: ComityError) -> None:
    """This function counts an answer that was no receipt; a message that never gets one is entombed."""
    if error.code in _NOT_THE_MESSAGE or (isinstance(error, Refused) and error.code.startswith("ledger.")):
        return
    if error.code in _COMPARE_AGAIN:
        ChainState.objects.filter(partner_id=row.message.partner_id).update(compare=True)
    row.rejections += 1
    row.save(update_fields=["rejections"])
    if error.code in _POISON or row.rejections >= MOST_REJECTIONS:
        with transaction.atomic():
            _entomb(row, TombstoneReason.POISONED, error.reason)


def _failed(partner: Partner, error: ComityError) -> None:
    log.info("messaging.delivery.failed", partner=partner.id, code=error.code)
    with transaction.atomic():
        state = places.locked(partner)
        trying = state.trying.failed(clock().now())
        state.attempts, state.last_attempt, state.fault = trying.attempts, trying.last, str(error)[:300]
        state.save(update_fields=["attempts", "last_attempt", "fault"])
        rows = Outbox.objects.filter(message__partner=partner).select_related("message")
        rows.update(tried_for=F("tried_for") + trying.tried_for)
        for row in rows:
            if not row.message.tombstone and Trying(tried_for=row.tried_for).is_expired(limits()):
                _entomb(row, TombstoneReason.EXPIRED, "")


def _entomb(row: Outbox, reason: TombstoneReason, words: str) -> None:
    """This function gives up a message: where it has a place, a signed tombstone stands for it."""
    message = places.relocked(row.message)
    message.reason = words
    message.state = State.EXPIRED if reason is TombstoneReason.EXPIRED else State.REFUSED
    if message.sequence is None:
        row.delete()
    elif not message.tombstone:
        message.tombstone = tombstone_of(message, reason)
        row.tried_for, row.rejections = timedelta(), 0
        row.save(update_fields=["tried_for", "rejections"])
    message.save(update_fields=["reason", "state", "tombstone"])
    standing.refresh(message.conversation)
    record(
        actor=SYSTEM,
        event=f"messaging.message.{reason.value}",
        objects=[message.id, message.partner_id],
        details={"reason": words},
    )
