"""Forms about partners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.cards import LONGEST
from comity.kernel import Handling, Tlp
from comity.node.partners.models import RELEASABLE_ROLES, ROLE_NAMES, VisibilityGroup

HANDLING_NAMES = [
    (Handling.H1.value, _("H1: not as evidence without our permission")),
    (Handling.H2.value, _("H2: no dissemination without our permission")),
    (Handling.H3.value, _("H3: another restriction, in words")),
]


class CardForm(forms.Form):
    """A card, pasted or as a file."""

    card = forms.CharField(
        label=_("Card"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Paste the text that the other agency handed over"),
    )
    file = forms.FileField(label=_("or its file"), required=False)

    def clean(self) -> dict[str, Any]:
        """This function takes the text from the field or from the file."""
        values: dict[str, Any] = super().clean() or {}
        file = values.get("file")
        if file is not None and file.size <= LONGEST:
            values["card"] = file.read().decode("utf-8", errors="replace")
        if not values.get("card"):
            raise forms.ValidationError(_("Paste a card or choose its file"))
        return values


class FingerprintForm(forms.Form):
    """The fingerprint as the partner reads it out."""

    fingerprint = forms.CharField(
        label=_("Fingerprint as the partner reads it out"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "mono"}),
        help_text=_("Call a number that you know from elsewhere; type the 40 digits that you hear"),
    )


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class PartnerGroupForm(forms.Form):
    """The visibility group of a partner."""

    group = forms.ModelChoiceField(
        label=_("Visibility group"),
        queryset=VisibilityGroup.objects.all(),
        required=False,
        empty_label=_("none: the partner sees nothing"),
    )


class GroupForm(forms.Form):
    """A visibility group and its policy."""

    name = forms.CharField(label=_("Name"), max_length=80)
    roles = forms.MultipleChoiceField(
        label=_("Roles of subjects that are released"),
        choices=[(r.value, ROLE_NAMES[r]) for r in RELEASABLE_ROLES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a role nothing is released. Victims, witnesses and unknown roles never are"),
    )
    max_tlp = forms.TypedChoiceField(
        label=_("Strictest TLP that is released"),
        choices=[(t.value, t.label) for t in Tlp if t is not Tlp.RED],
        coerce=int,
        initial=Tlp.AMBER.value,
    )
    handling = forms.MultipleChoiceField(
        label=_("Handling codes that may stand on what is released, besides H0"),
        choices=HANDLING_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names_alone = forms.BooleanField(
        label=_("Persons may be found by their name alone"),
        required=False,
        help_text=_("Both agencies have to set this. Such hits tell that somebody bears a name, and are mostly weak"),
    )
