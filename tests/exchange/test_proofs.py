"""What an owner signed of an item: nothing of it is changed unseen, and only a consent of the owner loosens it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.crypto import SigningKey
from comity.exchange import proofs
from comity.exchange.contents import Item
from comity.exchange.contents.items import Conditions
from comity.exchange.contents.older import ItemV1
from comity.exchange.proofs import ItemProof, Standing
from comity.kernel import Handling, Pap, Restriction, Tlp, strictest
from comity.kernel.purposes import Purpose
from tests.exchange.examples import ITEM, NAME, RECIPIENT, SENDER, THIRD, numbered, script
from tests.exchange.parties import NOW, SUBJECT

OWNER, OTHER, RETIRED = (SigningKey.from_private(bytes([n]) * 32) for n in (1, 2, 3))
TODAY = NOW.date()
WORDS = ("text", "subject", "permitted_use", "evaluation", "date_of_data")
VECTORS = script("vectors/items.py")


def keys(node):
    return {SENDER: (OTHER.public, OWNER.public), RECIPIENT: (OTHER.public,)}.get(node)


def strangers(_node):
    return None


def proven(item, keys_of=keys, on=TODAY):
    return proofs.proven(item, keys_of, on=on, depth=16)


def made(**change) -> Item:
    return Item.model_validate(ITEM | change)


def signed(item: Item, key=OWNER) -> Item:
    return proofs.sign(item, key, NOW)


def changed(item: Item, **change) -> Item:
    """The same item with fields that were changed outside its proof."""
    return Item.model_validate(item.document() | change)


def consent(key=OWNER, *, sender=SENDER, name=NAME, until=None, answer="granted", **change):
    content = {"in_reply_to": numbered(3), "item": name, "answer": answer} | change
    if until:
        content["until"] = until.isoformat()
    if answer == "refused":
        content["words"] = "No."
    document = {"type": "consent-answer", "from": sender, "to": THIRD, "content": content}
    return {"message": numbered(4), "token": key.sign_document(document)}


def loosening(restriction, **more):
    return consent(use="loosen", conditions=Conditions.of(restriction).document(), **more)


lines = st.sampled_from(["Not to be shown in court.", "Nobody in the province of B.", "Call before."])


@st.composite
def restrictions(draw):
    codes = frozenset(draw(st.sets(st.sampled_from(Handling))))
    words = "\n".join(draw(st.lists(lines, min_size=1, unique=True))) if Handling.H3 in codes else ""
    return Restriction(codes, draw(st.sampled_from(Tlp)), draw(st.sampled_from(Pap)), words)


purposes = st.lists(st.sampled_from([p.value for p in Purpose]), unique=True, max_size=4)
days = st.integers(0, 400).map(lambda n: TODAY + timedelta(days=n))
texts = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x17FF, categories=("L", "N")), min_size=1, max_size=40)
subjects = st.none() | st.fixed_dictionaries({
    "schema_name": st.sampled_from(["Person", "Vehicle"]), "role": st.sampled_from(["suspect", "unknown"]),
    "properties": st.dictionaries(st.sampled_from(["name", "phone"]), st.lists(texts, min_size=1, max_size=2),
                                  min_size=1),
})  # fmt: skip


@st.composite
def items(draw):
    restriction = draw(restrictions())
    return made(
        text=draw(texts), subject=draw(subjects), permitted_use=draw(texts),
        evaluation=draw(st.sampled_from(["A1", "B2", "C3", "X4"])),
        date_of_data=draw(st.sampled_from(["2026", "2026-11", "2026-11-20"])),
        conditions=Conditions.of(restriction).document(), permitted_purposes=draw(purposes),
        retention_until=draw(days).isoformat(),
    )  # fmt: skip


@given(items())
def test_what_its_owner_signed_is_proven_and_the_proof_reads_as_its_model(item):
    found = proven(signed(item))
    assert (found.standing, found.what, found.signed_at) == (Standing.PROVEN, (), NOW)
    assert signed(item).proof.count(".") == 2


@given(item=items(), other=items(), field=st.sampled_from(WORDS))
def test_every_field_that_is_changed_is_found_and_named(item, other, field):
    ours, theirs = item.document().get(field), other.document().get(field)
    forged = changed(signed(item), **{field: theirs})
    if ours == theirs:
        assert proven(forged).standing is Standing.PROVEN
    else:
        for keys_of in (keys, strangers):
            found = proven(forged, keys_of)
            assert (found.standing, found.what) == (Standing.ALTERED, (field.replace("_", " "),))


@given(item=items(), restriction=restrictions(), fewer=purposes, earlier=days)
def test_whatever_is_bound_otherwise_is_either_no_looser_or_found(item, restriction, fewer, earlier):
    was = item.conditions.restriction()
    now = changed(
        signed(item), conditions=Conditions.of(restriction).document(), permitted_purposes=fewer,
        retention_until=earlier.isoformat(),
    )  # fmt: skip
    every = {p.value for p in Purpose}
    strict = restriction.covers(was) and set(fewer or every) <= set(item.permitted_purposes or every)
    strict = strict and earlier <= date.fromisoformat(item.retention_until)
    found = proven(now)
    if strict:
        assert found.standing in {Standing.PROVEN, Standing.TIGHTENED}
    else:
        assert found.standing is Standing.LOOSENED
        assert found.what


@given(item=items(), restriction=restrictions())
def test_who_tightens_may(item, restriction):
    tight = strictest(item.conditions.restriction(), restriction)
    found = proven(changed(signed(item), conditions=Conditions.of(tight).document()))
    same = item.conditions.restriction().covers(tight)
    assert found.standing is (Standing.PROVEN if same else Standing.TIGHTENED)


@given(item=items(), restriction=restrictions())
def test_a_consent_of_the_owner_loosens_to_exactly_what_it_says(item, restriction):
    was = item.conditions.restriction()
    light = {"conditions": Conditions.of(restriction).document(), "consents": [loosening(restriction)]}
    found = proven(changed(signed(item), **light))
    if restriction.covers(was):
        assert found.standing in {Standing.PROVEN, Standing.TIGHTENED}
    else:
        assert found.standing is Standing.CONSENTED
        assert [each.message for each in found.consents] == [numbered(4)]
    lightest = Restriction(frozenset(), Tlp.CLEAR, Pap.CLEAR)
    if not lightest.covers(restriction) and not lightest.covers(was):
        further = changed(signed(item), **light | {"conditions": Conditions.of(lightest).document()})
        assert proven(further).standing is Standing.LOOSENED


STRICT = Restriction(frozenset({Handling.H2, Handling.H3}), Tlp.RED, Pap.AMBER, "Call before.")
LIGHT = Restriction(frozenset(), Tlp.GREEN, Pap.GREEN)
LIGHT_DOCUMENT = Conditions.of(LIGHT).document()


@pytest.mark.parametrize(
    "shown",
    [
        [],
        [loosening(LIGHT, key=OTHER, sender=RECIPIENT)],
        [loosening(LIGHT, key=RETIRED)],
        [loosening(LIGHT, name=NAME | {"id": numbered(11)})],
        [loosening(LIGHT, answer="refused")],
        [loosening(LIGHT, until=TODAY - timedelta(days=1))],
        [consent(use="forward", recipient=THIRD)],
        [{"message": numbered(4), "token": "e30.e30.c2lnbmF0dXJl"}],
    ],
    ids=[
        "none",
        "another's",
        "a key that does not count",
        "another item",
        "refused",
        "over",
        "another use",
        "no token",
    ],
)
def test_what_is_no_consent_to_it_loosens_nothing(shown):
    item = signed(made(conditions=Conditions.of(STRICT).document()))
    found = proven(changed(item, conditions=LIGHT_DOCUMENT, consents=shown))
    assert found.standing is Standing.LOOSENED
    assert found.what == ("handling code H2", "handling code H3", "words of H3", "TLP RED", "PAP AMBER")
    assert proven(changed(item, conditions=LIGHT_DOCUMENT, consents=[loosening(LIGHT)])).standing is Standing.CONSENTED


def test_longer_keeping_and_lighter_marks_take_a_consent_each():
    item = signed(made(conditions=Conditions.of(STRICT).document(), retention_until="2027-01-01"))
    longer = consent(use="keep-longer", retention_until="2027-06-01") | {"message": numbered(5)}
    wanted = {"conditions": LIGHT_DOCUMENT, "retention_until": "2027-06-01"}
    both = proven(changed(item, **wanted, consents=[loosening(LIGHT), longer]))
    assert (both.standing, [c.message for c in both.consents]) == (Standing.CONSENTED, [numbered(4), numbered(5)])
    found = proven(changed(item, **wanted, consents=[loosening(LIGHT)]))
    assert (found.standing, found.what[-1]) == (Standing.LOOSENED, "retention until 2027-01-01")
    later = proven(changed(item, retention_until="2027-06-02", consents=[longer]))
    assert later.standing is Standing.LOOSENED


def test_a_replaced_key_proves_on_and_a_revoked_one_does_not():
    assert proven(signed(made(), OTHER)).standing is Standing.PROVEN
    assert proven(signed(made(), RETIRED)).standing is Standing.FALSE
    assert proven(signed(made()), lambda _node: ()).standing is Standing.FALSE, "known, and every key revoked"


def test_what_another_signed_in_the_owners_name_is_no_proof():
    mine = made(owner=RECIPIENT)
    assert proven(signed(mine, OWNER)).standing is Standing.FALSE
    found = proven(changed(signed(made()), id=numbered(11)))
    assert (found.standing, found.what) == (Standing.ALTERED, ("id",))
    stolen = changed(signed(mine, OTHER), owner=SENDER)
    assert proven(stolen).what == ("owner",), "another agency's item under this owner's name"


def test_other_signed_documents_are_no_proof():
    for document in ({}, {"format": "comity-item/2"}, ItemV1.model_validate(VECTORS.OLD_ITEM).document()):
        found = proven(changed(made(), proof=OWNER.sign_document(document)))
        assert found.standing is Standing.FALSE
    assert proven(changed(made(), proof="e30.e30.c2lnbmF0dXJl"), strangers).standing is Standing.FALSE


def test_an_item_without_a_proof_is_said_to_be_unsigned_and_a_stranger_to_be_one():
    assert proven(made()).standing is Standing.UNSIGNED
    assert proven(made(), strangers).standing is Standing.UNKNOWN_OWNER
    found = proven(signed(made()), strangers)
    assert (found.standing, found.signed_at) == (Standing.UNKNOWN_OWNER, NOW)
    stripped = changed(signed(made()), conditions=LIGHT_DOCUMENT)
    assert proven(stripped, strangers).standing is Standing.LOOSENED, "what is shown as the owner's word is compared"
    assert proven(changed(stripped, consents=[loosening(LIGHT)]), strangers).standing is Standing.UNKNOWN_OWNER


def test_the_handle_of_a_subject_is_its_senders_word():
    item = signed(made(subject=SUBJECT))
    assert proven(changed(item, subject=SUBJECT | {"handle": "abc"})).standing is Standing.PROVEN


def test_a_proof_says_when_it_was_made_and_holds_no_words():
    item = signed(made(subject=SUBJECT))
    assert proofs.signed_at(item.proof, depth=16) == NOW
    assert proofs.signed_at("e30.e30.c2lnbmF0dXJl", depth=16) is None
    said = proofs._document(item.proof, None, 16)
    assert ItemProof.model_validate(said).owner == SENDER
    assert not {item.text, item.permitted_use, "Chan Dara"} & set(map(str, said.values()))


@pytest.mark.parametrize("vector", VECTORS.build(), ids=[v["name"] for v in VECTORS.build()])
def test_each_vector_ends_as_it_says(vector):
    assert vector["result"] == VECTORS.result_of(vector)
    assert vector in json.loads(VECTORS.PATH.read_text(encoding="utf-8"))["vectors"]
