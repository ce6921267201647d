"""Cases, standing duties, legal instruments, working periods."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.cooperation import DualCriminality, InstrumentKind
from comity.cooperation.emergencies import Emergency as Stated
from comity.cooperation.emergencies import EmergencyGround, EmergencyState, Outcome
from comity.node.offences import OFFENCES, PURPOSES
from comity.node.runtime import make_id

KIND_NAMES = {
    InstrumentKind.TREATY: _("treaty"),
    InstrumentKind.AGREEMENT: _("agreement"),
    InstrumentKind.MEMORANDUM: _("memorandum"),
    InstrumentKind.LAW: _("law"),
    InstrumentKind.STANDARD: _("standard, no legal basis by itself"),
}
DUAL_NAMES = {
    DualCriminality.NOT_STATED: _("not stated"),
    DualCriminality.NOT_REQUIRED: _("not required"),
    DualCriminality.MAY_BE_ASKED: _("may be asked for"),
    DualCriminality.FOR_EVIDENCE: _("required for evidence"),
    DualCriminality.REQUIRED: _("required"),
}
KINDS = [(k.value, n) for k, n in KIND_NAMES.items()]
DUALS = [(d.value, n) for d, n in DUAL_NAMES.items()]


class Instrument(models.Model):
    """A legal basis between countries."""

    OWN, TABLE = "own", "table"

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    parties = models.JSONField(_("parties"), help_text=_("ISO codes of the countries"))
    party_terms = models.JSONField(default=list, blank=True)
    """For each party that differs: country, signed, from, to, joined, words, source, as_of, to_check."""
    in_force_from = models.DateField(_("in force from"))
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    offences = models.JSONField(_("offences"), default=list, blank=True, help_text=_("Empty: every offence"))
    purposes = models.JSONField(_("purposes"), default=list, blank=True)
    """Empty: every purpose."""
    clauses = models.JSONField(default=list, blank=True)
    """Which kinds of exchange through which channels; empty: every one."""
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    dual_criminality = models.CharField(
        _("dual criminality"), max_length=24, choices=DUALS, default=DualCriminality.NOT_STATED.value
    )
    text = models.TextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    checked_on = models.DateField(_("compared with the source on"), null=True, blank=True)
    to_check = models.BooleanField(_("to be checked by lawyers"), default=False)
    origin = models.CharField(max_length=5, choices=[(OWN, _("ours")), (TABLE, _("shipped table"))], default=OWN)
    """Whether this node wrote it, or it came with Comity; what came with Comity is replaced by its next version."""
    confirmed_by = models.CharField(max_length=36, blank=True)
    confirmed = models.DateTimeField(_("confirmed"), null=True, blank=True)
    """When somebody here said that lawyers have checked it."""

    class Meta:
        ordering = ("reference",)

    def __str__(self) -> str:
        """This function returns the reference and title."""
        return f"{self.reference}: {self.title}"


class Case(models.Model):
    """An investigation: reference, offence, members, purpose."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    offence = models.CharField(_("offence"), max_length=30, choices=OFFENCES)
    purpose = models.CharField(_("purpose"), max_length=30, choices=PURPOSES)
    opened = models.DateTimeField(_("opened"))
    closed = models.DateTimeField(_("closed"), null=True, blank=True)
    members: models.ManyToManyField[models.Model, CaseMember] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CaseMember", related_name="cases"
    )

    class Meta:
        ordering = ("-opened",)

    def __str__(self) -> str:
        """This function returns the reference and title."""
        return f"{self.reference}: {self.title}"


class CaseMember(models.Model):
    """A person who works on a case."""

    case = models.ForeignKey(Case, models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_membership")]

    def __str__(self) -> str:
        """This function returns both ids."""
        return f"{self.case_id} {self.user_id}"


class Duty(models.Model):
    """A standing duty: what an officer does without a case, such as answering partners or border control."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=30, choices=PURPOSES)
    valid_to = models.DateTimeField(_("valid to"), null=True, blank=True)
    members: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="duties", blank=True
    )

    class Meta:
        ordering = ("reference",)

    def __str__(self) -> str:
        """This function returns the reference and title."""
        return f"{self.reference}: {self.title}"


class WorkingPeriod(models.Model):
    """Why an officer works now: stated once, cited by everything that is read or asked until it ends."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="periods")
    purpose = models.CharField(_("purpose"), max_length=30, choices=PURPOSES)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True)
    started = models.DateTimeField()
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) ^ models.Q(duty__isnull=False), name="case_or_duty"
            ),
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended__isnull=True), name="one_open_period"),
        ]

    def __str__(self) -> str:
        """This function returns the purpose and what it is about."""
        return f"{self.get_purpose_display()}: {self.case or self.duty}"


GROUND_NAMES = {
    EmergencyGround.LIFE: _("danger to life"),
    EmergencyGround.CHILD: _("a child is in danger"),
    EmergencyGround.KIDNAPPING: _("a person is held or about to be taken away"),
    EmergencyGround.ATTACK: _("an attack is imminent"),
    EmergencyGround.ESCAPE: _("an escape is under way"),
}
OUTCOME_NAMES = {Outcome.JUSTIFIED: _("justified"), Outcome.NOT_JUSTIFIED: _("not justified")}


class Emergency(models.Model):
    """Exchange with one country without an instrument, stated by an officer and reviewed by somebody else."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergencies")
    country = models.CharField(_("country"), max_length=2)
    ground = models.CharField(_("ground"), max_length=30, choices=[(g.value, name) for g, name in GROUND_NAMES.items()])
    words = models.TextField(_("why it cannot wait"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30, choices=PURPOSES)
    stated = models.DateTimeField(_("stated"))
    until = models.DateTimeField(_("until"))
    review_due = models.DateTimeField(_("to be reviewed until"))
    reviewed = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="emergencies_reviewed"
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, blank=True, choices=[(o.value, name) for o, name in OUTCOME_NAMES.items()]
    )
    review = models.TextField(_("what the review found"), blank=True)

    class Meta:
        ordering = ("-stated",)

    def __str__(self) -> str:
        """This function returns the ground."""
        return str(self.get_ground_display())

    @property
    def as_stated(self) -> Stated:
        """This function returns the emergency as `comity.cooperation` knows it."""
        outcome = Outcome(self.outcome) if self.outcome else None
        return Stated(self.stated, self.until, self.review_due, outcome)

    def state_at(self, now: datetime) -> EmergencyState:
        """This function returns where it stands."""
        return self.as_stated.state(now)


class EmergencyUse(models.Model):
    """Something that was exchanged under an emergency."""

    emergency = models.ForeignKey(Emergency, models.CASCADE, related_name="uses")
    object = models.CharField(max_length=36)
    """Id of the message or check."""
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        """This function returns the kind and the id."""
        return f"{self.kind} {self.object}"
