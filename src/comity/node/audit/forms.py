"""Forms of the ledger's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.audit.queries import Filter


class FilterForm(forms.Form):
    """Which entries an auditor wants to see."""

    event = forms.CharField(label=_("Event"), required=False, max_length=80, help_text=_("Or its beginning: holdings."))
    actor = forms.CharField(label=_("Who"), required=False, max_length=60, help_text=_("User name, or the id."))
    object = forms.CharField(label=_("About"), required=False, max_length=120, help_text=_("Id of a holding, case …"))
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def wanted(self) -> Filter:
        """This function returns the filter; an entry that is wrong counts as none."""
        self.is_valid()
        values = self.cleaned_data
        return Filter(
            event=values.get("event", "").strip(),
            actor=values.get("actor", "").strip(),
            object=values.get("object", "").strip(),
            day=values.get("day"),
        )


class CloseForm(forms.Form):
    """What was found out about an alarm."""

    words = forms.CharField(label=_("What was found out"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
