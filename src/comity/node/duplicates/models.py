"""Proposals to merge, and what finding them remembers: the keys of every record, and how far it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.holdings.models import Holding, Merge
from comity.node.runtime import make_id


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", pgettext_lazy("proposal", "to decide")
    MERGED = "merged", pgettext_lazy("proposal", "merged")
    DECLINED = "declined", pgettext_lazy("proposal", "not the same")


class Proposal(models.Model):
    """Two records that may be of one subject. What a person decided is kept, so that nobody is asked again."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    first = models.ForeignKey(Holding, models.CASCADE, related_name="+")
    """The older of both; its id is the smaller one."""
    second = models.ForeignKey(Holding, models.CASCADE, related_name="+")
    score = models.FloatField(_("score"))
    strength = models.CharField(_("strength"), max_length=8)
    reasons = models.JSONField(_("reasons"))
    """Pairs of a code of `linkage.evidence` and the factor by which it multiplies the odds."""
    against = models.JSONField(_("what speaks against it"))
    """Codes of `differences`."""
    keys = models.JSONField(_("keys that agreed"))
    state = models.CharField(_("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    found = models.DateTimeField(_("found"))
    decided = models.DateTimeField(_("decided"), null=True)
    decided_by = models.CharField(_("decided by"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    merge = models.ForeignKey(Merge, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-score", "id")
        indexes = [models.Index(fields=["state", "-score"], name="proposal_open")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="proposal_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="proposal_order"),
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class HeldKey(models.Model):
    """That a record has a key: 64 bits of the key's hash, and the number of the change that brought the record."""

    key = models.BigIntegerField(db_index=True)
    number = models.PositiveBigIntegerField(db_index=True)

    def __str__(self) -> str:
        """This function returns the number."""
        return str(self.number)


class Place(models.Model):
    """The one row that says up to which change duplicates were looked for, with keys of which version."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    version = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        """This function returns the number."""
        return str(self.number)
