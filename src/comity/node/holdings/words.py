"""What pages call properties, evaluations and restrictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.kernel import Handling, Tlp
from comity.kernel.handling import Pap

if TYPE_CHECKING:
    from comity.names import Reason as NameReason

PROPERTY_NAMES: dict[str, str | Promise] = {
    "name": _("name"),
    "alias": _("alias"),
    "weakAlias": _("weak alias"),
    "previousName": _("former name"),
    "firstName": _("given name"),
    "secondName": _("second name"),
    "middleName": _("middle name"),
    "lastName": _("family name"),
    "gender": _("gender"),
    "birthDate": _("born"),
    "birthPlace": _("place of birth"),
    "birthCountry": _("country of birth"),
    "nationality": _("nationality"),
    "country": _("country"),
    "passportNumber": _("passport"),
    "idNumber": _("identity card"),
    "taxNumber": _("tax number"),
    "registrationNumber": _("registration number"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "iban": _("IBAN"),
    "accountNumber": _("account"),
    "publicKey": _("wallet"),
    "username": _("handle"),
    "website": _("website"),
    "address": _("address"),
    "city": _("city"),
    "postalCode": _("postal code"),
    "title": _("title"),
    "position": _("position"),
    "notes": _("notes"),
    "program": _("list"),
    "unscId": _("list reference"),
    "listingDate": _("listed on"),
    "modifiedAt": _("changed on"),
}
ORDER = {prop: place for place, prop in enumerate(PROPERTY_NAMES)}
"""In which order a page says what is known."""
GENDERS: dict[str, str | Promise] = {
    "male": pgettext_lazy("gender", "male"),
    "female": pgettext_lazy("gender", "female"),
    "other": pgettext_lazy("gender", "other"),
    "unknown": pgettext_lazy("gender", "unknown"),
}
NAME_REASONS: dict[str, str | Promise] = {
    "met": pgettext_lazy("names", "agrees"),
    "same": pgettext_lazy("names", "the same"),
    "order": pgettext_lazy("names", "order"),
    "ignored": pgettext_lazy("names", "counts little"),
    "missing": pgettext_lazy("names", "missing"),
    "against": pgettext_lazy("names", "speaks against it"),
    "repaired": pgettext_lazy("names", "repaired"),
}
FAMILIES: dict[str, str | Promise] = {
    "mainland": _("read in pinyin"),
    "taiwan": _("read as names are spelt in Taiwan"),
    "hong kong": _("read as names are spelt in Hong Kong"),
    "overseas": _("read as families of southern China spell names in Malaysia, Singapore, Cambodia and Thailand"),
    "viet nam": _("read in Sino-Vietnamese"),
    "korea": _("read in Sino-Korean"),
    "transcribed": _("read as characters that stand for the sounds of a foreign name"),
}
COMPARED: dict[str, str | Promise] = {
    "same": _("both are written alike"),
    "nothing": _("one of them has nothing to compare"),
    "met": _("%(one)s and %(two)s, read as %(first)s and %(second)s: %(share)s alike"),
    "met.both": _("%(one)s and %(two)s, both read as %(first)s: %(share)s alike"),
    "lonely": _("%(one)s (%(two)s) has no counterpart"),
    "foreign": _("an English given name and one in another language cannot be compared; the surname alone met"),
    "foreign.same-sex": _("given names in two languages cannot be compared, but both are usual for the same sex"),
    "foreign.other-sex": _("given names in two languages cannot be compared, and they are usual for different sexes"),
    "order": _("the parts stand in another order"),
    "number": _("the numbers are not the same"),
    "surname": _("the Chinese surname has no counterpart of its own"),
    "marks": _("%(one)s and %(two)s differ in their marks"),
    "little": _("too little agrees"),
}
"""What the comparison of two names says, by the codes of its reasons."""
NAME_KINDS: dict[str, str | Promise] = {
    "person": _("a person"),
    "organisation": _("an organisation"),
    "place": _("a place"),
    "vessel": _("a vessel"),
}
TOKENS: dict[str, str | Promise] = {
    "name": pgettext_lazy("token", "name"),
    "given": pgettext_lazy("token", "given name"),
    "title": pgettext_lazy("token", "title"),
    "legal form": pgettext_lazy("token", "legal form"),
    "initial": pgettext_lazy("token", "initial"),
    "generic": pgettext_lazy("token", "kind of place"),
    "in brackets": pgettext_lazy("token", "in brackets"),
    "connector": pgettext_lazy("token", "particle"),
    "number": pgettext_lazy("token", "number"),
}
"""What a part of a name is."""
SCRIPTS: dict[str, str | Promise] = {
    "Latn": pgettext_lazy("script", "Latin letters"),
    "Khmr": pgettext_lazy("script", "Khmer"),
    "Laoo": pgettext_lazy("script", "Lao"),
    "Thai": pgettext_lazy("script", "Thai"),
    "Mymr": pgettext_lazy("script", "Burmese"),
    "Hani": pgettext_lazy("script", "Chinese characters"),
    "Hang": pgettext_lazy("script", "Korean"),
    "Cyrl": pgettext_lazy("script", "Cyrillic"),
    "Arab": pgettext_lazy("script", "Arabic"),
    "Zyyy": pgettext_lazy("script", "digits and signs"),
}
SOURCES = [
    ("A", _("A: source reliable")),
    ("B", _("B: source mostly reliable")),
    ("C", _("C: source mostly unreliable")),
    ("X", _("X: source cannot be assessed")),
]
INFORMATION = [
    ("1", _("1: not in doubt")),
    ("2", _("2: known personally to the source")),
    ("3", _("3: corroborated by other information")),
    ("4", _("4: neither known nor corroborated")),
]
HANDLING = [
    (Handling.H1.value, _("H1: not as evidence in court without permission")),
    (Handling.H2.value, _("H2: not to be passed on without permission")),
    (Handling.H3.value, _("H3: another restriction, in words")),
]
TLP = [(str(int(t)), f"TLP:{t.label}") for t in Tlp]
PAP = [(str(int(p)), f"PAP:{p.name}") for p in Pap]


def name_reason(reason: NameReason) -> str:
    """This function says why two names are alike or not; what has no sentence here stands in English."""
    values = dict(zip(("one", "two", "first", "second", "family", "share"), reason.values, strict=False))
    both = reason.code == "met" and values["first"] == values["second"]
    words = COMPARED.get("met.both" if both else reason.code)
    if words is None:
        return reason.text
    if reason.code == "lonely":
        values["two"] = str(TOKENS.get(values["two"], values["two"]))
    text = str(words) % values
    return f"{text} ({FAMILIES[values['family']]})" if values.get("family") in FAMILIES else text


def property_name(prop: str) -> str | Promise:
    """This function returns what pages call a property; the name of FollowTheMoney where there is no other."""
    return PROPERTY_NAMES.get(prop, prop)
