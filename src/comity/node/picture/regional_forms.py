"""The forms of the regional page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.node.countries import country_name
from comity.node.messaging.words import COMPLETENESS
from comity.node.partners.models import Partner
from comity.node.picture.contributing import LONGEST
from comity.node.picture.tables import DRUGS
from comity.node.seizures import naming


class RegionalForm(forms.Form):
    """What a reader chooses; a value that is none counts as nothing chosen."""

    year = forms.ChoiceField(label=gettext_lazy("Year of the routes"), required=False)
    drug = forms.ChoiceField(label=gettext_lazy("Drug"), required=False)

    def __init__(self, data: Mapping[str, Any], years: Sequence[int] = ()) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["drug"].choices = [("", _("All")), *((code, naming.group(code)) for code in DRUGS)]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[int | None, str]:
        """This function returns year and group of drugs as far as they are such."""
        year, drug = str(self.data.get("year", "")), str(self.data.get("drug", ""))
        plain = year.isascii() and year.isdecimal() and len(year) == 4
        return int(year) if plain else None, drug if drug in DRUGS else ""


class ContributionForm(forms.Form):
    """What would go out."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    completeness = forms.ChoiceField(
        label=gettext_lazy("The numbers rest on"), choices=lambda: [(code, word) for code, word in COMPLETENESS.items()]
    )
    words = forms.CharField(
        label=gettext_lazy("What partners should know of the numbers"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, years: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]


class RecipientsForm(forms.Form):
    """To whom it goes."""

    partners = forms.MultipleChoiceField(label=gettext_lazy("Partners"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, partners: Iterable[Partner]) -> None:
        super().__init__()
        self.fields["partners"].choices = [(p.id, f"{p} ({country_name(p.country)})") for p in partners]  # type: ignore[attr-defined]
