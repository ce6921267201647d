"""Stating an emergency, ending it, using it as a legal basis, and reviewing it afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from comity.cooperation import ExchangeKind
from comity.cooperation.emergencies import Emergency as Stated
from comity.cooperation.emergencies import EmergencyGround, EmergencyState, Outcome
from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.kernel.countries import country as country_of
from comity.node.audit.operations import record
from comity.node.cases.bases import Basis
from comity.node.cases.models import Emergency, EmergencyUse
from comity.node.cases.queries import is_member
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config

SHORTEST, LONGEST = 20, 300
"""How many characters the reason of an emergency, and the words of its review, have: the reason fits into a line."""


@transaction.atomic
def state_emergency(*, actor: Actor, country: str, ground: EmergencyGround, words: str) -> Emergency:
    """This function states an emergency: for a day, this actor may exchange with one country without an instrument.

    Args:
        actor: in a working period, on the case or duty.
        country: of the partner.
        ground: why it cannot wait.
        words: the same in words; the partner reads them.

    Raises:
        Refused: the actor may not.
        InvalidInput: no other country, or too few words.
        Conflicting: one for this country is open.
    """
    require(actor, Action.EMERGENCY_STATE, member=is_member(actor, actor.case_id))
    code, now = country_of(country), clock().now()
    if code is None or code == config().country:
        raise InvalidInput("country", "it is no other country", "Choose the partner's", code="cases.emergency.country")
    said = _words(words)
    if Emergency.objects.filter(by_id=actor.user_id, country=code, outcome="", until__gt=now).exists():
        raise Conflicting(
            "emergency", "you have one open for this country", "Work under that one", code="cases.emergency.open"
        )
    begun = Stated.begun(now)
    emergency = Emergency.objects.create(
        by_id=actor.user_id, country=code, ground=EmergencyGround(ground).value, words=said, case_id=actor.case_id,
        duty_id=actor.duty_id, purpose=actor.purpose, stated=now, until=begun.until, review_due=begun.review_due,
    )  # fmt: skip
    record(
        actor=actor,
        event="cases.emergency.stated",
        objects=[emergency.id],
        details={"country": code, "ground": emergency.ground, "words": said, "until": emergency.until.isoformat()},
    )
    return emergency


@transaction.atomic
def end_emergency(*, actor: Actor, emergency_id: str) -> Emergency:
    """This function ends an emergency before its time; it is reviewed all the same.

    Raises:
        Refused: it is another's, and the actor reviews none.
        Missing: no such emergency.
        Conflicting: it has ended.
    """
    emergency, now = _locked(emergency_id), clock().now()
    require(actor, Action.EMERGENCY_READ if emergency.by_id == actor.user_id else Action.EMERGENCY_REVIEW)
    if emergency.state_at(now) is not EmergencyState.OPEN:
        raise Conflicting("emergency", "it has ended", code="cases.emergency.ended")
    emergency.until = now
    emergency.save(update_fields=["until"])
    record(actor=actor, event="cases.emergency.ended", objects=[emergency.id])
    return emergency


@transaction.atomic
def review_emergency(*, actor: Actor, emergency_id: str, outcome: Outcome, words: str) -> Emergency:
    """This function says whether an emergency was justified; from then on it carries nothing more.

    Raises:
        Refused: the actor may not, or stated it.
        Missing: no such emergency.
        Conflicting: it was reviewed.
        InvalidInput: too few words.
    """
    require(actor, Action.EMERGENCY_REVIEW)
    emergency, now = _locked(emergency_id), clock().now()
    if emergency.by_id == actor.user_id:
        raise Refused(
            "emergency", "you stated it yourself", "Another supervisor reviews it", code="cases.emergency.own"
        )
    if emergency.outcome:
        raise Conflicting("emergency", "it was reviewed already", code="cases.emergency.reviewed")
    emergency.review = _words(words)
    emergency.outcome, emergency.reviewed, emergency.reviewed_by_id = Outcome(outcome).value, now, actor.user_id
    emergency.until = min(emergency.until, now)
    emergency.save()
    record(
        actor=actor,
        event="cases.emergency.reviewed",
        objects=[emergency.id],
        details={"outcome": emergency.outcome, "words": emergency.review},
    )
    return emergency


def use(basis: Basis, *, object_id: str, kinds: Iterable[ExchangeKind]) -> tuple[str, ...]:
    """This function notes what goes under an emergency, inside the caller's transaction.

    Args:
        basis: of what is exchanged; nothing is noted where an instrument allows it.
        object_id: of the message or check.
        kinds: what it is.

    Returns:
        ids that the caller's ledger entry names.
    """
    if basis.emergency is None:
        return ()
    note_use(basis.emergency.id, object_id=object_id, kinds=kinds)
    return (basis.emergency.id,)


def note_use(emergency_id: str, *, object_id: str, kinds: Iterable[ExchangeKind]) -> None:
    """This function notes that something goes under an emergency; the caller's ledger entry names both."""
    kind = ", ".join(sorted(each.value for each in kinds))[:60]
    EmergencyUse.objects.create(emergency_id=emergency_id, object=object_id, kind=kind, at=clock().now())


def _locked(emergency_id: str) -> Emergency:
    found = Emergency.objects.select_for_update().filter(id=emergency_id).first()
    if found is None:
        raise Missing("emergency", "there is none with this id", code="cases.emergency.missing")
    return found


def _words(words: str) -> str:
    said = " ".join(words.replace("\0", "").split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise InvalidInput(
            "words", f"they have {len(said)} characters", f"Write {SHORTEST} to {LONGEST}", code="cases.emergency.words"
        )
    return said
