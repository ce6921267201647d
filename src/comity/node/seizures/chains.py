"""The chain of an exhibit's custody is compared with the ledger, step by step.

A step holds when what it says gives its digest, it continues the step before it, and an entry of the ledger that is
itself whole names that digest. Steps that the ledger knows and the table does not are named too.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.node.audit.evidence import BROKEN, Standing, standings
from comity.node.audit.models import LedgerEntry
from comity.node.audit.operations import record
from comity.node.items.naming import people
from comity.node.permissions import Action, Actor
from comity.node.seizures.access import exhibit_for
from comity.node.seizures.exhibiting import DIGEST, EVENT, digest
from comity.node.seizures.models import Custody, Exhibit

CHANGED: str | Promise = _("what it says was changed after it was recorded")
BROKEN_OFF: str | Promise = _("it does not continue the step before it")
UNKNOWN: str | Promise = _("no entry of the ledger names it")
LEDGER: str | Promise = _("its entry in the ledger does not lead to the signed head")


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain.

    Args:
        step: what was recorded.
        by: what the person is called who recorded it.
        faults: why it does not hold, in the reader's language; empty where it does.
        standing: how its entry in the ledger is proven; None where there is none.
        put_right_by: number of a later step that corrects it, or None.
    """

    step: Custody
    by: str
    faults: tuple[str, ...]
    standing: Standing | None
    put_right_by: int | None

    @property
    def holds(self) -> bool:
        """This function tells whether nothing speaks against the step."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Chain:
    """The custody of an exhibit.

    Args:
        exhibit: which.
        links: its steps in order.
        lost: entries of the ledger about steps that are not there any more.
    """

    exhibit: Exhibit
    links: list[Link]
    lost: list[LedgerEntry]

    @property
    def holds(self) -> bool:
        """This function tells whether every step holds and none is lost."""
        return not self.lost and all(link.holds for link in self.links)

    @property
    def last(self) -> Custody | None:
        """This function returns the last step that says who has it now, or None."""
        told = [link.step for link in self.links if link.step.to_whom or link.step.place]
        return told[-1] if told else None


@transaction.atomic
def custody(actor: Actor, exhibit_id: str) -> Chain:
    """This function returns the chain of an exhibit's custody, each step compared with the ledger.

    Raises:
        Refused: the actor may not read seizures, or stated no purpose.
        Missing: there is no such exhibit that the actor may see.
    """
    exhibit = exhibit_for(actor, exhibit_id, Action.SEIZURE_READ)
    found = chain(exhibit)
    record(actor=actor, event="seizures.custody.read", objects=[exhibit.seizure_id, exhibit.id])
    return found


def chain(exhibit: Exhibit) -> Chain:
    """This function compares the custody of an exhibit with the ledger, without recording a read."""
    steps = list(exhibit.steps.order_by("number"))
    entries = _entries(exhibit)
    proven = standings([entry for each in entries.values() for entry in each])
    who = people({each.recorded_by for each in steps})
    right = dict(exhibit.steps.exclude(corrects=None).order_by().values_list("corrects").annotate(by=Max("number")))
    links, before = [], ""
    for number, step in enumerate(steps, 1):
        told = entries.get(step.digest, [])
        standing = proven[told[0].pk] if told else None
        faults = []
        if digest(step) != step.digest:
            faults.append(str(CHANGED))
        if step.previous != before or step.number != number:
            faults.append(str(BROKEN_OFF))
        if standing is None:
            faults.append(str(UNKNOWN))
        elif standing.state == BROKEN:
            faults.append(str(LEDGER))
        links.append(Link(step, who[step.recorded_by], tuple(faults), standing, right.get(step.number)))
        before = step.digest
    kept = {step.digest for step in steps}
    return Chain(exhibit, links, [entry for named, told in entries.items() if named not in kept for entry in told])


def _entries(exhibit: Exhibit) -> dict[str, list[LedgerEntry]]:
    """This function returns the entries about an exhibit's custody in their order, by the digest that they name."""
    found: dict[str, list[LedgerEntry]] = {}
    for entry in LedgerEntry.objects.filter(event=EVENT, found_by__object=exhibit.id).order_by("id"):
        if exhibit.id not in entry.object_ids:
            continue
        for name in entry.object_ids:
            if name.startswith(DIGEST):
                found.setdefault(name.removeprefix(DIGEST), []).append(entry)
    return found
