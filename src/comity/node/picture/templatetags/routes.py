"""Numbers and shares on the pages of routes: ``{% load routes %}``."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.flows.maps import Share
from comity.node.picture import route_words as said

register = template.Library()


@register.simple_tag
def number(value: float) -> str:
    """This function writes a number in the reader's language."""
    return said.number(value)


@register.simple_tag
def number_of(value: float | None) -> str:
    """This function writes a number, or a dash where there is none."""
    return "–" if value is None else said.number(value)


@register.simple_tag
def weight(kilograms: float | None) -> str:
    """This function writes a weight in kilograms, or a dash where there is none."""
    return "–" if kilograms is None else said.weight(kilograms)


@register.simple_tag
def share(value: float) -> str:
    """This function writes a share of 1 as per cent."""
    return said.percent(value)


@register.simple_tag
def share_of(part: float, total: float | None) -> str:
    """This function writes what share of a total a part is, or a dash where the total is nothing."""
    return said.percent(part / total) if total else "–"


@register.simple_tag
def interval(found: Share) -> str | SafeString:
    """This function writes a share with its bounds."""
    if found.value is None:
        return format_html('<span class="quiet">{}</span>', _("not shown"))
    if found.low is None or found.high is None:
        return said.percent(found.value)
    bounds = _("%(low)s to %(high)s") % {"low": said.percent(found.low), "high": said.percent(found.high)}
    return format_html('{} <span class="quiet small nowrap">({})</span>', said.percent(found.value), bounds)
