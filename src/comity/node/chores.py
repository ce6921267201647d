"""Chores: what the worker does again and again; each slice registers its own when the node starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger()
Work = Callable[[], int]
LONGEST_WAIT = timedelta(hours=1)


@dataclass
class Chore:
    """One chore: what to do, how often, and when it is due next."""

    name: str
    work: Work
    every: timedelta
    due: datetime | None = None
    failures: int = field(default=0)


CHORES: dict[str, Chore] = {}


def chore(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """This function registers a function as a chore; the function returns how much it did."""

    def register(work: Work) -> Work:
        CHORES[name] = Chore(name, work, every)
        return work

    return register


def run_due(now: datetime) -> int:
    """This function runs every chore that is due and returns how much was done.

    A chore that fails is logged and tried again later, with growing waits up to an hour; the others go on.
    A chore whose turn lies further ahead than its longest wait is due, since the clock was set back.
    """
    done = 0
    for each in list(CHORES.values()):
        if each.due is not None and now < each.due <= now + max(each.every, LONGEST_WAIT):
            continue
        wait = each.every
        try:
            amount = each.work()
        except Exception:
            each.failures += 1
            wait = min(each.every * 2**each.failures, LONGEST_WAIT)
            log.exception("node.chore.failed", chore=each.name, failures=each.failures)
        else:
            each.failures = 0
            done += amount
            if amount:
                log.info("node.chore.done", chore=each.name, amount=amount)
        each.due = now + wait
    return done
