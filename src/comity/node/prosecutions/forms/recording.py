"""The form of one prosecution: what is charged, when and where; who; and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comity.node.holdings.forms import HandlingForm
from comity.node.holdings.grounds import Grounds
from comity.node.messaging.forms.rows import Rows, say_plainly
from comity.node.offences import OFFENCES
from comity.node.permissions import Actor
from comity.node.places import queries as places
from comity.node.prosecutions.forms.rows import DefendantRow
from comity.node.prosecutions.given import Given
from comity.node.prosecutions.models import Prosecution
from comity.node.runtime import config
from comity.node.seizures.faults import InvalidFields
from comity.node.seizures.forms import choices
from comity.subjects import Role

NAMED = {
    "holdings.grounds.case": "ground", "holdings.grounds.source": "source",
    "holdings.grounds.retention": "retention_until", "prosecutions.reference.taken": "reference",
    "prosecutions.reason": "reason", "prosecutions.seizures": "seizures",
}  # fmt: skip
"""The field at which an error of the operation stands, by its code."""


class ProsecutionForm(HandlingForm):
    """A prosecution as a person says it."""

    use_required_attribute = False
    releasable_to = None  # type: ignore[assignment]

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    country = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    """Of a court in no province that is known; a province says its own."""
    reference = forms.CharField(
        label=_("File number"), required=False, max_length=60,
        help_text=_("Of the court or the prosecutor. Empty: this node makes one."),
    )  # fmt: skip
    offence = forms.ChoiceField(label=_("Offence"), choices=[("", _("Choose an offence")), *OFFENCES])
    charge = forms.CharField(
        label=_("Charge"), max_length=300, help_text=_("In words, with the article of the law; without names.")
    )
    date = forms.CharField(label=_("Date of the charge"), max_length=20, help_text=_("2026-05-14, 2026-05 or 2026"))
    province = forms.ChoiceField(label=_("Province of the court"), required=False)
    court = forms.CharField(label=_("Court"), required=False, max_length=200)
    prosecutor = forms.CharField(label=_("Office of the prosecutor"), required=False, max_length=200)
    seizures = forms.CharField(
        label=_("Seizures that it rests on"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("File numbers of seizures, one a line."),
    )  # fmt: skip
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    ground = forms.ChoiceField(label=_("Case or standing duty"))
    source = forms.CharField(label=_("Where it comes from"), max_length=200)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        initial: Mapping[str, Any] | None = None,
        rows: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """This function begins with the working period's case.

        Args:
            data: what was sent, or None before that.
            actor: whose cases are offered.
            initial: what the fields begin with.
            rows: what the rows of persons begin with.
        """
        begun = {
            "ground": choices.ground_of(actor), "source": _("File of the court"), "source_code": "A",
            "information_code": "1",
        }  # fmt: skip
        super().__init__(data, initial={**begun, **(initial or {})})
        say_plainly(self)
        self.fields["ground"].choices = choices.grounds(actor)  # type: ignore[attr-defined]
        self.fields["province"].choices = provinces(str(self.initial.get("province", "")))  # type: ignore[attr-defined]
        self.defendants: Rows[DefendantRow] = Rows(DefendantRow, "defendants", data, rows)

    def ask_why(self) -> None:
        """This function asks for the reason of a correction."""
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("A mistake, an outcome, an appeal."), error_messages={"required": _("Fill this in.")},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """This function judges the rows with the rest, so that every fault is told at once."""
        values = super().clean()
        self.defendants.is_valid()
        return values

    def is_valid(self) -> bool:
        """This function tells whether form and rows are as they should be."""
        return super().is_valid() and not any(row.errors for row in self.defendants)

    def calm(self) -> None:
        """This function shows what was written without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for row in self.defendants:
            row.calm()

    @property
    def wrong(self) -> list[forms.BoundField]:
        """This function returns every field that needs mending."""
        return [bound for bound in self if bound.errors] + [b for row in self.defendants for b in row if b.errors]

    def given(self) -> Given:
        """This function returns what a valid form says."""
        said = self.cleaned_data
        plain = ("reference", "offence", "charge", "date", "province", "court", "prosecutor", "remarks")
        return Given(
            **{name: said[name] for name in plain}, seizures=tuple(said["seizures"].split("\n")),
            country=said["province"][:2] or said["country"],
            defendants=tuple(row.given() for row in self.defendants.filled),
        )  # fmt: skip

    def grounds(self) -> Grounds:
        """This function returns case or duty, source, evaluation, handling and retention of a valid form."""
        return choices.grounds_said(self.cleaned_data, Role.UNKNOWN, self.evaluation)

    def place_of(self, code: str) -> str | None:
        """This function returns the field at which an error of a code stands; None: above all fields."""
        return NAMED.get(code) if NAMED.get(code) in self.fields else None

    def blame(self, error: InvalidFields) -> None:
        """This function puts every fault that the operation found beside its field."""
        for each in error.faults:
            sentence = f"{each.reason[:1].upper()}{each.reason[1:]}."
            first, _dot, rest = each.field.partition(".")
            if first == "defendants" and rest:
                number, _dot, name = rest.partition(".")
                row = self.defendants.filled[int(number) - 1]
                row.add_error(row.place(name), sentence)
            else:
                self.add_error(first if first in self.fields else None, sentence)


def provinces(present: str = "") -> list[tuple[str, str]]:
    """This function returns the provinces of this node's country as choices, and one that is chosen already."""
    known = places.gazetteer()
    found = [*known.children(config().country)]
    if (one := known.get(present)) and one not in found:
        found.append(one)
    return [("", "–"), *((each.code, str(choices.place_name(each.code))) for each in found)]


def initial_of(found: Prosecution) -> dict[str, Any]:
    """This function returns what the form of a correction begins with."""
    plain = ("revision", "reference", "offence", "charge", "date", "country", "province", "court", "prosecutor",
             "remarks", "source", "retention_until", "tlp", "pap", "words")  # fmt: skip
    said = {name: getattr(found, name) for name in plain}
    named = found.seizures.order_by("reference").values_list("reference", flat=True)
    return said | {
        "ground": f"case:{found.case_id}" if found.case_id else f"duty:{found.duty_id}", "seizures": "\n".join(named),
        "source_code": found.evaluation[:1], "information_code": found.evaluation[1:],
        "handling": [code for code in found.handling.split() if code != "H0"],
    }  # fmt: skip


def rows_of(found: Prosecution) -> list[dict[str, Any]]:
    """This function returns what the rows of a correction begin with."""
    plain = (
        "persons",
        "sex",
        "age_band",
        "outcome",
        "outcome_date",
        "appeal",
        "sentence",
        "months",
        "currency",
        "words",
    )
    return [
        {name: getattr(each, name) for name in plain}
        | {
            "nationality": choices.country_words(each.nationality), "holding_id": each.holding_id or "",
            "fine": choices.plain(each.fine),
        }
        for each in found.defendants.all()
    ]  # fmt: skip
