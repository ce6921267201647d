"""Taking back and correcting what was given: at the owner, onward from here, and the confirmations in return.

`withdraw` and `correct` are what a person does. The rest are chores: who has to be asked is asked, what is owed is
confirmed, who does not answer is reminded and in the end named as not reached. Each step is one transaction, so that
a node that dies between two of them goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from comity.crypto.canonical import canonical
from comity.exchange.contents import Content, Correction, ItemName, Withdrawal, WithdrawalReason
from comity.exchange.contents import Item as WireItem
from comity.exchange.faults import checked
from comity.exchange.terms import loosens
from comity.kernel import ComityError, Conflicting, Missing, Refused
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.chores import chore
from comity.node.holdings.models import Holding
from comity.node.items import recalling
from comity.node.items.binding import given_terms, is_named, own_terms
from comity.node.items.making import wire
from comity.node.items.models import Copy, Item, Release
from comity.node.items.quoting import check_sources, quoted
from comity.node.items.recall_models import OPEN_SIDES, Recall, RecallKind, RecallSide
from comity.node.items.signing import signed
from comity.node.messaging.composing import cleaned_values
from comity.node.messaging.models import Conversation, Message
from comity.node.messaging.sending import send
from comity.node.messaging.terms import Grounds
from comity.node.partners.queries import accepted
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock, node_id

log = structlog.get_logger()
MOST_REMINDERS = 3
"""After as many reminders without an answer a node counts as not reached; it may still answer."""
AT_ONCE = 50


@transaction.atomic
def withdraw(
    *, actor: Actor, item_id: str, reason: WithdrawalReason, words: str, confirm_by: datetime | None = None
) -> Recall:
    """This function takes an item of ours back, here and from everybody who was given it.

    Args:
        actor: who works on the item's case, or a supervisor.
        item_id: as this node names it.
        reason: coded.
        words: what is wrong or no longer valid; recipients read it.
        confirm_by: until when every copy is to be treated; by default in three days.

    Raises:
        Refused: the actor may not, or the item is another agency's.
        Missing: no such item.
        Conflicting: it says nothing any more.
        InvalidInput: with every fault, field by field.
    """
    item = _own(actor, item_id)
    due = confirm_by or clock().now() + recalling.WITHIN
    values = {"item": _name(item).document(), "reason": reason.value, "words": words, "confirm_by": timestamp(due)}
    said = _checked(Withdrawal, values)
    recall = recalling.begin(
        item, RecallKind.WITHDRAWAL, reason=said.reason, words=said.words, by=actor.user_id, confirm_by=due
    )
    _ask_every_side(recall, actor)
    record(actor=actor, event="items.item.recalled", objects=[item.id, item.wire_id, recall.id])
    return recall


@transaction.atomic
def correct(
    *, actor: Actor, item_id: str, wrong: str, changes: Mapping[str, Any], confirm_by: datetime | None = None
) -> Recall:
    """This function corrects an item of ours, here and at everybody who was given it.

    Args:
        actor: who works on the item's case, or a supervisor.
        item_id: as this node names it.
        wrong: what was wrong; recipients read it.
        changes: fields of the item as it is now (`exchange.contents.Item`); what is not named stays.
        confirm_by: until when every copy is to be treated; by default in three days.

    Raises:
        Refused: the actor may not, or the item is another agency's.
        Missing: no such item.
        Conflicting: it says nothing any more.
        InvalidInput: with every fault, field by field.
    """
    item = _own(actor, item_id)
    due = confirm_by or clock().now() + recalling.WITHIN
    now = wire(item).document() | {k: v for k, v in changes.items() if k not in {"id", "owner", "consents", "proof"}}
    values = {"item": _name(item).document(), "wrong": wrong, "corrected": now, "confirm_by": timestamp(due)}
    said = _checked(Correction, values)
    _check_corrected(actor, item, said.corrected)
    if date.fromisoformat(said.corrected.retention_until) < clock().now().date():
        raise Conflicting(
            "Item", "the day until which it may be kept would have passed", "Withdraw it", code="messaging.recall.day"
        )
    recall = recalling.begin(
        item, RecallKind.CORRECTION, words=said.wrong, corrected=signed(said.corrected).document(), by=actor.user_id,
        confirm_by=due,
    )  # fmt: skip
    _ask_every_side(recall, actor)
    record(actor=actor, event="items.item.recalled", objects=[item.id, item.wire_id, recall.id])
    return recall


@transaction.atomic
def destroyed(*, actor: Actor, copy_id: int) -> Copy:
    """This function notes that people destroyed paper or a file that held an item, which is then confirmed.

    Raises:
        Refused: the actor may not.
        Missing: no such copy, or it is gone already.
    """
    require(actor, Action.RECALL_SEND, member=True)
    copy = Copy.objects.select_for_update(of=("self",)).select_related("item").filter(id=copy_id, gone=None).first()
    if copy is None:
        raise Missing("Copy", "there is none with this number that is left", code="messaging.recall.copy")
    recalling.destroy(copy)
    record(actor=actor, event="items.copy.destroyed", objects=[copy.item_id, copy.item.wire_id, str(copy.id)])
    return copy


@chore("messaging.recalls.ask", every=timedelta(seconds=5))
def ask() -> int:
    """This function asks every node that has to be asked and was not, and returns how many."""
    sides = RecallSide.objects.filter(asked=None, state__in=OPEN_SIDES, partner__in=accepted())
    sides = sides.exclude(recall__kind=RecallKind.RETENTION)
    return _each(sides.order_by("?").values_list("id", flat=True)[:AT_ONCE], lambda side: _ask(side, SYSTEM))


@chore("messaging.recalls.confirm", every=timedelta(seconds=5))
def confirm() -> int:
    """This function confirms to who asked what was done here and onward, and returns how many confirmations left."""
    owed = Recall.objects.filter(owes=True, asked_by__in=accepted())
    done = 0
    for recall_id in list(owed.order_by("?").values_list("id", flat=True)[:AT_ONCE]):
        try:
            with transaction.atomic():
                done += _confirm(Recall.objects.select_for_update(of=("self",)).get(id=recall_id))
        except ComityError as error:
            log.warning("messaging.recall.confirm.failed", recall=recall_id, code=error.code)
    return done


@chore("messaging.recalls.remind", every=timedelta(minutes=10))
def remind() -> int:
    """This function reminds who has not answered in time, names who was not reached, and returns how many of both."""
    now = clock().now()
    waited = Q(reminded=None) | Q(reminded__lt=now - recalling.WITHIN)
    unsaid = Recall.objects.filter(kind=RecallKind.RETENTION, said="", confirm_by__lt=now, asked_by__isnull=False)
    unsaid.update(owes=True)
    late = RecallSide.objects.filter(waited, state__in=OPEN_SIDES, recall__confirm_by__lt=now)
    return _each(late.order_by("?").values_list("id", flat=True)[:AT_ONCE], _remind)


def _each(ids: Iterable[int], work: Callable[[RecallSide], None]) -> int:
    """This function works on sides one by one; where it cannot be sent now, it is tried again later."""
    done = 0
    for side_id in list(ids):
        try:
            with transaction.atomic():
                rows = RecallSide.objects.select_for_update(of=("self",)).select_related("recall__item", "partner")
                work(rows.get(id=side_id))
            done += 1
        except ComityError as error:
            log.warning("messaging.recall.failed", side=side_id, code=error.code)
    return done


def _ask_every_side(recall: Recall, actor: Actor) -> None:
    for each in [recall, *recall.children.all()]:
        for side in each.sides.select_related("partner", "recall__item"):
            _ask(side, actor)


def _ask(side: RecallSide, actor: Actor) -> None:
    """This function sends the withdrawal or correction to a node, again in the same conversation where it had it."""
    recall, conversation = side.recall, Conversation.objects.filter(id=side.conversation_id).first()
    kind = "correction" if recall.kind == RecallKind.CORRECTION else "withdrawal"
    sent = send(
        actor=actor, message_type=kind, content=_question(recall), partner_ids=[side.partner_id],
        conversation=conversation, grounds=_grounds(recall.item, side.partner_id), urgent=True,
        objects=[recall.item_id, recall.item.wire_id, recall.id],
    )  # fmt: skip
    side.conversation_id, side.asked = sent[0].conversation_id, side.asked or clock().now()
    side.save(update_fields=["conversation_id", "asked"])


def _question(recall: Recall) -> Content:
    due = max(recall.confirm_by, clock().now() + timedelta(days=1))
    common = {"item": _name(recall.item).document(), "confirm_by": timestamp(due)}
    if recall.owner_token and recall.item.owner != node_id():
        common["owner_token"] = recall.owner_token
    if recall.kind == RecallKind.CORRECTION:
        return Correction.model_validate(common | {"wrong": recall.words, "corrected": recall.corrected})
    words = recall.words or "The day until which it may be kept has passed."
    return Withdrawal.model_validate(common | {"reason": recall.reason, "words": words})


def _confirm(recall: Recall) -> int:
    """This function confirms how a recall stands, unless just that was said; unasked once it is complete or late."""
    said = recalling.confirmation(recall)
    text = canonical(said.document()).decode()
    early = recall.kind == RecallKind.RETENTION and not said.complete and clock().now() < recall.confirm_by
    recall.owes = False
    if early or text == recall.said:
        recall.save(update_fields=["owes"])
        return 0
    question = Message.objects.filter(id=recall.question).first()
    grounds = Grounds.of(question) if question else _grounds(recall.item, recall.asked_by_id or "")
    conversation = Conversation.objects.filter(id=recall.conversation_id).first()
    sent = send(
        actor=SYSTEM, message_type="deletion-confirmed", content=said, partner_ids=[recall.asked_by_id or ""],
        conversation=conversation, grounds=grounds, in_reply_to=question,
        subject=f"{recall.item.wire_id}", event="messaging.deletion-confirmed.confirmed",
        objects=[recall.item_id, recall.item.wire_id, recall.id],
    )  # fmt: skip
    recall.said, recall.confirmed, recall.conversation_id = text, clock().now(), sent[0].conversation_id
    recall.save(update_fields=["owes", "said", "confirmed", "conversation_id"])
    return 1


def _remind(side: RecallSide) -> None:
    recall = side.recall
    ours = recall.asked_by is None
    if side.reminders >= MOST_REMINDERS or (recall.kind == RecallKind.RETENTION and not ours):
        recalling.give_up(side)
        record(actor=SYSTEM, event="items.recall.unreached", objects=[recall.item_id, recall.id, side.partner_id])
        return
    _ask(side, SYSTEM)
    side.reminded, side.reminders = clock().now(), side.reminders + 1
    side.save(update_fields=["reminded", "reminders"])


def _own(actor: Actor, item_id: str) -> Item:
    require(actor, Action.RECALL_SEND, member=True)
    item = Item.objects.select_for_update(of=("self",)).filter(id=item_id).first()
    if item is None:
        raise Missing("Item", "there is none with this id", code="items.missing")
    if not item.is_ours:
        raise Refused(
            "Item", "it is another agency's", "Its owner takes it back or corrects it: write to the owner",
            code="messaging.recall.owner",
        )  # fmt: skip
    require(actor, Action.RECALL_SEND, member=is_named(actor, item))
    if not item.stands:
        raise Conflicting("Item", f"it is {item.get_state_display()}", "There is nothing to do", code="items.state")
    return item


def _check_corrected(actor: Actor, item: Item, corrected: WireItem) -> None:
    """This function refuses a correction that would bind an item less than it is bound, or than what it repeats."""
    if looser := loosens(own_terms(item), given_terms(corrected)):
        raise Refused(
            "Item", f"its {', '.join(looser)} would be looser",
            "Correct what it says; a supervisor lowers its marks", code="messaging.recall.looser",
        )  # fmt: skip
    held = Holding.objects.filter(id=item.holding_id).first() if item.holding_id else None
    if held is not None:
        sources = quoted(held, corrected)
        check_sources(actor, item, sources)
        item.sources.add(*sources)


def _checked(model: type[Any], values: Mapping[str, Any]) -> Any:
    return checked(model, cleaned_values(values), thing=model.__name__)


def _name(item: Item) -> ItemName:
    return ItemName(owner=item.owner, id=item.wire_id)


def _grounds(item: Item, partner_id: str) -> Grounds:
    """This function returns the grounds on which an item went to a partner, or came from it."""
    went = Release.objects.filter(item=item, partner=partner_id).order_by("at").values_list("message_id", flat=True)
    message = Message.objects.filter(id__in=[*went[:1], item.message_id]).order_by("made").first()
    if message is None:
        raise Conflicting("Item", "the message that carried it is gone", code="messaging.recall.grounds")
    return Grounds.of(message)
