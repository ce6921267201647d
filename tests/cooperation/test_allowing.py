"""Which instrument allows which exchange: every rule of `comity.cooperation.allowing`, and every sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cooperation import (
    Channel,
    Clause,
    DualCriminality,
    ExchangeKind,
    Finding,
    Instrument,
    InstrumentKind,
    Party,
    Question,
    allowing,
    answer_of,
    instead,
)
from comity.cooperation.allowing import ASKS_FOR_HELP
from comity.cooperation.findings import CAUTIONS, SENTENCES, SUGGESTIONS, WAYS_OUT
from comity.kernel.purposes import Offence, Purpose

DAY = date(2026, 3, 1)
ASKED = Question(
    "KH", "TH", DAY, ExchangeKind.REQUEST, offence=Offence.FRAUD, purpose=Purpose.INVESTIGATION, channel=Channel.POLICE
)
BOUND = Instrument(
    reference="MOU-1",
    title="Memorandum",
    kind=InstrumentKind.MEMORANDUM,
    parties=(Party("KH", bound_from=date(2020, 1, 1)), Party("TH", bound_from=date(2021, 1, 1))),
    in_force_from=date(2020, 1, 1),
)
TREATY = replace(
    BOUND,
    reference="T-1",
    kind=InstrumentKind.TREATY,
    clauses=(
        Clause(frozenset({ExchangeKind.REQUEST}), frozenset({Channel.POLICE, Channel.CUSTOMS}), "Article 27"),
        Clause(frozenset({ExchangeKind.EVIDENCE}), frozenset({Channel.JUDICIAL}), "Article 18"),
    ),
)


def thai(**changes):
    return replace(BOUND, parties=(BOUND.parties[0], replace(BOUND.parties[1], **changes)))


MISSING = {
    "standard": (
        replace(BOUND, kind=InstrumentKind.STANDARD),
        ASKED,
        "MOU-1 is a standard and no legal basis by itself; it asks for a memorandum between both sides.",
    ),
    "domestic": (
        BOUND,
        replace(ASKED, second="KH"),
        "MOU-1 is between countries; an exchange inside Cambodia needs a law.",
    ),
    "not-a-party": (BOUND, replace(ASKED, second="LA"), "Laos is not a party to MOU-1."),
    "signed-only": (
        thai(joined=False, signed=date(2019, 5, 5), bound_from=None),
        ASKED,
        "Thailand signed MOU-1, and has not ratified it.",
    ),
    "date-unknown": (thai(bound_from=None), ASKED, "It is not recorded since when MOU-1 binds Thailand."),
    "not-yet-bound": (thai(bound_from=date(2027, 1, 1)), ASKED, "MOU-1 binds Thailand only from 2027-01-01."),
    "no-longer-bound": (thai(bound_to=date(2025, 1, 1)), ASKED, "MOU-1 bound Thailand until 2025-01-01."),
    "not-in-force-yet": (
        replace(BOUND, in_force_from=date(2027, 1, 1)),
        ASKED,
        "MOU-1 is in force only from 2027-01-01.",
    ),
    "ended": (replace(BOUND, in_force_to=date(2025, 1, 1)), ASKED, "MOU-1 ended on 2025-01-01."),
    "offence": (
        replace(BOUND, offences=frozenset({Offence.DRUG_TRAFFICKING})),
        ASKED,
        "MOU-1 does not cover fraud.",
    ),
    "purpose": (
        replace(BOUND, purposes=frozenset({Purpose.PREVENTION})),
        ASKED,
        "MOU-1 is not for investigation.",
    ),
    "kind": (
        TREATY,
        replace(ASKED, kind=ExchangeKind.JOINT_OPERATION),
        "T-1 does not provide for this: joint operation.",
    ),
    "channel": (
        TREATY,
        replace(ASKED, kind=ExchangeKind.EVIDENCE),
        "T-1 provides for this through other channels (judicial), and not through police.",
    ),
    "dual-criminality": (
        replace(BOUND, dual_criminality=DualCriminality.REQUIRED),
        ASKED,
        "MOU-1 asks how the offence is named in both laws, and that is not stated.",
    ),
}


@pytest.mark.parametrize("code", MISSING)
def test_what_is_missing_is_said_in_one_plain_sentence_with_a_way_out(code):
    instrument, question, sentence = MISSING[code]
    answer = answer_of(instrument, question)
    assert not answer.allows
    assert [gap.code for gap in answer.gaps] == [code]
    assert answer.sentence == sentence
    assert answer.gaps[0].way_out == WAYS_OUT[code]


def test_every_reason_has_its_test_and_its_way_out():
    assert set(MISSING) == set(SENTENCES) == set(WAYS_OUT)


def test_an_instrument_without_limits_allows_every_exchange_between_its_parties():
    for kind in ExchangeKind:
        answer = answer_of(BOUND, replace(ASKED, kind=kind))
        assert answer.allows
        assert answer.sentence == "MOU-1 allows this."


def test_a_clause_names_its_article():
    answer = answer_of(TREATY, ASKED)
    assert (answer.article, answer.sentence) == ("Article 27", "T-1 allows this (Article 27).")


def test_everything_that_is_missing_is_said():
    instrument = replace(TREATY, offences=frozenset({Offence.FIREARMS}), purposes=frozenset({Purpose.SANCTIONS}))
    answer = answer_of(instrument, replace(ASKED, second="LA", kind=ExchangeKind.ALERT))
    assert [gap.code for gap in answer.gaps] == ["not-a-party", "offence", "purpose", "kind"]


def test_a_law_may_cover_an_exchange_inside_one_country():
    law = replace(BOUND, kind=InstrumentKind.LAW, parties=(Party("KH", bound_from=date(2020, 1, 1)),))
    assert answer_of(law, replace(ASKED, second="KH")).allows
    assert [gap.code for gap in answer_of(law, ASKED).gaps] == ["not-a-party"]


@pytest.mark.parametrize("kind", ExchangeKind)
def test_dual_criminality_is_asked_of_what_asks_for_help_and_once_stated_no_more(kind):
    instrument = replace(BOUND, dual_criminality=DualCriminality.REQUIRED)
    assert answer_of(instrument, replace(ASKED, kind=kind)).allows == (kind not in ASKS_FOR_HELP)
    assert answer_of(instrument, replace(ASKED, kind=kind, dual_stated=True)).allows
    for_evidence = replace(BOUND, dual_criminality=DualCriminality.FOR_EVIDENCE)
    assert answer_of(for_evidence, replace(ASKED, kind=kind)).allows == (kind is not ExchangeKind.EVIDENCE)


def cautions(instrument, question=ASKED):
    return [each.sentence for each in answer_of(instrument, question).cautions]


def test_what_is_to_be_minded_is_said():
    assert cautions(BOUND) == []
    assert cautions(replace(BOUND, to_check=True)) == ["Lawyers have yet to check what is recorded of MOU-1."]
    assert cautions(thai(to_check=True)) == ["It has yet to be checked since when MOU-1 binds Thailand."]
    assert cautions(thai(words="only for drugs.")) == ["Thailand joined MOU-1 with a declaration: only for drugs."]
    asked = replace(BOUND, dual_criminality=DualCriminality.MAY_BE_ASKED)
    assert cautions(asked) == ["Thailand may ask how the offence is named in both laws."]
    assert cautions(asked, replace(ASKED, dual_stated=True)) == []
    some = replace(BOUND, offences=frozenset({Offence.FRAUD}))
    assert cautions(some, replace(ASKED, offence=None)) == [
        "MOU-1 covers some offences only, and no offence is stated."
    ]


def test_the_best_comes_first():
    checked = replace(BOUND, reference="B")
    unchecked = replace(BOUND, reference="A", to_check=True)
    wide = replace(BOUND, reference="AA", parties=(*BOUND.parties, Party("LA", bound_from=DAY)))
    narrow = replace(BOUND, reference="C", offences=frozenset({Offence.FRAUD}))
    near = replace(BOUND, reference="D", purposes=frozenset({Purpose.SANCTIONS}))
    far = thai(bound_to=date(2025, 1, 1))
    found = allowing([far, near, unchecked, wide, checked, narrow], ASKED)
    assert [each.instrument.reference for each in found] == ["C", "B", "AA", "A", "D", "MOU-1"]


def test_what_could_be_used_instead():
    def hints(instrument, question=ASKED):
        return [each.sentence for each in instead(allowing([instrument], question))]

    assert hints(BOUND) == []
    many = replace(BOUND, parties=(*BOUND.parties, Party("VN", bound_from=DAY)))
    assert hints(many, replace(ASKED, second="LA")) == ["If Laos joined MOU-1, it would allow this."]
    assert hints(BOUND, replace(ASKED, second="LA")) == []
    assert hints(thai(bound_from=None)) == [
        "MOU-1 may allow this: it is only not recorded since when it binds Thailand."
    ]
    assert hints(TREATY, replace(ASKED, kind=ExchangeKind.EVIDENCE)) == [
        "T-1 allows this through other channels: judicial."
    ]
    assert hints(replace(BOUND, dual_criminality=DualCriminality.REQUIRED)) == [
        "MOU-1 allows this once it is said how the offence is named in both laws."
    ]
    assert hints(BOUND, replace(ASKED, second="LA", first="MM")) == []
    assert hints(BOUND, replace(ASKED, second="KH")) == []


@pytest.mark.parametrize("code", [*CAUTIONS, *SUGGESTIONS])
def test_every_other_sentence_can_be_said(code):
    values = dict.fromkeys(["instrument", "words", "day"], "X") | {"country": "KH", "channels": "police, judicial"}
    assert Finding(code, values).sentence
    assert not Finding(code, values).way_out


COUNTRIES = st.sampled_from(["KH", "TH", "VN", "LA"])
DAYS = st.dates(date(2019, 1, 1), date(2028, 1, 1))
PARTIES = st.builds(
    Party,
    country=COUNTRIES,
    signed=st.none() | DAYS,
    bound_from=st.none() | DAYS,
    bound_to=st.none() | DAYS,
    joined=st.booleans(),
)
SETS = {
    "offences": st.frozensets(st.sampled_from(Offence), max_size=3),
    "purposes": st.frozensets(st.sampled_from(Purpose), max_size=3),
}
CLAUSES = st.builds(
    Clause,
    kinds=st.frozensets(st.sampled_from(ExchangeKind), max_size=3),
    channels=st.frozensets(st.sampled_from(Channel), max_size=2),
)
INSTRUMENTS = st.builds(
    Instrument,
    reference=st.sampled_from(["A", "B"]),
    title=st.just("x"),
    kind=st.sampled_from(InstrumentKind),
    parties=st.lists(PARTIES, max_size=4, unique_by=lambda p: p.country).map(tuple),
    in_force_from=st.none() | DAYS,
    in_force_to=st.none() | DAYS,
    clauses=st.lists(CLAUSES, max_size=2).map(tuple),
    dual_criminality=st.sampled_from(DualCriminality),
    **SETS,
)
QUESTIONS = st.builds(
    Question,
    first=COUNTRIES,
    second=COUNTRIES,
    on=DAYS,
    kind=st.sampled_from(ExchangeKind),
    offence=st.none() | st.sampled_from(Offence),
    purpose=st.none() | st.sampled_from(Purpose),
    channel=st.none() | st.sampled_from(Channel),
    dual_stated=st.booleans(),
)


@given(INSTRUMENTS, QUESTIONS)
def test_nothing_is_allowed_outside_dates_or_parties(instrument, question):
    answer = answer_of(instrument, question)
    assert answer.allows != bool(answer.gaps)
    if not answer.allows:
        assert all(gap.sentence and gap.way_out for gap in answer.gaps)
        return
    for country in (question.first, question.second):
        party = instrument.party(country)
        assert party is not None
        assert party.joined
        assert party.bound_from is not None
        assert party.bound_from <= question.on <= (party.bound_to or question.on)
    assert (instrument.in_force_from or question.on) <= question.on <= (instrument.in_force_to or question.on)
    assert instrument.kind is not InstrumentKind.STANDARD
    assert question.offence is None or not instrument.offences or question.offence in instrument.offences
    assert question.purpose is None or not instrument.purposes or question.purpose in instrument.purposes


@given(INSTRUMENTS, QUESTIONS)
def test_which_side_sends_makes_no_difference(instrument, question):
    turned = replace(question, first=question.second, second=question.first)
    assert answer_of(instrument, question).allows == answer_of(instrument, turned).allows


@given(INSTRUMENTS, QUESTIONS)
def test_saying_more_never_takes_a_permission_away(instrument, question):
    if answer_of(instrument, question).allows:
        assert answer_of(instrument, replace(question, dual_stated=True)).allows
        assert answer_of(instrument, replace(question, channel=None, purpose=None)).allows


@given(st.lists(INSTRUMENTS, max_size=5), QUESTIONS)
def test_those_that_allow_come_before_those_that_do_not(instruments, question):
    found = [each.allows for each in allowing(instruments, question)]
    assert found == sorted(found, reverse=True)
    assert len(found) == len(instruments)


@given(INSTRUMENTS, QUESTIONS, st.integers(1, 4000))
def test_a_day_before_everybody_is_bound_allows_nothing(instrument, question, days):
    starts = [party.bound_from for party in instrument.parties if party.bound_from]
    if starts:
        early = replace(question, on=min(starts) - timedelta(days=days))
        assert not answer_of(instrument, early).allows
