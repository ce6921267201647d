"""Files of seizures: handed in, read and reported, imported whole or not at all, and undone as a whole.

The worker reads and stores large files; a program may do both at once (`import_file`). Nothing of a file stands before
all of it is stored. The same rows again, in this file or another, are the seizures that are here already.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.db import IntegrityError, transaction

from comity.flows.columns import Columns, read_columns
from comity.kernel import ComityError, Conflicting, Evaluation, Missing, UnreadableFile
from comity.node.audit.operations import record
from comity.node.holdings import files
from comity.node.holdings.access import works_on
from comity.node.holdings.grounds import Grounds, admit
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, limits, make_id
from comity.node.seizures.access import storable
from comity.node.seizures.intake_storing import Progress, Storing, keep_report, look_through
from comity.node.seizures.models import Intake, IntakeState
from comity.node.seizures.revising import advance
from comity.node.seizures.undoing import clear
from comity.subjects import Role
from comity.subjects.readers.source import open_source


def receive_file(*, actor: Actor, file: IO[bytes], grounds: Grounds, name: str = "") -> Intake:
    """This function keeps a file that the worker is to read; `check_intake` makes its report.

    Args:
        actor: who hands it in.
        file: a binary stream: CSV, or an Excel workbook, with UNODC's columns.
        grounds: case or duty, source, evaluation, handling, retention for all rows.
        name: what people call the file.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is empty or too large.
    """
    grounds = admit(actor, grounds, Action.SEIZURE_IMPORT)
    source = open_source(file, limits(), name)
    with transaction.atomic():
        made = Intake.objects.create(
            id=make_id(), state=IntakeState.READING, file_name=source.name[:255], sha256=source.sha256,
            size=source.size, purpose=actor.purpose, by=actor.user_id, at=clock().now(), beat=clock().now(),
            **_columns(grounds),
        )  # fmt: skip
        files.keep(made.id, source.rewound())
        record(actor=actor, event="seizures.intake.received", objects=[made.id], details={"file": made.file_name})
    return made


def check_intake(*, actor: Actor, intake_id: str, progress: Progress | None = None) -> Intake:
    """This function reads a file that was handed in, to its end, and reports what an import would do.

    Raises:
        Refused: the actor may not.
        Missing: no such intake.
        Conflicting: it was read already.
        UnreadableFile: the file is refused.
    """
    made = own(actor, intake_id)
    if made.state != IntakeState.READING:
        raise Conflicting(made.file_name, "it was read already", "Look at its report", code="seizures.intake.state")
    try:
        columns = opened(made)
        look_through(made, columns, progress)
        with transaction.atomic():
            made.state, made.beat, made.stored = IntakeState.CHECKED, None, 0
            keep_report(made, columns)
            record(actor=actor, event="seizures.intake.checked", objects=[made.id], details=details(made))
    except Exception as error:
        _failed(made, error)
        files.forget(made.id)
        raise
    return made


def queue_intake(*, actor: Actor, intake_id: str) -> Intake:
    """This function leaves a file that was read to the worker, who imports it.

    Raises:
        Refused: the actor may not.
        Missing: no such intake.
        Conflicting: it is imported, or not read yet.
    """
    made = own(actor, intake_id)
    admit(actor, grounds_of(made), Action.SEIZURE_IMPORT)
    with transaction.atomic():
        waiting = Intake.objects.filter(id=made.id, state__in=[IntakeState.CHECKED, IntakeState.FAILED])
        if not waiting.update(state=IntakeState.QUEUED, error=""):
            raise _not_now(made)
        record(actor=actor, event="seizures.intake.queued", objects=[made.id])
    made.refresh_from_db()
    return made


def run_intake(*, actor: Actor, intake_id: str, progress: Progress | None = None, resume: bool = False) -> Intake:
    """This function imports a file that was read; from the moment it returns, its seizures stand.

    Args:
        actor: who imports.
        intake_id: which.
        progress: is told how many rows are stored, and of how many.
        resume: whether to go on with one that counts as running, since whoever ran it is known to be gone.

    Raises:
        Refused: the actor may not.
        Missing: no such intake.
        Conflicting: it was imported already, its file is gone, or another intake of the same rows is under way.
        UnreadableFile: the file is not the one that was read.
    """
    made = own(actor, intake_id)
    grounds = admit(actor, grounds_of(made), Action.SEIZURE_IMPORT)
    states = [IntakeState.CHECKED, IntakeState.QUEUED, IntakeState.FAILED]
    states += [IntakeState.RUNNING] if resume else []
    now = clock().now()
    ready = Intake.objects.filter(id=made.id, state__in=states)
    if not ready.update(state=IntakeState.RUNNING, at=now, beat=now, by=actor.user_id, error="", new=0, known=0):
        raise _not_now(made)
    made.refresh_from_db()
    try:
        columns = opened(made)
        Storing(actor, grounds, made).store(columns, progress)
        _finish(actor, made, columns)
    except Exception as error:
        _failed(made, error)
        if isinstance(error, IntegrityError):
            raise Conflicting(
                made.file_name, "the same seizures are imported from another file", "Wait, and begin it again",
                code="seizures.intake.both",
            ) from error  # fmt: skip
        raise
    files.forget(made.id)
    return made


def import_file(
    *, actor: Actor, file: str | Path | IO[bytes], grounds: Grounds, name: str = "", progress: Progress | None = None
) -> Intake:
    """This function imports a file at once, whole or not at all, and keeps the report.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is refused; nothing was changed.
        Conflicting: another intake of the same rows is under way.
    """
    if isinstance(file, (str, Path)):
        path = Path(file)
        try:
            with path.open("rb") as stream:
                made = receive_file(actor=actor, file=stream, grounds=grounds, name=name or path.name)
        except OSError as error:
            raise UnreadableFile(str(path), error.strerror or "it cannot be read", code="seizures.file") from None
    else:
        made = receive_file(actor=actor, file=file, grounds=grounds, name=name)
    check_intake(actor=actor, intake_id=made.id)
    return run_intake(actor=actor, intake_id=made.id, progress=progress)


def undo_intake(*, actor: Actor, intake_id: str) -> int:
    """This function takes back every seizure of an intake and returns how many; the report stays.

    None of them stands from this moment on; where they are many, the worker erases their rows. What people added to
    them since, corrections included, goes with them.

    Raises:
        Refused: the actor may not.
        Missing: no such intake.
        Conflicting: it was not imported, or one of its seizures has exhibits, photos, is joint with a partner, or went
            to court.
    """
    made = own(actor, intake_id)
    with transaction.atomic():
        advance()
        worked_on = made.seizures.exclude(exhibits=None, photos=None, joints=None, prosecutions=None).distinct().count()
        if worked_on:
            raise Conflicting(
                made.file_name,
                f"{worked_on} of its seizures have exhibits or photos, are joint with a partner, or went to court",
                "Withdraw single ones instead", code="seizures.intake.worked-on",
            )  # fmt: skip
        count = made.seizures.count()
        there = Intake.objects.filter(id=made.id, state=IntakeState.DONE)
        now = clock().now()
        if not there.update(state=IntakeState.UNDOING, stored=count, undone=now, beat=now):
            raise Conflicting(made.file_name, "it is not imported", "Look at its report", code="seizures.intake.state")
        record(
            actor=actor, event="seizures.intake.undone", objects=[made.id], details={"seizures": count},
            frees_space=True,
        )  # fmt: skip
    clear(made.id, at_once=True)
    return count


def own(actor: Actor, intake_id: str) -> Intake:
    """This function returns an intake into a case or duty that the actor works on.

    Raises:
        Refused: the actor imports nothing.
        Missing: no such intake, or not for this actor.
    """
    require(actor, Action.SEIZURE_IMPORT, member=True)
    made = Intake.objects.filter(id=intake_id).select_related("case", "duty").first() if storable(intake_id) else None
    if made is None or not works_on(actor, made):
        raise Missing("import", "there is none with this id that you may see", code="seizures.intake.missing")
    return made


def grounds_of(made: Intake) -> Grounds:
    """This function returns what an intake stated for its rows."""
    return Grounds(
        case_id=made.case_id, duty_id=made.duty_id, role=Role.UNKNOWN, source=made.source,
        evaluation=Evaluation.parse(made.evaluation), restriction=made.restriction,
        retention_until=made.retention_until,
    )  # fmt: skip


def opened(made: Intake) -> Columns:
    """This function opens the kept file of an intake.

    Raises:
        Conflicting: it is not kept any more.
        UnreadableFile: it is no such file, or not the one that was handed in.
    """
    columns = read_columns(files.path(made.id), limits=limits(), today=clock().now().date(), name=made.file_name)
    if columns.opened.source.sha256 != made.sha256:
        raise UnreadableFile(
            made.file_name, "the file is not the one that was handed in", "Hand it in again",
            code="seizures.intake.file",
        )  # fmt: skip
    made.format = "csv" if columns.opened.encoding else "xlsx"
    return columns


def details(made: Intake) -> dict[str, object]:
    """This function returns what the ledger says of an intake."""
    return {
        "file": made.file_name, "sha256": made.sha256, "rows": made.rows, "read": made.read, "new": made.new,
        "known": made.known, "left_out": made.left_out, "unread": made.unread,
    }  # fmt: skip


def _finish(actor: Actor, made: Intake, columns: Columns) -> None:
    with transaction.atomic():
        advance()
        made.state, made.beat = IntakeState.DONE, None
        keep_report(made, columns)
        record(actor=actor, event="seizures.intake.done", objects=[made.id], details=details(made))


def _columns(grounds: Grounds) -> dict[str, object]:
    return {name: value for name, value in grounds.columns().items() if name != "releasable_to"}


def _failed(made: Intake, error: Exception) -> None:
    said = str(error) if isinstance(error, ComityError) else type(error).__name__
    Intake.objects.filter(id=made.id).update(state=IntakeState.FAILED, error=said[:2000], beat=None)


def _not_now(made: Intake) -> Conflicting:
    return Conflicting(
        made.file_name, "it is imported already, or not read yet", "Look at its report", code="seizures.intake.state"
    )
