"""What was typed in for a check does not stay for ever."""

from datetime import timedelta

import pytest

from comity.node.audit.models import LedgerEntry
from comity.node.cases.models import Case
from comity.node.matching import forgetting, living, operations, queries
from comity.node.matching.models import CheckedSubject
from tests.node.matching.conftest import HOST, someone

pytestmark = pytest.mark.django_db
TYPED = [("name", "Sok Dara"), ("birthDate", "1980-02-13")]


def typed():
    return CheckedSubject.objects.get().values


def test_what_was_not_found_goes_when_its_check_ends(partner, at_work, clock):
    operations.check_subject(actor=at_work, values=TYPED)
    assert forgetting.forget_typed() == 0
    assert typed()
    Case.objects.update(closed=clock.now())
    living.look_again()
    assert forgetting.forget_typed() == 1
    assert typed() == []
    assert LedgerEntry.objects.filter(event="matching.check.forgotten").count() == 1
    assert forgetting.forget_typed() == 0


def test_what_waits_for_its_partner_stays(partner, at_work, network):
    network.down.add(HOST)
    operations.check_subject(actor=at_work, values=TYPED)
    assert forgetting.forget_typed() == 0
    assert typed()


def test_what_was_found_stays_half_a_year(partner, at_work, clock):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    check = operations.check_subject(actor=at_work, values=TYPED)
    (hit,) = queries.hits(at_work, check_id=check.id)
    Case.objects.update(closed=clock.now())
    living.look_again()
    clock.advance(timedelta(days=179))
    assert forgetting.forget_typed() == 0
    clock.advance(timedelta(days=2))
    assert forgetting.forget_typed() == 1
    _, shown = queries.hit_with_subject(at_work, hit.id)
    assert shown.facts == ()


def test_a_dismissed_hit_keeps_nothing(partner, at_work, clock):
    partner.begin(someone("Sok Dara", "1980-02-13"))
    check = operations.check_subject(actor=at_work, values=TYPED)
    (hit,) = queries.hits(at_work, check_id=check.id)
    operations.dismiss_hit(actor=at_work, hit_id=hit.id, reason="another person")
    Case.objects.update(closed=clock.now())
    living.look_again()
    assert forgetting.forget_typed() == 1
