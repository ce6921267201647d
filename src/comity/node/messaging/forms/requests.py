"""Asking and answering."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import Urgency
from comity.kernel.clock import timestamp
from comity.node.messaging.forms.base import ITEM_TERMS, ITEMS, SUBJECTS, TERMS, TO, GivingForm, Group, MessageForm
from comity.node.messaging.forms.choices import GROUNDS, STATUSES, URGENCIES
from comity.node.messaging.forms.subjects import SubjectRow
from comity.node.messaging.forms.terms import day_input, moment_input, sentences
from comity.node.runtime import clock


class AskForm(MessageForm):
    """A request."""

    message_type = "request"
    kinds: ClassVar = {"subjects": SubjectRow}
    groups = (
        TO,
        SUBJECTS,
        Group(_("The question"), ("asked", "facts", "link", "foreseen_use", "evidence")),
        Group(_("Until when"), ("urgency", "urgency_reason", "deadline")),
        Group(
            _("More, where it is needed"),
            ("dual_criminality", "consent", "do_not_alert"),
            folded=True,
        ),
        TERMS,
    )
    asked = forms.CharField(
        label=_("What exactly is asked"), widget=sentences(),
        help_text=_("A question that can be answered from records, such as: in which case do you know this person?"),
    )  # fmt: skip
    facts = forms.CharField(label=_("Facts and suspicion"), widget=sentences(4))
    link = forms.CharField(
        label=_("Why this country"), widget=sentences(2),
        help_text=_("What leads there: a passport, a plate, a call, an account"),
    )  # fmt: skip
    foreseen_use = forms.CharField(label=_("What the answer is for"), widget=sentences(2))
    evidence = forms.BooleanField(label=_("To serve as evidence, not as intelligence only"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES)
    urgency_reason = forms.CharField(
        label=_("Why it is urgent"), required=False, max_length=500, help_text=_("Only where it is urgent")
    )
    deadline = forms.DateTimeField(
        label=_("An answer is needed by"), required=False, widget=moment_input(),
        help_text=_("Empty: as the urgency says, or as both countries agreed"),
    )  # fmt: skip
    dual_criminality = forms.CharField(
        label=_("How both laws name the offence"), required=False, max_length=2000, widget=sentences(2)
    )
    consent = forms.CharField(label=_("Consent that is given already"), required=False, max_length=500)
    do_not_alert = forms.CharField(label=_("Who must not learn of it"), required=False, max_length=500)
    hit = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        now = clock().now()
        texts = (
            "asked",
            "facts",
            "link",
            "foreseen_use",
            "urgency_reason",
            "dual_criminality",
            "consent",
            "do_not_alert",
        )
        return {
            **{name: self.said(name) for name in texts},
            "subjects": [row.values() for row in self.rows["subjects"].filled],
            "urgency": self.cleaned_data.get("urgency", Urgency.ROUTINE.value),
            "deadline": self.moment("deadline") or timestamp(now + timedelta(days=7)),
            "evidence": bool(self.cleaned_data.get("evidence")),
        }


class AnswerForm(GivingForm):
    """A reply, with as many items as it gives."""

    message_type = "reply"
    groups = (
        Group(_("The answer"), ("status", "text", "ground", "ground_words", "expected")),
        ITEMS,
        ITEM_TERMS,
    )
    status = forms.ChoiceField(label=_("The answer is"), choices=STATUSES)
    text = forms.CharField(label=_("In words"), required=False, widget=sentences())
    ground = forms.ChoiceField(label=_("Ground of refusal"), choices=GROUNDS, required=False)
    ground_words = forms.CharField(label=_("Ground in words, or who is competent"), required=False, max_length=500)
    expected = forms.DateField(label=_("The rest is expected on"), required=False, widget=day_input())

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {
            "in_reply_to": self.setting.in_reply_to,
            "status": self.cleaned_data.get("status", ""),
            "text": self.said("text"),
            "ground": self.cleaned_data.get("ground") or None,
            "ground_words": self.said("ground_words"),
            "items": self.items(),
            "expected": self.day("expected"),
        }
