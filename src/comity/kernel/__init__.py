"""What every room stands on: errors, ids, clock, partial dates, countries, handling codes, limits.

The kernel imports nothing of Comity's and knows no other room. It holds no rule of any topic; a rule that two topics
share and that is about neither of them belongs here.
"""

from comity.kernel.clock import Clock, SettableClock, SystemClock
from comity.kernel.dates import PartialDate
from comity.kernel.errors import (
    ComityError,
    Conflicting,
    Exhausted,
    InvalidInput,
    Missing,
    Refused,
    Unreachable,
    UnreadableFile,
)
from comity.kernel.handling import Evaluation, Handling, Pap, Restriction, Tlp, strictest
from comity.kernel.ids import new_id
from comity.kernel.limits import Limits

__all__ = [
    "Clock",
    "ComityError",
    "Conflicting",
    "Evaluation",
    "Exhausted",
    "Handling",
    "InvalidInput",
    "Limits",
    "Missing",
    "Pap",
    "PartialDate",
    "Refused",
    "Restriction",
    "SettableClock",
    "SystemClock",
    "Tlp",
    "Unreachable",
    "UnreadableFile",
    "new_id",
    "strictest",
]
