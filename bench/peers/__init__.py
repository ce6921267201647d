"""The peers beside us: an environment for each under ``.venv-peers``, made from ``requirements/peers-NAME.txt``.

Their versions clash with ours and with each other's, so nothing of them is in the base or in the tests. The other files
of this folder are the peers' sides of the measurements: programs that run in those environments and import only the
peer and the standard library.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterable
from pathlib import Path

from bench.results import ROOT, LeftOut, say, without_places

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / ".venv-peers"
REQUIREMENTS = ROOT / "requirements"
NAMES = tuple(sorted(path.stem.removeprefix("peers-") for path in REQUIREMENTS.glob("peers-*.txt")))
_REASON = "not-installed.txt"


def python(name: str) -> Path:
    """The interpreter of a peer's environment, which is made where it is missing.

    Raises:
        LeftOut: The peer cannot be installed here; the reason is the installer's.
    """
    _make(name)
    reason = FOLDER / name / _REASON
    if reason.is_file():
        raise LeftOut(reason.read_text(encoding="utf-8").strip())
    return FOLDER / name / "bin" / "python"


def command(name: str, program: str) -> str:
    """A peer's program as the shared scorers take it: interpreter and file."""
    return f"{python(name)} {HERE / program}"


def versions(name: str, *packages: str) -> dict[str, str]:
    """What versions a peer's environment holds."""
    asked = f"from importlib.metadata import version; print(*[version(p) for p in {packages!r}])"
    told = subprocess.run([python(name), "-c", asked], check=True, capture_output=True, text=True, timeout=60)
    return dict(zip(packages, told.stdout.split(), strict=True))


def make_all(names: Iterable[str]) -> int:
    """Makes the environments that are missing, with a line for each; what cannot be installed is told and left out."""
    missing = 0
    for name in names:
        started = time.monotonic()
        try:
            python(name)
        except LeftOut as reason:
            missing += 1
            say(f"peer {name}: cannot be installed here: {reason}")
        else:
            say(f"peer {name}: ready ({time.monotonic() - started:.0f} s)")
    return 1 if missing else 0


def _make(name: str) -> None:
    requirements = REQUIREMENTS / f"peers-{name}.txt"
    folder = FOLDER / name
    stamp = folder / ".ready-for"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    say(f"peer {name}: installing {requirements.relative_to(ROOT)}")
    venv.create(folder, with_pip=True, symlinks=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        done = subprocess.run(
            [*pip, "--require-hashes", "-r", requirements], check=False, capture_output=True, text=True, timeout=900
        )
        reason = _why(done.stderr) if done.returncode else ""
    except subprocess.TimeoutExpired:
        reason = "the installation took longer than 15 minutes"
    if reason:
        (folder / _REASON).write_text(f"{name}: {reason}\n", encoding="utf-8")
    else:
        stamp.write_text(wanted, encoding="ascii")


def _why(complaints: str) -> str:
    lines = [line.strip() for line in complaints.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "× ", "fatal"))]
    return without_places((errors or lines or ["the installer gave no reason"])[-1])[:300].rstrip(".")


if __name__ == "__main__":
    sys.exit(make_all(NAMES))
