"""People and seizures for the tests of the slice."""

from dataclasses import replace

import pytest

from comity.kernel.purposes import Purpose
from comity.node.permissions import Role
from tests.node.seizures.joined import seize
from tests.node.seizures.seizing import GIVEN, grounds


@pytest.fixture
def working(case, instrument):
    """Lets a person state the case of the tests, as a member of it where asked."""
    from comity.node.accounts.models import User
    from comity.node.cases.models import CaseMember
    from comity.node.cases.operations import start_period
    from comity.node.cases.queries import actor_for

    def work(actor, *, member=True):
        if not member:  # on another duty, say
            return replace(actor, purpose=Purpose.INVESTIGATION, case_id=case.id)
        CaseMember.objects.get_or_create(case=case, user_id=actor.user_id, defaults={"since": case.opened})
        start_period(actor=actor, purpose=Purpose.INVESTIGATION, case_id=case.id, instrument_id=instrument.id)
        return actor_for(User.objects.get(id=actor.user_id))

    return work


@pytest.fixture
def supervisor(person, working):
    """A supervisor at work on the case."""
    return working(person(Role.SUPERVISOR))


@pytest.fixture
def analyst(person, working):
    """An analyst at work on the case."""
    return working(person(Role.ANALYST))


@pytest.fixture
def seized(at_work):
    """Records a seizure of the officer's."""
    from comity.node.seizures.operations import record_seizure

    def make(given=GIVEN, **said):
        on = said.pop("grounds", None) or grounds(case_id=at_work.case_id)
        return record_seizure(actor=said.pop("actor", at_work), given=given, grounds=on, **said)

    return make


@pytest.fixture
def both(three):
    """The same seizure as two agencies recorded it."""
    return seize(three, "KH"), seize(three, "VN")
