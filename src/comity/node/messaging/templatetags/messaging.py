"""Codes of messages in words, and what travels as text shown as what it is: ``{% load messaging %}``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_date

from comity.exchange.contents import Conditions
from comity.kernel import Restriction
from comity.kernel.clock import parse_timestamp
from comity.node.items import naming
from comity.node.items.models import Item
from comity.node.judgements import USES
from comity.node.messaging import words
from comity.node.messaging.forms import choices

register = template.Library()

_TABLES: dict[str, dict[str, Any]] = {
    "type": words.TYPES,
    "standing": words.STANDINGS,
    "kind": words.KINDS,
    "duty": words.DUTIES,
    "seized": words.SEIZED,
    "joint": words.JOINT_ANSWERS,
    "not-joint": words.JOINT_GROUNDS,
    "dataset": words.DATASETS,
    "completeness": words.COMPLETENESS,
    "category": dict(choices.CATEGORIES),
    "danger": dict(choices.DANGERS),
    "ground": dict(choices.GROUNDS),
    "urgency": dict(choices.URGENCIES),
    "operation": dict(choices.OPERATIONS),
    "agreement": dict(choices.AGREED),
    "outcome": dict(choices.OUTCOMES),
    "used": dict(choices.USED_IN),
    "use": dict(USES),
    "consented": dict(choices.CONSENTED),
    "withdrawal": dict(choices.WITHDRAWAL_REASONS),
    "copy": dict(choices.COPIES),
    "treated": dict(choices.TREATED),
    "passed": dict(choices.PASSED),
    "key": dict(choices.KEY_REASONS),
}


@register.simple_tag
def word(table: str, code: object) -> str:
    """This function says a code in words; a code that is not known is said as it came."""
    return str(_TABLES[table].get(str(code), code))


@register.filter
def as_moment(text: object) -> datetime | None:
    """This function reads a moment as it travels; None where it is none."""
    try:
        return parse_timestamp(str(text))
    except ValueError:
        return None


@register.filter
def as_day(text: object) -> date | None:
    """This function reads a day as it travels; None where it is none."""
    try:
        return parse_date(str(text))
    except ValueError:
        return None


@register.filter
def at(found: Any, key: object) -> Any:
    """This function returns what a table has under a key, or None."""
    return found.get(key) if isinstance(found, dict) else None


@register.filter
def alone(found: object) -> list[object]:
    """This function returns one thing as a list."""
    return [found]


@register.filter
def use_name(code: object) -> str:
    """This function says a use of an item in words."""
    return word("use", code)


@register.filter
def agency(node: object) -> str:
    """This function names the agency of a node; a node that is not known here by its id; nothing for none."""
    return naming.agency(str(node)) if node else ""


@register.filter
def restriction(given: Any) -> Restriction | None:
    """This function reads handling codes, TLP and PAP as they travel; None where they cannot be read."""
    try:
        return Conditions.model_validate(given).restriction()
    except ValueError:
        return None


@register.simple_tag
def cited_item(named: Any) -> Item | None:
    """This function returns the item that a message names; None where it is not here or says nothing any more."""
    if not isinstance(named, dict):
        return None
    return Item.objects.filter(owner=str(named.get("owner")), wire_id=str(named.get("id"))).first()
