"""Packets: admitted before anything else, opened in one place only."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.crypto import canonical
from comity.exchange import packets
from comity.exchange.packets import Header, Kind
from comity.kernel import InvalidInput, new_id
from tests.exchange.parties import LIMITS, NOW, Node

A, B, C = Node("KH"), Node("VN"), Node("TH")


def header(sender=A, recipient=B, kind=Kind.CALL, **other):
    fields = {"kind": kind, "id": new_id(NOW), "sender": sender.id, "recipient": recipient.id,
              "sealing_key": recipient.keyring.current_sealing.key_id, "signing_key": sender.keyring.signing.key_id,
              "sender_card": 1, "recipient_card": 1} | other  # fmt: skip
    return Header(**fields)


def document(head, body=b"", **other):
    return {"id": head.id, "from": head.sender, "to": head.recipient, "body": packets.body_hash(body)} | other


def packed(head=None, doc=None, body=b"", sender=A, recipient=B, signer=None):
    head = head or header(sender, recipient)
    token = (signer or sender.keyring.signing).sign_document(doc or document(head, body))
    return packets.pack(
        head, token, signing=sender.keyring.signing, sealing=recipient.keyring.current_sealing.public, body=body
    )


def opened(data, sender=A, recipient=B):
    packet = packets.split(data, LIMITS)
    packets.admit(packet, sender.keyring.signing.public)
    signers = {sender.keyring.signing.key_id: sender.keyring.signing.public}
    return packets.unseal(packet, recipient.keyring.current_sealing, signers, LIMITS)


@given(body=st.binary(max_size=100))
def test_what_is_packed_is_opened(body):
    got = opened(packed(body=body))
    assert (got.body, got.document["from"]) == (body, A.id)


def test_the_card_rides_in_the_header():
    head = header(card=A.token)
    assert packets.split(packed(head), LIMITS).header == head


@settings(max_examples=80)
@given(st.data())
def test_one_changed_byte_anywhere_is_refused(data):
    whole = packed(body=b"body")
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    with pytest.raises(InvalidInput):
        opened(changed)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda b: packets.MAGIC + b))
def test_any_bytes_are_refused_in_words(data):
    with pytest.raises(InvalidInput):
        packets.split(data, LIMITS)


@settings(max_examples=40)
@given(st.integers(0, 4000))
def test_a_cut_off_packet_is_refused(length):
    whole = packed(body=b"body")
    with pytest.raises(InvalidInput):
        opened(whole[: length % len(whole)])


def test_a_packet_of_another_sender_is_not_admitted():
    packet = packets.split(packed(sender=C), LIMITS)
    with pytest.raises(InvalidInput, match="does not belong"):
        packets.admit(packet, A.keyring.signing.public)


def test_a_sealed_part_that_is_addressed_anew_does_not_open():
    """A relay that was admitted takes the sealed part out of another's packet and puts it into its own."""
    original = packets.split(packed(), LIMITS)
    for head in (
        header(sender=C, id=original.header.id),
        header(id=new_id(NOW)),
        header(card="x"),
        header(recipient=C),
    ):
        sender = C if head.sender == C.id else A
        data = head.to_bytes()
        admission = sender.keyring.signing.sign(packets.DOMAIN, packets._admitted(data, original.sealed, b""))
        packet = packets.Packet(head, data, admission, original.sealed, b"")
        packets.admit(packet, sender.keyring.signing.public)
        with pytest.raises(InvalidInput, match="does not open"):
            packets.unseal(packet, B.keyring.current_sealing, {}, LIMITS)


def test_a_document_forwarded_by_its_recipient_is_refused():
    """B seals what A signed for B anew, to C: the recipient inside the signature gives it away."""
    token = opened(packed()).token
    head = header(sender=B, recipient=C)
    data = packets.pack(head, token, signing=B.keyring.signing, sealing=C.keyring.current_sealing.public)
    packet = packets.split(data, LIMITS)
    signers = {n.keyring.signing.key_id: n.keyring.signing.public for n in (A, B)}
    with pytest.raises(InvalidInput, match="another id, sender or recipient"):
        packets.unseal(packet, C.keyring.current_sealing, signers, LIMITS)
    with pytest.raises(InvalidInput, match="not the sender's"):
        opened(data, B, C)


def test_the_document_repeats_id_nodes_and_body():
    head = header()
    for wrong in (
        {"id": new_id(NOW)},
        {"from": C.id},
        {"to": C.id},
        {"body": packets.body_hash(b"other")},
        {"body": 1},
    ):
        with pytest.raises(InvalidInput):
            opened(packed(head, document(head) | wrong))


def test_a_body_that_was_not_signed_is_refused():
    head = header()
    with pytest.raises(InvalidInput, match="body"):
        opened(packed(head, document(head), body=b"slipped in"))


@pytest.mark.parametrize(
    "change",
    [
        {"format": "comity-packet/2"},
        {"kind": "gossip"},
        {"id": "1"},
        {"id": "../../etc/passwd"},
        {"from": "a"},
        {"to": 1},
        {"from_card": -1},
        {"from_card": True},
        {"from_card": 2**31},
        {"to_card": "1"},
        {"sealing_key": ""},
        {"signing_key": None},
        {"more": 1},
        {"card": 1},
    ],
)
def test_a_header_with_one_wrong_field_is_refused(change):
    import json

    head = canonical(json.loads(header().to_bytes()) | change)
    data = packets.MAGIC + struct.pack(">I", len(head)) + head + bytes(64) + struct.pack(">I", 1200) + bytes(1200)
    with pytest.raises(InvalidInput):
        packets.split(data, LIMITS)


def test_lengths_are_not_believed():
    for length in (2**32 - 1, packets.HEADER_BYTES + 1, 10_000):
        with pytest.raises(InvalidInput):
            packets.split(packets.MAGIC + struct.pack(">I", length) + b"{}", LIMITS)
