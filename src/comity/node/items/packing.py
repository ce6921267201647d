"""Items as subjects with marks, for files in formats that carry them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.kernel import Evaluation, InvalidInput
from comity.node.cases.queries import is_member
from comity.node.holdings.packing import FORMS, Packed
from comity.node.items.carrying import Carried, carry
from comity.node.items.models import Item
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config, node_id
from comity.subjects import Role, Schema, Subject, Value
from comity.subjects.cover import Cover
from comity.subjects.marks import Marks
from comity.subjects.values import value_of


@transaction.atomic
def export_as(*, actor: Actor, items: Sequence[Item], form: str) -> Packed:
    """This function writes items in a format that carries marks; its cover names those that are left out, and why.

    Raises:
        Refused: the actor may not, or none of them may leave.
        InvalidInput: no such format.
    """
    require(actor, Action.ITEM_EXPORT, member=is_member(actor, actor.case_id))
    if form not in FORMS:
        raise InvalidInput(
            "format", f"there is none called {form[:20]!r}", f"Formats: {', '.join(FORMS)}, csv",
            code="items.export.format",
        )  # fmt: skip
    carried = carry(actor, items, UseKind.EXPORT)
    stream = io.StringIO()
    FORMS[form].write([subject_of(item) for item in carried.items], stream, _cover(carried))
    reasons = [f"{judgement.sentence} {judgement.way_out}" for _item, judgement in carried.left_out]
    left_out = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
    name = f"items-{carried.id}.{FORMS[form].suffix}"
    return Packed(name, FORMS[form].type, stream.getvalue(), len(carried.items), left_out)


def subject_of(item: Item) -> Subject:
    """This function returns an item as a subject with marks, under its id on the way; its words are a note."""
    given = item.subject or {}
    schema = Schema(given.get("schema_name") or Schema.UNKNOWN)
    marks = Marks(
        item.restriction, Evaluation.parse(item.evaluation), item.permitted_use, tuple(item.permitted_purposes),
        item.retention_until, "" if item.is_ours else item.owner, observed=item.date_of_data,
    )  # fmt: skip
    role = Role(given["role"]) if given.get("role") else None
    return Subject(item.wire_id, schema, tuple(dict.fromkeys(_values(item, schema))), role, "", marks)


def _values(item: Item, schema: Schema) -> Iterator[Value]:
    for prop, texts in ((item.subject or {}).get("properties") or {}).items():
        for text in texts:
            try:
                yield value_of(prop, text, schema=schema)
            except InvalidInput:
                yield Value("notes", f"{prop}: {text}", f"{prop}: {text}")
    if item.text:
        yield value_of("notes", item.text, schema=schema)


def _cover(carried: Carried) -> Cover:
    words = [f"Left out: {item.wire_id}. {j.sentence} {j.way_out}" for item, j in carried.left_out]
    return Cover("Items", clock().now(), config().agency, node_id(), "\n".join(words), carried.id)
