"""Whether the worker runs: it leaves the time in a file, and the desk looks how old that is."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from comity.kernel.clock import parse_timestamp, timestamp
from comity.node.chores import chore
from comity.node.runtime import clock, config

EVERY = timedelta(seconds=20)
SILENCE = timedelta(minutes=3)
"""After this long without a sign the desk says that the worker does not run."""


def _file() -> Path:
    return config().folder / "worker.seen"


@chore("desk.pulse", every=EVERY)
def leave_sign() -> int:
    """This function leaves the time for the desk to find."""
    path = _file()
    fresh = path.with_suffix(".new")
    fresh.write_text(timestamp(clock().now()), encoding="ascii")
    fresh.replace(path)
    return 0


def last_sign() -> datetime | None:
    """This function returns when the worker was last seen, or None where it never was."""
    try:
        return parse_timestamp(_file().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def runs() -> bool:
    """This function tells whether the worker was seen lately."""
    seen = last_sign()
    return seen is not None and abs(clock().now() - seen) < SILENCE
