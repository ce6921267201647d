"""Browsing is counted from the ledger, looked into by a supervisor, and nobody judges their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from comity.kernel import InvalidInput, Missing, Refused
from comity.node.accounts.models import User
from comity.node.audit import browsing
from comity.node.audit.browsing_models import UnusualDay
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record
from comity.node.permissions import Role


def _reads(clock, actor, count, *, days_ago, event="holdings.holding.read"):
    now = clock.now()
    clock.set(now - timedelta(days=days_ago))
    for number in range(count):
        record(actor=actor, event=event, objects=[f"holding-{days_ago}-{number}"])
    clock.set(now)


@pytest.fixture
def people(person, clock):
    """Three officers who open four records a day, and a supervisor."""
    made = {name: person(Role.OFFICER, name) for name in ("one", "two", "three")}
    made["supervisor"] = person(Role.SUPERVISOR, "supervisor")
    made["auditor"] = person(Role.AUDITOR, "auditor")
    for back in range(8, 0, -1):
        for name in ("one", "two", "three"):
            _reads(clock, made[name], 4, days_ago=back)
    return made


def test_who_opens_far_more_than_peers_is_shown_with_what_is_usual(people, clock):
    assert browsing.look() == 0
    _reads(clock, people["one"], 60, days_ago=0)
    assert browsing.look() == 2  # in a day, and in one hour
    rows, readers = browsing.read(actor=people["supervisor"])
    opened = next(each for each in rows if each.row.measure == "opened")
    assert (opened.name, opened.row.value, opened.row.usual, opened.row.people) == ("one", 60, 4, 2)
    assert {reader.name for reader in readers} == {"one", "two", "three"}
    assert LedgerEntry.objects.filter(event="audit.browsing.read").count() == 1


def test_looking_twice_finds_it_once_and_a_day_that_goes_on_grows(people, clock):
    _reads(clock, people["one"], 40, days_ago=0)
    browsing.look()
    _reads(clock, people["one"], 90, days_ago=0, event="items.item.read")
    assert browsing.look() == 0
    assert UnusualDay.objects.get(measure="opened").value == 90


def test_a_supervisor_looks_into_it_with_words(people, clock):
    _reads(clock, people["one"], 60, days_ago=0)
    browsing.look()
    row = browsing.to_review(people["supervisor"]).first()
    with pytest.raises(InvalidInput):
        browsing.review(actor=people["supervisor"], day_id=str(row.id), words=" ")
    for name in ("one", "auditor"):
        with pytest.raises(Refused):
            browsing.review(actor=people[name], day_id=str(row.id), words="All is well.")
    browsing.review(actor=people["supervisor"], day_id=str(row.id), words="A raid that morning.")
    with pytest.raises(Missing):
        browsing.review(actor=people["supervisor"], day_id=str(row.id), words="Again.")
    assert LedgerEntry.objects.get(event="audit.browsing.reviewed").object_ids[0] == people["one"].user_id


def test_nobody_judges_their_own_day(people, person, clock):
    other = person(Role.SUPERVISOR, "other")
    for back in range(14, 0, -1):
        _reads(clock, people["supervisor"], 3, days_ago=back)
    _reads(clock, people["supervisor"], 70, days_ago=0)
    browsing.look()
    assert not browsing.to_review(people["supervisor"]).exists()
    row = browsing.to_review(other).filter(measure="opened").get()
    with pytest.raises(Refused) as refused:
        browsing.review(actor=people["supervisor"], day_id=str(row.id), words="It was me.")
    assert refused.value.code == "audit.browsing.own"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.VICTIM_WORKER, Role.ADMINISTRATOR])
def test_others_do_not_see_who_reads_how_much(person, role):
    actor = person(role, "somebody")
    with pytest.raises(Refused):
        browsing.read(actor=actor)


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 30, "½"])
def test_strange_ids_are_missing(people, asked):
    with pytest.raises(Missing):
        browsing.review(actor=people["supervisor"], day_id=asked, words="Looked.")


def test_the_page_says_what_is_usual_and_keeps_what_was_found_out(people, clock):
    def signed_in(name):
        client = Client()
        user = User.objects.get(id=people[name].user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    page = signed_in("supervisor").get("/ledger/browsing")
    assert "No day stands out" in page.content.decode()
    _reads(clock, people["one"], 60, days_ago=0)
    browsing.look()
    shown = signed_in("supervisor").get("/ledger/browsing").content.decode()
    assert "records opened in a day" in shown
    assert "Usual is 4" in shown
    assert "Keep what was found out" in shown
    assert "Keep what was found out" not in signed_in("auditor").get("/ledger/browsing").content.decode()
    assert signed_in("one").get("/ledger/browsing").status_code == 403
    row = UnusualDay.objects.first()
    done = signed_in("supervisor").post(f"/ledger/browsing/{row.id}/review", {"words": "A raid."}, follow=True)
    assert "A raid." in done.content.decode()
