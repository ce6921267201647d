"""What Today shows of courts and campaigns: days in court that come near, and the campaigns that run."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy

from comity.node.campaigns import queries as campaigns
from comity.node.desk.today import LIMIT, Item, Section, section
from comity.node.permissions import Action, Actor
from comity.node.prosecutions import queries as prosecutions
from comity.node.runtime import clock

AHEAD = timedelta(days=14)
"""How near a day in court is shown."""


@section(Action.PROSECUTION_READ)
def hearings(actor: Actor) -> Section | None:
    """This function returns the next days in court by file number; without a purpose they stay closed."""
    if not actor.has_purpose:
        return None
    rows = prosecutions.coming(actor, clock().now().date() + AHEAD)
    items = tuple(
        Item(
            reverse("prosecutions:detail", args=[each.id]), f"{each.reference}: {formats.date_format(day)}",
            due=_evening(day),
        )
        for day, each in rows[:LIMIT]
    )  # fmt: skip
    title = gettext_lazy("In court within 14 days")
    return Section(title, "case", items, len(rows), reverse("prosecutions:list") + "?state=open")


@section(Action.CAMPAIGN_READ)
def running(actor: Actor) -> Section:
    """This function returns the campaigns that run, the one that ends first before the others."""
    rows = campaigns.running(actor)
    items = tuple(
        Item(reverse("campaigns:detail", args=[each.id]), each.title, due=_evening(each.ends)) for each in rows[:LIMIT]
    )
    return Section(gettext_lazy("Campaigns that run"), "today", items, len(rows), reverse("campaigns:list"))


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
