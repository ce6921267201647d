import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record
from comity.node.interfaces import delivering
from comity.node.interfaces.models import Delivery, Webhook
from comity.node.interfaces.operations import make_webhook, send_again, stop_webhook, test_webhook
from comity.node.interfaces.posting import MOST_ATTEMPTS
from comity.node.interfaces.words import fault_in_words
from comity.node.permissions import SYSTEM

send_test = test_webhook
del test_webhook
KIND = "holdings.holding.recorded"


@pytest.fixture
def hook(administrator, listener, loopback):
    def make(**more):
        given = {"name": "Case system", "url": f"http://127.0.0.1:{listener.port}/in?x=1", "kinds": [KIND]} | more
        return make_webhook(actor=administrator, **given)

    return make


def happened(event=KIND, *objects):
    record(actor=SYSTEM, event=event, objects=objects or ["0192"], details={"name": "Sok Dara"})


def test_a_system_is_told_what_happened_and_never_what_it_says(hook, listener, clock, db):
    happened()
    made, secret = hook()
    happened(KIND, "holding-1")
    happened("accounts.user.created")
    assert delivering.gather() == 1
    assert delivering.deliver() == 1
    ((headers, body),) = listener.told
    said = json.loads(body)
    assert said == {
        "format": 1, "id": said["id"], "node": said["node"], "kind": KIND, "at": "2026-11-22T03:00:00+00:00",
        "objects": ["holding-1"],
    }  # fmt: skip
    moment = int(clock.now().timestamp())
    wanted = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["Comity-Signature"] == f"t={moment},v1={wanted}"
    assert headers["Host"] == f"127.0.0.1:{listener.port}"
    assert (delivering.gather(), delivering.deliver()) == (0, 0)
    assert made.deliveries.get().state == "delivered"
    assert secret.encode() not in bytes(Webhook.objects.get().secret)


def test_what_is_not_taken_is_tried_again_with_growing_waits_and_then_given_up(hook, listener, clock, administrator):
    made, _secret = hook()
    happened()
    happened()
    delivering.gather()
    listener.status = 500
    waits = []
    for _ in range(MOST_ATTEMPTS):
        assert delivering.deliver() == 0
        first = made.deliveries.order_by("made", "id").first()
        if first.due:
            waits.append(first.due - clock.now())
        clock.set(clock.now() + (waits[-1] if waits else timedelta()))
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)
    assert (first.state, first.fault) == ("failed", "status 500")
    assert LedgerEntry.objects.filter(event="interfaces.delivery.given-up").count() == 1
    listener.status = 204
    send_again(actor=administrator, delivery_id=first.id)
    clock.set(clock.now() + timedelta(hours=7))
    assert delivering.deliver() == 2
    with pytest.raises(Conflicting):
        send_again(actor=administrator, delivery_id=first.id)


def test_where_an_answer_points_is_not_followed(hook, listener):
    made, _secret = hook()
    listener.status = 302
    happened()
    delivering.gather()
    assert delivering.deliver() == 0
    assert made.deliveries.get().fault == "status 302"
    assert len(listener.told) == 1


def test_a_test_is_sent_at_once_and_says_what_became_of_it(hook, listener, administrator):
    made, _secret = hook()
    assert send_test(actor=administrator, webhook_id=made.id).state == "delivered"
    listener.status = 404
    failed = send_test(actor=administrator, webhook_id=made.id)
    assert (failed.state, failed.fault) == ("failed", "status 404")


def test_why_something_was_not_taken_is_said_in_words(hook, administrator, listener):
    assert fault_in_words("status 500") == "It answered with status 500."
    assert fault_in_words("interfaces.address.private").startswith("This address lies in a network")
    made, _secret = hook(url="http://127.0.0.1:1/")
    assert fault_in_words(send_test(actor=administrator, webhook_id=made.id).fault) == "There is no connection to it."


def test_a_webhook_that_is_stopped_is_told_nothing_more(hook, listener, administrator):
    made, _secret = hook()
    happened()
    delivering.gather()
    stop_webhook(actor=administrator, webhook_id=made.id)
    happened()
    assert (delivering.gather(), delivering.deliver(), listener.told) == (0, 0, [])
    assert made.deliveries.get().fault == "stopped"
    with pytest.raises(Missing):
        stop_webhook(actor=administrator, webhook_id=made.id)


def test_this_machine_is_not_called_unless_node_toml_says_so(administrator, listener):
    with pytest.raises(Refused) as refused:
        make_webhook(actor=administrator, name="x", url=f"http://127.0.0.1:{listener.port}/", kinds=[KIND])
    assert refused.value.code == "interfaces.address.private"


def test_a_name_that_leads_elsewhere_later_is_judged_again(hook, listener, monkeypatch):
    """The network is taken out of node.toml after the webhook was made: nothing is sent any more."""
    from comity.node.interfaces import posting
    from comity.node.runtime import config

    made, _secret = hook()
    happened()
    delivering.gather()
    monkeypatch.setattr(posting, "config", config)
    assert delivering.deliver() == 0
    assert made.deliveries.get().fault == "interfaces.address.private"
    assert listener.told == []


@pytest.mark.parametrize("wrong", [{"name": " "}, {"kinds": []}, {"kinds": ["accounts.user.created"]}])
def test_what_is_wrong_is_refused(hook, wrong):
    with pytest.raises(InvalidInput):
        hook(**wrong)


def test_only_an_administrator_makes_webhooks(officer):
    with pytest.raises(Refused):
        make_webhook(actor=officer, name="x", url="https://a.example/", kinds=[KIND])


def test_old_deliveries_are_forgotten(hook, clock):
    made, _secret = hook()
    happened()
    delivering.gather()
    delivering.deliver()
    clock.set(clock.now() + timedelta(days=31))
    assert delivering.forget() == 1
    assert not Delivery.objects.filter(webhook=made).exists()
