"""Looks for records that may be of one subject, following the numbered changes of holdings a batch at a time.

A record asks all others for its keys, as a check asks a partner: two records meet where a key that one asks for is
held by the other. What met is weighed as a hit is. Memory is bounded by the batch, and a batch that is broken off is
simply done again.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q

from comity import linkage
from comity.linkage import Evidence, Key, Rarity
from comity.linkage.evidence import POSSIBLE, Prior, Strength
from comity.linkage.rarity import name_of
from comity.node.chores import chore
from comity.node.duplicates import blocks
from comity.node.duplicates.differences import differences
from comity.node.duplicates.models import Place, Proposal, ProposalState
from comity.node.duplicates.records import Record, records
from comity.node.holdings.changes import Changed, changes, last_change
from comity.node.holdings.models import ChangeKind, Holding, Merge, Term, TermKind
from comity.node.runtime import clock, make_id

BATCH = 500
TURN = 2.0
"""Seconds that the chore works before others have their turn."""
MOST_COMPARED = 20
"""The most records that one record is compared with, those with most keys in common first."""
MOST_PROPOSED = 5
"""The most pairs that are proposed for one record at a time; others follow when these are decided."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that met, with what speaks for and against their being of one subject."""

    first: Record
    second: Record
    evidence: Evidence
    against: tuple[str, ...]

    @property
    def strength(self) -> Strength:
        """This function returns how strong the evidence is; never strong where both records contradict each other."""
        strong = self.evidence.strength is Strength.STRONG
        return Strength.POSSIBLE if strong and self.against else self.evidence.strength


@chore("duplicates.find", every=timedelta(seconds=2))
def find() -> int:
    """This function works through changes for a turn and returns how many it has seen."""
    until, done = time.monotonic() + TURN, 0
    while seen := find_batch():
        done += seen
        if time.monotonic() >= until:
            break
    return done


def progress() -> tuple[int, int]:
    """This function returns how many changes were looked at, and of how many."""
    place = Place.objects.filter(id=1).first()
    current = place is not None and place.version == linkage.version()
    return (place.number if place and current else 0), last_change()


def find_batch(limit: int = BATCH) -> int:
    """This function looks at the next changes, proposes pairs, and returns how many changes it has seen."""
    start = _begin()
    seen = changes(after=start, limit=limit)
    if not seen:
        return 0
    last: dict[str, Changed] = {each.holding_id: each for each in seen}
    there = records(i for i, each in last.items() if each.kind != ChangeKind.REMOVED)
    found = list(_pairs(there, _meetings(there, last)))
    with transaction.atomic():
        place = Place.objects.select_for_update().get(id=1)
        if place.number != start:
            return 0  # Another process was faster.
        blocks.keep(there.values(), {i: each.number for i, each in last.items()})
        _propose(last, found)
        Place.objects.filter(id=1).update(number=seen[-1].number)
    return len(seen)


def _begin() -> int:
    """This function returns the last change that was looked at; keys of another version are made anew."""
    place, _made = Place.objects.get_or_create(id=1)
    if place.version != linkage.version() or place.number > last_change():
        with transaction.atomic():
            blocks.forget()
            Place.objects.filter(id=1).update(number=0, version=linkage.version())
        return 0
    return place.number


def _meetings(there: dict[str, Record], last: dict[str, Changed]) -> dict[str, Counter[str]]:
    """This function returns for each record which others hold keys that it asks for, and how many of them."""
    asked = {key for each in there.values() for key in each.asked}
    holders: dict[int, set[str]] = defaultdict(set)
    for each in there.values():
        for key in asked & each.held.keys():
            holders[key].add(each.id)
    for key, holding_id in blocks.holders(sorted(asked)):
        if holding_id not in last:
            holders[key].add(holding_id)
    met: dict[str, Counter[str]] = {}
    for each in there.values():
        count = Counter(
            other for key in each.asked if len(holders[key]) <= blocks.MOST_HOLDERS for other in holders[key]
        )
        del count[each.id]
        met[each.id] = count
    return met


def _pairs(there: dict[str, Record], met: dict[str, Counter[str]]) -> Iterator[Pair]:
    wanted = {
        (each, other) if each < other else (other, each)
        for each, count in met.items()
        for other, _n in count.most_common(MOST_COMPARED)
    }
    others = {i for pair in wanted for i in pair} - there.keys()
    every = there | records(sorted(others))
    both = [
        (every[a], every[b]) for a, b in sorted(wanted) if a in every and b in every and every[a].may_join(every[b])
    ]
    agreeing = [(one, other, _agreed(one, other), _agreed(other, one)) for one, other in both]
    total = Holding.objects.count() if agreeing else 0
    rarity = _rarity((key for _, _, *sides in agreeing for side in sides for key in side), total)
    prior = Prior(total)
    for one, other, *sides in agreeing:
        texts = (*one.names, *other.names)
        # Either record may know more: the evidence is that of the one which says more when it asks for the other.
        evidence = max(
            (
                linkage.weigh(list(asking.asked.values()), agreed, rarity, texts, prior)
                for asking, agreed in zip((one, other), sides, strict=True)
            ),
            key=lambda each: each.score,
        )
        if evidence.score >= POSSIBLE:
            yield Pair(one, other, evidence, tuple(differences(one, other)))


def _agreed(asking: Record, held: Record) -> list[Key]:
    return [key for h, key in asking.asked.items() if h in held.held]


def _rarity(agreed: Iterable[Key], total: int) -> Rarity:
    wanted = sorted({name for key in agreed if (name := name_of(key)) is not None})
    counts: dict[str, int] = {}
    for part in blocks.parts(wanted):
        rows = Term.objects.filter(kind=TermKind.KEY, value__in=part).values("value").annotate(n=Count("holding_id"))
        counts |= {row["value"]: row["n"] for row in rows}
    return Rarity.counted(counts, total)


def _propose(last: dict[str, Changed], found: Sequence[Pair]) -> None:
    """This function keeps what is proposed of the records that were looked at up to date."""
    refused = _refused(found)
    standing: dict[tuple[str, str], str] = {}
    for part in blocks.parts(sorted(last)):
        rows = Proposal.objects.filter(Q(first__in=part) | Q(second__in=part))
        standing |= {(a, b): state for a, b, state in rows.values_list("first_id", "second_id", "state")}
    given: Counter[str] = Counter()
    fresh: dict[tuple[str, str], Pair] = {}
    for pair in sorted(found, key=lambda p: (bool(p.against), -p.evidence.score, p.first.id, p.second.id)):
        place = (pair.first.id, pair.second.id)
        decided = standing.get(place, ProposalState.OPEN) != ProposalState.OPEN
        if decided or frozenset((pair.first.subject_id, pair.second.subject_id)) in refused:
            continue
        if max(given[place[0]], given[place[1]]) < MOST_PROPOSED:
            given.update(place)
            fresh[place] = pair
    gone = [p for p, state in standing.items() if state == ProposalState.OPEN and p not in fresh]
    for first, second in gone:
        Proposal.objects.filter(first=first, second=second, state=ProposalState.OPEN).delete()
    now = clock().now()
    for (first, second), pair in fresh.items():
        values = {
            "score": pair.evidence.score, "strength": pair.strength.value, "against": list(pair.against),
            "reasons": [[r.code, r.factor] for r in pair.evidence.reasons], "keys": list(pair.evidence.keys),
        }  # fmt: skip
        if (first, second) in standing:
            Proposal.objects.filter(first=first, second=second).update(**values)
        else:
            Proposal.objects.create(id=make_id(), first_id=first, second_id=second, found=now, **values)


def _refused(found: Sequence[Pair]) -> set[frozenset[str]]:
    """This function returns the pairs of subjects of which a person has said that they are not one."""
    subjects = sorted({i for pair in found for i in (pair.first.subject_id, pair.second.subject_id)})
    refused: set[frozenset[str]] = set()
    for part in blocks.parts(subjects):
        declined = Proposal.objects.filter(state=ProposalState.DECLINED, first__subject__in=part)
        refused |= {frozenset(row) for row in declined.values_list("first__subject_id", "second__subject_id")}
        undone = Merge.objects.exclude(undone=None).filter(kept__in=part)
        refused |= {frozenset(row) for row in undone.values_list("kept_id", "absorbed_id")}
    return refused
