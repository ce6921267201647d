"""What this node makes of the legal basis that a partner states: ``{% load legal %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from comity.node.cases.words import in_words
from comity.node.messaging.models import Message
from comity.node.messaging.stated import stated_basis as judged

register = template.Library()
_ANSWERED = {"request": "messaging:answer", "spontaneous": "messaging:answer", "alert": "messaging:answer"}


@register.inclusion_tag("messaging/stated_basis.html")
def stated_basis(message: Message, may_answer: bool = False) -> dict[str, Any]:
    """This function shows whether the stated basis binds both countries here, and which refusal it suggests.

    Args:
        message: any; nothing is shown for one of ours.
        may_answer: whether to offer a refusal on the suggested ground.
    """
    basis = judged(message)
    route = _ANSWERED.get(message.type)
    refuse = f"{reverse(route, args=[message.id])}?refuse={basis.refusal}" if route and basis and basis.refusal else ""
    return {
        "basis": basis,
        "reasons": [in_words(gap) for gap in basis.gaps] if basis else [],
        "minding": [in_words(each) for each in basis.minding] if basis else [],
        "refuse": refuse if may_answer else "",
    }
