"""Items leave in formats that carry marks; what may not leave is not in the file, and the file says why."""

import io
from datetime import date, timedelta

import pytest

from comity.kernel import Handling, Limits, Tlp
from comity.node.items import operations as items
from comity.node.items.models import Copy
from comity.node.runtime import clock
from comity.subjects import stix
from comity.subjects.readers import read
from tests.node.items.giving import TEXT, given, marks


@pytest.mark.parametrize("form", ["stix", "misp", "ftm"])
def test_an_item_keeps_its_owner_and_marks_in_the_file(three, form):
    free = given(three, "KH", "VN", marks("H1", tlp=Tlp.GREEN), permitted_purposes=("investigation", "prosecution"))
    red = given(three, "KH", "VN", marks(tlp=Tlp.RED), text="For one person only.")
    with three.at("VN") as node:
        packed = items.export_as(actor=node.supervisor, items=[free, red], form=form)
        made = read(io.BytesIO(packed.text.encode()), limits=Limits())
        (subject,) = list(made)
        assert made.faults == []
        assert (subject.id, subject.get("notes")) == (free.wire_id, (TEXT,))
        assert subject.get("name") + subject.get("passportNumber")
        held = subject.marks
        assert (held.restriction.handling, held.restriction.tlp) == ({Handling.H0, Handling.H1}, Tlp.GREEN)
        assert (held.owner, str(held.evaluation), held.permitted_use) == (three["KH"].id, "B2", "Intelligence.")
        assert held.permitted_purposes == ("investigation", "prosecution")
        assert held.retention_until == clock().now().date() + timedelta(days=90)
        assert held.observed == "2026-11"
        assert "For one person only." not in packed.text
        assert list(packed.left_out.values()) == [1]
        if form != "ftm":
            assert red.wire_id in packed.text
        assert list(Copy.objects.values_list("item_id", "kind")) == [(free.id, "export")]
        assert isinstance(held.retention_until, date)
        assert stix.TYPES[subject.schema] == "identity"


def test_the_page_sends_it(three):
    free = given(three, "KH", "VN", marks(tlp=Tlp.GREEN))
    with three.at("VN") as node:
        client = node.client("supervisor")
        answer = client.post("/items/export", {"item": free.id, "format": "stix"})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/stix+json;version=2.1")
        assert TEXT in answer.content.decode()
        assert client.post("/items/export", {"item": free.id, "format": "pdf"}).status_code == 400
