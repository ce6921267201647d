"""A node in memory that speaks the whole protocol: a partner for tests, with time, loss and malice under control.

It keeps what a node keeps (chains, hashes at places, receipts) and decides with the room `exchange` alone. `answer`
takes the bytes of a packet and returns bytes; `call` and `hand_over` make packets for the other side's `answer`.
"""

from __future__ import annotations

import secrets

from comity.crypto import sealing_key_id
from comity.exchange import calls, cards, chains, messages, packets, receipts, recovery
from comity.exchange.chains import Chain, Verdict
from comity.exchange.messages import read_frame
from comity.exchange.packets import Header, Kind, token_hash
from comity.exchange.receipts import Outcome
from comity.kernel import ComityError, Conflicting, InvalidInput, new_id
from tests.exchange.parties import LIMITS, NOW, Node


class SimulatedPartner(Node):
    """A partner of one other node."""

    def __init__(self, country="VN", now=NOW):
        super().__init__(country, now)
        self.now = now
        self.partner = None
        self.version = 1
        self.theirs = 1
        self.sent = {}
        self.incoming = None
        self.kept = {}
        self.ids = {}
        self.receipts = {}
        self.taken = []
        self.handlers = {"sync": self.answer_sync, "card": lambda _content: {"version": self.partner.version}}
        self.carry = dict
        self.seen = []

    def meet(self, card_token):
        """This function accepts the other node's card."""
        self.partner = cards.read(card_token)

    def reissue(self, **fields):
        """This function issues a newer card, as after a rotation."""
        self.version += 1
        self.token = self.issue(self.version, **fields)

    # what comes in

    def open(self, data, kinds=(Kind.CALL, Kind.MESSAGE, Kind.ANSWER)):
        """This function admits and opens a packet of the other node."""
        packet = packets.split(data, LIMITS)
        if packet.header.card:
            offered = cards.read(packet.header.card)
            if cards.succession(self.partner, offered) is cards.Succession.NEWER:
                self.partner = offered
        packets.admit(packet, self.partner.signing)
        assert packet.header.kind in kinds
        self.theirs = packet.header.recipient_card
        key = self.keyring.sealing_by_id(packet.header.sealing_key)
        return packet.header, packets.unseal(packet, key, self.signers(), LIMITS)

    def signers(self):
        """This function returns the other node's keys."""
        from comity.crypto import key_id

        return {key_id(self.partner.signing): self.partner.signing}

    def answer(self, data):
        """This function answers a packet as a node does: a receipt, an answer, or a signed refusal."""
        header = packets.split(data, LIMITS).header
        token, error, content = "", None, {}
        try:
            header, opened = self.open(data)
            token = opened.token
            self.seen.append((header, opened))
            if header.kind is Kind.MESSAGE:
                content = self.take(opened)
            else:
                call_type, asked = calls.read_call(opened.document)
                if call_type not in self.handlers:
                    raise InvalidInput("Call", "not known", code="exchange.call.unknown")
                content = self.handlers[call_type](asked)
        except ComityError as raised:
            error = raised
        document = calls.answer_document(
            call_id=header.id, sender=self.id, recipient=self.partner.node, call=token_hash(token) if token else "",
            content=content, error=error,
        )  # fmt: skip
        return self.packed(Kind.ANSWER, header.id, self.keyring.signing.sign_document(document))

    def take(self, opened):
        """This function takes a message into the chain and returns its receipt."""
        frame, link = read_frame(opened.document), token_hash(opened.token)
        tombstone = opened.document.get("type") == "tombstone"
        stands_for = opened.document["content"]["stands_for"] if tombstone else link
        decision = chains.decide(
            self.incoming, frame, stands_for, kept=lambda i, s: self.kept.get((i, s)), same_id=self.ids.get
        )
        if decision.verdict is Verdict.DUPLICATE:
            return {"receipt": self.receipts[frame.incarnation, frame.sequence]}
        if decision.verdict is not Verdict.ACCEPT:
            alarm = decision.verdict is Verdict.ALARM
            raise Conflicting("Message", decision.reason, code=f"exchange.chain.{'alarm' if alarm else 'gap'}")
        self.incoming = (self.incoming or Chain.begin(frame.sender, frame.recipient, frame.incarnation)).after(
            stands_for
        )
        place = (frame.incarnation, frame.sequence)
        self.kept[place], self.ids[frame.id] = stands_for, place
        outcome, reasons = Outcome.TAKEN, ()
        try:
            message = messages.read(opened.document, now=self.now, limits=LIMITS)
            outcome = Outcome.ENTOMBED if tombstone else Outcome.TAKEN if message.content else Outcome.KEPT
        except InvalidInput as fault:
            outcome, reasons = Outcome.POISONED, (fault.reason,)
        self.taken.append(opened.document)
        self.receipts[place] = receipts.sign(
            self.keyring.signing, frame, token_hash=link, outcome=outcome, received_at=self.now, head=self.carry(),
            reasons=reasons,
        )  # fmt: skip
        return {"receipt": self.receipts[place]}

    def answer_sync(self, content):
        """This function answers where the chains stand, after taking an announcement."""
        if content.get("announcement"):
            self.incoming = recovery.announced(self.incoming, self.partner.node, self.id, content["announcement"])
        return self.places()

    def places(self):
        """This function tells where both chains stand."""
        sending, received = (recovery.Place.of(c) for c in (self.chain, self.incoming))
        return {"sending": sending and sending.document(), "received": received and received.document()}

    # what goes out

    def packed(self, kind, packet_id, token, body=b"", **other):
        """This function packs a signed document to the other node."""
        fields = {
            "kind": kind, "id": packet_id, "sender": self.id, "recipient": self.partner.node,
            "sealing_key": sealing_key_id(self.partner.sealing), "signing_key": self.keyring.signing.key_id,
            "sender_card": self.version, "recipient_card": self.partner.version,
            "card": self.token if self.theirs < self.version else "",
        }  # fmt: skip
        header = Header(**(fields | other))
        return packets.pack(header, token, signing=self.keyring.signing, sealing=self.partner.sealing, body=body)

    def call(self, call_type, content, transport, body=b""):
        """This function calls the other node and returns the content of its answer."""
        call_id = new_id(self.now)
        document = calls.call_document(
            call_id=call_id,
            sender=self.id,
            recipient=self.partner.node,
            call_type=call_type,
            content=content,
            body=body,
        )
        token = self.keyring.signing.sign_document(document)
        return self.exchange(Kind.CALL, call_id, token, transport, body)

    def exchange(self, kind, packet_id, token, transport, body=b""):
        """This function sends a packet and returns the content of the answer."""
        _, opened = self.open(transport(self.packed(kind, packet_id, token, body)), (Kind.ANSWER,))
        cited = opened.document["call"] or (opened.document["error"] and "")
        return calls.read_answer(opened.document, call=cited if cited == "" else token_hash(token))

    def hand_over(self, document, token, transport):
        """This function hands a message over and returns the proved receipt."""
        content = self.exchange(Kind.MESSAGE, document["id"], token, transport)
        frame = read_frame(document)
        return receipts.read(
            content["receipt"], self.partner.signing, frame, hashes=[token_hash(token)], depth=LIMITS.document_depth
        )

    def to(self):
        """This function returns whom `write` addresses."""
        return type("Recipient", (), {"id": self.partner.node})()

    def recover(self, transport):
        """This function compares with the other node, and begins a new incarnation where it lost something."""
        answer = self.call("sync", self.places(), transport)
        plan = recovery.compare(self.chain, recovery.Place.read(answer["received"]), lambda i, s: self.sent.get((i, s)))
        if plan.course is recovery.Course.RECOVER:
            base = self.chain or Chain.begin(self.id, self.partner.node, plan.lost.incarnation)
            self.chain = base.reborn(chains.new_incarnation(secrets.token_bytes(32)))
            statement = {"incarnation": self.chain.incarnation, "closed": sorted(self.chain.closed),
                         "lost": plan.lost.document()}  # fmt: skip
            self.call("sync", self.places() | {"announcement": statement}, transport)
        return plan
