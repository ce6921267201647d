"""Files of individual drug seizures as UNODC publishes them, made up, with the truth about every row.

Units are mixed, spellings differ, months stand as their first day, some values cannot be read. What a careful person
would add up is worked out here with numbers of its own, so that `comity.flows` is never tested against itself.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HEADER = (
    "REGION", "SUBREGION", "COUNTRY", "ADMINISTRATIVE_DIVISION", "PLACE", "SEIZURE_DATE", "DRUG_NAME", "AMOUNT",
    "DRUG_UNIT", "HIDING_PLACE", "INSTALLATION", "TRANSPORT", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY",
    "DESTINATION_COUNTRY", "ROUTING",
)  # fmt: skip
_COUNTRIES = {
    "MM": ("Myanmar", "MYANMAR", "Burma"), "TH": ("Thailand", "Thailand "), "KH": ("Cambodia", "KH"),
    "LA": ("Lao Peoples Democratic Republic", "Lao PDR"), "VN": ("Viet Nam", "Vietnam"), "CN": ("China",),
    "TW": ("Taiwan, Province of China",), "MO": ("Macau, SAR of China",), "HK": ("Hong Kong",),
    "AU": ("Australia",), "NZ": ("New Zealand",), "KR": ("Korea, Republic of",), "IR": ("Iran, Islamic Republic of",),
    "RU": ("Russian Federation",), "MY": ("Malaysia",), "PH": ("Philippines",),
}  # fmt: skip
_MONTHLY = "NZ"
_DRUGS = {
    "Methamphetamine": ("Methamphetamine", "methamphetamine ", "Methamphetamine (crystalline)", "Yaba"),
    "Heroin": ("Heroin", "HEROIN"), "Cocaine": ("Cocaine",), "Ketamine": ("Ketamine", "Ketamine HCl"),
    "Opium": ("Opium",), "Ecstasy": ("Ecstasy", "MDMA", "Ecstasy (MDMA)"), "Pseudoephedrine": ("Pseudoephedrine",),
    "Cannabis herb": ("Cannabis herb", "Marijuana"), "Acetic Anhydride": ("Acetic Anhydride",),
}  # fmt: skip
_MASSES = {"Gram": 0.001, "Kilogram": 1.0, "Milligram": 0.000001, "Ton": 1000.0, "Viss": 1.63293,
           "Block (350gr)": 0.35}  # fmt: skip
_UNITS = ("Gram",) * 50 + ("Kilogram",) * 25 + ("Tablet",) * 18 + ("Millilitre", "Litre", "Unit", "Viss", "Ton",
          "Milligram", "Block (350gr)")  # fmt: skip
_PLACES = ("Shan (North)", "Mandalay", "Chiang Rai", "Phnom Penh", "г. Москва", "Auckland ", "", "Not region:")
_HIDING = ("", "", "", "Postal", "Baggage", "Unknown", "Swallowed", "Other")
_INSTALLATIONS = ("", "", "Post Office", "Airport", "Frontier", "Unknown", "Seaport")
_TRANSPORTS = ("", "", "Commercial air", "Commercial road", "Commercial sea", "Mail", "Other", "Unknown")
_ROUTINGS = ("", "", "", "Border - inbound", "National territory/domestic seizure", "Border - outbound")
_WRONG = {
    "AMOUNT": ("-5", "abc", "1e400", "nan", "=1+1"), "SEIZURE_DATE": ("2013-02-30", "31/13/2014", "2099-01-01", "soon"),
    "COUNTRY": ("Atlantis", "Golden Triangle"), "DEPARTURE_COUNTRY": ("South-East Asia", "Narnia"),
    "TRANSPORT": ("Teleport",), "DRUG_UNIT": ("Handfuls",),
}  # fmt: skip
Key = tuple[str, str, str]


@dataclass(slots=True)
class Truth:
    """What a careful person finds in a file.

    Args:
        rows: how many.
        kilograms: by country, year and drug: what was weighed; an unread one of these is empty.
        seizures: by country, year and drug.
        flows: by departure and destination.
        unread: row, column and text of each value that cannot be read.
    """

    rows: int = 0
    kilograms: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    seizures: Counter[Key] = field(default_factory=Counter)
    flows: Counter[tuple[str, str]] = field(default_factory=Counter)
    unread: list[tuple[int, str, str]] = field(default_factory=list)


def seizure_rows(count: int, *, seed: int, wrong: float = 0.01) -> tuple[list[list[str]], Truth]:
    """This function returns rows under `HEADER`, and the truth about them.

    Args:
        count: how many.
        seed: where chance begins.
        wrong: the share of rows in which one value cannot be read.
    """
    chance = random.Random(seed)  # noqa: S311 -- a made-up file, not a secret
    truth = Truth()
    return [_row(number, chance, wrong, truth) for number in range(2, count + 2)], truth


def write_seizures(
    path: Path, rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8",
    order: Sequence[str] = HEADER,
) -> None:  # fmt: skip
    """This function writes rows as CSV, their columns in any order."""
    places = [HEADER.index(name) for name in order]
    with path.open("w", encoding=encoding, newline="") as file:
        written = csv.writer(file, delimiter=delimiter)
        written.writerow(order)
        written.writerows([row[place] for place in places] for row in rows)


def _row(number: int, chance: random.Random, wrong: float, truth: Truth) -> list[str]:
    country = chance.choices(tuple(_COUNTRIES), range(len(_COUNTRIES), 0, -1))[0]
    drug = chance.choice(tuple(_DRUGS))
    year, month = chance.randint(2011, 2016), chance.randint(1, 12)
    day = 1 if country == _MONTHLY else chance.randint(1, 28)
    unit = chance.choice(_UNITS)
    amount = round(chance.lognormvariate(3, 1.5), 3)
    ends = [chance.choice(tuple(_COUNTRIES)) if chance.random() < share else "" for share in (0.5, 0.4)]
    cells = dict(zip(HEADER, _texts(chance), strict=True))
    cells |= {
        "COUNTRY": chance.choice(_COUNTRIES[country]), "SEIZURE_DATE": f"{year}-{month:02}-{day:02}",
        "DRUG_NAME": chance.choice(_DRUGS[drug]), "AMOUNT": str(amount), "DRUG_UNIT": unit,
        "DEPARTURE_COUNTRY": chance.choice(_COUNTRIES[ends[0]]) if ends[0] else chance.choice(("", "Unknown")),
        "DESTINATION_COUNTRY": chance.choice(_COUNTRIES[ends[1]]) if ends[1] else chance.choice(("", "Unknown")),
    }  # fmt: skip
    column = ""
    if chance.random() < wrong:
        column = chance.choice(tuple(_WRONG))
        cells[column] = chance.choice(_WRONG[column])
        truth.unread.append((number, column, cells[column]))
    where = "" if column == "COUNTRY" else country
    key = (where, "" if column == "SEIZURE_DATE" else str(year), drug)
    truth.rows += 1
    truth.seizures[key] += 1
    truth.kilograms[key] += 0.0 if column in {"AMOUNT", "DRUG_UNIT"} else amount * _MASSES.get(unit, 0.0)
    if ends[0] and ends[1] and column != "DEPARTURE_COUNTRY":
        truth.flows[ends[0], ends[1]] += 1
    return list(cells.values())


def _texts(chance: random.Random) -> Iterator[str]:
    """This function gives a cell for each column; those that carry the truth are set by the caller."""
    lists = {
        "REGION": ("Asia",), "SUBREGION": ("East and South-East Asia",), "ADMINISTRATIVE_DIVISION": _PLACES,
        "PLACE": (*_PLACES, f"Place {chance.randrange(5000)}"), "HIDING_PLACE": _HIDING,
        "INSTALLATION": _INSTALLATIONS, "TRANSPORT": _TRANSPORTS,
        "PRODUCING_COUNTRY": ("", "", "Unknown", "Myanmar", "China"), "ROUTING": _ROUTINGS,
    }  # fmt: skip
    return (chance.choice(lists.get(name, ("",))) for name in HEADER)
