"""Prosecutions for programs of the agency, under ``/v1/desk/prosecutions``: the operations and rules of the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from comity.node.prosecutions import operations, queries
from comity.node.prosecutions.given import Given, GivenDefendant
from comity.node.prosecutions.models import Hearing, HearingKind, Prosecution
from comity.node.prosecutions.snapshots import snapshot
from comity.node.requests import actor_of
from comity.node.seizures.api_forms import GroundsIn, grounds

router = Router(tags=["prosecutions"])
_HIDDEN = {"case_id", "duty_id"}
"""What a reader may not know of: that there is such a case."""


class DefendantIn(Schema):
    """A person charged, or several of one description; persons are not named."""

    persons: int = Field(1, ge=1, le=1000)
    nationality: str = Field("", max_length=100)
    sex: str = Field("", max_length=10)
    age_band: str = Field("", max_length=10)
    holding_id: str = Field("", max_length=36)
    outcome: str = Field("pending", max_length=12)
    outcome_date: str = Field("", max_length=20)
    appeal: str = Field("", max_length=10)
    sentence: str = Field("", max_length=10)
    months: int | None = Field(None, ge=1, le=1800)
    fine: str = Field("", max_length=30)
    currency: str = Field("", max_length=3)
    words: str = Field("", max_length=300)


class GivenIn(Schema):
    """What is said of a prosecution; ``seizures`` are file numbers or ids."""

    offence: str = Field(max_length=40)
    charge: str = Field(max_length=300)
    date: str = Field(max_length=20)
    reference: str = Field("", max_length=60)
    country: str = Field("", max_length=100)
    province: str = Field("", max_length=20)
    court: str = Field("", max_length=200)
    prosecutor: str = Field("", max_length=200)
    remarks: str = Field("", max_length=20_000)
    defendants: list[DefendantIn] = Field(default_factory=list, max_length=200)
    seizures: list[str] = Field(default_factory=list, max_length=200)

    def given(self) -> Given:
        """This function returns it as the operations take it."""
        plain = {name: getattr(self, name) for name in GivenIn.model_fields if name not in {"defendants", "seizures"}}
        defendants = tuple(GivenDefendant(**each.dict()) for each in self.defendants)
        return Given(**plain, defendants=defendants, seizures=tuple(self.seizures))


class RecordIn(GivenIn, GroundsIn):
    """A prosecution with its grounds."""


class CorrectionIn(GivenIn):
    """What is said now, whole, of the revision that was seen, and why: a mistake, an outcome, an appeal."""

    revision: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(max_length=1000)


class WithdrawalIn(Schema):
    """Of the revision that was seen, and why."""

    revision: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(max_length=1000)


class HearingIn(Schema):
    """A day in court, and the next one where it was set."""

    day: date
    kind: HearingKind
    words: str = Field("", max_length=5000)
    next_day: date | None = None


class FilterIn(Schema):
    """Which prosecutions; every part that is given must hold."""

    text: str = Field("", max_length=200)
    offence: str = Field("", max_length=40)
    state: str = Field("", max_length=10)
    country: str = Field("", max_length=2)
    province: str = Field("", max_length=20)
    outcome: str = Field("", max_length=12)
    year: int | None = Field(None, ge=1, le=9998)
    case_id: str = Field("", max_length=36)


class ProsecutionOut(Schema):
    """A prosecution with everything that it says, in codes; ``ground`` is empty for who does not work on its case."""

    id: str
    revision: int
    ground: str
    recorded: datetime
    said: dict[str, Any]


class ListOut(Schema):
    """A page of prosecutions."""

    count: int
    page: int
    pages: int
    items: list[ProsecutionOut]


class HearingOut(Schema):
    """A day in court."""

    id: str
    day: date
    kind: str
    words: str
    next_day: date | None
    at: datetime


class ChangeOut(Schema):
    """What a prosecution said before and after a change."""

    revision: int
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime
    reason: str


class DetailOut(ProsecutionOut):
    """A prosecution with its hearings and changes."""

    hearings: list[HearingOut]
    changes: list[ChangeOut]
    may_change: bool


@router.get("/prosecutions", response=ListOut)
def find_prosecutions(request: HttpRequest, wanted: Query[FilterIn], page: int = 1) -> dict[str, Any]:
    """Find prosecutions, the latest first."""
    found = queries.find(actor_of(request), queries.Filter(**wanted.dict()), page=min(max(page, 1), 10_000))
    items = [_prosecution(row.prosecution, row.ground) for row in found.rows]
    return {"count": found.count, "page": found.page, "pages": found.pages, "items": items}


@router.post("/prosecutions", response={201: ProsecutionOut})
def record_prosecution(request: HttpRequest, given: RecordIn) -> Status[Any]:
    """Record what went to court."""
    actor = actor_of(request)
    made = operations.record_prosecution(actor=actor, given=given.given(), grounds=grounds(actor, given))
    return Status(201, _prosecution(made, ""))


@router.get("/prosecutions/{prosecution_id}", response=DetailOut)
def read_prosecution(request: HttpRequest, prosecution_id: str) -> dict[str, Any]:
    """Read a prosecution with its hearings and changes."""
    found = queries.detail(actor_of(request), prosecution_id)
    shown = {held.id for _each, held in found.defendants if held}
    changes = [
        {
            "revision": each.revision, "before": _open(each.before, shown), "after": _open(each.after, shown),
            "at": each.at, "reason": each.reason,
        }
        for each in found.changes
    ]  # fmt: skip
    return _prosecution(found.prosecution, found.ground, shown) | {
        "hearings": found.hearings, "changes": changes, "may_change": found.may_change,
    }  # fmt: skip


@router.post("/prosecutions/{prosecution_id}/corrections", response=ProsecutionOut)
def correct_prosecution(request: HttpRequest, prosecution_id: str, given: CorrectionIn) -> dict[str, Any]:
    """Put what is said now in the place of what a prosecution said; both are kept. An outcome is one too."""
    made = operations.correct_prosecution(
        actor=actor_of(request), prosecution_id=prosecution_id, revision=given.revision, given=given.given(),
        reason=given.reason,
    )  # fmt: skip
    return _prosecution(made, "")


@router.post("/prosecutions/{prosecution_id}/hearings", response={201: HearingOut})
def record_hearing(request: HttpRequest, prosecution_id: str, given: HearingIn) -> Status[Hearing]:
    """Add a day in court."""
    made = operations.record_hearing(actor=actor_of(request), prosecution_id=prosecution_id, **given.dict())
    return Status(201, made)


@router.post("/prosecutions/{prosecution_id}/withdrawal", response=ProsecutionOut)
def withdraw_prosecution(request: HttpRequest, prosecution_id: str, given: WithdrawalIn) -> dict[str, Any]:
    """State that a prosecution was recorded by mistake."""
    made = operations.withdraw_prosecution(
        actor=actor_of(request), prosecution_id=prosecution_id, revision=given.revision, reason=given.reason
    )
    return _prosecution(made, "")


def _prosecution(prosecution: Prosecution, ground: str, shown: set[str] | None = None) -> dict[str, Any]:
    return {
        "id": prosecution.id, "revision": prosecution.revision, "ground": ground, "recorded": prosecution.recorded,
        "said": _open(snapshot(prosecution), shown or set()),
    }  # fmt: skip


def _open(said: dict[str, Any], shown: set[str]) -> dict[str, Any]:
    """This function leaves out cases, and the records that were not shown on record."""
    kept = {name: value for name, value in said.items() if name not in _HIDDEN}
    if "defendants" in kept:
        kept["defendants"] = [
            each if each.get("holding_id") in shown else {**each, "holding_id": None} for each in kept["defendants"]
        ]
    return kept
