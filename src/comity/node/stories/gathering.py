"""This node's part of a story, from its rows. Nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from comity.crypto import parse_canonical
from comity.crypto.encoding import decode
from comity.exchange import Outcome, packets
from comity.exchange.conversations import Incoming
from comity.exchange.texts import is_id
from comity.kernel import Missing
from comity.ledger import Entry
from comity.ledger.parts import OURS, Part, Party, SaidEntry, SaidMessage
from comity.node.audit import directory
from comity.node.audit.evidence import inclusions
from comity.node.audit.models import EntryObject, KeptHead, LedgerEntry, LedgerHead
from comity.node.audit.proof import prove
from comity.node.audit.recording import ERASED, erased_name
from comity.node.items.models import Item, Release
from comity.node.items.recall_models import Recall, RecallSide
from comity.node.messaging.forgetting import ERASED as ERASED_WORDS
from comity.node.messaging.models import Conversation, Message
from comity.node.partners.models import Partner
from comity.node.runtime import clock, config, limits, node_id

MOST_HEADS = 500
"""Of the newest heads, ours and those that are kept of each partner."""

WORDS = 160
_SAYING = ("asked", "text", "words", "wrong", "title", "do", "reason", "facts")
"""Fields of a content in which people said something, the best first."""


def gather(asked: Collection[str], *, content: bool = True, verify: bool = True) -> Part:
    """This function puts together what this node says.

    Args:
        asked: ids of conversations, messages, or items (``owner/id``), as this node or another one names them.
        content: whether words, signed documents and details of entries go in.
        verify: whether the whole ledger is proven first; its findings go in.

    Raises:
        Missing: this node knows nothing of the kind.
    """
    conversations = _conversations(asked)
    told = list(Message.objects.filter(conversation__in=conversations).values_list("id", flat=True))
    items = _items(asked, told)
    messages = list(_messages({*told, *_carrying(items)}))
    if not messages:
        raise Missing(
            "conversation",
            "this node has none with this id, and no message of one",
            "Take the id from the address of its page, or from another node's story",
            code="stories.conversation.missing",
        )
    objects = {name: f"{each.owner}/{each.wire_id}" for each in items for name in (each.id, each.wire_id)}
    rows = _entries({each.id for each in conversations} | {each.id for each in messages} | set(objects))
    proven = inclusions(rows)
    erasures = _erasures(rows)
    return Part(
        node=node_id(),
        name=f"{config().agency} ({config().country})",
        made=clock().now(),
        conversations=tuple(dict.fromkeys(each.wire_id for each in conversations)),
        items=tuple(dict.fromkeys(objects.values())),
        entries=tuple(_entry(row, proven[row.pk], erasures.get(row.pk, ""), content=content) for row in rows),
        messages=tuple(said for each in messages for said in _said(each, content=content)),
        heads=tuple(LedgerHead.objects.order_by("-time", "-size").values_list("token", flat=True)[:MOST_HEADS]),
        kept=tuple(_kept()),
        partners=_partners(),
        objects=objects,
        findings=tuple(finding.text for finding in prove(ask=False).findings) if verify else (),
        with_content=content,
    )


def _conversations(asked: Collection[str]) -> list[Conversation]:
    ids = [each for each in asked if is_id(each)]
    named = Q(id__in=ids) | Q(wire_id__in=ids) | Q(messages__id__in=ids) | Q(messages__message_id__in=ids)
    # What was refused stands in a conversation of its own, and still says which one it was written for.
    named |= Q(messages__state=Incoming.POISONED, messages__document__conversation__in=ids)
    return list(Conversation.objects.filter(named).distinct().order_by("began", "id"))


def _items(asked: Collection[str], told: Sequence[str]) -> list[Item]:
    """This function returns the items that are asked for, and those that the messages brought, gave or took back."""
    named = [each.partition("/")[::2] for each in asked if "/" in each]
    wanted = Q(message_id__in=told) | Q(releases__message_id__in=told)
    for owner, wire_id in named:
        wanted |= Q(owner=owner, wire_id=wire_id)
    return list(Item.objects.filter(wanted).distinct().order_by("id"))


def _carrying(items: Sequence[Item]) -> set[str]:
    """This function returns the messages, as this node names them, in which items came, went and were recalled."""
    went = Release.objects.filter(item__in=items).values_list("message_id", flat=True)
    asked = Recall.objects.filter(item__in=items).exclude(conversation_id="").values("conversation_id")
    passed = RecallSide.objects.filter(recall__item__in=items).exclude(conversation_id="").values("conversation_id")
    spoken = Message.objects.filter(Q(conversation_id__in=asked) | Q(conversation_id__in=passed))
    came = {each.message_id for each in items if each.message_id}
    return {*came, *went, *spoken.values_list("id", flat=True)}


def _messages(ids: Collection[str]) -> QuerySet[Message]:
    rows = Message.objects.filter(id__in=list(ids)).order_by("made", "id")
    return rows.select_related("conversation", "in_reply_to", "receipt")


def _entries(objects: Collection[str]) -> list[LedgerEntry]:
    found = EntryObject.objects.filter(object__in=list(objects)).values("entry")
    return list(LedgerEntry.objects.filter(id__in=found).order_by("log__number", "index"))


def _entry(row: LedgerEntry, proven: tuple[int, tuple[bytes, ...]], erased_by: str, *, content: bool) -> SaidEntry:
    entry = Entry(row.event, row.actor, row.time, row.object_ids, row.purpose, bytes(row.commitment))
    shown = row.details is not None and (content or row.event in _WITHOUT_CONTENT)
    return SaidEntry(
        log=row.log_id,
        index=row.index,
        entry=entry,
        details=json.loads(row.details) if shown and row.details else None,
        salt=bytes(row.salt) if shown and row.salt is not None else None,
        erased_by=erased_by,
        withheld=row.details is not None and not shown,
        head=proven[0],
        path=proven[1],
    )


_WITHOUT_CONTENT = frozenset({"messaging.message.received", "messaging.message.delivered", "messaging.message.signed"})
"""Events whose details hold hashes and outcomes, and nothing that a person wrote."""


def _erasures(rows: Sequence[LedgerEntry]) -> dict[int, str]:
    """This function names, for each entry without details, the entry that says that they were erased."""
    gone = {erased_name(row.log_id, row.index): row.pk for row in rows if row.details is None}
    found = EntryObject.objects.filter(object__in=list(gone), entry__event=ERASED).select_related("entry")
    return {gone[each.object]: erased_name(each.entry.log_id, each.entry.index) for each in found}


def _said(row: Message, *, content: bool) -> Iterator[SaidMessage]:
    receipt = row.receipt.token if hasattr(row, "receipt") else ""
    entombed = bool(row.tombstone) and (not receipt or row.receipt.outcome == Outcome.ENTOMBED)
    token = "" if ".." in row.token else row.token
    first = SaidMessage(
        id=row.message_id,
        row=row.id,
        direction=row.direction,
        partner=row.partner_id,
        conversation=row.conversation.wire_id,
        type=row.type,
        state=row.state,
        reply_to=row.in_reply_to.message_id if row.in_reply_to else "",
        items=tuple(dict.fromkeys(_named(row.content))),
        hash=packets.token_hash(token) if token else row.link,
        made=row.made,
        words=_words(row.content) if content else "",
        token=token if content else "",
        receipt="" if entombed else receipt,
    )
    yield first
    if entombed:
        yield _tombstone(row, receipt, content=content)


def _tombstone(row: Message, receipt: str, *, content: bool) -> SaidMessage:
    """This function says what stands in the chain for a message of ours that was given up."""
    claims = parse_canonical(decode(row.tombstone.split(".")[1]), depth=limits().document_depth)
    return SaidMessage(
        id=str(claims["id"]) if isinstance(claims, dict) else "",
        row=row.id,
        direction=OURS,
        partner=row.partner_id,
        conversation=row.conversation.wire_id,
        type="tombstone",
        state=row.state,
        reply_to="",
        items=(),
        hash=packets.token_hash(row.tombstone),
        made=row.made,
        token=row.tombstone if content else "",
        receipt=receipt,
    )


def _named(said: Any) -> Iterator[str]:
    """This function finds the names of items in what a message says, however deep."""
    if isinstance(said, dict):
        owner, item = said.get("owner"), said.get("id")
        if isinstance(owner, str) and isinstance(item, str) and is_id(item):
            yield f"{owner}/{item}"
        for each in said.values():
            yield from _named(each)
    elif isinstance(said, list):
        for each in said:
            yield from _named(each)


def _words(said: dict[str, Any]) -> str:
    """This function returns the first words of what a message gives, or else of what it says."""
    given = said.get("items")
    texts = [each.get("text") for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    texts += [said.get(name) for name in _SAYING]
    found = next((each for each in texts if isinstance(each, str) and each.strip() not in {"", ERASED_WORDS}), "")
    line = " ".join("".join(c if c.isprintable() else " " for c in found).split())
    return line if len(line) <= WORDS else line[: WORDS - 1] + "…"


def _kept() -> Iterator[tuple[str, str]]:
    for partner in KeptHead.objects.order_by("partner").values_list("partner", flat=True).distinct():
        tokens = KeptHead.objects.filter(partner=partner).values_list("token", flat=True)[:MOST_HEADS]
        yield from ((partner, token) for token in tokens)


def _partners() -> dict[str, Party]:
    known = directory.names()
    return {
        row.id: Party(str(row), tuple(directory.signing_keys(row.id)) if row.id in known else ())
        for row in Partner.objects.exclude(state="proposed")
    }
