"""The slice's files: written whole or not at all, secret ones wrapped under the node's keys.

Names are made of ids of ours and of node ids that were read from accepted cards; nothing that a partner says now is
part of a path.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from comity.crypto import oprf
from comity.kernel import UnreadableFile
from comity.linkage import Index, Publication
from comity.linkage.index import Body
from comity.linkage.publication_v1 import read_first_format
from comity.node.matching import columns
from comity.node.matching.columns import Column
from comity.node.runtime import config, keyring


def _write(path: Path, *parts: bytes | memoryview) -> None:
    write(path, parts)


def write(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """This function writes a file whole or not at all, and returns once it would survive a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _missing(path: Path) -> UnreadableFile:
    return UnreadableFile(
        path.name, "a file of the node is missing", "A new epoch makes it anew", code="matching.file.missing"
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise _missing(path) from None


def mapped(path: Path) -> Body:
    """This function maps a file that is never changed once it is written: only what is looked at takes memory."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except FileNotFoundError:
        raise _missing(path) from None


def _secret(epoch: str) -> Path:
    return config().folder / "keys" / "epochs" / f"{epoch}.key"


def keep_secret(epoch: str, secret: oprf.SecretKey) -> None:
    """This function keeps the secret of an epoch, wrapped."""
    _write(_secret(epoch), keyring().wrap(f"epoch/{epoch}", secret.scalar))


@lru_cache(maxsize=16)
def _opened(epoch: str, data: bytes) -> oprf.SecretKey:
    return oprf.SecretKey(keyring().unwrap(f"epoch/{epoch}", data))


def secret_of(epoch: str) -> oprf.SecretKey:
    """This function returns the secret of an epoch.

    Raises:
        UnreadableFile: it was destroyed.
    """
    return _opened(epoch, _read(_secret(epoch)))


def destroy_secret(epoch: str) -> None:
    """This function destroys the secret of an epoch: overwritten, then removed."""
    path = _secret(epoch)
    _opened.cache_clear()
    if path.is_file():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _own(epoch: str, partner: str, sequence: int, what: str) -> Path:
    return config().folder / "indexes" / "own" / epoch / f"{partner}.{sequence}.{what}"


def keep_own(
    publication: Publication, partner: str, *, index: Iterable[bytes | memoryview], delta: bytes | None = None
) -> None:
    """This function keeps a partner's index, the owner's state behind it and the delta that led to it."""
    epoch, sequence = publication.epoch, publication.sequence
    write(_own(epoch, partner, sequence, "index"), index)
    write(_own(epoch, partner, sequence, "state"), columns.sealed(publication, partner))
    if delta is not None:
        _write(_own(epoch, partner, sequence, "delta"), delta)


def own_index(epoch: str, partner: str, sequence: int) -> Body:
    """This function returns the entries of a partner's index."""
    return mapped(_own(epoch, partner, sequence, "index"))


def own_state(epoch: str, partner: str, sequence: int) -> Publication:
    """This function returns the state behind a partner's index, of this format or the one before."""
    with memoryview(mapped(_own(epoch, partner, sequence, "state"))) as data:
        if columns.is_sealed(data):
            return columns.opened(data, epoch, partner)
        return read_first_format(keyring().unwrap(f"own-index/{epoch}/{partner}", bytes(data)))


def own_handles(epoch: str, partner: str, sequence: int) -> dict[str, Column] | None:
    """This function returns the columns `holdings` and `handles` of an index, also after its epoch, or None."""
    for what in ("state", "handles"):
        path = _own(epoch, partner, sequence, what)
        if path.is_file():
            with memoryview(mapped(path)) as data:
                return columns.some(data, epoch, partner, 2) if columns.is_sealed(data) else None
    return None


def own_delta(epoch: str, partner: str, sequence: int) -> bytes:
    """This function returns one delta of a partner's index."""
    return _read(_own(epoch, partner, sequence, "delta"))


def forget_own(epoch: str, partner: str, sequence: int, *, delta: int = 0) -> None:
    """This function removes what an older sequence left, and one delta that is too old."""
    for what in ("index", "state"):
        _own(epoch, partner, sequence, what).unlink(missing_ok=True)
    if delta:
        _own(epoch, partner, delta, "delta").unlink(missing_ok=True)


def end_epoch(epoch: str, indexes: Iterable[tuple[str, int]]) -> None:
    """This function removes what an epoch of this node left, but for the handles, which resolve a while longer.

    Args:
        epoch: which has ended.
        indexes: partner and sequence of each index.
    """
    kept = set()
    for partner, sequence in indexes:
        state, path = _own(epoch, partner, sequence, "state"), _own(epoch, partner, sequence, "handles")
        kept.add(path.name)
        if state.is_file():
            with memoryview(mapped(state)) as data:
                if columns.is_sealed(data):
                    publication = columns.opened(data, epoch, partner)
                    write(path, columns.sealed(publication, partner, 2))
    forget_epoch(epoch, but=kept)


def forget_epoch(epoch: str, *, but: Collection[str] = ()) -> None:
    """This function removes the files of an epoch of this node, all but some."""
    folder = config().folder / "indexes" / "own" / epoch
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in but:
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _partners(partner: str, epoch: str, sequence: int) -> Path:
    return config().folder / "indexes" / "partners" / f"{partner}.{epoch}.{sequence}.index"


def keep_partner_index(partner: str, epoch: str, sequence: int, body: bytes | memoryview) -> None:
    """This function keeps a partner's index."""
    _write(_partners(partner, epoch, sequence), body)


def partner_index(partner: str, epoch: str, sequence: int, salt: bytes) -> Index:
    """This function returns a partner's index, mapped; the same one while the file stays what it is."""
    path = _partners(partner, epoch, sequence)
    try:
        found = path.stat()
    except FileNotFoundError:
        raise _missing(path) from None
    return _held(path, found.st_ino, found.st_mtime_ns, epoch, salt)


@lru_cache(maxsize=8)
def _held(path: Path, _inode: int, _written: int, epoch: str, salt: bytes) -> Index:
    return Index(epoch, salt, mapped(path))


def forget_partner_indexes(partner: str, *, but: tuple[str, int] | None = None) -> None:
    """This function removes a partner's indexes, all but one."""
    folder = config().folder / "indexes" / "partners"
    kept = _partners(partner, *but).name if but else ""
    for path in folder.glob(f"{partner}.*") if folder.is_dir() else ():
        if path.name != kept:
            path.unlink(missing_ok=True)


def _inquiry(inquiry: str, what: str) -> Path:
    return config().folder / "indexes" / "inquiries" / f"{inquiry}.{what}"


@contextmanager
def held_inquiry(inquiry: str, *, wait: bool) -> Iterator[bool]:
    """This function keeps other processes and threads of this node from an inquiry while it is carried out.

    The system lets go of it when the process dies. Yields whether it is held; without waiting it may not be.
    """
    path = _inquiry(inquiry, "lock")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def keep_inquiry(inquiry: str, what: str, data: bytes) -> None:
    """This function keeps what an inquiry needs, wrapped: its ``batch`` under way, or its ``live`` tokens."""
    _write(_inquiry(inquiry, what), keyring().wrap(f"inquiry/{inquiry}/{what}", data))


def inquiry(inquiry_id: str, what: str) -> bytes:
    """This function returns what `keep_inquiry` kept."""
    return keyring().unwrap(f"inquiry/{inquiry_id}/{what}", _read(_inquiry(inquiry_id, what)))


def forget_inquiry(inquiry_id: str, what: str) -> None:
    """This function removes what `keep_inquiry` kept."""
    _inquiry(inquiry_id, what).unlink(missing_ok=True)
    if what == "live":
        _inquiry(inquiry_id, "lock").unlink(missing_ok=True)


def points(group: str) -> Path:
    """This function says where the cached points of the keys of a visibility group's holdings are."""
    return config().folder / "indexes" / "points" / group
