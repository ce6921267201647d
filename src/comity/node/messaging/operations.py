"""What people do with messages; how is said in the files it comes from.

- `sending`: the one way out for every type;
- `asking`, `answering`: requests and replies, and that something was read;
- `approving`: a second person's look at what leaves;
- `delegating`: who has a conversation;
- `deadlines`, `reminding`: until when answers are due, and putting a reminder away.
"""

from comity.node.messaging.answering import answer, mark_read
from comity.node.messaging.approving import approve, disapprove
from comity.node.messaging.asking import ask
from comity.node.messaging.deadlines import agree_deadlines, end_agreement
from comity.node.messaging.delegating import hand_over
from comity.node.messaging.reminding import put_away
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Terms

__all__ = [
    "Terms",
    "agree_deadlines",
    "answer",
    "approve",
    "ask",
    "disapprove",
    "end_agreement",
    "hand_over",
    "mark_read",
    "put_away",
    "send",
]
