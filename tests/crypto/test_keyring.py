"""The keyring at rest, and the life of a sealing key."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.crypto import Keyring, seal
from comity.kernel import InvalidInput, Limits, Refused

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LIMITS = Limits()
RING = Keyring.generate(NOW)
CHEAP = 2**10


def days(count):
    return NOW + timedelta(days=count)


def test_at_rest_and_back():
    ring = RING.rotate_sealing(days(31), LIMITS).replace_identity().replace_signing()
    again = Keyring.from_bytes(ring.to_bytes("a passphrase", work=CHEAP), "a passphrase")
    assert again._document() == ring._document()
    assert again.node_id == RING.node_id != again.identity.key_id


def test_nothing_secret_is_readable_at_rest_or_in_a_repr():
    data = RING.to_bytes("a passphrase", work=CHEAP)
    for secret in (RING.identity.private, RING.signing.private, RING.storage, RING.current_sealing.private):
        assert secret not in data
        assert repr(secret) not in repr(RING)


def test_a_wrong_passphrase_or_a_changed_file_is_refused():
    data = RING.to_bytes("right", work=CHEAP)
    with pytest.raises(Refused, match="passphrase"):
        Keyring.from_bytes(data, "wrong")
    with pytest.raises(Refused):
        Keyring.from_bytes(data.replace(b'"n":1024', b'"n":2048'), "right")
    for broken in (b"", b"{}", b"[]", b'{"format":"x"}', data[:-5], data.replace(b"keyring/1", b"keyring/2")):
        with pytest.raises(InvalidInput):
            Keyring.from_bytes(broken, "right")
    with pytest.raises(InvalidInput):
        Keyring.from_bytes(data.replace(b'"n":1024', b'"n":1099511627776'), "right")


def test_secrets_of_other_parts_open_under_their_context_only():
    wrapped = RING.wrap("epoch/1", b"secret")
    assert RING.unwrap("epoch/1", wrapped) == b"secret"
    for ring, context, data in [
        (RING, "epoch/2", wrapped),
        (Keyring.generate(NOW), "epoch/1", wrapped),
        (RING, "epoch/1", wrapped[:-1]),
        (RING, "epoch/1", b""),
        (RING, "epoch/1", b"\x02" + wrapped[1:]),
    ]:
        with pytest.raises(InvalidInput):
            ring.unwrap(context, data)


def test_a_sealing_key_is_monthly_and_opens_old_mail_for_37_days_then_is_destroyed():
    old = RING.current_sealing
    assert RING.rotate_sealing(days(29), LIMITS) is RING
    rotated = RING.rotate_sealing(days(30), LIMITS)
    assert rotated.current_sealing.key_id != old.key_id
    mail = seal(old.public, b"", b"under way")
    later = rotated.rotate_sealing(days(30 + 36), LIMITS)
    assert later.sealing_by_id(old.key_id).open(b"", mail) == b"under way"
    destroyed = later.rotate_sealing(days(30 + 37), LIMITS)
    with pytest.raises(InvalidInput, match="not kept"):
        destroyed.sealing_by_id(old.key_id)
    assert old.private.hex() not in str(destroyed._document())


def test_a_clock_ten_years_ahead_destroys_nothing_at_once_and_going_back_heals():
    ahead = RING.rotate_sealing(days(3650), LIMITS)
    assert ahead.sealing_by_id(RING.current_sealing.key_id)
    back = ahead.rotate_sealing(days(1), LIMITS)
    assert back.current_sealing.key_id != ahead.current_sealing.key_id
    assert back.sealing_by_id(RING.current_sealing.key_id)
    assert all(p.since <= days(3650) and (p.replaced is None or p.replaced <= days(1)) for p in back.sealing)
    assert len(back.rotate_sealing(days(39), LIMITS).sealing) == 2


@settings(max_examples=15)
@given(st.lists(st.integers(-4000, 4000), min_size=1, max_size=8))
def test_whatever_the_clock_does_there_is_one_key_in_use_and_it_was_never_thrown_away_early(moves):
    ring = RING
    for move in moves:
        before, ring = ring, ring.rotate_sealing(days(move), LIMITS)
        assert [p.replaced is None for p in ring.sealing] == [False] * (len(ring.sealing) - 1) + [True]
        assert ring.sealing_by_id(before.current_sealing.key_id)
