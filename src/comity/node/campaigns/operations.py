"""Everything that changes campaigns: planned, changed, called off; activities added and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from comity.flows import substances
from comity.kernel import Conflicting, InvalidInput, Missing
from comity.node.audit.operations import record
from comity.node.campaigns.models import Activity, ActivityKind, Campaign, CampaignState, Measure, Target
from comity.node.permissions import Action, Actor, require
from comity.node.runtime import clock, make_id
from comity.node.seizures import coding
from comity.node.seizures.access import storable
from comity.node.seizures.faults import InvalidFields, Wrong

LONGEST = timedelta(days=3660)
MOST_TARGETS = 100
MOST_PROVINCES = 200
OF_DRUGS = (Measure.SEIZURES, Measure.KILOGRAMS)
"""Measures that a group of drugs may narrow."""
COUNTED = (ActivityKind.PREVENTION, ActivityKind.TREATMENT)
"""Activities in which persons are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTarget:
    """What shall be reached.

    Args:
        measure: a code of `models.Measure`.
        wanted: how much, above zero.
        drug_group: narrows seizures and kilograms; empty: every one.
        province: narrows the place; empty: all of the campaign.
    """

    measure: str
    wanted: Decimal
    drug_group: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A campaign.

    Args:
        title: short.
        begins, ends: first and last day.
        provinces: codes of places; empty: the whole country.
        words: what it is for.
        targets: what it wants to reach.
        reference: of the agency's own file; this node makes one where empty.
    """

    title: str
    begins: date
    ends: date
    provinces: tuple[str, ...] = ()
    words: str = ""
    targets: tuple[GivenTarget, ...] = ()
    reference: str = ""


class InvalidCampaign(InvalidFields):
    """What was given of a campaign is wrong in one or more fields; nothing was changed.

    Args:
        faults: every one of them, by field.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("campaign", tuple(Wrong(*each) for each in faults.items()), "campaigns.given")


@transaction.atomic
def plan_campaign(*, actor: Actor, given: Given) -> Campaign:
    """This function records a campaign with its targets.

    Raises:
        Refused: the actor may not.
        InvalidCampaign: with every fault.
        Conflicting: the reference is taken.
    """
    require(actor, Action.CAMPAIGN_WRITE)
    _check(given)
    reference = given.reference.strip() or _reference(given.begins.year)
    _free(reference, "")
    campaign = Campaign.objects.create(
        id=make_id(), reference=reference, recorded_by=actor.user_id, recorded=clock().now(), **_columns(given)
    )
    _write_targets(campaign, given.targets)
    record(actor=actor, event="campaigns.campaign.planned", objects=[campaign.id])
    return campaign


@transaction.atomic
def change_campaign(*, actor: Actor, campaign_id: str, revision: int, given: Given) -> Campaign:
    """This function puts another plan in the place of a campaign's; the ledger keeps both.

    Raises:
        Refused: the actor may not.
        Missing: there is none.
        InvalidCampaign: with every fault.
        Conflicting: it was called off, somebody else changed it meanwhile, or the reference is taken.
    """
    require(actor, Action.CAMPAIGN_WRITE)
    _check(given)
    campaign = _locked(campaign_id, revision)
    before = _document(campaign)
    for name, value in _columns(given).items():
        setattr(campaign, name, value)
    if given.reference.strip():
        campaign.reference = given.reference.strip()
        _free(campaign.reference, campaign.id)
    campaign.revision += 1
    campaign.save()
    _write_targets(campaign, given.targets)
    record(
        actor=actor, event="campaigns.campaign.changed", objects=[campaign.id],
        details={"before": before, "after": _document(campaign)},
    )  # fmt: skip
    return campaign


@transaction.atomic
def cancel_campaign(*, actor: Actor, campaign_id: str, revision: int, reason: str) -> Campaign:
    """This function calls a campaign off; what was done stays.

    Raises:
        Refused: the actor may not.
        Missing: there is none.
        Conflicting: it was called off already, or somebody else changed it meanwhile.
        InvalidInput: there is no reason.
    """
    require(actor, Action.CAMPAIGN_WRITE)
    bare = _said("reason", reason, 500)
    campaign = _locked(campaign_id, revision)
    campaign.state = CampaignState.CANCELLED
    campaign.revision += 1
    campaign.save(update_fields=["state", "revision"])
    record(actor=actor, event="campaigns.campaign.cancelled", objects=[campaign.id], details={"reason": bare})
    return campaign


@transaction.atomic
def record_activity(
    *, actor: Actor, campaign_id: str, kind: str, day: date, words: str, province: str = "", place: str = "",
    persons: int | None = None,
) -> Activity:  # fmt: skip
    """This function adds what was done on one day.

    Args:
        actor: who records.
        campaign_id: of which campaign.
        kind: a code of `models.ActivityKind`.
        day: within the campaign, and not in the future.
        words: what was done.
        province: where; one of the campaign's provinces, or in its country.
        place: in words.
        persons: reached or referred; None where nobody counted.

    Raises:
        Refused: the actor may not.
        Missing: there is no such campaign.
        Conflicting: it was called off.
        InvalidCampaign: with every fault.
    """
    require(actor, Action.ACTIVITY_WRITE)
    campaign = _standing(campaign_id)
    faults: dict[str, str] = {}
    if kind not in ActivityKind.values:
        faults["kind"] = _("it is none of the choices")
    if not campaign.begins <= day <= campaign.ends:
        faults["day"] = _("it does not lie in the days of the campaign")
    elif day > clock().now().date():
        faults["day"] = _("it lies in the future")
    if not words.strip() or len(words) > 500 or "\x00" in words:
        faults["words"] = _("say what was done in 1 to %(most)s characters") % {"most": 500}
    if len(place) > 300 or "\x00" in place:
        faults["place"] = _("it is longer than %(longest)s characters") % {"longest": 300}
    if province and (not _is_province(province) or (campaign.provinces and province not in campaign.provinces)):
        faults["province"] = _("it is none of the campaign's provinces")
    if persons is not None and (kind not in COUNTED or not 0 <= persons <= 10_000_000):
        faults["persons"] = _("persons are counted in prevention and in referral to treatment")
    if faults:
        raise InvalidCampaign(faults)
    made = Activity.objects.create(
        id=make_id(), campaign=campaign, kind=kind, day=day, words=words.strip(), province=province,
        place=place.strip(), persons=persons, by=actor.user_id, at=clock().now(),
    )  # fmt: skip
    record(actor=actor, event="campaigns.activity.recorded", objects=[campaign.id, made.id])
    return made


@transaction.atomic
def withdraw_activity(*, actor: Actor, activity_id: str, reason: str) -> Activity:
    """This function states that an activity was recorded by mistake; it counts no more, and stays readable.

    Raises:
        Refused: the actor may not, or neither recorded it nor plans campaigns.
        Missing: there is none.
        Conflicting: it was withdrawn already.
        InvalidInput: there is no reason.
    """
    require(actor, Action.ACTIVITY_WRITE)
    known = storable(activity_id)
    found = Activity.objects.select_for_update(of=("self",)).filter(id=activity_id).first() if known else None
    if found is None:
        raise Missing("activity", "there is none with this id", code="campaigns.activity.missing")
    if found.by != actor.user_id:
        require(actor, Action.CAMPAIGN_WRITE)
    if found.withdrawn is not None:
        raise Conflicting("activity", "it was withdrawn already", "Leave it", code="campaigns.activity.withdrawn")
    found.withdrawn, found.withdrawn_reason = clock().now(), _said("reason", reason, 500)
    found.save(update_fields=["withdrawn", "withdrawn_reason"])
    record(
        actor=actor, event="campaigns.activity.withdrawn", objects=[found.campaign_id, found.id],
        details={"reason": found.withdrawn_reason},
    )  # fmt: skip
    return found


def _check(given: Given) -> None:
    faults: dict[str, str] = {}
    if not given.title.strip() or len(given.title) > 200 or "\x00" in given.title:
        faults["title"] = _("it has 1 to %(most)s characters") % {"most": 200}
    if len(given.reference.strip()) > 60 or "\x00" in given.reference:
        faults["reference"] = _("it is longer than %(longest)s characters") % {"longest": 60}
    if len(given.words) > 5000 or "\x00" in given.words:
        faults["words"] = _("it is longer than %(longest)s characters") % {"longest": 5000}
    if not given.begins <= given.ends <= given.begins + LONGEST:
        faults["ends"] = _("it does not lie after the first day, or lies more than ten years later")
    if len(given.provinces) > MOST_PROVINCES or not all(_is_province(each) for each in given.provinces):
        faults["provinces"] = _("one of them is no province that is known")
    if len(given.targets) > MOST_TARGETS:
        faults["targets"] = _("there are more than %(most)s") % {"most": MOST_TARGETS}
    for number, target in enumerate(given.targets[:MOST_TARGETS], 1):
        if reason := _target_fault(target, given.provinces):
            faults[f"targets.{number}"] = reason
    if faults:
        raise InvalidCampaign(faults)


def _target_fault(target: GivenTarget, provinces: Sequence[str]) -> str:
    if target.measure not in Measure.values:
        return _("it is none of the choices")
    if not target.wanted.is_finite() or not 0 < target.wanted < 10**12:
        return _("a target is a number above zero")
    if target.measure != Measure.KILOGRAMS and target.wanted != target.wanted.to_integral_value():
        return _("only kilograms have parts")
    if target.drug_group and (target.measure not in OF_DRUGS or target.drug_group not in substances.GROUPS):
        return _("a group of drugs narrows seizures and kilograms")
    if target.province and (not _is_province(target.province) or (provinces and target.province not in provinces)):
        return _("it is none of the campaign's provinces")
    return ""


def _is_province(code: str) -> bool:
    return bool(code) and coding.province_of(code) == code


def _columns(given: Given) -> dict[str, object]:
    return {
        "title": given.title.strip(), "begins": given.begins, "ends": given.ends,
        "provinces": list(dict.fromkeys(given.provinces)), "words": given.words.strip(),
    }  # fmt: skip


def _write_targets(campaign: Campaign, targets: Sequence[GivenTarget]) -> None:
    campaign.targets.all().delete()
    Target.objects.bulk_create(
        Target(
            campaign=campaign, number=number, measure=each.measure, wanted=each.wanted, drug_group=each.drug_group,
            province=each.province,
        )
        for number, each in enumerate(targets, 1)
    )  # fmt: skip


def _document(campaign: Campaign) -> dict[str, object]:
    rows = campaign.targets.order_by("number").values_list("measure", "drug_group", "province", "wanted")
    return {
        "reference": campaign.reference, "title": campaign.title, "begins": campaign.begins.isoformat(),
        "ends": campaign.ends.isoformat(), "provinces": campaign.provinces, "words": campaign.words,
        "targets": [[measure, group, province, str(wanted)] for measure, group, province, wanted in rows],
    }  # fmt: skip


def _locked(campaign_id: str, revision: int) -> Campaign:
    campaign = _standing(campaign_id)
    if campaign.revision != revision:
        raise Conflicting(
            campaign.reference, "somebody changed it meanwhile", "Look at it again", code="campaigns.changed"
        )
    return campaign


def _standing(campaign_id: str) -> Campaign:
    found = Campaign.objects.select_for_update().filter(id=campaign_id).first() if storable(campaign_id) else None
    if found is None:
        raise Missing("campaign", "there is none with this id", code="campaigns.missing")
    if found.state == CampaignState.CANCELLED:
        raise Conflicting(found.reference, "it was called off", "Plan a new one", code="campaigns.cancelled")
    return found


def _reference(year: int) -> str:
    """This function returns the first reference of this node's that is free in a year."""
    taken = set(Campaign.objects.filter(reference__startswith=f"C-{year}-").values_list("reference", flat=True))
    return next(each for number in count(1) if (each := f"C-{year}-{number}") not in taken)


def _free(reference: str, of: str) -> None:
    if Campaign.objects.exclude(id=of).filter(reference=reference).exists():
        raise Conflicting(
            reference, "another campaign has this reference", "Write another one", code="campaigns.reference.taken"
        )


def _said(name: str, text: str, most: int) -> str:
    bare = text.strip()
    if not bare or len(bare) > most or "\x00" in bare:
        raise InvalidInput(name, f"it is said in 1 to {most} characters", "Say why", code=f"campaigns.{name}")
    return bare
