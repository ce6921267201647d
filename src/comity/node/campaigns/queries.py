"""Everything that reads campaigns: lists, one of them, and its results, counted from the records themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from comity.flows import substances
from comity.kernel import Missing
from comity.node.campaigns.models import Activity, ActivityKind, Campaign, CampaignState, Measure, Target
from comity.node.permissions import MAY, Action, Actor, may, require
from comity.node.prosecutions import queries as prosecutions
from comity.node.runtime import clock, config, node_id
from comity.node.seizures.access import storable
from comity.node.seizures.lines import STATES
from comity.node.seizures.models import Arrest, Good, GoodKind, Seizure

ACTIVITIES = {
    Measure.ENFORCEMENT: ActivityKind.ENFORCEMENT, Measure.PREVENTION: ActivityKind.PREVENTION,
    Measure.REACHED: ActivityKind.PREVENTION, Measure.REFERRED: ActivityKind.TREATMENT,
}  # fmt: skip
"""Which activities a measure counts."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was reached of a target.

    Args:
        target: which.
        reached: as counted now.
        share: reached divided by wanted.
        left_out: seizures, or persons charged or convicted, that may or may not belong: their date says no more.
        imputed: of kilograms, the part that rests on an average weight; zero elsewhere.
        unweighed: of kilograms, how many things have no known weight and are not in it; zero elsewhere.
    """

    target: Target
    reached: Decimal
    share: float
    left_out: int = 0
    imputed: Decimal = Decimal(0)
    unweighed: int = 0

    @property
    def of_persons(self) -> bool:
        """This function tells whether what was left out are persons of prosecutions, not seizures."""
        return self.target.measure in {Measure.CHARGED, Measure.CONVICTED}


@dataclass(frozen=True, slots=True)
class Detail:
    """A campaign as its page shows it.

    Args:
        campaign: itself.
        results: one for each target, in order; None for whom the table lets read no seizures: they are counted exactly.
        activities: the latest first, with those that were withdrawn.
        may_change: whether the reader may change the plan.
        may_add: whether the reader may add activities.
        so_far: how much of its days has passed, 0 to 1.
    """

    campaign: Campaign
    results: list[Result] | None
    activities: list[Activity]
    may_change: bool
    may_add: bool
    so_far: float


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """This function returns the campaigns, the latest first.

    Raises:
        Refused: the actor may not read campaigns.
    """
    require(actor, Action.CAMPAIGN_READ)
    return Campaign.objects.all()


def running(actor: Actor) -> list[Campaign]:
    """This function returns the campaigns that run today, the one that ends first before the others.

    Raises:
        Refused: the actor may not read campaigns.
    """
    today = clock().now().date()
    return list(
        campaigns(actor).filter(state=CampaignState.STANDING, begins__lte=today, ends__gte=today).order_by("ends")
    )


def during(since: date, until: date) -> list[Campaign]:
    """This function returns the campaigns of which a day lies between two days, for what explains statistics."""
    standing = Campaign.objects.filter(state=CampaignState.STANDING, begins__lte=until, ends__gte=since)
    return list(standing.order_by("begins", "id"))


def detail(actor: Actor, campaign_id: str) -> Detail:
    """This function returns a campaign with its results.

    Raises:
        Refused: the actor may not read campaigns.
        Missing: there is none.
    """
    require(actor, Action.CAMPAIGN_READ)
    found = Campaign.objects.filter(id=campaign_id).first() if storable(campaign_id) else None
    if found is None:
        raise Missing("campaign", "there is none with this id", code="campaigns.missing")
    standing = found.state == CampaignState.STANDING
    counted = actor.role in MAY[Action.SEIZURE_READ] and actor.role in MAY[Action.PROSECUTION_READ]
    return Detail(
        found, [result(target) for target in found.targets.select_related("campaign")] if counted else None,
        list(found.activities.order_by("-day", "-id")), standing and may(actor, Action.CAMPAIGN_WRITE),
        standing and may(actor, Action.ACTIVITY_WRITE), _so_far(found),
    )  # fmt: skip


def result(target: Target) -> Result:
    """This function counts what was reached of a target, from the records as they are now.

    A record counts where its whole date lies in the campaign's days; one whose date only may is counted apart. Seizures
    that a partner counts (`Seizure.counted_by`), drafts and what was withdrawn are left out.
    """
    campaign = target.campaign
    provinces = [target.province] if target.province else campaign.provinces
    measure, apart, imputed, unweighed = Measure(target.measure), 0, Decimal(0), 0
    if measure in {Measure.CHARGED, Measure.CONVICTED}:
        convicted = measure == Measure.CONVICTED
        number, apart = prosecutions.counted(
            since=campaign.begins, until=campaign.ends, provinces=provinces, convicted=convicted
        )
        reached = Decimal(number)
    elif measure in ACTIVITIES:
        reached = Decimal(_activities(target, measure, provinces))
    else:
        inside, apart = _seizures(campaign, provinces)
        if measure == Measure.KILOGRAMS:
            reached, imputed, unweighed = _weighed(target, inside)
        else:
            reached = Decimal(_seized(target, measure, inside))
    return Result(target, reached, float(reached / target.wanted), apart, imputed, unweighed)


def _seized(target: Target, measure: Measure, inside: QuerySet[Seizure]) -> int:
    if measure == Measure.ARRESTED:
        arrests = Arrest.objects.filter(seizure__in=inside.values("id"))
        return int(arrests.aggregate(n=Sum("number"))["n"] or 0)
    return _goods(target, inside).values("seizure_id").distinct().count() if target.drug_group else inside.count()


def _weighed(target: Target, inside: QuerySet[Seizure]) -> tuple[Decimal, Decimal, int]:
    goods = _goods(target, inside).filter(kind__in=[GoodKind.DRUG, GoodKind.PRECURSOR]).order_by()
    known = goods.filter(kilograms__isnull=False)
    sums = dict(known.values_list("imputed").annotate(total=Sum("kilograms")))
    return _mass(sum(sums.values())), _mass(sums.get(True, 0.0)), goods.filter(kilograms=None).count()


def _goods(target: Target, inside: QuerySet[Seizure]) -> QuerySet[Good]:
    goods = Good.objects.filter(seizure__in=inside.values("id"))
    if target.drug_group:
        codes = [each.code for each in substances.every() if each.group == target.drug_group]
        goods = goods.filter(substance__in=codes)
    return goods


def _seizures(campaign: Campaign, provinces: Sequence[str]) -> tuple[QuerySet[Seizure], int]:
    """This function returns the seizures of a campaign, and how many more may belong to it."""
    rows = Seizure.objects.filter(state__in=STATES, counted_by__in=["", node_id()]).order_by()
    rows = rows.filter(province__in=provinces) if provinces else rows.filter(country=config().country)
    inside = rows.filter(date_from__gte=campaign.begins, date_to__lte=campaign.ends)
    touching = Q(date_from__lte=campaign.ends, date_to__gte=campaign.begins) | Q(date_from=None)
    return inside, rows.filter(touching).count() - inside.count()


def _activities(target: Target, measure: Measure, provinces: Sequence[str]) -> int:
    rows = Activity.objects.filter(campaign=target.campaign, kind=ACTIVITIES[measure], withdrawn=None)
    if target.province:
        rows = rows.filter(province__in=provinces)
    if measure in {Measure.REACHED, Measure.REFERRED}:
        return int(rows.aggregate(persons=Sum("persons"))["persons"] or 0)
    return rows.count()


def _so_far(campaign: Campaign) -> float:
    days = (campaign.ends - campaign.begins).days + 1
    return min(max((clock().now().date() - campaign.begins).days + 1, 0), days) / days


def _mass(kilograms: float) -> Decimal:
    return Decimal(repr(kilograms)).quantize(Decimal("0.001"))
