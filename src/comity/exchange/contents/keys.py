"""A new card or identity key, told to partners as a message of the chain."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import Moment, OneOf, SaidText, Token


class CardChange(Content):
    """A newer card of the sender: another address, contact, or key of daily use.

    Args:
        card: signed by the identity key in force.
        reason: what changed, in words.
    """

    card: Token
    reason: SaidText


class KeyChangeReason(StrEnum):
    """Why an identity key was replaced."""

    ROTATION = "rotation"
    COMPROMISE = "compromise"


class KeyChange(Content):
    """The sender's new identity key, signed by the old one (``comity-key-change/1``).

    Args:
        statement: signed by the old identity key.
        card: the new card, which carries the statement.
        reason: rotation or compromise.
        words: what happened.
        doubtful_since: the moment since which what the old key signed is doubtful.
    """

    RULES = (
        Rule(
            ("reason", "doubtful_since"),
            lambda reason, since: (reason == KeyChangeReason.COMPROMISE) == (since is not None),
            "a compromise says since when what was signed is doubtful, and a rotation does not",
        ),
    )

    statement: Token
    card: Token
    reason: Annotated[str, OneOf(KeyChangeReason)]
    words: SaidText
    doubtful_since: Moment | None = None
