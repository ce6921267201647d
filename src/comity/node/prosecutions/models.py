"""Prosecutions, the persons charged, hearings, the seizures that they rest on, and every correction.

A person charged may be tied to a record of the agency; without one only the description stands. What outcome and
sentence are is said of each person, since one prosecution often ends differently for several.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.holdings.models import Grounded, Holding, Restricted
from comity.node.offences import OFFENCES
from comity.node.runtime import make_id
from comity.node.seizures.models import Counted, Seizure


class ProsecutionState(models.TextChoices):
    """Where a prosecution stands."""

    OPEN = "open", pgettext_lazy("prosecution", "before the court")
    ENDED = "ended", pgettext_lazy("prosecution", "ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("prosecution", "recorded by mistake")


class Outcome(models.TextChoices):
    """How it ended for a person."""

    PENDING = "pending", pgettext_lazy("outcome", "not decided yet")
    CONVICTED = "convicted", pgettext_lazy("outcome", "convicted")
    ACQUITTED = "acquitted", pgettext_lazy("outcome", "acquitted")
    DISMISSED = "dismissed", pgettext_lazy("outcome", "dismissed by the court")
    DROPPED = "dropped", pgettext_lazy("outcome", "dropped by the prosecution")
    HANDED_OVER = "handed-over", pgettext_lazy("outcome", "handed over to another country")
    FLED = "fled", pgettext_lazy("outcome", "not present")
    DIED = "died", pgettext_lazy("outcome", "died before it ended")


class Appeal(models.TextChoices):
    """Whether a judgement stands."""

    NONE = "", pgettext_lazy("appeal", "no appeal is known")
    PENDING = "pending", pgettext_lazy("appeal", "an appeal is not decided yet")
    UPHELD = "upheld", pgettext_lazy("appeal", "upheld on appeal")
    CHANGED = "changed", pgettext_lazy("appeal", "changed on appeal; what stands here is the later judgement")


class Sentence(models.TextChoices):
    """The gravest part of a sentence."""

    NONE = "", pgettext_lazy("sentence", "no sentence")
    PRISON = "prison", pgettext_lazy("sentence", "imprisonment")
    LIFE = "life", pgettext_lazy("sentence", "imprisonment for life")
    DEATH = "death", pgettext_lazy("sentence", "death")
    SUSPENDED = "suspended", pgettext_lazy("sentence", "suspended imprisonment")
    FINE = "fine", pgettext_lazy("sentence", "fine")
    TREATMENT = "treatment", pgettext_lazy("sentence", "treatment")
    OTHER = "other", pgettext_lazy("sentence", "another sentence")


class HearingKind(models.TextChoices):
    """What a hearing was for."""

    FIRST = "first", pgettext_lazy("hearing", "first appearance")
    INVESTIGATION = "investigation", pgettext_lazy("hearing", "investigating judge")
    TRIAL = "trial", pgettext_lazy("hearing", "trial")
    JUDGEMENT = "judgement", pgettext_lazy("hearing", "judgement")
    APPEAL = "appeal", pgettext_lazy("hearing", "appeal")
    OTHER = "other", pgettext_lazy("hearing", "another hearing")


class Prosecution(Restricted, Grounded):
    """What went to court: an offence, before one court, against one or more persons."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProsecutionState.choices, default=ProsecutionState.OPEN
    )  # fmt: skip
    offence = models.CharField(_("offence"), max_length=40, choices=OFFENCES)
    charge = models.CharField(_("charge, with the article of the law"), max_length=300)
    date = models.CharField(_("date of the charge"), max_length=20)
    """A partial date."""
    date_from = models.DateField()
    date_to = models.DateField()
    country = models.CharField(_("country"), max_length=2)
    province = models.CharField(_("province"), max_length=20, blank=True)
    """Code of a place: where the court sits."""
    court = models.CharField(_("court"), max_length=200, blank=True)
    prosecutor = models.CharField(_("office of the prosecutor"), max_length=200, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    source = models.CharField(_("source"), max_length=200)
    evaluation = models.CharField(_("evaluation"), max_length=2)
    retention_until = models.DateField(_("kept until"))
    recorded_by = models.CharField(_("recorded by"), max_length=40)
    recorded = models.DateTimeField(_("recorded"))
    revision = models.PositiveIntegerField(default=1)
    seizures: models.ManyToManyField[Seizure, models.Model] = models.ManyToManyField(
        Seizure, related_name="prosecutions", verbose_name=_("seizures")
    )

    class Meta:
        ordering = ("-date_from", "-id")
        indexes = [
            models.Index(fields=["country", "province", "-date_from"], name="prosecution_place"),
            models.Index(fields=["case", "-date_from"], name="prosecution_case", condition=Q(case__isnull=False)),
            models.Index(fields=["retention_until"], name="prosecution_retention"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(case__isnull=False) ^ Q(duty__isnull=False), name="prosecution_ground")
        ]

    def __str__(self) -> str:
        """This function returns the reference."""
        return self.reference


class Defendant(models.Model):
    """A person charged, or several of one description, with how it ended."""

    prosecution = models.ForeignKey(Prosecution, models.CASCADE, related_name="defendants")
    number = models.PositiveSmallIntegerField(_("number"))
    persons = models.PositiveSmallIntegerField(_("persons"), default=1)
    """More than one where a source only counts them."""
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    age_band = models.CharField(_("age"), max_length=10, blank=True)
    holding = models.ForeignKey(Holding, models.SET_NULL, null=True, blank=True, related_name="prosecutions")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    outcome_date = models.CharField(_("date of the outcome"), max_length=20, blank=True)
    appeal = models.CharField(_("appeal"), max_length=10, choices=Appeal.choices, blank=True)
    sentence = models.CharField(_("sentence"), max_length=10, choices=Sentence.choices, blank=True)
    months = models.PositiveIntegerField(_("months of imprisonment"), null=True, blank=True)
    fine = models.DecimalField(_("fine"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["prosecution", "number"], name="defendant_number")]

    def __str__(self) -> str:
        """This function returns the number."""
        return str(self.number)


class Hearing(models.Model):
    """A day in court; it is added, and never changed."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    prosecution = models.ForeignKey(Prosecution, models.CASCADE, related_name="hearings")
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind of hearing"), max_length=14, choices=HearingKind.choices)
    words = models.TextField(_("what came of it"), blank=True)
    next_day = models.DateField(_("next hearing"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        """This function returns the day."""
        return str(self.day)


class ProsecutionChange(models.Model):
    """A prosecution was corrected, decided or withdrawn: what it said before and after, who, when and why."""

    prosecution = models.ForeignKey(Prosecution, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ("revision",)
        constraints = [models.UniqueConstraint(fields=["prosecution", "revision"], name="prosecution_revision")]

    def __str__(self) -> str:
        """This function returns the revision."""
        return str(self.revision)


class ProsecutionRevision(Counted):
    """How often prosecutions changed."""
