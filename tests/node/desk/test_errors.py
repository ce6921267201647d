"""What a person sees when something is not there, not open, or went wrong."""

import pytest
from django.test import Client

from comity.node.permissions import Role

pytestmark = pytest.mark.django_db


def test_a_case_of_others_and_no_case_at_all_look_the_same(case, person, sign_in):
    client = sign_in(person(Role.ANALYST))
    other, none = client.get(f"/cases/{case.id}"), client.get("/cases/00000000-0000-7000-8000-000000000000")
    unknown = client.get("/no/such/page")
    assert other.status_code == none.status_code == unknown.status_code == 404
    body = [a.content.decode().replace(a.wsgi_request.path, "") for a in (other, none, unknown)]
    body = [b.split("<main")[1].split("</main>")[0] for b in body]
    assert body[0] == body[1] == body[2]
    assert case.reference not in other.content.decode()


def test_a_role_that_may_not_is_told_so_and_what_to_do(officer, sign_in):
    answer = sign_in(officer).get("/people/")
    assert answer.status_code == 403
    assert "administrator" in answer.content.decode()


def test_a_forged_form_changes_nothing(officer, case, sign_in):
    client = sign_in(officer, Client(enforce_csrf_checks=False))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(f"/cases/{case.id}/close")
    assert answer.status_code == 403
    case.refresh_from_db()
    assert case.closed is None


def test_every_answer_carries_the_content_policy_and_is_kept_by_no_cache(officer, sign_in):
    client = sign_in(officer)
    for path in ("/", "/cases/", "/no/such/page", "/account/login/"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_fault_shows_a_page_without_its_inside(officer, sign_in, monkeypatch):
    def fail(*_args):
        raise RuntimeError("the inside of the node")

    client = sign_in(officer)
    client.raise_request_exception = False
    monkeypatch.setattr("comity.node.desk.views.today.sections", fail)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "inside of the node" not in answer.content.decode()
    assert "The node has a fault" in answer.content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/x", "javascript:alert(1)"])
def test_nobody_is_led_away_by_a_link(officer, case, sign_in, back):
    client = sign_in(officer)
    for path, data in (
        ("/language", {"language": "km", "next": back}),
        ("/period", {"next": back, "ground": f"case:{case.id}", "purpose": "investigation"}),
    ):
        assert client.post(path, data).url == "/"
