"""What several nodes say, made ready to be compared: keys, signatures, heads, and which entry is about what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from comity.crypto.encoding import encode
from comity.kernel import ComityError
from comity.ledger.heads import Head, proven, read_head
from comity.ledger.parts import DEPTH, Part, SaidEntry, SaidMessage
from comity.ledger.tree import proves_inclusion


class Shown(StrEnum):
    """What a proof shows."""

    YES = "proven"
    NO = "false"
    NOT_YET = "recorded"
    """No signed head covers the entry yet."""
    UNKNOWN = "not given"
    """What would prove it was not handed over, or the key is not known."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that proves a line.

    Args:
        of: ``entry``, ``message`` or ``receipt``.
        shown: what it shows.
        by: the node that signed.
        head: of an entry: the size of the head that it leads to.
        kept_by: of an entry: the nodes, among those given, that keep that head or one over it.
    """

    of: str
    shown: Shown
    by: str
    head: int = 0
    kept_by: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """This function returns the proof as JSON."""
        said: dict[str, Any] = {"of": self.of, "shown": self.shown.value, "by": self.by}
        return said | ({"head": self.head, "kept_by": list(self.kept_by)} if self.of == "entry" else {})


Placed = tuple[Part, SaidEntry]
SIGNED, RECEIVED, DELIVERED, READ = ".signed", ".received", ".delivered", ".read"


class Sources:
    """The parts of a story, one for each node; of two of one node the later one counts, with the entries of both.

    Args:
        parts: in any order.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts: dict[str, Part] = {}
        for part in sorted(parts, key=lambda each: (each.node, each.made)):
            held = self.parts.get(part.node)
            self.parts[part.node] = part if held is None else _joined(held, part)
        self.nodes = tuple(self.parts)
        self.by_id = {m.id: m for part in self.parts.values() for m in part.messages}
        self._rows = {(part.node, m.row): m for part in self.parts.values() for m in part.messages}
        self._proven: dict[tuple[str, str], dict[str, Any] | None] = {}

    def name(self, node: str) -> str:
        """This function returns what a node is called: by itself, by others, or its id."""
        if node in self.parts:
            return self.parts[node].name
        return next((p.partners[node].name for p in self.parts.values() if node in p.partners), node)

    def keys(self, node: str) -> tuple[bytes, ...]:
        """This function returns the keys that may sign for a node: its own, or those that others know of it."""
        if node in self.parts:
            return self.parts[node].keys
        return tuple(key for p in self.parts.values() if node in p.partners for key in p.partners[node].keys)

    def proven(self, token: str, node: str) -> dict[str, Any] | None:
        """This function returns what a node signed; None where none of its keys did."""
        if (token, node) not in self._proven:
            self._proven[token, node] = proven(token, self.keys(node), depth=DEPTH)
        return self._proven[token, node]

    def messages_of(self, part: Part, entry: SaidEntry) -> list[SaidMessage]:
        """This function returns what an entry is about: every message read, or the copies of the message sent."""
        every = [m for o in dict.fromkeys(entry.entry.objects) if (m := self._rows.get((part.node, o)))]
        if entry.entry.event.endswith(READ):
            return [m for m in every if not m.is_ours] or every
        return [m for m in every if m.id == every[0].id]

    def entry_of(self, part: Part, message: SaidMessage, ending: str) -> SaidEntry | None:
        """This function returns a node's entry about a message whose event ends with a word."""
        return self._about.get((part.node, message.row, ending))

    @cached_property
    def _about(self) -> dict[tuple[str, str, str], SaidEntry]:
        found: dict[tuple[str, str, str], SaidEntry] = {}
        for part in self.parts.values():
            for entry in part.entries:
                ending = "." + entry.entry.event.rsplit(".", 1)[-1]
                for each in entry.entry.objects:
                    found.setdefault((part.node, each, ending), entry)
        return found

    @cached_property
    def _first(self) -> dict[tuple[str, str], SaidEntry]:
        found: dict[tuple[str, str], SaidEntry] = {}
        for part in self.parts.values():
            for entry in part.entries:
                for each in entry.entry.objects:
                    found.setdefault((part.node, each), entry)
        return found

    def passages(self) -> Iterator[tuple[SaidMessage, Placed, Placed]]:
        """This function returns, for each message that two nodes have, entries of which one came before the other."""
        for sender, sent in self._all_sent():
            there = self.parts.get(sent.partner)
            got = self.received(sender, sent)
            if there is None or got is None:
                continue
            signed, taken = self.entry_of(sender, sent, SIGNED), self.entry_of(there, got, RECEIVED)
            back = self.entry_of(sender, sent, DELIVERED)
            if signed and taken:
                # What a message does is written in the transaction that takes it, and may stand before its taking.
                yield sent, (sender, signed), (there, self._first[there.node, got.row])
            if taken and back:
                yield sent, (there, taken), (sender, back)

    def offsets(self) -> dict[str, timedelta]:
        """This function returns by how much each node's clock must be put forward so that nothing came before it left.

        Where no constant shift does it, the shifts are what as many rounds as there are nodes gave.
        """
        ahead = dict.fromkeys(self.nodes, timedelta())
        passages = [(a.node, x.entry.time, b.node, y.entry.time) for _, (a, x), (b, y) in self.passages()]
        for _round in self.nodes:
            for earlier, left, later, came in passages:
                ahead[later] = max(ahead[later], ahead[earlier] + left - came)
        return ahead

    def _all_sent(self) -> Iterator[tuple[Part, SaidMessage]]:
        return ((part, m) for part in self.parts.values() for m in part.messages if m.is_ours)

    def received(self, sender: Part, sent: SaidMessage) -> SaidMessage | None:
        """This function returns what the recipient has of a message; None where it has none or was not asked."""
        return self._incoming.get((sent.partner, sender.node, sent.id))

    def sent(self, recipient: Part, taken: SaidMessage) -> SaidMessage | None:
        """This function returns what the sender has of a message that another node received."""
        return self._outgoing.get((taken.partner, recipient.node, taken.id))

    @cached_property
    def _incoming(self) -> dict[tuple[str, str, str], SaidMessage]:
        every = ((part, m) for part in self.parts.values() for m in part.messages if not m.is_ours)
        return {(part.node, m.partner, m.id): m for part, m in every}

    @cached_property
    def _outgoing(self) -> dict[tuple[str, str, str], SaidMessage]:
        return {(part.node, m.partner, m.id): m for part, m in self._all_sent()}

    @cached_property
    def heads(self) -> dict[tuple[str, str, int], Head]:
        """This function returns every head that a node shows of its own ledger and signed, by node, log and size."""
        found = {}
        for part in self.parts.values():
            for token in part.heads:
                if head := self._head(token, part.node):
                    found[part.node, head.log, head.size] = head
        return found

    def longest(self, node: str, log: str) -> int:
        """This function returns the size of the longest head that a node shows of one of its logs."""
        return self._longest.get((node, log), 0)

    @cached_property
    def _longest(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for node, log, size in self.heads:
            found[node, log] = max(size, found.get((node, log), 0))
        return found

    @cached_property
    def kept(self) -> list[tuple[str, str, Head | None]]:
        """This function returns which heads are kept: by whom, of whom, and the head, None where nobody signed it."""
        every = [(part.node, node, token) for part in self.parts.values() for node, token in part.kept]
        return [(keeper, node, self._head(token, node)) for keeper, node, token in every]

    def _head(self, token: str, node: str) -> Head | None:
        try:
            return read_head(token, node=node, keys=self.keys(node)).head
        except ComityError:
            return None

    def entry_proof(self, part: Part, entry: SaidEntry) -> Proof:
        """This function proves an entry by its path to a head that its node signed."""
        if not entry.is_committed:
            return Proof("entry", Shown.NO, part.node)
        if not entry.head:
            return Proof("entry", Shown.NOT_YET, part.node)
        head = self.heads.get((part.node, entry.log, entry.head))
        held = head is not None and proves_inclusion(
            entry.entry.hash(), entry.index, head.size, list(entry.path), head.root
        )
        if head is None or not held:
            return Proof("entry", Shown.NO, part.node, entry.head)
        keepers = self._keepers.get((part.node, entry.log), {})
        over = sorted(keeper for keeper, size in keepers.items() if size > entry.index)
        return Proof("entry", Shown.YES, part.node, entry.head, tuple(over))

    @cached_property
    def _keepers(self) -> dict[tuple[str, str], dict[str, int]]:
        """This function returns, for each log, who keeps heads of it, with the size of the longest."""
        found: dict[tuple[str, str], dict[str, int]] = {}
        for keeper, node, head in self.kept:
            if head is not None:
                sizes = found.setdefault((node, head.log), {})
                sizes[keeper] = max(head.size, sizes.get(keeper, 0))
        return found

    def message_proofs(self, part: Part, message: SaidMessage) -> list[Proof]:
        """This function proves a message: by its sender's signature, and its recipient's receipt."""
        sender, recipient = message.ends(part.node)
        proofs = [Proof("message", self.signature(message, sender), sender)]
        if message.receipt:
            proofs.append(Proof("receipt", self.receipt(message, recipient), recipient))
        return proofs

    def signature(self, message: SaidMessage, sender: str) -> Shown:
        """This function tells whether a message has its sender's signature and the hash of what was signed."""
        if not message.token:
            return Shown.UNKNOWN
        if hash_of(message.token) != message.hash:
            return Shown.NO
        if not self.keys(sender):
            return Shown.UNKNOWN
        document = self.proven(message.token, sender)
        return Shown.YES if document is not None and document.get("id") == message.id else Shown.NO

    def receipt(self, message: SaidMessage, recipient: str) -> Shown:
        """This function tells whether the receipt is the recipient's and names this message's hash."""
        if not message.receipt or not self.keys(recipient):
            return Shown.UNKNOWN
        said = self.proven(message.receipt, recipient)
        named = said is not None and said.get("message") == message.id and said.get("hash") == message.hash
        return Shown.YES if named or (said is not None and said.get("outcome") == "entombed") else Shown.NO

    def refusal(self, message: SaidMessage, recipient: str) -> str:
        """This function returns why the recipient refused a message, as its receipt says; empty where it did not."""
        said = self.proven(message.receipt, recipient) if message.receipt else None
        refused = said is not None and said.get("outcome") == "poisoned" and said.get("message") == message.id
        return str(said["reason"]) if said and refused and isinstance(said.get("reason"), str) else ""


def hash_of(token: str) -> str:
    """This function returns the SHA-256 of a signed document in base64url, by which receipts name it."""
    return encode(hashlib.sha256(token.encode()).digest())


def _joined(first: Part, second: Part) -> Part:
    """This function joins two parts of one node: each was made with another conversation in view."""
    entries = {each.name: each for part in (first, second) for each in part.entries}
    messages = {each.row: each for part in (first, second) for each in part.messages}
    return Part(
        node=second.node,
        name=second.name,
        made=second.made,
        conversations=tuple(dict.fromkeys([*first.conversations, *second.conversations])),
        items=tuple(dict.fromkeys([*first.items, *second.items])),
        entries=tuple(sorted(entries.values(), key=lambda each: (each.log, each.index))),
        messages=tuple(sorted(messages.values(), key=lambda each: (each.made, each.id))),
        heads=tuple(dict.fromkeys([*first.heads, *second.heads])),
        kept=tuple(dict.fromkeys([*first.kept, *second.kept])),
        partners={**first.partners, **second.partners},
        objects={**first.objects, **second.objects},
        findings=tuple(dict.fromkeys([*first.findings, *second.findings])),
        with_content=first.with_content and second.with_content,
        keys=tuple(dict.fromkeys([*second.keys, *first.keys])),
    )
