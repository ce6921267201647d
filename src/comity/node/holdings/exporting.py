"""Holdings of a case leave as CSV, with what may be done with each in its row.

What a statement's handling does not let into a file is left out, and its row says how many there were and why.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from comity.exchange.terms import EVERY_PURPOSE, Use, UseKind
from comity.exchange.uses import Judgement
from comity.kernel import Missing, strictest
from comity.node.audit.operations import record
from comity.node.cases.queries import is_member
from comity.node.holdings import handling
from comity.node.holdings.access import readable
from comity.node.holdings.models import Holding, Statement
from comity.node.holdings.words import ORDER
from comity.node.permissions import Action, Actor, require
from comity.subjects import Role, Schema, Subject, Value
from comity.subjects.writers import write_csv

COLUMNS = (
    "ground", "reference", "source", "evaluation", "handling", "tlp", "pap", "words", "releasable_to",
    "retention_until", "owner", "permitted_purposes", "left_out",
)  # fmt: skip
BATCH = 500


@dataclass(slots=True)
class Leaving:
    """A holding on its way into a file.

    Args:
        held: which.
        statements: of it that go.
        left_out: why each other does not.
    """

    held: Holding
    statements: list[Statement] = field(default_factory=list)
    left_out: list[Judgement] = field(default_factory=list)


def export_csv(*, actor: Actor) -> Iterator[str]:
    """This function writes the holdings of the actor's case or duty as CSV, formulas neutralised, piece by piece.

    Each row is one holding, with the strictest terms that it or one of its statements in the row has. What may not go
    into a file is not in it: the row names the reason in one sentence and the way out. Records of victims are in no
    export. The entry in the ledger is written before the first piece; memory holds one piece at a time.

    Raises:
        Refused: the actor may not: this is a permission of its own.
        Missing: there is nothing to export.
    """
    held = may_leave(actor)
    with transaction.atomic():
        count, first = held.count(), list(held.order_by("id").values_list("id", flat=True)[:1000])
        if not count:
            raise Missing("export", "the case has no record that may leave", code="holdings.export.empty")
        said = Statement.objects.filter(holding__in=held.values("id"), withdrawn=None)
        properties = sorted(set(said.order_by().values_list("property", flat=True).distinct()), key=_place)
        record(actor=actor, event="holdings.exported", objects=first, details={"holdings": count})
    return _pieces(held, properties, handling.use(actor, UseKind.EXPORT))


def may_leave(actor: Actor) -> QuerySet[Holding]:
    """This function returns the holdings of the actor's case or duty that go into a file: none of a victim.

    Raises:
        Refused: the actor may not.
    """
    require(actor, Action.HOLDING_EXPORT, member=is_member(actor, actor.case_id))
    mine = Holding.objects.filter(case=actor.case_id) if actor.case_id else Holding.objects.filter(duty=actor.duty_id)
    return mine.filter(readable(actor)).exclude(role=Role.VICTIM)


def _pieces(held: QuerySet[Holding], properties: Sequence[str], wanted: Use) -> Iterator[str]:
    last = ""
    rows = held.select_related("subject", "case", "duty").prefetch_related("statements").order_by("id").defer("keys")
    while batch := list(rows.filter(id__gt=last)[:BATCH]):
        stream = io.StringIO(newline="")
        leaving = _judged(batch, wanted)
        write_csv(
            [_subject(each) for each in leaving], stream, properties=properties, extra=map(_cells, leaving),
            extra_columns=COLUMNS, head=not last,
        )  # fmt: skip
        last = batch[-1].id
        yield stream.getvalue()


def _place(prop: str) -> tuple[int, str]:
    return ORDER.get(prop, len(ORDER)), prop


def _judged(batch: Sequence[Holding], wanted: Use) -> list[Leaving]:
    every = {held.id: Leaving(held) for held in batch}
    standing = [s for held in batch for s in held.statements.all() if s.withdrawn is None]
    for statement, judgement in handling.judged(standing, wanted):
        leaving = every[statement.holding_id]
        if judgement.allowed:
            leaving.statements.append(statement)
        else:
            leaving.left_out.append(judgement)
    return list(every.values())


def _subject(leaving: Leaving) -> Subject:
    held = leaving.held
    values = tuple(Value(s.property, s.value, s.as_written, s.note, s.country) for s in leaving.statements)
    return Subject(held.id, Schema(held.subject.schema), values, Role(held.role))


def _cells(leaving: Leaving) -> tuple[str, ...]:
    held = leaving.held
    all_of_it = strictest(held.restriction, *(s.restriction for s in leaving.statements))
    purposes = frozenset.intersection(EVERY_PURPOSE, *(handling.purposes_of(s) for s in leaving.statements))
    until = min((held.retention_until, *(s.retention_until for s in leaving.statements)))
    owners = dict.fromkeys(o for o in (held.owner, *(s.owner for s in leaving.statements)) if o)
    reasons = Counter(f"{judgement.sentence} {judgement.way_out}" for judgement in leaving.left_out)
    return (
        held.ground, held.reference, held.source, held.evaluation, all_of_it.code, all_of_it.tlp.label,
        all_of_it.pap.name, all_of_it.words, " ".join(held.releasable_to), until.isoformat(), " ".join(owners),
        " ".join(handling.codes_of(purposes)),
        " ".join(f"{count} ×: {reason}" for reason, count in reasons.items()),
    )  # fmt: skip
