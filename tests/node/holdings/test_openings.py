"""Protected records are opened by two people, and no way around it shows what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.kernel.purposes import Purpose
from comity.node.accounts.models import User
from comity.node.audit.models import LedgerEntry
from comity.node.cases.operations import start_period
from comity.node.cases.queries import actor_for
from comity.node.holdings import naming, openings, operations, queries
from comity.node.holdings.models import Holding
from comity.node.permissions import Role as Person
from comity.subjects import Role

NAME = "Keo Bopha"


def _later(actor, clock, **span):
    clock.advance(timedelta(**span))
    start_period(actor=actor, purpose=Purpose(actor.purpose), case_id=actor.case_id)
    return actor_for(User.objects.get(id=actor.user_id))


@pytest.fixture
def closed(record, colleague, clock):
    """A victim's record of yesterday, and two workers and a supervisor of its case today."""
    worker = colleague(Person.VICTIM_WORKER, "worker")
    held = record(("name", NAME), ("birthDate", "2001-02-03"), actor=worker, role=Role.VICTIM)
    people = {name: colleague(role, name) for name, role in
              (("second", Person.VICTIM_WORKER), ("supervisor", Person.SUPERVISOR))}  # fmt: skip
    clock.advance(timedelta(days=1))
    people["worker"] = worker
    return held, {name: _later(person, clock) for name, person in people.items()}


def _open(held, people, by="second"):
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="She calls back today.")
    return openings.decide_opening(actor=people[by], opening_id=asked.id, agree=True)


def test_who_recorded_it_reads_it_that_day_and_not_the_next(record, colleague, clock):
    worker = colleague(Person.VICTIM_WORKER)
    held = record(("name", NAME), actor=worker, role=Role.VICTIM)
    assert queries.detail(worker, held.id).row.title == NAME
    worker = _later(worker, clock, hours=11)
    with pytest.raises(Refused) as refused:
        queries.detail(worker, held.id)
    assert refused.value.code == "holdings.closed"
    assert "second person" in str(refused.value)


def test_a_closed_record_says_nothing_in_any_list(closed):
    _held, people = closed
    worker = people["worker"]
    [row] = queries.search(worker).rows
    assert row.closed
    assert (row.names, row.facts) == ([], [])
    assert NAME not in row.title
    assert queries.search(worker, text=NAME).rows == []
    assert queries.search(worker, text="2001-02-03").count == 0
    assert naming.matches(worker, NAME).found == []


def test_a_closed_record_is_neither_corrected_nor_changed(closed):
    held, people = closed
    statement = held.statements.first()
    for act in (
        lambda: operations.add_statement(
            actor=people["worker"], holding_id=held.id, property="phone", text="012 345 678"
        ),
        lambda: operations.correct_statement(
            actor=people["worker"], holding_id=held.id, statement_id=statement.id, text="Keo", reason="typed wrongly"
        ),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "holdings.closed"


@pytest.mark.parametrize("by", ["second", "supervisor"])
def test_a_second_person_opens_it_for_a_shift_and_for_nobody_else(closed, clock, by):
    held, people = closed
    made = _open(held, people, by)
    assert made.until == clock.now() + openings.OPEN_FOR
    assert queries.detail(people["worker"], held.id).row.title == NAME
    assert [row.title for row in queries.search(people["worker"], text=NAME).rows] == [NAME]
    with pytest.raises((Refused, Missing)):
        queries.detail(people[by], held.id)
    worker = _later(people["worker"], clock, hours=11)
    with pytest.raises(Refused):
        queries.detail(worker, held.id)


def test_nobody_is_one_s_own_second_person(closed):
    held, people = closed
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="She calls back.")
    with pytest.raises(Refused) as refused:
        openings.decide_opening(actor=people["worker"], opening_id=asked.id, agree=True)
    assert refused.value.code == "holdings.opening.own"
    assert list(openings.to_decide(people["worker"])) == []
    assert [each.id for each in openings.to_decide(people["second"])] == [asked.id]


@pytest.mark.parametrize("role", [Person.OFFICER, Person.ANALYST, Person.AUDITOR, Person.ADMINISTRATOR])
def test_other_roles_do_not_decide(closed, colleague, role):
    held, people = closed
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="She calls back.")
    with pytest.raises(Refused):
        openings.decide_opening(actor=colleague(role, "other"), opening_id=asked.id, agree=True)


def test_a_worker_of_another_case_does_not_decide(closed, colleague):
    held, people = closed
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="She calls back.")
    stranger = colleague(Person.VICTIM_WORKER, "stranger", member=False)
    assert not openings.to_decide(stranger).exists()
    with pytest.raises(Refused):
        openings.decide_opening(actor=stranger, opening_id=asked.id, agree=True)


def test_a_refusal_says_why_and_leaves_it_closed(closed):
    held, people = closed
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="Curious.")
    with pytest.raises(InvalidInput):
        openings.decide_opening(actor=people["second"], opening_id=asked.id, agree=False)
    openings.decide_opening(actor=people["second"], opening_id=asked.id, agree=False, words="Ask her caseworker.")
    with pytest.raises(Refused):
        queries.detail(people["worker"], held.id)
    with pytest.raises(Missing):
        openings.decide_opening(actor=people["second"], opening_id=asked.id, agree=True)


def test_asking_twice_is_asking_once_and_what_waits_too_long_is_gone(closed, clock):
    held, people = closed
    asked = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="She calls back.")
    again = openings.ask_opening(actor=people["worker"], holding_id=held.id, reason="Please.")
    assert asked.id == again.id
    clock.advance(timedelta(days=8))
    with pytest.raises(Missing):
        openings.decide_opening(actor=_later(people["second"], clock), opening_id=asked.id, agree=True)


def test_it_is_closed_again_by_who_asked(closed):
    held, people = closed
    made = _open(held, people)
    with pytest.raises(Missing):
        openings.close_opening(actor=people["second"], opening_id=made.id)
    openings.close_opening(actor=people["worker"], opening_id=made.id)
    with pytest.raises(Refused):
        queries.detail(people["worker"], held.id)


def test_a_witness_needs_two_people_and_a_suspect_does_not(record, at_work, colleague, clock):
    witness = record(("name", NAME), role=Role.WITNESS)
    suspect = record(("name", "Chan Vanna"))
    supervisor = colleague(Person.SUPERVISOR)
    officer = _later(at_work, clock, days=1)
    assert queries.detail(officer, suspect.id).row.title == "Chan Vanna"
    with pytest.raises(Conflicting):
        openings.ask_opening(actor=officer, holding_id=suspect.id, reason="To read it.")
    with pytest.raises(Refused):
        queries.detail(officer, witness.id)
    asked = openings.ask_opening(actor=officer, holding_id=witness.id, reason="The hearing is tomorrow.")
    openings.decide_opening(actor=_later(supervisor, clock), opening_id=asked.id, agree=True)
    assert queries.detail(officer, witness.id).row.title == NAME


def test_the_ledger_names_both(closed):
    held, people = closed
    made = _open(held, people)
    entries = LedgerEntry.objects.filter(found_by__object=made.id).order_by("index")
    assert [(e.event, e.actor) for e in entries] == [
        ("holdings.opening.asked", people["worker"].user_id), ("holdings.opening.agreed", people["second"].user_id),
    ]  # fmt: skip
    assert all(held.id in entry.object_ids for entry in entries)


def test_erasing_the_record_erases_what_was_asked_about_it(closed):
    held, people = closed
    made = _open(held, people)
    Holding.objects.filter(id=held.id).update(retention_until="2026-01-01")
    operations.erase_expired()
    assert not type(made).objects.exists()


def _signed_in(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(id=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_the_pages_go_from_asking_to_reading(closed):
    held, people = closed
    worker, second = _signed_in(people["worker"]), _signed_in(people["second"])
    page = worker.get(f"/holdings/{held.id}/")
    assert page.status_code == 403
    assert NAME not in page.content.decode()
    assert worker.post(f"/holdings/{held.id}/openings/", {"reason": ""}).status_code == 400
    assert worker.post(f"/holdings/{held.id}/openings/", {"reason": "She calls back."}).status_code == 302
    shown = second.get("/holdings/openings/").content.decode()
    assert "She calls back." in shown
    assert NAME not in shown
    assert "protected record" in second.get("/").content.decode()
    [asked] = openings.to_decide(people["second"])
    wrong = second.post(f"/holdings/openings/{asked.id}/decide/", {"decision": "refuse", "words": ""})
    assert wrong.status_code == 400
    done = second.post(f"/holdings/openings/{asked.id}/decide/", {"decision": "agree", "words": ""})
    assert done.status_code == 302
    assert NAME in worker.get(f"/holdings/{held.id}/").content.decode()
    assert worker.post(f"/holdings/openings/{asked.id}/close/").status_code == 302
    assert worker.get(f"/holdings/{held.id}/").status_code == 403
