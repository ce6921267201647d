"""How two countries stand to the main conventions, and which exchange goes through which channel between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from comity.cooperation.allowing import Question, answer_of, standing
from comity.cooperation.instruments import Channel, ExchangeKind, Instrument, InstrumentKind


class Standing(StrEnum):
    """How a country stands to an instrument on a day."""

    BOUND = "bound"
    COMMITTED = "committed"
    NOT_YET = "not-yet-bound"
    NO_LONGER = "no-longer-bound"
    SIGNED = "signed-only"
    UNKNOWN = "date-unknown"
    OUTSIDE = "not-a-party"


@dataclass(frozen=True, slots=True)
class Place:
    """A country and how it stands to an instrument.

    Args:
        country: ISO 3166-1 alpha-2.
        standing: how.
        since: the day from which it is bound, or on which it signed where it only signed; None where unknown.
        to_check: whether this has yet to be compared with the source.
    """

    country: str
    standing: Standing
    since: date | None
    to_check: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """How two countries stand to one instrument."""

    instrument: Instrument
    first: Place
    second: Place

    @property
    def binds_both(self) -> bool:
        """This function tells whether both are bound."""
        return self.first.standing is self.second.standing is Standing.BOUND

    @property
    def missing(self) -> tuple[str, ...]:
        """This function returns the countries that are neither bound nor committed."""
        held = {Standing.BOUND, Standing.COMMITTED}
        return tuple(each.country for each in (self.first, self.second) if each.standing not in held)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of exchange through one channel.

    Args:
        channel: which.
        references: the instruments that allow it.
        article: of the first of them.
    """

    channel: Channel
    references: tuple[str, ...]
    article: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of exchange through every channel."""

    kind: ExchangeKind
    cells: tuple[Cell, ...]


def coverage(instruments: Iterable[Instrument], first: str, second: str, on: date) -> tuple[Cover, ...]:
    """This function returns how two countries stand to each instrument on a day, in the order given."""
    return tuple(Cover(each, place(each, first, on), place(each, second, on)) for each in instruments)


def place(instrument: Instrument, country: str, on: date) -> Place:
    """This function returns how a country stands to an instrument on a day."""
    party = instrument.party(country)
    to_check = party is not None and (party.to_check or instrument.to_check)
    if instrument.kind is InstrumentKind.STANDARD and party is not None and party.joined:
        return Place(country, Standing.COMMITTED, party.bound_from, to_check)
    gap = standing(instrument, country, on)
    found = Standing(gap.code) if gap else Standing.BOUND
    since = None
    if party is not None:
        since = party.signed if found is Standing.SIGNED else party.bound_from
    return Place(country, found, since, to_check)


def matrix(instruments: Sequence[Instrument], question: Question) -> tuple[Row, ...]:
    """This function returns which instruments allow each kind of exchange through each channel.

    Args:
        instruments: all that are known.
        question: countries, day, offence and purpose; its kind and channel do not matter. Dual criminality is taken as
            stated, since the picture shows what is possible.
    """
    return tuple(
        Row(kind, tuple(_cell(instruments, question, kind, channel) for channel in Channel)) for kind in ExchangeKind
    )


def _cell(instruments: Sequence[Instrument], question: Question, kind: ExchangeKind, channel: Channel) -> Cell:
    asked = replace(question, kind=kind, channel=channel, dual_stated=True)
    found = [answer for each in instruments if (answer := answer_of(each, asked)).allows]
    return Cell(channel, tuple(each.instrument.reference for each in found), found[0].article if found else "")
