"""What slices below ask of messages: requests that followed checks (`matching.fishing`), reads told (`items.told`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from comity.kernel import ComityError
from comity.kernel.clock import parse_timestamp
from comity.linkage.fishing import Request
from comity.node.items.models import Item
from comity.node.items.told import Told
from comity.node.messaging.models import OURS, THEIRS, Message


def requests(partner_id: str, asked_by_us: bool, since: datetime) -> Iterator[Request]:
    """This function gives the requests that one side sent the other, with the case that each cites."""
    rows = Message.objects.filter(
        partner=partner_id, type="request", direction=OURS if asked_by_us else THEIRS, made__gte=since
    ).order_by()
    for made, reference in rows.values_list("made", "document__reference"):
        yield Request(made, str(reference or ""))


def reads_told(item: Item) -> Iterator[Told]:
    """This function gives the notices by which partners told that they read an item, in order."""
    rows = Message.objects.filter(
        type="read", direction=THEIRS, in_reply_to__in=list(item.releases.values_list("message_id", flat=True))
    )
    named = {"owner": item.owner, "id": item.wire_id}
    for row in rows.select_related("partner").order_by("made", "id"):
        if named in row.content.get("items", []):
            at = row.made
            with suppress(ComityError):
                at = min(row.made, parse_timestamp(str(row.content.get("at"))))
            yield Told(row.partner, at, str(row.content.get("purpose") or ""))
