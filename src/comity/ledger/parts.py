"""What one node says about a conversation: entries with their proofs, messages, receipts, heads that it keeps.

A part stands without the node's database: each entry comes with the path to a signed head, each message with its hash
and the receipt for it. `comity.ledger.stories` puts the parts of several nodes together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comity.kernel.clock import timestamp
from comity.ledger import fields
from comity.ledger.leaf import Entry, commitment
from comity.ledger.witness import PROOF_HASHES

FORMAT = "comity-story-part/1"
DEPTH = 40
MOST = 200_000
"""The most entries, messages or objects of one part."""

TOKEN_CHARACTERS = 4_000_000
OURS, THEIRS = "ours", "theirs"
_ENTRY, _MESSAGE, _KEPT, _PARTNER, _KNOWN = (
    f"comity-story-{name}/1" for name in ("entry", "message", "kept", "partner", "object")
)


@dataclass(frozen=True, slots=True)
class SaidEntry:
    """An entry of a node's ledger, with what proves it.

    Args:
        log: id of the log.
        index: in the log.
        entry: what its leaf is made from.
        details: None once erased, or where the node does not hand them over.
        salt: of the details; None with them.
        erased_by: the entry, as ``log/index``, that says that the details were erased; empty for none.
        withheld: whether the node has the details and does not hand them over.
        head: the size of the head that covers it; 0 where none does yet.
        path: inclusion proof under that head.
    """

    log: str
    index: int
    entry: Entry
    details: Mapping[str, Any] | None
    salt: bytes | None
    erased_by: str = ""
    withheld: bool = False
    head: int = 0
    path: tuple[bytes, ...] = ()

    @property
    def name(self) -> str:
        """This function names the entry as erasures do."""
        return f"{self.log}/{self.index}"

    @property
    def is_committed(self) -> bool:
        """This function tells whether the details, where they are given, are those of the leaf."""
        if self.details is None:
            return True
        try:
            return commitment(self.salt or b"", self.details) == self.entry.commitment
        except ValueError:
            return False

    def document(self) -> dict[str, Any]:
        """This function returns the entry as JSON."""
        return {
            "format": _ENTRY,
            "log": self.log,
            "index": self.index,
            "event": self.entry.event,
            "actor": self.entry.actor,
            "time": timestamp(self.entry.time),
            "objects": list(self.entry.objects),
            "purpose": self.entry.purpose,
            "commitment": self.entry.commitment.hex(),
            "details": None if self.details is None else dict(self.details),
            "salt": "" if self.salt is None else self.salt.hex(),
            "erased_by": self.erased_by,
            "withheld": self.withheld,
            "head": self.head,
            "path": [each.hex() for each in self.path],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> SaidEntry:
        """This function reads an entry.

        Raises:
            InvalidInput: ``ledger.part.form``.
        """
        read = _reader(document, _ENTRY, "an entry of a part")
        entry = Entry(
            read.text("event"),
            read.text("actor"),
            read.time("time"),
            read.texts("objects", MOST),
            read.text("purpose", empty=True),
            read.hash("commitment"),
        )
        salt = read.text("salt", empty=True)
        said = cls(
            read.text("log"),
            read.size("index"),
            entry,
            read.mapping_or_none("details"),
            read.hash("salt") if salt else None,
            read.text("erased_by", empty=True),
            read.flag("withheld"),
            read.size("head"),
            read.hashes("path", PROOF_HASHES),
        )
        read.finish()
        return said


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """A message that a node sent or received.

    Args:
        id: on the way, the same at both nodes.
        row: as this node names it in its ledger.
        direction: ``ours`` or ``theirs``.
        partner: the other node.
        conversation: its id in messages.
        type: of the message.
        state: where it stands at this node.
        reply_to: the id of the message that it answers; empty for none.
        items: names, ``owner/id``, of the items that it gives or concerns.
        hash: SHA-256 of the signed document in base64url; empty where it was never signed.
        made: when it was written, or came in.
        words: the first words of it; empty where the node does not hand them over.
        token: the signed document; empty likewise.
        receipt: the signed receipt; empty where there is none.
    """

    id: str
    row: str
    direction: str
    partner: str
    conversation: str
    type: str
    state: str
    reply_to: str
    items: tuple[str, ...]
    hash: str
    made: datetime
    words: str = ""
    token: str = ""
    receipt: str = ""

    @property
    def is_ours(self) -> bool:
        """This function tells whether the node that says this sent it."""
        return self.direction == OURS

    def ends(self, node: str) -> tuple[str, str]:
        """This function returns sender and recipient, where ``node`` is who says this."""
        return (node, self.partner) if self.is_ours else (self.partner, node)

    def document(self) -> dict[str, Any]:
        """This function returns the message as JSON."""
        return {
            "format": _MESSAGE,
            "id": self.id,
            "row": self.row,
            "direction": self.direction,
            "partner": self.partner,
            "conversation": self.conversation,
            "type": self.type,
            "state": self.state,
            "reply_to": self.reply_to,
            "items": list(self.items),
            "hash": self.hash,
            "made": timestamp(self.made),
            "words": self.words,
            "token": self.token,
            "receipt": self.receipt,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> SaidMessage:
        """This function reads a message.

        Raises:
            InvalidInput: ``ledger.part.form``.
        """
        read = _reader(document, _MESSAGE, "a message of a part")
        said = cls(
            id=read.text("id"),
            row=read.text("row"),
            direction=read.text("direction"),
            partner=read.text("partner"),
            conversation=read.text("conversation"),
            type=read.text("type", empty=True),
            state=read.text("state"),
            reply_to=read.text("reply_to", empty=True),
            items=read.texts("items", MOST),
            hash=read.text("hash", empty=True),
            made=read.time("made"),
            words=read.text("words", empty=True),
            token=read.text("token", empty=True, longest=TOKEN_CHARACTERS),
            receipt=read.text("receipt", empty=True, longest=TOKEN_CHARACTERS),
        )
        read.finish()
        if said.direction not in {OURS, THEIRS}:
            raise read.wrong("a direction is neither ours nor theirs")
        return said


@dataclass(frozen=True, slots=True)
class Party:
    """A node as another one knows it: its name and its public signing keys."""

    name: str
    keys: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one node says.

    Args:
        node: its id.
        name: agency and country.
        made: when this was put together, by the node's clock.
        keys: its public signing keys, proven by its cards; they do not travel in the document.
        conversations: ids, in messages, of the conversations that it speaks of.
        items: names, ``owner/id``, of the items that it follows into other conversations.
        entries: in the order of its ledger.
        messages: in the order in which it made or received them.
        heads: signed heads of its own, that the paths of entries lead to.
        kept: heads of other nodes that it keeps, by node.
        partners: the nodes it knows, by id.
        objects: what it calls, in its ledger, items that have another name outside: its own id to ``owner/id``.
        findings: what does not hold in its ledger, in words, as its own proof said.
        with_content: whether words, tokens and details are handed over.
    """

    node: str
    name: str
    made: datetime
    conversations: tuple[str, ...]
    entries: tuple[SaidEntry, ...]
    messages: tuple[SaidMessage, ...]
    items: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    partners: Mapping[str, Party] = field(default_factory=dict)
    objects: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    with_content: bool = True
    keys: tuple[bytes, ...] = ()

    def document(self) -> dict[str, Any]:
        """This function returns the part as JSON, without the node's own keys."""
        return {
            "format": FORMAT,
            "node": self.node,
            "name": self.name,
            "made": timestamp(self.made),
            "conversations": list(self.conversations),
            "items": list(self.items),
            "entries": [each.document() for each in self.entries],
            "messages": [each.document() for each in self.messages],
            "heads": list(self.heads),
            "kept": [{"format": _KEPT, "node": node, "head": token} for node, token in self.kept],
            "partners": [
                {"format": _PARTNER, "node": node, "name": party.name, "keys": [key.hex() for key in party.keys]}
                for node, party in self.partners.items()
            ],
            "objects": [{"format": _KNOWN, "row": row, "name": name} for row, name in self.objects.items()],
            "findings": list(self.findings),
            "with_content": self.with_content,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any], *, keys: Sequence[bytes]) -> Part:
        """This function reads a part.

        Args:
            document: as `document` writes it.
            keys: the node's public signing keys, proven by whoever reads its cards.

        Raises:
            InvalidInput: ``ledger.part.form``.
        """
        read = _reader(document, FORMAT, "a part of a story")
        part = cls(
            node=read.text("node"),
            name=read.text("name", longest=400),
            made=read.time("made"),
            conversations=read.texts("conversations", MOST),
            items=read.texts("items", MOST),
            entries=tuple(SaidEntry.from_document(each) for each in read.mappings("entries", MOST)),
            messages=tuple(SaidMessage.from_document(each) for each in read.mappings("messages", MOST)),
            heads=read.texts("heads", MOST, longest=TOKEN_CHARACTERS),
            kept=tuple(_kept(each) for each in read.mappings("kept", MOST)),
            partners=dict(_partner(each) for each in read.mappings("partners", MOST)),
            objects=dict(_object(each) for each in read.mappings("objects", MOST)),
            findings=read.texts("findings", MOST, longest=2000),
            with_content=read.flag("with_content"),
            keys=tuple(keys),
        )
        read.finish()
        return part


def _kept(document: Mapping[str, Any]) -> tuple[str, str]:
    read = _reader(document, _KEPT, "a kept head of a part")
    found = read.text("node"), read.text("head", longest=TOKEN_CHARACTERS)
    read.finish()
    return found


def _partner(document: Mapping[str, Any]) -> tuple[str, Party]:
    read = _reader(document, _PARTNER, "a partner of a part")
    found = read.text("node"), Party(read.text("name", longest=400), read.hashes("keys", MOST))
    read.finish()
    return found


def _object(document: Mapping[str, Any]) -> tuple[str, str]:
    read = _reader(document, _KNOWN, "an object of a part")
    found = read.text("row"), read.text("name")
    read.finish()
    return found


def _reader(document: Mapping[str, Any], form: str, thing: str) -> fields.Reader:
    return fields.Reader(document, form, thing=thing, code="ledger.part.form")
