"""How an item is called towards a person: by what it begins with, and whose it is."""

from __future__ import annotations

from comity.node.items.models import Item
from comity.node.partners.models import Partner
from comity.node.runtime import config, node_id

LONGEST = 60


def title(item: Item) -> str:
    """This function returns the beginning of what an item says, or its id where it says nothing any more."""
    text = " ".join(item.text.split())
    if not text:
        return item.wire_id
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def agency(node: str) -> str:
    """This function returns the name of the agency of a node, or the node id where its card is not known here."""
    if node == node_id():
        return config().agency
    partner = Partner.objects.filter(id=node).first()
    return str(partner) if partner else node
