"""Live checks: looked up again after every delta, until their case, purpose, legal basis or epoch ends.

Then their tokens are deleted.
"""

from __future__ import annotations

import structlog
from django.db import transaction

from comity.cooperation import ExchangeKind
from comity.exchange.terms import UseKind
from comity.kernel import ComityError, Exhausted
from comity.linkage.budgets import day_of
from comity.linkage.live import Ended, ended, from_bytes
from comity.node.audit.operations import record
from comity.node.cases.bases import is_emergency
from comity.node.cases.emergency_queries import carries_on
from comity.node.cases.judging import judge
from comity.node.cases.models import Case, Duty
from comity.node.holdings import handling
from comity.node.matching import debits, fetching, files, hits
from comity.node.matching.models import Inquiry, PartnerIndex
from comity.node.matching.subjects import agrees_to_names_alone, asking
from comity.node.permissions import SYSTEM
from comity.node.runtime import clock

log = structlog.get_logger()


class _Bases:
    """What live checks stand on, instruments and emergencies; an instrument that many stand on is judged once."""

    def __init__(self) -> None:
        self._ended: dict[tuple[str, str, str | None, str], bool] = {}

    def ended(self, inquiry: Inquiry, case: Case | None) -> bool:
        """This function tells whether what a live check stands on allows it no more."""
        if is_emergency(inquiry.legal_basis):
            return not carries_on(inquiry.of_id)
        offence = case.offence if case else None
        alike = (inquiry.legal_basis, inquiry.partner.country, offence, inquiry.of.purpose)
        if alike not in self._ended:
            self._ended[alike] = bool(
                judge(
                    inquiry.legal_basis, inquiry.partner.country, offence=offence, purpose=inquiry.of.purpose,
                    kinds=[ExchangeKind.CHECK], dual_stated=True, on=clock().now().date(),
                ).gaps
            )  # fmt: skip
        return self._ended[alike]


def look_again() -> int:
    """This function looks up live checks whose partner's index has changed, and ends those whose reason is over."""
    done, bases = 0, _Bases()
    rows = {row.partner_id: row for row in PartnerIndex.objects.all()}
    for inquiry in Inquiry.objects.filter(live=True).select_related("of", "partner"):
        row = rows.get(inquiry.partner_id)
        why = _over(inquiry, row, bases)
        if why is not None:
            end(inquiry, why)
            done += 1
        elif row is not None and row.sequence != inquiry.looked_at:
            done += _look(inquiry, row)
    return done


def _over(inquiry: Inquiry, row: PartnerIndex | None, bases: _Bases) -> Ended | None:
    now, check = clock().now(), inquiry.of
    case = Case.objects.filter(id=check.case_id).first() if check.case_id else None
    duty = Duty.objects.filter(id=check.duty_id).first() if check.duty_id else None
    if row is None or row.epoch != inquiry.epoch or row.ends is None:
        return Ended.EPOCH_ENDED if inquiry.partner.is_accepted else Ended.PARTNER_GONE
    return ended(
        now=now,
        epoch_ends=row.ends,
        case_closed=bool(check.case_id) and (case is None or case.closed is not None),
        purpose_ended=bool(check.duty_id) and (duty is None or (duty.valid_to is not None and duty.valid_to <= now)),
        partner_active=inquiry.partner.is_accepted,
        basis_ended=bases.ended(inquiry, case),
    )


def _look(inquiry: Inquiry, row: PartnerIndex) -> int:
    try:
        _, manifest, index = fetching.present(inquiry.partner)
        asked = from_bytes(files.inquiry(inquiry.id, "live"))
        chosen = inquiry.of.checked.filter(number__gte=inquiry.first, number__lte=inquiry.last)
        wanted = handling.use_for(inquiry.of.purpose, UseKind.CHECK, inquiry.partner)
        every = asking(chosen, names_alone=agrees_to_names_alone(inquiry.partner), wanted=wanted)
        with transaction.atomic():
            _debit(inquiry)
            before = inquiry.hits.count()
            hits.weigh_and_keep(inquiry, every, asked, index, manifest.holdings)
            inquiry.looked_at = row.sequence
            inquiry.save(update_fields=["looked_at", "debited"])
            if inquiry.hits.count() != before:
                record(actor=SYSTEM, event="matching.live.changed", objects=[inquiry.of_id, inquiry.partner_id])
    except Exhausted:
        return 0
    except ComityError as error:
        log.warning("matching.live.failed", inquiry=inquiry.id, code=error.code)
        return 0
    return 1


def _debit(inquiry: Inquiry) -> None:
    """This function counts a live check's elements against the budget, once on every day on which it is looked up."""
    today = day_of(clock().now())
    first_day = inquiry.answered is not None and day_of(inquiry.answered) == today
    if inquiry.debited != today and not first_day:
        debits.debit(inquiry.partner_id, inquiry.of.purpose, inquiry.elements, asked_by_us=True, live=True)
        inquiry.debited = today


def end(inquiry: Inquiry, why: Ended) -> None:
    """This function ends a live check and deletes its tokens."""
    files.forget_inquiry(inquiry.id, "live")
    Inquiry.objects.filter(id=inquiry.id).update(live=False, ended=why)
