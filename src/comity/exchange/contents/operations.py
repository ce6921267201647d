"""Acting together: assistance, joint operations, controlled deliveries, joint teams."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import (
    MOST_ITEMS,
    Day,
    MessageId,
    Moment,
    NodeId,
    OneOf,
    SaidLine,
    SaidText,
    Text,
)
from comity.exchange.contents.items import ONCE_EACH, AskedSubject, Items
from comity.exchange.contents.requests import Ground, refusal_rules


class OperationKind(StrEnum):
    """What is done together."""

    ASSISTANCE = "assistance"
    JOINT = "joint-operation"
    CONTROLLED_DELIVERY = "controlled-delivery"
    JOINT_TEAM = "joint-team"


class Part(Content):
    """What one side does.

    Args:
        node: of the agency.
        role: what it does, in words.
    """

    node: NodeId
    role: SaidText


class Delivery(Content):
    """A controlled delivery (article 11 of the convention of 1988, article 20 of the convention of 2000).

    Args:
        goods: what goes, and how much.
        route: where it passes, in order.
        control: who has it under control on each stretch.
        substitution: whether the goods stay, are taken out or are replaced.
        stop: when it is broken off, and who decides.
    """

    goods: SaidText
    route: SaidText
    control: SaidText
    substitution: SaidText
    stop: SaidText


class Team(Content):
    """A joint team (article 19 of the convention of 2000).

    Args:
        leader: node of the agency that leads.
        seat: where it works.
        law: which law members act under, and with which powers.
        evidence: how what it finds may be used.
    """

    leader: NodeId
    seat: SaidText
    law: SaidText
    evidence: SaidText


_ENDS_AFTER = Rule(
    ("begins", "ends"),
    lambda begins, ends: date.fromisoformat(begins) <= date.fromisoformat(ends),
    "it ends on or after the day on which it begins",
)
_ONE_PART_EACH = Rule(("parts",), lambda parts: len({p.node for p in parts}) == len(parts), "an agency is named twice")


class OperationProposal(Content):
    """A proposal to act together.

    Args:
        kind: what is done.
        title: a short name.
        proposal: what is proposed, and why.
        parts: what each side does.
        begins: first day.
        ends: last day.
        area: where.
        legal_basis: instrument and article for each side.
        subjects: whom or what it is about.
        items: information that comes along.
        delivery: for a controlled delivery.
        team: for a joint team.
        answer_by: until when each side answers.
    """

    RULES = (
        ONCE_EACH,
        _ENDS_AFTER,
        _ONE_PART_EACH,
        Rule(
            ("kind", "delivery"),
            lambda kind, delivery: (kind == OperationKind.CONTROLLED_DELIVERY) == (delivery is not None),
            "a controlled delivery says goods, route, control, substitution and when to stop, and no other kind does",
        ),
        Rule(
            ("kind", "team"),
            lambda kind, team: (kind == OperationKind.JOINT_TEAM) == (team is not None),
            "a joint team says leader, seat, law and evidence, and no other kind does",
        ),
    )

    kind: Annotated[str, OneOf(OperationKind)]
    title: SaidLine
    proposal: SaidText
    parts: list[Part] = Field(min_length=2, max_length=MOST_ITEMS)
    begins: Day
    ends: Day
    area: SaidText
    legal_basis: SaidText
    subjects: list[AskedSubject] = Field(default_factory=list, max_length=MOST_ITEMS)
    items: Items = Field(default_factory=list)
    delivery: Delivery | None = None
    team: Team | None = None
    answer_by: Moment


class OperationPlan(Content):
    """How a proposal that was agreed is carried out.

    Args:
        proposal: its id.
        edition: 1, and one more for each plan that takes the place of the last.
        plan: step by step.
        parts: what each side does.
        begins: first day.
        ends: last day.
        area: where.
        legal_basis: instrument and article for each side.
        contact: who answers while it runs.
        answer_by: until when each side answers.
    """

    RULES = (_ENDS_AFTER, _ONE_PART_EACH)

    proposal: MessageId
    edition: int = Field(ge=1, le=1000)
    plan: SaidText
    parts: list[Part] = Field(min_length=2, max_length=MOST_ITEMS)
    begins: Day
    ends: Day
    area: SaidText
    legal_basis: SaidText
    contact: SaidText
    answer_by: Moment


class Agreement(StrEnum):
    """How a side answers a proposal or plan."""

    AGREED = "agreed"
    CHANGES = "changes-wanted"
    REFUSED = "refused"


class OperationAnswer(Content):
    """One side's answer to a proposal or plan.

    Args:
        in_reply_to: id of the proposal or plan.
        answer: agreed, changes wanted or refused.
        ground: of a refusal, coded.
        ground_words: the ground in words.
        words: what shall change, or anything else.
    """

    RULES = (
        *refusal_rules("answer"),
        Rule(
            ("answer", "words"),
            lambda answer, words: answer != Agreement.CHANGES or bool(words.strip()),
            "say what shall change",
        ),
    )

    in_reply_to: MessageId
    answer: Annotated[str, OneOf(Agreement)]
    ground: Annotated[str, OneOf(Ground)] | None = None
    ground_words: Text = ""
    words: Text = ""


class OperationOutcome(StrEnum):
    """How an operation ended."""

    DONE = "done"
    PARTLY = "partly"
    CALLED_OFF = "called-off"


class OperationResult(Content):
    """What came of an operation.

    Args:
        proposal: its id.
        outcome: done, partly, or called off.
        result: in words.
        ended: on which day.
        items: what was found, each with its handling and evaluation.
    """

    RULES = (ONCE_EACH,)

    proposal: MessageId
    outcome: Annotated[str, OneOf(OperationOutcome)]
    result: SaidText
    ended: Day
    items: Items = Field(default_factory=list)
