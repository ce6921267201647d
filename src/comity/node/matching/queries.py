"""Reading checks, hits, budgets and the state of indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from comity.exchange.terms import UseKind
from comity.kernel import Missing
from comity.linkage.budgets import Allowance
from comity.linkage.checks import State
from comity.linkage.evidence import Strength
from comity.linkage.joint import seconds_left
from comity.node.audit.operations import record
from comity.node.holdings import handling
from comity.node.holdings.access import holding_for, readable
from comity.node.holdings.models import Holding
from comity.node.matching import debits
from comity.node.matching.models import AnsweredCheck, Check, Hit, HitState, IndexBuild, Inquiry, OwnIndex, PartnerIndex
from comity.node.matching.subjects import asking
from comity.node.partners.models import Partner
from comity.node.partners.queries import accepted
from comity.node.permissions import Action, Actor, Role, require


def _mine(actor: Actor) -> Q:
    """This function limits checks to those of cases that the actor works on, and of the actor's own standing duties."""
    if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
        return Q()
    from comity.node.cases.models import Case

    cases = Case.objects.filter(casemember__user_id=actor.user_id).values("id")
    return Q(case_id__in=cases) | Q(by=actor.user_id)


def checks(actor: Actor) -> QuerySet[Check]:
    """This function returns the checks that the actor may see, newest first, with how many hits and waits each has."""
    require(actor, Action.CHECK, member=True)
    return (
        Check.objects.filter(_mine(actor))
        .annotate(
            found=Count("inquiries__hits", filter=~Q(inquiries__hits__state=HitState.GONE), distinct=True),
            waiting=Count("inquiries", filter=Q(inquiries__state__in=[State.QUEUED, State.SENT]), distinct=True),
        )
        .order_by("-at", "-id")
    )


def check(actor: Actor, check_id: str) -> Check:
    """This function returns one check.

    Raises:
        Missing: there is none for this actor.
    """
    found = checks(actor).filter(id=check_id).first()
    if found is None:
        raise Missing("check", "there is none with this id that you may see", code="matching.check.missing")
    return found


@transaction.atomic
def hits(actor: Actor, *, state: str = "", check_id: str = "", strength: str = "", most: int | None = 500) -> list[Hit]:
    """This function returns hits, the strongest first; one ledger entry names them."""
    require(actor, Action.CHECK, member=True)
    found = Hit.objects.filter(inquiry__of__in=Check.objects.filter(_mine(actor)))
    found = found.select_related("partner", "subject", "inquiry__of")
    if state:
        found = found.filter(state=state)
    if check_id:
        found = found.filter(inquiry__of=check_id)
    if strength:
        found = found.filter(strength=strength)
    rows = list(found[:most])
    record(actor=actor, event="matching.hits.read", objects=[row.id for row in rows])
    return rows


def hit(actor: Actor, hit_id: str) -> Hit:
    """This function returns one hit.

    Raises:
        Missing: there is none for this actor.
    """
    require(actor, Action.CHECK, member=True)
    found = (
        Hit.objects.filter(inquiry__of__in=Check.objects.filter(_mine(actor)), id=hit_id)
        .select_related("partner", "subject", "inquiry__of")
        .first()
    )
    if found is None:
        raise Missing("hit", "there is none with this id that you may see", code="matching.hit.missing")
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a checked subject: a title and its facts."""

    title: str
    facts: tuple[tuple[str, str], ...]
    holding_id: str = ""


@transaction.atomic
def hit_with_subject(actor: Actor, hit_id: str) -> tuple[Hit, Shown]:
    """This function returns a hit with the subject that was checked; one ledger entry."""
    found = hit(actor, hit_id)
    subject = found.subject
    if subject.holding_id and not Holding.objects.filter(readable(actor), id=subject.holding_id).exists():
        shown = Shown("", (), "")
    else:
        facts = [(v.property, v.value) for v in asking([subject])[0].subject.values]
        title = next((v for p, v in facts if p in {"name", "firstName", "registrationNumber"}), "")
        shown = Shown(title or (facts[0][1] if facts else ""), tuple(facts), subject.holding_id)
    record(
        actor=actor, event="matching.hit.read",
        objects=[found.id, *([shown.holding_id] if shown.holding_id else [])],
    )  # fmt: skip
    return found, shown


def titles(actor: Actor, rows: list[Hit]) -> dict[int, str]:
    """This function names the checked subjects of hits, by the id of the checked subject."""
    subjects = {row.subject_id: row.subject for row in rows}
    held = [s.holding_id for s in subjects.values() if s.holding_id]
    allowed = set(Holding.objects.filter(readable(actor), id__in=held).values_list("id", flat=True))
    named = {}
    for first in range(0, len(subjects), 200):
        part = [s for s in list(subjects.values())[first : first + 200] if not s.holding_id or s.holding_id in allowed]
        for row, each in zip(part, asking(part), strict=True):
            named[row.pk] = next(iter(each.texts), "") or next((v.value for v in each.subject.values), "")
    return named


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What a request that cites a hit begins with.

    Args:
        hit_id: of the hit.
        partner_id: to whom.
        handle: to cite.
        score: of the hit.
        strength: strong, possible or weak.
        handle_only: whether a first request may cite nothing but the handle.
        holding_id: the holding that was checked, or empty.
        case_id: of the check, or None.
        purpose: of the check.
        legal_basis: reference of the instrument.
        subject: property and value pairs to prefill; empty where only the handle is cited.
        keys: kinds of key that agreed.
        confirmed: when a person confirmed it.
    """

    hit_id: str
    partner_id: str
    handle: str
    score: float
    strength: str
    handle_only: bool
    holding_id: str
    case_id: str | None
    purpose: str
    legal_basis: str
    subject: tuple[tuple[str, str], ...] = field(default=())
    keys: tuple[str, ...] = field(default=())
    confirmed: datetime | None = None


@transaction.atomic
def hit_for_request(actor: Actor, hit_id: str) -> RequestDraft:
    """This function returns what a request to the partner is prefilled with.

    Raises:
        Missing: no such hit for this actor, or no person has confirmed it.
    """
    found = hit(actor, hit_id)
    if found.state != HitState.CONFIRMED:
        raise Missing("hit", "nobody has confirmed it", "Confirm it first", code="matching.hit.unconfirmed")
    subject: tuple[tuple[str, str], ...] = ()
    if not found.cites_handle_only:
        if found.subject.holding_id:
            holding_for(actor, found.subject.holding_id, Action.HOLDING_READ)
        wanted = handling.use(actor, UseKind.FORWARD, found.partner)
        subject = tuple((v.property, v.value) for v in asking([found.subject], wanted=wanted)[0].subject.values)
    record(actor=actor, event="matching.hit.cited", objects=[found.id, found.partner_id])
    return RequestDraft(
        hit_id=found.id, partner_id=found.partner_id, handle=found.handle, score=found.score, strength=found.strength,
        handle_only=found.cites_handle_only, holding_id=found.subject.holding_id, case_id=found.inquiry.of.case_id,
        purpose=found.inquiry.of.purpose, legal_basis=found.inquiry.legal_basis, subject=subject,
        keys=tuple(found.keys), confirmed=found.decided,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartnerStanding:
    """How matching with one partner stands."""

    partner: Partner
    index: PartnerIndex | None
    ours: OwnIndex | None
    we_may: Allowance
    they_may: Allowance
    spent_by_us: int
    spent_by_them: int
    live: int
    asked_of_us: int
    build: IndexBuild | None = None

    @property
    def build_left(self) -> int | None:
        """This function returns how many minutes the index that is being made will take; None while nobody knows."""
        if self.build is None:
            return None
        worked = (self.build.at - self.build.began).total_seconds()
        left = seconds_left(self.build.done, self.build.total, worked)
        return None if left is None else ceil(left / 60)


def standing(actor: Actor) -> list[PartnerStanding]:
    """This function returns how matching stands with every accepted partner: indexes, budgets, live checks."""
    require(actor, Action.PARTNER_READ)
    indexes = {row.partner_id: row for row in PartnerIndex.objects.all()}
    ours = {row.partner_id: row for row in OwnIndex.objects.filter(epoch__ended=None).select_related("epoch")}
    builds = {row.epoch.group_id: row for row in IndexBuild.objects.select_related("epoch")}
    return [
        PartnerStanding(
            partner, indexes.get(partner.id), ours.get(partner.id),
            *debits.allowances(partner.id),
            sum(debits.spent(partner.id, asked_by_us=True).values()),
            sum(debits.spent(partner.id, asked_by_us=False).values()),
            Inquiry.objects.filter(partner=partner, live=True).count(),
            AnsweredCheck.objects.filter(partner=partner).count(),
            builds.get(partner.group_id or ""),
        )
        for partner in accepted()
    ]  # fmt: skip


def hits_to_decide(actor: Actor) -> QuerySet[Hit]:
    """This function returns the hits that wait for a person's decision, strongest first; weak ones do not wait."""
    require(actor, Action.HIT_DECIDE, member=True)
    return Hit.objects.filter(inquiry__of__in=Check.objects.filter(_mine(actor)), state=HitState.OPEN).exclude(
        strength=Strength.WEAK
    )
