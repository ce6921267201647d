"""Drugs, precursors and other goods by code, name and group, and the words that files and officers use for them.

What UNODC lists apart stays apart (cocaine, its hydrochloride, crack); the group joins them. The table is
``tables/substances.tsv``. A name that is not in it is never forced upon one that is.

    >>> found = match("Yaba")
    >>> found.substance.code, found.form
    ('methamphetamine', 'tablet')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from comity.flows.words import folded, rows

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "cannabis": "Cannabis-type drugs",
        "cocaine": "Cocaine-type drugs",
        "opioids": "Opioids",
        "amphetamine-type": "Amphetamine-type stimulants",
        "sedatives": "Sedatives and tranquillizers",
        "hallucinogens": "Hallucinogens",
        "new-psychoactive": "New psychoactive substances",
        "inhalants": "Solvents and inhalants",
        "other-drugs": "Other drugs",
        "precursors": "Precursors under the convention of 1988",
        "chemicals": "Other chemicals",
        "other-goods": "Other goods",
    }
)
"""Code and English name of each group, in the order in which they are shown; after UNODC's World Drug Report."""
_BRACKETS = re.compile(r"(.+?)\s*[(\[](.+)[)\]]\s*")
_FORMS = {
    "powder": "powder", "crystal": "crystal", "crystals": "crystal", "tablet": "tablet", "tablets": "tablet",
    "pill": "tablet", "pills": "tablet", "capsule": "capsule", "capsules": "capsule", "liquid": "liquid",
    "solution": "liquid", "base": "base", "paste": "paste", "hydrochloride": "", "hcl": "", "sulphate": "",
    "sulfate": "", "salt": "", "salts": "", "raw": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Substance:
    """A drug, a precursor or other goods.

    Args:
        code: how records name it; never changes.
        name: in English, as UNODC writes it.
        group: a key of `GROUPS`.
        kind: drug, precursor or other.
        cas: number of the Chemical Abstracts Service, or empty.
        hs: subheading of the Harmonized System 2022, six digits, or empty.
        names: other words for it.
    """

    code: str
    name: str
    group: str
    kind: str
    cas: str = ""
    hs: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What words mean.

    Args:
        substance: which one.
        form: code of a form that the words say, or empty.
    """

    substance: Substance
    form: str = ""


def every() -> tuple[Substance, ...]:
    """This function returns every substance, group by group."""
    return tuple(_by_code().values())


def get(code: str) -> Substance | None:
    """This function returns the substance of a code, or None."""
    return _by_code().get(code)


@lru_cache(maxsize=4096)
def match(words: str) -> Found | None:
    """This function returns the substance that words name, or None where none is known for sure.

    Args:
        words: a code, a name in any language of the table, or one with a form: ``heroin powder``, ``MDMA (Ecstasy)``.
    """
    found = _named(words)
    if found is None and (parts := _BRACKETS.fullmatch(words)):
        inside, outside = _named(parts[2]), _named(parts[1])
        same = inside and outside and inside.substance == outside.substance
        found = outside if same or inside is None else None if outside else inside
    return found


def _named(words: str) -> Found | None:
    text = folded(words)
    if found := _by_words().get(text):
        return found
    first, _, rest = text.partition(" ")
    last = text.rpartition(" ")
    for form, bare in ((last[2], last[0]), (first, rest)):
        if form in _FORMS and (plain := _by_words().get(bare)):
            return Found(plain.substance, _FORMS[form] or plain.form)
    return None


@cache
def _by_code() -> dict[str, Substance]:
    return {
        code: Substance(code, name, group, kind, cas, hs, tuple(n for n in names.split("|") if n))
        for code, name, group, kind, cas, hs, names in rows("substances")
    }


@cache
def _by_words() -> dict[str, Found]:
    found: dict[str, Found] = {}
    for substance in _by_code().values():
        for each in (substance.code, substance.name, *substance.names):
            words, _, form = each.partition("=")
            found.setdefault(folded(words), Found(substance, form))
    return found
