"""Reading recalls: what was taken back, who has proved that every copy is treated, and who has not answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from comity.exchange.confirmations import Confirmation, Standing
from comity.exchange.contents import Copy as Told
from comity.exchange.contents import CopyKind, Treated
from comity.node.items import recalling
from comity.node.items.models import COPY_NAMES, Copy, Item
from comity.node.items.naming import agency
from comity.node.items.recall_models import OPEN_SIDES, Recall, RecallSide, SideState
from comity.node.items.treating import BY_PEOPLE
from comity.node.items.words import STANDINGS, TREATED
from comity.node.permissions import Action, Actor, require


@dataclass(frozen=True, slots=True)
class ToldCopies:
    """Copies of one kind as a page shows them: where, how many, what became of them, and in words."""

    where: str | Promise
    count: int
    treated: str | Promise
    reached: bool
    words: str

    @classmethod
    def of(cls, told: Told) -> ToldCopies:
        """This function returns what a node told."""
        reached = told.treated != Treated.NOT_REACHED
        return cls(COPY_NAMES[CopyKind(told.kind)], told.count, TREATED[Treated(told.treated)], reached, told.words)


@dataclass(frozen=True, slots=True)
class Answer:
    """How one node stands, as a line of a tree.

    Args:
        depth: 0 for a node that this one asked, 1 for those behind it, and so on.
        agency: its name here, or as the node before it calls it.
        words: how it stands.
        good: whether it is proven that every copy there is treated.
        since: since when it is asked, where it has not answered; else when it treated its copies.
        copies: what was there.
        reason: why its confirmation is none; else empty.
    """

    depth: int
    agency: str
    words: str | Promise
    good: bool
    since: datetime | None
    copies: tuple[ToldCopies, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A recall as its page shows it.

    Args:
        recall: itself.
        complete: whether it is proven that every copy everywhere is treated.
        here: what was at this agency.
        answers: every node that has to answer, in the order of a tree.
        left: copies here that only people reach.
    """

    recall: Recall
    complete: bool
    here: tuple[ToldCopies, ...]
    answers: tuple[Answer, ...]
    left: tuple[Copy, ...]


def recalls(actor: Actor, *, unfinished: bool = False) -> QuerySet[Recall]:
    """This function returns recalls, the newest first; unfinished: those in which something is not proven yet.

    Raises:
        Refused: the role may not read items.
    """
    require(actor, Action.ITEM_READ)
    rows = Recall.objects.select_related("item", "asked_by")
    if not unfinished:
        return rows
    unproven = RecallSide.objects.filter(recall=OuterRef("pk")).exclude(state=SideState.COMPLETE)
    left = Copy.objects.filter(item=OuterRef("item"), gone=None, kind__in=[kind.value for kind in BY_PEOPLE])
    return rows.filter(Q(Exists(unproven)) | Q(Exists(left)))


def waiting(actor: Actor) -> QuerySet[RecallSide]:
    """This function returns the nodes that have not answered for everything, those asked longest first."""
    require(actor, Action.ITEM_READ)
    return (
        RecallSide.objects.filter(state__in=OPEN_SIDES)
        .select_related("recall__item", "partner")
        .order_by("asked", "id")
    )


def of_item(actor: Actor, item: Item) -> list[Seen]:
    """This function returns the recalls of an item, the newest first.

    Raises:
        Refused: the role may not read items.
    """
    left = tuple(item.copies.filter(gone=None, kind__in=[kind.value for kind in BY_PEOPLE]))
    return [_seen(recall, left) for recall in recalls(actor).filter(item=item)]


def _seen(recall: Recall, left: tuple[Copy, ...]) -> Seen:
    sides = recall.sides.select_related("partner").order_by("id")
    return Seen(
        recall=recall,
        complete=recalling.is_complete(recall),
        here=tuple(ToldCopies.of(each) for each in recalling.confirmation(recall).copies),
        answers=tuple(answer for side in sides for answer in _answers(side)),
        left=left,
    )


def _answers(side: RecallSide) -> Iterator[Answer]:
    found = side.confirmation
    if found is None:
        yield Answer(0, str(side.partner), side.get_state_display(), good=False, since=side.asked or side.recall.began)
        return
    yield from _tree(found, str(side.partner), 0)


def _tree(found: Confirmation, name: str, depth: int) -> Iterator[Answer]:
    good = found.standing is Standing.PROVEN and not found.not_reached
    words = STANDINGS["reached" if good else "partly" if found.standing is Standing.PROVEN else found.standing.value]
    copies = tuple(ToldCopies.of(each) for each in found.copies)
    yield Answer(depth, name, words, good, found.at, copies, found.reason)
    for each in found.onward:
        known = agency(each.node)
        yield from _tree(each, known if known != each.node else each.agency or each.node, depth + 1)
