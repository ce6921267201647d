"""Reading the ledger: its state for everybody, its entries, heads and alarms for the auditor."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from comity.kernel import Missing
from comity.kernel.clock import timestamp
from comity.node.audit import directory
from comity.node.audit.evidence import Standing, standings
from comity.node.audit.models import Alarm, KeptHead, LedgerEntry, LedgerHead, LedgerState, Witness
from comity.node.audit.recording import record
from comity.node.permissions import MAY, Action, Actor, require

READ = "audit.ledger.read"


@dataclass(frozen=True, slots=True)
class State:
    """How the ledger is, for banners and health.

    Args:
        log: the current log; empty before the first entry.
        size: leaves in it.
        recovery_since: since when nothing is sent, or None.
        recovery_reason: why.
        alarms: open alarms.
    """

    log: str = ""
    size: int = 0
    recovery_since: datetime | None = None
    recovery_reason: str = ""
    alarms: int = 0


def state() -> State:
    """This function returns how the ledger is."""
    row = LedgerState.objects.select_related("log").filter(id=1).first()
    alarms = Alarm.objects.filter(closed=None).count()
    if row is None:
        return State(alarms=alarms)
    return State(row.log_id, row.log.size, row.recovery_since, row.recovery_reason, alarms)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries.

    Args:
        event: an event, or the beginning of one such as ``holdings.``.
        actor: the id or user name of who did it.
        object: the id of what it was done to.
        day: in the node's time zone.
    """

    event: str = ""
    actor: str = ""
    object: str = ""
    day: date | None = None

    def apply(self, rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """This function narrows entries."""
        if "\0" in self.event + self.actor + self.object or (self.day and self.day.year in {1, 9999}):
            return rows.none()
        if self.event:
            rows = rows.filter(event__startswith=self.event)
        if self.actor:
            people = get_user_model().objects.filter(username=self.actor).values("id")
            rows = rows.filter(Q(actor=self.actor) | Q(actor__in=people))
        if self.object:
            rows = rows.filter(found_by__object=self.object)
        if self.day:
            begin = timezone.make_aware(datetime.combine(self.day, datetime.min.time()))
            rows = rows.filter(time__gte=begin, time__lt=begin + timedelta(days=1))
        return rows

    def document(self) -> dict[str, str]:
        """This function returns what is asked for."""
        return {"event": self.event, "actor": self.actor, "object": self.object, "day": str(self.day or "")}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as an auditor sees it.

    Args:
        log: the log.
        index: its index.
        event: what happened.
        actor: the pseudonym of who did it.
        actor_name: the name of that account; empty where there is none any more.
        time: when.
        objects: the ids of what it concerns.
        purpose: the code of the stated purpose.
        details: None once erased.
        standing: how it is proven.
    """

    log: str
    index: int
    event: str
    actor: str
    actor_name: str
    time: datetime
    objects: tuple[str, ...]
    purpose: str
    details: Mapping[str, Any] | None
    standing: Standing

    def document(self) -> dict[str, Any]:
        """This function returns the entry as JSON."""
        return {
            "log": self.log,
            "index": self.index,
            "event": self.event,
            "actor": self.actor,
            "time": timestamp(self.time),
            "objects": list(self.objects),
            "purpose": self.purpose,
            "details": self.details,
            "proof": self.standing.state,
            "kept_by": list(self.standing.kept_by),
        }


def read_entries(*, actor: Actor, wanted: Filter, first: int, count: int) -> tuple[list[ShownEntry], int]:
    """This function returns entries, newest first, each with how it is proven, and how many there are in all.

    The reading is an entry itself.

    Raises:
        Refused: the actor may not read the ledger.
    """
    require(actor, Action.LEDGER_READ)
    rows = wanted.apply(LedgerEntry.objects.all())
    total = rows.count()
    page = list(rows[first : first + count])
    _remember(actor, wanted.document() | {"first": first, "count": len(page)})
    return _shown(page), total


def read_entry(*, actor: Actor, log: str, index: int) -> ShownEntry:
    """This function returns one entry.

    Raises:
        Refused: the actor may not read the ledger.
        Missing: there is no such entry.
    """
    require(actor, Action.LEDGER_READ)
    row = None if "\0" in log else LedgerEntry.objects.filter(log_id=log, index=index).first()
    if row is None:
        raise Missing("entry", "there is none with this number", code="audit.entry.missing")
    _remember(actor, {"log": log, "index": index})
    return _shown([row])[0]


def _remember(actor: Actor, details: dict[str, Any]) -> None:
    with transaction.atomic():
        record(actor=actor, event=READ, details=details, frees_space=True)


def _shown(rows: Sequence[LedgerEntry]) -> list[ShownEntry]:
    people = dict(get_user_model().objects.filter(id__in={row.actor for row in rows}).values_list("id", "name"))
    proven = standings(rows)
    return [
        ShownEntry(
            log=row.log_id,
            index=row.index,
            event=row.event,
            actor=row.actor,
            actor_name=people.get(row.actor, ""),
            time=row.time,
            objects=row.object_ids,
            purpose=row.purpose,
            details=None if row.details is None else json.loads(row.details),
            standing=proven[row.pk],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The heads between this node and a partner.

    Args:
        partner: its node id.
        name: as people call it.
        ours: the size of our head that it attested last; None for none yet.
        compared: when that was compared.
        theirs: its newest proven head that is kept here; None for none yet.
        unproven: how many of its heads wait for a proof.
        frozen: whether an alarm about its ledger is open.
    """

    partner: str
    name: str
    ours: int | None
    compared: datetime | None
    theirs: KeptHead | None
    unproven: int
    frozen: bool


def heads(*, actor: Actor) -> tuple[LedgerHead | None, list[Exchanged]]:
    """This function returns our newest head, and for each partner the heads that went to and fro.

    Raises:
        Refused: the actor may not read the ledger.
    """
    require(actor, Action.LEDGER_READ)
    witnesses = {row.partner: row for row in Witness.objects.all()}
    kept = {row.partner: row for row in KeptHead.objects.filter(current=True)}
    names = directory.names()
    alarmed = set(Alarm.objects.filter(closed=None).values_list("partner", flat=True))
    rows = [
        Exchanged(
            partner=partner,
            name=names.get(partner, partner),
            ours=witnesses[partner].size if partner in witnesses else None,
            compared=witnesses[partner].compared if partner in witnesses else None,
            theirs=kept.get(partner),
            unproven=KeptHead.objects.filter(partner=partner, proven=False).count(),
            frozen=partner in alarmed,
        )
        for partner in sorted({*names, *witnesses, *kept}, key=lambda each: names.get(each, each))
    ]
    return LedgerHead.objects.order_by("-time", "-size").first(), rows


def may_see_alarms(actor: Actor) -> bool:
    """This function tells whether an actor may look at alarms: who reads the ledger, and who looks after the node."""
    return any(actor.role in MAY[action] for action in (Action.LEDGER_READ, Action.LEDGER_RECOVER))


def alarms(*, actor: Actor) -> QuerySet[Alarm]:
    """This function returns every alarm, newest first.

    Raises:
        Refused: the actor may neither read the ledger nor look after the node.
    """
    if not may_see_alarms(actor):
        require(actor, Action.LEDGER_READ)
    return Alarm.objects.all()
