"""From what was found to hits: joined by handle, weighed, kept."""

from __future__ import annotations

from collections.abc import Sequence

from comity import linkage
from comity.linkage import Index, Key
from comity.linkage.live import Asked, compare, find
from comity.node.matching.models import CheckedSubject, Hit, HitState, Inquiry
from comity.node.matching.subjects import Asking, rarity
from comity.node.runtime import clock

UNUSUAL_SHARE = 0.5
UNUSUAL_FROM = 40
"""Of so many subjects on, a share of hits above the one that is usual warns of an index that matches everything."""


def weigh_and_keep(inquiry: Inquiry, every: Sequence[Asking], asked: Sequence[Asked], index: Index) -> int:
    """This function looks an inquiry up, keeps what changed since the last look-up and returns how many hits stand now.

    Call it inside a transaction.
    """
    now = find(index, asked)
    old = {
        (hit.subject.number, bytes.fromhex(hit.handle)): hit
        for hit in Hit.objects.filter(inquiry=inquiry).select_related("subject")
    }
    standing = {pair: hit.keys for pair, hit in old.items() if hit.state != HitState.GONE}
    change = compare(standing, now)
    by_number = {each.number: each for each in every}
    weigh = {**change.appeared, **change.changed}
    if weigh:
        rows = dict(CheckedSubject.objects.filter(of=inquiry.of_id).values_list("number", "id"))
        counted = rarity([by_number[number] for number, _ in weigh if number in by_number])
        fresh = []
        for (number, handle), keys in weigh.items():
            subject = by_number[number]
            hit = old.get((number, handle)) or Hit(
                inquiry=inquiry, partner_id=inquiry.partner_id, subject_id=rows[number], handle=handle.hex(),
                epoch=inquiry.epoch, found=clock().now(),
            )  # fmt: skip
            _weigh(hit, subject, keys, counted)
            if hit._state.adding:  # noqa: SLF001 -- Django's way to tell a row that is not stored yet
                fresh.append(hit)
            else:
                hit.save()
        Hit.objects.bulk_create(fresh, batch_size=500)
    gone = [old[pair].pk for pair in change.gone]
    Hit.objects.filter(id__in=gone, state=HitState.OPEN).update(state=HitState.GONE)
    return len(now)


def _weigh(hit: Hit, subject: Asking, keys: Sequence[Key], counted: linkage.Rarity) -> None:
    evidence = linkage.weigh(subject.keys, keys, counted, subject.texts)
    hit.score, hit.strength, hit.keys = evidence.score, evidence.strength, list(evidence.keys)
    hit.reasons = [[reason.code, round(reason.factor, 4)] for reason in evidence.reasons]
    if hit.state == HitState.GONE:
        hit.state = HitState.OPEN


def unusual(inquiry: Inquiry, found: int) -> bool:
    """This function tells whether so many subjects were found that the partner's index is to be looked at."""
    asked = inquiry.last - inquiry.first + 1
    return asked >= UNUSUAL_FROM and found > asked * UNUSUAL_SHARE
