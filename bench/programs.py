"""Programs that print one JSON document: ours, the peers' and the scorers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.results import LeftOut, without_places

COMITY = Path(sys.executable).with_name("comity")


def told(command: Sequence[str | Path], *, seconds: float = 900) -> Any:
    """What a program prints, read as JSON; its temporary files go with it.

    Raises:
        LeftOut: It failed, or took longer than the seconds; with the last line that it wrote to standard error.
    """
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as scratch:
        try:
            done = subprocess.run(
                [str(part) for part in command], check=False, capture_output=True, text=True, timeout=seconds,
                env={**os.environ, "TMPDIR": scratch},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise LeftOut(f"`{_short(command)}` took longer than {seconds:.0f} s") from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        reason = without_places(lines[-1])[:200].rstrip(".") if lines else "it said nothing"
        raise LeftOut(f"`{_short(command)}` failed: {reason}")
    return json.loads(done.stdout)


def _short(command: Sequence[str | Path]) -> str:
    return without_places(" ".join(map(str, command)))[:160]
