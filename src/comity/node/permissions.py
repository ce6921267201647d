"""Who may act: a table of role, action and membership of the case. What a state allows is said elsewhere.

`require` is the first line of every operation. An action that touches people names its purpose and its case or standing
duty; without them the answer is no, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from comity.kernel import Refused


class Role(StrEnum):
    """What a person is in the agency."""

    OFFICER = "officer"
    ANALYST = "analyst"
    VICTIM_WORKER = "victim-worker"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Action(StrEnum):
    """What can be done at a node."""

    HOLDING_LIST = "holding.list"
    HOLDING_READ = "holding.read"
    HOLDING_WRITE = "holding.write"
    HOLDING_IMPORT = "holding.import"
    HOLDING_MERGE = "holding.merge"
    HOLDING_EXPORT = "holding.export"
    HOLDING_ERASE = "holding.erase"
    VICTIM_READ = "victim.read"
    VICTIM_WRITE = "victim.write"
    OPENING_DECIDE = "opening.decide"
    CASE_LIST = "case.list"
    CASE_OPEN = "case.open"
    CASE_CHANGE = "case.change"
    INSTRUMENT_WRITE = "instrument.write"
    EMERGENCY_STATE = "emergency.state"
    EMERGENCY_REVIEW = "emergency.review"
    EMERGENCY_READ = "emergency.read"
    CHECK = "check"
    CHECK_ANSWER = "check.answer"
    HIT_DECIDE = "hit.decide"
    CONVERSATION_READ = "conversation.read"
    REQUEST_SEND = "request.send"
    REQUEST_APPROVE = "request.approve"
    REPLY_SEND = "reply.send"
    SHARE = "information.share"
    RECALL_SEND = "recall.send"
    NOTICE_SEND = "notice.send"
    CONVERSATION_ASSIGN = "conversation.assign"
    DEADLINE_WRITE = "deadline.write"
    ITEM_READ = "item.read"
    ITEM_GIVE = "item.give"
    ITEM_DERIVE = "item.derive"
    ITEM_PRINT = "item.print"
    ITEM_EXPORT = "item.export"
    ITEM_TIGHTEN = "item.tighten"
    ITEM_LOOSEN = "item.loosen"
    SEIZURE_READ = "seizure.read"
    SEIZURE_WRITE = "seizure.write"
    SEIZURE_VERIFY = "seizure.verify"
    SEIZURE_IMPORT = "seizure.import"
    SEIZURE_EXPORT = "seizure.export"
    CUSTODY_WRITE = "custody.write"
    JOINT_SEIZURE_SEND = "joint-seizure.send"
    PROSECUTION_READ = "prosecution.read"
    PROSECUTION_WRITE = "prosecution.write"
    CAMPAIGN_READ = "campaign.read"
    CAMPAIGN_WRITE = "campaign.write"
    ACTIVITY_WRITE = "activity.write"
    PICTURE_READ = "picture.read"
    PICTURE_READ_WHOLE = "picture.read-whole"
    PICTURE_EXPORT = "picture.export"
    PICTURE_SHARE = "picture.share"
    REPORTING_WRITE = "reporting.write"
    PLACE_READ = "place.read"
    PLACE_LOAD = "place.load"
    MESSAGE_RECEIVE = "message.receive"
    PARTNER_READ = "partner.read"
    PARTNER_ADD = "partner.add"
    PARTNER_ACCEPT = "partner.accept"
    PARTNER_SUSPEND = "partner.suspend"
    GROUP_WRITE = "group.write"
    LEDGER_READ = "ledger.read"
    BROWSING_READ = "browsing.read"
    BROWSING_REVIEW = "browsing.review"
    FISHING_READ = "fishing.read"
    FISHING_REVIEW = "fishing.review"
    LEDGER_RECOVER = "ledger.recover"
    USER_MANAGE = "user.manage"
    INTERFACE_MANAGE = "interface.manage"
    NODE_OPERATE = "node.operate"


class Need(Enum):
    """What a role needs besides itself."""

    NOTHING = 0
    MEMBERSHIP = 1


_free, _member = Need.NOTHING, Need.MEMBERSHIP
_officer, _analyst, _worker, _supervisor = Role.OFFICER, Role.ANALYST, Role.VICTIM_WORKER, Role.SUPERVISOR
_auditor, _admin, _system = Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM

MAY: dict[Action, dict[Role, Need]] = {
    Action.HOLDING_LIST: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free},
    Action.HOLDING_READ: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free, _system: _free},
    Action.HOLDING_WRITE: {_officer: _member, _supervisor: _member, _worker: _member, _system: _free},
    Action.HOLDING_IMPORT: {_officer: _member, _supervisor: _member, _worker: _member},
    Action.HOLDING_MERGE: {_officer: _member, _analyst: _member, _supervisor: _member},
    Action.HOLDING_EXPORT: {_supervisor: _member},
    Action.HOLDING_ERASE: {_supervisor: _member, _system: _free},
    Action.VICTIM_READ: {_worker: _member},
    Action.VICTIM_WRITE: {_worker: _member},
    Action.OPENING_DECIDE: {_worker: _member, _supervisor: _free},
    Action.CASE_LIST: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free},
    Action.CASE_OPEN: {_officer: _free, _supervisor: _free, _worker: _free},
    Action.CASE_CHANGE: {_officer: _member, _supervisor: _free, _worker: _member},
    Action.INSTRUMENT_WRITE: {_supervisor: _free, _admin: _free},
    Action.EMERGENCY_STATE: {_officer: _member, _supervisor: _member},
    Action.EMERGENCY_REVIEW: {_supervisor: _free},
    Action.EMERGENCY_READ: {_officer: _free, _supervisor: _free, _auditor: _free},
    Action.CHECK: {_officer: _member, _analyst: _member, _supervisor: _member, _system: _free},
    Action.CHECK_ANSWER: {_system: _free},
    Action.HIT_DECIDE: {_officer: _member, _analyst: _member, _supervisor: _member},
    Action.CONVERSATION_READ: {_officer: _free, _supervisor: _free, _analyst: _free},
    Action.REQUEST_SEND: {_officer: _member, _supervisor: _member},
    Action.REQUEST_APPROVE: {_supervisor: _free},
    Action.REPLY_SEND: {_officer: _free, _supervisor: _free},
    Action.SHARE: {_officer: _member, _supervisor: _member},
    Action.RECALL_SEND: {_officer: _member, _supervisor: _free, _system: _free},
    Action.NOTICE_SEND: {_system: _free, _officer: _free, _supervisor: _free, _analyst: _free},
    Action.CONVERSATION_ASSIGN: {_officer: _free, _supervisor: _free},
    Action.DEADLINE_WRITE: {_supervisor: _free, _admin: _free},
    Action.ITEM_READ: {_officer: _free, _supervisor: _free, _analyst: _free},
    Action.ITEM_GIVE: {_officer: _free, _supervisor: _free},
    Action.ITEM_DERIVE: {_officer: _member, _supervisor: _member},
    Action.ITEM_PRINT: {_officer: _free, _supervisor: _free, _analyst: _free},
    Action.ITEM_EXPORT: {_officer: _member, _supervisor: _member},
    Action.ITEM_TIGHTEN: {_officer: _free, _supervisor: _free},
    Action.ITEM_LOOSEN: {_supervisor: _free, _system: _free},
    Action.SEIZURE_READ: {_officer: _free, _analyst: _free, _supervisor: _free},
    Action.SEIZURE_WRITE: {_officer: _member, _supervisor: _member},
    Action.SEIZURE_VERIFY: {_supervisor: _free},
    Action.SEIZURE_IMPORT: {_officer: _member, _analyst: _member, _supervisor: _member},
    Action.SEIZURE_EXPORT: {_analyst: _free, _supervisor: _free},
    Action.CUSTODY_WRITE: {_officer: _member, _supervisor: _member},
    Action.JOINT_SEIZURE_SEND: {_officer: _member, _supervisor: _member},
    Action.PROSECUTION_READ: {_officer: _free, _analyst: _free, _supervisor: _free},
    Action.PROSECUTION_WRITE: {_officer: _member, _supervisor: _member},
    Action.CAMPAIGN_READ: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free},
    Action.CAMPAIGN_WRITE: {_supervisor: _free},
    Action.ACTIVITY_WRITE: {_officer: _free, _supervisor: _free, _worker: _free},
    Action.PICTURE_READ: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free, _auditor: _free},
    Action.PICTURE_READ_WHOLE: {_analyst: _free, _supervisor: _free},
    Action.PICTURE_EXPORT: {_analyst: _free, _supervisor: _free},
    Action.PICTURE_SHARE: {_supervisor: _free},
    Action.REPORTING_WRITE: {_analyst: _free, _supervisor: _free},
    Action.PLACE_READ: {_officer: _free, _analyst: _free, _supervisor: _free, _worker: _free, _admin: _free},
    Action.PLACE_LOAD: {_supervisor: _free, _admin: _free},
    Action.MESSAGE_RECEIVE: {_system: _free},
    Action.PARTNER_READ: {
        _officer: _free,
        _analyst: _free,
        _supervisor: _free,
        _admin: _free,
        _auditor: _free,
        _worker: _free,
    },
    Action.PARTNER_ADD: {_supervisor: _free, _admin: _free},
    Action.PARTNER_ACCEPT: {_supervisor: _free, _admin: _free},
    Action.PARTNER_SUSPEND: {_supervisor: _free, _admin: _free, _system: _free},
    Action.GROUP_WRITE: {_supervisor: _free, _admin: _free},
    Action.LEDGER_READ: {_auditor: _free},
    Action.BROWSING_READ: {_supervisor: _free, _auditor: _free},
    Action.BROWSING_REVIEW: {_supervisor: _free},
    Action.FISHING_READ: {_supervisor: _free, _auditor: _free, _admin: _free},
    Action.FISHING_REVIEW: {_supervisor: _free},
    Action.LEDGER_RECOVER: {_supervisor: _free, _admin: _free},
    Action.USER_MANAGE: {_admin: _free},
    Action.INTERFACE_MANAGE: {_admin: _free},
    Action.NODE_OPERATE: {_admin: _free, _system: _free},
}
"""The whole table. A role that an action does not name may not."""

NEEDS_PURPOSE = frozenset({
    Action.HOLDING_LIST, Action.HOLDING_READ, Action.HOLDING_WRITE, Action.HOLDING_IMPORT, Action.HOLDING_MERGE,
    Action.HOLDING_EXPORT, Action.HOLDING_ERASE, Action.VICTIM_READ, Action.VICTIM_WRITE, Action.OPENING_DECIDE,
    Action.CHECK,
    Action.HIT_DECIDE, Action.REQUEST_SEND, Action.REPLY_SEND, Action.SHARE, Action.RECALL_SEND,
    Action.EMERGENCY_STATE, Action.SEIZURE_READ, Action.SEIZURE_WRITE, Action.SEIZURE_VERIFY, Action.SEIZURE_IMPORT,
    Action.SEIZURE_EXPORT, Action.CUSTODY_WRITE, Action.JOINT_SEIZURE_SEND, Action.PROSECUTION_READ,
    Action.PROSECUTION_WRITE,
})  # fmt: skip
"""Actions that name a purpose and a case or standing duty, or are not done. The system acts under its own rules."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and why.

    Args:
        user_id: the account's random id, which stands in the ledger; ``system`` for the worker.
        name: as the pages show it.
        role: what the person is in the agency.
        purpose: a `comity.kernel.purposes.Purpose`, or empty before a working period is stated.
        case_id: the case of the working period, or None.
        duty_id: the standing duty of the working period, or None.
        instrument_id: the legal basis of the working period, or None.
    """

    user_id: str
    name: str
    role: Role
    purpose: str = ""
    case_id: str | None = None
    duty_id: str | None = None
    instrument_id: str | None = None

    @property
    def has_purpose(self) -> bool:
        """This function tells whether the actor stated a purpose, and a case or a standing duty."""
        return bool(self.purpose and (self.case_id or self.duty_id))


SYSTEM = Actor(user_id="system", name="system", role=Role.SYSTEM)
"""The node itself: its worker and what it does for a partner."""


def may(actor: Actor, action: Action, *, member: bool = False) -> bool:
    """This function tells whether the table and the stated purpose let an actor do something.

    Args:
        actor: who.
        action: what.
        member: whether the actor is a member of the case that the action concerns.
    """
    need = MAY[action].get(actor.role)
    if need is None or (need is Need.MEMBERSHIP and not member):
        return False
    return actor.role is Role.SYSTEM or action not in NEEDS_PURPOSE or actor.has_purpose


def require(actor: Actor, action: Action, *, member: bool = False) -> None:
    """This function lets an action pass or says why not.

    Raises:
        Refused: ``permissions.role``, ``permissions.membership`` or ``permissions.purpose``.
    """
    need = MAY[action].get(actor.role)
    if need is None:
        roles = ", ".join(sorted(r.value for r in MAY[action] if r is not Role.SYSTEM)) or "nobody"
        raise Refused(
            action.value,
            f"the role {actor.role.value} may not do this",
            f"These roles may: {roles}",
            code="permissions.role",
        )
    if action in NEEDS_PURPOSE:
        require_purpose(actor, action)
    if need is Need.MEMBERSHIP and not member:
        raise Refused(
            action.value,
            "this needs membership of the case",
            "Ask a member or a supervisor to add you",
            code="permissions.membership",
        )


def require_purpose(actor: Actor, action: Action) -> None:
    """This function lets an actor pass who stated a purpose, and a case or standing duty; the system acts by its rules.

    Raises:
        Refused: ``permissions.purpose``.
    """
    if actor.role is not Role.SYSTEM and not actor.has_purpose:
        raise Refused(
            action.value,
            "no purpose is stated",
            "State a purpose and a case or standing duty first",
            code="permissions.purpose",
        )
