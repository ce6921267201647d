"""What the page of routes is filtered by; a value that means nothing counts as not chosen."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from comity.flows import codes, substances
from comity.node.picture import route_words as said
from comity.node.picture.routes import Asked, Choices
from comity.node.places import queries as places
from comity.node.seizures import naming

DETAILS = ("drug", "province", "transport", "level", "kind")
"""What only the whole form answers."""


def _known(name: str, given: str) -> str:
    """What a value is called that means something though no record has it; empty where it means nothing."""
    if name == "year":
        return given if re.fullmatch("[12][0-9]{3}", given) else ""
    if name == "province":
        found = places.gazetteer().get(given)
        return said.place(given) if found and found.level == 1 else ""
    if name == "drug":
        return naming.group(given) if given in substances.GROUPS else ""
    return naming.transport(given) if given in codes.TRANSPORTS else ""


class RouteForm(forms.Form):
    """Year, drug, province of seizure, transport; what arcs join and what their width shows."""

    use_required_attribute = False
    year = forms.ChoiceField(label=_("Year"), required=False)
    drug = forms.ChoiceField(label=_("Drug"), required=False)
    province = forms.ChoiceField(label=_("Province of seizure"), required=False)
    transport = forms.ChoiceField(label=_("Means of transport"), required=False)
    level = forms.ChoiceField(
        label=_("Arcs join"), required=False,
        choices=[("country", _("countries")), ("province", _("provinces"))],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("An arc is"), required=False,
        choices=[("whole", _("the whole way")), ("leg", _("each known leg"))],
    )  # fmt: skip
    measure = forms.ChoiceField(
        label=_("Width shows"), required=False,
        choices=[
            ("relations", pgettext_lazy("measure", "number of seizures")),
            ("kilograms", pgettext_lazy("measure", "quantity")),
        ],
    )  # fmt: skip
    whole = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, offered: Choices, *, whole: bool) -> None:
        """This function offers what the records name; without the whole form, only what the published one answers."""
        super().__init__(data)
        every = pgettext("choice", "all")
        known: dict[str, list[tuple[str, str]]] = {
            "year": [(str(year), str(year)) for year in offered.years],
            "drug": [(code, naming.group(code)) for code in offered.drugs],
            "province": sorted(((code, said.place(code)) for code in offered.provinces), key=lambda pair: pair[1]),
            "transport": [(code, naming.transport(code)) for code in offered.transports],
        }
        for name, pairs in known.items():
            given = str(data.get(name, ""))
            if given and given not in dict(pairs) and (word := _known(name, given)):
                pairs.append((given, word))
            self.fields[name].choices = [("", every), *pairs]  # type: ignore[attr-defined]
        if not whole:
            for name in DETAILS:
                del self.fields[name]

    def asked(self, *, whole: bool) -> Asked:
        """This function returns what was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        year = chosen.get("year")
        return Asked(
            year=int(year) if year else None, drug=chosen.get("drug", ""), province=chosen.get("province", ""),
            transport=chosen.get("transport", ""), level=chosen.get("level") or "country",
            kind=chosen.get("kind") or "whole", measure=chosen.get("measure") or "relations", whole=whole,
        )  # fmt: skip
