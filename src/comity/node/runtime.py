"""What the running node has once: its settings, limits, clock and keys."""

from __future__ import annotations

from functools import cache

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


@cache
def keyring() -> Keyring:
    """This function opens the node's keys with its passphrase, once.

    Raises:
        UnreadableFile: no keys, no passphrase, or the wrong one.
    """
    return Keyring.from_bytes((config().folder / KEYRING).read_bytes(), config().passphrase())


def save_keyring() -> None:
    """This function writes the node's keys back, whole or not at all."""
    path = config().folder / KEYRING
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(keyring().to_bytes(config().passphrase()))
    fresh.replace(path)
