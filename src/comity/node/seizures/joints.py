"""Reading joint seizures: how each stands, what the other side said, and which of ours could be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from comity.exchange.contents import JointSeizure, JointSeizureAnswer
from comity.kernel import Missing
from comity.kernel.clock import parse_timestamp
from comity.node.audit.operations import record
from comity.node.messaging.composing import content_of
from comity.node.messaging.models import OURS, THEIRS, Message
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, node_id
from comity.node.seizures.access import storable, visible
from comity.node.seizures.dates import span
from comity.node.seizures.joining import OPEN
from comity.node.seizures.models import Joint, JointState, Seizure, SeizureState

AROUND = timedelta(days=3)
"""How far the dates of two agencies' records of one seizure may lie apart for it to be offered."""
OFFERED = 10
LISTED = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How a joint seizure stands.

    Args:
        joint: the row, with partner and seizure.
        proposal: what was proposed; None where it is not here any more.
        answer: the last word of either side; None before any.
        by_us: whether that last word is ours.
        sent: state of our last message in it, such as ``queued``, ``delivered`` or ``expired``; empty for none.
        answer_by: until when an answer is asked for.
        late: whether it waits and that time is over.
        waits_for_us: whether the partner waits for an answer of ours.
        counted_here: whether this node counts it, as proposed or agreed.
        seizure: ours, where the reader may know of it.
    """

    joint: Joint
    proposal: JointSeizure | None
    answer: JointSeizureAnswer | None
    by_us: bool
    sent: str
    answer_by: datetime | None
    late: bool
    waits_for_us: bool
    counted_here: bool
    seizure: Seizure | None


@dataclass(frozen=True, slots=True)
class Found:
    """A joint seizure with those of ours that could be meant, the likeliest first."""

    standing: Standing
    alike: tuple[Seizure, ...]


@transaction.atomic
def listed(actor: Actor) -> list[Standing]:
    """This function returns joint seizures that are open, those that wait for us first, and then the newest others.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
    """
    require(actor, Action.SEIZURE_READ)
    rows = Joint.objects.select_related("partner", "seizure").filter(_known(actor))
    open_first = sorted(rows.order_by("-proposed", "-id")[:LISTED], key=lambda row: row.state not in OPEN)
    found = sorted(_standings(open_first), key=lambda each: not each.waits_for_us)
    record(actor=actor, event="seizures.joints.read", objects=[each.joint.id for each in found])
    return found


@transaction.atomic
def found(actor: Actor, joint_id: str) -> Found:
    """This function returns how a joint seizure stands, and which of our seizures could be meant where none is named.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is none that the actor may know of.
    """
    require(actor, Action.SEIZURE_READ)
    rows = Joint.objects.select_related("partner", "seizure").filter(_known(actor))
    row = rows.filter(id=joint_id).first() if storable(joint_id) else None
    if row is None:
        raise Missing("Joint seizure", "there is none with this id", code="seizures.joint.missing")
    (standing,) = _standings([row])
    alike = _alike(actor, standing) if row.seizure is None else ()
    shown = [row.id, *(each.id for each in alike), *filter(None, [row.seizure_id])]
    record(actor=actor, event="seizures.joint.read", objects=shown)
    return Found(standing, alike)


def of_message(actor: Actor, message_id: str) -> str:
    """This function returns the id of the joint seizure that a message proposed.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is none that the actor may know of.
    """
    require(actor, Action.SEIZURE_READ)
    message = Message.objects.filter(id=message_id, type="joint-seizure").first() if storable(message_id) else None
    rows = Joint.objects.filter(_known(actor), partner_id=message.partner_id) if message else Joint.objects.none()
    row = rows.filter(conversation=message.conversation_id).first() if message else None
    if row is None:
        raise Missing("Joint seizure", "there is none with this id", code="seizures.joint.missing")
    return row.id


def _known(actor: Actor) -> Q:
    return Q(seizure=None) | Q(seizure__in=Seizure.objects.filter(visible(actor)).values("id"))


def _standings(rows: Iterable[Joint]) -> list[Standing]:
    joints = list(rows)
    said: dict[tuple[str, str], list[Message]] = {}
    messages = Message.objects.filter(
        conversation_id__in=[row.conversation for row in joints], type__in=["joint-seizure", "joint-seizure-answer"]
    ).exclude(state="poisoned")
    for each in messages.order_by("made", "id"):
        said.setdefault((each.conversation_id, each.partner_id), []).append(each)
    return [_standing(row, said.get((row.conversation, row.partner_id), [])) for row in joints]


def _standing(row: Joint, messages: list[Message]) -> Standing:
    proposals = [m for m in messages if m.type == "joint-seizure" and m.direction == (OURS if row.ours else THEIRS)]
    answers = [m for m in messages if m.type == "joint-seizure-answer"]
    ours = [m for m in messages if m.direction == OURS]
    proposal = content_of(proposals[-1]) if proposals else None
    answer = content_of(answers[-1]) if answers else None
    until = parse_timestamp(proposal.answer_by) if isinstance(proposal, JointSeizure) else None
    waits = row.state == JointState.PROPOSED
    return Standing(
        joint=row,
        proposal=proposal if isinstance(proposal, JointSeizure) else None,
        answer=answer if isinstance(answer, JointSeizureAnswer) else None,
        by_us=bool(answers) and answers[-1].is_ours,
        sent=ours[-1].state if ours else "",
        answer_by=until,
        late=waits and until is not None and until < clock().now(),
        waits_for_us=waits and not row.ours,
        counted_here=row.counted_by == node_id(),
        seizure=row.seizure,
    )


def _alike(actor: Actor, standing: Standing) -> tuple[Seizure, ...]:
    """This function returns seizures of ours of about the same day: those of the same things and place first.

    Of what is stopped at a border each side may say that it was in its own country.
    """
    said = standing.proposal
    rows = Seizure.objects.filter(visible(actor)).exclude(state__in=[SeizureState.DRAFT, SeizureState.WITHDRAWN])
    rows = rows.exclude(joints__in=Joint.objects.filter(partner=standing.joint.partner, state=JointState.AGREED))
    if said is None:
        return tuple(rows.order_by("-date_from", "-id")[:OFFERED])
    try:
        _date, first, last = span(said.date)
    except ValueError:
        return ()
    near = rows.filter(date_from__lte=_moved(last, AROUND), date_to__gte=_moved(first, -AROUND))
    near = near.prefetch_related("goods").order_by("-date_from", "-id")
    wanted = {each.substance for each in said.goods if each.substance}
    kinds = {each.kind for each in said.goods}

    def likeness(seizure: Seizure) -> tuple[int, int, int, int]:
        goods = list(seizure.goods.all())
        days = abs((seizure.date_from - first).days) if seizure.date_from else 0
        return (
            -int(seizure.reference == said.their_reference),
            -len(wanted & {good.substance for good in goods}) - int(bool(kinds & {good.kind for good in goods})),
            -int(bool(said.place_code) and said.place_code in seizure.places) - int(said.country == seizure.country),
            days,
        )

    return tuple(sorted(near[:LISTED], key=likeness)[:OFFERED])


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
