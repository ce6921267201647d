"""The node's records as a table, kept while none of them changes."""

from threading import Thread

import pytest

from comity.flows import tables
from comity.flows.records import COLUMNS
from comity.node.picture import sources
from comity.node.runtime import config
from comity.node.seizures.models import Seizure
from comity.node.seizures.operations import withdraw_seizure
from tests.node.seizures.conftest import seized, working  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _let_go():
    sources.forget()
    yield
    sources.forget()


def counted():
    with sources.records() as (engine, table):
        return engine, engine.rows(tables.counts(table))[0]


def test_every_thing_seized_is_a_row_with_its_route(seized):  # noqa: F811
    seizure = seized()
    with sources.records() as (engine, table):
        assert tuple(table.columns) == tuple(COLUMNS)
        rows = engine.rows(table.order_by("good"))
    assert [row["seizure_id"] for row in rows] == [seizure.id] * seizure.goods.count()
    assert {row["transit"] for row in rows} == {"TH;KH"}
    assert rows[1]["kilograms"] == 3.25


def test_without_seizures_it_is_an_empty_table():
    assert counted()[1]["seizures"] == 0


def test_it_is_kept_until_a_seizure_changes(seized, at_work):  # noqa: F811
    seizure = seized()
    first, before = counted()
    assert counted() == (first, before)
    withdraw_seizure(actor=at_work, seizure_id=seizure.id, revision=seizure.revision, reason="Recorded twice")
    second, after = counted()
    assert second is not first
    assert (before["seizures"], after["seizures"]) == (1, 0)
    assert not first._folder.exists()


def test_what_a_partner_counts_is_there_and_not_counted(seized):  # noqa: F811
    seizure = seized()
    Seizure.objects.filter(id=seizure.id).update(counted_by="0123456789abcdef")
    with sources.records() as (engine, table):
        assert engine.rows(table.count().name("rows")) == [{"rows": seizure.goods.count()}]
    assert counted()[1]["seizures"] == 0


def test_several_threads_take_turns(seized):  # noqa: F811
    seized()
    engine, _ = counted()
    table = sources._kept[0].table
    answers = []

    def ask():
        with sources._lock:
            answers.append(engine.rows(tables.counts(table))[0]["seizures"])

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 4


def test_what_does_not_fit_into_memory_stays_in_the_nodes_folder(seized):  # noqa: F811
    seized()
    engine, _ = counted()
    assert engine._folder.parent == config().folder / sources.FOLDER
    assert engine._folder.parent.stat().st_mode & 0o077 == 0
    sources.forget()
    assert list((config().folder / sources.FOLDER).iterdir()) == []
