"""Which holding a handle names. Handles stand in the state behind each index; none has a row of its own."""

from __future__ import annotations

import numpy as np

from comity.linkage.handles import Issued
from comity.node.matching import files
from comity.node.matching.models import IssuedHandle, OwnIndex


def issued(partner_id: str, handle: bytes) -> Issued | None:
    """This function returns what a handle of 12 bytes names for a partner, or None where it names nothing."""
    wanted = np.frombuffer(handle, dtype=np.uint8)
    for row in OwnIndex.objects.filter(partner=partner_id).select_related("epoch").order_by("-epoch_id"):
        held = files.own_handles(row.epoch_id, partner_id, row.sequence)
        if held is None:
            continue
        at = np.flatnonzero((held["handles"] == wanted).all(axis=1))
        if len(at):
            return Issued(partner_id, held["holdings"][at[0]].decode(), row.epoch.ends)
    before = IssuedHandle.objects.filter(handle=handle.hex(), partner_id=partner_id).select_related("epoch").first()
    return Issued(partner_id, before.holding_id, before.epoch.ends, before.removed) if before else None


def in_force(partner_id: str = "") -> dict[str, str]:
    """This function returns the holding of every handle in the indexes of this node, for its own measurements.

    Args:
        partner_id: only of the index that this partner has now; of every index that still resolves where empty.
    """
    found: dict[str, str] = {}
    rows = OwnIndex.objects.filter(partner=partner_id, epoch__ended=None) if partner_id else OwnIndex.objects.all()
    for row in rows:
        held = files.own_handles(row.epoch_id, row.partner_id, row.sequence)
        if held is not None:
            names = (h.decode() for h in held["holdings"].tolist())
            found |= zip((bytes(h).hex() for h in held["handles"]), names, strict=True)
    return found
