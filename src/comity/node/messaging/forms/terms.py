"""What may be done with what is written: handling, TLP, PAP, purposes, how long it may be kept; each said plainly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.node.messaging.forms.choices import HANDLING, PAPS, TLPS
from comity.node.offences import PURPOSES
from comity.node.runtime import clock

KEPT_FOR = timedelta(days=365)
"""How long a partner may keep what it is sent, unless a person chooses another day."""


def sentences(rows: int = 3) -> forms.Textarea:
    """This function returns an input for sentences."""
    return forms.Textarea(attrs={"rows": rows})


def day_input() -> forms.DateInput:
    """This function returns an input for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment_input() -> forms.DateTimeInput:
    """This function returns an input for a day and hour."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def restriction_of(codes: Sequence[str], words: str, tlp: Tlp, pap: Pap) -> Restriction:
    """This function makes a restriction; H3 without words, which the form refuses beside it, is left out."""
    kept = frozenset(Handling(code) for code in codes) - (frozenset() if words else {Handling.H3})
    return Restriction(kept, tlp, pap, words if Handling.H3 in kept else "")


class RestrictionForm(forms.Form):
    """Handling codes, TLP and PAP of what is written."""

    handling = forms.MultipleChoiceField(
        label=_("What the partner must not do"),
        choices=HANDLING,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is for preventing and combating crime only (H0), always. Add what else must hold."),
    )
    words = forms.CharField(
        label=_("The other restriction, in words"), required=False, max_length=500, help_text=_("Only with H3")
    )
    tlp = forms.TypedChoiceField(label=_("Who may see it (TLP)"), choices=TLPS, coerce=int, initial=Tlp.AMBER.value)
    pap = forms.TypedChoiceField(
        label=_("What may be done with it (PAP)"), choices=PAPS, coerce=int, initial=Pap.AMBER.value
    )

    def clean(self) -> dict[str, Any]:
        """This function checks that H3 and its words come together."""
        values: dict[str, Any] = super().clean() or {}
        if ("H3" in values.get("handling", [])) != bool(values.get("words")):
            self.add_error("words", _("H3 needs its restriction in words, and words need H3"))
        return values

    def restriction(self) -> Restriction:
        """This function returns what was chosen; where a part of it is wrong, the rest."""
        values = self.cleaned_data
        return restriction_of(
            values.get("handling", []),
            values.get("words", ""),
            Tlp(values.get("tlp", Tlp.AMBER)),
            Pap(values.get("pap", Pap.AMBER)),
        )


class TermsForm(RestrictionForm):
    """Everything that travels with a message about its use."""

    retention_until = forms.DateField(
        label=_("The partner may keep it until"),
        widget=day_input(),
        help_text=_("Then it is deleted there, wherever it went."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retention_until"].initial = self.until_by_default

    @staticmethod
    def until_by_default() -> date:
        """This function returns the last day that the page proposes."""
        return (clock().now() + KEPT_FOR).date()

    def clean_retention_until(self) -> date:
        """This function refuses a day that is over."""
        until: date = self.cleaned_data["retention_until"]
        if until < clock().now().date():
            raise forms.ValidationError(_("This day is over. Choose one to come."))
        return until


class UseForm(TermsForm):
    """Terms of items: also what they may be used for."""

    permitted_use = forms.CharField(
        label=_("What the partner may use it for"),
        max_length=500,
        help_text=_("In words, such as: intelligence in the case that you wrote about"),
    )
    permitted_purposes = forms.MultipleChoiceField(
        label=_("Purposes that are permitted"),
        choices=PURPOSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every purpose of preventing and combating crime"),
    )
