"""What waits, for whom."""

import pytest

from comity.node.desk import today
from comity.node.desk.pulse import SILENCE, leave_sign, runs
from comity.node.permissions import Action, Role

pytestmark = pytest.mark.django_db


def test_a_section_is_shown_to_those_who_may_act_and_only_when_something_waits(person, monkeypatch):
    entries: list = []
    monkeypatch.setattr(today, "_SECTIONS", entries)
    waiting = [today.Item("/x", "A request", "received")]

    @today.section(Action.REPLY_SEND)
    def requests(_actor):
        return today.Section("Requests", "conversation", tuple(waiting), len(waiting))

    assert [s.title for s in today.sections(person(Role.OFFICER))] == ["Requests"]
    assert today.sections(person(Role.AUDITOR)) == []
    waiting.clear()
    assert today.sections(person(Role.SUPERVISOR)) == []


def test_first_steps_lead_a_new_node_on_and_go_once_they_are_done(person, sign_in, monkeypatch):
    administrator = person(Role.ADMINISTRATOR)
    client = sign_in(administrator)
    shown = client.get("/").content.decode()
    assert "First steps at this node" in shown
    for step in today.steps(administrator):
        assert step.done or client.get(step.url).status_code == 200
    assert today.steps(person(Role.AUDITOR)) == []
    monkeypatch.setattr(today, "_STEPS", [lambda _actor: [today.Step("Made", done=True)]])
    assert "First steps at this node" not in client.get("/").content.decode()


def test_a_frozen_channel_is_named_on_every_page_to_those_who_read_partners(officer, sign_in, clock):
    from comity.node.partners.models import Partner, PartnerState

    client = sign_in(officer)
    Partner.objects.create(
        id="abcdefghijklmnop", agency="<b>Neighbour</b>", country="VN", state=PartnerState.FROZEN, added_at=clock.now()
    )
    shown = client.get("/cases/").content.decode()
    assert "is frozen" in shown
    assert "<b>Neighbour" not in shown


def test_the_desk_says_so_when_the_worker_is_silent(officer, sign_in, clock):
    leave_sign()
    assert runs()
    client = sign_in(officer)
    assert "worker does not run" not in client.get("/").content.decode()
    clock.advance(SILENCE)
    assert not runs()
    assert "worker does not run" in client.get("/").content.decode()


def test_what_waits_for_a_person_stands_before_what_comes_by_itself():
    named = [entry.source.__name__ for entry in today._SECTIONS]
    assert named.index("hearings") > named.index("unread")
    assert named[-1] == "running"
