"""Tags for pages of seizures: what was seized, how much it weighs and by which factor, where, and by which route."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comity.node.countries import country_name
from comity.node.places import queries as places
from comity.node.seizures import naming
from comity.node.seizures.models import Good, Joint, RoutePoint, Seizure
from comity.node.seizures.words import AGE_BANDS, SEXES

register = template.Library()
_NAMES = {
    "transport": naming.transport, "routing": naming.routing, "place_kind": naming.installation,
    "hiding": naming.hiding, "detection": naming.detection, "form": naming.form, "unit": naming.unit,
}  # fmt: skip


@register.simple_tag
def good_name(good: Good) -> str:
    """This function returns what a thing is called: the substance's name, or the words that were given."""
    return str(naming.substance(good.substance, good.form)) if good.substance else good.words


@register.simple_tag
def good_amount(good: Good) -> str:
    """This function returns how much there is of a thing, with its unit; empty where nobody said."""
    if good.amount is None:
        return f"{good.amount_text} {good.unit_text}".strip()
    unit = good.currency or (naming.unit(good.unit) if good.unit else good.unit_text)
    return f"{plain(good.amount)} {unit}".strip()


@register.simple_tag
def good_weight(good: Good) -> SafeString | str:
    """This function returns what a thing weighs in kilograms, with its bounds where an average was used."""
    if good.kilograms is None or (not good.imputed and good.unit == "kilogram"):
        return ""
    figure = weight(good.kilograms)
    if not good.imputed:
        return format_html('<span class="number">{}</span>', figure)
    bounds = _("estimated, %(low)s to %(high)s kg") % {
        "low": kilograms(good.kilograms_low), "high": kilograms(good.kilograms_high),
    }  # fmt: skip
    return format_html('<span class="number">≈ {}</span> <span class="quiet small">({})</span>', figure, bounds)


@register.simple_tag
def weight(value: float | None) -> str:
    """This function writes a weight with its unit."""
    return f"{kilograms(value)} {naming.unit('kilogram')}"


@register.filter
def kilograms(value: float | None) -> str:
    """This function writes a weight with three digits that count, and never in powers of ten."""
    if value is None:
        return "–"
    number = Decimal(f"{value:.3g}")
    places_behind = max(0, -int(number.as_tuple().exponent))
    return formats.number_format(number, places_behind, force_grouping=True)


def plain(value: Decimal) -> str:
    """This function writes an exact number in the reader's language."""
    number = value.normalize()
    behind = max(0, -int(number.as_tuple().exponent))
    return formats.number_format(number, behind, force_grouping=True)


@register.simple_tag
def where(seizure: Seizure) -> str:
    """This function returns the place of a seizure: its name with those above it, or the words that were given."""
    smallest = next((code for code in seizure.places if code != seizure.country), "")
    return place_label(smallest) if smallest else seizure.place or country_name(seizure.country)


@register.simple_tag
def where_short(seizure: Seizure) -> str:
    """This function returns the place of a seizure in one or two names, for a list."""
    codes = [code for code in (seizure.district, seizure.province) if code]
    language = _language()
    return ", ".join(places.name(code, language) for code in codes) or seizure.place or country_name(seizure.country)


@register.filter
def place_label(code: str) -> str:
    """This function returns a place with those above it, the smallest first."""
    return places.full_name(code, _language()) if code else ""


@register.filter
def in_words(code: str, field: str) -> str:
    """This function returns a code of a field in words."""
    return _NAMES[field](code) if code else ""


@register.simple_tag
def route(points: Iterable[RoutePoint]) -> SafeString | str:
    """This function returns a route in one line: where it came from, and where it was going."""
    order = {"producing": 0, "departure": 1, "transit": 2, "destination": 3}
    told = sorted(points, key=lambda each: (order.get(each.role, 2), each.order))
    names = [country_name(each.country) if each.country else each.words for each in told]
    return " → ".join(dict.fromkeys(name for name in names if name))


@register.filter
def tone(seizure: Seizure) -> str:
    """This function returns the state by which a pill looks as a seizure stands."""
    return {"recorded": "received", "verified": "confirmed"}.get(seizure.state, seizure.state)


@register.filter
def joint_tone(joint: Joint) -> str:
    """This function returns the state by which a pill looks as the talk about a joint seizure stands."""
    return {"proposed": "pending", "agreed": "confirmed"}.get(joint.state, joint.state)


@register.filter
def person_word(code: str, field: str) -> str:
    """This function returns a sex or a band of age in words."""
    return str({"sex": SEXES, "age": AGE_BANDS}[field].get(code, code))


@register.simple_tag(takes_context=True)
def person_name(context: template.Context, user_id: str) -> str:
    """This function returns what a person of this agency is called who stands in what is shown."""
    return str(context["found"].people.get(user_id, user_id))


def _language() -> str:
    return (get_language() or "en").split("-")[0]
