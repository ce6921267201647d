"""Holdings leave with their marks, come back as they were, and what may not leave is named."""

import io
import json
from datetime import date

import pytest
import stix2

from comity.kernel import Exhausted, InvalidInput, Limits, Missing, Refused, Restriction, Tlp
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import packing
from comity.node.holdings.operations import add_statement
from comity.node.permissions import Role as Person
from comity.subjects import Role
from comity.subjects.readers import read


@pytest.fixture
def supervisor(colleague):
    return colleague(Person.SUPERVISOR)


def back(packed):
    made = read(io.BytesIO(packed.text.encode()), limits=Limits())
    return made, {s.get("name")[0]: s for s in made}


@pytest.mark.parametrize("form", list(packing.FORMS))
def test_records_come_back_with_the_marks_of_each_statement(supervisor, at_work, record, form):
    held = record(("name", "Sok Dara"), ("birthDate", "1970"), ("phone", "012 345 678"))
    add_statement(
        actor=at_work, holding_id=held.id, property="alias", text="Ra", restriction=Restriction(tlp=Tlp.AMBER_STRICT),
        observed="2026-05",
    )  # fmt: skip
    packed = packing.export_as(actor=supervisor, form=form)
    made, found = back(packed)
    assert (made.format.name, made.faults, packed.holdings, packed.left_out) == (form, [], 1, {})
    subject = found["Sok Dara"]
    assert (subject.id, subject.role) == (held.id, Role.SUSPECT)
    assert subject.as_mapping() == {
        "name": ("Sok Dara",), "birthDate": ("1970",), "phone": ("+85512345678",), "alias": ("Ra",)
    }  # fmt: skip
    assert (subject.marks.restriction, str(subject.marks.evaluation), subject.marks.retention_until) == (
        Restriction(), "B2", date(2030, 1, 1)
    )  # fmt: skip
    own = {v.property: m for v, m in subject.marked() if m}
    assert set(own) == {"alias"}
    assert (own["alias"].restriction.tlp, own["alias"].observed) == (Tlp.AMBER_STRICT, "2026-05")


def test_what_may_not_leave_is_left_out_and_named(supervisor, at_work, record):
    held = record(("name", "Sok Dara"))
    add_statement(
        actor=at_work, holding_id=held.id, property="phone", text="012345678", restriction=Restriction(tlp=Tlp.RED)
    )
    record(("name", "Keo Red"), restriction=Restriction(tlp=Tlp.RED))
    packed = packing.export_as(actor=supervisor, form="stix")
    _made, found = back(packed)
    assert set(found) == {"Sok Dara"}
    assert found["Sok Dara"].get("phone") == ()
    ((reason, count),) = packed.left_out.items()
    assert (count, "TLP RED" in reason) == (2, True)
    bundle = json.loads(packed.text)
    stix2.parse(bundle, allow_custom=False)
    (report,) = (o for o in bundle["objects"] if o["type"] == "report")
    assert report["description"] == f"Left out: 2 statements. {reason}"
    entry = LedgerEntry.objects.filter(event="holdings.exported").get()
    assert held.id in entry.object_ids
    assert '"left_out":{"uses.red.own":2}' in entry.details


def test_victims_are_in_no_export(supervisor, record, colleague, case):
    worker = colleague(Person.VICTIM_WORKER)
    record(("name", "Keo Bopha"), actor=worker, role=Role.VICTIM)
    with pytest.raises(Missing):
        packing.export_as(actor=supervisor, form="stix")


def test_only_who_may_export_does_and_only_in_formats_that_there_are(supervisor, at_work, record, monkeypatch):
    record()
    with pytest.raises(Refused):
        packing.export_as(actor=at_work, form="stix")
    with pytest.raises(InvalidInput):
        packing.export_as(actor=supervisor, form="pdf")
    monkeypatch.setattr(packing, "MOST", 0)
    with pytest.raises(Exhausted):
        packing.export_as(actor=supervisor, form="stix")


def test_the_page_sends_the_file_and_says_afterwards_what_is_not_in_it(supervisor, at_work, record):
    from django.test import Client

    from comity.node.accounts.models import User
    from tests.node.world import BACKEND

    held = record(("name", "Sok Dara"))
    red = Restriction(tlp=Tlp.RED)
    add_statement(actor=at_work, holding_id=held.id, property="phone", text="012345678", restriction=red)
    client = Client()
    client.force_login(User.objects.get(id=supervisor.user_id), backend=BACKEND)
    answer = client.post("/holdings/export/", {"format": "misp"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.misp.json"')
    assert json.loads(answer.content)["Event"]["Object"]
    page = client.get("/holdings/").content.decode()
    assert "1 statement was left out. Your agency marked it TLP RED" in page
    assert client.post("/holdings/export/", {"format": "pdf"}).status_code == 400
