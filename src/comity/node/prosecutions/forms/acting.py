"""Small forms: filters of the list, a day in court, a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.cases.queries import cases
from comity.node.offences import OFFENCES
from comity.node.permissions import Action, Actor, may
from comity.node.prosecutions.forms.recording import provinces
from comity.node.prosecutions.models import HearingKind, Outcome, ProsecutionState
from comity.node.prosecutions.queries import Filter
from comity.node.seizures.forms.acting import Acting

NONE = ("", "–")


class FilterForm(forms.Form):
    """Filters of the list; a value that means nothing is left out."""

    use_required_attribute = False
    text = forms.CharField(label=_("File number, charge, court"), required=False, max_length=200)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1, max_value=9998,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip
    province = forms.ChoiceField(label=_("Province"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[NONE, *Outcome.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[NONE, *ProsecutionState.choices])
    offence = forms.ChoiceField(label=_("Offence"), required=False, choices=[NONE, *OFFENCES])
    case_id = forms.ChoiceField(label=_("Case"), required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        """This function offers the provinces of this node's country, and the reader's cases."""
        super().__init__(data)
        mine = cases(actor).distinct().values_list("id", "reference") if may(actor, Action.CASE_LIST) else []
        self.fields["case_id"].choices = [NONE, *mine]  # type: ignore[attr-defined]
        self.fields["province"].choices = provinces(str(data.get("province", "")))  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """This function returns what is asked for."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        return Filter(**said)

    @property
    def is_filtered(self) -> bool:
        """This function tells whether anything is asked for."""
        return bool(self.wanted().document())


class HearingForm(Acting):
    """A day in court."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("What for"), choices=[NONE, *HearingKind.choices])
    words = forms.CharField(
        label=_("What came of it"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_day = forms.DateField(label=_("Next hearing"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class WithdrawForm(Acting):
    """Why a prosecution does not stand."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
