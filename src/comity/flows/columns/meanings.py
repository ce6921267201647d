"""What the texts of a file mean, column by column; each text is looked up once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from comity.flows import codes, countries, substances, units
from comity.flows.columns.amounts import Amount, Marks
from comity.flows.columns.dates import Calendar
from comity.flows.words import says_nothing
from comity.kernel.dates import PartialDate
from comity.subjects.cells import plain

Meaning = tuple[Any, str]
"""What a text means, and why it means nothing; both are empty where it says nothing."""
NOT_SAID: Meaning = (None, "")
_COUNTRIES = ("COUNTRY", "PRODUCING_COUNTRY", "DEPARTURE_COUNTRY", "DESTINATION_COUNTRY")


class Meanings:
    """Texts and what they mean in one file.

    Args:
        marks: how it writes amounts.
        calendar: how it writes dates.
    """

    def __init__(self, marks: Marks, calendar: Calendar) -> None:
        """This function begins with nothing known."""
        self._marks, self._calendar = marks, calendar
        self.assumed: dict[str, str] = {}
        self.by_month: set[tuple[str, int]] = set()
        self._amounts: dict[str, Amount] = {}
        self._known: dict[str, dict[str, Meaning]] = {}
        self._readers: dict[str, Callable[[str], Meaning]] = {
            **dict.fromkeys(_COUNTRIES, _country),
            "TRANSIT_COUNTRY": _countries,
            "SEIZURE_DATE": self._date,
            "DRUG_NAME": _substance,
            "DRUG_UNIT": _unit,
            "HIDING_PLACE": partial(_code, codes.HIDING_PLACES, "hiding place"),
            "INSTALLATION": partial(_code, codes.INSTALLATIONS, "kind of place"),
            "TRANSPORT": partial(_code, codes.TRANSPORTS, "transport"),
            "ROUTING": partial(_code, codes.ROUTINGS, "routing"),
        }

    def of(self, column: str, text: str) -> Meaning:
        """This function returns what a text means under a column."""
        known = self._known.setdefault(column, {})
        found = known.get(text)
        if found is None:
            bare = plain(text.strip())
            if says_nothing(bare):
                found = NOT_SAID
            elif bare.startswith("="):
                found = None, "a formula"
            else:
                found = self._readers[column](bare)
            known[text] = found
        return found

    def amount(self, text: str) -> Amount:
        """This function returns the number that a text says; ``nan`` is no number, and said."""
        found = self._amounts.get(text)
        if found is None:
            bare = plain(text.strip())
            silent = says_nothing(bare) and bare.casefold() != "nan"
            found = self._amounts[text] = Amount() if silent else self._marks.read(bare)
        return found

    def _date(self, text: str) -> tuple[PartialDate | None, str]:
        dated = self._calendar.read(text)
        if dated.assumed:
            self.assumed[text] = dated.assumed
        return dated.date, dated.reason


def _country(text: str) -> Meaning:
    code = countries.country(text)
    return code, "" if code else countries.why_not(text)


def _countries(text: str) -> Meaning:
    several = countries.several(text)
    return several, "" if several else countries.why_not(text)


def _substance(text: str) -> Meaning:
    found = substances.match(text)
    return found, "" if found else "no substance is known by this name; it is counted under its own words"


def _unit(text: str) -> Meaning:
    found = units.match(text)
    return found, "" if found else "no unit is known by this name, so that the amount has no weight"


def _code(entries: codes.Codes, what: str, text: str) -> Meaning:
    code = entries.match(text)
    return code, "" if code else f"no {what} is called so"
