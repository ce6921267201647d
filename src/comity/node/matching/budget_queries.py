"""Reading budgets: what is allowed with a partner, what both sides counted, and signs of fishing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from comity.linkage.accounts import purposes
from comity.linkage.agreements import AgreementState
from comity.linkage.budgets import Allowance
from comity.linkage.fishing import Picture
from comity.node.accounts.queries import names
from comity.node.matching import accounts, debits, fishing
from comity.node.matching.accounts import Compared
from comity.node.matching.budget_models import BudgetAgreement, FishingSign, Lowered, Telling
from comity.node.matching.fishing_words import sentence
from comity.node.partners import queries as partners
from comity.node.partners.models import Partner
from comity.node.partners.panels import Panel
from comity.node.permissions import MAY, Action, Actor, require


@dataclass(frozen=True, slots=True)
class Line:
    """One purpose as both sides counted it; None where the partner told nothing."""

    purpose: str
    ours_today: int
    theirs_today: int | None
    ours: int
    theirs: int | None


@dataclass(frozen=True, slots=True)
class Direction:
    """What one side asks of the other.

    Args:
        we_ask: which of the two.
        allowed: elements a day, after what was lowered.
        spent: today, live checks included where this node asks.
        compared: as both sides counted it.
        lowered: by the side that answers.
        picture: what the side that answers sees; None for who may not read it.
        signs: each sentence with its kind.
    """

    we_ask: bool
    allowed: Allowance
    spent: int
    compared: Compared
    lowered: tuple[Lowered, ...]
    picture: Picture | None
    signs: tuple[str, ...] = field(default=())

    @property
    def lines(self) -> list[Line]:
        """This function returns what both sides counted, purpose by purpose."""
        ours, theirs = self.compared.ours, self.compared.theirs
        told = (theirs.today, theirs.span) if theirs else ()
        same = theirs is not None and self.compared.same_day
        return [
            Line(
                each, ours.today.get(each, 0), theirs.today.get(each, 0) if theirs and same else None,
                ours.span.get(each, 0), theirs.span.get(each, 0) if theirs else None,
            )
            for each in purposes(ours.today, ours.span, *told)
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where budgets with one partner stand.

    Args:
        partner: which.
        agreed: by both sides; the default where nothing else is.
        by_agreement: whether something else than the default is agreed.
        we_ask: one direction.
        they_ask: the other.
        agreements: what was proposed by either side, newest first.
        heard_at: when the partner told its counts, or None.
        fault: why it could not be asked last, in words.
        may_agree: whether the reader proposes, decides and lowers.
    """

    partner: Partner
    agreed: Allowance
    by_agreement: bool
    we_ask: Direction
    they_ask: Direction
    agreements: tuple[BudgetAgreement, ...]
    heard_at: datetime | None
    fault: str
    may_agree: bool

    @property
    def to_decide(self) -> list[BudgetAgreement]:
        """This function returns what the partner proposes and nobody has decided."""
        return [row for row in self.agreements if not row.ours and row.state == AgreementState.PROPOSED]


def agreements(actor: Actor) -> QuerySet[BudgetAgreement]:
    """This function returns every budget that was proposed, ours and partners', newest first."""
    require(actor, Action.PARTNER_READ)
    return BudgetAgreement.objects.select_related("partner")


def to_decide(actor: Actor) -> QuerySet[BudgetAgreement]:
    """This function returns the budgets that partners propose and nobody has decided, oldest first."""
    return agreements(actor).filter(ours=False, state=AgreementState.PROPOSED).order_by("id")


def signs(actor: Actor) -> QuerySet[FishingSign]:
    """This function returns the signs of fishing that nobody has looked into, newest first."""
    require(actor, Action.FISHING_READ)
    return FishingSign.objects.filter(reviewed=None).select_related("partner")


def signs_of(actor: Actor, partner_id: str) -> list[tuple[FishingSign, str, str]]:
    """This function returns a partner's signs of fishing, those that wait first, with sentence and reviewer."""
    require(actor, Action.FISHING_READ)
    rows = sorted(FishingSign.objects.filter(partner=partner_id)[:20], key=lambda row: row.reviewed is not None)
    known = names({row.reviewed_by for row in rows})
    return [(row, sentence(row.kind, row.figures), known.get(row.reviewed_by, "")) for row in rows]


def panel(actor: Actor, partner: Partner) -> Panel | None:
    """This function returns what a partner's page shows of budgets and of signs that nobody has looked into."""
    if not partner.is_accepted:
        return None
    may = actor.role in MAY[Action.FISHING_READ]
    rows = signs(actor).filter(partner=partner) if may else ()
    we_may, they_may = debits.allowances(partner.id)
    return Panel(
        "matching/partner_panel.html",
        {
            "we": we_may.ceiling,
            "they": they_may.ceiling,
            "signs": [sentence(row.kind, row.figures) for row in rows],
        },
    )


def standing(actor: Actor, partner_id: str) -> Standing:
    """This function returns where budgets with a partner stand.

    Raises:
        Missing: there is no partner with this id.
    """
    partner = partners.partner(actor, partner_id)
    telling = Telling.objects.filter(partner=partner).first()
    return Standing(
        partner, debits.agreed(partner.id), debits.has_agreed(partner.id),
        _direction(actor, partner, we_ask=True), _direction(actor, partner, we_ask=False),
        tuple(agreements(actor).filter(partner=partner)[:20]), telling.heard_at if telling else None,
        telling.fault if telling else "", actor.role in MAY[Action.GROUP_WRITE],
    )  # fmt: skip


def _direction(actor: Actor, partner: Partner, *, we_ask: bool) -> Direction:
    may = actor.role in MAY[Action.FISHING_READ]
    picture = fishing.picture(partner.id, asked_by_us=we_ask) if may else None
    return Direction(
        we_ask, debits.allowance(partner.id, asked_by_us=we_ask),
        sum(debits.spent(partner.id, asked_by_us=we_ask).values()), accounts.compared(partner.id, asked_by_us=we_ask),
        tuple(Lowered.objects.filter(partner=partner, by_us=not we_ask).order_by("purpose")), picture,
        tuple(sentence(each.sign, each.figures) for each in picture.signs) if picture else (),
    )  # fmt: skip


def document(found: Standing) -> dict[str, Any]:
    """This function writes where budgets stand for programs."""
    return {
        "partner": found.partner.id,
        "agreed": {"every": found.agreed.ceiling, **found.agreed.purposes},
        "told": found.heard_at.isoformat() if found.heard_at else None,
        "we_ask": _written(found.we_ask),
        "they_ask": _written(found.they_ask),
    }


def _written(found: Direction) -> dict[str, Any]:
    theirs, picture = found.compared.theirs, found.picture
    return {
        "allowed": found.allowed.ceiling,
        "lowered": {row.purpose or "every": row.elements for row in found.lowered},
        "ours": asdict(found.compared.ours),
        "theirs": asdict(theirs) if theirs else None,
        "differences": [asdict(each) for each in found.compared.differences],
        "signs": [
            {"sign": each.sign.value, "figures": dict(each.figures), "words": words}
            for each, words in zip(picture.signs if picture else (), found.signs, strict=True)
        ],
    }
