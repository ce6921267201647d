"""Seizures, what was seized, their routes, arrests, persons, and every correction.

- A value has a code where there is one, and beside it the words that a person or a file gave (`as_written`).
- Only the day's span (`date_from` to `date_to`) is searched and sorted; the date itself is partial, and is text.
- `Seizure.objects` knows the seizures that stand. Those of an intake that is still running, that broke off or that is
  being undone are not among them, so that an intake appears, and goes, in one moment. Only what stores and erases uses
  `Seizure.every`.
- `Seizure.revision` counts the corrections of one seizure; `Revision` counts the changes of all of them, for caches.
- Nothing is deleted before retention ends: a seizure is withdrawn, and so are photos and persons.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.node.holdings.models import ROLES, Grounded, Holding, Restricted
from comity.node.items.models import Item
from comity.node.runtime import make_id
from comity.node.seizures.custody_models import Custody, Exhibit, Photo, Step
from comity.node.seizures.intake_models import HIDDEN, Intake, IntakeFault, IntakeState
from comity.node.seizures.joint_models import Joint, JointState

__all__ = [
    "HIDDEN", "Arrest", "Change", "Counted", "Custody", "Exhibit", "Good", "GoodKind", "Intake", "IntakeFault",
    "IntakeState", "Involvement", "Joint", "JointState", "Photo", "PointRole", "PositionOf", "Quote", "Revision",
    "RoutePoint", "Seizure", "SeizureState", "Step",
]  # fmt: skip


class SeizureState(models.TextChoices):
    """Where a seizure stands."""

    DRAFT = "draft", pgettext_lazy("seizure", "draft")
    RECORDED = "recorded", pgettext_lazy("seizure", "recorded")
    VERIFIED = "verified", pgettext_lazy("seizure", "verified")
    WITHDRAWN = "withdrawn", pgettext_lazy("seizure", "withdrawn")


class PositionOf(models.TextChoices):
    """Where a position comes from."""

    GPS = "gps", _("measured by the device")
    GIVEN = "given", _("given by a person")
    PLACE = "place", _("of the place, not of the seizure")
    NONE = "none", _("not known")


class StandingSeizures(models.Manager["Seizure"]):
    """Seizures but those whose intake is not done."""

    def get_queryset(self) -> models.QuerySet[Seizure]:
        """This function leaves out what an intake has stored that runs, broke off, or is being undone."""
        return super().get_queryset().exclude(intake__in=Intake.objects.filter(state__in=HIDDEN).values("id"))


class Seizure(Restricted, Grounded):
    """What was seized at one place and time."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    key = models.CharField(max_length=64, blank=True)
    """What the phone, or the row of a file, calls it: the same form sent twice is one seizure."""
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=SeizureState.choices, default=SeizureState.RECORDED)
    date = models.CharField(_("date"), max_length=20, blank=True)
    """A partial date; empty where unknown."""
    date_from = models.DateField(null=True)
    date_to = models.DateField(null=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    province = models.CharField(_("province"), max_length=20, blank=True)
    district = models.CharField(_("district"), max_length=20, blank=True)
    commune = models.CharField(_("commune"), max_length=20, blank=True)
    village = models.CharField(_("village"), max_length=20, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    """In words, as given."""
    place_kind = models.CharField(_("kind of place"), max_length=40, blank=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    accuracy = models.FloatField(_("accuracy in metres"), null=True)
    position_of = models.CharField(_("position"), max_length=6, choices=PositionOf.choices, default=PositionOf.NONE)
    transport = models.CharField(_("transport"), max_length=40, blank=True)
    hiding = models.CharField(_("hiding place"), max_length=40, blank=True)
    routing = models.CharField(_("routing"), max_length=40, blank=True)
    detection = models.CharField(_("how it was found"), max_length=40, blank=True)
    as_written = models.JSONField(default=dict, blank=True)
    """The words that were given for a coded field, by the field's name; in a file's case every column of its row."""
    source = models.CharField(_("source"), max_length=200)
    evaluation = models.CharField(_("evaluation"), max_length=2)
    retention_until = models.DateField(_("kept until"))
    remarks = models.TextField(_("remarks"), blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=40)
    recorded = models.DateTimeField(_("recorded"))
    verified_by = models.CharField(_("verified by"), max_length=40, blank=True)
    verified = models.DateTimeField(_("verified"), null=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=40, blank=True)
    withdrawn = models.DateTimeField(_("withdrawn"), null=True)
    intake = models.ForeignKey(Intake, models.PROTECT, null=True, blank=True, related_name="seizures", db_index=False)
    counted_by = models.CharField(_("counted by"), max_length=16, blank=True)
    """Node id of the partner that counts this joint seizure; empty where this node does."""
    revision = models.PositiveIntegerField(default=1)

    objects = StandingSeizures()
    every = models.Manager["Seizure"]()

    class Meta:
        # Those without a date stand first, with whoever has to find it; the two databases agree only when told.
        ordering = (models.F("date_from").desc(nulls_first=True), "-id")
        indexes = [
            models.Index(fields=["-date_from", "-id"], name="seizure_date"),
            models.Index(fields=["country", "province", "-date_from"], name="seizure_place"),
            models.Index(fields=["case", "-date_from"], name="seizure_case", condition=Q(case__isnull=False)),
            models.Index(fields=["intake", "id"], name="seizure_intake", condition=Q(intake__isnull=False)),
            models.Index(fields=["retention_until"], name="seizure_retention"),
            models.Index(fields=["state", "-date_from"], name="seizure_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(case__isnull=False) ^ Q(duty__isnull=False), name="seizure_ground"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_seizure_a_key"),
        ]

    def __str__(self) -> str:
        """This function returns the reference."""
        return self.reference

    @property
    def places(self) -> tuple[str, ...]:
        """This function returns the codes of the place, the smallest first."""
        return tuple(p for p in (self.village, self.commune, self.district, self.province, self.country) if p)


class GoodKind(models.TextChoices):
    """What kind of thing was seized."""

    DRUG = "drug", _("drug")
    PRECURSOR = "precursor", _("precursor")
    CASH = "cash", _("cash")
    OTHER = "other", _("other goods")


class Good(models.Model):
    """One thing that was seized."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="goods", db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=GoodKind.choices)
    substance = models.CharField(_("substance"), max_length=60, blank=True)
    """Code of `comity.flows.substances`; empty where the words say none that is known."""
    words = models.CharField(_("what"), max_length=300)
    """As given."""
    form = models.CharField(_("form"), max_length=40, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=24, decimal_places=9, null=True)
    amount_text = models.CharField(_("amount as written"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    unit_text = models.CharField(_("unit as written"), max_length=60, blank=True)
    kilograms = models.FloatField(_("kilograms"), null=True)
    kilograms_low = models.FloatField(null=True)
    kilograms_high = models.FloatField(null=True)
    factor = models.FloatField(_("kilograms a unit"), null=True)
    factor_source = models.CharField(_("source of the factor"), max_length=200, blank=True)
    imputed = models.BooleanField(_("weight imputed"), default=False)
    """Whether an average per tablet, plant or other piece made the kilograms."""
    purity = models.DecimalField(_("purity in %"), max_digits=6, decimal_places=3, null=True)
    logo = models.CharField(_("logo"), max_length=100, blank=True)
    hs = models.CharField(_("HS code"), max_length=10, blank=True)
    cas = models.CharField(_("CAS number"), max_length=12, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    laboratory_result = models.CharField(_("laboratory result"), max_length=300, blank=True)
    laboratory_reference = models.CharField(_("laboratory reference"), max_length=100, blank=True)
    laboratory_date = models.DateField(_("date of the laboratory's result"), null=True)
    as_written = models.JSONField(default=dict, blank=True)
    """The words that were given for other coded fields, by the field's name."""

    class Meta:
        ordering = ("number",)
        indexes = [models.Index(fields=["substance"], name="good_substance")]
        constraints = [models.UniqueConstraint(fields=["seizure", "number"], name="good_number")]

    def __str__(self) -> str:
        """This function returns what it is, as given."""
        return self.words


class PointRole(models.TextChoices):
    """What a place is in a route."""

    PRODUCING = "producing", _("produced in")
    DEPARTURE = "departure", _("departed from")
    TRANSIT = "transit", _("came through")
    DESTINATION = "destination", _("was going to")


class RoutePoint(models.Model):
    """A country or place of the route, with where that is known from."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="points", db_index=False)
    role = models.CharField(_("role"), max_length=12, choices=PointRole.choices)
    order = models.PositiveSmallIntegerField(_("order"))
    """From 1 within the role; only places of transit are more than one."""
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("place"), max_length=20, blank=True)
    words = models.CharField(_("as given"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    confidence = models.CharField(_("evaluation"), max_length=2, blank=True)
    """4×4."""

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["seizure", "role", "order"], name="point_order")]

    def __str__(self) -> str:
        """This function returns the role and the country."""
        return f"{self.role} {self.country}"


class Arrest(models.Model):
    """How many persons of one description were arrested; they are not named here."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="arrests")
    number = models.PositiveSmallIntegerField(_("persons"))
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    age_band = models.CharField(_("age"), max_length=10, blank=True)
    words = models.CharField(_("as given"), max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns how many."""
        return str(self.number)


class Involvement(models.Model):
    """A subject that the agency has a record of had to do with a seizure."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="persons", db_index=False)
    holding = models.ForeignKey(Holding, models.CASCADE, related_name="seizures")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["seizure", "holding"], name="one_involvement")]

    def __str__(self) -> str:
        """This function returns the role."""
        return self.role


class Quote(models.Model):
    """A seizure rests on an item that was given or received; the item's own terms bind what it says."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="quotes", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="seizures")
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["seizure", "item"], name="one_quote")]

    def __str__(self) -> str:
        """This function returns the item's id."""
        return self.item_id


class Change(models.Model):
    """A seizure was corrected, verified or withdrawn: what it said before and after, who, when and why."""

    seizure = models.ForeignKey(Seizure, models.CASCADE, related_name="changes", db_index=False)
    revision = models.PositiveIntegerField()
    """Of the seizure, from this change on."""
    before = models.JSONField(_("before"))
    """Only what differs: fields of the seizure by name, and ``goods``, ``points``, ``arrests`` whole."""
    after = models.JSONField(_("after"))
    by = models.CharField(_("by"), max_length=40)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ("revision",)
        constraints = [models.UniqueConstraint(fields=["seizure", "revision"], name="change_revision")]

    def __str__(self) -> str:
        """This function returns the revision."""
        return str(self.revision)


class Counted(models.Model):
    """The one row that says how often the records of a slice changed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """This function returns the number."""
        return str(self.number)


class Revision(Counted):
    """How often seizures changed."""
