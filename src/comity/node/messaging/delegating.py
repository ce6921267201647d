"""Who has a conversation: given to a person with words, taken, handed on."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from comity.exchange.texts import cleaned
from comity.kernel import InvalidInput, Refused
from comity.node.accounts.models import User
from comity.node.audit.operations import record
from comity.node.messaging.models import Conversation, Handover
from comity.node.messaging.threads import lock
from comity.node.messaging.visibility import conversation_row
from comity.node.permissions import MAY, Action, Actor, Role, require
from comity.node.runtime import clock

LONGEST = 2000


@transaction.atomic
def hand_over(*, actor: Actor, conversation_id: str, user_id: str, words: str = "") -> Handover:
    """This function gives a conversation to a person, who answers for it from now on.

    Args:
        actor: who has it; anybody who may read it where nobody has; a supervisor always.
        conversation_id: that the actor may read.
        user_id: who gets it; the actor itself to take it.
        words: why, and what is to be done.

    Raises:
        Refused: the actor may not, or another person has it.
        Missing: no such conversation for the actor.
        InvalidInput: this person may not work on it.
    """
    require(actor, Action.CONVERSATION_ASSIGN)
    row = lock(conversation_row(actor, conversation_id))
    if row.assigned_to not in {"", actor.user_id} and actor.role is not Role.SUPERVISOR:
        raise Refused(
            "Conversation", "another person has it", "Ask that person, or a supervisor", code="messaging.handover.other"
        )
    if not able(row).filter(id=user_id).exists():
        raise InvalidInput(
            "Person",
            "this account does not work on it",
            "Choose a member of its case, or add the person to the case first",
            code="messaging.handover.person",
        )
    made = Handover.objects.create(
        conversation=row, before=row.assigned_to, to=user_id, by=actor.user_id, words=cleaned(words)[:LONGEST],
        at=clock().now(),
    )  # fmt: skip
    row.assigned_to = user_id
    row.save(update_fields=["assigned_to"])
    record(
        actor=actor,
        event="messaging.conversation.handed-over",
        objects=[row.id, row.wire_id, user_id],
        details={"before": made.before, "words": made.words},
    )
    return made


def able(conversation: Conversation) -> QuerySet[User]:
    """This function returns the people who can have a conversation: who may answer, on its case where it has one."""
    roles = [role.value for role in MAY[Action.REPLY_SEND]]
    people = User.objects.filter(is_active=True, role__in=roles).order_by("name")
    if conversation.case_id is None:
        return people
    return people.filter(Q(role=Role.SUPERVISOR) | Q(cases=conversation.case_id)).distinct()
