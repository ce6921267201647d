"""Information that nobody asked for, and what became of information that was given."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import MOST_ITEMS, Moment, OneOf, SaidText
from comity.exchange.contents.items import ONCE_EACH, AskedSubject, Item, ItemName


class Spontaneous(Content):
    """Information that is shared without being asked for.

    Args:
        reason: for sharing it.
        link: to the recipient's country.
        subjects: whom or what it is about.
        items: what is given, each with its handling and evaluation.
        reply_wanted: whether the sender waits for a reply.
        reply_by: until when, where it does.
    """

    RULES = (
        ONCE_EACH,
        Rule(
            ("reply_wanted", "reply_by"),
            lambda wanted, by: wanted == (by is not None),
            "say until when a reply is wanted, and only where one is wanted",
        ),
    )

    reason: SaidText
    link: SaidText
    subjects: list[AskedSubject] = Field(min_length=1, max_length=MOST_ITEMS)
    items: list[Item] = Field(min_length=1, max_length=MOST_ITEMS)
    reply_wanted: bool = False
    reply_by: Moment | None = None


class UsedIn(StrEnum):
    """What an item was used in."""

    NOTHING = "not-used"
    INTELLIGENCE = "intelligence"
    CHECK = "border-check"
    OPERATION = "operation"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    TRIAL = "trial"
    PREVENTION = "prevention"
    PROTECTION = "protection-of-a-person"
    OTHER = "other"


class Feedback(Content):
    """What became of an item.

    Args:
        item: which.
        useful: or not.
        used_in: what.
        outcome: in words.
    """

    item: ItemName
    useful: bool
    used_in: Annotated[str, OneOf(UsedIn)]
    outcome: SaidText
