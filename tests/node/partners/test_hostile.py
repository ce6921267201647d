"""What an accepted partner may say in a sound packet: every call with hostile values is answered or refused, signed."""

import pytest

from comity.exchange.packets import Kind
from comity.kernel import ComityError
from comity.node.runtime import node_id
from tests.exchange.parties import REQUEST
from tests.node.matching.conftest import partner  # noqa: F401 -- fixture
from tests.node.simulated import keys, network, post  # noqa: F401 -- fixtures
from tests.node.world import _cheap_passwords, state, world  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
HOSTILE = (
    None, True, -1, 0, 2**53 - 1, -(2**53) + 1, 1.5, 1e300, "", "\x00", "x" * 30_000, [], {}, [None], {"\x00": "\x00"},
    [[[[[[]]]]]], ["x"] * 5000, "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "../../etc/passwd",
    "019ab000-0000-7000-8000-000000000009", "<script>", "\u202e", "a" * 16, "0" * 64,
)  # fmt: skip
PLACE = {"incarnation": "A" * 43, "next": 2, "link": "A" * 43}
STEP = 6
"""Of the hostile values each field of a message gets every sixth, beginning at another; all fields together get all."""


def calls(world, partner):  # noqa: F811
    """What a partner of ours would ask, by type."""
    statement = {
        "id": world.own["check"], "asker": partner.id, "responder": node_id(), "epoch": "e", "keys": "1",
        "purpose": "investigation", "case": "VN-1", "legal_basis": "MOU-1", "elements": 18, "body": "0" * 64,
        "format": "comity-check/1", "head": None,
    }  # fmt: skip
    heads = {"log": "", "size": 0, "root": "", "head": None, "attested": None, "proof": []}
    return {
        "matching.index": {"epoch": "", "sequence": 0},
        "matching.check": statement,
        "sync": {"sending": PLACE, "received": PLACE, "head": None,
                 "announcement": {"incarnation": "B" * 43, "closed": [], "lost": PLACE}},
        "card": {"version": 1},
        "audit.heads": heads,
    }  # fmt: skip


def hostile(document):
    """Each field with each hostile value, without it, and with one more; and one level deeper where it holds others."""
    for field, value in document.items():
        yield {k: v for k, v in document.items() if k != field}
        for bad in HOSTILE:
            yield document | {field: bad}
        if isinstance(value, dict):
            for inner in value:
                for bad in HOSTILE:
                    yield document | {field: value | {inner: bad}}
    yield {}
    yield document | {"more": {"a": [1]}}


def told(simulated, sent, response):
    """The code of a signed refusal, or nothing."""
    assert response.status_code == 200, response.content
    try:
        simulated.read(sent, response.content)
    except ComityError as error:
        assert "." in error.code
        return error.code
    return ""


@pytest.mark.parametrize("kind", ["matching.index", "matching.check", "sync", "card", "audit.heads"])
def test_every_call_with_every_hostile_value(world, partner, post, kind):  # noqa: F811
    simulated, before, refused = partner.simulated, state(), 0
    for content in hostile(calls(world, partner)[kind]):
        sent = simulated.call(node_id(), kind, content, b"\xff" * 576)
        code = told(simulated, sent, post(sent.packet))
        assert code != "partners.peer.failed", content
        now = state()
        if code:
            refused += 1
            changed = {name for name in now if now[name] != before[name]}
            assert changed <= {"partners.Partner"}, (code, content)
        before = now
    assert refused or kind in {"card", "matching.index"}


@pytest.mark.parametrize("kind", ["none", "Message", "CALL", "../x", "\x00", "x" * 5000])
def test_unknown_types(world, partner, post, kind):  # noqa: F811
    sent = partner.simulated.call(node_id(), kind, {}, b"")
    assert told(partner.simulated, sent, post(sent.packet)) == "exchange.call.unknown"


def test_a_message_with_each_hostile_value_is_refused_or_kept_as_poisoned(world, partner, post):  # noqa: F811
    """A field of its place cannot be believed and it is refused; whatever else is wrong, it is kept, with a receipt."""
    simulated, refused = partner.simulated, set()
    usual = simulated.write(node_id(), "request", REQUEST).document
    for number, field in enumerate((*usual, "more")):
        for bad in HOSTILE[number % STEP :: STEP]:
            document = dict(usual) | {field: bad}
            token = simulated.keyring.signing.sign_document(document)
            sent = type("Sent", (), {"to": node_id(), "id": usual["id"], "token": token})
            packet = simulated._packed(simulated._partner(node_id()), Kind.MESSAGE, usual["id"], token)
            before = state()
            code = told(simulated, sent, post(packet))
            assert code != "partners.peer.failed", (field, bad)
            if code and code != "exchange.chain.alarm":
                refused.add(field)
                assert {n for n in before if state()[n] != before[n]} <= {"partners.Partner"}, (field, bad, code)
    assert {"id", "from", "to", "sequence", "incarnation"} <= refused
