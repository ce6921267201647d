"""What a form of a message offers for choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from comity.exchange.contents import Item
from comity.node.partners.models import Partner


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form offers for choice.

    Args:
        partners: to whom a message may go.
        chosen: ids of the partners that are chosen at first.
        holdings: records of ours that an item may come from: id and title.
        items: items that are here and may be given, by their id here, as they travel.
        handle_only: whether a subject is cited by its handle alone.
        in_reply_to: id of the partner's message, as the partner names it; empty where nothing is answered.
    """

    partners: QuerySet[Partner]
    chosen: Sequence[str] = ()
    holdings: Sequence[tuple[str, str]] = ()
    items: Mapping[str, Item] = field(default_factory=dict)
    handle_only: bool = False
    in_reply_to: str = ""
