"""Items leave the pages, on paper and in files, each with its marks; what may not go is named with the reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from comity.exchange.terms import UseKind
from comity.exchange.uses import Judgement
from comity.kernel import Refused
from comity.node.audit.operations import record
from comity.node.cases.queries import is_member
from comity.node.items.binding import Judging
from comity.node.items.models import Copy, Item
from comity.node.items.naming import owner, title
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id
from comity.subjects.cells import neutralised

COLUMNS = (
    "owner", "id", "text", "handling", "tlp", "pap", "words", "evaluation", "permitted_use", "permitted_purposes",
    "retention_until", "date_of_data", "left_out",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """What leaves the pages, and what does not.

    Args:
        id: of the paper or file; it stands on it, and each item's copies name it.
        items: that are on it.
        left_out: what is not on it, with the reason.
    """

    id: str
    items: list[Item]
    left_out: list[tuple[Item, Judgement]]


@transaction.atomic
def put_on_paper(*, actor: Actor, items: Sequence[Item]) -> Carried:
    """This function lets items be printed; where each paper went, the agency knows and not the node.

    Raises:
        Refused: the actor may not, or none of them may be printed.
    """
    require(actor, Action.ITEM_PRINT)
    return carry(actor, items, UseKind.PRINT)


@transaction.atomic
def export(*, actor: Actor, items: Sequence[Item]) -> tuple[Carried, str]:
    """This function writes items as CSV with their marks; an item that is left out has a row that says why.

    Raises:
        Refused: the actor may not, or none of them may leave.
    """
    require(actor, Action.ITEM_EXPORT, member=is_member(actor, actor.case_id))
    carried = carry(actor, items, UseKind.EXPORT)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for item in carried.items:
        writer.writerow(neutralised(cell) for cell in _cells(item))
    for item, judgement in carried.left_out:
        reason = f"{judgement.sentence} {judgement.way_out}"
        writer.writerow([owner(item), item.wire_id, *[""] * (len(COLUMNS) - 3), reason])
    return carried, stream.getvalue()


def carry(actor: Actor, items: Sequence[Item], kind: UseKind) -> Carried:
    """This function chooses the items that may be carried so, notes a copy of each, and enters it in the ledger.

    Whoever calls it has asked for permission, in the same transaction.

    Raises:
        Refused: none of them may leave.
    """
    judging = Judging(actor, items)
    read = [(item, judging(item, UseKind.READ)) for item in items]
    judgements = [(item, judging(item, kind) if j.allowed else j) for item, j in read]
    left_out = [(item, j) for item, j in judgements if not j.allowed]
    chosen = [item for item, j in judgements if j.allowed]
    if not chosen:
        if left_out:
            raise left_out[0][1].refusal(title(left_out[0][0]))
        raise Refused("Items", "none is chosen", "Choose at least one", code="items.carry.empty")
    carried = Carried(make_id(), chosen, left_out)
    now = clock().now()
    Copy.objects.bulk_create(
        Copy(item=item, kind=kind.value, object_id=carried.id, at=now, by=actor.user_id) for item in chosen
    )
    event = "items.printed" if kind is UseKind.PRINT else "items.exported"
    names = [name for item in chosen for name in (item.id, item.wire_id)]
    record(
        actor=actor, event=event, objects=[carried.id, *names],
        details={"left_out": [{"item": item.id, "because": j.code} for item, j in left_out]},
    )  # fmt: skip
    return carried


def _cells(item: Item) -> tuple[str, ...]:
    return (
        owner(item), item.wire_id, item.text, item.restriction.code, item.restriction.tlp.label,
        item.restriction.pap.name, item.words, item.evaluation, item.permitted_use,
        " ".join(item.permitted_purposes), item.retention_until.isoformat(), item.date_of_data, "",
    )  # fmt: skip
