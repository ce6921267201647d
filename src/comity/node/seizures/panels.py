"""What other slices show on a seizure's page; they register here when the node starts."""

from __future__ import annotations

from collections.abc import Callable

from comity.node.partners.panels import Panel
from comity.node.permissions import Actor
from comity.node.seizures.models import Seizure

Source = Callable[[Actor, Seizure], Panel | None]
PANELS: list[Source] = []


def panels(actor: Actor, seizure: Seizure) -> list[Panel]:
    """This function returns what is shown to a person about a seizure."""
    return [found for source in PANELS if (found := source(actor, seizure)) is not None]
