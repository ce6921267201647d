"""Rows of alerts, ours and partners', and of what was said about items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """An alert, from the day on which it is valid to the last, unless it is cancelled before."""

    message = models.OneToOneField("messaging.Message", models.CASCADE, primary_key=True, related_name="alert")
    """That brought it; of one of ours to several partners, the first."""
    category = models.CharField(_("category"), max_length=20)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"))
    cancelled = models.DateTimeField(_("cancelled"), null=True)
    cancelled_by = models.OneToOneField("messaging.Message", models.SET_NULL, null=True, related_name="cancels")
    """The cancellation."""

    class Meta:
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        """This function returns the category."""
        return self.category


class Feedback(models.Model):
    """What the one who got an item says of it, joined to the item by its owner and id."""

    message = models.OneToOneField("messaging.Message", models.CASCADE, primary_key=True, related_name="feedback")
    owner = models.CharField(max_length=16)
    item = models.CharField(max_length=36)
    useful = models.BooleanField(_("useful"))

    class Meta:
        indexes = [models.Index(fields=["owner", "item"], name="feedback_item")]

    def __str__(self) -> str:
        """This function returns the item's id."""
        return self.item
