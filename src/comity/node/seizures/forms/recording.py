"""The form of one seizure: what, where and when first; everything else on request."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from comity.kernel import InvalidInput
from comity.node.errors import said
from comity.node.holdings.forms import HandlingForm
from comity.node.holdings.grounds import Grounds, check_retention
from comity.node.messaging.forms.rows import Row, Rows, say_plainly
from comity.node.permissions import Actor
from comity.node.runtime import clock
from comity.node.seizures.faults import InvalidFields
from comity.node.seizures.forms import choices
from comity.node.seizures.forms.rows import ArrestRow, GoodRow, PointRow
from comity.node.seizures.given import Given
from comity.node.seizures.judging import judge
from comity.node.seizures.models import PointRole, PositionOf
from comity.subjects import Role

ROUTE: Sequence[Mapping[str, Any]] = tuple(
    {"role": role.value} for role in (PointRole.DEPARTURE, PointRole.TRANSIT, PointRole.DESTINATION)
)
"""The rows that an empty route begins with."""
LEVELS = ("country", "province", "district", "commune", "village")
NUMBERS = ("latitude", "longitude", "accuracy")
SAID = ("position_of", "transport", "hiding", "detection", "routing", "remarks", "reference")
NAMED = {
    "holdings.grounds.case": "ground", "holdings.grounds.source": "source",
    "holdings.grounds.retention": "retention_until",
    "seizures.reference.taken": "reference", "seizures.reason": "reason",
}  # fmt: skip
"""The field at which an error of the operation stands, by its code."""


class PhotosInput(forms.ClearableFileInput):
    """A camera, or files that are there already."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """No photo, or several."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """This function returns the files that were sent, each checked as one."""
        return [super(PhotosField, self).clean(each, initial) for each in data or () if each]


class RecordingForm(HandlingForm):
    """A seizure as a person at a border post says it."""

    use_required_attribute = False
    releasable_to = None  # type: ignore[assignment]
    kinds: ClassVar[Mapping[str, type[Row]]] = {"goods": GoodRow, "points": PointRow, "arrests": ArrestRow}

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(
        label=_("Photos"), required=False, widget=PhotosInput(attrs={"accept": "image/*", "multiple": True})
    )
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, widget=forms.TextInput(attrs={"inputmode": "text"})
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, widget=forms.TextInput(attrs={"inputmode": "text"})
    )
    accuracy = forms.FloatField(required=False, widget=forms.HiddenInput)
    position_of = forms.ChoiceField(choices=PositionOf.choices, required=False, widget=forms.HiddenInput)
    place = forms.CharField(
        label=_("Place"), required=False, max_length=300,
        help_text=_("Begin to write, in any script; words that no list knows are kept as they are."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-words": ""}),
    )  # fmt: skip
    place_code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput(attrs={"data-code": ""}))
    place_of = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    place_kind = forms.ChoiceField(label=_("What kind of place"), required=False, widget=forms.RadioSelect)
    other_kind = forms.ChoiceField(label=_("Another kind of place"), required=False)
    date = forms.CharField(
        label=_("Day"), required=False, max_length=20, widget=forms.TextInput(attrs={"type": "date"})
    )
    date_words = forms.CharField(
        label=_("Only the month or year is known"), required=False, max_length=20, help_text=_("2026-05 or 2026")
    )
    transport = forms.ChoiceField(label=_("Means of transport"), required=False)
    hiding = forms.ChoiceField(label=_("Hidden in"), required=False)
    detection = forms.ChoiceField(label=_("How it was found"), required=False)
    routing = forms.ChoiceField(label=_("Routing"), required=False)
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reference = forms.CharField(
        label=_("File number"), required=False, max_length=60, help_text=_("Empty: this node makes one.")
    )
    ground = forms.ChoiceField(label=_("Case or standing duty"))
    source = forms.CharField(label=_("Where it comes from"), max_length=200)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        actor: Actor,
        initial: Mapping[str, Any] | None = None,
        rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        was: Given | None = None,
    ) -> None:
        """This function begins with today, the working period's case, and what an officer saw.

        Args:
            data: what was sent, or None before that.
            files: what was sent with it.
            actor: whose cases are offered.
            initial: what the fields begin with.
            rows: what the rows begin with, by their prefix.
            was: what the seizure says that is being changed; what no field asks for is kept from it.
        """
        self.was = was
        begun = {
            "date": clock().now().date().isoformat(), "ground": choices.ground_of(actor), "source": _("Own seizure"),
            "source_code": "A", "information_code": "1", "position_of": PositionOf.NONE,
        }  # fmt: skip
        super().__init__(data, files, initial={**begun, **(initial or {})})
        say_plainly(self)
        offered = {
            "ground": choices.grounds(actor), "place_kind": choices.place_kinds(), "other_kind": choices.other_kinds(),
            "transport": choices.transports(), "hiding": choices.hidings(), "detection": choices.detections(),
            "routing": choices.routings(),
        }  # fmt: skip
        for name, options in offered.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        shown = {"points": ROUTE, **(rows or {})}
        self.rows: dict[str, Rows[Any]] = {
            prefix: Rows(kind, prefix, data, shown.get(prefix) or ()) for prefix, kind in self.kinds.items()
        }
        if was is not None:
            for row in self.rows["goods"]:
                del row.fields["seal"]  # an exhibit is begun on the page of a seizure that is there

    def ask_why(self) -> None:
        """This function asks for the reason of a correction."""
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Fill this in.")},
        )  # fmt: skip

    @property
    def patterns(self) -> dict[str, Row]:
        """This function returns an empty row of each kind, which the phone copies when one more is wanted."""
        empty = {prefix: kind(prefix=f"{prefix}-__n__") for prefix, kind in self.kinds.items()}
        if self.was is not None:
            del empty["goods"].fields["seal"]
        return empty

    def clean(self) -> dict[str, Any]:
        """This function judges the rows with the rest, so that every fault is told at once."""
        values = super().clean()
        for rows in self.rows.values():
            rows.is_valid()
        try:
            check_retention(values.get("retention_until") or clock().now().date())
        except InvalidInput as error:
            self.add_error("retention_until", said(error))
        return values

    def is_valid(self) -> bool:
        """This function tells whether form and rows are as they should be."""
        return super().is_valid() and not any(row.errors for rows in self.rows.values() for row in rows)

    def calm(self) -> None:
        """This function shows what was written without judging it yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        for rows in self.rows.values():
            for row in rows:
                row.calm()

    @property
    def wrong(self) -> list[forms.BoundField]:
        """This function returns every field that needs mending, in the order of the page."""
        found = [bound for row in self.rows["goods"] for bound in row if bound.errors]
        found += [bound for bound in self if bound.errors]
        return found + [
            bound for prefix in ("points", "arrests") for row in self.rows[prefix] for bound in row if bound.errors
        ]

    def given(self) -> Given:
        """This function returns what the form says of the seizure; of a wrong field, nothing."""
        told: dict[str, Any] = {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        numbers: dict[str, Any] = {name: None if told[name] == "" else told[name] for name in NUMBERS}
        return replace(
            self.was or Given(), **self._levels(told), **numbers, date=told["date_words"] or told["date"],
            place=told["place"], place_kind=told["other_kind"] or told["place_kind"],
            **{name: told[name] for name in SAID}, goods=self._given("goods"), points=self._given("points"),
            arrests=self._given("arrests"),
        )  # fmt: skip

    def judge_too(self, *, draft: bool) -> None:
        """This function adds what only the whole seizure shows to be wrong, so that every fault is told at once."""
        told = {bound.html_name for bound in self.wrong}
        try:
            judge(self.given(), draft=draft)
        except InvalidFields as error:
            self.blame(error, besides=told)

    def grounds(self) -> Grounds:
        """This function returns case or duty, source, evaluation, handling and retention of a valid form."""
        return choices.grounds_said(self.cleaned_data, Role.UNKNOWN, self.evaluation)

    def field_of(self, code: str) -> str | None:
        """This function returns the field at which an error of a code stands; None: above all fields."""
        return NAMED.get(code) if NAMED.get(code) in self.fields else None

    def clean_place_code(self) -> str:
        """This function lets a place go that was chosen, without script, for other words than those that stand now."""
        said = self.data.get("place_of")
        return "" if said and said != self.data.get("place") else str(self.cleaned_data["place_code"])

    def blame(self, error: InvalidFields, besides: Collection[str] = ()) -> None:
        """This function puts every fault that the operation found beside its field, but where one stands already."""
        for each in error.faults:
            sentence = f"{each.reason[:1].upper()}{each.reason[1:]}."
            first, _dot, rest = each.field.partition(".")
            if first in self.rows:
                self._blame_row(self.rows[first], rest, sentence, besides)
            elif (name := "place" if first in LEVELS else first) not in besides:
                self.add_error(name if name in self.fields else None, sentence)

    def seals(self) -> list[tuple[int, str]]:
        """This function returns the seals that were put on things, with the number of the thing from 1."""
        filled = self.rows["goods"].filled
        return [(n, row.cleaned_data["seal"]) for n, row in enumerate(filled, 1) if row.cleaned_data.get("seal")]

    def open(self, *names: str) -> bool:
        """This function tells whether a folded part of the page has something to show."""
        return any(self[name].errors or (self.is_bound and self[name].value()) for name in names)

    def _levels(self, said: Mapping[str, Any]) -> dict[str, Any]:
        code = said["place_code"]
        country = self.was.country if self.was and not code else ""
        return {**dict.fromkeys(LEVELS, ""), "country": country, **choices.level_of(code)}

    def _given(self, prefix: str) -> tuple[Any, ...]:
        return tuple(row.given(getattr(self.was, prefix, ())) for row in self.rows[prefix].filled)

    @staticmethod
    def _blame_row(rows: Rows[Any], place: str, sentence: str, besides: Collection[str]) -> None:
        number, _dot, name = place.partition(".")
        filled = rows.filled or rows.forms
        row = filled[int(number) - 1] if number.isdecimal() and int(number) <= len(filled) else filled[0]
        if row.add_prefix(row.place(name)) not in besides:
            row.add_error(row.place(name), sentence)
