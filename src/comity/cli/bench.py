"""``comity bench``: measures this installation against itself, two parties in two processes over loopback."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli.pair import Pair
from comity.cli.session import JsonOption, print_json
from comity.kernel import InvalidInput

_SINGLES = 300
_STEPS = 6


def add_to(app: typer.Typer) -> None:
    """This function adds the group to the command."""
    bench = typer.Typer(name="bench", no_args_is_help=True, help="Measure this installation.")
    bench.callback()(_nothing)
    bench.command()(hitnohit)
    app.add_typer(bench)


def _nothing() -> None:
    """Measure this installation."""


def hitnohit(
    left: Annotated[int, typer.Option(help="Keys of the asking party.")],
    right: Annotated[int, typer.Option(help="Keys of the other party.")],
    json: JsonOption = False,
) -> None:
    """Private hit/no-hit of two sets of keys; half of the smaller one is common, nothing is cached beforehand."""
    if min(left, right) < 2:
        raise InvalidInput("the bench", "each side needs two keys or more", code="bench.size")
    common = min(left, right) // 2
    with typer.progressbar(length=_STEPS, file=sys.stderr, label="Two nodes", hidden=not sys.stderr.isatty()) as bar:
        result = _measured(left, right, common, bar)
    if json:
        print_json(result)
        return
    for name, value in result.items():
        typer.echo(
            f"{name:20} {value:,}" if isinstance(value, int) and not isinstance(value, bool) else f"{name:20} {value}"
        )


def _measured(left: int, right: int, common: int, bar: Any) -> dict[str, Any]:
    def step(label: str) -> None:
        bar.label = label
        bar.update(1)

    with Pair() as pair:
        pair.left.do("make_keys", common=common, own=left - common)
        pair.right.do("make_keys", common=common, own=right - common)
        server = pair.serve()
        before = [side.do("used") for side in (pair.left, pair.right)]
        idle = _cpu(server)
        step("Index")
        index_seconds, fetched = _timed(lambda: (pair.right.do("bench_publish"), pair.left.do("bench_fetch"))[1])
        step("Check")
        check_seconds, checked = _timed(lambda: pair.left.do("bench_check"))
        step("Update")
        after = [side.do("used") for side in (pair.left, pair.right)]
        cpu = sum(b["cpu"] - a["cpu"] for a, b in zip(before, after, strict=True)) + _cpu(server) - idle
        update_seconds, _ = _timed(lambda: (pair.right.do("bench_update"), pair.left.do("bench_fetch")))
        step("One subject")
        single = sorted(pair.left.do("bench_single", times=_SINGLES)["milliseconds"])
        memory = max(*(side.do("used")["memory"] for side in (pair.left, pair.right)), _memory(server))
        step("Done")
    return {
        "left": left,
        "right": right,
        "common": common,
        "correct": checked["correct"],
        "index_seconds": round(index_seconds, 3),
        "check_seconds": round(check_seconds, 3),
        "update_seconds": round(update_seconds, 3),
        "cpu_seconds": round(cpu, 2),
        "index_bytes": fetched["bytes"],
        "request_bytes": checked["sent"],
        "response_bytes": checked["received"],
        "peak_memory_bytes": memory,
        "single_p50_ms": round(single[len(single) // 2], 2),
        "single_p99_ms": round(single[min(len(single) - 1, len(single) * 99 // 100)], 2),
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def _group(server: int) -> list[Path]:
    """This function returns what the system tells of a server and the processes that it started."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == server:
                found.append(path)
        except ProcessLookupError:
            continue
    return found


def _cpu(server: int) -> float:
    ticks = 0
    for path in _group(server):
        fields = (path / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(server: int) -> int:
    """This function returns the peak of the server's largest process."""
    most = 0
    for path in _group(server):
        for line in (path / "status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                most = max(most, int(line.split()[1]) * 1024)
    return most
