"""Undoing an import brings back what was there before, whatever was in the file."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.node.holdings import erasing, operations, queries, storing, undoing
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Holding, ImportState, Statement, Subject, Term

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12)
FILES = st.lists(st.tuples(TEXTS, st.sampled_from(["Person", "Company", "Vessel"]), TEXTS), min_size=1, max_size=7)


def everything():
    return [sorted(model.values_list()) for model in (Holding.every, Subject.objects, Statement.objects, Term.objects)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, st.booleans())
def test_undoing_restores_what_was_there(import_text, at_work, rows, many):
    import csv

    before, numbered = everything(), len(changes())
    stream = io.StringIO()
    table = csv.writer(stream)
    table.writerow(["id", "name", "schema", "notes"])
    table.writerows([f"{i}", f"Sok {name}", schema, note] for i, (name, schema, note) in enumerate(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "BATCH", 2)
        patch.setattr(erasing, "BATCH", 2)
        patch.setattr(undoing, "BATCH", 2)
        if many:
            patch.setattr(undoing, "AT_ONCE", 0)
        made = import_text(stream.getvalue())
        assert made.read == Holding.objects.filter(imported=made).count() == len(rows)
        assert operations.undo_import(actor=at_work, import_id=made.id) == len(rows)
        assert queries.search(at_work).count == len(before[0])
        if many:
            assert undoing.tend() == len(rows)
    made.refresh_from_db()
    assert (made.state, made.stored) == (ImportState.UNDONE, 0)
    assert everything() == before
    kinds = [c.kind for c in changes(after=numbered)]
    assert kinds == ["added"] * len(rows) + ["removed"] * len(rows)


def test_many_records_are_gone_at_once_and_erased_in_turns(import_text, at_work, monkeypatch):
    for module, name in ((undoing, "AT_ONCE"), (undoing, "BATCH"), (undoing, "TURN")):
        monkeypatch.setattr(module, name, 3 if name == "BATCH" else 0)
    made = import_text("id,name\n" + "".join(f"{i},Person {i}\n" for i in range(8)))
    assert operations.undo_import(actor=at_work, import_id=made.id) == 8
    assert (Holding.objects.count(), Holding.every.count()) == (0, 8)
    assert queries.search(at_work, text="Person 1").rows == []
    made.refresh_from_db()
    assert made.state == ImportState.UNDOING
    assert [undoing.tend() for _ in range(5)] == [3, 3, 2, 0, 0]
    made.refresh_from_db()
    assert (made.state, Holding.every.count()) == (ImportState.UNDONE, 0)
