"""Rows of partners, their cards, visibility groups, and this node's own cards. A partner is named by its node id."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.exchange import Card
from comity.exchange.cards import read
from comity.kernel import Handling, Tlp
from comity.node.runtime import make_id
from comity.subjects.model import NEVER_INDEXED, Role

RELEASABLE_ROLES = [r for r in Role if r not in NEVER_INDEXED]
ROLE_NAMES = {
    Role.SUSPECT: _("suspect"),
    Role.OFFENDER: _("offender"),
    Role.ASSOCIATE: _("associate"),
    Role.LISTED: _("listed"),
    Role.MISSING: _("missing"),
    Role.VICTIM: _("victim"),
    Role.WITNESS: _("witness"),
    Role.UNKNOWN: _("unknown"),
}


class PartnerState(models.TextChoices):
    """Where a partner stands."""

    PROPOSED = "proposed", _("fingerprint to compare")
    ACCEPTED = "accepted", _("accepted")
    SUSPENDED = "suspended", _("suspended")
    FROZEN = "frozen", _("frozen")


class VisibilityGroup(models.Model):
    """Partners that may see the same holdings, and which those are. A new group releases nothing."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    roles = models.JSONField(_("roles of subjects"), default=list, blank=True)
    max_tlp = models.PositiveSmallIntegerField(
        _("strictest TLP"), choices=[(t.value, t.label) for t in Tlp if t is not Tlp.RED], default=Tlp.AMBER.value
    )
    handling = models.JSONField(_("handling codes"), default=list, blank=True)
    names_alone = models.BooleanField(_("persons may be found by their name alone"), default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        """This function returns the name."""
        return self.name

    @property
    def released_roles(self) -> frozenset[Role]:
        """This function returns the roles whose holdings the group may see; never a protected one."""
        return frozenset(Role(r) for r in self.roles) - NEVER_INDEXED

    @property
    def tlp(self) -> Tlp:
        """This function returns the strictest label that a released holding may have."""
        return Tlp(self.max_tlp)

    @property
    def handling_codes(self) -> frozenset[Handling]:
        """This function returns the handling codes that a released holding may have."""
        return frozenset(Handling(h) for h in self.handling) | {Handling.H0}


class Partner(models.Model):
    """An agency whose card this node was given; one that is accepted once people compared its fingerprint."""

    id = models.CharField(max_length=16, primary_key=True)
    """The partner's node id."""
    state = models.CharField(_("state"), max_length=10, choices=PartnerState.choices, default=PartnerState.PROPOSED)
    agency = models.CharField(_("agency"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    address = models.CharField(_("address"), max_length=300)
    """Where this node sends to: as a person accepted it, even when a newer card names another."""
    token = models.TextField()
    """The card in force."""
    offered = models.TextField(blank=True)
    """A card with another identity key, signed over by the old one, until a person compares its fingerprint."""
    group = models.ForeignKey(
        VisibilityGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("visibility group"),
    )
    agreed_holdings = models.PositiveIntegerField(_("most holdings that its index may declare"), default=1_000_000)
    compared_by = models.CharField(max_length=36, blank=True)
    compared_at = models.DateTimeField(null=True)
    compared_fingerprint = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    last_seen = models.DateTimeField(_("last seen"), null=True)
    knows_card = models.PositiveIntegerField(default=0)
    """The version of this node's card that the partner is known to have."""
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    """Why it is suspended or frozen."""

    class Meta:
        ordering = ("agency", "id")

    def __str__(self) -> str:
        """This function returns the agency and country."""
        return f"{self.agency} ({self.country})"

    @cached_property
    def card(self) -> Card:
        """This function returns the card in force."""
        return read(self.token)

    @cached_property
    def offered_card(self) -> Card | None:
        """This function returns the card with another identity key that waits for a person."""
        return read(self.offered) if self.offered else None

    def become(self, row: Partner) -> None:
        """This function takes over what was just read of the same partner."""
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(row, field.attname))
        self.__dict__.pop("card", None)
        self.__dict__.pop("offered_card", None)

    @property
    def fingerprint(self) -> str:
        """This function returns the fingerprint of the card in force."""
        return self.card.fingerprint

    @property
    def is_accepted(self) -> bool:
        """This function tells whether packets are exchanged with it."""
        return self.state == PartnerState.ACCEPTED

    @property
    def new_address(self) -> str:
        """This function returns the address that its newest card names, where that was not accepted yet."""
        return self.card.address if self.card.address != self.address else ""


class PartnerKey(models.Model):
    """A signing key that a partner has or had; what it signed stays provable, unless it is revoked."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="keys")
    key_id = models.CharField(max_length=16)
    public = models.BinaryField(max_length=32)
    version = models.PositiveIntegerField()
    since = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["partner", "key_id"], name="partner_key")]

    def __str__(self) -> str:
        """This function returns the key id."""
        return self.key_id


class OwnCard(models.Model):
    """A card that this node issued."""

    version = models.PositiveIntegerField(primary_key=True)
    token = models.TextField()
    issued = models.DateTimeField()
    changes = models.JSONField(default=list)
    """Statements of changed identity keys, oldest first."""

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        """This function returns the version."""
        return str(self.version)
