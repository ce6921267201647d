"""Who read a record: from the ledger, for supervisors and auditors; that they looked is an entry itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comity.kernel import Missing
from comity.node.accounts.queries import names
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.holdings.access import readable, storable
from comity.node.holdings.models import Holding
from comity.node.permissions import Action, Actor, Role, require

EVENTS = (
    "holdings.holding.read", "holdings.list.read", "holdings.holding.exported", "matching.hit.read",
    "duplicates.list.read", "duplicates.proposal.read", "seizures.seizure.read",
    "prosecutions.prosecution.read",
)  # fmt: skip
"""Entries that say that a record was shown, or left as a file."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """One time that a record was shown.

    Args:
        name: of the person.
        at: when.
        event: how, a type of ledger entry.
        purpose: code; empty where the node itself did it.
        ground: reference of the case or standing duty; empty where the entry names none.
    """

    name: str
    at: datetime
    event: str
    purpose: str
    ground: str


@transaction.atomic
def readers(actor: Actor, holding_id: str) -> list[Reader]:
    """This function returns who read a record, newest first.

    Supervisors ask about records that they may read; auditors, who read no records, about every one by its id.

    Raises:
        Refused: the actor neither supervises nor audits.
        Missing: there is none with this id.
    """
    require(actor, Action.BROWSING_READ)
    wanted = storable(holding_id)[:36]
    rows: QuerySet[Holding] = Holding.objects.filter(id=wanted)
    if actor.role is not Role.AUDITOR:
        require(actor, Action.HOLDING_READ)
        rows = rows.filter(readable(actor))
    if not rows.exists():
        raise Missing("holding", "there is none with this id that you may see", code="holdings.missing")
    entries = LedgerEntry.objects.filter(found_by__object=wanted, event__in=EVENTS).order_by("-id")[:MOST]
    found = list(entries.values_list("actor", "time", "event", "purpose", "objects_text"))
    people = names({row[0] for row in found})
    named = {each for row in found for each in row[4].split("\n")}
    grounds = dict(Case.objects.filter(id__in=named).values_list("id", "reference"))
    grounds |= dict(Duty.objects.filter(id__in=named).values_list("id", "reference"))
    record(actor=actor, event="holdings.readers.read", objects=[wanted])
    return [
        Reader(
            people.get(who, who), at, event, purpose,
            next((grounds[each] for each in reversed(text.split("\n")) if each in grounds), ""),
        )
        for who, at, event, purpose, text in found
    ]  # fmt: skip
