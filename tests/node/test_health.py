"""Whether the node can work, as a probe and a monitoring system ask."""

import json

import pytest
from django.db import connection

from comity.node.audit import space
from comity.node.audit.operations import begin_recovery
from comity.node.desk import pulse
from comity.node.permissions import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(clock):
    pulse.leave_sign()
    yield
    pulse._file().unlink(missing_ok=True)


def ask(client):
    answer = client.get("/health")
    return answer.status_code, json.loads(answer.content)


def test_a_node_that_works_says_so(client, worker):
    status, report = ask(client)
    assert status == 200, report
    assert report["database"] == report["worker"] == report["disk"] == "ok"
    assert report["engine"] == connection.vendor
    assert report["able"] is True
    assert report["recovery"] is False


def test_a_silent_worker_is_told(client, clock):
    pulse._file().unlink(missing_ok=True)
    status, report = ask(client)
    assert (status, report["worker"]) == (503, "silent")


def test_a_full_disk_is_told(client, worker, monkeypatch):
    monkeypatch.setattr(space, "free_bytes", lambda: 0)
    status, report = ask(client)
    assert (status, report["disk"]) == (503, "full")


def test_recovery_is_told(client, worker):
    begin_recovery(actor=SYSTEM, reason="a partner knows more")
    status, report = ask(client)
    assert (status, report["recovery"]) == (503, True)


def test_a_database_that_is_away_is_told_and_not_with_an_error(client, worker, monkeypatch):
    from django.db import OperationalError

    from comity.node import health

    def away():
        raise OperationalError("connection to 10.0.0.1 failed for user secret")

    monkeypatch.setattr(health, "is_current", away)
    monkeypatch.setattr(health, "state", away)
    status, report = ask(client)
    assert (status, report["database"]) == (503, "unreachable")
    assert "secret" not in json.dumps(report)
    assert "comity_up 0" in client.get("/metrics").content.decode()


def test_metrics_are_counts_in_the_text_format(client, worker, person):
    for username in ("a", "b", "c"):
        person(username=username)
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["comity_up"] == "1"
    assert int(values["comity_ledger_entries_total"]) >= 3
    assert all(float(value) >= -1 for value in values.values())
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {name.split("{")[0] for name in values} == named


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_nothing_is_changed_by_asking(client, path):
    assert client.post(path).status_code == 405
