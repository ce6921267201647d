"""What may explain a difference besides more or fewer crimes, as codes with their numbers; words are the node's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from comity.flows.trends.comparing import CHANGED, Change
from comity.flows.trends.regression import LEVEL, Effect

MOVED = 0.05
"""Difference of the shares of reports that is worth a sentence, though it is counted in."""


class Kind(StrEnum):
    """What a circumstance is."""

    CAMPAIGN = "campaign"
    BORDER_CLOSED = "border-closed"


class Code(StrEnum):
    """Which sentence is said."""

    CAMPAIGN = "enforcement-campaign"
    """A campaign ran in one of the periods and not, or less, in the other."""
    ENFORCEMENT = "enforcement-unknown"
    """None is known of; how much was searched is not recorded."""
    REPORTING_EQUAL = "reporting-equal"
    REPORTING_MOVED = "reporting-moved"
    REPORTING_UNKNOWN = "reporting-unknown"
    BORDER_CLOSED = "border-closed"
    BORDER = "border-unknown"
    TREND_BEFORE = "trend-before"
    """It was falling, or rising, in the same way before the period began."""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something known that bears on the numbers, with its months.

    Args:
        kind: what it is.
        title: its name, as recorded.
        begin, end: first month, and the month after the last.
        places: codes of the places that it concerns; empty: all.
    """

    kind: Kind
    title: str
    begin: int
    end: int
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence under a verdict.

    Args:
        code: which.
        known: whether it is known to hold, and not a possibility only.
        titles: names of the circumstances.
        numbers: what the sentence needs, by name; shares and ratios, not percentages.
    """

    code: Code
    known: bool
    titles: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


def explanations(
    change: Change, circumstances: Iterable[Circumstance] = (), before: Effect | None = None, place: str = ""
) -> list[Explanation]:
    """This function returns what may explain a difference: enforcement, reporting, a border, and a trend before.

    Each of the first three is always there, as what is known or as a possibility: a reader of any verdict is told.

    Args:
        change: the verdict.
        circumstances: what is known of campaigns and closed borders.
        before: the steady trend of the months before, from `comity.flows.trends.slopes`.
        place: code of the place that the verdict is about; empty: all of them.
    """
    here = [each for each in circumstances if not place or not each.places or place in each.places]
    known = [each for each in here if each.begin < change.until and each.end > change.begin]
    told = [
        _circumstance(change, known, Kind.CAMPAIGN, Code.CAMPAIGN, Code.ENFORCEMENT),
        _reporting(change),
        _circumstance(change, known, Kind.BORDER_CLOSED, Code.BORDER_CLOSED, Code.BORDER),
    ]
    effect = change.effect if change.verdict in CHANGED else None
    if effect is not None and before is not None and before.p < LEVEL and (before.ratio < 1) == (effect.ratio < 1):
        told.append(Explanation(Code.TREND_BEFORE, known=True, numbers={"ratio": before.ratio}))
    return told


def _circumstance(change: Change, known: list[Circumstance], kind: Kind, yes: Code, no: Code) -> Explanation:
    found = [each for each in known if each.kind is kind]
    after = sum(max(0, min(each.end, change.until) - max(each.begin, change.since)) for each in found)
    before = sum(max(0, min(each.end, change.since) - max(each.begin, change.begin)) for each in found)
    if not found:
        return Explanation(no, known=False)
    titles = tuple(dict.fromkeys(each.title for each in found))
    return Explanation(yes, known=True, titles=titles, numbers={"months_before": before, "months_after": after})


def _reporting(change: Change) -> Explanation:
    if change.share_before is None or change.share_after is None:
        numbers = {"unknown_months": float(change.unknown_months)}
        if change.explaining is not None:
            numbers |= dict(zip(("shown", "whole"), change.explaining, strict=True))
        return Explanation(Code.REPORTING_UNKNOWN, known=False, numbers=numbers)
    shares = {"before": change.share_before, "after": change.share_after}
    moved = abs(change.share_after - change.share_before) >= MOVED or change.left_out > 0
    code = Code.REPORTING_MOVED if moved else Code.REPORTING_EQUAL
    return Explanation(code, known=True, numbers=shares | {"left_out": float(change.left_out)})
