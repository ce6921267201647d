"""Changing cases, duties and working periods; instruments and emergencies have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from comity.kernel import InvalidInput, Missing, Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.accounts.models import User
from comity.node.audit.operations import record
from comity.node.cases.choosing import choices
from comity.node.cases.emergencies import end_emergency, review_emergency, state_emergency
from comity.node.cases.instruments import (
    change_instrument,
    confirm_instrument,
    load_conventions,
    record_instrument,
    save,
)
from comity.node.cases.models import Case, CaseMember, Duty, Instrument, WorkingPeriod
from comity.node.cases.queries import duties, is_member
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock

__all__ = [
    "add_member", "change_instrument", "close_case", "confirm_instrument", "end_emergency", "end_period",
    "load_conventions", "open_case", "record_duty", "record_instrument", "remove_member", "review_emergency",
    "start_period", "state_emergency",
]  # fmt: skip

PERIOD = timedelta(hours=10)
"""A working period ends by itself after this span, about a shift."""


@transaction.atomic
def open_case(*, actor: Actor, reference: str, title: str, offence: Offence, purpose: Purpose) -> Case:
    """This function opens a case with the actor as its first member.

    Raises:
        Refused: the role may not.
        InvalidInput: the reference is taken, or a field is wrong.
    """
    require(actor, Action.CASE_OPEN)
    case = Case(reference=reference.strip(), title=title.strip(), offence=offence, purpose=purpose)
    case.opened = clock().now()
    save(case)
    CaseMember.objects.create(case=case, user_id=actor.user_id, since=case.opened)
    record(actor=actor, event="cases.case.opened", objects=[case.id], details={"reference": case.reference})
    return case


@transaction.atomic
def add_member(*, actor: Actor, case_id: str, user_id: str) -> None:
    """This function lets a person work on a case.

    Raises:
        Refused: the actor is no member and no supervisor, or the person's role does not work on cases.
        Missing: no such case or account.
    """
    require(actor, Action.CASE_CHANGE, member=is_member(actor, case_id))
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None or not Case.objects.filter(id=case_id, closed=None).exists():
        raise Missing("case or account", "there is none with this id", code="cases.missing")
    if Role(user.role) in {Role.AUDITOR, Role.ADMINISTRATOR}:
        raise Refused(str(user), "this role does not work on cases", "Add an officer", code="cases.member.role")
    _, new = CaseMember.objects.get_or_create(case_id=case_id, user=user, defaults={"since": clock().now()})
    if new:
        record(actor=actor, event="cases.member.added", objects=[case_id, user.id])


@transaction.atomic
def remove_member(*, actor: Actor, case_id: str, user_id: str) -> None:
    """This function ends a person's work on a case, and the person's working period on it.

    Raises:
        Refused: the actor is no member and no supervisor.
        Missing: the person is no member.
    """
    require(actor, Action.CASE_CHANGE, member=is_member(actor, case_id))
    removed, _ = CaseMember.objects.filter(case_id=case_id, user_id=user_id).delete()
    if not removed:
        raise Missing("member", "this person does not work on the case", code="cases.member.missing")
    WorkingPeriod.objects.filter(case_id=case_id, user_id=user_id, ended=None).update(ended=clock().now())
    record(actor=actor, event="cases.member.removed", objects=[case_id, user_id])


@transaction.atomic
def close_case(*, actor: Actor, case_id: str) -> None:
    """This function closes a case; working periods and live checks on it end.

    Raises:
        Refused: the actor is no member and no supervisor.
        Missing: no such open case.
    """
    require(actor, Action.CASE_CHANGE, member=is_member(actor, case_id))
    now = clock().now()
    if not Case.objects.filter(id=case_id, closed=None).update(closed=now):
        raise Missing("case", "there is no open case with this id", code="cases.missing")
    WorkingPeriod.objects.filter(case_id=case_id, ended=None).update(ended=now)
    record(actor=actor, event="cases.case.closed", objects=[case_id])


@transaction.atomic
def record_duty(*, actor: Actor, reference: str, title: str, purpose: Purpose, members: Sequence[str]) -> Duty:
    """This function records a standing duty and who is on it.

    Raises:
        Refused: the role may not.
        InvalidInput: a field is wrong.
    """
    require(actor, Action.INSTRUMENT_WRITE if actor.role is not Role.SYSTEM else Action.NODE_OPERATE)
    duty = Duty(reference=reference.strip(), title=title.strip(), purpose=purpose)
    save(duty)
    duty.members.set(User.objects.filter(id__in=members))
    record(actor=actor, event="cases.duty.recorded", objects=[duty.id, *members])
    return duty


@transaction.atomic
def start_period(
    *,
    actor: Actor,
    purpose: Purpose,
    case_id: str | None = None,
    duty_id: str | None = None,
    instrument_id: str | None = None,
) -> WorkingPeriod:
    """This function states why the actor works from now on; an earlier period ends.

    Raises:
        Refused: the role does not work on cases, or the actor is not on this case or duty.
        InvalidInput: not exactly one of case and duty, or an instrument that allows nothing here today.
    """
    require(actor, Action.CASE_LIST)
    if (case_id is None) == (duty_id is None):
        raise InvalidInput("working period", "it needs a case or a standing duty", "Choose one", code="cases.period")
    on_it = is_member(actor, case_id) if case_id else duties(actor).filter(id=duty_id).exists()
    if not on_it:
        raise Refused(
            "working period",
            "you do not work on this case or duty",
            "Ask a member to add you",
            code="cases.period.member",
        )
    now = clock().now()
    if instrument_id is not None:
        _check_basis(instrument_id, case_id, purpose)
    WorkingPeriod.objects.filter(user_id=actor.user_id, ended=None).update(ended=now)
    period = WorkingPeriod.objects.create(
        user_id=actor.user_id,
        purpose=purpose,
        case_id=case_id,
        duty_id=duty_id,
        instrument_id=instrument_id,
        started=now,
        until=now + PERIOD,
    )
    record(
        actor=actor,
        event="cases.period.started",
        objects=[period.id, *(i for i in (case_id, duty_id, instrument_id) if i)],
        details={"purpose": purpose.value},
    )
    return period


@transaction.atomic
def end_period(*, actor: Actor) -> None:
    """This function ends the actor's working period, if one is open."""
    now = clock().now()
    if WorkingPeriod.objects.filter(user_id=actor.user_id, ended=None).update(ended=now):
        record(actor=actor, event="cases.period.ended", objects=[actor.user_id])


def _check_basis(instrument_id: str, case_id: str | None, purpose: Purpose) -> None:
    """This function lets an instrument pass that allows some exchange between here and some party of it.

    Raises:
        InvalidInput: with the first reason why it allows none.
    """
    offence = Case.objects.filter(id=case_id).values_list("offence", flat=True).first() if case_id else None
    apply, others = choices(Instrument.objects.filter(id=instrument_id), [], offence=offence, purpose=purpose)
    if apply:
        return
    gap = others[0].gap if others else None
    reason = gap.sentence.rstrip(".") if gap else "there is no such instrument"
    raise InvalidInput("legal basis", reason, "Choose another", code="cases.period.instrument")
