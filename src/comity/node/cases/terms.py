"""Instruments as rows and as data: what `comity.cooperation` asks about, from what the database keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from comity.cooperation import (
    Channel,
    Clause,
    Condition,
    ConditionKind,
    DualCriminality,
    ExchangeKind,
    InstrumentKind,
    Party,
)
from comity.cooperation import Instrument as Terms
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.models import Instrument


def terms_of(row: Instrument) -> Terms:
    """This function returns an instrument as data.

    A party without terms of its own is bound as long as the instrument is in force.
    """
    own = {each["country"]: each for each in row.party_terms}
    parties = [_party(own[code]) if code in own else Party(code, bound_from=row.in_force_from) for code in row.parties]
    parties += [_party(each) for code, each in own.items() if code not in row.parties]
    return Terms(
        reference=row.reference,
        title=row.title,
        kind=InstrumentKind(row.kind),
        parties=tuple(parties),
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
        offences=frozenset(Offence(each) for each in row.offences),
        purposes=frozenset(Purpose(each) for each in row.purposes),
        clauses=tuple(_clause(each) for each in row.clauses),
        conditions=tuple(Condition(ConditionKind(each["kind"]), each["words"]) for each in row.conditions),
        dual_criminality=DualCriminality(row.dual_criminality),
        text=row.text,
        source=row.source,
        checked_on=row.checked_on,
        to_check=row.to_check,
    )


def columns_of(terms: Terms) -> dict[str, Any]:
    """This function returns an instrument as the columns of its row. `terms_of` reads them back."""
    return {
        "reference": terms.reference,
        "title": terms.title,
        "kind": terms.kind.value,
        "parties": sorted(each.country for each in terms.parties if each.joined),
        "party_terms": [party_document(each) for each in terms.parties],
        "in_force_from": terms.in_force_from,
        "in_force_to": terms.in_force_to,
        "offences": _sorted(terms.offences),
        "purposes": _sorted(terms.purposes),
        "clauses": [clause_document(each) for each in terms.clauses],
        "conditions": [{"kind": each.kind.value, "words": each.words} for each in terms.conditions],
        "dual_criminality": terms.dual_criminality.value,
        "text": terms.text,
        "source": terms.source,
        "checked_on": terms.checked_on,
        "to_check": terms.to_check,
    }


def party_document(party: Party) -> dict[str, Any]:
    """This function returns a party as the database keeps it."""
    days = {"signed": party.signed, "from": party.bound_from, "to": party.bound_to}
    return {
        "country": party.country,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "joined": party.joined,
        "words": party.words,
        "source": party.source,
        "as_of": party.as_of,
        "to_check": party.to_check,
    }


def clause_document(clause: Clause) -> dict[str, Any]:
    """This function returns a clause as the database keeps it."""
    return {
        "kinds": _sorted(clause.kinds),
        "channels": _sorted(clause.channels),
        "article": clause.article,
        "words": clause.words,
    }


def _party(document: Mapping[str, Any]) -> Party:
    return Party(
        country=document["country"],
        signed=_day(document.get("signed")),
        bound_from=_day(document.get("from")),
        bound_to=_day(document.get("to")),
        joined=document.get("joined", True),
        words=document.get("words", ""),
        source=document.get("source", ""),
        as_of=document.get("as_of", ""),
        to_check=document.get("to_check", False),
    )


def _clause(document: Mapping[str, Any]) -> Clause:
    return Clause(
        kinds=frozenset(ExchangeKind(each) for each in document.get("kinds", [])),
        channels=frozenset(Channel(each) for each in document.get("channels", [])),
        article=document.get("article", ""),
        words=document.get("words", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted(str(each) for each in values)
