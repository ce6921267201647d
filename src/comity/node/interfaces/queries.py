"""Reading tokens, webhooks and their deliveries."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from comity.kernel import Missing
from comity.node.interfaces.models import Delivery, DeliveryState, Token, Webhook
from comity.node.permissions import Action, Actor, require


def tokens(actor: Actor) -> QuerySet[Token]:
    """This function returns every token, those that stand first."""
    require(actor, Action.INTERFACE_MANAGE)
    return Token.objects.select_related("duty", "partner", "instrument").order_by("revoked", "-made")


def webhooks(actor: Actor) -> QuerySet[Webhook]:
    """This function returns the webhooks that run, with how much waits and was given up."""
    require(actor, Action.INTERFACE_MANAGE)
    counts = {
        "waiting": Count("deliveries", Q(deliveries__state=DeliveryState.QUEUED)),
        "given_up": Count("deliveries", Q(deliveries__state=DeliveryState.DEAD)),
    }
    return Webhook.objects.filter(stopped=None).annotate(**counts)


def webhook(actor: Actor, webhook_id: str) -> Webhook:
    """This function returns one webhook.

    Raises:
        Missing: there is none.
    """
    found = webhooks(actor).filter(id=webhook_id).first()
    if found is None:
        raise Missing("webhook", "there is none with this id that runs", code="interfaces.webhook.missing")
    return found


def deliveries(actor: Actor, webhook_id: str) -> QuerySet[Delivery]:
    """This function returns what a webhook was told, the newest first."""
    return webhook(actor, webhook_id).deliveries.all()
