"""Cases, instruments, duties and people through their pages."""

import pytest

from comity.node.accounts.models import User
from comity.node.cases.models import Case, Duty, Instrument
from comity.node.permissions import Role

pytestmark = pytest.mark.django_db


def test_an_officer_opens_a_case_adds_a_colleague_and_closes_it(officer, person, sign_in):
    client, colleague = sign_in(officer), person(Role.ANALYST)
    answer = client.post(
        "/cases/new",
        {"reference": "X-1", "title": "<b>Night</b> ferry", "offence": "drug-trafficking", "purpose": "investigation"},
    )
    case = Case.objects.get(reference="X-1")
    assert answer.url == f"/cases/{case.id}"
    client.post(f"/cases/{case.id}/members", {"username": colleague.name})
    page = client.get(f"/cases/{case.id}").content.decode()
    assert colleague.name in page
    assert "<b>Night" not in page
    client.post(f"/cases/{case.id}/members/{colleague.user_id}/remove")
    client.post(f"/cases/{case.id}/close")
    case.refresh_from_db()
    assert case.closed is not None
    assert case.members.count() == 1


def test_what_is_wrong_stands_in_the_form_and_nothing_is_kept(officer, case, sign_in):
    client = sign_in(officer)
    answer = client.post(
        "/cases/new",
        {"reference": case.reference, "title": "Again", "offence": "fraud", "purpose": "investigation"},
    )
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert client.post(f"/cases/{case.id}/members", {"username": "nobody"}).status_code == 400
    assert Case.objects.count() == 1


def test_a_member_may_not_change_a_case_of_others(case, person, sign_in):
    client = sign_in(person(Role.OFFICER, "second"))
    assert client.post(f"/cases/{case.id}/close").status_code == 404
    assert client.post(f"/cases/{case.id}/members", {"username": "second"}).status_code == 404
    case.refresh_from_db()
    assert case.closed is None


def test_a_supervisor_records_an_instrument_and_a_duty(person, officer, sign_in):
    client = sign_in(person(Role.SUPERVISOR))
    given = {
        "reference": "T-1", "title": "Treaty", "kind": "treaty", "parties": "Cambodia, Thailand",
        "in_force_from": "2001-02-03", "offences": ["fraud"],
    }  # fmt: skip
    assert client.post("/instruments/new", given | {"parties": "Cambodia, Atlantis"}).status_code == 200
    assert client.post("/instruments/new", given).status_code == 302
    assert Instrument.objects.get().parties == ["KH", "TH"]
    client.post(
        "/duties/new",
        {"reference": "D-1", "title": "Answering", "purpose": "investigation", "members": [officer.user_id]},
    )
    assert Duty.objects.get().members.get().id == officer.user_id


def test_an_administrator_makes_and_changes_an_account(person, sign_in):
    client = sign_in(person(Role.ADMINISTRATOR))
    weak = client.post("/people/new", {"username": "chan", "name": "Chan", "role": "officer", "password": "short"})
    assert weak.status_code == 200
    assert not User.objects.filter(username="chan").exists()
    client.post(
        "/people/new", {"username": "chan", "name": "Chan", "role": "officer", "password": "four-words-for-chan"}
    )
    chan = User.objects.get(username="chan")
    client.post(f"/people/{chan.id}", {"role": "analyst"})
    chan.refresh_from_db()
    assert (chan.role, chan.is_active) == ("analyst", False)
    last = User.objects.get(role="administrator")
    assert client.post(f"/people/{last.id}", {"role": "officer", "is_active": "on"}).status_code == 200
    last.refresh_from_db()
    assert last.role == "administrator"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.AUDITOR, Role.SUPERVISOR])
def test_nobody_else_manages_accounts(person, sign_in, role):
    client = sign_in(person(role))
    given = {"username": "x", "name": "X", "role": "administrator", "password": "four-words-for-xx"}
    assert client.post("/people/new", given).status_code == 403
    assert not User.objects.filter(username="x").exists()
