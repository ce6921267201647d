"""What `comity.flows.tables` counts, counted once more in plain Python: slow, and easy to see through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

Row = dict[str, Any]


def ordered(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    """Nulls last."""
    return sorted(rows, key=lambda row: [(row[key] is None, 0 if row[key] is None else row[key]) for key in keys])


def counted(records: Iterable[Row], kinds: Sequence[str] = ("drug",)) -> list[Row]:
    return [row for row in records if row["counted"] and row["kind"] in kinds]


def kilograms(rows: Iterable[Row], column: str = "kilograms") -> float:
    """To the microgram."""
    return float(
        sum(
            Fraction(int(Fraction(row[column]) * 10**9 + Fraction(1, 2)), 10**9)
            for row in rows
            if row[column] is not None
        )
    )


def grouped(rows: Iterable[Row], by: Sequence[str]) -> dict[tuple[Any, ...], list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in by)].append(row)
    return groups if by else {(): list(rows)}


def counts(records: Iterable[Row], by: Sequence[str] = ()) -> list[Row]:
    found = []
    for key, rows in grouped(counted(records), by).items():
        bounded = [
            {**row, **{bound: row["kilograms"] if row[bound] is None else row[bound] for bound in BOUNDS}}
            for row in rows
        ]
        found.append(
            {
                **dict(zip(by, key, strict=True)),
                "seizures": len({row["seizure_id"] for row in rows}),
                "things": len(rows),
                "kilograms": kilograms(rows),
                **{bound: kilograms(bounded, bound) for bound in BOUNDS},
                "imputed_kilograms": kilograms(row for row in rows if row["imputed"]),
                "unweighed": sum(row["kilograms"] is None for row in rows),
            }
        )
    return ordered(found, by)


BOUNDS = ("kilograms_low", "kilograms_high")


def known_routes(records: Iterable[Row], by: Sequence[str] = ()) -> list[Row]:
    found = []
    for key, rows in grouped(counted(records), by).items():
        known = [row for row in rows if row["departure"] and row["destination"]]
        seizures, with_route = (len({row["seizure_id"] for row in part}) for part in (rows, known))
        found.append(
            {
                **dict(zip(by, key, strict=True)),
                "seizures": seizures,
                "with_route": with_route,
                "share": with_route / seizures if seizures else None,
                "kilograms": kilograms(rows),
                "kilograms_with_route": kilograms(known),
                "share_of_kilograms": kilograms(known) / kilograms(rows) if kilograms(rows) else None,
            }
        )
    return ordered(found, by)


def ways(row: Row, level: str) -> set[tuple[str, str, str]]:
    """Legs and the whole route of one row: kind, origin, destination."""
    departure, destination = row["departure"], row["destination"]
    if level == "province":
        departure = row["departure_province"] or departure
        destination = row["destination_province"] or destination
    chain = [row["producing"], departure, *(row["transit"] or "").split(";"), destination]
    chain = [point for point in chain if point]
    found = {("leg", one, next_) for one, next_ in pairwise(chain) if not _same(one, next_)}
    return found | ({("whole", departure, destination)} if departure and destination else set())


def _same(one: str, other: str) -> bool:
    """A country and a province of its own are not two places."""
    return one == other or one.split("-", maxsplit=1)[0] == other or other.split("-", maxsplit=1)[0] == one


def relations(records: Iterable[Row], level: str = "country", by: Sequence[str] = ()) -> list[Row]:
    groups = defaultdict(list)
    for row in counted(records):
        for way in ways(row, level):
            groups[tuple(row[key] for key in by), way].append(row)
    found = [
        {
            **dict(zip(by, key, strict=True)),
            "kind": kind,
            "origin": origin,
            "destination": destination,
            "relations": len({row["seizure_id"] for row in rows}),
            "weighed": len({row["seizure_id"] for row in rows if row["kilograms"] is not None}),
            "kilograms": kilograms(rows),
            "months": len({(row["year"], row["month"]) for row in rows if row["year"] and row["month"]}),
        }
        for (key, (kind, origin, destination)), rows in groups.items()
    ]
    found = [{**row, "falling": -row["relations"]} for row in found]
    found = ordered(found, [*by, "kind", "falling", "origin", "destination"])
    return [{key: value for key, value in row.items() if key != "falling"} for row in found]


def heaviest(records: Iterable[Row], n: int) -> list[tuple[str, float]]:
    weights = {key[0]: kilograms(rows) for key, rows in grouped(counted(records), ["seizure_id"]).items()}
    return sorted(((one, kg) for one, kg in weights.items() if kg), key=lambda pair: (-pair[1], pair[0]))[:n]
