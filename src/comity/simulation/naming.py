"""Names of made-up persons: how they are composed at home, and how officers at home and abroad write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from comity.simulation.parts import Part, habits, parts

DIALECT = 0.08
"""Share of Chinese names that are spelt as Cantonese throughout."""
USUAL = 0.72
"""Share of name parts that a person's own passport spells as most passports do."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name as it is written with spaces around it: its parts in order, and what it is.

    Args:
        parts: syllables or the whole, joined without space.
        kind: family, middle or given.
    """

    parts: tuple[Part, ...]
    kind: str

    @property
    def native(self) -> str:
        """This function returns the word in its own script."""
        return "".join(part.native for part in self.parts)


@dataclass(frozen=True, slots=True)
class Name:
    """A made-up person's name.

    Args:
        country: whose custom it follows.
        words: in the order of that custom.
        passport: as the person's own documents spell it in Latin letters, word by word.
    """

    country: str
    words: tuple[Word, ...]
    passport: tuple[str, ...]

    @property
    def native(self) -> str:
        """This function returns the name in its own script, as its country writes it."""
        return _SPACE[self.country].join(word.native for word in self.words)

    @property
    def latin(self) -> str:
        """This function returns the name as the person's own documents spell it in Latin letters."""
        return " ".join(self.passport)

    @property
    def family(self) -> Word | None:
        """This function returns the family name, or None where the custom knows none."""
        return next((word for word in self.words if word.kind == "family"), None)


_SPACE = {"KH": " ", "VN": " ", "TH": " ", "LA": " ", "MM": "", "CN": ""}


def compose(country: str, gender: str, rng: Random, family: Word | None = None) -> Name:
    """This function makes a name after the custom of a country.

    Args:
        country: alpha-2 code of one of `comity.simulation.parts.CULTURES`.
        gender: male or female.
        rng: where chance comes from.
        family: the family name of relatives, where there is one.
    """
    words = _COMPOSERS[country](gender, rng, family)
    dialect = 1 if country == "CN" and rng.random() < DIALECT else 0
    return Name(country, words, tuple(_spelt(word, rng, country, dialect) for word in words))


def _khmer(gender: str, rng: Random, family: Word | None) -> tuple[Word, ...]:
    family = family or Word((parts("KH", "family").draw(rng),), "family")
    if rng.random() < 0.3:
        given = Word((parts("KH", "first").draw(rng), parts("KH", "second").draw(rng)), "given")
    else:
        given = Word((parts("KH", gender, "both").draw(rng),), "given")
    return family, given


def _vietnamese(gender: str, rng: Random, family: Word | None) -> tuple[Word, ...]:
    family = family or Word((parts("VN", "family").draw(rng),), "family")
    middle = Word((parts("VN", f"middle_{gender}").draw(rng),), "middle")
    return family, middle, Word((parts("VN", gender).draw(rng),), "given")


def _given_first(country: str, gender: str, rng: Random, family: Word | None) -> tuple[Word, ...]:
    made = Word((parts(country, "family_first").draw(rng), parts(country, "family_second").draw(rng)), "family")
    return Word((parts(country, gender).draw(rng),), "given"), family or made


def _burmese(gender: str, rng: Random, _family: Word | None) -> tuple[Word, ...]:
    count = rng.choices((2, 3, 4), (0.35, 0.55, 0.10))[0]
    drawn: dict[str, Part] = {}
    while len(drawn) < count:
        part = parts("MM", gender).draw(rng)
        drawn[part.native] = part
    return tuple(Word((part,), "given") for part in drawn.values())


def _chinese(gender: str, rng: Random, family: Word | None) -> tuple[Word, ...]:
    family = family or Word((parts("CN", "family").draw(rng),), "family")
    count = 1 if rng.random() < 0.2 else 2
    return family, Word(tuple(parts("CN", gender).draw(rng) for _ in range(count)), "given")


_COMPOSERS = {
    "KH": _khmer,
    "VN": _vietnamese,
    "TH": lambda gender, rng, family: _given_first("TH", gender, rng, family),
    "LA": lambda gender, rng, family: _given_first("LA", gender, rng, family),
    "MM": _burmese,
    "CN": _chinese,
}


def _spelt(word: Word, rng: Random, country: str, dialect: int = 0) -> str:
    if country == "CN":
        return "".join(part.latin[min(dialect, len(part.latin) - 1)] for part in word.parts).capitalize()
    chosen = (part.latin[0] if rng.random() < USUAL else rng.choice(part.latin) for part in word.parts)
    return "".join(chosen).capitalize()


def respelt(name: Name, rng: Random) -> tuple[str, ...]:
    """This function spells a name in Latin letters anew, as a clerk does who has not seen the person's documents."""
    return tuple(_spelt(word, rng, name.country) for word in name.words)


def heard(name: Name, officer: str, rng: Random) -> tuple[str, ...]:
    """This function spells a name as an officer of a country writes what he hears, by the habits of his own tongue."""
    words = list(respelt(name, rng))
    known = habits(officer)
    fitting = [(i, h) for i, word in enumerate(words) for h in known if h.heard in word.lower()]
    for i, habit in rng.sample(fitting, min(len(fitting), rng.choice((1, 1, 2)))):
        words[i] = re.sub(habit.heard, habit.written, words[i].lower(), count=1).capitalize()
    return tuple(words)


def reordered(name: Name, words: tuple[str, ...], rng: Random) -> tuple[str, ...]:
    """This function puts the words of a name into an order that forms abroad force on it."""
    if name.country == "MM" or len(words) < 2:
        return words
    if name.country in {"TH", "LA"}:
        return (*words[1:], words[0])
    if name.country == "VN" and rng.random() < 0.5:
        return (words[-1], *words[:-1])
    return (*words[1:], words[0])
