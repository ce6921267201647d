"""Who has a conversation, why something shall not leave, and what two countries agreed about deadlines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.accounts.models import User


class DisapproveForm(forms.Form):
    """Why a message shall not leave."""

    use_required_attribute = False
    reason = forms.CharField(label=_("Reason"), max_length=500)


class HandOverForm(forms.Form):
    """To whom a conversation is given."""

    use_required_attribute = False
    person = forms.ModelChoiceField(label=_("To whom"), queryset=User.objects.none(), empty_label=None)
    words = forms.CharField(label=_("What is to be done"), required=False, max_length=500)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class DeadlinesForm(forms.Form):
    """Within how many hours two countries answer each other."""

    use_required_attribute = False
    country = forms.ChoiceField(label=_("With"))
    urgent_held = forms.IntegerField(label=_("Urgent and directly held, in hours"), min_value=1, initial=8)
    urgent = forms.IntegerField(label=_("Urgent otherwise, in hours"), min_value=1, initial=72)
    routine = forms.IntegerField(label=_("Routine, in hours"), min_value=1, initial=168)
    source = forms.CharField(
        label=_("Where it is agreed"), max_length=300, help_text=_("The memorandum and its article, or the minutes")
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries  # type: ignore[attr-defined]
