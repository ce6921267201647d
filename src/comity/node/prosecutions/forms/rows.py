"""The rows of a prosecution's form: who is charged, and how it ended for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.messaging.forms.rows import Row
from comity.node.prosecutions.given import GivenDefendant
from comity.node.prosecutions.models import Appeal, Outcome, Sentence
from comity.node.seizures.forms import choices


class DefendantRow(Row):
    """A person charged, or several of one description."""

    telling: ClassVar[tuple[str, ...]] = ("persons", "nationality", "sex", "age_band", "holding_id", "words")
    folded: ClassVar[tuple[str, ...]] = ("holding_id", "appeal", "sentence", "months", "fine", "currency", "words")
    more_title: ClassVar[str | Promise] = _("Sentence, appeal, record of the person")
    add_label: ClassVar[str | Promise] = _("Another person, or group of persons")

    persons = forms.IntegerField(
        label=_("Persons"), required=False, min_value=1, max_value=1000, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    nationality = forms.CharField(
        label=_("Nationality"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"list": "countries", "autocomplete": "off"}),
    )  # fmt: skip
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    age_band = forms.ChoiceField(label=_("Age"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=Outcome.choices, initial=Outcome.PENDING)
    outcome_date = forms.CharField(
        label=_("Date of the outcome"), required=False, max_length=20, help_text=_("2026-05-14, 2026-05 or 2026")
    )
    sentence = forms.ChoiceField(label=_("Sentence"), required=False, choices=Sentence.choices)
    months = forms.IntegerField(
        label=_("Months of imprisonment"), required=False, min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    fine = forms.CharField(
        label=_("Fine"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3, help_text="KHR, THB, VND …")
    appeal = forms.ChoiceField(label=_("Appeal"), required=False, choices=Appeal.choices)
    holding_id = forms.CharField(
        label=_("Record"), required=False, max_length=300, help_text=_("Its address on this desk, or its id.")
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers the choices in the reader's language."""
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices.sexes()  # type: ignore[attr-defined]
        self.fields["age_band"].choices = choices.ages()  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """This function tells whether nothing is written but that it is one person."""
        said = {name: str(self.data.get(self.add_prefix(name), "")).strip() for name in self.telling}
        ended = str(self.data.get(self.add_prefix("outcome"), "")) not in {"", Outcome.PENDING.value}
        return self.is_bound and not ended and said.pop("persons") in {"", "0"} and not any(said.values())

    @property
    def more_open(self) -> bool:
        """This function tells whether something stands among what is asked on request."""
        return any(bound.errors or bound.value() for bound in self.more)

    def given(self) -> GivenDefendant:
        """This function returns what a valid row says."""
        said = dict(self.cleaned_data)
        record = str(said.pop("holding_id")).strip().rstrip("/").rsplit("/", 1)[-1]
        said |= {
            "nationality": choices.country_code(said["nationality"]),
            "outcome": said["outcome"] or Outcome.PENDING,
        }
        return GivenDefendant(holding_id=record, **said | {"persons": said["persons"] or 1})
