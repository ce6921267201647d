"""The worker: runs chores when they are due, and jobs that people started, until it is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import structlog
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker as JobWorker
from django_tasks_db.models import DBTaskResult

from comity.node.chores import run_due
from comity.node.runtime import clock

log = structlog.get_logger()
PAUSE = 0.5
"""Seconds between looks at what is due."""


class Stop:
    """Whether the worker is asked to stop.

    A plain flag: a signal may come while another is handled, and an event's lock would then wait for itself.
    """

    asked = False


def run(*, once: bool = False) -> None:
    """This function works until SIGTERM or SIGINT, or through everything that is due once."""
    stop = Stop()
    if not once:
        stop_on_signals(stop)
    _take_up_broken_jobs()
    if once:
        _run_jobs()
        run_due(clock().now())
        return
    log.info("node.worker.started")
    jobs = threading.Thread(target=_work_on_jobs, args=(stop,), name="jobs")
    jobs.start()
    while not stop.asked:
        close_old_connections()
        run_due(clock().now())
        time.sleep(PAUSE)
    jobs.join()
    log.info("node.worker.stopped")


def stop_on_signals(stop: Stop) -> None:
    """This function lets SIGTERM and SIGINT ask the worker to stop."""

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.asked = True

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, ask_to_stop)


def _take_up_broken_jobs() -> None:
    # A node has one worker: what still counts as running was broken off when the last one died.
    broken = DBTaskResult.objects.filter(status="RUNNING").update(status="READY", started_at=None)
    if broken:
        log.warning("node.worker.jobs.taken-up", jobs=broken)


def _work_on_jobs(stop: Stop) -> None:
    while not stop.asked:
        try:
            _run_jobs()
        except Exception:
            log.exception("node.worker.jobs.failed")
        time.sleep(PAUSE)


def _run_jobs() -> None:
    JobWorker(
        queue_names=["*"],
        interval=PAUSE,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="comity",
        excluded_queue_names=[],
    ).run()
