"""Bytes that no program of ours would send: a 4xx with a code, never a fault, and nothing changes."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.node.api import api
from tests.exchange.parties import SUBJECT

pytestmark = pytest.mark.django_db
ABSENT = "019ab000-0000-7000-8000-000000000009"
PATHS = [
    (method.upper(), path) for path, item in api.get_openapi_schema()["paths"].items() for method in item
]  # fmt: skip
UNSAFE = [(method, path) for method, path in PATHS if method != "GET"]
KINDS = (
    "application/json", "application/json; charset=utf-16", "text/plain", "", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=none", "application/octet-stream", "\x00/\xff",
    "multipart/form-data; boundary=" + "x" * 300,
)  # fmt: skip
DEEP = b"[" * 50_000
BODIES = (
    b"", b"null", b"[]", b"0", b"{", b"\xff\xfe{}", b'"\\ud800"', b"\x00", b"NaN", b'{"\\u0000": 1}', DEEP,
    DEEP + b"]" * 50_000, b'{"a":' * 20_000 + b"1" + b"}" * 20_000, b"9" * 10_000, b"1e999999", b"--x--",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00/../a.csv"\r\n\r\nid,name\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file', b"a=%ff&b=%00&" * 200, b"&" * 3000, b"a=1&" * 3000,
)  # fmt: skip
ODD_IDS = (
    b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"x" * 5000, b"..", b"%2e%2e", b"' OR 1=1 --", "\u17a2".encode(), b"-1",
    b"9" * 400, b"\r\nX: y", b"<script>", b" ",
)  # fmt: skip
ODD_QUERIES = (
    b"text=%00", b"text=%ff", b"text=%ed%a0%80", b"page=" + b"9" * 5000, b"page=1e9", b"first=-1", b"count=0",
    b"count=99999", b"first=99999999999999999999", b"day=0001-01-01", b"day=9999-12-31", b"day=2026-02-30",
    b"state=%00", b"case=%00&role=%00", b"waiting=maybe", b"after=" + b"9" * 30, b"after=-1", b"\xff\xfe=\xff", b"&&&=",
    b"event=%00&actor=%00&object=%00", b"event=" + b"x" * 5000, b"%00=1", b"check_only=%00", b"a=1&" * 2000,
)  # fmt: skip


def filled(path, known):
    """This function puts an id into a path."""
    return path.split("{")[0].encode() + known + path.split("}")[1].encode() if "{" in path else path.encode()


def test_nobody_gets_the_same_answer_everywhere(world, program, untouched):
    ask, stays = program(""), untouched()
    for method, path in PATHS:
        for known in (world.own["hit"].encode(), ABSENT.encode()):
            told = ask(method, filled(path, known), b"{}")
            expected = (401, "desk.request.person") if method == "GET" else (403, "desk.request.forged")
            assert (told.status, told.code, stays(told)) == (*expected, True)


def test_a_forged_write_is_refused_and_changes_nothing(world, program, untouched):
    """The session's cookie alone is not enough, nor with another session's token, nor from another site."""
    others = program("auditor").headers["X-CSRFToken"]
    ask, stays = program("officer"), untouched()
    token = ask.headers.pop("X-CSRFToken")
    for method, path in UNSAFE:
        where = filled(path, world.own["hit"].encode())
        for headers in (
            {}, {"X-CSRFToken": others}, {"X-CSRFToken": "\x00"}, {"X-CSRFToken": token, "Origin": "https://evil.example"},
        ):  # fmt: skip
            for body, kind in ((b"{}", "application/json"), (b"a=1", "application/x-www-form-urlencoded")):
                told = ask(method, where, body, kind, **headers)
                assert (told.status, told.code, stays(told)) == (403, "desk.request.forged", True)


def test_with_its_token_the_same_write_is_done(world, program):
    told = program("officer")("POST", f"/v1/desk/hits/{world.own['hit']}/confirm", b'{"reason": "compared"}')
    assert told.status == 200


def test_bodies_and_content_types(world, program, untouched):
    ask, stays = program("officer"), untouched()
    for number, (method, path) in enumerate(UNSAFE):
        where = filled(path, world.own["hit"].encode())
        if method == "DELETE" or "{" in path:
            where = filled(path, ABSENT.encode()) if "{" in path else b"/v1/desk/nothing"
        for turn, body in enumerate(BODIES):
            for kind in {KINDS[(number + turn) % len(KINDS)], "application/json", "multipart/form-data; boundary=x"}:
                assert stays(ask(method, where, body, kind)), (method, path, body[:40], kind)


@settings(max_examples=40, suppress_health_check=list(HealthCheck), database=None)
@given(
    at=st.sampled_from(UNSAFE[1:]),
    body=st.binary(max_size=300) | st.text(max_size=80).map(lambda t: t.encode("utf-8", "surrogatepass")),
    kind=st.sampled_from(KINDS), tail=st.binary(max_size=12),
)  # fmt: skip
def test_any_bytes(world, program, untouched, made, at, body, kind, tail):
    ask, stays = made[0] if made else made.append((program("officer"), untouched())) or made[0]
    stays(ask(at[0], filled(at[1], ABSENT.encode() + tail), body, kind))


@pytest.fixture
def made():
    """What one test made once, for all its examples."""
    return []


@pytest.mark.parametrize("who", ["officer", "auditor", "supervisor"])
def test_odd_paths_and_queries(world, program, untouched, who):
    ask, stays = program(who), untouched()
    for method, path in PATHS:
        if "{" in path:
            for known in ODD_IDS:
                assert stays(ask(method, filled(path, known), b'{"reason": "x"}')), (method, path, known)
        if method == "GET":
            for query in ODD_QUERIES:
                stays(ask(method, filled(path, world.own["import"].encode()), query=query))


def test_what_no_rule_of_ours_answers_has_a_code_too(world, program, untouched):
    ask, stays = program("officer"), untouched()
    for expected, told in (
        ((404, "desk.request.missing"), ask("GET", "/v1/desk/nothing")),
        ((404, "desk.request.missing"), ask("GET", "/v1/else")),
        ((405, "desk.request.method"), ask("PATCH", "/v1/desk/cases", b"{}")),
        ((405, "desk.request.method"), ask("GET", "/v1/desk/checks")),
        ((400, "desk.request.unreadable"), ask("POST", "/v1/desk/period", b"{")),
        ((400, "desk.request.unreadable"), ask("GET", "/v1/desk/cases", HOST="evil.example")),
        ((413, "desk.request.size"), ask("POST", "/v1/desk/period", b" " * (4 * 1024 * 1024 + 1))),
        ((415, "desk.request.type"), ask("POST", "/v1/desk/period", b"a=1", "multipart/form-data; boundary=x")),
        ((422, "desk.request.form"), ask("POST", "/v1/desk/period", b"{}")),
        ((422, "desk.request.form"), ask("GET", b"/v1/desk/holdings/\x00")),
    ):
        assert (told.status, told.code, stays(told)) == (*expected, True)
    faults = json.loads(ask("POST", "/v1/desk/period", b'{"purpose": "<script>"}').body)["faults"]
    assert [fault["field"] for fault in faults] == ["body.period.purpose"]
    assert ask("PATCH", "/v1/desk/cases", b"{}").headers["Allow"] == "GET"


GROUNDS = {"role": "suspect", "source": "register", "evaluation": "B2", "retention_until": "2030-01-01"}
HOSTILE = (
    None, True, -1, 2**63, 10**400, 1e308, "", "\x00", "a\x00b", "\ud800", "x" * 30_000, [], {}, [[]], ["\x00"],
    ["\ud800"], [None], {"\x00": "\x00"}, {"\ud800": ["\ud800"]}, [["x"] * 50] * 50, "0001-01-01", "9999-12-31",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-22T03:00:00", "10000-01-01", ABSENT, "../../etc",
    "<script>alert(1)</script>", "\u202e", "{}", 1.5,
)  # fmt: skip


def forms(world):
    """What a program of ours would send, by path."""
    return {
        "/v1/desk/period": {"purpose": "investigation", "case_id": world.own["case"], "instrument_id": None,
                            "duty_id": None},
        "/v1/desk/holdings": GROUNDS | {
            "values": [{"property": "name", "text": "Sok"}], "reference": "r", "handling": "H0", "tlp": "AMBER",
            "pap": "AMBER", "words": "", "releasable_to": "VN", "kind": "Person", "case_id": None, "duty_id": None,
        },
        "/v1/desk/checks": {"kind": "Person", "values": {"name": ["Sok Dara"], "birthDate": ["1980"]},
                            "holding": None, "partners": [world.own["partner"]]},
        f"/v1/desk/hits/{world.own['hit']}/confirm": {"reason": "compared"},
        "/v1/desk/conversations": {
            "partner": world.own["partner"], "subjects": [SUBJECT], "facts": "Seen.", "asked": "Known?",
            "link": "Yours.",
            "foreseen_use": "Intelligence.", "urgency": "routine", "urgency_reason": "", "deadline": None,
            "dual_criminality": "", "consent": "", "do_not_alert": "", "evidence": False, "earlier": [], "hit": "",
            "conditions": None, "retention_until": None, "language": "en",
        },
        f"/v1/desk/messages/{world.own['received']}/answer": {
            "status": "complete", "text": "Known.", "ground": None, "ground_words": "", "items": [], "expected": None,
            "onward_use": "", "holdings": [], "conditions": None, "retention_until": None, "language": "en",
        },
    }  # fmt: skip


def test_each_field_of_each_form_with_each_hostile_value(world, program, untouched):
    """One field at a time, so that everything before it is in order; the rest of the form is as it should be."""
    ask, stays = program("officer"), untouched()
    taken, number = set(), 0
    for path, form in forms(world).items():
        for field in form:
            number += 1
            for value in ("\ud800", ["\ud800"], "\x00", ["\x00"], *HOSTILE[number % 3 :: 3]):
                if path.endswith("/confirm") and isinstance(value, str) and value.isprintable() and len(value) < 900:
                    continue
                body = json.dumps(form | {field: value}).encode()
                if not stays(ask("POST", path, body)):
                    taken.add((path.split("/")[3], field))
    assert ("conversations", "subjects") not in taken
    assert ("holdings", "evaluation") not in taken


@pytest.mark.parametrize("inner", [
    {"schema_name": "Person", "role": "suspect", "properties": {"name": ["\ud800"]}},
    {"schema_name": "Person", "role": "suspect", "properties": {"name": ["\x00"]}},
    {"schema_name": "Person", "role": "suspect", "properties": {"\ud800": ["x"]}},
    {"schema_name": "Person", "role": "suspect", "properties": {"name": [1e308]}},
    {"schema_name": "Person", "role": "suspect", "properties": {"name": [{"a": [[[[]]]]}]}},
    {"schema_name": ["Person"], "role": {}, "properties": []},
    {"__class__": "x"},
    {"schema_name": "Person", "role": "victim", "properties": {"name": ["x" * 100_000]}},
])  # fmt: skip
def test_hostile_subjects_and_items(world, program, untouched, inner):
    ask, stays = program("officer"), untouched()
    made = forms(world)
    asked, answered = made["/v1/desk/conversations"], made[f"/v1/desk/messages/{world.own['received']}/answer"]
    for path, body in (
        ("/v1/desk/conversations", asked | {"subjects": [inner]}),
        ("/v1/desk/conversations", asked | {"conditions": inner}),
        (f"/v1/desk/messages/{world.own['received']}/answer", answered | {"items": [inner]}),
        (f"/v1/desk/messages/{world.own['received']}/answer", answered | {"conditions": inner}),
    ):
        assert stays(ask("POST", path, json.dumps(body).encode()))


@pytest.mark.parametrize("content", [
    b"", b"\x00" * 100, b"PK\x03\x04", b"id,name\n\xff\xfe,\xff", b"\xff\xfei\x00d\x00",
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", b'id,name\n1,"', b"\x1f\x8b\x08", b"nothing",
])  # fmt: skip
@pytest.mark.parametrize("name", ["a.csv", "../../a.csv", "a\x00.csv", "\ud800.csv", "x" * 5000, ""])
def test_hostile_uploads(world, program, untouched, content, name):
    ask, stays = program("officer"), untouched()
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in GROUNDS.items()
    ).encode()
    file = name.encode("utf-8", "surrogatepass")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + file + b'"\r\n\r\n'
    body = fields + head + content + b"\r\n--x--\r\n"
    for query in (b"", b"check_only=1"):
        assert stays(ask("POST", "/v1/desk/imports", body, "multipart/form-data; boundary=x", query)), content[:30]


def test_retention_of_a_holding_lies_ahead(world, program):
    form = forms(world)["/v1/desk/holdings"] | {"retention_until": str(date(2000, 1, 1))}
    assert program("officer")("POST", "/v1/desk/holdings", json.dumps(form).encode()).status == 422
