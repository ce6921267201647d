"""Forms of the pages of places."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ListForm(forms.Form):
    """A file with places of this node's own."""

    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=_("CSV in UTF-8 with the columns code, country, level, parent, name, latitude and longitude; names "
                    "in several languages as name:km, name:en, name:vi."),
    )  # fmt: skip


class PositionForm(forms.Form):
    """A position in degrees."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)
