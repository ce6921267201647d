"""What the demo found out, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STRENGTHS = ("strong", "possible", "weak")


@dataclass(frozen=True, slots=True)
class Direction:
    """What one agency's check at another found, against the truth.

    Args:
        asker: alpha-2 code.
        partner: alpha-2 code.
        checked: subjects that were asked for.
        hits: by strength.
        found: pairs of strong and possible hits.
        true: pairs that there are.
    """

    asker: str
    partner: str
    checked: int
    hits: Mapping[str, int]
    found: frozenset[tuple[str, str]]
    true: frozenset[tuple[str, str]]

    @property
    def recall(self) -> float:
        """This function returns the share of true pairs that were found."""
        return share(len(self.found & self.true), len(self.true))

    @property
    def precision(self) -> float:
        """This function returns the share of found pairs that are true."""
        return share(len(self.found & self.true), len(self.found))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversation: who did what, and its proof."""

    agency: str
    what: str


@dataclass
class Result:
    """Everything that the demo prints."""

    holdings: dict[str, int] = field(default_factory=dict)
    seizures: dict[str, int] = field(default_factory=dict)
    directions: list[Direction] = field(default_factory=list)
    conversation: list[Step] = field(default_factory=list)
    replied: bool = False
    ledgers: dict[str, dict[str, Any]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def hits(self) -> dict[str, int]:
        """This function returns the hits of all directions by strength."""
        counted: Counter[str] = Counter(dict.fromkeys(STRENGTHS, 0))
        for direction in self.directions:
            counted.update(direction.hits)
        return dict(counted)

    @property
    def recall(self) -> float:
        """This function returns the share of true pairs that strong and possible hits found, over all directions."""
        right = sum(len(each.found & each.true) for each in self.directions)
        return share(right, sum(len(each.true) for each in self.directions))

    @property
    def precision(self) -> float:
        """This function returns the share of strong and possible hits that are true, over all directions."""
        right = sum(len(each.found & each.true) for each in self.directions)
        return share(right, sum(len(each.found) for each in self.directions))

    @property
    def ledgers_verified(self) -> bool:
        """This function tells whether every ledger was proven, and no partner's copy disagreed."""
        return bool(self.ledgers) and all(each["verified"] for each in self.ledgers.values())

    def document(self) -> dict[str, Any]:
        """This function returns what ``--json`` prints."""
        return {
            "nodes": len(self.holdings),
            "holdings": list(self.holdings.values()),
            "hits": self.hits,
            "recall": round(self.recall, 4),
            "precision": round(self.precision, 4),
            "reply": self.replied,
            "ledgers_verified": self.ledgers_verified,
            "seconds": round(self.seconds, 2),
        }


def share(part: int, whole: int) -> float:
    """This function divides, and calls the share of nothing 0."""
    return part / whole if whole else 0.0
