"""Recovery: what a node does when partners know more of it than it knows itself.

While a node is in recovery nothing is sent. Two people look at what was lost, sign for it, and the node begins a new
log that names the lost range. Until then it goes on recording in the old log, so that nothing more is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max

from comity.kernel import Conflicting, InvalidInput, Refused
from comity.ledger import Start
from comity.ledger.recovery import REASON_CHARACTERS
from comity.node.audit import sequencer
from comity.node.audit.models import Alarm, AlarmKind, LedgerState, Log, Witness
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, keyring, make_id, node_id

log = structlog.get_logger()
AFTER: list[Callable[[Start], None]] = []
"""What other slices do when recovery ends, inside its transaction: a new incarnation, budgets counted as spent."""

BEGUN = "audit.recovery.begun"
OURS = (AlarmKind.OURS_BEHIND, AlarmKind.OURS_DIFFERENT)


@transaction.atomic
def begin_recovery(
    *, actor: Actor, reason: str, partner_id: str = "", evidence: Mapping[str, Any] | None = None
) -> bool:
    """This function puts the node into recovery, and returns whether it was not there before.

    Args:
        actor: the system, mostly.
        reason: what was found, in words for the people who look after it.
        partner_id: the node id of the partner that knows more, or empty.
        evidence: what shows it, as JSON.
    """
    state = sequencer.locked()
    if state.recovery_since is not None:
        return False
    state.recovery_since, state.recovery_reason = clock().now(), reason
    state.save(update_fields=["recovery_since", "recovery_reason"])
    sequencer.append(
        state,
        event=BEGUN,
        actor=actor.user_id,
        objects=(partner_id,) if partner_id else (),
        purpose=actor.purpose,
        details={"reason": reason, "evidence": dict(evidence or {})},
    )
    log.warning("audit.recovery.begun", partner=partner_id)
    return True


def in_recovery() -> bool:
    """This function tells whether the node is in recovery."""
    return LedgerState.objects.filter(recovery_since__isnull=False).exists()


def require_able_to_send(state: LedgerState | None = None) -> None:
    """This function lets sending pass, or says that the node is in recovery.

    Args:
        state: of the ledger, where the caller has it locked.

    Raises:
        Refused: ``ledger.recovery``.
    """
    if in_recovery() if state is None else state.recovery_since is not None:
        raise Refused(
            "this node",
            "it is in recovery: partners know more of its ledger than it does, so nothing is sent",
            "Two people look at what was lost and run: comity ledger recover",
            code="ledger.recovery",
        )


@transaction.atomic
def start_new_log(*, actor: Actor, second: Actor, reason: str) -> Start:
    """This function ends recovery: it begins a new log whose first entry names the lost range.

    Args:
        actor: the first person who signs for it.
        second: another person, whose password the caller has checked.
        reason: what happened, in words; partners read it.

    Raises:
        Refused: one of them may not, or both are the same.
        Conflicting: the node is not in recovery.
        InvalidInput: no reason, or one that is too long.
    """
    for each in (actor, second):
        require(each, Action.LEDGER_RECOVER)
    if actor.user_id == second.user_id:
        raise Refused("recovery", "it needs two people", "Ask a colleague to sign too", code="audit.recovery.alone")
    if not reason.strip() or len(reason) > REASON_CHARACTERS:
        raise InvalidInput(
            "reason", f"it needs 1 to {REASON_CHARACTERS} characters", "Say what happened", code="audit.recovery.reason"
        )
    state = sequencer.locked()
    if state.recovery_since is None:
        raise Conflicting("this node", "it is not in recovery", "There is nothing to do", code="audit.recovery.none")
    start = _start(state.log, (actor.user_id, second.user_id), reason.strip())
    token = keyring().signing.sign_document(start.document())
    state.log = Log.objects.create(id=start.log, number=state.log.number + 1, started=clock().now(), statement=token)
    state.recovery_since, state.recovery_reason = None, ""
    state.save()
    sequencer.append(
        state,
        event=sequencer.STARTED,
        actor=actor.user_id,
        objects=(start.log, start.previous, *start.people),
        purpose="",
        details={"statement": token},
    )
    Alarm.objects.filter(kind__in=OURS, closed=None).update(closed=clock().now(), closed_by=actor.user_id)
    for listener in AFTER:
        listener(start)
    return start


def _start(current: Log, people: tuple[str, str], reason: str) -> Start:
    known = [alarm.evidence for alarm in Alarm.objects.filter(kind__in=OURS, closed=None)]
    strangers = [each for each in known if not Log.objects.filter(id=each["log"]).exists()]
    if strangers:
        # The database is older than the log that partners know.
        previous, kept, most = strangers[0]["log"], 0, max(each["size"] for each in strangers)
    else:
        previous = current.id
        agreed = Witness.objects.filter(log=previous).aggregate(size=Max("size"))["size"] or 0
        most = max([current.size, *(each["size"] for each in known if each["log"] == previous)])
        kept = min([agreed, *(each["size"] - 1 for each in known if each["log"] == previous)])
    return Start(node_id(), make_id(), previous, kept, most, reason, people, clock().now())
