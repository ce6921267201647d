"""Proposals to merge for programs of the agency, under ``/v1/desk/duplicates``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from comity.node.duplicates import operations, queries
from comity.node.duplicates.words import speaks_against, speaks_for
from comity.node.holdings.access import storable
from comity.node.requests import actor_of

router = Router(tags=["duplicates"])


class ProposalOut(Schema):
    """Two records that may be of one subject."""

    id: str
    first: str
    second: str
    score: float
    strength: str
    speaks_for: list[str]
    speaks_against: list[str]
    may_decide: bool
    found: datetime


class ProposalsOut(Schema):
    """A page of proposals, and how far the search is."""

    count: int
    page: int
    pages: int
    looked_at: int
    of: int
    items: list[ProposalOut]


class DecisionIn(Schema):
    """Why."""

    reason: str = Field("", max_length=500)


class MergedOut(Schema):
    """The merge that was made."""

    merge: str


@router.get("/duplicates", response=ProposalsOut)
def find(request: HttpRequest, imported: str = "", page: int = 1) -> dict[str, Any]:
    """List the proposals that wait, the surest first."""
    found = queries.proposals(
        actor_of(request), import_id=storable(imported)[:36], number=min(max(page, 1), 10**6)
    )  # fmt: skip
    done, total = queries.progress()
    items = [
        {
            "id": each.proposal.id, "first": each.proposal.first_id, "second": each.proposal.second_id,
            "score": each.proposal.score, "strength": each.proposal.strength, "found": each.proposal.found,
            "speaks_for": speaks_for(each.proposal), "speaks_against": speaks_against(each.proposal),
            "may_decide": each.decides,
        }
        for each in found.object_list
    ]  # fmt: skip
    pages = {"count": found.paginator.count, "page": found.number, "pages": found.paginator.num_pages}
    return {**pages, "looked_at": done, "of": total, "items": items}


@router.post("/duplicates/{proposal_id}/merge", response=MergedOut)
def merge(request: HttpRequest, proposal_id: str, given: DecisionIn) -> dict[str, str]:
    """Put both records under one subject."""
    made = operations.merge_proposed(
        actor=actor_of(request), proposal_id=storable(proposal_id)[:36], reason=storable(given.reason)
    )
    return {"merge": made.id}


@router.post("/duplicates/{proposal_id}/decline", response={204: None})
def decline(request: HttpRequest, proposal_id: str, given: DecisionIn) -> Status[Any]:
    """Keep both records apart; they are not proposed again."""
    operations.decline_proposed(
        actor=actor_of(request), proposal_id=storable(proposal_id)[:36], reason=storable(given.reason)
    )
    return Status(204, None)
