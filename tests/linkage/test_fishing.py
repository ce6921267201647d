"""Signs of fishing: planted ones are found, and how often honest agencies are named is measured."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest

from comity.linkage.checks import SINGLE
from comity.linkage.fishing import SPAN, Batch, Picture, Request, Sign, look
from comity.linkage.padding import padded

ZONE = timezone(timedelta(hours=7))
START = datetime(2026, 1, 5, tzinfo=ZONE)
CEILING = 20_000
WEEKS = 28
ALLOWED = 0.01
"""The share of looks at which honest agencies may be named; of 10,800 looks at 300 of them 14 named one."""


def batch(at, subjects, case, joint=""):
    return Batch(at, SINGLE if subjects == 1 else padded(subjects * 12 + 2), "investigation", case, joint)


def honest(seed, weeks=WEEKS):
    """An agency at work: officers, with a few cases of days or weeks, checks by day, a list now and then, raids."""
    chance = random.Random(seed)
    officers, hits = chance.choice([1, 2, 4, 8, 15, 25]), chance.uniform(0.002, 0.06)
    batches, requests, cases, number = [], [], [], 0
    for day in range(weeks * 7):
        midnight = START + timedelta(days=day)
        for _ in range(officers):
            if chance.random() < 0.06:
                number += 1
                cases.append((f"C-{number}", day + chance.choice([1, 2, 5, 15, 40, 120])))
        cases = [each for each in cases if each[1] > day]
        if not cases or (midnight.weekday() >= 5 and chance.random() < 0.8):
            continue

        def ask(case, subjects, hour, midnight=midnight):
            at = midnight + timedelta(hours=hour, minutes=chance.uniform(0, 59))
            batches.append(batch(at, subjects, case))
            expected = subjects * hits * chance.uniform(0, 1)
            followed = int(expected) + (chance.random() < expected % 1)
            requests.extend(Request(at + timedelta(hours=chance.uniform(1, 100)), case) for _ in range(followed))

        for _ in range(officers):
            case = chance.choice(cases)[0]
            for _ in range(chance.choice([0, 0, 1, 2, 4, 8])):
                ask(case, 1, chance.uniform(7, 19))
            if chance.random() < 0.03:
                ask(case, chance.choice([5, 10, 40, 120, 300, 700]), chance.uniform(8, 18))
        if chance.random() < 0.02 * officers**0.5:
            for _ in range(chance.choice([2, 5, 12, 30, 60])):
                ask(cases[-1][0], 1, 22 + chance.uniform(0, 6))
    return batches, requests


def seen(batches, requests=(), day=None, ceiling=CEILING) -> Picture:
    last = max((b.at for b in batches), default=START)
    now = START + timedelta(days=day) if day is not None else last + timedelta(hours=1)
    return look(batches, requests, now=now, ceiling=ceiling, zone=ZONE)


def signs(*said, **how):
    return {each.sign for each in seen(*said, **how).signs}


def first_day(batches, sign, requests=()):
    return next(day for day in range(1, 300) if sign in signs(batches, requests, day=day))


def test_honest_agencies_are_hardly_ever_named():
    named, weeks = Counter(), 0
    for seed in range(40):
        batches, requests = honest(seed)
        for week in range(4, WEEKS, 4):
            weeks += 1
            named.update(signs(batches, requests, day=7 * week))
    assert named.total() / weeks <= ALLOWED, (named, weeks)


def at(day, hour=10.0):
    return START + timedelta(days=day, hours=hour)


def test_an_enumeration_just_under_the_budget_is_named_in_the_second_week():
    batches = [batch(at(day, 9 + i / 10), 150, f"E-{day // 20}") for day in range(100) for i in range(10)]
    assert seen(batches).share > 85
    assert first_day(batches, Sign.NEAR_BUDGET) <= 10
    assert Sign.ONE_CASE in signs(batches)


def test_an_enumeration_far_below_the_budget_that_requests_nothing_is_named():
    """A tenth of the budget, by singles, as if typed in, under a case that lasts a week."""
    batches = [batch(at(day, 8 + i / 15), 1, f"E-{day // 7}") for day in range(120) for i in range(111)]
    assert seen(batches).share == 10
    assert first_day(batches, Sign.FEW_REQUESTS) <= 60
    asked_for = [Request(at(day), f"E-{day // 7}") for day in range(0, 120, 12)]
    assert Sign.FEW_REQUESTS not in signs(batches, asked_for)


def test_one_case_with_thousands_of_subjects_and_no_request():
    batches = [batch(at(3, 9 + i), 400, "E-1") for i in range(6)]
    (found,) = seen(batches).signs
    assert (found.sign, found.figures["case"]) == (Sign.ONE_CASE, "E-1")
    assert found.figures["subjects"] >= 2_400
    assert signs(batches, [Request(at(3, 20), "E-1")], day=5) == set()
    assert signs(batches, [Request(at(3, 20), "E-2")], day=5) == {Sign.ONE_CASE}


def test_a_burst_at_night():
    batches, requests = honest(7, weeks=8)
    night = [batch(at(45, 25 + i / 60), 1, "C-9") for i in range(200)]
    assert Sign.NIGHT not in signs(batches, requests, day=47)
    found = next(s for s in seen([*batches, *night], requests, day=47).signs if s.sign is Sign.NIGHT)
    assert found.figures["subjects"] >= 200
    assert found.figures["day"] == (START + timedelta(days=45)).date().isoformat()
    by_day = [batch(at(45, 9 + i / 60), 1, "C-9") for i in range(200)]
    assert Sign.NIGHT not in signs([*batches, *by_day], requests, day=47)


def test_who_always_works_at_night_is_not_named_for_it():
    batches = [batch(at(day, 23), 200, "C-1") for day in range(28)]
    assert Sign.NIGHT not in signs(batches)


def test_cases_that_change_daily():
    batches = [batch(at(day), 60, f"E-{day}") for day in range(20)]
    assert first_day(batches, Sign.CHANGING_CASES) <= 9
    (found,) = [s for s in seen(batches).signs if s.sign is Sign.CHANGING_CASES]
    assert found.figures == {"days": 20, "cases": 20}
    assert Sign.CHANGING_CASES not in signs([batch(at(day), 60, f"E-{day % 5}") for day in range(20)])


def test_joint_checks_after_which_nothing_is_asked():
    batches = [batch(at(20 * i + n), 700, "J", joint=f"j{i}") for i in range(3) for n in range(4)]
    assert signs(batches) == {Sign.JOINT}
    assert signs(batches, [Request(at(5), "J")]) == set()
    assert seen(batches).elements == 0


def test_nothing_asked_nothing_seen():
    empty = look([], [], now=START, ceiling=0, zone=UTC)
    assert empty == Picture(0, 0, 0, 0, 0, ())


@pytest.mark.parametrize(("days", "found"), [(27, True), (29 + 84, False)])
def test_what_is_long_ago_is_forgotten(days, found):
    batches = [batch(at(0, 9 + i), 400, "E-1") for i in range(6)]
    assert bool(signs(batches, day=days)) is found
    assert SPAN.days == 28
