"""Tags and masks are HMACs of a token, and a look-up opens every entry under a tag that its token made."""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from comity.linkage.index import Found, Index
from comity.linkage.tokens import HIDDEN, SLOTS, epoch_bytes, masks, slot_tags

EPOCH = "0197a1b2-0000-7000-8000-000000000001"
AS_BYTES = epoch_bytes(EPOCH)


@given(salt=st.binary(max_size=200), token=st.binary(max_size=200))
def test_tags_and_masks_are_hmacs_as_the_standard_library_makes_them(salt, token):
    assert slot_tags(salt, AS_BYTES, [token]) == hmac.digest(salt, b"tags" + AS_BYTES + token, "sha512")
    made = [mask(token) for mask in masks(salt, AS_BYTES)]
    assert made == [hmac.digest(salt, b"mask" + AS_BYTES + bytes((slot,)) + token, "sha256") for slot in range(SLOTS)]


def test_of_several_entries_under_one_tag_those_of_the_token_are_found():
    salt, tokens = b"s" * 32, [b"one".ljust(64), b"two".ljust(64), b"none".ljust(64)]
    covering = masks(salt, AS_BYTES)

    def entry(position, slot, handle, end=bytes(4)):
        tag = slot_tags(salt, AS_BYTES, [tokens[position]])[8 * slot : 8 * slot + 8]
        plain = int.from_bytes(handle + end, "big")
        return tag + (plain ^ int.from_bytes(covering[slot](tokens[position])[:HIDDEN], "big")).to_bytes(HIDDEN, "big")

    there = [
        entry(0, 0, b"a" * 12), entry(0, 0, b"b" * 12), entry(0, 0, b"c" * 12, b"\0\0\0\1"), entry(1, 7, b"d" * 12),
    ]  # fmt: skip
    found = Index(EPOCH, salt, b"".join(sorted(there))).look_up(tokens)
    assert sorted(found) == [Found(0, 0, b"a" * 12), Found(0, 0, b"b" * 12), Found(1, 7, b"d" * 12)]
    assert Index(EPOCH, salt, b"").look_up(tokens) == []
