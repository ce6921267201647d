"""What a country counts, for a regional picture: groups of at least k, and no record."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from comity.exchange.contents.base import Content, Rule
from comity.exchange.contents.fields import OneOf, Text, matching

MOST_ROWS = 5_000
"""The most groups that a contribution holds: it must fit into one packet."""
MOST_VALUES = 500
MOST_LEVELS = 8
MOST_COUNTED = 10**12
_CODE = re.compile(r"[A-Za-z0-9_.-]{0,60}")
Code = Annotated[str, *matching(_CODE, "it is no code of a level or value")]


class Dataset(StrEnum):
    """What is counted."""

    SEIZURES = "seizures"
    """Seizures by drug and place."""
    ROUTES = "routes"
    """The same seizures by departure and destination."""


class Completeness(StrEnum):
    """How much of the year's records a contribution rests on."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Chosen(Content):
    """What a group has of a level: one value, or every other than those that are shown by themselves.

    Args:
        one: the value; empty where the records do not say it.
        others: the values that are shown by themselves.
    """

    RULES = (
        Rule(
            ("one", "others"),
            lambda one, others: (one is None) != (others is None),
            "it names one value, or the values that it leaves out",
        ),
    )

    one: Code | None = None
    others: list[Code] | None = Field(default=None, max_length=MOST_VALUES)


class AggregateRow(Content):
    """Records that are shown together only.

    Args:
        chosen: what the group has of each level, in order; null is everything.
        count: how many.
        amounts: of each measure, in order, to three significant figures; null where it is not known.
    """

    chosen: list[Chosen | None] = Field(max_length=MOST_LEVELS)
    count: int = Field(ge=1, le=MOST_COUNTED)
    amounts: list[Annotated[float, Field(ge=0, le=MOST_COUNTED, allow_inf_nan=False)] | None] = Field(
        max_length=MOST_LEVELS
    )


class Level(Content):
    """One level of the rows.

    Args:
        name: its column.
        dimension: which dimension it divides; a finer level of the same one follows the coarser.
    """

    name: Code
    dimension: Code


class Parent(Content):
    """To which value of the coarser level a value belongs.

    Args:
        level: of the value.
        value: itself.
        parent: the value of the coarser level.
    """

    level: Code
    value: Code
    parent: Code


class Aggregates(Content):
    """What one country counts of one year; it takes the place of the earlier revision of the same dataset and year.

    Args:
        dataset: what is counted.
        year: of the records.
        revision: 1, and one more for each that takes the place of the last.
        k: the fewest records that are shown together.
        method: version of how small numbers are hidden.
        completeness: how much of the year's records it rests on.
        words: what is to be known of the numbers.
        levels: of the rows, from first to last.
        measures: such as kilograms.
        parents: of the values of finer levels.
        few: whether the year has fewer than k records and so no row.
        rows: the groups; none where the year has no record.
    """

    RULES = (
        Rule(
            ("levels", "rows"),
            lambda levels, rows: all(len(row.chosen) == len(levels) for row in rows),
            "a row says what it has of each level",
        ),
        Rule(
            ("measures", "rows"),
            lambda measures, rows: all(len(row.amounts) == len(measures) for row in rows),
            "a row has an amount or null for each measure",
        ),
        Rule(
            ("k", "rows"),
            lambda k, rows: all(row.count >= k for row in rows),
            "a row counts fewer than k",
        ),
        Rule(("few", "rows"), lambda few, rows: not (few and rows), "a year with fewer than k records has no row"),
    )

    dataset: Annotated[str, OneOf(Dataset)]
    year: int = Field(ge=1900, le=2200)
    revision: int = Field(ge=1, le=100_000)
    k: int = Field(ge=2, le=1_000)
    method: int = Field(ge=1, le=1_000)
    completeness: Annotated[str, OneOf(Completeness)]
    words: Text = ""
    levels: list[Level] = Field(min_length=1, max_length=MOST_LEVELS)
    measures: list[Code] = Field(default_factory=list, max_length=MOST_LEVELS)
    parents: list[Parent] = Field(default_factory=list, max_length=MOST_ROWS)
    few: bool = False
    rows: list[AggregateRow] = Field(default_factory=list, max_length=MOST_ROWS)
