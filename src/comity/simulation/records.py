"""How an agency writes down whom it knows: which numbers it has, in which form, and what went wrong on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from comity.simulation.damage import ABROAD, HOME, Damage, birth, mistyped
from comity.simulation.naming import Name, heard, reordered, respelt
from comity.simulation.parts import parts, places
from comity.simulation.people import Entity, Person
from comity.subjects.model import Schema

KNOWN_AT_HOME: Mapping[str, float] = {
    "passportNumber": 0.40, "idNumber": 0.82, "phone": 0.55, "email": 0.35, "accountNumber": 0.35, "publicKey": 0.5,
    "plate": 0.5, "address": 0.7,
}  # fmt: skip
"""Share of what a national has that stands in the record of an agency at home."""
KNOWN_ABROAD: Mapping[str, float] = {
    "passportNumber": 0.62, "idNumber": 0.22, "phone": 0.5, "email": 0.25, "accountNumber": 0.25, "publicKey": 0.4,
    "plate": 0.4, "address": 0.2,
}  # fmt: skip
"""Share of what a foreigner has that stands in the record: passports more, identity cards less."""

_LATIN_SCRIPT = frozenset({"VN"})
_BUDDHIST = {"TH": 0.5, "LA": 0.05, "KH": 0.02}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes the record of an entity: an agency of a country, about one of its own or a foreigner.

    Args:
        country: of the agency.
        damage: rates of what goes wrong.
        known: share of true properties that are known.
    """

    country: str
    damage: Damage
    known: Mapping[str, float]


def hand(agency: str, entity: Entity) -> Hand:
    """This function returns how an agency writes about an entity."""
    if entity.country == agency:
        return Hand(agency, HOME, KNOWN_AT_HOME)
    return Hand(agency, ABROAD, KNOWN_ABROAD)


def write(entity: Entity, agency: str, rng: Random) -> dict[str, tuple[str, ...]]:
    """This function writes what an agency's record says of an entity: FollowTheMoney property names and texts."""
    if isinstance(entity, Person):
        return _person(entity, hand(agency, entity), rng)
    return _other(entity, hand(agency, entity), rng)


def _person(person: Person, by: Hand, rng: Random) -> dict[str, tuple[str, ...]]:
    found = _names(person, by, rng)
    form = _date_form(by.country, rng)
    if born := birth(person.born, by.damage, form, rng):
        found["birthDate"] = (born,)
    if rng.random() >= by.damage.gender_missing:
        found["gender"] = (person.gender,)
    if rng.random() < 0.97:
        found["nationality"] = (person.country.lower(),)
    found["country"] = (person.country.lower(),)
    for name, share in by.known.items():
        true = person.properties.get(name, ())
        if kept := tuple(_number(name, text, person.country, by, rng) for text in true if rng.random() < share):
            found[name] = kept
    if "address" in found and by.damage is ABROAD:
        found["address"] = (f"{rng.randrange(1, 400)} {rng.choice(places(by.country)).native}",)
    return found


def _names(person: Person, by: Hand, rng: Random) -> dict[str, tuple[str, ...]]:
    name = person.name
    if by.damage is HOME and rng.random() >= 0.03:
        native = _native(name, person.gender, by, rng)
        if name.country in _LATIN_SCRIPT or rng.random() >= 0.65:
            return {"name": (native,)}
        return {"name": (native,), "alias": (_latin(name, by, rng),)}
    if by.damage is ABROAD and name.family and rng.random() < 0.10:
        return _split(name, by, rng)
    latin = _latin(name, by, rng)
    if name.country == "MM" and rng.random() < 0.12:
        latin = f"{rng.choice(parts('MM', f'title_{person.gender}').every).latin[0]} {latin}"
    found: dict[str, tuple[str, ...]] = {"name": (latin,)}
    if name.country == "CN" and rng.random() < 0.15:
        found["alias"] = (name.native,)
    elif rng.random() < 0.06:
        found["alias"] = (" ".join(respelt(name, rng)),)
    return found


def _native(name: Name, gender: str, by: Hand, rng: Random) -> str:
    native = name.native
    if name.country in _LATIN_SCRIPT:
        native = mistyped(native, rng) if rng.random() < by.damage.name_mistyped else native
        return without_marks(native).upper() if rng.random() < 0.18 else native
    if name.country == "MM" and rng.random() < 0.15:
        return rng.choice(parts("MM", f"title_{gender}").every).native + native
    return native


def _latin(name: Name, by: Hand, rng: Random) -> str:
    words = _spelling(name, by, rng)
    if len(words) > 2 and name.country == "VN" and rng.random() < by.damage.middle_lost:
        words = (words[0], *words[2:])
    if rng.random() < by.damage.name_reordered:
        words = reordered(name, words, rng)
    text = " ".join(words)
    if rng.random() < by.damage.name_mistyped:
        text = mistyped(text, rng)
    return text.upper() if rng.random() < 0.25 else text


def _spelling(name: Name, by: Hand, rng: Random) -> tuple[str, ...]:
    chance = rng.random()
    if chance < by.damage.name_heard:
        return heard(name, by.country, rng)
    if chance < by.damage.name_heard + by.damage.name_respelt:
        return respelt(name, rng)
    return name.passport


def _split(name: Name, by: Hand, rng: Random) -> dict[str, tuple[str, ...]]:
    spelling = _spelling(name, by, rng)
    family = [text for text, word in zip(spelling, name.words, strict=True) if word.kind == "family"]
    given = [text for text, word in zip(spelling, name.words, strict=True) if word.kind != "family"]
    return {"lastName": (" ".join(family).upper(),), "firstName": (" ".join(given),)}


def without_marks(text: str) -> str:
    """This function writes Vietnamese without its marks, as typewriters and passports do."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _date_form(country: str, rng: Random) -> str:
    if rng.random() < _BUDDHIST.get(country, 0):
        return "buddhist"
    return "iso" if rng.random() < 0.55 else "slashes"


def _number(name: str, text: str, country: str, by: Hand, rng: Random) -> str:
    if name == "address":
        return text
    if rng.random() < by.damage.number_mistyped:
        text = mistyped(text, rng)
    if name == "phone":
        return _phone(text, at_home=country == by.country, rng=rng)
    if name == "idNumber" and rng.random() < 0.3:
        return _grouped(text, country)
    return text


_CODES = {"+855": "KH", "+84": "VN", "+66": "TH", "+856": "LA", "+95": "MM", "+86": "CN"}


def _phone(text: str, *, at_home: bool, rng: Random) -> str:
    """A number as officers write it: at home without the country code, abroad with it, with spaces or without."""
    code = next((c for c in sorted(_CODES, key=len, reverse=True) if text.startswith(c)), "+")
    rest = text[len(code) :]
    style = rng.random()
    if at_home and code in _CODES and _CODES[code] in {"KH", "VN", "TH"} and style < 0.5:
        return f"0{rest[:2]} {rest[2:5]} {rest[5:]}"
    if style < 0.75:
        return f"{code} {rest[:2]} {rest[2:5]} {rest[5:]}"
    return f"{code}{rest}"


def _grouped(text: str, country: str) -> str:
    if country == "TH" and re.fullmatch(r"\d{13}", text):
        return f"{text[0]}-{text[1:5]}-{text[5:10]}-{text[10:12]}-{text[12]}"
    if country in {"KH", "VN"} and text.isdigit():
        return " ".join(text[i : i + 3] for i in range(0, len(text), 3))
    return text


def _other(entity: Entity, by: Hand, rng: Random) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {"country": (entity.country.lower(),)}
    at_home = by.damage is HOME
    for name, values in entity.properties.items():
        if name == "name":
            native, latin = values
            found["name"] = (native,) if at_home else (latin,)
            if at_home and native != latin and rng.random() < 0.5:
                found["alias"] = (latin,)
        elif entity.schema is not Schema.COMPANY or rng.random() < (0.8 if at_home else 0.6):
            found[name] = tuple(_number(name, text, entity.country, by, rng) for text in values)
    return found
