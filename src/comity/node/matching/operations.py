"""Changing checks, hits, budgets and epochs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from comity.cooperation import ExchangeKind
from comity.exchange.terms import UseKind
from comity.kernel import Conflicting, InvalidInput, Missing, Refused
from comity.linkage import keys_of, permitted
from comity.linkage.checks import State
from comity.linkage.handles import parse, resolve
from comity.node.audit.operations import record
from comity.node.cases import queries as cases
from comity.node.cases.emergencies import use
from comity.node.cases.models import Case, Duty
from comity.node.cases.queries import Basis, is_member
from comity.node.holdings import handling
from comity.node.holdings.access import holding_for
from comity.node.holdings.models import Statement as StoredStatement
from comity.node.matching import asking, handles, publishing, releasing
from comity.node.matching.models import Check, CheckedSubject, Epoch, Hit, HitState, Inquiry
from comity.node.matching.subjects import typed
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, Actor, Role, require
from comity.node.runtime import clock, limits
from comity.subjects.model import Schema

PART = 4_000
"""The most subjects that go into one batch: 4,000 × 16 keys stay under the size of a packet."""
MANY = 50
"""More subjects than this are left to the worker."""
LONGEST = 300


def check_subject(
    *,
    actor: Actor,
    schema: Schema = Schema.PERSON,
    values: Sequence[tuple[str, str]] = (),
    holding_id: str | None = None,
    partner_ids: Sequence[str] | None = None,
) -> Check:
    """This function asks partners about one subject, at once where they are there, else later.

    Args:
        actor: with purpose and case of the working period.
        schema: of what is typed in.
        values: property and text, as typed in; empty for a holding.
        holding_id: the holding to ask about instead.
        partner_ids: whom to ask; every accepted partner with a legal basis where None.

    Raises:
        Refused: the actor may not, or no partner can be asked on a legal basis.
        InvalidInput: what was typed in gives no key.
        Missing: no such holding or partner.
    """
    member = is_member(actor, actor.case_id)
    require(actor, Action.CHECK, member=member)
    kept = [] if holding_id else _typed_values(schema, values)
    with transaction.atomic():
        if holding_id:
            schema = Schema(holding_for(actor, holding_id, Action.HOLDING_READ).subject.schema)
        check = open_check(actor, 1)
        CheckedSubject.objects.create(of=check, number=0, holding_id=holding_id or "", schema=schema, values=kept)
        under = _inquiries(actor, check, partner_ids)
        if holding_id:
            _check_handling(check, holding_id)
        objects = [check.id, *([holding_id] if holding_id else []), *under]
        record(actor=actor, event="matching.check.asked", objects=objects)
    for inquiry_id in check.inquiries.values_list("id", flat=True):
        asking.attempt(inquiry_id)
    return check


def _check_handling(check: Check, holding_id: str) -> None:
    """This function refuses a check in which the handling of every statement forbids asking every partner.

    Raises:
        Refused: it does, with the reason of the first.
    """
    statements = list(StoredStatement.objects.filter(holding=holding_id, withdrawn=None))
    first = None
    for inquiry in check.inquiries.select_related("partner"):
        wanted = handling.use_for(check.purpose, UseKind.CHECK, inquiry.partner)
        refused = handling.first_refusal(statements, wanted)
        if refused is None:
            return
        first = first or refused
    if first is not None:
        raise first.refusal("the check")


def check_holdings(*, actor: Actor, holding_ids: Sequence[str], partner_ids: Sequence[str] | None = None) -> Check:
    """This function asks partners about many holdings in one check; the worker carries it out.

    Args:
        actor: with purpose and case of the working period.
        holding_ids: which; each has to be one that the actor may read.
        partner_ids: whom to ask; every accepted partner with a legal basis where None.

    Raises:
        Refused: the actor may not, or no partner can be asked on a legal basis.
        InvalidInput: no holding.
        Missing: a holding is not there for this actor.
    """
    from comity.node.holdings.access import readable
    from comity.node.holdings.models import Holding

    require(actor, Action.CHECK, member=is_member(actor, actor.case_id))
    require(actor, Action.HOLDING_READ, member=True)
    wanted = list(dict.fromkeys(holding_ids))
    if not wanted:
        raise InvalidInput("the check", "no holding is chosen", "Choose at least one", code="matching.check.empty")
    schemata: dict[str, str] = {}
    for first in range(0, len(wanted), 500):
        found = Holding.objects.filter(readable(actor), id__in=wanted[first : first + 500])
        schemata |= dict(found.values_list("id", "subject__schema"))
    if len(schemata) != len(wanted):
        raise Missing("holding", "there is none with this id that you may see", code="holdings.missing")
    with transaction.atomic():
        check = open_check(actor, len(wanted))
        CheckedSubject.objects.bulk_create(
            [CheckedSubject(of=check, number=n, holding_id=h, schema=schemata[h]) for n, h in enumerate(wanted)],
            batch_size=500,
        )
        under = _inquiries(actor, check, partner_ids)
        record(
            actor=actor, event="matching.check.asked", objects=[check.id, *under], details={"holdings": wanted}
        )  # fmt: skip
    return check


def _typed_values(schema: Schema, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    kept = [(p, " ".join(v.split())[:LONGEST]) for p, v in values if v.strip()]
    by_name = accepted().filter(group__names_alone=True).exists()
    if not permitted(keys_of(typed(schema, kept), limits=limits(), asking=True), names_alone=by_name):
        raise InvalidInput(
            "the subject",
            "nothing in it can be asked for",
            "Give an identifier, or a name with a date or year of birth",
            code="matching.check.keys",
        )
    return kept


def open_check(actor: Actor, subjects: int) -> Check:
    """This function writes down a check under the purpose and case of the actor's working period."""
    ground = (
        Case.objects.filter(id=actor.case_id).first()
        if actor.case_id
        else Duty.objects.filter(id=actor.duty_id).first()
    )
    return Check.objects.create(
        by=actor.user_id, at=clock().now(), purpose=actor.purpose, case_id=actor.case_id, duty_id=actor.duty_id,
        reference=ground.reference if ground else "", subjects=subjects,
    )  # fmt: skip


def _inquiries(actor: Actor, check: Check, partner_ids: Sequence[str] | None) -> list[str]:
    """This function writes down whom a check asks, and returns the ids of the emergencies under which it does."""
    partners = list(accepted() if partner_ids is None else accepted().filter(id__in=list(partner_ids)))
    if partner_ids is not None and len(partners) != len(set(partner_ids)):
        raise Missing("partner", "there is none with this id that is accepted", code="partners.partner.missing")
    based: list[tuple[Partner, Basis]] = []
    for partner in partners:
        try:
            based.append((partner, basis_for(actor, partner)))
        except Refused:
            if partner_ids is not None:
                raise
    if not based:
        raise Refused(
            "the check",
            "there is no partner that may be asked on a legal basis",
            "Accept a partner, and record the instrument that is in force between both countries",
            code="matching.check.basis",
        )
    Inquiry.objects.bulk_create([
        Inquiry(
            of=check, partner=partner, legal_basis=basis.reference, first=first,
            last=min(first + PART, check.subjects) - 1, due=clock().now(),
        )
        for partner, basis in based
        for first in range(0, check.subjects, PART)
    ])  # fmt: skip
    return [each for _partner, basis in based for each in use(basis, object_id=check.id, kinds=[ExchangeKind.CHECK])]


def basis_for(actor: Actor, partner: Partner) -> Basis:
    """This function returns on which basis a partner is checked: the stated instrument, another, or an emergency.

    Raises:
        Refused: nothing allows it, with the reason.
    """
    case = Case.objects.filter(id=actor.case_id).first() if actor.case_id else None
    offence = case.offence if case else None
    return cases.basis_for(actor, partner.country, offence, actor.purpose, ExchangeKind.CHECK, fallback=True)


def carry_out(check_id: str) -> int:
    """This function tries every inquiry of a check once and returns how many were answered."""
    ids = list(Inquiry.objects.filter(of=check_id, state__in=[State.QUEUED, State.SENT]).values_list("id", flat=True))
    return sum(asking.attempt(i) is State.ANSWERED for i in ids)


@transaction.atomic
def confirm_hit(*, actor: Actor, hit_id: str, reason: str = "") -> Hit:
    """This function says that a person holds a hit for the same subject, so that the partner may be asked.

    Raises:
        Refused: the actor may not decide.
        Missing: no such hit for this actor.
        Conflicting: it was decided, or is no longer found.
    """
    return _decide(actor, hit_id, HitState.CONFIRMED, reason)


@transaction.atomic
def dismiss_hit(*, actor: Actor, hit_id: str, reason: str) -> Hit:
    """This function says that a hit is not the same subject.

    Raises:
        Refused: the actor may not decide.
        Missing: no such hit for this actor.
        InvalidInput: no reason.
        Conflicting: it was decided, or is no longer found.
    """
    if not reason.strip():
        raise InvalidInput("the hit", "no reason is given", "Say in a few words why", code="matching.hit.reason")
    return _decide(actor, hit_id, HitState.DISMISSED, reason)


def _decide(actor: Actor, hit_id: str, state: HitState, reason: str) -> Hit:
    from comity.node.matching.queries import hit as readable

    found = readable(actor, hit_id)
    require(actor, Action.HIT_DECIDE, member=is_member(actor, found.inquiry.of.case_id))
    row = Hit.objects.select_for_update(of=("self",)).get(id=found.id)
    if row.state != HitState.OPEN:
        raise Conflicting("the hit", f"it is {row.get_state_display()}", code="matching.hit.state")
    row.state, row.decided, row.decided_by, row.decision = state, clock().now(), actor.user_id, reason.strip()[:1000]
    row.save()
    record(
        actor=actor, event=f"matching.hit.{state}", objects=[row.id, row.partner_id],
        details={"handle": row.handle, "score": row.score, "reason": row.decision},
    )  # fmt: skip
    return row


def resolve_handle(*, partner_id: str, handle: str) -> str:
    """This function returns the holding that a handle names, for the partner to which it was given.

    What the partner may not see (any more) is unknown at once, before the next delta.

    Raises:
        InvalidInput: it is no handle.
        Missing: ``linkage.handle.unknown``, the same in every other case.
    """
    issued = handles.issued(partner_id, parse(handle))
    holding = resolve(issued, partner=partner_id, now=clock().now(), limits=limits())
    partner = accepted().filter(id=partner_id).select_related("group").first()
    if partner is None or partner.group is None or not releasing.may_see(partner.group, holding):
        resolve(None, partner=partner_id, now=clock().now(), limits=limits())
    return holding


@transaction.atomic
def agree_holdings(*, actor: Actor, partner_id: str, holdings: int) -> Partner:
    """This function keeps how many holdings a partner's index may declare at most.

    Raises:
        Refused: the role may not.
        Missing: no such partner.
        InvalidInput: the number is out of range.
    """
    require(actor, Action.GROUP_WRITE if actor.role is not Role.SYSTEM else Action.NODE_OPERATE)
    if not 0 <= holdings <= 100_000_000:
        raise InvalidInput("the number of holdings", "it is out of range", code="matching.holdings.range")
    row = Partner.objects.select_for_update(of=("self",)).filter(id=partner_id).first()
    if row is None:
        raise Missing("partner", "there is none with this id", code="partners.partner.missing")
    row.agreed_holdings = holdings
    row.save(update_fields=["agreed_holdings"])
    record(actor=actor, event="matching.holdings.agreed", objects=[partner_id], details={"holdings": holdings})
    return row


@transaction.atomic
def start_epoch(*, actor: Actor, group_id: str) -> None:
    """This function ends the present epoch of a group; the worker begins the next with everything that is held now.

    Raises:
        Refused: the role may not.
    """
    require(actor, Action.GROUP_WRITE if actor.role is not Role.SYSTEM else Action.NODE_OPERATE)
    for epoch in Epoch.objects.filter(group_id=group_id, ended=None):
        publishing.end_epoch(epoch)
