"""Which conversations a person may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.exchange.conversations import Kind
from comity.kernel import Missing
from comity.node.cases.models import CaseMember
from comity.node.messaging.models import OURS, THEIRS, Conversation, Message
from comity.node.permissions import Action, Actor, Role, require


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """This function returns the conversations that the actor may read.

    Those of its cases, those it wrote in, those it was given, and what partners began and nobody took into a case. What
    this node tells by itself of its card and keys is no conversation of people.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.CONVERSATION_READ)
    rows = Conversation.objects.select_related("partner", "case").exclude(kind=Kind.OTHER, begun_by=OURS)
    if actor.role is not Role.SUPERVISOR:
        # Nothing is joined, so that what is counted in these conversations is all that is in them.
        mine = Q(case__in=CaseMember.objects.filter(user_id=actor.user_id).values("case"))
        mine |= Q(id__in=Message.objects.filter(author=actor.user_id).values("conversation"))
        mine |= Q(assigned_to=actor.user_id)
        rows = rows.filter(mine | Q(case=None, begun_by=THEIRS))
    return rows


def conversation_row(actor: Actor, conversation_id: str) -> Conversation:
    """This function returns one conversation that the actor may read.

    Raises:
        Missing: there is none with this id for the actor.
    """
    row = conversations(actor).filter(id=conversation_id).first()
    if row is None:
        raise Missing("Conversation", "there is none with this id that you may read", code="messaging.missing")
    return row
