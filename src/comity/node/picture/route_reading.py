"""Reading routes: rights first, then what was counted before, for as long as no seizure changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import lru_cache

from django.db import transaction

from comity.flows.trends import month_number
from comity.kernel import Missing
from comity.node.audit.operations import record
from comity.node.permissions import Action, Actor, require
from comity.node.picture import reporting, routes, sources
from comity.node.picture.routes import Asked, Choices, Routes
from comity.node.runtime import clock
from comity.node.seizures import queries as seizures

KEPT = 128
"""Questions whose answers are kept."""
MONTHS = 600
"""Months back from now for which it is asked what was reported."""
PAGE = 50


def choices(actor: Actor) -> Choices:
    """This function returns what there is to choose from.

    Raises:
        Refused: the actor may not see the picture.
    """
    require(actor, Action.PICTURE_READ)
    return _choices(seizures.revision())


def read(actor: Actor, asked: Asked) -> Routes:
    """This function counts what a reader chose.

    Raises:
        Refused: the actor may not see the picture, or not the whole one.
    """
    require(actor, Action.PICTURE_READ_WHOLE if asked.whole else Action.PICTURE_READ)
    today = clock().now()
    now = month_number(today.year, today.month)
    shares = reporting.completeness(now - MONTHS, MONTHS + 1)
    known = reporting.share_of(shares, asked.province)
    reported = tuple((now - MONTHS + i, share) for i, share in enumerate(known) if share is not None)
    return _count(seizures.revision(), asked.fit, now, reported)


@transaction.atomic
def read_whole(*, actor: Actor, asked: Asked) -> Routes:
    """This function counts every record, and enters into the ledger that it was read.

    Raises:
        Refused: the actor may not see the whole picture.
    """
    found = read(actor, replace(asked, whole=True))
    details = {name: str(value) for name, value in asdict(found.asked).items() if value not in {"", None}}
    record(actor=actor, event="picture.routes.read", details=details)
    return found


@transaction.atomic
def records(
    actor: Actor, asked: Asked, origin: str, destination: str, page: int
) -> tuple[list[seizures.Row], int, int]:
    """This function returns the seizures behind an arc that the actor may know of; the ledger names them.

    Returns:
        the rows of the page, how many there are, and how many pages.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is no such page.
    """
    known = seizures.chosen(actor, seizures.Filter())
    ids = _arc(seizures.revision(), asked, origin, destination)
    may = set(known.filter(id__in=ids).values_list("id", flat=True)) if ids else set()
    seen = [each for each in ids if each in may]
    pages = max(1, -(-len(seen) // PAGE))
    if not 1 <= page <= pages:
        raise Missing("page", "there is none with this number", code="picture.page.missing")
    rows = {each.id: each for each in known.filter(id__in=seen[(page - 1) * PAGE : page * PAGE])
            .prefetch_related("goods", "points")}  # fmt: skip
    details = {"origin": origin, "destination": destination, "page": page}
    record(actor=actor, event="seizures.list.read", objects=list(rows), details=details)
    return seizures.rows_of(actor, rows.values()), len(seen), pages


@lru_cache(maxsize=2)
def _choices(_revision: int) -> Choices:
    with sources.records() as (engine, table):
        return routes.choices(engine, table)


@lru_cache(maxsize=KEPT)
def _count(_revision: int, asked: Asked, now: int, reported: tuple[tuple[int, float], ...]) -> Routes:
    with sources.records() as (engine, table):
        return routes.count(engine, table, asked, now, dict(reported))


@lru_cache(maxsize=KEPT)
def _arc(_revision: int, asked: Asked, origin: str, destination: str) -> tuple[str, ...]:
    with sources.records() as (engine, table):
        return tuple(routes.arc(engine, table, asked, origin, destination))
