"""The forms of the statistics page and of what is stated about reporting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.node.picture.models import Reported
from comity.node.picture.reporting import LONGEST, MOST, YEARS
from comity.node.picture.route_words import place
from comity.node.picture.tables import DRUGS, Asked
from comity.node.places.queries import gazetteer
from comity.node.runtime import config
from comity.node.seizures import naming

SPOKEN = (("en", "English"), ("km", "ភាសាខ្មែរ"), ("vi", "Tiếng Việt"))
"""The languages of files, each by its own name."""


def provinces() -> list[tuple[str, str]]:
    """This function returns the provinces of this country with their names."""
    return sorted(((each.code, place(each.code)) for each in gazetteer().children(config().country)), key=_second)


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


class StatisticsForm(forms.Form):
    """What a reader chooses; a value that is none counts as nothing chosen."""

    drug = forms.ChoiceField(label=gettext_lazy("Drug"), required=False)
    province = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], years: tuple[int, ...] = ()) -> None:
        super().__init__(data)
        self.fields["drug"].choices = [("", _("All")), *((code, naming.group(code)) for code in DRUGS)]  # type: ignore[attr-defined]
        self.fields["province"].choices = [("", _("The whole country")), *provinces()]  # type: ignore[attr-defined]
        shown = [(str(year), str(year)) for year in reversed(years)]
        self.fields["year"].choices = [("", _("The last whole year")), *shown]  # type: ignore[attr-defined]

    def asked(self, *, whole: bool) -> Asked:
        """This function returns what was chosen."""
        self.full_clean()
        given = self.cleaned_data
        return Asked(given.get("drug", ""), given.get("province", ""), given.get("year"), whole)


class ReportingForm(forms.Form):
    """For the months of a year: how many reports were expected, and how many came."""

    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=LONGEST,
        help_text=gettext_lazy("Where it is known from, such as the register of monthly reports."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, known: Mapping[int, Reported]) -> None:
        sources = [row.source for row in known.values()]
        super().__init__(data, initial={"source": sources[-1] if sources else ""})
        for month in range(1, 13):
            row = known.get(month)
            for name, value in (("expected", row and row.expected), ("came", row and row.came)):
                self.fields[f"{name}_{month}"] = forms.IntegerField(
                    label=MONTHS[month], min_value=0, max_value=MOST, required=False, initial=value,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )  # fmt: skip

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """This function returns the months with their two fields."""
        return [(str(MONTHS[m]), self[f"expected_{m}"], self[f"came_{m}"]) for m in range(1, 13)]

    def clean(self) -> dict[str, Any]:
        """This function says of every month that is wrong what is wrong."""
        given: dict[str, Any] = super().clean() or {}
        for month in range(1, 13):
            expected, came = given.get(f"expected_{month}"), given.get(f"came_{month}")
            if (expected is None) != (came is None):
                self.add_error(
                    f"came_{month}" if came is None else f"expected_{month}", _("Give both numbers, or none.")
                )
            elif expected is not None and came is not None and not 0 < expected >= came:
                self.add_error(f"came_{month}", _("At least one was expected, and no more came than were expected."))
        return given

    def months(self, known: Mapping[int, Reported]) -> dict[int, tuple[int, int] | None]:
        """This function returns what is stated now, and what is taken back of what was known."""
        given = {
            month: (self.cleaned_data[f"expected_{month}"], self.cleaned_data[f"came_{month}"])
            for month in range(1, 13)
        }
        return {
            month: None if pair[0] is None else pair
            for month, pair in given.items() if pair[0] is not None or month in known
        }  # fmt: skip


class ChosenForm(forms.Form):
    """Of which year and place it is stated."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=YEARS[0], max_value=YEARS[1], required=False)
    place = forms.ChoiceField(label=gettext_lazy("Province"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["place"].choices = [("", _("The whole country")), *provinces()]  # type: ignore[attr-defined]

    def chosen(self, year: int) -> tuple[int, str]:
        """This function returns the year and place; this one and the whole country where they are no such thing."""
        self.full_clean()
        return self.cleaned_data.get("year") or year, self.cleaned_data.get("place", "")


class ClosureForm(forms.Form):
    """A border or crossing that was closed."""

    title = forms.CharField(label=gettext_lazy("What was closed"), max_length=LONGEST)
    begins = forms.DateField(label=gettext_lazy("Closed from"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(
        label=gettext_lazy("Open again from"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty while it is still closed."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Source"), max_length=LONGEST)


class ExportForm(forms.Form):
    """In which form and language the statistics leave."""

    form = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[("pdf", gettext_lazy("Brief, PDF")), ("xlsx", gettext_lazy("Workbook, XLSX")), ("csv", "CSV")],
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=SPOKEN)
