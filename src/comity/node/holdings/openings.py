"""Opening protected records: records of victims and witnesses are read by one person only when another one agrees.

Who recorded such a record has seen what it says, and may read it until the working period in which it was recorded is
over. A record stays open to who asked for as long as a working period lasts, or until that person closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.accounts.queries import names
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.holdings.access import PROTECTED, grounds_known, storable, visible, works_on
from comity.node.holdings.models import Holding
from comity.node.holdings.opening_models import Opening, OpeningState
from comity.node.permissions import MAY, Action, Actor, Need, require
from comity.node.runtime import clock
from comity.subjects import Role

OPEN_FOR = timedelta(hours=10)
"""A record stays open for about a shift, as a working period does."""
WAITS_FOR = timedelta(days=7)
"""What nobody decided in a week is asked again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An opening as who decides it sees it: nothing that the record says.

    Args:
        opening: what is asked.
        name: who asks.
        ground: reference of the record's case or duty; empty where the reader may not know of it.
        role: of the subject.
    """

    opening: Opening
    name: str
    ground: str
    role: str


@transaction.atomic
def ask_opening(*, actor: Actor, holding_id: str, reason: str) -> Opening:
    """This function asks that a second person lets the actor read a protected record.

    Args:
        actor: who works on the record's case or duty.
        holding_id: of a record of a victim or witness.
        reason: why it must be read, for who decides.

    Raises:
        Refused: the role may not, or the actor does not work on the case.
        Missing: no such record for this actor.
        Conflicting: the record is open to everybody who may read records.
        InvalidInput: no reason.
    """
    held = askable(actor, holding_id)
    reason = storable(reason).strip()[:500]
    if not reason:
        raise InvalidInput("Reason", "none is given", "Say why you must read it", code="holdings.opening.reason")
    waiting = _waiting().filter(holding=held, asked_by=actor.user_id).first()
    if waiting is not None:
        return waiting
    made = Opening.objects.create(
        holding=held, state=OpeningState.ASKED, asked_by=actor.user_id, reason=reason, asked=clock().now()
    )
    record(actor=actor, event="holdings.opening.asked", objects=[made.id, held.id], details={"reason": reason})
    return made


def askable(actor: Actor, holding_id: str) -> Holding:
    """This function returns a protected record that the actor may ask to read.

    Raises:
        Refused: the role may not, or the actor does not work on the case.
        Missing: no such record for this actor.
        Conflicting: the record is open to everybody who may read records.
    """
    held = Holding.objects.filter(visible(actor), id=storable(holding_id)).first()
    require(actor, Action.HOLDING_READ, member=True)
    if held is None:
        raise Missing("holding", "there is none with this id that you may see", code="holdings.missing")
    if held.role not in PROTECTED:
        raise Conflicting("Record", "it is not protected", "Open it", code="holdings.opening.open")
    action = Action.VICTIM_READ if held.role == Role.VICTIM else Action.HOLDING_READ
    require(actor, action, member=works_on(actor, held))
    return held


@transaction.atomic
def decide_opening(*, actor: Actor, opening_id: str, agree: bool, words: str = "") -> Opening:
    """This function is the second person's answer.

    Args:
        actor: a supervisor, or a victim case worker of the case; never who asked.
        opening_id: what is asked.
        agree: whether the record is opened.
        words: for who asked; needed where it is refused.

    Raises:
        Refused: the role may not, or the actor asked for it.
        Missing: no such opening waits.
        InvalidInput: a refusal without a reason.
    """
    require(actor, Action.OPENING_DECIDE, member=True)
    opening = _waiting().filter(id=storable(opening_id)).select_for_update(of=("self",)).first()
    if opening is None:
        raise Missing("opening", "none with this id waits", "Look at the list", code="holdings.opening.missing")
    require(actor, Action.OPENING_DECIDE, member=works_on(actor, opening.holding))
    if opening.asked_by == actor.user_id:
        raise Refused("Opening", "you asked for it yourself", "Another person decides", code="holdings.opening.own")
    words = storable(words).strip()[:500]
    if not agree and not words:
        raise InvalidInput("Words", "none are given", "Say why it stays closed", code="holdings.opening.words")
    now = clock().now()
    opening.state = OpeningState.AGREED if agree else OpeningState.REFUSED
    opening.decided_by, opening.decided, opening.words = actor.user_id, now, words
    opening.until = now + OPEN_FOR if agree else None
    opening.save()
    record(
        actor=actor, event=f"holdings.opening.{opening.state}",
        objects=[opening.id, opening.holding_id, opening.asked_by], details={"words": words},
    )  # fmt: skip
    return opening


@transaction.atomic
def close_opening(*, actor: Actor, opening_id: str) -> None:
    """This function closes a record again before its time, or takes back what was asked.

    Raises:
        Missing: the actor has no such opening.
    """
    mine = Opening.objects.filter(id=storable(opening_id), asked_by=actor.user_id)
    opening = mine.filter(state__in=[OpeningState.ASKED, OpeningState.AGREED]).first()
    if opening is None:
        raise Missing("opening", "you have none with this id", "Look at the list", code="holdings.opening.missing")
    opening.state, opening.until = OpeningState.CLOSED, clock().now()
    opening.save(update_fields=["state", "until"])
    record(actor=actor, event="holdings.opening.closed", objects=[opening.id, opening.holding_id])


def to_decide(actor: Actor) -> QuerySet[Opening]:
    """This function returns what waits for this person as the second one, the oldest first."""
    need = MAY[Action.OPENING_DECIDE].get(actor.role)
    if need is None:
        return Opening.objects.none()
    found = _waiting().exclude(asked_by=actor.user_id).order_by("asked")
    if need is Need.MEMBERSHIP:
        cases = Case.objects.filter(closed=None, casemember__user_id=actor.user_id)
        found = found.filter(
            Q(holding__case__in=cases) | Q(holding__duty__in=Duty.objects.filter(members=actor.user_id))
        )
    return found


def asked_by(actor: Actor) -> QuerySet[Opening]:
    """This function returns what this person asked for, the newest first."""
    return Opening.objects.filter(asked_by=actor.user_id).select_related("holding")


def last_asked(actor: Actor, holding_id: str) -> Opening | None:
    """This function returns the newest opening of a record that this person asked for."""
    return asked_by(actor).filter(holding_id=holding_id).first()


def shown(actor: Actor, openings: Sequence[Opening]) -> list[Wanted]:
    """This function puts to openings who asks and which case it is about."""
    people = names({o.asked_by for o in openings})
    known = grounds_known(actor, [o.holding for o in openings])
    return [
        Wanted(
            opening,
            people.get(opening.asked_by, ""),
            known.get(opening.holding.case_id or opening.holding.duty_id or "", ""),
            opening.holding.get_role_display(),
        )
        for opening in openings
    ]


def _waiting() -> QuerySet[Opening]:
    since = clock().now() - WAITS_FOR
    return Opening.objects.filter(state=OpeningState.ASKED, asked__gt=since).select_related("holding")
