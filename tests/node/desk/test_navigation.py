"""The navigation leads everywhere a role may go, and nowhere else."""

import pytest
from django.urls import reverse

from comity.node.desk.navigation import ENTRIES, groups
from comity.node.permissions import MAY, Role

pytestmark = pytest.mark.django_db
LINKS = [entry for _title, entries in ENTRIES for entry in entries]
PEOPLE = [role for role in Role if role is not Role.SYSTEM]


@pytest.mark.parametrize("entry", LINKS, ids=lambda e: e.route)
def test_every_entry_leads_to_a_page(entry):
    assert reverse(entry.route)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_sees_what_it_may_open_and_it_opens(role, person, sign_in):
    actor = person(role)
    client = sign_in(actor)
    shown = {link.url for group in groups(actor, "/") for link in group.links}
    for entry in LINKS:
        url = reverse(entry.route)
        answer = client.get(url)
        assert (url in shown) is (entry.action is None or role in MAY[entry.action])
        if url in shown:
            led = answer.status_code == 302 and answer.url.startswith("/period")
            assert answer.status_code == 200 or led, (role, url, answer.status_code)
        else:
            assert answer.status_code == 403, (role, url, answer.status_code)


def test_the_page_that_is_shown_is_marked_once(officer):
    for group in groups(officer, reverse("desk:cases") + "some-case"):
        for link in group.links:
            assert bool(link.current) is (link.url == reverse("desk:cases"))
