"""A name ready to be compared: once for each family of readings that it can be spelt in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from comity.names.alignment import Prepared
from comity.names.model import Name, Token
from comity.names.romanised import respelt
from comity.names.rows import rows

RESPELT = 0.05
"""The price of assuming that a name in pinyin is spelt by its Cantonese sounds on the other side."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A name in one family of readings.

    Args:
        prepared: the name with the readings of the family alone.
        family: its name in ``tables/families.tsv``; empty for a name that is read in one way.
        price: of assuming it, 0 to 1.
    """

    prepared: Prepared
    family: str = ""
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A name ready to be compared.

    Args:
        name: as it was read, kinds of place at its end wherever they are written.
        folded: its text without case, to see that two names are written alike.
        variants: the usual family first.
    """

    name: Name
    folded: str
    variants: tuple[Variant, ...]


def in_cantonese(asked: Ready) -> tuple[Variant, ...]:
    """This function returns a name in pinyin as it is spelt in Cantonese; nothing for other names."""
    return _in_cantonese(asked.name)


@lru_cache(maxsize=16384)
def _in_cantonese(name: Name) -> tuple[Variant, ...]:
    other = respelt(name) if name.script == "Latn" else None
    return (Variant(Prepared(other), "hong kong", RESPELT),) if other else ()


def ready(name: Name) -> Ready:
    """This function readies a name for comparison."""
    name = replace(name, tokens=tuple(sorted(name.tokens, key=lambda token: token.role == "generic")))
    folded = unicodedata.normalize("NFC", name.text.casefold())
    found: dict[tuple[Token, ...], tuple[str, float]] = {}
    for family, price, tokens in _in_families(name):
        found.setdefault(tokens, (family, price))
    variants = (Variant(Prepared(replace(name, tokens=tokens)), *how) for tokens, how in found.items())
    return Ready(name, folded, tuple(variants))


def families_of(name: Name) -> list[tuple[Token, ...]]:
    """This function returns the tokens of a name with the readings of each family in turn; once, in most scripts."""
    return list(dict.fromkeys(tokens for _, _, tokens in _in_families(name)))


def _in_families(name: Name) -> list[tuple[str, float, tuple[Token, ...]]]:
    if name.script != "Hani":
        return [("", 0.0, name.tokens)]
    found = []
    for family, price, systems in _families():
        tokens = tuple(_within(token, systems) for token in name.tokens)
        if all(t.readings for t in tokens):
            found.append((family, price, tokens))
    return found or [("", 0.0, name.tokens)]


def _within(token: Token, systems: tuple[str, ...]) -> Token:
    """A token with the readings of some systems alone, in their order."""
    if token.readings and token.readings[0].system not in _of_families():
        return token
    kept = (r for r in token.readings if r.system in systems)
    return replace(token, readings=tuple(sorted(kept, key=lambda r: systems.index(r.system))))


@cache
def _families() -> tuple[tuple[str, float, tuple[str, ...]], ...]:
    """Readings that one family mixes within a name, and the price of assuming so."""
    return tuple((family, float(price), tuple(systems.split())) for family, price, systems in rows("families"))


@cache
def _of_families() -> frozenset[str]:
    return frozenset(system for _, _, systems in _families() for system in systems)
