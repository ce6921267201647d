"""Forms of an item's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import AskedSubject
from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.node.holdings.models import ROLES, SCHEMAS
from comity.node.holdings.words import HANDLING, PAP, PROPERTY_NAMES, TLP
from comity.node.items.models import Item
from comity.node.offences import PURPOSES


class MarksForm(forms.Form):
    """An item's marks, to tighten or, where it is ours, to loosen."""

    handling = forms.MultipleChoiceField(
        label=_("Handling codes"), choices=HANDLING, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("H0, only for preventing and combating crime, always holds."),
    )  # fmt: skip
    words = forms.CharField(label=_("Restriction in words"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tlp = forms.TypedChoiceField(label=_("Who may see it (TLP)"), choices=TLP, coerce=int)
    pap = forms.TypedChoiceField(label=_("What may be done (PAP)"), choices=PAP, coerce=int)

    def clean(self) -> dict[str, Any]:
        """This function checks that H3 and its words come together."""
        values: dict[str, Any] = super().clean() or {}
        if ("H3" in values.get("handling", [])) != bool(values.get("words", "").strip()):
            self.add_error("words", _("H3 needs its restriction in words, and words need H3"))
        return values

    def restriction(self) -> Restriction:
        """This function returns what was chosen."""
        said = self.cleaned_data
        codes = frozenset(Handling(code) for code in said["handling"])
        return Restriction(codes, Tlp(said["tlp"]), Pap(said["pap"]), said["words"].strip())


class TightenForm(MarksForm):
    """What may be tightened of an item."""

    retention_until = forms.DateField(label=_("Kept until"), widget=forms.DateInput(attrs={"type": "date"}))
    permitted_purposes = forms.MultipleChoiceField(
        label=_("Permitted purposes"), choices=PURPOSES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every purpose."),
    )  # fmt: skip


class LoosenForm(MarksForm):
    """Lower marks for an item of ours."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))


class DeriveForm(forms.Form):
    """What an item says, as a record."""

    holding = forms.CharField(
        label=_("Add to the record with this id"), required=False, max_length=36,
        help_text=_("Empty: a new record of its own."),
    )  # fmt: skip
    schema = forms.ChoiceField(label=_("Kind"), choices=SCHEMAS)
    role = forms.ChoiceField(label=_("Role in the case"), choices=ROLES)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        """This function begins with what the item says of its subject, and leaves rows for more."""
        super().__init__(*args, **kwargs)
        subject = AskedSubject.model_validate(item.subject) if item.subject else None
        said = [(p, v) for p, values in (subject.properties if subject else {}).items() for v in values]
        if subject is not None:
            self.fields["schema"].initial, self.fields["role"].initial = subject.schema_name, subject.role
        for number in range(max(3, len(said) + 1)):
            prop, value = said[number] if number < len(said) else ("", "")
            self.fields[f"property-{number}"] = forms.ChoiceField(
                label=_("Field"), choices=[("", "–"), *PROPERTY_NAMES.items()], required=False, initial=prop
            )
            self.fields[f"value-{number}"] = forms.CharField(
                label=_("Value"), required=False, max_length=2000, initial=value
            )

    def values(self) -> list[tuple[str, str]]:
        """This function returns properties with their values."""
        said = self.cleaned_data
        numbers = [name.removeprefix("value-") for name in said if name.startswith("value-")]
        pairs = [(said[f"property-{n}"], said[f"value-{n}"].strip()) for n in numbers]
        return [(prop, value) for prop, value in pairs if prop and value]
