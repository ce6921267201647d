"""Photos of a seizure are added and withdrawn; their files lie sealed under the node's keys in its folder."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.db import transaction

from comity.crypto.canonical import canonical
from comity.kernel import Conflicting, Exhausted, InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.audit.space import require_space
from comity.node.chores import chore
from comity.node.permissions import Action, Actor
from comity.node.runtime import clock, config, keyring, make_id
from comity.node.seizures import keys
from comity.node.seizures.access import in_force, seizure_for, storable
from comity.node.seizures.exhibiting import good_of
from comity.node.seizures.images import MOST_BYTES, clean
from comity.node.seizures.models import Exhibit, Photo, Seizure
from comity.node.seizures.revising import advance

MOST = 60
"""Photos of one seizure."""
LONGEST_CAPTION = 300
ORPHANED = timedelta(hours=1)
"""A file without a row after this long is what a broken transaction left."""
SUFFIX = ".photo"


@transaction.atomic
def add_photo(
    *, actor: Actor, seizure_id: str, file: IO[bytes], caption: str = "", taken: datetime | None = None,
    latitude: float | None = None, longitude: float | None = None, accuracy: float | None = None,
    good: int | None = None, exhibit_id: str = "", key: str = "",
) -> Photo:  # fmt: skip
    """This function keeps a photo of a seizure; the same form sent again returns what it made the first time.

    Args:
        actor: who adds it.
        seizure_id: to which.
        file: the photo as it was sent.
        caption: what it shows, in words.
        taken: when, as the device says, with its zone.
        latitude: where, as the device says beside the file; what stands in the file is left out of it.
        longitude: as above.
        accuracy: in metres.
        good: number of the good that it shows.
        exhibit_id: of the exhibit that it shows.
        key: what the phone calls its form.

    Raises:
        Refused: the actor may not.
        Missing: no such seizure that the actor may see.
        Conflicting: the seizure was withdrawn, or the key was used for another photo.
        InvalidInput: the file is no photo, or what stands beside it is wrong.
        Exhausted: there are as many as a seizure can have, or the disk is full.
    """
    seizure = in_force(seizure_for(actor, seizure_id, Action.SEIZURE_WRITE))
    sent = file.read(MOST_BYTES + 1)
    sent_digest = hashlib.sha256(sent).hexdigest()
    stored = keys.stored_key(actor, key, canonical({"seizure": seizure.id, "photo": sent_digest}))
    advance()
    if (before := keys.already(Photo.objects.all(), stored)) is not None:
        return before
    if seizure.photos.filter(withdrawn=None).count() >= MOST:
        raise Exhausted("photos", f"a seizure has at most {MOST}", "Withdraw one first", code="seizures.photo.most")
    picture = clean(sent)
    beside = _beside(caption, taken, latitude, longitude, accuracy)
    photo = Photo(
        id=make_id(), seizure=seizure, good=good_of(seizure, good), exhibit=_exhibit(seizure, exhibit_id), key=stored,
        type=picture.type, size=len(picture.data), width=picture.width, height=picture.height,
        sha256=hashlib.sha256(picture.data).hexdigest(), sha256_original=sent_digest, removed=list(picture.removed),
        added=clock().now(), added_by=actor.user_id, **beside,
    )  # fmt: skip
    require_space()
    _keep(photo.id, picture.data)
    photo.save(force_insert=True)
    record(actor=actor, event="seizures.photo.added", objects=[seizure.id, photo.id], details={"sha256": photo.sha256})
    return photo


@transaction.atomic
def withdraw_photo(*, actor: Actor, photo_id: str, reason: str) -> Photo:
    """This function takes a photo away from a seizure's page; its file is kept until retention ends.

    Raises:
        Refused: the actor may not.
        Missing: no such photo that the actor may see.
        Conflicting: it was withdrawn already.
        InvalidInput: there is no reason.
    """
    photo = photo_for(actor, photo_id, Action.SEIZURE_WRITE)
    bare = reason.strip()
    if not bare or len(bare) > 1000 or "\x00" in bare:
        raise InvalidInput("reason", "it is said in 1 to 1,000 characters", "Say why", code="seizures.reason")
    now = clock().now()
    there = Photo.objects.filter(id=photo.id, withdrawn=None)
    if not there.update(withdrawn=now, withdrawn_by=actor.user_id, withdrawn_reason=bare):
        raise Conflicting("photo", "it was withdrawn already", code="seizures.photo.withdrawn")
    advance()
    record(
        actor=actor, event="seizures.photo.withdrawn", objects=[photo.seizure_id, photo.id], details={"reason": bare}
    )
    photo.refresh_from_db()
    return photo


def photo_for(actor: Actor, photo_id: str, action: Action) -> Photo:
    """This function returns a photo, with its seizure, that the actor may do something with.

    Raises:
        Refused: the actor may not.
        Missing: there is none, or the actor may not know of it.
    """
    found = Photo.objects.filter(id=photo_id).first() if storable(photo_id) else None
    if found is None:
        seizure_for(actor, "-", action)  # whoever may see none at all is told so
        raise _missing()
    found.seizure = seizure_for(actor, found.seizure_id, action)
    return found


def opened(photo: Photo) -> bytes:
    """This function returns the file of a photo, as it was kept.

    Raises:
        Missing: it is gone from the disk.
        InvalidInput: these keys do not open it, or it is not what was kept.
    """
    try:
        sealed = _path(photo.id).read_bytes()
    except FileNotFoundError:
        raise Missing("photo", "its file is gone from the disk", "Restore it", code="seizures.photo.gone") from None
    data = keyring().unwrap(_context(photo.id), sealed)
    if hashlib.sha256(data).hexdigest() != photo.sha256:
        raise InvalidInput("photo", "its file is not the one that was kept", "Restore it", code="seizures.photo.other")
    return data


def forget(photo_ids: list[str]) -> None:
    """This function removes the files of photos once the caller's transaction is committed."""

    def remove() -> None:
        for each in photo_ids:
            _path(each).unlink(missing_ok=True)

    transaction.on_commit(remove)


@chore("seizures.photos", every=timedelta(hours=1))
def forget_orphans() -> int:
    """This function removes files whose photo was never committed, or is erased, and returns how many."""
    before = (clock().now() - ORPHANED).timestamp()
    old = {p.name.removesuffix(SUFFIX): p for p in _folder().iterdir() if p.stat().st_mtime < before}
    kept = set(Photo.objects.filter(id__in=list(old)).values_list("id", flat=True))
    gone = [path for name, path in old.items() if name not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _beside(
    caption: str, taken: datetime | None, latitude: float | None, longitude: float | None, accuracy: float | None
) -> dict[str, object]:
    bare = caption.strip()
    if len(bare) > LONGEST_CAPTION or "\x00" in bare:
        raise _wrong("caption", f"it has at most {LONGEST_CAPTION} characters")
    if taken is not None and (taken.tzinfo is None or taken > clock().now() + timedelta(days=1)):
        raise _wrong("taken", "its zone is missing, or it lies in the future")
    if (latitude is None) != (longitude is None):
        raise _wrong("latitude", "latitude and longitude are given together")
    if latitude is not None and longitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise _wrong("latitude", "there is no such place on earth")
    if accuracy is not None and not 0 <= accuracy <= 1_000_000:
        raise _wrong("accuracy", "it is no distance in metres")
    return {
        "caption": bare, "taken": taken, "latitude": latitude, "longitude": longitude,
        "accuracy": accuracy if latitude is not None else None,
    }  # fmt: skip


def _exhibit(seizure: Seizure, exhibit_id: str) -> Exhibit | None:
    if not exhibit_id:
        return None
    found = seizure.exhibits.filter(id=exhibit_id).first() if storable(exhibit_id) else None
    if found is None:
        raise _wrong("exhibit", "the seizure has none with this id")
    return found


def _keep(photo_id: str, data: bytes) -> None:
    path = _path(photo_id)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    with fresh.open("wb") as out:
        out.write(keyring().wrap(_context(photo_id), data))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _folder() -> Path:
    folder = config().folder / "files" / "photos"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(photo_id: str) -> Path:
    return _folder() / f"{photo_id}{SUFFIX}"


def _context(photo_id: str) -> str:
    return f"photo/{photo_id}"


def _missing() -> Missing:
    return Missing("photo", "there is none with this id that you may see", code="seizures.photo.missing")


def _wrong(field: str, reason: str) -> InvalidInput:
    return InvalidInput(field, reason, "Mend it, and send it again", code=f"seizures.photo.{field}")
