"""Campaigns for programs of the agency, under ``/v1/desk/campaigns``: the operations and rules of the pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from comity.node.campaigns import operations, queries
from comity.node.campaigns.models import Activity, ActivityKind, Campaign, Measure
from comity.node.campaigns.operations import Given, GivenTarget
from comity.node.requests import actor_of

router = Router(tags=["campaigns"])
PAGE = 100


class TargetIn(Schema):
    """What shall be reached; a group of drugs narrows seizures and kilograms."""

    measure: Measure
    wanted: Decimal = Field(max_digits=16, decimal_places=3, gt=0)
    drug_group: str = Field("", max_length=40)
    province: str = Field("", max_length=20)


class PlanIn(Schema):
    """A campaign; without provinces it is of the whole country."""

    title: str = Field(max_length=200)
    begins: date
    ends: date
    provinces: list[str] = Field(default_factory=list, max_length=200)
    words: str = Field("", max_length=5000)
    targets: list[TargetIn] = Field(default_factory=list, max_length=100)
    reference: str = Field("", max_length=60)

    def given(self) -> Given:
        """This function returns it as the operations take it."""
        plain = {name: getattr(self, name) for name in ("title", "begins", "ends", "words", "reference")}
        targets = tuple(GivenTarget(**each.dict()) for each in self.targets)
        return Given(**plain, provinces=tuple(self.provinces), targets=targets)


class ChangeIn(PlanIn):
    """The whole plan as it is now, of the revision that was seen."""

    revision: int = Field(ge=1, le=2**31 - 1)


class CancellationIn(Schema):
    """Of the revision that was seen, and why."""

    revision: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(max_length=500)


class ActivityIn(Schema):
    """What was done on one day; ``persons`` are those reached, or referred to treatment."""

    kind: ActivityKind
    day: date
    words: str = Field(max_length=500)
    province: str = Field("", max_length=20)
    place: str = Field("", max_length=300)
    persons: int | None = Field(None, ge=0, le=10_000_000)


class WithdrawalIn(Schema):
    """Why it does not stand."""

    reason: str = Field(max_length=500)


class CampaignOut(Schema):
    """A campaign."""

    id: str
    reference: str
    title: str
    state: str
    begins: date
    ends: date
    provinces: list[str]
    words: str
    revision: int


class ListOut(Schema):
    """A page of campaigns."""

    count: int
    page: int
    pages: int
    items: list[CampaignOut]


class ResultOut(Schema):
    """What was reached of a target, counted now.

    ``left_out`` counts records of which it is not certain that they belong; ``imputed`` is the part of kilograms that
    rests on an average weight, and ``unweighed`` counts the things whose weight is not known.
    """

    measure: str
    drug_group: str
    province: str
    wanted: Decimal
    reached: Decimal
    left_out: int
    imputed: Decimal
    unweighed: int


class ActivityOut(Schema):
    """What was done on one day."""

    id: str
    kind: str
    day: date
    words: str
    province: str
    place: str
    persons: int | None
    withdrawn: datetime | None
    withdrawn_reason: str


class DetailOut(CampaignOut):
    """A campaign with its results and activities."""

    results: list[ResultOut]
    activities: list[ActivityOut]


@router.get("/campaigns", response=ListOut)
def find_campaigns(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    """Find campaigns, the latest first."""
    rows = queries.campaigns(actor_of(request))
    count = rows.count()
    pages = max(-(-count // PAGE), 1)
    number = min(max(page, 1), pages)
    items = list(rows[(number - 1) * PAGE : number * PAGE])
    return {"count": count, "page": number, "pages": pages, "items": items}


@router.post("/campaigns", response={201: CampaignOut})
def plan_campaign(request: HttpRequest, given: PlanIn) -> Status[Campaign]:
    """Plan a campaign."""
    return Status(201, operations.plan_campaign(actor=actor_of(request), given=given.given()))


@router.get("/campaigns/{campaign_id}", response=DetailOut)
def read_campaign(request: HttpRequest, campaign_id: str) -> dict[str, Any]:
    """Read a campaign with its results, counted now, and its activities."""
    found = queries.detail(actor_of(request), campaign_id)
    target = ("measure", "drug_group", "province", "wanted")
    results = [
        {name: getattr(each.target, name) for name in target}
        | {"reached": each.reached, "left_out": each.left_out, "imputed": each.imputed, "unweighed": each.unweighed}
        for each in found.results or ()
    ]
    plain = {name: getattr(found.campaign, name) for name in CampaignOut.model_fields}
    return plain | {"results": results, "activities": found.activities}


@router.post("/campaigns/{campaign_id}/changes", response=CampaignOut)
def change_campaign(request: HttpRequest, campaign_id: str, given: ChangeIn) -> Campaign:
    """Put another plan in the place of a campaign's; the ledger keeps both."""
    return operations.change_campaign(
        actor=actor_of(request), campaign_id=campaign_id, revision=given.revision, given=given.given()
    )


@router.post("/campaigns/{campaign_id}/cancellation", response=CampaignOut)
def cancel_campaign(request: HttpRequest, campaign_id: str, given: CancellationIn) -> Campaign:
    """Call a campaign off; what was done stays."""
    return operations.cancel_campaign(
        actor=actor_of(request), campaign_id=campaign_id, revision=given.revision, reason=given.reason
    )


@router.post("/campaigns/{campaign_id}/activities", response={201: ActivityOut})
def record_activity(request: HttpRequest, campaign_id: str, given: ActivityIn) -> Status[Activity]:
    """Add what was done on one day."""
    made = operations.record_activity(actor=actor_of(request), campaign_id=campaign_id, **given.dict())
    return Status(201, made)


@router.post("/campaigns/activities/{activity_id}/withdrawal", response=ActivityOut)
def withdraw_activity(request: HttpRequest, activity_id: str, given: WithdrawalIn) -> Activity:
    """State that an activity was recorded by mistake."""
    return operations.withdraw_activity(actor=actor_of(request), activity_id=activity_id, reason=given.reason)
