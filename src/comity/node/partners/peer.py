"""The gate between nodes: ``/v1/peer`` on the way in, `send` on the way out.

Way in: the size is limited, then the admission signature is checked against the card that a person accepted; before
that nothing is stored, opened or answered but a 4xx with a code. After it every answer is signed, refusals too.

Way out: only to the address that a person accepted, no redirects, no proxies of the environment, times and sizes
limited.

A node's newer card rides along in the header whenever the other side is not known to have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from comity.exchange import Header, Kind, Opened, calls, packets
from comity.kernel import Conflicting, InvalidInput, Unreachable
from comity.node.audit.operations import settle
from comity.node.partners import wire
from comity.node.partners.admission import open_packet, seal_header
from comity.node.partners.models import Partner
from comity.node.partners.own import outgrow, own_card
from comity.node.runtime import keyring, limits, make_id, node_id

log = structlog.get_logger()
PATH = "/v1/peer"


@dataclass(frozen=True, slots=True)
class Call:
    """What a partner asks.

    Args:
        partner: who, admitted.
        id: of the call or message.
        document: the content of a call; the whole document of a message.
        body: binary body.
        token: the signed document as it came; its hash names it.
        recipient_card: the version of this node's card that the partner holds.
    """

    partner: Partner
    id: str
    document: dict[str, Any]
    body: bytes = b""
    token: str = field(default="", repr=False)
    recipient_card: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a JSON document and perhaps a binary body."""

    document: Mapping[str, Any]
    body: bytes = b""


Handler = Callable[[Call], Answer]
MESSAGE = "message"
"""The name under which the handler of messages is registered."""
_handlers: dict[str, Handler] = {}


def register(call_type: str, handler: Handler) -> None:
    """This function sets who answers a type of call; the handler may raise any `ComityError` to refuse."""
    _handlers[call_type] = handler


def send(
    partner: Partner, call_type: str, document: Mapping[str, Any], body: bytes = b"", *, timeout: float = 30.0
) -> Answer:
    """This function asks a partner something and waits for the answer.

    Args:
        partner: accepted.
        call_type: as registered there.
        document: the content of the call.
        body: binary body.
        timeout: seconds for connecting and for each part of the answer.

    Raises:
        Unreachable: no connection, no answer in time, or the partner did not admit this node.
        Conflicting: the partner is not accepted.
        InvalidInput: what came back is not the partner's answer to this call.
        ComityError: the partner refused; with its code and words.
    """
    call = calls.call_document(
        call_id=make_id(), sender=node_id(), recipient=partner.id, call_type=call_type, content=document, body=body
    )
    token = keyring().signing.sign_document(call)
    return _exchange(partner, Kind.CALL, call["id"], token, body, timeout)


def send_message(partner: Partner, message_id: str, token: str, *, timeout: float = 30.0) -> Answer:
    """This function hands a signed message to a partner and waits for the receipt; it raises as `send` does."""
    return _exchange(partner, Kind.MESSAGE, message_id, token, b"", timeout)


def receive(data: bytes) -> bytes:
    """This function takes what came in at the gate and returns the signed answer.

    Raises:
        InvalidInput: it is no packet.
        Refused: it is not admitted.
    """
    packet = packets.split(data, limits())
    partner, unseal = open_packet(packet, {Kind.CALL, Kind.MESSAGE})
    error, answer, token = None, Answer({}), ""
    try:
        opened = unseal()
        token = opened.token
        answer = _handle(partner, packet.header, opened)
    except Exception as raised:  # noqa: BLE001 -- whatever goes wrong, a partner gets a signed refusal
        error = wire.as_refusal(raised, partner.id, packet.header.id)
    settle()
    document = calls.answer_document(
        call_id=packet.header.id,
        sender=node_id(),
        recipient=partner.id,
        call=packets.token_hash(token) if token else "",
        content={} if error else answer.document,
        body=b"" if error else answer.body,
        error=error,
    )
    body = b"" if error else answer.body
    return _packed(partner, Kind.ANSWER, packet.header.id, keyring().signing.sign_document(document), body)


def _handle(partner: Partner, header: Header, opened: Opened) -> Answer:
    if header.kind is Kind.MESSAGE:
        name, content = MESSAGE, opened.document
    else:
        name, content = calls.read_call(opened.document)
    handler = _handlers.get(name)
    if handler is None or (name == MESSAGE) is not (header.kind is Kind.MESSAGE):
        raise InvalidInput("Call", "this node does not know its type", code="exchange.call.unknown")
    log.info("partners.peer.call", partner=partner.id, type=name, id=header.id)
    return handler(Call(partner, header.id, content, opened.body, opened.token, header.recipient_card))


def _exchange(partner: Partner, kind: Kind, call_id: str, token: str, body: bytes, timeout: float) -> Answer:
    if not partner.is_accepted:
        raise Conflicting(str(partner), f"it is {partner.state}", "Accept it first", code="partners.partner.state")
    try:
        return _attempt(partner, kind, call_id, token, body, timeout)
    except InvalidInput as error:
        # The partner's card came along with its refusal; what is signed stays, only the sealing is new.
        if error.code != "crypto.sealing.gone":
            raise
    except Conflicting as error:
        # After a restore this node issued a card under a version that the partner has seen already.
        if error.code != "exchange.card.two_of_one_version":
            raise
        outgrow(own_card().version + 1)
    return _attempt(partner, kind, call_id, token, body, timeout)


def _attempt(partner: Partner, kind: Kind, call_id: str, token: str, body: bytes, timeout: float) -> Answer:
    data = wire.post(partner.address.rstrip("/") + PATH, _packed(partner, kind, call_id, token, body), timeout)
    if data is None:
        Partner.objects.filter(id=partner.id).update(knows_card=0)
        raise Unreachable(
            str(partner),
            "it did not admit this node",
            "Ask whether it has accepted this node's card",
            code="partners.peer.not_admitted",
        )
    packet = packets.split(data, limits())
    sender, unseal = open_packet(packet, {Kind.ANSWER})
    if sender.id != partner.id or packet.header.id != call_id:
        raise InvalidInput("Answer", "it belongs to another call", code="exchange.answer.other_call")
    partner.become(sender)
    opened = unseal()
    named = opened.document.get("call")
    cited = packets.token_hash(token)
    # A node that could not open the packet cannot cite what was in it.
    content = calls.read_answer(opened.document, call="" if named == "" and opened.document.get("error") else cited)
    return Answer(content, opened.body)


def _packed(partner: Partner, kind: Kind, call_id: str, token: str, body: bytes) -> bytes:
    header = seal_header(partner, kind, call_id)
    return packets.pack(header, token, signing=keyring().signing, sealing=partner.card.sealing, body=body)
