"""The vectors of ``spec/ledger.md``: the file is what the script makes, and every vector does what it says."""

import json
from hashlib import sha256

import pytest

from comity.crypto.canonical import canonical
from comity.kernel import ComityError
from comity.kernel.clock import parse_timestamp, timestamp
from comity.ledger import (
    BLOCK,
    Entry,
    close,
    commitment,
    judge,
    log_root,
    padded,
    read_attestation,
    read_carried,
    read_head,
)
from comity.ledger.blocks import padding_hash
from comity.ledger.tree import leaf_hash, proves_consistency, proves_inclusion
from spec.vectors import ledger as ledger_vectors
from tests.ledger import naive

VECTORS = json.loads(ledger_vectors.FILE.read_text(encoding="utf-8"))
KEYS = [bytes.fromhex(VECTORS["public"])]
WITNESS_KEYS = [bytes.fromhex(VECTORS["witness_public"])]


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in texts]


def test_the_file_is_what_the_script_makes():
    assert ledger_vectors.FILE.read_text(encoding="utf-8") == ledger_vectors.text()


@pytest.mark.parametrize("vector", VECTORS["entries"], ids=lambda v: v["event"])
def test_entries(vector):
    assert commitment(bytes.fromhex(vector["salt"]), vector["details"]).hex() == vector["commitment"]
    entry = Entry(
        vector["event"], vector["actor"], parse_timestamp(vector["time"]), tuple(vector["objects"]), vector["purpose"],
        bytes.fromhex(vector["commitment"]),
    )  # fmt: skip
    assert entry.leaf().decode() == vector["leaf"]
    assert canonical(json.loads(vector["leaf"])).decode() == vector["leaf"]
    assert sha256(b"\0" + vector["leaf"].encode()).hexdigest() == entry.hash().hex() == vector["hash"]


@pytest.mark.parametrize("vector", VECTORS["padding"], ids=lambda v: str(v["index"]))
def test_padding(vector):
    assert padding_hash(bytes.fromhex(vector["salt"]), vector["index"]).hex() == vector["hash"]


def test_blocks_and_roots():
    kept: list[list[bytes]] = []
    data: list[bytes] = []
    for number, vector in enumerate(VECTORS["blocks"]):
        first = number * BLOCK
        salt = bytes.fromhex(vector["salt"])
        hashes = padded([leaf_hash(b"leaf %d" % (first + i)) for i in range(vector["entries"])], number, salt)
        kept.append(close(kept.__getitem__, number, hashes))
        assert [each.hex() for each in kept[number]] == vector["kept"]
        data += hashes
        size = str(first + BLOCK)
        assert log_root(kept.__getitem__, int(size)).hex() == VECTORS["roots"][size] == naive_root(data).hex()


def naive_root(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    half = naive.largest_power_below(len(hashes))
    return sha256(b"\1" + naive_root(hashes[:half]) + naive_root(hashes[half:])).digest()


def holds(vector: dict) -> bool:
    if proof := vector.get("inclusion"):
        return proves_inclusion(
            bytes.fromhex(proof["leaf"]),
            proof["index"],
            proof["size"],
            unhex(proof["proof"]),
            bytes.fromhex(proof["root"]),
        )
    proof = vector["consistency"]
    roots = bytes.fromhex(proof["first_root"]), bytes.fromhex(proof["second_root"])
    return proves_consistency(proof["first"], roots[0], proof["second"], roots[1], unhex(proof["proof"]))


def test_proofs():
    assert all(holds({"inclusion": each}) for each in VECTORS["inclusion"])
    assert all(holds({"consistency": each}) for each in VECTORS["consistency"])


@pytest.mark.parametrize("vector", VECTORS["failing_proofs"], ids=lambda v: v["what"])
def test_failing_proofs(vector):
    assert not holds(vector)


def test_head_and_attestation():
    signed = read_head(VECTORS["head"]["token"], node=VECTORS["node"], keys=KEYS)
    assert signed.head.document() == VECTORS["head"]["document"]
    attestation = attested(VECTORS["attestation"]["token"])
    assert attestation.head == signed.head
    assert timestamp(attestation.since) == VECTORS["attestation"]["since"]
    assert timestamp(attestation.time) == VECTORS["attestation"]["time"]


def attested(token: str):
    return read_attestation(token, witness=VECTORS["witness"], keys=WITNESS_KEYS, node=VECTORS["node"], own_keys=KEYS)


@pytest.mark.parametrize("vector", VECTORS["failing_documents"], ids=lambda v: v["what"])
def test_failing_documents(vector):
    def read() -> None:
        if "head" in vector:
            read_head(vector["head"], node=VECTORS["node"], keys=KEYS)
        elif "attestation" in vector:
            attested(vector["attestation"])
        else:
            read_carried(vector["carried"], node=VECTORS["node"], keys=KEYS)

    with pytest.raises(ComityError) as refused:
        read()
    assert refused.value.code == vector["code"]


@pytest.mark.parametrize("vector", VECTORS["judged"], ids=lambda v: v["what"])
def test_what_a_witness_decides(vector):
    kept = ledger_vectors.head(vector["kept"]) if vector["kept"] else None
    asked = ledger_vectors.head(vector["asked"]) if vector.get("asked") else None

    def decide() -> str:
        received = read_carried(vector["carried"], node=VECTORS["node"], keys=KEYS)
        known = {(kept.log, kept.size): kept} if kept else {}
        return judge(received, latest=kept, earlier=lambda log, size: known.get((log, size)), asked=asked)

    if "verdict" in vector:
        assert decide() == vector["verdict"]
    else:
        with pytest.raises(ComityError) as refused:
            decide()
        assert refused.value.code == vector["code"]
