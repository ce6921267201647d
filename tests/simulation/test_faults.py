"""The faulty transport does what it says, by seed, and loses nothing that it did not mean to lose."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from comity.simulation import Faults, FaultyTransport


def _run(faults: Faults, seed: int, count: int = 200) -> tuple[list[int], list[bool], FaultyTransport]:
    arrived: list[int] = []

    def receive(data: bytes) -> bytes:
        arrived.append(int.from_bytes(data, "big"))
        return b"ok"

    transport = FaultyTransport({"there": receive}, faults, Random(seed))
    heard = [transport.deliver("there", i.to_bytes(4, "big")) is not None for i in range(count)]
    return arrived, heard, transport


def test_without_faults_everything_arrives_once_in_order():
    arrived, heard, _ = _run(Faults(), 1)
    assert arrived == list(range(200))
    assert all(heard)


@given(st.integers(0, 1000))
def test_same_seed_same_faults(seed):
    faults = Faults(lost=0.2, answer_lost=0.2, doubled=0.2, delayed=0.2)
    assert _run(faults, seed)[:2] == _run(faults, seed)[:2]


@given(st.integers(0, 1000))
def test_an_answer_means_that_it_arrived(seed):
    arrived, heard, _ = _run(Faults(lost=0.3, answer_lost=0.3, doubled=0.3, delayed=0.3), seed)
    assert {i for i, ok in enumerate(heard) if ok} <= set(arrived)


def test_doubled_and_reordered_and_late():
    arrived, _, transport = _run(Faults(doubled=0.3, delayed=0.3), 4)
    assert len(arrived) > len(set(arrived))
    assert arrived != sorted(arrived)
    transport.settle()
    assert set(arrived) == set(range(200))
    assert transport.under_way == 0


def test_lost_never_arrives():
    arrived, heard, transport = _run(Faults(lost=0.5), 6)
    transport.settle()
    assert {i for i, ok in enumerate(heard) if ok} == set(arrived)
    assert 50 < len(arrived) < 150
