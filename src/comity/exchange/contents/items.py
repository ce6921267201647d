"""An item: one piece of information with what may be done with it, named for ever by its owner and its id."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, FailFast, Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import (
    MOST_ITEMS,
    Day,
    EvaluationCode,
    Handle,
    ItemId,
    MessageId,
    NodeId,
    OneOf,
    PartialDay,
    PropertyName,
    PurposeCode,
    SaidLine,
    SaidText,
    Text,
    Token,
)
from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.subjects.model import Role, Schema

_MOST_VALUES = 60


class _TlpLabel(StrEnum):
    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"


class Conditions(Content):
    """Handling codes, TLP and PAP as they travel.

    Args:
        handling: H0 to H3; H0 always holds.
        tlp: who may see it.
        pap: what may be done.
        words: the restriction of H3.
    """

    RULES = (
        Rule(
            ("handling", "words"),
            lambda handling, words: ("H3" in handling) == bool(words.strip()),
            "H3 needs its restriction in words, and words need H3",
        ),
    )

    handling: list[Annotated[str, OneOf(Handling)]] = Field(min_length=1, max_length=4)
    tlp: Annotated[str, OneOf(_TlpLabel)]
    pap: Literal["CLEAR", "GREEN", "AMBER", "RED"]
    words: Text = ""

    def restriction(self) -> Restriction:
        """This function returns the restriction that these codes mean."""
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


def _few(values: Any) -> Any:
    """This function counts before anything else is looked at: what is too much costs nothing."""
    if isinstance(values, dict) and any(
        len(each) > _MOST_VALUES for each in (values, *values.values()) if isinstance(each, dict | list)
    ):
        raise ValueError("a subject has more values than are allowed")
    return values


class AskedSubject(Content):
    """A subject that a message speaks of: what it is, its role, and what is said of it.

    Args:
        schema_name: FollowTheMoney schema.
        role: in the case of who writes.
        properties: FollowTheMoney property names with texts.
        handle: of the recipient's holding, where the subject was found by a check.
    """

    RULES = (
        Rule(
            ("handle", "properties"),
            lambda handle, properties: bool(handle or any(properties.values())),
            "a subject needs at least one identifier or name, or a handle",
        ),
    )

    schema_name: Annotated[str, OneOf(Schema)]
    role: Annotated[str, OneOf(Role)]
    properties: Annotated[dict[PropertyName, Annotated[list[SaidLine], FailFast()]], BeforeValidator(_few)]
    handle: Handle | None = None


class ItemName(Content):
    """What names an item at every node for ever.

    Args:
        owner: node id of the agency that first gave it.
        id: UUIDv7, made by its owner.
    """

    owner: NodeId
    id: ItemId

    @property
    def pair(self) -> tuple[str, str]:
        """This function returns owner and id."""
        return self.owner, self.id


class ConsentProof(Content):
    """A consent under which an item is handed onward.

    Args:
        message: id of the owner's consent answer.
        token: that message as the owner signed it.
    """

    message: MessageId
    token: Token


class Item(Content):
    """One piece of information, with what may be done with it.

    Args:
        id: UUIDv7, made by its owner.
        owner: node id of the agency that first gave it.
        text: what it says.
        subject: whom or what it is about.
        conditions: handling codes, TLP and PAP.
        evaluation: 4×4, such as B2.
        permitted_use: in words.
        permitted_purposes: for which purposes it may be used; empty for every one.
        retention_until: the last day on which it may be kept.
        date_of_data: when what it says was so.
        consents: under which it is handed onward by another than its owner.
        proof: what its owner signed of it (`exchange.proofs`); passed on as it is.
    """

    id: ItemId
    owner: NodeId
    text: SaidText
    subject: AskedSubject | None = None
    conditions: Conditions
    evaluation: EvaluationCode
    permitted_use: SaidText
    permitted_purposes: list[PurposeCode] = Field(default_factory=list, max_length=20)
    retention_until: Day
    date_of_data: PartialDay
    consents: list[ConsentProof] = Field(default_factory=list, max_length=10)
    proof: Token | None = None

    @property
    def name(self) -> ItemName:
        """This function returns what names it."""
        return ItemName(owner=self.owner, id=self.id)


def once_each(items: list[Item]) -> bool:
    """This function tells whether no item is named twice."""
    return len({(item.owner, item.id) for item in items}) == len(items)


Items = Annotated[list[Item], Field(max_length=MOST_ITEMS)]
ONCE_EACH = Rule(("items",), once_each, "an item is named twice")
