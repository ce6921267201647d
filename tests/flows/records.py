"""Made-up rows of `comity.flows.records`, by chance."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

COUNTRIES = ("MM", "TH", "LA", "KH", "VN", "CN", "AU")


def records(seed: int, seizures: int) -> list[dict[str, Any]]:
    """So many seizures, each of one to three goods that share its route; much of it unknown, as in real files."""
    chance = random.Random(seed)
    return [row for number in range(seizures) for row in _seizure(chance, f"S{number:05}")]


def of_chance(most: int = 40) -> st.SearchStrategy[list[dict[str, Any]]]:
    """For properties: tables of up to so many seizures."""
    return st.builds(records, st.integers(0, 2**32), st.integers(0, most))


def _seizure(chance: random.Random, seizure_id: str) -> list[dict[str, Any]]:
    def perhaps(value: Any, known: float = 0.7) -> Any:
        return value if chance.random() < known else None

    country = chance.choice(COUNTRIES)
    year = perhaps(chance.randint(2014, 2017), 0.9)
    whole = {
        "seizure_id": seizure_id,
        "year": year,
        "month": perhaps(chance.randint(1, 12)) if year else None,
        "day": None,
        "country": country,
        "province": perhaps(f"{country}-{chance.randint(1, 3)}"),
        "district": None,
        "transport": perhaps(chance.choice(("road", "air", "mail"))),
        "routing": perhaps(chance.choice(("outbound", "inbound"))),
        "producing": perhaps(chance.choice(COUNTRIES), 0.4),
        "departure": (departure := perhaps(chance.choice(COUNTRIES))),
        "departure_province": perhaps(f"{departure}-{chance.randint(1, 2)}") if departure else None,
        "transit": perhaps(";".join(chance.choices(COUNTRIES, k=chance.randint(1, 3))), 0.4),
        "destination": (destination := perhaps(chance.choice(COUNTRIES))),
        "destination_province": perhaps(f"{destination}-{chance.randint(1, 2)}") if destination else None,
        "counted": chance.random() < 0.9,
    }
    return [{**whole, **_good(chance, number)} for number in range(1, chance.choice((1, 1, 1, 2, 3)) + 1)]


def _good(chance: random.Random, number: int) -> dict[str, Any]:
    kind = chance.choice(("drug",) * 6 + ("precursor", "cash"))
    weight = (
        None if kind == "cash" or chance.random() < 0.2 else round(chance.lognormvariate(0, 3), chance.randint(0, 7))
    )
    imputed = weight is not None and chance.random() < 0.2
    return {
        "good": number,
        "kind": kind,
        "drug": chance.choice(("methamphetamine", "heroin", None)) if kind == "drug" else None,
        "drug_group": None,
        "amount": weight,
        "unit": "kg",
        "kilograms": weight,
        "kilograms_low": weight * 0.5 if imputed else None,
        "kilograms_high": weight * 2 if imputed else None,
        "imputed": imputed,
    }
