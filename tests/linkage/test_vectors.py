"""The published vectors are what the code makes, and what another implementation would have to make."""

import hashlib
import hmac
import importlib.util
import json
from pathlib import Path

from comity.linkage import Index, own_tokens
from comity.linkage.deltas import apply, read

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "vectors"
KEPT = json.loads((FOLDER / "hit-no-hit.json").read_text(encoding="utf-8"))


def test_the_script_makes_what_is_kept():
    spec = importlib.util.spec_from_file_location("hit_no_hit", FOLDER / "hit_no_hit.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert json.loads(json.dumps(script.vectors())) == KEPT


def test_tags_and_masks_by_the_standard_library_alone():
    salt, epoch = bytes.fromhex(KEPT["salt"]), bytes.fromhex(KEPT["epoch"].replace("-", ""))
    for key in KEPT["keys"]:
        token = bytes.fromhex(key["token"])
        assert hmac.new(salt, b"tags" + epoch + token, "sha512").hexdigest() == key["tags"]
        assert hmac.new(salt, b"mask" + epoch + b"\0" + token, "sha256").hexdigest()[:32] == key["mask0"]
    body = bytes.fromhex(KEPT["index"]["body"])
    count = (len(body) // 24).to_bytes(8, "big")
    assert hashlib.sha256(b"comity/hit-no-hit/1/index\n" + epoch + count + body).hexdigest() == KEPT["index"]["root"]


def test_a_reader_finds_the_handles_and_follows_the_delta():
    from comity.crypto import oprf

    secret = oprf.SecretKey(bytes.fromhex(KEPT["secret"]))
    tokens = own_tokens(secret, [key["input"].encode() for key in KEPT["keys"]])
    assert [t.hex() for t in tokens] == [key["token"] for key in KEPT["keys"]]
    index = Index(KEPT["epoch"], bytes.fromhex(KEPT["salt"]), bytes.fromhex(KEPT["index"]["body"]))
    names = {handle: holding for holding, handle in KEPT["handles"].items()}
    assert {(e.position, names[e.handle.hex()]) for e in index.look_up(tokens)} == {
        (0, "a"), (0, "b"), (1, "a"), (2, "b"),
    }  # fmt: skip
    after, sequence = apply(index, 0, read(bytes.fromhex(KEPT["delta"]["body"])))
    assert (sequence, after.root) == (1, KEPT["delta"]["root"])
    assert {names[e.handle.hex()] for e in after.look_up(tokens)} == {"b"}
