"""What was given of a prosecution becomes columns; everything that is wrong with it is found, not only the first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from comity.kernel.countries import country as country_of
from comity.kernel.purposes import Offence
from comity.node.prosecutions.given import Given, GivenDefendant, InvalidProsecution
from comity.node.prosecutions.models import Appeal, Outcome, Sentence
from comity.node.runtime import clock, config
from comity.node.seizures import amounts, coding
from comity.node.seizures.dates import span
from comity.node.seizures.faults import Judging
from comity.node.seizures.words import AGE_BANDS, SEXES

MOST = 200
"""Defendants of one prosecution, and seizures that it rests on."""
MOST_PERSONS = 1000
MOST_MONTHS = 12 * 150
LENGTHS = {"reference": 60, "charge": 300, "court": 200, "prosecutor": 200, "remarks": 20_000}
IN_PRISON = (Sentence.PRISON, Sentence.SUSPENDED)
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A prosecution as columns.

    Args:
        prosecution: but who, when, case, source and restriction.
        defendants: of each, in order.
        reference: the agency's own; empty where it gave none.
    """

    prosecution: Columns
    defendants: tuple[Columns, ...]
    reference: str = ""


class _Judging(Judging):
    def choice(self, where: str, text: str, choices: Collection[str]) -> str:
        if text not in choices:
            self.wrong(where, _("it is none of the choices"))
        return text

    def country(self, where: str, text: str) -> str:
        bare = self.text(where, text)
        found = country_of(bare) if bare else ""
        if found is None:
            self.wrong(where, _("it is no country that is known"))
        return found or ""

    def date(self, where: str, text: str) -> Columns:
        try:
            found, first, last = span(text.strip())
        except ValueError:
            self.wrong(where, _("it is no date; write it as 2026-11-22, 2026-11 or 2026"))
            return {}
        if first > clock().now().date() + coding.AHEAD:
            self.wrong(where, _("it lies in the future"))
        return {"date": str(found), "date_from": first, "date_to": last}


def judge(given: Given) -> Judged:
    """This function turns what was given into columns.

    Raises:
        InvalidProsecution: with everything that is wrong.
    """
    at_work = _Judging(LENGTHS)
    columns: Columns = {
        name: at_work.text(name, getattr(given, name)) for name in ("charge", "court", "prosecutor", "remarks")
    }
    columns["offence"] = at_work.choice("offence", given.offence, {each.value for each in Offence})
    if not columns["charge"]:
        at_work.wrong("charge", _("it is not said what is charged"))
    columns |= at_work.date("date", given.date)
    columns |= _place(at_work, given)
    if not given.defendants:
        at_work.wrong("defendants", _("nobody is said to be charged"))
    if len(given.defendants) > MOST or len(given.seizures) > MOST:
        at_work.wrong("defendants", _("there are more than %(most)s") % {"most": MOST})
    charged = columns.get("date_from")
    defendants = tuple(_defendant(at_work, n, each, charged) for n, each in enumerate(given.defendants[:MOST], 1))
    held = [each["holding_id"] for each in defendants if each["holding_id"]]
    if len(held) != len(set(held)):
        at_work.wrong("defendants", _("a person is named twice"))
    reference = at_work.text("reference", given.reference)
    if at_work.faults:
        raise InvalidProsecution(tuple(at_work.faults))
    return Judged(columns, defendants, reference)


def _place(at_work: _Judging, given: Given) -> Columns:
    country = at_work.country("country", given.country)
    found, faults = coding.placed(
        country, dict.fromkeys(coding.LEVELS, "") | {"province": at_work.text("province", given.province)}
    )
    for level, reason in faults.items():
        at_work.wrong(level, reason)
    return {"country": found["country"] or config().country, "province": found["province"]}


def _defendant(at_work: _Judging, number: int, given: GivenDefendant, charged: Any) -> Columns:
    where = f"defendants.{number}"
    if not 1 <= given.persons <= MOST_PERSONS:
        at_work.wrong(f"{where}.persons", _("it is a number from 1 to %(most)s") % {"most": MOST_PERSONS})
    if given.holding_id and given.persons != 1:
        at_work.wrong(f"{where}.persons", _("a record belongs to one person"))
    columns: Columns = {
        "number": number, "persons": given.persons, "holding_id": given.holding_id.strip() or None,
        "nationality": at_work.country(f"{where}.nationality", given.nationality),
        "sex": at_work.choice(f"{where}.sex", given.sex, ("", *SEXES)),
        "age_band": at_work.choice(f"{where}.age_band", given.age_band, ("", *AGE_BANDS)),
        "outcome": at_work.choice(f"{where}.outcome", given.outcome, Outcome.values),
        "appeal": at_work.choice(f"{where}.appeal", given.appeal, Appeal.values),
        "sentence": at_work.choice(f"{where}.sentence", given.sentence, Sentence.values),
        "words": at_work.text(f"{where}.words", given.words), "months": given.months, "outcome_date": "",
    }  # fmt: skip
    return columns | _ending(at_work, where, given, charged) | _fine(at_work, where, given)


def _ending(at_work: _Judging, where: str, given: GivenDefendant, charged: Any) -> Columns:
    decided = given.outcome != Outcome.PENDING
    found: Columns = {}
    if decided and not given.outcome_date.strip():
        at_work.wrong(f"{where}.outcome_date", _("it is not said when; a year is enough where no more is known"))
    if given.outcome_date.strip():
        day = at_work.date(f"{where}.outcome_date", given.outcome_date)
        if not decided:
            at_work.wrong(f"{where}.outcome", _("it has a day, but is not decided"))
        if charged and day and day["date_to"] < charged:
            at_work.wrong(f"{where}.outcome_date", _("it lies before the charge"))
        found["outcome_date"] = day.get("date", "")
    if given.outcome != Outcome.CONVICTED and (given.sentence or given.months is not None or given.fine.strip()):
        at_work.wrong(f"{where}.sentence", _("only who was convicted has a sentence"))
    if not decided and given.appeal:
        at_work.wrong(f"{where}.appeal", _("what is not decided cannot be appealed"))
    if given.months is not None and not (given.sentence in IN_PRISON and 1 <= given.months <= MOST_MONTHS):
        at_work.wrong(
            f"{where}.months", _("months belong to imprisonment, and are from 1 to %(most)s") % {"most": MOST_MONTHS}
        )
    return found


def _fine(at_work: _Judging, where: str, given: GivenDefendant) -> Columns:
    written, currency = given.fine.strip(), given.currency.strip().upper()
    if not written:
        if currency:
            at_work.wrong(f"{where}.fine", _("a currency is named, but no amount"))
        return {"fine": None, "currency": ""}
    try:
        amount = Decimal(written)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 < amount < Decimal(10) ** 15 or amount != round(amount, 2):
        at_work.wrong(f"{where}.fine", _("it is no amount; write it as 5000000 or 1250.50"))
        amount = Decimal(0)
    if not amounts.is_currency(currency):
        at_work.wrong(f"{where}.currency", _("it is no currency that is known, such as KHR, THB or VND"))
    return {"fine": amount, "currency": currency}
