"""Recording, changing, confirming instruments, and loading the conventions that ship."""

import json
from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from comity.cooperation import (
    Channel,
    Clause,
    Condition,
    ConditionKind,
    DualCriminality,
    ExchangeKind,
    InstrumentKind,
    Party,
)
from comity.cooperation.conventions import conventions
from comity.kernel import InvalidInput, Missing, Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.audit.models import LedgerEntry
from comity.node.cases import operations
from comity.node.cases.models import Instrument
from comity.node.cases.terms import columns_of, terms_of
from comity.node.permissions import SYSTEM, Role

pytestmark = pytest.mark.django_db
WHOLE = {
    "reference": "T-1", "title": "Treaty", "kind": "treaty", "parties": ["Cambodia", "TH", "LA"],
    "in_force_from": date(2020, 1, 1), "in_force_to": date(2030, 1, 1), "offences": [Offence.FRAUD],
    "purposes": [Purpose.INVESTIGATION],
    "clauses": [Clause(frozenset({ExchangeKind.REQUEST}), frozenset({Channel.POLICE}), "Article 1", "words")],
    "conditions": [Condition(ConditionKind.SPECIALTY, "Article 2")],
    "dual_criminality": DualCriminality.REQUIRED,
    "party_terms": [Party("LA", signed=date(2019, 1, 1), joined=False)],
    "text": "It says so.", "source": "https://example.org/t-1", "checked_on": date(2026, 1, 1), "to_check": True,
}  # fmt: skip


def test_everything_that_is_recorded_is_there_again(instrument):
    terms = terms_of(operations.record_instrument(actor=SYSTEM, **WHOLE))
    assert terms.kind is InstrumentKind.TREATY
    assert [(p.country, p.joined, p.bound_from) for p in terms.parties] == [
        ("KH", True, date(2020, 1, 1)), ("TH", True, date(2020, 1, 1)), ("LA", False, None),
    ]  # fmt: skip
    assert (terms.offences, terms.purposes) == ({Offence.FRAUD}, {Purpose.INVESTIGATION})
    assert (list(terms.clauses), list(terms.conditions)) == (WHOLE["clauses"], WHOLE["conditions"])
    assert (terms.text, terms.source, terms.checked_on, terms.to_check) == (
        "It says so.", "https://example.org/t-1", date(2026, 1, 1), True,
    )  # fmt: skip
    assert terms.dual_criminality is DualCriminality.REQUIRED


@pytest.mark.parametrize("shipped", conventions(), ids=lambda each: each.reference)
def test_a_convention_goes_into_its_row_and_comes_back_equal(shipped):
    back = terms_of(Instrument(**columns_of(shipped)))
    assert {p.country: p for p in back.parties} == {p.country: p for p in shipped.parties}
    for name in ("reference", "title", "kind", "offences", "purposes", "clauses", "conditions", "dual_criminality"):
        assert getattr(back, name) == getattr(shipped, name)


def test_every_fault_is_named_at_once():
    with pytest.raises(InvalidInput) as error:
        operations.record_instrument(
            actor=SYSTEM,
            **WHOLE
            | {
                "parties": ["KH", "Atlantis"],
                "in_force_to": date(2019, 1, 1),
                "party_terms": [Party("VN", bound_from=date(2022, 1, 1), bound_to=date(2021, 1, 1))],
            },
        )
    for part in ("Atlantis", "ends before it begins", "VN is bound until a day before", "VN has terms and is no party"):
        assert part in str(error.value)
    assert not Instrument.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.AUDITOR])
def test_others_do_not_write_instruments(person, role, instrument):
    actor = person(role)
    for refused in (
        lambda: operations.record_instrument(actor=actor, **WHOLE),
        lambda: operations.change_instrument(actor=actor, instrument_id=instrument.id, **WHOLE),
        lambda: operations.confirm_instrument(actor=actor, instrument_id=instrument.id),
        lambda: operations.load_conventions(actor=actor),
    ):
        with pytest.raises(Refused):
            refused()


def test_an_instrument_is_changed_and_the_ledger_says_what(person, instrument):
    supervisor = person(Role.SUPERVISOR)
    operations.change_instrument(actor=supervisor, instrument_id=instrument.id, **WHOLE)
    instrument.refresh_from_db()
    assert (instrument.reference, instrument.parties) == ("T-1", ["KH", "TH"])
    entry = LedgerEntry.objects.get(event="cases.instrument.changed")
    assert {"parties", "reference", "clauses"} <= set(json.loads(entry.details)["changed"])
    with pytest.raises(Missing):
        operations.change_instrument(actor=supervisor, instrument_id="none", **WHOLE)


def test_conventions_are_loaded_once_and_marked(person):
    supervisor = person(Role.SUPERVISOR)
    loaded = operations.load_conventions(actor=supervisor)
    assert set(loaded.new) == {each.reference for each in conventions()}
    assert all(row.to_check and row.origin == Instrument.TABLE for row in Instrument.objects.all())
    again = operations.load_conventions(actor=supervisor)
    assert (again.new, again.renewed, again.kept) == ((), (), ())
    assert LedgerEntry.objects.filter(event="cases.conventions.loaded").count() == 1


def test_what_this_node_wrote_changed_or_confirmed_is_left_as_it_is(person):
    supervisor = person(Role.SUPERVISOR)
    operations.record_instrument(actor=supervisor, **WHOLE | {"reference": "UNCAC"})
    operations.load_conventions(actor=supervisor)
    confirmed = Instrument.objects.get(reference="UNTOC")
    operations.confirm_instrument(actor=supervisor, instrument_id=confirmed.id)
    confirmed.refresh_from_db()
    assert not confirmed.to_check
    assert not any(each["to_check"] for each in confirmed.party_terms)
    assert (confirmed.confirmed_by, confirmed.checked_on) == (supervisor.user_id, date(2026, 11, 22))
    Instrument.objects.filter(reference__in=["UNTOC", "FATF"]).update(title="Another")
    again = operations.load_conventions(actor=supervisor)
    assert (again.new, again.renewed, set(again.kept)) == ((), ("FATF",), {"UNCAC", "UNTOC"})
    assert Instrument.objects.get(reference="UNCAC").title == "Treaty"
    assert Instrument.objects.get(reference="UNTOC").title == "Another"


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()  # what rests on it goes back too
    try:
        executor.migrate([("cases", "0001_initial")])
        with connection.cursor() as cursor:
            columns = {c.name for c in connection.introspection.get_table_description(cursor, "cases_instrument")}
        assert "clauses" not in columns
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(newest)
