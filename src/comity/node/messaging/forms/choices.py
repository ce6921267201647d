"""What the fields of a message can be, in words that a tired officer understands at once."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.exchange.contents import (
    Agreement,
    Category,
    Consented,
    CopyKind,
    Danger,
    Ground,
    KeyChangeReason,
    OperationKind,
    OperationOutcome,
    Passed,
    Status,
    Treated,
    Urgency,
    UsedIn,
    WithdrawalReason,
)
from comity.kernel import Handling, Pap, Tlp
from comity.node.partners.models import ROLE_NAMES
from comity.subjects.model import Role, Schema

Choices = list[tuple[str, str | Promise]]

SCHEMAS = [
    (Schema.PERSON.value, _("person")),
    (Schema.ORGANIZATION.value, _("organisation")),
    (Schema.COMPANY.value, _("company")),
    (Schema.VEHICLE.value, _("vehicle")),
    (Schema.VESSEL.value, _("vessel")),
    (Schema.ACCOUNT.value, _("bank account")),
    (Schema.WALLET.value, _("wallet")),
    (Schema.UNKNOWN.value, _("person or organisation")),
]
ROLES = [(r.value, ROLE_NAMES[r]) for r in Role]
PROPERTIES = {
    "name": _("Name"),
    "birthDate": _("Date of birth"),
    "nationality": _("Nationality"),
    "passportNumber": _("Passport"),
    "idNumber": _("Identity card"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "accountNumber": _("Account"),
    "registrationNumber": _("Plate or registration"),
}
URGENCIES = [
    (Urgency.ROUTINE.value, _("routine: 7 days")),
    (Urgency.URGENT.value, _("urgent: 3 days")),
    (Urgency.URGENT_HELD.value, _("urgent and directly held: 8 hours")),
]
STATUSES = [
    (Status.FULL.value, _("full answer")),
    (Status.PARTIAL.value, _("answer in part")),
    (Status.NOTHING_HELD.value, _("nothing held")),
    (Status.ACKNOWLEDGED.value, _("acknowledged, the answer follows")),
    (Status.CLARIFICATION.value, _("clarification needed")),
    (Status.REFUSED.value, _("refused")),
    (Status.REDIRECTED.value, _("redirected to who is competent")),
]
GROUNDS = [
    ("", "—"),
    (Ground.NO_LEGAL_BASIS.value, _("no legal basis")),
    (Ground.DUAL_CRIMINALITY.value, _("lack of dual criminality")),
    (Ground.SOVEREIGNTY.value, _("sovereignty or security")),
    (Ground.ONGOING.value, _("ongoing investigation or safety of a person")),
    (Ground.HUMAN_RIGHTS.value, _("risk to human rights")),
    (Ground.DISPROPORTIONATE.value, _("disproportionate or not specific")),
    (Ground.THIRD_PARTY.value, _("a third party has not consented")),
    (Ground.COMPETENCE.value, _("outside the competence")),
    (Ground.OTHER.value, _("other, in words")),
]
HANDLING = [
    (Handling.H1.value, _("H1: not as evidence without our permission")),
    (Handling.H2.value, _("H2: no dissemination without our permission")),
    (Handling.H3.value, _("H3: another restriction, in words")),
]
TLPS = [
    (Tlp.RED.value, _("RED: only who reads this message")),
    (Tlp.AMBER_STRICT.value, _("AMBER+STRICT: that agency only")),
    (Tlp.AMBER.value, _("AMBER: that agency and whom it serves")),
    (Tlp.GREEN.value, _("GREEN: every agency of the field")),
    (Tlp.CLEAR.value, _("CLEAR: everybody")),
]
"""Who may see it, strictest first (FIRST TLP 2.0, said plainly)."""
PAPS = [
    (Pap.RED.value, _("RED: reading only")),
    (Pap.AMBER.value, _("AMBER: checks in own records")),
    (Pap.GREEN.value, _("GREEN: steps that may be noticed")),
    (Pap.CLEAR.value, _("CLEAR: every lawful step")),
]
"""What may be done with it, strictest first (MISP's PAP, said plainly)."""
SOURCES = [
    ("A", _("A: reliable in every case")),
    ("B", _("B: mostly reliable")),
    ("C", _("C: mostly not reliable")),
    ("X", _("X: cannot be assessed")),
]
INFORMATION = [
    ("1", _("1: not in doubt")),
    ("2", _("2: known to the source itself")),
    ("3", _("3: not so, but corroborated")),
    ("4", _("4: neither")),
]
YES_NO: Choices = [("yes", _("yes")), ("no", _("no"))]
USED_IN: Choices = [
    (UsedIn.INTELLIGENCE.value, _("intelligence")),
    (UsedIn.CHECK.value, _("a check at the border")),
    (UsedIn.OPERATION.value, _("an operation")),
    (UsedIn.INVESTIGATION.value, _("an investigation")),
    (UsedIn.PROSECUTION.value, _("a prosecution")),
    (UsedIn.TRIAL.value, _("a trial")),
    (UsedIn.PREVENTION.value, _("preventing a crime")),
    (UsedIn.PROTECTION.value, _("protecting a person")),
    (UsedIn.NOTHING.value, _("nothing, it was not used")),
    (UsedIn.OTHER.value, _("something else")),
]
CATEGORIES: Choices = [
    (Category.PERSON.value, pgettext_lazy("alert", "person")),
    (Category.VEHICLE.value, pgettext_lazy("alert", "vehicle")),
    (Category.VESSEL.value, pgettext_lazy("alert", "vessel")),
    (Category.CONTAINER.value, pgettext_lazy("alert", "container")),
    (Category.DOCUMENT.value, pgettext_lazy("alert", "document")),
    (Category.SUBSTANCE.value, pgettext_lazy("alert", "substance")),
    (Category.METHOD.value, pgettext_lazy("alert", "method")),
    (Category.ACCOUNT.value, pgettext_lazy("alert", "account")),
]
DANGERS: Choices = [
    (Danger.NONE_KNOWN.value, _("none is known")),
    (Danger.POSSIBLE.value, _("possible")),
    (Danger.KNOWN.value, _("known")),
]
OPERATIONS: Choices = [
    (OperationKind.ASSISTANCE.value, _("assistance")),
    (OperationKind.JOINT.value, _("a joint operation")),
    (OperationKind.CONTROLLED_DELIVERY.value, _("a controlled delivery")),
    (OperationKind.JOINT_TEAM.value, _("a joint team")),
]
AGREEMENTS: Choices = [
    (Agreement.AGREED.value, _("agree")),
    (Agreement.CHANGES.value, _("want changes first")),
    (Agreement.REFUSED.value, _("decline")),
]
AGREED: Choices = [
    (Agreement.AGREED.value, _("agrees")),
    (Agreement.CHANGES.value, _("wants changes first")),
    (Agreement.REFUSED.value, _("declines")),
]
OUTCOMES: Choices = [
    (OperationOutcome.DONE.value, _("done")),
    (OperationOutcome.PARTLY.value, _("done in part")),
    (OperationOutcome.CALLED_OFF.value, _("called off")),
]
CONSENTED: Choices = [
    (Consented.GRANTED.value, _("granted")),
    (Consented.REFUSED.value, _("refused")),
]
WITHDRAWAL_REASONS: Choices = [
    (WithdrawalReason.WRONG.value, _("it is wrong")),
    (WithdrawalReason.NO_LONGER_VALID.value, _("it is no longer valid")),
    (WithdrawalReason.UNLAWFUL.value, _("it may not be held by law")),
    (WithdrawalReason.RETENTION.value, _("the time for keeping it has ended")),
    (WithdrawalReason.SAFETY.value, _("the safety of a person")),
    (WithdrawalReason.OTHER.value, _("another reason")),
]
COPIES: Choices = [
    (CopyKind.ITEM.value, pgettext_lazy("copy", "item")),
    (CopyKind.HOLDING.value, pgettext_lazy("copy", "record")),
    (CopyKind.STATEMENT.value, pgettext_lazy("copy", "statement")),
    (CopyKind.INDEX.value, pgettext_lazy("copy", "index")),
    (CopyKind.EXPORT.value, pgettext_lazy("copy", "export")),
    (CopyKind.PRINT.value, pgettext_lazy("copy", "print")),
    (CopyKind.REPORT.value, pgettext_lazy("copy", "report")),
    (CopyKind.WEBHOOK.value, pgettext_lazy("copy", "sent to our own systems")),
    (CopyKind.BACKUP.value, pgettext_lazy("copy", "backup")),
]
TREATED: Choices = [
    (Treated.DELETED.value, pgettext_lazy("copy", "deleted")),
    (Treated.CORRECTED.value, pgettext_lazy("copy", "corrected")),
    (Treated.MARKED.value, pgettext_lazy("copy", "stays, marked as withdrawn")),
    (Treated.NOT_REACHED.value, pgettext_lazy("copy", "not reached")),
]
PASSED: Choices = [
    (Passed.CONFIRMED.value, _("has confirmed")),
    (Passed.WAITING.value, _("has not answered yet")),
    (Passed.UNREACHABLE.value, _("cannot be reached")),
]
KEY_REASONS: Choices = [
    (KeyChangeReason.ROTATION.value, _("renewed as planned")),
    (KeyChangeReason.COMPROMISE.value, _("it may have fallen into other hands")),
]
