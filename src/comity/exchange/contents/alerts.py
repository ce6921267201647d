"""Alerts: what to look out for, and their cancellation."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import MessageId, Moment, OneOf, SaidText, Text
from comity.exchange.contents.items import ONCE_EACH, Items
from comity.kernel.clock import parse_timestamp


class Category(StrEnum):
    """What an alert is about."""

    PERSON = "person"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    CONTAINER = "container"
    DOCUMENT = "document"
    SUBSTANCE = "substance"
    METHOD = "method"
    ACCOUNT = "account"


class Danger(StrEnum):
    """Whether who meets it is in danger."""

    NONE_KNOWN = "none-known"
    POSSIBLE = "possible"
    KNOWN = "known"


class Alert(Content):
    """A call to look out for something.

    Args:
        category: of what it is about.
        text: what it is about, in words.
        items: what is known of it, each with its handling and evaluation.
        what_to_do: when it is met.
        what_not_to_do: when it is met.
        area: where it holds.
        valid_from: since when.
        valid_to: until when.
        contact: who answers round the clock.
        danger: whether who meets it is in danger.
        danger_words: what the danger is.
        replaces: id of an earlier alert that this one takes the place of.
    """

    RULES = (
        ONCE_EACH,
        Rule(
            ("valid_from", "valid_to"),
            lambda start, end: parse_timestamp(start) < parse_timestamp(end),
            "an alert ends after it begins",
        ),
        Rule(
            ("danger", "danger_words"),
            lambda danger, words: danger == Danger.NONE_KNOWN or bool(words.strip()),
            "say what the danger is",
        ),
    )

    category: Annotated[str, OneOf(Category)]
    text: SaidText
    items: Items = Field(default_factory=list)
    what_to_do: SaidText
    what_not_to_do: SaidText
    area: SaidText
    valid_from: Moment
    valid_to: Moment
    contact: SaidText
    danger: Annotated[str, OneOf(Danger)]
    danger_words: Text = ""
    replaces: MessageId | None = None


class AlertCancellation(Content):
    """The end of an alert before its time.

    Args:
        alert: its id.
        reason: in words.
    """

    alert: MessageId
    reason: SaidText
