"""Makes ``hit-no-hit.json``: run it from the project's root; a test compares what it makes with what is kept."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from comity.crypto import oprf
from comity.linkage import Entrant, Key, Publication, function_input, key_id, own_tokens
from comity.linkage.checks import SINGLE, Asker, Statement, answer
from comity.linkage.deltas import write
from comity.linkage.manifest import canaries, manifest_of
from comity.linkage.padding import padded
from comity.linkage.tokens import HIDDEN, epoch_bytes, masks, slot_tags

VERSION = "2/1"
EPOCH = "019ab000-0000-7000-8000-000000000001"
OWNER, PARTNER = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"
START = datetime(2026, 11, 22, tzinfo=UTC)


class Stream:
    """Bytes that look random and are the same each time: SHA-256 of a name and a counter."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def __call__(self, size: int) -> bytes:
        """This function returns the next bytes."""
        out = b""
        while len(out) < size:
            out += hashlib.sha256(f"{self._name}/{self._count}".encode()).digest()
            self._count += 1
        return out[:size]


def vectors() -> dict[str, Any]:
    """This function makes every vector."""
    secret = oprf.generate(Stream("secret"))
    keys = [Key("phone", "+85512345678"), Key("passport", "N0123456"), Key("name+date", "KLST|1980-02-13")]
    inputs = [function_input(key, VERSION) for key in keys]
    tokens = own_tokens(secret, inputs)
    salt, epoch = Stream("salt")(32), epoch_bytes(EPOCH)
    publication = Publication(EPOCH, salt)

    def entrant(holding: str, *chosen: int) -> Entrant:
        return Entrant(holding, [key_id(inputs[i]) for i in chosen], [tokens[i] for i in chosen])

    index = publication.publish([entrant("a", 0, 1), entrant("b", 0, 2)], Stream("index"))
    handles = {holding: handle.hex() for holding, handle in publication.handles().items()}
    manifest = manifest_of(
        index, owner=OWNER, partner=PARTNER, starts=START, ends=START + timedelta(days=30), keys=VERSION,
        public=secret.public, sequence=0, holdings=2, made=canaries(secret, VERSION, Stream("canaries")),
    )  # fmt: skip
    delta, after = publication.change(index, [], ["a"], Stream("delta"))
    pending = Asker(manifest, Stream("asker")).prepare(inputs, single=True)
    statement = Statement(
        id="019ab000-0000-7000-8000-00000000000c", asker=PARTNER, responder=OWNER, epoch=EPOCH, keys=VERSION,
        purpose="investigation", case="C-1", legal_basis="MOU-1", elements=SINGLE,
        body=hashlib.sha256(pending.body).hexdigest(),
    )  # fmt: skip
    evaluated = answer(secret, pending.body)
    return {
        "secret": secret.scalar.hex(),
        "public": secret.public.hex(),
        "salt": salt.hex(),
        "epoch": EPOCH,
        "keys": [
            {
                "kind": key.kind, "value": key.value, "input": data.decode(),
                "point": oprf.hash_to_group([data]).hex(), "token": token.hex(),
                "tags": slot_tags(salt, epoch, [token]).hex(), "mask0": masks(salt, epoch)[0](token)[:HIDDEN].hex(),
            }
            for key, data, token in zip(keys, inputs, tokens, strict=True)
        ],
        "handles": handles,
        "index": {"body": index.body.hex(), "entries": len(index), "root": index.root},
        "manifest": manifest.document(),
        "delta": {"removed": "a", "body": write([delta]).hex(), "root": after.root, "entries": len(after)},
        "check": {
            "statement": statement.document(), "fingerprint": statement.fingerprint, "body": pending.body.hex(),
            "blinds": pending.blinds.hex(), "places": list(pending.places), "answer": evaluated.hex(),
        },
        "padding": {str(count): padded(count) for count in (0, 1, 64, 65, 100, 1000, 12_345, 1_000_000)},
    }  # fmt: skip


if __name__ == "__main__":
    path = Path(__file__).with_name("hit-no-hit.json")
    path.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
    print(path)
