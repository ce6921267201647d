"""On which legal basis something may be exchanged: the sentences that an officer reads where there is none."""

import dataclasses
from datetime import date

import pytest
from django.utils import translation

from comity.cooperation import Channel, Clause, DualCriminality, ExchangeKind, Party
from comity.cooperation.findings import SENTENCES
from comity.kernel import Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases import operations
from comity.node.cases.bases import basis_for, is_emergency
from comity.node.cases.choosing import choices
from comity.node.cases.models import Instrument
from comity.node.errors import SAYINGS, said
from comity.node.permissions import SYSTEM

pytestmark = pytest.mark.django_db
DRUGS = Offence.DRUG_TRAFFICKING.value


def instrument_of(reference, **values):
    kept = {"title": "Agreement", "kind": "agreement", "parties": ["KH", "VN"], "in_force_from": date(2020, 1, 1)}
    return operations.record_instrument(actor=SYSTEM, reference=reference, **(kept | values))


def under(actor, instrument):
    return dataclasses.replace(actor, instrument_id=instrument.id)


def ask(actor, country="VN", offence=DRUGS, kind=ExchangeKind.REQUEST, **options):
    return basis_for(actor, country, offence, Purpose.INVESTIGATION, kind, **options)


def refusal(*args, **options):
    with pytest.raises(Refused) as error:
        ask(*args, **options)
    return error.value


def test_the_instrument_of_the_working_period_is_the_basis(at_work, instrument):
    basis = ask(at_work)
    assert (basis.reference, basis.statement, basis.instrument) == ("MOU-1", "MOU-1", instrument)
    assert not is_emergency(basis.statement)


def test_without_one_the_officer_reads_which_to_state(at_work, instrument):
    error = refusal(dataclasses.replace(at_work, instrument_id=None))
    assert error.code == "cases.basis.unstated"
    assert str(error) == ("Legal basis: none is stated for this exchange. State one in your working period: MOU-1")


def test_where_nothing_applies_the_officer_reads_what_could_be_used_instead(at_work, instrument):
    error = refusal(dataclasses.replace(at_work, instrument_id=None), "LA")
    assert error.code == "cases.basis.none"
    assert str(error) == (
        "Legal basis: no instrument recorded here allows this with LA. If Laos joined MOU-1, it would allow this"
    )
    Instrument.objects.update(in_force_from=date(2040, 1, 1))
    assert "See which instruments there are" in str(refusal(dataclasses.replace(at_work, instrument_id=None), "LA"))


@pytest.mark.parametrize(
    ("values", "options", "code", "sentence"),
    [
        ({}, {"country": "LA"}, "not-a-party", "Laos is not a party to X-1"),
        ({"in_force_to": date(2025, 1, 1)}, {}, "ended", "X-1 ended on 2025-01-01"),
        (
            {"party_terms": [Party("VN", bound_from=date(2030, 1, 1))]},
            {},
            "not-yet-bound",
            "X-1 binds Vietnam only from 2030-01-01",
        ),
        (
            {"party_terms": [Party("VN")]},
            {},
            "date-unknown",
            "It is not recorded since when X-1 binds Vietnam",
        ),
        ({"offences": [Offence.FRAUD]}, {}, "offence", "X-1 does not cover drug trafficking"),
        ({"purposes": [Purpose.SANCTIONS]}, {}, "purpose", "X-1 is not for investigation"),
        (
            {"clauses": [Clause(frozenset({ExchangeKind.ALERT}))]},
            {},
            "kind",
            "X-1 does not provide for this: request",
        ),
        (
            {"dual_criminality": DualCriminality.REQUIRED},
            {},
            "dual-criminality",
            "X-1 asks how the offence is named in both laws, and that is not stated",
        ),
        ({"kind": "standard"}, {}, "standard", "X-1 is a standard and no legal basis by itself"),
    ],
)
def test_the_reason_why_the_stated_instrument_does_not_allow_it(at_work, values, options, code, sentence):
    error = refusal(under(at_work, instrument_of("X-1", **values)), **options)
    assert error.code == f"cases.basis.{code}"
    assert sentence in str(error)


def test_the_way_out_names_another_instrument_that_applies(at_work, instrument):
    error = refusal(under(at_work, instrument_of("X-1", offences=[Offence.FRAUD])))
    assert str(error) == "X-1: X-1 does not cover drug trafficking. State another one in your working period: MOU-1"


def test_stating_dual_criminality_is_enough(at_work):
    named = under(at_work, instrument_of("X-1", dual_criminality=DualCriminality.REQUIRED))
    assert ask(named, dual_stated=True).reference == "X-1"


def test_everything_that_is_exchanged_together_must_be_allowed(at_work):
    only = instrument_of("X-1", clauses=[Clause(frozenset({ExchangeKind.REQUEST}))])
    named = under(at_work, only)
    assert ask(named).reference == "X-1"
    error = refusal(named, kind=[ExchangeKind.REQUEST, ExchangeKind.EVIDENCE])
    assert "evidence" in str(error)


def test_the_channel_of_the_node_counts_where_it_is_set(at_work, monkeypatch):
    from comity.node.cases import bases

    court = instrument_of("X-1", clauses=[Clause(channels=frozenset({Channel.JUDICIAL}))])
    assert ask(under(at_work, court)).reference == "X-1"
    police = dataclasses.replace(bases.config(), channel="police")
    monkeypatch.setattr(bases, "config", lambda: police)
    assert "not through police" in str(refusal(under(at_work, court)))


def test_a_check_takes_another_instrument_where_the_stated_one_does_not_apply(at_work, instrument):
    named = under(at_work, instrument_of("X-1", offences=[Offence.FRAUD]))
    basis = ask(named, kind=ExchangeKind.CHECK, fallback=True)
    assert basis.instrument == instrument


def test_every_refusal_is_said_in_every_language():
    codes = {f"cases.basis.{code}" for code in (*SENTENCES, "unstated", "none")}
    assert codes <= set(SAYINGS)
    with translation.override("km"):
        assert "X-1" in said(Refused("X-1", "r", "w", code="cases.basis.offence"))


def test_the_choice_of_a_working_period_says_why_the_others_are_not_there(instrument):
    ended = instrument_of("OLD", in_force_to=date(2021, 1, 1))
    fraud = instrument_of("F-1", offences=[Offence.FRAUD])
    apply, others = choices([instrument, ended, fraud], ["VN", "LA"], offence=DRUGS)
    assert [(each.instrument, each.countries) for each in apply] == [(instrument, ("VN",))]
    assert [each.gap.sentence for each in others] == [
        "OLD ended on 2021-01-01.",
        "F-1 does not cover drug trafficking.",
    ]
    assert [each.instrument for each in choices([instrument, fraud], [], offence=None)[0]] == [instrument, fraud]
