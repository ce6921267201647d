"""An import at work: it stands in one moment, goes on after a kill, and leaves nothing when it fails."""

import io
import threading
from datetime import timedelta

import pytest

from comity.kernel import Conflicting
from comity.node.holdings import files, jobs, operations, queries, running, storing, undoing
from comity.node.holdings.changes import changes
from comity.node.holdings.models import Holding, Import, ImportState, Statement, Subject, Term

pytestmark = pytest.mark.django_db
ROWS = 9
FILE = "id,name,phone\n" + "".join(f"r{i},Person Number{i},01234567{i}\n" for i in range(ROWS)) + ",Nobody,\n"


class Killed(BaseException):
    """As with SIGKILL, nothing of the import runs after it."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(storing, "BATCH", 2)


@pytest.fixture
def checked(at_work, grounds):
    return operations.check_file(actor=at_work, file=io.BytesIO(FILE.encode()), grounds=grounds, name="a.csv")


@pytest.fixture
def broken_off(checked, at_work):
    """An import that was killed after four of nine subjects."""

    def die(done: int) -> None:
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        operations.run_checked(actor=at_work, import_id=checked.id, progress=die)
    checked.refresh_from_db()
    return checked


def test_what_is_stored_does_not_stand_before_the_import_is_done(broken_off, at_work):
    assert (broken_off.state, broken_off.stored, Holding.every.count()) == (ImportState.RUNNING, 4, 4)
    assert not Holding.objects.exists()
    assert queries.search(at_work).count == queries.search(at_work, text="Person Number1").count == 0
    assert list(queries.keyed()) == list(queries.indexable()) == changes() == []
    assert not queries.any_held()


def test_a_killed_import_goes_on_where_it_was_and_every_row_comes_once(broken_off, at_work):
    before = set(Holding.every.values_list("id", flat=True))
    told: list[int] = []
    done = operations.run_checked(actor=at_work, import_id=broken_off.id, resume=True, progress=told.append)
    assert (done.state, done.read, done.left_out, done.faults.count()) == (ImportState.DONE, ROWS, 1, 1)
    assert told == [6, 8, 9]
    held = dict(Holding.objects.values_list("reference", "id"))
    assert set(held) == {f"r{i}" for i in range(ROWS)}
    assert before < set(held.values())
    assert Subject.objects.count() == ROWS
    assert Statement.objects.count() == 2 * ROWS
    assert [(c.number, c.kind) for c in changes()] == [(i + 1, "added") for i in range(ROWS)]
    assert {c.holding_id for c in changes()} == set(held.values())


def test_the_worker_takes_a_broken_job_up_again(broken_off, at_work, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    who = {name: getattr(at_work, name) for name in at_work.__slots__}
    jobs.run_import.enqueue(broken_off.id, {**who, "role": at_work.role.value})
    assert Import.objects.get().state == ImportState.DONE
    assert Holding.objects.count() == ROWS


def test_two_processes_never_run_one_import(broken_off, at_work):
    with pytest.raises(Conflicting):
        operations.run_checked(actor=at_work, import_id=broken_off.id)

    def overtake(done: int) -> None:
        if done == 6:
            Import.objects.filter(id=broken_off.id).update(stored=7)

    with pytest.raises(Conflicting):
        operations.run_checked(actor=at_work, import_id=broken_off.id, resume=True, progress=overtake)
    assert Import.objects.get().state == ImportState.RUNNING
    assert Holding.every.count() == 6


def test_an_import_that_nobody_goes_on_with_is_told_and_cleaned_away(broken_off, clock):
    assert undoing.tend() == 0
    clock.set(clock.now() + running.SILENCE + timedelta(seconds=1))
    assert undoing.tend() == 4
    broken_off.refresh_from_db()
    assert (broken_off.state, broken_off.stored) == (ImportState.FAILED, 0)
    assert broken_off.error == undoing.BROKEN_OFF
    assert not any(model.objects.exists() for model in (Subject, Statement, Term))
    assert not Holding.every.exists()
    assert changes() == []


def test_an_import_whose_job_still_waits_is_left_to_it(broken_off, at_work, clock):
    who = {name: getattr(at_work, name) for name in at_work.__slots__}
    jobs.run_import.enqueue(broken_off.id, {**who, "role": at_work.role.value})
    clock.set(clock.now() + running.SILENCE * 2)
    assert undoing.tend() == 0
    broken_off.refresh_from_db()
    assert broken_off.state == ImportState.RUNNING


def test_a_failed_import_starts_from_nothing_when_it_is_tried_again(checked, at_work):
    def fail(done: int) -> None:
        if done == 4:
            raise RuntimeError("the disk went")

    with pytest.raises(RuntimeError):
        operations.run_checked(actor=at_work, import_id=checked.id, progress=fail)
    assert Import.objects.get().state == ImportState.FAILED
    assert not Holding.objects.exists()
    assert files.is_kept(checked.id)
    done = operations.run_checked(actor=at_work, import_id=checked.id)
    assert (done.state, Holding.every.count(), Subject.objects.count()) == (ImportState.DONE, ROWS, ROWS)


def test_items_made_ahead_come_in_order_and_their_errors_too():
    def items():
        yield from range(5)
        raise ValueError("the sixth")

    seen = []
    with pytest.raises(ValueError, match="the sixth"), running.ahead(items()) as ahead:
        seen.extend(ahead)
    assert seen == list(range(5))


def test_nothing_is_made_ahead_for_who_has_stopped():
    made = []

    def items():
        for i in range(1000):
            made.append(i)
            yield i

    with running.ahead(items()) as ahead:
        assert next(ahead) == 0
    assert len(made) < 10
    assert not any(thread.name == "import" for thread in threading.enumerate())
