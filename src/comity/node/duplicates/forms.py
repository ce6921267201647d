"""The decision on a proposal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Why, in words; what the proposal says where it is left empty."""

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500, help_text=_("Empty: what stands under “What speaks for it”.")
    )
