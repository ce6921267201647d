"""What codes of substances, units, ways and places are called on pages, in the reader's language.

The tables of `comity.flows` name everything in English; what officers here meet every day has words of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.flows import codes, substances, units
from comity.node.seizures import code_words as said

Names = Callable[[str], str]
NEAR_A_BORDER = ("border", "checkpoint", "street", "vehicle", "home", "airport", "seaport", "river", "post-office")
"""Kinds of place that a form offers first."""
DETECTIONS = said.DETECTIONS
SUBSTANCES: Mapping[str, str | Promise] = {
    "methamphetamine:tablet": _("Methamphetamine tablets (yaba)"),
    "methamphetamine:crystal": _("Crystalline methamphetamine (ice)"),
    "methamphetamine:": _("Methamphetamine"),
    "liquid-methamphetamine:": _("Liquid methamphetamine"),
    "amphetamine:": _("Amphetamine"),
    "ecstasy:": _("Ecstasy"),
    "heroin:": _("Heroin"),
    "opium:": _("Opium"),
    "morphine:": _("Morphine"),
    "codeine:": _("Codeine"),
    "fentanyl:": _("Fentanyl"),
    "ketamine:": _("Ketamine"),
    "cocaine:": _("Cocaine"),
    "cannabis:": _("Cannabis"),
    "cannabis-herb:": _("Cannabis herb"),
    "cannabis-resin:": _("Cannabis resin"),
    "cannabis-plants:": _("Cannabis plants"),
    "opium-poppy:": _("Opium poppy"),
    "kratom:": _("Kratom"),
    "tramadol:": _("Tramadol"),
    "ephedrine:": _("Ephedrine"),
    "pseudoephedrine:": _("Pseudoephedrine"),
    "acetic-anhydride:": _("Acetic anhydride"),
    "safrole:": _("Safrole"),
    "caffeine:": _("Caffeine"),
    "equipment:": _("Equipment"),
    "firearms:": _("Firearms"),
    "vehicles:": _("Vehicles"),
    "other-drug:": _("Another drug"),
    "precursors-other:": _("Another precursor"),
}
GROUPS: Mapping[str, str | Promise] = {
    "cannabis": pgettext_lazy("group of drugs", "Cannabis"),
    "cocaine": pgettext_lazy("group of drugs", "Cocaine"),
    "opioids": pgettext_lazy("group of drugs", "Opioids"),
    "amphetamine-type": pgettext_lazy("group of drugs", "Amphetamine-type stimulants"),
    "sedatives": pgettext_lazy("group of drugs", "Sedatives and tranquillizers"),
    "hallucinogens": pgettext_lazy("group of drugs", "Hallucinogens"),
    "new-psychoactive": pgettext_lazy("group of drugs", "New psychoactive substances"),
    "inhalants": pgettext_lazy("group of drugs", "Solvents and inhalants"),
    "other-drugs": pgettext_lazy("group of drugs", "Other drugs"),
    "precursors": pgettext_lazy("group of drugs", "Precursors"),
    "chemicals": pgettext_lazy("group of drugs", "Other chemicals"),
    "other-goods": pgettext_lazy("group of drugs", "Other goods"),
}


def substance(code: str, form_code: str = "") -> str:
    """This function returns the name of a substance, with its form where that has a name of its own."""
    for key in (f"{code}:{form_code}", f"{code}:"):
        if key in SUBSTANCES:
            return str(SUBSTANCES[key])
    found = substances.get(code)
    return found.name if found else code


def group(code: str) -> str:
    """This function returns the name of a group of substances."""
    return str(GROUPS.get(code) or substances.GROUPS.get(code, code))


def unit(code: str) -> str:
    """This function returns the name of a unit, or of a currency."""
    if code in said.UNITS:
        return str(said.UNITS[code])
    found = units.get(code) if code and not code.isupper() else None
    return found.name if found else code


def transport(code: str) -> str:
    """This function returns the name of a means of transport."""
    return _named(said.TRANSPORTS, codes.TRANSPORTS, code)


def routing(code: str) -> str:
    """This function returns the name of a routing."""
    return _named(said.ROUTINGS, codes.ROUTINGS, code)


def installation(code: str) -> str:
    """This function returns the name of a kind of place."""
    return _named(said.INSTALLATIONS, codes.INSTALLATIONS, code)


def hiding(code: str) -> str:
    """This function returns the name of a hiding place."""
    return _named(said.HIDING_PLACES, codes.HIDING_PLACES, code)


def form(code: str) -> str:
    """This function returns the name of a form of a drug."""
    return _named(said.FORMS, codes.FORMS, code)


def detection(code: str) -> str:
    """This function returns the name of how something was found."""
    return str(said.DETECTIONS.get(code, code))


def _named(words: said.Words, table: Mapping[str, codes.Code], code: str) -> str:
    if code in words:
        return str(words[code])
    return table[code].name if code in table else code
