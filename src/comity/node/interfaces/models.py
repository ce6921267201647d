"""Rows of tokens, webhooks and what was delivered to them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.cases.models import Duty, Instrument
from comity.node.offences import PURPOSES
from comity.node.partners.models import Partner
from comity.node.runtime import make_id


class Token(models.Model):
    """A key by which another system acts at this node, as an account of its own. Its secret is not kept."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+", verbose_name=_("standing duty"))
    purpose = models.CharField(_("purpose"), max_length=30, choices=PURPOSES)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, related_name="+", verbose_name=_("legal basis")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", verbose_name=_("partner"))
    """Whose program it is; None for a system of this agency."""
    scopes = models.JSONField(_("what it may do"))
    digest = models.CharField(max_length=64)
    """SHA-256 of its secret, which is random and long."""
    made = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=36)
    expires = models.DateTimeField(_("valid until"))
    revoked = models.DateTimeField(_("revoked"), null=True)
    last_used = models.DateTimeField(_("last used"), null=True)
    minute = models.DateTimeField(null=True)
    """The minute in which calls are counted."""
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-made", "-id")

    def __str__(self) -> str:
        """This function returns the name."""
        return self.name

    def stands(self, now: datetime) -> bool:
        """This function tells whether it may be used."""
        return self.revoked is None and self.expires > now

    def state(self, now: datetime) -> str:
        """This function returns where it stands, as pages show it."""
        return "withdrawn" if self.revoked else "live" if self.expires > now else "expired"


class Webhook(models.Model):
    """An address of another system of this agency that is told when something happens."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(_("what it is told of"))
    secret = models.BinaryField()
    """Wrapped by the node's keys."""
    made = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=36)
    stopped = models.DateTimeField(_("stopped"), null=True)
    seen = models.PositiveBigIntegerField(default=0)
    """The last entry of the ledger, by its row, that was looked at for it."""

    class Meta:
        ordering = ("-made", "-id")

    def __str__(self) -> str:
        """This function returns the name."""
        return self.name


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    QUEUED = "queued", pgettext_lazy("delivery", "queued")
    DELIVERED = "delivered", pgettext_lazy("delivery", "delivered")
    DEAD = "failed", pgettext_lazy("delivery", "given up")


class Delivery(models.Model):
    """One thing that a webhook is told."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    kind = models.CharField(_("what"), max_length=80)
    body = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    made = models.DateTimeField(_("when"))
    due = models.DateTimeField(null=True)
    """When it is tried next; None once it is not tried any more."""
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    fault = models.CharField(_("fault"), max_length=300, blank=True)
    done = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made", "-id")
        indexes = [models.Index(fields=["due"], name="delivery_due")]

    def __str__(self) -> str:
        """This function returns what it is about."""
        return self.kind
