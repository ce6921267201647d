"""Exhibits, the chain of their custody, and photos.

A step of custody is never changed: it is digested with the step before it, its digest stands in the ledger, and a
mistake is put right by a further step.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.runtime import make_id


class Exhibit(models.Model):
    """A thing seized that is kept as evidence, under a label and a seal."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    seizure = models.ForeignKey("seizures.Seizure", models.CASCADE, related_name="exhibits")
    good = models.ForeignKey("seizures.Good", models.SET_NULL, null=True, related_name="exhibits")
    key = models.CharField(max_length=64, blank=True)
    """What the phone calls it."""
    label = models.CharField(_("label"), max_length=60)
    seal = models.CharField(_("seal"), max_length=60, blank=True)
    """The first one; later ones stand in the steps of custody."""
    description = models.TextField(_("description"), blank=True)
    recorded = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=40)

    class Meta:
        ordering = ("recorded", "id")
        constraints = [
            models.UniqueConstraint(fields=["seizure", "label"], name="exhibit_label"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_exhibit_a_key"),
        ]

    def __str__(self) -> str:
        """This function returns the label."""
        return self.label


class Step(models.TextChoices):
    """What happens to an exhibit."""

    SEIZED = "seized", pgettext_lazy("custody", "seized")
    SEALED = "sealed", pgettext_lazy("custody", "sealed")
    HANDED_OVER = "handed-over", pgettext_lazy("custody", "handed over")
    STORED = "stored", pgettext_lazy("custody", "put into store")
    TAKEN_OUT = "taken-out", pgettext_lazy("custody", "taken out of store")
    OPENED = "opened", pgettext_lazy("custody", "seal opened")
    EXAMINED = "examined", pgettext_lazy("custody", "examined")
    SHOWN = "shown", pgettext_lazy("custody", "shown in court")
    RETURNED = "returned", pgettext_lazy("custody", "given back")
    DESTROYED = "destroyed", pgettext_lazy("custody", "destroyed")
    CORRECTED = "corrected", pgettext_lazy("custody", "an earlier step corrected")


class Custody(models.Model):
    """One step in the chain of an exhibit's custody."""

    exhibit = models.ForeignKey(Exhibit, models.CASCADE, related_name="steps", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    """From 1 without gaps."""
    key = models.CharField(max_length=64, blank=True)
    """What the phone calls it."""
    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    from_whom = models.CharField(_("from"), max_length=200, blank=True)
    to_whom = models.CharField(_("to"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    when = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)
    seal = models.CharField(_("seal"), max_length=60, blank=True)
    intact = models.BooleanField(_("seal intact"), null=True)
    """None where nobody looked, or there was none."""
    corrects = models.PositiveIntegerField(_("corrects step"), null=True)
    """Number of an earlier step."""
    recorded = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=40)
    salt = models.CharField(max_length=64)
    """So that the digest in the ledger tells nothing once the step is erased."""
    previous = models.CharField(max_length=64, blank=True)
    """Digest of the step before; empty for the first."""
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="custody_number"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_step_a_key"),
        ]

    def __str__(self) -> str:
        """This function returns the number and step."""
        return f"{self.number} {self.step}"


class Photo(models.Model):
    """A photo of a seizure. Its file lies sealed in the node's folder, without what the camera wrote into it."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    seizure = models.ForeignKey("seizures.Seizure", models.CASCADE, related_name="photos")
    good = models.ForeignKey("seizures.Good", models.SET_NULL, null=True, related_name="photos")
    exhibit = models.ForeignKey(Exhibit, models.SET_NULL, null=True, related_name="photos")
    key = models.CharField(max_length=64, blank=True)
    """What the phone calls it."""
    type = models.CharField(_("type"), max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    """Of what is kept."""
    sha256_original = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    removed = models.JSONField(_("removed"), default=list)
    """Which segments or chunks of the file were taken out."""
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    taken = models.DateTimeField(_("taken"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    accuracy = models.FloatField(_("accuracy in metres"), null=True)
    added = models.DateTimeField(_("added"))
    added_by = models.CharField(_("added by"), max_length=40)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=40, blank=True)
    withdrawn_reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("added", "id")
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_photo_a_key")]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id
