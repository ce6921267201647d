"""TAXII as its specification has it, through the WSGI application, by httpx and by the client of OASIS."""

import base64
import io
from datetime import date, timedelta

import httpx
import pytest
import requests
import stix2
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from taxii2client.common import _HTTPConnection
from taxii2client.v21 import ApiRoot, Server

from comity.kernel import Evaluation, Handling, Restriction, Tlp
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import operations as holdings
from comity.node.interfaces.models import Token
from comity.node.partners.models import Partner
from comity.node.permissions import Actor
from comity.node.permissions import Role as Person
from comity.subjects import Role, Schema, stix
from comity.subjects.readers import read
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures

TYPE = "application/taxii+json;version=2.1"
ROOT = "/taxii2/node/"


class Wire(requests.adapters.BaseAdapter):
    """Requests into the WSGI application of this process."""

    def send(self, request, **_options):
        given = httpx.Request(request.method, request.url, headers=dict(request.headers), content=request.body)
        with httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application())) as client:
            answer = client.send(given)
        made = requests.Response()
        made.status_code, made.headers, made.request, made.url = (
            answer.status_code, requests.structures.CaseInsensitiveDict(answer.headers), request, request.url
        )  # fmt: skip
        made.raw = io.BytesIO(answer.content)
        return made

    def close(self):
        """Nothing is open."""


@pytest.fixture(autouse=True)
def _same_connection():
    """A request here must not close the connection whose transaction the test is in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def ask():
    """Asks TAXII with a token; ``accept`` and others go into the headers."""
    client = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()), base_url="http://127.0.0.1")

    def get(text, path=ROOT, method="GET", accept=TYPE, **params):
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {text}"} if text else {})
        return client.request(method, path, headers=headers, params=params)

    yield get
    client.close()


@pytest.fixture
def hold(at_work, case, duty):
    """Records a subject; on the token's duty where ``on_duty``, else in the officer's case."""

    def make(name="Sok Dara", *more, on_duty=False, role=Role.SUSPECT, releasable=("VN",), restriction=None, owner=""):
        actor = at_work
        if on_duty:
            duty.members.add(at_work.user_id)
            actor = Actor(at_work.user_id, "o", Person.OFFICER, "investigation", duty_id=duty.id)
        grounds = holdings.Grounds(
            case_id=None if on_duty else case.id, duty_id=duty.id if on_duty else None, role=role, source="register",
            evaluation=Evaluation.parse("B2"), restriction=restriction or Restriction(), releasable_to=releasable,
            retention_until=date(2030, 1, 1),
        )  # fmt: skip
        return holdings.record_holding(
            actor=actor, grounds=grounds, schema=Schema.PERSON, values=[("name", name), *more], owner=owner
        )

    return make


@pytest.fixture
def theirs(make, partner):  # noqa: F811
    """The text of a token of the partner's program, and the id of its collection."""
    _token, text = make("taxii:read", partner_id=partner.row.id)
    return text, Partner.objects.get(id=partner.row.id).group_id


def objects(answer, kind="identity"):
    return [o for o in answer.json().get("objects", []) if o["type"] == kind and "created_by_ref" in o]


def test_a_client_of_oasis_finds_its_way(theirs, hold):
    held = hold("Sok Dara", ("phone", "+85512345678"))
    text, collection_id = theirs
    connection = _HTTPConnection(user="anybody", password=text, version="2.1")
    connection.session.mount("http://127.0.0.1/", Wire())
    server = Server("http://127.0.0.1/taxii2/", conn=connection)
    root = ApiRoot(server.default.url, conn=connection)
    assert [r.url for r in server.api_roots] == [root.url]
    assert root.versions == [TYPE]
    (collection,) = root.collections
    assert (collection.id, collection.can_read, collection.can_write) == (collection_id, True, False)
    envelope = collection.get_objects()
    assert envelope["objects"][0]["name"] == "Comity"
    found = collection.get_object(stix.object_id("identity", held.id))["objects"]
    assert [o["name"] for o in found] == ["Sok Dara"]
    listed = collection.get_manifest()["objects"]
    assert {e["id"] for e in listed} == {o["id"] for o in envelope["objects"]}
    assert all(e["media_type"] == "application/stix+json;version=2.1" for e in listed)
    versions = collection.object_versions(found[0]["id"])["versions"]
    assert versions == [found[0]["modified"]]


def test_what_is_fetched_is_a_bundle_that_the_library_and_our_reader_take(theirs, hold, ask):
    from comity.kernel import Limits

    hold("Sok Dara", ("birthDate", "1970"), ("notes", "Seen."), restriction=Restriction({Handling.H0}, Tlp.GREEN))
    text, shelf = theirs
    found = ask(text, f"{ROOT}collections/{shelf}/objects/").json()["objects"]
    bundle = {"type": "bundle", "id": "bundle--0192d5a0-0000-4000-8000-000000000001", "objects": found}
    stix2.parse(bundle, allow_custom=False)
    reading = read(io.BytesIO(httpx.Response(200, json=bundle).content), limits=Limits())
    (subject,) = list(reading)
    assert reading.faults == []
    assert (subject.get("name"), subject.get("birthDate"), subject.get("notes")) == (
        ("Sok Dara",), ("1970",), ("Seen.",)
    )  # fmt: skip
    assert subject.marks.restriction.tlp is Tlp.GREEN
    assert str(subject.marks.evaluation) == "B2"
    assert subject.marks.retention_until == date(2030, 1, 1)


def test_only_what_may_leave_is_there(theirs, hold, ask, at_work):
    text, shelf = theirs
    hold("Open")
    hold("Nobody's", releasable=())
    hold("Thai", releasable=("TH",))
    hold("Strict", restriction=Restriction(tlp=Tlp.RED))
    hold("Handled", restriction=Restriction({Handling.H2}))
    hold("Witness", role=Role.WITNESS)
    hold("Unknown", role=Role.UNKNOWN)
    hold("Theirs", owner="vn-police")
    part = hold("Partly")
    holdings.add_statement(
        actor=at_work, holding_id=part.id, property="phone", text="+85512345678", restriction=Restriction(tlp=Tlp.RED)
    )
    found = objects(ask(text, f"{ROOT}collections/{shelf}/objects/"))
    assert {o["name"] for o in found} == {"Open", "Partly"}
    assert "+85512345678" not in str(found)


def test_a_system_of_this_agency_fetches_the_records_of_its_duty(make, hold, ask, duty):
    _token, text = make("taxii:read")
    hold("In a case")
    hold("On duty", on_duty=True, releasable=())
    hold("Red", on_duty=True, restriction=Restriction(tlp=Tlp.RED))
    (listed,) = ask(text, f"{ROOT}collections/").json()["collections"]
    assert listed["id"] == duty.id
    assert [o["name"] for o in objects(ask(text, f"{ROOT}collections/{duty.id}/objects/"))] == ["On duty"]


def test_every_fetch_names_in_the_ledger_what_was_given(theirs, hold, ask):
    held = hold()
    text, shelf = theirs
    ask(text, f"{ROOT}collections/{shelf}/objects/")
    entry = LedgerEntry.objects.filter(event="interfaces.taxii.read").get()
    assert {shelf, held.id} <= set(entry.object_ids)
    assert entry.actor == Token.objects.get().account_id


def test_pages_go_on_where_they_ended_and_give_everything_once(theirs, hold, ask):
    for number in range(5):
        hold(f"Person {number}", ("phone", f"+8551234567{number}"), ("notes", f"Note {number}"))
    text, shelf = theirs
    whole = ask(text, f"{ROOT}collections/{shelf}/objects/", limit=500).json()
    assert "more" not in whole
    seen, more, rounds = [], {}, 0
    while True:
        answer = ask(text, f"{ROOT}collections/{shelf}/objects/", limit=3, **more)
        body = answer.json()
        assert len(body["objects"]) <= 3
        first, last = (answer.headers[f"X-TAXII-Date-Added-{w}"] for w in ("First", "Last"))
        assert first <= last
        seen += [o["id"] for o in body["objects"]]
        rounds += 1
        if not body.get("more"):
            break
        more = {"next": body["next"]}
    assert rounds > 5
    assert set(seen) == {o["id"] for o in whole["objects"]}
    own = [i for i in seen if not i.startswith("marking-definition")]
    assert len(own) == len(set(own))


def test_only_what_came_later_is_given_after_a_moment(theirs, hold, ask, clock, at_work):
    first = hold("First")
    text, shelf = theirs
    before = ask(text, f"{ROOT}collections/{shelf}/objects/").headers["X-TAXII-Date-Added-Last"]
    clock.set(clock.now() + timedelta(hours=1))
    hold("Second")
    found = ask(text, f"{ROOT}collections/{shelf}/objects/", added_after=before)
    assert [o["name"] for o in objects(found)] == ["Second"]
    clock.set(clock.now() + timedelta(hours=1))
    holdings.add_statement(actor=at_work, holding_id=first.id, property="alias", text="Ra")
    every = objects(ask(text, f"{ROOT}collections/{shelf}/objects/"))
    assert [o["name"] for o in every] == ["Second", "First"]
    assert every[1]["modified"] > every[1]["created"]


def test_filters_choose(theirs, hold, ask):
    held = hold("Sok Dara", ("phone", "+85512345678"))
    text, shelf = theirs
    path = f"{ROOT}collections/{shelf}/objects/"
    assert {o["type"] for o in ask(text, path, **{"match[type]": "phone-number,note"}).json()["objects"]} == {
        "phone-number"
    }
    one = stix.object_id("identity", held.id)
    assert [o["id"] for o in ask(text, path, **{"match[id]": one}).json()["objects"]] == [one]
    assert ask(text, path, **{"match[spec_version]": "2.0"}).json() == {}
    assert ask(text, path, **{"match[version]": "2020-01-01T00:00:00Z"}).json() == {}
    assert ask(text, path, **{"match[version]": "all", "match[type]": "identity"}).json()["objects"]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/taxii2/", {}, 200), (ROOT, {}, 200), (f"{ROOT}collections/", {}, 200),
        (f"{ROOT}collections/0192d5a0-0000-7000-8000-000000000001/", {}, 404),
        (f"{ROOT}collections/0192d5a0-0000-7000-8000-000000000001/objects/", {}, 404),
        ("/taxii2/elsewhere/", {}, 404), (f"{ROOT}collections/none/objects/", {}, 404),
        ("{shelf}/", {}, 200), ("{shelf}/objects/identity--0192d5a0-0000-7000-8000-000000000001/", {}, 404),
        ("{shelf}/objects/identity--0192d5a0-0000-7000-8000-000000000001/versions/", {}, 404),
        ("{shelf}/objects/", {"limit": "0"}, 400), ("{shelf}/objects/", {"limit": "many"}, 400),
        ("{shelf}/objects/", {"added_after": "yesterday"}, 400), ("{shelf}/objects/", {"next": "x"}, 400),
        ("{shelf}/manifest/", {"next": "99999-0"}, 200), ("{shelf}/objects/", {"added_after": "2026-05-01"}, 200),
    ],
)  # fmt: skip
def test_answers_have_the_media_type_and_errors_their_form(theirs, ask, path, params, status):
    text, shelf = theirs
    answer = ask(text, path.replace("{shelf}", f"{ROOT}collections/{shelf}"), **params)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, TYPE)
    if status >= 400:
        assert answer.json()["http_status"] == str(status)
        assert {"title", "description"} <= set(answer.json())


@pytest.mark.parametrize(
    ("accept", "status"),
    [(TYPE, 200), ("application/taxii+json; version=2.1", 200), ("application/taxii+json", 200), ("*/*", 200),
     ("application/json", 406), ("application/taxii+json;version=2.0", 406), ("text/html", 406)],
)  # fmt: skip
def test_only_media_types_of_taxii_are_answered(theirs, ask, accept, status):
    assert ask(theirs[0], accept=accept).status_code == status


def test_who_sends_no_token_or_another_is_told_how(theirs, ask, make):
    for text in ("", "nonsense"):
        answer = ask(text)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    _other, reader = make("holdings:read")
    assert ask(reader).status_code == 403


def test_a_name_and_a_token_as_password_will_do(theirs):
    given = base64.b64encode(f"program:{theirs[0]}".encode()).decode()
    with httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application())) as client:
        headers = {"Accept": TYPE, "Authorization": f"Basic {given}"}
        assert client.get("http://127.0.0.1/taxii2/", headers=headers).status_code == 200
        broken = {"Accept": TYPE, "Authorization": "Basic ====="}
        assert client.get("http://127.0.0.1/taxii2/", headers=broken).status_code == 401


def test_nothing_is_written(theirs, ask):
    text, shelf = theirs
    for method, status in (("POST", 403), ("DELETE", 405), ("PUT", 405)):
        answer = ask(text, f"{ROOT}collections/{shelf}/objects/", method=method)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, TYPE)


def test_a_partner_that_is_suspended_fetches_nothing(theirs, ask, partner):  # noqa: F811
    from comity.node.partners import operations as partners

    partners.suspend(actor=partner.supervisor, partner_id=partner.row.id, reason="test")
    assert ask(theirs[0]).status_code == 401


def test_a_partner_without_a_group_finds_no_collection(make, partner, ask):  # noqa: F811
    Partner.objects.filter(id=partner.row.id).update(group=None)
    _token, text = make("taxii:read", partner_id=partner.row.id)
    assert ask(text, f"{ROOT}collections/").json() == {}


def test_a_partner_program_gets_no_other_scope(make, partner):  # noqa: F811
    from comity.kernel import InvalidInput

    with pytest.raises(InvalidInput, match="over TAXII"):
        make("taxii:read", "holdings:read", partner_id=partner.row.id)


def test_where_much_lies_behind_an_answer_it_says_so_and_the_next_goes_on(theirs, hold, ask, monkeypatch):
    from comity.node.interfaces import shelves

    monkeypatch.setattr(shelves, "BATCH", 2)
    monkeypatch.setattr(shelves, "LOOKED_THROUGH", 4)
    for _ in range(6):
        hold("Nobody's", releasable=())
    hold("Open")
    text, shelf = theirs
    names, more = [], {}
    for _ in range(10):
        body = ask(text, f"{ROOT}collections/{shelf}/objects/", **{"match[type]": "identity"}, **more).json()
        names += [o["name"] for o in body.get("objects", []) if "created_by_ref" in o]
        if not body.get("more"):
            break
        more = {"next": body["next"]}
    assert names == ["Open"]
