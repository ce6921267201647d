"""That a case exists is known to who works on it; its records may be open to others."""

import pytest

from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.operations import open_case, start_period
from comity.node.permissions import Role as Person
from tests.node.holdings.test_pages import signed_in

pytestmark = pytest.mark.django_db


def test_the_reference_of_a_case_is_shown_to_who_works_on_it_alone(record, at_work, case, colleague):
    held = record()
    paths = ("/holdings/", "/holdings/?text=Sok+Dara", f"/holdings/{held.id}/", "/v1/desk/holdings",
             f"/v1/desk/holdings/{held.id}")  # fmt: skip
    stranger = colleague(Person.OFFICER, "stranger", member=False)
    own = open_case(
        actor=stranger, reference="KH-2026-9", title="Another", offence=Offence.DRUG_TRAFFICKING,
        purpose=Purpose.INVESTIGATION,
    )  # fmt: skip
    start_period(actor=stranger, purpose=Purpose.INVESTIGATION, case_id=own.id)
    for path in paths:
        mine, theirs = signed_in(at_work).get(path), signed_in(stranger).get(path)
        assert case.reference in mine.text, path
        assert theirs.status_code == 200
        assert "Sok Dara" in theirs.text
        assert case.reference not in theirs.text, path


def test_a_supervisor_knows_every_case(record, case, colleague):
    record()
    assert case.reference in signed_in(colleague(Person.SUPERVISOR)).get("/holdings/").text
