"""Purpose and case are stated once, shown all the time, and lead back to where they were needed."""

import pytest
from django.http import HttpResponse

from comity.kernel import Refused
from comity.node.cases.models import WorkingPeriod
from comity.node.desk.middleware import Errors
from comity.node.permissions import Role

pytestmark = pytest.mark.django_db


def state(client, case, **more):
    return client.post("/period", {"ground": f"case:{case.id}", "purpose": "investigation", **more})


def test_the_purpose_is_asked_shown_and_ended(officer, case, instrument, sign_in):
    client = sign_in(officer)
    assert "State purpose and case" in client.get("/").content.decode()
    assert state(client, case, instrument=instrument.id, next="/cases/").url == "/cases/"
    shown = client.get("/cases/").content.decode()
    assert "No purpose and case stated" not in shown
    assert case.reference in shown.split("<main")[0]
    assert instrument.reference in shown.split("<main")[0]
    client.post("/period/end")
    assert "No purpose and case stated" in client.get("/").content.decode()
    assert WorkingPeriod.objects.filter(ended=None).count() == 0


def test_what_needs_a_purpose_leads_there_and_back(officer, sign_in, rf):
    client = sign_in(officer)
    request = rf.get("/holdings/?page=2")
    request.user = client.get("/").context["user"]
    answer = Errors(HttpResponse).process_exception(request, Refused("x", "y", code="permissions.purpose"))
    assert answer.url == "/period?next=%2Fholdings%2F%3Fpage%3D2"
    request.htmx = True
    answer = Errors(HttpResponse).process_exception(request, Refused("x", "y", code="permissions.purpose"))
    assert answer.headers["HX-Redirect"].startswith("/period")


def test_a_case_of_others_cannot_be_chosen(case, person, sign_in):
    client = sign_in(person(Role.ANALYST))
    answer = state(client, case)
    assert answer.status_code == 200
    assert not WorkingPeriod.objects.exists()


def test_an_administrator_is_not_asked(person, sign_in):
    client = sign_in(person(Role.ADMINISTRATOR))
    assert "State purpose" not in client.get("/").content.decode()
    assert client.get("/period").status_code == 403
