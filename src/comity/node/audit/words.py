"""Events in plain words. An event that is not here is shown by its name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "accounts.user.changed": _("An account was changed"),
    "accounts.user.created": _("An account was made"),
    "audit.alarm.closed": _("An alarm was closed"),
    "audit.alarm.raised": _("An alarm was raised"),
    "audit.details.erased": _("Details of entries were erased"),
    "audit.heads.exchanged": _("Heads were exchanged with a partner"),
    "audit.ledger.read": _("The ledger was read"),
    "audit.log.started": _("A log began"),
    "audit.recovery.begun": _("Recovery began: nothing is sent"),
    "cases.case.closed": _("A case was closed"),
    "cases.case.opened": _("A case was opened"),
    "cases.duty.recorded": _("A standing duty was recorded"),
    "cases.instrument.recorded": _("A legal basis was recorded"),
    "cases.member.added": _("A person was added to a case"),
    "cases.member.removed": _("A person left a case"),
    "cases.period.ended": _("A working period ended"),
    "cases.period.started": _("A working period began"),
    "desk.session.closed": _("Somebody signed out"),
    "desk.session.opened": _("Somebody signed in"),
    "holdings.exported": _("Holdings were exported"),
    "holdings.holding.erased": _("A holding was erased"),
    "holdings.holding.read": _("A holding was read"),
    "holdings.holding.recorded": _("A holding was recorded"),
    "holdings.import.checked": _("An import was checked"),
    "holdings.import.done": _("An import was done"),
    "holdings.import.queued": _("An import was begun"),
    "holdings.import.undone": _("An import was undone"),
    "holdings.list.read": _("A list of holdings was read"),
    "holdings.retention.ended": _("Holdings reached the end of their retention"),
    "holdings.statements.expired": _("Statements reached the end of their retention"),
    "holdings.subjects.merged": _("Subjects were merged"),
    "holdings.subjects.unmerged": _("Subjects were separated again"),
    "matching.check.answered": _("A partner's check was answered"),
    "matching.check.done": _("A check was done"),
    "matching.delta.made": _("Changes of an index were made ready"),
    "matching.epoch.begun": _("An epoch of the index began"),
    "matching.epoch.ended": _("An epoch of the index ended"),
    "matching.index.made": _("An index was made for a partner"),
    "matching.index.received": _("A partner's index was received"),
    "matching.live.changed": _("A live check found a change"),
    "partners.address.accepted": _("A partner's new address was accepted"),
    "partners.card.added": _("A partner's card was added"),
    "partners.card.issued": _("A card of this node was issued"),
    "partners.card.taken": _("A partner's newer card was taken"),
    "partners.group.set": _("A partner was put into a visibility group"),
    "partners.group.written": _("A visibility group was written"),
    "partners.identity.offered": _("A partner offered a new identity"),
    "partners.identity.replaced": _("This node's identity key was replaced"),
    "partners.key.revoked": _("A partner's key was revoked"),
    "partners.partner.accepted": _("A partner was accepted"),
    "partners.partner.frozen": _("The channel to a partner was frozen"),
    "partners.partner.resumed": _("The channel to a partner was opened again"),
    "partners.partner.suspended": _("A partner was suspended"),
    "partners.sealing.rotated": _("The sealing key was replaced"),
    "partners.signing.replaced": _("The signing key was replaced"),
}


def event_in_words(event: str) -> str:
    """This function says what an event is."""
    return str(EVENTS.get(event, event))
