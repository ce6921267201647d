"""What the maps and charts of routes say, in the reader's language."""

from __future__ import annotations

from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from comity.flows.maps import Words
from comity.node.countries import country_name
from comity.node.picture.routes import LARGEST, Asked, Span, Way
from comity.node.places import queries as places
from comity.node.seizures import naming


def number(value: float) -> str:
    """This function writes a number; with decimals only where it is small."""
    decimals = 0 if value == int(value) or abs(value) >= 10 else 1 if abs(value) >= 1 else 2
    return str(formats.number_format(round(value, decimals), decimals, force_grouping=True))


def percent(share: float) -> str:
    """This function writes a share of 1 as per cent."""
    decimals = 0 if share == 0 or share >= 0.095 else 1
    return f"{formats.number_format(round(share * 100, decimals), decimals)} %"


def weight(kilograms: float) -> str:
    """This function writes a weight in kilograms."""
    return _("%(number)s kg") % {"number": number(kilograms)}


def place(code: str) -> str:
    """This function names a country, or a province with its country."""
    if "-" not in code:
        return country_name(code)
    return places.name(code, get_language() or "en")


def way(origin: str, destination: str) -> str:
    """This function names a way from one place to another."""
    if origin == destination:
        return _("within %(place)s") % {"place": place(origin)}
    return f"{place(origin)} → {place(destination)}"


def said(found: Way) -> str:
    """This function says what is known of a way, in one sentence."""
    many = ngettext("%(number)s seizure", "%(number)s seizures", found.relations) % {"number": number(found.relations)}
    parts = [f"{way(found.origin, found.destination)}: {many}"]
    if found.at_least:
        parts[0] += f" {_('or more')}"
    if found.share.value is not None:
        parts.append(_("%(share)s of known routes") % {"share": percent(found.share.value)})
    if found.kilograms is not None:
        parts.append(weight(found.kilograms))
    return ", ".join(parts)


def span(each: Span) -> str:
    """This function names a month or a year."""
    return f"{MONTHS[each.month]} {each.year}" if each.month else str(each.year)


def filters(asked: Asked) -> str:
    """This function says what was chosen, for the title of a picture."""
    parts = [
        str(asked.year) if asked.year else _("all years"),
        naming.group(asked.drug) if asked.drug else _("all drugs"),
        *([place(asked.province)] if asked.province else []),
        *([naming.transport(asked.transport)] if asked.transport else []),
    ]
    return ", ".join(parts)


def map_words(asked: Asked) -> Words:
    """This function returns the words of the map."""
    measure = _("seizures that name the route") if asked.measure == "relations" else _("kilograms, of what is weighed")
    return Words(
        title=_("Routes: %(filters)s") % {"filters": filters(asked)},
        described=_("Arcs from where it left to where it went. The table below the map says the same in words."),
        language=get_language() or "en",
        width=measure,
        width_of=_("Width of an arc: {what}"),
        direction=_("The dot is where it left, the arrow where it went. A ring stayed within one place."),
        route_known=_("Route known for {known} of {total} seizures ({share}); {rest} are not on this map."),
        route_nothing=_("How many seizures name no route is not shown here."),
        hidden=_("Routes that fewer than {smallest} seizures share are not drawn: {number} seizures together."),
        hidden_none=_("Routes that fewer than {smallest} seizures share would not be drawn; there are none."),
        undrawn=_("Not drawn, for want of a position: {names}."),
        left_out=_("The {number} widest of {total} arcs are drawn; the table has all."),
        outside=_("{name}, outside the map"),
        enlarged=_("Enlarged: among the countries of the Mekong"),
        country_points=_("Arcs join countries at one point within each, not where it happened."),
        province_points=_("Arcs join provinces at one point within each. Outlines of provinces are not drawn."),
        borders=_("Borders and names imply no opinion on the status of any country or territory."),
        disputed=_("Dashed: lines that Natural Earth marks as disputed. Lands: Natural Earth."),
        nothing=_("No route to show"),
        missing=_("not reported"),
        hidden_cell=_("hidden, too few"),
        interval=_("Line: 95 % interval"),
        number=number,
        percent=percent,
        country=country_name,
    )


def columns() -> tuple[str, ...]:
    """This function names the shares of the chart."""
    return (
        pgettext("share", "of the number of relations"),
        pgettext("share", "of the quantity"),
        _("of the quantity without the %(number)d largest seizures") % {"number": LARGEST},
    )
