"""What went to court of the made-up seizures, and the yearly campaigns: with a known truth, like everything here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from types import MappingProxyType

from comity.simulation.seizures import SeizureRecord

CHARGED = 0.06
"""Share of seizures that the agency records a prosecution of."""
OUTCOMES: Mapping[str, float] = MappingProxyType(
    {"convicted": 0.72, "acquitted": 0.09, "dismissed": 0.07, "dropped": 0.12}
)
"""Of prosecutions that have ended."""
LENGTH = timedelta(days=270)
"""From charge to judgement; what was charged later is before the court still."""
_CHARGE = "Trafficking in narcotic substances (made-up article)"


@dataclass(frozen=True, slots=True)
class ProsecutionRecord:
    """One prosecution as an agency recorded it.

    Args:
        reference: of the agency.
        seizure: reference of the seizure that it rests on.
        charge: in words.
        day: of the charge.
        province: code of where the court sits.
        persons: charged.
        outcome: how it ended for them; ``pending`` where it did not.
        ended: when; None where it did not.
        months: of imprisonment, of those convicted.
    """

    reference: str
    seizure: str
    charge: str
    day: date
    province: str
    persons: int
    outcome: str
    ended: date | None
    months: int | None


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """One campaign of a year.

    Args:
        title: as the agency calls it.
        begins: first day, and ``ends`` the last.
        seizures: how many it wants to make.
        reached: how many persons prevention is to reach.
        activities: day, kind, words, persons.
    """

    title: str
    begins: date
    ends: date
    seizures: int
    reached: int
    activities: tuple[tuple[date, str, str, int | None], ...]


def prosecutions(seed: int, until: date, records: Sequence[SeizureRecord]) -> tuple[ProsecutionRecord, ...]:
    """This function makes the prosecutions that follow from an agency's seizures.

    Args:
        seed: from which everything follows.
        until: the present day; nothing lies after it.
        records: the agency's seizures.
    """
    rng = Random(f"comity courts {seed} {records[0].province[:2] if records else ''}")  # noqa: S311 -- repeatable
    found = []
    for record in records:
        if rng.random() >= CHARGED:
            continue
        day = record.day + timedelta(days=rng.randint(5, 60))
        ended = day + LENGTH + timedelta(days=rng.randint(-90, 120))
        outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        months, persons = rng.choice((12, 24, 36, 60, 120, 240)), rng.choice((1, 1, 1, 2, 3))
        if day > until:
            continue
        over = ended <= until
        found.append(
            ProsecutionRecord(
                f"{record.reference}-P", record.reference, _CHARGE, day, record.province, persons,
                outcome if over else "pending", ended if over else None,
                months if over and outcome == "convicted" else None,
            )
        )  # fmt: skip
    return tuple(found)


def campaigns(until: date, records: Sequence[SeizureRecord]) -> tuple[CampaignRecord, ...]:
    """This function makes a campaign for each year in which the agency recorded seizures: its second quarter."""
    found = []
    for year in sorted({record.day.year for record in records}):
        begins, ends = date(year, 4, 1), date(year, 6, 30)
        made = sum(begins <= record.day <= ends for record in records)
        if begins > until:
            continue
        activities = (
            (begins + timedelta(days=9), "prevention", "Talks in schools along the border (made up)", 1200),
            (begins + timedelta(days=37), "prevention", "A week of radio and markets (made up)", 5400),
            (begins + timedelta(days=61), "treatment", "Referrals after checks in towns (made up)", 85),
            (begins + timedelta(days=70), "enforcement", "Joint checks on the roads (made up)", None),
        )
        found.append(
            CampaignRecord(
                f"Campaign against drugs {year} (made up)", begins, ends, max(10, 10 * round(made * 0.11)), 6000,
                tuple(each for each in activities if each[0] <= until),
            )
        )  # fmt: skip
    return tuple(found)
