"""An item's terms change: anybody who holds it may tighten them, and its owner alone lets them be loosened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from comity.exchange.contents import WantedUse
from comity.exchange.contents.items import Conditions
from comity.exchange.terms import Terms, combine, loosens
from comity.kernel import Conflicting, InvalidInput, Missing, Refused, Restriction
from comity.node.audit.operations import record
from comity.node.holdings import handling
from comity.node.items.binding import codes_of, columns, own_terms, purposes_of
from comity.node.items.models import Consent, Item
from comity.node.items.naming import title
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock


@transaction.atomic
def tighten(
    *,
    actor: Actor,
    item_id: str,
    restriction: Restriction | None = None,
    retention_until: date | None = None,
    permitted_purposes: tuple[str, ...] | None = None,
) -> Item:
    """This function binds an item more strictly here, with everything that was derived from it.

    Args:
        actor: who.
        item_id: as this node names it.
        restriction: the new one; None leaves it.
        retention_until: an earlier day; None leaves it.
        permitted_purposes: fewer; None leaves them.

    Raises:
        Refused: the actor may not, or it would be looser in some respect.
        Missing: no such item.
        Conflicting: it stands no more.
    """
    require(actor, Action.ITEM_TIGHTEN)
    item = _standing(item_id)
    before = own_terms(item)
    after = replace(
        before,
        restriction=restriction or before.restriction,
        retention_until=retention_until or before.retention_until,
        permitted_purposes=before.permitted_purposes if permitted_purposes is None else purposes_of(permitted_purposes),
    )
    if looser := loosens(before, after):
        raise Refused(
            title(item), f"its {', '.join(looser)} would be looser",
            "Ask the owner for consent" if not item.is_ours else "A supervisor may loosen what is your agency's own",
            code="items.tighten.looser",
        )  # fmt: skip
    _set(item, before, after)
    record(
        actor=actor, event="items.item.tightened", objects=[item.id, item.wire_id],
        details={"before": _written(before), "after": _written(after)},
    )  # fmt: skip
    return item


@transaction.atomic
def loosen(*, actor: Actor, item_id: str, restriction: Restriction, reason: str) -> Item:
    """This function lowers the marks of an item of ours; what was given before keeps the marks that it went with.

    Raises:
        Refused: the actor may not, or the item is another agency's: its owner's recorded consent alone loosens that.
        Missing: no such item.
        Conflicting: it stands no more.
        InvalidInput: no reason.
    """
    require(actor, Action.ITEM_LOOSEN)
    item = _standing(item_id)
    if not item.is_ours or actor.role is Role.SYSTEM:
        raise Refused(
            title(item), "it is another agency's, and only its owner lets it be loosened", "Ask the owner for consent",
            code="items.loosen.owner",
        )  # fmt: skip
    if not reason.strip():
        raise InvalidInput("Reason", "none is given", "Say why", code="items.loosen.reason")
    before = own_terms(item)
    after = replace(before, restriction=restriction)
    for source in item.sources.all():
        if loosens(own_terms(source), replace(after, owners=frozenset({source.owner}), consents=frozenset())):
            raise Refused(
                title(item), "it repeats what another agency gave, and would be looser than that",
                "Ask the owner for consent", code="items.make.source",
            )  # fmt: skip
    _set(item, before, after)
    record(
        actor=actor, event="items.item.loosened", objects=[item.id, item.wire_id],
        details={"before": _written(before), "after": _written(after), "reason": reason.strip()},
    )  # fmt: skip
    return item


def apply(consent: Consent) -> None:
    """This function lets an owner's granted consent change the terms, where it was asked for that."""
    if consent.use not in {WantedUse.LOOSEN, WantedUse.KEEP}:
        return
    item = consent.item
    before = own_terms(item)
    consent.before = _written(before)
    after = before
    if consent.use == WantedUse.LOOSEN and consent.conditions:
        after = replace(after, restriction=Conditions.model_validate(consent.conditions).restriction())
    if consent.use == WantedUse.KEEP and consent.retention_until:
        after = replace(after, retention_until=max(after.retention_until, consent.retention_until))
    _set(item, before, after)


def revert(consent: Consent) -> None:
    """This function lets the terms be again at least as strict as before a consent that is withdrawn."""
    if not consent.before:
        return
    item, was = consent.item, consent.before
    now = own_terms(item)
    before = replace(
        now,
        restriction=Conditions.model_validate(was["conditions"]).restriction(),
        retention_until=date.fromisoformat(was["retention_until"]),
        permitted_purposes=purposes_of(was["permitted_purposes"]),
    )
    consent.before = None
    _set(item, now, combine(now, before))


def _standing(item_id: str) -> Item:
    item = Item.objects.select_for_update().filter(id=item_id).first()
    if item is None:
        raise Missing("Item", "there is none with this id", code="items.missing")
    if not item.stands or item.retention_until < clock().now().date():
        raise Conflicting(title(item), f"it is {item.state}", "Nothing can be done with it", code="items.state")
    return item


def _set(item: Item, before: Terms, after: Terms) -> None:
    Item.objects.filter(id=item.id).update(**columns(after))
    item.refresh_from_db()
    handling.rebind(item.id, before, after)


def _written(terms: Terms) -> dict[str, Any]:
    return {
        "conditions": Conditions.of(terms.restriction).document(),
        "retention_until": terms.retention_until.isoformat(),
        "permitted_purposes": codes_of(terms.permitted_purposes),
    }
