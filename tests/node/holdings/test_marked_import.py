"""Files that carry marks: what is stored is bound by them and by what the import states."""

import io
from datetime import date

import pytest

from comity.kernel import Conflicting, Evaluation, Handling, Pap, Restriction, Tlp
from comity.node.holdings import indexing
from comity.node.holdings.models import Holding
from comity.node.holdings.operations import import_file
from comity.node.holdings.versions import import_version
from comity.subjects import Schema, Subject, Value
from comity.subjects.marks import Marks
from comity.subjects.writers import write_ftm, write_misp, write_stix
from tests.subjects.marked import COVER

STRICT = Marks(
    Restriction(frozenset({Handling.H1}), Tlp.AMBER_STRICT, Pap.RED), Evaluation("C", "3"), "Traffic cases",
    ("investigation",), date(2027, 1, 1), "vn-police", "their register",
)  # fmt: skip
LOOSE = Marks(Restriction(tlp=Tlp.CLEAR, pap=Pap.CLEAR), Evaluation("A", "1"), retention_until=date(2050, 1, 1))
RED = Marks(Restriction(tlp=Tlp.RED), observed="2026-05")


def subject(own_id, marks, *own) -> Subject:
    values = (Value("name", f"Sok {own_id}", f"Sok {own_id}"), Value("phone", "+85512345678", "+85512345678"))
    return Subject(own_id, Schema.PERSON, values, None, "", marks, own)


SUBJECTS = [subject("strict", STRICT), subject("loose", LOOSE), subject("partly", LOOSE, None, RED)]


def stix(stream):
    write_stix(SUBJECTS, stream, COVER)


def misp(stream):
    write_misp(SUBJECTS, stream, COVER)


def ftm(stream):
    write_ftm(SUBJECTS, stream)


@pytest.mark.parametrize("write", [stix, misp, ftm])
def test_marks_of_a_file_tighten_and_never_loosen(at_work, grounds, write):
    stream = io.StringIO()
    write(stream)
    made = import_file(actor=at_work, file=io.BytesIO(stream.getvalue().encode()), grounds=grounds, name="theirs")
    assert (made.read, made.left_out, made.warnings) == (3, 0, 0)
    held = {h.reference: h for h in Holding.objects.filter(imported=made)}
    strict, loose, partly = held["strict"], held["loose"], held["partly"]
    assert strict.restriction == Restriction(
        frozenset({Handling.H1, Handling.H3}), Tlp.AMBER_STRICT, Pap.RED, "Permitted use: Traffic cases"
    )
    assert (strict.evaluation, strict.retention_until, strict.owner, strict.source) == (
        "C3", date(2027, 1, 1), "vn-police", "their register"
    )  # fmt: skip
    assert {s.permitted_purposes for s in strict.statements.all()} == {"investigation"}
    assert (loose.restriction, loose.evaluation, loose.retention_until, loose.owner) == (
        grounds.restriction, "B2", grounds.retention_until, ""
    )  # fmt: skip
    phone = partly.statements.get(property="phone")
    assert (phone.tlp, phone.observed, partly.tlp) == (Tlp.RED, "2026-05", Tlp.AMBER)


def test_what_is_more_restricted_than_its_record_makes_no_key_and_a_partners_record_none(at_work, grounds):
    stream = io.StringIO()
    write_stix(SUBJECTS, stream, COVER)
    made = import_file(actor=at_work, file=io.BytesIO(stream.getvalue().encode()), grounds=grounds, name="theirs")
    held = dict(Holding.objects.filter(imported=made).values_list("reference", "id"))
    keys = {each.holding_id: [k.kind for k in each.keys] for batch in indexing.keyed() for each in batch}
    assert held["strict"] not in keys
    assert "phone" in keys[held["loose"]]
    assert "phone" not in keys[held["partly"]]


def test_a_file_with_marks_is_no_newer_version_of_a_list(at_work, grounds):
    """What a newer version adds to a record is bound as the record is, so marks of the file would be lost."""
    stream = io.StringIO()
    write_ftm([subject("strict", None), subject("other", None)], stream)
    plain = io.BytesIO(stream.getvalue().encode())
    old = import_file(actor=at_work, file=plain, grounds=grounds, name="old.json")
    stream = io.StringIO()
    write_ftm([subject("strict", STRICT), subject("other", STRICT)], stream)
    with pytest.raises(Conflicting, match="marks of their own"):
        import_version(actor=at_work, file=io.BytesIO(stream.getvalue().encode()), import_id=old.id, name="new.json")
    assert {h.restriction for h in Holding.objects.all()} == {grounds.restriction}
