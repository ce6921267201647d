"""Working together by rule: legal instruments as data, which of them allows which exchange, and emergencies.

Nothing here reads a clock, a file of a node or a database: instruments and the day are passed in. Who may record one,
and what is done with an answer, is the node's.
"""

from comity.cooperation.allowing import Answer, Question, allowing, answer_of, instead, standing
from comity.cooperation.findings import Finding
from comity.cooperation.instruments import (
    Channel,
    Clause,
    Condition,
    ConditionKind,
    DualCriminality,
    ExchangeKind,
    Instrument,
    InstrumentKind,
    Party,
)

__all__ = [
    "Answer",
    "Channel",
    "Clause",
    "Condition",
    "ConditionKind",
    "DualCriminality",
    "ExchangeKind",
    "Finding",
    "Instrument",
    "InstrumentKind",
    "Party",
    "Question",
    "allowing",
    "answer_of",
    "instead",
    "standing",
]
