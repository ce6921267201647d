"""Requests that followed checks: what `matching.fishing` asks about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from comity.linkage.fishing import Request
from comity.node.messaging.models import OURS, THEIRS, Message


def requests(partner_id: str, asked_by_us: bool, since: datetime) -> Iterator[Request]:
    """This function gives the requests that one side sent the other, with the case that each cites."""
    rows = Message.objects.filter(
        partner=partner_id, type="request", direction=OURS if asked_by_us else THEIRS, made__gte=since
    ).order_by()
    for made, reference in rows.values_list("made", "document__reference"):
        yield Request(made, str(reference or ""))
