"""Forms of campaigns: the plan with its targets, what was done, a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.flows import substances
from comity.node.campaigns.models import ActivityKind, Campaign, Measure
from comity.node.campaigns.operations import Given, GivenTarget
from comity.node.messaging.forms.rows import Row, Rows, say_plainly
from comity.node.places import queries as places
from comity.node.runtime import config
from comity.node.seizures import naming
from comity.node.seizures.faults import InvalidFields
from comity.node.seizures.forms import choices
from comity.node.seizures.forms.acting import Acting

NONE = ("", "–")


def provinces(present: Sequence[str] = ()) -> list[tuple[str, str]]:
    """This function returns the provinces of this node's country as choices, and those that are chosen already."""
    known = places.gazetteer()
    found = [*known.children(config().country)]
    found += [one for code in present if (one := known.get(code)) and one not in found]
    return [(each.code, str(choices.place_name(each.code))) for each in found]


class TargetRow(Row):
    """What a campaign wants to reach."""

    telling: ClassVar[tuple[str, ...]] = ("measure", "wanted")
    add_label: ClassVar[str | Promise] = _("Another target")

    measure = forms.ChoiceField(label=_("What is counted"), choices=[NONE, *Measure.choices])
    wanted = forms.CharField(label=_("Target"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    drug_group = forms.ChoiceField(
        label=_("Only drugs of the group"), required=False, help_text=_("For seizures and kilograms.")
    )
    province = forms.ChoiceField(label=_("Only in the province"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function offers groups of drugs and provinces in the reader's language."""
        super().__init__(*args, **kwargs)
        groups = [(code, str(naming.group(code))) for code in substances.GROUPS]
        self.fields["drug_group"].choices = [NONE, *groups]  # type: ignore[attr-defined]
        self.fields["province"].choices = [NONE, *provinces([str(self.initial.get("province", ""))])]  # type: ignore[attr-defined]

    def clean_wanted(self) -> Decimal:
        """This function reads a number."""
        try:
            return Decimal(str(self.cleaned_data["wanted"]).replace(" ", ""))
        except InvalidOperation:
            raise ValidationError(_("It is no number; write it as 120 or 12.5.")) from None

    def given(self) -> GivenTarget:
        """This function returns what a valid row says."""
        return GivenTarget(**self.cleaned_data)


class CampaignForm(forms.Form):
    """A campaign as it is planned."""

    use_required_attribute = False
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    reference = forms.CharField(
        label=_("File number"), required=False, max_length=60, help_text=_("Empty: this node makes one.")
    )
    begins = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(
        label=_("What it is for"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    provinces = forms.MultipleChoiceField(
        label=_("Provinces"), required=False, help_text=_("None chosen: the whole country."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        rows: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """This function offers the provinces of this node's country.

        Args:
            data: what was sent, or None before that.
            initial: what the fields begin with.
            rows: what the rows of targets begin with.
        """
        super().__init__(data, initial=dict(initial or {}))
        say_plainly(self)
        self.fields["provinces"].choices = provinces(self.initial.get("provinces", ()))  # type: ignore[attr-defined]
        self.targets: Rows[TargetRow] = Rows(TargetRow, "targets", data, rows)

    def clean(self) -> dict[str, Any]:
        """This function judges the rows with the rest, so that every fault is told at once."""
        self.targets.is_valid()
        return super().clean() or {}

    def is_valid(self) -> bool:
        """This function tells whether form and rows are as they should be."""
        return super().is_valid() and not any(row.errors for row in self.targets)

    def calm(self) -> None:
        """This function shows what was written without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for row in self.targets:
            row.calm()

    @property
    def wrong(self) -> list[forms.BoundField]:
        """This function returns every field that needs mending."""
        return [bound for bound in self if bound.errors] + [b for row in self.targets for b in row if b.errors]

    def given(self) -> Given:
        """This function returns what a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        said["provinces"] = tuple(said["provinces"])
        return Given(**said, targets=tuple(row.given() for row in self.targets.filled))

    def blame(self, error: InvalidFields) -> None:
        """This function puts every fault that the operation found beside its field."""
        for each in error.faults:
            sentence = f"{each.reason[:1].upper()}{each.reason[1:]}."
            first, _dot, number = each.field.partition(".")
            if first == "targets" and number:
                self.targets.filled[int(number) - 1].add_error("wanted", sentence)
            else:
                self.add_error(first if first in self.fields else None, sentence)


class ActivityForm(Acting):
    """What was done on one day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[NONE, *ActivityKind.choices])
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label=_("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    province = forms.ChoiceField(label=_("Province"), required=False)
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    persons = forms.IntegerField(
        label=_("Persons"), required=False, min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Reached by prevention, or referred to treatment. Empty: nobody counted."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        """This function offers the campaign's provinces, or all."""
        super().__init__(*args, **kwargs)
        offered = provinces(campaign.provinces)
        mine = [each for each in offered if not campaign.provinces or each[0] in campaign.provinces]
        self.fields["province"].choices = [NONE, *mine]  # type: ignore[attr-defined]


class ReasonForm(Acting):
    """Why something does not stand."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=500)


def initial_of(found: Campaign) -> dict[str, Any]:
    """This function returns what the form of a change begins with."""
    names = ("revision", "title", "reference", "begins", "ends", "words", "provinces")
    return {name: getattr(found, name) for name in names}


def rows_of(found: Campaign) -> list[dict[str, Any]]:
    """This function returns what the rows of a change begin with."""
    return [
        {
            "measure": each.measure, "drug_group": each.drug_group, "province": each.province,
            "wanted": choices.plain(each.wanted),
        }
        for each in found.targets.all()
    ]  # fmt: skip
