"""Rows of deadlines that two countries agreed, and of reminders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.exchange.conversations import Notice
from comity.node.runtime import make_id

KINDS = [
    (Notice.REMINDER.value, _("reminder")),
    (Notice.ESCALATION.value, _("escalation")),
    (Notice.SECOND_ESCALATION.value, _("second escalation")),
]


class AgreedDeadlines(models.Model):
    """Within how many hours requests between two countries are answered, where they agreed otherwise than usual."""

    first = models.CharField(_("country"), max_length=2)
    """ISO 3166-1 alpha-2 code, the lesser of the two."""
    second = models.CharField(_("country"), max_length=2)
    urgent_held = models.PositiveIntegerField(_("urgent and directly held, hours"))
    urgent = models.PositiveIntegerField(_("urgent, hours"))
    routine = models.PositiveIntegerField(_("routine, hours"))
    source = models.CharField(_("where it is agreed"), max_length=300)
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ("first", "second")
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_agreement_a_pair")]

    def __str__(self) -> str:
        """This function returns both countries."""
        return f"{self.first} {self.second}"


class Reminder(models.Model):
    """That an answer is due, or was: shown until it came or a person put it away."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    message = models.ForeignKey("messaging.Message", models.CASCADE, related_name="reminders")
    """What is to be answered: a partner's, or one of ours."""
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    due = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("when"))
    done = models.DateTimeField(_("done"), null=True)
    """When it was answered, or put away."""
    done_by = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = [models.UniqueConstraint(fields=["message", "kind"], name="one_reminder_a_kind")]

    def __str__(self) -> str:
        """This function returns the kind."""
        return self.kind
