"""What an index shows, what it hides, and how deltas change it."""

import json
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import InvalidInput
from comity.linkage import own_tokens
from comity.linkage.deltas import apply, read, write
from comity.linkage.entries import ENTRY, ROW, Sorter, merge_entries
from comity.linkage.index import Index
from comity.linkage.padding import padded
from comity.linkage.publication import Publication
from comity.linkage.publication_v1 import read_first_format
from comity.linkage.slots import Slots
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
    assert owner.publication.handles()["a"] != other.handles()["a"]
    assert {bytes(one.body[i : i + 8]) for i in range(0, len(one.body), ENTRY)}.isdisjoint(
        bytes(two.body[i : i + 8]) for i in range(0, len(two.body), ENTRY)
    )


def test_a_key_of_more_than_eight_holdings_is_left_out_and_reported(owner):
    index = owner.publication.publish([owner.entrant(f"h{i}", "shared") for i in range(11)], owner.chance.randbytes)
    assert len(found(owner, index, "shared")) == SLOTS
    assert owner.publication.left_out == 3


def test_a_slot_is_never_used_twice_in_an_epoch(owner):
    draw = owner.chance.randbytes
    index = owner.publication.publish([owner.entrant("a", "1")], draw)
    first = owner.tags("a")[0]
    _, index = owner.publication.change(index, [], ["a"], draw)
    assert found(owner, index, "1") == set()
    _, index = owner.publication.change(index, [owner.entrant("a", "1")], [], draw)
    assert owner.tags("a")[0] != first
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
        there = set(publication.handles())
        enter = [owner.entrant(n, n, "all" if n < "h2" else f"x{n}") for n in sorted(names - there)]
        delta, mine = publication.change(mine, enter, sorted(there - names), draw)
        theirs, sequence = apply(theirs, sequence, read(write([delta])))
        assert theirs.body == mine.body
        assert theirs.root == delta.root
        values = [f"h{i}" for i in range(41)]
        handles = owner.handles()
        entries = theirs.look_up(own_tokens(owner.secret, inputs_of(*values)))
        assert {handles[e.handle] for e in entries} <= names
        if not publication.left_out:
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
    columns = owner.publication.columns()
    again = Publication(EPOCH, owner.publication.salt, columns=columns)
    assert again.handles() == owner.publication.handles()
    assert {name: column.tobytes() for name, column in again.columns().items()} == {
        name: column.tobytes() for name, column in columns.items()
    }


def test_the_state_of_the_first_format_is_read():
    hex_of = bytes.hex
    raw = {
        "format": 1, "epoch": EPOCH, "salt": "11" * 32, "sequence": 4,
        "places": {
            "a": [hex_of(b"h" * 12), hex_of(b"tagtag01tagtag02"), hex_of(b"k" * 16)],
            "b": [hex_of(b"i" * 12), hex_of(b"tagtag03"), hex_of(b"l" * 16)],
        },
        "used": {hex_of(b"2" * 16): 3, hex_of(b"1" * 16): 8}, "dummies": hex_of(b"dummy001dummy002"),
        "full": {hex_of(b"1" * 16): 2},
    }  # fmt: skip
    read_back = read_first_format(json.dumps(raw).encode())
    assert (read_back.epoch, read_back.salt, read_back.sequence, read_back.left_out) == (EPOCH, b"\x11" * 32, 4, 2)
    assert read_back.handles() == {"a": b"h" * 12, "b": b"i" * 12}
    columns = read_back.columns()
    assert columns["keys"].tobytes() == b"k" * 16 + b"l" * 16
    assert columns["slot-counts"].tolist() == [8, 3]
    assert columns["dummies"].astype(">u8").tobytes() == b"dummy001dummy002"
    assert read_back.leave(["a"]).astype(">u8").tobytes() == b"tagtag01tagtag02"
    assert read_back.handles() == {"b": b"i" * 12}


@given(st.lists(st.lists(st.integers(0, 5), max_size=12), max_size=8))
def test_slots_are_taken_in_order_and_never_twice(batches):
    slots, expected = Slots(), Counter()
    for batch in batches:
        wanted = []
        for key in batch:
            wanted.append(min(expected[key], SLOTS))
            expected[key] += 1
        assert slots.take(np.array(batch, dtype=np.uint64)).tolist() == wanted
    keys, used = slots.columns()
    assert dict(zip(keys.tolist(), used.tolist(), strict=True)) == {k: min(n, SLOTS) for k, n in expected.items()}


def test_slots_of_many_keys_survive_merging():
    slots = Slots()
    for first in range(0, 200_000, 40_000):
        assert not slots.take(np.arange(first, first + 40_000, dtype=np.uint64)).any()
    assert (slots.take(np.arange(0, 200_000, 7, dtype=np.uint64)) == 1).all()
    keys, used = Slots(*slots.columns()).columns()
    assert (keys == np.arange(200_000)).all()
    assert used.sum() == 200_000 + len(range(0, 200_000, 7))


@given(st.lists(st.tuples(st.integers(0, 3), st.binary(min_size=16, max_size=16)), max_size=30), st.integers(1, 4))
def test_sorting_in_parts_and_merging_give_what_sorting_gives(rows, parts):
    whole = [(tag << 61).to_bytes(8, "big") + rest for tag, rest in rows]
    expected = b"".join(sorted(whole))
    sorter = Sorter()
    for n in range(parts):
        sorter.add(b"".join(whole[n::parts]))
    assert b"".join(sorter.parts()) == expected
    one, two = (np.frombuffer(b"".join(sorted(half)), dtype=ROW) for half in (whole[::2], whole[1::2]))
    assert merge_entries(one, two.tobytes()) == expected


def test_entries_with_one_tag_by_chance_are_all_returned(owner):
    index = owner.publication.publish([owner.entrant("a", "1")], owner.chance.randbytes)
    tag = owner.tags("a")[0]
    disturbed = index.changed(tag + bytes(16), b"")
    assert found(owner, disturbed, "1") == {(0, "a")}
