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


def test_first_steps_go_once_they_are_done(person, case, instrument, sign_in):
    administrator = person(Role.ADMINISTRATOR)
    page = sign_in(administrator).get("/").content.decode()
    assert "First steps at this node" in page or not today.steps(administrator)


def test_the_desk_says_so_when_the_worker_is_silent(officer, sign_in, clock):
    leave_sign()
    assert runs()
    client = sign_in(officer)
    assert "worker does not run" not in client.get("/").content.decode()
    clock.advance(SILENCE)
    assert not runs()
    assert "worker does not run" in client.get("/").content.decode()
