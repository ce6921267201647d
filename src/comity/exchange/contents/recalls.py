"""Taking back and mending what was given, and the proof that every copy was treated."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import MOST_ITEMS, Line, MessageId, Moment, NodeId, OneOf, SaidText, Token
from comity.exchange.contents.items import Item, ItemName

_MOST_COPIES = 200


class Correction(Content):
    """An item was wrong; this is what it says now.

    Args:
        item: which.
        wrong: what was wrong.
        corrected: the whole item as it is now, under the same name.
        confirm_by: until when every copy is treated and confirmed.
        owner_token: the owner's own correction as it signed it, where somebody else passes it on.
    """

    RULES = (
        Rule(
            ("item", "corrected"),
            lambda item, corrected: item.pair == corrected.name.pair,
            "the corrected item has the owner and the id of the item that was wrong",
        ),
    )

    item: ItemName
    wrong: SaidText
    corrected: Item
    confirm_by: Moment
    owner_token: Token | None = None


class WithdrawalReason(StrEnum):
    """Why an item is taken back."""

    WRONG = "wrong"
    NO_LONGER_VALID = "no-longer-valid"
    UNLAWFUL = "unlawful"
    RETENTION = "retention-ended"
    SAFETY = "safety-of-a-person"
    OTHER = "other"


class Withdrawal(Content):
    """An item is no longer valid, and every copy of it goes.

    Args:
        item: which.
        reason: coded.
        words: what is wrong or no longer valid.
        confirm_by: until when every copy is treated and confirmed.
        owner_token: the owner's own withdrawal as it signed it, where somebody else passes it on.
    """

    item: ItemName
    reason: Annotated[str, OneOf(WithdrawalReason)]
    words: SaidText
    confirm_by: Moment
    owner_token: Token | None = None


class CopyKind(StrEnum):
    """Where a copy of an item was."""

    ITEM = "item"
    HOLDING = "holding"
    STATEMENT = "statement"
    INDEX = "index"
    EXPORT = "export"
    PRINT = "print"
    REPORT = "report"
    WEBHOOK = "webhook"
    BACKUP = "backup"


class Treated(StrEnum):
    """What became of a copy."""

    DELETED = "deleted"
    CORRECTED = "corrected"
    MARKED = "marked"
    """It stays for a reason in law, and says that the item is withdrawn."""
    NOT_REACHED = "not-reached"


class Copy(Content):
    """Copies of one kind, and what became of them.

    Args:
        kind: where they were.
        count: how many.
        treated: what became of them.
        words: who has what was not reached, or why it stays.
    """

    RULES = (
        Rule(
            ("treated", "words"),
            lambda treated, words: treated in {Treated.DELETED, Treated.CORRECTED} or bool(words.strip()),
            "a copy that was not treated says in words why, and who has it",
        ),
    )

    kind: Annotated[str, OneOf(CopyKind)]
    count: int = Field(ge=1, le=1_000_000)
    treated: Annotated[str, OneOf(Treated)]
    words: Line = ""


class Passed(StrEnum):
    """How a node stands to which the item had been handed onward."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    """It confirmed that not everything was reached."""
    WAITING = "waiting"
    UNREACHABLE = "unreachable"


class Onward(Content):
    """A node to which the item had been handed onward.

    Args:
        node: its id.
        agency: as it is known here.
        state: whether it has confirmed.
        token: its own confirmation as it signed it.
    """

    RULES = (
        Rule(
            ("state", "token"),
            lambda state, token: (state in {Passed.CONFIRMED, Passed.PARTLY}) == (token is not None),
            "who has confirmed is shown with the signed confirmation, and nobody else is",
        ),
    )

    node: NodeId
    agency: Line = ""
    state: Annotated[str, OneOf(Passed)]
    token: Token | None = None


class DeletionConfirmed(Content):
    """What was done here, and onward from here, after a correction or withdrawal.

    Args:
        in_reply_to: id of the correction or withdrawal; None where nobody asked, since the item's time was over.
        item: which.
        at: when it was done.
        copies: every copy that was here; empty where none was left.
        onward: every node to which it had gone from here.
        complete: whether every copy here was reached and every node onward has confirmed.
    """

    RULES = (
        Rule(
            ("copies", "onward", "complete"),
            lambda copies, onward, complete: (
                complete
                == (all(c.treated != Treated.NOT_REACHED for c in copies)
                    and all(o.state == Passed.CONFIRMED for o in onward))
            ),
            "it is complete when every copy was reached and every node onward has confirmed, and not before",
        ),
        Rule(("onward",), lambda onward: len({o.node for o in onward}) == len(onward), "a node is named twice"),
    )  # fmt: skip

    in_reply_to: MessageId | None = None
    item: ItemName
    at: Moment
    copies: list[Copy] = Field(default_factory=list, max_length=_MOST_COPIES)
    onward: list[Onward] = Field(default_factory=list, max_length=MOST_ITEMS)
    complete: bool
