"""Evidence: how probable it is that a hit means the same subject, and why, in words.

Everything found under one handle is one hit. What agreed is reduced to *aspects* (name, date, contact, place,
documents), each counted once however many keys it stands in; the odds of a stated prior are multiplied by how much
more often an aspect agrees in two records of one subject than in records of two. What was asked and would have to
agree, but did not, counts against. A family shares phones and addresses: without the name they weigh little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity import identifiers
from comity.linkage.keys import Key, Kind
from comity.linkage.rarity import Rarity, name_of, part_share

PRIOR = 1e-4
"""Probability, before anything is known, that a holding with which a check meets is its subject."""
STRONG = 0.95
POSSIBLE = 0.60
HIGHEST = 0.9999


class Strength(StrEnum):
    """How strong a hit is."""

    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


class Aspect(StrEnum):
    """What about a subject agreed or did not."""

    DOCUMENT = "document"
    ACCOUNT = "account"
    NAME = "name"
    NAME_PART = "name-part"
    DATE = "date"
    CONTACT = "contact"
    PLACE = "place"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation.

    Args:
        code: stable; the desk translates by it.
        words: in English.
        factor: by which it multiplies the odds.
    """

    code: str
    words: str
    factor: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a hit.

    Args:
        score: posterior probability, 0 to 1.
        strength: its class.
        reasons: the weightiest first.
        keys: kinds of key that agreed.
    """

    score: float
    strength: Strength
    reasons: tuple[Reason, ...]
    keys: tuple[str, ...]

    @property
    def cites_handle_only(self) -> bool:
        """This function tells whether a first request may cite nothing but the handle: weak, or one key."""
        return self.strength is Strength.WEAK or len(self.keys) < 2


_K = identifiers.Kind
_DOCUMENTS: Mapping[str, float] = {
    _K.PASSPORT: 1e8, _K.ID_CARD: 1e8, _K.TAX: 1e8, _K.COMPANY_NUMBER: 1e7, _K.LEI: 1e8, _K.VIN: 1e8, _K.IMO: 1e8,
    _K.IMEI: 1e6, _K.WALLET: 1e6, _K.EMAIL: 1e6, _K.HANDLE: 5e5, _K.PLATE: 1e5,
}  # fmt: skip
_ACCOUNTS: Mapping[str, float] = {_K.IBAN: 5e4, _K.ACCOUNT: 5e4}
_DATES: Mapping[str, tuple[str, str, float]] = {
    Kind.NAME_DATE: ("date.full", "the full birth date agrees", 14_000),
    Kind.PART_DATE: ("date.full", "the full birth date agrees", 14_000),
    Kind.DATE_PHONE: ("date.full", "the full birth date agrees", 14_000),
    Kind.DATE_POSTCODE: ("date.full", "the full birth date agrees", 14_000),
    Kind.NAME_DATE_EITHER: ("date.swapped", "the birth date agrees with day and month swapped", 400),
    Kind.NAME_YEAR: ("date.year", "the year of birth agrees; a record does not know the day", 15),
    Kind.NAME_YEAR_COUNTRY: (
        "date.year-country",
        "year of birth and country agree; a record does not know the day",
        60,
    ),
    Kind.NAME_MONTH: ("date.month", "year and month of birth agree, the day does not", 5),
    Kind.NAME_DAY: ("date.day", "day and month of birth agree, the year does not", 4),
}
_CONTACT = frozenset({_K.PHONE, Kind.NAME_PHONE, Kind.DATE_PHONE})
_PLACE = frozenset({Kind.ADDRESS, Kind.NAME_POSTCODE, Kind.DATE_POSTCODE})
_NAMES = frozenset(k for k in Kind if k.startswith("name+"))
_DATED_FULL = frozenset({Kind.NAME_DATE, Kind.PART_DATE, Kind.DATE_PHONE, Kind.DATE_POSTCODE})
_PARTS_MOST = 1e4
_ORGANISATION = 1e4
_PHONE = 1e4
_POSTCODE = 300.0
_ADDRESS = 3e3


def strength_of(score: float) -> Strength:
    """This function names the class of a score."""
    if score >= STRONG:
        return Strength.STRONG
    return Strength.POSSIBLE if score >= POSSIBLE else Strength.WEAK


def weigh(
    asked: Collection[Key],
    agreed: Collection[Key],
    rarity: Rarity,
    texts: Iterable[str] = (),
    *,
    prior: float = PRIOR,
) -> Evidence:
    """This function weighs one hit.

    Args:
        asked: every key that was asked for the subject.
        agreed: those found under the handle.
        rarity: how common names are.
        texts: the names of the subject that was checked, as written.
        prior: see `PRIOR`.
    """
    kinds = {key.kind for key in agreed}
    reasons = [
        *_documents(kinds),
        *_name(agreed, kinds, rarity, tuple(texts)),
        *_date(kinds),
        *_surroundings(kinds),
        *_against({key.kind for key in asked}, kinds),
    ]
    odds = prior / (1 - prior)
    for reason in reasons:
        odds *= reason.factor
    score = round(min(odds / (1 + odds), HIGHEST), 4)
    reasons.sort(key=lambda r: -abs(r.factor if r.factor >= 1 else 1 / r.factor))
    return Evidence(score, strength_of(score), tuple(reasons), tuple(dict.fromkeys(key.kind for key in agreed)))


def _documents(kinds: Collection[str]) -> list[Reason]:
    found = [
        Reason(f"document.{kind}", f"the same {identifiers.Kind(kind).value.replace('-', ' ')}", weight)
        for kind, weight in {**_DOCUMENTS, **_ACCOUNTS}.items()
        if kind in kinds
    ]
    if Kind.ORGANISATION_COUNTRY in kinds:
        found.append(
            Reason("organisation.country", "the same name of an organisation in the same country", _ORGANISATION)
        )
    return found


def _name(agreed: Collection[Key], kinds: Collection[str], rarity: Rarity, texts: tuple[str, ...]) -> list[Reason]:
    name_keys = {name for key in agreed if (name := name_of(key)) is not None}
    if name_keys:
        share = min(rarity.share(name, texts) for name in name_keys)
        how = "a very common name" if share > 5e-3 else "a common name" if share > 5e-4 else "a rare name"
        code = "name.very-common" if share > 5e-3 else "name.common" if share > 5e-4 else "name.rare"
        return [Reason(code, f"the name agrees: {how}", 0.9 / share)]
    if Kind.PART_DATE in kinds:
        parts = {key.value.split("|", 1)[0] for key in agreed if key.kind == Kind.PART_DATE}
        weight = max(0.9 / part_share(part) for part in parts) * (2 if len(parts) > 1 else 1)
        return [Reason("name.part", "a part of the name agrees", min(weight, _PARTS_MOST))]
    return []


def _date(kinds: Collection[str]) -> list[Reason]:
    found = [_DATES[kind] for kind in kinds if kind in _DATES]
    return [Reason(*max(found, key=lambda d: d[2]))] if found else []


def _surroundings(kinds: Collection[str]) -> list[Reason]:
    found = []
    if _CONTACT & set(kinds):
        found.append(Reason("contact.phone", "the same phone, which a family may share", _PHONE))
    if Kind.ADDRESS in kinds:
        weight = _ADDRESS if not found else 3.0
        found.append(Reason("place.address", "the same address, which a family shares", weight))
    elif _PLACE & set(kinds):
        found.append(Reason("place.postcode", "the same postcode", _POSTCODE if not found else 3.0))
    return found


def _against(asked: Collection[str], agreed: Collection[str]) -> list[Reason]:
    """This function lists what was asked and would agree in most records of the same subject, but did not."""
    found = []
    if _NAMES & set(asked) and not _NAMES & set(agreed):
        if Kind.PART_DATE in agreed:
            found.append(Reason("against.name-part", "the rest of the name does not agree", 0.2))
        else:
            found.append(Reason("against.name", "the name does not agree, or is written too differently", 0.1))
    if _DATED_FULL & set(asked) and not _DATED_FULL & set(agreed) and not any(kind in _DATES for kind in agreed):
        found.append(Reason("against.date", "the birth date does not agree, or the partner's record has none", 0.2))
    return found
