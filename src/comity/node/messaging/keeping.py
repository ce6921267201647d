"""Ledger heads in messages and answers: kept, or the channel freezes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from comity.kernel import Refused
from comity.node.audit.operations import report_inconsistent
from comity.node.partners.operations import freeze


@contextmanager
def freezing(partner_id: str, carried: Mapping[str, Any] | None) -> Iterator[None]:
    """This context freezes the channel when what is done in it finds that the partner's ledger broke.

    It stands outside the transaction, which is rolled back; the alarm and the freeze are kept.
    """
    try:
        yield
    except Refused as error:
        if error.code == "ledger.head.inconsistent":
            report_inconsistent(partner_id=partner_id, carried=carried or {}, error=error)
            freeze(partner_id=partner_id, reason=error.reason[:500])
        raise
