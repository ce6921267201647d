"""Holdings of a case leave as CSV, with what may be done with each in its row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet

from comity.kernel import Missing, strictest
from comity.node.audit.operations import record
from comity.node.cases.queries import is_member
from comity.node.holdings.access import readable
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.words import ORDER
from comity.node.permissions import Action, Actor, require
from comity.subjects import Role, Schema, Subject, Value
from comity.subjects.writers import write_csv

COLUMNS = (
    "ground", "reference", "source", "evaluation", "handling", "tlp", "pap", "words", "releasable_to",
    "retention_until", "owner",
)  # fmt: skip
BATCH = 500


def export_csv(*, actor: Actor) -> Iterator[str]:
    """This function writes the holdings of the actor's case or duty as CSV, formulas neutralised, piece by piece.

    Each row is one holding, with the strictest restriction that it or one of its statements has. Records of victims are
    in no export. The entry in the ledger is written before the first piece; memory holds one piece at a time.

    Raises:
        Refused: the actor may not: this is a permission of its own.
        Missing: there is nothing to export.
    """
    require(actor, Action.HOLDING_EXPORT, member=is_member(actor, actor.case_id))
    mine = Holding.objects.filter(case=actor.case_id) if actor.case_id else Holding.objects.filter(duty=actor.duty_id)
    held = mine.filter(readable(actor)).exclude(role=Role.VICTIM)
    with transaction.atomic():
        count, first = held.count(), list(held.order_by("id").values_list("id", flat=True)[:1000])
        if not count:
            raise Missing("export", "the case has no record that may leave", code="holdings.export.empty")
        said = Statement.objects.filter(holding__in=held.values("id"), withdrawn=None)
        properties = sorted(set(said.order_by().values_list("property", flat=True).distinct()), key=_place)
        record(actor=actor, event="holdings.exported", objects=first, details={"holdings": count})
    return _pieces(held, properties)


def _pieces(held: QuerySet[Holding], properties: Sequence[str]) -> Iterator[str]:
    last = ""
    rows = held.select_related("subject", "case", "duty").prefetch_related("statements").order_by("id").defer("keys")
    while batch := list(rows.filter(id__gt=last)[:BATCH]):
        stream = io.StringIO(newline="")
        write_csv(
            [_subject(h) for h in batch], stream, properties=properties, extra=_cells(batch), extra_columns=COLUMNS,
            head=not last,
        )  # fmt: skip
        last = batch[-1].id
        yield stream.getvalue()


def _place(prop: str) -> tuple[int, str]:
    return ORDER.get(prop, len(ORDER)), prop


def _subject(held: Holding) -> Subject:
    values = tuple(
        Value(s.property, s.value, s.as_written, s.note, s.country)
        for s in held.statements.all()
        if s.withdrawn is None
    )
    return Subject(held.id, Schema(held.subject.schema), values, Role(held.role))


def _cells(every: list[Holding]) -> Iterator[tuple[str, ...]]:
    for held in every:
        all_of_it = strictest(held.restriction, *(s.restriction for s in held.statements.all() if s.withdrawn is None))
        yield (
            held.ground, held.reference, held.source, held.evaluation, all_of_it.code, all_of_it.tlp.label,
            all_of_it.pap.name, all_of_it.words, " ".join(held.releasable_to), held.retention_until.isoformat(),
            held.owner,
        )  # fmt: skip
