"""What types of message, standings of conversations and duties are called on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.exchange.contents import Completeness, Dataset, JointAnswer, JointGround, SeizedKind
from comity.exchange.conversations import Duty, Kind, Stage

TYPES: dict[str, str | Promise] = {
    "request": _("Request"),
    "reply": _("Reply"),
    "spontaneous": _("Shared without being asked"),
    "alert": _("Alert"),
    "alert-cancellation": _("The alert is cancelled"),
    "feedback": _("Feedback on an item"),
    "consent-request": _("Consent is asked"),
    "consent-answer": _("Answer about consent"),
    "correction": _("An item is corrected"),
    "withdrawal": _("An item is taken back"),
    "deletion-confirmed": _("What was done with the copies"),
    "operation-proposal": _("Proposal to act together"),
    "operation-plan": _("Plan"),
    "operation-answer": _("Answer to a proposal or plan"),
    "operation-result": _("Result"),
    "joint-seizure": _("A seizure is said to be joint"),
    "joint-seizure-answer": _("Answer about a joint seizure"),
    "aggregates": _("What a country counts"),
    "card": _("A new card"),
    "key-change": _("A new identity key"),
    "not-understood": _("Not understood"),
}
"""Each type as the head of its message."""

KINDS: dict[str, str | Promise] = {
    Kind.REQUEST: pgettext_lazy("conversation", "request"),
    Kind.SPONTANEOUS: pgettext_lazy("conversation", "shared information"),
    Kind.ALERT: pgettext_lazy("conversation", "alert"),
    Kind.CONSENT: pgettext_lazy("conversation", "consent"),
    Kind.RECALL: pgettext_lazy("conversation", "correction or withdrawal"),
    Kind.OPERATION: pgettext_lazy("conversation", "acting together"),
    Kind.JOINT_SEIZURE: pgettext_lazy("conversation", "joint seizure"),
    Kind.PICTURE: pgettext_lazy("conversation", "shared picture"),
    Kind.OTHER: pgettext_lazy("conversation", "other"),
}
"""What a conversation is about."""

STANDINGS: dict[str, str | Promise] = {
    "": pgettext_lazy("standing", "begun"),
    Stage.NEW: pgettext_lazy("standing", "begun"),
    Stage.ASKED: pgettext_lazy("standing", "waits for an answer"),
    Stage.ACKNOWLEDGED: pgettext_lazy("standing", "acknowledged"),
    Stage.UNCLEAR: pgettext_lazy("standing", "a question came back"),
    Stage.PARTLY: pgettext_lazy("standing", "done in part"),
    Stage.ANSWERED: pgettext_lazy("standing", "answered"),
    Stage.REFUSED: pgettext_lazy("standing", "refused"),
    Stage.REDIRECTED: pgettext_lazy("standing", "another agency was named"),
    Stage.NOT_UNDERSTOOD: pgettext_lazy("standing", "not understood by its node"),
    Stage.SHARED: pgettext_lazy("standing", "shared"),
    Stage.ACTIVE: pgettext_lazy("standing", "in force"),
    Stage.MET: pgettext_lazy("standing", "it was seen"),
    Stage.CANCELLED: pgettext_lazy("standing", "cancelled"),
    Stage.ENDED: pgettext_lazy("standing", "its time is over"),
    Stage.GRANTED: pgettext_lazy("standing", "consent granted"),
    Stage.REVOKED: pgettext_lazy("standing", "consent taken back"),
    Stage.RECALLED: pgettext_lazy("standing", "copies are being treated"),
    Stage.COMPLETE: pgettext_lazy("standing", "every copy is treated"),
    Stage.PROPOSED: pgettext_lazy("standing", "proposed"),
    Stage.CHANGES_WANTED: pgettext_lazy("standing", "changes are wanted"),
    Stage.AGREED: pgettext_lazy("standing", "agreed"),
    Stage.PLANNED: pgettext_lazy("standing", "the plan waits for an answer"),
    Stage.PLAN_CHANGES_WANTED: pgettext_lazy("standing", "changes of the plan are wanted"),
    Stage.RUNNING: pgettext_lazy("standing", "the plan is agreed"),
    Stage.DONE: pgettext_lazy("standing", "done"),
    Stage.CALLED_OFF: pgettext_lazy("standing", "called off"),
    Stage.DISSOLVED: pgettext_lazy("standing", "joint no longer"),
}
"""Where a conversation stands with a partner."""

DUTIES: dict[str, str | Promise] = {
    Duty.ANSWER: pgettext_lazy("owed", "an answer"),
    Duty.REST: pgettext_lazy("owed", "the rest of the answer"),
    Duty.EXPLANATION: pgettext_lazy("owed", "an explanation"),
    Duty.DECISION: pgettext_lazy("owed", "a decision about consent"),
    Duty.CONFIRMATION: pgettext_lazy("owed", "the proof that every copy was treated"),
    Duty.AGREEMENT: pgettext_lazy("owed", "an answer to the proposal or plan"),
    Duty.NEW_PROPOSAL: pgettext_lazy("owed", "a changed proposal"),
    Duty.PLAN: pgettext_lazy("owed", "a plan"),
    Duty.NEW_PLAN: pgettext_lazy("owed", "a changed plan"),
    Duty.RESULT: pgettext_lazy("owed", "the result"),
}
"""What one owes another."""

SEIZED: dict[str, str | Promise] = {
    SeizedKind.DRUG: _("drug"),
    SeizedKind.PRECURSOR: _("precursor"),
    SeizedKind.CASH: _("cash"),
    SeizedKind.OTHER: _("other goods"),
}
"""What kind of thing was seized."""

JOINT_ANSWERS: dict[str, str | Promise] = {
    JointAnswer.AGREED: pgettext_lazy("joint seizure", "agreed"),
    JointAnswer.REFUSED: pgettext_lazy("joint seizure", "not the same seizure"),
    JointAnswer.ENDED: pgettext_lazy("joint seizure", "ended"),
}
"""What a side says of a seizure being joint."""

JOINT_GROUNDS: dict[str, str | Promise] = {
    JointGround.ANOTHER: _("It is another seizure."),
    JointGround.NOT_RECORDED: _("No such seizure is recorded here."),
    JointGround.COUNTING: _("It is the same, but somebody else should count it."),
    JointGround.TWICE: _("It was proposed twice; the other proposal counts."),
    JointGround.MISTAKE: _("It was agreed or proposed by mistake."),
    JointGround.WITHDRAWN: _("The seizure was recorded by mistake and is withdrawn."),
    JointGround.OTHER: _("Another ground, in words"),
}
"""Why a seizure is not joint, or no longer."""

DATASETS: dict[str, str | Promise] = {
    Dataset.SEIZURES: _("Seizures by drug and place"),
    Dataset.ROUTES: _("Seizures by route"),
}
"""What a country counts."""

COMPLETENESS: dict[str, str | Promise] = {
    Completeness.COMPLETE: pgettext_lazy("completeness", "all records of the year"),
    Completeness.PARTIAL: pgettext_lazy("completeness", "a part of the year's records"),
    Completeness.UNKNOWN: pgettext_lazy("completeness", "how complete it is, is not known"),
}
"""How much of a year's records numbers rest on."""
