"""Words of holdings: ``{% load holdings %}``."""

from __future__ import annotations

from django import template

from comity.node.holdings import words

register = template.Library()


@register.simple_tag
def property_name(prop: str) -> str:
    """This function returns what pages call a property."""
    return str(words.property_name(prop))
