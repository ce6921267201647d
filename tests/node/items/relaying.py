"""How tests hand an item on through Viet Nam, where somebody may edit it under way."""

from __future__ import annotations

from comity.node.messaging.models import THEIRS, Message
from comity.node.partners.models import Partner
from tests.node.items.giving import share


def hand_on(three, item, **edited):
    """Viet Nam hands an item to Thailand; somebody edits what its database has of the message before it leaves."""
    share(three, "VN", "TH", item, settle=False)
    with three.at("VN"):
        message = Message.objects.get(partner_id=three["TH"].id, type="spontaneous", outbox__isnull=False)
        (said,) = message.document["content"]["items"]
        changed = {name: value for name, value in (said | edited).items() if value is not ...}
        message.document["content"]["items"] = [changed]
        message.save(update_fields=["document"])
    three.settle()
    return message


def refused_at(three, country, sent):
    with three.at(country):
        message = Message.objects.get(direction=THEIRS, message_id=sent.message_id)
        assert message.state == "poisoned"
        return message.reason


def forget_partner(three, at, country):
    """As if the card of another country had never been exchanged."""
    with three.at(at):
        Partner.objects.filter(id=three[country].id).update(state="proposed")
