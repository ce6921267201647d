"""The rows of a seizure's form: what was seized, the route, who was arrested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.kernel.countries import country
from comity.node.holdings.words import INFORMATION, SOURCES
from comity.node.messaging.forms.rows import MOST, Row
from comity.node.seizures.forms import choices
from comity.node.seizures.given import GivenArrest, GivenGood, GivenPoint
from comity.node.seizures.models import GoodKind, PointRole

T = TypeVar("T")
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}
OPEN_COUNTRY = {"list": "countries", "autocomplete": "off"}


class GivenRow(Row):
    """A row that may stand for something that a seizure says already; what no field asks for is kept from that."""

    was = forms.IntegerField(required=False, min_value=0, max_value=MOST, widget=forms.HiddenInput)

    @property
    def more_open(self) -> bool:
        """This function tells whether one of the fields that are asked on request says more than it began with."""
        return any(bound.errors or (bound.value() or "") != (bound.field.initial or "") for bound in self.more)

    def place(self, field: str) -> str:
        """This function returns the field at which a fault of the given thing stands."""
        return field if field in self.fields else self.telling[0]

    def before(self, every: Sequence[T], empty: T) -> T:
        """This function returns what the row stood for before it was changed, or something empty."""
        number = self.cleaned_data.get("was")
        return every[number] if number is not None and number < len(every) else empty

    @property
    def is_as_before(self) -> bool:
        """This function tells whether the row stands for something, and says of it what it said before."""
        return self.cleaned_data.get("was") is not None and set(self.changed_data) <= {"was"}


class GoodRow(GivenRow):
    """One thing that was seized."""

    telling: ClassVar[tuple[str, ...]] = ("frequent", "said", "amount")
    folded: ClassVar[tuple[str, ...]] = (
        "kind", "form", "purity", "logo", "seal", "hs", "cas", "laboratory_result", "laboratory_reference",
        "laboratory_date",
    )  # fmt: skip
    more_title: ClassVar[str | Promise] = _("Form, purity, logo, seal, laboratory")
    add_label: ClassVar[str | Promise] = _("Another thing")

    frequent = forms.ChoiceField(label=_("What was seized"), required=False, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("Or in words"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"list": "substances", "autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    amount = forms.CharField(label=_("How much"), required=False, max_length=60, widget=forms.TextInput(attrs=DECIMAL))
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Kind"), choices=GoodKind.choices, initial=GoodKind.DRUG, required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    purity = forms.CharField(
        label=_("Purity in per cent"), required=False, max_length=20, widget=forms.TextInput(attrs=DECIMAL)
    )
    logo = forms.CharField(label=_("Logo or mark on it"), required=False, max_length=100)
    seal = forms.CharField(
        label=_("Seal"), required=False, max_length=60,
        help_text=_("Its number: an exhibit with this seal is begun with the record."),
    )  # fmt: skip
    hs = forms.CharField(
        label=_("HS code"), required=False, max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Of a precursor, where known."),
    )  # fmt: skip
    cas = forms.CharField(label=_("CAS number"), required=False, max_length=12)
    laboratory_result = forms.CharField(label=_("What the laboratory found"), required=False, max_length=300)
    laboratory_reference = forms.CharField(label=_("Laboratory's reference"), required=False, max_length=100)
    laboratory_date = forms.DateField(
        label=_("Date of its result"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers what is seized most often, the units, and the forms."""
        super().__init__(*args, **kwargs)
        options = {"frequent": choices.frequent(), "unit": choices.units(), "form": choices.forms()}
        for name, offered in options.items():
            present = str(self[name].value() or "")
            kept = [] if present in {"", *dict(offered)} else [(present, choices.plainly(name, present))]
            self.fields[name].choices = [*offered, *kept]  # type: ignore[attr-defined]

    def place(self, field: str) -> str:
        """This function returns the field at which a fault of the given good stands."""
        return {"words": "said", "substance": "said", "currency": "unit"}.get(field) or super().place(field)

    def given(self, every: Sequence[GivenGood] = ()) -> GivenGood:
        """This function returns what the row says; of what the seizure said before, what no field asks for."""
        said, was = self.cleaned_data, self.before(every, GivenGood(kind="", words=""))
        if self.is_as_before:
            return was
        frequent, words = choices.known(said.get("frequent", "")), said.get("said", "")
        unit = said.get("unit", "")
        currency = unit if unit in choices.CURRENCIES else ""
        pressed = frequent if frequent and not words else None
        kind = GoodKind.CASH if currency else choices.kind_of(said.get("kind", ""), pressed, words)
        substance = was.substance if words and words == was.words else ""
        if was.words and "unit" not in self.changed_data:
            unit, currency = was.unit, was.currency
        return replace(
            was, kind=str(kind), words=words or (pressed.words if pressed else choices.cash() if currency else ""),
            substance=pressed.code if pressed else substance,
            form=said.get("form") or (pressed.form if pressed else ""),
            amount=said.get("amount", ""), unit="" if currency == unit else unit, currency=currency,
            purity=said.get("purity", ""), logo=said.get("logo", ""), hs=said.get("hs", ""), cas=said.get("cas", ""),
            laboratory_result=said.get("laboratory_result", ""),
            laboratory_reference=said.get("laboratory_reference", ""),
            laboratory_date=str(said.get("laboratory_date") or ""),
        )  # fmt: skip


class PointRow(GivenRow):
    """A country or place of the route."""

    telling: ClassVar[tuple[str, ...]] = ("country", "place_words")
    add_label: ClassVar[str | Promise] = _("Another place of the route")

    role = forms.ChoiceField(label=_("What it is"), choices=PointRole.choices)
    country = forms.CharField(
        label=_("Country"), required=False, max_length=100, widget=forms.TextInput(attrs=OPEN_COUNTRY)
    )
    place_words = forms.CharField(label=_("Place"), required=False, max_length=300)
    source = forms.CharField(label=_("Where this is known from"), required=False, max_length=200)
    source_code = forms.ChoiceField(label=_("Source"), choices=[("", "–"), *SOURCES], required=False)
    information_code = forms.ChoiceField(label=_("Information"), choices=[("", "–"), *INFORMATION], required=False)
    folded: ClassVar[tuple[str, ...]] = ("place_words", "source", "source_code", "information_code")
    more_title: ClassVar[str | Promise] = _("Place, and how this is known")

    def place(self, field: str) -> str:
        """This function returns the field at which a fault of the given point stands."""
        return {"words": "place_words", "place": "place_words", "confidence": "source_code"}.get(
            field
        ) or super().place(field)

    def given(self, every: Sequence[GivenPoint] = ()) -> GivenPoint:
        """This function returns what the row says; the place that it had is kept while its words stay."""
        said, was = self.cleaned_data, self.before(every, GivenPoint(role=""))
        if self.is_as_before:
            return was
        country_code = choices.country_code(said.get("country", ""))
        words = said.get("place_words") or said.get("country", "")
        stays = country_code == was.country and said.get("place_words") in {was.words, ""}
        return GivenPoint(
            role=said.get("role", ""), words=words, place=was.place if stays else "", country=country_code,
            source=said.get("source", ""), confidence=said.get("source_code", "") + said.get("information_code", ""),
        )  # fmt: skip

    @property
    def is_told(self) -> bool:
        """This function tells whether the row names a country or place."""
        return any(self[name].value() for name in self.telling)

    def clean_country(self) -> str:
        """This function refuses what is no country, and keeps it as it was written."""
        words = str(self.cleaned_data["country"])
        if words and country(choices.country_code(words)) is None:
            raise forms.ValidationError(_("This is no country. Choose one from the list."))
        return words


class ArrestRow(GivenRow):
    """Persons of one description; they are not named here."""

    telling: ClassVar[tuple[str, ...]] = ("number",)
    add_label: ClassVar[str | Promise] = _("Others, of another description")

    number = forms.IntegerField(
        label=_("How many"), required=False, min_value=0, max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    nationality = forms.CharField(
        label=_("Nationality"), required=False, max_length=100, widget=forms.TextInput(attrs=OPEN_COUNTRY)
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    age_band = forms.ChoiceField(label=_("Age"), required=False)
    folded: ClassVar[tuple[str, ...]] = ("nationality", "sex", "age_band")
    more_title: ClassVar[str | Promise] = _("Nationality, sex, age")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers the words for sex and age."""
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices.sexes()  # type: ignore[attr-defined]
        self.fields["age_band"].choices = choices.ages()  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """This function tells whether nobody was arrested of this description."""
        return super().is_blank or (self.is_bound and str(self.data.get(self.add_prefix("number"), "")).strip() == "0")

    def given(self, every: Sequence[GivenArrest] = ()) -> GivenArrest:
        """This function returns what the row says, with the words that a file gave."""
        said, was = self.cleaned_data, self.before(every, GivenArrest(number=0))
        if self.is_as_before:
            return was
        return replace(
            was, number=said.get("number") or 0, nationality=choices.country_code(said.get("nationality", "")),
            sex=said.get("sex", ""), age_band=said.get("age_band", ""),
        )  # fmt: skip
