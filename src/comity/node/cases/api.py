"""Cases, legal bases and the working period for programs, under ``/v1/desk``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from comity.cooperation import ExchangeKind
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases import operations, queries
from comity.node.cases.bases import answers_for, question_to
from comity.node.cases.models import Case, Instrument, WorkingPeriod
from comity.node.requests import actor_of

router = Router(tags=["cases"])
Country = Annotated[str, Query(pattern="^[A-Za-z]{2}$")]


class CaseOut(Schema):
    """A case that the actor may see."""

    id: str
    reference: str
    title: str
    offence: str
    purpose: str
    opened: datetime
    closed: datetime | None


class InstrumentOut(Schema):
    """A legal basis."""

    id: str
    reference: str
    title: str
    parties: list[str]
    kind: str
    to_check: bool


class AnswerOut(Schema):
    """What one instrument says to a question, in English."""

    reference: str
    allows: bool
    article: str
    missing: list[str]
    minding: list[str]


class PeriodIn(Schema):
    """Why the actor works from now on: a case or a standing duty."""

    purpose: Purpose
    case_id: str | None = Field(None, max_length=36)
    duty_id: str | None = Field(None, max_length=36)
    instrument_id: str | None = Field(None, max_length=36)


class PeriodOut(Schema):
    """The working period that was stated."""

    id: str
    purpose: str
    case_id: str | None
    duty_id: str | None
    instrument_id: str | None
    until: datetime


@router.get("/cases", response=list[CaseOut])
def cases(request: HttpRequest) -> list[Case]:
    """List the cases that you work on."""
    return list(queries.cases(actor_of(request))[:1000])


@router.get("/instruments", response=list[InstrumentOut])
def instruments(request: HttpRequest) -> list[Instrument]:  # noqa: ARG001 -- instruments are no secret
    """List the legal bases."""
    return list(queries.instruments()[:1000])


@router.get("/instruments/allowed", response=list[AnswerOut])
def allowed(
    request: HttpRequest,  # noqa: ARG001 -- instruments are no secret
    country: Country,
    kind: ExchangeKind,
    offence: Offence | None = None,
    purpose: Purpose | None = None,
    dual_stated: bool = False,
) -> list[AnswerOut]:
    """Say which instruments allow an exchange with a country today, best first, and what is missing for the others."""
    question = question_to(
        country.upper(), offence.value if offence else None, purpose or "", kind, dual_stated=dual_stated
    )
    return [
        AnswerOut(
            reference=row.reference,
            allows=answer.allows,
            article=answer.article,
            missing=[gap.sentence for gap in answer.gaps],
            minding=[each.sentence for each in answer.cautions],
        )
        for row, answer in answers_for(question)
    ]


@router.post("/period", response=PeriodOut)
def start_period(request: HttpRequest, period: PeriodIn) -> WorkingPeriod:
    """State why you work from now on; everything that you read or ask cites it."""
    return operations.start_period(actor=actor_of(request), **period.dict())


@router.delete("/period", response={204: None})
def end_period(request: HttpRequest) -> Status[None]:
    """End the working period."""
    operations.end_period(actor=actor_of(request))
    return Status(204, None)
