"""Sealing opens for one key, in one place, unchanged."""

import pytest

from comity.crypto import SealingKey, check_sealing_key, seal
from comity.crypto.sealing import OVERHEAD
from comity.kernel import InvalidInput

KEY = SealingKey.generate()


def test_what_is_sealed_is_opened_after_a_round_through_storage():
    again = SealingKey.from_private(KEY.private)
    assert (again.public, again.key_id, len(KEY.private), len(KEY.public)) == (KEY.public, KEY.key_id, 96, 1216)
    sealed = seal(KEY.public, b"info", b"text")
    assert again.open(b"info", sealed) == b"text"
    assert len(sealed) == len(b"text") + OVERHEAD


def test_another_key_place_or_content_does_not_open():
    sealed = seal(KEY.public, b"info", b"text")
    attempts = [
        (SealingKey.generate(), b"info", sealed),
        (KEY, b"other", sealed),
        (KEY, b"info", b""),
        (KEY, b"info", b"x" * 2000),
    ]
    attempts += [
        (KEY, b"info", sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        for at in (0, 1087, 1100, len(sealed) - 1)
    ]
    attempts.append((KEY, b"info", sealed[:-1]))
    for key, info, data in attempts:
        with pytest.raises(InvalidInput):
            key.open(info, data)


def test_unfit_public_keys_are_refused():
    check_sealing_key(KEY.public)
    for public in (b"", KEY.public[:-1], KEY.public[:1184] + bytes(32), b"\xff" * 1216):
        with pytest.raises(InvalidInput):
            check_sealing_key(public)


def test_unfit_private_keys_are_refused():
    with pytest.raises(InvalidInput):
        SealingKey.from_private(b"short")
