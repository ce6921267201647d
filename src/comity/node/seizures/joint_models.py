"""Seizures that two agencies made together, so that neither counts them twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.partners.models import Partner
from comity.node.runtime import make_id


class JointState(models.TextChoices):
    """What two agencies said about a seizure being joint."""

    PROPOSED = "proposed", pgettext_lazy("joint seizure", "proposed")
    AGREED = "agreed", pgettext_lazy("joint seizure", "agreed")
    REFUSED = "refused", pgettext_lazy("joint seizure", "not the same seizure")
    WITHDRAWN = "withdrawn", pgettext_lazy("joint seizure", "withdrawn")


class Joint(models.Model):
    """One agency told another that a seizure was made by both, and what the other answered."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    joint = models.CharField(max_length=36)
    """The id that both use, made by whoever proposed it."""
    seizure = models.ForeignKey("seizures.Seizure", models.CASCADE, null=True, related_name="joints")
    """Ours; None while nobody here said which it is."""
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    ours = models.BooleanField()
    """Whether this node proposed it."""
    conversation = models.CharField(max_length=36, blank=True)
    """As this node names it."""
    state = models.CharField(_("state"), max_length=10, choices=JointState.choices, default=JointState.PROPOSED)
    counted_by = models.CharField(_("counted by"), max_length=16, blank=True)
    """Node id of who counts it, as proposed or agreed."""
    their_reference = models.CharField(_("their reference"), max_length=60, blank=True)
    theirs = models.JSONField(default=dict, blank=True)
    """What they say of it, as it travels."""
    words = models.TextField(_("in words"), blank=True)
    """Why the other side says that it is not the same, or what it added."""
    proposed = models.DateTimeField(_("proposed"))
    answered = models.DateTimeField(_("answered"), null=True)
    by = models.CharField(_("by"), max_length=40, blank=True)
    """The person here who proposed or answered."""

    class Meta:
        ordering = ("-proposed", "-id")
        constraints = [models.UniqueConstraint(fields=["joint", "partner"], name="one_joint_a_partner")]

    def __str__(self) -> str:
        """This function returns the id that both use."""
        return self.joint
