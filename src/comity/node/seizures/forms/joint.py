"""Forms about joint seizures: propose, answer, end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import JointGround
from comity.node.messaging.words import JOINT_GROUNDS
from comity.node.partners.models import Partner
from comity.node.runtime import clock, node_id
from comity.node.seizures.forms.acting import Acting
from comity.node.seizures.joining import ANSWERED_WITHIN

REFUSING = (JointGround.ANOTHER, JointGround.NOT_RECORDED, JointGround.COUNTING, JointGround.OTHER)
ENDING = (JointGround.MISTAKE, JointGround.ANOTHER, JointGround.COUNTING, JointGround.WITHDRAWN, JointGround.OTHER)
AGREED, REFUSED = "agreed", "refused"


def _grounds(which: Sequence[JointGround]) -> list[tuple[str, Any]]:
    return [("", "–"), *((each.value, JOINT_GROUNDS[each]) for each in which)]


class ProposeForm(Acting):
    """To which partner a seizure is said to be joint, and who shall count it."""

    partner = forms.ChoiceField(label=_("With which partner"))
    counted_by = forms.ChoiceField(
        label=_("Who counts it"), widget=forms.RadioSelect,
        help_text=_("The other side leaves it out of its totals, so that it is not counted twice."),
    )  # fmt: skip
    their_reference = forms.CharField(
        label=_("Their reference"), max_length=60, required=False, help_text=_("Where you know it.")
    )
    answer_by = forms.DateTimeField(
        label=_("Answer by"), input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads this."),
    )  # fmt: skip

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        """This function offers the partners, and asks for an answer within two weeks."""
        super().__init__(*args, **kwargs)
        offered = [(each.id, str(each)) for each in partners]
        self.fields["partner"].choices = offered  # type: ignore[attr-defined]
        counting = [(node_id(), _("this agency")), ("", _("the partner"))]
        self.fields["counted_by"].choices = counting  # type: ignore[attr-defined]
        self.fields["counted_by"].required = False
        self.fields["counted_by"].initial = node_id()
        until = timezone.localtime(clock().now() + ANSWERED_WITHIN - timedelta(minutes=5))
        self.fields["answer_by"].initial = until.replace(second=0, microsecond=0)

    def counter(self) -> str:
        """This function returns the node id of who shall count it."""
        return str(self.cleaned_data["counted_by"] or self.cleaned_data["partner"])


class AnswerForm(Acting):
    """Whether it is the same seizure, and which of ours."""

    answer = forms.ChoiceField(
        label=_("Is it the same seizure?"), widget=forms.RadioSelect,
        choices=[(AGREED, _("yes, the same")), (REFUSED, _("no"))],
    )  # fmt: skip
    seizure = forms.ChoiceField(label=_("Which of ours"), required=False, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Another one of ours"), required=False, max_length=60, help_text=_("Its reference.")
    )
    ground = forms.ChoiceField(label=_("Why not"), required=False, choices=_grounds(REFUSING))
    words = forms.CharField(
        label=_("In words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The partner reads this."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """This function offers the seizures of ours that it may be."""
        super().__init__(*args, **kwargs)
        self.fields["seizure"].choices = list(candidates)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This function asks for our seizure where it is the same, and for a ground where it is not."""
        data = super().clean() or {}
        if data.get("answer") == AGREED and not data.get("seizure") and not data.get("reference"):
            self.add_error("seizure", _("Say which of ours it is."))
        if data.get("answer") == REFUSED and not data.get("ground"):
            self.add_error("ground", _("Say why not."))
        return data


class TieForm(Acting):
    """Which seizure of ours an agreement means."""

    reference = forms.CharField(label=_("Reference of our seizure"), max_length=60)


class EndForm(Acting):
    """Why a joint seizure is none, or none any more."""

    ground = forms.ChoiceField(label=_("Why"), choices=_grounds(ENDING))
    words = forms.CharField(
        label=_("In words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
