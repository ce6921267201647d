"""A person decides on a proposal to merge."""

from __future__ import annotations

from django.db import transaction

from comity.kernel import Conflicting, Missing
from comity.node.audit.operations import record
from comity.node.duplicates.models import Proposal, ProposalState
from comity.node.duplicates.words import speaks_for
from comity.node.holdings import operations as holdings
from comity.node.holdings.access import holding_for, storable
from comity.node.holdings.models import Merge
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock


@transaction.atomic
def merge_proposed(*, actor: Actor, proposal_id: str, reason: str = "") -> Merge:
    """This function puts both records under one subject, the one that stood first.

    Args:
        actor: who decides; works on the cases of both records.
        proposal_id: which proposal.
        reason: why they are one, in words; what speaks for it where empty.

    Raises:
        Refused: the actor may not.
        InvalidInput: they are one subject already.
        Conflicting: it was decided already, or they are of different kinds.
        Missing: no such proposal, or not for this actor.
    """
    found = _open(actor, proposal_id)
    reason = reason.strip() or "; ".join(speaks_for(found))
    made = holdings.merge(actor=actor, kept_holding=found.first_id, absorbed_holding=found.second_id, reason=reason)
    _decide(found, actor, ProposalState.MERGED, reason, made)
    return made


@transaction.atomic
def decline_proposed(*, actor: Actor, proposal_id: str, reason: str = "") -> None:
    """This function says that two records are not of one subject; they are not proposed again.

    Raises:
        Refused: the actor may not.
        Conflicting: it was decided already.
        Missing: no such proposal, or not for this actor.
    """
    found = _open(actor, proposal_id)
    _decide(found, actor, ProposalState.DECLINED, reason)
    record(
        actor=actor, event="duplicates.proposal.declined", objects=[found.id, found.first_id, found.second_id],
        details={"reason": reason.strip()[:500]},
    )  # fmt: skip


def _open(actor: Actor, proposal_id: str) -> Proposal:
    require(actor, Action.HOLDING_MERGE, member=True)
    found = Proposal.objects.select_for_update().filter(id=storable(proposal_id)).first()
    try:
        for holding_id in (found.first_id, found.second_id) if found else ("", ""):
            holding_for(actor, holding_id, Action.HOLDING_MERGE)
    except Missing:
        raise Missing("proposal", "there is none with this id that you may see", code="duplicates.missing") from None
    if found is None or found.state != ProposalState.OPEN:
        raise Conflicting("proposal", "it was decided already", "Look at the next one", code="duplicates.decided")
    return found


def _decide(found: Proposal, actor: Actor, state: ProposalState, reason: str, merge: Merge | None = None) -> None:
    found.state, found.reason, found.merge = state, reason.strip(), merge
    found.decided, found.decided_by = clock().now(), actor.user_id
    found.save(update_fields=["state", "reason", "merge", "decided", "decided_by"])
