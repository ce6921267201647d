"""The gate: whatever bytes arrive, a 4xx with a code, and nothing changes; a partner gets signed answers."""

import json
import struct

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.crypto import Keyring
from comity.exchange import cards, packets
from comity.exchange.packets import Kind
from comity.kernel import ComityError, InvalidInput, Refused, new_id
from comity.node.audit.models import LedgerEntry
from comity.node.partners import operations, own, peer
from comity.node.partners.gate import gate as view
from comity.node.partners.models import Partner
from comity.node.partners.own import own_card
from comity.node.partners.peer import Answer
from tests.exchange.parties import LIMITS
from tests.exchange.simulated import SimulatedPartner
from tests.node.simulated import gate, keys, network, partner, post  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def echo(monkeypatch):
    """A call type that answers with what it was asked."""
    calls = []

    def answer(call):
        calls.append(call)
        return Answer({"said": call.document["say"], "from": call.partner.id}, call.body)

    monkeypatch.setitem(peer._handlers, "echo", answer)
    return calls


@pytest.fixture
def made():
    """What one test made once, for all its examples."""
    return []


def state():
    return list(Partner.objects.values()), LedgerEntry.objects.count()


def test_a_partner_is_answered(partner, gate, echo):  # noqa: F811
    vn = partner()
    assert vn.call("echo", {"say": "hello"}, gate, b"\x00body")["said"] == "hello"
    assert echo[0].body == b"\x00body"
    assert echo[0].partner.id == vn.id


def test_the_node_asks_and_is_answered(partner):  # noqa: F811
    vn = partner()
    vn.handlers["where"] = lambda content: {"there": content["here"]}
    assert peer.send(vn.row, "where", {"here": 1}).document == {"there": 1}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400) | st.binary(max_size=400).map(lambda b: packets.MAGIC + struct.pack(">I", 40) + b))
def test_any_bytes_get_a_4xx_with_a_code(post, data):  # noqa: F811
    response = post(data)
    assert 400 <= response.status_code < 500
    assert json.loads(response.content)["code"]
    assert not LedgerEntry.objects.exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 100_000), flip=st.integers(1, 255))
def test_a_packet_changed_on_the_way_changes_nothing(partner, post, echo, made, at, flip):  # noqa: F811
    vn = made[0] if made else made.append(partner()) or made[0]
    whole = packed_call(vn)
    at %= len(whole)
    before = state()
    response = post(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
    assert 400 <= response.status_code < 500
    assert (state(), echo) == (before, [])


def packed_call(vn, **other):
    from comity.exchange import calls

    call_id = new_id(vn.now)
    document = calls.call_document(
        call_id=call_id, sender=vn.id, recipient=vn.partner.node, call_type="echo", content={"say": 1}
    )
    return vn.packed(Kind.CALL, call_id, vn.keyring.signing.sign_document(document), **other)


def test_strangers_proposed_and_suspended_partners_are_told_the_same(partner, post, echo):  # noqa: F811
    stranger = SimulatedPartner("TH")
    stranger.meet(own_card().token)
    proposed = partner("LA", accept=False)
    suspended = partner("VN")
    operations.suspend(actor=suspended.supervisor, partner_id=suspended.id, reason="moved")
    thief = SimulatedPartner("VN")
    thief.meet(own_card().token)
    thief.id = partner("MM").id
    misdirected = partner("ID")
    answers = {
        (r.status_code, r.content)
        for r in (
            *(post(packed_call(each)) for each in (stranger, proposed, suspended, thief)),
            post(packed_call(misdirected, recipient=stranger.id)),
        )
    }
    assert answers == {(403, b'{"code": "exchange.admission.refused"}')}
    assert echo == []


def test_methods_and_sizes(client, post):  # noqa: F811
    for method in (client.get, client.put, client.delete, client.options):
        assert method("/v1/peer").status_code == 405
    assert post(b"x" * (LIMITS.packet_bytes + 1)).status_code == 413
    assert post(b"x" * LIMITS.packet_bytes).status_code == 400
    unread = RequestFactory().generic("POST", "/v1/peer", b"x" * (LIMITS.packet_bytes + 1), CONTENT_LENGTH="+4194305")
    assert view(unread).status_code == 413, "a length that is written oddly is read by Django, and not believed here"


def test_a_call_of_unknown_type_or_form_is_refused_and_signed(partner, gate):  # noqa: F811
    vn = partner()
    with pytest.raises(InvalidInput) as error:
        vn.call("gossip", {}, gate)
    assert error.value.code == "exchange.call.unknown"
    with pytest.raises(InvalidInput):
        vn.call("message", {}, gate)
    token = vn.keyring.signing.sign_document(
        {"id": (call := new_id(vn.now)), "from": vn.id, "to": vn.partner.node, "body": None}
    )
    with pytest.raises(InvalidInput) as error:
        vn.exchange(Kind.CALL, call, token, gate)
    assert error.value.code == "exchange.call.form"


def test_a_handler_that_breaks_is_a_signed_refusal_and_no_500(partner, gate, monkeypatch):  # noqa: F811
    vn = partner()
    monkeypatch.setitem(peer._handlers, "echo", lambda _call: 1 / 0)
    with pytest.raises(Exception, match="cannot answer now") as error:
        vn.call("echo", {}, gate)
    assert error.value.kind == "unreachable"


def test_a_refusal_keeps_its_code_and_words(partner):  # noqa: F811
    vn = partner()

    def refuse(content):
        raise Refused("Budget", "it is used up", "Tomorrow", code="linkage.budget")

    vn.handlers["check"] = refuse
    with pytest.raises(Refused, match=r"Budget: it is used up\. Tomorrow") as error:
        peer.send(vn.row, "check", {})
    assert error.value.code == "linkage.budget"


def test_a_frozen_channel_says_so_and_carries_nothing(partner, gate, echo):  # noqa: F811
    vn = partner()
    operations.freeze(partner_id=vn.id, reason="heads differ")
    with pytest.raises(Refused) as error:
        vn.call("echo", {"say": 1}, gate)
    assert (error.value.code, echo) == ("partners.channel.frozen", [])
    with pytest.raises(Exception, match="frozen"):
        peer.send(Partner.objects.get(id=vn.id), "card", {})


def test_rotation_of_our_sealing_key_with_mail_under_way(partner, gate, echo, clock):  # noqa: F811
    """The partner seals to the old key: it is opened for 37 days, and the newer card comes back with the answer."""
    from datetime import timedelta

    vn = partner()
    first = own_card()
    under_way = packed_call(vn)
    clock.advance(timedelta(days=31))
    assert own.rotate_sealing()
    assert own_card().version == first.version + 1
    gate(under_way)
    assert len(echo) == 1
    vn.call("echo", {"say": 1}, gate)
    assert vn.partner.version == first.version + 1
    assert vn.partner.sealing == own_card().sealing


def test_a_key_that_was_destroyed_is_refused_and_the_card_comes_along(partner, gate, echo, clock):  # noqa: F811
    from datetime import timedelta

    vn = partner()
    clock.advance(timedelta(days=31))
    own.rotate_sealing()
    clock.advance(timedelta(days=37))
    own.rotate_sealing()
    with pytest.raises(InvalidInput) as error:
        vn.call("echo", {"say": 1}, gate)
    assert (error.value.code, echo) == ("crypto.sealing.gone", [])
    vn.call("echo", {"say": 1}, gate)
    assert len(echo) == 1


def test_the_partners_destroyed_key_is_healed_within_one_send(partner):  # noqa: F811
    vn = partner()
    old = vn.keyring
    vn.keyring = Keyring(old.identity, old.signing, Keyring.generate(vn.now).sealing, old.storage)
    vn.reissue(address="https://vn.example", agency="Agency of VN")
    vn.handlers["where"] = lambda _content: {"ok": 1}
    assert peer.send(vn.row, "where", {}).document == {"ok": 1}
    assert Partner.objects.get(id=vn.id).card.version == 2


def test_a_newer_signing_key_comes_with_the_card_that_the_identity_signed(partner, gate, echo, post):  # noqa: F811
    vn = partner()
    vn.keyring = vn.keyring.replace_signing()
    assert post(packed_call(vn)).status_code == 403
    vn.reissue(address="https://vn.example")
    vn.theirs = 1
    vn.call("echo", {"say": 1}, gate)
    assert len(echo) == 1
    assert Partner.objects.get(id=vn.id).card.signing == vn.keyring.signing.public


def test_another_address_is_not_used_until_a_person_says_so(partner, gate, echo, network):  # noqa: F811
    vn = partner()
    vn.reissue(address="http://169.254.169.254/latest")
    vn.theirs = 1
    vn.call("echo", {"say": 1}, gate)
    row = Partner.objects.get(id=vn.id)
    assert (row.address, row.new_address) == ("https://vn.example", "http://169.254.169.254/latest")
    peer.send(row, "card", {})
    assert {r.url.host for r in network.requests} == {"vn.example"}
    operations.accept_address(actor=vn.supervisor, partner_id=vn.id)
    assert Partner.objects.get(id=vn.id).address == "http://169.254.169.254/latest"


def test_another_identity_waits_for_a_person_even_when_the_old_key_signed_it(partner, post, gate, echo):  # noqa: F811
    vn = partner()
    old = vn.keyring
    vn.keyring = old.replace_identity()
    change = cards.change_identity(old.identity, vn.keyring.identity.public, node=vn.id)
    vn.version = 2
    vn.token = cards.issue(
        vn.keyring, agency="A", country="VN", address="https://vn.example", contact="", version=2, issued=vn.now,
        changes=[change],
    )  # fmt: skip
    vn.theirs = 1
    assert post(packed_call(vn)).status_code == 403
    row = Partner.objects.get(id=vn.id)
    assert row.offered_card.fingerprint != row.card.fingerprint
    with pytest.raises(Refused, match="digits"):
        operations.accept(actor=vn.supervisor, partner_id=vn.id, fingerprint=row.card.fingerprint)
    operations.accept(actor=vn.supervisor, partner_id=vn.id, fingerprint=row.offered_card.fingerprint)
    vn.call("echo", {"say": 1}, gate)
    assert len(echo) == 1


def test_after_a_restore_our_card_outgrows_what_the_partner_knows(partner, gate, echo):  # noqa: F811
    vn = partner()
    vn.call("echo", {"say": 1}, gate)
    vn.handlers["where"] = lambda _content: {"ok": 1}
    ahead = packed_call(vn, recipient_card=7)
    gate(ahead)
    assert own_card().version == 8
    peer.send(Partner.objects.get(id=vn.id), "where", {})
    assert vn.partner.version == 8


def test_answers_are_not_believed_unless_they_are_the_partners_to_this_call(partner, network):  # noqa: F811
    import httpx

    vn, th = partner("VN"), partner("TH")
    vn.handlers["where"] = lambda _content: {"ok": 1}
    recorded = []

    def record(request):
        recorded.append(vn.answer(request.read()))
        return httpx.Response(200, stream=httpx.ByteStream(recorded[-1]))

    network.instead["vn.example"] = record
    peer.send(vn.row, "where", {})
    cases = {
        "replayed": lambda _request: httpx.Response(200, stream=httpx.ByteStream(recorded[0])),
        "another node": lambda request: httpx.Response(200, stream=httpx.ByteStream(th.answer(request.read()))),
        "bytes": lambda _request: httpx.Response(200, stream=httpx.ByteStream(b"\x00" * 2000)),
        "redirect": lambda _request: httpx.Response(302, headers={"Location": "http://127.0.0.1/"}),
        "not admitted": lambda _request: httpx.Response(403),
        "error": lambda _request: httpx.Response(500),
    }
    for instead in cases.values():
        network.instead["vn.example"] = instead
        with pytest.raises(ComityError) as error:
            peer.send(vn.row, "where", {})
        assert error.value.kind in {"invalid", "unreachable", "refused"}
    assert {r.url.host for r in network.requests} == {"vn.example"}


def test_an_endless_answer_is_cut_off(partner, network, monkeypatch):  # noqa: F811
    import dataclasses

    import httpx

    from comity.node.partners import wire

    vn = partner()

    def endless():
        while True:
            yield b"x" * 1_000_000

    network.instead["vn.example"] = lambda _request: httpx.Response(200, content=endless())
    monkeypatch.setattr(wire, "limits", lambda: dataclasses.replace(LIMITS, answer_bytes=3_000_000))
    with pytest.raises(Exception, match="larger than") as error:
        peer.send(vn.row, "card", {})
    assert error.value.kind == "unreachable"
