"""Everything that changes prosecutions: recorded, corrected, decided, heard, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, count

from django.db import transaction

from comity.kernel import Conflicting, InvalidInput
from comity.node.audit.operations import record
from comity.node.holdings.access import works_on_ground
from comity.node.holdings.grounds import Grounds, admit
from comity.node.permissions import Action, Actor, require
from comity.node.prosecutions.access import check_records, locked, prosecution_for, seizures_for
from comity.node.prosecutions.given import Given
from comity.node.prosecutions.judging import Judged, judge
from comity.node.prosecutions.models import (
    Defendant,
    Hearing,
    HearingKind,
    Outcome,
    Prosecution,
    ProsecutionChange,
    ProsecutionState,
)
from comity.node.prosecutions.revising import advance
from comity.node.prosecutions.snapshots import Snapshot, difference, snapshot
from comity.node.runtime import clock, make_id
from comity.node.seizures.models import Seizure

LONGEST_REASON = 1000
LONGEST_WORDS = 5000
FURTHEST = timedelta(days=3660)
"""How far ahead a next hearing may lie."""


@transaction.atomic
def record_prosecution(*, actor: Actor, given: Given, grounds: Grounds) -> Prosecution:
    """This function records what went to court.

    Args:
        actor: who records.
        given: what is said of it.
        grounds: case or duty, source, evaluation, handling, retention.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are wrong; as `InvalidProsecution`, with every fault, what is given.
        Conflicting: the reference is taken.
        Missing: a record that a person is tied to is not there.
    """
    require(actor, Action.PROSECUTION_WRITE, member=works_on_ground(actor, grounds.case_id, grounds.duty_id))
    grounds = admit(actor, grounds, Action.PROSECUTION_WRITE)
    judged, seizures = _judged(actor, given)
    number, now = advance(), clock().now()
    prosecution = Prosecution(
        id=make_id(), reference=judged.reference or _reference(now.year, number), state=_state(judged), recorded=now,
        recorded_by=actor.user_id, **judged.prosecution, **_of_grounds(grounds),
    )  # fmt: skip
    _free(prosecution)
    prosecution.save(force_insert=True)
    _write_parts(prosecution, judged, seizures)
    record(
        actor=actor, event="prosecutions.prosecution.recorded", objects=[prosecution.id, *(s.id for s in seizures)],
        details={"persons": sum(each["persons"] for each in judged.defendants)},
    )  # fmt: skip
    return prosecution


@transaction.atomic
def open_for_change(*, actor: Actor, prosecution_id: str) -> Prosecution:
    """This function reads a prosecution that the actor is about to correct.

    Raises:
        Refused: the actor may not change it.
        Missing: there is none.
        Conflicting: it was withdrawn.
    """
    prosecution = prosecution_for(actor, prosecution_id, Action.PROSECUTION_WRITE)
    prosecution = locked(prosecution, prosecution.revision)
    record(actor=actor, event="prosecutions.prosecution.read", objects=[prosecution.id])
    return prosecution


@transaction.atomic
def correct_prosecution(
    *, actor: Actor, prosecution_id: str, revision: int, given: Given, reason: str, grounds: Grounds | None = None
) -> Prosecution:
    """This function puts what is said now in the place of what a prosecution said; both are kept.

    Args:
        actor: who corrects.
        prosecution_id: which.
        revision: of the prosecution that the actor saw.
        given: what is said of it now, whole.
        reason: why, in words: a mistake, an outcome, an appeal.
        grounds: other grounds, or None to keep them.

    Raises:
        Refused: the actor may not.
        Missing: there is none.
        Conflicting: it was withdrawn, or somebody else changed it meanwhile.
        InvalidInput: nothing differs, there is no reason, or as `record_prosecution`.
    """
    prosecution = prosecution_for(actor, prosecution_id, Action.PROSECUTION_WRITE)
    reason = _reason(reason)
    grounds = admit(actor, grounds, Action.PROSECUTION_WRITE) if grounds else None
    tied = prosecution.seizures.values_list("id", flat=True)
    judged, seizures = _judged(actor, given, tied)
    advance()
    prosecution = locked(prosecution, revision)
    before = snapshot(prosecution)
    for name, value in (judged.prosecution | (_of_grounds(grounds) if grounds else {})).items():
        setattr(prosecution, name, value)
    prosecution.state = _state(judged)
    if judged.reference:
        prosecution.reference = judged.reference
        _free(prosecution)
    _write_parts(prosecution, judged, seizures)
    _keep(actor, prosecution, before, reason)
    record(
        actor=actor, event="prosecutions.prosecution.corrected", objects=[prosecution.id], details={"reason": reason}
    )
    return prosecution


@transaction.atomic
def withdraw_prosecution(*, actor: Actor, prosecution_id: str, revision: int, reason: str) -> Prosecution:
    """This function states that a prosecution was recorded by mistake; it counts nowhere, and stays readable.

    Raises:
        Refused: the actor may not.
        Missing: there is none.
        Conflicting: it was withdrawn already, or somebody else changed it meanwhile.
        InvalidInput: there is no reason.
    """
    prosecution = prosecution_for(actor, prosecution_id, Action.PROSECUTION_WRITE)
    reason = _reason(reason)
    advance()
    prosecution = locked(prosecution, revision)
    before = snapshot(prosecution)
    prosecution.state = ProsecutionState.WITHDRAWN
    _keep(actor, prosecution, before, reason)
    record(
        actor=actor, event="prosecutions.prosecution.withdrawn", objects=[prosecution.id], details={"reason": reason}
    )
    return prosecution


@transaction.atomic
def record_hearing(
    *, actor: Actor, prosecution_id: str, day: date, kind: str, words: str = "", next_day: date | None = None
) -> Hearing:
    """This function adds a day in court.

    Args:
        actor: who records.
        prosecution_id: of which prosecution.
        day: on which it was, or will be within ten years.
        kind: a code of `models.HearingKind`.
        words: what came of it.
        next_day: of the next hearing, where one was set.

    Raises:
        Refused: the actor may not.
        Missing: there is none.
        Conflicting: the prosecution was withdrawn.
        InvalidInput: a day or the kind is wrong.
    """
    prosecution = prosecution_for(actor, prosecution_id, Action.PROSECUTION_WRITE)
    prosecution = locked(prosecution, prosecution.revision)
    today, bare = clock().now().date(), words.strip()
    if kind not in HearingKind.values:
        raise _wrong("kind", "it is none of the choices", "Choose one")
    if not prosecution.date_from - FURTHEST <= day <= today + FURTHEST:
        raise _wrong("day", "it lies too far from the charge or from today", "Write the day of the hearing")
    if next_day is not None and not day < next_day <= today + FURTHEST:
        raise _wrong("next_day", "it does not lie after this hearing", "Write a later day")
    if len(bare) > LONGEST_WORDS or "\x00" in bare:
        raise _wrong("words", f"they have at most {LONGEST_WORDS} characters", "Shorten them")
    hearing = Hearing.objects.create(
        prosecution=prosecution, day=day, kind=kind, words=bare, next_day=next_day, by=actor.user_id,
        at=clock().now(),
    )  # fmt: skip
    record(actor=actor, event="prosecutions.hearing.recorded", objects=[prosecution.id, hearing.id])
    return hearing


def _judged(actor: Actor, given: Given, tied: Iterable[str] = ()) -> tuple[Judged, list[Seizure]]:
    judged = judge(given)
    check_records(actor, [each["holding_id"] for each in judged.defendants if each["holding_id"]])
    return judged, seizures_for(actor, given.seizures, tied)


def _state(judged: Judged) -> ProsecutionState:
    """This function tells whether a prosecution is over: it is decided for everybody, and no appeal is under way."""
    open_for = (each["outcome"] == Outcome.PENDING or each["appeal"] == "pending" for each in judged.defendants)
    return ProsecutionState.OPEN if any(open_for) else ProsecutionState.ENDED


def _of_grounds(grounds: Grounds) -> dict[str, object]:
    return {name: value for name, value in grounds.columns().items() if name != "releasable_to"}


def _write_parts(prosecution: Prosecution, judged: Judged, seizures: Sequence[Seizure]) -> None:
    prosecution.defendants.all().delete()
    Defendant.objects.bulk_create(Defendant(prosecution=prosecution, **each) for each in judged.defendants)
    prosecution.seizures.set(seizures)


def _reference(year: int, number: int) -> str:
    """This function returns a reference of this node's that nobody gave to another prosecution by hand."""
    wanted = f"P-{year}-{number}"
    taken = set(Prosecution.objects.filter(reference__startswith=wanted).values_list("reference", flat=True))
    return next(each for each in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if each not in taken)


def _free(prosecution: Prosecution) -> None:
    if Prosecution.objects.exclude(id=prosecution.id).filter(reference=prosecution.reference).exists():
        raise Conflicting(
            prosecution.reference, "another prosecution has this reference", "Write another one, or look at that one",
            code="prosecutions.reference.taken",
        )  # fmt: skip


def _keep(actor: Actor, prosecution: Prosecution, before: Snapshot, reason: str) -> None:
    prosecution.revision += 1
    prosecution.save()
    was, now = difference(before, snapshot(prosecution))
    if not now:
        raise InvalidInput(
            prosecution.reference, "nothing differs from what it says", "Change something, or leave it",
            code="prosecutions.unchanged",
        )  # fmt: skip
    ProsecutionChange.objects.create(
        prosecution=prosecution, revision=prosecution.revision, before=was, after=now, by=actor.user_id,
        at=clock().now(), reason=reason,
    )  # fmt: skip


def _reason(given: str) -> str:
    bare = given.strip()
    if not bare or len(bare) > LONGEST_REASON or "\x00" in bare:
        raise _wrong("reason", f"a change is explained in 1 to {LONGEST_REASON} characters", "Say why")
    return bare


def _wrong(name: str, reason: str, way_out: str) -> InvalidInput:
    return InvalidInput(name, reason, way_out, code=f"prosecutions.{name}")
