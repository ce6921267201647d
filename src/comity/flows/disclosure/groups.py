"""Groups: the parts into which the records of a period are divided, and what of a table each of them can belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from comity.flows.disclosure.cubes import Value
from comity.kernel import InvalidInput


@dataclass(frozen=True, slots=True)
class One:
    """At this level the group has one value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Others:
    """At this level the group has every value that is not shown by itself, those that count nothing too."""

    than: frozenset[Value]


Choice = One | Others | None
"""What a group has of a level; None is everything."""


class Fit(Enum):
    """How a group lies to a row of a table."""

    IN = "in"
    PART = "part"
    OUT = "out"


def fit(choice: Choice, wanted: Collection[Value]) -> Fit:
    """This function tells how what a group has of a level lies to the values that are asked for."""
    if isinstance(choice, One):
        return Fit.IN if choice.value in wanted else Fit.OUT
    if isinstance(choice, Others) and all(each in choice.than for each in wanted):
        return Fit.OUT
    return Fit.PART


@dataclass(frozen=True, slots=True)
class Part:
    """A group as it was when it was first published, from whose count what is shown moves in steps.

    Args:
        choices: what it has of each level after the period.
        base: its count then.
    """

    choices: tuple[Choice, ...]
    base: int

    def has(self, path: Sequence[Value]) -> bool:
        """This function tells whether a cell belongs to it, by its values after the period."""
        return all(fit(choice, (value,)) is not Fit.OUT for choice, value in zip(self.choices, path, strict=True))


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are only ever shown together.

    Args:
        period: such as the year.
        choices: what it has of each level after the period.
        count: how many; None where the whole period has fewer than k.
        parts: the groups that were joined in it, as they were first published; itself where none was.
        amounts: each measure, to three significant figures; None where nobody said it or too few did.
    """

    period: Value
    choices: tuple[Choice, ...]
    count: int | None
    parts: tuple[Part, ...] = ()
    amounts: Mapping[str, float | None] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """This function returns the group as JSON values."""
        return {
            "period": self.period,
            "choices": [_written(choice) for choice in self.choices],
            "count": self.count,
            "parts": [{"choices": [_written(c) for c in part.choices], "base": part.base} for part in self.parts],
            "amounts": dict(self.amounts),
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Group:
        """This function reads a group.

        Raises:
            InvalidInput: ``flows.published.form``.
        """
        try:
            return cls(
                period=document["period"],
                choices=tuple(_read(choice) for choice in document["choices"]),
                count=document["count"],
                parts=tuple(Part(tuple(map(_read, part["choices"])), part["base"]) for part in document["parts"]),
                amounts=dict(document["amounts"]),
            )
        except (KeyError, TypeError) as error:
            raise InvalidInput("Published table", "a group cannot be read", code="flows.published.form") from error


def _written(choice: Choice) -> dict[str, Any] | None:
    if choice is None:
        return None
    if isinstance(choice, One):
        return {"one": choice.value}
    return {"others": sorted(choice.than, key=str)}


def _read(document: Mapping[str, Any] | None) -> Choice:
    if document is None:
        return None
    return One(document["one"]) if "one" in document else Others(frozenset(document["others"]))
