"""What a list of seizures is filtered by. The names stand in links of other pages: they stay as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.flows import substances
from comity.kernel.countries import country
from comity.node.places import queries as places
from comity.node.runtime import config
from comity.node.seizures import naming
from comity.node.seizures.finding import Filter
from comity.node.seizures.forms import choices
from comity.node.seizures.models import Good, GoodKind, SeizureState

COUNTRIES = ("producing", "departure", "transit", "destination", "country")
FOLDED = (
    "state", "transport", "routing", "kind", "district", "country", "producing", "departure", "departure_province",
    "transit", "destination", "destination_province", "since", "until",
)  # fmt: skip


class FilterForm(forms.Form):
    """Filters of the list; a value that means nothing is left out, and said."""

    use_required_attribute = False
    text = forms.CharField(label=_("Reference, place, words"), required=False, max_length=200)
    drug = forms.ChoiceField(label=_("Drug"), required=False)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1, max_value=9998,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )  # fmt: skip
    province = forms.ChoiceField(label=_("Province"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[choices.NONE, *SeizureState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[choices.NONE, *GoodKind.choices])
    transport = forms.ChoiceField(label=_("Means of transport"), required=False)
    routing = forms.ChoiceField(label=_("Routing"), required=False)
    district = forms.CharField(label=_("District (code)"), required=False, max_length=20)
    country = forms.CharField(label=_("Country of the seizure"), required=False, max_length=100)
    producing = forms.CharField(label=_("Produced in"), required=False, max_length=100)
    departure = forms.CharField(label=_("Departed from"), required=False, max_length=100)
    departure_province = forms.CharField(label=_("Departed from (code of a place)"), required=False, max_length=20)
    transit = forms.CharField(label=_("Came through"), required=False, max_length=100)
    destination = forms.CharField(label=_("Was going to"), required=False, max_length=100)
    destination_province = forms.CharField(label=_("Was going to (code of a place)"), required=False, max_length=20)
    since = forms.DateField(label=_("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To the day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Any) -> None:
        """This function offers what there is to choose from."""
        super().__init__(data)
        offered = {
            "drug": _drugs(self["drug"].value()), "province": _provinces(self["province"].value()),
            "transport": choices.transports(), "routing": choices.routings(),
        }  # fmt: skip
        for name, options in offered.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        for name in COUNTRIES:
            self.fields[name].widget.attrs |= {"list": "countries", "autocomplete": "off"}
            if found := country(str(self.data.get(name) or "")):
                self.data = {**dict(self.data.items()), name: choices.country_words(found)}
        for bound in self:
            bound.field.widget.attrs.setdefault("id", f"filter-{bound.name}")

    def wanted(self) -> Filter:
        """This function returns what is asked for, of what could be read."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        for name in COUNTRIES:
            if name in given:
                given[name] = choices.country_code(given[name])
        return replace(Filter(), **given)

    @property
    def is_filtered(self) -> bool:
        """This function tells whether anything is asked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def folded(self) -> list[forms.BoundField]:
        """This function returns the filters that are shown on request."""
        return [self[name] for name in FOLDED]

    @property
    def folded_wrong(self) -> bool:
        """This function tells whether one of them could not be read."""
        return any(bound.errors for bound in self.folded)

    @property
    def told(self) -> list[tuple[str, str]]:
        """This function returns those of them that are set, each with what it is called and what it says."""
        return [(str(bound.label), self._said(bound)) for bound in self.folded if bound.value()]

    @staticmethod
    def _said(bound: forms.BoundField) -> str:
        value = str(bound.value())
        return str(dict(getattr(bound.field, "choices", ())).get(value, value))


def _drugs(present: Any) -> choices.Choices:
    held = Good.objects.exclude(substance="").order_by().values_list("substance", flat=True).distinct()[:400]
    codes = {*held, *([present] if substances.get(str(present or "")) else [])}
    return [choices.NONE, *sorted(((c, str(naming.substance(c))) for c in codes), key=lambda each: each[1].casefold())]


def _provinces(present: Any) -> choices.Choices:
    known = places.gazetteer()
    found = [*known.children(config().country)]
    if (one := known.get(str(present or ""))) and one not in found:
        found.append(one)
    return [choices.NONE, *((each.code, str(choices.place_name(each.code))) for each in found)]
