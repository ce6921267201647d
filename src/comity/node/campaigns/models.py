"""Campaigns, what they want to reach, and what was done in them.

Results are never typed in: they are counted from seizures, prosecutions and activities of the period and the provinces.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.runtime import make_id


class CampaignState(models.TextChoices):
    """Whether a campaign stands; that it runs or is over is what its days say."""

    STANDING = "standing", pgettext_lazy("campaign", "stands")
    CANCELLED = "cancelled", pgettext_lazy("campaign", "called off")


class ActivityKind(models.TextChoices):
    """What is done in a campaign."""

    ENFORCEMENT = "enforcement", pgettext_lazy("activity", "enforcement")
    PREVENTION = "prevention", pgettext_lazy("activity", "prevention and awareness")
    TREATMENT = "treatment", pgettext_lazy("activity", "referral to treatment")


class Measure(models.TextChoices):
    """What a target is counted in."""

    SEIZURES = "seizures", pgettext_lazy("measure", "seizures")
    KILOGRAMS = "kilograms", pgettext_lazy("measure", "kilograms seized")
    ARRESTED = "arrested", pgettext_lazy("measure", "persons arrested")
    CHARGED = "charged", pgettext_lazy("measure", "persons charged")
    CONVICTED = "convicted", pgettext_lazy("measure", "persons convicted")
    ENFORCEMENT = "enforcement", pgettext_lazy("measure", "enforcement activities")
    PREVENTION = "prevention", pgettext_lazy("measure", "prevention and awareness activities")
    REACHED = "reached", pgettext_lazy("measure", "persons reached by prevention and awareness")
    REFERRED = "referred", pgettext_lazy("measure", "persons referred to treatment")


class Campaign(models.Model):
    """A period in which the agency does more of something, in some provinces."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=CampaignState.choices, default=CampaignState.STANDING)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    provinces = models.JSONField(_("provinces"), default=list, blank=True)
    """Codes of places; empty: the whole country."""
    words = models.TextField(_("what it is for"), blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=40)
    recorded = models.DateTimeField(_("recorded"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-begins", "-id")
        constraints = [models.CheckConstraint(condition=Q(ends__gte=models.F("begins")), name="campaign_days")]

    def __str__(self) -> str:
        """This function returns the reference and title."""
        return f"{self.reference}: {self.title}"


class Target(models.Model):
    """What a campaign wants to reach."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    number = models.PositiveSmallIntegerField(_("number"))
    measure = models.CharField(_("measure"), max_length=12, choices=Measure.choices)
    drug_group = models.CharField(_("group of drugs"), max_length=40, blank=True)
    """Code of `comity.flows.substances`; empty: every one."""
    province = models.CharField(_("province"), max_length=20, blank=True)
    """Empty: all provinces of the campaign."""
    wanted = models.DecimalField(_("target"), max_digits=16, decimal_places=3)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="target_number")]

    def __str__(self) -> str:
        """This function returns the measure."""
        return self.measure


class Activity(models.Model):
    """What was done on one day at one place; it is added, and withdrawn where it was recorded by mistake."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=12, choices=ActivityKind.choices)
    day = models.DateField(_("day"))
    province = models.CharField(_("province"), max_length=20, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    words = models.CharField(_("what was done"), max_length=500)
    persons = models.PositiveIntegerField(_("persons"), null=True, blank=True)
    """Reached by prevention, or referred to treatment; None where nobody counted."""
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        """This function returns the day."""
        return str(self.day)
