import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import Evaluation, Handling, Pap, Restriction, Tlp, strictest


@st.composite
def restrictions(draw: st.DrawFn) -> Restriction:
    codes = draw(st.frozensets(st.sampled_from(Handling)))
    words = draw(st.sampled_from(["ask first", "no copies"])) if Handling.H3 in codes else ""
    return Restriction(codes, draw(st.sampled_from(Tlp)), draw(st.sampled_from(Pap)), words)


@given(restrictions(), restrictions(), restrictions())
def test_combining_takes_the_strictest_in_every_respect(a: Restriction, b: Restriction, c: Restriction):
    both = strictest(a, b)
    assert both.covers(a)
    assert both.covers(b)
    assert strictest(a, a) == a
    assert strictest(both, c).covers(strictest(b, c))


@given(restrictions(), restrictions())
def test_covering_goes_one_way_only_between_different_restrictions(a: Restriction, b: Restriction):
    if a.covers(b) and b.covers(a):
        assert (a.handling, a.tlp, a.pap) == (b.handling, b.tlp, b.pap)


def test_h3_needs_its_words():
    with pytest.raises(ValueError, match="in words"):
        Restriction(frozenset({Handling.H3}))
    with pytest.raises(ValueError, match="in words"):
        Restriction(words="ask first")


def test_h0_always_holds():
    assert Restriction(frozenset({Handling.H2})).code == "H0 H2"


def test_labels_of_tlp():
    assert Tlp.from_label("tlp:amber+strict") is Tlp.AMBER_STRICT
    assert Tlp.AMBER_STRICT.label == "AMBER+STRICT"
    with pytest.raises(ValueError, match="no TLP label"):
        Tlp.from_label("WHITE-ISH")


def test_an_evaluation_is_a_letter_and_a_digit():
    assert str(Evaluation.parse(" b2 ")) == "B2"
    assert str(Evaluation.parse("A4").weakest(Evaluation.parse("C1"))) == "C4"
    with pytest.raises(ValueError, match="A B C X"):
        Evaluation.parse("D1")
