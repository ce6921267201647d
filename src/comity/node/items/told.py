"""That partners told that they read an item: messaging knows, and registers itself here when the node starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.node.items.models import Item
from comity.node.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Told:
    """One time that a partner told it.

    Args:
        partner: whose people read it; who of them stays there.
        at: when, as the partner said; not later than it came in.
        purpose: code; empty where it said none.
    """

    partner: Partner
    at: datetime
    purpose: str


SOURCES: list[Callable[[Item], Iterable[Told]]] = []


def told(item: Item) -> list[Told]:
    """This function returns what partners told of reading an item, in order."""
    return [each for source in SOURCES for each in source(item)]
