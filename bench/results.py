"""Results of measurements on disk, with the machine and the versions they were measured on."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "bench" / "results"
QUICK = "quick"
SHARED = ROOT.parent / "shared"
OWN = ("comity", "rapidfuzz", "anyascii", "numpy", "cryptography", "rbcl")


class LeftOut(Exception):
    """A measurement, or a peer's part of it, that cannot run here; its text is the reason, as the report prints it."""


def shared(*parts: str) -> Path:
    """The path of something in the folder of published data that may lie beside the project.

    Raises:
        LeftOut: It is not there.
    """
    path = SHARED.joinpath(*parts)
    if not path.exists():
        raise LeftOut(f"needs the published data `../shared/{'/'.join(parts)}`, which is not part of the project")
    return path


def machine() -> dict[str, Any]:
    """What a figure depends on: processor, cores, memory, system, Python and our versions."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": _system(),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in OWN},
    }


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, kernel {'.'.join(platform.release().split('.')[:2])}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def busy(seconds: float = 1.0) -> float:
    """The share of all cores that other programs keep busy, while this one waits; 0 where the system does not tell."""
    try:
        before = _ticks()
        time.sleep(seconds)
        after = _ticks()
    except (OSError, ValueError):
        return 0.0
    idle, every = after[0] - before[0], after[1] - before[1]
    return 1 - idle / every if every else 0.0


def _ticks() -> tuple[int, int]:
    fields = [int(field) for field in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return fields[3] + fields[4], sum(fields)


def keep(
    name: str, found: dict[str, Any], *, quick: bool, seconds: float, busy: float = 0.0, folder: Path = FOLDER
) -> None:
    """Writes what a measurement found; what ``--quick`` found goes into a folder of its own."""
    folder = folder / QUICK if quick else folder
    folder.mkdir(parents=True, exist_ok=True)
    whole = {
        "name": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "seconds": round(seconds, 1),
        "busy_before": round(busy, 2),
        "machine": machine(),
        "found": found,
    }
    (folder / f"{name}.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def kept(name: str, folder: Path = FOLDER) -> dict[str, Any] | None:
    """What a measurement found last, or None."""
    path = folder / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def without_places(text: str) -> str:
    """A text without the folders of this machine."""
    text = text.replace(f"{ROOT}/", "").replace(f"{ROOT.parent}/", "../")
    return re.sub(r"(?<![\w./])/(?:[\w.+@-]+/)+", "…/", text)


def say(text: str) -> None:
    """Prints a line of progress, on standard error."""
    print(text, file=sys.stderr, flush=True)
