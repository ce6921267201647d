"""Words of holdings: ``{% load holdings %}``."""

from __future__ import annotations

from django import template
from django.utils.translation import pgettext

from comity.kernel.countries import country_name
from comity.node.holdings import words
from comity.node.holdings.models import Statement
from comity.subjects.properties import COUNTRIES

register = template.Library()


@register.simple_tag
def property_name(prop: str) -> str:
    """This function returns what pages call a property."""
    return str(words.property_name(prop))


@register.simple_tag
def stated(statement: Statement) -> str:
    """This function returns a statement's value as pages say it: countries and genders by their names."""
    if statement.property in COUNTRIES:
        return pgettext("country", country_name(statement.value))
    if statement.property == "gender":
        return str(words.GENDERS.get(statement.value, statement.value))
    return statement.value
