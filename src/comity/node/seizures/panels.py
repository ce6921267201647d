"""What other slices show on a seizure's page; they register here when the node starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.node.permissions import Actor
from comity.node.seizures.models import Seizure


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page.

    Args:
        template: of the part; it finds the panel as ``panel``.
        shown: what it shows.
    """

    template: str
    shown: Mapping[str, Any] = field(default_factory=dict)


Source = Callable[[Actor, Seizure], Panel | None]
PANELS: list[Source] = []


def panels(actor: Actor, seizure: Seizure) -> list[Panel]:
    """This function returns what is shown to a person about a seizure."""
    return [found for source in PANELS if (found := source(actor, seizure)) is not None]
