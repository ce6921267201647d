import json
from datetime import date

import pytest

from comity.flows.trends import month_number
from comity.kernel import InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.permissions import Role
from comity.node.picture import reporting
from comity.node.picture.models import Closure, Reported

pytestmark = pytest.mark.django_db
JANUARY = month_number(2025, 1)


@pytest.fixture
def analyst(person):
    return person(Role.ANALYST)


def state(actor, **said):
    given = {"year": 2025, "months": {1: (25, 20), 2: (25, 0)}, "source": "register"} | said
    reporting.state_reported(actor=actor, **given)


def test_what_is_stated_is_the_share_of_the_reports(analyst):
    state(analyst)
    assert reporting.completeness(JANUARY, 3)[""] == (0.8, 0.0, None)
    entry = LedgerEntry.objects.get(event="picture.reporting.stated")
    assert json.loads(entry.details)["months"] == {"1": [25, 20], "2": [25, 0]}


def test_it_is_changed_and_taken_back(analyst):
    state(analyst)
    before = reporting.revision()
    state(analyst, months={1: (25, 25), 2: None})
    assert reporting.completeness(JANUARY, 2)[""] == (1.0, None)
    assert reporting.revision() != before


def test_a_province_has_its_own_or_the_whole_countrys_where_that_is_complete(analyst):
    state(analyst, months={1: (25, 25), 2: (25, 24)})
    state(analyst, place="KH-12", months={2: (4, 2)})
    known = reporting.completeness(JANUARY, 2)
    assert reporting.share_of(known, "KH-12") == (1.0, 0.5)
    assert reporting.share_of(known, "KH-1") == (1.0, None)
    assert reporting.share_of(known, "") == (1.0, 0.96)


@pytest.mark.parametrize(
    "said",
    [
        {"months": {13: (1, 1)}}, {"months": {1: (0, 0)}}, {"months": {1: (3, 4)}}, {"months": {}}, {"source": " "},
        {"year": 12}, {"source": "x" * 201},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_kept(analyst, said):
    with pytest.raises(InvalidInput):
        state(analyst, **said)
    assert not Reported.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR, Role.VICTIM_WORKER])
def test_others_state_nothing(person, role):
    other = person(role)
    with pytest.raises(Refused):
        state(other)
    with pytest.raises(Refused):
        reporting.state_closure(actor=other, title="x", begins=date(2025, 1, 1), ends=None, source="x")


def test_a_closed_border_is_known_by_month_until_it_is_taken_back(analyst):
    made = reporting.state_closure(
        actor=analyst, title="Poipet", begins=date(2025, 3, 20), ends=date(2025, 6, 1), source="notice"
    )  # fmt: skip
    found = reporting.circumstances()[0]
    assert (found.title, found.begin - JANUARY, found.end - JANUARY) == ("Poipet", 2, 5)
    reporting.withdraw_closure(actor=analyst, closure_id=made.id)
    assert reporting.circumstances() == []
    with pytest.raises(Missing):
        reporting.withdraw_closure(actor=analyst, closure_id=made.id)


def test_a_border_opens_after_it_closes(analyst):
    with pytest.raises(InvalidInput):
        reporting.state_closure(
            actor=analyst, title="x", begins=date(2025, 3, 2), ends=date(2025, 3, 1), source="notice"
        )  # fmt: skip
    assert not Closure.objects.exists()
