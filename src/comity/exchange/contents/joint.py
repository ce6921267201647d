"""A seizure that two agencies made together: one says so, the other agrees or not, and one of them counts it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import (
    MOST_ITEMS,
    Line,
    MessageId,
    Moment,
    NodeId,
    OneOf,
    PartialDay,
    SaidLine,
    Text,
    matching,
)

_COUNTRY = re.compile(r"[A-Z]{2}")
_QUANTITY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
Country = Annotated[str, *matching(_COUNTRY, "it is no country code of two letters")]
Quantity = Annotated[str, *matching(_QUANTITY, "it is no amount: digits, and a point before decimals")]


class SeizedKind(StrEnum):
    """What kind of thing was seized."""

    DRUG = "drug"
    PRECURSOR = "precursor"
    CASH = "cash"
    OTHER = "other"


class Seized(Content):
    """One thing that was seized, as the proposer recorded it.

    Args:
        kind: of thing.
        what: in words.
        substance: its code, where it has one.
        amount: how much.
        unit: of the amount; for cash the currency.
        kilograms: what the amount is in kg, where that is known.
    """

    kind: Annotated[str, OneOf(SeizedKind)]
    what: SaidLine
    substance: Line = ""
    amount: Quantity | None = None
    unit: Line = ""
    kilograms: Quantity | None = None


class JointSeizure(Content):
    """A proposal: this seizure of ours and one of yours are the same.

    Args:
        joint: the id that both use for it, made by who proposes it.
        reference: of the seizure at who proposes it.
        their_reference: of the seizure at the other side, where that is known.
        date: of the seizure.
        country: where.
        place: in words.
        place_code: where, as a code of ISO 3166-2 or a national one below.
        goods: what was seized.
        counted_by: node id of the one of the two that shall count it.
        words: anything else.
        answer_by: until when the other side answers.
    """

    joint: MessageId
    reference: SaidLine
    their_reference: Line = ""
    date: PartialDay
    country: Country
    place: Line = ""
    place_code: Line = ""
    goods: list[Seized] = Field(min_length=1, max_length=MOST_ITEMS)
    counted_by: NodeId
    words: Text = ""
    answer_by: Moment


class JointAnswer(StrEnum):
    """What a side says of a proposal, or of what was agreed."""

    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"


class JointGround(StrEnum):
    """Why a seizure is not joint, or no longer."""

    ANOTHER = "another-seizure"
    NOT_RECORDED = "not-recorded"
    COUNTING = "who-counts"
    TWICE = "proposed-twice"
    MISTAKE = "mistake"
    WITHDRAWN = "seizure-withdrawn"
    OTHER = "other"


class JointSeizureAnswer(Content):
    """The other side's answer; or either side ends what was proposed or agreed, and each counts its own again.

    Args:
        joint: the id of the joint seizure.
        in_reply_to: id of the proposal.
        answer: agreed, refused or ended.
        counted_by: node id of who counts it, as proposed; with an agreement only.
        reference: of the seizure at who answers; with an agreement.
        ground: why it is refused or ended, coded.
        words: the ground in words, or anything else.
    """

    RULES = (
        Rule(
            ("answer", "counted_by"),
            lambda answer, counted_by: (answer == JointAnswer.AGREED) == (counted_by is not None),
            "an agreement says who counts it, and no other answer does",
        ),
        Rule(
            ("answer", "reference"),
            lambda answer, reference: answer != JointAnswer.AGREED or bool(reference.strip()),
            "an agreement names the seizure of who agrees",
        ),
        Rule(
            ("answer", "ground"),
            lambda answer, ground: (answer == JointAnswer.AGREED) == (ground is None),
            "what is refused or ended says why, and an agreement does not",
        ),
        Rule(
            ("ground", "words"),
            lambda ground, words: ground not in {JointGround.COUNTING, JointGround.OTHER} or bool(words.strip()),
            "this ground needs words",
        ),
    )

    joint: MessageId
    in_reply_to: MessageId
    answer: Annotated[str, OneOf(JointAnswer)]
    counted_by: NodeId | None = None
    reference: Line = ""
    ground: Annotated[str, OneOf(JointGround)] | None = None
    words: Text = ""
