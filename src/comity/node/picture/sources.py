"""Where the picture is counted from: this node's records of seizures, kept in an engine while none of them changes.

Seizures that were agreed to be joint and that a partner counts are among the records, marked as not counted. The engine
is of the whole process: who asks waits for who asked before. What does not fit into its memory goes to the node's
folder.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from comity.engines import Engine, open_engine
from comity.flows.records import COLUMNS
from comity.node.runtime import config, limits
from comity.node.seizures import queries as seizures

if TYPE_CHECKING:
    import ibis.expr.types as ir

FOLDER = "analysis"
"""In the node's folder."""


@dataclass(frozen=True, slots=True)
class _Kept:
    node: str
    revision: int
    engine: Engine
    table: ir.Table


_lock = RLock()
_kept: list[_Kept] = []


@contextmanager
def records() -> Iterator[tuple[Engine, ir.Table]]:
    """This function gives an engine and the table of records (`comity.flows.records`) in it, while the block runs.

    Raises:
        InvalidInput: what analysis needs is not installed.
        Exhausted: the records do not fit into what the node gives to analysis.
    """
    with _lock:
        revision = seizures.revision()
        if not _kept or (_kept[0].node, _kept[0].revision) != (config().node, revision):
            forget()
            _kept.append(_opened(revision))
        yield _kept[0].engine, _kept[0].table


def forget() -> None:
    """This function lets go of the engine and what it holds."""
    with _lock:
        while _kept:
            _kept.pop().engine.close()


def _opened(revision: int) -> _Kept:
    folder = config().folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    allowed = limits()
    engine = open_engine(memory_bytes=allowed.analysis_bytes, disk_bytes=allowed.analysis_disk_bytes, folder=folder)
    try:
        return _Kept(config().node, revision, engine, engine.table("records", COLUMNS, seizures.lines()))
    except BaseException:
        engine.close()
        raise


atexit.register(forget)
