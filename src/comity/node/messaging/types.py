"""How each type of message leaves this node: who may send it, what it begins, whether a second person looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.node.permissions import Action
from comity.node.runtime import config


@dataclass(frozen=True, slots=True)
class Leaving:
    """How one type leaves.

    Args:
        action: what the sender must be allowed to do.
        begins: whether it may begin a conversation.
        of_case: whether the action is one of a case, so that only its members may.
        approved: whether an agency may want a supervisor's approval for it; notices of the node leave at once.
    """

    action: Action
    begins: bool = False
    of_case: bool = False
    approved: bool = True


LEAVING: Mapping[str, Leaving] = {
    "request": Leaving(Action.REQUEST_SEND, begins=True, of_case=True),
    "reply": Leaving(Action.REPLY_SEND),
    "spontaneous": Leaving(Action.SHARE, begins=True, of_case=True),
    "feedback": Leaving(Action.REPLY_SEND),
    "alert": Leaving(Action.SHARE, begins=True, of_case=True),
    "alert-cancellation": Leaving(Action.SHARE, of_case=True),
    "consent-request": Leaving(Action.REQUEST_SEND, begins=True, of_case=True),
    "consent-answer": Leaving(Action.REPLY_SEND),
    "correction": Leaving(Action.RECALL_SEND, begins=True),
    "withdrawal": Leaving(Action.RECALL_SEND, begins=True),
    "deletion-confirmed": Leaving(Action.RECALL_SEND, begins=True, approved=False),
    "operation-proposal": Leaving(Action.REQUEST_SEND, begins=True, of_case=True),
    "operation-answer": Leaving(Action.REPLY_SEND),
    "operation-plan": Leaving(Action.REPLY_SEND),
    "operation-result": Leaving(Action.REPLY_SEND),
    "joint-seizure": Leaving(Action.JOINT_SEIZURE_SEND, begins=True),
    "joint-seizure-answer": Leaving(Action.JOINT_SEIZURE_SEND),
    "aggregates": Leaving(Action.PICTURE_SHARE, begins=True, approved=False),
    "card": Leaving(Action.NOTICE_SEND, begins=True, approved=False),
    "key-change": Leaving(Action.NOTICE_SEND, begins=True, approved=False),
    "read": Leaving(Action.NOTICE_SEND, approved=False),
    "not-understood": Leaving(Action.NOTICE_SEND, approved=False),
}
"""Every type but the tombstone, which is no message of its own but stands for one."""

NOTICES = frozenset({"read", "tombstone", "not-understood", "card", "key-change"})
"""Types that nodes write by themselves; a list of what people said leaves them out."""


def needs_approval(message_type: str) -> bool:
    """This function tells whether the agency wants a supervisor's approval before a type leaves.

    ``four_eyes`` is true for requests alone, or names the types.
    """
    wanted = config().four_eyes
    if not LEAVING[message_type].approved:
        return False
    return message_type in wanted if isinstance(wanted, tuple) else wanted and message_type == "request"
