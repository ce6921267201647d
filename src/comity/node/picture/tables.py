"""The tables of the statistics page: in the published form, or whole for use inside the agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.flows.disclosure import Cube, Published, Row, Shown, publish
from comity.flows.substances import GROUPS
from comity.node.places.queries import gazetteer
from comity.node.runtime import config

K = 11
"""The fewest seizures that are shown together."""
DRUGS = tuple(code for code in GROUPS if code not in {"precursors", "chemicals", "other-goods"})
KILOGRAMS = "kilograms"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader chose.

    Args:
        drug: code of a group; empty for all.
        province: code; empty for all.
        year: the one that is judged; None: the last whole one.
        whole: the whole form, for use inside the agency.
    """

    drug: str = ""
    province: str = ""
    year: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts as they come from the records, before anything is hidden.

    Args:
        cube: `comity.node.picture.aggregating.counted` of seizures: what is published here is what partners are given.
        months: by year and month, of what was asked for.
        provinces: by year, month and province, of the drug that was asked for.
        drugs: by year, month and drug_group, of the province that was asked for.
        routes: seizures and with_route, of what was asked for.
        courts: persons charged with drug offences, by year, province and outcome.
        now: the month that is running, by `comity.flows.trends.month_number`; it and later ones are not judged.
    """

    cube: Cube
    months: Rows
    provinces: Rows
    drugs: Rows
    routes: Mapping[str, Any]
    now: int
    courts: Rows = ()


@dataclass(frozen=True)
class Tables:
    """The tables of one choice over some years."""

    asked: Asked
    counted: Counted
    years: tuple[int, ...]

    def total(self) -> tuple[Row, ...]:
        """This function returns everything that was asked for, by year."""
        if self.asked.whole:
            return self._whole(self.counted.months)
        found = {row.key["year"]: row for row in self._published.table(("year",), self._where()).rows}
        return tuple(found.get(year) or _nothing(year) for year in self.years)

    def lines(self, level: str) -> list[tuple[str, tuple[Row, ...]]]:
        """This function returns the lines of a table by year.

        Args:
            level: province or drug_group.
        """
        if self.asked.whole:
            rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
            for row in self.counted.provinces if level == "province" else self.counted.drugs:
                rows[row[level] or ""].append(row)
            made = [(code, self._whole(each)) for code, each in rows.items()]
            return sorted((line for line in made if any(n.count for n in line[1])), key=_largest)
        codes = self._codes(level)
        domain: list[Mapping[str, str | int]] = [{level: code, "year": year} for code in codes for year in self.years]
        found = {
            (row.key[level], row.key["year"]): row
            for row in self._published.table((level, "year"), self._where(level), domain=domain).rows
        }
        named = dict.fromkeys((*codes, *(str(code) for code, _ in found)))
        made = [(c, tuple(found.get((c, year)) or _nothing(year) for year in self.years)) for c in named]
        return sorted((line for line in made if any(n.at_most for n in line[1])), key=_largest)

    def merged(self, level: str) -> tuple[Row, ...]:
        """This function returns by year what the published form shows of no line alone."""
        if self.asked.whole:
            return ()
        where = self._where(level)
        return tuple(self._published.table((level,), where | {"year": year}).merged for year in self.years)

    def may_be_judged(self, numbers: Sequence[Row]) -> bool:
        """This function tells whether every number is shown that a verdict would rest on."""
        return self.asked.whole or all(row.shown in {Shown.EXACT, Shown.ZERO} for row in numbers)

    def _where(self, but: str = "") -> dict[str, Any]:
        chosen = {"province": self.asked.province, "drug_group": self.asked.drug}
        return {"year": self.years} | {level: code for level, code in chosen.items() if code and level != but}

    def _whole(self, rows: Rows) -> tuple[Row, ...]:
        made = []
        for year in self.years:
            inside = [row for row in rows if row["year"] == year]
            count = sum(row["seizures"] for row in inside)
            weights = [row["kilograms"] for row in inside if row["kilograms"] is not None]
            amount = (sum(weights), sum(weights)) if weights else None
            made.append(Row({"year": year}, Shown.EXACT if count else Shown.ZERO, count, count, {KILOGRAMS: amount}))
        return tuple(made)

    def _codes(self, level: str) -> tuple[str, ...]:
        """Codes that have a line whether or not anything was counted, so that a line says nothing by being there."""
        if level == "drug_group":
            return DRUGS
        return tuple(place.code for place in gazetteer().children(config().country))

    @cached_property
    def _published(self) -> Published:
        return publish(self.counted.cube, K)


def _nothing(year: int) -> Row:
    return Row({"year": year}, Shown.ZERO, 0, 0, {KILOGRAMS: None})


def _largest(line: tuple[str, tuple[Row, ...]]) -> tuple[bool, int, str]:
    return not line[0], -sum(row.at_most or 0 for row in line[1] if row.shown is Shown.EXACT), line[0]
