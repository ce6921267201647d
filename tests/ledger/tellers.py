"""Nodes in memory that do something and tell about it, for the tests of stories; a test makes them lie."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from comity.crypto import SigningKey
from comity.crypto.encoding import encode
from comity.ledger import BLOCK, Entry, Head, commitment, padded, sign_head
from comity.ledger.blocks import block_hash
from comity.ledger.parts import OURS, THEIRS, Part, Party, SaidEntry, SaidMessage
from comity.ledger.tree import inclusion_proof, nodes_of, root

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PADDING = b"p" * 32


@dataclass
class Teller:
    """One node: its key, its clock's error, what it wrote into its ledger, and what it sent and received."""

    node: str
    skew: timedelta = timedelta()
    key: SigningKey = field(default_factory=SigningKey.generate)
    entries: list[tuple[Entry, dict, bytes]] = field(default_factory=list)
    messages: dict[str, SaidMessage] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    findings: tuple[str, ...] = ()
    content: bool = True

    def does(self, event: str, *objects: str, at: datetime, **details: object) -> None:
        """Writes an entry by its own clock."""
        salt = sha256(f"{self.node} {len(self.entries)}".encode()).digest()
        entry = Entry(event, "somebody", at + self.skew, objects, "investigation", commitment(salt, details))
        self.entries.append((entry, details, salt))

    @property
    def hashes(self) -> list[bytes]:
        """The leaves of its only block."""
        return padded([entry.hash() for entry, _, _ in self.entries], 0, PADDING)

    def head(self, size: int = BLOCK) -> str:
        """Its signed head."""
        whole = root(nodes_of(self.hashes), BLOCK)
        assert whole == block_hash(self.hashes)
        return sign_head(Head(self.node, f"log-{self.node}", size, whole, START), self.key).token

    def part(self, others: tuple[Teller, ...] = ()) -> Part:
        """What it tells."""
        nodes = nodes_of(self.hashes)
        said = tuple(
            SaidEntry(
                f"log-{self.node}", n, entry, details, salt, head=BLOCK, path=tuple(inclusion_proof(nodes, n, BLOCK))
            )
            for n, (entry, details, salt) in enumerate(self.entries)
        )
        return Part(
            node=self.node, name=f"Agency {self.node}", made=START + timedelta(days=30) + self.skew,
            conversations=("c",), entries=said, messages=tuple(self.messages.values()), heads=(self.head(),),
            kept=tuple(self.kept), partners={o.node: Party(f"Agency {o.node}", (o.key.public,)) for o in others},
            findings=self.findings, with_content=self.content, keys=(self.key.public,),
        )  # fmt: skip


def carry(sender: Teller, recipient: Teller, name: str, at: datetime, *, kind: str = "request", items=()) -> None:
    """Writes, signs, carries and acknowledges one message, a minute for each step."""
    minute = timedelta(minutes=1)
    token = sender.key.sign_document({"id": name, "from": sender.node, "to": recipient.node})
    name_of_it = encode(sha256(token.encode()).digest())
    receipt = recipient.key.sign_document({"message": name, "hash": name_of_it, "outcome": "taken"})
    sender.does(f"messaging.{kind}.written", f"{sender.node}-{name}", at=at)
    sender.does("messaging.message.signed", f"{sender.node}-{name}", at=at + minute)
    recipient.does("messaging.message.received", f"{recipient.node}-{name}", at=at + 2 * minute, hash=name_of_it)
    sender.does("messaging.message.delivered", f"{sender.node}-{name}", at=at + 3 * minute, hash=name_of_it)
    common = {
        "id": name, "conversation": "c", "type": kind, "reply_to": "", "items": tuple(items), "hash": name_of_it,
        "made": at, "words": f"words of {name}", "token": token, "receipt": receipt,
    }  # fmt: skip
    ours = {"row": f"{sender.node}-{name}", "direction": OURS, "partner": recipient.node, "state": "delivered"}
    theirs = {"row": f"{recipient.node}-{name}", "direction": THEIRS, "partner": sender.node, "state": "received"}
    sender.messages[name] = SaidMessage(**common | ours)
    recipient.messages[name] = SaidMessage(**common | theirs)


def changed(part: Part, index: int, **fields: object) -> Part:
    """A part whose entry was edited after its head was signed."""
    entries = list(part.entries)
    entries[index] = replace(entries[index], entry=replace(entries[index].entry, **fields))
    return replace(part, entries=tuple(entries))
