"""What the worker does again and again for matching."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import Q

from comity.kernel import ComityError
from comity.linkage.checks import State
from comity.node.chores import chore
from comity.node.matching import (
    accounts,
    agreeing,
    asking,
    fetching,
    fishing,
    forgetting,
    joint_run,
    living,
    publishing,
)
from comity.node.matching.models import Inquiry
from comity.node.runtime import clock

log = structlog.get_logger()
TURN = 10.0
"""Seconds that a large index or a joint check is worked on before others have their turn."""


@chore("matching.publish", every=timedelta(seconds=5))
def publish() -> int:
    """This function ends and begins epochs and makes indexes and deltas that are due."""
    return publishing.publish(seconds=TURN)


@chore("matching.fetch", every=timedelta(seconds=5))
def fetch() -> int:
    """This function fetches the indexes of partners that are due."""
    done = 0
    for partner in fetching.due_partners():
        try:
            fetching.fetch(partner)
            done += 1
        except ComityError:
            continue
    return done


@chore("matching.ask", every=timedelta(seconds=2))
def ask() -> int:
    """This function tries the checks that wait."""
    waiting = Inquiry.objects.filter(
        Q(due=None) | Q(due__lte=clock().now()), joint=None, state__in=[State.QUEUED, State.SENT],
        partner__state="accepted",
    )  # fmt: skip
    return sum(asking.attempt(i, wait=False) is State.ANSWERED for i in waiting.values_list("id", flat=True)[:20])


@chore("matching.joint", every=timedelta(seconds=2))
def joint_checks() -> int:
    """This function goes on with joint checks, and tells partners where they stand."""
    return joint_run.carry_on(seconds=TURN)


@chore("matching.budgets", every=timedelta(seconds=5))
def budgets() -> int:
    """This function tells partners of proposed and decided budgets, and of what was counted."""
    return agreeing.carry_on() + accounts.tell_due()


@chore("matching.fishing", every=timedelta(hours=6))
def look_for_fishing() -> int:
    """This function keeps new signs that a partner fishes."""
    return fishing.look_again()


@chore("matching.live", every=timedelta(seconds=10))
def live() -> int:
    """This function looks live checks up again and ends those whose reason is over."""
    return living.look_again()


@chore("matching.forget", every=timedelta(hours=1))
def forget() -> int:
    """This function erases what was typed in for checks that are over."""
    return forgetting.forget_typed()
