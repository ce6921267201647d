"""An item of ours is made, from words or from a holding; it is named here once and for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from comity.exchange.contents import Item as WireItem
from comity.exchange.contents.items import Conditions
from comity.exchange.faults import checked
from comity.kernel import Conflicting, InvalidInput, Refused, Restriction
from comity.node.audit.operations import record
from comity.node.holdings.access import holding_for
from comity.node.holdings.models import Holding
from comity.node.items.binding import columns, given_terms, looser_than, words_of
from comity.node.items.models import Item, Proof
from comity.node.items.naming import agency
from comity.node.items.quoting import check_sources, quoted
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id, node_id


@transaction.atomic
def make(
    *,
    actor: Actor,
    text: str,
    restriction: Restriction,
    evaluation: str,
    permitted_use: str,
    retention_until: date,
    date_of_data: str,
    permitted_purposes: tuple[str, ...] = (),
    subject: Mapping[str, Any] | None = None,
    holding_id: str = "",
) -> Item:
    """This function makes an item of ours.

    Args:
        actor: whose purpose is stated.
        text: what it says.
        restriction: handling codes, TLP, PAP and words; at least as strict as the holding's.
        evaluation: 4×4.
        permitted_use: in words.
        retention_until: the last day on which a partner may keep it.
        date_of_data: partial date.
        permitted_purposes: for which it may be used; empty for every one.
        subject: whom or what it is about, as it travels.
        holding_id: the holding that it comes from, or empty.

    Raises:
        Refused: the actor may not, or it would be less restricted than the holding or what it quotes of a partner's.
        Missing: no such holding for this actor.
        InvalidInput: with every fault, field by field.
    """
    values = {
        "id": make_id(), "owner": node_id(), "text": text, "subject": subject,
        "conditions": Conditions.of(restriction).document(), "evaluation": evaluation, "permitted_use": permitted_use,
        "permitted_purposes": list(permitted_purposes), "retention_until": retention_until.isoformat(),
        "date_of_data": date_of_data,
    }  # fmt: skip
    item = keep_ours(actor, checked(WireItem, values, thing="Item"), holding_id)
    record(actor=actor, event="items.item.made", objects=[item.id, *filter(None, [holding_id])])
    return item


def keep_ours(actor: Actor, given: WireItem, holding_id: str = "") -> Item:
    """This function keeps an item of ours as it is written; call it inside the transaction of what it is written for.

    Raises:
        Refused: the actor may not, or it would be less restricted than the holding or what it quotes of a partner's.
        Missing: no such holding for this actor.
        InvalidInput: its retention is over, or it has another owner.
    """
    require(actor, Action.ITEM_GIVE)
    today = clock().now().date()
    if given.owner != node_id() or date.fromisoformat(given.retention_until) < today:
        raise InvalidInput(
            "Item", "it is not this agency's own, or the day until which it may be kept has passed",
            "Choose a day to come", code="items.make.retention",
        )  # fmt: skip
    held = holding_for(actor, holding_id, Action.HOLDING_READ) if holding_id else None
    if held is not None:
        _check_holding(given, held)
    item = Item(
        id=given.id, owner=given.owner, wire_id=given.id, holding_id=held.id if held else "",
        case_id=actor.case_id, made_by=actor.user_id, made=clock().now(), proof=Proof.DIRECT,
        **words_of(given), **columns(given_terms(given)),
    )  # fmt: skip
    sources = quoted(held, given) if held else []
    check_sources(actor, item, sources)
    item.save(force_insert=True)
    item.sources.set(sources)
    return item


def wire(item: Item) -> WireItem:
    """This function returns an item as it travels, without proofs.

    Raises:
        Conflicting: it says nothing any more.
    """
    if not item.stands:
        raise Conflicting("Item", f"it is {item.state}", "Give another", code="items.state")
    return WireItem.model_validate({
        "id": item.wire_id, "owner": item.owner, "text": item.text, "subject": item.subject,
        "conditions": Conditions.of(item.restriction).document(), "evaluation": item.evaluation,
        "permitted_use": item.permitted_use, "permitted_purposes": list(item.permitted_purposes),
        "retention_until": item.retention_until.isoformat(), "date_of_data": item.date_of_data,
    })  # fmt: skip


def _check_holding(given: WireItem, held: Holding) -> None:
    if held.owner:
        raise Refused(
            "Item", f"the record is {agency(held.owner)}'s", "Hand on the item that it came from, in its owner's name",
            code="items.make.owner",
        )  # fmt: skip
    if least := looser_than(given.conditions.restriction(), held.restriction):
        raise Refused(
            "Item", f"it is less restricted than its record ({least})",
            "Tighten its handling, TLP or PAP; the record's own marks are lowered by a supervisor",
            code="items.make.looser",
        )  # fmt: skip
