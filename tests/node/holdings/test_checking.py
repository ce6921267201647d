"""A large file is read by the worker before anything is imported."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.kernel import Conflicting, Missing, Refused, UnreadableFile
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import checking, files, operations, views_import
from comity.node.holdings.models import Holding, Import, ImportState, Statement
from comity.node.permissions import Role as Person
from tests.node.holdings.conftest import FILE
from tests.node.holdings.test_pages import signed_in, stated

pytestmark = pytest.mark.django_db
MANY = "id,name,birthDate\n" + "".join(f"r{i},Sok Dara,19{i % 90 + 10}-01-02\n" for i in range(20_000))


@pytest.fixture
def at_once(settings):
    """The worker does what is left to it at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def received(actor, grounds, text=FILE, **more):
    return operations.receive_file(
        actor=actor, file=io.BytesIO(text.encode()), grounds=grounds, name="register.csv", **more
    )


def test_a_file_is_kept_first_and_read_by_the_worker_then(at_work, grounds):
    made = received(at_work, grounds)
    assert (made.state, made.rows, made.reached) == (ImportState.READING, 0, 0)
    assert files.is_kept(made.id)
    assert LedgerEntry.objects.latest("id").event == "holdings.import.received"
    checked = operations.check_received(actor=at_work, import_id=made.id)
    assert (checked.state, checked.rows, checked.read, checked.left_out) == (ImportState.CHECKED, 4, 3, 1)
    assert checked.reached == 100
    assert checked.faults.count() == 2
    assert not Holding.objects.exists()
    assert operations.run_checked(actor=at_work, import_id=made.id).read == 3
    with pytest.raises(Conflicting):
        operations.check_received(actor=at_work, import_id=made.id)


def test_how_far_it_is_goes_up_and_can_be_read_while_it_goes(at_work, grounds, monkeypatch):
    made, seen = received(at_work, grounds, MANY), []
    plain = checking._teller

    def watched(of):
        tell = plain(of)

        def told(done):
            tell(done)
            seen.append(Import.objects.get(id=of.id).reached)

        return told

    monkeypatch.setattr(checking, "_teller", watched)
    operations.check_received(actor=at_work, import_id=made.id)
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert max(seen) >= 90


def test_the_same_report_comes_from_the_request_and_from_the_worker(at_work, grounds):
    at_once = operations.check_file(actor=at_work, file=io.BytesIO(MANY.encode()), grounds=grounds, name="register.csv")
    later = operations.check_received(actor=at_work, import_id=received(at_work, grounds, MANY).id)
    same = ("file_name", "sha256", "size", "format", "encoding", "rows", "read", "left_out", "warnings", "values")
    assert [getattr(at_once, name) for name in same] == [getattr(later, name) for name in same]


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(at_work, grounds):
    made = received(at_work, grounds, 'id,name\n1,"A')
    with pytest.raises(UnreadableFile):
        operations.check_received(actor=at_work, import_id=made.id)
    made.refresh_from_db()
    assert made.state == ImportState.FAILED
    assert made.error
    assert not files.is_kept(made.id)
    page = signed_in(at_work).get(f"/imports/{made.id}/")
    assert "Choose a file again" in page.text
    with pytest.raises(UnreadableFile):
        received(at_work, grounds, "")


def test_who_may_not_import_hands_nothing_in_and_reads_nothing(at_work, grounds, officer, colleague):
    with pytest.raises(Refused):
        received(officer, grounds)
    made = received(at_work, grounds)
    with pytest.raises(Missing):
        operations.check_received(actor=colleague(Person.OFFICER, "stranger", member=False), import_id=made.id)
    assert Import.objects.get().state == ImportState.READING


def upload(desk, case, text):
    return desk.post("/import/", stated(case, file=SimpleUploadedFile("register.csv", text.encode())))


def test_the_page_of_a_large_file_shows_how_far_it_is_and_then_the_report(at_work, case, monkeypatch):
    desk = signed_in(at_work)
    gone = upload(desk, case, MANY)
    made = Import.objects.get()
    assert (gone.status_code, gone.url, made.state) == (302, f"/imports/{made.id}/", ImportState.READING)
    page = desk.get(gone.url)
    assert "The file is being read" in page.text
    assert "Waits for the worker." in page.text
    assert "What could not be read" not in page.text
    part = desk.get(gone.url, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "<progress" in part.text
    operations.check_received(actor=at_work, import_id=made.id)
    done = desk.get(gone.url, headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert "Import 20000 records" in desk.get(gone.url).text.replace("20,000", "20000")


def test_the_worker_reads_what_the_page_left_to_it(at_work, case, at_once):
    upload(signed_in(at_work), case, MANY)
    assert Import.objects.get().state == ImportState.CHECKED


def test_a_small_file_is_read_while_the_person_waits(at_work, case):
    assert len(FILE) < views_import.READ_AT_ONCE
    upload(signed_in(at_work), case, FILE)
    assert Import.objects.get().state == ImportState.CHECKED


def test_the_report_says_what_was_repaired_doubted_and_left_out(at_work, grounds, case):
    text = "id,name,birthDate,phone\nr1,Sok Dara,2513-05-12,012 345 678\nr2,Chan Thy,1970-02-30,\n,Nobody,,\n"
    made = operations.check_file(actor=at_work, file=io.BytesIO(text.encode()), grounds=grounds, name="register.csv")
    assert (made.rows, made.read, made.left_out, made.warnings) == (3, 2, 1, 1)
    assert made.repaired + made.doubted >= 1
    year = made.findings.get(field="birthDate")
    assert (year.count, year.line, year.original, year.value) == (1, 2, "2513-05-12", "1970-05-12")
    page = signed_in(at_work).get(f"/imports/{made.id}/").text
    assert "<rect" in page
    assert year.reason in page.replace("&#x27;", "'")
    table = b"".join(signed_in(at_work).get(f"/imports/{made.id}/faults.csv").streaming_content).decode("utf-8-sig")
    lines = table.splitlines()
    assert lines[0] == "line,field,value,reason,row_left_out,what,became,count"
    assert any(line.endswith(",row left out,,1") for line in lines)
    assert any("2513-05-12" in line and "1970-05-12" in line for line in lines)


def test_values_are_counted_as_they_are_kept(import_text):
    made = import_text(FILE)
    assert made.values == Statement.objects.filter(holding__imported=made).count() > 0


def test_what_was_found_is_emptied_when_the_retention_of_the_import_ends(at_work, import_text, clock):
    from datetime import UTC, datetime

    from comity.node.holdings.erasing import erase_expired

    made = import_text("id,name,birthDate\nr1,Sok Dara,2513-05-12\n")
    assert made.findings.exclude(original="").exists()
    clock.set(datetime(2030, 1, 2, tzinfo=UTC))
    erase_expired()
    assert made.findings.count() == 1
    assert not made.findings.exclude(original="", value="").exists()
