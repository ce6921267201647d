"""Forms by which an item of ours is taken back or corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import WithdrawalReason
from comity.node.holdings.words import PROPERTY_NAMES
from comity.node.items.models import Item
from comity.node.items.recall_models import REASON_NAMES

REASONS = [(code.value, name) for code, name in REASON_NAMES.items() if code is not WithdrawalReason.RETENTION]


class WithdrawForm(forms.Form):
    """Why an item is taken back."""

    reason = forms.ChoiceField(label=_("Why"), choices=REASONS)
    words = forms.CharField(
        label=_("In words, as those read it who have it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectForm(forms.Form):
    """What an item says now."""

    wrong = forms.CharField(
        label=_("What was wrong, as those read it who have it"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    text = forms.CharField(label=_("What it says now"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}))
    evaluation = forms.RegexField(label=_("Evaluation"), regex=r"^[ABCX][1-4]$", help_text=_("Such as B2."))
    date_of_data = forms.CharField(label=_("Date of the data"), max_length=20)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        """This function begins with what the item says, its subject value by value."""
        initial = {"text": item.text, "evaluation": item.evaluation, "date_of_data": item.date_of_data}
        super().__init__(*args, **(kwargs | {"initial": initial}))
        self._subject = item.subject
        said = (item.subject or {}).get("properties", {})
        for prop, values in said.items():
            for number, value in enumerate(values):
                self.fields[f"subject-{prop}-{number}"] = forms.CharField(
                    label=PROPERTY_NAMES.get(prop, prop), required=False, max_length=500, initial=value
                )

    def changes(self) -> dict[str, Any]:
        """This function returns the fields of the item as it is now."""
        said = self.cleaned_data
        changes: dict[str, Any] = {name: said[name] for name in ("text", "evaluation", "date_of_data")}
        if self._subject:
            properties: dict[str, list[str]] = {}
            for name, value in said.items():
                if name.startswith("subject-") and value.strip():
                    properties.setdefault(name.split("-")[1], []).append(value.strip())
            changes["subject"] = self._subject | {"properties": properties}
        return changes
