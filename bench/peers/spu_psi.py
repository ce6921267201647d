"""SecretFlow SPU's RR22 (VOLE-based) between two processes over loopback: prints what it cost, as one JSON document.

Sets of equal size only, both parties at work at the same time; items are read from and written to CSV files, as its
command does.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import time
from pathlib import Path

from spu import libspu, psi

NAMES = ("left", "right")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--left", type=int, required=True)
    parser.add_argument("--right", type=int, required=True)
    asked = parser.parse_args()
    out = os.dup(1)
    os.dup2(2, 1)
    common = min(asked.left, asked.right) // 2
    with tempfile.TemporaryDirectory(prefix="spu-psi-") as scratch:
        folder = Path(scratch)
        for name, size in zip(NAMES, (asked.left, asked.right), strict=True):
            items = [f"common {i}" for i in range(common)] + [f"{name} {i}" for i in range(size - common)]
            folder.joinpath(f"{name}.csv").write_text("id\n" + "".join(f"{i}\n" for i in items), encoding="ascii")
        ports = [_free_port() for _ in NAMES]
        told = multiprocessing.get_context("spawn").Queue()
        parties = [
            multiprocessing.get_context("spawn").Process(target=party, args=(rank, ports, str(folder), told))
            for rank in range(2)
        ]
        for each in parties:
            each.start()
        found = [told.get(timeout=550) for _ in parties]
        for each in parties:
            each.join()
        with folder.joinpath("found.csv").open(encoding="ascii", newline="") as file:
            right = sorted(row["id"] for row in csv.DictReader(file)) == sorted(f"common {i}" for i in range(common))
    whole = {
        "seconds": max(f["seconds"] for f in found),
        "cpu_seconds": sum(f["cpu_seconds"] for f in found),
        "peak_memory_bytes": max(f["peak_memory_bytes"] for f in found),
        "correct": right,
    }
    os.write(out, json.dumps(whole).encode("ascii"))


def party(rank: int, ports: list, folder: str, told: multiprocessing.Queue) -> None:
    desc = libspu.link.Desc()
    for name, port in zip(NAMES, ports, strict=True):
        desc.add_party(name, f"127.0.0.1:{port}")
    desc.recv_timeout_ms = 500_000
    link = libspu.link.create_brpc(desc, rank)
    before, started = _cpu(), time.perf_counter()
    psi.psi_execute(
        psi.PsiExecuteConfig(
            protocol_conf=psi.PsiProtocolConfig(protocol=psi.PsiProtocol.PROTOCOL_RR22),
            input_params=psi.InputParams(path=f"{folder}/{NAMES[rank]}.csv", selected_keys=["id"], keys_unique=True),
            output_params=psi.OutputParams(path=f"{folder}/{'found' if rank == 0 else 'none'}.csv"),
        ),
        link,
    )
    told.put(
        {
            "seconds": time.perf_counter() - started,
            "cpu_seconds": _cpu() - before,
            "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
    link.stop_link()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
