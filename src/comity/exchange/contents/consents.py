"""Asking the owner of an item for a use that its handling does not allow, and the owner's answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import Day, Line, MessageId, Moment, NodeId, OneOf, PurposeCode, SaidText, Text
from comity.exchange.contents.items import Conditions, ItemName
from comity.exchange.terms import TO_A_PARTNER


class WantedUse(StrEnum):
    """What is asked to be allowed with an item."""

    READ = "read"
    FORWARD = "forward"
    EVIDENCE = "evidence"
    EXPORT = "export"
    PRINT = "print"
    REPORT = "report"
    DERIVE = "derive"
    ACT = "act"
    CHECK = "check"
    INDEX = "index"
    LOOSEN = "loosen"
    """Lighter handling codes, TLP or PAP."""
    KEEP = "keep-longer"
    """A later day until which it may be kept."""


_WHOLE_USE = (
    Rule(
        ("use", "recipient", "recipient_words"),
        lambda use, node, words: use not in TO_A_PARTNER or bool(node or words.strip()),
        "this use reaches another agency: name its node, or say in words who it is",
    ),
    Rule(
        ("use", "conditions"),
        lambda use, conditions: (use == WantedUse.LOOSEN) == (conditions is not None),
        "loosening names the new handling, and no other use does",
    ),
    Rule(
        ("use", "retention_until"),
        lambda use, day: (use == WantedUse.KEEP) == (day is not None),
        "keeping longer names the new day, and no other use does",
    ),
)


class ConsentRequest(Content):
    """A question to the owner of an item.

    Args:
        item: which.
        use: what is wanted.
        recipient: node to which it shall go, where it is handed onward.
        recipient_words: who that is, or who shall get it outside Comity (a court, a ministry).
        purpose: for which purpose.
        reason: why.
        conditions: the lighter handling that is wanted.
        retention_until: the later day that is wanted.
        until: how long the consent is needed.
        answer_by: until when an answer is wanted.
    """

    RULES = _WHOLE_USE

    item: ItemName
    use: Annotated[str, OneOf(WantedUse)]
    recipient: NodeId | None = None
    recipient_words: Line = ""
    purpose: PurposeCode | None = None
    reason: SaidText
    conditions: Conditions | None = None
    retention_until: Day | None = None
    until: Day | None = None
    answer_by: Moment


class Consented(StrEnum):
    """How the owner answers."""

    GRANTED = "granted"
    REFUSED = "refused"


class ConsentAnswer(Content):
    """The owner's answer; it says itself what it allows, so that it proves the consent wherever it goes.

    Args:
        in_reply_to: the question's id.
        item: which.
        use: what is allowed or refused.
        answer: granted or refused.
        recipient: node to which it may go.
        recipient_words: who may get it.
        purposes: for which it may be used so; empty for every one.
        words: the owner's conditions, or the reason of a refusal.
        conditions: the lighter handling that holds from now on.
        retention_until: the later day until which it may be kept.
        until: the last day of the consent.
    """

    RULES = (
        *_WHOLE_USE,
        Rule(
            ("answer", "words"),
            lambda answer, words: answer == Consented.GRANTED or bool(words.strip()),
            "a refusal says why",
        ),
    )

    in_reply_to: MessageId
    item: ItemName
    use: Annotated[str, OneOf(WantedUse)]
    answer: Annotated[str, OneOf(Consented)]
    recipient: NodeId | None = None
    recipient_words: Line = ""
    purposes: list[PurposeCode] = Field(default_factory=list, max_length=20)
    words: Text = ""
    conditions: Conditions | None = None
    retention_until: Day | None = None
    until: Day | None = None
