"""One seizure with everything that this node knows of it, within the rights of who reads it; the read is on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from comity.node.audit.operations import record
from comity.node.holdings.access import grounds_known, readable, visible, works_on
from comity.node.holdings.models import Holding
from comity.node.holdings.queries import Row as HoldingRow
from comity.node.holdings.queries import rows as holding_rows
from comity.node.items import reading
from comity.node.items.naming import people
from comity.node.permissions import Action, Actor, may
from comity.node.seizures.access import seizure_for
from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint
from comity.node.seizures.models import (
    Arrest,
    Change,
    Exhibit,
    Good,
    Involvement,
    Joint,
    Photo,
    RoutePoint,
    Seizure,
    SeizureState,
)
from comity.node.seizures.photos import opened, photo_for
from comity.node.seizures.snapshots import plain


@dataclass(frozen=True, slots=True)
class Person:
    """A record that is tied to a seizure, and that the reader may know of.

    Args:
        tied: in which role, and how.
        row: the record as lists show it.
    """

    tied: Involvement
    row: HoldingRow


@dataclass(frozen=True, slots=True)
class Detail:
    """A seizure as its page shows it.

    Args:
        seizure: which.
        ground: reference of its case or duty; empty where the reader does not work on it.
        goods, points, arrests: what was seized, the route, who was arrested.
        persons: records tied to it that the reader may know of; how many others there are is not said.
        items: on which it rests, each as the reader may see it.
        exhibits: of it.
        photos: of it, but withdrawn ones.
        joints: what was said with partners about it being joint.
        changes: what it said before and after each, the newest first.
        people: what the persons of this agency are called whose ids stand in it.
        allowed: names of what the reader may do with it now: ``correct``, ``finish``, ``verify``, ``withdraw``,
            ``custody``, ``photo``, ``involve``, ``joint``.
    """

    seizure: Seizure
    ground: str
    goods: list[Good]
    points: list[RoutePoint]
    arrests: list[Arrest]
    persons: list[Person]
    items: list[reading.Seen]
    exhibits: list[Exhibit]
    photos: list[Photo]
    joints: list[Joint]
    changes: list[Change]
    people: dict[str, str]
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo with its file."""

    photo: Photo
    data: bytes


@transaction.atomic
def detail(actor: Actor, seizure_id: str) -> Detail:
    """This function reads one seizure.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is none that the actor may see.
    """
    seizure = seizure_for(actor, seizure_id, Action.SEIZURE_READ)
    persons = _persons(actor, seizure)
    quoted = [quote.item for quote in seizure.quotes.select_related("item", "item__came_from")]
    items = reading.read(actor=actor, items=quoted) if quoted and may(actor, Action.ITEM_READ) else []
    photos = list(seizure.photos.filter(withdrawn=None).select_related("good", "exhibit"))
    changes = list(seizure.changes.order_by("-revision"))
    found = Detail(
        seizure=seizure, ground=grounds_known(actor, [seizure]).get(seizure.case_id or seizure.duty_id or "", ""),
        goods=list(seizure.goods.all()), points=list(seizure.points.all()), arrests=list(seizure.arrests.all()),
        persons=persons, items=items, exhibits=list(seizure.exhibits.select_related("good")), photos=photos,
        joints=list(seizure.joints.select_related("partner")), changes=changes,
        people=_people(seizure, changes, photos), allowed=allowed(actor, seizure),
    )  # fmt: skip
    shown = [person.row.holding.id for person in persons]
    record(actor=actor, event="seizures.seizure.read", objects=[seizure.id, *shown])
    return found


@transaction.atomic
def photo(actor: Actor, photo_id: str) -> PhotoFile:
    """This function reads a photo with its file; a withdrawn one too, for who knows its id.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is none that the actor may see, or its file is gone.
    """
    found = photo_for(actor, photo_id, Action.SEIZURE_READ)
    data = opened(found)
    record(actor=actor, event="seizures.photo.read", objects=[found.seizure_id, found.id])
    return PhotoFile(found, data)


def allowed(actor: Actor, seizure: Seizure) -> frozenset[str]:
    """This function returns what an actor may do with a seizure now."""
    member = works_on(actor, seizure)
    stands = seizure.state != SeizureState.WITHDRAWN
    draft = seizure.state == SeizureState.DRAFT
    writes = stands and may(actor, Action.SEIZURE_WRITE, member=member)
    last = seizure.changes.order_by("-revision").values_list("by", flat=True).first()
    others = actor.user_id not in {seizure.recorded_by, last}
    recorded = seizure.state == SeizureState.RECORDED
    held = {
        "correct": writes and not draft,
        "finish": writes and draft,
        "withdraw": writes,
        "photo": writes,
        "involve": writes and not draft,
        "verify": recorded and others and may(actor, Action.SEIZURE_VERIFY, member=member),
        "custody": stands and not draft and may(actor, Action.CUSTODY_WRITE, member=member),
        "joint": stands and not draft and may(actor, Action.JOINT_SEIZURE_SEND, member=member),
    }
    return frozenset(name for name, yes in held.items() if yes)


def given_of(seizure: Seizure) -> Given:
    """This function returns what a seizure says as it would be given, to begin a correction; it records no read."""
    return Given(
        date=seizure.as_written.get("date", seizure.date), country=seizure.country, province=seizure.province,
        district=seizure.district, commune=seizure.commune, village=seizure.village, place=seizure.place,
        place_kind=_said(seizure, "place_kind"), latitude=seizure.latitude, longitude=seizure.longitude,
        accuracy=seizure.accuracy, position_of=seizure.position_of, transport=_said(seizure, "transport"),
        hiding=_said(seizure, "hiding"), routing=_said(seizure, "routing"), detection=_said(seizure, "detection"),
        remarks=seizure.remarks, reference=seizure.reference,
        goods=tuple(_good(each) for each in seizure.goods.all()),
        points=tuple(
            GivenPoint(
                role=each.role, words=each.words, country=each.country, place=each.place, source=each.source,
                confidence=each.confidence,
            )
            for each in seizure.points.all()
        ),
        arrests=tuple(
            GivenArrest(
                number=each.number, nationality=each.nationality, sex=each.sex, age_band=each.age_band,
                words=each.words,
            )
            for each in seizure.arrests.all()
        ),
        as_written=dict(seizure.as_written),
    )  # fmt: skip


def _good(good: Good) -> GivenGood:
    return GivenGood(
        kind=good.kind, words=good.words, substance=good.substance, form=_said(good, "form"), amount=good.amount_text,
        unit=good.unit_text, purity="" if good.purity is None else plain(good.purity), logo=good.logo,
        hs=good.hs, cas=good.cas, currency=good.currency, laboratory_result=good.laboratory_result,
        laboratory_reference=good.laboratory_reference,
        laboratory_date=good.laboratory_date.isoformat() if good.laboratory_date else "",
        as_written=dict(good.as_written),
    )  # fmt: skip


def _said(row: Seizure | Good, name: str) -> str:
    return str(getattr(row, name) or row.as_written.get(name, ""))


def _persons(actor: Actor, seizure: Seizure) -> list[Person]:
    tied = {each.holding_id: each for each in seizure.persons.all()}
    if not tied or not may(actor, Action.HOLDING_LIST):
        return []
    held = Holding.objects.filter(visible(actor) & readable(actor), id__in=tied)
    return [Person(tied[row.holding.id], row) for row in holding_rows(actor, held)]


def _people(seizure: Seizure, changes: Iterable[Change], photos: Iterable[Photo]) -> dict[str, str]:
    ids = {seizure.recorded_by, seizure.verified_by, seizure.withdrawn_by}
    ids |= {each.by for each in changes} | {each.added_by for each in photos}
    return people(ids - {""})
