"""What is counted in the records, against the same counted in plain Python."""

import math

import pytest
from hypothesis import given, settings

from comity.engines import Engine, open_engine
from comity.flows import tables
from comity.flows.records import COLUMNS
from tests.flows import naive
from tests.flows.records import of_chance, records


@pytest.fixture(scope="module")
def engine():
    with open_engine("duckdb") as engine:
        yield engine


BY = ([], ["year"], ["country", "province"], ["drug", "transport"])


@settings(max_examples=8)
@given(of_chance())
def test_counts_are_what_they_say(engine: Engine, rows):
    table = engine.table("seizures", COLUMNS, rows)
    for by in BY:
        assert engine.rows(tables.counts(table, by)) == naive.counts(rows, by)
    assert engine.rows(tables.totals(table)) == naive.counts(rows, ["country", "year", "drug_group", "drug"])
    assert engine.rows(tables.monthly(table, ["drug"])) == naive.counts(rows, ["year", "month", "drug"])


@settings(max_examples=8)
@given(of_chance())
def test_known_routes_are_what_they_say(engine: Engine, rows):
    table = engine.table("seizures", COLUMNS, rows)
    for by in BY:
        assert engine.rows(tables.known_routes(table, by)) == naive.known_routes(rows, by)


@settings(max_examples=8)
@given(of_chance())
def test_relations_are_what_they_say(engine: Engine, rows):
    table = engine.table("seizures", COLUMNS, rows)
    for level in ("country", "province"):
        for by in ([], ["drug", "year"]):
            assert engine.rows(tables.relations(table, level, by)) == naive.relations(rows, level, by)


@settings(max_examples=8)
@given(of_chance())
def test_the_largest_are_found_and_left_out(engine: Engine, rows):
    table = engine.table("seizures", COLUMNS, rows)
    found = engine.rows(tables.largest(table, 3))
    assert [(row["seizure_id"], row["kilograms"]) for row in found] == naive.heaviest(rows, 3)
    gone = {row["seizure_id"] for row in found}
    left = engine.rows(tables.counts(tables.without_largest(table, 3), ["year"]))
    assert left == naive.counts([row for row in rows if row["seizure_id"] not in gone], ["year"])
    every = engine.rows(tables.largest(table, 1000))
    assert not every or math.isclose(sum(row["share"] for row in every), 1)


def test_the_order_of_rows_and_threads_shows_in_no_sum(engine: Engine):
    rows = records(seed=5, seizures=4000)
    one = engine.rows(tables.counts(engine.table("seizures", COLUMNS, rows), ["drug"]))
    other = engine.rows(tables.counts(engine.table("seizures", COLUMNS, rows[::-1]), ["drug"]))
    assert one == other == naive.counts(rows, ["drug"])


def row(seizure_id: str, **said):
    blank = dict.fromkeys(COLUMNS)
    return {**blank, "good": 1, "kind": "drug", "imputed": False, "counted": True, "seizure_id": seizure_id, **said}


def test_from_the_golden_triangle_through_cambodia(engine: Engine):
    rows = [
        row("1", year=2016, month=3, kilograms=2.0, producing="MM", departure="LA", transit="KH", destination="CN"),
        row(
            "1",
            good=2,
            year=2016,
            month=3,
            kilograms=0.5,
            producing="MM",
            departure="LA",
            transit="KH",
            destination="CN",
        ),
        row("2", year=2016, month=4, producing="MM", transit="KH;KH", destination="AU"),
        row("3", year=2016, kilograms=1.0, departure="KH", destination="KH"),
        row("4", kilograms=9.0, departure="KH", destination="CN", counted=False),
    ]
    table = engine.table("seizures", COLUMNS, rows)
    found = engine.rows(tables.relations(table))
    assert [tuple(way.values()) for way in found] == [
        ("leg", "KH", "AU", 1, 0, 0.0, 1),
        ("leg", "KH", "CN", 1, 1, 2.5, 1),
        ("leg", "LA", "KH", 1, 1, 2.5, 1),
        ("leg", "MM", "KH", 1, 0, 0.0, 1),
        ("leg", "MM", "LA", 1, 1, 2.5, 1),
        ("whole", "KH", "KH", 1, 1, 1.0, 0),
        ("whole", "LA", "CN", 1, 1, 2.5, 1),
    ]
    assert engine.rows(tables.known_routes(table)) == [
        {
            "seizures": 3, "with_route": 2, "share": 2 / 3, "kilograms": 3.5, "kilograms_with_route": 3.5,
            "share_of_kilograms": 1.0,
        }
    ]  # fmt: skip


def test_precursors_and_cash_are_counted_where_they_are_asked_for(engine: Engine):
    rows = [
        row("1", kind="precursor", kilograms=3.0),
        row("1", good=2, kind="cash", amount=500.0),
        row("2", kilograms=1.0),
    ]
    table = engine.table("seizures", COLUMNS, rows)
    assert engine.rows(tables.counts(table))[0]["kilograms"] == 1.0
    found = engine.rows(tables.counts(table, ["kind"], kinds=("precursor", "cash")))
    assert [(one["kind"], one["seizures"], one["kilograms"], one["unweighed"]) for one in found] == [
        ("cash", 1, 0.0, 1), ("precursor", 1, 3.0, 0),
    ]  # fmt: skip
