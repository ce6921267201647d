"""Cases, standing duties, legal instruments, working periods."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.kernel.purposes import Offence, Purpose
from comity.node.runtime import make_id

OFFENCE_NAMES = {
    Offence.DRUG_TRAFFICKING: _("drug trafficking"),
    Offence.PRECURSORS: _("precursors"),
    Offence.TRAFFICKING_IN_PERSONS: _("trafficking in persons"),
    Offence.SMUGGLING_OF_MIGRANTS: _("smuggling of migrants"),
    Offence.MONEY_LAUNDERING: _("money laundering"),
    Offence.TERRORIST_FINANCING: _("terrorist financing"),
    Offence.PROLIFERATION_FINANCING: _("proliferation financing"),
    Offence.CORRUPTION: _("corruption"),
    Offence.FRAUD: _("fraud"),
    Offence.FIREARMS: _("firearms"),
    Offence.OTHER: _("other offence"),
}
PURPOSE_NAMES = {
    Purpose.PREVENTION: _("prevention"),
    Purpose.DETECTION: _("detection"),
    Purpose.INVESTIGATION: _("investigation"),
    Purpose.PROSECUTION: _("prosecution"),
    Purpose.VICTIM_PROTECTION: _("protection of victims"),
    Purpose.FINANCIAL_ANALYSIS: _("financial analysis"),
    Purpose.SANCTIONS: _("sanctions"),
    Purpose.BORDER_CONTROL: _("border control"),
}
OFFENCES = [(o.value, n) for o, n in OFFENCE_NAMES.items()]
PURPOSES = [(p.value, n) for p, n in PURPOSE_NAMES.items()]


class InstrumentKind(models.TextChoices):
    """What a legal basis is."""

    TREATY = "treaty", _("treaty")
    AGREEMENT = "agreement", _("agreement")
    MEMORANDUM = "memorandum", _("memorandum")
    LAW = "law", _("law")


class Instrument(models.Model):
    """A legal basis between countries."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=InstrumentKind.choices)
    parties = models.JSONField(_("parties"), help_text=_("ISO codes of the countries"))
    in_force_from = models.DateField(_("in force from"))
    in_force_to = models.DateField(_("in force to"), null=True, blank=True)
    offences = models.JSONField(_("offences"), default=list, blank=True, help_text=_("Empty: every offence"))
    source = models.CharField(_("source"), max_length=300, blank=True)

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
