"""Which instruments an officer may choose as the legal basis of a working period, and why not the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.cooperation import ExchangeKind, Finding, answer_of
from comity.cooperation.instruments import InstrumentKind
from comity.node.cases.bases import question_to
from comity.node.cases.models import Instrument
from comity.node.cases.terms import terms_of
from comity.node.runtime import config

_ASKED = (ExchangeKind.REQUEST, ExchangeKind.CHECK, ExchangeKind.SPONTANEOUS, ExchangeKind.ALERT)


@dataclass(frozen=True, slots=True)
class Choice:
    """One instrument for a working period.

    Args:
        instrument: which.
        countries: with which it allows an exchange; empty where it allows none.
        gap: why it allows none; None where it allows one.
        to_check: whether lawyers have yet to check it.
    """

    instrument: Instrument
    countries: tuple[str, ...]
    gap: Finding | None
    to_check: bool


def choices(
    rows: Iterable[Instrument], countries: Sequence[str], *, offence: str | None, purpose: str = ""
) -> tuple[list[Choice], list[Choice]]:
    """This function divides instruments into those that apply between here and some country, and the others.

    Args:
        rows: instruments.
        countries: of the partners; where there is none yet, the other parties of each instrument.
        offence: of the case; None on a standing duty.
        purpose: of the working period; empty for any.
    """
    found = [_choice(row, countries, offence, purpose) for row in rows]
    return [each for each in found if each.countries], [each for each in found if not each.countries]


def _choice(row: Instrument, countries: Sequence[str], offence: str | None, purpose: str) -> Choice:
    terms = terms_of(row)
    here = config().country
    others = list(countries) or [each for each in row.parties if each != here] or [here]
    allowed, gap = [], None
    for country in others:
        for kind in _ASKED:
            answer = answer_of(terms, question_to(country, offence, purpose, kind, dual_stated=True))
            if answer.allows:
                allowed.append(country)
                break
            gap = gap or answer.gaps[0]
    if terms.kind is InstrumentKind.STANDARD:
        gap = Finding("standard", {"instrument": row.reference})
    return Choice(row, tuple(allowed), None if allowed else gap, terms.to_check)
