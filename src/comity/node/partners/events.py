"""What other slices do when a partner's standing changes; they register here when the node starts.

Each is called inside the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable

from comity.node.partners.models import Partner

Listener = Callable[[Partner], None]

ACCEPTED: list[Listener] = []
"""A person accepted a partner, or lifted its suspension."""
SUSPENDED: list[Listener] = []
"""A partner was suspended or frozen: a new epoch begins without it."""
GROUPED: list[Listener] = []
"""A partner's visibility group or its policy changed."""
RECOVERED: list[Listener] = []
"""This node lost a part of what it did with the partner: budgets count as spent."""


def tell(listeners: list[Listener], partner: Partner) -> None:
    """This function calls every listener."""
    for each in listeners:
        each(partner)
