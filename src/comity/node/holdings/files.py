"""Files that wait for their import, in the node's folder under names of ours."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from comity.kernel import Conflicting
from comity.node.runtime import clock, config

KEPT = timedelta(days=1)


def _folder() -> Path:
    folder = config().folder / "files" / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(import_id: str, suffix: str) -> Path:
    return _folder() / f"{import_id}.{suffix}"


def keep(import_id: str, stream: BinaryIO) -> None:
    """This function keeps a copy of a file until it is imported or a day has passed."""
    target = _path(import_id, "file")
    target.touch(mode=0o600)
    with target.open("wb") as out:
        shutil.copyfileobj(stream, out)


def path(import_id: str) -> Path:
    """This function returns where a kept file is.

    Raises:
        Conflicting: it is not kept any more.
    """
    found = _path(import_id, "file")
    if not found.is_file():
        raise Conflicting("import", "its file is not kept any more", "Upload it again", code="holdings.import.gone")
    return found


def is_kept(import_id: str) -> bool:
    """This function tells whether an import's file is still kept."""
    return _path(import_id, "file").is_file()


def forget(import_id: str) -> None:
    """This function removes what is kept of an import."""
    _path(import_id, "file").unlink(missing_ok=True)


def forget_old() -> int:
    """This function removes what has been kept for a day, and returns how many imports were concerned."""
    old = (clock().now() - KEPT).timestamp()
    stale = [p for p in _folder().iterdir() if p.stat().st_mtime < old]
    for each in stale:
        each.unlink(missing_ok=True)
    return len({p.stem for p in stale})
