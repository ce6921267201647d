"""Holdings as subjects with marks, for formats that carry them: what each statement and the record are bound by."""

from __future__ import annotations

from collections.abc import Sequence

from comity.kernel import Evaluation
from comity.node.holdings.handling import codes_of, purposes_of
from comity.node.holdings.models import Holding, Statement
from comity.subjects import Role, Schema, Subject, Value
from comity.subjects.marks import Marks


def subject_of(held: Holding, statements: Sequence[Statement]) -> Subject:
    """This function returns a holding with some of its statements as a subject with marks, under the holding's id."""
    whole = Marks(
        held.restriction, Evaluation.parse(held.evaluation), retention_until=held.retention_until, owner=held.owner,
        source=held.source,
    )  # fmt: skip
    values = tuple(Value(s.property, s.value, s.as_written, s.note, s.country) for s in statements)
    own = tuple(None if (marks := _marks(each)) == whole else marks for each in statements)
    return Subject(held.id, Schema(held.subject.schema), values, Role(held.role), "", whole, own if any(own) else ())


def _marks(statement: Statement) -> Marks:
    codes = codes_of(purposes_of(statement))
    return Marks(
        statement.restriction, Evaluation.parse(statement.evaluation), permitted_purposes=codes,
        retention_until=statement.retention_until, owner=statement.owner, source=statement.source,
        observed=statement.observed,
    )  # fmt: skip
