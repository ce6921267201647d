"""A node with a partner in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from comity.kernel import SettableClock
from comity.node.audit import directory
from comity.node.runtime import node_id
from tests.node.audit.partner import SimulatedDirectory, SimulatedPartner


@pytest.fixture
def partner(clock: SettableClock) -> SimulatedPartner:
    return SimulatedPartner(clock, node_id(), directory.own_keys)


@pytest.fixture
def partners(partner: SimulatedPartner) -> Iterator[SimulatedDirectory]:
    before = list(directory._registered)
    known = SimulatedDirectory(partner)
    directory.register(known)
    yield known
    directory._registered[:] = before


@pytest.fixture
def write(clock: SettableClock) -> Callable[..., int]:
    """Records entries, all in one transaction."""
    from django.db import transaction

    from comity.node.audit.operations import record
    from comity.node.permissions import SYSTEM

    def entries(count: int = 1, **details: object) -> int:
        index = 0
        with transaction.atomic():
            for number in range(count):
                index = record(
                    actor=SYSTEM, event="test.thing.done", objects=[f"thing-{number}"], details={"n": number, **details}
                )
        return index

    return entries
