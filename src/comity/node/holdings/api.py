"""Holdings for programs of the agency, under ``/v1/desk/holdings``. The same operations and rules as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, Any, cast

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from comity.kernel import Evaluation, Handling, InvalidInput, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.holdings import operations, queries
from comity.node.holdings.access import storable
from comity.node.holdings.grounds import Grounds
from comity.node.holdings.models import Import
from comity.node.requests import actor_of
from comity.subjects import Role
from comity.subjects import Schema as Kind

router = Router(tags=["holdings"])


class GroundsIn(Schema):
    """Case or duty, role, source, evaluation, handling and retention; the working period's case where none is named."""

    case_id: str | None = Field(None, max_length=36)
    duty_id: str | None = Field(None, max_length=36)
    role: Role
    source: str = Field(max_length=200)
    evaluation: str = Field(max_length=2)
    handling: str = Field("H0", max_length=20)
    tlp: str = Field("AMBER", max_length=20)
    pap: str = Field("AMBER", max_length=20)
    words: str = Field("", max_length=1000)
    releasable_to: str = Field("", max_length=300)
    retention_until: date


class ValueIn(Schema):
    """A property and its text as written."""

    property: str = Field(max_length=40)
    text: str = Field(max_length=20_000)


class RecordIn(GroundsIn):
    """One record by hand."""

    kind: Kind = Kind.PERSON
    reference: str = Field("", max_length=200)
    values: list[ValueIn] = Field(max_length=200)


class StatementOut(Schema):
    """One statement."""

    id: int
    property: str
    value: str
    as_written: str
    note: str
    country: str
    source: str
    observed: str
    evaluation: str
    handling: str
    tlp: int
    pap: int
    words: str


class HoldingOut(Schema):
    """A holding as lists show it."""

    id: str
    subject_id: str
    kind: str
    names: list[str]
    role: str
    ground: str
    source: str
    evaluation: str
    handling: str
    tlp: str
    pap: str
    words: str
    releasable_to: list[str]
    retention_until: date
    reference: str


class DetailOut(HoldingOut):
    """A holding with its statements."""

    statements: list[StatementOut]


class ListOut(Schema):
    """A page of holdings; ``more`` says that there are more than ``count``, and ``after`` where to go on."""

    count: int
    more: bool
    before: str
    after: str
    items: list[HoldingOut]


class FaultOut(Schema):
    """What could not be read."""

    line: int
    field: str
    value: str
    reason: str
    left_out: bool


class ImportOut(Schema):
    """What became of a file."""

    id: str
    state: str
    file_name: str
    sha256: str
    format: str
    encoding: str
    rows: int
    read: int
    left_out: int
    warnings: int
    values: int
    repaired: int
    doubted: int
    at: datetime


@router.get("/holdings", response=ListOut)
def find(
    request: HttpRequest, text: str = "", case: str = "", role: str = "", before: str = "", after: str = ""
) -> dict[str, Any]:
    """Find holdings by name in any script, date of birth, identifier, reference, case and role."""
    found = queries.search(
        actor_of(request), text=storable(text), case_id=storable(case)[:36], role=storable(role)[:20],
        before=storable(before), after=storable(after),
    )  # fmt: skip
    items = [_holding(row) for row in found.rows]
    return {"count": found.count, "more": found.more, "before": found.before, "after": found.after, "items": items}


@router.get("/holdings/{holding_id}", response=DetailOut)
def read(request: HttpRequest, holding_id: str) -> dict[str, Any]:
    """Read a holding with its statements."""
    found = queries.detail(actor_of(request), storable(holding_id)[:36])
    return _holding(found.row) | {"statements": found.statements}


@router.post("/holdings", response={201: DetailOut})
def record(request: HttpRequest, given: RecordIn) -> Status[Any]:
    """Record one subject."""
    actor = actor_of(request)
    held = operations.record_holding(
        actor=actor, grounds=_grounds(request, given), schema=given.kind, reference=storable(given.reference),
        values=[(storable(v.property), storable(v.text)) for v in given.values],
    )  # fmt: skip
    found = queries.detail(actor, held.id)
    return Status(201, _holding(found.row) | {"statements": found.statements})


@router.post("/imports", response={201: ImportOut})
def import_file(
    request: HttpRequest, given: Form[GroundsIn], file: File[UploadedFile], check_only: bool = False
) -> Status[Any]:
    """Import a file, or only check what an import would do."""
    act = operations.check_file if check_only else operations.import_file
    content, name = cast("IO[bytes]", file.file), storable(file.name or "")
    made = act(actor=actor_of(request), file=content, grounds=_grounds(request, given), name=name)
    return Status(201, made)


@router.get("/imports/{import_id}", response=ImportOut)
def import_report(request: HttpRequest, import_id: str) -> Import:
    """Read what became of a file."""
    return queries.import_report(actor_of(request), storable(import_id)[:36])


@router.get("/imports/{import_id}/faults", response=list[FaultOut])
def import_faults(request: HttpRequest, import_id: str, after: int = 0) -> Any:
    """Read what could not be read, a thousand at a time."""
    made = queries.read_report(actor_of(request), storable(import_id)[:36])
    first = min(max(after, 0), 10**9)
    return made.faults.all()[first : first + 1000]


def _grounds(request: HttpRequest, given: GroundsIn) -> Grounds:
    actor = actor_of(request)
    named = given.case_id or given.duty_id
    try:
        restriction = Restriction(
            frozenset(Handling(code) for code in given.handling.upper().split()),
            Tlp.from_label(given.tlp),
            Pap[given.pap.upper()],
            storable(given.words),
        )
        evaluation = Evaluation.parse(given.evaluation)
    except (ValueError, KeyError) as error:
        raise InvalidInput("handling or evaluation", str(error), code="holdings.grounds.handling") from None
    return Grounds(
        case_id=given.case_id if named else actor.case_id, duty_id=given.duty_id if named else actor.duty_id,
        role=given.role, source=storable(given.source), evaluation=evaluation, restriction=restriction,
        releasable_to=tuple(given.releasable_to.replace(",", " ").split()), retention_until=given.retention_until,
    )  # fmt: skip


def _holding(row: queries.Row) -> dict[str, Any]:
    held = row.holding
    restriction = held.restriction
    return {
        "id": held.id, "subject_id": held.subject_id, "kind": held.subject.schema, "names": row.names,
        "role": held.role,
        "ground": row.ground, "source": held.source, "evaluation": held.evaluation, "handling": restriction.code,
        "tlp": restriction.tlp.label, "pap": restriction.pap.name, "words": restriction.words,
        "releasable_to": held.releasable_to, "retention_until": held.retention_until, "reference": held.reference,
    }  # fmt: skip
