"""Forms about tokens and webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.audit.words import event_in_words
from comity.node.cases.models import Duty, Instrument
from comity.node.interfaces.scopes import Scope
from comity.node.interfaces.tokens import LONGEST_DAYS
from comity.node.interfaces.webhooks import TOLD
from comity.node.offences import PURPOSES
from comity.node.partners.queries import accepted
from comity.node.runtime import clock


class TokenForm(forms.Form):
    """A token for another system."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    duty = forms.ModelChoiceField(
        label=_("Standing duty"), queryset=Duty.objects.none(),
        help_text=_("The system reads and writes on this duty only, and the ledger names it."),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    instrument = forms.ModelChoiceField(
        label=_("Legal basis of what it sends"), queryset=Instrument.objects.all(), required=False
    )
    partner = forms.ModelChoiceField(
        label=_("Partner whose program it is"), queryset=accepted(), required=False,
        empty_label=_("none: a system of this agency"),
        help_text=_("A partner's program reads over TAXII what the partner's visibility group may see."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=90)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        duties = self.fields["duty"]
        assert isinstance(duties, forms.ModelChoiceField)  # noqa: S101 -- for the types
        duties.queryset = Duty.objects.exclude(valid_to__lte=clock().now())


class WebhookForm(forms.Form):
    """A webhook of another system of this agency."""

    name = forms.CharField(label=_("Name of the system"), max_length=80)
    url = forms.CharField(
        label=_("Address"), max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
        help_text=_("https; networks of this agency have to be named as webhook_networks in node.toml."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(label=_("What it is told of"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)  # noqa: S101 -- for the types
        kinds.choices = [(event, event_in_words(event)) for event in TOLD]
