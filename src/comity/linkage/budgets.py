"""How much one partner may have evaluated in a day: per purpose, with a ceiling over all purposes.

An element counts after padding, and it counts before it is evaluated. Larger joint checks are agreed by both sides
first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from comity.kernel import Exhausted, Limits


@dataclass(frozen=True, slots=True)
class Allowance:
    """Elements a day.

    Args:
        ceiling: over all purposes.
        purposes: by purpose, where it is less than the ceiling.
    """

    ceiling: int
    purposes: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def default(cls, limits: Limits) -> Allowance:
        """This function returns what holds where nothing else was agreed."""
        return cls(limits.check_elements_day)

    def of(self, purpose: str) -> int:
        """This function returns the elements a day for a purpose."""
        return min(self.ceiling, self.purposes.get(purpose, self.ceiling))


def lowered(allowance: Allowance, limits: Mapping[str, int]) -> Allowance:
    """This function returns an allowance after one side lowered it alone; nothing in it is more than before.

    Args:
        allowance: what is agreed.
        limits: elements a day by purpose; an empty purpose names the ceiling.
    """
    ceiling = min(allowance.ceiling, limits.get("", allowance.ceiling))
    named = {**{p: allowance.of(p) for p in limits if p}, **allowance.purposes}
    return Allowance(ceiling, {p: min(n, limits.get(p, n)) for p, n in named.items()})


def day_of(moment: datetime) -> str:
    """This function names the day to which a debit belongs, in UTC."""
    return moment.astimezone(UTC).date().isoformat()


def left(allowance: Allowance, spent: Mapping[str, int], purpose: str) -> int:
    """This function returns how many elements are left today for a purpose.

    Args:
        allowance: what is agreed.
        spent: elements debited today, by purpose.
        purpose: of the check.
    """
    return max(0, min(allowance.of(purpose) - spent.get(purpose, 0), allowance.ceiling - sum(spent.values())))


def debit(allowance: Allowance, spent: Mapping[str, int], purpose: str, elements: int) -> int:
    """This function returns what is spent for the purpose after a debit; the caller keeps it before it evaluates.

    Raises:
        Exhausted: ``linkage.budget.exhausted``; nothing is debited.
    """
    rest = left(allowance, spent, purpose)
    if elements > rest:
        raise Exhausted(
            "the budget for checks",
            f"{elements} elements are asked and {rest} are left today for {purpose}",
            "Check fewer subjects, wait until tomorrow (UTC), or agree a larger joint check with the partner",
            code="linkage.budget.exhausted",
        )
    return spent.get(purpose, 0) + elements
