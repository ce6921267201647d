"""Asking an owner for consent, and answering as the owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import WantedUse
from comity.exchange.terms import TO_A_PARTNER
from comity.node.items.models import Consent, Item
from comity.node.judgements import USES
from comity.node.messaging.forms.terms import RestrictionForm, day_input, moment_input, sentences
from comity.node.offences import PURPOSES
from comity.node.partners.queries import accepted

ASKED = [use.value for use in WantedUse if use not in {WantedUse.READ, WantedUse.INDEX}]
"""Uses that a consent opens: who reads here, and what this node's index shows, no owner decides."""


class AskConsentForm(RestrictionForm):
    """A question to an item's owner; it begins with the item's own marks."""

    use = forms.ChoiceField(label=_("What we want to do with it"), choices=[(use, USES[use]) for use in ASKED])
    recipient = forms.ChoiceField(
        label=_("For which partner"), required=False, help_text=_("Where it goes to a partner, or its index is asked.")
    )
    recipient_words = forms.CharField(
        label=_("For whom else"), required=False, max_length=500, help_text=_("Such as a court or a ministry.")
    )
    reason = forms.CharField(label=_("Why"), widget=sentences(), max_length=5000)
    retention_until = forms.DateField(
        label=_("Keep it until"), required=False, widget=day_input(), help_text=_("Only to keep it longer.")
    )
    until = forms.DateField(
        label=_("The consent is needed until"), required=False, widget=day_input(),
        help_text=_("Empty: for as long as the item is kept."),
    )  # fmt: skip
    answer_by = forms.DateTimeField(
        label=_("An answer is needed by"), required=False, widget=moment_input(), help_text=_("Empty: within a week.")
    )

    def __init__(self, *args: Any, item: Item, use: str = "", to: str = "", **kwargs: Any) -> None:
        """This function offers every partner but the owner, and begins with what was chosen on the item's page."""
        marks = {
            "handling": [code for code in item.handling.split() if code != "H0"], "words": item.words, "tlp": item.tlp,
            "pap": item.pap,
        }  # fmt: skip
        super().__init__(*args, **(kwargs | {"initial": marks | {"use": use, "recipient": to}}))
        partners = [(p.id, str(p)) for p in accepted().exclude(id=item.owner).order_by("country", "agency")]
        self.fields["recipient"].choices = [("", _("None")), *partners]  # type: ignore[attr-defined]
        for name, label in (("handling", _("Handling codes that are wanted")), ("tlp", _("TLP that is wanted")),
                            ("pap", _("PAP that is wanted"))):  # fmt: skip
            self.fields[name].label = label
        self.fields["handling"].help_text = _("Only to loosen its handling: the codes that shall still hold.")

    def clean(self) -> dict[str, Any]:
        """This function checks that a use has what belongs to it."""
        values = super().clean()
        use = values.get("use", "")
        if use in TO_A_PARTNER and not values.get("recipient") and not values.get("recipient_words"):
            self.add_error("recipient", _("Choose the partner."))
        if use == WantedUse.KEEP and not values.get("retention_until"):
            self.add_error("retention_until", _("Choose the day."))
        return values

    def asked(self) -> dict[str, Any]:
        """This function returns what was chosen, as the operation takes it."""
        said = self.cleaned_data
        use = said["use"]
        return {
            "use": use, "reason": said["reason"], "recipient_words": said["recipient_words"].strip(),
            "recipient_id": said["recipient"] if use in TO_A_PARTNER else "",
            "restriction": self.restriction() if use == WantedUse.LOOSEN else None,
            "retention_until": said["retention_until"] if use == WantedUse.KEEP else None,
            "until": said["until"], "answer_by": said["answer_by"],
        }  # fmt: skip


class AnswerConsentForm(forms.Form):
    """The owner's answer."""

    words = forms.CharField(
        label=_("Conditions, or why not"), required=False, widget=sentences(), max_length=5000,
        help_text=_("A refusal says why."),
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label=_("For which purposes"), choices=PURPOSES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for the purpose that was asked for."),
    )  # fmt: skip
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())
    retention_until = forms.DateField(label=_("Keep it until"), required=False, widget=day_input())

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        """This function shows what was asked for, and of the rest nothing."""
        initial: dict[str, Any] = {
            "until": consent.until, "retention_until": consent.retention_until,
            "purposes": [consent.purpose] if consent.purpose else [],
        }  # fmt: skip
        super().__init__(*args, **(kwargs | {"initial": initial}))
        if consent.use != WantedUse.KEEP:
            del self.fields["retention_until"]

    def answered(self, *, grant: bool) -> dict[str, Any]:
        """This function returns what was chosen, as the operation takes it."""
        said = self.cleaned_data
        keeps: date | None = said.get("retention_until")
        return {
            "grant": grant, "words": said["words"].strip(), "until": said["until"], "retention_until": keeps,
            "purposes": said["purposes"] or None,
        }  # fmt: skip
