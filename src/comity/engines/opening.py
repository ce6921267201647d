"""Which engines there are, what each needs, and how one is opened. Nothing of an extra is imported from here."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from comity.engines.engine import DISK_BYTES, MEMORY_BYTES, Engine
from comity.kernel import ComityError, InvalidInput

ENGINES = ("duckdb", "spark")
NEEDED = {
    "analysis": ("ibis", "duckdb", "pyarrow", "statsmodels", "ruptures", "scipy", "typst"),
    "duckdb": ("ibis", "duckdb", "pyarrow"),
    "spark": ("ibis", "pyarrow", "pyspark"),
}
"""The libraries behind each engine, and behind analysis as a whole."""


def missing(name: str = "analysis") -> ComityError | None:
    """This function returns what is missing here for an engine, or for ``analysis`` as a whole; none when it is there.

    Args:
        name: ``duckdb``, ``spark`` or ``analysis``.

    Raises:
        InvalidInput: there is no such engine.
    """
    if name not in NEEDED:
        raise InvalidInput(f"Engine {name!r}", "is not known", "Choose duckdb or spark.", code="engines.engine.unknown")
    extra = "spark" if name == "spark" else "analysis"
    absent = [library for library in NEEDED[name] if find_spec(library) is None]
    if absent:
        return InvalidInput(
            "Analysis" if extra == "analysis" else "Analysis on Spark",
            f"is not installed here ({', '.join(absent)} missing)",
            f"Install it with: pip install 'comity[{extra}]'",
            code=f"engines.{extra}.missing",
        )
    if name == "spark" and not _java():
        return InvalidInput(
            "Analysis on Spark",
            "needs Java 17, which is not installed here",
            "Install it (Debian: apt-get install openjdk-17-jre-headless), or use --engine duckdb.",
            code="engines.java.missing",
        )
    return None


def open_engine(
    name: str = "duckdb", *, memory_bytes: int = MEMORY_BYTES, disk_bytes: int = DISK_BYTES, folder: Path | None = None
) -> Engine:
    """This function returns an open engine; close it, or use it as a context manager.

    Args:
        name: ``duckdb`` (in this process) or ``spark`` (in a Java process of this machine, one for all engines).
        memory_bytes: what it may take beside what it gives back; Spark never takes less than 1 GiB, and keeps what the
            first engine of the process asked for.
        disk_bytes: what DuckDB may put into its folder; Spark takes what it needs.
        folder: where it makes a folder of its own for what does not fit, gone when it closes; else among the system's
            temporary ones.

    Raises:
        InvalidInput: there is no such engine, or what it needs is not installed.
    """
    if absent := missing(name):
        raise absent
    if name == "spark":
        from comity.engines.spark import Spark

        return Spark(memory_bytes, folder)
    from comity.engines.duck import Duck

    return Duck(memory_bytes, disk_bytes, folder)


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and (Path(home) / "bin" / "java").is_file()))
