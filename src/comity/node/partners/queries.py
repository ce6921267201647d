"""Reading partners."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from comity.kernel import Missing
from comity.node.partners.models import Partner, PartnerKey, PartnerState, VisibilityGroup
from comity.node.permissions import Action, Actor, require


def partners(actor: Actor) -> QuerySet[Partner]:
    """This function returns every partner."""
    require(actor, Action.PARTNER_READ)
    return Partner.objects.select_related("group")


def partner(actor: Actor, partner_id: str) -> Partner:
    """This function returns one partner.

    Raises:
        Missing: there is none with this id.
    """
    found = partners(actor).filter(id=partner_id).first()
    if found is None:
        raise Missing("Partner", "there is none with this id", code="partners.partner.missing")
    return found


def accepted() -> QuerySet[Partner]:
    """This function returns the partners with whom packets are exchanged."""
    return Partner.objects.filter(state=PartnerState.ACCEPTED)


def groups(actor: Actor) -> QuerySet[VisibilityGroup]:
    """This function returns every visibility group."""
    require(actor, Action.PARTNER_READ)
    return VisibilityGroup.objects.all()


def signers(partner: Partner) -> dict[str, bytes]:
    """This function returns the keys that may have signed a partner's documents, by key id, without revoked ones."""
    rows = PartnerKey.objects.filter(partner=partner, revoked_at=None).values_list("key_id", "public")
    return {key_id: bytes(public) for key_id, public in rows}


class Names:
    """Answers what the ledger asks about partners (`node.audit.directory`)."""

    def signing_keys(self, partner_id: str) -> Sequence[bytes]:
        """This function returns the signing keys that a partner has, and had, newest first."""
        rows = PartnerKey.objects.filter(partner_id=partner_id, revoked_at=None).exclude(partner__state="proposed")
        return [bytes(public) for public in rows.values_list("public", flat=True)]

    def names(self) -> dict[str, str]:
        """This function returns the name of every accepted partner by its node id."""
        return {p.id: str(p) for p in accepted()}
