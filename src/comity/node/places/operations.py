"""What changes the places that this node knows: a list is loaded, whole or not at all, and taken back whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Min

from comity.flows.gazetteer import Place
from comity.flows.gazetteer.reading import Fault, read_list
from comity.kernel import Conflicting, InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor, require
from comity.node.places.models import OwnPlace, PlaceList
from comity.node.places.queries import forget, gazetteer
from comity.node.runtime import clock

LARGEST = 20_000_000
"""Bytes of a file."""
_BATCH = 1000
_LOWEST = 5
"""Below the level of every place."""


class FaultyList(InvalidInput):
    """A list of places that is not loaded.

    Args:
        name: of the file.
        faults: everything that is wrong with it, in its order.
    """

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(
            name, f"{len(faults)} faults stand in it; nothing was loaded", "Mend them and load it again",
            code="places.list.faulty",
        )  # fmt: skip


@transaction.atomic
def load(*, actor: Actor, name: str, content: bytes) -> PlaceList:
    """This function loads a list of places, whole or not at all (`comity.flows.gazetteer.reading`).

    Args:
        actor: who loads it.
        name: of the file, for people.
        content: the file.

    Raises:
        Refused: the actor may not.
        InvalidInput: the file is too large.
        FaultyList: something is wrong with it; every fault is named.
    """
    require(actor, Action.PLACE_LOAD)
    if len(content) > LARGEST:
        raise InvalidInput(
            name, f"the file is larger than {LARGEST:,} bytes", "Divide it by country", code="places.list.large"
        )
    found = read_list(content, gazetteer().get)
    if found.faults:
        raise FaultyList(name, found.faults)
    if turned := _above_itself(found.places):
        raise InvalidInput(
            name, f"other lists have places below {turned.code} at its level or a higher one",
            "Give it the level that it had, or take those lists back first", code="places.list.levels",
        )  # fmt: skip
    made = PlaceList.objects.create(
        file_name=name[:200], sha256=hashlib.sha256(content).hexdigest(), rows=found.rows, by=actor.user_id,
        at=clock().now(),
    )  # fmt: skip
    OwnPlace.objects.bulk_create(
        (
            OwnPlace(
                list=made, code=p.code, country=p.country, level=p.level, parent=p.parent, names=dict(p.names),
                latitude=p.latitude, longitude=p.longitude,
            )
            for p in found.places
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    transaction.on_commit(forget)
    record(actor=actor, event="places.list.loaded", objects=[made.id], details={"sha256": made.sha256})
    return made


@transaction.atomic
def undo(*, actor: Actor, list_id: str) -> PlaceList:
    """This function takes a loaded list back; records that name its places keep the codes.

    Raises:
        Refused: the actor may not.
        Missing: there is no such list.
        Conflicting: it was taken back already.
    """
    require(actor, Action.PLACE_LOAD)
    made = PlaceList.objects.select_for_update().filter(id=list_id).first()
    if made is None:
        raise Missing("the list of places", "there is none of this number", code="places.list.missing")
    if made.undone:
        raise Conflicting(made.file_name, "the list was taken back already", code="places.list.undone")
    made.undone, made.undone_by = clock().now(), actor.user_id
    made.save()
    made.places.all().delete()
    transaction.on_commit(forget)
    record(actor=actor, event="places.list.undone", objects=[made.id])
    return made


def _above_itself(places: Iterable[Place]) -> Place | None:
    """A place that comes back at another level, when its list was taken back, could lie below its own children."""
    below = dict(OwnPlace.objects.filter(list__undone=None).values_list("parent").annotate(highest=Min("level")))
    return next((place for place in places if below.get(place.code, _LOWEST) <= place.level), None)
