"""What a legal instrument says, as data: who is bound since when, which exchange it provides for, and how.

An empty set says "every": an instrument without offences covers every offence, a clause without channels goes through
every channel. A date that nobody knows for certain is None, and what needs it is then not allowed: see `allowing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.kernel.purposes import Offence, Purpose


class InstrumentKind(StrEnum):
    """What an instrument is. A standard, such as the FATF's recommendations, binds nobody as a legal basis."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum"
    LAW = "law"
    STANDARD = "standard"


class Channel(StrEnum):
    """Between which authorities an exchange goes."""

    POLICE = "police"
    JUDICIAL = "judicial"
    FIU = "financial-intelligence-unit"
    CUSTOMS = "customs"
    BORDER = "border-liaison"


class ExchangeKind(StrEnum):
    """What is exchanged."""

    CHECK = "check"
    SPONTANEOUS = "spontaneous"
    REQUEST = "request"
    PERSONAL_DATA = "personal-data"
    EVIDENCE = "evidence"
    JOINT_OPERATION = "joint-operation"
    ALERT = "alert"


class DualCriminality(StrEnum):
    """Whether the act must be an offence under both laws."""

    NOT_STATED = "not-stated"
    NOT_REQUIRED = "not-required"
    MAY_BE_ASKED = "may-be-asked"
    FOR_EVIDENCE = "required-for-evidence"
    REQUIRED = "required"


class ConditionKind(StrEnum):
    """Which promise goes with an exchange."""

    SPECIALTY = "specialty"
    CONFIDENTIALITY = "confidentiality"
    DATA_PROTECTION = "data-protection"
    CENTRAL_AUTHORITY = "central-authority"
    DUAL_CRIMINALITY = "dual-criminality"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Condition:
    """A promise that goes with an exchange.

    Args:
        kind: which.
        words: in words, with the article where there is one; may be empty.
    """

    kind: ConditionKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A country and how an instrument binds it.

    Args:
        country: ISO 3166-1 alpha-2.
        signed: when it signed; None where it did not, or nobody knows.
        bound_from: the first day on which it is bound; None where it is not bound, or nobody knows since when.
        bound_to: the last such day; None for no end.
        joined: whether it ratified or acceded, even where the day is not known.
        words: reservations, declarations and territory, in words.
        source: the address where this stands; may be empty.
        as_of: the year or day of what is known, ISO 8601; may be empty.
        to_check: whether somebody has yet to check this against the depositary.
    """

    country: str
    signed: date | None = None
    bound_from: date | None = None
    bound_to: date | None = None
    joined: bool = True
    words: str = ""
    source: str = ""
    as_of: str = ""
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of an instrument: which kinds of exchange it provides for, through which channels.

    Args:
        kinds: empty for every kind.
        channels: empty for every channel.
        article: where it stands.
        words: what it says, in own words.
    """

    kinds: frozenset[ExchangeKind] = frozenset()
    channels: frozenset[Channel] = frozenset()
    article: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, agreement, memorandum, law or standard.

    Args:
        reference: short and unique at a node.
        title: its full name.
        kind: what it is.
        parties: who signed or joined, one entry a country.
        in_force_from: the first day on which it binds anybody; None where nobody knows.
        in_force_to: the last such day; None for no end.
        offences: that it covers; empty for every offence.
        purposes: that it serves; empty for every purpose.
        clauses: what it provides for; none for every exchange through every channel.
        conditions: what goes with every exchange under it.
        dual_criminality: whether the act must be an offence under both laws.
        text: an excerpt, or what it says in own words.
        source: the address where it is published.
        checked_on: when somebody last compared this with the source.
        to_check: whether lawyers have yet to check it.
    """

    reference: str
    title: str
    kind: InstrumentKind
    parties: tuple[Party, ...]
    in_force_from: date | None = None
    in_force_to: date | None = None
    offences: frozenset[Offence] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    clauses: tuple[Clause, ...] = ()
    conditions: tuple[Condition, ...] = ()
    dual_criminality: DualCriminality = DualCriminality.NOT_STATED
    text: str = ""
    source: str = ""
    checked_on: date | None = None
    to_check: bool = False

    def party(self, country: str) -> Party | None:
        """This function returns how a country stands to the instrument, or None where it has no part in it."""
        return next((each for each in self.parties if each.country == country), None)
