"""Forms for asking and answering; the contents themselves are checked by `exchange.contents`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.exchange.contents import Ground, Status, Urgency
from comity.kernel import Handling, Pap, Restriction, Tlp
from comity.node.partners.models import ROLE_NAMES, Partner
from comity.subjects.model import Role, Schema

SCHEMAS = [
    (Schema.PERSON.value, _("person")),
    (Schema.ORGANIZATION.value, _("organisation")),
    (Schema.COMPANY.value, _("company")),
    (Schema.VEHICLE.value, _("vehicle")),
    (Schema.VESSEL.value, _("vessel")),
    (Schema.ACCOUNT.value, _("bank account")),
    (Schema.WALLET.value, _("wallet")),
    (Schema.UNKNOWN.value, _("person or organisation")),
]
PROPERTIES = {
    "name": _("Name"),
    "birthDate": _("Date of birth"),
    "nationality": _("Nationality"),
    "passportNumber": _("Passport"),
    "idNumber": _("Identity card"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "accountNumber": _("Account"),
    "registrationNumber": _("Plate or registration"),
}
URGENCIES = [
    (Urgency.ROUTINE.value, _("routine: 7 days")),
    (Urgency.URGENT.value, _("urgent: 3 days")),
    (Urgency.URGENT_HELD.value, _("urgent and directly held: 8 hours")),
]
STATUSES = [
    (Status.FULL.value, _("full answer")),
    (Status.PARTIAL.value, _("answer in part")),
    (Status.NOTHING_HELD.value, _("nothing held")),
    (Status.ACKNOWLEDGED.value, _("acknowledged, the answer follows")),
    (Status.CLARIFICATION.value, _("clarification needed")),
    (Status.REFUSED.value, _("refused")),
    (Status.REDIRECTED.value, _("redirected to who is competent")),
]
GROUNDS = [
    ("", "—"),
    (Ground.NO_LEGAL_BASIS.value, _("no legal basis")),
    (Ground.DUAL_CRIMINALITY.value, _("lack of dual criminality")),
    (Ground.SOVEREIGNTY.value, _("sovereignty or security")),
    (Ground.ONGOING.value, _("ongoing investigation or safety of a person")),
    (Ground.HUMAN_RIGHTS.value, _("risk to human rights")),
    (Ground.DISPROPORTIONATE.value, _("disproportionate or not specific")),
    (Ground.THIRD_PARTY.value, _("a third party has not consented")),
    (Ground.COMPETENCE.value, _("outside the competence")),
    (Ground.OTHER.value, _("other, in words")),
]
HANDLING = [
    (Handling.H1.value, _("H1: not as evidence without our permission")),
    (Handling.H2.value, _("H2: no dissemination without our permission")),
    (Handling.H3.value, _("H3: another restriction, in words")),
]
_AREA = forms.Textarea(attrs={"rows": 4})


class RestrictionForm(forms.Form):
    """Handling codes, TLP and PAP of what is written."""

    handling = forms.MultipleChoiceField(
        label=_("Handling codes besides H0"), choices=HANDLING, required=False, widget=forms.CheckboxSelectMultiple
    )
    tlp = forms.TypedChoiceField(
        label=_("Who may see it (TLP)"), choices=[(t.value, t.label) for t in Tlp], coerce=int, initial=Tlp.AMBER.value
    )
    pap = forms.TypedChoiceField(
        label=_("What may be done (PAP)"), choices=[(p.value, p.name) for p in Pap], coerce=int, initial=Pap.AMBER.value
    )
    words = forms.CharField(label=_("Restriction in words (H3)"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """This function checks that H3 and its words come together."""
        values: dict[str, Any] = super().clean() or {}
        if ("H3" in values.get("handling", [])) != bool(values.get("words")):
            self.add_error("words", _("H3 needs its restriction in words, and words need H3"))
        return values

    def restriction(self) -> Restriction:
        """This function returns what was chosen."""
        values = self.cleaned_data
        codes = frozenset(Handling(h) for h in values["handling"])
        return Restriction(codes, Tlp(values["tlp"]), Pap(values["pap"]), values["words"])


class AskForm(RestrictionForm):
    """A request."""

    partner = forms.ModelChoiceField(label=_("To"), queryset=Partner.objects.none(), empty_label=None)
    schema = forms.ChoiceField(label=_("The subject is a"), choices=SCHEMAS)
    role = forms.ChoiceField(
        label=_("Role in our case"), choices=[(r.value, ROLE_NAMES[r]) for r in Role], initial=Role.SUSPECT.value
    )
    asked = forms.CharField(label=_("What exactly is asked"), widget=_AREA)
    facts = forms.CharField(label=_("Facts and suspicion"), widget=_AREA)
    link = forms.CharField(label=_("Why this country"), widget=forms.Textarea(attrs={"rows": 2}))
    foreseen_use = forms.CharField(label=_("What the answer is for"), widget=forms.Textarea(attrs={"rows": 2}))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES)
    urgency_reason = forms.CharField(label=_("Why it is urgent"), required=False, max_length=500)
    do_not_alert = forms.CharField(label=_("Who must not learn of it"), required=False, max_length=500)
    evidence = forms.BooleanField(label=_("To serve as evidence, not as intelligence only"), required=False)
    hit = forms.CharField(required=False, widget=forms.HiddenInput)
    handle = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, partners: QuerySet[Partner], handle_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        if not handle_only:
            for name, label in PROPERTIES.items():
                self.fields[name] = forms.CharField(label=label, required=False, max_length=500)

    def subject(self) -> dict[str, Any]:
        """This function returns the subject as `exchange.contents.AskedSubject` takes it."""
        values = self.cleaned_data
        said = {
            n: [v.strip() for v in values.get(n, "").split(";") if v.strip()] for n in PROPERTIES if n in self.fields
        }
        subject = {
            "schema_name": values["schema"],
            "role": values["role"],
            "properties": {name: texts for name, texts in said.items() if texts},
        }
        return subject | ({"handle": values["handle"]} if values["handle"] else {})


class AnswerForm(RestrictionForm):
    """A reply, with at most one item; more are written through the API."""

    status = forms.ChoiceField(label=_("The answer is"), choices=STATUSES)
    text = forms.CharField(label=_("In words"), required=False, widget=_AREA)
    item = forms.CharField(
        label=_("Information"), required=False, widget=_AREA, help_text=_("For a full answer or one in part")
    )
    evaluation = forms.CharField(label=_("Evaluation (4×4)"), required=False, max_length=2, initial="B2")
    permitted_use = forms.CharField(label=_("Permitted use"), required=False, max_length=500)
    date_of_data = forms.CharField(
        label=_("Date of the data"), required=False, max_length=10, help_text=_("2026-05-12, 2026-05 or 2026")
    )
    holding = forms.ChoiceField(label=_("From our holding"), required=False)
    ground = forms.ChoiceField(label=_("Ground of refusal"), choices=GROUNDS, required=False)
    ground_words = forms.CharField(label=_("Ground in words, or who is competent"), required=False, max_length=500)
    expected = forms.DateField(
        label=_("The rest is expected on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, holdings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holding"].choices = [("", "—"), *holdings]  # type: ignore[attr-defined]

    def item_values(self, conditions: dict[str, Any], today: date) -> list[dict[str, Any]]:
        """This function returns the item, or none where nothing is written."""
        values = self.cleaned_data
        if not values["item"].strip():
            return []
        return [
            {
                "text": values["item"],
                "conditions": conditions,
                "evaluation": values["evaluation"] or "X4",
                "permitted_use": values["permitted_use"] or "intelligence",
                "date_of_data": values["date_of_data"] or today.isoformat(),
            }
        ]


class DisapproveForm(forms.Form):
    """Why a request shall not leave."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
