"""Records of some years as rows, with the counts that an engine would make of them."""

from collections import defaultdict

import numpy as np

from comity.exchange.contents import Dataset
from comity.flows.disclosure import Cube
from comity.flows.trends import month_number
from comity.node.picture.aggregating import DIMENSIONS
from comity.node.picture.tables import Counted

PROVINCES = {"KH-12": 9.0, "KH-1": 5.0, "KH-17": 2.0, "KH-16": 0.4}
DRUGS = {"amphetamine-type": 0.7, "opioids": 0.2, "cannabis": 0.1}
NOW = month_number(2026, 5)


def rows(seed=1, *, ratio=1.0, years=range(2021, 2026), scale=1.0):
    """One row for each month, province and drug: seizures, kilograms."""
    random = np.random.default_rng(seed)
    made = []
    for year in years:
        for month in range(1, 13):
            for province, size in PROVINCES.items():
                for drug, share in DRUGS.items():
                    mean = size * share * scale * (ratio if year == max(years) else 1)
                    if count := int(random.poisson(mean)):
                        made.append((year, month, province, drug, count, float(count * 2)))
    return made


def grouped(every, *columns):
    """Counts by some columns, as `comity.flows.tables.counts` names them."""
    names = ("year", "month", "province", "drug_group")
    sums = defaultdict(lambda: [0, 0.0])
    for row in every:
        key = tuple(row[names.index(column)] for column in columns)
        sums[key][0] += row[4]
        sums[key][1] += row[5]
    return [
        dict(zip(columns, key, strict=True))
        | {"seizures": count, "kilograms": weight, "imputed_kilograms": weight / 4, "unweighed": 0, "things": count}
        for key, (count, weight) in sums.items()
    ]


def counted(every, *, drug="", province=""):
    """What `comity.node.picture.counting` gives for a choice."""
    of_drug = [row for row in every if drug in {"", row[3]}]
    of_place = [row for row in every if province in {"", row[2]}]
    both = [row for row in of_drug if province in {"", row[2]}]
    seizures = sum(row[4] for row in both)
    cells = [row | {"drug": row["drug_group"]} for row in grouped(every, "year", "province", "drug_group")]
    return Counted(
        cube=Cube.of_counts("seizures", DIMENSIONS[Dataset.SEIZURES], cells), months=grouped(both, "year", "month"),
        provinces=grouped(of_drug, "year", "month", "province"),
        drugs=grouped(of_place, "year", "month", "drug_group"),
        routes={"seizures": seizures, "with_route": seizures // 2}, now=NOW,
    )  # fmt: skip
