"""Subjects, holdings, their statements, imports, merges, and the log of what changed.

A holding is a record: its statements belong to it for ever. A subject is a view over the holdings that stand under it;
merging moves holdings, with their statements, from one subject to another and rewrites nothing.

What is made for many records (half a million at one node):

- `Holding.objects` knows the holdings that stand. Those of an import that is still running, that broke off or that is
  being undone are not among them, so that an import stored in many transactions appears, and goes, in one moment. Only
  what stores and erases uses `Holding.every`.
- `Holding.keys` keeps the linkage keys of a holding, one a line, kind and value with a tab between (`keying.unpacked`),
  and `Holding.keyed` by which version they were derived (`keying.version`). They are what an index is published from
  (`indexing.keyed`), without reading statements or names again. A holding of a victim, a witness or a person of unknown
  role has none. When the version changes, the chore `holdings.keys` derives them anew in batches; `indexing.keyed`
  derives on the fly what the chore has not reached, so a reader never sees a key of another version.
- `Term` is the one table for searching: words of names, name keys, identifiers and dates, found by (value, kind).
"""

from __future__ import annotations

import builtins

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.kernel import Handling, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.cases.models import Case, Duty
from comity.node.holdings import opening_models, terms, version_models  # noqa: F401 -- Django finds all models here
from comity.node.holdings.change_models import Change, ChangeCounter, ChangeKind
from comity.node.runtime import make_id
from comity.subjects import Role, Schema

__all__ = [
    "Change", "ChangeCounter", "ChangeKind", "Grounded", "Holding", "Import", "ImportFault", "ImportFinding",
    "ImportState", "Merge", "Restricted", "Statement", "Subject", "Term", "TermKind",
]  # fmt: skip
ROLE_NAMES = {
    Role.SUSPECT: _("suspect"),
    Role.OFFENDER: _("offender"),
    Role.ASSOCIATE: _("associate"),
    Role.LISTED: _("listed"),
    Role.MISSING: _("missing"),
    Role.VICTIM: _("victim"),
    Role.WITNESS: _("witness"),
    Role.UNKNOWN: pgettext_lazy("role", "unknown"),
}
SCHEMA_NAMES = {
    Schema.PERSON: _("person"),
    Schema.ORGANIZATION: _("organisation"),
    Schema.COMPANY: _("company"),
    Schema.VEHICLE: _("vehicle"),
    Schema.VESSEL: _("vessel"),
    Schema.ACCOUNT: _("account"),
    Schema.WALLET: _("wallet"),
    Schema.UNKNOWN: _("person or organisation"),
}
FINDINGS = [("repaired", pgettext_lazy("value", "repaired")), ("doubted", pgettext_lazy("value", "doubted"))]
"""What a reader does to values that it keeps (`subjects.readers.FindingKind`)."""
ROLES = [(r.value, n) for r, n in ROLE_NAMES.items()]
SCHEMAS = [(s.value, n) for s, n in SCHEMA_NAMES.items()]


def restriction_of(handling: str, tlp: int, pap: int, words: str) -> Restriction:
    """This function returns as the kernel's restriction what columns hold."""
    return Restriction(frozenset(Handling(code) for code in handling.split()), Tlp(tlp), Pap(pap), words)


class Restricted(models.Model):
    """What travels with an item about its use, as columns."""

    handling = models.CharField(_("handling codes"), max_length=20, default="H0")
    tlp = models.PositiveSmallIntegerField(_("TLP"), default=Tlp.AMBER)
    pap = models.PositiveSmallIntegerField(_("PAP"), default=Pap.AMBER)
    words = models.TextField(_("restriction in words"), blank=True)

    class Meta:
        abstract = True

    @property
    def restriction(self) -> Restriction:
        """This function returns the restriction as the kernel knows it."""
        return restriction_of(self.handling, self.tlp, self.pap, self.words)


class Grounded(models.Model):
    """What belongs to a case, or to a standing duty."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    duty = models.ForeignKey(Duty, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        abstract = True

    @property
    def ground(self) -> str:
        """This function returns the reference of the case or duty."""
        ground = self.case or self.duty
        return ground.reference if ground else ""


class Subject(models.Model):
    """A person, organisation, vehicle, vessel or account that the agency has records of."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    schema = models.CharField(_("kind"), max_length=20, choices=SCHEMAS)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="absorbed", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["merged_into"], name="subject_merged", condition=models.Q(merged_into__isnull=False))
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", pgettext_lazy("import", "is being read")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    QUEUED = "queued", pgettext_lazy("import", "waits")
    RUNNING = "running", pgettext_lazy("import", "running")
    DONE = "done", pgettext_lazy("import", "imported")
    FAILED = "failed", pgettext_lazy("import", "failed")
    UNDOING = "undoing", pgettext_lazy("import", "is being undone")
    UNDONE = "undone", pgettext_lazy("import", "undone")


HIDDEN = (ImportState.QUEUED, ImportState.RUNNING, ImportState.FAILED, ImportState.UNDOING)
"""States in which what an import has stored does not stand."""


class Import(Restricted, Grounded):
    """A file that was read, and what became of its rows. It is kept for ever."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    format = models.CharField(_("format"), max_length=20)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    source = models.CharField(_("source"), max_length=200)
    evaluation = models.CharField(_("evaluation"), max_length=2)
    releasable_to = models.JSONField(_("releasable to"), default=list, blank=True)
    retention_until = models.DateField(_("kept until"))
    purpose = models.CharField(_("purpose"), max_length=30)
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))
    rows = models.PositiveIntegerField(_("rows"), default=0)
    read = models.PositiveIntegerField(_("read"), default=0)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    warnings = models.PositiveIntegerField(_("values left out"), default=0)
    values = models.PositiveIntegerField(_("values read"), default=0)
    repaired = models.PositiveIntegerField(_("values repaired"), default=0)
    doubted = models.PositiveIntegerField(_("values doubted"), default=0)
    error = models.TextField(_("error"), blank=True)
    undone = models.DateTimeField(_("undone"), null=True)
    stored = models.PositiveIntegerField(_("stored"), default=0)
    """How many subjects of the file are stored, in the transaction that stored them; an import goes on from here."""
    beat = models.DateTimeField(null=True)
    """When whoever runs or undoes it last did something; long ago means that it broke off."""
    reached = models.PositiveSmallIntegerField(default=0)
    """How much of the file is read before anything is imported, in hundredths."""

    class Meta:
        ordering = ("-at",)
        indexes = [
            models.Index(fields=["state"], name="import_state"),
            models.Index(fields=["case", "at"], name="import_case"),
            models.Index(fields=["duty", "at"], name="import_duty"),
        ]

    def __str__(self) -> str:
        """This function returns the file's name."""
        return self.file_name


class ImportFault(models.Model):
    """A row or value of an import that could not be read."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="faults")
    line = models.PositiveIntegerField(_("line"))
    field = models.CharField(_("field"), max_length=100, blank=True)
    value = models.TextField(_("value"), blank=True)
    """Emptied when the retention of the import ends."""
    reason = models.TextField(_("reason"))
    left_out = models.BooleanField(_("row left out"))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the line and field."""
        return f"{self.line} {self.field}"


class ImportFinding(models.Model):
    """Values of an import that were kept, and repaired or doubted alike: how many, and the first of them."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="findings")
    kind = models.CharField(_("what"), max_length=8, choices=FINDINGS)
    field = models.CharField(_("field"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))
    count = models.PositiveIntegerField(_("values"))
    line = models.PositiveIntegerField(_("first in line"))
    original = models.TextField(_("as written"), blank=True)
    """Emptied, as the value is, when the retention of the import ends."""
    value = models.TextField(_("became"), blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the kind and field."""
        return f"{self.kind} {self.field}"


class StandingHoldings(models.Manager["Holding"]):
    """Holdings but those whose import is not done."""

    def get_queryset(self) -> models.QuerySet[Holding]:
        """This function leaves out what an import has stored that runs, broke off, or is being undone."""
        return super().get_queryset().exclude(imported__in=Import.objects.filter(state__in=HIDDEN).values("id"))


class Holding(Restricted, Grounded):
    """A subject with its case, source, evaluation, handling code and retention date."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="holdings", db_index=False)
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    source = models.CharField(_("source"), max_length=200)
    evaluation = models.CharField(_("evaluation"), max_length=2)
    releasable_to = models.JSONField(_("releasable to"), default=list, blank=True)
    """ISO codes of countries and ids of visibility groups; empty: to nobody."""
    retention_until = models.DateField(_("kept until"))
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    """The source's own id."""
    owner = models.CharField(_("owner"), max_length=40, blank=True)
    """The partner that it came from; empty where it is this agency's own."""
    imported = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="holdings", db_index=False)
    recorded = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=40)
    keys = models.TextField(blank=True, default="")
    """Linkage keys as `keying.packed` writes them; empty for roles that are never indexed. They stay at the node."""
    keyed = models.CharField(max_length=40, default="")
    """The version by which its keys and terms were derived."""

    objects = StandingHoldings()
    every = models.Manager["Holding"]()

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["case", "id"], name="holding_case"),
            models.Index(fields=["case", "role", "id"], name="holding_case_role_id"),
            models.Index(fields=["duty", "id"], name="holding_duty", condition=models.Q(duty__isnull=False)),
            models.Index(fields=["role", "id"], name="holding_role"),
            models.Index(fields=["subject"], name="holding_subject"),
            models.Index(fields=["imported", "id"], name="holding_imported"),
            models.Index(fields=["retention_until"], name="holding_retention"),
            models.Index(fields=["reference"], name="holding_reference"),
            models.Index(fields=["keyed", "id"], name="holding_keyed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) ^ models.Q(duty__isnull=False), name="holding_ground"
            )
        ]

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class Statement(Restricted):
    """One value that a source states of a subject. It is never rewritten: a correction adds one and withdraws this."""

    holding = models.ForeignKey(Holding, models.CASCADE, related_name="statements", db_index=False)
    property = models.CharField(_("property"), max_length=40)
    value = models.TextField(_("value"))
    original = models.TextField(_("as written"), blank=True)
    """Empty where it is equal to the value."""
    note = models.TextField(_("note"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    source = models.CharField(_("source"), max_length=200)
    observed = models.CharField(_("observed"), max_length=20, blank=True)
    """A partial date; empty where unknown."""
    evaluation = models.CharField(_("evaluation"), max_length=2)
    retention_until = models.DateField(_("kept until"))
    recorded = models.DateTimeField(_("recorded"))
    permitted_purposes = models.CharField(
        _("permitted purposes"), max_length=200, blank=True, default="", db_default=""
    )
    """Codes with a blank between; empty: every one."""
    owner = models.CharField(_("owner"), max_length=16, blank=True, default="", db_default="")
    """Node id of the partner that gave it; empty where it is this agency's own."""
    item = models.CharField(max_length=36, blank=True, default="", db_default="")
    """The item that it was derived from, as this node names it; empty where it comes from none."""
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces", db_index=False)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["holding"], name="statement_holding"),
            models.Index(
                fields=["replaced_by"], name="statement_replaced", condition=models.Q(replaced_by__isnull=False)
            ),
            models.Index(fields=["item"], name="statement_item", condition=~models.Q(item="")),
        ]

    def __str__(self) -> str:
        """This function returns the property."""
        return self.property

    @builtins.property
    def as_written(self) -> str:
        """This function returns the text as it stood in the source."""
        return self.original or self.value


class TermKind(models.TextChoices):
    """How a holding is found."""

    KEY = terms.KEY, "name key"
    WORD = terms.WORD, "word of a name"
    IDENTIFIER = terms.IDENTIFIER, "identifier"
    DATE = terms.DATE, "date of birth"


class Term(models.Model):
    """Under what a holding is found by people of this node. It never leaves the node."""

    holding = models.ForeignKey(Holding, models.CASCADE, related_name="terms", db_index=False)
    kind = models.CharField(max_length=1, choices=TermKind.choices)
    value = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["holding"], name="term_holding"),
            # This class of operators serves beginnings of words as well, whatever the database's collation.
            models.Index(fields=["value", "kind"], name="term_value_kind", opclasses=["varchar_pattern_ops"] * 2),
        ]

    def __str__(self) -> str:
        """This function returns the kind."""
        return self.kind


class Merge(models.Model):
    """Two subjects were found to be one."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    kept = models.ForeignKey(Subject, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Subject, models.CASCADE, related_name="merged")
    moved = models.JSONField(_("holdings moved"))
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=40)
    undone = models.DateTimeField(_("undone"), null=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id
