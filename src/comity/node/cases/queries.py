"""Reading cases, instruments and working periods."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from comity.kernel import Missing
from comity.node.accounts.models import User
from comity.node.cases.bases import Basis, basis_for
from comity.node.cases.models import Case, Duty, Instrument, WorkingPeriod
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock

__all__ = [
    "Basis", "actor_for", "basis_for", "case", "cases", "duties", "instrument", "instruments", "is_member",
    "open_period", "working_on",
]  # fmt: skip


def open_period(user: User) -> WorkingPeriod | None:
    """This function returns the person's open working period, or None."""
    now = clock().now()
    return (
        WorkingPeriod.objects.filter(user=user, ended=None, until__gt=now)
        .select_related("case", "duty", "instrument")
        .first()
    )


def actor_for(user: User) -> Actor:
    """This function returns who acts when this person does something now, with the purpose that was stated."""
    period = open_period(user)
    if period is None:
        return Actor(user_id=user.id, name=str(user), role=Role(user.role))
    return Actor(
        user_id=user.id,
        name=str(user),
        role=Role(user.role),
        purpose=period.purpose,
        case_id=period.case_id,
        duty_id=period.duty_id,
        instrument_id=period.instrument_id,
    )


def is_member(actor: Actor, case_id: str | None) -> bool:
    """This function tells whether the actor works on a case, or, without a case, on the stated standing duty."""
    if case_id is not None:
        return Case.objects.filter(id=case_id, closed=None, casemember__user_id=actor.user_id).exists()
    return Duty.objects.filter(id=actor.duty_id, members__id=actor.user_id).exists() if actor.duty_id else False


def working_on(actor: Actor, case_ids: Collection[str]) -> frozenset[str]:
    """This function returns those of some cases that are open and that the actor works on."""
    if not case_ids:
        return frozenset()
    found = Case.objects.filter(id__in=list(case_ids), closed=None, casemember__user_id=actor.user_id)
    return frozenset(found.values_list("id", flat=True))


def cases(actor: Actor) -> QuerySet[Case]:
    """This function returns the cases that the actor is a member of; a supervisor sees every case."""
    require(actor, Action.CASE_LIST)
    every = Case.objects.all()
    return every if actor.role is Role.SUPERVISOR else every.filter(casemember__user_id=actor.user_id)


def case(actor: Actor, case_id: str) -> Case:
    """This function returns one case that the actor may see.

    Raises:
        Missing: there is none, or not for this actor.
    """
    found = cases(actor).filter(id=case_id).first()
    if found is None:
        raise Missing("case", "there is none with this id that you may see", code="cases.missing")
    return found


def duties(actor: Actor) -> QuerySet[Duty]:
    """This function returns the standing duties that the actor is on and that are valid now."""
    require(actor, Action.CASE_LIST)
    return Duty.objects.filter(Q(valid_to=None) | Q(valid_to__gt=clock().now()), members__id=actor.user_id)


def instruments() -> QuerySet[Instrument]:
    """This function returns every instrument; instruments are no secret."""
    return Instrument.objects.all()


def instrument(instrument_id: str) -> Instrument:
    """This function returns one instrument.

    Raises:
        Missing: there is none.
    """
    found = Instrument.objects.filter(id=instrument_id).first()
    if found is None:
        raise Missing("instrument", "there is none with this id", code="cases.instrument.missing")
    return found
