"""Emergencies on Today and in the banner: what a supervisor has to review, and what an officer has open."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.node.cases import emergency_queries as queries
from comity.node.countries import country_name
from comity.node.desk.banners import Banner, source
from comity.node.desk.today import LIMIT, Item, Section, section
from comity.node.permissions import MAY, Action, Actor
from comity.node.runtime import clock


@section(Action.EMERGENCY_REVIEW)
def to_review(actor: Actor) -> Section:
    """This function returns the emergencies that wait for their review, the longest overdue first."""
    now, rows = clock().now(), queries.to_review(actor)
    items = tuple(
        Item(
            reverse("desk:emergency", args=[row.id]),
            f"{row.get_ground_display()} · {country_name(row.country)}",
            row.state_at(now).value,
            due=row.review_due,
            since=row.stated,
        )
        for row in rows[:LIMIT]
    )
    title = gettext_lazy("Emergencies to review")
    return Section(title, "alarm", items, rows.count(), reverse("desk:emergencies"), "attention")


@source
def open_now(actor: Actor) -> Iterable[Banner]:
    """This function reminds who stated an emergency that it is open, and until when."""
    if actor.role not in MAY[Action.EMERGENCY_STATE]:
        return
    for row in queries.open_now(actor):
        yield Banner(
            _("You work under an emergency towards %(country)s. It is reviewed afterwards.")
            % {"country": country_name(row.country)},
            url=reverse("desk:emergency", args=[row.id]),
            link=_("Look at it"),
        )
