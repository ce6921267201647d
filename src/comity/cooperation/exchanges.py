"""Which kind of exchange a message is, so that the instrument that it names can be asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comity.cooperation.instruments import ExchangeKind

KIND_OF: Mapping[str, ExchangeKind] = MappingProxyType({
    "request": ExchangeKind.REQUEST,
    "spontaneous": ExchangeKind.SPONTANEOUS,
    "alert": ExchangeKind.ALERT,
    "operation-proposal": ExchangeKind.JOINT_OPERATION,
    "operation-plan": ExchangeKind.JOINT_OPERATION,
})  # fmt: skip
"""Types of message that need a legal basis of their own; every other type goes on under that of its conversation."""


def kinds_of(message_type: str, *, persons: bool = False, evidence: bool = False) -> frozenset[ExchangeKind]:
    """This function returns every kind of exchange that a message is; none where it needs no basis of its own.

    Args:
        message_type: as on the wire.
        persons: whether it says something about a person.
        evidence: whether what is asked shall serve as evidence.
    """
    kind = KIND_OF.get(message_type)
    if kind is None:
        return frozenset()
    more = {ExchangeKind.PERSONAL_DATA} if persons else set()
    if evidence:
        more.add(ExchangeKind.EVIDENCE)
    return frozenset({kind, *more})
