"""Reading proposals to merge. Only pairs of records that the reader may both know of are shown.

Every list and every proposal that is opened stands in the ledger with the ids of the records that it showed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import F, Q, QuerySet

from comity import names
from comity.exchange.terms import UseKind
from comity.kernel import Missing
from comity.names import Comparison
from comity.node.audit.operations import record
from comity.node.cases.models import Case, Duty
from comity.node.duplicates.finding import progress
from comity.node.duplicates.models import Proposal, ProposalState
from comity.node.holdings import handling
from comity.node.holdings.access import readable, storable, works_on
from comity.node.holdings.models import Statement
from comity.node.holdings.queries import Row, rows
from comity.node.holdings.terms import full_names, name_kind
from comity.node.holdings.words import ORDER
from comity.node.permissions import Action, Actor, require

__all__ = ["Line", "Proposed", "count", "progress", "proposal", "proposals", "tally", "waiting", "waits"]
PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """What one or both records state under a property.

    Args:
        property: its name.
        first: what the first record states.
        second: what the second states.
        same: whether they have a value in common.
    """

    property: str
    first: list[Statement]
    second: list[Statement]
    same: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with both records, as lists and pages show it.

    Args:
        proposal: the proposal.
        first: the first record.
        second: the second.
        decides: whether the reader works on both cases, and so may decide.
    """

    proposal: Proposal
    first: Row
    second: Row
    decides: bool

    @property
    def waits(self) -> bool:
        """This function tells whether nobody has decided yet, and the records are not joined otherwise."""
        apart = self.first.holding.subject_id != self.second.holding.subject_id
        return apart and self.proposal.state == ProposalState.OPEN


@dataclass(frozen=True, slots=True)
class Compared(Proposed):
    """A proposal with everything that both records state, side by side.

    Args:
        lines: property by property.
        met: the two names that are most alike, one of each record, or None where one has no name.
        next_id: the next proposal that the reader may decide, or empty.
    """

    lines: list[Line]
    met: tuple[str, str, Comparison] | None
    next_id: str


@transaction.atomic
def proposals(actor: Actor, *, import_id: str = "", number: int = 1, size: int = PAGE) -> Page[Any]:
    """This function returns a page of the proposals that wait, as `Proposed`, the surest first.

    Args:
        actor: who reads, with purpose and case.
        import_id: only those that a file brought.
        number: of the page, from 1.
        size: of a page.

    Raises:
        Refused: the actor merges nothing, or stated no purpose.
    """
    require(actor, Action.HOLDING_MERGE, member=True)
    found = _waiting(actor)
    if import_id:
        found = found.filter(Q(first__imported=storable(import_id)) | Q(second__imported=import_id))
    page: Page[Any] = Paginator(found.select_related("first", "second"), size).get_page(number)
    page.object_list = _proposed(actor, list(page.object_list))
    shown = [i for each in page.object_list for i in (each.first.holding.id, each.second.holding.id)]
    record(actor=actor, event="duplicates.list.read", objects=list(dict.fromkeys(shown)), details={"page": page.number})
    return page


@transaction.atomic
def proposal(actor: Actor, proposal_id: str) -> Compared:
    """This function returns one proposal with everything that both records state.

    Raises:
        Refused: the actor merges nothing, or stated no purpose.
        Missing: there is none, or not for this actor.
    """
    require(actor, Action.HOLDING_MERGE, member=True)
    known = Proposal.objects.filter(_known(actor))
    found = known.select_related("first", "second").filter(id=storable(proposal_id)).first()
    if found is None:
        raise Missing("proposal", "there is none with this id that you may see", code="duplicates.missing")
    record(actor=actor, event="duplicates.proposal.read", objects=[found.id, found.first_id, found.second_id])
    both = _proposed(actor, [found])[0]
    standing = Statement.objects.filter(holding__in=[found.first_id, found.second_id], withdrawn=None).order_by("id")
    said = handling.allowed(standing, handling.use(actor, UseKind.READ))
    return Compared(
        found, both.first, both.second, both.decides, _lines(found, said), _met(found, said), _next(actor, found)
    )


@transaction.atomic
def waiting(actor: Actor, most: int) -> list[Proposed]:
    """This function returns the surest of the proposals that the actor may decide, for Today.

    Raises:
        Refused: the actor merges nothing, or stated no purpose.
    """
    require(actor, Action.HOLDING_MERGE, member=True)
    found = _waiting(actor).filter(_decidable(actor)).select_related("first", "second")[:most]
    shown = _proposed(actor, list(found))
    if shown:
        held = [i for each in shown for i in (each.first.holding.id, each.second.holding.id)]
        record(actor=actor, event="duplicates.list.read", objects=list(dict.fromkeys(held)), details={"page": "today"})
    return shown


def tally(actor: Actor, import_id: str) -> tuple[int, int]:
    """This function counts the pairs that wait of one import: both records of the file, and one of them.

    A number is no read of a record.

    Raises:
        Refused: the actor merges nothing, or stated no purpose.
    """
    require(actor, Action.HOLDING_MERGE, member=True)
    first, second = Q(first__imported=storable(import_id)), Q(second__imported=import_id)
    found = _waiting(actor)
    return found.filter(first & second).count(), found.filter((first & ~second) | (second & ~first)).count()


def count(actor: Actor) -> int:
    """This function counts the proposals that the actor may decide; a number is no read of a record."""
    return _waiting(actor).filter(_decidable(actor)).count()


def waits(actor: Actor, proposal_id: str) -> bool:
    """This function tells whether a proposal waits for the actor; that is no read of a record."""
    return bool(proposal_id) and _waiting(actor).filter(id=storable(proposal_id)).exists()


def _next(actor: Actor, found: Proposal) -> str:
    left = _waiting(actor).filter(_decidable(actor)).exclude(id=found.id).values_list("id", flat=True)
    later = left.filter(Q(score__lt=found.score) | Q(score=found.score, id__gt=found.id))
    return later.first() or left.first() or ""


def _waiting(actor: Actor) -> QuerySet[Proposal]:
    """This function returns open proposals of records that the actor may know of, at least one in her own cases."""
    apart = ~Q(first__subject=F("second__subject"))
    return Proposal.objects.filter(apart, _known(actor), state=ProposalState.OPEN)


def _known(actor: Actor) -> Q:
    """This function returns the condition for pairs that the actor may know of, one of them in a case of hers."""
    seen, mine = readable(actor), _mine(actor)
    return _of("first", seen) & _of("second", seen) & (_of("first", mine) | _of("second", mine))


def _decidable(actor: Actor) -> Q:
    return _of("first", _mine(actor)) & _of("second", _mine(actor))


def _mine(actor: Actor) -> Q:
    cases = Case.objects.filter(closed=None, casemember__user_id=actor.user_id)
    return Q(case__in=cases) | Q(duty__in=Duty.objects.filter(members__id=actor.user_id))


def _of(side: str, condition: Q) -> Q:
    """This function says a condition on holdings of one side of a pair, as a join."""
    parts: list[Any] = []
    for part in condition.children:
        if isinstance(part, Q):
            parts.append(_of(side, part))
        elif isinstance(part, tuple):
            parts.append((f"{side}__{part[0]}", part[1]))
    return Q(*parts, _connector=condition.connector, _negated=condition.negated)


def _proposed(actor: Actor, found: list[Proposal]) -> list[Proposed]:
    held = [h for each in found for h in (each.first, each.second)]
    shown = {row.holding.id: row for row in rows(actor, held)}
    return [
        Proposed(
            each,
            shown[each.first_id],
            shown[each.second_id],
            works_on(actor, each.first) and works_on(actor, each.second),
        )
        for each in found
    ]


def _lines(found: Proposal, said: list[Statement]) -> list[Line]:
    lines = []
    for prop in sorted({s.property for s in said}, key=lambda p: (ORDER.get(p, len(ORDER)), p)):
        first = [s for s in said if s.property == prop and s.holding_id == found.first_id]
        second = [s for s in said if s.property == prop and s.holding_id == found.second_id]
        lines.append(Line(prop, first, second, bool({s.value for s in first} & {s.value for s in second})))
    return lines


def _met(found: Proposal, said: list[Statement]) -> tuple[str, str, Comparison] | None:
    one, other = (
        full_names((s.property, s.value) for s in said if s.holding_id == holding_id)[:6]
        for holding_id in (found.first_id, found.second_id)
    )
    kind = name_kind(found.first.subject.schema)
    pairs = [(a, b, names.compare(a, b, kind)) for a in one for b in other]
    return max(pairs, key=lambda pair: pair[2].score, default=None)
