"""What another program may fetch over TAXII, as STIX objects in the order in which it came to stand.

A partner's program finds what the visibility group of that partner may see; a system of this agency finds the records
of its token's standing duty. Only this agency's own records, never a protected role, and of a record only the
statements that may go: each is judged by `exchange.uses`, and for a partner by the group's policy as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from comity import linkage
from comity.exchange.terms import UseKind
from comity.kernel import Restriction
from comity.linkage import Candidate
from comity.node.holdings import handling
from comity.node.holdings.marking import subject_of
from comity.node.holdings.models import Change, Holding, Statement
from comity.node.interfaces.models import Token
from comity.node.matching.releasing import countries_of, terms_of
from comity.node.partners.models import VisibilityGroup
from comity.node.permissions import Actor
from comity.node.runtime import clock, config, node_id
from comity.subjects import NEVER_INDEXED, Role
from comity.subjects.cover import Cover
from comity.subjects.writers.stix_bundle import objects_of, preamble

Policy = Callable[[Holding, Restriction | None], bool]
"""Whether a holding, or a statement of it with such a restriction, may go."""
BATCH = 200
LOOKED_THROUGH = 5_000
"""Changes that one answer looks through; where more is behind, the answer says so."""
FIRST = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
"""When the definitions of our extensions came to stand, as far as a program that fetches is concerned."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection of TAXII.

    Args:
        id: a UUID: of the visibility group, or of the standing duty.
        title: what it is called.
        group: whose policy decides, or None for the agency's own.
    """

    id: str
    title: str
    group: VisibilityGroup | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An object on a shelf.

    Args:
        number: of the change that brought it, 0 for what every shelf begins with.
        place: among the objects of that change.
        added: when.
        holding: the id of the record that it says something of; empty for definitions.
        object: as STIX has it.
    """

    number: int
    place: int
    added: datetime
    holding: str
    object: dict[str, Any]

    @property
    def version(self) -> str:
        """This function returns the version of the object, as TAXII counts them."""
        return str(self.object.get("modified") or self.object.get("created") or "")


@dataclass(slots=True)
class Look:
    """A look through a shelf: where it begins, and how far it came.

    Args:
        after: only what came after this moment, or None.
        number: the change to begin with.
        place: among the objects of that change.
        reached: the change behind which nothing was looked at; None once all was.
    """

    after: datetime | None = None
    number: int = 0
    place: int = 0
    reached: int | None = None


def shelves(token: Token) -> list[Shelf]:
    """This function returns the collections that a token may read."""
    if token.partner is None:
        return [Shelf(token.duty_id, str(token.duty.title), None)]
    group = token.partner.group
    return [Shelf(group.id, group.name, group)] if group is not None else []


def entries(token: Token, actor: Actor, shelf: Shelf, look: Look) -> Iterator[Entry]:
    """This function gives the objects of a shelf in the order in which they came to stand."""
    if look.number == 0 and (look.after is None or look.after < FIRST):
        every = preamble(_cover(shelf, FIRST, FIRST))
        yield from (Entry(0, place, FIRST, "", each) for place, each in enumerate(every) if place >= look.place)
    seen, may = 0, _policy(shelf.group)
    for batch in _changes(look):
        for change, held, statements in _standing(token, actor, shelf, batch, may):
            cover = _cover(shelf, change.at, held.recorded)
            for place, each in enumerate(objects_of(subject_of(held, statements), cover)):
                if (change.number, place) >= (look.number, look.place):
                    yield Entry(change.number, place, change.at, held.id, each)
        seen += len(batch)
        if seen >= LOOKED_THROUGH:
            look.reached = batch[-1].number + 1
            return


def _changes(look: Look) -> Iterator[list[Change]]:
    number = max(look.number, 1)
    wanted = Change.objects.order_by("number")
    if look.after is not None:
        wanted = wanted.filter(at__gt=look.after)
    while batch := list(wanted.filter(number__gte=number)[:BATCH]):
        yield batch
        number = batch[-1].number + 1


def _standing(
    token: Token, actor: Actor, shelf: Shelf, batch: list[Change], may: Policy
) -> Iterator[tuple[Change, Holding, list[Statement]]]:
    """This function gives of some changes the last of each record, with what of the record may go."""
    ids = {each.holding_id for each in batch}
    found = Change.objects.filter(holding_id__in=ids).order_by().values("holding_id").annotate(last=Max("number"))
    last = {each["holding_id"]: each["last"] for each in found}
    today = clock().now().date()
    rows = Holding.objects.filter(id__in=ids, owner="", retention_until__gte=today).select_related("subject")
    rows = rows.exclude(role__in=[r.value for r in NEVER_INDEXED])
    if shelf.group is None:
        rows = rows.filter(duty_id=token.duty_id)
    held = {each.id: each for each in rows}
    said: dict[str, list[Statement]] = {own_id: [] for own_id in held}
    standing = Statement.objects.filter(holding_id__in=list(held), withdrawn=None, owner="").order_by("id")
    use = handling.use(actor, UseKind.FORWARD if token.partner else UseKind.EXPORT, token.partner)
    for each, judgement in handling.judged(standing, use):
        if judgement.allowed and may(held[each.holding_id], each.restriction):
            said[each.holding_id].append(each)
    for change in batch:
        own_id = change.holding_id
        if last[own_id] == change.number and own_id in held and said[own_id] and may(held[own_id], None):
            yield change, held[own_id], said[own_id]


def _policy(group: VisibilityGroup | None) -> Policy:
    if group is None:
        return lambda _held, _restriction: True
    terms, countries, today = terms_of(group), countries_of(group), clock().now().date()

    def may(held: Holding, restriction: Restriction | None) -> bool:
        candidate = Candidate(Role(held.role), frozenset(held.releasable_to), restriction or held.restriction)
        return bool(terms.roles) and linkage.admits(terms, group.id, countries, candidate, today)

    return may


def _cover(shelf: Shelf, made: datetime, since: datetime) -> Cover:
    return Cover(shelf.title, made, config().agency, node_id(), since=since)
