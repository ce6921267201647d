"""How pages tell what a campaign wants, and what was reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from comity.node.campaigns.models import Campaign, CampaignState, Measure, Target
from comity.node.seizures import naming
from comity.node.seizures.templatetags.seizures import place_label

register = template.Library()


@register.simple_tag
def runs(campaign: Campaign, today: date) -> str:
    """This function tells whether a campaign comes, runs, is over or was called off."""
    if campaign.state == CampaignState.CANCELLED:
        return _("called off")
    if today < campaign.begins:
        return _("coming")
    return _("running") if today <= campaign.ends else _("over")


@register.simple_tag
def runs_as(campaign: Campaign, today: date) -> str:
    """This function returns the state whose colour and sign that has."""
    if campaign.state == CampaignState.CANCELLED:
        return "withdrawn"
    if today < campaign.begins:
        return "queued"
    return "open" if today <= campaign.ends else "closed"


@register.simple_tag
def where_of(campaign: Campaign) -> str:
    """This function names a campaign's provinces."""
    return ", ".join(place_label(code) for code in campaign.provinces) or _("the whole country")


@register.simple_tag
def wants(target: Target) -> str:
    """This function says what a target counts."""
    parts = [str(Measure(target.measure).label)]
    parts += [str(naming.group(target.drug_group))] if target.drug_group else []
    parts += [place_label(target.province)] if target.province else []
    return ", ".join(parts)


@register.simple_tag
def counted_from(target: Target) -> str:
    """This function says how a result was counted."""
    measure = Measure(target.measure)
    if measure in {Measure.SEIZURES, Measure.KILOGRAMS, Measure.ARRESTED}:
        return _(
            "Counted now from the seizures of these provinces whose whole date lies in the campaign's days; drafts, "
            "withdrawn ones and joint ones that a partner counts are left out."
        )
    if measure == Measure.CHARGED:
        return _(
            "Counted now from the prosecutions of every offence before courts of these provinces whose whole date of "
            "the charge lies in the campaign's days."
        )
    if measure == Measure.CONVICTED:
        return _(
            "Counted now from the prosecutions of every offence before courts of these provinces whose whole date of "
            "the outcome lies in the campaign's days."
        )
    return _("Counted now from the activities below; where nobody counted persons, none are counted.")


@register.filter
def amount(value: Decimal) -> str:
    """This function writes a number of the reader's language, without zeros at its end."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def percent(share: float) -> str:
    """This function writes a share in per cent, whole."""
    return f"{share * 100:.0f} %"


@register.filter
def at_most_one(share: float) -> float:
    """This function returns how full a bar is."""
    return round(min(max(share, 0.0), 1.0), 4)


@register.simple_tag
def place_of(code: str) -> str:
    """This function names a place in the reader's language."""
    return place_label(code)
