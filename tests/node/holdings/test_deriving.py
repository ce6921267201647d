"""A process beside an import derives what would be derived here, and nothing is lost when it is killed."""

import io
import os
import signal
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.kernel import Limits
from comity.node.holdings import deriving, operations, storing, terms
from comity.node.holdings.models import Holding, ImportState, Term, TermKind
from comity.subjects import Role, Schema, Subject, Value

LIMITS = Limits()
SUBJECTS = [
    Subject.of(
        "1", Schema.PERSON, None, name="សុខ ដារ៉ា", alias="Sok Dara", birthDate="1970-05-12", phone="+85512345678"
    ),
    Subject.of("2", Schema.VESSEL, None, name="Blue Sky\tTwo", imoNumber="9074729", flag="vn"),
    Subject.of("3", Schema.PERSON, None, name="Nguyễn Văn An\ud800", birthDate="1981"),
]
ROLES = [Role.SUSPECT, Role.LISTED, Role.VICTIM]
HERE = deriving.derived(SUBJECTS, ROLES, LIMITS)


@pytest.fixture
def deriver():
    with deriving.Deriver(LIMITS, start=0) as made:
        yield made


def same(found):
    return [tuple(map(list, each)) for each in found]


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_process_derives_what_is_derived_here(deriver):
    assert deriver.give(SUBJECTS, ROLES)
    assert deriver.give(SUBJECTS[:1], ROLES[:1])
    assert same(deriver.take(SUBJECTS, ROLES)) == same(HERE)
    assert same(deriver.take(SUBJECTS[:1], ROLES[:1])) == same(HERE[:1])
    assert HERE[0][0]
    assert HERE[2][0] == "", "a victim has no keys"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    values=st.lists(
        st.tuples(st.sampled_from(["name", "alias", "birthDate", "phone", "passportNumber", "notes"]), st.text()),
        max_size=5,
    ),
    role=st.sampled_from(Role),
)
def test_any_subject_comes_back_as_it_is_derived_here(deriver, values, role):
    subject = Subject("x", Schema.PERSON, tuple(Value(p, v, v) for p, v in values))
    assert deriver.give([subject], [role])
    assert same(deriver.take([subject], [role])) == same(deriving.derived([subject], [role], LIMITS))


def test_few_batches_start_no_process():
    with deriving.Deriver(LIMITS, start=2) as deriver:
        assert not deriver.give(SUBJECTS, ROLES)
        assert not deriver.give(SUBJECTS, ROLES)
        assert deriver.pid == 0
        assert deriver.give(SUBJECTS, ROLES)
        assert deriver.pid != 0


def test_what_a_killed_process_held_is_derived_here(deriver):
    for _ in range(3):
        assert deriver.give(SUBJECTS, ROLES)
    os.kill(deriver.pid, signal.SIGKILL)
    assert all(same(deriver.take(SUBJECTS, ROLES)) == same(HERE) for _ in range(3))
    assert not deriver.give(SUBJECTS, ROLES)


def test_no_thread_waits_for_a_process_that_was_ended():
    answers, many = [], SUBJECTS * 3000
    with deriving.Deriver(LIMITS, start=0) as deriver:
        giving = threading.Thread(target=lambda: [answers.append(deriver.give(many, ROLES * 3000)) for _ in range(9)])
        giving.start()
        while not deriver.pid:
            pass
        pid = deriver.pid
    giving.join(20)
    assert not giving.is_alive()
    assert not answers[-1]
    assert gone(pid)


@pytest.mark.django_db
def test_an_import_whose_process_is_killed_stores_the_same(at_work, grounds, monkeypatch):
    rows = "".join(f"r{i},Person Number{i},197{i}-01-02,01234567{i}\n" for i in range(9))
    file = f"id,name,birthDate,phone\n{rows}".encode()

    def stored(progress):
        made = operations.import_file(
            actor=at_work, file=io.BytesIO(file), grounds=grounds, name="a.csv", progress=progress
        )
        assert made.state == ImportState.DONE
        held = Holding.objects.filter(imported=made.id)
        said = Term.objects.filter(holding__in=held)
        found = (
            sorted(held.values_list("reference", "keys")),
            sorted(said.values_list("holding__reference", "kind", "value")),
        )
        operations.undo_import(actor=at_work, import_id=made.id)
        return found

    whole = stored(None)
    assert all(keys for _, keys in whole[0])
    monkeypatch.setattr(storing, "BATCH", 2)
    started, made = [], deriving._started
    monkeypatch.setattr(deriving, "_started", lambda limits: started.append(made(limits)) or started[-1])
    assert stored(lambda done: done == 6 and started[0].kill()) == whole
    assert len(started) == 1
    assert started[0].returncode == -signal.SIGKILL


def test_kinds_of_term_are_named_alike_with_and_without_a_database():
    assert TermKind.values == [terms.KEY, terms.WORD, terms.IDENTIFIER, terms.DATE]
