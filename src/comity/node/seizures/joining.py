"""Two agencies agree that a seizure was joint, so that one of them counts it and no one twice.

One proposes, naming which of the two shall count; the other says which of its seizures is meant, or that none is. From
the agreement on, whoever does not count leaves its own out of every total, flow and contribution; either side may end
it, and then each counts its own again. While a proposal waits nothing changes.

Rules: a joint seizure is of two agencies; one of several is agreed pair by pair, and counted by one partner at most. A
seizure is proposed to a partner once at a time; where both proposed, the earlier id counts, and whoever agrees to it
ends its own. What arrives takes effect in `joining_effects`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from comity.exchange.contents import JointAnswer, JointGround, JointSeizure, JointSeizureAnswer
from comity.exchange.conversations import Stage, State
from comity.exchange.faults import checked
from comity.exchange.terms import UseKind
from comity.kernel import Conflicting, InvalidInput, Missing
from comity.kernel.clock import timestamp
from comity.node.audit.operations import record
from comity.node.items.binding import Judging
from comity.node.messaging.composing import cleaned_values
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message, Participant
from comity.node.messaging.sending import send
from comity.node.messaging.terms import KEPT_FOR, Terms
from comity.node.partners.models import Partner
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id, node_id
from comity.node.seizures.access import in_force, seizure_for, storable
from comity.node.seizures.joining_contents import seized
from comity.node.seizures.joining_effects import hold, let_go
from comity.node.seizures.models import Joint, JointState, Seizure, SeizureState
from comity.node.seizures.revising import advance

ANSWERED_WITHIN = timedelta(days=14)
"""Until when an answer is asked for, unless a person says otherwise."""
OPEN = (JointState.PROPOSED, JointState.AGREED)


@transaction.atomic
def propose(
    *,
    actor: Actor,
    seizure_id: str,
    partner_id: str,
    counted_by: str = "",
    answer_by: datetime | None = None,
    words: str = "",
    their_reference: str = "",
) -> Joint:
    """This function tells a partner that a seizure of ours and one of its own are the same.

    Args:
        actor: who proposes, on the seizure's case or duty.
        seizure_id: ours.
        partner_id: the other agency.
        counted_by: node id of who shall count it: this node's or the partner's; empty for this node.
        answer_by: until when an answer is asked for; by default 14 days.
        words: anything else.
        their_reference: of the seizure at the partner, where it is known.

    Raises:
        Refused: the actor may not, no legal basis is stated, or the seizure rests on what may not be handed on.
        Missing: no such seizure or partner.
        Conflicting: the seizure is a draft, was withdrawn, is joint with this partner already, or is to be counted by
            another one.
        InvalidInput: with every fault, field by field.
    """
    seizure = _recorded(seizure_for(actor, seizure_id, Action.JOINT_SEIZURE_SEND))
    partner = Partner.objects.filter(id=partner_id).first()
    if partner is None:
        raise Missing("Partner", f"there is none with the id {partner_id}", code="partners.partner.missing")
    counter = counted_by or node_id()
    if counter not in {node_id(), partner.id}:
        raise InvalidInput("counted_by", "it is neither of the two agencies", code="seizures.joint.counted-by")
    advance()
    _check_free(seizure, partner, counter)
    _check_quotes(actor, seizure, partner)
    joint_id, now = make_id(), clock().now()
    until = answer_by or now + ANSWERED_WITHIN
    if until.tzinfo is None or not now < until <= now + KEPT_FOR:
        raise InvalidInput("answer_by", "it is no moment within a year from now", code="seizures.joint.answer-by")
    said = {
        "joint": joint_id, "reference": seizure.reference, "their_reference": their_reference.strip(),
        "date": seizure.date, "country": seizure.country, "place": seizure.place, "goods": seized(seizure),
        "place_code": seizure.district or seizure.province, "counted_by": counter, "words": words.strip(),
        "answer_by": timestamp(until),
    }  # fmt: skip
    row = Joint(
        joint=joint_id, seizure=seizure, partner=partner, ours=True, counted_by=counter, proposed=now,
        their_reference=their_reference.strip()[:60], by=actor.user_id,
    )  # fmt: skip
    (message,) = send(
        actor=actor,
        message_type="joint-seizure",
        content=checked(JointSeizure, cleaned_values(said), thing="Joint seizure"),
        partner_ids=[partner.id],
        terms=_terms(seizure),
        objects=[seizure.id, row.id, joint_id],
    )
    row.conversation = message.conversation_id
    row.save()
    return row


@transaction.atomic
def answer(
    *, actor: Actor, joint_id: str, agreed: bool, seizure_id: str = "", ground: str = "", words: str = ""
) -> Joint:
    """This function answers a partner's proposal; from an agreement on, one of the two counts the seizure.

    Args:
        actor: who answers, with a purpose stated; on the seizure's case or duty where it agrees.
        joint_id: as this node names it.
        agreed: whether it is the same seizure, and the partner's word on who counts it stands.
        seizure_id: ours, where it is agreed.
        ground: why not, a `comity.exchange.contents.JointGround`, where it is not.
        words: the ground in words, or anything else.

    Raises:
        Refused: the actor may not.
        Missing: no such proposal or seizure.
        Conflicting: it was answered or ended, the seizure is joint already, this node proposed the same first, or
            another partner counts it.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.JOINT_SEIZURE_SEND, member=True)
    row = _joint(joint_id)
    advance()
    if row.ours or not _waits(row):
        raise _closed(row)
    proposal = proposal_of(row)
    said = {"joint": row.joint, "in_reply_to": proposal.message_id, "words": words.strip()}
    seizure = None
    if agreed:
        seizure = _recorded(seizure_for(actor, seizure_id, Action.JOINT_SEIZURE_SEND))
        _end_later_proposal(actor, seizure, row)
        _check_free(seizure, row.partner, row.counted_by, besides=row)
        said |= {"answer": JointAnswer.AGREED, "counted_by": row.counted_by, "reference": seizure.reference}
    else:
        said |= {"answer": JointAnswer.REFUSED, "ground": ground}
    let_go(row, actor)
    row.seizure, row.by = seizure, actor.user_id
    row.save(update_fields=["seizure", "by"])
    _say(actor, row, said, proposal, in_reply_to=proposal)
    row.refresh_from_db()
    return row


@transaction.atomic
def end(*, actor: Actor, joint_id: str, ground: str, words: str = "") -> Joint:
    """This function takes back a proposal of ours, or ends what was agreed; then each side counts its own again.

    Args:
        actor: who ends it, on the seizure's case or duty.
        joint_id: as this node names it.
        ground: why, a `comity.exchange.contents.JointGround`.
        words: the ground in words.

    Raises:
        Refused: the actor may not.
        Missing: no such joint seizure.
        Conflicting: it is neither a proposal of ours nor agreed, or still waits for a supervisor here.
        InvalidInput: with every fault, field by field.
    """
    require(actor, Action.JOINT_SEIZURE_SEND, member=True)
    row = _joint(joint_id)
    advance()
    if row.seizure is not None:
        seizure_for(actor, row.seizure.id, Action.JOINT_SEIZURE_SEND)
    _end(actor, row, ground, words)
    row.refresh_from_db()
    return row


@transaction.atomic
def tie(*, actor: Actor, joint_id: str, seizure_id: str) -> Joint:
    """This function says which seizure of ours a partner's agreement means, where this node lost its own proposal.

    Raises:
        Refused: the actor may not.
        Missing: no such joint seizure, or no such seizure.
        Conflicting: it is known already which one is meant, or the seizure cannot be it.
    """
    seizure = _recorded(seizure_for(actor, seizure_id, Action.JOINT_SEIZURE_SEND))
    row = _joint(joint_id)
    advance()
    if row.seizure is not None or row.state != JointState.AGREED:
        raise _closed(row)
    _check_free(seizure, row.partner, row.counted_by, besides=row)
    row.seizure, row.by = seizure, actor.user_id
    row.save(update_fields=["seizure", "by"])
    record(actor=actor, event="seizures.joint.tied", objects=[seizure.id, row.id, row.joint, row.partner_id])
    hold(row, actor)
    return row


def proposal_of(row: Joint) -> Message:
    """This function returns the message that proposed a joint seizure.

    Raises:
        Conflicting: it is not here any more, since this node was restored from an older copy.
    """
    rows = Message.objects.filter(conversation_id=row.conversation, type="joint-seizure").exclude(state="poisoned")
    found = rows.filter(direction=OURS if row.ours else THEIRS).order_by("-made", "-id").first()
    if found is None:
        raise Conflicting(
            "Joint seizure", "its proposal is not at this node any more", "Ask the partner to end it, or propose anew",
            code="seizures.joint.lost",
        )  # fmt: skip
    return found


def _end(actor: Actor, row: Joint, ground: str, words: str) -> None:
    if not (row.state == JointState.AGREED or (row.ours and row.state == JointState.PROPOSED)):
        raise _closed(row)
    proposal = proposal_of(row)
    if proposal.state == State.APPROVAL:
        raise Conflicting(
            "Joint seizure", "the proposal still waits for a supervisor", "The supervisor can decline it",
            code="seizures.joint.approval",
        )  # fmt: skip
    if row.ours and proposal.state in {State.WITHDRAWN, State.EXPIRED}:
        row.state, row.answered = JointState.WITHDRAWN, clock().now()
        row.save(update_fields=["state", "answered"])
        record(actor=actor, event="seizures.joint.put-away", objects=[row.id, row.joint, row.partner_id])
        return
    said = {"joint": row.joint, "in_reply_to": proposal.message_id, "answer": JointAnswer.ENDED, "ground": ground}
    _say(actor, row, said | {"words": words.strip()}, proposal)


def _say(
    actor: Actor, row: Joint, said: dict[str, str], proposal: Message, *, in_reply_to: Message | None = None
) -> None:
    content = checked(JointSeizureAnswer, cleaned_values(said), thing="Joint seizure")
    send(
        actor=actor,
        message_type="joint-seizure-answer",
        content=content,
        partner_ids=[row.partner_id],
        conversation=proposal.conversation,
        terms=_terms(row.seizure) if row.seizure else None,
        in_reply_to=in_reply_to,
        objects=[each for each in (row.seizure_id, row.id, row.joint) if each],
    )


def _end_later_proposal(actor: Actor, seizure: Seizure, theirs: Joint) -> None:
    """This function settles proposals that crossed: the earlier id counts, at both nodes."""
    rows = seizure.joints.filter(partner=theirs.partner, ours=True, state=JointState.PROPOSED)
    own = rows.select_for_update(of=("self",)).first()
    if own is None:
        return
    if own.joint < theirs.joint:
        raise Conflicting(
            "Joint seizure", "this node proposed the same seizure first", "Wait for the answer to that proposal",
            code="seizures.joint.crossed",
        )  # fmt: skip
    _end(actor, own, JointGround.TWICE, "")


def _check_free(seizure: Seizure, partner: Partner, counter: str, *, besides: Joint | None = None) -> None:
    rows = seizure.joints.filter(state__in=OPEN)
    others = [each for each in rows.select_related("partner") if besides is None or each.id != besides.id]
    if any(each.partner_id == partner.id for each in others):
        raise Conflicting(
            seizure.reference, f"it is joint with {partner} already, or proposed", "End that first",
            code="seizures.joint.twice",
        )  # fmt: skip
    elsewhere = next((each.partner for each in others if each.counted_by == each.partner_id), None)
    if counter == partner.id and elsewhere is not None:
        raise Conflicting(
            seizure.reference, f"{elsewhere} counts it, or was asked to", "End that first, or count it elsewhere",
            code="seizures.joint.counted-elsewhere",
        )  # fmt: skip


def _check_quotes(actor: Actor, seizure: Seizure, partner: Partner) -> None:
    """This function checks that what a seizure rests on may be handed to a partner."""
    items = [quote.item for quote in seizure.quotes.select_related("item")]
    judging = Judging(actor, items)
    for item in items:
        judgement = judging(item, UseKind.FORWARD, partner)
        if not judgement.allowed:
            raise judgement.refusal("Item that the seizure rests on")


def _terms(seizure: Seizure) -> Terms:
    until = min(seizure.retention_until, (clock().now() + KEPT_FOR).date())
    return Terms(seizure.restriction, until)


def _recorded(seizure: Seizure) -> Seizure:
    if in_force(seizure).state == SeizureState.DRAFT:
        raise Conflicting(seizure.reference, "it is a draft", "Finish the draft", code="seizures.draft")
    return seizure


def _waits(row: Joint) -> bool:
    """This function tells whether a proposal waits for our answer; one that expired on its way answered nothing."""
    if row.state == JointState.PROPOSED:
        return True
    taking_part = Participant.objects.filter(conversation_id=row.conversation, partner=row.partner).first()
    return taking_part is not None and taking_part.state == Stage.PROPOSED


def _joint(joint_id: str) -> Joint:
    """This function locks a joint seizure, its conversation first, as mail that arrives does."""
    found = Joint.objects.filter(id=joint_id).first() if storable(joint_id) else None
    if found is None:
        raise Missing("Joint seizure", "there is none with this id", code="seizures.joint.missing")
    Conversation.objects.select_for_update(of=("self",)).filter(id=found.conversation).first()
    rows = Joint.objects.select_for_update(of=("self",)).select_related("partner", "seizure")
    return rows.get(id=found.id)


def _closed(row: Joint) -> Conflicting:
    return Conflicting(
        "Joint seizure", f"it is {row.state}", "See how it stands, and begin anew where it is over",
        code="seizures.joint.state",
    )  # fmt: skip
