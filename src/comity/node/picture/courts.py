"""Persons who went to court for drugs, by year of the charge, outcome and province; published or whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.flows.disclosure import Cube, Dimension, Row, Shown, publish
from comity.kernel.purposes import Offence
from comity.node.picture.tables import Asked, K, Rows
from comity.node.prosecutions import queries as prosecutions
from comity.node.prosecutions.models import Outcome
from comity.node.runtime import config

DIMENSIONS = (
    Dimension("period", ("year",)), Dimension("place", ("province",)), Dimension("outcome", ("outcome",)),
)  # fmt: skip
DRUGS = frozenset((Offence.DRUG_TRAFFICKING.value, Offence.PRECURSORS.value))


@dataclass(frozen=True, slots=True)
class Courts:
    """What the courts' tables show.

    Args:
        total: persons charged, by year.
        outcomes, provinces: code and persons by year.
        merged_outcomes, merged_provinces: by year, what stands in no line.
    """

    total: tuple[Row, ...]
    outcomes: tuple[tuple[str, tuple[Row, ...]], ...]
    provinces: tuple[tuple[str, tuple[Row, ...]], ...]
    merged_outcomes: tuple[Row, ...] = ()
    merged_provinces: tuple[Row, ...] = ()


def charged() -> Rows:
    """This function counts persons charged with drug offences in this country, by year, province and outcome."""
    at = {name: place for place, name in enumerate(prosecutions.COLUMNS)}
    found: Counter[tuple[int, str, str]] = Counter()
    for row in prosecutions.lines():
        year, country = row[at["year"]], row[at["country"]]
        if year is not None and row[at["offence"]] in DRUGS and country in {None, config().country}:
            found[year, row[at["province"]] or "", row[at["outcome"]]] += row[at["persons"]]
    return [
        {"year": year, "province": province, "outcome": outcome, "persons": persons}
        for (year, province, outcome), persons in sorted(found.items())
    ]


def courts(rows: Rows, asked: Asked, years: Sequence[int]) -> Courts | None:
    """This function makes the tables of some years; None where nobody was charged in them.

    Args:
        rows: from `charged`.
        asked: the province, and whether whole; the drug is not known of a charge.
        years: of the tables.
    """
    if not any(row["year"] in years for row in rows):
        return None
    return _whole(rows, asked, years) if asked.whole else _published(rows, asked, years)


def _whole(rows: Rows, asked: Asked, years: Sequence[int]) -> Courts:
    here = [row for row in rows if asked.province in {"", row["province"]}]

    def lines(level: str, every: Rows) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        codes = sorted({row[level] for row in every if row["year"] in years}, key=lambda code: (not code, code))
        return tuple((code, _counted((row for row in every if row[level] == code), years)) for code in codes)

    return Courts(_counted(here, years), lines("outcome", here), lines("province", rows))


def _counted(rows: Iterable[Mapping[str, Any]], years: Sequence[int]) -> tuple[Row, ...]:
    found: Counter[int] = Counter()
    for row in rows:
        found[row["year"]] += row["persons"]
    return tuple(
        Row({"year": year}, Shown.EXACT if found[year] else Shown.ZERO, found[year], found[year]) for year in years
    )


def _published(rows: Rows, asked: Asked, years: Sequence[int]) -> Courts:
    listed = [row["year"] for row in rows]
    periods = range(min(listed), max(listed) + 1)
    cube = Cube.of_counts("prosecutions", DIMENSIONS, rows, count="persons", measures=(), periods=periods)
    published = publish(cube, K)
    here: dict[str, Any] = {"year": tuple(years)}
    chosen = here | ({"province": asked.province} if asked.province else {})
    zero = {year: Row({"year": year}, Shown.ZERO, 0, 0) for year in years}

    def lines(level: str, where: dict[str, Any], codes: Iterable[str]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        domain: list[Mapping[str, str | int]] = [{level: code, "year": year} for code in codes for year in years]
        found = {(r.key[level], r.key["year"]): r for r in published.table((level, "year"), where, domain=domain).rows}
        named = dict.fromkeys(str(code) for code, _ in found)
        made = [(code, tuple(found.get((code, year), zero[year]) for year in years)) for code in named]
        return tuple(line for line in made if any(row.count for row in line[1]))

    def merged(level: str, where: dict[str, Any]) -> tuple[Row, ...]:
        return tuple(published.table((level,), where | {"year": year}).merged for year in years)

    totals = {row.key["year"]: row for row in published.table(("year",), chosen).rows}
    return Courts(
        total=tuple(totals.get(year, zero[year]) for year in years),
        outcomes=lines("outcome", chosen, [each.value for each in Outcome]), provinces=lines("province", here, ()),
        merged_outcomes=merged("outcome", chosen), merged_provinces=merged("province", here),
    )  # fmt: skip
