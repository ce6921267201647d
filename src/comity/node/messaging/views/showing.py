"""How a message is shown: in its own readable way by type, with what can be done about it; never as raw data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import Conditions
from comity.exchange.conversations import FINAL, TABLES, Kind, Side, may_write
from comity.kernel import Restriction
from comity.node.items.models import Consent, ConsentState, Item
from comity.node.messaging.models import OURS, Conversation, Message, Participant
from comity.node.messaging.standing import stage_of
from comity.node.messaging.types import LEAVING
from comity.node.messaging.views.items import ShownItem, shown
from comity.node.permissions import MAY, Action, Actor

SHOWN = frozenset({
    "request", "reply", "spontaneous", "alert", "alert-cancellation", "feedback", "consent-request", "consent-answer",
    "correction", "withdrawal", "deletion-confirmed", "operation-proposal", "operation-plan", "operation-answer",
    "operation-result", "joint-seizure", "joint-seizure-answer", "aggregates", "card", "key-change", "not-understood",
})  # fmt: skip
"""Types that have a template of their own; any other is shown as kept, with the reason."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done about a message.

    Args:
        url: where.
        words: what the button says.
        main: whether it is what is wanted most.
    """

    url: str
    words: str | Promise
    main: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a thread: what was said once, and how it stands with each partner.

    Args:
        message: the first of its copies.
        copies: one for each partner.
        template: that shows its content.
        author: who wrote it here.
        approved_by: who let it leave.
        restriction: what may be done with it.
        held: what this node holds under the handles that it cites.
        items: what it gives, as the reader may see it.
        acts: what can be done about it.
        may_approve: whether the reader may let it leave.
        may_read: whether the reader may tell the partner that it was read.
    """

    message: Message
    copies: tuple[Message, ...]
    template: str
    author: str = ""
    approved_by: str = ""
    restriction: Restriction | None = None
    held: Iterable[Any] = ()
    items: tuple[ShownItem, ...] = ()
    acts: tuple[Act, ...] = ()
    may_approve: bool = False
    may_read: bool = False


_ABOUT_THEIRS: Mapping[str, tuple[tuple[str, str, str | Promise], ...]] = {
    "request": (("reply", "messaging:answer", _("Answer")),),
    "spontaneous": (("reply", "messaging:answer", _("Reply")),),
    "alert": (("reply", "messaging:answer", _("Tell that it was seen, or reply")),),
    "operation-proposal": (
        ("operation-answer", "messaging:agree", _("Agree or decline")),
        ("operation-result", "messaging:result", _("Tell the result, or call it off")),
    ),
    "operation-plan": (("operation-answer", "messaging:agree", _("Agree or decline")),),
    "joint-seizure": (("joint-seizure-answer", "seizures:joint-message", _("Agree or decline")),),
}
_ABOUT_OURS: Mapping[str, tuple[tuple[str, str, str | Promise], ...]] = {
    "request": (("request", "messaging:again", _("Explain, and ask anew")),),
    "spontaneous": (("spontaneous", "messaging:again", _("Explain, and share anew")),),
    "alert": (
        ("alert-cancellation", "messaging:cancel", _("Cancel the alert")),
        ("alert", "messaging:renew", _("Send it anew")),
    ),
    "operation-proposal": (
        ("operation-plan", "messaging:plan", _("Write the plan")),
        ("operation-result", "messaging:result", _("Tell the result, or call it off")),
        ("operation-proposal", "messaging:again", _("Propose it changed")),
    ),
    "joint-seizure": (("joint-seizure-answer", "seizures:joint-message", _("See how it stands")),),
}
"""By type of the message: the type that answers it, where that is written, and what the button says."""


def acts(actor: Actor, conversation: Conversation, message: Message) -> tuple[Act, ...]:
    """This function returns what a reader can do about a message at this stage."""
    table = _ABOUT_OURS if message.direction == OURS else _ABOUT_THEIRS
    if message.state in {"poisoned", "awaiting-approval", "withdrawn"}:
        return ()
    if message.type == "consent-request" and message.direction != OURS:
        return _about_consent(actor, message)
    if message.type in _RECALLS:
        return _about_recall(actor, message)
    return tuple(
        Act(url, words, main=place == 0 and message.direction != OURS)
        for place, (wanted, route, words) in enumerate(table.get(message.type, ()))
        if actor.role in MAY[LEAVING[wanted].action] and _open(conversation, message, wanted)
        if (url := _address(route, message.id))
    )


_RECALLS = frozenset({"correction", "withdrawal", "deletion-confirmed"})


def _about_recall(actor: Actor, message: Message) -> tuple[Act, ...]:
    named = message.content.get("item")
    row = Item.objects.filter(owner=named.get("owner"), wire_id=named.get("id")).first() if named else None
    if row is None or actor.role not in MAY[Action.ITEM_READ]:
        return ()
    return (Act(reverse("messaging:recall", args=[row.id]), _("Who has proved what"), main=False),)


def _about_consent(actor: Actor, message: Message) -> tuple[Act, ...]:
    asked = Consent.objects.filter(partner=message.partner, ours=False, question=message.message_id).first()
    if asked is None or actor.role not in MAY[Action.REPLY_SEND]:
        return ()
    waits = asked.state == ConsentState.ASKED
    words = _("Grant or refuse") if waits else _("Look at the consent")
    return (Act(reverse("messaging:consent", args=[asked.id]), words, main=waits),)


def _open(conversation: Conversation, message: Message, wanted: str) -> bool:
    kind = Kind(conversation.kind)
    if kind not in TABLES:
        return False
    ours = conversation.begun_by == OURS
    rows = [p for p in conversation.participants.all() if ours or p.partner_id == message.partner_id]
    side = Side.BEGINNER if ours else Side.OTHER
    return any(may_write(kind, stage_of(row), side, wanted) for row in rows)


def _address(route: str, *args: str) -> str:
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def restriction_of(message: Message) -> Restriction | None:
    """This function returns what a message says about its use; None where it says nothing that can be read."""
    try:
        return Conditions.model_validate(message.document.get("conditions")).restriction()
    except ValueError:
        return None


def template_of(message: Message) -> str:
    """This function returns the template that shows what a message says."""
    if message.state == "poisoned":
        return "messaging/types/unread.html"
    return f"messaging/types/{message.type if message.type in SHOWN else 'unknown'}.html"


def grouped(messages: Iterable[Message]) -> list[tuple[Message, ...]]:
    """This function puts the copies of what was said to several partners together, in order."""
    found: dict[str, list[Message]] = {}
    for each in messages:
        found.setdefault(each.message_id if each.direction == OURS else each.id, []).append(each)
    return [tuple(copies) for copies in found.values()]


def entry_alone(actor: Actor, message: Message) -> Entry:
    """This function returns a message as it is shown by itself; the caller records that (`messaging.reading`)."""
    return Entry(
        message,
        (message,),
        template_of(message),
        restriction=restriction_of(message),
        items=shown(actor, [message]).get(message.id, ()),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a conversation stands with one partner.

    Args:
        participant: the partner, the stage, and what is owed.
        done: whether nobody waits for anything.
    """

    participant: Participant
    done: bool


def standings(conversation: Conversation) -> list[Standing]:
    """This function returns how a conversation stands with each partner."""
    final = FINAL.get(Kind(conversation.kind), frozenset())
    return [Standing(row, stage_of(row) in final) for row in conversation.participants.all()]
