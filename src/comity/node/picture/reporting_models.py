"""How much was reported, and which borders were closed: without these no number says whether crime changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.node.runtime import make_id


class Reported(models.Model):
    """How many reports were expected for a month, and how many came."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    month = models.PositiveIntegerField(_("month"))
    """As `comity.flows.trends.month_number` gives it."""
    place = models.CharField(_("province"), max_length=20, blank=True)
    """Code of a province; empty for the whole country."""
    expected = models.PositiveIntegerField(_("reports expected"))
    came = models.PositiveIntegerField(_("reports that came"))
    source = models.CharField(_("source"), max_length=200)
    said_by = models.CharField(_("stated by"), max_length=40)
    said = models.DateTimeField(_("stated"))

    class Meta:
        ordering = ("month", "place")
        constraints = [
            models.UniqueConstraint(fields=["month", "place"], name="reported_once"),
            models.CheckConstraint(condition=Q(expected__gt=0, came__lte=F("expected")), name="reported_share"),
        ]

    def __str__(self) -> str:
        """This function returns how many of how many."""
        return f"{self.came}/{self.expected}"


class Closure(models.Model):
    """A time in which a border or one of its crossings was closed."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    title = models.CharField(_("what was closed"), max_length=200)
    begins = models.DateField(_("closed from"))
    ends = models.DateField(_("open again from"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    said_by = models.CharField(_("stated by"), max_length=40)
    said = models.DateTimeField(_("stated"))
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        ordering = ("-begins", "id")

    def __str__(self) -> str:
        """This function returns what was closed."""
        return self.title
