"""People, cases and time for the tests of the slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from comity.kernel import SettableClock, SystemClock
from comity.kernel.purposes import Offence, Purpose
from comity.node import runtime
from comity.node.permissions import SYSTEM, Actor, Role

PASSWORD = "four-plain-words-here"


@pytest.fixture
def clock() -> Iterator[SettableClock]:
    """The node's clock, held at a moment until a test moves it."""
    held = SettableClock(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    runtime.set_clock(held)
    yield held
    runtime.set_clock(SystemClock())


@pytest.fixture
def person(db, clock) -> Callable[..., Actor]:
    """Makes an account and returns it as an actor without a purpose."""
    from comity.node.accounts.operations import create_user

    def make(role: Role = Role.OFFICER, username: str | None = None) -> Actor:
        user = create_user(
            actor=SYSTEM, username=username or role.value, name=username or role.value, role=role, password=PASSWORD
        )
        return Actor(user_id=user.id, name=user.name, role=role)

    return make


@pytest.fixture
def instrument(person):
    """A legal basis between Cambodia, Viet Nam and Thailand."""
    from comity.node.cases.operations import record_instrument

    return record_instrument(
        actor=SYSTEM, reference="MOU-1", title="Memorandum on drugs", kind="memorandum", parties=["KH", "VN", "TH"],
        in_force_from=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def officer(person) -> Actor:
    """An officer without a purpose."""
    return person(Role.OFFICER)


@pytest.fixture
def case(officer):
    """A case of which the officer is a member."""
    from comity.node.cases.operations import open_case

    return open_case(
        actor=officer, reference="KH-2026-1", title="River crossing", offence=Offence.DRUG_TRAFFICKING,
        purpose=Purpose.INVESTIGATION,
    )  # fmt: skip


@pytest.fixture
def at_work(officer, case, instrument) -> Actor:
    """The officer with purpose, case and legal basis stated."""
    from comity.node.accounts.models import User
    from comity.node.cases.operations import start_period
    from comity.node.cases.queries import actor_for

    start_period(actor=officer, purpose=Purpose.INVESTIGATION, case_id=case.id, instrument_id=instrument.id)
    return actor_for(User.objects.get(id=officer.user_id))
