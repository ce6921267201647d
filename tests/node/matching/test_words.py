"""A hit in words and numbers: every number says how it was counted."""

import math

import pytest

from comity import identifiers
from comity.kernel import Limits
from comity.linkage import Key, Kind, Rarity, keys_of, weigh
from comity.node.matching.words import KINDS, frame, kinds, reasons
from comity.subjects.model import Schema, Subject

SUBJECT = Subject.of(
    "x", Schema.PERSON, None, name="Sok Dara Vanna", birthDate="1980-02-13", phone="+85512345678",
    passportNumber="N0123456", postalCode="12000",
)  # fmt: skip
ASKED = keys_of(SUBJECT, limits=Limits(), asking=True)


@pytest.mark.parametrize("agreed", [ASKED, ASKED[:1], ASKED[1:3], ASKED[3:6], ASKED[-1:]])
def test_the_numbers_of_a_hit_multiply_to_its_score(agreed):
    found = weigh(ASKED, agreed, Rarity())
    stored = [[reason.code, float(f"{reason.factor:.4g}")] for reason in found.reasons]
    said = frame(stored)
    odds = said.prior * math.prod(factor for _words, factor in reasons(stored)) * said.calibration
    assert odds == pytest.approx(said.odds)
    assert min(max(odds / (1 + odds), 1e-4), 0.9999) == pytest.approx(found.score, abs=2e-3)
    assert said.one_in == pytest.approx(1 / said.prior, rel=0.06)


def test_every_reason_has_words():
    every = [*Kind, *(kind for kind in identifiers.Kind if kind in KINDS)]
    asked = [Key(str(kind), f"ab{i}|x") for kind in every for i in range(3)]
    for kind in every:
        agreed = [key for key in asked if key.kind == kind]
        for of, some in ((asked, agreed), (asked, agreed[:1]), (agreed, agreed), (agreed, [])):
            for words, _factor in reasons([[r.code, r.factor] for r in weigh(of, some, Rarity()).reasons]):
                assert " " in words, words


def test_every_kind_of_key_has_words():
    assert {str(kind) for kind in Kind} <= set(KINDS)
    assert kinds(["name+date"]) != ["name+date"]
