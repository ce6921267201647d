"""The route of a seizure as steps: what is known of each, from whom, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.countries import country_name
from comity.node.seizures.models import PointRole, RoutePoint, Seizure
from comity.node.seizures.queries import Detail
from comity.node.seizures.templatetags.seizures import place_label, where

ORDER = {PointRole.PRODUCING: 0, PointRole.DEPARTURE: 1, PointRole.TRANSIT: 2, PointRole.DESTINATION: 4}


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a route.

    Args:
        role: what it is, in words.
        where: which place and country.
        point: what was given; None for the place of the seizure itself.
        is_here: whether it is where the seizure was made.
    """

    role: str | Promise
    where: str
    point: RoutePoint | None = None
    is_here: bool = False


def stops(found: Detail) -> list[Stop]:
    """This function returns the route in the order in which it was travelled, the seizure among it."""
    every = sorted(found.points, key=lambda each: (ORDER[PointRole(each.role)], each.order))
    before = [_stop(each) for each in every if each.role != PointRole.DESTINATION]
    after = [_stop(each) for each in every if each.role == PointRole.DESTINATION]
    return [*before, _here(found.seizure), *after] if every else []


def _stop(point: RoutePoint) -> Stop:
    parts = [place_label(point.place) or _words(point), country_name(point.country) if point.country else ""]
    return Stop(point.get_role_display(), ", ".join(dict.fromkeys(each for each in parts if each)), point)


def _words(point: RoutePoint) -> str:
    same = {point.country, country_name(point.country), country_name(point.country, "en")} if point.country else set()
    return "" if point.words in same else point.words


def _here(seizure: Seizure) -> Stop:
    parts = [where(seizure), country_name(seizure.country)]
    return Stop(_("seized here"), ", ".join(dict.fromkeys(each for each in parts if each)), is_here=True)
