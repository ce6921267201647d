"""What travels with a message about its use, and on what it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from comity.exchange.contents import Item
from comity.kernel import Restriction, strictest
from comity.node.messaging.models import Message

KEPT_FOR = timedelta(days=365)
"""How long a partner may keep what it is sent, unless a person says otherwise."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What travels with a message about its use.

    Args:
        restriction: handling codes, TLP, PAP.
        retention_until: the last day on which the partner may keep it; None for a year from now.
        language: ISO 639 code of what is written.
    """

    restriction: Restriction = field(default_factory=Restriction)
    retention_until: date | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a message may be sent between two countries.

    Args:
        purpose: a `comity.kernel.purposes.Purpose`.
        legal_basis: reference of the instrument, or the emergency in words.
        offence: that it is about, where a case names one.
        reference: of the case, as who sends it names it.
        emergency: id of the emergency under which this node sends it; empty where an instrument allows it.
    """

    purpose: str
    legal_basis: str
    offence: str | None = None
    reference: str = ""
    emergency: str = ""

    @classmethod
    def of(cls, message: Message) -> Grounds:
        """This function returns the grounds of a message that was sent or received before."""
        said = message.document
        offence = said.get("offence")
        return cls(
            str(said.get("purpose", "")),
            str(said.get("legal_basis", "")),
            str(offence) if offence else None,
            str(said.get("reference", "")),
        )


def strictest_of(restriction: Restriction, items: Iterable[Item]) -> Restriction:
    """This function returns a restriction that covers every item."""
    return strictest(restriction, *(item.conditions.restriction() for item in items))
