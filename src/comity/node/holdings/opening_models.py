"""Protected records are opened by two people: one who asks, and another one who agrees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.runtime import make_id


class OpeningState(models.TextChoices):
    """Where the opening of a protected record stands."""

    ASKED = "asked", pgettext_lazy("opening", "waits for a second person")
    AGREED = "agreed", pgettext_lazy("opening", "agreed")
    REFUSED = "refused", pgettext_lazy("opening", "refused")
    CLOSED = "closed", pgettext_lazy("opening", "closed again")


class Opening(models.Model):
    """Somebody wants to read a protected record; it is open for a working period once another person agrees."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    holding = models.ForeignKey("holdings.Holding", models.CASCADE, related_name="openings")
    state = models.CharField(_("state"), max_length=8, choices=OpeningState.choices)
    asked_by = models.CharField(_("asked by"), max_length=36)
    reason = models.TextField(_("reason"))
    asked = models.DateTimeField(_("asked"))
    decided_by = models.CharField(_("decided by"), max_length=36, blank=True)
    decided = models.DateTimeField(_("decided"), null=True)
    words = models.TextField(_("words"), blank=True)
    until = models.DateTimeField(_("open until"), null=True)

    class Meta:
        ordering = ("-asked",)
        indexes = [models.Index(fields=["asked_by", "state"], name="opening_asked_by")]

    def __str__(self) -> str:
        """This function returns the state."""
        return self.state
