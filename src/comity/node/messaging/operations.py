"""What people do with messages; how is said in the files it comes from.

- `asking`, `answering`: requests and replies, and that something was read;
- `approving`: a second person's look at what leaves.
"""

from comity.node.messaging.answering import answer, mark_read
from comity.node.messaging.approving import approve, disapprove
from comity.node.messaging.asking import ask
from comity.node.messaging.terms import Terms

__all__ = ["Terms", "answer", "approve", "ask", "disapprove", "mark_read"]
