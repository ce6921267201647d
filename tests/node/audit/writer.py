# ruff: noqa: E402, T201 -- Django is set up before models are imported; what is printed is the answer
"""A process that writes to a node's ledger; `test_writers` starts several, and kills some."""

from __future__ import annotations

import json
import os
import signal
import sys

from comity.node.upgrades import set_up

set_up()

from django.core.management import call_command
from django.db import connection, transaction

from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record, seal
from comity.node.audit.proof import prove
from comity.node.permissions import SYSTEM


def migrate() -> None:
    for app in ("audit", "partners"):
        call_command("migrate", app, verbosity=0)


def write(count: str, number: str) -> None:
    for each in range(int(count)):
        with transaction.atomic():
            index = record(actor=SYSTEM, event="test.written", objects=[f"{number}-{each}"], details={"n": each})
            if each % 10 == 9:
                seal()
        print(index, flush=True)


def killed_after_commit() -> None:
    with transaction.atomic():
        index = record(actor=SYSTEM, event="test.written")
        seal()
        print(index, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def killed_before_commit() -> None:
    with transaction.atomic():
        index = record(actor=SYSTEM, event="test.written")
        seal()
        print(index, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)


def report() -> None:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        values = [connection.vendor]
        for name in ("journal_mode", "synchronous") if sqlite else ("fsync", "synchronous_commit"):
            cursor.execute(f"PRAGMA {name}" if sqlite else f"SHOW {name}")
            values.append(str(cursor.fetchone()[0]))
    indices = list(LedgerEntry.objects.order_by("index").values_list("index", flat=True))
    findings = [finding.text for finding in prove(ask=False).findings]
    print(json.dumps({"writes_through": values, "indices": indices, "findings": findings}))


COMMANDS = {
    "migrate": migrate,
    "write": write,
    "killed-after-commit": killed_after_commit,
    "killed-before-commit": killed_before_commit,
    "report": report,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
