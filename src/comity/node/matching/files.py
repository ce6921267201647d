"""The slice's files: written whole or not at all, secret ones wrapped under the node's keys.

Names are made of ids of ours and of node ids that were read from accepted cards; nothing that a partner says now is
part of a path.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from comity.crypto import oprf
from comity.kernel import UnreadableFile
from comity.linkage.points import Points
from comity.node.runtime import config, keyring


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile(
            path.name, "a file of the node is missing", "A new epoch makes it anew", code="matching.file.missing"
        ) from None


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


def keep_own(epoch: str, partner: str, sequence: int, *, index: bytes, state: bytes, delta: bytes | None) -> None:
    """This function keeps a partner's index, the state behind it and the delta that led to it."""
    context = f"own-index/{epoch}/{partner}"
    _write(_own(epoch, partner, sequence, "index"), index)
    _write(_own(epoch, partner, sequence, "state"), keyring().wrap(context, state))
    if delta is not None:
        _write(_own(epoch, partner, sequence, "delta"), delta)


def own_index(epoch: str, partner: str, sequence: int) -> bytes:
    """This function returns the entries of a partner's index."""
    return _read(_own(epoch, partner, sequence, "index"))


def own_state(epoch: str, partner: str, sequence: int) -> bytes:
    """This function returns the state behind a partner's index."""
    return keyring().unwrap(f"own-index/{epoch}/{partner}", _read(_own(epoch, partner, sequence, "state")))


def own_delta(epoch: str, partner: str, sequence: int) -> bytes:
    """This function returns one delta of a partner's index."""
    return _read(_own(epoch, partner, sequence, "delta"))


def forget_own(epoch: str, partner: str, sequence: int, *, delta: int = 0) -> None:
    """This function removes what an older sequence left, and one delta that is too old."""
    for what in ("index", "state"):
        _own(epoch, partner, sequence, what).unlink(missing_ok=True)
    if delta:
        _own(epoch, partner, delta, "delta").unlink(missing_ok=True)


def forget_epoch(epoch: str) -> None:
    """This function removes every file of an epoch of this node."""
    folder = config().folder / "indexes" / "own" / epoch
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()


def _partners(partner: str, epoch: str, sequence: int) -> Path:
    return config().folder / "indexes" / "partners" / f"{partner}.{epoch}.{sequence}.index"


def keep_partner_index(partner: str, epoch: str, sequence: int, body: bytes) -> None:
    """This function keeps a partner's index."""
    _write(_partners(partner, epoch, sequence), body)


def partner_index(partner: str, epoch: str, sequence: int) -> bytes:
    """This function returns a partner's index."""
    return _read(_partners(partner, epoch, sequence))


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


def points() -> Points:
    """This function returns the cached points of this node's own keys; a broken cache counts as empty."""
    path = config().folder / "indexes" / "points.bin"
    try:
        return Points(path.read_bytes()) if path.is_file() else Points()
    except UnreadableFile:
        return Points()


def keep_points(cached: Points) -> None:
    """This function keeps the cached points."""
    _write(config().folder / "indexes" / "points.bin", cached.to_bytes())
