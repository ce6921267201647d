"""The log of what changed in holdings, numbered without gaps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What became of a holding."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")


class Change(models.Model):
    """A holding came, changed or went; numbered without gaps in the order in which it became visible."""

    number = models.PositiveBigIntegerField(primary_key=True)
    holding_id = models.CharField(max_length=36)
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        indexes = [models.Index(fields=["holding_id"], name="change_holding")]

    def __str__(self) -> str:
        """This function returns the number and kind."""
        return f"{self.number} {self.kind}"


class ChangeCounter(models.Model):
    """The one row that whoever numbers changes locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """This function returns the last number."""
        return str(self.number)
