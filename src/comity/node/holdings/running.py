"""An import at work: read in a thread, derived in a process, written here in a short transaction for each batch.

What is stored does not stand before the import is done, in one moment and for everybody (`Holding.objects`). An import
that broke off goes on after its last batch where the same file is read again, or is cleaned away (`undoing`).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from comity.kernel import Conflicting
from comity.node.audit.operations import record
from comity.node.audit.space import require_space
from comity.node.holdings import changes
from comity.node.holdings.access import works_on_ground
from comity.node.holdings.deriving import Deriver
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.models import (
    ChangeKind,
    Holding,
    Import,
    ImportFault,
    ImportFinding,
    ImportState,
    Statement,
    Term,
)
from comity.node.holdings.rows import Rows
from comity.node.holdings.storing import Progress, Store
from comity.node.permissions import Action, Actor, may
from comity.node.runtime import clock, limits
from comity.subjects import Role
from comity.subjects import Subject as ReadSubject
from comity.subjects.readers import Reading

SILENCE = timedelta(minutes=10)
"""An import that has done nothing for this long broke off."""
MANY = 10_000
"""From so many new holdings on, the database counts anew how its values are spread, so that it finds them quickly."""
_AHEAD = 2
T = TypeVar("T")


def store_all(actor: Actor, grounds: Grounds, made: Import, reading: Reading, progress: Progress | None) -> None:
    """This function stores what a file holds, from where the import stands, in transactions of its own.

    Raises:
        Conflicting: another process runs this import.
        UnreadableFile: as the reader says.
        Exhausted: the disk is nearly full.
    """
    store = Store(actor, grounds, made)
    subjects = islice(admitted(actor, grounds, reading), made.stored, None)
    deriver = Deriver(limits())
    with ahead(store.reads(subjects, deriver)) as reads, deriver:
        for read in reads:
            batch = store.batch(read, deriver)
            require_space()
            with transaction.atomic():
                store.write(batch)
                _advance(made, batch.count)
            if progress is not None:
                progress(made.stored)


def finish(actor: Actor, made: Import, reading: Reading) -> None:
    """This function lets what an import has stored stand, in one transaction."""
    count(made, reading)
    with transaction.atomic():
        keep_faults(made, reading)
        changes.note_import(ChangeKind.ADDED, made.id)
        made.state, made.beat = ImportState.DONE, None
        made.save()
        record(actor=actor, event="holdings.import.done", objects=[made.id], details=details(made))
    if made.read >= MANY:
        analyze()


def admitted(
    actor: Actor, grounds: Grounds, reading: Reading, progress: Progress | None = None
) -> Iterator[ReadSubject]:
    """This function gives the subjects that the actor may record; a victim's row of another's file is reported."""
    member = works_on_ground(actor, grounds.case_id, grounds.duty_id)
    victims = may(actor, Action.VICTIM_WRITE, member=member)
    return _admitted(grounds, reading, progress, victims=victims)


def _admitted(grounds: Grounds, reading: Reading, progress: Progress | None, *, victims: bool) -> Iterator[ReadSubject]:
    for number, subject in enumerate(reading, 1):
        role = subject.role or grounds.role
        if role is Role.VICTIM and not victims:
            reading.turn_away(subject.id, "only a victim case worker records victims")
            continue
        if progress is not None and number % 1000 == 0:
            progress(number)
        yield subject if subject.role else replace(subject, role=role)


def count(made: Import, reading: Reading) -> None:
    """This function takes over the counts of a file that was read to its end."""
    made.rows, made.read, made.left_out = reading.rows, reading.read, reading.left_out
    made.warnings = reading.warnings
    made.values, made.repaired, made.doubted = reading.values, reading.repaired, reading.doubted


def keep_faults(made: Import, reading: Reading) -> None:
    """This function keeps what could not be read, and what was repaired or doubted, in the place of what was kept."""
    ImportFault.objects.filter(of=made).delete()
    rows = Rows(ImportFault, ("line", "field", "value", "reason", "left_out"), of=made.id)
    rows.insert((f.line, f.field[:100], f.value, f.reason, f.left_out) for f in reading.faults)
    ImportFinding.objects.filter(of=made).delete()
    found = Rows(ImportFinding, ("kind", "field", "reason", "count", "line", "original", "value"), of=made.id)
    found.insert((f.kind.value, f.field, f.reason, f.count, f.line, f.original, f.value) for f in reading.findings)


def details(made: Import) -> dict[str, object]:
    """This function returns what the ledger says of an import."""
    return {
        "file": made.file_name, "sha256": made.sha256, "rows": made.rows, "read": made.read,
        "left_out": made.left_out, "warnings": made.warnings, "repaired": made.repaired, "doubted": made.doubted,
    }  # fmt: skip


def analyze() -> None:
    """This function lets the database look at its large tables anew."""
    with connection.cursor() as cursor:
        for model in (Holding, Statement, Term):
            table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django's own public name for it
            cursor.execute(f"ANALYZE {table}")


@contextmanager
def ahead(items: Iterator[T]) -> Generator[Iterator[T]]:
    """This function lets a thread of its own make the next items while the caller uses the last ones."""
    made: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(_AHEAD)
    stopped = threading.Event()

    def put(item: T | None, error: BaseException | None = None) -> None:
        while not stopped.is_set():
            try:
                made.put((item, error), timeout=0.1)
            except queue.Full:
                continue
            return

    def work() -> None:
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 -- raised again where the items are used
            put(None, error)
        else:
            put(None)

    thread = threading.Thread(target=work, name="import", daemon=True)
    thread.start()
    try:
        yield _taken(made.get)
    finally:
        stopped.set()
        thread.join()


def _taken(take: Callable[[], tuple[T | None, BaseException | None]]) -> Iterator[T]:
    while True:
        item, error = take()
        if error is not None:
            raise error
        if item is None:
            return
        yield item


def _advance(made: Import, by: int) -> None:
    there = Import.objects.filter(id=made.id, state=ImportState.RUNNING, stored=made.stored)
    if not there.update(stored=made.stored + by, beat=clock().now()):
        raise Conflicting(
            made.file_name, "another process imports it", "Look at its report", code="holdings.import.state"
        )
    made.stored += by
