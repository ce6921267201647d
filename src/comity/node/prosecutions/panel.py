"""What a seizure's page shows of the prosecutions that rest on it."""

from __future__ import annotations

from comity.node.partners.panels import Panel
from comity.node.permissions import MAY, Action, Actor, may
from comity.node.prosecutions import queries
from comity.node.seizures.models import Seizure, SeizureState

_STANDING = {SeizureState.RECORDED, SeizureState.VERIFIED}


def panel(actor: Actor, seizure: Seizure) -> Panel | None:
    """This function returns the part of a seizure's page that names its prosecutions; None where there is nothing.

    File numbers and outcomes only: what is charged is read on the page of the prosecution, on record.
    """
    if not may(actor, Action.PROSECUTION_READ):
        return None
    rows = queries.of_seizure(actor, seizure.id)
    may_write = seizure.state in _STANDING and actor.role in MAY[Action.PROSECUTION_WRITE]
    if not rows and not may_write:
        return None
    shown = {"prosecutions": rows, "seizure": seizure.reference if may_write else ""}
    return Panel("prosecutions/of_seizure.html", shown)
