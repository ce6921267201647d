"""What programs send of a seizure, and how they ask for seizures."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema

from comity.kernel import Evaluation, Handling, InvalidInput, Restriction, Tlp
from comity.kernel.handling import Pap
from comity.node.holdings.grounds import Grounds
from comity.node.permissions import Actor
from comity.node.seizures.finding import Filter
from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint
from comity.subjects import Role

_SHORT, _LONG, _MOST = 60, 300, 200


class GroundsIn(Schema):
    """Case or duty, source, evaluation, handling and retention; the working period's case where none is named."""

    case_id: str | None = Field(None, max_length=36)
    duty_id: str | None = Field(None, max_length=36)
    source: str = Field(max_length=200)
    evaluation: str = Field(max_length=2)
    handling: str = Field("H0", max_length=20)
    tlp: str = Field("AMBER", max_length=20)
    pap: str = Field("AMBER", max_length=20)
    words: str = Field("", max_length=1000)
    retention_until: date


class GoodIn(Schema):
    """One thing that was seized, in words; codes are found where there are any."""

    kind: str = Field(max_length=10)
    words: str = Field(max_length=_LONG)
    substance: str = Field("", max_length=_SHORT)
    form: str = Field("", max_length=_LONG)
    amount: str = Field("", max_length=_SHORT)
    unit: str = Field("", max_length=_SHORT)
    purity: str = Field("", max_length=20)
    logo: str = Field("", max_length=100)
    hs: str = Field("", max_length=20)
    cas: str = Field("", max_length=20)
    currency: str = Field("", max_length=3)
    laboratory_result: str = Field("", max_length=_LONG)
    laboratory_reference: str = Field("", max_length=100)
    laboratory_date: str = Field("", max_length=40)


class PointIn(Schema):
    """A country or place of the route, with who says so and its evaluation (4×4)."""

    role: str = Field(max_length=12)
    words: str = Field("", max_length=_LONG)
    country: str = Field("", max_length=_LONG)
    place: str = Field("", max_length=20)
    source: str = Field("", max_length=200)
    confidence: str = Field("", max_length=2)


class ArrestIn(Schema):
    """Persons of one description who were arrested; they are not named."""

    number: int = Field(ge=1, le=10_000)
    nationality: str = Field("", max_length=_LONG)
    sex: str = Field("", max_length=10)
    age_band: str = Field("", max_length=10)
    words: str = Field("", max_length=200)


class GivenIn(Schema):
    """What is said of a seizure, in words or codes."""

    date: str = Field("", max_length=40)
    country: str = Field("", max_length=_LONG)
    province: str = Field("", max_length=20)
    district: str = Field("", max_length=20)
    commune: str = Field("", max_length=20)
    village: str = Field("", max_length=20)
    place: str = Field("", max_length=_LONG)
    place_kind: str = Field("", max_length=_LONG)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    accuracy: float | None = Field(None, ge=0, le=1_000_000)
    position_of: str = Field("", max_length=6)
    transport: str = Field("", max_length=_LONG)
    hiding: str = Field("", max_length=_LONG)
    routing: str = Field("", max_length=_LONG)
    detection: str = Field("", max_length=_LONG)
    remarks: str = Field("", max_length=20_000)
    reference: str = Field("", max_length=_SHORT)
    goods: list[GoodIn] = Field(default_factory=list, max_length=_MOST)
    points: list[PointIn] = Field(default_factory=list, max_length=_MOST)
    arrests: list[ArrestIn] = Field(default_factory=list, max_length=_MOST)

    def given(self) -> Given:
        """This function returns it as the operations take it."""
        plain = {
            name: getattr(self, name) for name in GivenIn.model_fields if name not in {"goods", "points", "arrests"}
        }
        return Given(
            **plain, goods=tuple(GivenGood(**each.dict()) for each in self.goods),
            points=tuple(GivenPoint(**each.dict()) for each in self.points),
            arrests=tuple(GivenArrest(**each.dict()) for each in self.arrests),
        )  # fmt: skip


class RecordIn(GivenIn, GroundsIn):
    """A seizure with its grounds; the same form with the same key sent again makes nothing new."""

    key: str = Field("", max_length=100)
    draft: bool = False


class CorrectionIn(GivenIn):
    """What is said now, whole, of the revision that was seen, and why."""

    revision: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(max_length=1000)


class WithdrawalIn(Schema):
    """Of the revision that was seen, and why."""

    revision: int = Field(ge=1, le=2**31 - 1)
    reason: str = Field(max_length=1000)


class FilterIn(Schema):
    """Which seizures; every part that is given must hold."""

    text: str = Field("", max_length=200)
    drug: str = Field("", max_length=_SHORT)
    kind: str = Field("", max_length=10)
    country: str = Field("", max_length=2)
    province: str = Field("", max_length=20)
    district: str = Field("", max_length=20)
    transport: str = Field("", max_length=40)
    routing: str = Field("", max_length=40)
    state: str = Field("", max_length=10)
    year: int | None = Field(None, ge=1, le=9998)
    since: date | None = None
    until: date | None = None
    producing: str = Field("", max_length=2)
    departure: str = Field("", max_length=2)
    transit: str = Field("", max_length=2)
    destination: str = Field("", max_length=2)


def filter_of(given: FilterIn) -> Filter:
    """This function returns what a program asks for as the queries take it."""
    return Filter(**given.dict())


def grounds(actor: Actor, given: GroundsIn) -> Grounds:
    """This function returns the grounds that a program states; the working period's where it names none.

    Raises:
        InvalidInput: handling or evaluation are none.
    """
    named = given.case_id or given.duty_id
    try:
        restriction = Restriction(
            frozenset(Handling(code) for code in given.handling.upper().split()), Tlp.from_label(given.tlp),
            Pap[given.pap.upper()], given.words,
        )  # fmt: skip
        evaluation = Evaluation.parse(given.evaluation)
    except (ValueError, KeyError) as error:
        raise InvalidInput("handling or evaluation", str(error), code="seizures.grounds.handling") from None
    return Grounds(
        case_id=given.case_id if named else actor.case_id, duty_id=given.duty_id if named else actor.duty_id,
        role=Role.UNKNOWN, source=given.source, evaluation=evaluation, restriction=restriction,
        retention_until=given.retention_until,
    )  # fmt: skip
