"""Writing the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comity.ledger import SignedHead
from comity.node.audit import sequencer
from comity.node.permissions import Actor


def record(*, actor: Actor, event: str, objects: Sequence[str] = (), details: Mapping[str, Any] | None = None) -> int:
    """This function writes one entry inside the caller's transaction and returns its index in the log.

    Call it last in an operation: from here to the end of the transaction every other writer waits.

    Args:
        actor: who acts; its case, duty and legal basis join the objects.
        event: what happened, a dotted name such as ``holdings.holding.read``.
        objects: ids of what it concerns. They cannot be erased, so they never say anything about a person.
        details: everything else, as JSON; erased when its retention ends.

    Raises:
        InvalidInput: the details are no JSON.
    """
    named = dict.fromkeys([*objects, *(i for i in (actor.case_id, actor.duty_id, actor.instrument_id) if i)])
    return sequencer.append(
        sequencer.locked().log,
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
    return sequencer.seal(sequencer.locked().log)
