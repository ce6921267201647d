"""Warning partners, and taking a warning back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import Danger
from comity.node.messaging.forms.base import ITEM_TERMS, ITEMS, TERMS, TO, GivingForm, Group, MessageForm
from comity.node.messaging.forms.choices import CATEGORIES, DANGERS
from comity.node.messaging.forms.items import ItemRow
from comity.node.messaging.forms.terms import moment_input, sentences
from comity.node.runtime import clock, config


class AlertForm(GivingForm):
    """An alert."""

    message_type = "alert"
    kinds: ClassVar = {"items": ItemRow}
    groups = (
        TO,
        Group(_("What to look out for"), ("category", "text")),
        Group(_("When it is met"), ("what_to_do", "what_not_to_do", "danger", "danger_words")),
        Group(_("Where and until when"), ("area", "valid_from", "valid_to")),
        Group(_("Who answers"), ("contact",)),
        ITEMS,
        ITEM_TERMS,
    )
    category = forms.ChoiceField(label=_("It is about a"), choices=CATEGORIES)
    text = forms.CharField(
        label=_("What it is"),
        widget=sentences(),
        help_text=_("So that somebody at a border post knows it when it comes"),
    )
    what_to_do = forms.CharField(label=_("What to do"), widget=sentences(2))
    what_not_to_do = forms.CharField(
        label=_("What not to do"), widget=sentences(2), help_text=_("Such as: do not tell the driver")
    )
    danger = forms.ChoiceField(
        label=_("Danger for who meets it"), choices=DANGERS, initial=Danger.NONE_KNOWN.value, widget=forms.RadioSelect
    )
    danger_words = forms.CharField(
        label=_("What the danger is"), required=False, max_length=500, help_text=_("Such as: armed, infectious, poison")
    )
    area = forms.CharField(
        label=_("Where it holds"), max_length=500, help_text=_("Crossings, provinces, rivers, airports")
    )
    valid_from = forms.DateTimeField(label=_("Valid from"), widget=moment_input())
    valid_to = forms.DateTimeField(label=_("Valid until"), widget=moment_input())
    contact = forms.CharField(
        label=_("Who answers round the clock"), max_length=500, help_text=_("A name or desk, and a telephone number")
    )
    replaces = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock().now
        self.fields["contact"].initial = config().contact

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        texts = ("text", "what_to_do", "what_not_to_do", "area", "contact", "danger_words")
        return {
            **{name: self.said(name) for name in texts},
            "category": self.cleaned_data.get("category", ""),
            "danger": self.cleaned_data.get("danger", ""),
            "valid_from": self.moment("valid_from"),
            "valid_to": self.moment("valid_to"),
            "items": self.items(),
            "replaces": self.said("replaces") or None,
        }


class CancelForm(MessageForm):
    """The end of an alert before its time."""

    message_type = "alert-cancellation"
    groups = (Group(_("Why it no longer holds"), ("reason",)), TERMS)
    alert = forms.CharField(max_length=36, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), widget=sentences(2), help_text=_("Such as: the vehicle was found, the person is safe")
    )

    def values(self) -> dict[str, Any]:
        """This function returns the content as it would travel, from what was given so far."""
        return {"alert": self.said("alert"), "reason": self.said("reason")}
