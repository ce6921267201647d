"""Whether the legal basis that a partner states binds both countries, as this node has recorded it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.cooperation import Answer, ExchangeKind, Finding, answer_of
from comity.node.cases.bases import is_emergency, question_to
from comity.node.cases.models import Instrument
from comity.node.cases.terms import terms_of

NO_LEGAL_BASIS, DUAL_CRIMINALITY = "no-legal-basis", "dual-criminality"
"""Grounds of refusal, as they travel."""


@dataclass(frozen=True, slots=True)
class StatedBasis:
    """What this node makes of the legal basis that a partner states.

    Args:
        statement: as it came.
        emergency: whether the partner states an emergency.
        instrument: what is meant, as recorded here; None in an emergency, or where nothing of this name is recorded.
        article: that provides for it; may be empty.
        gaps: why it does not allow this.
        minding: what to mind although it allows this.
    """

    statement: str
    emergency: bool = False
    instrument: Instrument | None = None
    article: str = ""
    gaps: tuple[Finding, ...] = ()
    minding: tuple[Finding, ...] = ()

    @property
    def allows(self) -> bool:
        """This function tells whether the stated instrument allows this."""
        return self.instrument is not None and not self.gaps

    @property
    def refusal(self) -> str:
        """This function returns the coded ground on which this may be refused; empty where there is none.

        An instrument of which this node knows nothing is asked about before anything is refused.
        """
        if not self.gaps:
            return ""
        only_dual = {gap.code for gap in self.gaps} == {"dual-criminality"}
        return DUAL_CRIMINALITY if only_dual else NO_LEGAL_BASIS


def judge(
    statement: str,
    country: str,
    *,
    offence: str | None,
    purpose: str,
    kinds: Iterable[ExchangeKind],
    dual_stated: bool,
    on: date,
) -> StatedBasis:
    """This function returns what this node makes of a legal basis that a partner states.

    Args:
        statement: as the message says it.
        country: the partner's.
        offence: as the message says it, or None.
        purpose: likewise.
        kinds: what the message exchanges.
        dual_stated: whether it says how the offence is named in both laws.
        on: the day of the message.
    """
    if is_emergency(statement):
        return StatedBasis(statement, emergency=True)
    row = meant(statement)
    if row is None:
        return StatedBasis(statement)
    terms = terms_of(row)
    answers = [
        answer_of(terms, question_to(country, offence, purpose, kind, dual_stated=dual_stated, on=on))
        for kind in sorted(kinds)
    ]
    return StatedBasis(
        statement,
        instrument=row,
        article=answers[0].article if answers else "",
        gaps=_once(gap for answer in answers for gap in answer.gaps),
        minding=_once(_minding(answers)),
    )


def meant(statement: str) -> Instrument | None:
    """This function returns the instrument whose reference or title a statement names, the longest first, or None."""
    said = statement.casefold()
    named = [row for row in Instrument.objects.all() if _names(said, row.reference) or row.title.casefold() in said]
    return max(named, key=lambda row: len(row.reference), default=None)


def _names(said: str, reference: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(reference.casefold())}(?![\w-])", said) is not None


def _minding(answers: list[Answer]) -> Iterable[Finding]:
    return (each for answer in answers for each in answer.cautions)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({each.sentence: each for each in findings}.values())
