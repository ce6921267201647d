"""How an item is called towards a person: by what it begins with, and whose it is."""

from __future__ import annotations

from collections.abc import Collection

from comity.node.accounts.models import User
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


def owner(item: Item) -> str:
    """This function returns the name of the agency whose item it is; who gave it is its owner, mostly."""
    if item.came_from is not None and item.came_from_id == item.owner:
        return str(item.came_from)
    return agency(item.owner)


def agency(node: str) -> str:
    """This function returns the name of the agency of a node, or the node id where its card is not known here."""
    if node == node_id():
        return config().agency
    partner = Partner.objects.filter(id=node).first()
    return str(partner) if partner else node


def people(user_ids: Collection[str]) -> dict[str, str]:
    """This function returns what persons of this agency are called, by their ids; who has no account, by its id."""
    found = User.objects.in_bulk(list(user_ids))
    return {user_id: str(found.get(user_id, user_id)) for user_id in user_ids}
