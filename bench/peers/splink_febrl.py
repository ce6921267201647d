"""Splink on DuckDB, unsupervised, in the form of ``comity link``: it sees both files, so it is not private.

Settings follow its FEBRL 4 example: out-of-the-box comparisons, u by random sampling, m by expectation maximisation.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import time
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

STRONG, POSSIBLE = 0.99, 0.5
LEAST_WEIGHT = -40
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("left", type=Path)
    parser.add_argument("right", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    logging.getLogger("splink").setLevel(logging.ERROR)
    started = time.monotonic()
    rows = linked(given.left, given.right)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["left_id", "right_id", "score", "strength", "evidence"])
        for weight, probability, a, b in rows:
            strength = "strong" if probability >= STRONG else "possible" if probability >= POSSIBLE else "weak"
            writer.writerow([a, b, f"{weight:.6f}", strength, ""])
    print(json.dumps({"keys_per_subject": None, "seconds": round(time.monotonic() - started, 2)}))


def linked(left: Path, right: Path) -> list:
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    columns = set()
    for name, path in (("l", left), ("r", right)):
        connection.execute(f"create table raw_{name} as from read_csv('{path}', all_varchar=true)")
        columns = {row[0] for row in connection.execute(f"describe raw_{name}").fetchall()} - {"id", "country"}
        wanted = ", ".join(f'nullif("{column}", \'\') as "{column}"' for column in sorted(columns))
        connection.execute(f"create table {name} as select id as unique_id, {wanted} from raw_{name}")
    linker = Linker(
        [api.register(name, dataset_display_name=name) for name in ("l", "r")],
        settings(columns),
    )
    linker.training.estimate_probability_two_random_records_match(
        [block_on("firstName", "lastName", "birthDate")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=SEED)
    for rule in (block_on("birthDate"), block_on("firstName", "lastName")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    told = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    return connection.execute(
        "select match_weight, match_probability, "
        "case when source_dataset_l = 'l' then unique_id_l else unique_id_r end, "
        "case when source_dataset_l = 'l' then unique_id_r else unique_id_l end "
        f"from {told.physical_name}"
    ).fetchall()


def settings(columns: set) -> SettingsCreator:
    comparisons = [
        cl.NameComparison("firstName"),
        cl.NameComparison("lastName"),
        cl.DamerauLevenshteinAtThresholds("birthDate", [1, 2]).configure(term_frequency_adjustments=True),
    ]
    blocks = [
        block_on("birthDate"),
        block_on("firstName", "lastName"),
        block_on("substr(firstName, 1, 3)", "substr(birthDate, 1, 4)"),
        block_on("substr(lastName, 1, 3)", "substr(birthDate, 1, 4)"),
        block_on("substr(firstName, 1, 3)", "substr(birthDate, 6, 5)"),
        block_on("substr(lastName, 1, 3)", "substr(birthDate, 6, 5)"),
        "l.firstName = r.lastName and l.lastName = r.firstName",
        block_on("substr(firstName, 1, 4)", "substr(lastName, 1, 4)"),
        block_on("firstName", "substr(lastName, 1, 2)"),
        block_on("lastName", "substr(firstName, 1, 2)"),
    ]
    if "idNumber" in columns:
        comparisons += [
            cl.DamerauLevenshteinAtThresholds("idNumber", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("postalCode", [1, 2]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("address", [0.95, 0.85, 0.7]),
        ]
        blocks += [block_on("idNumber"), block_on("postalCode", "substr(address, 1, 4)")]
    return SettingsCreator(
        link_type="link_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocks
    )


if __name__ == "__main__":
    main()
