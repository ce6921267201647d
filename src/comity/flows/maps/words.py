"""What maps and charts say beside names: English here, translated by who draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from comity.kernel.countries import country_name


def english_number(value: float) -> str:
    """This function writes a number with commas; decimals only below 10."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.2g}"


def english_percent(share: float) -> str:
    """This function writes a share of 1 as per cent."""
    return f"{share * 100:.0f} %" if share == 0 or share >= 0.095 else f"{share * 100:.1f} %"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a picture, in one language.

    Args:
        title: what the picture shows; its name for those who cannot see it.
        width: what the width of arcs shows, such as "seizures".
        groups: names of the colours, by index; empty where there is one.
        number: writes a number; ``percent`` a share of 1.
        country: names a country or territory by its alpha-2 code.
    """

    title: str = "Routes"
    described: str = "Arcs from where it left to where it went; the table beside the map says the same in words."
    language: str = "en"
    width: str = "seizures"
    width_of: str = "Width of an arc: {what}"
    direction: str = "The dot is where it left, the arrow where it went. A ring stayed within one place."
    groups: tuple[str, ...] = ()
    route_known: str = "Route known for {known} of {total} seizures ({share}); {rest} are not on this map."
    route_nothing: str = "How many seizures name no route is not said here."
    hidden: str = "Routes that fewer than {smallest} seizures share are not drawn: {number} seizures together."
    hidden_none: str = "Routes that fewer than {smallest} seizures share would not be drawn; there are none."
    undrawn: str = "Not drawn, for want of a position: {names}."
    enlarged: str = "Enlarged: among the countries of the Mekong"
    left_out: str = "The {number} widest of {total} arcs are drawn; the table has all."
    outside: str = "{name}, outside the map"
    country_points: str = "Arcs join countries at one point within each, not where it happened."
    province_points: str = "Arcs join provinces at one point within each. Outlines of provinces are not drawn."
    borders: str = "Borders and names imply no opinion on the status of any country or territory."
    disputed: str = "Dashed: lines that Natural Earth marks as disputed. Lands: Natural Earth."
    nothing: str = "No route to show"
    missing: str = "not reported"
    hidden_cell: str = "hidden, too few"
    interval: str = "Line: 95 % interval"
    number: Callable[[float], str] = english_number
    percent: Callable[[float], str] = english_percent
    country: Callable[[str], str] = country_name


ENGLISH = Words()
