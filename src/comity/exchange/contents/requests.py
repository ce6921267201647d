"""Asking and answering: request and reply."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import MOST_ITEMS, Day, MessageId, Moment, OneOf, SaidText, Text
from comity.exchange.contents.items import ONCE_EACH, AskedSubject, Items


class Urgency(StrEnum):
    """How soon an answer is needed; defaults follow Directive (EU) 2023/977."""

    ROUTINE = "routine"
    URGENT = "urgent"
    URGENT_HELD = "urgent-directly-held"


DEADLINE_HOURS = {Urgency.ROUTINE: 7 * 24, Urgency.URGENT: 3 * 24, Urgency.URGENT_HELD: 8}


class Request(Content):
    """A question to a partner about subjects.

    Args:
        facts: and suspicion.
        asked: exactly what is asked.
        link: why this country.
        subjects: each with its role, and at least one identifier or name, or a handle.
        foreseen_use: what the answer is for.
        urgency: how soon.
        urgency_reason: why, where it is urgent.
        deadline: until when.
        earlier: ids of earlier requests.
        dual_criminality: how the offence is named in both laws.
        consent: that is given already.
        do_not_alert: who must not learn of it.
        evidence: whether it shall serve as evidence, and not as intelligence only.
    """

    RULES = (
        Rule(
            ("urgency", "urgency_reason"),
            lambda urgency, reason: urgency == Urgency.ROUTINE or bool(reason.strip()),
            "an urgent request says why it is urgent",
        ),
    )

    facts: SaidText
    asked: SaidText
    link: SaidText
    subjects: list[AskedSubject] = Field(min_length=1, max_length=MOST_ITEMS)
    foreseen_use: SaidText
    urgency: Annotated[str, OneOf(Urgency)] = "routine"
    urgency_reason: Text = ""
    deadline: Moment
    earlier: list[MessageId] = Field(default_factory=list, max_length=MOST_ITEMS)
    dual_criminality: Text = ""
    consent: Text = ""
    do_not_alert: Text = ""
    evidence: bool = False


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


GIVING = frozenset({Status.PARTIAL, Status.FULL})
"""The replies that give items."""


def refusal_rules(status: str) -> tuple[Rule, ...]:
    """This function returns what holds for the ground of a refusal, where ``status`` is the field that refuses."""
    return (
        Rule(
            (status, "ground"),
            lambda said, ground: (said == Status.REFUSED) == (ground is not None),
            "a refusal names its ground, and no other answer does",
        ),
        Rule(
            ("ground", "ground_words"),
            lambda ground, words: ground not in {Ground.OTHER, Ground.COMPETENCE} or bool(words.strip()),
            "this ground needs words: the reason, or the address that is competent",
        ),
    )


class Reply(Content):
    """An answer to a request, to information that was shared, or to an alert (version 2).

    Args:
        in_reply_to: id of the message that it answers.
        status: what the reply is.
        text: in words.
        ground: of a refusal, coded.
        ground_words: the ground in words.
        items: what is given, each with its handling and evaluation.
        expected: when the rest comes, where it is late.
        onward_use: consent for it, in words.
    """

    RULES = (
        Rule(
            ("status", "items"),
            lambda status, items: (status in GIVING) == bool(items),
            "a full or partial reply has items, and no other reply has",
        ),
        *refusal_rules("status"),
        Rule(
            ("status", "text"),
            lambda status, text: status not in {Status.CLARIFICATION, Status.REDIRECTED} or bool(text.strip()),
            "this reply says in words what is unclear, or who is competent",
        ),
        ONCE_EACH,
    )

    in_reply_to: MessageId
    status: Annotated[str, OneOf(Status)]
    text: Text = ""
    ground: Annotated[str, OneOf(Ground)] | None = None
    ground_words: Text = ""
    items: Items = Field(default_factory=list)
    expected: Day | None = None
    onward_use: Text = ""
