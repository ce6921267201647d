import json
from datetime import timedelta

import pytest
from django.test import Client

from comity.kernel import InvalidInput, Missing, Refused
from comity.node.audit.models import LedgerEntry
from comity.node.interfaces.entering import enter
from comity.node.interfaces.models import Token
from comity.node.interfaces.operations import make_token, revoke_token
from comity.node.interfaces.scopes import Scope, needed
from comity.node.permissions import Role
from comity.node.runtime import limits

RECORD = {
    "role": "suspect", "source": "case system", "evaluation": "B2", "retention_until": "2030-01-01",
    "kind": "Person", "values": [{"property": "name", "text": "Sok Dara"}],
}  # fmt: skip


def call(text, method, path, body=None):
    more = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
    client = Client(enforce_csrf_checks=True)
    return getattr(client, method)(f"/v1/desk/{path}", headers={"Authorization": f"Bearer {text}"}, **more)


def test_a_system_records_and_reads_as_its_own_account_on_its_duty(make, duty):
    token, text = make("holdings:read", "holdings:write")
    made = call(text, "post", "holdings", RECORD)
    assert made.status_code == 201, made.content
    found = call(text, "get", f"holdings/{made.json()['id']}")
    assert (found.status_code, found.json()["names"]) == (200, ["Sok Dara"])
    entries = LedgerEntry.objects.filter(actor=token.account_id).order_by("id")
    assert [e.event for e in entries] == [
        "interfaces.token.used", "holdings.holding.recorded", "holdings.holding.read", "interfaces.token.used",
        "holdings.holding.read",
    ]  # fmt: skip
    assert all(duty.id in e.object_ids and e.purpose == "investigation" for e in entries)
    token.refresh_from_db()
    assert token.last_used is not None


def test_the_text_is_kept_nowhere(make):
    token, text = make("holdings:read")
    secret = text.rsplit("_", 1)[1] if text.count("_") == 2 else text[44:]
    kept = json.dumps([list(map(str, row)) for row in Token.objects.values_list()])
    said = "".join(e.details or "" for e in LedgerEntry.objects.all())
    assert secret not in kept + said
    assert token.digest in kept


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("holdings:read", "get", "holdings", 200), ("holdings:read", "post", "holdings", 403),
        ("holdings:write", "get", "holdings", 403), ("messages:read", "get", "conversations", 200),
        ("alerts:read", "get", "alerts", 200), ("messages:read", "get", "owed", 200),
        ("messages:read", "get", "alerts", 403), ("alerts:read", "get", "deadlines", 403),
        ("messages:send", "get", "conversations", 403), ("holdings:read", "get", "conversations", 403),
        ("holdings:read", "get", "ledger/state", 403), ("taxii:read", "get", "holdings", 403),
        ("messages:send", "post", "messages/0192d5a0-0000-7000-8000-000000000001/approve", 403),
    ],
)  # fmt: skip
def test_a_scope_opens_its_calls_and_no_others(make, scope, method, path, status):
    _token, text = make(scope)
    answer = call(text, method, path, {} if method == "post" else None)
    assert answer.status_code == status, answer.content
    if status == 403:
        assert answer.json()["code"] == "interfaces.token.scope"


def test_every_call_in_the_table_is_one_of_the_api():
    from comity.node.api import api

    paths = {
        (method.upper(), path.removeprefix("/v1/desk/").replace("{", "").replace("}", ""))
        for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
    }  # fmt: skip
    reached = {needed(method, path) for method, path in paths}
    assert reached >= {s for s in Scope if s is not Scope.TAXII_READ}
    open_to_none = {path for method, path in paths if needed(method, path) is None}
    assert {"ledger/entries", "checks", "period", "messages/message_id/approve"} <= open_to_none


@pytest.mark.parametrize("wrong", ["", "comity", "comity_x_y", "comity_{id}_" + "A" * 43])
def test_what_is_no_token_is_told_so(make, wrong):
    token, _text = make("holdings:read")
    answer = call(wrong.replace("{id}", token.id), "get", "holdings")
    assert (answer.status_code, answer.json()["code"]) == (401, "desk.request.person")
    assert not LedgerEntry.objects.filter(event="interfaces.token.used").exists()


def test_a_token_that_ended_was_revoked_or_whose_duty_ended_is_refused(make, administrator, duty, clock):
    _first, ended = make("holdings:read", days=1)
    second, revoked = make("holdings:read")
    _third, idle = make("holdings:read")
    revoke_token(actor=administrator, token_id=second.id)
    assert not duty.members.filter(id=second.account_id).exists()
    assert call(revoked, "get", "holdings").status_code == 401
    with pytest.raises(Missing):
        revoke_token(actor=administrator, token_id=second.id)
    clock.set(clock.now() + timedelta(days=2))
    assert call(ended, "get", "holdings").status_code == 401
    duty.valid_to = clock.now() - timedelta(hours=1)
    duty.save()
    assert call(idle, "get", "holdings").json()["code"] == "interfaces.token.duty"


def test_calls_are_counted_by_the_minute(make, clock):
    token, text = make("holdings:read")
    most = limits().token_calls_minute
    assert enter(text, Scope.HOLDINGS_READ, "GET holdings") is not None
    Token.objects.filter(id=token.id).update(calls=most)
    answer = call(text, "get", "holdings")
    assert (answer.status_code, answer.json()["code"]) == (429, "interfaces.token.rate")
    clock.set(clock.now() + timedelta(minutes=1))
    assert call(text, "get", "holdings").status_code == 200


def test_only_an_administrator_makes_and_revokes_tokens(person, duty):
    for role in set(Role) - {Role.ADMINISTRATOR, Role.SYSTEM, Role.SUPERVISOR}:
        with pytest.raises(Refused):
            make_token(
                actor=person(role), name="x", duty_id=duty.id, purpose="detection", scopes=["holdings:read"], days=1
            )
    assert not Token.objects.exists()


def test_all_that_is_wrong_is_said_at_once(administrator):
    with pytest.raises(InvalidInput) as refused:
        make_token(
            actor=administrator, name=" ", duty_id="x", purpose="fun", scopes=["all"], days=0, instrument_id="x",
            partner_id="x",
        )  # fmt: skip
    assert refused.value.reason.count(";") == 6
    assert not Token.objects.exists()


def test_nobody_signs_in_with_the_account_of_a_system(make):
    token, _text = make("holdings:read")
    assert not token.account.is_active
    assert not token.account.has_usable_password()


def test_a_program_with_a_token_needs_no_token_of_a_form_and_a_person_still_does(make, administrator):
    _token, text = make("holdings:write")
    assert call(text, "post", "holdings", RECORD).status_code == 201
    plain = Client(enforce_csrf_checks=True).post("/v1/desk/holdings", json.dumps(RECORD), "application/json")
    assert plain.status_code == 403
