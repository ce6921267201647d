"""Recording, sealing, erasing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from comity.kernel import InvalidInput
from comity.ledger import SignedHead
from comity.node.audit import sequencer
from comity.node.audit.models import Alarm, AlarmKind, LedgerEntry
from comity.node.audit.space import require_space
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id

ERASED = "audit.details.erased"
ALARM = "audit.alarm.raised"
_BATCH = 500


def record(
    *,
    actor: Actor,
    event: str,
    objects: Sequence[str] = (),
    details: Mapping[str, Any] | None = None,
    frees_space: bool = False,
) -> int:
    """This function writes one entry inside the caller's transaction and returns its index in the log.

    Call it last in an operation: from here to the end of the transaction every other writer waits.

    Args:
        actor: who acts; its case, duty and legal basis join the objects.
        event: what happened, a dotted name such as ``holdings.holding.read``.
        objects: ids of what it concerns. They cannot be erased, so they never say anything about a person.
        details: everything else, as JSON; erased when its retention ends.
        frees_space: whether this is done even when the disk is nearly full, since it makes room.

    Raises:
        Exhausted: ``node.disk.full``; the caller's transaction must not be committed.
        InvalidInput: the details are no JSON.
    """
    if not frees_space:
        require_space()
    named = dict.fromkeys([*objects, *(i for i in (actor.case_id, actor.duty_id, actor.instrument_id) if i)])
    return sequencer.append(
        sequencer.locked(),
        event=event,
        actor=actor.user_id,
        objects=tuple(named),
        purpose=actor.purpose,
        details=dict(details or {}),
    )


def seal() -> SignedHead:
    """This function returns a signed head, inside the caller's transaction, that covers everything recorded so far.

    Send it only after the transaction is committed.
    """
    return sequencer.seal(sequencer.locked())


@transaction.atomic
def erase_details(*, actor: Actor, object_ids: Iterable[str], ending: str = "") -> int:
    """This function erases the details of every entry about some objects, and returns of how many.

    What the entries prove stays: that something was done, when, by whom and about which objects. The erasure is an
    entry itself and names each entry that it touched, so that a proof can tell it from tampering.

    Args:
        actor: who erases.
        object_ids: about what.
        ending: only entries whose event ends so; empty for every one.

    Raises:
        Refused: the actor may not erase.
    """
    require(actor, Action.HOLDING_ERASE, member=True)
    found = LedgerEntry.objects.filter(found_by__object__in=list(object_ids), details__isnull=False).exclude(
        event__in=[ERASED, sequencer.STARTED]
    )
    found = found.filter(event__endswith=ending) if ending else found
    ids = sorted(set(found.values_list("id", flat=True)))
    for first in range(0, len(ids), _BATCH):
        rows = LedgerEntry.objects.filter(id__in=ids[first : first + _BATCH])
        names = [erased_name(log, index) for log, index in rows.order_by("id").values_list("log_id", "index")]
        rows.update(details=None, salt=None)
        record(actor=actor, event=ERASED, objects=names, frees_space=True)
    return len(ids)


def erased_name(log: str, index: int) -> str:
    """This function names an entry in the entry that records its erasure."""
    return f"{log}/{index}"


def raise_alarm(*, actor: Actor, kind: AlarmKind, partner_id: str = "", evidence: Mapping[str, Any]) -> Alarm:
    """This function raises an alarm that stays open until somebody closes it; one of a kind and partner.

    Args:
        actor: the system, mostly.
        kind: what it is about.
        partner_id: the node id of the partner, or empty.
        evidence: signed tokens and words, as JSON.
    """
    with transaction.atomic():
        state = sequencer.locked()
        alarm = Alarm.objects.filter(kind=kind, partner=partner_id, closed=None).first()
        if alarm is None:
            alarm = Alarm.objects.create(
                id=make_id(), kind=kind, partner=partner_id, time=clock().now(), evidence=dict(evidence)
            )
            sequencer.append(
                state,
                event=ALARM,
                actor=actor.user_id,
                objects=tuple(i for i in (alarm.id, partner_id) if i),
                purpose=actor.purpose,
                details={"kind": str(kind), "evidence": dict(evidence)},
            )
    return alarm


@transaction.atomic
def close_alarm(*, actor: Actor, alarm_id: str, words: str) -> None:
    """This function closes an alarm with what was found out.

    Raises:
        Refused: the actor may not.
        InvalidInput: the id or the words hold a zero character.
    """
    require(actor, Action.LEDGER_RECOVER)
    if "\0" in alarm_id + words:
        raise InvalidInput("alarm", "a text holds a zero character", "Leave it out", code="audit.alarm.text")
    if Alarm.objects.filter(id=alarm_id, closed=None).update(closed=clock().now(), closed_by=actor.user_id):
        record(actor=actor, event="audit.alarm.closed", objects=[alarm_id], details={"words": words})
