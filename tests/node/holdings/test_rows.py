"""Many rows at once say what was given, whichever way the database takes them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.node.holdings.models import ImportFault, Term
from comity.node.holdings.rows import Rows

pytestmark = pytest.mark.django_db
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("kwid"), TEXT | st.sampled_from(["\\N", "\\.", "\t", "\r\n", '"']))))
def test_texts_come_back_as_they_were_given(record, given_rows):
    held = record()
    Term.objects.all().delete()
    Rows(Term, ("kind", "value"), holding=held.id).insert(given_rows)
    assert list(Term.objects.order_by("id").values_list("kind", "value")) == given_rows
    held.delete()


def test_numbers_truths_and_nothing_come_back_too(import_text):
    made = import_text("id,name\n1,A\n")
    rows = Rows(ImportFault, ("line", "field", "value", "left_out", "reason"), of=made.id)
    rows.insert([(7, "a\tb", "c\\", True, ""), (8, "", "", False, "x")])
    found = ImportFault.objects.order_by("line").values_list("line", "field", "value", "left_out", "reason")
    assert list(found) == [(7, "a\tb", "c\\", True, ""), (8, "", "", False, "x")]


def test_a_great_many_rows_are_written(record):
    held = record()
    before = Term.objects.count()
    Rows(Term, ("kind", "value"), holding=held.id).insert(("k", f"key {i}") for i in range(5001))
    assert Term.objects.count() == before + 5001
