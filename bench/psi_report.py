"""What the set intersections cost, in tables and sentences that follow from the numbers."""

from __future__ import annotations

from typing import Any

from bench.markdown import count, figure, megabytes, table
from bench.picture import curves

Found = dict[str, Any]
PICTURE = "set-intersection.svg"
PICTURE_TITLE = "Seconds of a private set intersection by the number of keys a side"
WAYS = {
    "openmined-psi, two processes": "openmined-psi with a process for each party",
    "openmined-psi, one process": "openmined-psi in one process",
    "SPU RR22": "SPU's RR22, a batch between two parties that are both there,",
}


def section(found: Found) -> str:
    rows = []
    for row in found["rows"]:
        own = row["engines"]["Comity"]
        for name, told in row["engines"].items():
            low, high = told["spread"]
            rows.append(
                [
                    f"{count(row['size'])} × {count(row['size'])}, {name}",
                    figure(told["seconds"]),
                    f"{figure(low)}–{figure(high)}" if row["repeats"] > 1 else "one run",
                    "" if name == "Comity" else figure(told["seconds"] / own["seconds"], 2),
                    figure(told["cpu_seconds"]),
                    megabytes(told["peak_memory_bytes"]),
                    megabytes(told.get("bytes")),
                    "right" if told["correct"] else "WRONG",
                ]
            )
    heads = ["keys a side, who", "seconds", "range", "times ours", "CPU seconds", "peak memory", "sent", "answer"]
    parts = [_about(), table(heads, rows), _memory_note(), f"![{PICTURE_TITLE}](pictures/{PICTURE})"]
    parts += [*_sizes(found), *_few(found)]
    parts += [f"{name} is missing: {reason}." for name, reason in found["missing"].items()]
    return "\n\n".join(parts) + "\n"


def headlines(found: Found) -> list[str]:
    said = []
    for row in found["rows"]:
        own = row["engines"]["Comity"]
        peers = [
            f"{name} {figure(told['seconds'])} s ({figure(told['seconds'] / own['seconds'], 2)} times as long)"
            for name, told in row["engines"].items()
            if name != "Comity"
        ]
        right = "same answer" if all(told["correct"] for told in row["engines"].values()) else "ANSWERS DIFFER"
        beside = f"; {', '.join(peers)}; {right}" if peers else ""
        said.append(f"{count(row['size'])} × {count(row['size'])} keys: Comity {figure(own['seconds'])} s{beside}.")
    return said


def pictures(found: Found) -> dict[str, str]:
    series: dict[str, list[tuple[float, float]]] = {}
    for row in found["rows"]:
        for name, told in row["engines"].items():
            series.setdefault(name, []).append((row["size"], told["seconds"]))
    drawn = curves(series, across="keys a side", up="seconds", title=PICTURE_TITLE)
    return {PICTURE: drawn} if drawn else {}


def _about() -> str:
    return (
        "Both sides hold the same number of keys, half of them common, and nothing is cached. Comity is `comity bench "
        "hitnohit`: two nodes over loopback HTTP, from keys in memory to hits, with its database, signatures and "
        "ledger. openmined-psi is a library: its messages are serialised and carried through a pipe. SPU's RR22 is a "
        "batch: both sides are at work at the same time, every time."
    )


def _memory_note() -> str:
    return (
        "Peak memory is that of the largest process, on whichever side. “Times ours” above 1 means that the peer took "
        "longer."
    )


def _sizes(found: Found) -> list[str]:
    heads = ["keys a side", "index keys/s", "index bytes/key", "check s", "update of 1 %", "one subject p50", "p99"]
    rows = []
    for row in found["rows"]:
        own = row["engines"]["Comity"]
        rows.append(
            [
                count(row["size"]),
                figure(row["size"] / own["index_seconds"], 2),
                figure(own["index_bytes"] / row["size"], 3),
                figure(own["check_seconds"]),
                f"{figure(100 * own['update_seconds'] / own['index_seconds'], 2)} % of the first build",
                f"{figure(own['single_p50_ms'], 2)} ms",
                f"{figure(own['single_p99_ms'], 2)} ms",
            ]
        )
    said = (
        "Comity's own parts. The index is made once an epoch and kept by the partner; afterwards a check and an update "
        "are all that is paid."
    )
    return [said, table(heads, rows)]


def _few(found: Found) -> list[str]:
    few = found.get("few")
    if not few:
        return []
    peer = f"; openmined-psi {figure(few['peer_ms'], 2)} ms, after its set-up" if few["peer_ms"] else ""
    what = f"{few['asked']} keys checked at once against {count(few['against'])}"
    ours = f"Comity {figure(few['ours_ms'], 2)} ms over HTTP, with its permissions, signatures, budget and ledger"
    return [f"{what}: {ours}, after an index made in {figure(few['ours_index_seconds'], 2)} s{peer}."]


def losses(found: Found) -> list[str]:
    """One sentence for each peer and each thing that it does better, with the sizes at which it does.

    openmined-psi in one process does the same work as in two, so that only its time is said again.
    """
    said = []
    for name, title in WAYS.items():
        rows = [row for row in found["rows"] if name in row["engines"]]
        for what, better, shown in BETTER[:1] if name.endswith("one process") else BETTER:
            lost = []
            for row in rows:
                own, told = row["engines"]["Comity"].get(what), row["engines"][name].get(what)
                if own and told and told < own:
                    lost.append(f"{shown(told)} beside {shown(own)} with {count(row['size'])} keys")
            if lost:
                said.append(f"{title} {better}: {'; '.join(lost)}.")
    few = found.get("few")
    if few and few["peer_ms"] and few["peer_ms"] < few["ours_ms"]:
        said.append(
            f"For {few['asked']} keys against {count(few['against'])}, openmined-psi alone answers in "
            f"{figure(few['peer_ms'], 2)} ms, Comity's whole check takes {figure(few['ours_ms'], 2)} ms."
        )
    return said


def _seconds(value: float) -> str:
    return f"{figure(value, 2)} s"


BETTER = (
    ("seconds", "is faster", _seconds),
    ("cpu_seconds", "needs fewer CPU seconds", _seconds),
    ("bytes", "sends less", megabytes),
    ("peak_memory_bytes", "holds less memory", megabytes),
)
