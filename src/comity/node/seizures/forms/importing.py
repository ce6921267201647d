"""A file of seizures, and what its rows have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.node.holdings.forms import HandlingForm
from comity.node.holdings.grounds import Grounds
from comity.node.messaging.forms.rows import say_plainly
from comity.node.permissions import Actor
from comity.node.seizures.forms import choices
from comity.subjects import Role


class IntakeForm(HandlingForm):
    """A file with UNODC's columns, and what is stated once for all of its rows."""

    use_required_attribute = False
    releasable_to = None  # type: ignore[assignment]
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX with the columns of UNODC's individual drug seizures."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Case or standing duty"))
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("For example: register of the border post, 2016.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """This function offers what the actor works on, the working period's case first."""
        super().__init__(*args, **kwargs)
        say_plainly(self)
        ground = self.fields["ground"]
        ground.choices = choices.grounds(actor)  # type: ignore[attr-defined]
        ground.initial = choices.ground_of(actor)

    def grounds(self) -> Grounds:
        """This function returns what a valid form states."""
        return choices.grounds_said(self.cleaned_data, Role.UNKNOWN, self.evaluation)
