"""A large file is read by the worker, and nothing of it is imported: what is handed in, and what becomes of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.db import transaction

from comity.kernel import ComityError, Conflicting
from comity.node.audit.operations import record
from comity.node.holdings import files
from comity.node.holdings.grounds import Grounds, admit
from comity.node.holdings.importing import grounds_of, opened, own
from comity.node.holdings.models import Import, ImportState
from comity.node.holdings.running import admitted, count, details, keep_faults
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock, limits, make_id
from comity.subjects.readers.source import open_source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PASSES = 3
"""How often a file is read until its report is complete: for its hash, for its form, for its rows."""


def receive_file(
    *,
    actor: Actor,
    file: IO[bytes],
    grounds: Grounds,
    name: str,
    format: str | None = None,  # noqa: A002 -- as in `importing`
) -> Import:
    """This function keeps a file that the worker is to read; `check_received` makes its report.

    Raises:
        Refused: the actor may not.
        InvalidInput: the grounds are incomplete or wrong.
        UnreadableFile: the file is empty or too large.
    """
    grounds = admit(actor, grounds, Action.HOLDING_IMPORT)
    source = open_source(file, limits(), name)
    with transaction.atomic():
        made = Import.objects.create(
            id=make_id(), state=ImportState.READING, file_name=source.name[:255], sha256=source.sha256,
            size=source.size, format=format or "", role=grounds.role.value, purpose=actor.purpose, by=actor.user_id,
            at=clock().now(), **grounds.columns(),
        )  # fmt: skip
        files.keep(made.id, source.rewound())
        record(actor=actor, event="holdings.import.received", objects=[made.id], details={"file": made.file_name})
    return made


def check_received(*, actor: Actor, import_id: str) -> Import:
    """This function reads a file that was received, to its end, and reports what an import would do.

    How far it is stands in the report meanwhile. A file that cannot be read is not kept, and the report says why.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: it was read already.
        UnreadableFile: the file is refused.
    """
    made = own(actor, import_id)
    grounds = admit(actor, grounds_of(made), Action.HOLDING_IMPORT)
    if made.state != ImportState.READING:
        raise Conflicting(made.file_name, "it was read already", "Look at its report", code="holdings.import.state")
    try:
        with io.BufferedReader(_Counted(files.path(made.id), _teller(made))) as stream:
            reading = opened(stream, made.file_name, made.format or None)
            made.format, made.encoding = reading.format.name, reading.encoding
            for _ in admitted(actor, grounds, reading):
                pass
        made.encoding = reading.encoding
        with transaction.atomic():
            count(made, reading)
            made.state, made.reached = ImportState.CHECKED, 100
            made.save()
            keep_faults(made, reading)
            record(actor=actor, event="holdings.import.checked", objects=[made.id], details=details(made))
    except Exception as error:
        said = str(error) if isinstance(error, ComityError) else type(error).__name__
        Import.objects.filter(id=made.id).update(state=ImportState.FAILED, error=said)
        files.forget(made.id)
        raise
    return made


def _teller(made: Import) -> Callable[[int], None]:
    """This function returns what notes, in hundredths, how many bytes were read of all that will be."""

    def tell(done: int) -> None:
        reached = min(done * 100 // max(made.size * _PASSES, 1), 99)
        if reached > made.reached:
            made.reached = reached
            Import.objects.filter(id=made.id).update(reached=reached)

    return tell


class _Counted(io.FileIO):
    """A file that tells how many bytes of it were read so far, those that were read again included."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path)
        self._tell, self._done = tell, 0

    def readinto(self, buffer: WriteableBuffer) -> int:
        """This function reads and tells."""
        read = super().readinto(buffer) or 0
        self._done += read
        self._tell(self._done)
        return read

    def readall(self) -> bytes:
        """This function reads what is left and tells."""
        rest = super().readall()
        self._done += len(rest)
        self._tell(self._done)
        return rest
