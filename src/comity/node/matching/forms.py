"""Forms: a subject to be checked, a decision on a hit, a budget."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.holdings.models import SCHEMAS
from comity.node.offences import PURPOSES
from comity.node.partners.queries import accepted
from comity.subjects.model import Schema

_FIELDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "name": (_("Name"), _("In any script, as you have it.")),
    "alias": (_("Other name or spelling"), ""),
    "birthDate": (_("Date of birth"), _("1980-02-03, 1980-02 or only 1980.")),
    "nationality": (_("Country"), _("Nationality, or where an organisation or vehicle is registered: such as KH.")),
    "passportNumber": (_("Passport number"), ""),
    "idNumber": (_("Identity card number"), ""),
    "phone": (_("Phone"), _("With the country code, such as +855 12 345 678.")),
    "email": (_("E-mail"), ""),
    "accountNumber": (_("Bank account"), ""),
    "publicKey": (_("Wallet"), ""),
    "registrationNumber": (_("Company number, or number plate of a vehicle"), ""),
}


class SubjectForm(forms.Form):
    """A subject that is typed in, and whom to ask."""

    schema = forms.ChoiceField(label=_("What it is"), choices=SCHEMAS, initial=Schema.PERSON.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function adds a field for each property, and the partners."""
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in _FIELDS.items():
            self.fields[name] = forms.CharField(
                label=cast("str", label), help_text=cast("str", help_text), required=False, max_length=300
            )
        self.fields["partners"] = forms.MultipleChoiceField(
            label=_("Partners to ask"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(p.id, str(p)) for p in accepted()],
            help_text=_("None chosen: everyone whom the law lets you ask."),
        )  # fmt: skip

    def values(self) -> list[tuple[str, str]]:
        """This function returns the properties that were filled in."""
        return [(name, self.cleaned_data[name]) for name in _FIELDS if self.cleaned_data.get(name)]

    def partners(self) -> list[str] | None:
        """This function returns whom to ask, or None for everyone."""
        return self.cleaned_data["partners"] or None


class DecisionForm(forms.Form):
    """Why a hit is confirmed or dismissed."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you compared. A dismissal needs a reason."),
    )  # fmt: skip


_EVERY = ("", _("every purpose together (ceiling)"))


class BudgetForm(forms.Form):
    """A budget that is proposed to a partner."""

    elements = forms.IntegerField(
        label=_("Elements a day"), min_value=0, max_value=50_000_000,
        help_text=_("What either side may ask of the other. One checked subject is 18 elements."),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=[_EVERY, *PURPOSES])
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, at most a year from now; empty: until another is agreed."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person there who decides reads this. Name no subject."),
    )  # fmt: skip


class LowerForm(forms.Form):
    """What a partner may ask of this node from now on, where that is less than before."""

    elements = forms.IntegerField(label=_("Elements a day"), min_value=0, max_value=50_000_000)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=[_EVERY, *PURPOSES])
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=300, help_text=_("For your own ledger; the partner is not told.")
    )


class JointForm(forms.Form):
    """A joint check that is proposed to a partner."""

    partner = forms.ChoiceField(label=_("Partner"))
    elements = forms.IntegerField(
        label=_("Elements"), min_value=1, max_value=100_000_000,
        help_text=_("Blinded keys that the partner may evaluate in all. What your holdings will take is filled in."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, at most 30 days from now."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person there who decides reads this. Name no subject."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function adds the partners."""
        super().__init__(*args, **kwargs)
        self.fields["partner"] = forms.ChoiceField(label=_("Partner"), choices=[(p.id, str(p)) for p in accepted()])
