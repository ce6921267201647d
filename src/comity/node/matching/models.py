"""Epochs, indexes in both directions, budgets, checks and hits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.linkage.checks import State
from comity.linkage.evidence import Strength, cites_handle_only
from comity.linkage.joint import JointState
from comity.node.matching import budget_models  # noqa: F401 -- Django finds all models here
from comity.node.partners.models import Partner, VisibilityGroup
from comity.node.runtime import make_id

STATE_NAMES = {
    State.QUEUED: _("queued"),
    State.SENT: _("sent"),
    State.ANSWERED: _("answered"),
    State.VOID: _("void"),
    State.REFUSED: _("refused"),
    State.EXPIRED: _("expired"),
}
JOINT_NAMES = {
    JointState.PROPOSED: _("proposed"),
    JointState.ACCEPTED: _("accepted"),
    JointState.DECLINED: _("declined"),
    JointState.RUNNING: _("running"),
    JointState.PAUSED: _("paused"),
    JointState.DONE: _("done"),
    JointState.STOPPED: _("stopped"),
    JointState.EXPIRED: _("expired"),
}
STRENGTH_NAMES = {Strength.STRONG: _("strong"), Strength.POSSIBLE: _("possible"), Strength.WEAK: _("weak")}


class Epoch(models.Model):
    """The life of one secret of a visibility group, at most 30 days. The secret is in a file, not here."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    group = models.ForeignKey(VisibilityGroup, models.PROTECT, related_name="epochs")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    ended = models.DateTimeField(null=True, db_index=True)
    keys = models.CharField(max_length=40)
    public = models.CharField(max_length=64)
    canaries = models.JSONField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=models.Q(ended__isnull=True), name="one_open_epoch")
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class OwnIndex(models.Model):
    """The index that one partner may hold in one epoch; its entries and the owner's state are files."""

    epoch = models.ForeignKey(Epoch, models.CASCADE, related_name="indexes")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    salt = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    change = models.PositiveBigIntegerField(default=0)
    """Number of the last change of holdings that is in it."""
    conditions = models.CharField(max_length=32, blank=True, default="")
    """Names everything but the holdings that decided what is in it."""
    waiting = models.JSONField(default=list)
    """Holdings that wait until enough go together."""
    root = models.CharField(max_length=64, blank=True, default="")
    entries = models.PositiveIntegerField()
    holdings = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    """Entries that were left out because all slots of their key are used."""
    made = models.DateTimeField()
    """When its last delta was made."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "partner"], name="one_index_an_epoch")]

    def __str__(self) -> str:
        """This function returns epoch and partner."""
        return f"{self.epoch_id} {self.partner_id}"


class IndexBuild(models.Model):
    """A first index that is being made: how far it is."""

    epoch = models.OneToOneField(Epoch, models.CASCADE, related_name="build", primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    began = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """This function returns how far it is."""
        return f"{self.done} of {self.total}"


class IssuedHandle(models.Model):
    """A random name of a holding, for one partner and epoch, as a version before kept them: a row for each.

    Handles stand in the state behind each index now; these rows go with the next delta, or with their epoch.
    """

    handle = models.CharField(max_length=24, primary_key=True)
    partner_id = models.CharField(max_length=16)
    epoch = models.ForeignKey(Epoch, models.CASCADE, related_name="handles")
    holding_id = models.CharField(max_length=36, db_index=True)
    removed = models.BooleanField(default=False)

    def __str__(self) -> str:
        """This function returns the handle."""
        return self.handle


class PartnerIndex(models.Model):
    """A partner's index as this node holds it; its entries are a file."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="index", primary_key=True)
    epoch = models.CharField(max_length=36, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    entries = models.PositiveIntegerField(_("entries"), default=0)
    manifest = models.TextField(blank=True)
    """As the partner signed it."""
    ends = models.DateTimeField(null=True)
    fetched = models.DateTimeField(_("fetched"), null=True)
    tried = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """This function returns the partner and epoch."""
        return f"{self.partner_id} {self.epoch}"


class Budget(models.Model):
    """What is agreed with one partner instead of the default, in both directions."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="budgets")
    purpose = models.CharField(_("purpose"), max_length=30, blank=True)
    """Empty: the ceiling over all purposes."""
    elements = models.PositiveIntegerField(_("elements a day"))
    until = models.DateField(_("until"), null=True)
    agreement = models.CharField(max_length=36, blank=True)
    """Which agreement it is; empty for what a version before kept by hand."""
    agreed_by = models.CharField(max_length=40)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "purpose"], name="one_budget_a_purpose")]

    def __str__(self) -> str:
        """This function returns partner and purpose."""
        return f"{self.partner_id} {self.purpose}"


class Debit(models.Model):
    """Elements that were spent on one day."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    asked_by_us = models.BooleanField()
    day = models.CharField(max_length=10)
    purpose = models.CharField(max_length=30)
    elements = models.PositiveIntegerField(default=0)
    live = models.PositiveIntegerField(default=0)
    """How many of them were counted for live checks, which the partner cannot see."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "asked_by_us", "day", "purpose"], name="one_debit_a_day")
        ]

    def __str__(self) -> str:
        """This function returns partner, day and purpose."""
        return f"{self.partner_id} {self.day} {self.purpose}"


class AnsweredCheck(models.Model):
    """A batch that a partner asked for: charged once, answered the same each time."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    check_id = models.CharField(max_length=36)
    epoch = models.ForeignKey(Epoch, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    purpose = models.CharField(max_length=30)
    case = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=60)
    joint = models.CharField(max_length=36, blank=True)
    """Id of the joint check that it belongs to; its elements are not of the daily budget."""
    elements = models.PositiveIntegerField()
    at = models.DateTimeField()
    answer = models.BinaryField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = [models.UniqueConstraint(fields=["partner", "check_id"], name="one_answer_a_check")]

    def __str__(self) -> str:
        """This function returns the check's id."""
        return self.check_id


class Check(models.Model):
    """Asking partners about one or many subjects, with purpose, case and legal basis."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    by = models.CharField(max_length=40)
    at = models.DateTimeField(_("asked"))
    purpose = models.CharField(_("purpose"), max_length=30)
    case_id = models.CharField(max_length=36, null=True)
    duty_id = models.CharField(max_length=36, null=True)
    reference = models.CharField(_("case"), max_length=60)
    subjects = models.PositiveIntegerField(_("subjects"))
    without_keys = models.PositiveIntegerField(default=0)
    """Subjects that gave nothing to ask for."""

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class CheckedSubject(models.Model):
    """One subject of a check: a holding, or what was typed in."""

    of = models.ForeignKey(Check, models.CASCADE, related_name="checked")
    number = models.PositiveIntegerField()
    holding_id = models.CharField(max_length=36, blank=True, db_index=True)
    schema = models.CharField(max_length=20)
    values = models.JSONField(default=list)
    """Property and value of what was typed in; empty for a holding."""

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="one_number_a_check")]

    def __str__(self) -> str:
        """This function returns the number."""
        return str(self.number)


class JointCheck(models.Model):
    """The check of one side's whole holdings against the other's index, once a person of each side agreed."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="joint_checks")
    ours = models.BooleanField()
    """Whether this node asks."""
    state = models.CharField(
        max_length=10, choices=[(s.value, n) for s, n in JOINT_NAMES.items()], default=JointState.PROPOSED
    )
    purpose = models.CharField(_("purpose"), max_length=30)
    reference = models.CharField(_("case"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    subjects = models.PositiveIntegerField(_("subjects"))
    elements = models.PositiveIntegerField(_("elements"))
    until = models.DateField(_("until"))
    words = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64)
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("proposed"))
    decided_by = models.CharField(max_length=40, blank=True)
    decided = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    spent = models.PositiveIntegerField(default=0)
    """Elements debited so far."""
    check_made = models.OneToOneField("Check", models.SET_NULL, null=True, related_name="joint")
    """Ours: what its hits belong to."""
    cursor = models.CharField(max_length=36, blank=True)
    """The last holding that was sent."""
    sent = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    """Subjects that were answered."""
    active = models.FloatField(default=0.0)
    """Seconds of work so far."""
    told = models.BooleanField(default=False)
    """Whether the partner knows the present state."""
    due = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class Inquiry(models.Model):
    """A part of a check that goes to one partner as one batch."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    of = models.ForeignKey(Check, models.CASCADE, related_name="inquiries")
    joint = models.ForeignKey(JointCheck, models.CASCADE, null=True, related_name="batches")
    """The joint check that carries it out; a person's own check where None."""
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="inquiries")
    legal_basis = models.CharField(_("legal basis"), max_length=60)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(s.value, n) for s, n in STATE_NAMES.items()], default=State.QUEUED
    )
    message = models.CharField(max_length=36, blank=True)
    """Id of the batch under way; its blinds are a file."""
    epoch = models.CharField(max_length=36, blank=True)
    elements = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=80, blank=True)
    answered = models.DateTimeField(_("answered"), null=True)
    warning = models.CharField(max_length=40, blank=True)
    live = models.BooleanField(default=False, db_index=True)
    ended = models.CharField(max_length=20, blank=True)
    debited = models.CharField(max_length=10, blank=True)
    """The last day on which it was counted against the budget for being live."""
    looked_at = models.PositiveIntegerField(default=0)
    """Sequence of the partner's index in which it was last looked up."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class HitState(models.TextChoices):
    """What became of a hit."""

    OPEN = "open", _("open")
    CONFIRMED = "confirmed", _("confirmed")
    DISMISSED = "dismissed", _("dismissed")
    GONE = "gone", _("no longer found")


class Hit(models.Model):
    """A partner holds something that shares keys with a checked subject."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="hits")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="hits")
    subject = models.ForeignKey(CheckedSubject, models.CASCADE, related_name="hits")
    handle = models.CharField(_("handle"), max_length=24)
    epoch = models.CharField(max_length=36)
    score = models.FloatField(_("score"))
    strength = models.CharField(_("strength"), max_length=10, choices=[(s.value, n) for s, n in STRENGTH_NAMES.items()])
    keys = models.JSONField()
    """Kinds of key that agreed."""
    reasons = models.JSONField()
    """Code and factor of each reason."""
    state = models.CharField(_("state"), max_length=10, choices=HitState.choices, default=HitState.OPEN)
    found = models.DateTimeField(_("found"))
    decided = models.DateTimeField(_("decided"), null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decision = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "subject", "handle"], name="one_hit_a_handle"),
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id

    @property
    def cites_handle_only(self) -> bool:
        """This function tells whether a first request may say nothing but the handle."""
        return cites_handle_only(self.strength, self.keys, self.inquiry.of.purpose)
