"""The chain of a pair of nodes: every message has one place, and a place has one message, for ever.

Each direction of a pair has a chain of its own under a random *incarnation* id. Rules:

1. A chain begins at its genesis, a hash of both nodes and the incarnation; message 1 cites it, message n cites the hash
   of message n - 1.
2. A message at the next place that cites the last hash is accepted.
3. A message at a place that is taken is a duplicate when its hash is the one that is kept there: it has no effect and
   gets the same receipt. With another hash it is an alarm.
4. A message beyond the next place is a gap: it is not stored, and the sender is told which place is next.
5. A message at the next place that cites another hash is an alarm: the sender's history forked.
6. An id that was used at another place is an alarm.
7. A first contact may begin any incarnation at place 1. Later, another incarnation must be announced (`recovery`);
   unannounced it is held back like a gap. A closed incarnation takes no new message.
8. A tombstone takes the place of a message that was not delivered, and counts with that message's hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from comity.crypto.encoding import encode
from comity.exchange.messages import Frame


class Verdict(Enum):
    """What becomes of a message that arrived."""

    ACCEPT = "accept"
    DUPLICATE = "duplicate"
    GAP = "gap"
    UNKNOWN_INCARNATION = "unknown incarnation"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its reason in words.

    Args:
        verdict: what becomes of the message.
        reason: empty where it is accepted.
    """

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """One direction between two nodes as one side knows it.

    Args:
        sender: node id.
        recipient: node id.
        incarnation: the current one.
        next: the place of the next message, from 1.
        link: hash that the next message must cite.
        closed: earlier incarnations.
    """

    sender: str
    recipient: str
    incarnation: str
    next: int
    link: str
    closed: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, sender: str, recipient: str, incarnation: str, closed: frozenset[str] = frozenset()) -> Chain:
        """This function begins a chain at its genesis."""
        return cls(sender, recipient, incarnation, 1, genesis(sender, recipient, incarnation), closed)

    def after(self, link: str) -> Chain:
        """This function returns the chain with one more message, whose hash is given."""
        return replace(self, next=self.next + 1, link=link)

    def reborn(self, incarnation: str) -> Chain:
        """This function closes the current incarnation and begins another."""
        return Chain.begin(self.sender, self.recipient, incarnation, self.closed | {self.incarnation})


Kept = Callable[[str, int], "str | None"]
"""What hash is kept at a place: incarnation and sequence in, hash or None out."""


def new_incarnation(random: bytes) -> str:
    """This function writes 32 random bytes as an incarnation id."""
    return encode(random)


def genesis(sender: str, recipient: str, incarnation: str) -> str:
    """This function returns what the first message of a chain cites."""
    named = f"comity-chain/1\0{sender}\0{recipient}\0{incarnation}".encode("ascii")
    return encode(hashlib.sha256(named).digest())


def decide(
    chain: Chain | None, frame: Frame, link: str, *, kept: Kept, same_id: Callable[[str], tuple[str, int] | None]
) -> Decision:
    """This function says what becomes of a message that arrived; the caller stores what follows.

    Args:
        chain: what is known of this direction, or None at first contact.
        frame: the message's place.
        link: its hash; for a tombstone, the hash of what it stands for.
        kept: looks up what is kept at a place of this sender.
        same_id: looks up the place at which an id of this sender is kept.
    """
    place = same_id(frame.id)
    if place is not None and place != (frame.incarnation, frame.sequence):
        return Decision(Verdict.ALARM, "its id was used for another message")
    there = kept(frame.incarnation, frame.sequence)
    if there is not None:
        if there == link:
            return Decision(Verdict.DUPLICATE, "it is known")
        return Decision(Verdict.ALARM, f"place {frame.sequence} holds another message")
    return _decide_new(chain or Chain.begin(frame.sender, frame.recipient, frame.incarnation), frame)


def _decide_new(chain: Chain, frame: Frame) -> Decision:
    if frame.incarnation in chain.closed:
        return Decision(Verdict.ALARM, "it belongs to an incarnation that its sender closed")
    if frame.incarnation != chain.incarnation:
        return Decision(Verdict.UNKNOWN_INCARNATION, "its incarnation was not announced")
    if frame.sequence != chain.next:
        return Decision(Verdict.GAP, f"place {chain.next} is next")
    if frame.previous != chain.link:
        return Decision(Verdict.ALARM, f"it follows another message than the one at place {chain.next - 1}")
    return Decision(Verdict.ACCEPT)
