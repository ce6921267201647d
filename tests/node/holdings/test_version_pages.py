from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.node.holdings import jobs, operations
from comity.node.holdings.models import Holding, Import, ImportState
from comity.subjects.mapping import Column, Mapping, written
from tests.node.holdings.test_pages import signed_in, stated

pytestmark = pytest.mark.django_db

HEAD = "<CONSOLIDATED_LIST>"


def un(*entries):
    inner = "".join(
        f"<INDIVIDUAL><DATAID>{own_id}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>{name}</FIRST_NAME></INDIVIDUAL>"
        for own_id, name in entries
    )
    return f"{HEAD}<INDIVIDUALS>{inner}</INDIVIDUALS></CONSOLIDATED_LIST>".encode()


OLD = un((1, "Sok"), (2, "Chan"), (3, "Keo"))
NEW = un((1, "Sok"), (2, "Chann"), (4, "Vong"))


@pytest.fixture
def desk(at_work):
    return signed_in(at_work)


@pytest.fixture
def held(at_work, grounds, tmp_path):
    path = tmp_path / "old.xml"
    path.write_bytes(OLD)
    return operations.import_file(actor=at_work, file=path, grounds=replace(grounds, source="border register"))


def test_a_table_is_read_with_its_mapping(desk, case):
    mapping = SimpleUploadedFile("m.toml", written(Mapping(id="No", columns=(Column("Nom", "name"),))).encode())
    table = SimpleUploadedFile("t.csv", b"No,Nom\n1,Sok Dara\n")
    sent = desk.post("/import/", stated(case, file=table, mapping=mapping))
    made = Import.objects.get()
    assert (made.file_name, made.format, made.read) == ("t.csv", "mapped", 1)
    desk.post(f"{sent.url}run/")
    assert Holding.objects.get().statements.get().value == "Sok Dara"


def test_a_wrong_mapping_is_told_in_the_form(desk, case):
    for text in (b"format = 7", b"\xff"):
        table = SimpleUploadedFile("t.csv", b"No,Nom\n1,Sok Dara\n")
        page = desk.post("/import/", stated(case, file=table, mapping=SimpleUploadedFile("m.toml", text)))
        assert (page.status_code, "m.toml" in page.text) == (400, True)
    assert not Import.objects.exists()


def test_a_checked_list_that_is_held_is_offered_compared_and_taken_as_its_newer_version(desk, case, held):
    sent = desk.post("/import/", stated(case, file=SimpleUploadedFile("new.xml", NEW)))
    page = desk.get(sent.url)
    assert "Take it as the newer version" in page.text
    assert "old.xml" in page.text
    page = desk.get(f"{sent.url}?compare=1")
    assert "<dt>Amended</dt><dd>1</dd>" in page.text
    assert Holding.objects.count() == 3
    assert desk.post(f"{sent.url}version/").status_code == 302
    page = desk.get(sent.url)
    assert "<dt>Added</dt><dd>1</dd>" in page.text
    assert "It replaced old.xml." in page.text
    assert Holding.objects.count() == 4


def test_a_large_list_is_left_to_the_worker(desk, case, held, settings, monkeypatch, at_work):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr("comity.node.holdings.views_import.AT_ONCE", 1)
    sent = desk.post("/import/", stated(case, file=SimpleUploadedFile("new.xml", NEW)))
    made = Import.objects.exclude(id=held.id).get()
    assert desk.post(f"{sent.url}version/").status_code == 302
    made.refresh_from_db()
    assert made.state == ImportState.CHECKED
    jobs.run_version.func(made.id, held.id, jobs._who(at_work))
    made.refresh_from_db()
    assert made.state == ImportState.DONE


def test_a_file_of_no_list_that_is_held_is_offered_nothing(desk, case, held):
    sent = desk.post("/import/", stated(case, file=SimpleUploadedFile("a.csv", b"id,name\n1,Sok\n")))
    assert "newer version" not in desk.get(sent.url).text
    assert desk.post(f"{sent.url}version/").status_code == 302
    assert Import.objects.exclude(id=held.id).get().state == ImportState.CHECKED
