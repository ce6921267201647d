"""Admission: whether a packet comes from a partner that a person accepted. Nothing is stored or opened before."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

import structlog

from comity.crypto import sealing_key_id
from comity.exchange import Card, Header, Kind, Opened, Packet, Succession, packets
from comity.exchange.cards import read, succession
from comity.kernel import ComityError, Conflicting, Refused
from comity.node.partners.cards import take_card
from comity.node.partners.models import Partner, PartnerState
from comity.node.partners.own import outgrow, own_card
from comity.node.partners.queries import signers
from comity.node.runtime import clock, keyring, limits, node_id

log = structlog.get_logger()
_SEEN_EVERY = timedelta(minutes=1)
_MOST_AHEAD = 1000
"""How many versions a partner may know beyond this node's own card before it is not believed."""


def open_packet(packet: Packet, kinds: Collection[Kind]) -> tuple[Partner, Callable[[], Opened]]:
    """This function admits a packet and returns its sender, and what opens the sealed part.

    Args:
        packet: taken apart, not believed.
        kinds: that are expected here.

    Raises:
        Refused: ``exchange.admission.refused``, the same for whatever is wrong.
    """
    header = packet.header
    partner = Partner.objects.filter(id=header.sender).first()
    right_place = header.recipient == node_id() and header.kind in kinds
    if partner is None or partner.state == PartnerState.PROPOSED or not right_place:
        raise _refused(header)
    try:
        card, change, conflict = _card(partner, header)
        packets.admit(packet, card.signing)
        if change in {Succession.NEWER, Succession.NEW_IDENTITY}:
            take_card(partner, card, change)
    except ComityError as error:
        log.info("partners.admission.refused", partner=partner.id, code=error.code)
        raise _refused(header) from None
    if change is Succession.NEW_IDENTITY or partner.state == PartnerState.SUSPENDED:
        raise _refused(header)
    _note_seen(partner, header)

    def unseal() -> Opened:
        if conflict is not None:
            raise conflict
        if partner.state == PartnerState.FROZEN:
            raise Refused(
                "This channel",
                "it is frozen here, because a history that was shown did not hold together",
                "People of both agencies speak about it by another channel",
                code="partners.channel.frozen",
            )
        key = keyring().sealing_by_id(header.sealing_key)
        return packets.unseal(packet, key, signers(partner), limits())

    return partner, unseal


def seal_header(partner: Partner, kind: Kind, packet_id: str) -> Header:
    """This function writes the header of a packet to a partner; this node's card rides along where it is news."""
    own = own_card()
    return Header(
        kind=kind,
        id=packet_id,
        sender=own.node,
        recipient=partner.id,
        sealing_key=_sealing_key_id(partner),
        signing_key=keyring().signing.key_id,
        sender_card=own.version,
        recipient_card=partner.card.version,
        card=own.token if partner.knows_card < own.version else "",
    )


def _sealing_key_id(partner: Partner) -> str:
    return sealing_key_id(partner.card.sealing)


def _card(partner: Partner, header: Header) -> tuple[Card, Succession, Conflicting | None]:
    held = partner.card
    if not header.card:
        return held, Succession.SAME, None
    offered = read(header.card)
    try:
        change = succession(held, offered)
    except Conflicting as error:
        # The one who signed with the key in force is told, and nobody else.
        return held, Succession.SAME, error
    return held if change is Succession.OLDER else offered, change, None


def _note_seen(partner: Partner, header: Header) -> None:
    now = clock().now()
    changes: dict[str, object] = {}
    if partner.knows_card != header.recipient_card:
        if 0 < header.recipient_card - own_card().version <= _MOST_AHEAD:
            outgrow(header.recipient_card)
        changes["knows_card"] = partner.knows_card = header.recipient_card
    if partner.last_seen is None or abs(now - partner.last_seen) > _SEEN_EVERY:
        changes["last_seen"] = partner.last_seen = now
    if changes:
        Partner.objects.filter(id=partner.id).update(**changes)


def _refused(header: Header) -> Refused:
    log.info("partners.admission.refused", packet=header.id)
    return Refused("Packet", "it is not admitted", code="exchange.admission.refused")
