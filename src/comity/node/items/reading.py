"""People read items: whether they may is judged, that they did is kept, and the text is shown with it or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.exchange.uses import Judgement
from comity.node.audit.operations import record
from comity.node.items.binding import Judging
from comity.node.items.models import Item, ItemRead
from comity.node.permissions import Action, Actor, require, require_purpose
from comity.node.runtime import clock


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as one person sees it.

    Args:
        item: the row; its text is empty where it may not be read.
        judgement: whether it may, and else why not.
    """

    item: Item
    judgement: Judgement


@transaction.atomic
def read(*, actor: Actor, items: Iterable[Item]) -> list[Seen]:
    """This function shows items to a person; one entry in the ledger names those that were read.

    What was read of a partner's items is kept, so that the partner can be told.

    Raises:
        Refused: the actor may read no items, or stated no purpose.
    """
    require(actor, Action.ITEM_READ)
    require_purpose(actor, Action.ITEM_READ)
    seen = _looked_at(actor, items)
    shown = [each.item for each in seen if each.judgement.allowed and each.item.stands]
    if not shown:
        return seen
    now = clock().now()
    ItemRead.objects.bulk_create(
        ItemRead(item=item, user_id=actor.user_id, at=now, purpose=actor.purpose) for item in shown
    )
    names = [name for item in shown for name in (item.id, item.wire_id)]
    record(actor=actor, event="items.item.read", objects=list(dict.fromkeys(names)))
    return seen


@transaction.atomic
def listed(*, actor: Actor, items: Iterable[Item]) -> list[Seen]:
    """This function shows how items begin, for a list; one entry in the ledger names them.

    It is no reading of which their owner is told: that begins when one of them is opened.

    Raises:
        Refused: the actor may read no items, or stated no purpose.
    """
    require(actor, Action.ITEM_READ)
    require_purpose(actor, Action.ITEM_READ)
    seen = _looked_at(actor, items)
    shown = [each.item.id for each in seen if each.judgement.allowed and each.item.stands]
    if shown:
        record(actor=actor, event="items.list.read", objects=shown)
    return seen


def look(actor: Actor, item: Item) -> Seen:
    """This function returns an item as an actor sees it, without keeping that it was read."""
    return _looked_at(actor, [item])[0]


def _looked_at(actor: Actor, items: Iterable[Item]) -> list[Seen]:
    rows = list(items)
    judging = Judging(actor, rows)
    return [_seen(row, judging(row, UseKind.READ)) for row in rows]


def _seen(item: Item, judgement: Judgement) -> Seen:
    if not judgement.allowed:
        item.text, item.subject = "", None
    return Seen(item, judgement)
