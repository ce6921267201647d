"""Files of seizures that were read, and what became of their rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.holdings.models import Grounded, Restricted
from comity.node.runtime import make_id


class IntakeState(models.TextChoices):
    """Where an intake stands."""

    READING = "reading", pgettext_lazy("import", "is being read")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    QUEUED = "queued", pgettext_lazy("import", "waits")
    RUNNING = "running", pgettext_lazy("import", "running")
    DONE = "done", pgettext_lazy("import", "imported")
    FAILED = "failed", pgettext_lazy("import", "failed")
    UNDOING = "undoing", pgettext_lazy("import", "is being undone")
    UNDONE = "undone", pgettext_lazy("import", "undone")


HIDDEN = (IntakeState.QUEUED, IntakeState.RUNNING, IntakeState.FAILED, IntakeState.UNDOING)
"""States in which what an intake has stored does not stand."""


class Intake(Restricted, Grounded):
    """A file of seizures that was read, and what became of its rows. It is kept for ever."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=IntakeState.choices)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    format = models.CharField(_("format"), max_length=20)
    source = models.CharField(_("source"), max_length=200)
    evaluation = models.CharField(_("evaluation"), max_length=2)
    retention_until = models.DateField(_("kept until"))
    purpose = models.CharField(_("purpose"), max_length=30)
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))
    rows = models.PositiveIntegerField(_("rows"), default=0)
    read = models.PositiveIntegerField(_("seizures read"), default=0)
    new = models.PositiveIntegerField(_("new seizures"), default=0)
    known = models.PositiveIntegerField(_("already here"), default=0)
    left_out = models.PositiveIntegerField(_("rows left out"), default=0)
    unread = models.PositiveIntegerField(_("values left out"), default=0)
    with_route = models.PositiveIntegerField(_("with a known route"), default=0)
    assumed = models.JSONField(_("assumed"), default=list)
    """What was assumed about values that were kept: ``what``, ``count``, and the first ``row`` and ``value``."""
    error = models.TextField(_("error"), blank=True)
    undone = models.DateTimeField(_("undone"), null=True)
    stored = models.PositiveIntegerField(_("stored"), default=0)
    """How many rows of the file are stored, in the transaction that stored them; an intake goes on from here."""
    beat = models.DateTimeField(null=True)
    """When whoever runs or undoes it last did something; long ago means that it broke off."""

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=["state"], name="intake_state")]

    def __str__(self) -> str:
        """This function returns the file's name."""
        return self.file_name


class IntakeFault(models.Model):
    """A row or value of an intake that could not be read."""

    of = models.ForeignKey(Intake, models.PROTECT, related_name="faults")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=100, blank=True)
    value = models.TextField(_("value"), blank=True)
    """Emptied when the retention of the intake ends."""
    reason = models.TextField(_("reason"))
    left_out = models.BooleanField(_("row left out"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the row and column."""
        return f"{self.row} {self.column}"
