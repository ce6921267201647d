"""How big a node is: the base install on disk, and an idle node (web server and worker) in memory.

A fresh virtual environment is made from requirements/base.txt, as `make setup` does, and measured. Memory is the
proportional set size (PSS) where Linux tells it, so that pages which processes share count once; elsewhere the resident
set size.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
import venv
from pathlib import Path

import psutil

from bench.markdown import table
from comity.cli.demo.processes import Process, Shell, wait_until_answering

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 350 * 1_000_000
SETTLE_SECONDS = 5.0


def installed_bytes(folder: Path) -> int:
    """What a fresh base install takes on disk, in whole blocks, the interpreter's own environment included.

    As docs/production.md installs it: without the setuptools that Python 3.11 puts into every environment.
    """
    venv.create(folder, with_pip=True, symlinks=True)
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements" / "base.txt"], check=True, timeout=900)
    source = folder / "source"
    source.mkdir()
    for name in ("src", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        subprocess.run(["cp", "-r", ROOT / name, source], check=True)
    built = [*pip, "--require-hashes", "-r", ROOT / "requirements" / "build.txt", "--target", folder / "build"]
    subprocess.run(built, check=True, timeout=300)
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", source], check=True, timeout=300,
        env={"PYTHONPATH": str(folder / "build"), "PATH": f"{folder / 'bin'}:/usr/bin:/bin"},
    )  # fmt: skip
    subprocess.run([python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"], check=True, timeout=60)
    for name in ("source", "build"):
        subprocess.run(["rm", "-rf", folder / name], check=True)
    return _bytes(folder)


def _bytes(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


def memory_bytes(pids: list[int]) -> tuple[int, int]:
    """What processes and all that they started hold in memory: shared pages once, and shared pages each time."""
    once = each = 0
    for pid in pids:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            info = process.memory_full_info()
            once += getattr(info, "pss", info.rss)
            each += info.rss
    return once, each


def idle_node_bytes(folder: Path, *, port: int) -> tuple[int, int]:
    """What a fresh node holds in memory when its web server has answered and its worker has found nothing to do."""
    node, address = folder / "node", f"http://localhost:{port}"
    shell = Shell(folder / "shell.log")
    try:
        shell.run(
            "init", node, "--agency", "Footprint", "--country", "KH", "--address", address, "--port", port,
            "--no-behind-tls",
        )  # fmt: skip
    finally:
        shell.close()
    processes = [Process([what, "--node", str(node)], folder / f"{what}.log") for what in ("serve", "worker")]
    try:
        for process in processes:
            process.start()
        wait_until_answering(address, processes[0])
        time.sleep(SETTLE_SECONDS)
        return memory_bytes([process.pid for process in processes])
    finally:
        for process in processes:
            process.stop()


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-install", action="store_true", help="measure the memory alone, without a fresh install")
    parser.add_argument("--port", type=int, default=8899)


def measure(asked: argparse.Namespace) -> dict[str, int]:
    measured: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="comity-footprint-") as folder:
        if not (asked.no_install or asked.quick):
            measured["base_install_bytes"] = installed_bytes(Path(folder) / "venv")
        measured["idle_node_bytes"], measured["idle_node_rss_bytes"] = idle_node_bytes(Path(folder), port=asked.port)
    return measured


def section(found: dict[str, int]) -> str:
    said = {
        "base_install_bytes": "base install on disk, with its virtual environment",
        "idle_node_bytes": "idle node (web server and worker), shared pages once",
        "idle_node_rss_bytes": "idle node, resident sizes added up",
    }
    rows = [[said[name], f"{value / 1e6:.0f} MB"] for name, value in found.items()]
    return table(["what", "size"], rows) + f"\n\nThe limit for each is {LIMIT / 1e6:.0f} MB.\n"


def headlines(found: dict[str, int]) -> list[str]:
    disk = f"{found['base_install_bytes'] / 1e6:.0f} MB on disk and " if "base_install_bytes" in found else ""
    return [f"A node takes {disk}{found['idle_node_bytes'] / 1e6:.0f} MB of memory when idle."]
