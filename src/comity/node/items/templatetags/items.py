"""Words of items: ``{% load items %}``."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from comity.exchange.uses import Judgement
from comity.node.items import naming
from comity.node.items.models import Consent, Item
from comity.node.judgements import USES
from comity.node.judgements import way_out as way_out_of
from comity.node.judgements import why as why_of
from comity.node.offences import PURPOSE_NAMES

register = template.Library()


@register.filter
def why(judgement: Judgement) -> str:
    """This function says in one sentence why something is not allowed; nothing where it is."""
    return why_of(judgement)


@register.filter
def way_out(judgement: Judgement) -> str:
    """This function says what to do where something is not allowed."""
    return way_out_of(judgement)


@register.filter
def use_in_words(kind: str) -> str:
    """This function names a use."""
    return str(USES.get(kind, kind))


@register.filter
def agency(node: str) -> str:
    """This function names the agency of a node."""
    return naming.agency(node)


@register.filter
def owner(item: Item) -> str:
    """This function names the agency whose item it is."""
    return naming.owner(item)


@register.filter
def title(item: Item) -> str:
    """This function returns the beginning of what an item says."""
    return naming.title(item)


@register.filter
def purposes(codes: Iterable[str]) -> str:
    """This function names purposes."""
    known = {purpose.value: str(name) for purpose, name in PURPOSE_NAMES.items()}
    return ", ".join(known.get(code, code) for code in codes)


@register.filter
def person(user_id: str) -> str:
    """This function names a person of this agency."""
    return naming.people([user_id])[user_id]


@register.filter
def recipient(consent: Consent) -> str:
    """This function says for whom a consent is wanted; nothing where the use names nobody."""
    named = naming.agency(consent.recipient) if consent.recipient else ""
    return ", ".join(part for part in (named, consent.recipient_words) if part)
