"""Which holdings an actor may know of at all; what may be done with them is the table's business."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from comity.kernel import InvalidInput, Missing, Refused
from comity.node.cases.models import Case, Duty
from comity.node.holdings.models import Grounded, Holding
from comity.node.holdings.opening_models import Opening, OpeningState
from comity.node.permissions import Action, Actor, may, require
from comity.node.permissions import Role as Person
from comity.node.runtime import clock
from comity.subjects import Role

PROTECTED = (Role.VICTIM, Role.WITNESS)
"""Roles of subjects whose records two people open."""
SEEN_FOR = timedelta(hours=10)
"""Who recorded a protected record knows what it says; for about a shift it stays readable to that person."""
_OPEN_TO_ALL = ~Q(role__in=PROTECTED)


def works_on(actor: Actor, item: Grounded) -> bool:
    """This function tells whether the actor works on the case or standing duty that something belongs to."""
    return works_on_ground(actor, item.case_id, item.duty_id)


def works_on_ground(actor: Actor, case_id: str | None, duty_id: str | None) -> bool:
    """This function tells whether the actor works on a case that is open, or on a standing duty."""
    if case_id:
        return Case.objects.filter(id=case_id, closed=None, casemember__user_id=actor.user_id).exists()
    return bool(duty_id) and Duty.objects.filter(id=duty_id, members__id=actor.user_id).exists()


def grounds_known(actor: Actor, items: Iterable[Grounded]) -> dict[str, str]:
    """This function returns the references, by id, of those cases and duties of items that the actor may know of.

    A record may be open to people who do not work on its case; that there is such a case is not.
    """
    every = list(items)
    case_ids, duty_ids = {i.case_id for i in every if i.case_id}, {i.duty_id for i in every if i.duty_id}
    mine = Q() if actor.role is Person.SUPERVISOR else Q(casemember__user_id=actor.user_id)
    known = dict(Case.objects.filter(mine, id__in=case_ids).values_list("id", "reference"))
    return known | dict(Duty.objects.filter(id__in=duty_ids, members__id=actor.user_id).values_list("id", "reference"))


def visible(actor: Actor) -> Q:
    """This function returns the condition for holdings that the actor may know of.

    Victims: victim case workers of the case. Witnesses: whoever works on the case. All others: everyone whom the table
    lets read. No filter ever joins the records of one person in two roles.
    """
    return _OPEN_TO_ALL | _near(actor)


def readable(actor: Actor) -> Q:
    """This function returns the condition for holdings whose content the actor may see.

    Those that the actor may know of, but of protected records only what a second person opened, or what the actor
    recorded in the last hours.
    """
    now = clock().now()
    opened = Opening.objects.filter(asked_by=actor.user_id, state=OpeningState.AGREED, until__gt=now)
    own = Q(recorded_by=actor.user_id, recorded__gt=now - SEEN_FOR)
    return _OPEN_TO_ALL | (_near(actor) & (Q(id__in=opened.values("holding_id")) | own))


def _near(actor: Actor) -> Q:
    """This function returns the condition for protected records that the actor may know of."""
    mine = Q(case__in=Case.objects.filter(casemember__user_id=actor.user_id)) | Q(
        duty__in=Duty.objects.filter(members__id=actor.user_id)
    )
    near = Q(role=Role.WITNESS) & mine
    if actor.role is Person.VICTIM_WORKER and may(actor, Action.VICTIM_READ, member=True):
        near |= Q(role=Role.VICTIM) & mine
    return near


def holding_for(actor: Actor, holding_id: str, action: Action) -> Holding:
    """This function returns a holding that the actor may do something with.

    Raises:
        Refused: the actor may not do this, does not work on the case, or the record is protected and no second person
            opened it.
        Missing: there is none, or the actor may not know of it; both look the same.
    """
    require(actor, action, member=True)
    storable(holding_id)
    held = Holding.objects.filter(visible(actor), id=holding_id).select_related("subject", "case", "duty").first()
    if held is None:
        raise Missing("holding", "there is none with this id that you may see", code="holdings.missing")
    require(actor, _victim_action(action) if held.role == Role.VICTIM else action, member=works_on(actor, held))
    seen = action is not Action.HOLDING_ERASE  # who erases sees nothing of it
    if seen and held.role in PROTECTED and not Holding.objects.filter(readable(actor), id=held.id).exists():
        raise Refused(
            "Record",
            "it is protected, and no second person opened it for you",
            "Ask for it to be opened",
            code="holdings.closed",
        )
    return held


def storable(text: str) -> str:
    """This function returns a text, or refuses what no database column takes.

    Raises:
        InvalidInput: a NUL or half a character is in it.
    """
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise InvalidInput("text", "it has a NUL or half a character", "Send it without", code="holdings.text")
    return text


def _victim_action(action: Action) -> Action:
    if action in {Action.HOLDING_READ, Action.HOLDING_LIST}:
        return Action.VICTIM_READ
    return Action.VICTIM_WRITE
