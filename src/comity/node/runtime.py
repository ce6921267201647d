"""What the running node has once: its settings, limits, clock and keys."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from comity.crypto.keyring import Keyring
from comity.kernel import Clock, Limits, SystemClock, new_id
from comity.node.config import NodeConfig, current

KEYRING = "keys/node.keys"
_clock: Clock = SystemClock()


@cache
def config() -> NodeConfig:
    """This function returns the settings of this node."""
    return current()


def limits() -> Limits:
    """This function returns the limits of this node."""
    return config().limits


def clock() -> Clock:
    """This function returns the clock that everything at this node goes by."""
    return _clock


def set_clock(clock: Clock) -> None:
    """This function replaces the node's clock, for tests and simulations."""
    global _clock  # noqa: PLW0603 -- the one place where the process's clock is kept
    _clock = clock


def make_id() -> str:
    """This function makes a new id of ours: UUIDv7 in text."""
    return new_id(_clock.now())


def node_id() -> str:
    """This function returns the id of this node."""
    return config().node


def keyring() -> Keyring:
    """This function returns the node's keys, opened with its passphrase; anew after another process changed them.

    Raises:
        UnreadableFile: no keys or no passphrase.
        Refused: the wrong passphrase.
    """
    path = config().folder / KEYRING
    return _opened(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _opened(path: Path, _written: int) -> Keyring:
    return Keyring.from_bytes(path.read_bytes(), config().passphrase())


def change_keyring(change: Callable[[Keyring], Keyring]) -> bool:
    """This function changes the node's keys and writes them, whole or not at all; one process at a time.

    Args:
        change: takes the keys as they are now; returns the same object where nothing is to be done.

    Returns:
        whether anything changed.
    """
    path = config().folder / KEYRING
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = keyring()
        after = change(before)
        if after is before:
            return False
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        with fresh.open("wb") as file:
            file.write(after.to_bytes(config().passphrase()))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    return True
