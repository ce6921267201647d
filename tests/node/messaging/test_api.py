"""The officers' API of conversations: sending any type, approving, handing over, what is owed, alerts, deadlines."""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.test import Client

from comity.node.accounts.models import User
from comity.node.messaging import delivering, types
from comity.node.messaging.models import Message
from comity.node.runtime import node_id
from tests.exchange.parties import SUBJECT
from tests.node.messaging.conftest import ASK
from tests.node.messaging.said import ALERT, feedback, item, spontaneous

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def call():
    """Calls the API as a person."""

    def make(actor, method, path, body=None):
        client = Client()
        client.force_login(User.objects.get(id=actor.user_id), backend=BACKEND)
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(client, method)(f"/v1/desk/{path}", **content)
        return answer.status_code, answer.json() if answer.content else None

    return make


def test_an_alert_goes_out_and_is_listed_until_it_is_cancelled(vn, partner, at_work, call):
    body = {"type": "alert", "content": ALERT, "partners": [vn.id, partner("TH").id]}
    status, made = call(at_work, "post", "messages", body)
    assert (status, len(made), {m["state"] for m in made}) == (201, 2, {"queued"})
    delivering.deliver()
    listed = call(at_work, "get", "alerts")[1]
    assert [(a["message"], a["category"], a["cancelled"]) for a in listed] == [(made[0]["id"], "vehicle", None)]
    over = {
        "type": "alert-cancellation", "content": {"alert": Message.objects.get(id=made[0]["id"]).message_id,
        "reason": "Found."}, "conversation": made[0]["conversation"], "in_reply_to": made[0]["id"],
    }  # fmt: skip
    assert call(at_work, "post", "messages", over)[0] == 201
    assert call(at_work, "get", "alerts")[1] == []
    assert len(call(at_work, "get", "alerts?in_force=false")[1]) == 1
    read = call(at_work, "get", f"conversations/{made[0]['conversation']}")[1]
    assert (read["kind"], read["state"], len(read["participants"])) == ("alert", "cancelled", 2)


def test_every_fault_of_a_content_is_named(vn, at_work, call):
    status, told = call(
        at_work, "post", "messages", {"type": "alert", "content": {"category": "ship"}, "partners": [vn.id]}
    )
    assert status == 422
    assert told["code"] == "exchange.message.fields"
    assert {"category", "what_to_do", "contact"} <= {fault.split(":")[0] for fault in told["reason"].split("; ")}


def test_what_a_person_may_not_see_is_not_written_into(vn, at_work, call, person):
    from comity.node.permissions import Role

    made = call(
        at_work, "post", "messages", {"type": "spontaneous", "content": spontaneous(node_id()), "partners": [vn.id]}
    )
    conversation = made[1][0]["conversation"]
    other = person(Role.OFFICER, "other")
    body = {"type": "feedback", "content": feedback(item(vn.id)), "conversation": conversation}
    assert call(other, "post", "messages", body)[0] == 404
    assert call(other, "post", f"conversations/{conversation}/hand-over", {"person": other.user_id})[0] == 404


def test_what_is_owed_is_listed_and_a_conversation_given_to_a_person(vn, at_work, call):
    body = {"partner": vn.id, "subjects": [SUBJECT]} | ASK
    asked = call(at_work, "post", "conversations", body)[1]
    owed = call(at_work, "get", "owed?by_us=false")[1]
    assert [(o["message"], o["duty"], o["late"]) for o in owed] == [(asked["id"], "answer", False)]
    assert call(at_work, "get", "owed?by_us=true")[1] == []
    given = {"person": vn.supervisor.user_id, "words": "Please."}
    assert call(at_work, "post", f"conversations/{asked['conversation']}/hand-over", given)[0] == 204
    assert call(at_work, "get", f"conversations/{asked['conversation']}")[1]["assigned_to"] == vn.supervisor.user_id
    assert call(at_work, "get", "reminders")[1] == []


def test_a_supervisor_keeps_a_message_from_leaving(vn, at_work, call, monkeypatch):
    real = types.config()
    monkeypatch.setattr(types, "config", lambda: dataclasses.replace(real, four_eyes=("alert",)))
    made = call(at_work, "post", "messages", {"type": "alert", "content": ALERT, "partners": [vn.id]})[1]
    kept = call(vn.supervisor, "post", f"messages/{made[0]['id']}/disapprove", {"reason": "Too broad."})
    assert (kept[0], kept[1]["state"], kept[1]["reason"]) == (200, "withdrawn", "Too broad.")


def test_deadlines_are_agreed_listed_and_ended(vn, at_work, call):
    hours = {"urgent_held": 4, "urgent": 24, "routine": 48, "source": "Protocol 3"}
    assert call(at_work, "put", "deadlines/VN", hours)[0] == 403
    assert call(vn.supervisor, "put", "deadlines/VN", hours)[0] == 200
    assert call(vn.supervisor, "put", "deadlines/XX", hours)[0] == 422
    assert [d["countries"] for d in call(at_work, "get", "deadlines")[1]] == [["KH", "VN"]]
    assert call(vn.supervisor, "delete", "deadlines/VN")[0] == 204
    assert call(vn.supervisor, "delete", "deadlines/VN")[0] == 404
