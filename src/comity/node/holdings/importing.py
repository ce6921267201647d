"""Files become holdings: checked first, imported whole or not at all, and undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from django.db import transaction

from comity.kernel import ComityError, Conflicting, Evaluation, Missing, UnreadableFile
from comity.node.audit.operations import record
from comity.node.holdings import changes, files
from comity.node.holdings.access import works_on, works_on_ground
from comity.node.holdings.erasing import erase
from comity.node.holdings.grounds import Grounds, admit
from comity.node.holdings.models import ChangeKind, Import, ImportFault, ImportState, Merge
from comity.node.holdings.rows import Rows
from comity.node.holdings.storing import Progress, Store
from comity.node.permissions import Action, Actor, may, require
from comity.node.runtime import clock, config, limits, make_id
from comity.subjects import Role
from comity.subjects import Subject as ReadSubject
from comity.subjects.readers import Reading, read


def import_file(
    *,
    actor: Actor,
    file: str | Path | IO[bytes],
    grounds: Grounds,
    name: str = "",
    format: str | None = None,  # noqa: A002 -- the word of the command line
    strict: bool = False,
    progress: Progress | None = None,
) -> Import:
    """This function imports a file, whole or not at all, and keeps the report.

    Args:
        actor: who imports.
        file: a path or a binary stream.
        grounds: case or duty, role, source, evaluation, handling, retention for all rows.
        name: what people call the file, where the path does not say.
        format: name of a reader, or None to find it from the content.
        strict: whether any fault refuses the file.
        progress: is told how many subjects are stored.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is refused; nothing was changed.
    """
    grounds = admit(actor, grounds, Action.HOLDING_IMPORT)
    reading = _open(file, name, format)
    with transaction.atomic():
        made = _report(actor, grounds, reading, ImportState.RUNNING)
        made.save(force_insert=True)
        _fill(actor, grounds, made, reading, progress, strict=strict)
    return made


def check_file(
    *,
    actor: Actor,
    file: str | Path | IO[bytes],
    grounds: Grounds,
    name: str = "",
    format: str | None = None,  # noqa: A002 -- as above
    progress: Progress | None = None,
) -> Import:
    """This function reads a file to its end, keeps it, and reports what an import would do; no record changes.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is refused.
    """
    grounds = admit(actor, grounds, Action.HOLDING_IMPORT)
    reading = _open(file, name, format)
    for _ in _admitted(actor, grounds, reading, progress):
        pass
    with transaction.atomic():
        made = _report(actor, grounds, reading, ImportState.CHECKED)
        made.save(force_insert=True)
        _keep_faults(made, reading)
        files.keep(made.id, reading.source.rewound())
        record(actor=actor, event="holdings.import.checked", objects=[made.id], details=_details(made))
    return made


def run_checked(*, actor: Actor, import_id: str, progress: Progress | None = None) -> Import:
    """This function imports a file that was checked before.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was imported already, or its file is gone.
        UnreadableFile: the file is not the one that was checked; nothing was changed.
    """
    made = _own(actor, import_id)
    grounds = admit(actor, grounds_of(made), Action.HOLDING_IMPORT)
    try:
        reading = _open(files.path(made.id), made.file_name, made.format)
        if reading.source.sha256 != made.sha256:
            raise UnreadableFile(
                made.file_name,
                "the file is not the one that was checked",
                "Check it again",
                code="holdings.import.file",
            )
        with transaction.atomic():
            changed = Import.objects.filter(
                id=made.id, state__in=[ImportState.CHECKED, ImportState.QUEUED, ImportState.FAILED]
            ).update(state=ImportState.RUNNING, at=clock().now(), by=actor.user_id, purpose=actor.purpose, error="")
            if not changed:
                raise Conflicting(
                    made.file_name, "it was imported already", "Look at its report", code="holdings.import.state"
                )
            made.refresh_from_db()
            ImportFault.objects.filter(of=made).delete()
            _fill(actor, grounds, made, reading, progress, strict=False)
    except Conflicting:
        raise
    except Exception as error:
        said = str(error) if isinstance(error, ComityError) else type(error).__name__
        Import.objects.filter(id=made.id).update(state=ImportState.FAILED, error=said)
        raise
    files.forget(made.id)
    return made


def queue_checked(*, actor: Actor, import_id: str) -> Import:
    """This function leaves a checked import to the worker.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was imported already.
    """
    made = _own(actor, import_id)
    admit(actor, grounds_of(made), Action.HOLDING_IMPORT)
    with transaction.atomic():
        waiting = Import.objects.filter(id=made.id, state__in=[ImportState.CHECKED, ImportState.FAILED])
        if not waiting.update(state=ImportState.QUEUED):
            raise Conflicting(
                made.file_name, "it was imported already", "Look at its report", code="holdings.import.state"
            )
        record(actor=actor, event="holdings.import.queued", objects=[made.id])
    made.refresh_from_db()
    return made


def undo_import(*, actor: Actor, import_id: str) -> int:
    """This function erases every holding of an import and returns how many; the report stays.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was not imported, or holdings of it were merged since.
    """
    made = _own(actor, import_id)
    require(actor, Action.HOLDING_IMPORT, member=works_on(actor, made))
    with transaction.atomic():
        ids = list(made.holdings.values_list("id", flat=True))
        subjects = set(made.holdings.values_list("subject_id", flat=True))
        merged = Merge.objects.filter(kept__in=subjects, undone=None) | Merge.objects.filter(
            absorbed__holdings__imported=made, undone=None
        )
        if merged.exists():
            raise Conflicting(
                made.file_name, "some of its subjects were merged since", "Undo these merges first",
                code="holdings.import.merged",
            )  # fmt: skip
        if not Import.objects.filter(id=made.id, state=ImportState.DONE).update(
            state=ImportState.UNDONE, undone=clock().now()
        ):
            raise Conflicting(made.file_name, "it is not imported", "Look at its report", code="holdings.import.state")
        erase(actor, ids, event="holdings.import.undone", objects=[made.id])
    return len(ids)


def grounds_of(made: Import) -> Grounds:
    """This function returns what an import stated for its rows."""
    return Grounds(
        case_id=made.case_id, duty_id=made.duty_id, role=Role(made.role), source=made.source,
        evaluation=Evaluation.parse(made.evaluation), restriction=made.restriction,
        releasable_to=tuple(made.releasable_to), retention_until=made.retention_until,
    )  # fmt: skip


def _open(file: str | Path | IO[bytes], name: str, wanted: str | None) -> Reading:
    return read(file, format=wanted, limits=limits(), country=config().country or None, name=name)


def _own(actor: Actor, import_id: str) -> Import:
    require(actor, Action.HOLDING_IMPORT, member=True)
    made = Import.objects.filter(id=import_id).first()
    if made is None or not works_on(actor, made):
        raise Missing("import", "there is none with this id that you may see", code="holdings.import.missing")
    return made


def _report(actor: Actor, grounds: Grounds, reading: Reading, state: ImportState) -> Import:
    source = reading.source
    made = Import(
        id=make_id(), state=state, file_name=source.name[:255], sha256=source.sha256, size=source.size,
        format=reading.format.name, encoding=reading.encoding, role=grounds.role.value, purpose=actor.purpose,
        by=actor.user_id, at=clock().now(), **grounds.columns(),
    )  # fmt: skip
    _count(made, reading)
    return made


def _count(made: Import, reading: Reading) -> None:
    made.rows, made.read, made.left_out = reading.rows, reading.read, reading.left_out
    made.warnings = reading.warnings


def _fill(
    actor: Actor, grounds: Grounds, made: Import, reading: Reading, progress: Progress | None, *, strict: bool
) -> None:
    store = Store(actor, grounds, made)
    ids = store.store(_admitted(actor, grounds, reading, None), progress)
    if strict and reading.faults:
        first = reading.faults[0]
        raise UnreadableFile(
            reading.source.name,
            f"not all of it can be read; first in line {first.line}: {first.field} {first.reason}".replace("  ", " "),
            "Mend them, or import without --strict",
            code="holdings.import.strict",
        )
    _count(made, reading)
    made.state = ImportState.DONE
    made.save()
    _keep_faults(made, reading)
    changes.note(ChangeKind.ADDED, ids)
    record(actor=actor, event="holdings.import.done", objects=[made.id], details=_details(made))


def _admitted(actor: Actor, grounds: Grounds, reading: Reading, progress: Progress | None) -> Iterator[ReadSubject]:
    """This function gives the subjects that the actor may record; a victim's row of another's file is reported."""
    member = works_on_ground(actor, grounds.case_id, grounds.duty_id)
    victims = may(actor, Action.VICTIM_WRITE, member=member)
    for count, subject in enumerate(reading, 1):
        role = subject.role or grounds.role
        if role is Role.VICTIM and not victims:
            reading.turn_away(subject.id, "only a victim case worker records victims")
            continue
        if progress is not None and count % 1000 == 0:
            progress(count)
        yield subject if subject.role else replace(subject, role=role)


def _keep_faults(made: Import, reading: Reading) -> None:
    rows = Rows(ImportFault, ("line", "field", "value", "reason", "left_out"), of=made.id)
    rows.insert((f.line, f.field[:100], f.value, f.reason, f.left_out) for f in reading.faults)


def _details(made: Import) -> dict[str, object]:
    return {
        "file": made.file_name, "sha256": made.sha256, "rows": made.rows, "read": made.read,
        "left_out": made.left_out, "warnings": made.warnings,
    }  # fmt: skip
