"""What somebody who has every table can bound: the closed form, since every table is a sum of groups.

The tests ask a linear program the same of all numbers of many tables (``tests/flows/disclosure``).
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.flows.disclosure.groups import Group, One
from comity.flows.disclosure.published import Published


@dataclass(frozen=True, slots=True)
class Exposure:
    """How far a member of a group is known.

    Args:
        group: the group.
        low: the fewest that a member can count.
        high: the most.
        single: whether the group has one member, which is then known.
    """

    group: Group
    low: int
    high: int
    single: bool

    def breaks(self, k: int) -> bool:
        """This function tells whether somebody counted fewer than k times is bounded to fewer than k values."""
        return self.high < k if self.single else self.high - self.low + 1 < k


def audit(published: Published) -> list[Exposure]:
    """This function returns what an attacker can bound of every group; of a sound publication none breaks k.

    What is not in it: what the threshold itself says (a period with fewer than k counts 1 to k - 1), and what somebody
    knows who knows records of a group from elsewhere.
    """
    found = []
    for group in published.groups:
        if group.count is None:
            continue
        single = all(isinstance(choice, One) for choice in group.choices)
        found.append(Exposure(group, group.count if single else 0, group.count, single))
    return found
