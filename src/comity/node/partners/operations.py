"""Changing partners: add a card, accept it after comparing fingerprints, suspend, freeze, group, revoke keys."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from comity.exchange.cards import read, same_fingerprint
from comity.exchange.texts import fault_of
from comity.kernel import Conflicting, Handling, InvalidInput, Missing, Refused, Tlp
from comity.node.audit.operations import record
from comity.node.partners import events
from comity.node.partners.cards import put_in_force
from comity.node.partners.models import Partner, PartnerKey, PartnerState, VisibilityGroup
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock, node_id
from comity.subjects.model import NEVER_INDEXED, Role


@transaction.atomic
def add(*, actor: Actor, card: str) -> Partner:
    """This function keeps a card that another agency handed over; nothing is exchanged before it is accepted.

    Args:
        actor: a supervisor or administrator.
        card: the card's text as it was handed over.

    Raises:
        Refused: the role may not.
        InvalidInput: it is no card, or this node's own.
        Conflicting: the partner is accepted already.
    """
    require(actor, Action.PARTNER_ADD)
    given = read(card)
    if given.node == node_id():
        raise InvalidInput("Card", "it is this node's own", "Add the partner's card", code="partners.card.own")
    row = Partner.objects.select_for_update().filter(id=given.node).first()
    if row is not None and row.state != PartnerState.PROPOSED:
        raise Conflicting(
            str(row),
            "its card is kept already, and newer ones come by themselves",
            "Look at the partner's page",
            code="partners.partner.known",
        )
    row = row or Partner(id=given.node, added_at=clock().now())
    row.address = given.address
    PartnerKey.objects.filter(partner_id=given.node).delete()
    put_in_force(row, given)
    record(actor=actor, event="partners.card.added", objects=[row.id], details={"version": given.version})
    return row


@transaction.atomic
def accept(*, actor: Actor, partner_id: str, fingerprint: str) -> Partner:
    """This function accepts a partner whose fingerprint was compared by another channel.

    Args:
        actor: who compared it.
        partner_id: node id.
        fingerprint: as it was read out by the partner, typed in by the actor; only digits count.

    Raises:
        Refused: the role may not, or the fingerprint is another one.
        Missing: no such partner.
        Conflicting: it is suspended or frozen.
    """
    require(actor, Action.PARTNER_ACCEPT)
    row = _locked(partner_id)
    card = row.offered_card if row.is_accepted and row.offered_card else row.card
    if row.state in {PartnerState.SUSPENDED, PartnerState.FROZEN}:
        raise Conflicting(str(row), f"it is {row.state}", "Lift that first", code="partners.partner.state")
    if not same_fingerprint(fingerprint, card.fingerprint):
        raise Refused(
            f"Fingerprint of {row}",
            "the digits are not those of this card",
            "Call the partner at a number you know and compare again; do not accept it otherwise",
            code="partners.fingerprint.different",
        )
    row.state, row.offered, row.address = PartnerState.ACCEPTED, "", card.address
    row.compared_by, row.compared_at, row.compared_fingerprint = actor.user_id, clock().now(), card.fingerprint
    put_in_force(row, card)
    record(
        actor=actor,
        event="partners.partner.accepted",
        objects=[row.id],
        details={"fingerprint": card.fingerprint, "version": card.version},
    )
    events.tell(events.ACCEPTED, row)
    return row


@transaction.atomic
def accept_address(*, actor: Actor, partner_id: str) -> Partner:
    """This function lets this node send to the address that the partner's newest card names.

    Raises:
        Refused: the role may not.
        Missing: no such partner.
    """
    require(actor, Action.PARTNER_ACCEPT)
    row = _locked(partner_id)
    if row.new_address:
        row.address = row.card.address
        row.save(update_fields=["address"])
        record(actor=actor, event="partners.address.accepted", objects=[row.id], details={"address": row.address})
    return row


@transaction.atomic
def suspend(*, actor: Actor, partner_id: str, reason: str) -> Partner:
    """This function ends every exchange with a partner until a person lifts it.

    Raises:
        Refused: the role may not.
        Missing: no such partner.
        InvalidInput: no reason, or one that is too long.
    """
    require(actor, Action.PARTNER_SUSPEND)
    return _stop(actor, partner_id, PartnerState.SUSPENDED, reason)


@transaction.atomic
def freeze(*, partner_id: str, reason: str) -> Partner:
    """This function stops the channel to a partner whose history does not hold together; a person looks at it."""
    return _stop(SYSTEM, partner_id, PartnerState.FROZEN, reason)


@transaction.atomic
def resume(*, actor: Actor, partner_id: str, reason: str) -> Partner:
    """This function lifts a suspension or a freeze.

    Raises:
        Refused: the role may not.
        Missing: no such partner.
        Conflicting: it is neither suspended nor frozen.
        InvalidInput: no reason, or one that is too long.
    """
    require(actor, Action.PARTNER_ACCEPT)
    row = _locked(partner_id)
    if row.state not in {PartnerState.SUSPENDED, PartnerState.FROZEN}:
        raise Conflicting(str(row), f"it is {row.state}", code="partners.partner.state")
    before, row.state, row.reason = row.state, PartnerState.PROPOSED, ""
    if row.compared_at:
        row.state = PartnerState.ACCEPTED
    row.save(update_fields=["state", "reason"])
    record(
        actor=actor,
        event="partners.partner.resumed",
        objects=[row.id],
        details={"from": before, "reason": _said(reason)},
    )
    if row.is_accepted:
        events.tell(events.ACCEPTED, row)
    return row


@transaction.atomic
def write_group(
    *,
    actor: Actor,
    name: str,
    roles: Sequence[Role] = (),
    max_tlp: Tlp = Tlp.AMBER,
    handling: Sequence[Handling] = (),
    names_alone: bool = False,
    group_id: str | None = None,
) -> VisibilityGroup:
    """This function makes or changes a visibility group. Without roles it releases nothing.

    Raises:
        Refused: the role may not, or a protected role or TLP RED would be released.
        InvalidInput: no name, or one that is taken.
        Missing: no such group.
    """
    require(actor, Action.GROUP_WRITE)
    protected = NEVER_INDEXED & set(roles)
    if protected or max_tlp is Tlp.RED:
        what = ", ".join(sorted(protected)) or "TLP RED"
        raise Refused("Visibility group", f"{what} is never released", "Leave it out", code="partners.group.protected")
    name = name.strip()
    fault = fault_of(name, longest=80) or ("" if name else "it has no name")
    if fault or VisibilityGroup.objects.filter(name=name).exclude(id=group_id or "").exists():
        raise InvalidInput(
            "Visibility group", fault or "the name is taken", "Choose another", code="partners.group.name"
        )
    row = VisibilityGroup.objects.select_for_update().filter(id=group_id).first() if group_id else VisibilityGroup()
    if row is None:
        raise Missing("Visibility group", "there is none with this id", code="partners.group.missing")
    row.name, row.max_tlp = name, max_tlp.value
    row.roles, row.handling = sorted({r.value for r in roles}), sorted({h.value for h in handling})
    row.names_alone = names_alone
    row.save()
    details = {"roles": row.roles, "tlp": max_tlp.label, "handling": row.handling, "names_alone": names_alone}
    record(actor=actor, event="partners.group.written", objects=[row.id], details=details)
    for partner in row.partners.all():
        events.tell(events.GROUPED, partner)
    return row


@transaction.atomic
def set_group(*, actor: Actor, partner_id: str, group_id: str | None) -> Partner:
    """This function puts a partner into a visibility group, or into none, where it sees nothing.

    Raises:
        Refused: the role may not.
        Missing: no such partner or group.
    """
    require(actor, Action.GROUP_WRITE)
    row = _locked(partner_id)
    if group_id and not VisibilityGroup.objects.filter(id=group_id).exists():
        raise Missing("Visibility group", "there is none with this id", code="partners.group.missing")
    before, row.group_id = row.group_id, group_id or None
    row.save(update_fields=["group"])
    record(
        actor=actor,
        event="partners.group.set",
        objects=[i for i in (row.id, group_id) if i],
        details={"before": before or ""},
    )
    events.tell(events.GROUPED, row)
    return row


@transaction.atomic
def revoke_key(*, actor: Actor, partner_id: str, key_id: str) -> None:
    """This function stops believing a former signing key of a partner, as after its compromise.

    Raises:
        Refused: the role may not, or the key is that of the card in force.
        Missing: the partner never had this key.
    """
    require(actor, Action.PARTNER_SUSPEND)
    row = _locked(partner_id)
    key = PartnerKey.objects.filter(partner=row, key_id=key_id).first()
    if key is None:
        raise Missing("Signing key", "this partner never had it", code="partners.key.missing")
    if bytes(key.public) == row.card.signing:
        raise Refused(
            "Signing key",
            "it is the one in force",
            "Suspend the partner, or let it replace its key first",
            code="partners.key.in_force",
        )
    PartnerKey.objects.filter(id=key.pk, revoked_at=None).update(revoked_at=clock().now())
    record(actor=actor, event="partners.key.revoked", objects=[row.id, key_id])


def _stop(actor: Actor, partner_id: str, state: PartnerState, reason: str) -> Partner:
    row = _locked(partner_id)
    reason = _said(reason)
    if row.state == state:
        return row
    row.state, row.reason = state, reason
    row.save(update_fields=["state", "reason"])
    record(actor=actor, event=f"partners.partner.{state}", objects=[row.id], details={"reason": reason})
    events.tell(events.SUSPENDED, row)
    return row


def _said(reason: str) -> str:
    reason = reason.strip()
    if fault := fault_of(reason, longest=500) or ("" if reason else "none is given"):
        raise InvalidInput("Reason", fault, "Say in a sentence why", code="partners.reason")
    return reason


def _locked(partner_id: str) -> Partner:
    row = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if row is None:
        raise Missing("Partner", "there is none with this id", code="partners.partner.missing")
    return row
