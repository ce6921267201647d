"""Which kind of exchange a message is, so that the instrument that it names can be asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from comity.cooperation.instruments import ExchangeKind

KIND_OF: Mapping[str, ExchangeKind] = MappingProxyType({
    "request": ExchangeKind.REQUEST,
    "spontaneous": ExchangeKind.SPONTANEOUS,
    "alert": ExchangeKind.ALERT,
    "joint-seizure": ExchangeKind.SPONTANEOUS,
    "aggregates": ExchangeKind.SPONTANEOUS,
    "operation-proposal": ExchangeKind.JOINT_OPERATION,
    "operation-plan": ExchangeKind.JOINT_OPERATION,
})  # fmt: skip
"""What a type exchanges, as instruments name it; every other type that begins something asks, as a request does."""


def kinds_of(message_type: str, *, persons: bool = False, evidence: bool = False) -> frozenset[ExchangeKind]:
    """This function returns every kind of exchange that a message is.

    Args:
        message_type: as on the wire.
        persons: whether it says something about a person.
        evidence: whether what is asked shall serve as evidence.
    """
    kinds = {KIND_OF.get(message_type, ExchangeKind.REQUEST)}
    if persons:
        kinds.add(ExchangeKind.PERSONAL_DATA)
    if evidence:
        kinds.add(ExchangeKind.EVIDENCE)
    return frozenset(kinds)
