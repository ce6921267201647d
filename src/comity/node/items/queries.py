"""Reading items: lists, one item with where it came from and went, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from comity.exchange.terms import UseKind
from comity.exchange.uses import Judgement
from comity.kernel import Missing
from comity.node.items import reading
from comity.node.items.binding import Judging
from comity.node.items.models import Consent as ConsentRow
from comity.node.items.models import ConsentState, Copy, Item, ItemRead, Release
from comity.node.items.naming import people
from comity.node.items.told import Told, told
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import node_id

HERE = (
    UseKind.READ, UseKind.DERIVE, UseKind.PRINT, UseKind.EXPORT, UseKind.REPORT, UseKind.EVIDENCE, UseKind.ACT,
)  # fmt: skip
"""Uses that name no partner, in the order of the table on an item's page."""


@dataclass(frozen=True, slots=True)
class Detail:
    """An item as its page shows it.

    Args:
        seen: the item, with its text where the actor may read it.
        uses: what may be done with it here, each with its judgement.
        partners: to which partner it may go, each with its judgement; but its owner.
        releases: where it went.
        consents: what was asked about it, of us or by us.
        copies: where else it is here.
        reads: when it was read, each with what the person is called who read it.
        told: which partners told that they read it.
        sources: items of partners that it repeats.
    """

    seen: reading.Seen
    uses: list[Judgement]
    partners: list[tuple[Partner, Judgement]]
    releases: list[Release]
    consents: list[ConsentRow]
    copies: list[Copy]
    reads: list[tuple[ItemRead, str]]
    told: list[Told]
    sources: list[Item]


def items(actor: Actor, *, ours: bool | None = None) -> QuerySet[Item]:
    """This function returns the items that were given or received, the newest first, with how often each was read.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.ITEM_READ)
    rows = Item.objects.select_related("came_from", "case").annotate(
        read_times=Count("reads", distinct=True), went=Count("releases__partner", distinct=True)
    )
    rows = rows.order_by("-made", "-id")
    if ours is None:
        return rows
    return rows.filter(owner=node_id()) if ours else rows.exclude(owner=node_id())


def item(actor: Actor, item_id: str) -> Item:
    """This function returns one item, without reading it.

    Raises:
        Refused: the role may not.
        Missing: there is none.
    """
    require(actor, Action.ITEM_READ)
    found = Item.objects.select_related("came_from", "case").filter(id=item_id).first() if _storable(item_id) else None
    if found is None:
        raise Missing("Item", "there is none with this id", code="items.missing")
    return found


def chosen(actor: Actor, item_ids: Iterable[str]) -> list[Item]:
    """This function returns the items that a person chose, in this order, each once, without reading them.

    Raises:
        Refused: the role may not.
        Missing: there is none with one of the ids.
    """
    require(actor, Action.ITEM_READ)
    wanted = list(dict.fromkeys(item_ids))
    rows = Item.objects.select_related("came_from", "case").in_bulk([each for each in wanted if _storable(each)])
    if len(rows) < len(wanted):
        raise Missing("Item", "there is none with this id", code="items.missing")
    return [rows[each] for each in wanted]


@transaction.atomic
def detail(actor: Actor, item_id: str) -> Detail:
    """This function reads one item with everything that is known of it here.

    Raises:
        Refused: the role may not.
        Missing: there is none.
    """
    found = item(actor, item_id)
    seen = reading.read(actor=actor, items=[found])[0]
    judging = Judging(actor, [found])
    reads = list(found.reads.all()[:200])
    readers = people({each.user_id for each in reads})
    partners = [p for p in accepted().order_by("agency") if p.id != found.owner]
    return Detail(
        seen=seen,
        uses=[judging(found, kind) for kind in HERE],
        partners=[(p, judging(found, UseKind.FORWARD, p)) for p in partners],
        releases=list(found.releases.select_related("partner").prefetch_related("consents")),
        consents=list(found.consents.select_related("partner")),
        copies=list(found.copies.all()),
        reads=[(each, readers[each.user_id]) for each in reads],
        told=told(found)[:200],
        sources=list(found.sources.all()),
    )


def consents(actor: Actor, *, waiting: bool = False) -> QuerySet[ConsentRow]:
    """This function returns what partners ask about items of ours, and what we asked, the newest first."""
    require(actor, Action.ITEM_READ)
    rows = ConsentRow.objects.select_related("item", "partner")
    return rows.filter(ours=False, state=ConsentState.ASKED) if waiting else rows


def consent(actor: Actor, consent_id: str) -> ConsentRow:
    """This function returns one question about an item.

    Raises:
        Missing: there is none.
    """
    found = consents(actor).filter(id=consent_id).first() if _storable(consent_id) else None
    if found is None:
        raise Missing("Consent", "nobody asked for one with this id", code="items.consent.missing")
    return found


def _storable(text: str) -> bool:
    return "\x00" not in text and len(text) <= 40
