"""Where what several nodes say does not fit together, and what of it cannot be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from comity.ledger.parts import Part, SaidEntry, SaidMessage
from comity.ledger.testimony import DELIVERED, RECEIVED, SIGNED, Shown, Sources

TOLERANCE = timedelta(seconds=1)
"""How far clocks may lie apart before it is said."""

WAITING = frozenset({"awaiting-approval", "queued", "sent"})
GIVEN_UP = frozenset({"expired", "withdrawn"})


class Kind(StrEnum):
    """What a finding is about, the gravest first."""

    LEDGER = "ledger-does-not-verify"
    BROKEN_ENTRY = "entry-not-proven"
    HEADS_DIFFER = "heads-differ"
    HEAD_MISSING = "ledger-shorter-than-a-kept-head"
    OTHER_CONTENT = "other-content"
    FALSE_SIGNATURE = "signature-does-not-belong"
    FALSE_RECEIPT = "receipt-does-not-belong"
    NEVER_RECEIVED = "sent-but-never-received"
    NEVER_SENT = "received-but-never-sent"
    RECEIPT_DENIED = "receipt-without-message"
    NO_ENTRY = "not-in-the-ledger"
    CLOCKS = "clocks-disagree"
    ORDER = "no-order-fits"
    UNDER_WAY = "under-way"
    GAVE_UP = "given-up"
    ERASED = "details-erased"
    NOT_SEALED = "not-sealed-yet"
    NOT_WITNESSED = "kept-by-no-other-node"
    WITHHELD = "content-withheld"
    ABSENT = "node-not-given"


_REMARKS = frozenset({
    Kind.UNDER_WAY, Kind.GAVE_UP, Kind.ERASED, Kind.NOT_SEALED, Kind.NOT_WITNESSED, Kind.WITHHELD, Kind.ABSENT,
})  # fmt: skip
_WEIGHTS = {kind: n for n, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit together, or cannot be known.

    Args:
        kind: what it is.
        nodes: the nodes that it concerns.
        text: one sentence.
        message: the id of the message, or empty.
        entry: ``log/index``, or empty.
    """

    kind: Kind
    nodes: tuple[str, ...]
    text: str
    message: str = ""
    entry: str = ""

    @property
    def is_grave(self) -> bool:
        """This function tells whether something is wrong, and not merely unknown or erased as it should be."""
        return self.kind not in _REMARKS

    def document(self) -> dict[str, Any]:
        """This function returns the finding as JSON."""
        return {
            "kind": self.kind.value,
            "nodes": list(self.nodes),
            "text": self.text,
            "message": self.message,
            "entry": self.entry,
        }


def find(sources: Sources) -> list[Finding]:
    """This function finds everything."""
    found: list[Finding] = []
    for part in sources.parts.values():
        found += _ledger(part, sources)
        for message in part.messages:
            found += _message(part, message, sources)
    found += _heads(sources)
    found += _clocks(sources)
    found += _absent(sources)
    return found


def weigh(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """This function puts findings in order, gravest first, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda each: _WEIGHTS[each.kind]))


def cuts(sources: Sources) -> Finding:
    """This function says that no order fits what was said."""
    names = " and ".join(sources.name(node) for node in sources.nodes)
    text = f"no order fits: by the ledgers of {names}, something was received before it was sent"
    return Finding(Kind.ORDER, sources.nodes, text)


def _ledger(part: Part, sources: Sources) -> Iterator[Finding]:
    of = part.name
    for text in part.findings:
        yield Finding(Kind.LEDGER, (part.node,), f"the ledger of {of} does not verify: {text}")
    open_entries, unseen = 0, 0
    for entry in part.entries:
        name = f"entry {entry.index} of {of} ({entry.entry.event}, {entry.entry.time:%Y-%m-%d %H:%M:%S})"
        proof = sources.entry_proof(part, entry)
        if proof.shown is Shown.NO:
            reason = "its details are not those that it committed to" if not entry.is_committed else (
                f"it does not lead to the signed head over {entry.head} leaves"
            )  # fmt: skip
            yield Finding(Kind.BROKEN_ENTRY, (part.node,), f"{name} is not proven: {reason}", entry=entry.name)
        elif proof.shown is Shown.NOT_YET:
            open_entries += 1
        elif not proof.kept_by:
            unseen += 1
        yield from _details(part, entry, name)
    if open_entries:
        text = f"{_entries(open_entries)} of {of} {_are(open_entries)} not covered by a signed head yet"
        yield Finding(Kind.NOT_SEALED, (part.node,), text)
    if unseen and len(sources.parts) > 1:
        text = f"{_entries(unseen)} of {of} {_are(unseen)} covered by no head that another of these nodes keeps"
        yield Finding(Kind.NOT_WITNESSED, (part.node,), text)
    if not part.with_content:
        text = f"{of} hands over no content: what the messages say is not here, and their signatures cannot be checked"
        yield Finding(Kind.WITHHELD, (part.node,), text)


def _details(part: Part, entry: SaidEntry, name: str) -> Iterator[Finding]:
    if entry.details is None and not entry.withheld:
        if entry.erased_by:
            text = f"the details of {name} were erased, as entry {entry.erased_by.rsplit('/', 1)[-1]} says"
            yield Finding(Kind.ERASED, (part.node,), text, entry=entry.name)
        else:
            text = f"the details of {name} are gone, and no entry says so"
            yield Finding(Kind.BROKEN_ENTRY, (part.node,), text, entry=entry.name)


def _message(part: Part, message: SaidMessage, sources: Sources) -> Iterator[Finding]:
    both = sender, recipient = message.ends(part.node)
    said = f"{message.type} {message.id}"
    if sources.signature(message, sender) is Shown.NO:
        text = f"{said}, as {part.name} has it, was not signed by {sources.name(sender)}, or was edited"
        yield Finding(Kind.FALSE_SIGNATURE, both, text, message.id)
    if message.receipt and sources.receipt(message, recipient) is Shown.NO:
        text = f"the receipt for {said} that {part.name} has is not {sources.name(recipient)}'s for this message"
        yield Finding(Kind.FALSE_RECEIPT, both, text, message.id)
    yield from _unrecorded(part, message, sources, said)
    if message.is_ours:
        yield from _sent(part, message, sources, said)
    else:
        yield from _taken(part, message, sources, said)


def _unrecorded(part: Part, message: SaidMessage, sources: Sources, said: str) -> Iterator[Finding]:
    if not message.is_ours:
        entry = sources.entry_of(part, message, RECEIVED)
        if entry is None:
            text = f"{part.name} has {said} of {sources.name(message.partner)}, and its ledger does not say so"
            yield Finding(Kind.NO_ENTRY, (part.node,), text, message.id)
        elif entry.details is not None and entry.details.get("hash", message.hash) != message.hash:
            text = f"{said}, as {part.name} has it, is not what its ledger says that it received"
            yield Finding(Kind.OTHER_CONTENT, (part.node,), text, message.id, entry.name)
    elif message.type != "tombstone":
        if message.hash and sources.entry_of(part, message, SIGNED) is None:
            text = f"{part.name} sent {said} to {sources.name(message.partner)}, and its ledger does not say so"
            yield Finding(Kind.NO_ENTRY, (part.node,), text, message.id)
        if message.receipt and sources.entry_of(part, message, DELIVERED) is None:
            text = f"{part.name} has the receipt for {said}, and its ledger does not say that it came"
            yield Finding(Kind.NO_ENTRY, (part.node,), text, message.id)


def _sent(part: Part, message: SaidMessage, sources: Sources, said: str) -> Iterator[Finding]:
    to = sources.name(message.partner)
    both = (part.node, message.partner)
    got = sources.received(part, message)
    if got is not None:
        if message.hash and got.hash != message.hash:
            text = f"{part.name} and {to} have different documents under the id of {said}"
            yield Finding(Kind.OTHER_CONTENT, both, text, message.id)
    elif message.receipt and message.partner in sources.parts:
        text = f"{to} signed a receipt for {said} of {part.name}, and has no such message now"
        yield Finding(Kind.RECEIPT_DENIED, both, text, message.id)
    elif message.state in WAITING:
        text = f"{said} from {part.name} to {to} is {message.state.replace('-', ' ')}: it was not received yet"
        yield Finding(Kind.UNDER_WAY, both, text, message.id)
    elif message.state in GIVEN_UP:
        text = f"{said} from {part.name} to {to} is {message.state}: it was never received"
        yield Finding(Kind.GAVE_UP, both, text, message.id)
    elif message.hash and not message.receipt:
        text = f"{part.name} says that {said} is {message.state} at {to}, and has no receipt for it"
        yield Finding(Kind.NEVER_RECEIVED, both, text, message.id)


def _taken(part: Part, message: SaidMessage, sources: Sources, said: str) -> Iterator[Finding]:
    if message.partner in sources.parts and sources.sent(part, message) is None:
        text = f"{part.name} has {said} of {sources.name(message.partner)}, which says nothing of having sent it"
        yield Finding(Kind.NEVER_SENT, (message.partner, part.node), text, message.id)


def _heads(sources: Sources) -> Iterator[Finding]:
    for keeper, node, head in sources.kept:
        who, whose = sources.name(keeper), sources.name(node)
        if head is None:
            if sources.keys(node):
                text = f"{who} keeps a head of {whose} that no known key of {whose} signed"
                yield Finding(Kind.FALSE_SIGNATURE, (node, keeper), text)
            continue
        own = sources.heads.get((node, head.log, head.size))
        if own is not None and own.root != head.root:
            text = f"{whose} showed {who} another ledger: their heads over {head.size} leaves differ"
            yield Finding(Kind.HEADS_DIFFER, (node, keeper), text)
        part, longest = sources.parts.get(node), sources.longest(node, head.log)
        if part is not None and head.time <= part.made and longest < head.size:
            text = (
                f"{who} keeps a head of {whose} over {head.size} leaves, and {whose} shows none over more than "
                f"{longest}: an older database was restored there, or the end was cut off"
            )
            yield Finding(Kind.HEAD_MISSING, (node, keeper), text)


def _clocks(sources: Sources) -> Iterator[Finding]:
    worst: dict[tuple[str, str], tuple[timedelta, str]] = {}
    for message, (earlier_part, earlier), (later_part, later) in sources.passages():
        behind = earlier.entry.time - later.entry.time
        pair = later_part.node, earlier_part.node
        if behind > TOLERANCE and behind > worst.get(pair, (TOLERANCE, ""))[0]:
            worst[pair] = behind, message.id
    for (slow, fast), (behind, message_id) in worst.items():
        text = (
            f"the clock of {sources.name(slow)} is at least {_span(behind)} behind that of {sources.name(fast)}: "
            f"by it, message {message_id} went backwards in time"
        )
        yield Finding(Kind.CLOCKS, (slow, fast), text, message_id)


def _absent(sources: Sources) -> Iterator[Finding]:
    named = {m.partner for part in sources.parts.values() for m in part.messages}
    for node in sorted(named - set(sources.parts)):
        name = sources.name(node)
        text = (
            f"nothing was given by {name}: what it read, passed on or treated is known only from what it signed for "
            "the others"
        )
        yield Finding(Kind.ABSENT, (node,), text)


def _span(span: timedelta) -> str:
    seconds = span.total_seconds()
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}s"
    return f"{seconds:.0f} seconds"


def _entries(count: int) -> str:
    return "one entry" if count == 1 else f"{count} entries"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
