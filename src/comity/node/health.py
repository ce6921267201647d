"""``/health`` and ``/metrics``: whether the node can work, and counts; nothing of what it holds, and no secret.

Both are open to whoever reaches the address, so they hold numbers and states only.
"""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from comity import __version__
from comity.kernel.clock import timestamp
from comity.node.audit.models import KeptHead, LedgerBlock, LedgerEntry, LedgerHead, Witness
from comity.node.audit.queries import State, state
from comity.node.audit.space import free_bytes, has_space
from comity.node.desk.pulse import last_sign, runs
from comity.node.messaging.models import Outbox
from comity.node.partners.models import Partner, PartnerState
from comity.node.runtime import clock
from comity.node.upgrades import is_current


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """This function says whether the node can work; status 503 where it cannot."""
    report = _report()
    return JsonResponse(report, status=200 if report["able"] else 503)


@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """This function gives counts in the text format of Prometheus."""
    try:
        lines = _lines()
    except DatabaseError:
        lines = [*_metric("up", "gauge", "Whether the database answers.", 0)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _report() -> dict[str, Any]:
    report: dict[str, Any] = {"version": __version__, "engine": connection.vendor, "database": "ok", "able": True}
    ledger = State()
    try:
        if not is_current():
            report["database"] = "upgrade needed"
        ledger = state()
        report["queue"] = Outbox.objects.count()
        report["jobs"] = DBTaskResult.objects.filter(status="READY").count()
        report["partners_frozen"] = Partner.objects.filter(state=PartnerState.FROZEN).count()
    except DatabaseError:
        report["database"] = "unreachable"
    seen = last_sign()
    report["worker_seen"] = timestamp(seen) if seen else None
    report["worker"] = "ok" if runs() else "silent"
    report["disk"] = "ok" if has_space() else "full"
    report["recovery"] = ledger.recovery_since is not None
    report["alarms"] = ledger.alarms
    report["able"] = (
        report["database"] == "ok" and report["worker"] == "ok" and report["disk"] == "ok" and not report["recovery"]
    )
    return report


def _lines() -> list[str]:
    ledger, seen = state(), last_sign()
    silence = (clock().now() - seen).total_seconds() if seen else -1
    oldest = Witness.objects.order_by("compared").values_list("compared", flat=True).first()
    lines = _metric("up", "gauge", "Whether the database answers.", 1)
    lines += _metric("worker_silence_seconds", "gauge", "Seconds since the worker's last sign; -1 for never.", silence)
    lines += _metric("queue_messages", "gauge", "Outgoing messages under way.", Outbox.objects.count())
    jobs = DBTaskResult.objects.filter(status="READY").count()
    lines += _metric("queue_jobs", "gauge", "Jobs that wait.", jobs)
    lines += _metric("ledger_entries", "counter", "Entries of the ledger.", LedgerEntry.objects.count())
    lines += _metric("ledger_blocks", "counter", "Closed blocks of the ledger.", LedgerBlock.objects.count())
    lines += _metric("ledger_heads", "gauge", "Own heads that are kept.", LedgerHead.objects.count())
    unproven = KeptHead.objects.filter(proven=False).count()
    lines += _metric("ledger_unproven_heads", "gauge", "Partners' heads that wait for a proof.", unproven)
    age = (clock().now() - oldest).total_seconds() if oldest else -1
    lines += _metric(
        "ledger_comparison_seconds", "gauge", "Age of the oldest comparison with a partner; -1: none.", age
    )
    lines += _metric("ledger_alarms", "gauge", "Open alarms.", ledger.alarms)
    lines += _metric("recovery", "gauge", "Whether the node is in recovery.", int(ledger.recovery_since is not None))
    lines += _metric("disk_free_bytes", "gauge", "Room on the disk of the node's folder.", free_bytes())
    name = "comity_partners"
    lines += [f"# HELP {name} Partners by state.", f"# TYPE {name} gauge"]
    lines += [f'{name}{{state="{s}"}} {Partner.objects.filter(state=s).count()}' for s in PartnerState.values]
    return lines


def _metric(name: str, kind: str, meaning: str, value: float) -> list[str]:
    full = f"comity_{name}" + ("_total" if kind == "counter" else "")
    return [f"# HELP {full} {meaning}", f"# TYPE {full} {kind}", f"{full} {value}"]
