import csv
import io

import pytest

from comity.kernel import Handling, Limits, Missing, Refused, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.audit.models import LedgerEntry
from comity.node.holdings import operations
from comity.node.permissions import Role as Person
from comity.subjects import Role
from comity.subjects.readers import read

pytestmark = pytest.mark.django_db


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_each_row_carries_what_may_be_done_with_it(record, at_work, colleague):
    held = record(("name", "Sok Dara"), ("alias", "=HYPERLINK(1)"))
    h3 = Restriction(frozenset({Handling.H3}), Tlp.AMBER_STRICT, Pap.RED, "ask first")
    operations.add_statement(actor=at_work, holding_id=held.id, property="phone", text="012345678", restriction=h3)
    text = "".join(operations.export_csv(actor=colleague(Person.SUPERVISOR)))
    (row,) = rows(text)
    assert (row["id"], row["role"], row["name"], row["alias"]) == (held.id, "suspect", "Sok Dara", "'=HYPERLINK(1)")
    assert (row["handling"], row["tlp"], row["pap"], row["words"]) == ("H0 H3", "AMBER+STRICT", "RED", "ask first")
    assert row["left_out"] == ""
    assert (row["evaluation"], row["ground"], row["releasable_to"]) == ("B2", "KH-2026-1", "VN")
    entry = LedgerEntry.objects.latest("id")
    assert (entry.event, held.id in entry.object_ids) == ("holdings.exported", True)
    (back,) = read(io.BytesIO(text.encode()), limits=Limits())
    assert (back.id, back.role, back.get("alias")) == (held.id, Role.SUSPECT, ("=HYPERLINK(1)",))


def test_what_is_for_the_persons_named_is_left_out_and_the_row_says_why(record, at_work, colleague):
    held = record(("name", "Sok Dara"))
    red = Restriction(tlp=Tlp.RED)
    for phone in ("012345678", "012345679"):
        operations.add_statement(actor=at_work, holding_id=held.id, property="phone", text=phone, restriction=red)
    text = "".join(operations.export_csv(actor=colleague(Person.SUPERVISOR)))
    (row,) = rows(text)
    assert (row["name"], row["phone"], row["tlp"]) == ("Sok Dara", "", "AMBER")
    assert "12345678" not in text
    assert row["left_out"] == (
        "2 ×: Your agency marked it TLP RED: for the persons named, and neither for paper nor for files. "
        "Read it here, or have a supervisor lower the mark."
    )


def test_victims_are_in_no_export(record, colleague):
    record(actor=colleague(Person.VICTIM_WORKER), role=Role.VICTIM)
    supervisor = colleague(Person.SUPERVISOR)
    with pytest.raises(Missing):
        operations.export_csv(actor=supervisor)
    record()
    assert [row["role"] for row in rows("".join(operations.export_csv(actor=supervisor)))] == ["suspect"]


@pytest.mark.parametrize("role", list(Person)[:-1])
@pytest.mark.parametrize("member", [True, False])
def test_mass_export_is_a_permission_of_its_own(record, colleague, role, member):
    record()
    actor = colleague(role, "other", member=member and role not in {Person.AUDITOR, Person.ADMINISTRATOR})
    if role is Person.SUPERVISOR and member:
        assert len(rows("".join(operations.export_csv(actor=actor)))) == 1
    else:
        with pytest.raises(Refused):
            operations.export_csv(actor=actor)
