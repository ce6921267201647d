"""One story from what several nodes say: who wrote, sent, received, read and passed on what, when, with which proof.

Rules:

1. Each line is one entry of one node's ledger; nothing is told that no ledger says.
2. Within a node, entries stand in the order of its ledger. Between nodes, a message is sent before it is received, and
   received before its receipt comes back. Only where neither decides, the clocks do, each set right by as much as
   messages show that it is behind.
3. A line is proven where the entry leads to a signed head, the message carries its sender's signature, and the receipt
   its recipient's. What is not given cannot be proven, and is said so.
4. Where two nodes, or a node and its ledger, do not fit together, this is named (`comity.ledger.contradictions`), and
   so is what cannot be known.

What is left to others: proving that a key is a node's (its cards), reading rows and files, and words for pages.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from comity.kernel.clock import timestamp
from comity.ledger.contradictions import Finding, cuts, find, weigh
from comity.ledger.parts import Part, SaidEntry
from comity.ledger.testimony import Placed, Proof, Sources


class Act(StrEnum):
    """What somebody did; an event is named by its last word, ``messaging.message.read``."""

    MADE = "made"
    WROTE = "written"
    APPROVED = "approved"
    NOT_APPROVED = "withdrawn"
    SENT = "signed"
    RECEIVED = "received"
    RECEIPT = "delivered"
    READ = "read"
    TOLD = "told"
    EXPIRED = "expired"
    RELEASED = "released"
    TAKEN = "taken"
    DERIVED = "derived"
    EXPORTED = "exported"
    PRINTED = "printed"
    RECALLED = "recalled"
    TREATED = "treated"
    CONFIRMED = "confirmed"
    PROVED = "proved"
    ERASED = "erased"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done.

    Args:
        at: when, by the clock of the node that says so.
        node: which node says so.
        act: what was done.
        event: as the ledger names it.
        actor: the pseudonym of who did it there; ``system`` for the node itself.
        purpose: the code of the stated purpose, or empty.
        entry: ``log/index``.
        proofs: of the line, the entry's first.
        message: the message's id on the way, or empty; of several that were read, the first.
        type: of the message.
        refused: why the recipient refused the message, as its receipt says; empty where it did not.
        others: ids of the other messages that were read at once.
        partners: the other nodes; several where one message went to several.
        conversation: in which; empty where the entry concerns an item only.
        items: names of the items that it concerns.
        words: the first words of the message, where they are given.
    """

    at: datetime
    node: str
    act: Act
    event: str
    actor: str
    purpose: str
    entry: str
    proofs: tuple[Proof, ...]
    message: str = ""
    type: str = ""
    partners: tuple[str, ...] = ()
    conversation: str = ""
    items: tuple[str, ...] = ()
    words: str = ""
    refused: str = ""
    others: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """This function returns the line as JSON."""
        return {
            "at": timestamp(self.at),
            "node": self.node,
            "act": "other" if self.act is Act.OTHER else self.act.name.lower().replace("_", "-"),
            "event": self.event,
            "actor": self.actor,
            "purpose": self.purpose,
            "entry": self.entry,
            "message": self.message,
            "type": self.type,
            "others": list(self.others),
            "partners": list(self.partners),
            "conversation": self.conversation,
            "items": list(self.items),
            "words": self.words,
            "refused": self.refused,
            "proofs": [proof.document() for proof in self.proofs],
        }


@dataclass(frozen=True, slots=True)
class Known:
    """Since when a node knew a thing: an item, or a message that gives none.

    Args:
        what: the item's name, or the message's id.
        node: which node.
        since: when it wrote or received it first.
        source: the node that it had it from; empty where it wrote it itself.
        read: when somebody there read it first; None where no entry says so.
        passed: the nodes that it gave it to later.
        ended: when it was treated or erased there; None where no entry says so.
    """

    what: str
    node: str
    since: datetime
    source: str = ""
    read: datetime | None = None
    passed: tuple[str, ...] = ()
    ended: datetime | None = None

    def document(self) -> dict[str, Any]:
        """This function returns it as JSON."""
        return {
            "what": self.what,
            "node": self.node,
            "since": timestamp(self.since),
            "from": self.source,
            "read": timestamp(self.read) if self.read else None,
            "passed_on_to": list(self.passed),
            "ended": timestamp(self.ended) if self.ended else None,
        }


@dataclass(frozen=True, slots=True)
class Story:
    """What several nodes say, in order.

    Args:
        conversations: what it is about.
        nodes: the nodes whose parts were given, by id, with their names.
        lines: in order.
        known: who knew what since when.
        findings: what does not fit together, gravest first, and what cannot be known.
    """

    conversations: tuple[str, ...]
    nodes: Mapping[str, str]
    lines: tuple[Line, ...]
    known: tuple[Known, ...]
    findings: tuple[Finding, ...]

    @property
    def contradictions(self) -> tuple[Finding, ...]:
        """This function returns what does not fit together."""
        return tuple(each for each in self.findings if each.is_grave)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """This function returns what cannot be known, and what was erased as it should be."""
        return tuple(each for each in self.findings if not each.is_grave)

    def document(self) -> dict[str, Any]:
        """This function returns the story as JSON."""
        return {
            "conversations": list(self.conversations),
            "nodes": dict(self.nodes),
            "lines": [each.document() for each in self.lines],
            "known": [each.document() for each in self.known],
            "contradictions": [each.document() for each in self.contradictions],
            "remarks": [each.document() for each in self.remarks],
        }


def tell(parts: Sequence[Part]) -> Story:
    """This function puts what several nodes say together; the order in which they are given does not matter."""
    sources = Sources(parts)
    entries = [(part, entry) for part in sources.parts.values() for entry in part.entries]
    ordered, looped = _ordered(entries, sources)
    lines = tuple(_line(part, entry, sources) for part, entry in ordered)
    names = {node: sources.name(node) for node in sources.nodes}
    conversations = tuple(dict.fromkeys(each for part in sources.parts.values() for each in part.conversations))
    findings = weigh([*find(sources), *([looped] if looped else [])])
    return Story(conversations, names, lines, _known(lines, sources), findings)


def act_of(event: str) -> Act:
    """This function returns what an event means in a story."""
    try:
        return Act(event.rsplit(".", 1)[-1])
    except ValueError:
        return Act.OTHER


def _line(part: Part, entry: SaidEntry, sources: Sources) -> Line:
    copies = sources.messages_of(part, entry)
    message = copies[0] if copies else None
    act = act_of(entry.entry.event)
    proofs = [sources.entry_proof(part, entry)]
    if message is not None and act in {Act.SENT, Act.RECEIVED, Act.RECEIPT}:
        proofs += sources.message_proofs(part, message)
    refused = ""
    if message is not None and act in {Act.RECEIVED, Act.RECEIPT}:
        refused = sources.refusal(message, message.ends(part.node)[1])
    named = [part.objects[each] for each in entry.entry.objects if each in part.objects]
    items = tuple(dict.fromkeys([*named, *(item for each in copies for item in each.items)]))
    ids = list(dict.fromkeys(each.id for each in copies))
    return Line(
        at=entry.entry.time,
        node=part.node,
        act=act,
        event=entry.entry.event,
        actor=entry.entry.actor,
        purpose=entry.entry.purpose,
        entry=entry.name,
        proofs=tuple(proofs),
        message=message.id if message else "",
        type=message.type if message else "",
        partners=tuple(dict.fromkeys(each.partner for each in copies)),
        conversation=message.conversation if message else "",
        items=items,
        words=message.words if message and act in {Act.WROTE, Act.RECEIVED} else "",
        refused=refused,
        others=tuple(ids[1:]),
    )


def _ordered(entries: Sequence[Placed], sources: Sources) -> tuple[list[Placed], Finding | None]:
    """This function orders entries by cause, and by clock where no cause decides."""
    places = {(part.node, entry.name): n for n, (part, entry) in enumerate(entries)}
    after: list[list[int]] = [[] for _ in entries]
    waits = [0] * len(entries)
    for n, m in [*_within(entries), *_between(sources, places)]:
        after[n].append(m)
        waits[m] += 1
    ahead = sources.offsets()
    keys = [(entry.entry.time + ahead[part.node], part.node, entry.log, entry.index) for part, entry in entries]
    heap = [(keys[n], n) for n in range(len(entries)) if waits[n] == 0]
    heapq.heapify(heap)
    done: list[int] = []
    placed = [False] * len(entries)
    looped = False
    while len(done) < len(entries):
        if not heap:
            looped = True
            heap = [min((keys[n], n) for n in range(len(entries)) if not placed[n])]
        _, n = heapq.heappop(heap)
        if placed[n]:
            continue
        placed[n] = True
        done.append(n)
        for m in after[n]:
            waits[m] -= 1
            if waits[m] == 0 and not placed[m]:
                heapq.heappush(heap, (keys[m], m))
    return [entries[n] for n in done], cuts(sources) if looped else None


def _within(entries: Sequence[Placed]) -> list[tuple[int, int]]:
    pairs = zip(range(len(entries)), range(1, len(entries)), strict=False)
    return [(n, m) for n, m in pairs if entries[n][0].node == entries[m][0].node]


def _between(sources: Sources, places: Mapping[tuple[str, str], int]) -> list[tuple[int, int]]:
    return [(places[a.node, x.name], places[b.node, y.name]) for _, (a, x), (b, y) in sources.passages()]


def _known(lines: Sequence[Line], sources: Sources) -> tuple[Known, ...]:
    """This function says since when each node knew each thing."""
    found: dict[tuple[str, str], Known] = {}
    for line in lines:
        for what in _things(line, sources):
            key = (what, line.node)
            if key not in found and line.act in {Act.WROTE, Act.RECEIVED}:
                source = line.partners[0] if line.act is Act.RECEIVED else ""
                found[key] = Known(what, line.node, line.at, source)
            elif key in found:
                found[key] = _later(found[key], line)
    return tuple(found.values())


def _things(line: Line, sources: Sources) -> list[str]:
    messages = [m for each in (line.message, *line.others) if (m := sources.by_id.get(each))]
    return [*line.items, *(m.id for m in messages if m.type in TOLD and not m.items)]


TOLD = frozenset({"request", "reply", "alert", "spontaneous"})
"""Types of message that tell something even without an item."""

_ENDED = frozenset({Act.TREATED, Act.ERASED})


def _later(known: Known, line: Line) -> Known:
    read, passed, ended = known.read, known.passed, known.ended
    if line.act is Act.READ and read is None:
        read = line.at
    if line.act is Act.SENT:
        passed = tuple(dict.fromkeys([*passed, *(each for each in line.partners if each != known.source)]))
    if line.act in _ENDED and ended is None:
        ended = line.at
    return Known(known.what, known.node, known.since, known.source, read, passed, ended)
