"""Where messages and conversations stand: tables, what moves them, who owes whom what, until when.

`states` is about one message; `kinds` has the tables of conversations and `moves` what messages do to them;
`obligations` reads from messages what is owed, and `deadlines` says when to remind. Diagrams are drawn from the tables
(`diagrams`). Who may act here and how things are kept is the node's.
"""

from comity.exchange.conversations.deadlines import (
    Hours,
    Notice,
    Pairs,
    due,
    hours_between,
    notice_due,
    notices,
    pair,
)
from comity.exchange.conversations.diagrams import diagram
from comity.exchange.conversations.kinds import FINAL, TABLES, Kind, Side, Stage, Step, sides
from comity.exchange.conversations.moves import (
    BEGINS,
    BELONGS,
    STANDS,
    STEPS_OF,
    after_step,
    arrive,
    kind_of,
    may_write,
    move,
    open_steps,
    step_of,
)
from comity.exchange.conversations.obligations import Duty, Obligation, Said, owed, stage_with
from comity.exchange.conversations.states import (
    INCOMING,
    OUTGOING,
    Event,
    Incoming,
    State,
    after,
    after_incoming,
    allows,
)

__all__ = [
    "BEGINS",
    "BELONGS",
    "FINAL",
    "INCOMING",
    "OUTGOING",
    "STANDS",
    "STEPS_OF",
    "TABLES",
    "Duty",
    "Event",
    "Hours",
    "Incoming",
    "Kind",
    "Notice",
    "Obligation",
    "Pairs",
    "Said",
    "Side",
    "Stage",
    "State",
    "Step",
    "after",
    "after_incoming",
    "after_step",
    "allows",
    "arrive",
    "diagram",
    "due",
    "hours_between",
    "kind_of",
    "may_write",
    "move",
    "notice_due",
    "notices",
    "open_steps",
    "owed",
    "pair",
    "sides",
    "stage_with",
    "step_of",
]
