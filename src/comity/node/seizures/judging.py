"""What was given of a seizure becomes columns; everything that is wrong with it is found, not only the first.

A text that is no code where a code is wanted is kept as the words that it is, and the code stays empty: nothing that
was given is lost, and nothing is invented. Wrong are only values that contradict themselves or cannot be kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel import Evaluation
from comity.kernel.countries import country as country_of
from comity.node.runtime import clock, config
from comity.node.seizures import amounts, coding
from comity.node.seizures.dates import span
from comity.node.seizures.faults import Judging
from comity.node.seizures.given import Given, GivenArrest, GivenGood, GivenPoint, InvalidSeizure
from comity.node.seizures.models import GoodKind, PointRole, PositionOf
from comity.node.seizures.words import AGE_BANDS, SEXES

MOST = 200
"""Goods, points or arrests of one seizure."""
LONGEST_REMARKS = 20_000
LENGTHS = {
    "place": 300, "reference": 60, "goods.words": 300, "goods.amount": 60, "goods.unit": 60, "goods.logo": 100,
    "goods.laboratory_result": 300, "goods.laboratory_reference": 100, "points.words": 300, "points.source": 200,
    "arrests.words": 200, "remarks": LONGEST_REMARKS,
}  # fmt: skip
CODED = {
    "place_kind": coding.place_kind, "transport": coding.transport, "hiding": coding.hiding,
    "routing": coding.routing, "detection": coding.detection,
}  # fmt: skip
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A seizure as columns.

    Args:
        seizure: of the seizure itself, but who, when, case, source and restriction.
        goods, points, arrests: of each, in order.
        reference: the agency's own; empty where it gave none.
    """

    seizure: Columns
    goods: tuple[Columns, ...]
    points: tuple[Columns, ...]
    arrests: tuple[Columns, ...]
    reference: str = ""


def judge(given: Given, *, draft: bool = False) -> Judged:
    """This function turns what was given into columns.

    Args:
        given: what a person, a phone or a file says.
        draft: whether a date and goods may still be missing.

    Raises:
        InvalidSeizure: with everything that is wrong.
    """
    at_work = Judging(LENGTHS)
    _whole(at_work, given, draft=draft)
    seizure = _seizure(at_work, given)
    goods = tuple(_good(at_work, n, each) for n, each in enumerate(given.goods[:MOST], 1))
    points = _points(at_work, given.points[:MOST])
    arrests = tuple(_arrest(at_work, n, each) for n, each in enumerate(given.arrests[:MOST], 1))
    reference = at_work.text("reference", given.reference)
    if at_work.faults:
        raise InvalidSeizure(tuple(at_work.faults))
    return Judged(seizure, goods, points, arrests, reference)


def _whole(at_work: Judging, given: Given, *, draft: bool) -> None:
    if not draft and not given.date.strip():
        at_work.wrong("date", _("no date is given; a year is enough where no more is known"))
    if not draft and not given.goods:
        at_work.wrong("goods", _("nothing is said to be seized"))
    for name in ("goods", "points", "arrests"):
        if len(getattr(given, name)) > MOST:
            at_work.wrong(name, _("there are more than %(most)s") % {"most": MOST})


def _seizure(at_work: Judging, given: Given) -> Columns:
    columns: Columns = {"as_written": _written(at_work, "as_written", given.as_written)}
    columns |= _date(at_work, given.date, columns["as_written"])
    for name, code_of in CODED.items():
        words = at_work.text(name, getattr(given, name))
        code = code_of(words) if words else ""
        columns[name] = code
        if words and words != code:
            columns["as_written"].setdefault(name, words)
    columns |= {"place": at_work.text("place", given.place), "remarks": at_work.text("remarks", given.remarks)}
    columns |= _places(at_work, given)
    return columns | _position(at_work, given)


def _written(at_work: Judging, where: str, given: Mapping[str, str]) -> dict[str, str]:
    if sum(len(name) + len(words) for name, words in given.items()) > LONGEST_REMARKS:
        at_work.wrong(where, _("it is longer than %(longest)s characters") % {"longest": LONGEST_REMARKS})
        return {}
    return {at_work.text(where, name): at_work.text("remarks", words) for name, words in given.items() if words.strip()}


def _date(at_work: Judging, text: str, written: dict[str, str]) -> Columns:
    bare = at_work.text("date", text)
    if not bare:
        return {"date": "", "date_from": None, "date_to": None}
    try:
        found, first, last = span(bare)
    except ValueError:
        at_work.wrong("date", _("it is no date; write it as 2026-11-22, 2026-11 or 2026"))
        return {}
    if first > clock().now().date() + coding.AHEAD:
        at_work.wrong("date", _("it lies in the future"))
    if str(found) != bare:
        written.setdefault("date", bare)
    return {"date": str(found), "date_from": first, "date_to": last}


def _places(at_work: Judging, given: Given) -> Columns:
    codes = {level: at_work.text(level, getattr(given, level)) for level in coding.LEVELS}
    country = at_work.country("country", given.country)
    found, faults = coding.placed(country, codes)
    for level, reason in faults.items():
        at_work.wrong(level, reason)
    if not found["country"]:
        found["country"] = config().country
    return dict(found)


def _position(at_work: Judging, given: Given) -> Columns:
    latitude, longitude, accuracy = given.latitude, given.longitude, given.accuracy
    origin = given.position_of
    if (latitude is None) != (longitude is None):
        at_work.wrong("latitude", _("latitude and longitude are given together"))
    if latitude is not None and longitude is not None and not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        at_work.wrong("latitude", _("there is no such place on earth"))
    if accuracy is not None and not 0 <= accuracy <= 1_000_000:
        at_work.wrong("accuracy", _("it is no distance in metres"))
    if origin and origin not in PositionOf:
        at_work.wrong("position_of", _("it is none of the choices"))
    if latitude is None:
        return {"latitude": None, "longitude": None, "accuracy": None, "position_of": PositionOf.NONE.value}
    if origin in {"", PositionOf.NONE}:
        origin = PositionOf.GPS.value if accuracy is not None else PositionOf.GIVEN.value
    return {"latitude": latitude, "longitude": longitude, "accuracy": accuracy, "position_of": str(origin)}


def _good(at_work: Judging, number: int, given: GivenGood) -> Columns:
    where = f"goods.{number}"
    if given.kind not in GoodKind:
        at_work.wrong(f"{where}.kind", _("it is none of the choices"))
    words = at_work.text(f"{where}.words", given.words) or at_work.text(f"{where}.words", given.substance)
    if not words:
        at_work.wrong(f"{where}.words", _("what it is, is not said"))
    columns: Columns = {"number": number, "kind": str(given.kind), "words": words}
    columns["as_written"] = _written(at_work, f"{where}.as_written", given.as_written)
    columns |= _substance(at_work, where, given, columns)
    for name in ("logo", "laboratory_result", "laboratory_reference"):
        columns[name] = at_work.text(f"{where}.{name}", getattr(given, name))
    columns |= _numbers(at_work, where, given)
    columns |= _amount(at_work, where, given, columns)
    columns["laboratory_date"] = _day(at_work, f"{where}.laboratory_date", given.laboratory_date)
    return columns


def _substance(at_work: Judging, where: str, given: GivenGood, columns: Columns) -> Columns:
    form_words = at_work.text(f"{where}.form", given.form)
    form = coding.form(form_words) if form_words else ""
    if form_words and form_words != form:
        columns["as_written"].setdefault("form", form_words)
    if given.kind not in {GoodKind.DRUG, GoodKind.PRECURSOR}:
        return {"substance": "", "form": form}
    said = at_work.text(f"{where}.substance", given.substance)
    substance, form_said = coding.substance(said or columns["words"])
    if said and not substance:
        reason = _("it is no substance that is known; leave it empty and say it in words")
        at_work.wrong(f"{where}.substance", reason)
    return {"substance": substance, "form": form or form_said}


def _numbers(at_work: Judging, where: str, given: GivenGood) -> Columns:
    hs = "".join(c for c in at_work.text(f"{where}.hs", given.hs) if c not in ". ")
    if hs and not (hs.isascii() and hs.isdigit() and 2 <= len(hs) <= 10):
        at_work.wrong(f"{where}.hs", _("a code of the Harmonized System has 2 to 10 digits"))
    cas = at_work.text(f"{where}.cas", given.cas)
    if cas and not amounts.is_cas(cas):
        at_work.wrong(f"{where}.cas", _("it is no CAS number: its check digit is wrong"))
    purity = at_work.text(f"{where}.purity", given.purity).removesuffix("%").strip()
    share: Decimal | None = None
    if purity:
        try:
            share = amounts.number(purity)
        except ValueError:
            at_work.wrong(f"{where}.purity", _("it is no number"))
        else:
            if not 0 <= share <= 100:
                at_work.wrong(f"{where}.purity", _("it lies between 0 and 100 per cent"))
    return {"hs": hs[:10], "cas": cas[:12], "purity": share}


def _amount(at_work: Judging, where: str, given: GivenGood, so_far: Columns) -> Columns:
    written = at_work.text(f"{where}.amount", given.amount)
    unit_words = at_work.text(f"{where}.unit", given.unit)
    currency = at_work.text(f"{where}.currency", given.currency).upper()
    amount: Decimal | None = None
    if written:
        try:
            amount = amounts.amount(written)
        except amounts.Ambiguous:
            at_work.wrong(f"{where}.amount", _("it can be read in two ways; write a point before decimals"))
        except ValueError:
            at_work.wrong(f"{where}.amount", _("it is no amount"))
    if given.kind == GoodKind.CASH:
        currency = currency or unit_words.upper()
        if not amounts.is_currency(currency):
            at_work.wrong(f"{where}.currency", _("say the currency by its three letters, such as KHR or USD"))
        unit, currency = currency[:3], currency[:3]
    else:
        unit, currency = coding.unit(unit_words) if unit_words else "", ""
    columns: Columns = {
        "amount": amount, "amount_text": written, "unit": unit, "unit_text": unit_words, "currency": currency,
    }  # fmt: skip
    weighed = given.kind in {GoodKind.DRUG, GoodKind.PRECURSOR}
    mass = amounts.mass(amount, unit, so_far["substance"], so_far["form"]) if weighed else amounts.NO_MASS
    return columns | mass


def _day(at_work: Judging, where: str, text: str) -> date | None:
    bare = at_work.text(where, text)
    if not bare:
        return None
    try:
        _found, first, last = span(bare)
    except ValueError:
        pass
    else:
        if first == last:
            return first
    at_work.wrong(where, _("it is no day; write it as 2026-11-22"))
    return None


def _points(at_work: Judging, given: tuple[GivenPoint, ...]) -> tuple[Columns, ...]:
    orders: dict[str, int] = {}
    found = []
    for number, each in enumerate(given, 1):
        where = f"points.{number}"
        orders[each.role] = orders.get(each.role, 0) + 1
        if each.role not in PointRole:
            at_work.wrong(f"{where}.role", _("it is none of the choices"))
        elif each.role != PointRole.TRANSIT and orders[each.role] > 1:
            at_work.wrong(f"{where}.role", _("only places of transit can be more than one"))
        found.append({"role": str(each.role), "order": orders[each.role]} | _point(at_work, where, each))
    return tuple(found)


def _point(at_work: Judging, where: str, given: GivenPoint) -> Columns:
    words = at_work.text(f"{where}.words", given.words)
    place = at_work.text(f"{where}.place", given.place)
    country = at_work.country(f"{where}.country", given.country) if given.country.strip() else country_of(words) or ""
    if place:
        known = coding.country_of_place(place)
        if known is None or (country and country != known):
            at_work.wrong(f"{where}.place", _("it is no place that is known in this country"))
        country = country or known or ""
    confidence = at_work.text(f"{where}.confidence", given.confidence).upper()
    if confidence:
        try:
            Evaluation.parse(confidence)
        except ValueError:
            at_work.wrong(f"{where}.confidence", _("an evaluation is a letter and a digit, such as B2"))
    if not (words or country or place):
        at_work.wrong(where, _("no country and no place is said"))
    return {
        "country": country, "place": place[:20], "words": words, "confidence": confidence[:2],
        "source": at_work.text(f"{where}.source", given.source),
    }  # fmt: skip


def _arrest(at_work: Judging, number: int, given: GivenArrest) -> Columns:
    where = f"arrests.{number}"
    if not 1 <= given.number <= 10_000:
        at_work.wrong(f"{where}.number", _("say how many, from 1"))
    if given.sex and given.sex not in SEXES:
        at_work.wrong(f"{where}.sex", _("it is none of the choices"))
    if given.age_band and given.age_band not in AGE_BANDS:
        at_work.wrong(f"{where}.age_band", _("it is none of the choices"))
    return {
        "number": given.number, "sex": given.sex, "age_band": given.age_band,
        "nationality": at_work.country(f"{where}.nationality", given.nationality) if given.nationality else "",
        "words": at_work.text(f"{where}.words", given.words),
    }  # fmt: skip
