"""Emergencies: what they carry, for how long, and where they stand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comity.cooperation import ExchangeKind
from comity.cooperation.emergencies import CARRIED, LASTS, REVIEW_WITHIN, Emergency, EmergencyState, Outcome, tally

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEGUN = Emergency.begun(NOW)


@pytest.mark.parametrize("kind", ExchangeKind)
def test_evidence_and_joint_operations_are_never_carried(kind):
    assert BEGUN.carries([kind], NOW) == (kind not in {ExchangeKind.EVIDENCE, ExchangeKind.JOINT_OPERATION})


def test_all_of_what_is_exchanged_must_be_carried():
    assert BEGUN.carries([ExchangeKind.REQUEST, ExchangeKind.PERSONAL_DATA], NOW)
    assert not BEGUN.carries([ExchangeKind.REQUEST, ExchangeKind.EVIDENCE], NOW)


def test_it_ends_by_itself_and_with_its_review():
    assert BEGUN.carries(CARRIED, NOW + LASTS - timedelta(seconds=1))
    assert not BEGUN.carries(CARRIED, NOW + LASTS)
    assert not BEGUN.carries(CARRIED, NOW - timedelta(seconds=1))
    assert not replace(BEGUN, outcome=Outcome.JUSTIFIED).carries(CARRIED, NOW)


def test_where_it_stands():
    assert BEGUN.state(NOW) is EmergencyState.OPEN
    assert BEGUN.state(NOW + LASTS) is EmergencyState.WAITING
    assert BEGUN.state(NOW + REVIEW_WITHIN) is EmergencyState.OVERDUE
    assert replace(BEGUN, outcome=Outcome.NOT_JUSTIFIED).state(NOW) is EmergencyState.NOT_JUSTIFIED
    counted = tally([BEGUN, replace(BEGUN, outcome=Outcome.JUSTIFIED)], NOW)
    assert counted == dict.fromkeys(EmergencyState, 0) | {EmergencyState.OPEN: 1, EmergencyState.JUSTIFIED: 1}
