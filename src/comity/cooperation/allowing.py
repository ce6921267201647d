"""Which instrument allows which exchange between two countries, and exactly what is missing where it does not.

Rules:

1. Both countries are bound on the day, each from its own date, and the instrument is in force. No date, not bound.
2. A standard allows nothing by itself. Inside one country only a law does.
3. The offence, the purpose, the kind of exchange and the channel are among those that the instrument names.
4. Where it asks for dual criminality, it has been stated; checks, alerts and what is given unasked need none.
5. Everything that is missing is said, not only the first thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.cooperation.findings import Finding
from comity.cooperation.instruments import Channel, DualCriminality, ExchangeKind, Instrument, InstrumentKind, Party
from comity.kernel.purposes import Offence, Purpose

ASKS_FOR_HELP = frozenset({
    ExchangeKind.REQUEST, ExchangeKind.PERSONAL_DATA, ExchangeKind.EVIDENCE, ExchangeKind.JOINT_OPERATION,
})  # fmt: skip
"""Kinds of exchange in which dual criminality is asked for."""
_BILATERAL = 2
_FAR = frozenset({"standard", "domestic", "not-a-party", "signed-only", "ended", "no-longer-bound"})


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to exchange.

    Args:
        first: the country that sends, ISO 3166-1 alpha-2.
        second: the country that receives; the order makes no difference to what is allowed.
        on: the day.
        kind: what is exchanged.
        offence: None where none is stated, as on a standing duty.
        purpose: None for any.
        channel: between which authorities; None where it does not matter.
        dual_stated: whether it is said how the offence is named in both laws.
    """

    first: str
    second: str
    on: date
    kind: ExchangeKind
    offence: Offence | None = None
    purpose: Purpose | None = None
    channel: Channel | None = None
    dual_stated: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What one instrument says to a question.

    Args:
        instrument: which.
        article: the clause that provides for it; may be empty.
        gaps: everything that is missing; none where it allows the exchange.
        cautions: what to mind.
    """

    instrument: Instrument
    article: str
    gaps: tuple[Finding, ...]
    cautions: tuple[Finding, ...] = ()

    @property
    def allows(self) -> bool:
        """This function tells whether nothing is missing."""
        return not self.gaps

    @property
    def sentence(self) -> str:
        """This function returns, in English, that it allows the exchange, or the first reason why not."""
        if self.gaps:
            return self.gaps[0].sentence
        return f"{self.instrument.reference} allows this{f' ({self.article})' if self.article else ''}."


def allowing(instruments: Iterable[Instrument], question: Question) -> tuple[Answer, ...]:
    """This function returns what every instrument says to a question, best first.

    Those that allow it come first: checked before unchecked, then those between fewer countries and about fewer
    offences. Of the others, the one comes first that misses least.
    """
    return tuple(sorted((answer_of(each, question) for each in instruments), key=_rank))


def answer_of(instrument: Instrument, question: Question) -> Answer:
    """This function returns what one instrument says to a question."""
    gaps = [*_of_standing(instrument, question), *_of_matter(instrument, question)]
    article, missing = _clause(instrument, question)
    gaps += missing
    if question.kind in ASKS_FOR_HELP and not question.dual_stated and _asks_dual(instrument, question.kind):
        gaps.append(Finding("dual-criminality", {"instrument": instrument.reference}))
    return Answer(instrument, article, tuple(gaps), tuple(_cautions(instrument, question)))


def standing(instrument: Instrument, country: str, on: date) -> Finding | None:
    """This function returns why an instrument does not bind a country on a day, or None where it does."""
    party = instrument.party(country)
    named = {"instrument": instrument.reference, "country": country}
    if party is None or (not party.joined and party.signed is None):
        return Finding("not-a-party", named)
    if not party.joined:
        return Finding("signed-only", named)
    if party.bound_from is None:
        return Finding("date-unknown", named)
    if on < party.bound_from:
        return Finding("not-yet-bound", named | {"day": party.bound_from.isoformat()})
    if party.bound_to is not None and on > party.bound_to:
        return Finding("no-longer-bound", named | {"day": party.bound_to.isoformat()})
    return None


def instead(answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """This function returns what could be used instead, where no instrument allows an exchange.

    Only an instrument that misses one thing is suggested: one side has not joined what more than two countries have,
    a day is not recorded, another channel would do, or dual criminality has to be said.
    """
    found = []
    for answer in answers:
        if answer.allows:
            return ()
        if len(answer.gaps) != 1:
            continue
        gap, named = answer.gaps[0], {"instrument": answer.instrument.reference}
        open_to_others = len(answer.instrument.parties) > _BILATERAL
        if gap.code in {"not-a-party", "signed-only"} and open_to_others:
            found.append(Finding("would-join", named | {"country": gap.values["country"]}))
        elif gap.code == "date-unknown":
            found.append(Finding("look-up-date", named | {"country": gap.values["country"]}))
        elif gap.code == "channel":
            found.append(Finding("other-channel", named | {"channels": gap.values["channels"]}))
        elif gap.code == "dual-criminality":
            found.append(Finding("say-dual-criminality", named))
    return tuple(found)


def _of_standing(instrument: Instrument, question: Question) -> list[Finding]:
    named = {"instrument": instrument.reference}
    if instrument.kind is InstrumentKind.STANDARD:
        return [Finding("standard", named)]
    if question.first == question.second and instrument.kind is not InstrumentKind.LAW:
        return [Finding("domestic", named | {"country": question.first})]
    gaps = [
        gap
        for country in dict.fromkeys((question.first, question.second))
        if (gap := standing(instrument, country, question.on)) is not None
    ]
    start, end = instrument.in_force_from, instrument.in_force_to
    if start is not None and question.on < start:
        gaps.append(Finding("not-in-force-yet", named | {"day": start.isoformat()}))
    if end is not None and question.on > end:
        gaps.append(Finding("ended", named | {"day": end.isoformat()}))
    return gaps


def _of_matter(instrument: Instrument, question: Question) -> list[Finding]:
    named = {"instrument": instrument.reference}
    gaps = []
    if question.offence is not None and instrument.offences and question.offence not in instrument.offences:
        gaps.append(Finding("offence", named | {"offence": question.offence.value}))
    if question.purpose is not None and instrument.purposes and question.purpose not in instrument.purposes:
        gaps.append(Finding("purpose", named | {"purpose": question.purpose.value}))
    return gaps


def _clause(instrument: Instrument, question: Question) -> tuple[str, list[Finding]]:
    if not instrument.clauses:
        return "", []
    named = {"instrument": instrument.reference, "kind": question.kind.value}
    of_kind = [each for each in instrument.clauses if not each.kinds or question.kind in each.kinds]
    if not of_kind:
        return "", [Finding("kind", named)]
    for each in of_kind:
        if question.channel is None or not each.channels or question.channel in each.channels:
            return each.article, []
    channels = ", ".join(sorted({channel.value for each in of_kind for channel in each.channels}))
    return "", [Finding("channel", named | {"channel": str(question.channel), "channels": channels})]


def _asks_dual(instrument: Instrument, kind: ExchangeKind) -> bool:
    if instrument.dual_criminality is DualCriminality.FOR_EVIDENCE:
        return kind is ExchangeKind.EVIDENCE
    return instrument.dual_criminality is DualCriminality.REQUIRED


def _cautions(instrument: Instrument, question: Question) -> Iterable[Finding]:
    named = {"instrument": instrument.reference}
    if instrument.to_check:
        yield Finding("to-check", named)
    for country in dict.fromkeys((question.first, question.second)):
        party = instrument.party(country)
        yield from _about(party, named) if party is not None else ()
    asked = instrument.dual_criminality is DualCriminality.MAY_BE_ASKED and question.kind in ASKS_FOR_HELP
    if asked and not question.dual_stated:
        yield Finding("dual-criminality-asked", {"country": question.second})
    if question.offence is None and instrument.offences:
        yield Finding("offences-limited", named)


def _about(party: Party, named: dict[str, str]) -> Iterable[Finding]:
    if party.to_check and party.bound_from is not None:
        yield Finding("party-to-check", named | {"country": party.country})
    if party.words:
        yield Finding("declaration", named | {"country": party.country, "words": party.words})


def _rank(answer: Answer) -> tuple[bool, int, int, bool, int, int, str]:
    instrument = answer.instrument
    return (
        not answer.allows,
        sum(gap.code in _FAR for gap in answer.gaps),
        len(answer.gaps),
        any(caution.code.endswith("to-check") for caution in answer.cautions),
        len(instrument.parties),
        len(instrument.offences) or len(Offence),
        instrument.reference,
    )
