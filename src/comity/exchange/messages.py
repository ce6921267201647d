"""Messages: the signed documents that travel in the chain of a pair of nodes.

A message has a *frame* (who, to whom, place in the chain) that every version of this format shares, and a *body* of
fields that people wrote. Rules:

1. The frame is read first. A document without a frame that can be read is refused and has no place in the chain.
2. The rest is checked as a whole; every fault is named at once, in plain words, with its field.
3. A type, or a version of a type, that is not known here is kept with its content as it came; it is no fault.
4. Times of a partner say when the partner's clock says that something was done. They order nothing here, and one that
   lies further ahead than the skew limit is marked as doubtful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from comity.exchange import versions
from comity.exchange.contents import Conditions, Content, Day, Hash, Line, MessageId, Moment, NodeId, SaidLine
from comity.exchange.contents.fields import OffenceCode, PurposeCode
from comity.exchange.faults import faults_of
from comity.exchange.texts import HASH, NODE, is_id
from comity.kernel.clock import parse_timestamp
from comity.kernel.errors import InvalidInput
from comity.kernel.limits import Limits

FORMAT = "comity-message/1"
Values = dict[str, Any]


class Header(Content):
    """Everything of a message but its content: what the guide's standards ask of every message.

    Args:
        format: of this document.
        id: of this message; the same for each of several recipients.
        type: names the content.
        version: of the type.
        sender: node id of who writes.
        authority: name of the agency that writes.
        to: node id of who gets this copy.
        recipients: node ids of all who get it.
        incarnation: of the sender's chain to this recipient.
        sequence: place in that chain, from 1.
        previous: SHA-256 of the signed document before it, or the chain's genesis.
        conversation: id that the messages of a conversation share.
        sent_at: by the sender's clock, in UTC.
        zone: the sender's time zone.
        expires_at: when the sender stops trying.
        priority: in which order a person looks at it.
        purpose: why it is sent.
        legal_basis: reference of the instrument under which it is sent.
        offence: that it is about.
        reference: the sender's case.
        conditions: what binds the message as a whole.
        retention_until: the last day on which it may be kept.
        language: ISO 639 code of what is written.
        script: ISO 15924 code of what is written.
        attachments: a later version's; an empty list keeps their place.
        body: a message has no binary body.
        head: the sender's ledger head, as carried (spec/ledger.md).
    """

    format: Literal["comity-message/1"]
    id: MessageId
    type: SaidLine
    version: int = Field(ge=1, le=1000)
    sender: NodeId = Field(alias="from")
    authority: SaidLine
    to: NodeId
    recipients: list[NodeId] = Field(min_length=1, max_length=50)
    incarnation: Hash
    sequence: int = Field(ge=1, le=2**53 - 1)
    previous: Hash
    conversation: MessageId
    sent_at: Moment
    zone: Line
    expires_at: Moment
    priority: Literal["routine", "urgent"]
    purpose: PurposeCode
    legal_basis: SaidLine
    offence: OffenceCode | None = None
    reference: Line = ""
    conditions: Conditions
    retention_until: Day
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    script: Annotated[str, Field(pattern=r"^[A-Z][a-z]{3}$")]
    attachments: list[Values] = Field(max_length=0)
    body: None
    head: Values | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A message's place: who, to whom, where in the chain.

    Args:
        id: the message's id.
        sender: node id.
        recipient: node id.
        incarnation: of the sender's chain.
        sequence: place in the chain, from 1.
        previous: hash of the signed document before it, or the chain's genesis.
    """

    id: str
    sender: str
    recipient: str
    incarnation: str
    sequence: int
    previous: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose every field was checked.

    Args:
        frame: its place.
        type: of `comity.exchange.contents.CONTENTS`, or one that is not known here.
        header: the fields that every message has.
        content: the typed content in its newest version, or None where type or version is not known.
        raw: the content as it came.
        doubtful_time: whether its time of sending lies further ahead than the skew limit.
    """

    frame: Frame
    type: str
    header: Header
    content: Content | None
    raw: Values
    doubtful_time: bool = False


def read_frame(document: Mapping[str, Any]) -> Frame:
    """This function reads a message's place, which comes before everything else.

    Raises:
        InvalidInput: not a message, or without a readable place in a chain.
    """
    texts = [document.get(name) for name in ("id", "from", "to", "incarnation", "previous")]
    sequence = document.get("sequence")
    readable = document.get("format") == FORMAT and type(sequence) is int and 1 <= sequence < 2**53
    if readable and all(isinstance(t, str) for t in texts):
        message, sender, recipient, incarnation, previous = map(str, texts)
        frame = Frame(message, sender, recipient, incarnation, int(sequence or 0), previous)
        hashes = HASH.fullmatch(frame.incarnation) and HASH.fullmatch(frame.previous)
        if is_id(frame.id) and hashes and NODE.fullmatch(frame.sender) and NODE.fullmatch(frame.recipient):
            return frame
    raise InvalidInput("Message", "its place in the chain cannot be read", code="exchange.message.frame")


def read(document: Mapping[str, Any], *, now: datetime | None = None, limits: Limits | None = None) -> Message:
    """This function checks a whole message.

    Args:
        document: as opened.
        now: this node's time, to judge the partner's; None for a message of one's own.
        limits: of this node; the skew limit counts here.

    Raises:
        InvalidInput: with every fault, field by field, in its reason.
    """
    frame = read_frame(document)
    raw = document.get("content")
    faults: list[str] = [] if isinstance(raw, dict) else ["content: it is no object"]
    header = None
    try:
        header = Header.model_validate({k: v for k, v in document.items() if k != "content"})
    except ValidationError as error:
        faults += faults_of(error)
    if header is not None and header.to not in header.recipients:
        faults.append("recipients: the node that it is sent to is not among them")
    content, wrong = versions.read(document, sound=header is not None)
    faults += wrong
    if faults or header is None or not isinstance(raw, dict):
        raise InvalidInput(
            f"Message {frame.id}",
            "; ".join(faults),
            "Mend these fields and send it anew",
            code="exchange.message.fields",
        )
    ahead = bool(
        now and limits and parse_timestamp(header.sent_at) > now + timedelta(minutes=limits.clock_skew_minutes)
    )
    return Message(frame, header.type, header, content, raw, ahead)


def compose(header: Mapping[str, Any], content: Content, message_type: str, *, version: int | None = None) -> Values:
    """This function writes a message's document and checks it as a partner will.

    Args:
        header: the fields that every message has.
        content: in its newest version.
        message_type: of `comity.exchange.contents.CONTENTS`.
        version: in which it is written (`versions.choose`); the newest unless said otherwise.

    Raises:
        InvalidInput: with every fault in its reason.
        Refused: an older version would lose a restriction.
    """
    version = version or versions.NEWEST[message_type]
    document = {
        **header,
        "format": FORMAT,
        "type": message_type,
        "version": version,
        "attachments": [],
        "body": None,
        "content": versions.write(message_type, content, version, header),
    }
    read(document)
    return document
