"""An item becomes a record here: every statement of it is bound as the item is, and names the item."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.kernel import Conflicting, Evaluation, InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.holdings import changes, handling, keying
from comity.node.holdings.access import holding_for
from comity.node.holdings.correcting import record_holding, statement_of
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.models import ChangeKind, Holding
from comity.node.items.binding import judged, terms_of
from comity.node.items.models import Copy, Item
from comity.node.items.naming import agency, title
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock
from comity.subjects import Role, Schema


@transaction.atomic
def derive(
    *,
    actor: Actor,
    item_id: str,
    values: Sequence[tuple[str, str]] = (),
    schema: Schema = Schema.PERSON,
    role: Role = Role.UNKNOWN,
    holding_id: str = "",
) -> Holding:
    """This function records what a partner's item says, in a new record of its owner or in one that is here.

    Args:
        actor: whose case or duty a new record belongs to.
        item_id: as this node names it.
        values: property and text of each statement; where none, those of the item's subject.
        schema: of a new record, where the item names no subject.
        role: of a new record, where the item names no subject.
        holding_id: the record to which they are added; empty for a new one.

    Raises:
        Refused: the actor may not, or the item's handling forbids it.
        Missing: no such item or holding.
        Conflicting: the item is ours.
        InvalidInput: nothing is said, or a value is wrong.
    """
    item = Item.objects.select_for_update().filter(id=item_id).first()
    if item is None:
        raise Missing("Item", "there is none with this id", code="items.missing")
    if item.is_ours:
        raise Conflicting(title(item), "it is this agency's own", "Look at its record", code="items.derive.ours")
    judgement = judged(actor, item, UseKind.DERIVE)
    if not judgement.allowed:
        raise judgement.refusal(title(item))
    said = [(p, v) for p, v in values if v.strip()] or _of_subject(item)
    if not said:
        raise InvalidInput("Record", "it says nothing", "Give a name or a number", code="holdings.record.empty")
    held = _add(actor, item, holding_id, said) if holding_id else _new(actor, item, said, schema, role)
    keying.refresh([held.id])
    record(actor=actor, event="items.item.derived", objects=[item.id, item.wire_id, held.id])
    return held


def _new(actor: Actor, item: Item, said: Sequence[tuple[str, str]], schema: Schema, role: Role) -> Holding:
    require(actor, Action.HOLDING_WRITE, member=True)
    subject = item.subject or {}
    grounds = Grounds(
        role=Role(subject.get("role", role)), source=agency(item.owner)[:200],
        evaluation=Evaluation.parse(item.evaluation), restriction=item.restriction,
        retention_until=item.retention_until, case_id=actor.case_id,
        duty_id=None if actor.case_id else actor.duty_id,
    )  # fmt: skip
    kind = Schema(subject.get("schema_name", schema))
    held = record_holding(
        actor=actor, grounds=grounds, schema=kind, values=said, reference=item.wire_id, owner=item.owner
    )
    handling.bind(held.statements.all(), terms_of(item), owner=item.owner, item=item.id)
    _note(actor, item, "holding", held.id)
    return held


def _add(actor: Actor, item: Item, holding_id: str, said: Sequence[tuple[str, str]]) -> Holding:
    held = holding_for(actor, holding_id, Action.HOLDING_WRITE)
    made = []
    for prop, text in said:
        each = statement_of(held, prop, text, source=agency(item.owner), evaluation=Evaluation.parse(item.evaluation))
        each.observed = item.date_of_data
        each.save()
        made.append(each)
    handling.bind(made, terms_of(item), owner=item.owner, item=item.id)
    for each in made:
        _note(actor, item, "statement", f"{held.id}/{each.id}")
    changes.note(ChangeKind.CHANGED, [held.id])
    return held


def _of_subject(item: Item) -> list[tuple[str, str]]:
    properties = (item.subject or {}).get("properties", {})
    return [(name, value) for name, values in properties.items() for value in values]


def _note(actor: Actor, item: Item, kind: str, object_id: str) -> None:
    Copy.objects.create(item=item, kind=kind, object_id=object_id, at=clock().now(), by=actor.user_id)
