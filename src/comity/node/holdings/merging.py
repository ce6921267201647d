"""Two subjects are found to be one, or not to be one after all. Holdings move; no statement is rewritten."""

from __future__ import annotations

from django.db import transaction

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.operations import record
from comity.node.holdings import changes
from comity.node.holdings.access import holding_for, visible
from comity.node.holdings.models import ChangeKind, Holding, Merge, Subject
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock
from comity.subjects import NEVER_INDEXED, Schema


@transaction.atomic
def merge(*, actor: Actor, kept_holding: str, absorbed_holding: str, reason: str) -> Merge:
    """This function puts the holdings of one subject under another.

    Args:
        actor: who merges; works on the cases of both holdings.
        kept_holding: id of a holding of the subject that stays.
        absorbed_holding: id of a holding of the subject whose holdings move.
        reason: why they are one, in words.

    Raises:
        Refused: the actor may not, or the roles must stay apart: victims, witnesses and persons of unknown role are
            joined with nobody in another role.
        InvalidInput: no reason, or they are one subject already.
        Conflicting: they are of different kinds.
        Missing: no such holding.
    """
    first = holding_for(actor, kept_holding, Action.HOLDING_MERGE)
    second = holding_for(actor, absorbed_holding, Action.HOLDING_MERGE)
    if not reason.strip():
        raise InvalidInput("merge", "no reason is given", "Say why they are one", code="holdings.merge.reason")
    if first.subject_id == second.subject_id:
        raise InvalidInput("merge", "they are one subject already", code="holdings.merge.same")
    kept, absorbed = (
        Subject.objects.select_for_update().get(id=subject_id) for subject_id in (first.subject_id, second.subject_id)
    )
    _check_kinds(kept, absorbed)
    _check_roles(actor, kept, absorbed)
    moved = list(absorbed.holdings.values_list("id", flat=True))
    Holding.objects.filter(id__in=moved).update(subject=kept)
    Subject.objects.filter(id=absorbed.id).update(merged_into=kept)
    made = Merge.objects.create(
        kept=kept, absorbed=absorbed, moved=moved, reason=reason.strip(), at=clock().now(), by=actor.user_id
    )
    changes.note(ChangeKind.CHANGED, moved)
    record(actor=actor, event="holdings.subjects.merged", objects=[made.id, kept.id, absorbed.id, *moved])
    return made


@transaction.atomic
def unmerge(*, actor: Actor, merge_id: str, reason: str) -> None:
    """This function takes a merge back: the holdings that it moved, and that are still there, move back.

    Raises:
        Refused: the actor may not.
        InvalidInput: no reason.
        Conflicting: it was undone already, or the subject was merged further since.
        Missing: no such merge.
    """
    made = Merge.objects.select_for_update().filter(id=merge_id).select_related("kept", "absorbed").first()
    held = list(Holding.objects.filter(id__in=made.moved)) if made else []
    if made is None or not held:
        raise Missing("merge", "there is none with this id whose holdings still stand", code="holdings.merge.missing")
    for each in held:
        holding_for(actor, each.id, Action.HOLDING_MERGE)
    if not reason.strip():
        raise InvalidInput("merge", "no reason is given", "Say why they are not one", code="holdings.merge.reason")
    if made.undone is not None or any(each.subject_id != made.kept_id for each in held):
        raise Conflicting(
            "merge", "it was undone, or the subject was merged further", "Undo the later merge first",
            code="holdings.merge.state",
        )  # fmt: skip
    Holding.objects.filter(id__in=[each.id for each in held]).update(subject=made.absorbed_id)
    Subject.objects.filter(id=made.absorbed_id).update(merged_into=None)
    Merge.objects.filter(id=made.id).update(undone=clock().now())
    changes.note(ChangeKind.CHANGED, [each.id for each in held])
    record(
        actor=actor, event="holdings.subjects.unmerged",
        objects=[made.id, made.kept_id, made.absorbed_id, *(each.id for each in held)], details={"reason": reason},
    )  # fmt: skip


def _check_kinds(kept: Subject, absorbed: Subject) -> None:
    if kept.schema != absorbed.schema and Schema.UNKNOWN not in {kept.schema, absorbed.schema}:
        raise Conflicting(
            "merge",
            f"a {kept.schema} and a {absorbed.schema} are not one",
            "Choose another",
            code="holdings.merge.kind",
        )


def _check_roles(actor: Actor, kept: Subject, absorbed: Subject) -> None:
    every = Holding.objects.filter(subject__in=[kept, absorbed])
    if every.exclude(visible(actor)).exists():
        raise Refused("merge", "not all of their records are open to you", "Ask a member", code="holdings.merge.hidden")
    roles = set(every.values_list("role", flat=True))
    if len(roles) > 1 and roles & {role.value for role in NEVER_INDEXED}:
        raise Refused(
            "merge",
            "records of victims, witnesses and persons of unknown role are joined with no other role",
            "Keep them apart",
            code="holdings.merge.roles",
        )
