"""The main conventions of the region as they ship with Comity: public facts, each with its source, to be checked.

They are read from ``tables/conventions.tsv`` (what an instrument says) and ``tables/parties.tsv`` (who is bound since
when). No convention is offered as checked: a node's own lawyers do that.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

from comity.cooperation.instruments import (
    Channel,
    Clause,
    Condition,
    ConditionKind,
    DualCriminality,
    ExchangeKind,
    Instrument,
    InstrumentKind,
    Party,
)
from comity.kernel.purposes import Offence, Purpose

MAIN = ("UNTOC", "UNTOC-TIP", "UNTOC-SOM", "DRUGS-1988", "UNCAC", "FATF", "ASEAN-MLAT", "ACTIP")
"""The references of what the coverage of two countries is measured against."""


@cache
def conventions() -> tuple[Instrument, ...]:
    """This function returns every convention that ships with Comity, with its parties."""
    parties: dict[str, list[Party]] = {}
    for reference, *rest in _rows("parties"):
        parties.setdefault(reference, []).append(_party(*rest))
    return tuple(_instrument(row, tuple(parties.get(row[0], ()))) for row in _rows("conventions"))


def _rows(name: str) -> list[list[str]]:
    text = resources.files(__package__).joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _party(
    country: str, signed: str, _deposited: str, how: str, bound: str, words: str, source: str, as_of: str, check: str
) -> Party:
    return Party(
        country=country,
        signed=_day(signed),
        bound_from=_day(bound),
        joined=how != "none",
        words=words,
        source=source,
        as_of=as_of,
        to_check=check == "yes",
    )


def _instrument(row: list[str], parties: tuple[Party, ...]) -> Instrument:
    reference, title, kind, start, offences, purposes, dual, clauses, conditions, text, source = row
    return Instrument(
        reference=reference,
        title=title,
        kind=InstrumentKind(kind),
        parties=parties,
        in_force_from=_day(start),
        offences=frozenset(map(Offence, offences.split())),
        purposes=frozenset(map(Purpose, purposes.split())),
        clauses=tuple(_clause(*each.split("|")) for each in clauses.split(" ;; ")),
        conditions=tuple(_condition(*each.split("|")) for each in conditions.split(" ;; ")),
        dual_criminality=DualCriminality(dual),
        text=text,
        source=source,
        to_check=True,
    )


def _clause(kinds: str, channels: str, article: str, words: str) -> Clause:
    return Clause(
        frozenset(map(ExchangeKind, kinds.split())), frozenset(map(Channel, channels.split())), article, words
    )


def _condition(kind: str, words: str) -> Condition:
    return Condition(ConditionKind(kind), words)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
