"""Days on which a person read far more than peers, and what a supervisor found out about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnusualDay(models.Model):
    """One measure of one person's day that lies far above what is usual (`comity.ledger.browsing`)."""

    person = models.CharField(_("person"), max_length=36)
    day = models.DateField(_("day"))
    measure = models.CharField(_("measure"), max_length=10)
    value = models.PositiveIntegerField(_("how many"))
    usual = models.FloatField(_("usual"))
    high = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    found = models.DateTimeField(_("found"))
    reviewed_by = models.CharField(max_length=36, blank=True)
    reviewed = models.DateTimeField(null=True)
    words = models.TextField(_("what was found out"), blank=True)

    class Meta:
        ordering = ("-day", "-value", "id")
        constraints = [models.UniqueConstraint(fields=["person", "day", "measure"], name="one_unusual_day")]

    def __str__(self) -> str:
        """This function returns the day and measure."""
        return f"{self.day} {self.measure}"
