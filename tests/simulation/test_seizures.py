"""Made-up seizures: the same for the same seed, their truth holds, and every row can be read without loss."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from statistics import mean, variance

import pytest

from comity.flows import gazetteer
from comity.flows.columns import read_columns
from comity.kernel import Limits
from comity.simulation.corridors import PLACES, corridors
from comity.simulation.seizures import KNOWN, OVERDISPERSION, YEARS, seizures, write_seizures

UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made():
    return seizures(7, UNTIL)


def test_same_seed_same_seizures(made):
    assert seizures(7, UNTIL) == made
    assert seizures(8, UNTIL) != made


def test_several_years_until_last_month_by_each_agency_in_its_own_country(made):
    assert list(made.agencies) == ["KH", "VN", "TH"]
    for country, agency in made.agencies.items():
        days = [record.day for record in agency.records]
        assert days == sorted(days)
        assert {day.year for day in days} == set(range(UNTIL.year - YEARS, UNTIL.year + 1))
        assert max(days) < UNTIL.replace(day=1)
        assert {record.province[:2] for record in agency.records} == {country}
        assert len({record.reference for record in agency.records}) == len(agency.records) > 500


def test_months_that_were_not_reported_are_missing_and_said(made):
    quiet = {(m.year, m.month) for m in made.agencies["VN"].reported if m.came == 0}
    assert quiet == {(2023, 5), (2023, 6), (2023, 7)}
    recorded = Counter((r.day.year, r.day.month) for r in made.agencies["VN"].records)
    assert not quiet & recorded.keys()
    assert made.agencies["VN"].happened[2023] > sum(n for (year, _), n in recorded.items() if year == 2023)
    assert min(m.came for m in made.agencies["KH"].reported) == 13
    assert {m.came for m in made.agencies["TH"].reported} == {25}


def test_counts_vary_more_than_by_chance_alone():
    months = [
        count
        for seed in range(6)
        for count in Counter(
            (r.day.year, r.day.month) for r in seizures(seed, UNTIL).agencies["TH"].records
            if r.corridor != "north-thailand"
        ).values()
    ]  # fmt: skip
    assert OVERDISPERSION * 0.8 < variance(months) / mean(months) < OVERDISPERSION * 1.2


def test_the_planted_changes_are_there(made):
    step = next(step for step in made.steps if step.corridor == "shan-sea")
    rates = [0.0, 0.0]
    for seed in range(6):
        found = [r for r in seizures(seed, UNTIL).agencies["KH"].records if r.corridor == "shan-sea"]
        for after in (False, True):
            rates[after] += sum((r.day >= step.begins) == after for r in found)
    months = [36, 34]
    assert math.isclose(rates[1] / months[1] / (rates[0] / months[0]), step.times, rel_tol=0.15)


def test_of_routes_as_much_is_known_as_is_said():
    found = [r for seed in range(4) for r in seizures(seed, UNTIL).agencies["KH"].records if "street" not in r.corridor]
    assert math.isclose(mean(bool(r.departure) for r in found), KNOWN["departure"], abs_tol=0.03)
    assert math.isclose(mean(bool(r.destination) for r in found), KNOWN["destination"], abs_tol=0.03)
    assert {"AU", "TW", "CN"} <= {r.destination for r in found}
    assert "MM" in {r.producing for r in found}


def test_one_seizure_was_made_by_two_agencies_and_is_in_neither_file(made):
    here, there = made.joint["KH"], made.joint["VN"]
    assert (here.day, here.drug, here.amount) == (there.day, there.drug, there.amount)
    assert here.reference not in {r.reference for r in made.agencies["KH"].records}


def test_places_are_those_of_the_gazetteer():
    for code, (local, latin) in PLACES.items():
        for name in (local, latin):
            assert gazetteer.match(name, country=code[:2], level=1)[0].place.code == code, name
    for corridor in corridors():
        assert all(gazetteer.get(stop) for stop in corridor.stops), corridor


def test_a_file_of_them_is_read_without_loss(made, tmp_path):
    path = write_seizures(made.agencies["KH"].records, tmp_path / "kh.csv")
    reading = read_columns(path, limits=Limits(), today=UNTIL)
    lines = list(reading)
    assert len(lines) == len(made.agencies["KH"].records)
    assert [line.unread for line in lines if line.unread] == []
    assert all(line.substance and line.mass for line in lines)
