"""Who reads how much: counted from the ledger, compared with peers, looked into by a supervisor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comity.kernel import InvalidInput, Missing, Refused
from comity.ledger.browsing import SPAN, Measure, PersonDay, unusual
from comity.node.audit.browsing_models import UnusualDay
from comity.node.audit.models import LedgerEntry
from comity.node.audit.recording import record
from comity.node.permissions import SYSTEM, Action, Actor, require
from comity.node.runtime import clock

OPENS = (
    "holdings.holding.read", "items.item.read", "matching.hit.read", "duplicates.proposal.read",
    "seizures.seizure.read", "prosecutions.prosecution.read",
)  # fmt: skip
LISTS = (
    "holdings.list.read", "holdings.names.matched", "duplicates.list.read", "matching.hits.read", "seizures.list.read",
    "prosecutions.list.read",
)  # fmt: skip
READ = "audit.browsing.read"
WINDOW = timedelta(days=14)
"""Days that are looked at; those before them are what they are compared with."""
_GROUNDS = 2
"""Each entry names its case or duty and its legal basis beside what was read."""
_EVENING, _MORNING = 22, 5


@dataclass(frozen=True, slots=True)
class Reader:
    """What one person read in the days looked at.

    Args:
        name: of the account.
        role: of the account.
        days: on how many days anything was read.
        opened: records opened on a day, the median.
        shown: records shown in lists on a day, the median.
        searches: searches on a day, the median.
    """

    name: str
    role: str
    days: int
    opened: float
    shown: float
    searches: float


@dataclass(frozen=True, slots=True)
class Shown:
    """An unusual day with the name of whose it is, and of who looked into it."""

    row: UnusualDay
    name: str
    reviewer: str


def person_days(since: datetime) -> list[PersonDay]:
    """This function counts from the ledger what each person read on each day since a moment."""
    roles = dict(get_user_model().objects.values_list("id", "role"))
    opened: dict[tuple[str, date], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    counts: dict[tuple[str, date], dict[Measure, int]] = defaultdict(lambda: defaultdict(int))
    entries = LedgerEntry.objects.filter(event__in=[*OPENS, *LISTS], time__gte=since, actor__in=list(roles)).order_by()
    for actor, event, time, text in entries.values_list("actor", "event", "time", "objects_text").iterator():
        here = timezone.localtime(time)
        key, objects = (actor, here.date()), text.split("\n") if text else []
        if here.hour >= _EVENING or here.hour < _MORNING:
            counts[key][Measure.NIGHT] += 1
        if event in OPENS and objects:
            opened[key][objects[0]].add(here.hour)
        elif event in LISTS:
            counts[key][Measure.SEARCHES] += 1
            counts[key][Measure.SHOWN] += max(len(objects) - _GROUNDS, 0)
    for key, records in opened.items():
        hours = [hour for each in records.values() for hour in each]
        counts[key][Measure.OPENED] = len(records)
        counts[key][Measure.HOUR] = max(hours.count(hour) for hour in set(hours))
    return [PersonDay(person, roles[person], day, dict(said)) for (person, day), said in counts.items()]


def look() -> int:
    """This function finds unusual days and keeps those that are new; it returns how many.

    A day that goes on counts with what it has reached by then.
    """
    now = clock().now()
    since = timezone.localtime(now - WINDOW).date()
    new = 0
    with transaction.atomic():
        for each in unusual(person_days(now - WINDOW - SPAN), since=since):
            values = {"value": each.value, "usual": each.usual, "high": each.high, "days": each.days,
                      "people": each.people}  # fmt: skip
            row, made = UnusualDay.objects.get_or_create(
                person=each.person, day=each.day, measure=each.measure, defaults=values | {"found": now}
            )
            if not made and row.value < each.value and row.reviewed is None:
                UnusualDay.objects.filter(id=row.id).update(**values)
            new += made
        if new:
            record(actor=SYSTEM, event="audit.browsing.found", details={"days": new})
    return new


def to_review(actor: Actor) -> QuerySet[UnusualDay]:
    """This function returns the unusual days that nobody looked into; nobody is shown their own."""
    require(actor, Action.BROWSING_READ)
    return UnusualDay.objects.filter(reviewed=None).exclude(person=actor.user_id)


def named(rows: Iterable[UnusualDay]) -> list[tuple[UnusualDay, str]]:
    """This function puts to unusual days the name of whose they are."""
    every = list(rows)
    people = {u.id: u for u in get_user_model().objects.filter(id__in={row.person for row in every})}
    return [(row, _name(people, row.person)) for row in every]


@transaction.atomic
def read(*, actor: Actor, most: int = 200) -> tuple[list[Shown], list[Reader]]:
    """This function returns the unusual days, and how much everybody reads; the reading is an entry itself.

    Raises:
        Refused: the actor neither supervises nor audits.
    """
    require(actor, Action.BROWSING_READ)
    rows = list(UnusualDay.objects.exclude(person=actor.user_id)[:most])
    people = {u.id: u for u in get_user_model().objects.all()}
    shown = [Shown(row, _name(people, row.person), _name(people, row.reviewed_by)) for row in rows]
    readers = _readers(people, person_days(clock().now() - WINDOW))
    record(actor=actor, event=READ, details={"days": len(rows)}, frees_space=True)
    return shown, readers


@transaction.atomic
def review(*, actor: Actor, day_id: str, words: str) -> UnusualDay:
    """This function keeps what a supervisor found out about an unusual day.

    Raises:
        Refused: the actor does not supervise, or it is the actor's own day.
        Missing: there is none that waits.
        InvalidInput: no words.
    """
    require(actor, Action.BROWSING_REVIEW)
    waiting = UnusualDay.objects.select_for_update().filter(reviewed=None)
    row = waiting.filter(id=int(day_id)).first() if day_id.isascii() and day_id.isdigit() and len(day_id) < 19 else None
    if row is None:
        raise Missing("day", "none with this id waits", "Look at the list", code="audit.browsing.missing")
    if row.person == actor.user_id:
        raise Refused("Day", "it is your own", "Another supervisor looks into it", code="audit.browsing.own")
    words = words.replace("\0", "").strip()[:500]
    if not words:
        raise InvalidInput("Words", "none are given", "Say what you found out", code="audit.browsing.words")
    row.reviewed_by, row.reviewed, row.words = actor.user_id, clock().now(), words
    row.save(update_fields=["reviewed_by", "reviewed", "words"])
    record(
        actor=actor, event="audit.browsing.reviewed", objects=[row.person],
        details={"day": row.day.isoformat(), "measure": row.measure, "words": words},
    )  # fmt: skip
    return row


def _name(people: dict[str, Any], person: str) -> str:
    return str(people[person].name) if person in people else person


def _readers(people: dict[str, Any], days: list[PersonDay]) -> list[Reader]:
    by_person: dict[str, list[PersonDay]] = defaultdict(list)
    for each in days:
        by_person[each.person].append(each)

    def usual(person: str, measure: Measure) -> float:
        return float(median(d.counts.get(measure, 0) for d in by_person[person]))

    return sorted(
        (
            Reader(
                _name(people, person), people[person].get_role_display(), len(own), usual(person, Measure.OPENED),
                usual(person, Measure.SHOWN), usual(person, Measure.SEARCHES),
            )
            for person, own in by_person.items()
        ),
        key=lambda reader: (-reader.opened, reader.name),
    )  # fmt: skip
