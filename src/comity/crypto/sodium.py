"""The bundled libsodium of ``rbcl``, loaded without leaving a copy of it behind.

``rbcl`` writes its library (2.8 MB) to a temporary file at every import and leaves it there. Here it is written to a
private folder of this process and removed as soon as it is mapped. A process killed between the two leaves its folder;
the next one that starts removes the folders of processes that are no more.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

_PREFIX = "comity-sodium-"
_FOLDER = re.compile(rf"{_PREFIX}(\d+)-\w+")


def remove_stale(folder: Path) -> int:
    """This function removes what killed processes of this user left behind and returns how many they were."""
    removed = 0
    for path in folder.glob(f"{_PREFIX}*"):
        match = _FOLDER.fullmatch(path.name)
        if match is None or path.is_symlink() or not path.is_dir() or path.stat().st_uid != os.getuid():
            continue
        if not _alive(int(match[1])):
            shutil.rmtree(path, ignore_errors=True)
            removed += 1
    return removed


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _load() -> Any:
    root = Path(tempfile.gettempdir())
    remove_stale(root)
    private = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=root)
    before = tempfile.tempdir
    tempfile.tempdir = private
    try:
        from rbcl import rbcl  # its import is what writes the file
    finally:
        tempfile.tempdir = before
        shutil.rmtree(private, ignore_errors=True)
    return rbcl._sodium  # noqa: SLF001 -- the bare library: whole batches pass through it without a check for each point


def _typed(name: str, arguments: int) -> Any:
    function = getattr(_library, name)
    function.argtypes = [ctypes.c_void_p] * arguments
    function.restype = ctypes.c_int
    return function


_library = _load()
scalarmult = _typed("crypto_scalarmult_ristretto255", 3)
scalarmult_base = _typed("crypto_scalarmult_ristretto255_base", 2)
from_hash = _typed("crypto_core_ristretto255_from_hash", 2)
is_valid_point = _typed("crypto_core_ristretto255_is_valid_point", 1)
