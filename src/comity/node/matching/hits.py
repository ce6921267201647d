"""From what was found to hits: joined by handle, weighed, kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity import linkage
from comity.linkage import Evidence, Index, Key
from comity.linkage.live import Asked, Pair, compare, find
from comity.node.matching.models import CheckedSubject, Hit, HitState, Inquiry
from comity.node.matching.subjects import Asking, rarity
from comity.node.runtime import clock

UNUSUAL_SHARE = 0.5
UNUSUAL_FROM = 40
"""Of so many subjects on, a share of hits above the one that is usual warns of an index that matches everything."""


def within(inquiry: Inquiry) -> dict[str, object]:
    """This function says which checked subjects an inquiry is about, as conditions of a query."""
    return {"of": inquiry.of_id, "number__gte": inquiry.first, "number__lte": inquiry.last}


def weigh_and_keep(
    inquiry: Inquiry, every: Sequence[Asking], asked: Sequence[Asked], index: Index, holdings: int
) -> int:
    """This function looks an inquiry up, keeps what changed since the last look-up and returns how many hits stand now.

    Call it inside a transaction.

    Args:
        inquiry: which.
        every: its subjects.
        asked: their keys with tokens.
        index: of the partner.
        holdings: of the partner, as its manifest declares.
    """
    now = find(index, asked)
    old = {
        (hit.subject.number, bytes.fromhex(hit.handle)): hit
        for hit in Hit.objects.filter(inquiry=inquiry).select_related("subject")
    }
    standing = {pair: hit.keys for pair, hit in old.items() if hit.state != HitState.GONE}
    change = compare(standing, now)
    if anew := {number for number, _ in (*change.appeared, *change.changed, *change.gone)}:
        rows = dict(CheckedSubject.objects.filter(**within(inquiry)).values_list("number", "id"))
        fresh = []
        for (number, handle), evidence in _judged(every, now, holdings).items():
            if number not in anew:
                continue
            hit = old.get((number, handle)) or Hit(
                inquiry=inquiry, partner_id=inquiry.partner_id, subject_id=rows[number], handle=handle.hex(),
                epoch=inquiry.epoch, found=clock().now(),
            )  # fmt: skip
            _take(hit, evidence)
            if hit._state.adding:  # noqa: SLF001 -- Django's way to tell a row that is not stored yet
                fresh.append(hit)
            else:
                hit.save()
        Hit.objects.bulk_create(fresh, batch_size=500)
    gone = [old[pair].pk for pair in change.gone]
    Hit.objects.filter(id__in=gone, state=HitState.OPEN).update(state=HitState.GONE)
    return len(now)


def _judged(every: Sequence[Asking], now: Mapping[Pair, Sequence[Key]], holdings: int) -> dict[Pair, Evidence]:
    found: dict[int, dict[bytes, Sequence[Key]]] = {}
    for (number, handle), keys in now.items():
        found.setdefault(number, {})[handle] = keys
    subjects = {each.number: linkage.Asked(each.keys, each.texts) for each in every}
    return linkage.judge(found, subjects, rarity(every, found), holdings)


def _take(hit: Hit, evidence: Evidence) -> None:
    hit.score, hit.strength, hit.keys = evidence.score, evidence.strength, list(evidence.keys)
    hit.reasons = [[reason.code, float(f"{reason.factor:.4g}")] for reason in evidence.reasons]
    if hit.state == HitState.GONE:
        hit.state = HitState.OPEN


def unusual(inquiry: Inquiry, found: int) -> bool:
    """This function tells whether so many subjects were found that the partner's index is to be looked at."""
    asked = inquiry.last - inquiry.first + 1
    return asked >= UNUSUAL_FROM and found > asked * UNUSUAL_SHARE
