"""Seizures for programs of the agency, under ``/v1/desk/seizures``. The same operations and rules as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from comity.node.requests import actor_of
from comity.node.seizures import operations, queries
from comity.node.seizures.api_forms import CorrectionIn, FilterIn, GroundsIn, RecordIn, WithdrawalIn, filter_of, grounds
from comity.node.seizures.models import Change, Intake, Seizure, Step
from comity.node.seizures.snapshots import snapshot

router = Router(tags=["seizures"])


class SeizureOut(Schema):
    """A seizure with everything that it says: codes, and beside them the words that were given."""

    id: str
    revision: int
    ground: str
    recorded: datetime
    verified: datetime | None
    said: dict[str, Any]


class ListOut(Schema):
    """A page of seizures; ``more`` says that there are more than ``count``."""

    count: int
    more: bool
    page: int
    pages: int
    items: list[SeizureOut]


class PersonOut(Schema):
    """A record tied to a seizure, that the caller may know of."""

    holding_id: str
    names: list[str]
    role: str
    words: str


class ExhibitOut(Schema):
    """An exhibit."""

    id: str
    label: str
    seal: str
    description: str
    good: int | None


class PhotoOut(Schema):
    """A photo, without its file."""

    id: str
    type: str
    size: int
    width: int
    height: int
    sha256: str
    caption: str
    taken: datetime | None
    added: datetime


class ChangeOut(Schema):
    """What a seizure said before and after a change."""

    revision: int
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime
    reason: str


class DetailOut(SeizureOut):
    """A seizure with persons, exhibits, photos and changes."""

    persons: list[PersonOut]
    exhibits: list[ExhibitOut]
    photos: list[PhotoOut]
    changes: list[ChangeOut]
    allowed: list[str]


class StepIn(Schema):
    """A step of custody; ``corrects`` names the earlier one that it puts right."""

    step: Step
    when: datetime
    from_whom: str = Field("", max_length=200)
    to_whom: str = Field("", max_length=200)
    place: str = Field("", max_length=300)
    reason: str = Field("", max_length=2000)
    seal: str = Field("", max_length=60)
    intact: bool | None = None
    corrects: int | None = Field(None, ge=1, le=1_000_000)
    key: str = Field("", max_length=100)


class StepOut(Schema):
    """A step of custody, and whether it holds against the ledger."""

    number: int
    step: str
    from_whom: str
    to_whom: str
    place: str
    when: datetime
    reason: str
    seal: str
    intact: bool | None
    corrects: int | None
    digest: str
    previous: str
    holds: bool
    faults: list[str]


class ChainOut(Schema):
    """The custody of an exhibit; ``lost`` counts steps that the ledger knows and that are not there any more."""

    exhibit: ExhibitOut
    holds: bool
    lost: int
    steps: list[StepOut]


class ExhibitIn(Schema):
    """A thing kept as evidence; ``good`` is the number of the good that it is, or is part of."""

    label: str = Field(max_length=60)
    seal: str = Field("", max_length=60)
    description: str = Field("", max_length=4000)
    good: int | None = Field(None, ge=1, le=200)
    key: str = Field("", max_length=100)


class PhotoIn(Schema):
    """What stands beside a photo."""

    caption: str = Field("", max_length=300)
    taken: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    good: int | None = Field(None, ge=1, le=200)
    exhibit_id: str = Field("", max_length=36)
    key: str = Field("", max_length=100)


class IntakeOut(Schema):
    """What became of a file."""

    id: str
    state: str
    file_name: str
    sha256: str
    format: str
    rows: int
    stored: int
    read: int
    new: int
    known: int
    left_out: int
    unread: int
    with_route: int
    error: str
    at: datetime


class FaultOut(Schema):
    """What could not be read."""

    row: int
    column: str
    value: str
    reason: str
    left_out: bool


@router.get("/seizures", response=ListOut)
def find_seizures(request: HttpRequest, wanted: Query[FilterIn], page: int = 1) -> dict[str, Any]:
    """Find seizures, the latest first."""
    found = queries.find(actor_of(request), filter_of(wanted), page=min(max(page, 1), 10_000))
    return {
        "count": found.count, "more": found.more, "page": found.page, "pages": found.pages,
        "items": [_seizure(row.seizure, row.ground) for row in found.rows],
    }  # fmt: skip


@router.post("/seizures", response={201: SeizureOut})
def record_seizure(request: HttpRequest, given: RecordIn) -> Status[Any]:
    """Record a seizure; the same form with the same key sent again answers with what it made the first time."""
    actor = actor_of(request)
    made = operations.record_seizure(
        actor=actor, given=given.given(), grounds=grounds(actor, given), key=given.key, draft=given.draft
    )
    return Status(201, _seizure(made, ""))


@router.get("/seizures/export.csv", response={200: str})
def export_seizures(request: HttpRequest, wanted: Query[FilterIn]) -> StreamingHttpResponse:
    """Export seizures as CSV, with their marks in each row."""
    pieces = operations.export_csv(actor=actor_of(request), wanted=filter_of(wanted))
    headers = {"Content-Disposition": 'attachment; filename="seizures.csv"'}
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


@router.post("/seizures/intakes", response={201: IntakeOut})
def hand_in(request: HttpRequest, given: Form[GroundsIn], file: File[UploadedFile]) -> Status[Any]:
    """Hand in a file with UNODC's columns; the worker reads it, and ``run`` imports it."""
    actor = actor_of(request)
    content = cast("IO[bytes]", file.file)
    return Status(
        201, operations.hand_in(actor=actor, file=content, grounds=grounds(actor, given), name=file.name or "")
    )


@router.get("/seizures/intakes/{intake_id}", response=IntakeOut)
def intake(request: HttpRequest, intake_id: str) -> Intake:
    """Read what became of a file."""
    return queries.intake(actor_of(request), intake_id)


@router.get("/seizures/intakes/{intake_id}/faults", response=list[FaultOut])
def intake_faults(request: HttpRequest, intake_id: str, page: int = 1) -> Any:
    """Read what could not be read, a thousand at a time."""
    return queries.faults(actor_of(request), intake_id, page=min(max(page, 1), 10_000), size=1000).rows


@router.post("/seizures/intakes/{intake_id}/run", response=IntakeOut)
def run_intake(request: HttpRequest, intake_id: str) -> Intake:
    """Leave a file that was read to the worker, who imports it."""
    return operations.leave_intake(actor=actor_of(request), intake_id=intake_id)


@router.post("/seizures/intakes/{intake_id}/undo", response=IntakeOut)
def undo_intake(request: HttpRequest, intake_id: str) -> Intake:
    """Take back every seizure of an intake."""
    actor = actor_of(request)
    operations.undo_intake(actor=actor, intake_id=intake_id)
    return queries.intake(actor, intake_id)


@router.get("/seizures/exhibits/{exhibit_id}", response=ChainOut)
def custody(request: HttpRequest, exhibit_id: str) -> dict[str, Any]:
    """Read an exhibit and its custody, each step compared with the ledger."""
    found = queries.custody(actor_of(request), exhibit_id)
    names = ("number", "step", "from_whom", "to_whom", "place", "when", "reason", "seal", "intact", "corrects",
             "digest", "previous")  # fmt: skip
    return {
        "exhibit": _exhibit(found.exhibit), "holds": found.holds, "lost": len(found.lost),
        "steps": [
            {name: getattr(link.step, name) for name in names} | {"holds": link.holds, "faults": list(link.faults)}
            for link in found.links
        ],
    }  # fmt: skip


@router.post("/seizures/exhibits/{exhibit_id}/steps", response={201: ChainOut})
def record_step(request: HttpRequest, exhibit_id: str, given: StepIn) -> Status[Any]:
    """Add a step to the custody of an exhibit."""
    operations.record_step(actor=actor_of(request), exhibit_id=exhibit_id, **given.dict())
    return Status(201, custody(request, exhibit_id))


@router.get("/seizures/photos/{photo_id}", response={200: bytes})
def photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Read a photo's file."""
    found = queries.photo(actor_of(request), photo_id)
    suffix = found.photo.type.removeprefix("image/")
    headers = {
        "Content-Disposition": f'attachment; filename="{found.photo.id}.{suffix}"', "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }  # fmt: skip
    return HttpResponse(found.data, content_type=found.photo.type, headers=headers)


@router.get("/seizures/{seizure_id}", response=DetailOut)
def read_seizure(request: HttpRequest, seizure_id: str) -> dict[str, Any]:
    """Read a seizure with its persons, exhibits, photos and changes."""
    found = queries.detail(actor_of(request), seizure_id)
    persons = [
        {"holding_id": p.row.holding.id, "names": p.row.names, "role": p.tied.role, "words": p.tied.words}
        for p in found.persons
    ]
    return _seizure(found.seizure, found.ground) | {
        "persons": persons, "exhibits": [_exhibit(each) for each in found.exhibits], "photos": found.photos,
        "changes": [_change(each) for each in found.changes], "allowed": sorted(found.allowed),
    }  # fmt: skip


@router.post("/seizures/{seizure_id}/corrections", response=SeizureOut)
def correct_seizure(request: HttpRequest, seizure_id: str, given: CorrectionIn) -> dict[str, Any]:
    """Put what is said now in the place of what a seizure said; both are kept."""
    made = operations.correct_seizure(
        actor=actor_of(request), seizure_id=seizure_id, revision=given.revision, given=given.given(),
        reason=given.reason,
    )  # fmt: skip
    return _seizure(made, "")


@router.post("/seizures/{seizure_id}/verification", response=SeizureOut)
def verify_seizure(request: HttpRequest, seizure_id: str, revision: int) -> dict[str, Any]:
    """State that the caller compared a seizure with its papers."""
    made = operations.verify_seizure(actor=actor_of(request), seizure_id=seizure_id, revision=_small(revision))
    return _seizure(made, "")


@router.post("/seizures/{seizure_id}/withdrawal", response=SeizureOut)
def withdraw_seizure(request: HttpRequest, seizure_id: str, given: WithdrawalIn) -> dict[str, Any]:
    """State that a seizure was recorded by mistake."""
    made = operations.withdraw_seizure(
        actor=actor_of(request), seizure_id=seizure_id, revision=given.revision, reason=given.reason
    )
    return _seizure(made, "")


@router.post("/seizures/{seizure_id}/exhibits", response={201: ExhibitOut})
def record_exhibit(request: HttpRequest, seizure_id: str, given: ExhibitIn) -> Status[Any]:
    """Record a thing as evidence."""
    made = operations.record_exhibit(actor=actor_of(request), seizure_id=seizure_id, **given.dict())
    return Status(201, _exhibit(made))


@router.post("/seizures/{seizure_id}/photos", response={201: PhotoOut})
def add_photo(request: HttpRequest, seizure_id: str, given: Form[PhotoIn], file: File[UploadedFile]) -> Status[Any]:
    """Keep a photo of a seizure: JPEG or PNG; what the camera wrote beside the picture is left out."""
    content = cast("IO[bytes]", file.file)
    return Status(
        201, operations.add_photo(actor=actor_of(request), seizure_id=seizure_id, file=content, **given.dict())
    )


def _seizure(seizure: Seizure, ground: str) -> dict[str, Any]:
    said = {name: value for name, value in snapshot(seizure).items() if name not in {"case_id", "duty_id"}}
    return {
        "id": seizure.id, "revision": seizure.revision, "ground": ground, "recorded": seizure.recorded,
        "verified": seizure.verified, "said": said,
    }  # fmt: skip


def _exhibit(exhibit: Any) -> dict[str, Any]:
    names = ("id", "label", "seal", "description")
    return {name: getattr(exhibit, name) for name in names} | {"good": exhibit.good.number if exhibit.good else None}


def _change(change: Change) -> dict[str, Any]:
    hidden = {"case_id", "duty_id"}
    parts = {
        name: {key: value for key, value in getattr(change, name).items() if key not in hidden}
        for name in ("before", "after")
    }
    return parts | {"revision": change.revision, "at": change.at, "reason": change.reason}


def _small(number: int) -> int:
    return min(max(number, 0), 2**31 - 1)
