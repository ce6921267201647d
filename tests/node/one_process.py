"""What a process keeps for its one node, put aside and taken up when another node is here (`tests.node.three`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connections
from django.db.utils import load_backend

from comity.node import runtime
from comity.node.config import NodeConfig


def memories() -> list[Any]:
    from comity.node.audit import heartbeat, witnessing
    from comity.node.matching import publishing
    from comity.node.messaging import comparing

    return [witnessing._found, heartbeat._compared, comparing._compared, publishing._under_way]


def leave(node: Any) -> None:
    if node is not None:
        node.kept["memories"] = [each.copy() for each in memories()]
        for each in memories():
            each.clear()


def enter(node: Any) -> None:
    if node is None:
        return
    _now_here[:] = [node.config]
    runtime.config.cache_clear()
    connections["default"] = node.kept["connection"]
    for memory, kept in zip(memories(), node.kept.get("memories", ()), strict=False):
        memory.update(kept)


_now_here: list[NodeConfig] = []


@contextmanager
def process_of_many_nodes() -> Iterator[None]:
    """In here settings, keys and connection, of which a process keeps one, follow the node that is here."""
    before = runtime.current, runtime._opened, connections["default"]
    runtime.current = lambda: _now_here[0]
    runtime._opened = lru_cache(maxsize=32)(runtime._opened.__wrapped__)
    try:
        yield
    finally:
        runtime.current, runtime._opened, connections["default"] = before
        _now_here.clear()
        runtime.config.cache_clear()
        cache.clear()


def connection(name: str) -> Any:
    """A connection to another database of the engine under test, without waiting for the disk."""
    settings = connections.settings["default"] | {"NAME": name}
    options = dict(settings["OPTIONS"])
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    return load_backend(settings["ENGINE"]).DatabaseWrapper(settings | {"OPTIONS": options}, "default")


def is_sqlite() -> bool:
    return "sqlite" in connections.settings["default"]["ENGINE"]


def copied(source: str, name: str, folder: Path) -> str:
    """A copy of a database whose connections are closed."""
    if is_sqlite():
        target = folder / f"{name}.sqlite3"
        for rest in folder.glob(f"{name}.sqlite3*"):
            rest.unlink()
        with sqlite3.connect(source) as given, sqlite3.connect(target) as taken:
            given.backup(taken)
        return str(target)
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    return name
