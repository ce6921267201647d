"""Rows of the chains with each partner."""

from __future__ import annotations

from django.db import models

from comity.exchange import Chain, Trying
from comity.node.partners.models import Partner


class ChainState(models.Model):
    """Both chains with a partner as this node knows them, and how sending to it stands."""

    partner = models.OneToOneField(Partner, models.CASCADE, primary_key=True)
    out_incarnation = models.CharField(max_length=43, blank=True)
    out_next = models.PositiveBigIntegerField(default=1)
    out_link = models.CharField(max_length=43, blank=True)
    out_closed = models.JSONField(default=list)
    in_incarnation = models.CharField(max_length=43, blank=True)
    in_next = models.PositiveBigIntegerField(default=1)
    in_link = models.CharField(max_length=43, blank=True)
    in_closed = models.JSONField(default=list)
    lost = models.JSONField(default=list)
    """Ranges of the outgoing chain that this node lost, as announced."""
    compare = models.BooleanField(default=True)
    """Whether both sides must tell where their chains stand before anything is sent."""
    attempts = models.PositiveIntegerField(default=0)
    last_attempt = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    """Why the last attempt did not get through, for the person who waits."""

    def __str__(self) -> str:
        """This function returns the partner's id."""
        return self.partner_id

    def outgoing(self, node: str) -> Chain | None:
        """This function returns the chain that this node sends in, or None before the first message."""
        if not self.out_incarnation:
            return None
        closed = frozenset(self.out_closed)
        return Chain(node, self.partner_id, self.out_incarnation, self.out_next, self.out_link, closed)

    def incoming(self, node: str) -> Chain | None:
        """This function returns the chain that the partner sends in, or None before its first message."""
        if not self.in_incarnation:
            return None
        closed = frozenset(self.in_closed)
        return Chain(self.partner_id, node, self.in_incarnation, self.in_next, self.in_link, closed)

    def set_outgoing(self, chain: Chain) -> None:
        """This function keeps the chain that this node sends in."""
        self.out_incarnation, self.out_next, self.out_link = chain.incarnation, chain.next, chain.link
        self.out_closed = sorted(chain.closed)

    def set_incoming(self, chain: Chain) -> None:
        """This function keeps the chain that the partner sends in."""
        self.in_incarnation, self.in_next, self.in_link = chain.incarnation, chain.next, chain.link
        self.in_closed = sorted(chain.closed)

    @property
    def trying(self) -> Trying:
        """This function returns how sending to the partner stands."""
        return Trying(attempts=self.attempts, last=self.last_attempt)
