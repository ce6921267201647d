"""Turns subjects that were read into rows: subjects, holdings, statements, terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from comity.node.holdings import keying
from comity.node.holdings.grounds import Grounds, restricted
from comity.node.holdings.models import Holding, Import, Statement, Subject, Term
from comity.node.holdings.rows import Rows
from comity.node.holdings.terms import terms
from comity.node.permissions import Actor
from comity.node.runtime import clock, make_id
from comity.subjects import Subject as ReadSubject

BATCH = 1000
Progress = Callable[[int], None]


class Store:
    """Stores read subjects as holdings on the same grounds, inside the caller's transaction.

    Args:
        actor: who records.
        grounds: what all of them have in common.
        imported: the import that they belong to, or None.
        owner: the partner that they came from; empty for this agency's own.
    """

    def __init__(self, actor: Actor, grounds: Grounds, imported: Import | None = None, owner: str = "") -> None:
        now: datetime = clock().now()
        shared = grounds.columns()
        columns = {k: v for k, v in shared.items() if k not in {"case_id", "duty_id", "releasable_to"}}
        self.grounds = grounds
        self._subjects = Rows(Subject, ("id", "schema"), merged_into=None)
        self._holdings = Rows(
            Holding, ("id", "subject", "role", "reference", "keys"), keyed=keying.version(),
            case=grounds.case_id, duty=grounds.duty_id, releasable_to=shared["releasable_to"], owner=owner,
            imported=imported.id if imported else None, recorded=now, recorded_by=actor.user_id, **columns,
        )  # fmt: skip
        self._statements = Rows(
            Statement, ("holding", "property", "value", "original", "note", "country"), observed="", recorded=now,
            withdrawn=None, replaced_by=None, **columns,
        )  # fmt: skip
        self._terms = Rows(Term, ("holding", "kind", "value"))

    def store(self, subjects: Iterable[ReadSubject], progress: Progress | None = None) -> list[str]:
        """This function writes subjects and returns the ids of their holdings.

        Args:
            subjects: as a reader gives them.
            progress: is told after each batch how many are stored.
        """
        ids: list[str] = []
        for batch in _batches(subjects):
            ids += self._store(batch)
            if progress is not None:
                progress(len(ids))
        return ids

    def _store(self, batch: list[ReadSubject]) -> list[str]:
        subjects: list[tuple[str, ...]] = []
        holdings: list[tuple[str, ...]] = []
        statements: list[tuple[str, ...]] = []
        found: list[tuple[str, ...]] = []
        for each in batch:
            subject_id, holding_id = make_id(), make_id()
            subjects.append((subject_id, each.schema.value))
            role = each.role or self.grounds.role
            holdings.append((holding_id, subject_id, role.value, each.id, keying.packed(each, role)))
            for v in each.values:
                original = "" if v.original == v.value else v.original
                statements.append((holding_id, v.property, v.value, original, v.note, v.country))
            pairs = [(v.property, v.value) for v in each.values]
            found += ((holding_id, kind, value) for kind, value in terms(each.schema.value, pairs))
        self._subjects.insert(subjects)
        self._holdings.insert(holdings)
        self._statements.insert(statements)
        self._terms.insert(found)
        return [holding[0] for holding in holdings]


def _batches(subjects: Iterable[ReadSubject]) -> Iterator[list[ReadSubject]]:
    batch: list[ReadSubject] = []
    for subject in subjects:
        batch.append(subject)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def statement_of(holding: Holding, read: ReadSubject, grounds: Grounds | None = None) -> list[Statement]:
    """This function makes statements, not saved yet, that a person adds to a holding."""
    shared = restricted(grounds.restriction if grounds else holding.restriction)
    source = grounds.source if grounds else holding.source
    evaluation = str(grounds.evaluation) if grounds else holding.evaluation
    return [
        Statement(
            holding=holding, property=v.property, value=v.value, original="" if v.original == v.value else v.original,
            note=v.note, country=v.country, source=source, evaluation=evaluation,
            retention_until=holding.retention_until, recorded=clock().now(), **shared,
        )
        for v in read.values
    ]  # fmt: skip
