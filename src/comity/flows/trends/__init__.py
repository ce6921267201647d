"""Change over time in monthly counts: what changed, how sure that is, and what else may explain it.

`comparing.compare` holds months against the months before them in a negative binomial regression whose exposure is how
much was reported; `slopes` asks for a steady trend, `points` for when a level changed, `families` for many tables at
once. The word "decreased" is said of events only where reporting is known. How well all of it does is measured by
``bench/trends.py`` and stands in ``docs/methods.md``. Words for people are left to the node.

It needs the extra ``analysis``, which is imported where it is used; `comity.engines.missing` says where it is not
there.
"""

from __future__ import annotations

from comity.flows.trends.comparing import Change, Verdict, compare
from comity.flows.trends.explanations import Circumstance, Explanation, Kind, explanations
from comity.flows.trends.families import holm
from comity.flows.trends.series import Series, completeness_of_units, month_number, month_text

__all__ = [
    "Change",
    "Circumstance",
    "Explanation",
    "Kind",
    "Series",
    "Verdict",
    "compare",
    "completeness_of_units",
    "explanations",
    "holm",
    "month_number",
    "month_text",
]
