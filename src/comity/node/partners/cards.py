"""Taking in the cards that partners send along; called from the gate only, after the packet was admitted."""

from __future__ import annotations

from django.db import transaction

from comity.crypto import key_id
from comity.exchange import Card, Succession
from comity.node.audit.operations import record
from comity.node.partners.models import Partner, PartnerKey
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock


@transaction.atomic
def take_card(partner: Partner, card: Card, succession: Succession) -> None:
    """This function keeps a newer card of a partner.

    Keys are taken over; another address is not used, and another identity key not trusted, until a person says so.

    Args:
        partner: whose card it is.
        card: proved to be the partner's, and newer than the one in force.
        succession: NEWER or NEW_IDENTITY.
    """
    row = Partner.objects.select_for_update().get(id=partner.id)
    if succession is Succession.NEW_IDENTITY:
        if row.offered != card.token:
            row.offered = card.token
            row.save(update_fields=["offered"])
            record(actor=SYSTEM, event="partners.identity.offered", objects=[row.id], details={"version": card.version})
    elif row.card.version < card.version:
        put_in_force(row, card)
        record(actor=SYSTEM, event="partners.card.taken", objects=[row.id], details={"version": card.version})
    partner.become(row)


def put_in_force(row: Partner, card: Card) -> None:
    """This function makes a card the one in force, and saves the partner."""
    row.token, row.agency, row.country = card.token, card.agency, card.country
    row.__dict__.pop("card", None)
    row.save()
    PartnerKey.objects.get_or_create(
        partner=row,
        key_id=key_id(card.signing),
        defaults={"public": card.signing, "version": card.version, "since": clock().now()},
    )
