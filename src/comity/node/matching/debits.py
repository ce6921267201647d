"""Budgets as rows: what is allowed, what was spent, and debits in the caller's transaction."""

from __future__ import annotations

from django.db.models import Q

from comity.kernel import Refused
from comity.linkage import budgets, joint
from comity.linkage.budgets import Allowance
from comity.linkage.checks import Statement
from comity.linkage.joint import JointState
from comity.node.matching.budget_models import Lowered
from comity.node.matching.models import Budget, Debit, JointCheck
from comity.node.partners.models import Partner
from comity.node.runtime import clock, limits


def agreed(partner_id: str) -> Allowance:
    """This function returns what both sides agreed for today, in both directions; else the default."""
    today = clock().now().date()
    rows = Budget.objects.filter(Q(until=None) | Q(until__gte=today), partner_id=partner_id)
    kept = dict(rows.values_list("purpose", "elements"))
    default = Allowance.default(limits())
    return Allowance(kept.pop("", default.ceiling), kept)


def has_agreed(partner_id: str) -> bool:
    """This function tells whether something else than the default is agreed."""
    return Budget.objects.filter(partner=partner_id).exists()


def allowance(partner_id: str, *, asked_by_us: bool) -> Allowance:
    """This function returns what is allowed today in one direction; the side that answers may have lowered it."""
    we_may, they_may = allowances(partner_id)
    return we_may if asked_by_us else they_may


def allowances(partner_id: str) -> tuple[Allowance, Allowance]:
    """This function returns what is allowed today in both directions: to this node, and to the partner."""
    both = agreed(partner_id)
    limits_by: dict[bool, dict[str, int]] = {True: {}, False: {}}
    rows = Lowered.objects.filter(partner_id=partner_id)
    for by_us, purpose, elements in rows.values_list("by_us", "purpose", "elements"):
        limits_by[by_us][purpose] = elements
    return budgets.lowered(both, limits_by[False]), budgets.lowered(both, limits_by[True])


def spent(partner_id: str, *, asked_by_us: bool) -> dict[str, int]:
    """This function returns what was spent today, by purpose."""
    rows = Debit.objects.filter(partner_id=partner_id, asked_by_us=asked_by_us, day=budgets.day_of(clock().now()))
    return dict(rows.values_list("purpose", "elements"))


def debit(partner_id: str, purpose: str, elements: int, *, asked_by_us: bool, live: bool = False) -> None:
    """This function debits elements inside the caller's transaction.

    Args:
        partner_id: with whom.
        purpose: of the check.
        elements: how many.
        asked_by_us: the direction.
        live: whether they are counted because a check of an earlier day stays live.

    Raises:
        Exhausted: the budget does not allow it; nothing is debited.
    """
    lock(partner_id)
    debit_locked(partner_id, purpose, elements, asked_by_us=asked_by_us, live=live)


def lock(partner_id: str) -> None:
    """This function keeps others from a partner's debits until the caller's transaction ends."""
    Partner.objects.select_for_update(of=("self",)).only("id").get(id=partner_id)


def debit_locked(partner_id: str, purpose: str, elements: int, *, asked_by_us: bool, live: bool = False) -> None:
    """This function does what `debit` does, where the caller holds the lock.

    Raises:
        Exhausted: the budget does not allow it; nothing is debited.
    """
    before = spent(partner_id, asked_by_us=asked_by_us)
    budgets.debit(allowance(partner_id, asked_by_us=asked_by_us), before, purpose, elements)
    row, _ = Debit.objects.get_or_create(
        partner_id=partner_id, asked_by_us=asked_by_us, day=budgets.day_of(clock().now()), purpose=purpose
    )
    row.elements += elements
    row.live += elements if live else 0
    row.save(update_fields=["elements", "live"])


def give_back(partner_id: str, purpose: str, elements: int) -> None:
    """This function takes a debit of ours back, where the partner refused the batch before it counted it."""
    lock(partner_id)
    row = Debit.objects.filter(
        partner_id=partner_id, asked_by_us=True, day=budgets.day_of(clock().now()), purpose=purpose
    ).first()
    if row is not None:
        row.elements -= min(elements, row.elements - row.live)
        row.save(update_fields=["elements"])


def debit_joint(partner: Partner, statement: Statement) -> None:
    """This function debits a batch from the budget of the joint check that it names, inside the caller's transaction.

    Raises:
        Refused: ``matching.joint.ended``: there is none in force for this purpose, case and legal basis.
        Exhausted: its budget is used up.
    """
    agreed = JointCheck.objects.select_for_update(of=("self",)).filter(
        partner=partner, ours=False, state=JointState.ACCEPTED, until__gte=clock().now().date(),
        purpose=statement.purpose, reference=statement.case, legal_basis=statement.legal_basis,
    )  # fmt: skip
    row = agreed.filter(id=statement.joint).first()
    if row is None:
        raise Refused(
            "the joint check", "none is agreed for this purpose, case and legal basis, or it is over",
            "Propose it to the partner", code="matching.joint.ended",
        )  # fmt: skip
    row.spent = joint.debit(row.elements, row.spent, statement.elements)
    row.save(update_fields=["spent"])


def on_recovered(partner: Partner) -> None:
    """This function counts today's budgets as spent: after a restore nobody knows what was evaluated."""
    for ours in (True, False):
        rest = allowance(partner.id, asked_by_us=ours).ceiling - sum(spent(partner.id, asked_by_us=ours).values())
        row, _ = Debit.objects.get_or_create(
            partner=partner, asked_by_us=ours, day=budgets.day_of(clock().now()), purpose="",
        )  # fmt: skip
        row.elements += max(rest, 0)
        row.save()
