"""Both sides of a check: what passes, and one fault each."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.crypto import oprf
from comity.kernel import Conflicting, InvalidInput, Refused, UnreadableFile
from comity.linkage import own_tokens
from comity.linkage.checks import (
    SINGLE,
    TRANSITIONS,
    Asker,
    State,
    Statement,
    admit,
    answer,
    batch_size,
    most_keys,
    read_statement,
)
from comity.linkage.checks import repeated as came_before
from comity.linkage.padding import padded
from comity.linkage.pending import Pending
from comity.linkage.tokens import epoch_bytes, slot_tags
from tests.linkage.conftest import EPOCH, OWNER, PARTNER, VERSION, inputs_of


@pytest.fixture
def asker(owner):
    index = owner.publication.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    return Asker(owner.manifest(index), owner.chance.randbytes)


def statement_of(content: bytes, /, **changed) -> Statement:
    known = {
        "id": "019ab000-0000-7000-8000-00000000000c",
        "asker": PARTNER,
        "responder": OWNER,
        "epoch": EPOCH,
        "keys": VERSION,
        "purpose": "investigation",
        "case": "C-1",
        "legal_basis": "MOU-1",
        "elements": len(content) // 32,
        "body": hashlib.sha256(content).hexdigest(),
    }
    return Statement(**{**known, **changed})


def admitted(statement, body, **changed):
    admit(statement, body, **{"asker": PARTNER, "responder": OWNER, "epoch": EPOCH, "keys": VERSION, **changed})


def test_the_asker_gets_the_tokens_that_the_owner_made(owner, asker):
    inputs = inputs_of("1", "2", "3")
    pending = asker.prepare(inputs, single=True)
    tokens = asker.finish(pending, answer(owner.secret, pending.body))
    assert tokens.tokens == own_tokens(owner.secret, inputs)
    manifest = asker.manifest
    assert bytes(tokens.tags) == slot_tags(bytes.fromhex(manifest.salt), epoch_bytes(EPOCH), tokens.tokens)


def test_a_batch_survives_rest(asker):
    for count, single in ((3, True), (600, False)):
        pending = asker.prepare(inputs_of(*map(str, range(count))), single=single)
        assert Pending.from_bytes(pending.to_bytes()) == pending


@pytest.mark.parametrize("old", [b"", b"{}", b'{"body": ""}' * 9])
def test_a_batch_of_an_earlier_version_is_told(old):
    with pytest.raises(UnreadableFile) as error:
        Pending.from_bytes(old)
    assert error.value.code == "linkage.pending.format"


@given(st.integers(70, 200_000))
def test_the_most_keys_fill_a_batch(elements):
    keys = most_keys(elements)
    assert batch_size(keys, single=False) <= elements < batch_size(keys + 1, single=False) * 1.11
    assert batch_size(keys + 1, single=False) > batch_size(keys, single=False)


@given(st.integers(1, 16))
def test_one_subject_is_always_one_size(count):
    assert batch_size(count, single=True) == SINGLE


@pytest.mark.parametrize("count", [1, 5, 16])
def test_one_subject_is_always_sent_as_one_size(asker, count):
    assert len(asker.prepare(inputs_of(*map(str, range(count))), single=True).body) == 32 * SINGLE


def test_a_large_batch_is_a_step_with_canaries_in_it(asker):
    pending = asker.prepare(inputs_of(*map(str, range(600))), single=False)
    assert len(pending.body) // 32 == padded(len(pending.body) // 32)
    assert pending.canaries >= 4


def test_nothing_of_a_batch_repeats_in_the_next(asker):
    one, two = (asker.prepare(inputs_of("1"), single=True).body for _ in range(2))
    assert {one[i : i + 32] for i in range(0, len(one), 32)}.isdisjoint(two[i : i + 32] for i in range(0, len(two), 32))


def test_canaries_stand_at_different_places(asker):
    places = {asker.prepare(inputs_of("1"), single=True).places for _ in range(8)}
    assert len(places) > 1


def test_another_secret_is_found_by_the_canaries(owner, asker):
    pending = asker.prepare(inputs_of("1"), single=True)
    with pytest.raises(Refused) as error:
        asker.finish(pending, answer(oprf.generate(), pending.body))
    assert error.value.code == "linkage.check.canary"


def test_a_short_answer_and_no_points_are_refused(owner, asker):
    pending = asker.prepare(inputs_of("1"), single=True)
    good = answer(owner.secret, pending.body)
    for bad in (good[:-32], b"", bytes(len(good)), good + good):
        with pytest.raises(InvalidInput):
            asker.finish(pending, bad)


def test_no_key_and_too_many_keys_of_one_subject_are_refused(asker):
    for count in (0, 17):
        with pytest.raises(InvalidInput):
            asker.prepare(inputs_of(*map(str, range(count))), single=True)


BODY = oprf.hash_to_group([bytes([i]) for i in range(SINGLE)])


def test_a_right_check_passes():
    admitted(statement_of(BODY), BODY)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"epoch": "019ab000-0000-7000-8000-000000000002"}, "linkage.check.epoch"),
        ({"keys": "0/old"}, "linkage.check.keys_version"),
        ({"asker": OWNER}, "linkage.check.nodes"),
        ({"responder": PARTNER}, "linkage.check.nodes"),
        ({"body": "0" * 64}, "linkage.check.malformed"),
        ({"elements": 17}, "linkage.check.malformed"),
        ({"format": "comity/hit-no-hit/0"}, "linkage.check.malformed"),
    ],
)
def test_what_a_check_may_not_say(changed, code):
    with pytest.raises((InvalidInput, Refused)) as error:
        admitted(statement_of(BODY, **changed), BODY)
    assert error.value.code == code


@pytest.mark.parametrize("size", [1, 17, 19, 63, 65])
def test_a_size_that_is_no_batch_size_is_refused(size):
    body = oprf.hash_to_group([bytes([i]) for i in range(size)])
    with pytest.raises(InvalidInput):
        admitted(statement_of(body), body)


@pytest.mark.parametrize("bad", [bytes(32), b"\xff" * 32])
def test_no_point_is_evaluated_to_nothing(owner, bad):
    with pytest.raises(InvalidInput):
        answer(owner.secret, BODY[:-32] + bad)


def test_an_id_stands_for_one_batch():
    statement = statement_of(BODY)
    assert not came_before(statement, None)
    assert came_before(statement, statement.fingerprint)
    for changed in ({"purpose": "detection"}, {"body": "1" * 64}, {"case": "C-2"}, {"elements": 64}):
        with pytest.raises(Conflicting):
            came_before(replace(statement, **changed), statement.fingerprint)


@given(
    st.dictionaries(
        st.sampled_from([*statement_of(BODY).document(), "extra"]), st.none() | st.text(max_size=5) | st.integers()
    )
)
def test_a_statement_from_outside_is_read_or_refused(changed):
    try:
        found = read_statement({**statement_of(BODY).document(), **changed})
    except InvalidInput:
        return
    assert isinstance(found.elements, int)


def test_the_ends_of_a_check_are_ends():
    assert set(TRANSITIONS) == set(State)
    assert all(not TRANSITIONS[s] for s in (State.ANSWERED, State.VOID, State.REFUSED, State.EXPIRED))
