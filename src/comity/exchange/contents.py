"""What a message says, type by type: request, reply, read notice, tombstone (fields of the guide's standards).

Each is a pydantic model that refuses fields that it does not know. A type that this node does not know is kept as it
came.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from comity.exchange.texts import HASH, fault_of, is_id
from comity.kernel import Evaluation, Handling, Pap, PartialDate, Restriction, Tlp
from comity.kernel.clock import parse_timestamp
from comity.subjects.model import Role, Schema

HANDLE = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_ITEMS = 50


def _line(text: str) -> str:
    return _plain(text, longest=500, lines=False)


def _text(text: str) -> str:
    return _plain(text, longest=20_000, lines=True)


def _plain(text: str, *, longest: int, lines: bool) -> str:
    if fault := fault_of(text, longest=longest, lines=lines):
        raise ValueError(fault)
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError("it is no message id (UUID version 7)")
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("it is no day, write it as 2026-11-22") from None
    return _line(text)


def _partial(text: str) -> str:
    try:
        PartialDate.parse(text)
    except ValueError:
        raise ValueError("it is no date, write it as 1970-05-12, 1970-05 or 1970") from None
    return _line(text)


def _moment(text: str) -> str:
    try:
        parse_timestamp(text)
    except ValueError:
        raise ValueError("it is no moment, write it as 2026-11-22T03:04:05.000000Z") from None
    return text


def _matching(pattern: re.Pattern[str], reason: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(reason)
        return text

    return AfterValidator(check)


Line = Annotated[str, AfterValidator(_line)]
Text = Annotated[str, AfterValidator(_text)]
SaidLine = Annotated[str, AfterValidator(_line), AfterValidator(_said)]
SaidText = Annotated[str, AfterValidator(_text), AfterValidator(_said)]
MessageId = Annotated[str, AfterValidator(_id)]
Day = Annotated[str, AfterValidator(_day)]
PartialDay = Annotated[str, AfterValidator(_partial)]
Moment = Annotated[str, AfterValidator(_moment)]
Hash = Annotated[str, _matching(HASH, "it is no SHA-256 in base64url")]
Handle = Annotated[str, _matching(HANDLE, "it is no handle")]


class Content(BaseModel):
    """The base of every content: strict, closed, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def document(self) -> dict[str, Any]:
        """This function returns the content as JSON values, without what is not said."""
        return self.model_dump(mode="json", exclude_none=True)


class Conditions(Content):
    """Handling codes, TLP and PAP as they travel (`comity.kernel.Restriction`)."""

    handling: list[Literal["H0", "H1", "H2", "H3"]] = Field(min_length=1, max_length=4)
    tlp: Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    pap: Literal["CLEAR", "GREEN", "AMBER", "RED"]
    words: Text = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Conditions:
        self.restriction()
        return self

    def restriction(self) -> Restriction:
        """This function returns the restriction that these codes mean.

        Raises:
            ValueError: H3 without words, or words without H3.
        """
        return Restriction(
            frozenset(Handling(h) for h in self.handling), Tlp.from_label(self.tlp), Pap[self.pap], self.words
        )

    @classmethod
    def of(cls, restriction: Restriction) -> Conditions:
        """This function writes a restriction as it travels."""
        return cls.model_validate(
            {
                "handling": sorted(h.value for h in restriction.handling),
                "tlp": restriction.tlp.label,
                "pap": restriction.pap.name,
                "words": restriction.words,
            }
        )


class AskedSubject(Content):
    """A subject that a request or reply speaks of: what it is, its role, and what is said of it.

    Args:
        schema_name: FollowTheMoney schema.
        role: in the case of who writes.
        properties: FollowTheMoney property names with texts.
        handle: of the recipient's holding, where the subject was found by a check.
    """

    schema_name: Literal[tuple(s.value for s in Schema)]  # type: ignore[valid-type]
    role: Literal[tuple(r.value for r in Role)]  # type: ignore[valid-type]
    properties: dict[Annotated[str, _matching(re.compile(r"[A-Za-z]{1,40}"), "it is no property name")], list[SaidLine]]
    handle: Handle | None = None

    @model_validator(mode="after")
    def _says_something(self) -> AskedSubject:
        if not self.handle and not any(self.properties.values()):
            raise ValueError("a subject needs at least one identifier or name, or a handle")
        if len(self.properties) > 60 or any(len(values) > 60 for values in self.properties.values()):
            raise ValueError("a subject has more values than are allowed")
        return self


class Urgency(StrEnum):
    """How soon an answer is needed; defaults follow Directive (EU) 2023/977."""

    ROUTINE = "routine"
    URGENT = "urgent"
    URGENT_HELD = "urgent-directly-held"


DEADLINE_HOURS = {Urgency.ROUTINE: 7 * 24, Urgency.URGENT: 3 * 24, Urgency.URGENT_HELD: 8}


class Request(Content):
    """A question to a partner about subjects."""

    facts: SaidText
    asked: SaidText
    link: SaidText
    subjects: list[AskedSubject] = Field(min_length=1, max_length=MOST_ITEMS)
    foreseen_use: SaidText
    urgency: Literal[tuple(u.value for u in Urgency)] = "routine"  # type: ignore[valid-type]
    urgency_reason: Text = ""
    deadline: Moment
    earlier: list[MessageId] = Field(default_factory=list, max_length=MOST_ITEMS)
    dual_criminality: Text = ""
    consent: Text = ""
    do_not_alert: Text = ""
    evidence: bool = False

    @model_validator(mode="after")
    def _urgency_has_a_reason(self) -> Request:
        if self.urgency != Urgency.ROUTINE and not self.urgency_reason.strip():
            raise ValueError("an urgent request says why it is urgent")
        return self


class Status(StrEnum):
    """What a reply is. "Nothing held" is not a refusal."""

    ACKNOWLEDGED = "acknowledged"
    PARTIAL = "partial"
    FULL = "full"
    NOTHING_HELD = "nothing-held"
    CLARIFICATION = "clarification-needed"
    REFUSED = "refused"
    REDIRECTED = "redirected"


class Ground(StrEnum):
    """Why a request is refused."""

    NO_LEGAL_BASIS = "no-legal-basis"
    DUAL_CRIMINALITY = "dual-criminality"
    SOVEREIGNTY = "sovereignty-or-security"
    ONGOING = "ongoing-investigation-or-safety"
    HUMAN_RIGHTS = "human-rights"
    DISPROPORTIONATE = "disproportionate"
    THIRD_PARTY = "third-party-consent"
    COMPETENCE = "outside-competence"
    OTHER = "other"


class Item(Content):
    """One piece of information in a reply, with what may be done with it."""

    text: SaidText
    subject: AskedSubject | None = None
    conditions: Conditions
    evaluation: str
    permitted_use: SaidText
    date_of_data: PartialDay

    @model_validator(mode="after")
    def _is_evaluated(self) -> Item:
        Evaluation.parse(self.evaluation)
        return self


class Reply(Content):
    """An answer to a request."""

    in_reply_to: MessageId
    status: Literal[tuple(s.value for s in Status)]  # type: ignore[valid-type]
    text: Text = ""
    ground: Literal[tuple(g.value for g in Ground)] | None = None  # type: ignore[valid-type]
    ground_words: Text = ""
    items: list[Item] = Field(default_factory=list, max_length=MOST_ITEMS)
    expected: Day | None = None
    onward_use: Text = ""

    @model_validator(mode="after")
    def _holds_together(self) -> Reply:
        gives = self.status in {Status.PARTIAL, Status.FULL}
        if gives != bool(self.items):
            raise ValueError("a full or partial reply has items, and no other reply has")
        if (self.status == Status.REFUSED) != (self.ground is not None):
            raise ValueError("a refusal names its ground, and no other reply does")
        if self.ground in {Ground.OTHER, Ground.COMPETENCE} and not self.ground_words.strip():
            raise ValueError("this ground needs words: the reason, or the address that is competent")
        if self.status in {Status.CLARIFICATION, Status.REDIRECTED} and not self.text.strip():
            raise ValueError("this reply says in words what is unclear, or who is competent")
        return self


class Read(Content):
    """A notice that a person read a message."""

    message: MessageId
    at: Moment


class TombstoneReason(StrEnum):
    """Why a message will never be delivered."""

    EXPIRED = "expired"
    POISONED = "poisoned"


class Tombstone(Content):
    """What stands in the chain for a message that was never delivered, so that the chain goes on.

    Args:
        message: its id.
        stands_for: SHA-256 of its signed document, to which the next message is chained.
        reason: expired or poisoned.
    """

    message: MessageId
    stands_for: Hash
    reason: Literal["expired", "poisoned"]


CONTENTS: dict[str, type[Content]] = {"request": Request, "reply": Reply, "read": Read, "tombstone": Tombstone}
"""Every type of message that this node understands."""


def deadline_of(urgency: Urgency, now: datetime) -> datetime:
    """This function returns when an answer is due by default."""
    return now + timedelta(hours=DEADLINE_HOURS[urgency])
