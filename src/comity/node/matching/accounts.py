"""What both sides counted: told to each other every hour and after a budget was lowered, so that differences show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from comity.kernel import ComityError
from comity.linkage.accounts import SPAN, Account, Counted, Difference, differences, read_account
from comity.linkage.budgets import day_of
from comity.linkage.checks import SINGLE
from comity.node.audit.operations import carried_head, record
from comity.node.matching import debits, fetching
from comity.node.matching.budget_models import Lowered, Telling
from comity.node.matching.calls import ACCOUNT
from comity.node.matching.models import AnsweredCheck, Debit, Inquiry
from comity.node.partners import peer
from comity.node.partners.models import Partner
from comity.node.partners.peer import Answer, Call
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM, Action, require
from comity.node.runtime import clock

EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Compared:
    """One direction as both sides counted it.

    Args:
        ours: what this node counted.
        theirs: what the partner told; None where it has told nothing.
        same_day: whether the partner spoke of today.
        differences: where both cannot be right.
    """

    ours: Counted
    theirs: Counted | None
    same_day: bool
    differences: tuple[Difference, ...]


def counted(partner_id: str, *, asked_by_us: bool) -> Counted:
    """This function counts the elements of batches in one direction, without live and joint checks."""
    now = clock().now()
    rows = Debit.objects.filter(
        partner_id=partner_id, asked_by_us=asked_by_us, day__gt=day_of(now - SPAN), day__lte=day_of(now)
    ).exclude(purpose="")
    today: dict[str, int] = defaultdict(int)
    span: dict[str, int] = defaultdict(int)
    for day, purpose, elements, live in rows.values_list("day", "purpose", "elements", "live"):
        span[purpose] += elements - live
        if day == day_of(now):
            today[purpose] += elements - live
    return Counted(dict(today), dict(span))


def compared(partner_id: str, *, asked_by_us: bool) -> Compared:
    """This function compares what both sides counted in one direction."""
    ours, row = counted(partner_id, asked_by_us=asked_by_us), Telling.objects.filter(partner_id=partner_id).first()
    if row is None or not row.heard:
        return Compared(ours, None, same_day=False, differences=())
    told = read_account(row.heard)
    theirs = told.answered if asked_by_us else told.asked
    same_day = told.day == day_of(clock().now())
    found = differences(ours, theirs, same_day=same_day, batch=_largest(partner_id, asked_by_us=asked_by_us))
    return Compared(ours, theirs, same_day, tuple(found))


def _largest(partner_id: str, *, asked_by_us: bool) -> int:
    """This function returns the elements of the largest batch in one direction in the days that are counted."""
    since = clock().now() - SPAN
    rows: QuerySet[Any] = AnsweredCheck.objects.filter(partner=partner_id, at__gte=since, joint="")
    if asked_by_us:
        rows = Inquiry.objects.filter(partner=partner_id, of__at__gte=since, joint=None)
    return max(rows.aggregate(most=Max("elements"))["most"] or 0, SINGLE)


def tell(partner: Partner) -> bool:
    """This function tells a partner what was counted here and takes in what it counted; it returns whether it did."""
    with transaction.atomic():
        said = _account(partner)
    try:
        answer = peer.send(partner, ACCOUNT, said)
        fetching.take_head(partner, answer)
        _heard(partner, {name: value for name, value in answer.document.items() if name != "head"})
    except ComityError as error:
        pause = AGAIN if error.kind == "unreachable" else EVERY
        Telling.objects.filter(partner=partner).update(fault=str(error)[:300], due=clock().now() + pause)
        return False
    Telling.objects.filter(partner=partner).update(fault="", due=clock().now() + EVERY)
    return True


def answer_account(call: Call) -> Answer:
    """This function takes in what a partner counted, and answers with what was counted here.

    Raises:
        InvalidInput: it is malformed.
    """
    require(SYSTEM, Action.CHECK_ANSWER)
    _heard(call.partner, call.document)
    with transaction.atomic():
        said = _account(call.partner)
        head = carried_head(call.partner.id)
    return Answer(said | {"head": head})


def tell_due() -> int:
    """This function tells every partner for whom it is time, and returns how many answered."""
    now = clock().now()
    waiting = accepted().filter(Q(telling=None) | Q(telling__due=None) | Q(telling__due__lte=now))
    return sum(tell(partner) for partner in waiting)


def _account(partner: Partner) -> dict[str, Any]:
    """This function writes what is told now, under a number of its own, inside the caller's transaction."""
    debits.lock(partner.id)
    row, _ = Telling.objects.get_or_create(partner=partner)
    row.number = max(row.number + 1, int(clock().now().timestamp() * 1000))
    row.save(update_fields=["number"])
    lowered = Lowered.objects.filter(partner=partner, by_us=True)
    return Account(
        row.number, day_of(clock().now()), counted(partner.id, asked_by_us=True).rounded(),
        counted(partner.id, asked_by_us=False).rounded(), dict(lowered.values_list("purpose", "elements")),
    ).document()  # fmt: skip


def _heard(partner: Partner, document: dict[str, Any]) -> None:
    """This function keeps what a partner told, and what it lowered, unless something newer is here."""
    said, now = read_account(document), clock().now()
    with transaction.atomic():
        debits.lock(partner.id)
        row, _ = Telling.objects.get_or_create(partner=partner)
        if said.number <= row.heard_number:
            return
        row.heard_number, row.heard, row.heard_at = said.number, said.document(), now
        row.save(update_fields=["heard_number", "heard", "heard_at"])
        kept = Lowered.objects.filter(partner=partner, by_us=False)
        if dict(kept.values_list("purpose", "elements")) == dict(said.limits):
            return
        kept.delete()
        Lowered.objects.bulk_create(
            Lowered(partner=partner, by_us=False, purpose=purpose, elements=elements, at=now)
            for purpose, elements in said.limits.items()
        )
        record(
            actor=SYSTEM, event="matching.budget.told", objects=[partner.id], details={"limits": dict(said.limits)}
        )  # fmt: skip
