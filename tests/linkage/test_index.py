"""What an index shows, what it hides, and how deltas change it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import InvalidInput
from comity.linkage import own_tokens
from comity.linkage.deltas import apply, read, write
from comity.linkage.index import ENTRY, Index
from comity.linkage.padding import padded
from comity.linkage.publication import Publication
from comity.linkage.tokens import SLOTS
from tests.linkage.conftest import EPOCH, Owner, inputs_of


def found(owner, index, *values):
    names = owner.handles()
    entries = index.look_up(own_tokens(owner.secret, inputs_of(*values)))
    return {(entry.position, names.get(entry.handle, "gone")) for entry in entries}


def test_a_shared_key_returns_every_holding_that_has_it(owner):
    index = owner.publication.publish(
        [owner.entrant("a", "1", "2"), owner.entrant("b", "2"), owner.entrant("c", "3")], owner.chance.randbytes
    )
    assert found(owner, index, "2", "3", "4") == {(0, "a"), (0, "b"), (1, "c")}


def test_who_has_another_secret_finds_nothing(owner):
    index = owner.publication.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    stranger = Owner(random.Random(2))
    assert index.look_up(own_tokens(stranger.secret, inputs_of("1"))) == []


def test_the_same_holding_has_another_handle_and_other_tags_for_each_partner(owner):
    other = Publication(EPOCH, owner.chance.randbytes(32))
    one = owner.publication.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    two = other.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    assert owner.publication.places["a"].handle != other.places["a"].handle
    assert {one.body[i : i + 8] for i in range(0, len(one.body), ENTRY)}.isdisjoint(
        two.body[i : i + 8] for i in range(0, len(two.body), ENTRY)
    )


def test_a_key_of_more_than_eight_holdings_is_left_out_and_reported(owner):
    index = owner.publication.publish([owner.entrant(f"h{i}", "shared") for i in range(11)], owner.chance.randbytes)
    assert len(found(owner, index, "shared")) == SLOTS
    assert list(owner.publication.full.values()) == [3]


def test_a_slot_is_never_used_twice_in_an_epoch(owner):
    draw = owner.chance.randbytes
    index = owner.publication.publish([owner.entrant("a", "1")], draw)
    first = owner.publication.places["a"].tags[0]
    _, index = owner.publication.change(index, [], ["a"], draw)
    assert found(owner, index, "1") == set()
    _, index = owner.publication.change(index, [owner.entrant("a", "1")], [], draw)
    assert owner.publication.places["a"].tags[0] != first
    assert found(owner, index, "1") == {(0, "a")}


@given(st.integers(0, 3_000_000))
def test_sizes_grow_in_steps_of_at_most_a_tenth(count):
    size = padded(count)
    assert count <= size
    assert size <= max(64, count * 1.1)
    assert padded(size) == size


def test_sizes_of_indexes_with_slightly_different_content_are_equal():
    sizes = set()
    for holdings in (100, 101, 103):
        owner = Owner(random.Random(holdings))
        entrants = [owner.entrant(f"h{i}", str(i)) for i in range(holdings)]
        sizes.add(len(owner.publication.publish(entrants, owner.chance.randbytes)))
    assert len(sizes) == 1


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sets(st.integers(0, 40), max_size=30), st.integers(0, 8)), max_size=6), st.integers(0, 99))
def test_any_chain_of_deltas_leaves_exactly_what_is_held(steps, seed):
    owner = Owner(random.Random(seed))
    draw, publication = owner.chance.randbytes, owner.publication
    mine = theirs = publication.publish([], draw)
    sequence = 0
    for wanted, _ in steps:
        names = {f"h{i}" for i in wanted}
        enter = [owner.entrant(n, n, "all" if n < "h2" else f"x{n}") for n in sorted(names - publication.places.keys())]
        delta, mine = publication.change(mine, enter, sorted(publication.places.keys() - names), draw)
        theirs, sequence = apply(theirs, sequence, read(write([delta])))
        assert theirs.body == mine.body
        assert theirs.root == delta.root
        values = [f"h{i}" for i in range(41)]
        handles = owner.handles()
        entries = theirs.look_up(own_tokens(owner.secret, inputs_of(*values)))
        assert {handles[e.handle] for e in entries} <= names
        used_up = {k for k, n in publication.used.items() if n == SLOTS}
        if not used_up:
            assert {handles[e.handle] for e in entries} == names


def test_an_empty_delta_has_the_size_of_a_small_one(owner):
    draw = owner.chance.randbytes
    index = owner.publication.publish([owner.entrant("a", "1", "2")], draw)
    empty, index = owner.publication.change(index, [], [], draw)
    small, index = owner.publication.change(index, [owner.entrant("b", "3", "4")], ["a"], draw)
    assert len(empty.additions) == len(small.additions)
    assert len(empty.removals) == len(small.removals)


def test_a_delta_that_is_missing_or_changed_is_found(owner):
    draw = owner.chance.randbytes
    index = owner.publication.publish([owner.entrant("a", "1")], draw)
    first, after = owner.publication.change(index, [], [], draw)
    second, _ = owner.publication.change(after, [], [], draw)
    with pytest.raises(InvalidInput):
        apply(index, 0, [second])
    data = write([first])
    for at in (30, len(data) - 1):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(InvalidInput):
            apply(index, 0, read(changed))


@given(st.binary(max_size=200))
def test_deltas_from_outside_are_read_or_refused(data):
    try:
        apply(Index(EPOCH, bytes(32), b""), 0, read(data))
    except InvalidInput:
        return
    assert data == b""


@pytest.mark.parametrize("body", [b"x", b"\x02" * 24 + b"\x01" * 24])
def test_a_malformed_index_is_refused(body):
    with pytest.raises(InvalidInput):
        Index(EPOCH, bytes(32), body)


def test_the_owner_s_state_survives_rest(owner):
    owner.publication.publish([owner.entrant(f"h{i}", "all", str(i)) for i in range(10)], owner.chance.randbytes)
    assert Publication.from_bytes(owner.publication.to_bytes()) == owner.publication


def test_entries_with_one_tag_by_chance_are_all_returned(owner):
    index = owner.publication.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    tag = owner.publication.places["a"].tags[0]
    disturbed = index.changed(tag + bytes(16), b"")
    assert found(owner, disturbed, "1") == {(0, "a")}
