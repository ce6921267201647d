"""Finding a seizure by what a person calls it."""

from __future__ import annotations

from comity.kernel import Missing
from comity.node.permissions import Action, Actor, require
from comity.node.seizures.access import visible
from comity.node.seizures.models import Seizure


def by_reference(actor: Actor, reference: str) -> str:
    """This function returns the id of the seizure that has a reference.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is none that the actor may see.
    """
    require(actor, Action.SEIZURE_READ)
    found = (
        Seizure.objects.filter(visible(actor), reference=reference.strip()[:60]).values_list("id", flat=True).first()
    )
    if found is None:
        raise Missing(
            "Reference", "no seizure of ours has it", "Look at the list of seizures", code="seizures.reference.missing"
        )
    return found
