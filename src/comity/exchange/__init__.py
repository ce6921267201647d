"""Cards, packets, messages, chains, receipts, conversations and recovery: what nodes say to each other, without I/O.

Everything here is a decision over bytes, documents and states that the caller holds; storing, sending, the clock and
randomness are the caller's (`node.partners`, `node.messaging`). `spec/envelope.md` is the authority for every format.

The way out: `messages.compose` → `SigningKey.sign_document` → `packets.pack`. The way in: `packets.split` →
`packets.admit` → `packets.unseal` → `messages.read_frame` → `chains.decide` → `messages.read` → `receipts.sign`.

What messages say is in `contents`, in which version is in `versions`, what they do to a conversation and who owes whom
what in `conversations`, and what may be done with an item in `uses`.
"""

from comity.exchange.cards import Card, Succession
from comity.exchange.chains import Chain, Decision, Verdict
from comity.exchange.conversations import Event, Incoming, State
from comity.exchange.messages import Frame, Message
from comity.exchange.outbox import Trying
from comity.exchange.packets import Header, Kind, Opened, Packet
from comity.exchange.receipts import Outcome, Receipt
from comity.exchange.recovery import Course, Lost, Place, Plan

__all__ = [
    "Card",
    "Chain",
    "Course",
    "Decision",
    "Event",
    "Frame",
    "Header",
    "Incoming",
    "Kind",
    "Lost",
    "Message",
    "Opened",
    "Outcome",
    "Packet",
    "Place",
    "Plan",
    "Receipt",
    "State",
    "Succession",
    "Trying",
    "Verdict",
]
