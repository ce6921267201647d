"""Forms about legal instruments and emergencies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.cooperation import Channel, Clause, Condition, ConditionKind, DualCriminality, ExchangeKind, Party
from comity.cooperation.emergencies import Outcome
from comity.kernel.countries import country
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.emergencies import LONGEST, SHORTEST
from comity.node.cases.models import DUALS, GROUND_NAMES, KINDS, OUTCOME_NAMES, Instrument
from comity.node.cases.words import CHANNEL_NAMES, CONDITION_NAMES, EXCHANGE_NAMES
from comity.node.offences import OFFENCES, PURPOSES

EXCHANGES = [(k.value, n) for k, n in EXCHANGE_NAMES.items()]
CHANNELS = [(c.value, n) for c, n in CHANNEL_NAMES.items()]
CONDITIONS = [(c.value, n) for c, n in CONDITION_NAMES.items()]
_MANY = forms.CheckboxSelectMultiple
Given = TypeVar("Given")
_MANY_PARTIES = 4


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"], help_text=help_text
    )


class InstrumentForm(forms.Form):
    """A legal basis between countries."""

    reference = forms.CharField(label=_("Reference"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    parties = forms.CharField(
        label=_("Parties"), help_text=_("Countries, separated by commas: names or ISO codes such as KH, VN.")
    )
    in_force_from = _day(_("In force from"), required=True)
    in_force_to = _day(_("In force to"))
    offences = forms.MultipleChoiceField(
        label=_("Offences"),
        required=False,
        choices=OFFENCES,
        widget=_MANY,
        help_text=_("None chosen: it covers every offence."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        required=False,
        choices=PURPOSES,
        widget=_MANY,
        help_text=_("None chosen: it serves every purpose."),
    )
    dual_criminality = forms.ChoiceField(
        label=_("An offence under both laws (dual criminality)"), choices=DUALS, required=False
    )
    text = forms.CharField(
        label=_("What it says"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("An excerpt, or a summary in your own words."),
    )
    source = forms.CharField(label=_("Where it is published"), max_length=300, required=False)
    checked_on = _day(_("Compared with the source on"))
    to_check = forms.BooleanField(label=_("Our lawyers have yet to check it"), required=False)

    def clean_parties(self) -> list[str]:
        """This function splits the countries and names the ones that nobody knows."""
        given = [part.strip() for part in self.cleaned_data["parties"].split(",") if part.strip()]
        unknown = [part for part in given if country(part) is None]
        if unknown:
            raise forms.ValidationError(
                _("Not known as countries: %(names)s. Give ISO codes such as KH and VN."),
                params={"names": ", ".join(unknown)},
            )
        return given

    def clean_dual_criminality(self) -> str:
        """This function says "not stated" where nothing was chosen."""
        return self.cleaned_data["dual_criminality"] or DualCriminality.NOT_STATED.value

    def clean(self) -> dict[str, Any]:
        """This function checks that parties and dates hold together."""
        values: dict[str, Any] = super().clean() or {}
        parties = {country(each) for each in values.get("parties", [])}
        if "parties" in values and len(parties) < (1 if values.get("kind") == "law" else 2):
            self.add_error("parties", _("An instrument binds at least two countries; only a law may bind one."))
        start, end = values.get("in_force_from"), values.get("in_force_to")
        if start and end and end < start:
            self.add_error("in_force_to", _("It ends before it begins."))
        return values


class PartyForm(forms.Form):
    """A party whose dates or notes differ from the others'."""

    country = forms.CharField(label=_("Country"), max_length=60, required=False)
    bound_from = _day(_("Bound from"), help_text=_("Empty: not known, and then it allows nothing."))
    bound_to = _day(_("Bound to"))
    signed = _day(_("Signed on"))
    left = forms.BooleanField(label=_("Has signed only, or not joined"), required=False)
    words = forms.CharField(label=_("Reservation, declaration or territory"), max_length=500, required=False)

    def clean_country(self) -> str:
        """This function returns the country's code."""
        given = self.cleaned_data["country"].strip()
        code = country(given) if given else ""
        if code is None:
            raise forms.ValidationError(_("No country is known by this name. Write its ISO code."))
        return code

    def clean(self) -> dict[str, Any]:
        """This function checks that a row with something in it names its country, and that its dates hold together."""
        values: dict[str, Any] = super().clean() or {}
        said = any(values.get(name) for name in ("bound_from", "bound_to", "signed", "left", "words"))
        if said and values.get("country") == "":
            self.add_error("country", _("Name the country that this is about."))
        start, end = values.get("bound_from"), values.get("bound_to")
        if start and end and end < start:
            self.add_error("bound_to", _("It ends before it begins."))
        return values

    def party(self) -> Party | None:
        """This function returns what was given, or None for an empty row."""
        values = self.cleaned_data
        if not values.get("country"):
            return None
        return Party(
            country=values["country"],
            signed=values["signed"],
            bound_from=values["bound_from"],
            bound_to=values["bound_to"],
            joined=not values["left"],
            words=values["words"],
        )


class ClauseForm(forms.Form):
    """Which kinds of exchange an instrument provides for, through which channels."""

    kinds = forms.MultipleChoiceField(label=_("Exchange"), choices=EXCHANGES, widget=_MANY, required=False)
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=CHANNELS,
        widget=_MANY,
        required=False,
        help_text=_("None chosen: through every channel."),
    )
    article = forms.CharField(label=_("Article"), max_length=100, required=False)
    words = forms.CharField(label=_("What it says, in your own words"), max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """This function checks that a row with something in it says which exchange it provides for."""
        values: dict[str, Any] = super().clean() or {}
        said = any(values.get(name) for name in ("channels", "article", "words"))
        if said and "kinds" in values and not values["kinds"]:
            self.add_error("kinds", _("Choose at least one kind of exchange."))
        return values

    def clause(self) -> Clause | None:
        """This function returns what was given, or None for an empty row."""
        values = self.cleaned_data
        if not values.get("kinds"):
            return None
        kinds, channels = map(ExchangeKind, values["kinds"]), map(Channel, values["channels"])
        return Clause(frozenset(kinds), frozenset(channels), values["article"], values["words"])


class ConditionForm(forms.Form):
    """A promise that goes with every exchange under an instrument."""

    kind = forms.ChoiceField(label=_("Condition"), choices=[("", "—"), *CONDITIONS], required=False)
    words = forms.CharField(label=_("In words"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """This function checks that words belong to a condition."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("words") and not values.get("kind"):
            self.add_error("kind", _("Choose the condition that the words are about."))
        return values

    def condition(self) -> Condition | None:
        """This function returns what was given, or None for an empty row."""
        values = self.cleaned_data
        return Condition(ConditionKind(values["kind"]), values["words"]) if values.get("kind") else None


class InstrumentForms:
    """The whole page on which an instrument is recorded or changed: every fault of it is shown at once.

    Args:
        data: what was sent, or None.
        instrument: that is changed, or None for a new one.
    """

    def __init__(self, data: Any, instrument: Instrument | None = None) -> None:
        self.form = InstrumentForm(data, initial=_initial(instrument))
        rows = instrument or Instrument(party_terms=[], clauses=[], conditions=[])
        self._before = {each["country"]: each for each in rows.party_terms}
        self.parties = _rows(PartyForm, "party", data, [_of_party(each) for each in rows.party_terms])
        self.clauses = _rows(ClauseForm, "clause", data, list(rows.clauses))
        self.conditions = _rows(ConditionForm, "condition", data, list(rows.conditions))

    @property
    def wrong(self) -> bool:
        """This function tells whether a row beside the main form has a fault."""
        return any(form.errors for rows in (self.parties, self.clauses, self.conditions) for form in rows)

    @property
    def parties_open(self) -> bool:
        """This function tells whether the rows of parties stand open: few, or one of them wrong."""
        return len(self.parties) < _MANY_PARTIES or any(form.errors for form in self.parties)

    def is_valid(self) -> bool:
        """This function checks everything, also after the first fault."""
        sets = (self.parties, self.clauses, self.conditions)
        return all([self.form.is_valid(), *(rows.is_valid() for rows in sets if rows.is_bound)])

    def values(self) -> dict[str, Any]:
        """This function returns what the operation takes."""
        given = dict(self.form.cleaned_data)
        parties = [self._sourced(each) for each in _said(form.party() for form in self._bound(self.parties))]
        given["offences"] = [Offence(each) for each in given["offences"]]
        given["purposes"] = [Purpose(each) for each in given["purposes"]]
        given["dual_criminality"] = DualCriminality(given["dual_criminality"])
        given["parties"] = [*given["parties"], *(each.country for each in parties)]
        return given | {
            "party_terms": parties,
            "clauses": _said(form.clause() for form in self._bound(self.clauses)),
            "conditions": _said(form.condition() for form in self._bound(self.conditions)),
        }

    def _sourced(self, party: Party) -> Party:
        """This function keeps where a party's dates come from, and whether they are checked."""
        before = self._before.get(party.country, {})
        return replace(
            party,
            source=before.get("source", ""),
            as_of=before.get("as_of", ""),
            to_check=before.get("to_check", False),
        )

    @staticmethod
    def _bound(rows: Any) -> Iterable[Any]:
        return rows if rows.is_bound else ()


def _said(found: Iterable[Given | None]) -> list[Given]:
    return [each for each in found if each is not None]


def _rows(form: type[forms.Form], prefix: str, data: Any, initial: list[dict[str, Any]]) -> Any:
    rows = forms.formset_factory(form, extra=1 if initial else 2, max_num=60, absolute_max=80)
    sent = data if data and f"{prefix}-TOTAL_FORMS" in data else None
    return rows(sent, prefix=prefix, initial=initial)


def _of_party(document: dict[str, Any]) -> dict[str, Any]:
    days = {name: document.get(key) for name, key in (("signed", "signed"), ("bound_from", "from"), ("bound_to", "to"))}
    kept = {name: date.fromisoformat(text) if text else None for name, text in days.items()}
    return kept | {"country": document["country"], "left": not document["joined"], "words": document["words"]}


def _initial(row: Instrument | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = (
        "reference", "title", "kind", "in_force_from", "in_force_to", "offences", "purposes", "dual_criminality",
        "text", "source", "checked_on", "to_check",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"parties": ", ".join(row.parties)}


class AllowedForm(forms.Form):
    """What somebody wants to exchange with whom."""

    first = forms.ChoiceField(label=_("From"))
    second = forms.ChoiceField(label=_("To"))
    kind = forms.ChoiceField(label=_("Exchange"), choices=EXCHANGES)
    offence = forms.ChoiceField(label=_("Offence"), choices=[("", _("Any")), *OFFENCES], required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Any")), *PURPOSES], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[("", _("Any")), *CHANNELS], required=False)
    on = _day(_("On"))
    dual_stated = forms.BooleanField(label=_("It is said how the offence is named in both laws"), required=False)

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        """This function fills the choices with the countries that this node knows of."""
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = countries  # type: ignore[attr-defined]


class EmergencyForm(forms.Form):
    """A stated emergency."""

    country = forms.ChoiceField(label=_("With which country"))
    ground = forms.ChoiceField(
        label=_("Why it cannot wait"), choices=[(g.value, n) for g, n in GROUND_NAMES.items()], widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What is happening, and to whom"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads this. Name no person who must not be named to the partner."),
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        """This function fills the choices with the partners' countries."""
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """What the review of an emergency found."""

    outcome = forms.ChoiceField(
        label=_("The emergency was"),
        choices=[(o.value, n) for o, n in OUTCOME_NAMES.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why"), min_length=SHORTEST, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def outcome_given(self) -> Outcome:
        """This function returns what was chosen."""
        return Outcome(self.cleaned_data["outcome"])
