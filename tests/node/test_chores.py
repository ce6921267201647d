from datetime import UTC, datetime, timedelta

import pytest

from comity.node import chores

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_others(monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})


def test_a_chore_runs_when_it_is_due_and_not_before():
    ran: list[int] = []

    @chores.chore("count", every=timedelta(minutes=5))
    def count() -> int:
        ran.append(1)
        return 2

    assert chores.run_due(NOW) == 2
    assert chores.run_due(NOW + timedelta(minutes=4)) == 0
    assert chores.run_due(NOW + timedelta(minutes=5)) == 2
    assert len(ran) == 2


def test_a_chore_that_fails_waits_longer_and_does_not_stop_the_others():
    @chores.chore("fails", every=timedelta(seconds=10))
    def fails() -> int:
        raise RuntimeError("broken")

    @chores.chore("works", every=timedelta(seconds=10))
    def works() -> int:
        return 1

    assert chores.run_due(NOW) == 1
    assert chores.CHORES["fails"].due == NOW + timedelta(seconds=20)
    for _ in range(20):
        chores.run_due(chores.CHORES["fails"].due)
    assert chores.CHORES["fails"].failures == 21
    assert chores.CHORES["fails"].due - NOW < timedelta(hours=22)


def test_a_chore_that_works_again_is_back_on_its_schedule():
    broken = [True]

    @chores.chore("sometimes", every=timedelta(seconds=10))
    def sometimes() -> int:
        if broken:
            broken.pop()
            raise RuntimeError("broken")
        return 0

    chores.run_due(NOW)
    later = NOW + timedelta(minutes=1)
    chores.run_due(later)
    assert chores.CHORES["sometimes"].due == later + timedelta(seconds=10)


def test_a_clock_that_was_set_back_by_years_does_not_put_chores_to_sleep():
    @chores.chore("count", every=timedelta(minutes=5))
    def count() -> int:
        return 1

    chores.run_due(NOW + timedelta(days=3650))
    assert chores.run_due(NOW) == 1
