"""Who is there: made-up persons with their families, namesakes, documents and things, and organisations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from comity.simulation import numbers
from comity.simulation.naming import Name, compose, respelt
from comity.simulation.parts import companies, parts, places
from comity.subjects.model import Schema

NEIGHBOURS: Mapping[str, Mapping[str, float]] = {
    "KH": {"VN": 5, "TH": 5, "LA": 2, "CN": 1},
    "VN": {"KH": 5, "LA": 3, "CN": 3, "TH": 1},
    "TH": {"KH": 4, "LA": 4, "MM": 5, "VN": 1},
    "LA": {"TH": 5, "VN": 4, "KH": 1, "CN": 2, "MM": 1},
    "MM": {"TH": 6, "CN": 4, "LA": 1},
    "CN": {"MM": 4, "VN": 3, "LA": 2, "KH": 3, "TH": 2},
}
"""Where people of a country go, by weight."""
_EARLIEST, _LATEST = date(1955, 1, 1), date(2006, 12, 31)
_RELATIVES, _NAMESAKES, _SAME_YEAR = 0.04, 0.03, 0.3


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that agencies may know.

    Args:
        id: the truth's own id; it stands in no record.
        schema: what it is.
        country: nationality of a person, seat of an organisation, register of a thing.
        places: countries where it may become known, its own first.
        properties: FollowTheMoney properties that are true of it, in their plain form.
    """

    id: str
    schema: Schema
    country: str
    places: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person(Entity):
    """A made-up person.

    Args:
        name: with its spellings.
        gender: male or female.
        born: date of birth.
        family: id that relatives share, or empty.
    """

    name: Name = field(default_factory=lambda: Name("KH", (), ()))
    gender: str = "male"
    born: date = _EARLIEST
    family: str = ""


class Population:
    """An endless stream of entities, each drawn after the ones before it.

    Relatives (a phone and an address in common) follow one another; a namesake bears the whole name of someone who came
    earlier, and in three of ten cases was born in the same year.

    Args:
        rng: where chance comes from.
        countries: weights of nationality.
        abroad: share of entities that are active in more than one country.
    """

    def __init__(self, rng: Random, countries: Mapping[str, float], abroad: float) -> None:
        self._rng = rng
        self._countries, self._weights = list(countries), list(countries.values())
        self._abroad = abroad
        self._count = 0
        self._earlier: list[Person] = []

    def __iter__(self) -> Iterator[Entity]:
        """This function draws entities for ever."""
        while True:
            country = self._rng.choices(self._countries, self._weights)[0]
            kind = self._rng.random()
            if kind >= 0.09:
                yield from self._people(country)
            elif kind >= 0.045:
                yield self._organisation(country)
            else:
                yield self._thing(country, kind)

    def _id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count:06}"

    def _places(self, country: str) -> tuple[str, ...]:
        if self._rng.random() >= self._abroad:
            return (country,)
        near = NEIGHBOURS[country]
        first = self._rng.choices(list(near), list(near.values()))[0]
        second = self._rng.choices(list(near), list(near.values()))[0] if self._rng.random() < 0.25 else first
        return tuple(dict.fromkeys((country, first, second)))

    def _people(self, country: str) -> Iterator[Person]:
        head = self._person(country)
        self._earlier.append(head)
        if self._rng.random() >= _RELATIVES:
            yield head
            return
        head = replace(head, family=self._id("F"))
        yield head
        shared = {p: head.properties[p][:1] for p in ("phone", "address")}
        for _ in range(self._rng.choice((1, 1, 2, 3))):
            relative = self._person(country, head)
            together = {p: (*shared[p], *relative.properties.get(p, ())[:1]) for p in shared}
            together["address"] = shared["address"]
            yield replace(
                relative, family=head.family, places=head.places, properties={**relative.properties, **together}
            )

    def _person(self, country: str, relative: Person | None = None) -> Person:
        rng = self._rng
        gender = "female" if rng.random() < 0.22 else "male"
        born = _EARLIEST + timedelta(days=rng.randrange((_LATEST - _EARLIEST).days))
        name = compose(country, gender, rng, relative.name.family if relative else None)
        if relative is None and self._earlier and rng.random() < _NAMESAKES:
            other = rng.choice(self._earlier)
            country, gender = other.country, other.gender
            name = replace(other.name, passport=respelt(other.name, rng))
            if rng.random() < _SAME_YEAR:
                born = date(other.born.year, 1, 1) + timedelta(days=rng.randrange(365))
        lives = self._places(country)
        return Person(
            id=self._id("P"), schema=Schema.PERSON, country=country, places=lives, name=name, gender=gender, born=born,
            properties=_belongings(country, lives, gender, born, name.latin, rng),
        )  # fmt: skip

    def _organisation(self, country: str) -> Entity:
        rng = self._rng
        form = rng.choice(companies(country))
        own = rng.choice(places(country)) if rng.random() < 0.15 else parts(country, *_WORDS[country]).draw(rng)
        second = parts(country, *_WORDS[country]).draw(rng)
        native, latin = own.native + second.native, f"{own.latin[0]} {second.latin[0].capitalize()}"
        lives = self._places(country)
        found = {
            "name": (form.native.format(native), form.latin[0].format(latin)),
            "registrationNumber": (numbers.company_number(country, rng),),
            "phone": (numbers.phone(country, rng),),
            "address": (_address(country, rng),),
        }
        return Entity(self._id("O"), Schema.COMPANY, country, lives, found)

    def _thing(self, country: str, kind: float) -> Entity:
        rng, lives = self._rng, self._places(country)
        if kind < 0.01:
            return Entity(self._id("W"), Schema.WALLET, country, lives, {"publicKey": (numbers.wallet(rng),)})
        if kind < 0.02:
            return Entity(
                self._id("A"), Schema.ACCOUNT, country, lives, {"accountNumber": (numbers.account(country, rng),)}
            )
        found = {"registrationNumber": (numbers.plate(country, rng),), "model": (rng.choice(_MODELS),)}
        return Entity(self._id("V"), Schema.VEHICLE, country, lives, found)


_WORDS = {
    "KH": ("first", "both"), "VN": ("male", "female"), "TH": ("family_first",), "LA": ("family_first",),
    "MM": ("male", "female"), "CN": ("male", "female"),
}  # fmt: skip
_MODELS = ("pickup", "saloon", "van", "lorry", "motorcycle")


def _address(country: str, rng: Random) -> str:
    return f"{rng.randrange(1, 400)} {rng.choice(places(country)).native}"


def _belongings(
    country: str, lives: tuple[str, ...], gender: str, born: date, latin: str, rng: Random
) -> dict[str, tuple[str, ...]]:
    """What a person has: documents, phones with cards of the countries that he goes to, accounts and the rest."""
    travels = len(lives) > 1
    found: dict[str, tuple[str, ...]] = {"address": (_address(country, rng),)}
    if rng.random() < (0.85 if travels else 0.30):
        renewed = 2 if rng.random() < 0.15 else 1
        found["passportNumber"] = tuple(numbers.passport(country, rng) for _ in range(renewed))
    if rng.random() < 0.96:
        found["idNumber"] = (numbers.identity_card(country, gender, born, rng),)
    found["phone"] = tuple(numbers.phone(country, rng) for _ in range(1 if rng.random() < 0.6 else 2))
    found["phone"] += tuple(numbers.phone(abroad, rng) for abroad in lives[1:] if rng.random() < 0.5)
    if rng.random() < 0.30:
        found["email"] = (numbers.email(latin, rng),)
    if rng.random() < 0.40:
        found["accountNumber"] = (numbers.account(country, rng),)
    if rng.random() < 0.08:
        found["publicKey"] = (numbers.wallet(rng),)
    if rng.random() < 0.25:
        found["plate"] = (numbers.plate(country, rng),)
    return found
