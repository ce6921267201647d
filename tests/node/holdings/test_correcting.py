from dataclasses import replace
from datetime import date

import pytest

from comity.kernel import Evaluation, Handling, InvalidInput, Missing, Refused, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import operations, queries
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Holding, Statement
from comity.node.permissions import Role as Person
from comity.subjects import Role

pytestmark = pytest.mark.django_db

STRICT = Restriction(frozenset({Handling.H2}), Tlp.RED, Pap.RED)


def test_a_record_by_hand_is_normalised_and_kept_as_written(record):
    held = record(("name", "Sok Dara"), ("birthDate", "12/05/2513"), ("phone", "012 345 678"))
    said = {s.property: (s.value, s.as_written) for s in held.statements.all()}
    assert said == {
        "name": ("Sok Dara", "Sok Dara"),
        "birthDate": ("1970-05-12", "12/05/2513"),
        "phone": ("+85512345678", "012 345 678"),
    }


@pytest.mark.parametrize("values", [[("name", " ")], [("birthDate", "1970-02-30")], [("shoeSize", "43")]])
def test_a_record_that_says_nothing_or_nonsense_is_not_kept(at_work, grounds, values):
    from comity.subjects import Schema

    with pytest.raises(InvalidInput):
        operations.record_holding(actor=at_work, grounds=grounds, schema=Schema.PERSON, values=values)
    assert not Holding.objects.exists()


def test_a_correction_adds_a_statement_and_keeps_the_old_one_readable(record, at_work):
    held = record()
    old = held.statements.get(property="birthDate")
    before = (old.value, old.original, old.source, old.recorded)
    made = operations.correct_statement(
        actor=at_work, holding_id=held.id, statement_id=old.id, text="1971-03", reason="copied wrongly"
    )
    old.refresh_from_db()
    assert (old.value, old.original, old.source, old.recorded) == before
    assert (old.replaced_by_id, old.withdrawn is not None) == (made.id, True)
    found = queries.detail(at_work, held.id)
    assert [s.value for s in found.statements if s.property == "birthDate"] == ["1971-03"]
    assert [s.value for s in found.withdrawn] == ["1970"]
    assert LedgerEntry.objects.filter(event="holdings.statement.corrected").count() == 1
    assert changes()[-1].kind == "changed"


def test_a_statement_is_withdrawn_and_its_name_no_longer_finds_the_record(record, at_work):
    held = record(("name", "Sok Dara"), ("alias", "Bong Thom"))
    alias = held.statements.get(property="alias")
    assert queries.search(at_work, text="bong thom").count == 1
    operations.correct_statement(
        actor=at_work, holding_id=held.id, statement_id=alias.id, text="", reason="another man"
    )
    assert queries.search(at_work, text="bong thom").count == 0
    with pytest.raises(Missing):
        operations.correct_statement(actor=at_work, holding_id=held.id, statement_id=alias.id, text="x", reason="y")


def test_a_statement_of_another_record_is_not_corrected_through_this_one(record, at_work):
    first, second = record(), record()
    theirs = second.statements.first()
    with pytest.raises(Missing):
        operations.correct_statement(
            actor=at_work, holding_id=first.id, statement_id=theirs.id, text="x", reason="authorised here only"
        )
    assert Statement.objects.filter(withdrawn=None).count() == 4


def test_a_statement_is_added_with_its_own_source_and_is_found(record, at_work):
    held = record()
    operations.add_statement(
        actor=at_work, holding_id=held.id, property="phone", text="012 999 888", source="seized telephone",
        evaluation=Evaluation.parse("A1"), restriction=STRICT, observed="2026-11",
    )  # fmt: skip
    said = held.statements.get(property="phone")
    assert (said.value, said.source, said.evaluation, said.observed) == (
        "+85512999888", "seized telephone", "A1", "2026-11",
    )  # fmt: skip
    assert said.restriction == STRICT
    assert queries.search(at_work, text="012999888").count == 1


def test_a_statement_is_never_less_restricted_than_its_record(record, at_work):
    held = record(restriction=STRICT)
    with pytest.raises(Refused):
        operations.add_statement(
            actor=at_work, holding_id=held.id, property="phone", text="012 999 888", restriction=Restriction()
        )


def test_anyone_on_the_case_tightens_and_only_a_supervisor_loosens(record, at_work, colleague):
    held = record()
    operations.change_holding(actor=at_work, holding_id=held.id, restriction=STRICT)
    assert {s.restriction for s in held.statements.all()} == {STRICT}
    with pytest.raises(Refused) as refused:
        operations.change_holding(actor=at_work, holding_id=held.id, restriction=Restriction())
    assert refused.value.code == "holdings.handling.looser"
    with pytest.raises(Refused):
        operations.change_holding(actor=at_work, holding_id=held.id, releasable_to=["VN", "TH"])
    supervisor = colleague(Person.SUPERVISOR)
    operations.change_holding(actor=supervisor, holding_id=held.id, restriction=Restriction(), releasable_to=["TH"])
    held.refresh_from_db()
    assert (held.restriction, held.releasable_to) == (Restriction(), ["TH"])


def test_a_partner_s_restriction_is_never_loosened_here(record, colleague):
    held = record(owner="partnernodeid", restriction=STRICT, releasable_to=())
    supervisor = colleague(Person.SUPERVISOR)
    for change in ({"restriction": Restriction()}, {"releasable_to": ["TH"]}):
        with pytest.raises(Refused) as refused:
            operations.change_holding(actor=supervisor, holding_id=held.id, **change)
        assert refused.value.code == "holdings.handling.owner"


def test_role_evaluation_and_retention_change_and_statements_go_no_longer_than_their_record(record, at_work):
    held = record()
    operations.change_holding(
        actor=at_work, holding_id=held.id, role=Role.OFFENDER, evaluation=Evaluation.parse("A1"),
        retention_until=date(2027, 1, 1),
    )  # fmt: skip
    held.refresh_from_db()
    assert (held.role, held.evaluation, held.retention_until) == ("offender", "A1", date(2027, 1, 1))
    assert {s.retention_until for s in held.statements.all()} == {date(2027, 1, 1)}


def test_only_a_victim_case_worker_says_who_is_a_victim(record, at_work, colleague):
    held = record()
    with pytest.raises(Refused):
        operations.change_holding(actor=at_work, holding_id=held.id, role=Role.VICTIM)
    worker = colleague(Person.VICTIM_WORKER)
    operations.change_holding(actor=worker, holding_id=held.id, role=Role.VICTIM)
    with pytest.raises(Missing):
        queries.detail(at_work, held.id)


CHANGES = {
    "add": lambda a, h: operations.add_statement(actor=a, holding_id=h.id, property="name", text="X"),
    "correct": lambda a, h: operations.correct_statement(
        actor=a, holding_id=h.id, statement_id=h.statements.first().id, text="X", reason="r"
    ),
    "change": lambda a, h: operations.change_holding(actor=a, holding_id=h.id, restriction=STRICT),
    "erase": lambda a, h: operations.erase_holding(actor=a, holding_id=h.id),
}
MAY = {
    Person.OFFICER: {"add", "correct", "change"},
    Person.SUPERVISOR: set(CHANGES),
    Person.VICTIM_WORKER: {"add", "correct", "change"},
}


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("role", list(Person)[:-1])
@pytest.mark.parametrize("change", CHANGES)
def test_who_changes_a_record(record, colleague, change, role, member):
    held = record()
    actor = colleague(role, "other", member=member and role in {*MAY, Person.ANALYST})
    entries = LedgerEntry.objects.count()
    if change != "erase":
        with pytest.raises(Refused):
            CHANGES[change](replace(actor, purpose="", case_id=None), held)
    if member and change in MAY.get(role, ()):
        CHANGES[change](actor, held)
        assert LedgerEntry.objects.count() > entries
    else:
        with pytest.raises(Refused):
            CHANGES[change](actor, held)
        assert LedgerEntry.objects.count() == entries
