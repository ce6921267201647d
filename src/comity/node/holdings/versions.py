"""A newer version of a list that is held already: one import that adds, amends and removes, and is undone as a whole.

Entries are the same by the publisher's id (`Holding.reference`). What an entry says decides whether it is amended; the
publisher's own numbers of versions are compared by `comity.subjects.versions`. Everything happens in one transaction,
so that one version or the other stands. A row that could not be read removes nothing, and neither does a file that has
lost half of the list: it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from django.db import transaction

from comity.kernel import Conflicting, Missing
from comity.node.audit.operations import record
from comity.node.holdings import files
from comity.node.holdings.amending import Listed, amend, listed, noted, retire
from comity.node.holdings.grounds import Grounds, admit
from comity.node.holdings.importing import begun, grounds_of, opened, own
from comity.node.holdings.models import Holding, Import, ImportState
from comity.node.holdings.running import admitted, finish
from comity.node.holdings.storing import Progress, Store
from comity.node.holdings.version_models import ListChangeKind, ListVersion
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock
from comity.subjects import Subject
from comity.subjects.readers import Reading

LISTS = ("un", "ofac", "ofac-advanced", "eu", "uk", "uk-sanctions", "opensanctions")
"""Formats whose files are versions of one list where their source is the same."""
KEPT = 0.5
"""The share of the held entries that a newer version must still have."""
_BATCH = 500


@dataclass(slots=True)
class Counts:
    """Entries by what became of them; those that returned to the list are among the added."""

    added: int = 0
    returned: int = 0
    amended: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a newer version did, or would do.

    Args:
        made: the import of the newer version.
        replaces: the import of the version before.
        counts: entries by what became of them.
    """

    made: Import
    replaces: Import
    counts: Counts


def import_version(
    *, actor: Actor, file: str | Path | IO[bytes], import_id: str, name: str = "", format: str | None = None,  # noqa: A002 -- as in `importing`
    shrunk: bool = False, dry_run: bool = False, progress: Progress | None = None,
) -> Outcome:  # fmt: skip
    """This function brings a list up to date from a file, on the grounds of the version that is held.

    Args:
        actor: who imports.
        file: a path or a binary stream.
        import_id: of the version that is held.
        name: what people call the file, where the path does not say.
        format: name of a reader; that of the held version by default.
        shrunk: whether a list that has lost half of its entries is taken nevertheless.
        dry_run: whether only to count; then nothing changes.
        progress: is told how many entries are compared.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: the held version does not stand, or is not the newest; or the new one lacks half of it.
        UnreadableFile: the file is refused; nothing was changed.
    """
    old = own(actor, import_id)
    grounds = admit(actor, grounds_of(old), Action.HOLDING_IMPORT)
    reading = opened(file, name, format or (None if old.format == "mapped" else old.format))
    with transaction.atomic():
        made = begun(actor, grounds, reading, ImportState.RUNNING)
        made.save(force_insert=True)
        outcome = _apply(actor, grounds, made, old, reading, progress, shrunk=shrunk)
        transaction.set_rollback(dry_run)
    return outcome


def preview(*, actor: Actor, import_id: str, replaces_id: str) -> Outcome:
    """This function counts what a checked file would do to a list that is held; nothing changes.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: as in `run_version`, but a list that has shrunk is counted.
        UnreadableFile: the file is refused.
    """
    return _checked(actor, import_id, replaces_id, shrunk=True, dry_run=True)


def run_version(*, actor: Actor, import_id: str, replaces_id: str, shrunk: bool = False) -> Outcome:
    """This function takes a checked file as the newer version of a list that is held.

    Raises:
        Refused: the actor may not.
        Missing: no such import.
        Conflicting: the held version does not stand, is not the newest, or belongs elsewhere; the file was imported
            already, or lacks half of the list.
        UnreadableFile: the file is refused; nothing was changed.
    """
    return _checked(actor, import_id, replaces_id, shrunk=shrunk, dry_run=False)


def held_version(made: Import) -> Import | None:
    """This function returns the newest version of the same list that stands, or None where there is none.

    The same list is one of the formats of published lists, from the same source, under the same case or duty.
    """
    if made.format not in LISTS:
        return None
    same = Import.objects.filter(
        format=made.format, source=made.source, case=made.case_id, duty=made.duty_id, state=ImportState.DONE
    )
    return same.exclude(id=made.id).exclude(newer__of__state=ImportState.DONE).order_by("-at").first()


def newest(*, actor: Actor, format: str, case_id: str | None, duty_id: str | None) -> Import:  # noqa: A002 -- as above
    """This function returns the only list of a format that is held under a case or duty, in its newest version.

    Raises:
        Missing: there is none, or several.
    """
    found = Import.objects.filter(format=format, case=case_id, duty=duty_id, state=ImportState.DONE)
    several = list(found.exclude(newer__of__state=ImportState.DONE)[:2])
    if len(several) != 1:
        reason = "several lists of this format are held here" if several else "no list of this format is held here"
        raise Missing(format, reason, "Name the import that the file replaces", code="holdings.version.which")
    return own(actor, several[0].id)


def _checked(actor: Actor, import_id: str, replaces_id: str, *, shrunk: bool, dry_run: bool) -> Outcome:
    made, old = own(actor, import_id), own(actor, replaces_id)
    grounds = admit(actor, grounds_of(made), Action.HOLDING_IMPORT)
    reading = opened(files.path(made.id), made.file_name, made.format)
    with transaction.atomic():
        there = Import.objects.filter(id=made.id, state=ImportState.CHECKED, sha256=reading.source.sha256)
        if not there.update(state=ImportState.RUNNING, at=clock().now(), by=actor.user_id, purpose=actor.purpose):
            raise Conflicting(
                made.file_name, "it is not a file that was checked and waits", "Look at its report",
                code="holdings.import.state",
            )  # fmt: skip
        made.refresh_from_db()
        outcome = _apply(actor, grounds, made, old, reading, None, shrunk=shrunk)
        transaction.set_rollback(dry_run)
    if not dry_run:
        files.forget(made.id)
    return outcome


def _apply(
    actor: Actor, grounds: Grounds, made: Import, old: Import, reading: Reading, progress: Progress | None, *,
    shrunk: bool,
) -> Outcome:  # fmt: skip
    chain = _chain(made, old)
    counts, seen, changed = Counts(), set[str](), list[str]()
    store, rest = Store(actor, grounds, made), admitted(actor, grounds, reading)
    while batch := list(islice(rest, _BATCH)):
        seen.update(each.id for each in batch)
        fresh: list[Subject] = []
        mine = _held(chain, [each.id for each in batch])
        for each in batch:
            if each.id not in mine:
                fresh.append(each)
                continue
            if each.marks is not None or each.value_marks:
                raise Conflicting(
                    made.file_name, "its records carry marks of their own, which a newer version would drop",
                    "Import it by itself", code="holdings.version.marked",
                )  # fmt: skip
            kind = amend(made, mine[each.id], each.values)
            counts.added += kind == ListChangeKind.RETURNED
            counts.returned += kind == ListChangeKind.RETURNED
            counts.amended += kind == ListChangeKind.AMENDED
            counts.unchanged += kind is None
            changed += [mine[each.id].held.id] if kind else []
        made.stored += len(store.store(fresh))
        counts.added += len(fresh)
        if progress is not None:
            progress(len(seen))
    gone = list(_gone(chain, seen | {fault.value for fault in reading.faults if fault.left_out}))
    if not shrunk and len(gone) > (1 - KEPT) * (len(gone) + counts.amended + counts.unchanged):
        raise Conflicting(
            made.file_name, f"{len(gone)} entries that are held are not in it, more than half of the list",
            "Download it again; or say that the list has really shrunk", code="holdings.version.shrunk",
        )  # fmt: skip
    for left in gone:
        retire(made, left)
    counts.removed = len(gone)
    noted([*changed, *(left.held.id for left in gone)])
    finish(actor, made, reading)
    ListVersion.objects.create(of=made, replaces=old, counts=asdict(counts))
    record(actor=actor, event="holdings.list.updated", objects=[made.id, old.id], details=asdict(counts))
    return Outcome(made, old, counts)


def _chain(made: Import, old: Import) -> list[str]:
    """This function returns the imports that hold the list, newest first; the newest is locked.

    Raises:
        Conflicting: the version does not stand, is not the newest, or belongs to another case or duty.
    """
    there = Import.objects.select_for_update().filter(id=old.id, state=ImportState.DONE).first()
    if there is None or (there.case_id, there.duty_id) != (made.case_id, made.duty_id):
        reason = "it does not stand" if there is None else "it belongs to another case or duty"
        raise Conflicting(old.file_name, reason, "Name another import", code="holdings.version.state")
    if ListVersion.objects.filter(replaces=old, of__state=ImportState.DONE).exists():
        raise Conflicting(
            old.file_name, "a newer version of it stands", "Name the newest one", code="holdings.version.older"
        )
    found = [old.id]
    while before := ListVersion.objects.filter(of=found[-1]).values_list("replaces_id", flat=True).first():
        found.append(before)
    return found


def _held(chain: list[str], references: list[str]) -> dict[str, Listed]:
    found = list(Holding.objects.filter(imported__in=chain, reference__in=references).select_related("subject"))
    mine = listed(found)
    return {held.reference: mine[held.id] for held in found}


def _gone(chain: list[str], there: set[str]) -> Iterator[Listed]:
    """This function gives the holdings whose entries a newer version lacks, but those that were gone before."""
    every = Holding.objects.filter(imported__in=chain).order_by("id").values_list("id", "reference")
    ids = [holding_id for holding_id, reference in every if reference not in there]
    for first in range(0, len(ids), _BATCH):
        mine = listed(list(Holding.objects.filter(id__in=ids[first : first + _BATCH])))
        yield from (each for each in mine.values() if not each.gone)
