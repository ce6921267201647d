"""Makes ``envelope.json``, the test vectors of ``spec/envelope.md``.

Everything is deterministic but HPKE, which draws fresh randomness at each sealing: a sealed part that is there already
and still opens to what it should is kept. Run ``python spec/vectors/envelope.py``; ``--check`` compares only.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from comity.crypto import Keyring, SealingKey, SealingPeriod, SigningKey, canonical, parse_canonical
from comity.crypto.encoding import decode, encode
from comity.crypto.signatures import verify_document
from comity.exchange import Frame, Header, Kind, Outcome, cards, chains, messages, packets, receipts
from comity.exchange.contents import Request
from comity.kernel import ComityError, Limits
from comity.kernel.clock import timestamp

PATH = Path(__file__).with_suffix(".json")
NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
LIMITS = Limits()
ID = "019aa8f0-4b88-7000-8000-000000000001"
CONVERSATION = "019aa8f0-4b88-7000-8000-000000000002"
Vector = dict[str, Any]


def keyring(start: int) -> Keyring:
    """This function makes the keys of a node from consecutive bytes."""
    seed = bytes((start + i) % 256 for i in range(256))
    return Keyring(
        SigningKey.from_private(seed[:32]),
        SigningKey.from_private(seed[32:64]),
        (SealingPeriod(SealingKey.from_private(seed[64:160]), NOW),),
        seed[160:192],
    )


SENDER, RECIPIENT = keyring(0), keyring(97)
FIELDS = {"agency": "Agency", "country": "KH", "address": "https://node.example", "contact": "+855 23 000 000"}


def build(before: list[Vector]) -> list[Vector]:
    """This function makes every vector.

    Args:
        before: the vectors that are there, whose sealed parts are kept where they still open.
    """
    kept = {v["name"]: v for v in before}
    return [*_keys(), *_canonical(), *_cards(), *_chain(), *_packets(kept), *_receipt()]


def result_of(vector: Vector) -> str:
    """This function runs a vector and returns the code of the error that it ends with, or ``ok``."""
    try:
        _RUN[vector["kind"]](vector)
    except ComityError as error:
        return error.code
    return "ok"


def _keys() -> list[Vector]:
    return [
        {
            "name": f"keys of {name}", "kind": "keys", "result": "ok",
            "identity_private": ring.identity.private.hex(), "identity_public": ring.identity.public.hex(),
            "signing_private": ring.signing.private.hex(), "signing_public": ring.signing.public.hex(),
            "sealing_private": ring.current_sealing.private.hex(), "sealing_public": ring.current_sealing.public.hex(),
            "signing_key_id": ring.signing.key_id, "sealing_key_id": ring.current_sealing.key_id,
            "node": ring.node_id, "fingerprint": cards.fingerprint(ring.node_id, ring.identity.public),
        }
        for name, ring in (("the sender", SENDER), ("the recipient", RECIPIENT))
    ]  # fmt: skip


def _canonical() -> list[Vector]:
    texts = {
        "canonical document": ('{"a":[1,true,null],"b":"ខ្មែរ"}', "ok"),
        "names out of order": ('{"b":1,"a":2}', "crypto.json.not_canonical"),
        "a space": ('{"a": 1}', "crypto.json.not_canonical"),
        "an escape that is not needed": ('"\\u00e9"', "crypto.json.not_canonical"),
        "a name twice": ('{"a":1,"a":1}', "crypto.json.duplicate_name"),
        "not a number": ("NaN", "crypto.json.number"),
        "beyond 2^53": ("9007199254740993", "crypto.json.unwritable"),
        "a lone surrogate": ('"\\ud800"', "crypto.json.unwritable"),
        "nested too deep": ("[" * 17 + "]" * 17, "crypto.json.depth"),
    }
    return [{"name": n, "kind": "canonical", "text": t, "result": r} for n, (t, r) in texts.items()]


def _cards() -> list[Vector]:
    good = cards.issue(SENDER, version=1, issued=NOW, **FIELDS)
    document = json.loads(decode(good.split(".")[1]))
    small, large = (1).to_bytes(32, "little"), (2**255 - 19).to_bytes(32, "little")
    changes = {
        "card": {},
        "card with a signing key of small order": {"signing": encode(small)},
        "card with a signing key that is not canonical": {"signing": encode(large)},
        "card with a sealing key of zeros": {"sealing": encode(bytes(1216))},
        "card with another node's id": {"node": RECIPIENT.node_id},
        "card with a user in its address": {"address": "https://user@node.example"},
        "card with a country that is none": {"country": "ZZ"},
        "card with a field too many": {"more": ""},
        "card of another format": {"format": "comity-card/2"},
        "card that understands no version of a type": {"understands": {"request": []}},
        "card that understands a version that is no number": {"understands": {"request": ["1"]}},
        "card whose name turns the reading direction": {"agency": "Agency \u202e"},
    }
    made = [
        {"name": name, "kind": "card", "token": SENDER.identity.sign_document(document | change)}
        for name, change in changes.items()
    ]
    older = cards.issue(SENDER, version=1, issued=NOW, understands=None, **FIELDS)
    made.append({"name": "card that says nothing of what it understands", "kind": "card", "token": older})
    made.append({"name": "card signed by another key", "kind": "card", "token": _signed_by(RECIPIENT, document)})
    ring = SENDER.__class__(
        RECIPIENT.identity, SENDER.signing, SENDER.sealing, SENDER.storage, (SENDER.identity.public,)
    )
    change = cards.change_identity(SENDER.identity, ring.identity.public, node=SENDER.node_id)
    token = cards.issue(ring, version=2, issued=NOW, changes=[change], **FIELDS)
    made.append({"name": "card after a change of identity", "kind": "card", "token": token})
    return [v | {"result": result_of(v)} for v in made]


def _signed_by(ring: Keyring, document: Vector) -> str:
    head, _, _ = SENDER.identity.sign_document(document).split(".")
    signed = f"{head}.{encode(canonical(document))}"
    other = ring.identity.sign_document(document).split(".")[2]
    return f"{signed}.{other}"


def message(sequence: int, previous: str, **change: Any) -> Vector:
    """This function writes a request of the sender."""
    content = Request(
        facts="Seen at the border post.", asked="Is this person known?", link="A passport of your country.",
        subjects=[{"schema_name": "Person", "role": "suspect", "properties": {"name": ["Chan Dara"]}}],
        foreseen_use="Intelligence.", deadline=timestamp(NOW),
    )  # fmt: skip
    header = {
        "id": ID[:-1] + str(sequence), "from": SENDER.node_id, "authority": "Agency", "to": RECIPIENT.node_id,
        "recipients": [RECIPIENT.node_id], "conversation": CONVERSATION, "sent_at": timestamp(NOW),
        "zone": "Asia/Phnom_Penh", "expires_at": timestamp(NOW), "priority": "routine", "purpose": "investigation",
        "legal_basis": "MOU-1", "offence": "drug-trafficking", "reference": "KH-1",
        "conditions": {"handling": ["H0"], "tlp": "AMBER", "pap": "AMBER", "words": ""},
        "retention_until": "2027-11-22", "language": "en", "script": "Latn",
        "incarnation": encode(bytes(32)), "sequence": sequence, "previous": previous,
    }  # fmt: skip
    return messages.compose(header, content, "request") | change


def _chain() -> list[Vector]:
    link = genesis = chains.genesis(SENDER.node_id, RECIPIENT.node_id, encode(bytes(32)))
    tokens, links = [], []
    for sequence in (1, 2, 3):
        tokens.append(SENDER.signing.sign_document(message(sequence, link)))
        links.append(link := packets.token_hash(tokens[-1]))
    good = {
        "name": "a chain of three messages", "kind": "chain", "incarnation": encode(bytes(32)), "genesis": genesis,
        "tokens": tokens, "hashes": links,
    }  # fmt: skip
    orders = {
        "a message that is missing": [0, 2], "a message twice": [0, 0], "out of order": [1, 0],
    }  # fmt: skip
    made = [good] + [
        {"name": f"chain: {name}", "kind": "chain", "tokens": [tokens[i] for i in order]}
        for name, order in orders.items()
    ]
    fork = SENDER.signing.sign_document(message(2, genesis))
    made.append({"name": "chain: a message that follows another", "kind": "chain", "tokens": [tokens[0], fork]})
    other = SENDER.signing.sign_document(message(1, genesis, reference="KH-2"))
    made.append({"name": "chain: another message for a place", "kind": "chain", "tokens": [tokens[0], other]})
    return [v | {"result": result_of(v)} for v in made]


def _packets(kept: dict[str, Vector]) -> list[Vector]:
    genesis = chains.genesis(SENDER.node_id, RECIPIENT.node_id, encode(bytes(32)))
    document = message(1, genesis)
    tokens = {
        "packet": document,
        "packet whose document names another recipient": document | {"to": SENDER.node_id},
        "packet whose document names another id": document | {"id": CONVERSATION},
        "packet whose document binds another body": document | {"body": packets.body_hash(b"body")},
    }
    made = []
    for name, content in tokens.items():
        vector = {"name": name, "kind": "packet", "token": SENDER.signing.sign_document(content)}
        there = kept.get(name, {})
        opens = there.get("token") == vector["token"] and _opens(there)
        made.append(vector | {"packet": there["packet"] if opens else _pack(vector["token"]).hex()})
    whole = bytes.fromhex(made[0]["packet"])
    parts = packets.split(whole, LIMITS)
    made += [
        {"name": "packet with a changed header", "kind": "packet", "packet": _changed(whole, 40)},
        {"name": "packet with a changed admission", "kind": "packet", "packet": _changed(whole, _after(parts))},
        {"name": "packet with a changed sealed part", "kind": "packet", "packet": _changed(whole, len(whole) - 1)},
        {"name": "packet with a body that was added", "kind": "packet", "packet": (whole + b"!").hex()},
        {"name": "packet that is cut off", "kind": "packet", "packet": whole[:-1].hex()},
        {"name": "packet addressed anew", "kind": "packet", "packet": _addressed_anew(parts).hex()},
        {"name": "no packet", "kind": "packet", "packet": b"GET / HTTP/1.1".hex()},
    ]
    return [v | {"result": result_of(v)} for v in made]


def _header(packet_id: str = ID) -> Header:
    return Header(
        kind=Kind.MESSAGE, id=packet_id, sender=SENDER.node_id, recipient=RECIPIENT.node_id,
        sealing_key=RECIPIENT.current_sealing.key_id, signing_key=SENDER.signing.key_id, sender_card=1,
        recipient_card=1,
    )  # fmt: skip


def _pack(token: str) -> bytes:
    return packets.pack(_header(), token, signing=SENDER.signing, sealing=RECIPIENT.current_sealing.public)


def _addressed_anew(parts: packets.Packet) -> bytes:
    """This function puts a sealed part under another header, admitted by its own sender."""
    whole = packets.pack(_header(CONVERSATION), "x", signing=SENDER.signing, sealing=RECIPIENT.current_sealing.public)
    head = _header(CONVERSATION).to_bytes()
    admission = SENDER.signing.sign(packets.DOMAIN, packets._admitted(head, parts.sealed, b""))  # noqa: SLF001
    at = len(packets.MAGIC) + 4 + len(head)
    return whole[:at] + admission + len(parts.sealed).to_bytes(4, "big") + parts.sealed


def _after(parts: packets.Packet) -> int:
    return len(packets.MAGIC) + 4 + len(parts.header_bytes)


def _changed(data: bytes, at: int) -> str:
    return (data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]).hex()


def _opens(vector: Vector) -> bool:
    try:
        packet = packets.split(bytes.fromhex(vector["packet"]), LIMITS)
        info = packets._info(packet.header, packet.header_bytes)  # noqa: SLF001
        return (
            packet.header == _header()
            and RECIPIENT.current_sealing.open(info, packet.sealed).decode() == vector["token"]
        )
    except (ComityError, KeyError):
        return False


def _receipt() -> list[Vector]:
    genesis = chains.genesis(SENDER.node_id, RECIPIENT.node_id, encode(bytes(32)))
    token = SENDER.signing.sign_document(message(1, genesis))
    place = Frame(ID, SENDER.node_id, RECIPIENT.node_id, encode(bytes(32)), 1, genesis)
    made = []
    for name, given in (("receipt", token), ("receipt for another message", token + "x")):
        receipt = receipts.sign(
            RECIPIENT.signing,
            place,
            token_hash=packets.token_hash(given),
            outcome=Outcome.TAKEN,
            received_at=NOW,
            head={},
        )
        made.append({"name": name, "kind": "receipt", "message": token, "receipt": receipt})
    forged = made[0] | {"name": "receipt signed by the sender"}
    forged["receipt"] = SENDER.signing.sign_document(json.loads(decode(made[0]["receipt"].split(".")[1])))
    return [v | {"result": result_of(v)} for v in (*made, forged)]


def _run_chain(vector: Vector) -> None:
    chain, there = None, {}
    for token in vector["tokens"]:
        document = verify_document(token, SENDER.signing.public, depth=LIMITS.document_depth)
        frame, link = messages.read_frame(document), packets.token_hash(token)
        decision = chains.decide(chain, frame, link, kept=lambda i, s: there.get((i, s)), same_id=lambda _id: None)
        if decision.verdict is not chains.Verdict.ACCEPT:
            raise ComityError("Chain", decision.reason, code=f"verdict: {decision.verdict.value}")
        there[frame.incarnation, frame.sequence] = link
        chain = (chain or chains.Chain.begin(frame.sender, frame.recipient, frame.incarnation)).after(link)


def _run_packet(vector: Vector) -> None:
    packet = packets.split(bytes.fromhex(vector["packet"]), LIMITS)
    packets.admit(packet, SENDER.signing.public)
    packets.unseal(packet, RECIPIENT.current_sealing, {SENDER.signing.key_id: SENDER.signing.public}, LIMITS)


def _run_receipt(vector: Vector) -> None:
    document = json.loads(decode(vector["message"].split(".")[1]))
    receipts.read(
        vector["receipt"], RECIPIENT.signing.public, messages.read_frame(document),
        hashes=[packets.token_hash(vector["message"])], depth=LIMITS.document_depth,
    )  # fmt: skip


def _run_canonical(vector: Vector) -> None:
    parse_canonical(vector["text"].encode(), depth=LIMITS.document_depth)


_RUN = {
    "keys": lambda _vector: None,
    "canonical": _run_canonical,
    "card": lambda vector: cards.read(vector["token"]),
    "chain": _run_chain,
    "packet": _run_packet,
    "receipt": _run_receipt,
}


def main() -> int:
    """This function writes the vectors, or with ``--check`` compares them; 1 where they differ."""
    before = json.loads(PATH.read_text(encoding="utf-8"))["vectors"] if PATH.exists() else []
    made = build(before)
    if "--check" in sys.argv:
        return int(made != before)
    text = json.dumps({"format": "comity-envelope-vectors/1", "vectors": made}, ensure_ascii=False, indent=1)
    PATH.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
