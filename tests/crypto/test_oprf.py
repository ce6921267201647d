"""RFC 9497, appendix A.1.1, laws of the function, and what is refused."""

import ctypes
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.crypto import oprf, sodium
from comity.kernel import InvalidInput

SEED = bytes.fromhex("a3" * 32)
SECRET = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"
BLIND = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
VECTORS = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        (
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    (
        "5a" * 17,
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        (
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
]
IDENTITY = bytes(32)
NOT_CANONICAL = bytes.fromhex("00" + "ff" * 31)


def test_key_derivation_of_the_rfc():
    assert oprf.derive_key(SEED, b"test key").scalar.hex() == SECRET


@pytest.mark.parametrize(("data", "blinded", "evaluated", "output"), VECTORS)
def test_vectors_of_the_rfc(data, blinded, evaluated, output):
    inputs = [bytes.fromhex(data)]
    blinds, sent = oprf.blind(oprf.hash_to_group(inputs), blinds=bytes.fromhex(BLIND))
    assert sent.hex() == blinded
    answer = oprf.evaluate(oprf.SecretKey(bytes.fromhex(SECRET)), sent)
    assert answer.hex() == evaluated
    assert oprf.finalize(inputs, oprf.unblind(blinds, answer))[0].hex() == output


def test_expansion_of_rfc_9380():
    # RFC 9380, appendix K.3 (SHA-512)
    dst = b"QUUX-V01-CS02-with-expander-SHA512-256"
    assert (
        oprf.expand_message_xmd(b"", dst, 32).hex()
        == "6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"
    )
    assert (
        oprf.expand_message_xmd(b"abc", dst, 32).hex()
        == "0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"
    )
    assert len(oprf.expand_message_xmd(b"abc", dst, 200)) == 200


@settings(max_examples=20)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=90))
def test_blinding_leaves_no_trace_in_the_output(inputs):
    key = oprf.generate()
    points = oprf.hash_to_group(inputs)
    blinds, sent = oprf.blind(points)
    assert sent != points
    asked = oprf.finalize(inputs, oprf.unblind(blinds, oprf.evaluate(key, sent)))
    assert asked == oprf.finalize(inputs, oprf.evaluate(key, points))


def test_a_batch_is_blinded_differently_each_time():
    points = oprf.hash_to_group([b"a", b"b", b"a"])
    first, second = oprf.blind(points)[1], oprf.blind(points)[1]
    assert points[:32] == points[64:]
    assert first[:32] != first[64:]
    assert first != second


@pytest.mark.parametrize("bad", [IDENTITY, NOT_CANONICAL, b"\xff" * 32, b"\x01" + bytes(31)])
@pytest.mark.parametrize("size", [1, 200])
def test_what_is_no_point_is_invalid_input(bad, size):
    good = oprf.hash_to_group([bytes([i % 256]) for i in range(size)])
    batch = good[: 32 * (size // 2)] + bad + good[32 * (size // 2) + 32 :]
    with pytest.raises(InvalidInput) as error:
        oprf.evaluate(oprf.generate(), batch)
    assert error.value.code == "crypto.oprf.point"
    with pytest.raises(InvalidInput):
        oprf.check_points(batch)


def test_a_batch_of_half_a_point_is_invalid_input():
    with pytest.raises(InvalidInput):
        oprf.evaluate(oprf.generate(), bytes(33))
    with pytest.raises(InvalidInput):
        oprf.unblind(oprf.blind(oprf.hash_to_group([b"a"]))[0], b"")


@pytest.mark.parametrize("scalar", [bytes(32), oprf.ORDER.to_bytes(32, "little"), b"\x01", b"\xff" * 32])
def test_what_is_no_scalar_is_no_secret(scalar):
    with pytest.raises(InvalidInput):
        oprf.SecretKey(scalar)


def test_a_secret_does_not_show_itself():
    key = oprf.generate()
    assert key.scalar.hex() not in repr(key)
    assert str(key.scalar) not in repr(key)


def test_the_public_part_is_the_secret_times_the_base():
    one = oprf.SecretKey((1).to_bytes(32, "little")).public
    key = oprf.generate()
    assert oprf.evaluate(key, one) == key.public


def test_nothing_stays_in_the_temporary_folder(tmp_path):
    script = "import comity.crypto.oprf as o; o.generate()"
    stale = tmp_path / "comity-sodium-4194999-abc"
    stale.mkdir()
    (stale / "lib.so").write_bytes(b"x")
    living = tmp_path / f"comity-sodium-{os.getpid()}-abc"
    living.mkdir()
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=60)
    assert list(tmp_path.iterdir()) == [living]


def test_a_link_in_the_temporary_folder_is_not_followed(tmp_path):
    outside = Path(tempfile.mkdtemp(dir=tmp_path))
    folder = tmp_path / "t"
    folder.mkdir()
    (folder / "comity-sodium-4194999-abc").symlink_to(outside)
    assert sodium.remove_stale(folder) == 0
    assert outside.is_dir()


def test_the_library_is_the_one_that_rbcl_bundles():
    assert isinstance(sodium.scalarmult, ctypes._CFuncPtr)
