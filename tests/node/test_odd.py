"""Every address of the site, asked in odd ways by people of every role: told in words, never a fault."""

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.urls import URLResolver, get_resolver

from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, unchanged, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
ABSENT = "019ab000-0000-7000-8000-000000000009"
PEOPLE = ("officer", "other", "analyst", "worker", "supervisor", "auditor", "administrator", "idle", "")
ODD = (
    "\x00",
    "a\x00b",
    "x" * 300,
    "-1",
    "9" * 40,
    "' OR 1=1 --",
    "<script>",
    "\u17a2",
    "\r\nX: y",
    "9223372036854775808",
)
QUERIES = (
    "page=%00&text=%ff&case=%00&role=%00&state=%00&hit=%00&partner=%00&event=%00&next=%0d%0a",
    "page=" + "9" * 5000 + "&text=" + "(" * 2000 + "&day=9999-12-31&case=" + "x" * 5000 + "&first=1e400&hit=../x",
    "day=0001-01-01&page=-1&role=nobody&state=%ed%a0%80&partner=a/b", "a=1&" * 2000,
)  # fmt: skip
FORMS = (
    (b"a=1&" * 3000, "application/x-www-form-urlencoded"), (b"a=b", "multipart/form-data"),
    (b"--x\r\nbad", "multipart/form-data; boundary=x"), (b"\xff\xfe{", "application/json"),
    (b"a=%00&reason=%00&name=%00", "application/x-www-form-urlencoded; charset=nonsense"),
)  # fmt: skip


def routes(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route != "health":  # 503 is what it is for
            yield route


ROUTES = sorted(set(routes()))


def filled(route, known, otherwise=ABSENT):
    """An address, with the ids that are known, and another text where none is."""
    usual = {"index": "0", "step": "suspend"}

    def put(match):
        name = match.group(1).removesuffix("_id")
        return quote(known.get(name) or (usual.get(name, otherwise) if otherwise == ABSENT else otherwise), safe="")

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", put, route)


def faults(answers):
    return [(answer.request["REQUEST_METHOD"], answer.request["PATH_INFO"]) for answer in answers
            if answer.status_code >= 500]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_no_address_breaks(world, who):  # noqa: F811
    client, answers = world.client(who), []
    for route in ROUTES:
        cache.clear()
        answers += [client.get(filled(route, world.own)), client.get(filled(route, world.other))]
        if "<" in route:
            answers += [client.get(filled(route, {}, odd)) for odd in (*ODD, ABSENT)]
        else:
            answers += [client.get(filled(route, world.own) + "?" + query) for query in QUERIES]
        answers += [getattr(client, method)(filled(route, {})) for method in ("put", "delete", "options", "head")]
    assert faults(answers) == []


@pytest.mark.parametrize("who", ["officer", "supervisor", ""])
def test_no_form_breaks_a_page_and_a_forged_one_changes_nothing(world, who):  # noqa: F811
    strict, answers = world.client(who, enforce_csrf_checks=True), []
    with unchanged():
        for route in ROUTES:
            cache.clear()
            address = filled(route, world.own)
            answers += [strict.generic("POST", address, body, content_type=kind) for body, kind in FORMS]
        answers += [strict.generic("POST", "/nothing", body, content_type=kind) for body, kind in FORMS]
    assert faults(answers) == []
    assert {answer.status_code for answer in answers} <= {302, 400, 401, 403, 404, 405, 413}


HIDDEN = {
    "officer": ("case", "check", "hit", "conversation", "message", "victim", "witness"),
    "analyst": ("case", "check", "hit", "conversation", "message", "victim", "witness"),
    "supervisor": ("victim", "witness"),
    "other": ("victim",),
}
"""What of the other case a person may not know of; for the one who works on it, the victims."""


def shown(answer):
    """Status, title and what the page says; forms around it carry a fresh token each time."""
    text = answer.content.decode()
    said = re.findall(r"<title>.*?</title>|<main.*</main>", text, re.DOTALL) or text
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", "".join(said))


@pytest.mark.parametrize("who", HIDDEN)
def test_what_belongs_to_others_and_what_is_not_there_look_the_same(world, who):  # noqa: F811
    client = world.client(who)
    for name in HIDDEN[who]:
        wanted = "holding" if name in {"victim", "witness"} else name
        theirs = world.other[name]
        for route in (r for r in ROUTES if f"<str:{wanted}_id>" in r or f"<uuid:{wanted}_id>" in r):
            for ask in (client.get, client.post):
                there, nowhere = (ask(filled(route, {wanted: one})) for one in (theirs, ABSENT))
                assert shown(there) == shown(nowhere), (name, route)


@pytest.mark.parametrize("who", HIDDEN)
def test_no_list_count_or_choice_shows_what_is_hidden(world, who):  # noqa: F811
    client = world.client(who)
    hidden = [world.other[name] for name in HIDDEN[who]] + ["Keo Bopha"]
    hidden += ["Title 1"] if "case" in HIDDEN[who] else []
    hidden += ["Prak Vanna"] if "witness" in HIDDEN[who] else []
    for route in (r for r in ROUTES if "<" not in r):
        page = client.get(filled(route, {}))
        if page.status_code == 200 and not page.streaming:
            assert [text for text in hidden if text in page.content.decode()] == [], route
    for text in ("Keo Bopha", "Bopha", "2001-01-01"):
        assert client.get("/v1/desk/holdings", {"text": text}).json()["count"] == 0
