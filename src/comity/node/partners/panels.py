"""What other slices show on a partner's page; they register here when the node starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.node.partners.models import Partner
from comity.node.permissions import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page.

    Args:
        template: of the part; it finds the panel as ``panel``.
        shown: what it shows.
    """

    template: str
    shown: Mapping[str, Any] = field(default_factory=dict)


Source = Callable[[Actor, Partner], Panel | None]
PANELS: list[Source] = []


def panels(actor: Actor, partner: Partner) -> list[Panel]:
    """This function returns what is shown to a person about a partner."""
    return [found for source in PANELS if (found := source(actor, partner)) is not None]
