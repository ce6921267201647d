"""Made-up seizures of several years: what happened along corridors, what each agency recorded of it, and the truth.

Counts of a month vary one and a half times as much as by chance alone. A seizure is made, and recorded, by the agency
of the country where it happens. What an officer knew of the route is written, most often not all of it. In some months
not every province reported; what was not reported is not among the records, but in the truth. Some corridors change on
a known day. One seizure at the border was made by two agencies together and stands in the records of both.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType

from comity.simulation.corridors import BORDERS, PLACES, STREETS, Corridor, Step, corridors

YEARS = 5
"""Whole years before the present one."""
OVERDISPERSION = 1.5
"""Variance of the counts of a month, over their mean."""
KNOWN: Mapping[str, float] = MappingProxyType(
    {"producing": 0.5, "departure": 0.75, "transit": 0.6, "destination": 0.65}
)
"""Share of seizures on a corridor of which this part of the route is known."""
LOCAL = 0.5
"""Share of places that are written in the country's own script."""
COLUMNS = (
    "COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT", "DRUG_UNIT", "HIDING_PLACE",
    "INSTALLATION", "TRANSPORT", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY", "TRANSIT_COUNTRY", "DESTINATION_COUNTRY",
    "ROUTING", "REFERENCE",
)  # fmt: skip
JOINT = ("KH", "VN")
"""The agencies that made one seizure together."""
_ROUTING = {"first": "Border - outbound", "last": "Border - inbound", "between": "Border - transit/free trade zone"}
_EXPECTED = 25
"""Provinces whose reports are expected each month."""


@dataclass(frozen=True, slots=True)
class SeizureRecord:
    """One seizure as an agency recorded it.

    Args:
        reference: of the agency.
        corridor: the truth behind it.
        day: when.
        province: code of where, as ISO 3166-2 has it.
        place: as written.
        drug: in words; unit, transport, installation and hiding as well.
        amount: in ``unit``.
        producing: alpha-2, empty where it is not known; departure and destination are codes of a country or province.
        transit: codes of countries or provinces in order, those that are known.
        routing: as UNODC names it.
    """

    reference: str
    corridor: str
    day: date
    province: str
    place: str
    drug: str
    amount: float
    unit: str
    transport: str
    installation: str
    hiding: str
    producing: str = ""
    departure: str = ""
    transit: tuple[str, ...] = ()
    destination: str = ""
    routing: str = ""

    @property
    def row(self) -> dict[str, str]:
        """This function returns it as a row of UNODC's columns."""
        return {
            "COUNTRY": self.province[:2], "ADMINISTRATIVE_DIVISION": self.place, "PLACE": "",
            "SEIZURE_DATE": self.day.isoformat(), "DRUG_NAME": self.drug, "AMOUNT": f"{self.amount:.10g}",
            "DRUG_UNIT": self.unit, "HIDING_PLACE": self.hiding, "INSTALLATION": self.installation,
            "TRANSPORT": self.transport, "PRODUCING_COUNTRY": self.producing or "Unknown",
            "DEPARTURE_COUNTRY": self.departure[:2] or "Unknown",
            "TRANSIT_COUNTRY": ";".join(dict.fromkeys(code[:2] for code in self.transit)),
            "DESTINATION_COUNTRY": self.destination[:2] or "Unknown", "ROUTING": self.routing,
            "REFERENCE": self.reference,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportedMonth:
    """How many provinces were expected to report for a month, and how many did."""

    year: int
    month: int
    expected: int
    came: int


@dataclass(frozen=True, slots=True)
class AgencySeizures:
    """What one agency has.

    Args:
        country: alpha-2.
        records: what it recorded, by day.
        reported: how complete each month is.
        happened: seizures that were made in its country, whether it learnt of them or not, by year.
    """

    country: str
    records: tuple[SeizureRecord, ...]
    reported: tuple[ReportedMonth, ...]
    happened: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class SeizureHistory:
    """Made-up seizures of a region.

    Args:
        agencies: by alpha-2 code.
        steps: the changes that were planted.
        joint: the seizure that two agencies made together, as each of them recorded it, by alpha-2 code; it is among
            no agency's other records.
    """

    agencies: Mapping[str, AgencySeizures]
    steps: tuple[Step, ...]
    joint: Mapping[str, SeizureRecord]


def seizures(seed: int, until: date, countries: Sequence[str] = ("KH", "VN", "TH")) -> SeizureHistory:
    """This function makes seizures from `YEARS` years before the year of ``until`` to the month before it.

    Args:
        seed: from which everything follows.
        until: the present day.
        countries: alpha-2 codes of the agencies.
    """
    rng = Random(f"comity seizures {seed}")  # noqa: S311 -- repeatable on purpose
    months = list(_months(until))
    steps = (
        Step("shan-sea", date(until.year - 2, 1, 1), 1.9),
        Step("north-thailand", _year_before(until), 0.55),
        Step("bavet", date(until.year - 3, 7, 1), 0.8),
    )
    found: dict[str, list[SeizureRecord]] = {country: [] for country in countries}
    for corridor in corridors():
        for year, month in months:
            for _ in range(_count(rng, corridor.monthly * _times(corridor, steps, year, month))):
                made = _seizure(rng, corridor, year, month)
                if made.province[:2] in found:
                    found[made.province[:2]].append(made)
    agencies = {
        country: _agency(rng, country, made, tuple(_reported(country, months, until)))
        for country, made in found.items()
    }  # fmt: skip
    joint = _joint(rng, until) if {*JOINT} <= {*countries} else {}
    return SeizureHistory(MappingProxyType(agencies), steps, MappingProxyType(joint))


def write_seizures(records: Sequence[SeizureRecord], path: Path) -> Path:
    """This function writes records as a file with UNODC's columns, and those for transit and reference."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(record.row for record in records)
    return path


def _months(until: date) -> Iterator[tuple[int, int]]:
    for year in range(until.year - YEARS, until.year + 1):
        for month in range(1, 13):
            if (year, month) < (until.year, until.month):
                yield year, month


def _year_before(until: date) -> date:
    return date(until.year - 1, until.month, 1)


def _times(corridor: Corridor, steps: Sequence[Step], year: int, month: int) -> float:
    on = date(year, month, 1)
    return math.prod(step.times for step in steps if step.corridor == corridor.name and step.begins <= on)


def _count(rng: Random, mean: float) -> int:
    """A negative binomial count: chance with a mean that itself varies."""
    scale = OVERDISPERSION - 1
    varied = rng.gammavariate(mean / scale, scale)
    count, gone = 0, rng.expovariate(1.0)
    while gone < varied:
        count, gone = count + 1, gone + rng.expovariate(1.0)
    return count


def _seizure(rng: Random, corridor: Corridor, year: int, month: int) -> SeizureRecord:
    street = len(corridor.stops) == 1
    inside = [i for i, stop in enumerate(corridor.stops) if stop[:2] in STREETS]
    at = rng.choice(inside)
    province = rng.choice(STREETS[corridor.stops[0]]) if street else corridor.stops[at]
    amount = rng.lognormvariate(math.log(corridor.median), corridor.spread)
    record = SeizureRecord(
        "", corridor.name, date(year, month, rng.randint(1, 28)), province,
        PLACES[province][rng.random() >= LOCAL], corridor.drug,
        float(max(1, round(amount))) if corridor.unit == "Tablet" else float(f"{amount:.3g}"), corridor.unit,
        corridor.transport, corridor.installation, corridor.hiding,
    )  # fmt: skip
    if street:
        return replace(record, routing="National territory/domestic seizure")
    return _routed(rng, corridor, _on_the_way(record) if at < len(corridor.stops) - 2 else record, at)


def _on_the_way(record: SeizureRecord) -> SeizureRecord:
    """A seizure far from the port or airport of its corridor: on the road, at a border or a checkpoint."""
    installation = "Frontier" if record.province in BORDERS else "Checkpoint"
    return replace(record, installation=installation, transport="Private road", hiding="Car Parts")


def _routed(rng: Random, corridor: Corridor, record: SeizureRecord, at: int) -> SeizureRecord:
    """What is known of the route of a seizure at one of its stops."""
    stops, known = corridor.stops, {part for part, share in KNOWN.items() if rng.random() < share}
    where = "first" if at == 0 else "last" if at == len(stops) - 1 else "between"
    return replace(
        record,
        producing=corridor.producing if "producing" in known else "",
        departure=stops[0] if "departure" in known else "",
        transit=tuple(stops[1:-1]) if "transit" in known else (),
        destination=stops[-1] if "destination" in known else "",
        routing=_ROUTING[where],
    )


def _reported(country: str, months: Sequence[tuple[int, int]], until: date) -> Iterator[ReportedMonth]:
    """How complete an agency's months are: Viet Nam's lacks a quarter, Cambodia's some provinces in another."""
    for year, month in months:
        came = _EXPECTED
        if country == "VN" and year == until.year - 3 and month in {5, 6, 7}:
            came = 0
        elif country == "KH" and year == until.year - 4 and month in {10, 11, 12}:
            came = 13
        yield ReportedMonth(year, month, _EXPECTED, came)


def _agency(
    rng: Random, country: str, made: Sequence[SeizureRecord], reported: Sequence[ReportedMonth]
) -> AgencySeizures:
    share = {(each.year, each.month): each.came / each.expected for each in reported}
    learnt = sorted(
        (each for each in made if rng.random() < share[each.day.year, each.day.month]),
        key=lambda each: (each.day, each.corridor, each.amount),
    )
    records = tuple(
        replace(each, reference=f"{country}-{each.day.year}-{number:04}") for number, each in enumerate(learnt, 1)
    )
    years: dict[int, int] = {}
    for each in made:
        years[each.day.year] = years.get(each.day.year, 0) + 1
    return AgencySeizures(country, records, tuple(reported), MappingProxyType(years))


def _joint(rng: Random, until: date) -> dict[str, SeizureRecord]:
    """One seizure on both sides of a border, with the same day, drug and amount."""
    corridor = next(each for each in corridors() if each.name == "bavet")
    day = until.replace(day=1) - timedelta(days=12)
    amount = float(rng.randint(31, 58))
    return {
        province[:2]: SeizureRecord(
            f"{province[:2]}-{day.year}-JOINT", corridor.name, day, province, PLACES[province][0], corridor.drug,
            amount, corridor.unit, corridor.transport, corridor.installation, corridor.hiding, corridor.producing,
            corridor.stops[0], corridor.stops[1:-1], corridor.stops[-1], _ROUTING["between"],
        )
        for province in ("KH-20", "VN-37")
    }  # fmt: skip
