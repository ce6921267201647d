"""What agreed in a hit, as levels: each fact once, however many keys it stands in.

Keys overlap: who shares a full birth date and a name shares the year as well, and a part of the name. So the keys of a
hit are not added up; they are read as one level of *identity* (how much of name and birth date together), one of
*household* (phone and place together, which families share) and one for each kind of document. Levels of one aspect
exclude one another; aspects are taken as independent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from comity import identifiers
from comity.linkage.keys import NAMES_ALONE, Key, Kind
from comity.linkage.rarity import Form, named

PHONE = identifiers.Kind.PHONE
_FULL = frozenset({Kind.NAME_DATE, Kind.PART_DATE, Kind.START_DATE, Kind.DATE_PHONE, Kind.DATE_POSTCODE})
_NEAR = frozenset({Kind.NAME_MONTH, Kind.NAME_DAY, Kind.NAME_YEAR_DAY})
_NAMED = frozenset({Kind.NAME_ALONE, Kind.NAME_UNDATED, Kind.NAME_PHONE, Kind.NAME_POSTCODE})
_PHONES = frozenset({PHONE, Kind.NAME_PHONE, Kind.DATE_PHONE})
_POSTCODES = frozenset({Kind.NAME_POSTCODE, Kind.DATE_POSTCODE})
_ASPECTS = frozenset(Kind) | {PHONE}
_NAME_FORMS = (Form.CLOSE, Form.WHOLE, Form.PART, Form.START)
_WORDS = ("close", "whole", "parts", "part-start", "part", "starts", "start", "none")


_GIVEN = ("day", "year", "undated", "day+name", "year+name", "undated+name")


def _identities(given: str) -> tuple[str, ...]:
    dates = {"day": ("full", "swapped", "near", "year"), "year": ("year",)}.get(given.removesuffix("+name"), ())
    alone = ("undated", "none") if given.endswith("+name") else ("none",)
    every = (f"{date}.{word}" for date in (*dates, *alone) for word in _WORDS)
    return (*(level for level in every if level != "none.none"), "none")


IDENTITIES = {given: _identities(given) for given in _GIVEN}
"""What may have been asked of an identity, and every level that may come of it."""


@dataclass(frozen=True, slots=True)
class Level:
    """What one aspect of a hit says.

    Args:
        aspect: ``identity``, ``household``, ``organisation`` or the kind of a document or account.
        given: what was asked about it.
        level: what agreed; ``none`` where nothing did.
        values: forms and keys of names whose rarity counts, one of each that agreed independently.
    """

    aspect: str
    given: str
    level: str
    values: tuple[tuple[Form, str], ...] = ()


def levels(asked: Collection[Key], agreed: Sequence[Key]) -> tuple[Level, ...]:
    """This function reads the keys of one hit as levels.

    Args:
        asked: every key that was asked for the subject.
        agreed: those that were found under the handle.
    """
    kinds_asked, kinds = {key.kind for key in asked}, {key.kind for key in agreed}
    found = [_identity(kinds_asked, kinds, agreed), _household(kinds_asked, kinds)]
    if Kind.ORGANISATION_COUNTRY in kinds_asked:
        values = tuple(v for k in agreed if (v := named(k)) and v[0] is Form.ORGANISATION)
        found.append(Level("organisation", "name", "name" if values else "none", values[:1]))
    found += [
        Level(str(kind), "document", "agrees" if kind in kinds else "none")
        for kind in dict.fromkeys(k.kind for k in asked)
        if kind not in _ASPECTS
    ]
    return tuple(level for level in found if level is not None)


def given_of(kinds_asked: AbstractSet[str]) -> str:
    """This function names what of an identity was asked: a ``day``, a ``year``, a name ``undated``, or nothing."""
    if kinds_asked & (_FULL | _NEAR | {Kind.NAME_DATE_EITHER}):
        return "day"
    if kinds_asked & {Kind.NAME_YEAR, Kind.PART_YEAR}:
        return "year"
    return "undated" if kinds_asked & _NAMED else ""


def _identity(kinds_asked: AbstractSet[str], kinds: AbstractSet[str], agreed: Sequence[Key]) -> Level | None:
    given = given_of(kinds_asked)
    if not given:
        return None
    if kinds_asked & NAMES_ALONE:
        given += "+name"
    date = _date(kinds)
    names: dict[Form, dict[str, None]] = {form: {} for form in _NAME_FORMS}
    for key in agreed:
        if (found := named(key)) and found[0] in names:
            names[found[0]][found[1]] = None
    word, values = _name(names)
    return Level("identity", given, "none" if (date, word) == ("none", "none") else f"{date}.{word}", values)


def _name(agreed: Mapping[Form, Mapping[str, None]]) -> tuple[str, tuple[tuple[Form, str], ...]]:
    """This function says how much of a name agreed, and which keys of it have to be rare together."""
    for form in (Form.CLOSE, Form.WHOLE):
        if agreed[form]:
            return str(form), tuple((form, value) for value in agreed[form])
    parts, starts = list(agreed[Form.PART]), list(agreed[Form.START])
    if len(parts) > 1:
        return "parts", ((Form.PART, parts[0]), (Form.PART, parts[1]))
    if parts:
        if len(starts) > 1:
            return "part-start", ((Form.PART, parts[0]), (Form.START, starts[1]))
        return "part", ((Form.PART, parts[0]),)
    if len(starts) > 1:
        return "starts", ((Form.START, starts[0]), (Form.START, starts[1]))
    return ("start", ((Form.START, starts[0]),)) if starts else ("none", ())


def _date(kinds: AbstractSet[str]) -> str:
    if kinds & _FULL:
        return "full"
    if Kind.NAME_DATE_EITHER in kinds:
        return "swapped"
    if kinds & _NEAR:
        return "near"
    if kinds & {Kind.NAME_YEAR, Kind.PART_YEAR}:
        return "year"
    return "undated" if Kind.NAME_UNDATED in kinds else "none"


def _household(kinds_asked: AbstractSet[str], kinds: AbstractSet[str]) -> Level | None:
    phone, place = bool(kinds_asked & _PHONES), bool(kinds_asked & _POSTCODES)
    if not phone and not place:
        return None
    given = "phone+postcode" if phone and place else "phone" if phone else "postcode"
    met = [word for word, of in (("phone", _PHONES), ("postcode", _POSTCODES)) if kinds & of]
    return Level("household", given, "+".join(met) or "none")
