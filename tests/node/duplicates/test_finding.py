import pytest

from comity import linkage
from comity.node.duplicates import blocks, finding
from comity.node.duplicates.finding import find, progress
from comity.node.duplicates.models import Place, Proposal
from comity.node.holdings import changes, keying, operations
from comity.node.holdings.models import ChangeKind, Holding
from comity.node.permissions import Role as Person
from comity.subjects import NEVER_INDEXED, Role

pytestmark = pytest.mark.django_db

HEAD = "id,name,birthDate,nationality,passportNumber,gender\n"
ONE = "a,Sok Dara,1970-05-12,KH,N1234567,male\n"
SAME = "b,សុខ ដារ៉ា,1970-05-12,KH,N1234567,male\n"
OTHER = "c,Chan Thy,1981-01-02,KH,N7654321,female\n"


def test_records_of_one_subject_meet_within_a_file_and_across_files(import_text, look):
    import_text(HEAD + ONE + SAME + OTHER)
    assert look() == [("a", "b")]
    import_text(HEAD + ONE.replace("a,", "d,", 1))
    assert look() == [("a", "b"), ("a", "d"), ("b", "d")]


def test_a_proposal_says_which_keys_met_and_how_sure_it_is(import_text, look):
    import_text(HEAD + ONE + SAME)
    look()
    found = Proposal.objects.get()
    assert {"passport", "name+date"} <= set(found.keys)
    assert found.score > 0.99
    assert found.strength == "strong"
    assert found.against == []
    assert next(code for code, factor in found.reasons if factor > 1).startswith("document.passport")


def test_how_changes_are_divided_into_batches_makes_no_difference(import_text, look):
    rows = [f"{i}{c},Sok {name},19{60 + i}-03-{i + 1:02},KH,N{1000000 + i},male\n"
            for i, name in enumerate(["Dara", "Thy", "Bunny", "Vuthy", "Rith"]) for c in "xy"]  # fmt: skip
    import_text(HEAD + "".join(rows))
    assert look(3) == [(f"{i}x", f"{i}y") for i in range(5)]
    Place.objects.all().delete()
    Proposal.objects.all().delete()
    blocks.forget()
    assert look(1000) == [(f"{i}x", f"{i}y") for i in range(5)]


def test_a_record_that_knows_only_the_year_meets_one_that_knows_the_day(import_text, look):
    import_text("id,name,birthDate,nationality,phone\na,Kong Sopheak,1970-05-12,KH,012 345 678\n")
    look()
    import_text("id,name,birthDate,nationality,phone\nb,Kong Sopheak,1970,KH,012 345 678\n")
    assert look() == [("a", "b")]


def test_what_both_state_differently_speaks_against_and_makes_it_possible_at_most(import_text, look):
    import_text(HEAD + ONE + SAME.replace("male", "female").replace("1970-05-12", "1975-01-01"))
    assert look() == [("a", "b")]
    found = Proposal.objects.get()
    assert found.against == ["gender", "date"]
    assert found.strength == "possible"


@pytest.mark.parametrize("protected", sorted(NEVER_INDEXED))
@pytest.mark.parametrize("other", [Role.SUSPECT, Role.VICTIM, Role.WITNESS, Role.UNKNOWN])
def test_protected_roles_are_never_proposed_across_roles_and_victims_never(record, colleague, look, protected, other):
    worker = colleague(Person.VICTIM_WORKER)
    values = (("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("passportNumber", "N1234567"))
    record(*values, actor=worker, role=protected)
    record(*values, actor=worker, role=other)
    assert bool(look()) is (protected is other is not Role.VICTIM)


def test_a_record_that_becomes_a_witness_is_no_longer_proposed(record, look, at_work):
    values = (("name", "Sok Dara"), ("birthDate", "1970-05-12"), ("passportNumber", "N1234567"))
    record(*values)
    second = record(*values)
    assert len(look()) == 1
    operations.change_holding(actor=at_work, holding_id=second.id, role=Role.WITNESS)
    assert look() == []


def test_a_correction_takes_a_proposal_away_and_a_further_statement_brings_it_back(record, look, at_work):
    record(("name", "Sok Dara"), ("passportNumber", "N1234567"), ("birthDate", "1970-05-12"))
    second = record(("name", "Chan Thy"), ("passportNumber", "N1234567"), ("birthDate", "1981-01-02"))
    assert len(look()) == 1
    wrong = second.statements.get(property="passportNumber")
    operations.correct_statement(
        actor=at_work, holding_id=second.id, statement_id=wrong.id, text="N7654321", reason="misread"
    )
    assert look() == []
    operations.add_statement(actor=at_work, holding_id=second.id, property="passportNumber", text="N1234567")
    assert len(look()) == 1


def test_what_is_erased_leaves_no_key_and_no_proposal(import_text, look, at_work):
    made = import_text(HEAD + ONE + SAME)
    look()
    operations.undo_import(actor=at_work, import_id=made.id)
    assert look() == []
    assert not Proposal.objects.exists()
    assert list(blocks.holders([0])) == []
    assert progress() == (4, 4)


def test_a_key_that_very_many_share_brings_nobody_together(import_text, look, monkeypatch):
    monkeypatch.setattr(blocks, "MOST_HOLDERS", 5)
    rows = "".join(f"p{i},,,,,,+855 12 345 678\n" for i in range(9))
    import_text(
        "id,name,birthDate,nationality,passportNumber,gender,phone\n" + rows.replace(",,,,,,", ",Sok Dara,,KH,,,")
    )
    assert look() == []


def test_one_record_is_proposed_with_a_few_others_at_a_time(import_text, look):
    import_text(HEAD + "".join(ONE.replace("a,", f"{i},", 1) for i in range(12)))
    look()
    assert all(
        Proposal.objects.filter(first=h).count() + Proposal.objects.filter(second=h).count() <= finding.MOST_PROPOSED
        for h in Holding.objects.values_list("id", flat=True)
    )
    assert Proposal.objects.exists()


def test_a_new_way_to_derive_keys_starts_anew_and_keeps_what_was_decided(import_text, look, at_work, monkeypatch):
    from comity.node.duplicates.operations import decline_proposed

    import_text(HEAD + ONE + SAME)
    look()
    decline_proposed(actor=at_work, proposal_id=Proposal.objects.get().id)
    monkeypatch.setattr(linkage, "version", lambda: "other/9")
    assert progress()[0] == 0
    assert look() == []
    assert Proposal.objects.get().state == "declined"


def test_the_chore_does_everything_that_waits(import_text):
    import_text(HEAD + ONE + SAME)
    assert find() == 2
    assert find() == 0
    assert Proposal.objects.count() == 1


def test_a_statement_that_is_restricted_apart_counts_here_whichever_record_came_first(record, look):
    for first in (True, False):
        made = [record(("name", name)) for name in ("Sok Dara", "Chan Thy")]
        for held in made if first else reversed(made):
            held.statements.create(
                property="passportNumber", value="N7654321", source="s", evaluation="B2", handling="H0 H2",
                retention_until=held.retention_until, recorded=held.recorded,
            )  # fmt: skip
            keying.refresh([held.id])
            changes.note(ChangeKind.CHANGED, [held.id])
            look()
        assert Proposal.objects.filter(first__in=made, second__in=made).exists()
        Proposal.objects.all().delete()
        for held in made:
            held.statements.all().delete()
            changes.note(ChangeKind.CHANGED, [held.id])
