"""Seizures are recorded, once however often the form arrives; drafts grow until they are recorded."""

from __future__ import annotations

from itertools import chain, count

from django.db import transaction

from comity.kernel import Conflicting
from comity.node.audit.operations import record
from comity.node.holdings.access import works_on_ground
from comity.node.holdings.grounds import Grounds, admit
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id
from comity.node.seizures import keys
from comity.node.seizures.access import seizure_for
from comity.node.seizures.given import Given
from comity.node.seizures.judging import Columns, Judged, judge
from comity.node.seizures.models import Arrest, Good, RoutePoint, Seizure, SeizureState
from comity.node.seizures.revising import advance


@transaction.atomic
def record_seizure(*, actor: Actor, given: Given, grounds: Grounds, key: str = "", draft: bool = False) -> Seizure:
    """This function records a seizure; the same form sent again returns what it made the first time.

    Args:
        actor: who records.
        given: what is said of it.
        grounds: case or duty, source, evaluation, handling, retention.
        key: what the phone calls its form; empty for a form that comes only once.
        draft: whether it may lack date and goods; it counts nowhere until it is recorded.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are wrong; as `InvalidSeizure`, with every fault, what is given.
        Conflicting: the key was used for other content, or the reference is taken.
    """
    member = works_on_ground(actor, grounds.case_id, grounds.duty_id)
    require(actor, Action.SEIZURE_WRITE, member=member)
    stored = keys.stored_key(actor, key, given.canonical())
    number = advance()
    if (before := keys.already(Seizure.every.all(), stored)) is not None:
        return before
    grounds = admit(actor, grounds, Action.SEIZURE_WRITE)
    judged = judge(given, draft=draft)
    now = clock().now()
    seizure = Seizure(
        id=make_id(), key=stored, reference=judged.reference or _reference(now.year, number),
        state=SeizureState.DRAFT if draft else SeizureState.RECORDED, recorded=now, recorded_by=actor.user_id,
        **judged.seizure, **of_grounds(grounds),
    )  # fmt: skip
    _insert(seizure)
    write_parts(seizure, judged)
    event = "seizures.seizure.drafted" if draft else "seizures.seizure.recorded"
    record(actor=actor, event=event, objects=[seizure.id], details={"goods": len(judged.goods)})
    return seizure


@transaction.atomic
def change_draft(
    *, actor: Actor, seizure_id: str, revision: int, given: Given, grounds: Grounds | None = None, finished: bool
) -> Seizure:
    """This function puts what is said now in the place of a draft, and records it where it is finished.

    Args:
        actor: who changes it.
        seizure_id: which draft.
        revision: of the draft that the actor saw.
        given: what is said of it now, whole.
        grounds: other grounds, or None to keep them.
        finished: whether it is recorded now.

    Raises:
        Refused: the actor may not.
        Missing: there is none that the actor may see.
        Conflicting: it is no draft any more, or somebody else changed it meanwhile.
        InvalidInput: as `record_seizure`.
    """
    seizure = seizure_for(actor, seizure_id, Action.SEIZURE_WRITE)
    grounds = admit(actor, grounds, Action.SEIZURE_WRITE) if grounds else None
    judged = judge(given, draft=not finished)
    advance()
    seizure = locked(seizure, revision)
    if seizure.state != SeizureState.DRAFT:
        raise Conflicting(
            seizure.reference, "it is recorded already", "Correct it, with a reason", code="seizures.draft.recorded"
        )
    now = clock().now()
    seizure.state = SeizureState.RECORDED if finished else SeizureState.DRAFT
    seizure.revision += 1
    put(seizure, judged, grounds)
    if finished:
        seizure.recorded, seizure.recorded_by = now, actor.user_id
        seizure.save(update_fields=["recorded", "recorded_by"])
    event = "seizures.seizure.recorded" if finished else "seizures.seizure.drafted"
    record(actor=actor, event=event, objects=[seizure.id], details={"goods": len(judged.goods)})
    return seizure


def put(seizure: Seizure, judged: Judged, grounds: Grounds | None) -> None:
    """This function gives a seizure the columns of what was judged, and writes it with its parts."""
    columns = judged.seizure | (of_grounds(grounds) if grounds else {})
    if judged.reference:
        columns["reference"] = judged.reference
    for name, value in columns.items():
        setattr(seizure, name, value)
    _save(seizure)
    write_parts(seizure, judged)


def write_parts(seizure: Seizure, judged: Judged) -> None:
    """This function makes goods, route and arrests as they were judged.

    A good keeps its row under its number, since exhibits and photos name it.
    """
    numbers = [each["number"] for each in judged.goods]
    seizure.goods.exclude(number__in=numbers).delete()
    for each in judged.goods:
        columns = {name: value for name, value in each.items() if name != "number"}
        Good.objects.update_or_create(seizure=seizure, number=each["number"], defaults=columns)
    seizure.points.all().delete()
    RoutePoint.objects.bulk_create(RoutePoint(seizure=seizure, **each) for each in judged.points)
    seizure.arrests.all().delete()
    Arrest.objects.bulk_create(Arrest(seizure=seizure, **each) for each in judged.arrests)


def of_grounds(grounds: Grounds) -> Columns:
    """This function returns what a seizure stores of its grounds."""
    return {name: value for name, value in grounds.columns().items() if name != "releasable_to"}


def locked(seizure: Seizure, revision: int) -> Seizure:
    """This function returns a seizure as it is now, for a change by somebody who saw one revision of it.

    Raises:
        Conflicting: it was changed since.
        Missing: it was erased since.
    """
    fresh = Seizure.objects.select_for_update(of=("self",)).filter(id=seizure.id).first()
    if fresh is None or fresh.revision != revision:
        raise Conflicting(
            seizure.reference, "it was changed since you opened it", "Open it again, and look at what changed",
            code="seizures.revision",
        )  # fmt: skip
    return fresh


def _reference(year: int, number: int) -> str:
    """This function returns a reference of this node's that nobody gave to another seizure by hand."""
    wanted = f"S-{year}-{number}"
    taken = set(Seizure.every.filter(reference__startswith=wanted).values_list("reference", flat=True))
    return next(each for each in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if each not in taken)


def _insert(seizure: Seizure) -> None:
    _free(seizure)
    seizure.save(force_insert=True)


def _save(seizure: Seizure) -> None:
    _free(seizure)
    seizure.save()


def _free(seizure: Seizure) -> None:
    if Seizure.every.filter(reference=seizure.reference).exclude(id=seizure.id).exists():
        raise Conflicting(
            seizure.reference, "another seizure has this reference", "Look whether it is the same, or choose another",
            code="seizures.reference.taken",
        )  # fmt: skip
