"""Which seizures an actor may know of; what may be done with them is the table's business."""

from __future__ import annotations

from django.db.models import Q

from comity.kernel import Conflicting, Missing
from comity.node.cases.models import Case, Duty
from comity.node.holdings.access import works_on
from comity.node.permissions import Action, Actor, Role, require
from comity.node.seizures.models import Exhibit, Seizure, SeizureState

_LONGEST_ID = 36


def visible(actor: Actor) -> Q:
    """This function returns the condition for seizures that an actor may know of.

    A draft is known to who made it, to those who work on its case or duty, and to supervisors; all others to everyone
    whom the table lets read.
    """
    if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
        return Q()
    mine = Q(case__in=Case.objects.filter(casemember__user_id=actor.user_id)) | Q(
        duty__in=Duty.objects.filter(members__id=actor.user_id)
    )
    return ~Q(state=SeizureState.DRAFT) | Q(recorded_by=actor.user_id) | mine


def seizure_for(actor: Actor, seizure_id: str, action: Action) -> Seizure:
    """This function returns a seizure that the actor may do something with.

    Raises:
        Refused: the actor may not do this, or does not work on its case.
        Missing: there is none, or the actor may not know of it; both look the same.
    """
    require(actor, action, member=True)
    found = None
    if storable(seizure_id):
        rows = Seizure.objects.filter(visible(actor), id=seizure_id)
        found = rows.select_related("case", "duty", "intake").first()
    if found is None:
        raise missing()
    require(actor, action, member=works_on(actor, found))
    return found


def exhibit_for(actor: Actor, exhibit_id: str, action: Action) -> Exhibit:
    """This function returns an exhibit, with its seizure, that the actor may do something with.

    Raises:
        Refused: the actor may not do this, or does not work on its case.
        Missing: there is none, or the actor may not know of it.
    """
    require(actor, action, member=True)
    known = storable(exhibit_id)
    found = Exhibit.objects.filter(id=exhibit_id).select_related("good").first() if known else None
    if found is None:
        raise Missing("exhibit", "there is none with this id that you may see", code="seizures.exhibit.missing")
    found.seizure = seizure_for(actor, found.seizure_id, action)
    return found


def in_force(seizure: Seizure) -> Seizure:
    """This function returns a seizure, or refuses one that was withdrawn.

    Raises:
        Conflicting: it was.
    """
    if seizure.state == SeizureState.WITHDRAWN:
        raise Conflicting(
            seizure.reference, "it was withdrawn", "Record it anew if it stands", code="seizures.withdrawn"
        )
    return seizure


def missing() -> Missing:
    """This function returns the error for a seizure that is not there, or may not be known."""
    return Missing("seizure", "there is none with this id that you may see", code="seizures.missing")


def storable(given_id: str) -> bool:
    """This function tells whether a text could be an id of ours at all."""
    return 0 < len(given_id) <= _LONGEST_ID and given_id.isascii() and given_id.isprintable()
