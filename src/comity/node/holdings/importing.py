"""Files become holdings: checked first, imported whole or not at all, and undone as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.db import transaction

from comity.kernel import ComityError, Conflicting, Evaluation, Missing, UnreadableFile
from comity.node.audit.operations import record
from comity.node.holdings import files
from comity.node.holdings.access import works_on
from comity.node.holdings.grounds import Grounds, admit
from comity.node.holdings.models import Import, ImportState
from comity.node.holdings.running import admitted, count, details, finish, keep_faults, store_all
from comity.node.holdings.storing import Progress
from comity.node.holdings.undoing import clear, undo
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, config, limits, make_id
from comity.subjects import Role
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
    reading = opened(file, name, format)
    made = begun(actor, grounds, reading, ImportState.RUNNING)
    made.save(force_insert=True)
    try:
        store_all(actor, grounds, made, reading, progress)
        if strict and reading.faults:
            raise _not_all_read(reading)
        finish(actor, made, reading)
    except BaseException:
        Import.objects.filter(id=made.id).update(state=ImportState.FAILED)
        clear(made.id)
        made.delete()
        raise
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
    reading = opened(file, name, format)
    for _ in admitted(actor, grounds, reading, progress):
        pass
    with transaction.atomic():
        made = begun(actor, grounds, reading, ImportState.CHECKED)
        made.save(force_insert=True)
        keep_faults(made, reading)
        files.keep(made.id, reading.source.rewound())
        record(actor=actor, event="holdings.import.checked", objects=[made.id], details=details(made))
    return made


def run_checked(*, actor: Actor, import_id: str, progress: Progress | None = None, resume: bool = False) -> Import:
    """This function imports a file that was checked before.

    Args:
        actor: who imports.
        import_id: which.
        progress: is told how many subjects are stored.
        resume: whether to go on with an import that counts as running, since whoever ran it is known to be gone.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was imported already, or its file is gone.
        UnreadableFile: the file is not the one that was checked; nothing was changed.
    """
    made = own(actor, import_id)
    grounds = admit(actor, grounds_of(made), Action.HOLDING_IMPORT)
    try:
        reading = opened(files.path(made.id), made.file_name, made.format)
        if reading.source.sha256 != made.sha256:
            raise UnreadableFile(
                made.file_name,
                "the file is not the one that was checked",
                "Check it again",
                code="holdings.import.file",
            )
        _begin(actor, made, resume=resume)
        store_all(actor, grounds, made, reading, progress)
        finish(actor, made, reading)
    except Conflicting:
        raise
    except Exception as error:
        said = str(error) if isinstance(error, ComityError) else type(error).__name__
        Import.objects.filter(id=made.id).update(state=ImportState.FAILED, error=said)
        raise
    files.forget(made.id)
    return made


def _begin(actor: Actor, made: Import, *, resume: bool) -> None:
    if made.state == ImportState.FAILED:
        clear(made.id)
    states = [ImportState.CHECKED, ImportState.QUEUED, ImportState.FAILED, *([ImportState.RUNNING] if resume else [])]
    now = clock().now()
    if not Import.objects.filter(id=made.id, state__in=states).update(
        state=ImportState.RUNNING, at=now, beat=now, by=actor.user_id, purpose=actor.purpose, error=""
    ):
        raise Conflicting(made.file_name, "it was imported already", "Look at its report", code="holdings.import.state")
    made.refresh_from_db()


def queue_checked(*, actor: Actor, import_id: str) -> Import:
    """This function leaves a checked import to the worker.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was imported already.
    """
    made = own(actor, import_id)
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
    """This function takes back every holding of an import and returns how many; the report stays.

    None of them stands from this moment on; where they are many, the worker erases their rows. Merges that came from
    the import are taken back first, so that other records stand as they stood before it.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was not imported.
    """
    made = own(actor, import_id)
    require(actor, Action.HOLDING_IMPORT, member=works_on(actor, made))
    return undo(actor, made)


def grounds_of(made: Import) -> Grounds:
    """This function returns what an import stated for its rows."""
    return Grounds(
        case_id=made.case_id, duty_id=made.duty_id, role=Role(made.role), source=made.source,
        evaluation=Evaluation.parse(made.evaluation), restriction=made.restriction,
        releasable_to=tuple(made.releasable_to), retention_until=made.retention_until,
    )  # fmt: skip


def opened(file: str | Path | IO[bytes], name: str, wanted: str | None) -> Reading:
    """This function opens a file for reading, under this node's limits and country."""
    return read(file, format=wanted, limits=limits(), country=config().country or None, name=name)


def own(actor: Actor, import_id: str) -> Import:
    """This function returns an import into a case or duty that the actor works on.

    Raises:
        Refused: the actor imports nothing.
        Missing: no such import, or not for this actor.
    """
    require(actor, Action.HOLDING_IMPORT, member=True)
    made = Import.objects.filter(id=import_id).first()
    if made is None or not works_on(actor, made):
        raise Missing("import", "there is none with this id that you may see", code="holdings.import.missing")
    return made


def begun(actor: Actor, grounds: Grounds, reading: Reading, state: ImportState) -> Import:
    """This function returns the report of a file that is read, not saved yet."""
    source = reading.source
    made = Import(
        id=make_id(), state=state, file_name=source.name[:255], sha256=source.sha256, size=source.size,
        format=reading.format.name, encoding=reading.encoding, role=grounds.role.value, purpose=actor.purpose,
        by=actor.user_id, at=clock().now(), beat=clock().now(), **grounds.columns(),
    )  # fmt: skip
    count(made, reading)
    return made


def _not_all_read(reading: Reading) -> UnreadableFile:
    first = reading.faults[0]
    return UnreadableFile(
        reading.source.name,
        f"not all of it can be read; first in line {first.line}: {first.field} {first.reason}".replace("  ", " "),
        "Mend them, or import without --strict",
        code="holdings.import.strict",
    )
