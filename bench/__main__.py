"""Everything that is measured, one after the other: ``make bench``.

Each measurement is a command of its own and can be run alone; data kept beside the project is used where it is there.
Machines are noisy: run it twice before you believe a figure, and compare ratios.
"""

from __future__ import annotations

import platform
import shlex
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
COMITY = Path(sys.executable).with_name("comity")
RUNS = {
    "private hit/no-hit, 10,000 keys a side": [COMITY, "bench", "hitnohit", "--left", "10000", "--right", "10000"],
    "recall and precision of keys and scores on simulated regions": [sys.executable, HERE / "recall.py"],
    "a node's memory when idle": [sys.executable, HERE / "footprint.py"],
    "names across scripts, beside rapidfuzz on anyascii": [sys.executable, HERE / "names.py"],
    "linkage on labelled pairs": [
        sys.executable, SHARED / "tools" / "score_linkage.py", "--command", f"{shlex.quote(str(COMITY))} link",
        "--febrl", SHARED / "data" / "linkage" / "febrl",
        "--pairs", SHARED / "data" / "names" / "pairs_dev.csv",
        "--pool", SHARED / "data" / "names" / "pool_latin.csv",
    ],
}  # fmt: skip


def main() -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}, comity {metadata.version('comity')}")
    failed = []
    for title, command in RUNS.items():
        missing = [
            str(part) for part in command if isinstance(part, Path) and SHARED in part.parents and not part.exists()
        ]
        print(f"\n## {title}\n", flush=True)
        if missing:
            print(f"left out: needs {', '.join(missing)}")
            continue
        started = time.monotonic()
        if subprocess.run([str(part) for part in command], check=False).returncode:
            failed.append(title)
        print(f"({time.monotonic() - started:.0f} s)")
    if failed:
        sys.exit(f"failed: {'; '.join(failed)}")


if __name__ == "__main__":
    main()
