"""Makes ``spec/vectors/ledger.json``: run it after a change of the format, and read the difference.

Everything is derived from fixed seeds. A test compares the file with what this makes, and runs every vector.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from comity.crypto.signatures import SigningKey
from comity.kernel.clock import timestamp
from comity.ledger import (
    BLOCK,
    Attestation,
    Carried,
    Entry,
    Head,
    SignedHead,
    Start,
    close,
    commitment,
    log_consistency,
    log_inclusion,
    log_root,
    padded,
    sign_attestation,
    sign_head,
)
from comity.ledger.blocks import padding_hash
from comity.ledger.tree import leaf_hash

FILE = Path(__file__).with_suffix(".json")
NOW = datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC)
NODE, OTHER, WITNESS = "abcdefghijklmnop", "qrstuvwxyz234567", "witnesswitnesswi"
LOG, NEXT = "01a20132-3f80-7000-8000-000000000001", "01a20132-3f80-7000-8000-000000000002"


def seed(name: str) -> bytes:
    """This function returns 32 bytes for a name."""
    return hashlib.sha256(name.encode()).digest()


KEY, OTHER_KEY, WITNESS_KEY = (SigningKey.from_private(seed(name)) for name in ("key", "other key", "witness key"))
ENTRIES = [
    Entry("audit.log.started", "system", NOW, (LOG,), "", commitment(seed("salt 0"), {})),
    Entry(
        "holdings.holding.read",
        "01a20132-3f80-7000-8000-00000000000a",
        NOW + timedelta(seconds=1),
        ("01a20132-3f80-7000-8000-00000000000b", "01a20132-3f80-7000-8000-00000000000c"),
        "investigation",
        commitment(seed("salt 1"), {"fields": ["name", "birthDate"], "note": "ស ខេង"}),
    ),
]
DETAILS: list[dict[str, Any]] = [{}, {"fields": ["name", "birthDate"], "note": "ស ខេង"}]
SIZES = [2, 256, 7, 1, 200]
"""How many entries each block has; the rest of it is padding."""


def leaves(block: int) -> list[bytes]:
    """This function returns the 256 leaf hashes of a block of the example log."""
    hashes = [leaf_hash(f"leaf {block * BLOCK + i}".encode()) for i in range(SIZES[block])]
    return padded(hashes, block, seed(f"padding {block}"))


def blocks() -> list[list[bytes]]:
    """This function returns what is kept of each block."""
    kept: list[list[bytes]] = []
    for block in range(len(SIZES)):
        kept.append(close(kept.__getitem__, block, leaves(block)))
    return kept


KEPT = blocks()


def head(size: int, *, node: str = NODE, log: str = LOG, root: bytes | None = None) -> Head:
    """This function returns a head of the example log."""
    return Head(node, log, size, root or log_root(KEPT.__getitem__, size), NOW + timedelta(minutes=size))


def texts(hashes: list[bytes]) -> list[str]:
    """This function writes hashes."""
    return [each.hex() for each in hashes]


def changed(head: Head, **values: Any) -> str:
    """This function signs the document of a head with fields changed; None removes one."""
    document = {name: value for name, value in (head.document() | values).items() if value is not None}
    return KEY.sign_document(document)


def inclusion(index: int, size: int) -> dict[str, Any]:
    """This function returns an inclusion proof."""
    hashes = leaves(index // BLOCK)
    return {
        "leaf": hashes[index % BLOCK].hex(),
        "index": index,
        "size": size,
        "root": log_root(KEPT.__getitem__, size).hex(),
        "proof": texts(log_inclusion(KEPT.__getitem__, hashes, index, size)),
    }


def consistency(first: int, second: int) -> dict[str, Any]:
    """This function returns a consistency proof."""
    return {
        "first": first,
        "first_root": log_root(KEPT.__getitem__, first).hex(),
        "second": second,
        "second_root": log_root(KEPT.__getitem__, second).hex(),
        "proof": texts(log_consistency(KEPT.__getitem__, first, second)),
    }


def flipped(text: str) -> str:
    """This function changes one bit of a hash."""
    return f"{int(text[:2], 16) ^ 8:02x}{text[2:]}"


def carried(size: int, base: int = 0, **values: Any) -> dict[str, Any]:
    """This function returns a carried head."""
    proof = log_consistency(KEPT.__getitem__, base, size) if base else []
    return Carried(sign_head(head(size), KEY), base, tuple(proof)).document() | values


def start(**values: Any) -> str:
    """This function signs a statement, with fields changed."""
    document = Start(NODE, NEXT, LOG, 512, 1024, "the disk failed", ("person-1", "person-2"), NOW).document()
    return KEY.sign_document(document | values)


def new_log(*statements: str) -> dict[str, Any]:
    """This function returns a carried head of the next log."""
    signed = sign_head(head(256, log=NEXT), KEY)
    return Carried(signed).document() | {"starts": list(statements)}


def failing_proofs() -> list[dict[str, Any]]:
    """This function returns proofs that prove nothing, one failure each."""
    good, grown = inclusion(300, 1280), consistency(512, 1280)
    path, chain = good["proof"], grown["proof"]
    return [
        {"what": "inclusion: another index", "inclusion": good | {"index": 301}},
        {"what": "inclusion: another size", "inclusion": good | {"size": 1024}},
        {"what": "inclusion: another leaf", "inclusion": good | {"leaf": seed("x").hex()}},
        {"what": "inclusion: another root", "inclusion": good | {"root": seed("x").hex()}},
        {"what": "inclusion: a bit flipped", "inclusion": good | {"proof": [flipped(path[0]), *path[1:]]}},
        {"what": "inclusion: the last hash missing", "inclusion": good | {"proof": path[:-1]}},
        {"what": "inclusion: a hash too many", "inclusion": good | {"proof": [*path, good["root"]]}},
        {"what": "inclusion: an index outside", "inclusion": good | {"index": 1280}},
        {"what": "consistency: the log shrank", "consistency": grown | {"first": 1280, "second": 512}},
        {
            "what": "consistency: roots swapped",
            "consistency": grown | {"first_root": grown["second_root"], "second_root": grown["first_root"]},
        },
        {"what": "consistency: a bit flipped", "consistency": grown | {"proof": [flipped(chain[0]), *chain[1:]]}},
        {"what": "consistency: no proof", "consistency": grown | {"proof": []}},
        {"what": "consistency: a hash too many", "consistency": grown | {"proof": [*chain, chain[-1]]}},
        {"what": "consistency: another first size", "consistency": grown | {"first": 256}},
    ]


def failing_documents() -> list[dict[str, Any]]:
    """This function returns documents that must be refused, one failure each."""
    good = head(512)
    forged = SignedHead(head(512, node=WITNESS), sign_head(head(512), OTHER_KEY).token)
    return [
        {
            "what": "a head that another key signed",
            "head": sign_head(good, OTHER_KEY).token,
            "code": "ledger.head.signature",
        },
        {
            "what": "a head of another node",
            "head": sign_head(head(512, node=OTHER), KEY).token,
            "code": "ledger.head.node",
        },
        {"what": "a size within a block", "head": changed(good, size=511), "code": "ledger.head.form"},
        {"what": "a size of zero", "head": changed(good, size=0), "code": "ledger.head.form"},
        {"what": "a size in words", "head": changed(good, size="512"), "code": "ledger.head.form"},
        {"what": "a root in capitals", "head": changed(good, root=good.root.hex().upper()), "code": "ledger.head.form"},
        {"what": "a root cut off", "head": changed(good, root=good.root.hex()[:62]), "code": "ledger.head.form"},
        {
            "what": "a time without its zone",
            "head": changed(good, time="2026-11-22T03:04:05"),
            "code": "ledger.head.form",
        },
        {"what": "another format", "head": changed(good, format="comity-ledger-head/2"), "code": "ledger.head.form"},
        {"what": "a field too many", "head": changed(good, extra=1), "code": "ledger.head.form"},
        {"what": "a field missing", "head": changed(good, log=None), "code": "ledger.head.form"},
        {
            "what": "an attestation of a head that its node did not sign",
            "attestation": sign_attestation(Attestation(WITNESS, forged, NOW, NOW), WITNESS_KEY),
            "code": "ledger.head.signature",
        },
        {
            "what": "an attestation in another's name",
            "attestation": sign_attestation(Attestation(OTHER, sign_head(good, KEY), NOW, NOW), WITNESS_KEY),
            "code": "ledger.attestation.witness",
        },
        {
            "what": "an attestation that another key signed",
            "attestation": sign_attestation(Attestation(WITNESS, sign_head(good, KEY), NOW, NOW), OTHER_KEY),
            "code": "ledger.attestation.signature",
        },
        {
            "what": "a start signed by one person",
            "carried": new_log(start(people=["a", "a"])),
            "code": "ledger.start.form",
        },
        {
            "what": "a start that keeps more than is known",
            "carried": new_log(start(kept=2048)),
            "code": "ledger.start.form",
        },
        {"what": "a start of the same log", "carried": new_log(start(log=LOG)), "code": "ledger.start.form"},
        {
            "what": "a start of another node's log",
            "carried": new_log(start(node=OTHER)),
            "code": "ledger.start.signature",
        },
        {"what": "a proof that is no list", "carried": carried(1024, 512, proof="none"), "code": "ledger.carried.form"},
        {
            "what": "a carried field too many",
            "carried": carried(1024, 512) | {"more": 1},
            "code": "ledger.carried.form",
        },
    ]


def judged() -> list[dict[str, Any]]:
    """This function returns what a witness that keeps the head of size 512 or 1024 decides."""
    other_root = Carried(sign_head(head(512, root=seed("x")), KEY)).document()
    broken = carried(1280, 512)
    broken["proof"] = [flipped(broken["proof"][0]), *broken["proof"][1:]]
    inconsistent = "ledger.head.inconsistent"
    return [
        {"what": "the first head", "kept": None, "carried": carried(512), "verdict": "keep"},
        {"what": "a newer head with its proof", "kept": 512, "carried": carried(1280, 512), "verdict": "keep"},
        {"what": "the same head again", "kept": 512, "carried": carried(512, 256), "verdict": "known"},
        {"what": "an older head in a late message", "kept": 1024, "carried": carried(512), "verdict": "unproven"},
        {
            "what": "a newer head proven from an older one",
            "kept": 512,
            "carried": carried(1280, 256),
            "verdict": "unproven",
        },
        {"what": "a new log with its start", "kept": 1024, "carried": new_log(start()), "verdict": "new-log"},
        {"what": "two heads of one size", "kept": 512, "carried": other_root, "code": inconsistent},
        {"what": "a proof that does not hold", "kept": 512, "carried": broken, "code": inconsistent},
        {
            "what": "an answer that went back",
            "kept": 1024,
            "asked": 1024,
            "carried": carried(512),
            "code": inconsistent,
        },
        {
            "what": "an answer without the proof that was asked for",
            "kept": 512,
            "asked": 512,
            "carried": carried(1280),
            "code": inconsistent,
        },
        {"what": "a new log without its start", "kept": 1024, "carried": new_log(), "code": inconsistent},
        {
            "what": "a start that admits less than is kept",
            "kept": 1280,
            "carried": new_log(start()),
            "code": inconsistent,
        },
    ]


def vectors() -> dict[str, Any]:
    """This function returns all vectors."""
    signed = sign_head(head(1280), KEY)
    attestation = Attestation(WITNESS, signed, NOW, NOW + timedelta(hours=1))
    return {
        "format": "comity-ledger-vectors/1",
        "node": NODE,
        "witness": WITNESS,
        "seed": seed("key").hex(),
        "public": KEY.public.hex(),
        "witness_public": WITNESS_KEY.public.hex(),
        "entries": [
            {
                "event": entry.event,
                "actor": entry.actor,
                "time": timestamp(entry.time),
                "objects": list(entry.objects),
                "purpose": entry.purpose,
                "salt": seed(f"salt {i}").hex(),
                "details": DETAILS[i],
                "commitment": entry.commitment.hex(),
                "leaf": entry.leaf().decode(),
                "hash": entry.hash().hex(),
            }
            for i, entry in enumerate(ENTRIES)
        ],
        "padding": [
            {"salt": seed("padding 0").hex(), "index": i, "hash": padding_hash(seed("padding 0"), i).hex()}
            for i in (2, 255, 2**40)
        ],
        "blocks": [
            {"entries": SIZES[i], "salt": seed(f"padding {i}").hex(), "kept": texts(KEPT[i])} for i in range(len(SIZES))
        ],
        "roots": {str(size): log_root(KEPT.__getitem__, size).hex() for size in range(BLOCK, 6 * BLOCK, BLOCK)},
        "inclusion": [inclusion(i, size) for i, size in ((0, 256), (255, 1280), (300, 1280), (1279, 1280))],
        "consistency": [consistency(a, b) for a, b in ((256, 512), (512, 1280), (768, 1280), (1024, 1024))],
        "head": {"document": signed.head.document(), "token": signed.token},
        "attestation": {
            "since": timestamp(attestation.since),
            "time": timestamp(attestation.time),
            "token": sign_attestation(attestation, WITNESS_KEY),
        },
        "judged": judged(),
        "failing_proofs": failing_proofs(),
        "failing_documents": failing_documents(),
    }


def text(make: Callable[[], dict[str, Any]] = vectors) -> str:
    """This function returns the text of the file."""
    return json.dumps(make(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(FILE.name)
