"""Recording, changing and confirming legal instruments, and loading the conventions that ship with Comity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from comity.cooperation import (
    Clause,
    Condition,
    DualCriminality,
    InstrumentKind,
    Party,
)
from comity.cooperation.conventions import conventions
from comity.kernel import InvalidInput, Missing
from comity.kernel.countries import country
from comity.kernel.purposes import Offence, Purpose
from comity.node.audit.operations import record
from comity.node.cases.models import Instrument
from comity.node.cases.terms import clause_document, columns_of, party_document
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock

_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the shipped conventions did: the references of each.

    Args:
        new: recorded for the first time.
        renewed: changed, since a newer table says something else.
        kept: left as they are here, since this node wrote, changed or confirmed them.
    """

    new: tuple[str, ...]
    renewed: tuple[str, ...]
    kept: tuple[str, ...]


@transaction.atomic
def record_instrument(
    *,
    actor: Actor,
    reference: str,
    title: str,
    kind: str,
    parties: Sequence[str],
    in_force_from: date,
    in_force_to: date | None = None,
    offences: Sequence[Offence] = (),
    purposes: Sequence[Purpose] = (),
    clauses: Sequence[Clause] = (),
    conditions: Sequence[Condition] = (),
    dual_criminality: DualCriminality = DualCriminality.NOT_STATED,
    party_terms: Sequence[Party] = (),
    text: str = "",
    source: str = "",
    checked_on: date | None = None,
    to_check: bool = False,
) -> Instrument:
    """This function records a legal basis between countries.

    Args:
        actor: who.
        reference: short; used once.
        title: its full name.
        kind: treaty, agreement, memorandum, law or standard.
        parties: countries by name or code.
        in_force_from: the first day.
        in_force_to: the last day, or None.
        offences: that it covers; empty for every one.
        purposes: that it serves; empty for every one.
        clauses: which exchange through which channels; empty for every one.
        conditions: what goes with an exchange.
        dual_criminality: whether the act must be an offence under both laws.
        party_terms: parties whose dates or declarations differ from the rest.
        text: an excerpt or summary.
        source: where it is published.
        checked_on: when somebody compared it with the source.
        to_check: whether lawyers have yet to check it.

    Raises:
        Refused: the role may not.
        InvalidInput: with every fault, field by field.
    """
    _may_write(actor)
    instrument = Instrument(
        **_values(
            reference=reference, title=title, kind=kind, parties=parties, in_force_from=in_force_from,
            in_force_to=in_force_to, offences=offences, purposes=purposes, clauses=clauses, conditions=conditions,
            dual_criminality=dual_criminality, party_terms=party_terms, text=text, source=source,
            checked_on=checked_on, to_check=to_check,
        )
    )  # fmt: skip
    save(instrument)
    record(actor=actor, event="cases.instrument.recorded", objects=[instrument.id])
    return instrument


@transaction.atomic
def change_instrument(*, actor: Actor, instrument_id: str, **values: Any) -> Instrument:
    """This function changes what is recorded of an instrument; from then on it is this node's own.

    Args:
        actor: who.
        instrument_id: which.
        **values: everything that `record_instrument` takes, anew.

    Raises:
        Refused: the role may not.
        Missing: no such instrument.
        InvalidInput: with every fault, field by field.
    """
    _may_write(actor)
    instrument = _locked(instrument_id)
    fresh = _values(**values)
    before = {name: getattr(instrument, name) for name in fresh}
    for name, value in fresh.items():
        setattr(instrument, name, value)
    instrument.origin = Instrument.OWN
    save(instrument, new=False)
    changed = sorted(name for name, value in before.items() if value != getattr(instrument, name))
    record(actor=actor, event="cases.instrument.changed", objects=[instrument.id], details={"changed": changed})
    return instrument


@transaction.atomic
def confirm_instrument(*, actor: Actor, instrument_id: str) -> Instrument:
    """This function says that lawyers have checked an instrument and the dates of its parties.

    Raises:
        Refused: the role may not.
        Missing: no such instrument.
    """
    _may_write(actor)
    instrument = _locked(instrument_id)
    now = clock().now()
    instrument.to_check, instrument.confirmed, instrument.confirmed_by = False, now, actor.user_id
    instrument.checked_on = now.date()
    instrument.party_terms = [each | {"to_check": False} for each in instrument.party_terms]
    instrument.save()
    record(actor=actor, event="cases.instrument.confirmed", objects=[instrument.id])
    return instrument


@transaction.atomic
def load_conventions(*, actor: Actor) -> Loaded:
    """This function records the conventions that ship with Comity, each marked as to be checked.

    What this node wrote, changed or confirmed stays as it is here.

    Raises:
        Refused: the role may not.
    """
    _may_write(actor)
    new, renewed, kept, ids = [], [], [], []
    here = {row.reference: row for row in Instrument.objects.select_for_update()}
    for terms in conventions():
        row, columns = here.get(terms.reference), columns_of(terms)
        if row is None:
            row = Instrument(origin=Instrument.TABLE, **columns)
            save(row)
            new.append(terms.reference)
        elif row.origin != Instrument.TABLE or row.confirmed is not None:
            kept.append(terms.reference)
            continue
        elif all(getattr(row, name) == value for name, value in columns.items()):
            continue
        else:
            Instrument.objects.filter(id=row.id).update(**columns)
            renewed.append(terms.reference)
        ids.append(row.id)
    if ids:
        record(actor=actor, event="cases.conventions.loaded", objects=ids, details={"new": new, "renewed": renewed})
    return Loaded(tuple(new), tuple(renewed), tuple(kept))


def save(model: models.Model, *, new: bool = True) -> None:
    """This function saves a row after every field was checked.

    Raises:
        InvalidInput: with every fault, field by field.
    """
    try:
        model.full_clean()
    except ValidationError as error:
        reason = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        thing = type(model).__name__.lower()
        raise InvalidInput(thing, reason, "Mend these fields", code=f"cases.{thing}.invalid") from error
    model.save(force_insert=new)


def _may_write(actor: Actor) -> None:
    require(actor, Action.INSTRUMENT_WRITE if actor.role is not Role.SYSTEM else Action.NODE_OPERATE)


def _locked(instrument_id: str) -> Instrument:
    found = Instrument.objects.select_for_update().filter(id=instrument_id).first()
    if found is None:
        raise Missing("instrument", "there is none with this id", code="cases.instrument.missing")
    return found


def _values(
    *,
    reference: str,
    title: str,
    kind: str,
    parties: Sequence[str],
    in_force_from: date,
    in_force_to: date | None = None,
    offences: Sequence[Offence] = (),
    purposes: Sequence[Purpose] = (),
    clauses: Sequence[Clause] = (),
    conditions: Sequence[Condition] = (),
    dual_criminality: DualCriminality = DualCriminality.NOT_STATED,
    party_terms: Sequence[Party] = (),
    text: str = "",
    source: str = "",
    checked_on: date | None = None,
    to_check: bool = False,
) -> Mapping[str, Any]:
    codes = {given: country(given) for given in parties}
    left = {each.country for each in party_terms if not each.joined}
    joined = sorted({code for code in codes.values() if code} - left)
    faults = []
    if unknown := [given for given, code in codes.items() if code is None]:
        faults.append(f"not known as countries: {', '.join(unknown)}")
    elif len(joined) < (1 if kind == InstrumentKind.LAW else 2):
        faults.append("an instrument binds two countries, and only a law may bind one")
    if in_force_to is not None and in_force_to < in_force_from:
        faults.append("it ends before it begins")
    faults += [
        f"{each.country} is bound until a day before it is bound"
        for each in party_terms
        if each.bound_from and each.bound_to and each.bound_to < each.bound_from
    ]
    faults += [
        f"{each.country} has terms and is no party" for each in party_terms if each.country not in codes.values()
    ]
    if len(text) > _LONGEST:
        faults.append(f"the text is longer than {_LONGEST} characters")
    if faults:
        raise InvalidInput(
            "parties" if len(faults) == 1 and "dates" not in faults[0] else "instrument",
            "; ".join(faults),
            "Give ISO codes such as KH and VN, and mend what is named",
            code="cases.instrument.parties",
        )
    return {
        "reference": reference.strip(),
        "title": title.strip(),
        "kind": str(kind),
        "parties": joined,
        "party_terms": [party_document(each) for each in party_terms],
        "in_force_from": in_force_from,
        "in_force_to": in_force_to,
        "offences": sorted({Offence(each).value for each in offences}),
        "purposes": sorted({Purpose(each).value for each in purposes}),
        "clauses": [clause_document(each) for each in clauses],
        "conditions": [{"kind": each.kind.value, "words": each.words} for each in conditions],
        "dual_criminality": DualCriminality(dual_criminality).value,
        "text": text.strip(),
        "source": source.strip(),
        "checked_on": checked_on,
        "to_check": to_check,
    }
