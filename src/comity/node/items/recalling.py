"""Recalls at this node: every copy that is here is treated, and what those said to whom the item went on is kept.

What is sent and what comes in is for the slice above (`messaging.recalling`, `messaging.effects.recalls`).
Call everything here inside a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from comity.exchange.confirmations import Confirmation
from comity.exchange.contents import Copy as Told
from comity.exchange.contents import DeletionConfirmed, ItemName, Onward, Passed, Treated, WithdrawalReason
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.items import treating
from comity.node.items.ending import expires, forget
from comity.node.items.models import STANDING, Copy, Item
from comity.node.items.recall_models import OPEN_SIDES, OwnerProof, Recall, RecallKind, RecallSide, SideState
from comity.node.partners.models import Partner
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock, node_id

WITHIN = timedelta(days=3)
"""How soon a recall is to be confirmed, unless it says otherwise; reminders come as far apart."""


def begin(
    item: Item,
    kind: RecallKind,
    *,
    reason: str = "",
    words: str = "",
    corrected: Mapping[str, Any] | None = None,
    asked_by: Partner | None = None,
    conversation_id: str = "",
    question: str = "",
    cites: str = "",
    since: datetime | None = None,
    owner_token: str = "",
    proof: OwnerProof = OwnerProof.DIRECT,
    parent: Recall | None = None,
    leaf: bool = False,
    outdated: bool = False,
    by: str = "",
    confirm_by: datetime | None = None,
) -> Recall:
    """This function begins a recall: treats every copy here, and notes who has to be asked.

    Args:
        item: locked.
        kind: withdrawal, correction, or that its time is over.
        reason: coded, of a withdrawal.
        words: what is wrong.
        corrected: the item as it is now, of a correction.
        asked_by: who gets the confirmation; None at the owner.
        conversation_id: in which it was asked for.
        question: the message that asks, as this node names it.
        cites: the same by its id on the way.
        since: when the owner said so, by its clock; None for now.
        owner_token: what the owner signed.
        proof: how that is known.
        parent: the recall of an item that this one repeats.
        leaf: whether another recall here asks those to whom it went on.
        outdated: whether a later word of the owner was followed already, so that this one changes nothing.
        by: the person who wants it.
        confirm_by: until when it is confirmed.
    """
    now = clock().now()
    mends = kind is RecallKind.CORRECTION and item.stands and not (leaf or outdated)
    if mends:
        forget(item)
        _end_corrections(item)
    recall = Recall.objects.create(
        item=item, kind=kind, reason=reason, words=words, corrected=dict(corrected) if corrected else None,
        asked_by=asked_by, conversation_id=conversation_id, question=question, cites=cites, since=since or now,
        owner_token=owner_token, proof=proof, parent=parent, leaf=leaf, began=now, by=by,
        confirm_by=confirm_by or now + WITHIN, owes=asked_by is not None,
    )  # fmt: skip
    if kind is RecallKind.CORRECTION:
        copies = treating.correct(item, recall.corrected or {}) if mends else list(treating.by_people(item))
    else:
        copies = treating.delete(item)
        _end_corrections(item)
        _take_back_repeating(recall)
    recall.copies = [copy.document() for copy in copies]
    recall.save(update_fields=["copies"])
    if not leaf:
        _note_sides(recall)
    settle(recall)
    record(
        actor=SYSTEM, event="items.item.treated", objects=[item.id, item.wire_id, recall.id, *filter(None, [question])],
        details={"kind": str(kind), "copies": recall.copies}, frees_space=True,
    )  # fmt: skip
    return recall


def repeat(recall: Recall, *, question: str, cites: str, confirm_by: datetime) -> None:
    """This function takes a reminder: the same is confirmed once more, as it stands now."""
    recall.question, recall.cites, recall.confirm_by = question, cites, confirm_by
    recall.owes, recall.said = True, ""
    recall.save(update_fields=["question", "cites", "confirm_by", "owes", "said"])


def took(side: RecallSide, *, token: str, proof: Confirmation) -> None:
    """This function keeps what a node that was asked has confirmed, and what that proves."""
    side.token, side.proof, side.answered = token, proof.document(), clock().now()
    if proof.is_complete:
        side.state = SideState.COMPLETE
    else:
        side.state = SideState.UNPROVED if proof.is_said_complete else SideState.PARTLY
    side.save(update_fields=["token", "proof", "answered", "state"])
    changed(side.recall)


def destroy(copy: Copy) -> None:
    """This function notes that people destroyed what held an item; recalls that named it are confirmed anew."""
    copy.gone = clock().now()
    copy.save(update_fields=["gone"])
    reached = set(treating.BY_PEOPLE)
    for recall in copy.item.recalls.select_for_update(of=("self",)):
        rest = [each for each in recall.here if each.kind not in reached or each.treated != Treated.NOT_REACHED]
        left = list(treating.by_people(copy.item))
        done = _count(recall.here) - _count(left)
        if done > 0:
            gone = [each for each in rest if each.kind == copy.kind and each.treated == Treated.DELETED]
            rest = [each for each in rest if each not in gone]
            count = done + sum(each.count for each in gone)
            rest.append(Told(kind=copy.kind, count=count, treated=Treated.DELETED, words="destroyed by people"))
        recall.copies = [each.document() for each in [*rest, *left]]
        recall.save(update_fields=["copies"])
        changed(recall)


def _count(copies: Iterable[Told]) -> int:
    return sum(each.count for each in copies if each.treated == Treated.NOT_REACHED)


def give_up(side: RecallSide) -> None:
    """This function notes that a node could not be reached; it may still answer."""
    side.state = SideState.UNREACHED
    side.save(update_fields=["state"])
    changed(side.recall)


def changed(recall: Recall) -> None:
    """This function notes, up to the first recall, that something is to be confirmed anew."""
    if recall.asked_by_id:
        recall.owes = True
        recall.save(update_fields=["owes"])
    settle(recall)
    if recall.parent is not None:
        changed(recall.parent)


def settle(recall: Recall) -> None:
    """This function closes a recall once nothing more is expected, and opens it again where something is."""
    done = not recall.sides.filter(state__in=OPEN_SIDES).exists() and not recall.children.filter(closed=None).exists()
    if done != (recall.closed is not None):
        recall.closed = clock().now() if done else None
        recall.save(update_fields=["closed"])


def confirmation(recall: Recall) -> DeletionConfirmed:
    """This function returns what this node confirms about a recall, as it stands now."""
    copies = [*recall.here, *_repeating(recall)]
    onward = [] if recall.leaf else [_onward(side) for side in recall.sides.select_related("partner")]
    reached = all(copy.treated != Treated.NOT_REACHED for copy in copies)
    return DeletionConfirmed(
        in_reply_to=recall.cites or None,
        item=ItemName(owner=recall.item.owner, id=recall.item.wire_id),
        at=timestamp(recall.began),
        copies=copies,
        onward=onward,
        complete=reached and all(each.state == Passed.CONFIRMED for each in onward),
    )


def is_complete(recall: Recall) -> bool:
    """This function tells whether it is proven that every copy was treated, here and everywhere it went from here."""
    here = all(copy.treated != Treated.NOT_REACHED for copy in [*recall.here, *_repeating(recall)])
    return here and not recall.sides.exclude(state=SideState.COMPLETE).exists()


def find(item: Item, asked_by: Partner | None, conversation_id: str) -> Recall | None:
    """This function returns the recall of an item that a conversation is about."""
    return Recall.objects.filter(item=item, asked_by=asked_by, conversation_id=conversation_id).first()


def is_older(item: Item, since: datetime) -> bool:
    """This function tells whether an item was recalled by a later word of its owner: that one holds."""
    return item.recalls.filter(since__gt=since).exclude(kind=RecallKind.RETENTION).exists()


def is_asked_already(item: Item, kind: RecallKind, corrected: Mapping[str, Any] | None) -> bool:
    """This function tells whether the same word of the owner came by another way, and is passed on from there."""
    before = item.recalls.filter(kind=kind, leaf=False)
    return any(each.corrected == corrected for each in before)


@expires
def note_expiry(item: Item) -> None:
    """This function begins to account for an item whose time is over: to who gave it, or, of ours, by who has it."""
    if item.came_from_id or item.releases.exists():
        begin(item, RecallKind.RETENTION, reason=WithdrawalReason.RETENTION.value, asked_by=item.came_from)


def unasked(item: Item, partner: Partner) -> RecallSide:
    """This function returns where to keep that a partner deleted an item of its own accord, its time being over."""
    recall = item.recalls.filter(kind=RecallKind.RETENTION).order_by("began").first()
    if recall is None:
        now = clock().now()
        recall = Recall.objects.create(
            item=item, kind=RecallKind.RETENTION, reason=WithdrawalReason.RETENTION.value, since=now, began=now,
            asked_by=item.came_from, confirm_by=now + WITHIN, leaf=item.came_from is not None,
        )  # fmt: skip
    side, _made = RecallSide.objects.get_or_create(recall=recall, partner=partner)
    return side


def _note_sides(recall: Recall) -> None:
    passed = [recall.asked_by_id, recall.item.owner, node_id()]
    went = recall.item.releases.exclude(partner__in=[each for each in passed if each])
    for partner_id in went.values_list("partner", flat=True).distinct().order_by("partner"):
        RecallSide.objects.get_or_create(recall=recall, partner_id=partner_id)


def _end_corrections(item: Item) -> None:
    """This function forgets what corrections of an item said that is gone; who was not asked yet is asked for this."""
    RecallSide.objects.filter(recall__item=item, recall__kind=RecallKind.CORRECTION, asked=None).delete()
    earlier = item.recalls.filter(kind=RecallKind.CORRECTION)
    earlier.update(corrected=None, owner_token="")
    for each in earlier:
        settle(each)


def _take_back_repeating(recall: Recall) -> None:
    """This function takes back the items of ours that repeat one of a partner."""
    for item in recall.item.quoted_in.select_for_update().filter(state__in=STANDING).order_by("id"):
        begin(
            item, RecallKind.WITHDRAWAL, reason=recall.reason, parent=recall, confirm_by=recall.confirm_by,
            words="It repeats what another agency gave and has taken back.",
        )  # fmt: skip


def _repeating(recall: Recall) -> Iterable[Told]:
    children = list(recall.children.order_by("id"))
    waiting = [each for each in children if not is_complete(each)]
    if done := len(children) - len(waiting):
        yield Told(kind="item", count=done, treated=Treated.DELETED, words="items of this agency that repeated it")
    if waiting:
        nodes = RecallSide.objects.filter(recall__in=waiting).exclude(state=SideState.COMPLETE)
        names = ", ".join(sorted({str(side.partner) for side in nodes.select_related("partner")}))
        words = f"items of this agency that repeated it; not confirmed by {names or 'people here'}"[:500]
        yield Told(kind="item", count=len(waiting), treated=Treated.NOT_REACHED, words=words)


def _onward(side: RecallSide) -> Onward:
    state, token = Passed.WAITING, None
    if side.confirmation is not None:
        state, token = Passed.CONFIRMED if side.confirmation.is_said_complete else Passed.PARTLY, side.token
    elif side.state == SideState.UNREACHED:
        state = Passed.UNREACHABLE
    return Onward(node=side.partner_id, agency=str(side.partner)[:500], state=state, token=token)
