"""Evidence: what is strong, what a family shares, what speaks against; and live look-ups."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity import identifiers
from comity.kernel import Limits
from comity.kernel.purposes import Purpose
from comity.linkage import Asked, Key, Kind, Prior, Rarity, judge, keys_of, live, own_tokens, permitted, weigh
from comity.linkage.evidence import NEEDED, Strength, cites_handle_only, parameters, strength_of
from comity.linkage.live import Ended, compare, ended, find, from_bytes, to_bytes
from comity.linkage.rarity import COMMONEST, RAREST, Form, fitted, table
from comity.subjects.model import Schema, Subject
from tests.linkage.conftest import NOW, inputs_of

OWN = Rarity()


def evidence(a, b, rarity=OWN, *, names_alone=False):
    left, right = (Subject.of("x", Schema.PERSON, None, **p) for p in (a, b))
    asked = permitted(keys_of(left, limits=Limits(), asking=True), names_alone=names_alone)
    held = permitted(keys_of(right, limits=Limits()), names_alone=names_alone)
    return weigh(asked, [k for k in asked if k in set(held)], rarity, left.get("name"))


DARA = {"name": "Sok Dara Vanna", "birthDate": "1980-02-13"}
PHONE = {"phone": "+85512345678"}
PASSPORT = {"passportNumber": "N0123456"}
OTHER = {"name": "Chan Boremey", "birthDate": "1960-01-30"}


@pytest.mark.parametrize(
    ("a", "b", "strength"),
    [
        (DARA, DARA, "strong"),
        (DARA | PASSPORT, OTHER | PASSPORT, "strong"),
        (DARA | PHONE, OTHER | PHONE, "weak"),
        (DARA | PHONE, {"name": "Dara Vanna Sok"} | PHONE, "strong"),
        (DARA, {"name": "Sok Dara Vanna", "birthDate": "1980"}, "possible"),
        (DARA, {"name": "Sok Thida Roeun", "birthDate": "1980-02-13"}, "weak"),
    ],
)
def test_how_strong_it_is(a, b, strength):
    assert evidence(a, b).strength == strength


def test_more_that_agrees_never_makes_a_hit_weaker():
    scores = [
        evidence(DARA | PHONE, {"name": "Sok Dara Vanna", **more}).score
        for more in ({"birthDate": "1980"}, {"birthDate": "1980-02-13"}, {"birthDate": "1980-02-13"} | PHONE)
    ]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_a_common_name_is_worth_less():
    key = keys_of(Subject.of("x", Schema.PERSON, None, **DARA), limits=Limits())[0]
    common = Rarity.counted({key.value.split("|")[0]: 1500}, 2000)
    assert evidence(DARA, DARA, common).score < evidence(DARA, DARA).score


def test_a_larger_partner_makes_a_hit_less_sure():
    asked = keys_of(Subject.of("x", Schema.PERSON, None, **DARA), limits=Limits(), asking=True)
    part = [k for k in asked if k.kind == "name-part+date"][:1]
    scores = [weigh(asked, part, OWN, prior=Prior(n)).score for n in (1000, 100_000, 1_000_000)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


def test_reasons_explain_the_score():
    found = evidence(DARA | PHONE, OTHER | PHONE)
    codes = [reason.code for reason in found.reasons]
    assert codes[0] == "prior"
    assert codes[-1] == "calibration"
    assert set(codes[1:-1]) == {"household.phone", "identity.none"}
    odds = math.prod(reason.factor for reason in found.reasons)
    assert found.score == pytest.approx(odds / (1 + odds), abs=1e-4)


@pytest.mark.parametrize(
    ("strength", "keys", "purpose", "only"),
    [
        ("strong", ["passport"], "investigation", True),
        ("strong", ["passport", "name+date"], "prosecution", False),
        ("possible", ["phone", "name+year"], "investigation", False),
        ("possible", ["phone", "name+year"], "border-control", True),
        ("weak", ["phone", "email"], "investigation", True),
        ("possible", ["phone", "email"], "of another version", True),
    ],
)
def test_what_a_first_request_may_cite(strength, keys, purpose, only):
    assert cites_handle_only(strength, keys, purpose) is only


def test_every_purpose_has_its_threshold():
    assert set(NEEDED) == set(Purpose)
    assert Strength.WEAK not in NEEDED.values()


def test_a_second_holding_of_a_sure_subject_is_believed_less():
    keys = keys_of(Subject.of("x", Schema.PERSON, None, **DARA, **PASSPORT), limits=Limits(), asking=True)
    part = [k for k in keys if k.kind == "name-part+date"]
    alone = judge({1: {"b": part}}, {1: Asked(keys)}, OWN, 5000)[1, "b"]
    beside = judge({1: {"a": keys, "b": part}}, {1: Asked(keys)}, OWN, 5000)
    assert beside[1, "a"].strength == "strong"
    assert beside[1, "b"].score < alone.score


def test_a_check_that_finds_most_moves_the_prior_and_one_subject_does_not():
    sure, prior = [1e9] * 900, Prior(5000)
    assert prior.learnt(sure, 1000).known > 0.8
    assert prior.learnt([], 1000).known < 0.05
    assert prior.learnt(sure[:1], 1).known < 0.2


@settings(max_examples=300)
@given(st.sets(st.sampled_from([*Kind, *identifiers.Kind]), min_size=1), st.data())
def test_whatever_kinds_meet_there_is_a_weight(kinds, data):
    asked = [Key(str(kind), f"ab{i}|x") for kind in kinds for i in range(2)]
    agreed = data.draw(st.lists(st.sampled_from(asked), unique=True))
    found = weigh(asked, agreed, OWN)
    assert 0 < found.score < 1
    assert all(reason.factor > 0 for reason in found.reasons)


def test_an_explanation_does_not_depend_on_the_order_of_keys():
    keys = keys_of(Subject.of("x", Schema.PERSON, None, **DARA, **PHONE), limits=Limits(), asking=True)
    assert weigh(keys, keys, OWN).score == weigh(keys[::-1], keys[::-1], OWN).score


def test_the_shipped_parameters_are_probabilities():
    rows = [(key, value) for key, value in parameters().items() if key[0] != "calibration"]
    assert all(0 < same < 1 for _key, (same, _other) in rows)
    assert all(0 < other <= 1 for key, (_same, other) in rows if key[0] != "organisation")
    assert parameters()["calibration", "", ""][0] > 0


def test_longer_keys_are_rarer():
    for lengths in fitted().values():
        shares = [share for _length, share in sorted(lengths.items())]
        assert shares == sorted(shares, reverse=True)


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
    assert RAREST <= OWN.share(Form.WHOLE, "never seen") <= COMMONEST


def test_entries_under_one_handle_are_one_hit(owner):
    index = owner.publication.publish([owner.entrant("a", "1", "2"), owner.entrant("b", "2")], owner.chance.randbytes)
    asked = [
        live.Asked(0, Key("phone", v), t)
        for v, t in zip("12", own_tokens(owner.secret, inputs_of("1", "2")), strict=True)
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
        ({"basis_ended": True}, Ended.BASIS_ENDED),
    ],
)  # fmt: skip
def test_why_a_live_check_ends(changed, why):
    known = {"case_closed": False, "purpose_ended": False, "partner_active": True, "epoch_ends": NOW.replace(year=2027)}
    assert ended(now=NOW, **(known | changed)) == why
