"""Small forms on the page of a seizure: verify, withdraw, tie a record, add photos; exhibits and steps of custody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.node.holdings.models import ROLES
from comity.node.messaging.forms.rows import say_plainly
from comity.node.runtime import clock
from comity.node.seizures.exhibiting import LENGTHS
from comity.node.seizures.faults import InvalidFields
from comity.node.seizures.forms.recording import PhotosField, PhotosInput
from comity.node.seizures.models import Good, Step
from comity.subjects import Role

PROTECTED = {Role.VICTIM.value, Role.WITNESS.value}
TOUCHED = [("", _("nobody looked")), ("yes", _("whole")), ("no", _("broken"))]


def _key() -> forms.CharField:
    return forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class Acting(forms.Form):
    """A form of this page; what the operation finds wrong stands beside the field that it names."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """This function gives each form's fields ids of their own, since several stand on one page."""
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}-%s")
        super().__init__(*args, **kwargs)
        say_plainly(self)

    def blame(self, error: InvalidFields) -> None:
        """This function puts every fault that the operation found beside its field."""
        for each in error.faults:
            sentence = f"{each.reason[:1].upper()}{each.reason[1:]}."
            self.add_error(each.field if each.field in self.fields else None, sentence)


class WordsForm(Acting):
    """What a seizure was compared with."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What you compared it with"), max_length=1000, required=False,
        help_text=_("For example: the report of the post, and the photos."),
    )  # fmt: skip


class WithdrawForm(Acting):
    """Why a seizure does not stand."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(Acting):
    """Why something is taken away."""

    reason = forms.CharField(label=_("Reason"), max_length=1000)


class InvolveForm(Acting):
    """A record of a subject that had to do with the seizure."""

    holding = forms.CharField(label=_("Record"), max_length=300, help_text=_("Its address on this desk, or its id."))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(code, name) for code, name in ROLES if code not in PROTECTED],
        initial=Role.SUSPECT.value,
    )  # fmt: skip
    words = forms.CharField(label=_("In words"), max_length=300, required=False)

    def clean_holding(self) -> str:
        """This function takes the id out of a page's address."""
        return str(self.cleaned_data["holding"]).strip().rstrip("/").rsplit("/", 1)[-1]


class PhotosForm(Acting):
    """Further photos."""

    key = _key()
    photos = PhotosField(label=_("Photos"), widget=PhotosInput(attrs={"accept": "image/*", "multiple": True}))
    caption = forms.CharField(label=_("What they show"), max_length=300, required=False)


class ExhibitForm(Acting):
    """A thing that is kept as evidence."""

    key = _key()
    good = forms.TypedChoiceField(label=_("Of what"), required=False, coerce=int, empty_value=None)
    label = forms.CharField(label=_("Label"), max_length=LENGTHS["label"])
    seal = forms.CharField(label=_("Seal"), max_length=LENGTHS["seal"], required=False)
    description = forms.CharField(
        label=_("Description"),
        max_length=LENGTHS["description"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, goods: list[tuple[Good, str]], **kwargs: Any) -> None:
        """This function offers the things that were seized."""
        super().__init__(*args, **kwargs)
        offered = [("", "–"), *((each.number, f"{each.number}. {name}") for each, name in goods)]
        self.fields["good"].choices = offered  # type: ignore[attr-defined]
        if len(goods) == 1:
            self.fields["good"].initial = goods[0][0].number


class StepForm(Acting):
    """What happened to an exhibit."""

    key = _key()
    step = forms.ChoiceField(label=_("What happened"), choices=[("", "–"), *Step.choices])
    when = forms.DateTimeField(
        label=_("When"), input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    from_whom = forms.CharField(label=_("From whom"), max_length=LENGTHS["from_whom"], required=False)
    to_whom = forms.CharField(label=_("To whom"), max_length=LENGTHS["to_whom"], required=False)
    place = forms.CharField(label=_("Where"), max_length=LENGTHS["place"], required=False)
    seal = forms.CharField(label=_("Seal afterwards"), max_length=LENGTHS["seal"], required=False)
    intact = forms.ChoiceField(label=_("The seal was"), choices=TOUCHED, required=False)
    corrects = forms.TypedChoiceField(
        label=_("Puts right the step"), required=False, coerce=int, empty_value=None,
        help_text=_("Only for a correction: a step is never changed, a later one puts it right."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason, remarks"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, numbers: list[tuple[int, str]], **kwargs: Any) -> None:
        """This function begins with now, and offers the steps that can be put right."""
        super().__init__(*args, **kwargs)
        self.fields["corrects"].choices = [("", "–"), *numbers]  # type: ignore[attr-defined]
        self.fields["when"].initial = timezone.localtime(clock().now()).replace(second=0, microsecond=0)

    def clean_intact(self) -> bool | None:
        """This function returns whether the seal was whole; None where nobody looked."""
        return {"yes": True, "no": False}.get(self.cleaned_data["intact"])
