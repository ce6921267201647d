"""Budgets that are agreed, lowered and told; and signs of fishing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.linkage.agreements import AgreementState
from comity.node.partners.models import Partner
from comity.node.runtime import make_id

AGREEMENT_NAMES = {
    AgreementState.PROPOSED: _("proposed"),
    AgreementState.ACCEPTED: _("agreed"),
    AgreementState.DECLINED: _("declined"),
    AgreementState.WITHDRAWN: _("withdrawn"),
    AgreementState.REPLACED: _("replaced by another"),
    AgreementState.EXPIRED: _("expired"),
}


class BudgetAgreement(models.Model):
    """A budget that one side proposed, and what the other decided; both signed statements are kept."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="agreements")
    ours = models.BooleanField()
    """Whether this node proposed."""
    state = models.CharField(
        _("state"), max_length=10, choices=[(s.value, n) for s, n in AGREEMENT_NAMES.items()],
        default=AgreementState.PROPOSED,
    )  # fmt: skip
    purpose = models.CharField(_("purpose"), max_length=30, blank=True)
    """Empty: the ceiling over all purposes."""
    elements = models.PositiveIntegerField(_("elements a day"))
    until = models.DateField(_("until"), null=True)
    words = models.CharField(max_length=300, blank=True)
    proposal = models.TextField()
    """As the proposer signed it."""
    decision = models.TextField(blank=True)
    """As the other side signed it."""
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("proposed"))
    decided_by = models.CharField(max_length=40, blank=True)
    decided = models.DateTimeField(_("decided"), null=True)
    told = models.BooleanField(default=False)
    """Whether the partner knows the present state."""
    due = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class Lowered(models.Model):
    """What one side allows the other alone, where that is less than what was agreed."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="lowered")
    by_us = models.BooleanField()
    """Whether this node lowered what the partner may ask, or the partner what this node may."""
    purpose = models.CharField(_("purpose"), max_length=30, blank=True)
    elements = models.PositiveIntegerField(_("elements a day"))
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "by_us", "purpose"], name="one_lowering_a_purpose")]

    def __str__(self) -> str:
        """This function returns partner and purpose."""
        return f"{self.partner_id} {self.purpose}"


class Telling(models.Model):
    """What both sides last told each other of what they counted."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="telling", primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    """Of this node's last telling."""
    heard_number = models.PositiveBigIntegerField(default=0)
    heard = models.JSONField(default=dict)
    """The partner's account, as it told it last."""
    heard_at = models.DateTimeField(_("told"), null=True)
    due = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """This function returns the partner."""
        return self.partner_id


class FishingSign(models.Model):
    """A sign that a partner fishes, until a supervisor has looked into it."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="fishing_signs")
    kind = models.CharField(max_length=30)
    figures = models.JSONField(default=dict)
    found = models.DateTimeField(_("found"))
    seen = models.DateTimeField()
    """When the sign was last there."""
    reviewed = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-found", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "kind"], condition=models.Q(reviewed__isnull=True), name="one_open_sign_a_kind"
            )
        ]

    def __str__(self) -> str:
        """This function returns partner and kind."""
        return f"{self.partner_id} {self.kind}"
