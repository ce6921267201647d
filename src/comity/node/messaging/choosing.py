"""What an officer can write, in plain words, and where."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.permissions import MAY, Action, Actor


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing to do.

    Args:
        route: name of the URL where it is done, or where its object is chosen.
        title: what it is called.
        words: when one does it.
        icon: the sign before it.
        action: who may do this sees it.
        query: what the address is given.
    """

    route: str
    title: str | Promise
    words: str | Promise
    icon: str
    action: Action
    query: str = ""

    @property
    def url(self) -> str:
        """This function returns the address; empty where the slice is not there."""
        try:
            return reverse(self.route) + self.query
        except NoReverseMatch:
            return ""


BEGINNINGS: tuple[Doing, ...] = (
    Doing(
        "messaging:ask", _("Ask"), _("You need to know something that a partner may hold."), "check",
        Action.REQUEST_SEND,
    ),
    Doing(
        "messaging:share", _("Share without being asked"), _("You know something that a partner should know."),
        "sent", Action.SHARE,
    ),
    Doing(
        "messaging:warn", _("Warn"), _("Partners should look out for a person, a vehicle, a document, a substance."),
        "alarm", Action.SHARE,
    ),
    Doing(
        "messaging:propose", _("Propose to act together"),
        _("Assistance, a joint operation, a controlled delivery, a joint team."), "people", Action.REQUEST_SEND,
    ),
)  # fmt: skip
"""What begins a conversation."""
FOLLOWINGS: tuple[Doing, ...] = (
    Doing(
        "messaging:list", _("Answer, agree or decline"), _("Choose the conversation in which you were asked."),
        "conversation", Action.REPLY_SEND, "?waiting=1",
    ),
    Doing(
        "messaging:alerts", _("Cancel an alert"), _("Choose the alert that no longer holds."), "refused", Action.SHARE,
    ),
    Doing(
        "items:list", _("Ask consent, or say whether an item was useful"),
        _("Choose the item that a partner gave you."), "key", Action.REPLY_SEND,
    ),
    Doing(
        "items:list", _("Correct or take back what you gave"), _("Choose the item. Everybody who has it is told."),
        "back", Action.RECALL_SEND, "?given=1",
    ),
    Doing(
        "messaging:consents", _("Grant or refuse consent"), _("Choose what a partner wants to do with our item."),
        "read", Action.REPLY_SEND,
    ),
    Doing(
        "messaging:list", _("Plan an operation, or tell its result"), _("Choose the operation."), "case",
        Action.REPLY_SEND, "?kind=operation",
    ),
)  # fmt: skip
"""What belongs to something that is there already."""


def doings(actor: Actor) -> dict[str, list[Doing]]:
    """This function returns what a person may write: what begins something, and what belongs to something."""
    return {"begin": _open(actor, BEGINNINGS), "follow": _open(actor, FOLLOWINGS)}


def _open(actor: Actor, every: tuple[Doing, ...]) -> list[Doing]:
    return [each for each in every if actor.role in MAY[each.action] and each.url]
