"""A handle: the random name of a holding, for one partner and one epoch.

It resolves while its epoch lasts and 37 days after, for that partner only. Everything else gets one uniform answer, so
that nobody can tell a handle of somebody else from one that never was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.kernel import InvalidInput, Limits, Missing
from comity.linkage.tokens import HANDLE


@dataclass(frozen=True, slots=True)
class Issued:
    """A handle that a node gave out.

    Args:
        partner: for whom.
        holding: what it names.
        epoch_ends: when its epoch ends or ended.
        removed: whether the holding left the index since.
    """

    partner: str
    holding: str
    epoch_ends: datetime
    removed: bool = False


def parse(text: str) -> bytes:
    """This function reads a handle as messages write it: 24 hexadecimal digits.

    Raises:
        InvalidInput: it is none.
    """
    try:
        handle = bytes.fromhex(text)
    except ValueError:
        handle = b""
    if len(handle) != HANDLE or text != handle.hex():
        raise InvalidInput(
            "the handle", "it has not 24 hexadecimal digits", "Cite it as the hit shows it", code="linkage.handle.form"
        )
    return handle


def resolve(issued: Issued | None, *, partner: str, now: datetime, limits: Limits) -> str:
    """This function returns the holding that a handle names for a partner.

    Raises:
        Missing: ``linkage.handle.unknown``, the same for a handle that never was, of another partner, removed or too
        old.
    """
    if (
        issued is None
        or issued.partner != partner
        or issued.removed
        or now > issued.epoch_ends + timedelta(days=limits.handle_grace_days)
    ):
        raise Missing("the handle", "nothing held", code="linkage.handle.unknown")
    return issued.holding
