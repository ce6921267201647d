"""Cards: made by the node they name, compared by people, changed only by who held the key before."""

import dataclasses
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.crypto import SigningKey
from comity.crypto.canonical import parse_canonical
from comity.crypto.encoding import decode, encode
from comity.exchange import cards, versions
from comity.exchange.cards import Succession
from comity.kernel import Conflicting, InvalidInput
from tests.exchange.parties import LIMITS, NOW, Node

NODE = Node()
OTHER = Node("VN")


def document():
    return parse_canonical(decode(NODE.token.split(".")[1]), depth=3)


def test_a_card_is_read_back():
    card = NODE.card
    assert (card.node, card.country, card.version, card.identities) == (
        NODE.id,
        "KH",
        1,
        (NODE.keyring.identity.public,),
    )
    assert card.sealing == NODE.keyring.current_sealing.public
    wrapped = "\n".join(NODE.token[i : i + 64] for i in range(0, len(NODE.token), 64))
    assert cards.read(f"  {wrapped}\n") == card


def test_a_card_says_which_versions_of_which_types_its_node_understands():
    assert NODE.card.understands == versions.UNDERSTOOD
    later = NODE.issue(2, understands={"reply": (2, 1, 3), "meeting": (1,)})
    assert cards.read(later).understands == {"reply": (1, 2, 3), "meeting": (1,)}


def test_a_card_that_says_nothing_about_types_is_an_older_nodes():
    older = cards.read(NODE.issue(2, understands=None))
    assert older.understands == {"request": (1,), "reply": (1,), "read": (1,), "tombstone": (1,)}


@pytest.mark.parametrize(
    "value",
    [None, [], {"request": []}, {"request": [0]}, {"request": [True]}, {"request": ["1"]}, {"request": 1},
     {"Request": [1]}, {"": [1]}, {"a" * 41: [1]}, {"request": [1001]}, {"request": list(range(1, 60))},
     {f"type{n}": [1] for n in range(101)}],
)  # fmt: skip
def test_a_card_whose_types_cannot_be_read_is_refused(value):
    with pytest.raises(InvalidInput, match="the types that it understands cannot be read"):
        cards.read(NODE.keyring.identity.sign_document(document() | {"understands": value}))


def test_the_fingerprint_is_eight_groups_of_five_digits_and_compared_by_its_digits():
    fingerprint = NODE.card.fingerprint
    assert [len(g) for g in fingerprint.split(" ")] == [5] * 8
    assert fingerprint != OTHER.card.fingerprint
    assert cards.same_fingerprint(fingerprint, fingerprint.replace(" ", "-"))
    khmer = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
    assert cards.same_fingerprint(fingerprint, fingerprint.translate(khmer))
    assert not cards.same_fingerprint(fingerprint, OTHER.card.fingerprint)
    assert not cards.same_fingerprint("", "-")


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("agency", "", "agency"),
        ("agency", "a" * 201, "agency"),
        ("agency", "evil \u202e", "direction"),
        ("contact", "two\nlines", "contact"),
        ("country", "ZZ", "country"),
        ("country", "kh", "country"),
        ("address", "ftp://x", "address"),
        ("address", "https://user:secret@node.example", "address"),
        ("address", "https://node.example/?a=b", "address"),
        ("address", "javascript:alert(1)", "address"),
        ("address", "file:///etc/passwd", "address"),
        ("address", "https://[", "address"),
        ("address", "https://node.example/\u0000", "address"),
        ("version", 0, "version"),
        ("version", True, "version"),
        ("version", "1", "version"),
        ("issued", "yesterday", "issue"),
        pytest.param("node", OTHER.id, "node id", id="another-node"),
        ("signing", "", "bytes"),
        ("signing", encode((1).to_bytes(32, "little")), "small order"),
        ("signing", encode((2**255 - 19).to_bytes(32, "little")), "canonical"),
        ("sealing", encode(bytes(1216)), "sealed"),
        pytest.param("identity", encode(OTHER.keyring.identity.public), "key", id="another-identity"),
        ("changes", ["x"], "change"),
        ("changes", [1], "changes"),
        ("more", "x", "fields"),
        ("format", "comity-card/2", "format"),
    ],
)
def test_a_card_with_one_wrong_field_is_refused_although_well_signed(field, value, word):
    token = NODE.keyring.identity.sign_document(document() | {field: value})
    with pytest.raises(InvalidInput, match=word):
        cards.read(token)


def test_a_card_whose_identity_key_has_small_order_is_refused():
    with pytest.raises(InvalidInput, match="small order"):
        cards.read(SigningKey.generate().sign_document(document() | {"identity": encode((1).to_bytes(32, "little"))}))


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: f"{encode(b)}.{encode(b)}.{encode(b)}"))
def test_whatever_is_pasted_is_read_or_refused_in_words(text):
    with pytest.raises(InvalidInput):
        cards.read(text)


@settings(max_examples=60)
@given(st.integers(0, 2200), st.characters(codec="ascii"))
def test_a_card_with_one_character_changed_is_refused(at, character):
    at %= len(NODE.token)
    changed = NODE.token[:at] + character + NODE.token[at + 1 :]
    if "".join(changed.split()) != NODE.token:
        with pytest.raises(InvalidInput):
            cards.read(changed)


def test_a_newer_card_takes_the_place_of_an_older_one():
    held = NODE.card
    assert cards.succession(held, held) is Succession.SAME
    newer = cards.read(NODE.issue(2, address="https://other.example"))
    assert cards.succession(held, newer) is Succession.NEWER
    assert cards.succession(newer, held) is Succession.OLDER


def test_two_cards_of_one_version_are_an_alarm():
    with pytest.raises(Conflicting, match="two different cards"):
        cards.succession(NODE.card, cards.read(NODE.issue(1, contact="other")))


def test_another_nodes_card_never_takes_the_place():
    with pytest.raises(InvalidInput, match="another node"):
        cards.succession(NODE.card, OTHER.card)


def changed_identity(node):
    ring = node.keyring.replace_identity()
    change = cards.change_identity(node.keyring.identity, ring.identity.public, node=node.id)
    fields = {
        "agency": "A",
        "country": "KH",
        "address": "https://a.example",
        "contact": "",
        "version": 2,
        "issued": NOW,
    }
    return ring, change, cards.issue(ring, **fields, changes=[change])


def test_a_change_of_identity_is_signed_by_the_old_key_and_shown_as_such():
    _, _, token = changed_identity(NODE)
    card = cards.read(token)
    assert card.node == NODE.id
    assert cards.succession(NODE.card, card) is Succession.NEW_IDENTITY
    assert card.fingerprint != NODE.card.fingerprint
    with pytest.raises(Conflicting, match="given up"):
        cards.succession(card, cards.read(NODE.issue(3)))


def test_a_change_of_identity_that_the_old_key_did_not_sign_is_refused():
    ring, change, _ = changed_identity(NODE)
    thief = cards.change_identity(OTHER.keyring.identity, ring.identity.public, node=NODE.id)
    loop = cards.change_identity(ring.identity, ring.identity.public, node=NODE.id)
    fields = {
        "agency": "A",
        "country": "KH",
        "address": "https://a.example",
        "contact": "",
        "version": 2,
        "issued": NOW,
    }
    for changes in ([thief], [], [change, thief], [change, change], [change[:-4] + "AAAA"], [loop]):
        with pytest.raises(InvalidInput):
            cards.issue(ring, **fields, changes=changes)


def test_rotation_of_the_sealing_key_changes_the_card_and_not_the_fingerprint():
    ring = NODE.keyring.rotate_sealing(NOW + timedelta(days=31), LIMITS)
    later = dataclasses.replace(NODE.card)
    token = cards.issue(ring, agency="A", country="KH", address="https://a.example", contact="", version=2, issued=NOW)
    card = cards.read(token)
    assert card.sealing != later.sealing
    assert card.fingerprint == later.fingerprint
