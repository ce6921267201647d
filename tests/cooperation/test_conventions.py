"""The conventions that ship: every row is read, dates hold together, and none is offered as checked by lawyers."""

from datetime import date
from importlib import resources

import pytest

from comity.cooperation import ExchangeKind, InstrumentKind, Question, allowing
from comity.cooperation.conventions import MAIN, conventions
from comity.kernel.countries import country
from comity.kernel.purposes import Offence

FIRST_USERS = {"KH", "VN", "TH", "LA", "MM", "CN", "AU"}
UNITED_NATIONS = ("UNTOC", "UNTOC-TIP", "UNTOC-SOM", "DRUGS-1988", "UNCAC")
BY_NAME = {each.reference: each for each in conventions()}


def test_the_main_conventions_ship_with_the_first_users_in_them():
    assert set(MAIN) <= set(BY_NAME)
    for name in UNITED_NATIONS:
        assert {party.country for party in BY_NAME[name].parties} >= FIRST_USERS


@pytest.mark.parametrize("name", BY_NAME)
def test_every_convention_has_its_source_and_is_marked_as_to_be_checked(name):
    each = BY_NAME[name]
    assert each.to_check
    assert each.source.startswith(("https://", "http://"))
    assert each.text
    assert each.in_force_from is not None
    assert all(clause.kinds for clause in each.clauses)
    assert len({party.country for party in each.parties}) == len(each.parties)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_dates_of_parties_hold_together(name):
    each = BY_NAME[name]
    for party in each.parties:
        assert country(party.country) == party.country
        assert party.source.startswith(("https://", "http://"))
        assert party.as_of
        assert party.joined or party.bound_from is None
        if party.bound_from:
            assert each.in_force_from <= party.bound_from <= date(2026, 1, 1)
            assert party.signed is None or party.signed <= party.bound_from
        elif party.joined:
            assert party.to_check
            assert party.words


def test_every_line_of_the_tables_is_read():
    for name, read in (
        ("conventions", len(conventions())),
        ("parties", sum(len(each.parties) for each in conventions())),
    ):
        text = resources.files("comity.cooperation").joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
        assert read == sum(not line.startswith("#") for line in text.splitlines() if line)


@pytest.mark.parametrize(("first", "second"), [("KH", "VN"), ("KH", "TH"), ("KH", "LA"), ("TH", "MM"), ("CN", "VN")])
def test_neighbours_may_ask_each_other_about_drugs(first, second):
    question = Question(first, second, date(2026, 1, 1), ExchangeKind.REQUEST, offence=Offence.DRUG_TRAFFICKING)
    allowed = [each.instrument.reference for each in allowing(conventions(), question) if each.allows]
    assert "DRUGS-1988" in allowed
    assert "FATF" not in allowed


def test_the_smuggling_protocol_binds_no_country_that_only_signed_it():
    question = Question("KH", "TH", date(2026, 1, 1), ExchangeKind.REQUEST, offence=Offence.SMUGGLING_OF_MIGRANTS)
    (answer,) = allowing([BY_NAME["UNTOC-SOM"]], question)
    assert answer.sentence == "Thailand signed UNTOC-SOM, and has not ratified it."


def test_the_recommendations_are_no_legal_basis():
    assert BY_NAME["FATF"].kind is InstrumentKind.STANDARD
