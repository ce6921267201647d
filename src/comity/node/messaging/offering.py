"""What a person can give with a message that begins at a record or at an item."""

from __future__ import annotations

from comity.exchange.contents import Item
from comity.node.holdings.queries import detail, search
from comity.node.items.models import Item as ItemRow
from comity.node.items.operations import read, wire
from comity.node.permissions import Actor

MOST_FOUND = 10


def choice_of_holding(actor: Actor, holding_id: str) -> list[tuple[str, str]]:
    """This function returns a holding of which an item can be made, as a choice: id and title.

    Raises:
        Missing: there is none with this id that the actor may see.
    """
    found = detail(actor, holding_id)
    return [(found.row.holding.id, found.row.title)]


def found_holdings(actor: Actor, sought: str) -> list[tuple[str, str]]:
    """This function looks for holdings of which items can be made; the ledger names those that it returned.

    Raises:
        Refused: the actor may not list, or stated no purpose.
    """
    found = search(actor, text=sought, size=MOST_FOUND)
    return [(row.holding.id, row.title) for row in found.rows if not row.closed]


def item_to_give(actor: Actor, item_id: str) -> dict[str, Item]:
    """This function returns an item that is here as it travels, by its id; none where it says nothing any more.

    Raises:
        Refused: the actor may not read it, and why.
    """
    row = ItemRow.objects.filter(id=item_id).first()
    if row is None or not row.stands:
        return {}
    seen = read(actor=actor, items=[row])[0]
    if not seen.judgement.allowed:
        raise seen.judgement.refusal("Item")
    return {row.id: wire(row)}
