"""Sharing without being asked, and saying what became of what was shared."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.messaging.forms.base import ITEM_TERMS, ITEMS, SUBJECTS, TERMS, TO, GivingForm, Group, MessageForm
from comity.node.messaging.forms.choices import USED_IN, YES_NO
from comity.node.messaging.forms.items import ItemRow
from comity.node.messaging.forms.subjects import SubjectRow
from comity.node.messaging.forms.terms import moment_input, sentences


class ShareForm(GivingForm):
    """Spontaneous information."""

    message_type = "spontaneous"
    kinds: ClassVar = {"subjects": SubjectRow, "items": ItemRow}
    groups = (
        TO,
        Group(_("Why"), ("reason", "link")),
        SUBJECTS,
        ITEMS,
        ITEM_TERMS,
        Group(_("A reply"), ("reply_wanted", "reply_by")),
    )
    reason = forms.CharField(
        label=_("Why we share it"),
        widget=sentences(2),
        help_text=_("What the partner can prevent, find or clear up with it"),
    )
    link = forms.CharField(label=_("Why this country"), widget=sentences(2))
    reply_wanted = forms.BooleanField(label=_("We wait for a reply"), required=False)
    reply_by = forms.DateTimeField(
        label=_("A reply is wanted by"), required=False, widget=moment_input(), help_text=_("Only where one is wanted")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permitted_use"].required = True

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {
            "reason": self.said("reason"),
            "link": self.said("link"),
            "subjects": [row.values() for row in self.rows["subjects"].filled],
            "items": self.items(),
            "reply_wanted": bool(self.cleaned_data.get("reply_wanted")),
            "reply_by": self.moment("reply_by"),
        }


class FeedbackForm(MessageForm):
    """What became of an item that a partner gave us."""

    message_type = "feedback"
    groups = (Group(_("What became of it"), ("useful", "used_in", "outcome")), TERMS)
    owner = forms.CharField(max_length=16, widget=forms.HiddenInput)
    item = forms.CharField(max_length=36, widget=forms.HiddenInput)
    useful = forms.ChoiceField(label=_("Was it useful?"), choices=YES_NO, widget=forms.RadioSelect)
    used_in = forms.ChoiceField(label=_("What it was used in"), choices=USED_IN)
    outcome = forms.CharField(
        label=_("What came of it"),
        widget=sentences(),
        help_text=_("One or two sentences; no more than the partner may know"),
    )

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {
            "item": {"owner": self.said("owner"), "id": self.said("item")},
            "useful": self.cleaned_data.get("useful") == "yes",
            "used_in": self.cleaned_data.get("used_in", ""),
            "outcome": self.said("outcome"),
        }
