"""A file at work: looked through for its report, or stored in a short transaction for each thousand seizures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction

from comity.flows.columns import Columns, Line, Unread
from comity.flows.columns.sheets import texts_under
from comity.kernel import Conflicting
from comity.node.audit.space import require_space
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.rows import Rows
from comity.node.permissions import Actor
from comity.node.runtime import clock, make_id
from comity.node.seizures.from_lines import (
    GOOD,
    POINT,
    SEIZURE,
    Grouping,
    Read,
    good_rows,
    point_rows,
    province_of_words,
    seizure_row,
)
from comity.node.seizures.models import (
    HIDDEN,
    Good,
    Intake,
    IntakeFault,
    PositionOf,
    RoutePoint,
    Seizure,
    SeizureState,
)
from comity.subjects.cells import plain

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""
BATCH = 1000
MANY = 10_000
"""From so many new seizures on, the database counts anew how its values are spread."""
NO_PROVINCE = "no province is known by these words; they are kept"


def groups(columns: Columns, made: Intake, seen: Callable[[Line], None]) -> Iterator[list[Read]]:
    """This function gives the seizures of a file in batches, and tells each row on the way.

    How far it is stands in the intake meanwhile (`stored` of `rows`).
    """
    made.rows = columns.total
    Intake.objects.filter(id=made.id).update(rows=made.rows)
    references = Counter(plain(text.strip()) for text in texts_under(columns.opened, "REFERENCE"))
    references[""] = 0

    def lines() -> Iterator[Line]:
        for line in columns:
            seen(line)
            yield line

    every = Grouping(references).read(lines())
    while batch := list(islice(every, BATCH)):
        yield batch
        made.beat, made.stored = clock().now(), columns.rows
        Intake.objects.filter(id=made.id).update(stored=made.stored, beat=made.beat)


class Report:
    """What a file gives, counted while it is read.

    Args:
        made: the intake.
    """

    def __init__(self, made: Intake) -> None:
        """This function begins to count."""
        self.made = made
        self.provinces: list[Unread] = []
        made.read = made.with_route = made.new = made.known = 0

    def see(self, line: Line) -> None:
        """This function counts a row."""
        self.made.with_route += line.with_route
        words = line.division
        if words and line.country and not province_of_words(line):
            self.provinces.append(Unread(line.row, "ADMINISTRATIVE_DIVISION", words, NO_PROVINCE, line.sheet))

    def count(self, batch: Collection[Read], known: Collection[str]) -> None:
        """This function counts seizures, and those that are here already."""
        self.made.read += len(batch)
        self.made.known += len(known)
        self.made.new += len(batch) - len(known)

    def close(self, columns: Columns) -> None:
        """This function adds to what could not be read the provinces that are not known."""
        columns.unread += self.provinces


def look_through(made: Intake, columns: Columns, progress: Progress | None) -> None:
    """This function reads a file to its end and counts what an import would do."""
    report = Report(made)
    for batch in groups(columns, made, report.see):
        report.count(batch, _standing(made, [each.key for each in batch]))
        if progress is not None:
            progress(columns.rows, columns.total)
    report.close(columns)


def keep_report(made: Intake, columns: Columns) -> None:
    """This function keeps the counts of a file that was read to its end, and all that could not be read."""
    made.rows, made.left_out, made.unread = columns.rows, columns.left_out, 0
    faults = []
    for each in columns.unread:
        made.unread += bool(each.column)
        column = f"{each.sheet}: {each.column}" if each.sheet and each.column else each.column or each.sheet
        faults.append((each.row, column[:100], _storable(each.value), each.reason, not each.column))
    made.assumed = [
        {"what": a.what, "count": a.count, "row": a.row, "value": _storable(a.value)} for a in columns.assumed
    ]
    made.save()
    IntakeFault.objects.filter(of=made).delete()
    Rows(IntakeFault, ("row", "column", "value", "reason", "left_out"), of=made.id).insert(faults)


class Storing:
    """Stores the seizures of a file.

    Args:
        actor: who imports.
        grounds: for all of them.
        made: the intake.
    """

    def __init__(self, actor: Actor, grounds: Grounds, made: Intake) -> None:
        """This function prepares the rows that all seizures of the file share."""
        same = {name: value for name, value in grounds.columns().items() if name != "releasable_to"}
        self._made = made
        self._seizures = Rows(
            Seizure, SEIZURE, state=SeizureState.RECORDED.value, recorded=clock().now(), recorded_by=actor.user_id,
            intake=made.id, position_of=PositionOf.NONE.value, revision=1, district="", commune="", village="",
            detection="", remarks="", verified_by="", withdrawn_by="", counted_by="", **same,
        )  # fmt: skip
        nothing = dict.fromkeys(
            ("logo", "hs", "cas", "currency", "laboratory_result", "laboratory_reference"), ""
        )  # fmt: skip
        self._goods = Rows(Good, GOOD, **nothing)
        self._points = Rows(
            RoutePoint, POINT, place="", source=grounds.source[:200], confidence=str(grounds.evaluation)
        )

    def store(self, columns: Columns, progress: Progress | None) -> None:
        """This function stores what is not here yet, in transactions of its own; what broke off is gone on with.

        Raises:
            Conflicting: another intake of the same rows is under way.
            UnreadableFile: as the reader says.
            Exhausted: the disk is nearly full.
        """
        report = Report(self._made)
        for batch in groups(columns, self._made, report.see):
            require_space()
            with transaction.atomic():
                known, ours = self._known([each.key for each in batch])
                report.count(batch, known)
                self._write([each for each in batch if each.key not in known and each.key not in ours])
            if progress is not None:
                progress(columns.rows, columns.total)
        report.close(columns)
        if self._made.new >= MANY:
            _analyze()

    def _known(self, keys: list[str]) -> tuple[set[str], set[str]]:
        """This function returns the keys that stand, and those that this intake stored before it broke off."""
        rows = Seizure.every.filter(key__in=keys).values_list("key", "intake_id", "intake__state")
        known, ours = set(), set()
        for key, intake_id, state in rows:
            if intake_id == self._made.id:
                ours.add(key)
            elif state in HIDDEN:
                raise Conflicting(
                    self._made.file_name, "an import of the same seizures is under way, or is being undone",
                    "Begin it again when that has ended", code="seizures.intake.both",
                )  # fmt: skip
            else:
                known.add(key)
        return known, ours

    def _write(self, fresh: list[Read]) -> None:
        ids = [make_id() for _ in fresh]
        pairs = list(zip(fresh, ids, strict=True))
        self._seizures.insert(_told(seizure_row(each, own)) for each, own in pairs)
        self._goods.insert(_told(row) for each, own in pairs for row in good_rows(each, own))
        self._points.insert(row for each, own in pairs for row in point_rows(each, own))


def _standing(made: Intake, keys: list[str]) -> set[str]:
    rows = Seizure.objects.filter(key__in=keys).exclude(intake=made.id)
    return set(rows.values_list("key", flat=True))


def _told(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """This function returns a row as the database takes it: documents as text, no sign that it cannot keep."""
    return tuple(
        _storable(value) if isinstance(value, str)
        else json.dumps(_clean(value), ensure_ascii=False) if isinstance(value, dict)
        else value
        for value in row
    )  # fmt: skip


def _clean(document: dict[str, str]) -> dict[str, str]:
    return {_storable(name): _storable(text) for name, text in document.items()}


def _storable(text: str) -> str:
    return text if text.isascii() and "\x00" not in text else _kept(text)


def _kept(text: str) -> str:
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def _analyze(models: Iterable[type[Any]] = (Seizure, Good, RoutePoint)) -> None:
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")  # noqa: SLF001
