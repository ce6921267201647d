"""Evidence: what is strong, what a family shares, what speaks against; and live look-ups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Limits
from comity.linkage import Key, Rarity, keys_of, own_tokens, weigh
from comity.linkage.evidence import Strength, strength_of
from comity.linkage.live import Asked, Ended, compare, ended, find, from_bytes, to_bytes
from comity.linkage.rarity import COMMONEST, RAREST, table
from comity.subjects.model import Schema, Subject
from tests.linkage.conftest import NOW, inputs_of

OWN = Rarity({}, 2000)


def evidence(a, b, rarity=OWN):
    left, right = (Subject.of("x", Schema.PERSON, None, **p) for p in (a, b))
    asked, held = keys_of(left, limits=Limits(), asking=True), keys_of(right, limits=Limits())
    return weigh(asked, [k for k in asked if k in set(held)], rarity, left.get("name"))


DARA = {"name": "Sok Dara", "birthDate": "1980-02-13"}
PHONE = {"phone": "+85512345678"}
PASSPORT = {"passportNumber": "N0123456"}


@pytest.mark.parametrize(
    ("a", "b", "strength"),
    [
        (DARA, DARA, "strong"),
        (DARA | PASSPORT, {"name": "Other Person", "birthDate": "1960-01-30"} | PASSPORT, "strong"),
        (DARA | PHONE, {"name": "Chan Vanna", "birthDate": "1960-01-30"} | PHONE, "weak"),
        (DARA | PHONE, {"name": "Dara Sok"} | PHONE, "strong"),
        (DARA, {"name": "Sok Dara", "birthDate": "1980"}, "possible"),
    ],
)
def test_how_strong_it_is(a, b, strength):
    assert evidence(a, b).strength == strength


def test_a_common_name_is_worth_less():
    key = keys_of(Subject.of("x", Schema.PERSON, None, **DARA), limits=Limits())[0]
    common = Rarity({key.value.split("|")[0]: 1500}, 2000)
    assert evidence(DARA, DARA, common).score < evidence(DARA, DARA).score
    assert evidence(DARA, {"name": "Sok Dara", "birthDate": "1980"}, common).strength == "weak"


def test_reasons_explain_the_score():
    found = evidence(DARA | PHONE, {"name": "Chan Vanna", "birthDate": "1960-01-30"} | PHONE)
    codes = {reason.code for reason in found.reasons}
    assert codes == {"contact.phone", "against.name", "against.date"}
    odds = 1e-4 / (1 - 1e-4)
    for reason in found.reasons:
        odds *= reason.factor
        assert reason.words
    assert found.score == pytest.approx(odds / (1 + odds), abs=1e-4)
    assert found.cites_handle_only


@given(st.floats(0, 1))
def test_the_classes_follow_the_score(score):
    strong, possible = score >= 0.95, score >= 0.60
    assert strength_of(score) == (Strength.STRONG if strong else Strength.POSSIBLE if possible else Strength.WEAK)


@given(
    st.lists(
        st.sampled_from(keys_of(Subject.of("x", Schema.PERSON, None, **DARA, **PHONE, **PASSPORT), limits=Limits()))
    )
)
def test_a_score_is_a_probability(agreed):
    asked = keys_of(Subject.of("x", Schema.PERSON, None, **DARA, **PHONE, **PASSPORT), limits=Limits())
    assert 0 <= weigh(asked, agreed, OWN).score < 1


def test_the_shipped_table_is_made_of_shares():
    assert len(table()) > 40
    assert all(0 < share < 1 for share in table().values())
    assert RAREST <= OWN.share("never seen") <= COMMONEST


def test_entries_under_one_handle_are_one_hit(owner):
    index = owner.publication.publish([owner.entrant("a", "1", "2"), owner.entrant("b", "2")], owner.chance.randbytes)
    asked = [
        Asked(0, Key("phone", v), t) for v, t in zip("12", own_tokens(owner.secret, inputs_of("1", "2")), strict=True)
    ]
    found = {owner.handles()[handle]: len(keys) for (_, handle), keys in find(index, asked).items()}
    assert found == {"a": 2, "b": 1}
    assert from_bytes(to_bytes(asked)) == asked


def test_what_changed_between_two_look_ups():
    one, two = Key("phone", "1"), Key("email", "2")
    change = compare({(0, b"a"): ["phone"], (0, b"b"): ["phone"]}, {(0, b"b"): (one, two), (0, b"c"): (one,)})
    assert set(change.appeared) == {(0, b"c")}
    assert set(change.changed) == {(0, b"b")}
    assert change.gone == {(0, b"a")}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None), ({"case_closed": True}, Ended.CASE_CLOSED), ({"purpose_ended": True}, Ended.PURPOSE_ENDED),
        ({"epoch_ends": NOW}, Ended.EPOCH_ENDED), ({"partner_active": False}, Ended.PARTNER_GONE),
    ],
)  # fmt: skip
def test_why_a_live_check_ends(changed, why):
    known = {"case_closed": False, "purpose_ended": False, "partner_active": True, "epoch_ends": NOW.replace(year=2027)}
    assert ended(now=NOW, **(known | changed)) == why
