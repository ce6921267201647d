"""On which legal basis something may be exchanged with a country: the stated instrument, or a stated emergency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date

from comity.cooperation import Answer, Channel, ExchangeKind, Question, allowing, answer_of, instead
from comity.kernel import Refused
from comity.kernel.purposes import Offence, Purpose
from comity.node.cases.models import Emergency, Instrument
from comity.node.cases.terms import terms_of
from comity.node.permissions import Actor
from comity.node.runtime import clock, config

EMERGENCY = "Emergency"
"""How the legal basis of a message begins that goes under an emergency."""
_CHOICES = 3

Kinds = ExchangeKind | str | Iterable[ExchangeKind | str]


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal basis of something that is exchanged.

    Args:
        reference: short, as a check and the pages name it.
        statement: as it stands in a message: the reference, or the emergency in words.
        instrument: which; None in an emergency.
        emergency: which; None where an instrument allows it.
        answers: what the instrument says, one answer for each kind of exchange; empty in an emergency.
    """

    reference: str
    statement: str
    instrument: Instrument | None = None
    emergency: Emergency | None = None
    answers: tuple[Answer, ...] = ()


def basis_for(
    actor: Actor,
    partner_country: str,
    offence: str | None,
    purpose: str,
    kind: Kinds,
    *,
    dual_stated: bool = False,
    fallback: bool = False,
) -> Basis:
    """This function returns the legal basis on which an actor may exchange something with a country now.

    The instrument of the working period counts. Where no instrument that is recorded here allows this, an emergency
    counts that the actor has stated for this country.

    Args:
        actor: in a working period.
        partner_country: ISO 3166-1 alpha-2.
        offence: of the case; None on a standing duty.
        purpose: why; the actor's own where empty.
        kind: what is exchanged, or all that is exchanged together.
        dual_stated: whether it is said how the offence is named in both laws.
        fallback: whether another instrument is taken where the stated one does not allow it, as for checks.

    Raises:
        Refused: nothing allows it, with the reason in one sentence and what to do: ``cases.basis.unstated``,
            ``cases.basis.none`` or ``cases.basis.`` with the code of what the stated instrument misses.
    """
    kinds = _kinds(kind)
    asked = [
        question_to(partner_country, offence, purpose or actor.purpose, each, dual_stated=dual_stated) for each in kinds
    ]
    stated = Instrument.objects.filter(id=actor.instrument_id).first() if actor.instrument_id else None
    if stated is not None and (answers := _all_allow(stated, asked)):
        return Basis(stated.reference, stated.reference, instrument=stated, answers=answers)
    rows = list(Instrument.objects.all())
    applicable = [row for row in ranked(rows, asked[0]) if _all_allow(row, asked)]
    if fallback and applicable:
        first = applicable[0]
        return Basis(first.reference, first.reference, instrument=first, answers=_all_allow(first, asked))
    emergency = None if applicable else open_emergency(actor, partner_country, kinds)
    if emergency is not None:
        return Basis(_named(emergency), statement_of(emergency), emergency=emergency)
    raise _refusal(stated, applicable, rows, asked)


def statement_of(emergency: Emergency) -> str:
    """This function returns an emergency as the partner reads it in a message: until when, the ground, the words."""
    until = emergency.until.astimezone(UTC)
    return f"{EMERGENCY} until {until:%Y-%m-%d %H:%M} UTC, {_ground(emergency)}: {emergency.words}"


def is_emergency(statement: str) -> bool:
    """This function tells whether the legal basis of a message is an emergency."""
    return statement.startswith((f"{EMERGENCY} until ", f"{EMERGENCY}: "))


def _named(emergency: Emergency) -> str:
    return f"{EMERGENCY}: {_ground(emergency)}"


def _ground(emergency: Emergency) -> str:
    return emergency.ground.replace("-", " ")


def open_emergency(actor: Actor, country: str, kinds: Iterable[ExchangeKind]) -> Emergency | None:
    """This function returns the actor's emergency that carries these kinds of exchange with a country now, or None."""
    now = clock().now()
    found = Emergency.objects.filter(by_id=actor.user_id, country=country, outcome="", until__gt=now)
    return next((each for each in found if each.as_stated.carries(kinds, now)), None)


def answers_for(question: Question) -> list[tuple[Instrument, Answer]]:
    """This function returns every instrument with what it says to a question, best first."""
    rows = {row.reference: row for row in Instrument.objects.all()}
    found = allowing((terms_of(row) for row in rows.values()), question)
    return [(rows[answer.instrument.reference], answer) for answer in found]


def ranked(rows: Iterable[Instrument], question: Question) -> list[Instrument]:
    """This function returns instruments in the order of what they say to a question, best first."""
    named = {row.reference: row for row in rows}
    return [named[each.instrument.reference] for each in allowing(map(terms_of, named.values()), question)]


def question_to(
    country: str, offence: str | None, purpose: str, kind: ExchangeKind, *, dual_stated: bool, on: date | None = None
) -> Question:
    """This function returns what an exchange between this node's country and another asks of an instrument."""
    return Question(
        first=config().country,
        second=country,
        on=on or clock().now().date(),
        kind=kind,
        offence=Offence(offence) if offence else None,
        purpose=Purpose(purpose) if purpose else None,
        channel=Channel(config().channel) if config().channel else None,
        dual_stated=dual_stated,
    )


def _kinds(kind: Kinds) -> tuple[ExchangeKind, ...]:
    given = [kind] if isinstance(kind, str) else list(kind)
    return tuple(sorted({ExchangeKind(each) for each in given}))


def _all_allow(row: Instrument, questions: list[Question]) -> tuple[Answer, ...]:
    terms = terms_of(row)
    answers = tuple(answer_of(terms, each) for each in questions)
    return answers if all(each.allows for each in answers) else ()


def _refusal(
    stated: Instrument | None, applicable: list[Instrument], rows: list[Instrument], questions: list[Question]
) -> Refused:
    choice = ", ".join(row.reference for row in applicable[:_CHOICES])
    if stated is not None:
        gap = next(gap for each in questions for gap in answer_of(terms_of(stated), each).gaps)
        way_out = f"State another one in your working period: {choice}" if choice else gap.way_out
        return Refused(
            stated.reference, gap.sentence.rstrip("."), way_out or gap.way_out, code=f"cases.basis.{gap.code}"
        )
    if choice:
        return Refused(
            "Legal basis",
            "none is stated for this exchange",
            f"State one in your working period: {choice}",
            code="cases.basis.unstated",
        )
    hints = instead(allowing(map(terms_of, rows), questions[0]))
    return Refused(
        "Legal basis",
        f"no instrument recorded here allows this with {questions[0].second}",
        hints[0].sentence.rstrip(".") if hints else "See which instruments there are on the page Legal basis",
        code="cases.basis.none",
    )
