"""This node's own card: issued anew whenever what it says changes."""

from __future__ import annotations

from django.db import transaction

from comity.exchange import Card
from comity.exchange.cards import change_identity, issue, read
from comity.exchange.versions import UNDERSTOOD
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.partners.models import OwnCard
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import change_keyring, clock, config, keyring, limits


def own_card() -> Card:
    """This function returns this node's current card, and issues it where settings or keys changed."""
    token = OwnCard.objects.values_list("token", flat=True).first()
    if token is not None and _is_current(card := read(token)):
        return card
    return _issue()


def outgrow(version: int) -> None:
    """This function issues a card above a version that a partner already knows, as after a restore."""
    if own_card().version < version:
        _issue(above=version)


def rotate_sealing(*, actor: Actor = SYSTEM) -> bool:
    """This function replaces the sealing key when its month is over, and destroys what is past its grace.

    Returns:
        whether anything changed.
    """
    require(actor, Action.NODE_OPERATE)
    if not change_keyring(lambda keys: keys.rotate_sealing(clock().now(), limits())):
        return False
    periods = [
        {"key": p.key.key_id, "since": timestamp(p.since), "replaced": timestamp(p.replaced) if p.replaced else None}
        for p in keyring().sealing
    ]
    with transaction.atomic():
        record(actor=actor, event="partners.sealing.rotated", details={"kept": periods})
    own_card()
    return True


def replace_signing(*, actor: Actor) -> Card:
    """This function gives this node a fresh signing key, as after a compromise; partners learn it from the new card.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.NODE_OPERATE)
    old = keyring().signing.key_id
    change_keyring(lambda keys: keys.replace_signing())
    with transaction.atomic():
        record(actor=actor, event="partners.signing.replaced", objects=[old, keyring().signing.key_id])
    return own_card()


def replace_identity(*, actor: Actor) -> Card:
    """This function gives this node a fresh identity key; every partner compares its fingerprint anew.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.NODE_OPERATE)
    last = own_card()
    before = keyring()
    after = before.replace_identity()
    statement = change_identity(before.identity, after.identity.public, node=before.node_id)
    with transaction.atomic():
        changes = [*OwnCard.objects.get(version=last.version).changes, statement]
        change_keyring(lambda _keys: after)
        record(actor=actor, event="partners.identity.replaced", objects=[before.identity.key_id, after.identity.key_id])
        _issue(changes=changes)
    return own_card()


def _is_current(card: Card) -> bool:
    keys, settings = keyring(), config()
    if card.understands != UNDERSTOOD:
        return False
    says = (card.agency, card.country, card.address, card.contact, card.identity, card.signing, card.sealing)
    return says == (
        settings.agency,
        settings.country,
        settings.address.rstrip("/"),
        settings.contact,
        keys.identity.public,
        keys.signing.public,
        keys.current_sealing.public,
    )


def _issue(*, above: int = 0, changes: list[str] | None = None) -> Card:
    settings = config()
    with transaction.atomic():
        last = OwnCard.objects.select_for_update().first()
        if last is not None and last.version > above and changes is None and _is_current(card := read(last.token)):
            return card
        said = changes if changes is not None else (last.changes if last else [])
        version = max(above, last.version if last else 0) + 1
        now = clock().now()
        token = issue(
            keyring(),
            agency=settings.agency,
            country=settings.country,
            address=settings.address,
            contact=settings.contact,
            version=version,
            issued=now,
            changes=said,
        )
        OwnCard.objects.create(version=version, token=token, issued=now, changes=said)
        record(actor=SYSTEM, event="partners.card.issued", objects=[str(version)])
    return read(token)
