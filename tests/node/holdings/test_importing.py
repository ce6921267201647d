import io

import pytest

from comity.kernel import Conflicting, InvalidInput, Limits, Missing, Refused, UnreadableFile
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import files, operations, storing
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Change, Holding, Import, ImportFault, ImportState, Statement, Subject, Term
from comity.node.permissions import Role as Person
from comity.subjects import Role
from comity.subjects.readers import read

pytestmark = pytest.mark.django_db

FILE = "id,name,birthDate,phone\nr1,Sok Dara,1970-05-12,012 345 678\nr2,Chan Thy,1970-02-30,\n,Nobody,,\n"


def nothing_is_there():
    return not any(model.objects.exists() for model in (Import, ImportFault, Holding, Statement, Subject, Term, Change))


def test_every_row_is_a_holding_or_a_fault_and_every_value_a_statement(import_text, grounds, at_work):
    made = import_text(FILE)
    assert (made.state, made.rows, made.read, made.left_out, made.warnings) == (ImportState.DONE, 3, 2, 1, 1)
    assert Holding.objects.count() == Subject.objects.count() == 2
    held = Holding.objects.get(reference="r1")
    assert (held.case_id, held.role, held.source, held.evaluation) == (grounds.case_id, "suspect", grounds.source, "B2")
    assert (held.releasable_to, held.recorded_by, held.imported_id) == (["VN"], at_work.user_id, made.id)
    phone = held.statements.get(property="phone")
    assert (phone.value, phone.as_written, phone.country) == ("+85512345678", "012 345 678", "KH")
    assert (phone.source, phone.evaluation, phone.handling) == (grounds.source, "B2", "H0")
    assert phone.retention_until == grounds.retention_until
    assert [(f.line, f.field, f.left_out) for f in made.faults.all()] == [(3, "birthDate", False), (4, "id", True)]
    assert made.sha256 == read(io.BytesIO(FILE.encode()), limits=Limits()).source.sha256


def test_an_import_is_one_entry_of_the_ledger_with_counts(import_text):
    before = LedgerEntry.objects.count()
    made = import_text(FILE)
    entry = LedgerEntry.objects.latest("id")
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.event, made.id in entry.object_ids, entry.purpose) == ("holdings.import.done", True, "investigation")
    assert '"read":2' in entry.details


def test_a_failure_in_the_middle_changes_nothing(import_text, monkeypatch):
    monkeypatch.setattr(storing, "BATCH", 2)
    rows = "".join(f"r{i},Person {i}\n" for i in range(9))
    ledger = LedgerEntry.objects.count()

    def die(done: int) -> None:
        if done >= 6:
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        import_text("id,name\n" + rows, progress=die)
    assert nothing_is_there()
    assert LedgerEntry.objects.count() == ledger


@pytest.mark.parametrize("text", ["", "no,such\ncolumns,x\n", 'id,name\n1,"A', "id,name\n1,A\x00\n"])
def test_a_refused_file_changes_nothing(import_text, text):
    with pytest.raises(UnreadableFile):
        import_text(text)
    assert nothing_is_there()


def test_strict_refuses_the_file_for_one_bad_value(import_text):
    with pytest.raises(UnreadableFile, match="line 3"):
        import_text(FILE, strict=True)
    assert nothing_is_there()


def test_a_role_in_a_row_goes_before_the_role_of_the_import(import_text):
    import_text("id,name,role\n1,A,witness\n2,B,\n3,C,victm\n")
    roles = dict(Holding.objects.values_list("reference", "role"))
    assert roles == {"1": Role.WITNESS, "2": Role.SUSPECT, "3": Role.UNKNOWN}


def test_only_a_victim_case_worker_records_victims(import_text, grounds, colleague):
    from dataclasses import replace

    made = import_text("id,name,role\n1,A,victim\n2,B,\n")
    assert (made.rows, made.read, made.left_out) == (2, 1, 1)
    assert made.faults.get().reason == "only a victim case worker records victims"
    with pytest.raises(Refused):
        import_text("id,name\n1,A\n", grounds=replace(grounds, role=Role.VICTIM))
    worker = colleague(Person.VICTIM_WORKER)
    import_text("id,name\nv1,A\n", actor=worker, grounds=replace(grounds, role=Role.VICTIM))
    assert Holding.objects.get(reference="v1").role == Role.VICTIM


def test_who_does_not_work_on_the_case_or_states_no_purpose_imports_nothing(import_text, colleague, officer):
    for actor in (
        officer,
        colleague(Person.OFFICER, "stranger", member=False),
        colleague(Person.AUDITOR, member=False),
    ):
        with pytest.raises(Refused):
            import_text(FILE, actor=actor)
    assert nothing_is_there()


@pytest.mark.parametrize(
    "wrong",
    [{"source": " "}, {"case_id": None}, {"releasable_to": ("Atlantis",)}, {"retention_until": "yesterday"}],
)
def test_an_import_states_everything_once(import_text, grounds, clock, wrong):
    from dataclasses import replace
    from datetime import date

    if "retention_until" in wrong:
        wrong = {"retention_until": date(2026, 11, 21)}
    with pytest.raises((InvalidInput, Refused)):
        import_text(FILE, grounds=replace(grounds, **wrong))
    assert nothing_is_there()


def test_countries_are_kept_as_codes(import_text, grounds):
    from dataclasses import replace

    import_text(FILE, grounds=replace(grounds, releasable_to=("Viet Nam", "TH")))
    assert Holding.objects.first().releasable_to == ["VN", "TH"]


def test_changes_are_numbered_without_gaps(import_text):
    import_text(FILE)
    import_text("id,name\n9,Z\n")
    found = changes()
    assert [c.number for c in found] == [1, 2, 3]
    assert {c.holding_id for c in found} == set(Holding.objects.values_list("id", flat=True))
    assert [c.number for c in changes(after=2)] == [3]


def test_a_file_is_checked_first_and_imported_when_a_person_says_so(at_work, grounds):
    checked = operations.check_file(actor=at_work, file=io.BytesIO(FILE.encode()), grounds=grounds, name="a.csv")
    assert (checked.state, checked.read, checked.left_out) == (ImportState.CHECKED, 2, 1)
    assert checked.faults.count() == 2
    assert not Holding.objects.exists()
    done = operations.run_checked(actor=at_work, import_id=checked.id)
    assert (done.id, done.state, done.read) == (checked.id, ImportState.DONE, 2)
    assert done.faults.count() == 2
    assert Holding.objects.count() == 2
    assert not files.is_kept(checked.id)
    with pytest.raises(Conflicting):
        operations.run_checked(actor=at_work, import_id=checked.id)
    assert Holding.objects.count() == 2


def test_a_kept_file_that_was_changed_is_not_imported(at_work, grounds):
    checked = operations.check_file(actor=at_work, file=io.BytesIO(FILE.encode()), grounds=grounds, name="a.csv")
    files.path(checked.id).write_text(FILE.replace("Sok", "Sam"))
    with pytest.raises(UnreadableFile):
        operations.run_checked(actor=at_work, import_id=checked.id)
    assert Import.objects.get().state == ImportState.FAILED
    assert not Holding.objects.exists()


def test_the_worker_runs_what_was_left_to_it(at_work, grounds, settings):
    from comity.node.holdings import jobs

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    checked = operations.check_file(actor=at_work, file=io.BytesIO(FILE.encode()), grounds=grounds, name="a.csv")
    jobs.leave_import(at_work, checked.id)
    assert Import.objects.get().state == ImportState.DONE
    assert Holding.objects.count() == 2


def test_an_import_is_undone_as_a_whole_and_its_report_stays(import_text, at_work):
    made = import_text(FILE)
    kept = import_text("id,name\n9,Z\n")
    assert operations.undo_import(actor=at_work, import_id=made.id) == 2
    assert list(Holding.objects.values_list("imported_id", flat=True)) == [kept.id]
    assert Subject.objects.count() == 1
    made.refresh_from_db()
    assert (made.state, made.read, made.faults.count()) == (ImportState.UNDONE, 2, 2)
    assert [c.kind for c in changes()] == ["added", "added", "added", "removed", "removed"]
    with pytest.raises(Conflicting):
        operations.undo_import(actor=at_work, import_id=made.id)


def test_an_import_of_others_is_missing(import_text, colleague):
    made = import_text(FILE)
    stranger = colleague(Person.OFFICER, "stranger", member=False)
    with pytest.raises(Missing):
        operations.undo_import(actor=stranger, import_id=made.id)
    assert Holding.objects.count() == 2


def test_the_published_list_is_imported_whole(shared_data, at_work, grounds):
    from dataclasses import replace

    file = shared_data / "un_sc" / "un_consolidated_2026-02-27.xml"
    made = operations.import_file(actor=at_work, file=file, grounds=replace(grounds, role=Role.LISTED))
    assert (made.format, made.rows, made.read, made.left_out) == ("un", 1003, 1003, 0)
    assert Holding.objects.filter(role=Role.LISTED).count() == 1003


def test_a_checked_import_that_breaks_off_says_so_and_can_be_tried_again(at_work, grounds):
    checked = operations.check_file(actor=at_work, file=io.BytesIO(FILE.encode()), grounds=grounds, name="a.csv")

    def die(_done: int) -> None:
        raise RuntimeError("the disk went")

    with pytest.raises(RuntimeError):
        operations.run_checked(actor=at_work, import_id=checked.id, progress=die)
    checked.refresh_from_db()
    assert (checked.state, checked.error) == (ImportState.FAILED, "RuntimeError")
    assert not Holding.objects.exists()
    operations.run_checked(actor=at_work, import_id=checked.id)
    assert Holding.objects.count() == 2
