"""The ledger for programs, under ``/v1/desk/ledger``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from comity.node.audit import queries
from comity.node.requests import actor_of

router = Router(tags=["ledger"])
MOST = 500


class Wanted(Schema):
    """Which entries."""

    event: str = ""
    actor: str = ""
    object: str = ""
    day: date | None = None
    first: int = Field(0, ge=0, le=10**12)
    count: int = Field(50, ge=1, le=MOST)


class EntryOut(Schema):
    """One entry."""

    log: str
    index: int
    event: str
    actor: str
    time: str
    objects: list[str]
    purpose: str
    details: dict[str, Any] | None
    proof: str
    kept_by: list[str]


class EntriesOut(Schema):
    """A page of entries."""

    total: int
    entries: list[EntryOut]


class StateOut(Schema):
    """How the ledger is."""

    log: str
    size: int
    recovery_since: datetime | None
    recovery_reason: str
    alarms: int


@router.get("/ledger/entries", response=EntriesOut)
def entries(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Entries, newest first, each with how it is proven; for auditors."""
    asked = queries.Filter(event=wanted.event, actor=wanted.actor, object=wanted.object, day=wanted.day)
    actor = actor_of(request)
    found, total = queries.read_entries(actor=actor, wanted=asked, first=wanted.first, count=wanted.count)
    return {"total": total, "entries": [entry.document() for entry in found]}


@router.get("/ledger/state", response=StateOut)
def state(request: HttpRequest) -> queries.State:  # noqa: ARG001 -- ninja gives it
    """How the ledger is: its size, recovery, open alarms."""
    return queries.state()
