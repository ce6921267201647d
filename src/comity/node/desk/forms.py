"""The forms of the desk's own pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.accounts.models import ROLE_NAMES, User
from comity.node.cases.choosing import choices
from comity.node.cases.models import Case
from comity.node.cases.queries import cases, duties, instruments
from comity.node.cases.words import in_words
from comity.node.desk.countries import partners_countries
from comity.node.offences import OFFENCES, PURPOSES
from comity.node.permissions import Actor

NONE = ("", "")


class PeriodForm(forms.Form):
    """Why the reader works now."""

    ground = forms.ChoiceField(label=_("Case or standing duty"), help_text=_("Only those that you work on are listed."))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])
    instrument = forms.ChoiceField(
        label=_("Legal basis"),
        required=False,
        help_text=_("Needed before a partner is checked or asked; a record here may be read without it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """This function fills the choices with what the actor works on."""
        super().__init__(*args, **kwargs)
        mine = [
            (f"case:{case.id}", str(case))
            for case in cases(actor).filter(closed=None, casemember__user_id=actor.user_id)
        ]
        standing = [(f"duty:{duty.id}", str(duty)) for duty in duties(actor)]
        ground = self.fields["ground"]
        ground.choices = [  # type: ignore[attr-defined]
            ("", _("Choose a case or standing duty")),
            *([(_("Cases"), mine)] if mine else []),
            *([(_("Standing duties"), standing)] if standing else []),
        ]
        apply, self.others = choices(
            instruments(),
            partners_countries(),
            offence=self._offence(mine),
            purpose=self._asked("purpose", dict(PURPOSES)),
        )
        offered = instruments() if self.is_bound else [each.instrument for each in apply]
        # What was sent is judged by the operation, which says the reason.
        self.fields["instrument"].choices = [("", _("None")), *((each.id, str(each)) for each in offered)]  # type: ignore[attr-defined]
        self.has_ground = bool(mine or standing)
        self.reasons = [(each.instrument, in_words(each.gap)) for each in self.others if each.gap]

    def _asked(self, name: str, known: Collection[str]) -> str:
        given = str((self.data if self.is_bound else self.initial).get(name) or "")
        return given if given in known else ""

    def _offence(self, mine: list[tuple[str, str]]) -> str | None:
        case_id = self._asked("ground", dict(mine)).removeprefix("case:")
        return Case.objects.filter(id=case_id).values_list("offence", flat=True).first() if case_id else None


class CaseForm(forms.Form):
    """A new case."""

    reference = forms.CharField(
        label=_("Reference"), max_length=60, help_text=_("The number of your file, for example DEA-2026-0142.")
    )
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Short, without names of persons."))
    offence = forms.ChoiceField(label=_("Offence"), choices=[("", _("Choose an offence")), *OFFENCES])
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])


class MemberForm(forms.Form):
    """A person to work on a case, by user name."""

    username = forms.CharField(label=_("User name"), max_length=60)


class DutyForm(forms.Form):
    """A standing duty."""

    reference = forms.CharField(label=_("Reference"), max_length=60)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("For example: answering partners, or control at a border crossing."),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])
    members = forms.MultipleChoiceField(label=_("On this duty"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        """This function fills the choices with the people of the agency."""
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(user.id, str(user)) for user in people]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("User name"), max_length=60, help_text=_("Letters, digits and . - _ @ +"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Hand it over in person; the person changes it after signing in."),
    )


class ChangePersonForm(forms.Form):
    """What may be changed of an account."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    is_active = forms.BooleanField(label=_("May sign in"), required=False)
    password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep the present one. At least 12 characters."),
    )
