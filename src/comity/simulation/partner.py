"""A simulated partner: speaks the real protocol in memory, so that a node's faults can be tried without a network.

It has real keys, a real card, real chains and a real ledger; what it has not is a database, people, or a will of its
own. Bytes come in through `receive`, as at ``/v1/peer``, and go out from `call` and `write`; what carries them is the
test's, for example `comity.simulation.faults.FaultyTransport`. It is honest unless a test makes it lie.

    >>> from datetime import UTC, datetime
    >>> from comity.kernel import SettableClock
    >>> clock = SettableClock(datetime(2026, 11, 22, tzinfo=UTC))
    >>> here, there = SimulatedPartner("KH", clock), SimulatedPartner("VN", clock)
    >>> here.meet(there.card); there.meet(here.card)
    >>> there.answers("greeting", lambda content, body: ({"greeting": content["name"]}, b""))
    >>> sent = here.call(there.node, "greeting", {"name": "KH"})
    >>> here.read(sent, there.receive(sent.packet)).content
    {'greeting': 'KH'}
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from comity.crypto import Keyring, sealing_key_id
from comity.exchange import (
    Card,
    Chain,
    Header,
    Kind,
    Message,
    Outcome,
    Verdict,
    calls,
    cards,
    chains,
    messages,
    packets,
)
from comity.exchange import receipts as receipt_forms
from comity.exchange.contents import CONTENTS
from comity.kernel import Clock, ComityError, Conflicting, InvalidInput, Limits, Missing, Refused, new_id
from comity.kernel.clock import timestamp
from comity.simulation.log import MemoryLog

Handler = Callable[[Mapping[str, Any], bytes], "tuple[Mapping[str, Any], bytes]"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet on its way.

    Args:
        to: node id.
        id: of the call or message.
        packet: what travels; sealing it again gives other bytes that say the same.
        token: the signed document in it.
        document: what it says.
    """

    to: str
    id: str
    packet: bytes
    token: str
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the content and binary body of an answer."""

    content: Mapping[str, Any]
    body: bytes


@dataclass
class _Inbox:
    """What is known of one sender: its chain, what stands at each place, and the receipts that were given."""

    chain: Chain | None = None
    places: dict[tuple[str, int], str] = field(default_factory=dict)
    ids: dict[str, tuple[str, int]] = field(default_factory=dict)
    receipts: dict[tuple[str, int], str] = field(default_factory=dict)


class SimulatedPartner:
    """A node in memory.

    Args:
        country: alpha-2 code of its agency.
        clock: by which it lives.
        limits: what it accepts.
        address: that its card names.
    """

    def __init__(
        self, country: str, clock: Clock, limits: Limits | None = None, address: str = "https://partner.example"
    ) -> None:
        self.clock, self.limits = clock, limits or Limits()
        self.keyring = Keyring.generate(clock.now())
        self.node = self.keyring.node_id
        self.taken: list[Message] = []
        self.log = MemoryLog(self.node, new_id(clock.now()), clock, secrets.token_bytes)
        self._agency, self._country, self._address = f"Simulated agency of {country}", country, address
        self._version = 0
        self._partners: dict[str, Card] = {}
        self._handlers: dict[str, Handler] = {}
        self._inboxes: dict[str, _Inbox] = {}
        self._outgoing: dict[str, Chain] = {}
        self.issue()

    def issue(self) -> str:
        """This function issues its card anew, as after a change of keys, and returns it."""
        self._version += 1
        self.card = cards.issue(
            self.keyring,
            agency=self._agency,
            country=self._country,
            address=self._address,
            contact="+000",
            version=self._version,
            issued=self.clock.now(),
        )
        return self.card

    def meet(self, card: str) -> None:
        """This function accepts another node's card, as two people do who have compared its fingerprint."""
        read = cards.read(card)
        self._partners[read.node] = read

    def answers(self, call_type: str, handler: Handler) -> None:
        """This function sets what is answered to a type of call; the handler refuses by raising a `ComityError`."""
        self._handlers[call_type] = handler

    def receive(self, data: bytes) -> bytes:
        """This function takes a packet and returns the signed answer, as a node does at ``/v1/peer``.

        Raises:
            InvalidInput: it is no packet.
            Refused: it is not admitted.
        """
        packet = packets.split(data, self.limits)
        header = packet.header
        sender = self._admitted(packet)
        error: ComityError | None = None
        content: Mapping[str, Any] = {}
        body, token = b"", ""
        try:
            opened = packets.unseal(
                packet,
                self.keyring.sealing_by_id(header.sealing_key),
                {header.signing_key: sender.signing},
                self.limits,
            )
            token = opened.token
            if header.kind is Kind.MESSAGE:
                content = self._take(sender, opened.document, token)
            else:
                content, body = self._answer(opened.document, opened.body)
        except ComityError as raised:
            error, content, body = raised, {}, b""
        document = calls.answer_document(
            call_id=header.id, sender=self.node, recipient=sender.node,
            call=packets.token_hash(token) if token else "", content=content, body=body, error=error,
        )  # fmt: skip
        return self._packed(sender, Kind.ANSWER, header.id, self.keyring.signing.sign_document(document), body)

    def call(self, to: str, call_type: str, content: Mapping[str, Any], body: bytes = b"") -> Sent:
        """This function writes a call to a node whose card it has."""
        document = calls.call_document(
            call_id=new_id(self.clock.now()), sender=self.node, recipient=to, call_type=call_type, content=content,
            body=body,
        )  # fmt: skip
        token = self.keyring.signing.sign_document(document)
        packet = self._packed(self._partner(to), Kind.CALL, document["id"], token, body)
        return Sent(to, document["id"], packet, token, document)

    def write(self, to: str, kind: str, content: Mapping[str, Any], **fields: Any) -> Sent:
        """This function writes the next message of the chain to a node.

        Args:
            to: node id.
            kind: request, reply, or another type of message.
            content: what it says.
            fields: of the message's header that shall differ from the usual ones.
        """
        chain = self._outgoing.get(to) or Chain.begin(self.node, to, chains.new_incarnation(secrets.token_bytes(32)))
        header = self._header(to) | {
            "incarnation": chain.incarnation, "sequence": chain.next, "previous": chain.link,
        } | fields  # fmt: skip
        document = messages.compose(header, CONTENTS[kind].model_validate(dict(content)), kind)
        token = self.keyring.signing.sign_document(document)
        self._outgoing[to] = chain.after(packets.token_hash(token))
        self.log.record("messaging.message.sent", document["id"])
        return self.again(Sent(to, document["id"], b"", token, document))

    def again(self, sent: Sent) -> Sent:
        """This function seals a message anew, as for another attempt: other bytes, the same signed document."""
        packet = self._packed(self._partner(sent.to), Kind.MESSAGE, sent.id, sent.token)
        return Sent(sent.to, sent.id, packet, sent.token, sent.document)

    def read(self, sent: Sent, data: bytes) -> Answered:
        """This function proves and reads an answer.

        Raises:
            InvalidInput: it is not the answer to what was sent.
            ComityError: the other side refused; with its code and words.
        """
        packet = packets.split(data, self.limits)
        sender = self._admitted(packet)
        if sender.node != sent.to or packet.header.id != sent.id or packet.header.kind is not Kind.ANSWER:
            raise InvalidInput("Answer", "it belongs to another call", code="exchange.answer.other_call")
        key = self.keyring.sealing_by_id(packet.header.sealing_key)
        opened = packets.unseal(packet, key, {packet.header.signing_key: sender.signing}, self.limits)
        return Answered(calls.read_answer(opened.document, call=packets.token_hash(sent.token)), opened.body)

    def _admitted(self, packet: packets.Packet) -> Card:
        header = packet.header
        held = self._partners.get(header.sender)
        if held is None or header.recipient != self.node:
            raise Refused("Packet", "it is not admitted", code="exchange.admission.refused")
        if header.card and cards.read(header.card).version > held.version:
            held = cards.read(header.card)
        packets.admit(packet, held.signing)
        self._partners[header.sender] = held
        return held

    def _answer(self, document: Mapping[str, Any], body: bytes) -> tuple[Mapping[str, Any], bytes]:
        kind, content = calls.read_call(document)
        if kind not in self._handlers:
            raise InvalidInput("Call", "this node does not know its type", code="exchange.call.unknown")
        return self._handlers[kind](content, body)

    def _take(self, sender: Card, document: Mapping[str, Any], token: str) -> dict[str, Any]:
        """Decides about a message, keeps it where it has one effect, and returns its receipt."""
        inbox = self._inboxes.setdefault(sender.node, _Inbox())
        frame, link = messages.read_frame(document), packets.token_hash(token)
        decision = chains.decide(
            inbox.chain, frame, link,
            kept=lambda incarnation, sequence: inbox.places.get((incarnation, sequence)), same_id=inbox.ids.get,
        )  # fmt: skip
        place = (frame.incarnation, frame.sequence)
        if decision.verdict is Verdict.DUPLICATE:
            return {"receipt": inbox.receipts[place]}
        if decision.verdict is not Verdict.ACCEPT:
            code = f"messaging.message.{decision.verdict.value.replace(' ', '-')}"
            raise Conflicting("Message", decision.reason, code=code)
        reasons: list[str] = []
        try:
            message = messages.read(document, now=self.clock.now(), limits=self.limits)
            outcome = Outcome.TAKEN if message.content else Outcome.KEPT
            self.taken.append(message)
        except InvalidInput as fault:
            outcome, reasons = Outcome.POISONED, [fault.reason]
        chain = inbox.chain or Chain.begin(frame.sender, frame.recipient, frame.incarnation)
        inbox.chain, inbox.places[place], inbox.ids[frame.id] = chain.after(link), link, place
        self.log.record("messaging.message.received", frame.id)
        inbox.receipts[place] = receipt_forms.sign(
            self.keyring.signing, frame, token_hash=link, outcome=outcome, received_at=self.clock.now(),
            head=self.log.carried(sender.node, self.keyring.signing), reasons=reasons,
        )  # fmt: skip
        return {"receipt": inbox.receipts[place]}

    def _header(self, to: str) -> dict[str, Any]:
        now = self.clock.now()
        return {
            "id": new_id(now), "from": self.node, "authority": self._agency, "to": to, "recipients": [to],
            "conversation": new_id(now), "sent_at": timestamp(now), "zone": "UTC",
            "expires_at": timestamp(now + timedelta(days=self.limits.message_days)), "priority": "routine",
            "purpose": "investigation", "legal_basis": "Memorandum", "offence": "drug-trafficking",
            "reference": "SIM-1",
            "conditions": {"handling": ["H0"], "tlp": "AMBER", "pap": "AMBER", "words": ""},
            "retention_until": str((now + timedelta(days=365)).date()), "language": "en", "script": "Latn",
        }  # fmt: skip

    def _partner(self, node: str) -> Card:
        if node not in self._partners:
            raise Missing(f"partner {node}", "its card is not known", "Let them meet first", code="simulation.partner")
        return self._partners[node]

    def _packed(self, to: Card, kind: Kind, packet_id: str, token: str, body: bytes = b"") -> bytes:
        header = Header(
            kind=kind, id=packet_id, sender=self.node, recipient=to.node, sealing_key=sealing_key_id(to.sealing),
            signing_key=self.keyring.signing.key_id, sender_card=self._version, recipient_card=to.version,
            card=self.card,
        )  # fmt: skip
        return packets.pack(header, token, signing=self.keyring.signing, sealing=to.sealing, body=body)
