"""What this agency published for the regional picture, to whom it went, and what partners contributed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.node.partners.models import Partner
from comity.node.runtime import make_id


class Publication(models.Model):
    """What this agency counts of a year, as it goes to partners; a later revision takes its place."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    dataset = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    revision = models.PositiveIntegerField(_("revision"))
    content = models.JSONField()
    """As it travels."""
    published = models.JSONField()
    """`comity.flows.disclosure.Published`, from which the next revision keeps its groups."""
    made = models.DateTimeField(_("made"))
    by = models.CharField(_("by"), max_length=40)

    class Meta:
        ordering = ("-year", "dataset", "-revision")
        constraints = [models.UniqueConstraint(fields=["dataset", "year", "revision"], name="one_publication")]

    def __str__(self) -> str:
        """This function returns dataset, year and revision."""
        return f"{self.dataset} {self.year}, {self.revision}"


class Sending(models.Model):
    """A publication went to a partner."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="sendings")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    message = models.CharField(max_length=36)
    """As this node names it."""
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("-at", "-id")
        constraints = [models.UniqueConstraint(fields=["publication", "partner"], name="one_sending")]

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id


class Contribution(models.Model):
    """What a partner counts of a year; of several revisions the highest stands."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    revision = models.PositiveIntegerField(_("revision"))
    content = models.JSONField(null=True)
    """As it travels; None of a revision whose place was taken."""
    stands = models.BooleanField(default=True)
    message = models.CharField(max_length=36)
    """As this node names it."""
    received = models.DateTimeField(_("received"))

    class Meta:
        ordering = ("-received", "-id")
        constraints = [
            models.UniqueConstraint(fields=["partner", "dataset", "year", "revision"], name="one_contribution"),
            models.UniqueConstraint(
                fields=["partner", "dataset", "year"], condition=models.Q(stands=True), name="one_contribution_stands"
            ),
        ]

    def __str__(self) -> str:
        """This function returns dataset, year and revision."""
        return f"{self.dataset} {self.year}, {self.revision}"
