"""Turns subjects that were read into rows: subjects, holdings, statements, terms.

Many are read in one thread, derived in another process and written in a third place, so that all cores are at work:
`Store.reads` gives what was read, `Store.batch` waits for what was derived of it and makes the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import islice, repeat
from secrets import token_bytes

from comity.kernel.ids import ID_RANDOMNESS, new_id
from comity.node.holdings import keying
from comity.node.holdings.deriving import Derived, Deriver, derived
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.marked_rows import MarkedRows, Row
from comity.node.holdings.models import Holding, Import, Statement, Subject, Term
from comity.node.holdings.rows import Rows
from comity.node.permissions import Actor
from comity.node.runtime import clock, limits
from comity.subjects import Role
from comity.subjects import Subject as ReadSubject

BATCH = 1000
Progress = Callable[[int], None]


@dataclass(slots=True)
class Batch:
    """Rows of some subjects, not written yet.

    Args:
        count: of subjects.
        subjects: rows of them.
        holdings: of those that came without marks.
        statements: likewise.
        terms: of all.
        marked: holdings and statements of those that came with marks.
        ids: of all holdings, in the order in which they were read.
    """

    count: int = 0
    subjects: list[tuple[str, ...]] = field(default_factory=list)
    holdings: list[tuple[str, ...]] = field(default_factory=list)
    statements: list[tuple[str, ...]] = field(default_factory=list)
    terms: list[tuple[str, ...]] = field(default_factory=list)
    marked: tuple[list[Row], list[Row]] = field(default_factory=lambda: ([], []))
    ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """Subjects that were read, and what was derived of them.

    Args:
        subjects: as a reader gives them.
        roles: of each.
        derived: keys and terms of each, or None where the deriver's process is at it.
    """

    subjects: list[ReadSubject]
    roles: list[Role]
    derived: list[Derived] | None


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
        self._marked = MarkedRows(
            grounds, owner, now,
            {"case": grounds.case_id, "duty": grounds.duty_id, "releasable_to": shared["releasable_to"],
             "imported": imported.id if imported else None, "recorded_by": actor.user_id},
        )  # fmt: skip

    def store(self, subjects: Iterable[ReadSubject], progress: Progress | None = None) -> list[str]:
        """This function writes subjects and returns the ids of their holdings.

        Args:
            subjects: as a reader gives them.
            progress: is told after each batch how many are stored.
        """
        ids: list[str] = []
        with Deriver(limits()) as deriver:
            for read in self.reads(subjects, deriver):
                batch = self.batch(read, deriver)
                self.write(batch)
                ids += batch.ids
                if progress is not None:
                    progress(len(ids))
        return ids

    def reads(self, subjects: Iterable[ReadSubject], deriver: Deriver) -> Iterator[Read]:
        """This function reads subjects, `BATCH` at a time; it does not touch the database."""
        left = iter(subjects)
        while several := list(islice(left, BATCH)):
            roles = [each.role or self.grounds.role for each in several]
            given = deriver.give(several, roles)
            yield Read(several, roles, None if given else derived(several, roles, limits()))

    def write(self, batch: Batch) -> None:
        """This function writes rows."""
        self._subjects.insert(batch.subjects)
        self._holdings.insert(batch.holdings)
        self._statements.insert(batch.statements)
        self._terms.insert(batch.terms)
        if batch.marked[0]:
            self._marked.write(*batch.marked)

    def batch(self, read: Read, deriver: Deriver) -> Batch:
        """This function makes the rows of what was read, in the order in which it was read."""
        found = deriver.take(read.subjects, read.roles) if read.derived is None else read.derived
        made, now = Batch(len(read.subjects)), clock().now()
        # Drawn at once: each draw lets go of the interpreter's lock, and waits until the reading thread gives it back.
        drawn = BytesIO(token_bytes(2 * ID_RANDOMNESS * len(read.subjects))).read
        for each, role, (keys, kinds, terms) in zip(read.subjects, read.roles, found, strict=True):
            subject_id, holding_id = new_id(now, drawn), new_id(now, drawn)
            made.subjects.append((subject_id, each.schema.value))
            made.ids.append(holding_id)
            if each.marks is None and not each.value_marks:
                made.holdings.append((holding_id, subject_id, role.value, each.id, keys))
                for v in each.values:
                    original = "" if v.original == v.value else v.original
                    made.statements.append((holding_id, v.property, v.value, original, v.note, v.country))
            else:
                made.marked[0].append(self._marked.holding(holding_id, subject_id, role.value, each))
                made.marked[1].extend(self._marked.statements(holding_id, each))
            made.terms += zip(repeat(holding_id), kinds, terms)
        return made
